#pragma once

#include "app/stw/console.h"
#include "core/store/store.h"

#include <filesystem>
#include <memory>
#include <stop_token>

namespace sw::app {

std::filesystem::path storeRoot(const Console& console);
/// The store that --store or the environment names.
Result<std::shared_ptr<store::Store>> openStore(const Console& console);

/// An error of reading what the store holds: where bytes are damaged, it is this machine's trouble and no file of the user's.
Error storeTrouble(Error error);

/// While it lives, SIGINT and SIGTERM request a stop; a second one ends the program at once.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    std::stop_token token() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace sw::app
