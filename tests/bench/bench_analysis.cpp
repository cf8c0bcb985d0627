/// How long it takes to open a large image: 5 GB in 500,000 files and 40 layers, generated, from our store, an OCI layout, a
/// docker archive, and a layout with gzip layers. For each: until there is a first tree to look at, the full figures, a filter of the
/// tree, a treemap, and the memory that a file of the tree takes. bench_analysis [--files N] [--bytes N] [--layers N] [--dir DIR]
#include "core/analysis/treemap.h"
#include "core/inspect/openimage.h"
#include "core/oci/layertar.h"
#include "core/store/exportlayout.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

using namespace sw;

namespace {

struct Sizes {
    std::uint64_t files = 500'000, bytes = 5'000'000'000, layers = 40;
    std::filesystem::path directory = std::filesystem::temp_directory_path();
};

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

[[noreturn]] void die(const Error& error) {
    std::fprintf(stderr, "bench_analysis: %s\n", error.text().c_str());
    std::exit(1);
}

template <typename T> T need(Result<T> result) {
    if (!result) {
        die(result.error());
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

/// A layer with its share of the files, in folders of 200; every tenth file replaces one of the layer below.
store::LayerId makeLayer(store::Store& store, const Sizes& sizes, std::uint64_t number) {
    auto scratch = need(store.newScratch());
    oci::LayerWriter writer(scratch.fd.get());
    const std::uint64_t count = sizes.files / sizes.layers;
    const std::uint64_t size = std::max<std::uint64_t>(1, sizes.bytes / std::max<std::uint64_t>(1, sizes.files));
    std::vector<std::string> paths;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t owner = number > 0 && i % 10 == 0 ? number - 1 : number;
        char path[96];
        std::snprintf(path, sizeof path, "usr/lib/part%02llu/folder%04llu/file%06llu.js", static_cast<unsigned long long>(owner),
                      static_cast<unsigned long long>(i / 200), static_cast<unsigned long long>(i));
        paths.emplace_back(path);
    }
    std::ranges::sort(paths);
    std::string line = "the quick brown fox jumps over the lazy dog 0123456789\n";
    std::string block;
    while (block.size() < (64U << 10U)) {
        block += line;
    }
    for (const std::string& path : paths) {
        oci::LayerEntry entry;
        entry.path = path;
        entry.mode = 0644;
        entry.size = size;
        std::uint64_t at = 0;
        need(writer.add(std::move(entry), [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>({capacity, size - at, block.size()}));
            std::memcpy(buffer, block.data(), part);
            if (at == 0 && part >= 24) { // no two files alike
                std::snprintf(buffer, 24, "%llu %zu", static_cast<unsigned long long>(number), std::hash<std::string>{}(path));
            }
            at += part;
            return part;
        }));
    }
    return need(store.commitLayer(std::move(scratch), need(writer.finish()))).id;
}

std::size_t heap() { return ::mallinfo2().uordblks + ::mallinfo2().hblkhd; }

void measure(const char* name, const std::string& image, const std::filesystem::path& storeRoot) {
    const auto opener = [&] { return store::Store::open(storeRoot); };
    const double start = now();
    // The first look: headers alone, the top of the tree.
    inspect::OpenOptions quick;
    quick.hashContents = false;
    double first = 0;
    {
        const inspect::OpenedImage opened = need(inspect::openImage(opener, image, quick, {}));
        const analysis::FileTree tree = analysis::buildFileTree(opened.view.indexes());
        first = now() - start;
        if (tree.size() < 2) {
            die({ErrorCode::Internal, "an empty tree", {}});
        }
    }
    const double again = now();
    const inspect::OpenedImage opened = need(inspect::openImage(opener, image, {}, {}));
    const double read = now();
    const std::size_t before = heap();
    const analysis::FileTree tree = analysis::buildFileTree(opened.view.indexes());
    const std::size_t after = heap();
    const double built = now();
    const analysis::Accounts accounts = analysis::account(opened.view.layers);
    const double counted = now();
    std::size_t matches = 0; // a key in the filter: every name is looked at
    for (analysis::FileTree::Id id = 1; id < tree.size(); ++id) {
        matches += tree.node(id).name.find("99") != std::string_view::npos ? 1 : 0;
    }
    const double filtered = now();
    const auto tiles = analysis::layoutTreemap(tree, 0, 800, 500);
    const double mapped = now();
    std::printf("%-16s first tree %7.2f s   open with contents %7.2f s   tree %5.2f s   figures %5.2f s   filter %5.1f ms (%zu)   treemap %5.1f ms (%zu tiles)   %3zu bytes a node   "
                "%llu files, %.2f GB visible, %.2f GB wasted\n",
                name, first, read - again, built - read, counted - built, (filtered - counted) * 1e3, matches, (mapped - filtered) * 1e3, tiles.size(),
                (after - before) / std::max<std::size_t>(1, tree.size()), static_cast<unsigned long long>(accounts.visibleFiles),
                static_cast<double>(accounts.visible) / 1e9, static_cast<double>(accounts.wasted) / 1e9);
    std::fflush(stdout);
}

Sizes sizesOf(int argc, char** argv) {
    Sizes sizes;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        const char* value = argv[i + 1];
        if (option == "--files") {
            sizes.files = std::strtoull(value, nullptr, 10);
        } else if (option == "--bytes") {
            sizes.bytes = std::strtoull(value, nullptr, 10);
        } else if (option == "--layers") {
            sizes.layers = std::max(1ULL, std::strtoull(value, nullptr, 10));
        } else if (option == "--dir") {
            sizes.directory = value;
        } else {
            std::fprintf(stderr, "usage: bench_analysis [--files N] [--bytes N] [--layers N] [--dir DIR]\n");
            std::exit(2);
        }
    }
    return sizes;
}

} // namespace

int main(int argc, char** argv) {
    const Sizes sizes = sizesOf(argc, argv);
    const std::filesystem::path work = sizes.directory / ("bench-analysis-" + std::to_string(::getpid()));
    const std::filesystem::path root = work / "store";
    {
        const auto store = need(store::Store::open(root));
        std::vector<store::LayerId> layers;
        oci::ImageConfig config;
        for (std::uint64_t i = 0; i < sizes.layers; ++i) {
            layers.push_back(makeLayer(*store, sizes, i));
            config.diffIds.push_back(layers.back());
            config.history.push_back({"", "RUN step " + std::to_string(i), "", "", false});
        }
        const store::Image image = need(store->putImage(config, layers));
        need(store->tag("bench:1", image.manifestDigest, "built"));
        store::ExportSubject subject;
        subject.platforms.push_back({image, oci::Platform::host(), 0, {}});
        store::ExportOptions options;
        options.names = {"bench:1"};
        need(store::writeFolder(need(store::ociLayout(*store, subject, options, {}, {})), work / "layout", true, {}, {}));
        need(store::writeArchive(need(store::dockerLayout(*store, subject, options, true, {}, {})), work / "docker.tar", {}, {}));
        options.compression = oci::Compression::Gzip;
        need(store::writeFolder(need(store::ociLayout(*store, subject, options, {}, {})), work / "gzip", true, {}, {}));
    }
    measure("store", "bench:1", root);
    measure("OCI layout", (work / "layout").string(), root);
    measure("docker archive", (work / "docker.tar").string(), root);
    measure("gzip layers", (work / "gzip").string(), root);
    std::error_code error;
    std::filesystem::remove_all(work, error);
    return 0;
}
