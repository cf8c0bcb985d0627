#pragma once

#include "core/cache/selection.h"
#include "core/remote/remotecache.h"

#include <memory>
#include <optional>

namespace sw::build {

/// A single file as something to copy from: what a URL gave, also as a context of its own.
class FileTree final : public cache::SourceTree {
public:
    FileTree(const remote::RemoteFile& file, std::string name, Sentence description);
    const oci::StackView& view() const override { return m_view; }
    Result<void> prepare(std::span<const Found>, std::stop_token) override { return {}; }
    Found bytesOf(const Found& file) const override { return file; }
    Result<oci::ByteSource> open(const Found& file) override;
    Sentence describe() const override { return m_description; }

private:
    std::filesystem::path m_path;
    Sentence m_description;
    oci::StackView m_view;
};

/// Fetches (unless the cache is offline) what ADD copies from. nullopt: offline, and not here.
Result<std::optional<cache::RemoteTree>> openRemote(remote::RemoteCache& cache, const plan::RemoteSource& source, std::stop_token stop);

/// What a source is, without its files: the digest of a URL's file, the commit and options of a repository. nullopt: offline,
/// and never seen.
Result<std::optional<Hash128>> remoteIdentity(remote::RemoteCache& cache, const plan::RemoteSource& source, std::stop_token stop);

/// The wanted directory of a checkout. Only directories lead to it: a link could lead anywhere. Error: there is none.
Result<std::filesystem::path> subdirOf(const std::filesystem::path& checkout, const plan::RemoteSource& source);

/// A directory of a checkout as a tree of files owned by root. `description` is for messages.
Result<std::shared_ptr<cache::SourceTree>> checkoutTree(const std::filesystem::path& directory, Sentence description, std::stop_token stop);

} // namespace sw::build
