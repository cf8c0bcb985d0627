#pragma once

#include "core/cache/sourcetree.h"
#include "core/oci/layertar.h"
#include "core/oci/stackview.h"
#include "core/store/store.h"

#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <stop_token>
#include <string>

namespace sw::build {

/// A layer that a step would make.
struct ForeseenLayer {
    std::shared_ptr<const oci::LayerIndex> index;
    std::uint64_t bytes = 0; ///< content
};

/// Gathers what one step adds to a root file system, and writes it as one layer. Nothing is mounted and nothing is owned by
/// anybody on this machine: owners are numbers in the tar. Directories on the way that exist below appear with the metadata
/// that they have there, because a directory of an upper layer decides over its lower one; one that gets something new has
/// the time of that, as a file system keeps it.
class LayerBuilder {
public:
    /// `changed`: the time of existing directories in which something is put; none: they keep theirs.
    explicit LayerBuilder(oci::StackView below, std::optional<std::int64_t> changed = std::nullopt)
        : m_below(std::move(below)), m_changed(changed), m_memory(std::make_unique<std::pmr::monotonic_buffer_resource>(kFirstBlock)),
          m_added(m_memory.get()) {}
    LayerBuilder(LayerBuilder&&) = default;
    LayerBuilder& operator=(LayerBuilder&&) = delete; // nodes would be copied from one arena to another

    /// What is at a path now, counting what was added; links in directories on the way are followed, the last is not.
    const oci::LayerEntry* lookup(const std::string& path) const;
    /// Where a path leads inside the root, following links (also added ones). Missing components are taken as they are.
    Result<std::string> resolve(const std::string& path, bool followLast) const;
    /// The same seen from inside `root` (resolved): absolute links begin there, and leading out of it is an error.
    Result<std::string> resolveWithin(const std::string& root, const std::string& path) const;

    struct Metadata {
        std::uint32_t mode = 0755, uid = 0, gid = 0;
        std::int64_t mtime = 0;
    };
    /// mkdir -p of a resolved path; only directories that are missing get this metadata. Error: something on the way is a file.
    Result<void> makeDirectories(const std::string& path, const Metadata& metadata);
    /// A directory with its own metadata; an existing one takes it over. Error: there is a file.
    Result<void> putDirectory(oci::LayerEntry entry);
    /// A directory that was on the way of something else: an existing one takes over the mode alone.
    Result<void> putDirectoryOnTheWay(oci::LayerEntry entry);
    /// The time of a directory that exists or was added.
    void setTime(const std::string& path, std::int64_t mtime, std::uint32_t mtimeNs);
    /// A directory in the place of a file (archives do that).
    Result<void> replaceByDirectory(oci::LayerEntry entry);
    /// Anything else. `bytes` is what holds a file's content, `group` tells apart files that must not be hard-linked to
    /// one another (0 = never link). An existing file is replaced; with `replaceDirectories` a directory is, too.
    /// Error: there is a directory.
    Result<void> put(oci::LayerEntry entry, std::shared_ptr<cache::SourceTree> tree, cache::SourceTree::Found bytes,
                     std::size_t group, bool replaceDirectories = false);

    /// The layer as it will be, times and offsets aside, with its tree digest. Needs contents to be known. `inside`: more that is to be
    /// in a directory which was added, and which is not below; each path once.
    ForeseenLayer foresee(std::vector<oci::LayerEntry> inside = {}) &&;
    /// Files that `before`, an earlier layer, has at the same path with the same contents are taken from it.
    /// Error Io when a file's bytes are not those that were announced (it changed while the build ran).
    Result<oci::FinishedTar> write(int fd, std::stop_token stop, const store::Layer* before = nullptr) const;
    /// Would write() give this very layer, times and all? Asked of what write() has made.
    bool wouldBe(const oci::LayerIndex& layer) const;

    std::uint64_t bytes() const { return m_bytes; } ///< content, each name of a file counted
    std::uint64_t files() const;
    bool empty() const { return m_added.empty(); }
    static std::int64_t now();

private:
    struct Added {
        oci::LayerEntry entry;
        std::shared_ptr<cache::SourceTree> tree; ///< files only
        cache::SourceTree::Found bytes;
        std::size_t group = 0;
        bool carried = false; ///< a directory that is only on the way
    };
    class SmallFiles;
    using AddedMap = std::pmr::map<std::pmr::string, Added, std::less<>>;
    static constexpr std::size_t kFirstBlock = 4096;

    template <typename Self, typename Visit> static Result<void> inOrder(Self& self, Visit&& visit);
    void carryParents(std::string_view path);
    bool isPlainlyNew(std::string_view path);
    void add(std::string_view path, Added added);

    struct Time {
        std::int64_t seconds = 0;
        std::uint32_t ns = 0;
    };
    oci::StackView m_below;
    std::optional<std::int64_t> m_changed;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> m_memory; ///< of the nodes and paths of m_added
    AddedMap m_added;
    std::uint64_t m_bytes = 0; ///< of files in m_added
    const oci::LayerEntry* m_lastFile = nullptr; ///< who holds the bytes of the file that was added last
    bool m_mayLink = false;     ///< two of the files can be names of one
    std::string m_newDirectory; ///< added, and not below: what comes into it is new unless it was added
    std::map<std::string, Time, std::less<>> m_times; ///< of directories that are there and are not written otherwise
};

} // namespace sw::build
