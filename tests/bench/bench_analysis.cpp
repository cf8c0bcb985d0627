/// How long it takes to open a large image: 5 GB in 500,000 files and 40 layers, generated, from our store, an OCI layout, a
/// docker archive, and a layout with gzip layers, beside what the same layers need at least: reading the headers of their tars
/// and nothing else, or inflating them, each on all cores. Times are of the best of three rounds, limit and program in turn.
///
///   bench_analysis [--files N] [--bytes N] [--layers N] [--dir DIR]      makes the image in DIR, and removes it
///   bench_analysis --store DIR --image IMAGE                             measures an image that is there
#include "core/analysis/findings.h"
#include "core/analysis/nodepaths.h"
#include "core/analysis/packagesizes.h"
#include "core/analysis/treefilter.h"
#include "core/analysis/treemap.h"
#include "core/base/imagepath.h"
#include "core/inspect/openimage.h"
#include "core/oci/decompress.h"
#include "core/oci/imagefiles.h"
#include "core/oci/layertar.h"
#include "core/store/exportlayout.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

using namespace sw;

namespace {

constexpr int kRounds = 3;
constexpr std::size_t kBlock = 512;

struct Sizes {
    std::uint64_t files = 500'000, bytes = 5'000'000'000, layers = 40;
    std::filesystem::path directory = std::filesystem::temp_directory_path();
    std::filesystem::path store; ///< with `image`: measured as it is
    std::string image;
};

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

/// Seconds on the clock and of the processor, of all threads.
struct Span {
    double wall = 0, cpu = 0;
};

Span now() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return {std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(), seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

/// What `work` took; the better of it and `best`, which is empty at first.
template <typename Work> void timed(Span& best, const Work& work) {
    const Span start = now();
    work();
    const Span end = now();
    const Span took{end.wall - start.wall, end.cpu - start.cpu};
    best = best.wall == 0 ? took : Span{std::min(best.wall, took.wall), std::min(best.cpu, took.cpu)};
}

/// A figure of /proc/self/status in bytes.
std::size_t statusBytes(std::string_view name) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(name)) {
            return std::strtoull(line.c_str() + name.size() + 1, nullptr, 10) * 1024;
        }
    }
    return 0;
}

/// How many bytes more than before `work` needs at its height; nothing where the kernel does not tell.
template <typename Work> std::optional<std::size_t> peakOf(const Work& work) {
    ::malloc_trim(0);
    std::ofstream reset("/proc/self/clear_refs");
    reset << "5" << std::flush;
    const std::size_t before = statusBytes("VmRSS:");
    const bool known = reset.good();
    work();
    const std::size_t peak = statusBytes("VmHWM:");
    return known ? std::optional(peak - std::min(peak, before)) : std::nullopt;
}

std::size_t heap() { return ::mallinfo2().uordblks + ::mallinfo2().hblkhd; }

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

/// Every header block of a plain tar, and not a byte more than that is looked at. Gives their number.
std::uint64_t readHeaders(const oci::FileBag& bag, const std::string& name) {
    const auto file = need(bag.open(name));
    std::uint64_t headers = 0;
    char block[kBlock];
    while (need(file->readFull(block, kBlock)) == kBlock && block[0] != '\0') {
        std::uint64_t size = 0;
        for (std::size_t i = 124; i < 135 && block[i] >= '0'; ++i) {
            size = size * 8 + static_cast<std::uint64_t>(block[i] - '0');
        }
        ++headers;
        if (!file->skip((size + kBlock - 1) / kBlock * kBlock)) {
            break;
        }
    }
    return headers;
}

void inflateAll(const oci::FileBag& bag, const std::string& name) {
    const auto file = need(bag.open(name));
    const auto plain = need(oci::decompressing(*file));
    std::vector<char> buffer(256U << 10U);
    while (need(plain->read(buffer.data(), buffer.size())) > 0) {
    }
}

/// What a program that reads the same layers cannot go below: headers of plain ones, the bytes of compressed ones.
class Limit {
public:
    explicit Limit(const std::string& place) {
        std::error_code error;
        if (!std::filesystem::exists(place, error)) {
            return;
        }
        m_bag = std::filesystem::is_directory(place) ? need(oci::openFolder(place)) : need(oci::openTar(UniqueFd(::open(place.c_str(), O_RDONLY | O_CLOEXEC)), {}));
        m_image = need(oci::findImage(*m_bag, "", oci::Platform::host()));
        char first[8] = {};
        const std::size_t got = m_image.layers.empty() ? 0 : need(need(m_bag->open(m_image.layers[0].file))->readFull(first, sizeof first));
        m_plain = oci::streamKind({first, got}) == oci::StreamKind::Plain;
    }
    bool known() const { return m_bag != nullptr; }
    const char* name() const { return m_plain ? "headers" : "inflate"; }
    void run() const {
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            for (std::size_t i = next++; i < m_image.layers.size(); i = next++) {
                m_plain ? static_cast<void>(readHeaders(*m_bag, m_image.layers[i].file)) : inflateAll(*m_bag, m_image.layers[i].file);
            }
        };
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            threads.emplace_back(work);
        }
    }

private:
    std::shared_ptr<const oci::FileBag> m_bag;
    oci::StoredImage m_image;
    bool m_plain = true;
};

void print(const char* what, const Span& span, const Span* limit = nullptr) {
    std::printf("  %-34s %8.3f s   CPU %7.3f s", what, span.wall, span.cpu);
    if (limit != nullptr && limit->cpu > 0) {
        std::printf("   %.2f times the limit (CPU %.2f)", span.wall / limit->wall, span.cpu / limit->cpu);
    }
    std::printf("\n");
}

/// Each folder a package, with the files that lie in it.
std::vector<analysis::OwningPackage> foldersAsPackages(const analysis::FileTree& tree) {
    std::vector<analysis::OwningPackage> out;
    std::vector<std::size_t> packageOf(tree.size());
    analysis::NodePaths paths(tree);
    for (analysis::FileTree::Id id = 1; id < tree.size(); ++id) {
        const std::string path(paths.enter(id).substr(1));
        if (tree.directory(id)) {
            packageOf[id] = out.size();
            out.push_back({path, "1", "deb", {}});
        } else if (tree.parent(id) != 0) {
            out[packageOf[tree.parent(id)]].files.push_back(path);
        }
    }
    return out;
}

void printWork(const char* what, const Span& span, const std::optional<std::size_t>& peak, std::size_t files, std::size_t atRest) {
    std::printf("  %-34s %8.3f s   CPU %7.3f s", what, span.wall, span.cpu);
    if (peak) {
        const std::size_t own = *peak / std::max<std::size_t>(1, files);
        std::printf("   at its height %zu bytes a file more: %zu in all", own, own + atRest);
    }
    std::printf("\n");
}

/// What is asked of an image beyond sizes: findings, packages, and what they hold meanwhile.
void measureWork(const inspect::StoreOpener& opener, const inspect::OpenedImage& opened, const analysis::FileTree& tree, std::size_t atRest) {
    const std::size_t files = tree.node(0).files;
    Span stacking, finding, owning, byPackage, byPath;
    const auto treePeak = peakOf([&] { timed(stacking, [&] { static_cast<void>(analysis::buildFileTree(opened.view.indexes())); }); });
    const inspect::JoinedFiles joined = need(inspect::filesOf(opener, opened));
    const auto findingPeak = peakOf([&] {
        timed(finding, [&] { static_cast<void>(analysis::findThings({joined.build.stages[joined.stage], analysis::headReader(opened.view)})); });
    });
    auto packages = foldersAsPackages(tree);
    std::shared_ptr<const analysis::PackageOwners> owners;
    const auto ownerPeak = peakOf([&] { timed(owning, [&] { owners = std::make_shared<const analysis::PackageOwners>(std::move(packages), tree); }); });
    printWork("another tree", stacking, treePeak, files, atRest);
    printWork("findings", finding, findingPeak, files, atRest);
    printWork("owners of a package a folder", owning, ownerPeak, files, atRest);
    analysis::TreeFilter filter;
    filter.text = "usr/*/file*9.js";
    timed(byPath, [&] { static_cast<void>(analysis::filterTree(tree, filter)); });
    analysis::TreeFilter packageFilter;
    packageFilter.owners = owners;
    packageFilter.package = owners->packages().size() / 2;
    timed(byPackage, [&] { static_cast<void>(analysis::filterTree(tree, packageFilter)); });
    std::printf("  a pattern of paths in the filter %.1f ms, a package in it %.1f ms\n", byPath.wall * 1e3, byPackage.wall * 1e3);
}

void measure(const char* title, const std::string& image, const std::filesystem::path& storeRoot) {
    const auto opener = [&] { return store::Store::open(storeRoot); };
    const Limit limit(image);
    inspect::OpenOptions headersAlone;
    headersAlone.hashContents = false;
    Span least, first, contents, treeTime, figuresTime, key, map;
    std::size_t matches = 0, tiles = 0, perNode = 0, perEntry = 0, perFile = 0, entries = 0;
    analysis::Accounts accounts;
    inspect::OpenedImage last;
    analysis::FileTree lastTree;
    for (int round = 0; round < kRounds; ++round) {
        if (limit.known()) {
            timed(least, [&] { limit.run(); });
        }
        inspect::OpenedImage opened;
        timed(first, [&] { // the list of layers, each with its bytes and files
            opened = need(inspect::openImage(opener, image, headersAlone, {}));
            if (analysis::layerFigures(opened.view.layers).size() != opened.view.layers.size()) {
                die({ErrorCode::Internal, "layers without figures", {}});
            }
        });
        opened = {};
        const std::size_t nothing = heap();
        timed(contents, [&] { opened = need(inspect::openImage(opener, image, {}, {})); });
        const std::size_t before = heap();
        analysis::FileTree tree;
        timed(treeTime, [&] { tree = analysis::buildFileTree(opened.view.indexes()); });
        const std::size_t after = heap();
        timed(figuresTime, [&] { accounts = analysis::account(opened.view.layers); });
        analysis::TreeFilter filter;
        filter.text = "99";
        timed(key, [&] { matches = analysis::filterTree(tree, filter).files; });
        timed(map, [&] { tiles = analysis::layoutTreemap(tree, 0, 800, 500).size(); });
        entries = 0;
        for (const auto& layer : opened.view.layers) {
            entries += layer.index->size();
        }
        perFile = (after - nothing) / std::max<std::size_t>(1, tree.node(0).files);
        perNode = (after - before) / std::max<std::size_t>(1, tree.size());
        perEntry = (before - nothing) / std::max<std::size_t>(1, entries);
        if (round == kRounds - 1) {
            last = std::move(opened);
            lastTree = std::move(tree);
        }
    }
    const Span all{contents.wall + treeTime.wall + figuresTime.wall, contents.cpu + treeTime.cpu + figuresTime.cpu};
    std::printf("\n%s: %zu entries, %llu files, %.2f GB visible, %.2f GB wasted\n", title, entries, static_cast<unsigned long long>(accounts.visibleFiles),
                static_cast<double>(accounts.visible) / 1e9, static_cast<double>(accounts.wasted) / 1e9);
    if (limit.known()) {
        print((std::string("limit: ") + limit.name() + " on all cores").c_str(), least);
    }
    print("first paint: layers and sizes", first, limit.known() ? &least : nullptr);
    print("opened with digests of contents", contents, limit.known() ? &least : nullptr);
    print("tree", treeTime);
    print("figures", figuresTime);
    print("all of it", all);
    std::printf("  a key in the filter %.1f ms (%zu files), treemap %.1f ms (%zu tiles)\n", key.wall * 1e3, matches, map.wall * 1e3, tiles);
    std::printf("  memory: %zu bytes a file (%zu a node of the tree, %zu an entry of the layers)\n", perFile, perNode, perEntry);
    measureWork(opener, last, lastTree, perFile);
    std::fflush(stdout);
}

[[noreturn]] void usage() {
    std::fprintf(stderr, "usage: bench_analysis [--files N] [--bytes N] [--layers N] [--dir DIR]\n"
                         "       bench_analysis --store DIR --image IMAGE\n");
    std::exit(2);
}

Sizes sizesOf(int argc, char** argv) {
    Sizes sizes;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view option = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
        if (value == nullptr) {
            usage();
        } else if (option == "--files") {
            sizes.files = std::strtoull(value, nullptr, 10);
        } else if (option == "--bytes") {
            sizes.bytes = std::strtoull(value, nullptr, 10);
        } else if (option == "--layers") {
            sizes.layers = std::max(1ULL, std::strtoull(value, nullptr, 10));
        } else if (option == "--dir") {
            sizes.directory = value;
        } else if (option == "--store") {
            sizes.store = value;
        } else if (option == "--image") {
            sizes.image = value;
        } else {
            usage();
        }
    }
    return sizes;
}

/// The forms that an image has outside of the store, each only while it is measured: together they fill a disk.
void measureForms(const Sizes& sizes, const std::filesystem::path& work) {
    const std::filesystem::path root = work / "store";
    const auto store = need(store::Store::open(root));
    std::vector<store::LayerId> layers;
    oci::ImageConfig config;
    for (std::uint64_t i = 0; i < sizes.layers; ++i) {
        layers.push_back(makeLayer(*store, sizes, i));
        config.diffIds.push_back(layers.back());
        config.history.push_back({"", "RUN step " + std::to_string(i), "", "", false});
    }
    store::ExportSubject subject;
    subject.platforms.push_back({need(store->putImage(config, layers)), oci::Platform::host(), 0, {}});
    need(store->tag("bench:1", subject.platforms.front().image.manifestDigest, "built"));
    store::ExportOptions options;
    options.names = {"bench:1"};
    measure("store", "bench:1", root);
    const auto withForm = [&](const char* title, const std::filesystem::path& place) {
        measure(title, place.string(), root);
        std::filesystem::remove_all(place);
    };
    need(store::writeFolder(need(store::ociLayout(*store, subject, options, {}, {})), work / "layout", true, {}, {}));
    withForm("OCI layout", work / "layout");
    need(store::writeArchive(need(store::dockerLayout(*store, subject, options, true, {}, {})), work / "docker.tar", {}, {}));
    withForm("docker archive", work / "docker.tar");
    options.compression = oci::Compression::Gzip;
    need(store::writeFolder(need(store::ociLayout(*store, subject, options, {}, {})), work / "gzip", false, {}, {}));
    withForm("gzip layers", work / "gzip");
}

} // namespace

int main(int argc, char** argv) {
    const Sizes sizes = sizesOf(argc, argv);
    if (!sizes.image.empty()) {
        measure(sizes.image.c_str(), sizes.image, sizes.store);
        return 0;
    }
    const std::filesystem::path work = sizes.directory / ("bench-analysis-" + std::to_string(::getpid()));
    measureForms(sizes, work);
    std::error_code error;
    std::filesystem::remove_all(work, error);
    return 0;
}
