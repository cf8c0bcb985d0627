#pragma once

#include "core/cache/sourcetree.h"
#include "core/cache/statcache.h"
#include "core/dockerfile/ignorefile.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <unordered_map>

namespace sw::cache {

/// The ignore file that applies to a context (dockerfile-semantics 2.9).
struct IgnoreFile {
    std::filesystem::path path; ///< empty when there is none
    dockerfile::IgnoreMatcher matcher;
};
/// `<Dockerfile name>.dockerignore` beside the Dockerfile beats the context's `.dockerignore`. `dockerfile` may be empty
/// (named contexts use their own file only). Error: unreadable, or a malformed pattern, with its line.
Result<IgnoreFile> findIgnoreFile(const std::filesystem::path& context, const std::filesystem::path& dockerfile);

/// A directory of the user's as one walk saw it: what the ignore file leaves, owned by 0:0, sorted. Reading follows no
/// symbolic link of the directory and stays within it. Contents are hashed on demand through the stat cache. Extended attributes
/// stay behind, capabilities too, as on BuildKit's way from client to engine.
class ContextTree final : public SourceTree {
public:
    struct Options {
        std::filesystem::path root;
        IgnoreFile ignore;
        std::filesystem::path statCacheFile; ///< empty = remember nothing
        Sentence description = say("the build context");
        bool keepIgnored = false; ///< list what was left out (inspection)
    };
    struct Ignored {
        std::string path;
        std::uint64_t bytes = 0;
        int pattern = -1; ///< index in the matcher's patterns
    };

    static Result<std::shared_ptr<ContextTree>> scan(Options options, std::stop_token stop);
    ~ContextTree() override;

    const oci::StackView& view() const override { return m_view; }
    Result<void> prepare(std::span<const Found> entries, std::stop_token stop) override;
    Found bytesOf(const Found& file) const override;
    Result<oci::ByteSource> open(const Found& file) override;
    Sentence describe() const override { return m_options.description; }
    Sentence whyMissing(const std::string& path) const override;

    const Options& options() const { return m_options; }
    const oci::LayerIndex& index() const { return *m_index; }
    const std::vector<Ignored>& ignored() const { return m_ignored; }
    void save() { if (m_cache) { m_cache->save(); } }

private:
    struct Walk;
    struct FileState { ///< beside each entry of the index
        std::uint64_t device = 0, inode = 0;
        std::int64_t ctimeSeconds = 0;
        std::uint32_t ctimeNs = 0;
        bool prepared = false;
        bool socket = false;
    };
    explicit ContextTree(Options options);
    std::size_t position(const Found& entry) const;
    Result<void> prepareOne(std::size_t position);
    void finish(std::vector<std::pair<oci::LayerEntry, FileState>> entries);

    Options m_options;
    UniqueFd m_root;
    std::shared_ptr<oci::LayerIndex> m_index; ///< contents and xattrs are filled in under m_mutex, each once
    std::vector<FileState> m_states;
    std::unordered_map<std::size_t, std::size_t> m_firstName; ///< hard links: position -> position of the first name
    std::vector<Ignored> m_ignored;
    std::unique_ptr<StatCache> m_cache;
    std::mutex m_mutex;
    oci::StackView m_view;
};

} // namespace sw::cache
