#include "core/sandbox/protocol.h"

#include "core/io/sentencejson.h"
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sw::sandbox {

namespace {

constexpr std::array<char, 4> kMagic = {'S', 'W', 'B', '1'};
constexpr std::size_t kLargestBody = 60'000; ///< larger ones go by memfd
constexpr std::size_t kMostFds = 8;
constexpr std::uint8_t kBodyInMemfd = 1;

struct Header {
    std::array<char, 4> magic = kMagic;
    std::uint8_t kind = 0;
    std::uint8_t flags = 0;
    std::array<std::uint8_t, 2> zero{};
    std::uint64_t job = 0;
};
static_assert(sizeof(Header) == 16);

Result<UniqueFd> toMemfd(std::span<const std::uint8_t> bytes) {
    UniqueFd fd(::memfd_create("stagewright-message", MFD_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot make a memory file for a message"), errno));
    }
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::write(fd.get(), bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno != EINTR) {
            return failure(errnoError(say("cannot write a message"), errno));
        }
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    return fd;
}

Result<std::vector<std::uint8_t>> fromMemfd(int fd) {
    const off_t size = ::lseek(fd, 0, SEEK_END);
    if (size < 0) {
        return failure(errnoError(say("cannot read a message"), errno));
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return failure(ErrorCode::Io, say("a message of the sandbox process is incomplete"));
        }
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    return bytes;
}

void takeFds(msghdr& header, std::vector<UniqueFd>& fds) {
    for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
            fds.emplace_back(fd);
        }
    }
}

Json mountToJson(const MountSpec& mount) {
    return {{"kind", static_cast<int>(mount.kind)}, {"target", mount.target},
            {"trees", pathsToJson(mount.trees)},    {"source", mount.source},
            {"directory", mount.directory.native()}, {"data", mount.data},
            {"readOnly", mount.readOnly},           {"size", mount.size},
            {"mode", mount.mode},                   {"uid", mount.uid},
            {"gid", mount.gid}};
}

MountSpec mountFromJson(const Json& body) {
    MountSpec mount;
    mount.kind = static_cast<MountSpec::Kind>(body.at("kind").get<int>());
    body.at("target").get_to(mount.target);
    mount.trees = pathsFromJson(body.at("trees"));
    body.at("source").get_to(mount.source);
    mount.directory = body.at("directory").get<std::string>();
    body.at("data").get_to(mount.data);
    body.at("readOnly").get_to(mount.readOnly);
    body.at("size").get_to(mount.size);
    body.at("mode").get_to(mount.mode);
    body.at("uid").get_to(mount.uid);
    body.at("gid").get_to(mount.gid);
    return mount;
}

} // namespace

Result<void> sendMessage(int socket, MessageKind kind, std::uint64_t job, const Json& body, std::span<const int> fds) {
    const std::vector<std::uint8_t> bytes = Json::to_cbor(body);
    Header header;
    header.kind = static_cast<std::uint8_t>(kind);
    header.job = job;
    std::array<iovec, 2> parts{{{&header, sizeof(header)}, {const_cast<std::uint8_t*>(bytes.data()), bytes.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();

    std::vector<int> all;
    UniqueFd memfd;
    if (bytes.size() > kLargestBody) {
        SW_TRY(memfd, toMemfd(bytes));
        header.flags = kBodyInMemfd;
        all.push_back(memfd.get());
        message.msg_iovlen = 1;
    }
    all.insert(all.end(), fds.begin(), fds.end());
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFds * sizeof(int))> control{};
    if (!all.empty()) {
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(all.size() * sizeof(int));
        cmsghdr* c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(all.size() * sizeof(int));
        std::memcpy(CMSG_DATA(c), all.data(), all.size() * sizeof(int));
    }
    while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR) {
            return failure(errnoError(say("cannot talk to the sandbox process"), errno));
        }
    }
    return {};
}

Result<std::optional<Message>> receiveMessage(int socket) {
    std::vector<std::uint8_t> bytes(kLargestBody);
    Header header;
    std::array<iovec, 2> parts{{{&header, sizeof(header)}, {bytes.data(), bytes.size()}}};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFds * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t n = 0;
    do {
        n = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n == 0 || (n < 0 && errno == ECONNRESET)) {
        return std::optional<Message>();
    }
    if (n < 0) {
        return failure(errnoError(say("cannot hear the sandbox process"), errno));
    }
    Message result;
    takeFds(message, result.fds);
    if (static_cast<std::size_t>(n) < sizeof(header) || header.magic != kMagic || (message.msg_flags & MSG_TRUNC) != 0) {
        return failure(ErrorCode::Corrupt, say("the sandbox process and the program do not speak the same protocol"));
    }
    bytes.resize(static_cast<std::size_t>(n) - sizeof(header));
    if ((header.flags & kBodyInMemfd) != 0) {
        if (result.fds.empty()) {
            return failure(ErrorCode::Corrupt, say("a message of the sandbox process lost its body"));
        }
        SW_TRY(bytes, fromMemfd(result.fds.front().get()));
        result.fds.erase(result.fds.begin());
    }
    result.kind = static_cast<MessageKind>(header.kind);
    result.job = header.job;
    result.body = Json::from_cbor(bytes, true, false);
    if (!result.body.is_object()) {
        return failure(ErrorCode::Corrupt, say("a message of the sandbox process has no readable body"));
    }
    return result;
}

Json errorBody(const Error& error) {
    Json context = Json::array();
    for (const Sentence& frame : error.context) {
        context.push_back(sentenceToJson<Json>(frame));
    }
    return {{"ok", false},
            {"code", static_cast<int>(error.code)},
            {"message", sentenceToJson<Json>(error.message)},
            {"context", std::move(context)}};
}

Error errorFromBody(const Json& body) {
    Error error;
    error.code = static_cast<ErrorCode>(body.value("code", static_cast<int>(ErrorCode::Internal)));
    error.message = sentenceFromJson(body.value("message", Json()), say("the sandbox process gave no reason"));
    for (const Json& frame : body.value("context", Json::array())) {
        error.context.push_back(sentenceFromJson(frame));
    }
    return error;
}

Json pathsToJson(const std::vector<std::filesystem::path>& paths) {
    Json list = Json::array();
    for (const auto& path : paths) {
        list.push_back(path.native());
    }
    return list;
}

std::vector<std::filesystem::path> pathsFromJson(const Json& list) {
    std::vector<std::filesystem::path> paths;
    for (const auto& item : list) {
        paths.emplace_back(item.get<std::string>());
    }
    return paths;
}

Json runSpecToJson(const RunSpec& spec) {
    Json mounts = Json::array();
    for (const auto& mount : spec.mounts) {
        mounts.push_back(mountToJson(mount));
    }
    Json ulimits = Json::array();
    for (const auto& limit : spec.ulimits) {
        ulimits.push_back({limit.name, limit.soft, limit.hard});
    }
    return {{"args", spec.args},
            {"env", spec.env},
            {"cwd", spec.cwd},
            {"uid", spec.uid},
            {"gid", spec.gid},
            {"groups", spec.groups},
            {"trees", pathsToJson(spec.trees)},
            {"upper", spec.upper.native()},
            {"mounts", std::move(mounts)},
            {"network", static_cast<int>(spec.network)},
            {"insecure", spec.insecure},
            {"hostname", spec.hostname},
            {"extraHosts", spec.extraHosts},
            {"hostCa", spec.hostCa ? spec.hostCa->native() : std::string()},
            {"ownNetwork", spec.ownNetwork},
            {"shmSize", spec.shmSize},
            {"ulimits", std::move(ulimits)}};
}

Result<RunSpec> runSpecFromJson(const Json& body) {
    try {
        RunSpec spec;
        body.at("args").get_to(spec.args);
        body.at("env").get_to(spec.env);
        body.at("cwd").get_to(spec.cwd);
        body.at("uid").get_to(spec.uid);
        body.at("gid").get_to(spec.gid);
        body.at("groups").get_to(spec.groups);
        spec.trees = pathsFromJson(body.at("trees"));
        spec.upper = body.at("upper").get<std::string>();
        for (const auto& mount : body.at("mounts")) {
            spec.mounts.push_back(mountFromJson(mount));
        }
        spec.network = static_cast<NetworkMode>(body.at("network").get<int>());
        body.at("insecure").get_to(spec.insecure);
        body.at("hostname").get_to(spec.hostname);
        body.at("extraHosts").get_to(spec.extraHosts);
        if (const auto ca = body.at("hostCa").get<std::string>(); !ca.empty()) {
            spec.hostCa = ca;
        }
        body.at("ownNetwork").get_to(spec.ownNetwork);
        body.at("shmSize").get_to(spec.shmSize);
        for (const auto& limit : body.at("ulimits")) {
            spec.ulimits.push_back({limit.at(0).get<std::string>(), limit.at(1).get<std::int64_t>(), limit.at(2).get<std::int64_t>()});
        }
        return spec;
    } catch (const Json::exception& e) {
        return failure(ErrorCode::Corrupt, say("a request to run a process is malformed: %1", e.what()));
    }
}

Json capabilitiesToJson(const Capabilities& capabilities) {
    Json probes = Json::array();
    for (const auto& probe : capabilities.probes) {
        probes.push_back({{"name", sentenceToJson<Json>(probe.name)},
                          {"ok", probe.ok},
                          {"essential", probe.essential},
                          {"finding", sentenceToJson<Json>(probe.finding)},
                          {"remedy", sentenceToJson<Json>(probe.remedy)}});
    }
    return {{"isolation", static_cast<int>(capabilities.isolation)},
            {"network", static_cast<int>(capabilities.network)},
            {"overlay", capabilities.overlay},
            {"canMakeDevices", capabilities.canMakeDevices},
            {"blocker", sentenceToJson<Json>(capabilities.blocker)},
            {"probes", std::move(probes)}};
}

Result<Capabilities> capabilitiesFromJson(const Json& body) {
    try {
        Capabilities result;
        result.isolation = static_cast<Isolation>(body.at("isolation").get<int>());
        result.network = static_cast<NetworkBackend>(body.at("network").get<int>());
        body.at("overlay").get_to(result.overlay);
        body.at("canMakeDevices").get_to(result.canMakeDevices);
        result.blocker = sentenceFromJson(body.at("blocker"));
        for (const auto& item : body.at("probes")) {
            Probe probe;
            probe.name = sentenceFromJson(item.at("name"));
            item.at("ok").get_to(probe.ok);
            item.at("essential").get_to(probe.essential);
            probe.finding = sentenceFromJson(item.at("finding"));
            probe.remedy = sentenceFromJson(item.at("remedy"));
            result.probes.push_back(std::move(probe));
        }
        return result;
    } catch (const Json::exception& e) {
        return failure(ErrorCode::Corrupt, say("the sandbox process described this machine unreadably: %1", e.what()));
    }
}

} // namespace sw::sandbox
