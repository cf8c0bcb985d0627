#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"
#include "core/sandbox/sandbox.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What Sandbox and the process `stagewright-sandbox` say to each other.
///
/// The process is started as `stagewright-sandbox serve` with one end of a SOCK_SEQPACKET socket pair on descriptor 3.
/// One packet is one message; end of file on the socket ends the process and everything that it started.
///
///   packet  = magic "SWB1", kind (u8), flags (u8: 1 = body in a memfd, which is then the first descriptor), 2 zero
///             bytes, job (u64, host byte order), body (CBOR of one object; names and paths are raw bytes)
///   fds     = by SCM_RIGHTS
///
/// The client numbers its jobs. Every request but Cancel is answered by exactly one Reply with its number:
/// {"ok":true, ...} or {"ok":false,"code":ErrorCode,"message":TEXT}. The first message of all is the Reply of job 0: the
/// state of the process after its start. Requests of several threads may be under way at once; replies come in any order.
namespace sw::sandbox {

using Json = nlohmann::json;

enum class MessageKind : std::uint8_t {
    Reply = 1,
    Run = 2,           ///< RunSpec; fds: stdout, stderr (write ends). Reply: exit, peak, oom, log (of the runtime)
    MakeUpper = 3,     ///< Reply: path
    MakeDirectory = 4, ///< path, mode, uid, gid
    Extract = 5,       ///< tar, tree; perhaps like (tar and tree of another layer)
    Commit = 6,        ///< upper, trees; fds: tar. Reply: diffId, index (bytes of oci::serialiseIndex)
    KeepAsTree = 7,    ///< upper, tree
    Discard = 8,       ///< directory, trash. Reply as soon as it is renamed aside
    DiskUse = 9,       ///< directory. Reply: bytes
    Connect = 10,      ///< port, holder. Reply fds: the connection
    NetworkUp = 11,    ///< slirp (bool). Reply: holder (pid inside); fds: a pidfd of it
    Cancel = 12,       ///< the job with this number
};

struct Message {
    MessageKind kind = MessageKind::Reply;
    std::uint64_t job = 0;
    Json body;
    std::vector<UniqueFd> fds;
};

/// Sends one message whole. `fds` stay the caller's.
Result<void> sendMessage(int socket, MessageKind kind, std::uint64_t job, const Json& body,
                         std::span<const int> fds = {});
/// Waits for the next message; nothing at end of file.
Result<std::optional<Message>> receiveMessage(int socket);

/// The body of a failed Reply, and back.
Json errorBody(const Error& error);
Error errorFromBody(const Json& body);

Json runSpecToJson(const RunSpec& spec);
Result<RunSpec> runSpecFromJson(const Json& body);

Json pathsToJson(const std::vector<std::filesystem::path>& paths);
std::vector<std::filesystem::path> pathsFromJson(const Json& list);

/// Capabilities as `stagewright-sandbox probe` prints them.
Json capabilitiesToJson(const Capabilities& capabilities);
Result<Capabilities> capabilitiesFromJson(const Json& body);

} // namespace sw::sandbox
