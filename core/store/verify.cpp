#include "core/io/atomicfile.h"
#include "core/io/bytereader.h"
#include "core/store/indeximage.h"
#include "core/store/store.h"
#include "core/store/storestate.h"

#include <fcntl.h>

#include <vector>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

Result<Digest> digestOfFile(const fs::path& file, const std::stop_token& stop) {
    const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot read '%1'", file.string()), errno));
    }
    io::FdReader reader(fd.get());
    Sha256 hasher;
    std::vector<char> buffer(1U << 20U);
    while (true) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        SW_TRY(const std::size_t got, reader.read(buffer.data(), buffer.size()));
        if (got == 0) {
            return hasher.finish();
        }
        hasher.add(std::string_view(buffer.data(), got));
    }
}

/// The index is made of the tar, so that a damaged one can be made again.
Result<void> mendIndex(const fs::path& layer, const std::stop_token& stop) {
    const UniqueFd fd(::open((layer / "layer.tar").c_str(), O_RDONLY | O_CLOEXEC));
    SW_TRY(const oci::LayerIndex index, oci::indexTar(fd.get(), true, stop));
    return io::writeFileAtomically(layer / "index", oci::serialiseIndex(index));
}

} // namespace

Result<VerifyReport> Store::verify(std::stop_token stop) {
    State& s = *m_state;
    VerifyReport report;
    std::error_code error;
    const auto setAside = [&](const fs::path& path) {
        [[maybe_unused]] const auto moved = io::renameFile(path, trashDirectory() / io::uniqueName());
    };
    for (const auto& entry : fs::directory_iterator(s.root / "layers", error)) {
        const std::string name = entry.path().filename().string();
        const auto id = Digest::parse("sha256:" + name);
        const auto digest = digestOfFile(entry.path() / "layer.tar", stop);
        if (!digest && digest.error().code == ErrorCode::Cancelled) {
            return failure(digest.error());
        }
        ++report.checkedLayers;
        if (!id || !digest || *digest != *id) {
            report.problems.push_back("The layer " + name.substr(0, 12) +
                                      " does not have the bytes it was stored with; it was set aside and is made or pulled again when needed");
            setAside(entry.path());
            continue;
        }
        const auto bytes = io::readFile(entry.path() / "index");
        const auto index = bytes ? oci::parseIndex(*bytes) : failure(bytes.error());
        if (!index) {
            SW_CHECK(mendIndex(entry.path(), stop));
            report.problems.push_back("The index of the layer " + name.substr(0, 12) + " was damaged; it was made again");
        }
    }
    for (const auto& entry : fs::directory_iterator(s.root / "blobs" / "sha256", error)) {
        const std::string name = entry.path().filename().string();
        const auto digest = digestOfFile(entry.path(), stop);
        if (!digest && digest.error().code == ErrorCode::Cancelled) {
            return failure(digest.error());
        }
        ++report.checkedBlobs;
        if (!digest || digest->hex() != name) {
            report.problems.push_back("The blob " + name.substr(0, 12) + " is damaged; it was set aside and is pulled again when needed");
            setAside(entry.path());
        }
    }
    SW_TRY(const auto names, images());
    for (const ImageName& name : names) {
        std::vector<Image> all;
        const auto index = findIndex(*this, name.name); // of several platforms, of which this machine's need not be one
        if (index && *index) {
            all = (*index)->images;
        } else {
            auto found = image(name.name);
            if (!found || !*found) {
                report.problems.push_back("The image '" + name.name + "' is incomplete: " + (found ? std::string("it is gone") : found.error().message.text()));
                continue;
            }
            all.push_back(std::move(**found));
        }
        for (const Image& one : all) {
            for (const LayerId& id : one.layers) {
                if (!hasLayer(id)) {
                    report.problems.push_back("The image '" + name.name + "' lacks the layer " + id.hex().substr(0, 12));
                }
            }
        }
    }
    return report;
}

} // namespace sw::store
