#pragma once

#include "core/base/digest.h"
#include "core/plan/remotesource.h"
#include "core/remote/git.h"
#include "core/remote/http.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace sw::remote {

/// A file behind a URL. Its bytes are in `path`.
struct RemoteFile {
    Digest sha256;
    Hash128 content;
    std::uint64_t size = 0;
    std::int64_t mtime = 0;     ///< of Last-Modified, 0 without one
    std::filesystem::path path; ///< may be gone when nothing was asked of the network
    bool operator==(const RemoteFile&) const = default;
};

/// What was fetched, kept in a folder of the store:
///   files/HEX          by SHA-256
///   urls/HASH.json     what a URL had last: its ETag, time, digests
///   refs/HASH.json     what a git reference stood for last
///   trees/HASH/        checkouts, by repository, commit and options
/// Everything is written aside and renamed in. One object serves one build or forecast: each source is asked for once.
class RemoteCache {
public:
    struct Options {
        std::filesystem::path root;
        bool offline = false; ///< a forecast: what is not known is not asked for
        std::string sshAgent; ///< socket of the agent for ssh addresses; empty: the user's own
        std::function<std::optional<std::string>(const std::string& id)> secret; ///< HTTP_AUTH_TOKEN_host, GIT_AUTH_TOKEN and so on
        std::function<void(const std::string& what, bool begin)> onFetch;        ///< around what takes time
    };
    explicit RemoteCache(Options options);

    /// The file of a URL, asked for anew unless --checksum says what it is and it is here. A known ETag saves the transfer.
    /// nullopt: offline, and never seen. Error Invalid: the checksum does not match.
    Result<std::optional<RemoteFile>> file(const plan::RemoteSource& source, std::stop_token stop);
    /// The commit of a git reference; a whole commit id asks nobody. nullopt as above.
    Result<std::optional<GitCommit>> commit(const plan::RemoteSource& source, std::stop_token stop);
    /// Its files as a directory; .git only when it is wanted. nullopt: offline, and not here.
    Result<std::optional<std::filesystem::path>> checkout(const plan::RemoteSource& source, const GitCommit& commit, std::stop_token stop);

    bool offline() const { return m_options.offline; }
    /// Where a file of this digest is or would be.
    std::filesystem::path pathOf(const Digest& sha256) const;
    /// Keeps bytes that came another way (a context on standard input) like a fetched file.
    Result<RemoteFile> keep(int fd);

private:
    struct Known { ///< of a URL
        RemoteFile file;
        std::string etag;
    };
    std::optional<Known> known(const plan::RemoteSource& source) const;
    Result<RemoteFile> fetchFile(const plan::RemoteSource& source, const std::optional<Known>& known, std::stop_token stop);
    Result<void> remember(const plan::RemoteSource& source, const HttpAnswer& answer, const RemoteFile& file) const;
    std::filesystem::path urlRecord(const plan::RemoteSource& source) const;
    std::filesystem::path refRecord(const plan::RemoteSource& source) const;
    GitAccess access(const plan::RemoteSource& source) const;
    std::string httpAuthorization(const plan::RemoteSource& source) const;
    std::string secret(const std::string& id) const;

    Options m_options;
    struct Slot {
        std::mutex mutex;
        std::optional<RemoteFile> file;
        std::optional<GitCommit> commit;
    };
    std::shared_ptr<Slot> slot(const std::string& key);
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Slot>> m_slots;
};

} // namespace sw::remote
