#include "core/analysis/accounts.h"
#include "core/analysis/filetree.h"
#include "core/base/imagepath.h"
#include "core/io/bytereader.h"
#include "core/oci/compacttar.h"
#include "core/oci/decompress.h"
#include "core/oci/layertar.h"
#include "core/oci/stackview.h"
#include "tests/fuzz/promise.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace {

using namespace sw;

/// What an index promises, whatever the tar was (core/oci/layerindex.h).
void checkIndex(const oci::LayerIndex& index) {
    std::uint64_t content = 0;
    for (std::size_t i = 0; i < index.entries.size(); ++i) {
        const oci::LayerEntry& entry = index.entries[i];
        fuzz::require(cleanImagePath(entry.path) == entry.path, "a path is not clean: " + entry.path);
        fuzz::require(i == 0 || index.entries[i - 1].path < entry.path, "entries are not sorted, or a path is there twice: " + entry.path);
        fuzz::require(entry.type == oci::EntryType::File || entry.size == 0, "bytes of what is no file: " + entry.path);
        const oci::LayerEntry* parent = index.find(parentPath(entry.path));
        fuzz::require(parentPath(entry.path).empty() || (parent != nullptr && parent->type == oci::EntryType::Directory), "lies in no directory: " + entry.path);
        content += entry.type == oci::EntryType::File ? entry.size : 0;
    }
    fuzz::require(content <= index.contentBytes, "the files have more bytes than the layer"); // less where a name is there again
    const auto again = oci::parseIndex(oci::serialiseIndex(index));
    fuzz::require(again.has_value() && again->entries == index.entries, "the stored index reads as something else");
}

/// The form for looking says the same as the one for building, from wherever it was made.
void checkCompact(const oci::LayerIndex& index, const oci::CompactIndex& compact) {
    fuzz::require(compact.size() == index.entries.size(), "the compact index has another number of entries");
    fuzz::require(compact.tarBytes == index.tarBytes && compact.contentBytes == index.contentBytes && compact.headerBytes == index.headerBytes,
                  "the compact index has other sums");
    std::uint32_t files = 0;
    std::uint32_t removed = 0;
    for (const oci::LayerEntry& entry : index.entries) {
        files += entry.type != oci::EntryType::Directory && entry.type != oci::EntryType::Whiteout ? 1 : 0;
        removed += entry.isWhiteout() || entry.opaque ? 1 : 0;
    }
    fuzz::require(compact.files() == files && compact.removed() == removed, "the compact index counts other files");
    for (std::uint32_t i = 0; i < compact.size(); ++i) {
        const oci::LayerEntry& entry = index.entries[i];
        fuzz::require(*compact[i] == entry, "the compact index says something else of " + entry.path);
        fuzz::require(compact.find(entry.path) == compact[i], "the compact index does not find " + entry.path);
    }
}

/// The figures of a stack add up, and the tree shows what they count.
void checkStack(const analysis::LayerList& layers) {
    std::vector<analysis::LayerInput> inputs;
    for (const auto& layer : layers) {
        analysis::LayerInput input;
        input.index = layer;
        inputs.push_back(std::move(input));
    }
    const analysis::Accounts accounts = analysis::account(inputs);
    std::uint64_t wasted = 0;
    for (const analysis::Waste& waste : accounts.waste) {
        wasted += waste.bytes;
    }
    fuzz::require(accounts.stored == accounts.visible + accounts.wasted && wasted == accounts.wasted, "stored is not visible and wasted");
    const analysis::FileTree tree = analysis::buildFileTree(layers);
    fuzz::require(tree.node(0).bytes == accounts.visible, "the tree has other bytes than the figures");
    const oci::CompactView view(layers);
    for (analysis::FileTree::Id id = 1; id < tree.size(); ++id) {
        static_cast<void>(view.lookupFollow(tree.path(id))); // links in circles and out of the root
    }
}

} // namespace

/// A layer as it comes from a registry or an archive, perhaps compressed; then twice upon itself, cut in the middle.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    io::MemoryReader packed(bytes);
    const auto plain = oci::decompressing(packed);
    if (!plain) {
        return 0;
    }
    const auto index = oci::indexTar(**plain, true);
    if (!index) {
        fuzz::require(!index.error().message.empty(), "an error without a message");
        return 0;
    }
    checkIndex(*index);
    const auto layer = oci::CompactIndex::of(*index);
    const auto stored = oci::parseCompactIndex(oci::serialiseIndex(*index));
    fuzz::require(layer && stored, "there is no compact index");
    checkCompact(*index, **layer);
    checkCompact(*index, **stored);
    io::MemoryReader again(bytes);
    const auto seen = oci::indexTarCompactly(**oci::decompressing(again), true);
    fuzz::require(seen.has_value(), "a tar that can be read cannot be looked at");
    checkCompact(*index, **seen);
    analysis::LayerList stack = {*layer, *layer};
    io::MemoryReader rest(bytes.substr(bytes.size() / 2 / 512 * 512));
    if (const auto upper = oci::indexTar(rest, true)) {
        stack.push_back(oci::CompactIndex::of(*upper).value());
    }
    checkStack(stack);
    return 0;
}
