#include "core/analysis/findingrules.h"

#include "core/analysis/accounts.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"

#include <algorithm>
#include <array>
#include <map>

namespace sw::analysis {

namespace {

using Id = FileTree::Id;
constexpr std::uint64_t kNoticed = 1'000'000; ///< bytes from which ballast is worth a word
constexpr std::uint64_t kNoticedTwice = 100'000;

std::string bytesText(std::uint64_t bytes) { return formatBytes(static_cast<std::int64_t>(bytes)); }

/// The layer that holds most bytes below a node.
std::optional<std::size_t> mainLayer(const FileTree& tree, Id top) {
    std::map<std::uint32_t, std::uint64_t> bytes;
    std::vector<Id> open = {top};
    while (!open.empty()) {
        const Id id = open.back();
        open.pop_back();
        const FileTree::Node& node = tree.node(id);
        if (!node.directory && node.layer != UINT32_MAX) {
            bytes[node.layer] += node.bytes + 1;
        }
        for (Id child = node.firstChild; child != FileTree::kNone; child = tree.nextSibling(child)) {
            open.push_back(child);
        }
    }
    const auto largest = std::ranges::max_element(bytes, {}, [](const auto& item) { return item.second; });
    return largest == bytes.end() ? std::nullopt : std::optional<std::size_t>(largest->first);
}

Finding findingOf(const FindingContext& context, Id id, Sentence message, Sentence advice) {
    Finding out;
    out.path = context.tree.path(id);
    out.bytes = context.tree.bytes(id);
    out.files = context.tree.node(id).files;
    out.layer = mainLayer(context.tree, id);
    out.message = std::move(message);
    out.advice = std::move(advice);
    return out;
}

/// A folder whose content is a cache; `suffix` is compared with the end of the path, whole components.
struct CacheFolder {
    std::string_view suffix;
    bool anywhere;           ///< in any folder (a user's home), else from the root
    std::string_view manager;
};
constexpr std::array<CacheFolder, 17> kCaches = {{{"var/lib/apt/lists", false, "apt"},
                                                  {"var/cache/apt", false, "apt"},
                                                  {"var/cache/apk", false, "apk"},
                                                  {"etc/apk/cache", false, "apk"},
                                                  {"var/cache/dnf", false, "dnf"},
                                                  {"var/cache/libdnf5", false, "dnf"},
                                                  {"var/cache/yum", false, "yum"},
                                                  {"var/cache/zypp", false, "zypper"},
                                                  {"var/cache/pacman/pkg", false, "pacman"},
                                                  {".npm/_cacache", true, "npm"},
                                                  {".cache/yarn", true, "yarn"},
                                                  {".cache/pip", true, "pip"},
                                                  {".cache/go-build", true, "go"},
                                                  {".cargo/registry/cache", true, "cargo"},
                                                  {".gradle/caches", true, "gradle"},
                                                  {".m2/repository", true, "maven"},
                                                  {".composer/cache", true, "composer"}}};

bool endsWithPath(std::string_view path, std::string_view suffix) {
    return path.ends_with(suffix) && (path.size() == suffix.size() || path[path.size() - suffix.size() - 1] == '/');
}

bool isCache(const CacheFolder& cache, std::string_view path) { return cache.anywhere ? endsWithPath(path, cache.suffix) : path == cache.suffix; }

constexpr std::array<std::string_view, 34> kBuildTools = {
    "gcc", "g++", "cc", "c++", "clang", "clang++", "ld", "as", "make", "gmake", "cmake", "ninja", "meson", "autoconf", "automake", "libtoolize", "m4",
    "javac", "go", "rustc", "cargo", "ghc", "mvn", "gradle", "sbt", "tsc", "webpack", "dotnet-sdk", "swiftc", "zig", "nasm", "yasm", "bison", "flex"};

bool isProgramFolder(std::string_view folder) {
    static constexpr std::array<std::string_view, 8> kFolders = {"bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin", "usr/local/go/bin", "usr/local/cargo/bin"};
    return std::ranges::find(kFolders, folder) != kFolders.end();
}

bool isExecutable(const FileTree& tree, Id id) {
    const oci::EntryRef file = contentEntry(tree, id);
    return file && (file.mode() & 0111U) != 0;
}

/// "gcc" of "x86_64-linux-gnu-gcc-14".
std::string_view toolName(std::string_view name) {
    while (!name.empty() && (std::isdigit(static_cast<unsigned char>(name.back())) != 0 || name.back() == '.' || name.back() == '-')) {
        name.remove_suffix(1);
    }
    for (const std::string_view prefix : {"x86_64-linux-gnu-", "aarch64-linux-gnu-", "arm-linux-gnueabihf-", "x86_64-alpine-linux-musl-"}) {
        if (name.starts_with(prefix)) {
            name.remove_prefix(prefix.size());
        }
    }
    return name;
}

bool isBelowAny(const std::vector<std::string>& folders, std::string_view path) {
    return std::ranges::any_of(folders, [&](const std::string& folder) { return isWithin(path, folder); });
}

/// Files that nothing reads once a program runs.
struct Ballast {
    std::string_view what; ///< for people
    bool (*fits)(std::string_view path);
};
constexpr std::array<Ballast, 8> kBallast = {{
    {sayLater("documentation"), [](std::string_view path) { return path.starts_with("usr/share/doc/") || path.starts_with("usr/share/man/") || path.starts_with("usr/share/info/"); }},
    {sayLater("headers of libraries"), [](std::string_view path) { return path.starts_with("usr/include/") || path.starts_with("usr/local/include/"); }},
    {sayLater("static libraries"), [](std::string_view path) { return path.ends_with(".a") && (path.find("lib") != std::string_view::npos); }},
    {sayLater("debug symbols"), [](std::string_view path) { return path.starts_with("usr/lib/debug/") || path.ends_with(".debug") || path.ends_with(".pdb") || path.ends_with(".dSYM"); }},
    {sayLater("source maps"), [](std::string_view path) { return path.ends_with(".js.map") || path.ends_with(".css.map"); }},
    {sayLater("archives"), [](std::string_view path) {
         return path.ends_with(".tar") || path.ends_with(".tar.gz") || path.ends_with(".tgz") || path.ends_with(".tar.xz") || path.ends_with(".tar.bz2") ||
                path.ends_with(".zip") || path.ends_with(".deb") || path.ends_with(".rpm") || path.ends_with(".apk");
     }},
    {sayLater("logs"), [](std::string_view path) { return path.starts_with("var/log/") || path.ends_with(".log"); }},
    {sayLater("dumps of crashed programs"), [](std::string_view path) { return baseName(path) == "core" || path.ends_with(".hprof") || path.ends_with(".core"); }},
}};

} // namespace

void checkPackageCaches(const FindingContext& context, std::vector<Finding>& out) {
    NodePaths paths(context.tree);
    for (Id id = 1; id < context.tree.size(); ++id) {
        const std::string_view path = paths.enter(id);
        const std::uint64_t bytes = context.tree.bytes(id);
        if (!context.tree.directory(id) || bytes == 0) {
            continue;
        }
        for (const CacheFolder& cache : kCaches) {
            if (isCache(cache, path.substr(1))) {
                out.push_back(findingOf(context, id, say("%1 of %2 are the cache of %3", bytesText(bytes), path, cache.manager),
                                        say("Delete it in the same RUN that fills it, or give that RUN a cache mount: --mount=type=cache,target=%1", path)));
            }
        }
    }
}

void checkBuildTools(const FindingContext& context, std::vector<Finding>& out) {
    NodePaths paths(context.tree);
    for (Id id = 1; id < context.tree.size(); ++id) {
        const std::string_view path = paths.enter(id);
        const std::string_view name = context.tree.name(id);
        if (!context.tree.directory(id) && isProgramFolder(parentPath(path.substr(1))) && isExecutable(context.tree, id) &&
            (std::ranges::find(kBuildTools, name) != kBuildTools.end() || std::ranges::find(kBuildTools, toolName(name)) != kBuildTools.end())) {
            out.push_back(findingOf(context, id, say("The build tool %1 is in the image", path),
                                    say("Build in a stage of its own and COPY --from it what the program needs")));
        }
    }
}

void checkVersionControl(const FindingContext& context, std::vector<Finding>& out) {
    for (Id id = 1; id < context.tree.size(); ++id) {
        const FileTree::Node& node = context.tree.node(id);
        if (node.directory && node.files > 0 && (node.name == ".git" || node.name == ".hg" || node.name == ".svn")) {
            out.push_back(findingOf(context, id, say("%1 with the history of the sources is in the image (%2)", absolutePath(context.tree.path(id)), bytesText(node.bytes)),
                                    say("Write %1 into .dockerignore", node.name)));
        }
    }
}

void checkNodeModules(const FindingContext& context, std::vector<Finding>& out) {
    for (Id id = 1; id < context.tree.size(); ++id) {
        const FileTree::Node& node = context.tree.node(id);
        if (!node.directory || node.name != "node_modules" || node.bytes == 0 || context.tree.path(node.parent).find("node_modules") != std::string::npos) {
            continue;
        }
        const auto layer = mainLayer(context.tree, id);
        if (layer && *layer < context.input.stage.layers.size() && context.input.stage.layers[*layer].making == Making::Context) {
            out.push_back(findingOf(context, id, say("%1 was copied from the context (%2)", absolutePath(context.tree.path(id)), bytesText(node.bytes)),
                                    say("Write %1 into .dockerignore, and let the image install its own", node.name)));
        }
    }
}

void checkStoredTwice(const FindingContext& context, std::vector<Finding>& out) {
    const Accounts accounts = account(context.input.stage.inputs());
    struct Pair {
        std::uint64_t bytes = 0, files = 0;
        const Waste* largest = nullptr;
        bool sameContent = true;
    };
    std::map<std::pair<std::size_t, std::size_t>, Pair> pairs;
    for (const Waste& waste : accounts.waste) {
        const oci::EntryRef older = context.input.stage.layers[waste.storedBy].input.index->find(waste.path);
        const oci::EntryRef newer = context.input.stage.layers[waste.hiddenBy].input.index->find(waste.path);
        if (!older || !newer || newer.type() != oci::EntryType::File) {
            continue; // deleted, not stored again
        }
        Pair& pair = pairs[{waste.storedBy, waste.hiddenBy}];
        pair.bytes += waste.bytes;
        ++pair.files;
        pair.largest = pair.largest == nullptr ? &waste : pair.largest; // waste comes largest first
        pair.sameContent = pair.sameContent && older.content() == newer.content();
    }
    for (const auto& [layers, pair] : pairs) {
        if (pair.bytes < kNoticedTwice) {
            continue;
        }
        Finding finding;
        finding.path = pair.largest->path;
        finding.bytes = pair.bytes;
        finding.files = pair.files;
        finding.layer = layers.second;
        finding.message = pair.sameContent ? say("Layer %1 stores %2 of layer %3 again with the same content (%4 files)", layers.second, bytesText(pair.bytes), layers.first, pair.files)
                                           : say("Layer %1 replaces %2 of layer %3, which stay stored (%4 files)", layers.second, bytesText(pair.bytes), layers.first, pair.files);
        finding.advice = pair.sameContent ? say("Set owner and mode where the files come from: COPY --chown, COPY --chmod, or in the same RUN")
                                          : say("Join the two steps, or make the files in a stage of their own");
        out.push_back(std::move(finding));
    }
}

void checkRunTimeBallast(const FindingContext& context, std::vector<Finding>& out) {
    std::vector<std::string> caches; // what checkPackageCaches tells of
    NodePaths folders(context.tree);
    for (Id id = 1; id < context.tree.size(); ++id) {
        const std::string_view path = folders.enter(id).substr(1);
        if (context.tree.directory(id) && std::ranges::any_of(kCaches, [&](const CacheFolder& cache) { return isCache(cache, path); })) {
            caches.emplace_back(path);
        }
    }
    struct Sum {
        std::uint64_t bytes = 0, files = 0;
        Id largest = 0;
        std::map<std::uint32_t, std::uint64_t> layers;
    };
    std::array<Sum, kBallast.size()> sums;
    NodePaths paths(context.tree);
    for (Id id = 1; id < context.tree.size(); ++id) {
        const std::string_view path = paths.enter(id).substr(1);
        const FileTree::Node& node = context.tree.node(id);
        if (node.directory || node.bytes == 0 || isBelowAny(caches, path)) {
            continue;
        }
        const auto kind = std::ranges::find_if(kBallast, [&](const Ballast& ballast) { return ballast.fits(path); });
        if (kind == kBallast.end()) {
            continue;
        }
        Sum& sum = sums[static_cast<std::size_t>(kind - kBallast.begin())];
        sum.bytes += node.bytes;
        ++sum.files;
        sum.layers[node.layer] += node.bytes;
        sum.largest = sum.largest == 0 || node.bytes > context.tree.bytes(sum.largest) ? id : sum.largest;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const Sum& sum = sums[i];
        if (sum.bytes < kNoticed) {
            continue;
        }
        Finding finding;
        finding.path = context.tree.path(sum.largest);
        finding.bytes = sum.bytes;
        finding.files = sum.files;
        finding.layer = std::ranges::max_element(sum.layers, {}, [](const auto& item) { return item.second; })->first;
        finding.message = say("%1 of %2 in %3 files, the largest of them %4", bytesText(sum.bytes), Sentence::translatable(std::string(kBallast[i].what), {}), sum.files,
                              absolutePath(finding.path));
        finding.advice = say("A running program needs none of it: copy only what it needs into the last stage, or delete it in the RUN that makes it");
        out.push_back(std::move(finding));
    }
}

} // namespace sw::analysis
