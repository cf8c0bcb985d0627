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

constexpr std::array kBuildTools = std::to_array<std::string_view>(
    {"gcc",   "g++",   "cc",    "c++",    "clang",    "clang++", "gfortran", "ld",     "as",    "make",   "gmake",   "cmake",      "ninja",   "meson",  "autoconf",
     "automake", "libtoolize", "m4", "bison", "flex", "nasm", "yasm", "javac", "mvn", "ant", "gradle", "sbt", "kotlinc", "scalac", "go", "rustc",
     "rustup", "cargo", "ghc", "cabal", "ocamlopt", "swiftc", "zig", "nim", "crystal", "bazel", "tsc", "webpack"});
/// Folders that only building needs.
constexpr std::array kBuildFolders = std::to_array<std::string_view>({"dotnet/sdk"});

bool isProgramFolder(std::string_view folder) {
    const std::string_view name = baseName(folder);
    return name == "bin" || name == "sbin";
}

bool endsWithPath(std::string_view path, std::string_view suffix) {
    return path.ends_with(suffix) && (path.size() == suffix.size() || path[path.size() - suffix.size() - 1] == '/');
}

bool isExecutable(const FileTree& tree, Id id) {
    const oci::EntryRef file = contentEntry(tree, id);
    return file && (file.mode() & 0111U) != 0;
}

/// "gcc" of "x86_64-linux-gnu-gcc-14" and of "x86_64-alpine-linux-musl-gcc", "ld" of "ld.bfd", "webpack" of "webpack.js".
std::string_view toolName(std::string_view name) {
    for (const std::string_view ending : {".js", ".bfd", ".gold"}) {
        name.remove_suffix(name.ends_with(ending) ? ending.size() : 0);
    }
    while (!name.empty() && (std::isdigit(static_cast<unsigned char>(name.back())) != 0 || name.back() == '.' || name.back() == '-')) {
        name.remove_suffix(1);
    }
    if (const std::size_t system = name.find("-linux-"); system != std::string_view::npos) { // MACHINE-[VENDOR-]linux-LIBC-TOOL
        if (const std::size_t end = name.find('-', system + 7); end != std::string_view::npos) {
            name.remove_prefix(end + 1);
        }
    }
    return name;
}

bool isBuildTool(std::string_view name) {
    return std::ranges::find(kBuildTools, name) != kBuildTools.end() || std::ranges::find(kBuildTools, toolName(name)) != kBuildTools.end();
}

bool isBelowAny(const std::vector<std::string>& folders, std::string_view path) {
    return std::ranges::any_of(folders, [&](const std::string& folder) { return isWithin(path, folder); });
}

bool isBelowDocumentation(std::string_view path) {
    for (const std::string_view share : {"usr/share/", "usr/local/share/"}) {
        if (path.starts_with(share)) {
            const std::string_view rest = path.substr(share.size());
            return rest.starts_with("doc/") || rest.starts_with("man/") || rest.starts_with("info/") || rest.starts_with("gtk-doc/");
        }
    }
    return false;
}

/// Files that nothing reads once a program runs.
struct Ballast {
    std::string_view what; ///< for people
    bool (*fits)(std::string_view path);
};
constexpr std::array kBallast = std::to_array<Ballast>({
    // licences have to come with what they are of, and Debian's bases keep them on purpose
    {sayLater("documentation"), [](std::string_view path) { return isBelowDocumentation(path) && baseName(path) != "copyright" && !baseName(path).starts_with("LICEN"); }},
    {sayLater("translations"), [](std::string_view path) { return path.starts_with("usr/share/locale/") || path.starts_with("usr/share/i18n/"); }},
    {sayLater("headers of libraries"), [](std::string_view path) { return path.starts_with("usr/include/") || path.starts_with("usr/local/include/"); }},
    {sayLater("static libraries"), [](std::string_view path) { return path.ends_with(".a") && (path.find("lib") != std::string_view::npos); }},
    {sayLater("debug symbols"),
     [](std::string_view path) {
         return path.starts_with("usr/lib/debug/") || path.ends_with(".debug") || path.ends_with(".pdb") || path.ends_with(".dwo") || path.find(".dSYM/") != std::string_view::npos;
     }},
    {sayLater("source maps"), [](std::string_view path) { return path.ends_with("js.map") || path.ends_with(".css.map") || path.ends_with("ts.map"); }},
    {sayLater("archives"), [](std::string_view path) {
         return path.ends_with(".tar") || path.ends_with(".tar.gz") || path.ends_with(".tgz") || path.ends_with(".tar.xz") || path.ends_with(".tar.bz2") ||
                path.ends_with(".tar.zst") || path.ends_with(".zip") || path.ends_with(".deb") || path.ends_with(".rpm") || path.ends_with(".apk") || path.ends_with(".whl");
     }},
    {sayLater("logs"), [](std::string_view path) { return path.starts_with("var/log/") || path.ends_with(".log"); }},
    {sayLater("dumps of crashed programs"), [](std::string_view path) { return baseName(path) == "core" || path.ends_with(".hprof") || path.ends_with(".core"); }},
});

} // namespace

void checkBuildTools(const FindingContext& context, std::vector<Finding>& out) {
    const FileTree& tree = context.tree;
    NodePaths paths(tree);
    for (Id id = 1; id < tree.size(); ++id) {
        const std::string_view path = paths.enter(id).substr(1);
        const bool folder = tree.directory(id);
        const bool isTool = folder ? tree.bytes(id) > 0 && std::ranges::any_of(kBuildFolders, [&](std::string_view known) { return endsWithPath(path, known); })
                                   : isProgramFolder(parentPath(path)) && isBuildTool(tree.name(id)) && isExecutable(tree, id);
        if (isTool) {
            Finding finding = context.findingAt(id, say("The build tool %1 is in the image", absolutePath(path)));
            finding.advice = say("Build in a stage of its own and COPY --from it what the program needs");
            out.push_back(std::move(finding));
        }
    }
}

void checkVersionControl(const FindingContext& context, std::vector<Finding>& out) {
    const FileTree& tree = context.tree;
    for (Id id = 1; id < tree.size(); ++id) {
        const std::string_view name = tree.name(id);
        if (!tree.directory(id) || tree.node(id).files == 0 || (name != ".git" && name != ".hg" && name != ".svn" && name != ".bzr")) {
            continue;
        }
        Finding finding = context.findingAt(id, say("%1 with the history of the sources is in the image (%2)", absolutePath(tree.path(id)), bytesText(tree.bytes(id))));
        switch (context.makingOf(finding)) {
        case Making::Run: finding.advice = say("Delete it in the same RUN that fetches the sources, or fetch them in a stage of their own"); break;
        case Making::Stage:
        case Making::Image: finding.advice = say("COPY --from the stage only what the program needs, or COPY --exclude=%1", name); break;
        case Making::Base: finding.advice = say("It came with the base image, where deleting it saves nothing: choose a base without it"); break;
        default: finding.advice = say("Write %1 into .dockerignore", name);
        }
        out.push_back(std::move(finding));
    }
}

void checkNodeModules(const FindingContext& context, std::vector<Finding>& out) {
    const FileTree& tree = context.tree;
    for (Id id = 1; id < tree.size(); ++id) {
        if (!tree.directory(id) || tree.name(id) != "node_modules" || tree.bytes(id) == 0 || tree.path(tree.parent(id)).find("node_modules") != std::string::npos) {
            continue;
        }
        Finding finding = context.findingAt(id, say("%1 was copied from the context (%2)", absolutePath(tree.path(id)), bytesText(tree.bytes(id))));
        if (context.makingOf(finding) == Making::Context) {
            finding.advice = say("Write %1 into .dockerignore, and let the image install its own", tree.name(id));
            out.push_back(std::move(finding));
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
        const oci::EntryRef file = older.type() == oci::EntryType::HardLink ? context.input.stage.layers[waste.storedBy].input.index->find(older.link()) : older;
        pair.sameContent = pair.sameContent && file && file.content() == newer.content();
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
        const std::string bytes = bytesText(pair.bytes);
        if (pair.files == 1) {
            finding.message = pair.sameContent ? say("Layer %1 stores %2 of layer %3 again with the same content (one file)", layers.second, bytes, layers.first)
                                               : say("Layer %1 replaces %2 of layer %3, which stay stored (one file)", layers.second, bytes, layers.first);
        } else {
            finding.message = pair.sameContent ? say("Layer %1 stores %2 of layer %3 again with the same content (%4 files)", layers.second, bytes, layers.first, pair.files)
                                               : say("Layer %1 replaces %2 of layer %3, which stay stored (%4 files)", layers.second, bytes, layers.first, pair.files);
        }
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
        if (context.tree.directory(id) && cacheOf(path)) {
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
        const Sentence what = Sentence::translatable(std::string(kBallast[i].what), {});
        finding.message = sum.files == 1 ? say("%1 of %2 in %3", bytesText(sum.bytes), what, absolutePath(finding.path))
                                         : say("%1 of %2 in %3 files, the largest of them %4", bytesText(sum.bytes), what, sum.files, absolutePath(finding.path));
        finding.advice = context.ofBase(finding) ? say("A running program needs none of it, and it came with the base image, where deleting it saves nothing: choose a base without it")
                                                 : say("A running program needs none of it: copy only what it needs into the last stage, or delete it in the RUN that makes it");
        out.push_back(std::move(finding));
    }
}

} // namespace sw::analysis
