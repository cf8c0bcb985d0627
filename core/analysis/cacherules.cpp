#include "core/analysis/findingrules.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"

#include <algorithm>
#include <array>

namespace sw::analysis {

namespace {

/// A folder whose content is a cache. `pattern` is compared with the whole path, or with its end where the folder may be anywhere (a
/// user's home, a variable that moves it); whole components, "*" is any one.
struct CacheFolder {
    std::string_view pattern;
    bool anywhere;
    std::string_view manager;
};
constexpr std::array kCaches = std::to_array<CacheFolder>({
    {"var/lib/apt/lists", false, "apt"},
    {"var/cache/apt", false, "apt"},
    {"var/cache/apk", false, "apk"},
    {"etc/apk/cache", false, "apk"},
    {"var/cache/dnf", false, "dnf"},
    {"var/cache/libdnf5", false, "dnf"},
    {"var/cache/yum", false, "yum"},
    {"var/cache/tdnf", false, "tdnf"},
    {"var/cache/zypp", false, "zypper"},
    {"var/cache/pacman/pkg", false, "pacman"},
    {"var/lib/pacman/sync", false, "pacman"},
    {"var/cache/xbps", false, "xbps"},
    {"var/cache/distfiles", false, "portage"},
    {".npm/_cacache", true, "npm"},
    {".cache/yarn", true, "yarn"},
    {".yarn/berry/cache", true, "yarn"},
    {".cache/pnpm", true, "pnpm"},
    {".local/share/pnpm/store", true, "pnpm"},
    {".pnpm-store", true, "pnpm"},
    {".bun/install/cache", true, "bun"},
    {".cache/node-gyp", true, "node-gyp"},
    {".cache/pip", true, "pip"},
    {".cache/pipenv", true, "pipenv"},
    {".cache/pypoetry", true, "poetry"},
    {".cache/uv", true, "uv"},
    {"conda/pkgs", true, "conda"},
    {".conda/pkgs", true, "conda"},
    {"miniconda3/pkgs", true, "conda"},
    {"anaconda3/pkgs", true, "conda"},
    {"miniforge3/pkgs", true, "conda"},
    {"mambaforge/pkgs", true, "conda"},
    {"micromamba/pkgs", true, "conda"},
    {".cache/go-build", true, "go"},
    {"go/pkg/mod", true, "go"},
    {".cargo/registry", true, "cargo"},
    {".cargo/git", true, "cargo"},
    {"usr/local/cargo/registry", false, "cargo"},
    {"usr/local/cargo/git", false, "cargo"},
    {".gradle/caches", true, "gradle"},
    {".gradle/wrapper/dists", true, "gradle"},
    {".m2/repository", true, "maven"},
    {".ivy2/cache", true, "ivy"},
    {".cache/coursier", true, "coursier"},
    {".composer/cache", true, "composer"},
    {".cache/composer", true, "composer"},
    {"usr/local/bundle/cache", false, "gem"},
    {"gems/*/cache", true, "gem"},
    {".gem/ruby/*/cache", true, "gem"},
    {".bundle/cache", true, "gem"},
    {".nuget/packages", true, "nuget"},
    {".local/share/NuGet/http-cache", true, "nuget"},
    {".local/share/NuGet/v3-cache", true, "nuget"},
    {".cache/ccache", true, "ccache"},
    {".ccache", true, "ccache"},
    {".cache/bazel", true, "bazel"},
});

bool fits(std::string_view path, const CacheFolder& cache) {
    std::string_view pattern = cache.pattern;
    while (true) {
        const std::string_view wanted = baseName(pattern);
        const std::string_view name = baseName(path);
        if (name.empty() || (wanted != "*" && wanted != name)) {
            return false;
        }
        pattern = parentPath(pattern);
        path = parentPath(path);
        if (pattern.empty()) {
            return cache.anywhere || path.empty();
        }
    }
}

} // namespace

std::optional<std::string_view> cacheOf(std::string_view directory) {
    const auto found = std::ranges::find_if(kCaches, [&](const CacheFolder& cache) { return fits(directory, cache); });
    return found == kCaches.end() ? std::nullopt : std::optional(found->manager);
}

void checkPackageCaches(const FindingContext& context, std::vector<Finding>& out) {
    const FileTree& tree = context.tree;
    NodePaths paths(tree);
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        const std::string_view place = paths.enter(id);
        if (!tree.directory(id) || tree.bytes(id) == 0) {
            continue;
        }
        if (const auto manager = cacheOf(place.substr(1))) {
            Finding finding = context.findingAt(id, say("%1 of %2 are the cache of %3", formatBytes(static_cast<std::int64_t>(tree.bytes(id))), place, *manager));
            finding.advice = context.ofBase(finding) ? say("It came with the base image, where deleting it saves nothing: choose a base without it")
                                                     : say("Delete it in the same RUN that fills it, or give that RUN a cache mount: --mount=type=cache,target=%1", place);
            out.push_back(std::move(finding));
        }
    }
}

} // namespace sw::analysis
