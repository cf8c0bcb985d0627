#include "app/stw/storetrash.h"

#include "core/sandbox/sandbox.h"

#include <filesystem>
#include <vector>

namespace sw::app {

void emptyTrash(store::Store& store) {
    std::error_code error;
    std::vector<std::filesystem::path> left;
    for (const auto& entry : std::filesystem::directory_iterator(store.trashDirectory(), error)) {
        left.push_back(entry.path());
    }
    if (left.empty()) {
        return;
    }
    const auto sandbox = sandbox::Sandbox::start({.storeRoot = store.root(), .workDirectory = store.workDirectory()});
    for (const auto& path : left) {
        [[maybe_unused]] const auto gone = sandbox ? (*sandbox)->discard(path, store.trashDirectory()) : Result<void>();
    }
}

} // namespace sw::app
