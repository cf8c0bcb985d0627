#include "playground.h"

#include "core/sandbox/process/files.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <fstream>
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <semaphore>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace sw;
using namespace sw::sandbox;
using namespace swtest;

namespace {

/// Process ids whose command line contains a marker.
std::vector<pid_t> processesWith(const std::string& marker) {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        const std::string line = process::readText(entry.path() / "cmdline"); // "" when it has gone meanwhile
        if (name.find_first_not_of("0123456789") == std::string::npos && line.contains(marker) && std::stoi(name) != ::getpid()) {
            found.push_back(std::stoi(name));
        }
    }
    return found;
}

/// The files below a directory that hold a text; nothing when something went away during the walk.
std::optional<std::vector<std::string>> filesWith(const std::filesystem::path& directory, const std::string& text) {
    std::vector<std::string> found;
    std::error_code error;
    std::filesystem::recursive_directory_iterator at(directory, std::filesystem::directory_options::skip_permission_denied, error);
    for (; !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
        std::error_code gone;
        if (at->symlink_status(gone).type() == std::filesystem::file_type::regular && process::readText(at->path()).contains(text)) {
            found.push_back(at->path());
        }
    }
    return error ? std::nullopt : std::optional(std::move(found));
}

/// Says one line to everybody who connects.
class Greeter {
public:
    explicit Greeter(in_addr_t at) : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(at);
        socklen_t size = sizeof(address);
        ::bind(m_listener.get(), reinterpret_cast<sockaddr*>(&address), size);
        ::listen(m_listener.get(), 1);
        ::getsockname(m_listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this] {
            for (;;) {
                const UniqueFd peer(::accept(m_listener.get(), nullptr, nullptr));
                if (!peer.valid()) {
                    return;
                }
                static_cast<void>(::write(peer.get(), "hello from outside\n", 19));
            }
        });
    }
    ~Greeter() { ::shutdown(m_listener.get(), SHUT_RDWR); }
    Greeter(const Greeter&) = delete;
    Greeter& operator=(const Greeter&) = delete;
    std::string port() const { return std::to_string(m_port); }

private:
    UniqueFd m_listener;
    std::uint16_t m_port = 0;
    std::jthread m_thread;
};

std::string outsideAddress() {
    ifaddrs* list = nullptr;
    ::getifaddrs(&list);
    std::string found;
    for (const ifaddrs* item = list; item != nullptr; item = item->ifa_next) {
        if (item->ifa_addr == nullptr || item->ifa_addr->sa_family != AF_INET || (item->ifa_flags & IFF_LOOPBACK) != 0) {
            continue;
        }
        std::array<char, INET_ADDRSTRLEN> text{};
        const auto* address = reinterpret_cast<const sockaddr_in*>(item->ifa_addr);
        found = ::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size());
    }
    ::freeifaddrs(list);
    return found;
}

/// Descendants of this process (by the parent links) with a program name.
int childrenNamed(const std::string& program) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) {
            continue;
        }
        const std::string line = process::readText(entry.path() / "comm");
        // pasta replaces itself by pasta.avx2 where the processor can.
        for (int depth = 0; line.starts_with(program) && depth < 10 && name != "0"; ++depth) {
            if (name == std::to_string(::getpid())) {
                ++count;
                break;
            }
            const std::string text = process::readText("/proc/" + name + "/stat");
            std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
            fields >> name >> name;
        }
    }
    return count;
}

std::string marker() {
    static int counter = 0;
    return "marker-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
}

} // namespace

class TestSandbox : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Playground> m_playground;

    Playground& ground() { return *m_playground; }
    void expectNoTrace(const Playground::Outcome& outcome) {
        QCOMPARE(outcome.error, std::string());
        QCOMPARE(bytes(outcome.err), QByteArray());
        QCOMPARE(outcome.code, 0);
        const auto layer = ground().commit(outcome);
        QCOMPARE(layer.error, std::string());
        QCOMPARE(layer.list(), std::vector<std::string>());
    }

private Q_SLOTS:
    void initTestCase() {
        m_playground = std::make_unique<Playground>();
        NEEDS_SANDBOX(ground());
        qInfo("isolation: %s", ground().sandbox().capabilities().summary().c_str());
    }
    void cleanupTestCase() { m_playground.reset(); }

    void exitCodesAreValues_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<int>("code");
        QTest::newRow("success") << QByteArray("true") << 0;
        QTest::newRow("the shell's own") << QByteArray("exit 42") << 42;
        QTest::newRow("128 + signal when killed") << QByteArray("sh -c 'kill -TERM $$'; exit $?") << 143;
        QTest::newRow("a command that is not there") << QByteArray("no-such-command 2>/dev/null") << 127;
    }
    void exitCodesAreValues() {
        QFETCH(QByteArray, script);
        QFETCH(int, code);
        const auto outcome = ground().run(script.toStdString());
        QCOMPARE(outcome.error, std::string());
        QCOMPARE(outcome.code, code);
    }

    void programThatDoesNotExistSaysSo() {
        RunSpec spec = ground().shell("");
        spec.args = {"/bin/not-there"};
        const auto outcome = ground().run(spec);
        QCOMPARE(outcome.code, 127);
        QVERIFY2(outcome.err.contains("/bin/not-there"), outcome.err.c_str());
    }

    void outputStaysInItsStreamAndOrder() {
        const auto outcome = ground().run("for i in 1 2 3; do echo out$i; echo err$i >&2; done; printf nonewline");
        QCOMPARE(bytes(outcome.out), QByteArray("out1\nout2\nout3\nnonewline"));
        QCOMPARE(bytes(outcome.err), QByteArray("err1\nerr2\nerr3\n"));
    }

    void muchOutputArrivesWhole() {
        const auto outcome = ground().run("i=0; while [ $i -lt 20000 ]; do echo line-$i; i=$((i+1)); done");
        QCOMPARE(outcome.code, 0);
        QCOMPARE(std::ranges::count(outcome.out, '\n'), 20000);
        QVERIFY(outcome.out.ends_with("line-19999\n"));
    }

    void firstLineComesBeforeTheEnd() {
        RunSpec spec = ground().shell("echo started; read line < /gate; echo $line");
        // The step waits at a pipe until the first line has been seen outside.
        const auto gate = ground().path("gate");
        QCOMPARE(::mkfifo(gate.c_str(), 0666), 0);
        spec.mounts.push_back(hostMount(MountSpec::Kind::Cache, "/gate", gate.parent_path()));
        spec.mounts.back().source = gate.filename();
        std::string seen;
        const auto status = ground().sandbox().run(
            spec,
            [&](int, std::string_view text) {
                if (seen.empty()) {
                    std::ofstream(gate) << "go on\n";
                }
                seen += text;
            },
            {});
        QVERIFY2(status.has_value(), status ? "" : status.error().text().c_str());
        QCOMPARE(bytes(seen), QByteArray("started\ngo on\n"));
    }

    void environmentIsExactlyTheGivenOne() {
        RunSpec spec = ground().shell("env | sort");
        spec.env = {"PATH=/bin", "GREETING=hello world", "EMPTY="};
        const auto outcome = ground().run(spec);
        QVERIFY2(outcome.out.contains("GREETING=hello world\n"), outcome.out.c_str());
        QVERIFY(outcome.out.contains("EMPTY=\n"));
        QVERIFY2(!outcome.out.contains("HOME=/root\nXDG"), outcome.out.c_str());
        QVERIFY(!outcome.out.contains("QT_"));
    }

    void workingDirectoryIsUsed() {
        RunSpec spec = ground().shell("pwd");
        spec.cwd = "/var/data";
        QCOMPARE(bytes(ground().run(spec).out), QByteArray("/var/data\n"));
    }

    void userAndGroupsAreSet() {
        if (ground().flattened()) {
            QSKIP("one user id only");
        }
        RunSpec spec = ground().shell("id -u; id -g; id -G; grep CapEff /proc/self/status; echo to-stdout > /dev/stdout");
        spec.uid = 33;
        spec.gid = 34;
        spec.groups = {35, 36};
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("33\n34\n34 35 36\nCapEff:\t0000000000000000\nto-stdout\n"));
    }

    void confinementIsBuildKits() {
        const auto outcome = ground().run("grep -E '^(CapEff|CapBnd|CapInh|CapAmb|NoNewPrivs|Seccomp):' /proc/self/status; hostname; umask");
        const QByteArray expected("CapInh:\t0000000000000000\nCapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\n"
                                  "CapAmb:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t2\nbuildkitsandbox\n0022\n");
        QCOMPARE(bytes(outcome.out), expected);
    }

    void namespacesAndMountsAreRefused() {
        const auto outcome = ground().run("unshare -r true 2>&1; mount -t tmpfs x /tmp 2>&1; chmod 700 /proc/sys/kernel 2>&1; cat /proc/keys; true");
        QVERIFY2(outcome.out.contains("unshare"), outcome.out.c_str());
        QVERIFY2(outcome.out.contains("mount"), outcome.out.c_str());
        QVERIFY2(outcome.out.contains("Read-only file system"), outcome.out.c_str());
    }

    void insecureHasAllCapabilities() {
        RunSpec spec = ground().shell("grep -E '^(CapEff|Seccomp):' /proc/self/status");
        spec.insecure = true;
        const auto outcome = ground().run(spec);
        QVERIFY2(outcome.out.contains("Seccomp:\t0"), (outcome.out + outcome.err + outcome.error).c_str());
        std::ifstream own("/proc/self/status"); // as much as this machine lets root have
        const std::string text((std::istreambuf_iterator<char>(own)), std::istreambuf_iterator<char>());
        const bool root = ground().sandbox().capabilities().isolation == Isolation::Root;
        const std::string all = root ? text.substr(text.find("CapBnd:\t") + 8, 16) : "000001ffffffffff";
        QVERIFY2(outcome.out.contains("CapEff:\t" + all), outcome.out.c_str());
    }

    void theHostIsNotVisible() {
        const auto outcome = ground().run("ls /; ls /proc | grep -c '^[0-9]'");
        QVERIFY2(!outcome.out.contains("home"), outcome.out.c_str());
        QVERIFY2(!outcome.out.contains("root"), outcome.out.c_str());
        const auto lines = bytes(outcome.out).trimmed().split('\n');
        QVERIFY2(lines.last().toInt() < 6, "processes of the host show");
    }

    void aRunLeavesNoTrace() { expectNoTrace(ground().run("cat /etc/hosts /etc/resolv.conf > /dev/null; ls -R /dev /etc > /dev/null")); }

    void stopEndsTheWholeContainer() {
        const std::string mark = marker();
        std::stop_source stop;
        RunSpec spec = ground().shell("(trap '' TERM; sleep 1000 " + mark + "; true) & trap '' TERM; echo up; wait; sleep 1001; true");
        spec.args.push_back(mark);
        Result<ExitStatus> status = failure(ErrorCode::Internal, "");
        QElapsedTimer timer;
        status = ground().sandbox().run(
            spec,
            [&](int, std::string_view) {
                timer.start();
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!status.has_value());
        QCOMPARE(status.error().code, ErrorCode::Cancelled);
        QVERIFY2(timer.elapsed() < 2000, "stopping took too long");
        QCOMPARE(processesWith(mark).size(), std::size_t(0));
    }

    void stopBeforeTheContainerIsUpEndsIt() {
        for (int delay = 0; delay < 12; delay += 3) {
            std::stop_source stop;
            std::jthread stopper([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(delay));
                stop.request_stop();
            });
            const auto outcome = ground().run(ground().shell("sleep 1000"), stop.get_token());
            QCOMPARE(outcome.errorCode, ErrorCode::Cancelled);
        }
    }

    void requestedStopStartsNothing() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(ground().run(ground().shell("true"), stop.get_token()).errorCode, ErrorCode::Cancelled);
    }

    void endOfTheSandboxEndsItsContainers() {
        Playground other;
        NEEDS_SANDBOX(other);
        const std::string mark = marker();
        RunSpec spec = other.shell("echo up; sleep 1000; true");
        spec.args.push_back(mark);
        std::binary_semaphore up(0);
        Result<ExitStatus> status;
        std::jthread runner([&] { status = other.sandbox().run(spec, [&](int, std::string_view) { up.release(); }, {}); });
        up.acquire();
        QVERIFY(!processesWith(mark).empty());
        const std::vector<pid_t> processes = processesWith(other.path("work").native());
        QVERIFY(!processes.empty());
        ::kill(std::ranges::min(processes), SIGKILL); // the outermost one
        runner.join();
        QVERIFY(!status.has_value());
        QCOMPARE(status.error().code, ErrorCode::Io);
        QVERIFY(eventually([&] { return processesWith(mark).empty(); }));
    }

    void manyRunsAtOnce() {
        std::vector<std::string> outputs(8);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                threads.emplace_back([&, i] {
                    outputs[i] = ground().run("echo " + std::to_string(i) + "; echo $$").out;
                });
            }
        }
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            QCOMPARE(bytes(outputs[i]), QByteArray::number(static_cast<int>(i)) + "\n1\n");
        }
    }

    void networkNoneHasOnlyLoopback() {
        const auto outcome = ground().run("ls /sys/class/net; ip addr show lo | grep -c 'inet 127.0.0.1'");
        QCOMPARE(bytes(outcome.out), QByteArray("lo\n1\n"));
    }

    void networkHostReachesTheHost() {
        const Greeter greeter(INADDR_LOOPBACK);
        RunSpec spec = ground().shell("nc 127.0.0.1 " + greeter.port() + " < /dev/null");
        spec.network = NetworkMode::Host;
        QCOMPARE(bytes(ground().run(spec).out), QByteArray("hello from outside\n"));
    }

    void sandboxedNetworkReachesOutsideButNotTheHostsLoopback() {
        if (ground().sandbox().capabilities().network == NetworkBackend::Host) {
            QSKIP("no sandboxed network on this machine");
        }
        const std::string address = outsideAddress();
        if (address.empty()) {
            QSKIP("this machine has no network");
        }
        if (ground().sandbox().capabilities().network == NetworkBackend::Pasta) {
            // This machine's address is the sandbox's own there; a way out is what can be seen without a second machine.
            RunSpec spec = ground().shell("ip route | grep -c ^default");
            spec.network = NetworkMode::Default;
            QCOMPARE(bytes(ground().run(spec).out), QByteArray("1\n"));
        } else {
            const Greeter outside(INADDR_ANY);
            RunSpec spec = ground().shell("nc -w 5 " + address + " " + outside.port() + " < /dev/null");
            spec.network = NetworkMode::Default;
            const auto outcome = ground().run(spec);
            QCOMPARE(bytes(outcome.err), QByteArray());
            QCOMPARE(bytes(outcome.out), QByteArray("hello from outside\n"));
        }
        const Greeter inside(INADDR_LOOPBACK);
        RunSpec spec = ground().shell("for a in 127.0.0.1 10.0.2.2 " + address + "; do nc -w 2 $a " + inside.port() + " < /dev/null; done 2>/dev/null; true");
        spec.network = NetworkMode::Default;
        QCOMPARE(bytes(ground().run(spec).out), QByteArray());
    }

    void noHelperOfTheNetworkSurvives() {
        const std::string mark = ground().path("own").native();
        {
            auto own = Sandbox::start({helperPath(), ground().path("own"), ground().path("own/work")});
            QVERIFY(own.has_value());
            RunSpec spec = ground().shell("true");
            spec.upper = (*own)->makeUpper().value();
            spec.network = NetworkMode::Default;
            QVERIFY((*own)->run(spec, [](int, std::string_view) {}, {}).has_value());
            const bool sandboxed = (*own)->capabilities().network != NetworkBackend::Host;
            QCOMPARE(childrenNamed("slirp4netns") + childrenNamed("pasta") > 0, sandboxed);
        }
        // This program's own sandbox may have made its network as well; it is the only other one.
        m_playground = std::make_unique<Playground>();
        QVERIFY(eventually([] { return childrenNamed("slirp4netns") + childrenNamed("pasta") == 0; }));
        QVERIFY(eventually([&] { return processesWith(mark).empty(); })); // nobody waits for the kernel to take down a network
    }

    void containersOfOneSandboxCanBeConnectedTo() {
        Playground other;
        NEEDS_SANDBOX(other);
        RunSpec spec = other.shell("echo hello from inside | nc -l -p 8080");
        spec.network = NetworkMode::Default;
        spec.ownNetwork = true;
        std::jthread runner([&] { static_cast<void>(other.run(spec)); });
        Result<UniqueFd> connection = failure(ErrorCode::Internal, "");
        QVERIFY(eventually([&] { return (connection = other.sandbox().connect(8080)).has_value(); }));
        std::array<char, 100> buffer{};
        const ssize_t n = ::read(connection->get(), buffer.data(), buffer.size());
        QCOMPARE(QByteArray(buffer.data(), n), QByteArray("hello from inside\n"));
        ::shutdown(connection->get(), SHUT_RDWR);
    }

    void defaultNetworkIsTheAnnouncedOne() {
        RunSpec spec = ground().shell("ls /sys/class/net; cat /etc/resolv.conf");
        spec.network = NetworkMode::Default;
        const auto outcome = ground().run(spec);
        QCOMPARE(outcome.code, 0);
        if (ground().sandbox().capabilities().network == NetworkBackend::Host) {
            QVERIFY2(outcome.out.contains("lo\n"), outcome.out.c_str());
        } else {
            QVERIFY2(outcome.out.starts_with("lo\ntap0\n") || outcome.out.contains("nameserver 169.254.1.1"), outcome.out.c_str());
        }
    }

    void extraHostsAreNamed() {
        RunSpec spec = ground().shell("cat /etc/hosts");
        spec.extraHosts = {{"registry.test", "10.1.2.3"}};
        const auto outcome = ground().run(spec);
        QVERIFY2(outcome.out.contains("10.1.2.3\tregistry.test\n"), outcome.out.c_str());
        QVERIFY2(outcome.out.contains("127.0.0.1\tlocalhost buildkitsandbox\n"), outcome.out.c_str());
    }

    void secretsAreInTheProcessAndNowhereElse() {
        const std::string secret = "the-" + marker() + "-secret";
        RunSpec spec = ground().shell("cat /run/secrets/token; stat -c '%a %u %g' /run/secrets/token; touch /run/secrets/other 2>/dev/null; true");
        spec.mounts.push_back(mountOf(MountSpec::Kind::Secret, "/run/secrets/token"));
        spec.mounts.back().data = secret;
        spec.mounts.back().mode = 0400;
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), bytes(secret) + "400 0 0\n");
        const auto layer = ground().commit(outcome);
        QVERIFY2(layer.find("run/secrets/token") == nullptr, "a secret's mount point is in the layer");
        // What runs before it left is removed while the sandbox is idle: a walk that meets with that is begun again.
        std::vector<std::string> holders;
        QVERIFY(eventually([&] {
            const auto found = filesWith(ground().path("work"), secret);
            holders = found.value_or(std::vector<std::string>());
            return found.has_value();
        }));
        QVERIFY2(holders.empty(), holders.empty() ? "" : holders.front().c_str());
    }

    void bindMountsShowTreesAndDiscardWrites() {
        const auto one = ground().path("trees/context");
        std::filesystem::create_directories(one / "src/deep");
        std::ofstream(one / "src/deep/file") << "content\n";
        RunSpec spec = ground().shell("cat /new/place/deep/file; (echo x > /new/place/added) 2>/dev/null || echo read-only");
        spec.mounts.push_back(treeMount("/new/place", one, "/src"));
        auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("content\nread-only\n"));
        expectNoTrace(outcome);

        RunSpec writable = ground().shell("echo x > /new/place/added && rm -r /new/place/deep && ls /new/place");
        writable.mounts = spec.mounts;
        writable.mounts[0].readOnly = false;
        outcome = ground().run(writable);
        QCOMPARE(bytes(outcome.out), QByteArray("added\n"));
        expectNoTrace(outcome);
        QVERIFY(std::filesystem::exists(one / "src/deep/file"));
        QVERIFY(!std::filesystem::exists(one / "src/added"));
    }

    void singleFilesCanBeMounted() {
        const auto one = ground().path("trees/file");
        std::filesystem::create_directories(one);
        std::ofstream(one / "package.json") << "{}\n";
        RunSpec spec = ground().shell("cat /app/package.json");
        spec.mounts.push_back(treeMount("/app/package.json", one, "package.json"));
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("{}\n"));
        expectNoTrace(outcome);
    }

    void mountsInsideMounts() {
        const auto one = ground().path("trees/outer");
        std::filesystem::create_directories(one / "src");
        std::ofstream(one / "src/file") << "outer\n";
        RunSpec spec = ground().shell("cat /w/file; touch /w/node_modules/x && ls /w");
        spec.mounts.push_back(treeMount("/w", one, "src"));
        spec.mounts.push_back(mountOf(MountSpec::Kind::Tmpfs, "/w/node_modules"));
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.err), QByteArray());
        QCOMPARE(bytes(outcome.out), QByteArray("outer\nfile\nnode_modules\n"));
        expectNoTrace(outcome);
    }

    void missingSourceOfAMountIsNamed() {
        const auto one = ground().path("trees/empty");
        std::filesystem::create_directories(one);
        RunSpec spec = ground().shell("true");
        spec.mounts.push_back(treeMount("/x", one, "/not/here"));
        const auto outcome = ground().run(spec);
        QCOMPARE(outcome.errorCode, ErrorCode::NotFound);
        QVERIFY2(outcome.error.contains("/not/here"), outcome.error.c_str());
    }

    void cachesKeepTheirContents() {
        const auto cache = ground().path("cache/npm");
        QVERIFY(ground().sandbox().makeDirectory(cache, 0755, 0, 0).has_value());
        RunSpec spec = ground().shell("cat /root/.npm/value 2>/dev/null; echo kept > /root/.npm/value");
        spec.mounts.push_back(hostMount(MountSpec::Kind::Cache, "/root/.npm", cache));
        expectNoTrace(ground().run(spec));
        RunSpec again = ground().shell("cat /root/.npm/value");
        again.mounts = spec.mounts;
        QCOMPARE(bytes(ground().run(again).out), QByteArray("kept\n"));
    }

    void tmpfsMountsAreEmptyAndGone() {
        RunSpec spec = ground().shell("ls -A /var/data; echo x > /var/data/x; df /var/data | tail -1 | awk '{print $2}'");
        spec.mounts.push_back(mountOf(MountSpec::Kind::Tmpfs, "/var/data"));
        spec.mounts.back().size = 1U << 20U;
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("1024\n"));
        expectNoTrace(outcome);
    }

    void socketsOfTheHostCanBeReached() {
        if (QStandardPaths::findExecutable("ssh-add").isEmpty()) {
            QSKIP("openssh-client is not installed");
        }
        const auto path = ground().path("agent.sock");
        QProcess agent;
        agent.start("ssh-agent", {"-D", "-a", QString::fromStdString(path.native())});
        QVERIFY(agent.waitForReadyRead()); // it prints its address when it listens
        QVERIFY(std::filesystem::is_socket(path));
        // The machine's own ssh-add talks to it, from below /host with its own libraries.
        RunSpec spec = ground().shell("ls -ln /run/agent | awk '{print $1, $3, $4}'; set -- /host/lib*/ld-linux-*.so.*; export SSH_AUTH_SOCK=/run/agent; "
                                      "add() { $1 --library-path /host/lib/$(uname -m)-linux-gnu:/host/lib64 /host/bin/ssh-add $2 2>&1; }; "
                                      "add $1 -l; add $1 -l; add $1 -D; true");
        spec.mounts.push_back(hostMount(MountSpec::Kind::Socket, "/run/agent", path));
        spec.mounts.back().mode = 0640;
        if (!ground().flattened()) {
            spec.mounts.back().uid = 33;
            spec.mounts.back().gid = 34;
        }
        MountSpec programs = mountOf(MountSpec::Kind::Tree, "/host");
        programs.trees = {"/usr"};
        spec.mounts.push_back(std::move(programs));
        const auto outcome = ground().run(spec);
        agent.kill();
        agent.waitForFinished();
        const QByteArray socket = ground().flattened() ? "srw-r----- 0 0\n" : "srw-r----- 33 34\n";
        QVERIFY2(bytes(outcome.out) == socket + "The agent has no identities.\nThe agent has no identities.\nFailed to remove all identities.\n", (outcome.out + outcome.err).c_str());
        expectNoTrace(outcome);
    }

    void anAgentThatIsGoneIsSaidSo() {
        const auto path = ground().path("gone.sock");
        const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
        QCOMPARE(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
        RunSpec spec = ground().shell("true");
        spec.mounts.push_back(hostMount(MountSpec::Kind::Socket, "/run/agent", path));
        const auto outcome = ground().run(spec);
        QVERIFY2(outcome.error.contains("is the agent running?"), outcome.error.c_str());
    }

    void onlyHarmlessDevicesWork() {
        if (ground().sandbox().capabilities().isolation != Isolation::Root || !ground().sandbox().capabilities().canMakeDevices) {
            QSKIP("an ordinary user makes no nodes");
        }
        if (!std::filesystem::exists("/dev/loop-control")) {
            QSKIP("this machine has no device to try");
        }
        // Making a node is allowed, and using it where every container has the device.
        const auto outcome = ground().run("mknod /null c 1 3 && echo x > /null && echo null; mknod /loops c 10 237 && echo made; "
                                          "(exec 3< /loops) 2>/dev/null && echo opened; true");
        QCOMPARE(bytes(outcome.out), QByteArray("null\nmade\n"));
        RunSpec insecure = ground().shell("(exec 3< /dev/loop-control) && echo opened");
        insecure.insecure = true;
        QCOMPARE(bytes(ground().run(insecure).out), QByteArray("opened\n"));
    }

    void limitsAreSet() {
        RunSpec spec = ground().shell("ulimit -n; ulimit -Hn");
        spec.ulimits = {{"nofile", 100, 200}};
        QCOMPARE(bytes(ground().run(spec).out), QByteArray("100\n200\n"));
    }

    void aMissingWorkingDirectoryIsMadeForTheUser() {
        if (ground().flattened()) {
            QSKIP("one user id only");
        }
        RunSpec spec = ground().shell("pwd; ls -ldn /fresh /fresh/deep | awk '{print $1, $3, $4}'");
        spec.cwd = "/fresh/deep";
        spec.uid = 33;
        spec.gid = 34;
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("/fresh/deep\ndrwxr-xr-x 33 34\ndrwxr-xr-x 33 34\n"));
        QCOMPARE(ground().commit(outcome).list(), (std::vector<std::string>{"d fresh", "d fresh/deep"}));
    }

    void mountPointsThroughLinksLeaveNoTrace() {
        const auto upperTree = ground().path("trees/links");
        std::filesystem::create_directories(upperTree / "real");
        std::filesystem::create_symlink("/real/inside", upperTree / "dangling");
        std::filesystem::create_symlink("../real", upperTree / "link");
        RunSpec spec = ground().shell("ls -d /real/inside /real/made; echo x > /link/made/x");
        spec.trees.push_back(upperTree);
        spec.mounts.push_back(mountOf(MountSpec::Kind::Tmpfs, "/dangling"));
        spec.mounts.push_back(mountOf(MountSpec::Kind::Tmpfs, "/link/made"));
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("/real/inside\n/real/made\n"));
        const auto layer = ground().commit(outcome, spec.trees);
        QCOMPARE(layer.list(), std::vector<std::string>());
    }

    void mountPointsThatALayerDeletedLeaveNoTrace() {
        const auto first = ground().run("mkdir -p /opt/place && echo x > /opt/place/file && echo h > /etc/hosts2");
        const auto tree = ground().path("trees/first");
        QVERIFY(ground().commit(first).error.empty());
        QVERIFY(ground().sandbox().keepAsTree(first.upper, tree).has_value());
        RunSpec remove = ground().shell("rm -r /opt/place");
        remove.trees.push_back(tree);
        const auto second = ground().run(remove);
        QCOMPARE(ground().commit(second, remove.trees).list(), (std::vector<std::string>{"d opt", "w opt/place"}));
        const auto gone = ground().path("trees/second");
        QVERIFY(ground().sandbox().keepAsTree(second.upper, gone).has_value());

        RunSpec spec = ground().shell("ls -A /opt/place");
        spec.trees = {ground().base(), tree, gone};
        spec.mounts.push_back(mountOf(MountSpec::Kind::Tmpfs, "/opt/place"));
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.err), QByteArray());
        QCOMPARE(bytes(outcome.out), QByteArray());
        QCOMPARE(ground().commit(outcome, spec.trees).list(), std::vector<std::string>());
    }

    void hostCertificatesReachTheProcessOnly() {
        const auto bundle = ground().path("ca.pem");
        std::ofstream(bundle) << "-----BEGIN CERTIFICATE-----\n";
        RunSpec spec = ground().shell("cat $NODE_EXTRA_CA_CERTS; echo $SSL_CERT_FILE $CURL_CA_BUNDLE");
        spec.env.emplace_back("CURL_CA_BUNDLE=/mine");
        spec.hostCa = bundle;
        const auto outcome = ground().run(spec);
        QCOMPARE(bytes(outcome.out), QByteArray("-----BEGIN CERTIFICATE-----\n/dev/stagewright-ca.pem /mine\n"));
        expectNoTrace(outcome);
    }

    void peakMemoryIsMeasured() {
        const auto outcome = ground().run("dd if=/dev/zero of=/dev/null bs=64M count=1 2>/dev/null");
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.peakMemory > 60'000'000U, std::to_string(outcome.peakMemory).c_str());
    }

    void missingTreeIsNamed() {
        RunSpec spec = ground().shell("true");
        spec.trees.push_back(ground().path("trees/not-there"));
        const auto outcome = ground().run(spec);
        QCOMPARE(outcome.errorCode, ErrorCode::NotFound);
        QVERIFY2(outcome.error.contains("not-there"), outcome.error.c_str());
    }

    void manyLayersStack() {
        RunSpec spec = ground().shell("cat /top");
        for (int i = 0; i < 150; ++i) {
            const auto tree = ground().path("trees/a-rather-long-name-of-a-layer-tree-" + std::to_string(i));
            std::filesystem::create_directories(tree);
            std::ofstream(tree / "top") << i << "\n";
            spec.trees.push_back(tree);
        }
        QCOMPARE(bytes(ground().run(spec).out), QByteArray("149\n"));
        RunSpec tooMany = ground().shell("true");
        for (int i = 0; i < 600; ++i) {
            tooMany.trees.push_back(ground().path("trees/x" + std::to_string(i)));
        }
        const auto outcome = ground().run(tooMany);
        QCOMPARE(outcome.errorCode, ErrorCode::Unsupported);
        QVERIFY2(outcome.error.contains("layers"), outcome.error.c_str());
    }

    void theSameTreeTwiceIsNoError() {
        RunSpec spec = ground().shell("cat /var/data/one");
        spec.trees = {ground().base(), ground().base()};
        QCOMPARE(bytes(ground().run(spec).out), QByteArray("one\n"));
    }

    void doctorNamesEveryProbe() {
        const Capabilities seen = probeMachine(ground().path("store"), helperPath());
        QVERIFY2(seen.isolation != Isolation::None, seen.blocker.text().c_str());
        QCOMPARE(seen.isolation, ground().sandbox().capabilities().isolation);
        QVERIFY(seen.probes.size() >= 6);
        for (const Probe& probe : seen.probes) {
            QVERIFY2(!probe.finding.text().empty(), probe.name.text().c_str());
            QVERIFY2(probe.ok == probe.remedy.text().empty(), probe.name.text().c_str());
        }
    }

    void missingHelperIsNamed() {
        const auto started = Sandbox::start({ground().path("nothing"), ground().path("."), ground().path("work")});
        QVERIFY(!started.has_value());
        QVERIFY2(started.error().message.text().contains("nothing"), started.error().message.text().c_str());
    }
};

QTEST_GUILESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
