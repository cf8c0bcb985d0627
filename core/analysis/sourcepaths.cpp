#include "core/analysis/sourcepaths.h"

#include "core/base/digest.h"
#include "core/base/imagepath.h"
#include "core/base/uniquefd.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace sw::analysis {

namespace {

namespace fs = std::filesystem;
using Kind = SourceFiles::Kind;
constexpr std::size_t kMostMatches = 10'000;

bool hasPattern(std::string_view text) { return text.find_first_of("*?[\\") != std::string_view::npos; }

bool looksLikeArchive(std::string_view path) {
    static constexpr std::array<std::string_view, 12> kEndings = {".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".gz", ".xz"};
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return path.ends_with(ending); });
}

/// What a source word stands for: itself, or the paths that fit its pattern.
std::vector<std::string> expand(std::string_view source, const SourceFiles* files) {
    const std::string clean = cleanImagePath(source);
    if (!hasPattern(clean) || files == nullptr) {
        return {clean};
    }
    std::vector<std::string> found = {""};
    for (const std::string_view part : splitPath(clean)) {
        std::vector<std::string> next;
        for (const std::string& directory : found) {
            const auto join = [&](std::string_view name) { return directory.empty() ? std::string(name) : directory + "/" + std::string(name); };
            if (!hasPattern(part)) {
                next.push_back(join(part));
                continue;
            }
            for (const std::string& name : files->names(directory)) {
                if (::fnmatch(std::string(part).c_str(), name.c_str(), FNM_PATHNAME) == 0 && next.size() < kMostMatches) {
                    next.push_back(join(name));
                }
            }
        }
        found = std::move(next);
    }
    return found;
}

/// Names that a source may have had for what is at `rest` below the destination ("" = the destination itself): the source
/// itself where it has that name, and what a folder has in it.
void addCandidates(std::vector<std::string>& named, std::vector<std::string>& below, const std::string& source, std::string_view rest, bool parents) {
    if (rest.empty()) {
        named.push_back(source);
        return;
    }
    if (parents) {
        named.emplace_back(rest);
        return;
    }
    const std::string_view name = baseName(source);
    if (rest == name || (hasPattern(name) && rest.find('/') == std::string_view::npos && ::fnmatch(std::string(name).c_str(), std::string(rest).c_str(), 0) == 0)) {
        const std::string_view directory = parentPath(source);
        named.push_back(directory.empty() ? std::string(rest) : std::string(directory) + "/" + std::string(rest));
    }
    below.push_back(source.empty() ? std::string(rest) : source + "/" + std::string(rest));
}

/// Any file with that content; of several the one whose path ends most alike.
std::optional<std::string> byContent(const SourceFiles& files, oci::EntryRef wanted, std::string_view path) {
    if (wanted.size() == 0 || wanted.content().isZero()) {
        return std::nullopt;
    }
    std::optional<std::string> best;
    std::size_t bestEnd = 0;
    std::vector<std::string> open = {""};
    std::size_t seen = 0;
    while (!open.empty() && seen < 1'000'000) {
        const std::string directory = std::move(open.back());
        open.pop_back();
        for (const std::string& name : files.names(directory)) {
            std::string own = directory.empty() ? name : directory + "/" + name;
            ++seen;
            const Kind kind = files.kind(own);
            if (kind == Kind::Directory) {
                open.push_back(std::move(own));
            } else if (kind == Kind::File && files.sameContent(own, wanted)) {
                const auto [a, b] = std::mismatch(own.rbegin(), own.rend(), path.rbegin(), path.rend());
                const auto end = static_cast<std::size_t>(a - own.rbegin()) + 1;
                if (end > bestEnd) {
                    bestEnd = end;
                    best = std::move(own);
                }
            }
        }
    }
    return best;
}

class FolderFiles final : public SourceFiles {
public:
    explicit FolderFiles(fs::path folder) : m_folder(std::move(folder)) {}

    Kind kind(const std::string& path) const override {
        std::error_code error;
        const auto status = fs::symlink_status(m_folder / path, error);
        return fs::is_directory(status) ? Kind::Directory : fs::is_regular_file(status) ? Kind::File : fs::exists(status) ? Kind::Other : Kind::None;
    }

    std::vector<std::string> names(const std::string& directory) const override {
        std::vector<std::string> out;
        std::error_code error;
        for (fs::directory_iterator at(m_folder / directory, error), end; !error && at != end; at.increment(error)) {
            out.push_back(at->path().filename().string());
        }
        std::ranges::sort(out);
        return out;
    }

    bool sameContent(const std::string& path, oci::EntryRef file) const override {
        std::error_code error;
        const UniqueFd fd(::open((m_folder / path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        if (!fd.valid() || fs::file_size(m_folder / path, error) != file.size() || error) {
            return false;
        }
        Hasher128 hasher;
        std::vector<char> buffer(256U << 10U);
        for (ssize_t got = 0; (got = ::read(fd.get(), buffer.data(), buffer.size())) > 0;) {
            hasher.add({buffer.data(), static_cast<std::size_t>(got)});
        }
        return hasher.finish() == file.content();
    }

private:
    fs::path m_folder;
};

} // namespace

Kind StageSource::kind(const std::string& path) const {
    if (path.empty()) {
        return Kind::Directory;
    }
    const auto found = m_view.lookupFollow(path);
    if (!found) {
        return m_view.lookup(path) ? Kind::Other : Kind::None; // a link that leads nowhere
    }
    using oci::EntryType;
    const EntryType type = found->entry ? found->entry.type() : EntryType::Directory;
    return type == EntryType::Directory ? Kind::Directory : type == EntryType::File || type == EntryType::HardLink ? Kind::File : Kind::Other;
}

std::vector<std::string> StageSource::names(const std::string& directory) const {
    std::vector<std::string> out;
    for (const auto& child : m_view.children(directory)) {
        out.emplace_back(baseName(child.path));
    }
    return out;
}

bool StageSource::sameContent(const std::string& path, oci::EntryRef file) const {
    const auto found = m_view.lookupFollow(path);
    const auto content = found ? m_view.content(*found) : std::nullopt;
    return content && content->entry.size() == file.size() && content->entry.content() == file.content();
}

std::optional<SourceMatch> findSource(const StageLayer& layer, std::string_view path, oci::EntryRef file, const SourceFiles* files) {
    if (layer.making == Making::Inline || layer.making == Making::Remote) {
        return layer.sources.empty() ? std::nullopt : std::optional(SourceMatch{layer.sources.front(), false, false});
    }
    const std::string destination = cleanImagePath(layer.destination);
    const bool parents = layer.instruction.find("--parents") != std::string::npos;
    std::vector<std::string> candidates;
    std::vector<std::string> below;
    if (isWithin(path, destination)) {
        std::string_view rest = path.substr(destination.size());
        rest.remove_prefix(rest.starts_with('/') ? 1 : 0);
        for (const std::string& source : layer.sources) {
            for (const std::string& one : expand(source, files)) {
                addCandidates(candidates, below, one, rest, parents);
            }
        }
    }
    candidates.insert(candidates.end(), below.begin(), below.end());
    if (files == nullptr) {
        return candidates.empty() ? std::nullopt : std::optional(SourceMatch{candidates.front(), false, false});
    }
    std::optional<SourceMatch> first;
    for (const std::string& candidate : candidates) {
        const Kind kind = files->kind(candidate);
        const bool fits = file ? kind == Kind::File : kind != Kind::None;
        if (!fits) {
            continue;
        }
        if (!file || files->sameContent(candidate, file)) {
            return SourceMatch{candidate, true, false};
        }
        if (!first) {
            first = SourceMatch{candidate, true, false};
        }
    }
    if (first) { // another content: the file has changed since, or the pattern meant another one
        return first;
    }
    if (layer.instruction.starts_with("ADD") || layer.instruction.starts_with("add")) {
        for (const std::string& source : layer.sources) {
            if (looksLikeArchive(source)) {
                return SourceMatch{cleanImagePath(source), files->kind(cleanImagePath(source)) == Kind::File, true};
            }
        }
    }
    if (layer.making == Making::Stage && file) {
        if (auto found = byContent(*files, file, path)) {
            return SourceMatch{std::move(*found), true, false};
        }
    }
    return layer.making == Making::Stage || candidates.empty() ? std::nullopt : std::optional(SourceMatch{candidates.front(), false, false});
}

std::unique_ptr<SourceFiles> folderFiles(fs::path folder) { return std::make_unique<FolderFiles>(std::move(folder)); }

} // namespace sw::analysis
