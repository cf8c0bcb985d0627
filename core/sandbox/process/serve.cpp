#include "core/sandbox/process/serve.h"

#include "core/sandbox/process/devicefilter.h"
#include "core/sandbox/process/entry.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/process/jobs.h"
#include "core/sandbox/process/server.h"

#include <cerrno>
#include <csignal>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr int kSocket = 3;

/// Namespaces of the outer process, in the order in which they work.
Result<Context> enter(const std::filesystem::path& state, const std::filesystem::path& work, Sentence& shortfall) {
    Context context;
    context.state = state;
    context.work = work;
    context.runtime = findProgram("crun");
    if (context.runtime.empty()) {
        return failure(ErrorCode::Unsupported, say("crun, which runs the processes, is not installed: sudo apt install crun"));
    }
    if (::geteuid() == 0) {
        context.isolation = Isolation::Root;
    } else {
        SW_TRY(const UserNamespace space, enterUserNamespace());
        context.isolation = space.isolation;
        shortfall = space.shortfall;
    }
    context.userXattr = !inInitialUserNamespace();
    SW_CHECK(enterMountNamespace());
    SW_CHECK(settleMounts());
    return context;
}

Result<void> settleInside(Context& context) {
    SW_CHECK(mountProc());
    const char* options = "mode=0700";
    if (::mount("tmpfs", context.state.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) {
        return failure(errnoError(say("cannot mount a tmpfs on %1", context.state.native()), errno));
    }
    context.runtimeFd = sealedCopy(context.runtime).release(); // for as long as the process lives
    const std::filesystem::path node = context.state / "node";
    context.canMakeDevices = ::mknod(node.c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0;
    ::unlink(node.c_str());
    return {};
}

int serveInside(Context context, const Sentence& shortfall) {
    if (const Result<void> ready = settleInside(context); !ready) {
        sendReply(kSocket, 0, failure(ready.error()));
        return 1;
    }
    sendReply(kSocket, 0,
              Json{{"isolation", static_cast<int>(context.isolation)},
                   {"canMakeDevices", context.canMakeDevices},
                   {"shortfall", shortfall.text()}});
    Server(context, kSocket).serve();
    return 0;
}

} // namespace

int serveMain(const std::filesystem::path& state, const std::filesystem::path& work) {
    resetProcess(kSocket + 1);
    ::signal(SIGPIPE, SIG_IGN);
    Sentence shortfall;
    Result<Context> context = enter(state, work, shortfall);
    if (!context) {
        sendReply(kSocket, 0, failure(context.error()));
        return 1;
    }
    // While /proc is ours: soon it is the inner process's.
    const std::filesystem::path devices = deviceGroupOf(context->state.filename().native());
    const pid_t inner = ::fork();
    if (inner == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // after the changes of user, which clear it
        ::_exit(serveInside(std::move(*context), shortfall));
    }
    ::close(kSocket); // its other holder ends with the sandbox; this process only waits
    ::dup2(0, 2);     // for a few milliseconds longer than whoever started it, who may have a reader of a pipe behind it
    int status = 0;
    while (::waitpid(inner, &status, 0) < 0 && errno == EINTR) {
    }
    removeDeviceGroup(devices); // nobody is in it any more
    // Without exit handlers: the pid namespace of this process's children has ended, and it can start none any more.
    ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

} // namespace sw::sandbox::process
