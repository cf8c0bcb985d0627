#include "playground.h"

#include <QProcess>

#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace sw;
using namespace sw::sandbox;

namespace swtest {

Playground::Playground() : m_root(m_temporary.path().toStdString()), m_base(m_root / "trees" / "base") {
    ::chmod(m_root.c_str(), 0755);
    makeBase();
    if (!m_missing.empty()) {
        return;
    }
    Result<std::unique_ptr<Sandbox>> started = Sandbox::start({helperPath(), m_root, m_root / "work"});
    if (!started) {
        m_missing = "no sandbox here: " + started.error().text();
        return;
    }
    m_sandbox = std::move(*started);
}

Playground::~Playground() {
    if (!m_sandbox) {
        return;
    }
    m_sandbox.reset();
    // Foreign owners: only a sandbox can delete these.
    const Result<std::unique_ptr<Sandbox>> cleaner = Sandbox::start({helperPath(), m_root, m_root / "cleaner"});
    const auto trash = m_root / "trash";
    for (const char* name : {"work", "trees", "cache"}) {
        if (cleaner && std::filesystem::exists(m_root / name)) {
            static_cast<void>((*cleaner)->discard(m_root / name, trash));
        }
    }
    eventually([&] { return std::filesystem::is_empty(trash); });
}

void Playground::makeBase() {
    QProcess which;
    which.start(QStringLiteral("busybox"), {QStringLiteral("--list")});
    if (!which.waitForFinished() || which.exitCode() != 0) {
        m_missing = "busybox-static is not installed";
        return;
    }
    for (const char* name : {"bin", "etc", "tmp", "var/data", "proc", "dev", "sys"}) {
        std::filesystem::create_directories(m_base / name);
    }
    ::chmod((m_base / "tmp").c_str(), 01777);
    std::filesystem::path busybox = "/usr/bin/busybox";
    if (!std::filesystem::exists(busybox)) {
        busybox = "/bin/busybox";
    }
    std::filesystem::copy_file(busybox, m_base / "bin/busybox");
    for (const QByteArray& applet : which.readAllStandardOutput().split('\n')) {
        if (!applet.isEmpty() && applet != "busybox") {
            std::filesystem::create_symlink("busybox", m_base / "bin" / applet.toStdString());
        }
    }
    std::ofstream(m_base / "etc/passwd") << "root:x:0:0:root:/root:/bin/sh\nwww:x:33:33::/:/bin/sh\n";
    std::ofstream(m_base / "var/data/one") << "one\n";
    std::ofstream(m_base / "var/data/two") << "two\n";
    std::filesystem::create_hard_link(m_base / "var/data/two", m_base / "var/data/twin");
}

RunSpec Playground::shell(const std::string& script) {
    RunSpec spec;
    spec.args = {"/bin/sh", "-c", script};
    spec.env = {"PATH=/bin"};
    spec.trees = {m_base};
    spec.upper = m_sandbox->makeUpper().value();
    spec.network = NetworkMode::None;
    return spec;
}

Playground::Outcome Playground::run(const RunSpec& spec, std::stop_token stop) {
    Outcome outcome;
    outcome.upper = spec.upper;
    const Result<ExitStatus> status = m_sandbox->run(
        spec, [&](int stream, std::string_view text) { (stream == 1 ? outcome.out : outcome.err) += text; }, stop);
    if (status) {
        outcome.code = status->code;
        outcome.peakMemory = status->peakMemory;
    } else {
        outcome.error = status.error().text();
        outcome.errorCode = status.error().code;
    }
    return outcome;
}

Playground::Committed Playground::commit(const Outcome& outcome, const std::vector<std::filesystem::path>& trees) {
    Committed committed;
    committed.file = m_root / ("layer" + std::to_string(++m_counter) + ".tar");
    const UniqueFd fd(::open(committed.file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    Result<oci::FinishedTar> finished = m_sandbox->commit(outcome.upper, trees, fd.get(), {});
    if (finished) {
        committed.tar = std::move(*finished);
    } else {
        committed.error = finished.error().text();
    }
    return committed;
}

std::vector<std::string> Playground::Committed::list() const {
    std::vector<std::string> names;
    for (const auto& entry : tar.index.entries) {
        names.push_back(std::string(1, "-hldcbpw"[static_cast<std::size_t>(entry.type)]) + (entry.opaque ? "! " : " ") + entry.path);
    }
    return names;
}

} // namespace swtest
