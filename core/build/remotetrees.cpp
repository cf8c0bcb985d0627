#include "core/build/remotetrees.h"

#include "core/base/imagepath.h"
#include "core/cache/contexttree.h"

#include <fcntl.h>
#include <unistd.h>

namespace sw::build {

using plan::RemoteSource;

Result<std::filesystem::path> subdirOf(const std::filesystem::path& checkout, const RemoteSource& source) {
    std::filesystem::path path = checkout;
    std::error_code error;
    for (const std::string_view part : splitPath(source.subdir)) {
        path /= part;
        const auto status = std::filesystem::symlink_status(path, error);
        if (!std::filesystem::exists(status)) {
            return failure(ErrorCode::NotFound, say("the git repository %1 has no directory %2", source.display(), source.subdir));
        }
        if (!std::filesystem::is_directory(status)) {
            return failure(ErrorCode::Invalid, say("in the git repository %1, %2 is not a directory", source.display(), part));
        }
    }
    return path;
}

FileTree::FileTree(const remote::RemoteFile& file, std::string name, Sentence description)
    : m_path(file.path), m_description(std::move(description)) {
    auto index = std::make_shared<oci::LayerIndex>();
    oci::LayerEntry entry;
    entry.path = std::move(name);
    entry.mode = 0600;
    entry.size = file.size;
    entry.mtime = file.mtime;
    entry.content = file.content;
    index->entries.push_back(std::move(entry));
    index->contentBytes = file.size;
    m_view = oci::StackView({index});
}

Result<oci::ByteSource> FileTree::open(const Found&) {
    auto fd = std::make_shared<UniqueFd>(::open(m_path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd->valid()) {
        return failure(errnoError(say("cannot read %1", m_path.string()), errno));
    }
    return oci::ByteSource([fd, name = m_path.string()](char* buffer, std::size_t capacity) -> Result<std::size_t> {
        const ssize_t count = ::read(fd->get(), buffer, capacity);
        if (count < 0) {
            return failure(errnoError(say("cannot read %1", name), errno));
        }
        return static_cast<std::size_t>(count);
    });
}

Result<std::shared_ptr<cache::SourceTree>> checkoutTree(const std::filesystem::path& directory, Sentence description, std::stop_token stop) {
    cache::ContextTree::Options options;
    options.root = directory;
    options.description = std::move(description);
    SW_TRY(const auto tree, cache::ContextTree::scan(std::move(options), std::move(stop)));
    return std::static_pointer_cast<cache::SourceTree>(tree);
}

Result<std::optional<cache::RemoteTree>> openRemote(remote::RemoteCache& cache, const RemoteSource& source, std::stop_token stop) {
    cache::RemoteTree out;
    out.position = source.position;
    out.label = source.display();
    if (source.kind == RemoteSource::Kind::Http) {
        SW_TRY(const std::optional<remote::RemoteFile> file, cache.file(source, stop));
        if (!file) {
            return std::optional<cache::RemoteTree>();
        }
        out.tree = std::make_shared<FileTree>(*file, source.name, out.label);
        out.path = source.name;
        out.name = source.name;
        return std::optional(std::move(out));
    }
    SW_TRY(const auto commit, cache.commit(source, stop));
    if (!commit) {
        return std::optional<cache::RemoteTree>();
    }
    SW_TRY(const auto directory, cache.checkout(source, *commit, stop));
    if (!directory) {
        return std::optional<cache::RemoteTree>();
    }
    SW_TRY(const std::filesystem::path wanted, subdirOf(*directory, source));
    SW_TRY(out.tree, checkoutTree(wanted, say("the git repository %1", out.label), stop));
    return std::optional(std::move(out));
}

Result<std::optional<Hash128>> remoteIdentity(remote::RemoteCache& cache, const RemoteSource& source, std::stop_token stop) {
    Hasher128 hasher;
    if (source.kind == RemoteSource::Kind::Http) {
        SW_TRY(const std::optional<remote::RemoteFile> file, cache.file(source, stop));
        if (!file) {
            return std::optional<Hash128>();
        }
        hasher.addField("file", file->sha256.text());
        hasher.addField("name", source.name);
        return std::optional(hasher.finish());
    }
    SW_TRY(const auto commit, cache.commit(source, stop));
    if (!commit) {
        return std::optional<Hash128>();
    }
    hasher.addField("repository", plan::withoutPassword(source.url)); // submodules may be named relative to it
    hasher.addField("commit", commit->id);
    hasher.addField("subdir", source.subdir);
    hasher.addField("git", source.keepGitDir && source.subdir.empty() ? "kept " + commit->ref : "");
    hasher.addField("submodules", source.submodules ? 1U : 0U);
    hasher.addField("times", source.commitTimes ? 1U : 0U);
    return std::optional(hasher.finish());
}

} // namespace sw::build
