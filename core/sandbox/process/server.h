#pragma once

#include "core/sandbox/process/context.h"
#include "core/sandbox/process/netns.h"
#include "core/sandbox/process/runjob.h"
#include "core/sandbox/protocol.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <sys/types.h>
#include <vector>

/// Pid 1 of the sandbox: answers requests, starts one process per job, reaps everything. One thread.
namespace sw::sandbox::process {

class Server {
public:
    Server(Context context, int socket) : m_context(std::move(context)), m_socket(socket) {}

    /// Until the socket closes. Then the caller exits, and the kernel ends whatever still runs in the namespace.
    void serve();

private:
    struct Job {
        std::uint64_t number = 0;
        MessageKind kind = MessageKind::Run;
        bool cancelled = false;
        std::filesystem::path directory; ///< Run: on the state tmpfs
        std::filesystem::path work;      ///< Run: overlay work directories; Extract: where it unpacks
        std::filesystem::path upper;     ///< Run
        UniqueFd network;                ///< Run: lent to it
    };

    void handle(Message& message);
    Result<Json> answerAtOnce(const Message& message);
    Result<Json> discard(const Message& message);
    void removeInBackground(const std::filesystem::path& path) const;
    void emptyTrashInBackground();
    void cleanUpOne();
    void start(Message& message);
    void cancel(std::uint64_t number);
    void killCancelledRuns();
    void reap();
    void finish(Job& job, int status, std::uint64_t peak);
    Result<Json> runReply(const Job& job, int status, std::uint64_t peak);
    void reply(std::uint64_t job, const Result<Json>& result) const;

    Context m_context;
    int m_socket = -1;
    std::map<pid_t, Job> m_jobs;
    std::set<pid_t> m_dying; ///< cancelled Runs whose container may not exist yet
    std::uint64_t m_oomKills = 0;
    EmptyNetworks m_networks;
    bool m_triedDevices = false;
    std::vector<RunPaths> m_leftovers;  ///< of finished steps; cleaned up while nobody waits for an answer
    std::set<std::filesystem::path> m_trash; ///< folders to be emptied
    pid_t m_cleaner = 0;                ///< who empties one now
};

} // namespace sw::sandbox::process
