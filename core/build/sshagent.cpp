#include "core/build/sshagent.h"

#include "core/io/atomicfile.h"
#include "core/io/subprocess.h"

#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <future>
#include <thread>

namespace sw::build {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kKeyLimit = 100U << 10U;
constexpr auto kPatience = std::chrono::seconds(20);
constexpr auto kPoll = std::chrono::milliseconds(5);

/// A folder that is ours alone; a socket's name may have 107 bytes only, so it is not below the store.
Result<fs::path> privateFolder() {
    const char* run = std::getenv("XDG_RUNTIME_DIR");
    std::error_code error;
    const fs::path parent = run != nullptr && *run != '\0' && fs::is_directory(run, error) ? fs::path(run) : fs::temp_directory_path(error);
    std::string name = (parent / "stagewright-ssh-XXXXXX").native();
    if (::mkdtemp(name.data()) == nullptr) {
        return failure(errnoError(say("Cannot make a folder in '%1'", parent.native()), errno));
    }
    return fs::path(name);
}

bool isSocket(const fs::path& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 && S_ISSOCK(info.st_mode);
}

/// The key goes through a pipe: ssh-add wants files that nobody else may read, and in a container mode bits are often lost.
Result<void> addKey(const fs::path& key, const std::string& socket, const std::stop_token& stop) {
    io::ProcessSpec spec;
    spec.args = {"ssh-add", "-q", "-"};
    SW_TRY(spec.input, io::readFile(key, kKeyLimit));
    spec.setEnv = {{"SSH_AUTH_SOCK", socket}, {"SSH_ASKPASS", "/bin/false"}, {"SSH_ASKPASS_REQUIRE", "force"}, {"LC_ALL", "C"}};
    SW_TRY(const io::ProcessResult result, io::runProcess(spec, stop));
    if (result.exitCode != 0) {
        return failure(ErrorCode::Invalid, say("'%1' is not a private key that can be used without a passphrase; add it to an ssh agent of your own "
                                               "with ssh-add and give --ssh without a file", key.native()));
    }
    return {};
}

} // namespace

struct SshAgent::State {
    fs::path folder;
    std::string socket;
    std::promise<Result<io::ProcessResult>> promise;
    std::future<Result<io::ProcessResult>> ended = promise.get_future();
    std::jthread server;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (server.joinable()) {
            server.request_stop();
            server.join();
        }
        std::error_code error;
        fs::remove_all(folder, error);
    }
};

SshAgent::SshAgent(std::unique_ptr<State> state) : m_state(std::move(state)) {}
SshAgent::~SshAgent() = default;
const std::string& SshAgent::socket() const { return m_state->socket; }

Result<std::shared_ptr<SshAgent>> SshAgent::start(const std::vector<fs::path>& keys, std::stop_token stop) {
    for (const char* program : {"ssh-agent", "ssh-add"}) {
        if (!io::findProgram(program)) {
            return failure(ErrorCode::Unsupported, say("The program '%1' is needed for keys given with --ssh and is not installed; install OpenSSH's client", program));
        }
    }
    auto state = std::make_unique<State>();
    SW_TRY(state->folder, privateFolder());
    state->socket = (state->folder / "agent").native();
    io::ProcessSpec spec;
    if (io::findProgram("setpriv")) {
        // When this program is killed, the kernel tells the shell, and the shell ends the agent: the kernel itself would forget
        // to tell the agent, which is a setgid program.
        spec.args = {"setpriv", "--pdeathsig", "TERM"};
    }
    spec.args.insert(spec.args.end(), {"/bin/sh", "-c", R"(trap 'kill "$agent"' TERM; ssh-agent -D -a "$0" & agent=$!; wait "$agent")",
                                       state->socket});
    State& s = *state;
    state->server = std::jthread([&s, spec](const std::stop_token& own) { s.promise.set_value(io::runProcess(spec, own)); });
    for (const auto began = std::chrono::steady_clock::now(); !isSocket(state->socket);) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        if (state->ended.wait_for(kPoll) == std::future_status::ready || std::chrono::steady_clock::now() - began > kPatience) {
            return failure(ErrorCode::Unsupported, say("ssh-agent could not be started in '%1'", state->folder.native()));
        }
    }
    for (const fs::path& key : keys) {
        SW_CHECK(addKey(key, state->socket, stop));
    }
    return std::shared_ptr<SshAgent>(new SshAgent(std::move(state)));
}

} // namespace sw::build
