#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"
#include "core/oci/layertar.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Runs one process in isolation, and does to layer trees what needs foreign owners. All of it happens in one small
/// exec'ed process per Sandbox object, in its own user (unless root), mount and pid namespaces; see protocol.h.
namespace sw::sandbox {

enum class Isolation {
    Root,      ///< started as root: no user namespace
    UserMap,   ///< ordinary user with subordinate ids
    SingleUid, ///< ordinary user without: owners are flattened to root
    Chroot,    ///< inside a container that forbids namespaces: no isolation, said loudly
    None,      ///< cannot run anything; Capabilities::blocker says why
};

enum class NetworkMode { Default, Host, None };

/// What `Default` network means here.
enum class NetworkBackend { Pasta, Slirp4netns, Host };

/// One probe of `stw doctor`.
struct Probe {
    Sentence name;       ///< "User namespaces"
    bool ok = true;
    bool essential = true; ///< false: a convenience is missing, building works
    Sentence finding;    ///< what was seen
    Sentence remedy;     ///< what to do, empty when ok
};

struct Capabilities {
    Isolation isolation = Isolation::None;
    NetworkBackend network = NetworkBackend::Host;
    bool overlay = false;
    bool canMakeDevices = false;
    Sentence blocker;         ///< one sentence when isolation is None
    std::vector<Probe> probes;
    std::string summary() const; ///< "rootless, sandboxed net"
};

/// Probes this machine by doing, with the given store directory. Forks; takes some 50 ms. No network traffic.
Capabilities probeMachine(const std::filesystem::path& storeRoot, const std::filesystem::path& helper);

/// Path of the sandbox executable: STAGEWRIGHT_SANDBOX, beside the running program, or ../libexec/stagewright.
std::filesystem::path helperPath();

struct MountSpec {
    enum class Kind {
        Tree,   ///< overlay of `trees` (lowest first), `source` inside it; writes are discarded
        Cache,  ///< `directory` on the host side (made by makeDirectory), read-write
        Tmpfs,  ///< `size` bytes, 0 = default
        Secret, ///< file with `data`, never on disk
        Socket, ///< a socket of its own that leads to the host's socket `directory` (ssh agent)
    } kind = Kind::Tree;
    std::string target;             ///< absolute in the container
    std::vector<std::filesystem::path> trees;
    std::string source;             ///< path inside the tree or cache directory
    std::filesystem::path directory;
    std::string data;
    bool readOnly = true;
    std::uint64_t size = 0;
    std::uint32_t mode = 0755, uid = 0, gid = 0;
};

struct RunSpec {
    std::vector<std::string> args;
    std::vector<std::string> env; ///< "K=V", complete
    std::string cwd = "/";
    std::uint32_t uid = 0, gid = 0;
    std::vector<std::uint32_t> groups;
    std::vector<std::filesystem::path> trees; ///< lower directories, lowest first
    std::filesystem::path upper;              ///< empty directory made with makeUpper; receives the changes
    std::vector<MountSpec> mounts;
    NetworkMode network = NetworkMode::Default;
    bool insecure = false;                    ///< --security=insecure
    std::string hostname = "buildkitsandbox";
    std::vector<std::pair<std::string, std::string>> extraHosts; ///< name, address
    /// A file bound under /dev for the process alone, with SSL_CERT_FILE, NODE_EXTRA_CA_CERTS and friends set: no layer, no key.
    std::optional<std::filesystem::path> hostCa;
    bool ownNetwork = false; ///< a network namespace of its own that connect() can reach (stw run)
    std::uint64_t shmSize = 64ULL << 20U;
    struct Ulimit {
        std::string name; ///< "nofile"
        std::int64_t soft = 0, hard = 0; ///< -1 = unlimited
    };
    std::vector<Ulimit> ulimits; ///< hard limits that this machine does not allow are lowered, and the step's output says so
};

/// Receives output as it comes, on an unspecified thread, in order per stream. stream: 1 stdout, 2 stderr.
using OutputSink = std::function<void(int stream, std::string_view bytes)>;

struct ExitStatus {
    int code = 0;            ///< 128 + signal when killed
    bool outOfMemory = false;
    std::uint64_t peakMemory = 0; ///< bytes, 0 = unknown
    std::string complaint;        ///< why the program could not even be started; empty when it was
};

/// Both forms of a committed layer.
struct LayerForms {
    std::filesystem::path tar;
    std::filesystem::path tree;
};

class Sandbox {
public:
    struct Options {
        std::filesystem::path helper = helperPath();
        std::filesystem::path storeRoot;     ///< for state and probing
        std::filesystem::path workDirectory; ///< uppers, bundles; on the store's file system
    };
    /// Starts the process. Unsupported (with the remedy) when this machine cannot.
    static Result<std::unique_ptr<Sandbox>> start(Options options);
    virtual ~Sandbox() = default; ///< ends everything that runs, within milliseconds

    virtual const Capabilities& capabilities() const = 0;

    // All calls may be made from several threads at once; each returns when its own job is done.

    /// A non-zero exit is a value, not an error. On stop: kills the whole container and returns Cancelled.
    virtual Result<ExitStatus> run(const RunSpec& spec, const OutputSink& output, std::stop_token stop) = 0;
    virtual Result<std::filesystem::path> makeUpper() = 0;
    virtual Result<void> makeDirectory(const std::filesystem::path& path, std::uint32_t mode, std::uint32_t uid,
                                       std::uint32_t gid) = 0;
    /// Unpacks a packed layer into `tree` (made aside, renamed in; existing: no work). Whiteouts become overlay whiteouts.
    /// Files that `like` has too, at the same path with the same bytes, mode, owner and times, become hard links of those.
    virtual Result<void> extract(const std::filesystem::path& layerTar, const std::filesystem::path& tree, std::stop_token stop,
                                 const std::optional<LayerForms>& like = {}) = 0;
    /// Turns an upper into a packed layer written to `tarFd`: exactly what changed against `trees`, without mount stubs.
    virtual Result<oci::FinishedTar> commit(const std::filesystem::path& upper, const std::vector<std::filesystem::path>& trees,
                                            int tarFd, std::stop_token stop) = 0;
    /// Makes a committed upper the tree of its layer (rename), so that it need not be unpacked again.
    virtual Result<void> keepAsTree(const std::filesystem::path& upper, const std::filesystem::path& tree) = 0;
    /// Renames aside into `trash` and deletes in the background.
    virtual Result<void> discard(const std::filesystem::path& directory, const std::filesystem::path& trash) = 0;
    virtual Result<std::uint64_t> diskUse(const std::filesystem::path& directory) = 0;
    /// A TCP connection to 127.0.0.1:port inside the network namespace of a running container started with ownNetwork.
    virtual Result<UniqueFd> connect(std::uint16_t port) = 0;
};

} // namespace sw::sandbox
