#include "app/stw/commands.h"
#include "app/stw/options.h"
#include "core/checks/shell/shellcheck.h"
#include "core/sandbox/sandbox.h"
#include "core/store/store.h"

#include <memory>

namespace sw::app {

namespace {

const char* isolationName(sandbox::Isolation isolation) {
    switch (isolation) {
    case sandbox::Isolation::Root: return "root";
    case sandbox::Isolation::UserMap: return "user-map";
    case sandbox::Isolation::SingleUid: return "single-uid";
    case sandbox::Isolation::Chroot: return "chroot";
    case sandbox::Isolation::None: return "none";
    }
    return "none";
}

const char* networkName(sandbox::NetworkBackend network) {
    switch (network) {
    case sandbox::NetworkBackend::Pasta: return "pasta";
    case sandbox::NetworkBackend::Slirp4netns: return "slirp4netns";
    case sandbox::NetworkBackend::Host: return "host";
    }
    return "host";
}

io::Json toJson(const sandbox::Capabilities& seen) {
    io::Json probes = io::Json::array();
    for (const sandbox::Probe& probe : seen.probes) {
        probes.push_back({{"name", probe.name.text()},
                          {"ok", probe.ok},
                          {"essential", probe.essential},
                          {"finding", probe.finding.text()},
                          {"remedy", probe.remedy.text()}});
    }
    return {{"schema", "stagewright.doctor/1"},
            {"isolation", isolationName(seen.isolation)},
            {"network", networkName(seen.network)},
            {"devices", seen.canMakeDevices},
            {"summary", seen.summary()},
            {"blocker", seen.blocker.text()},
            {"probes", std::move(probes)}};
}

void printText(const sandbox::Capabilities& seen) {
    for (const sandbox::Probe& probe : seen.probes) {
        const char* mark = probe.ok ? "ok  " : probe.essential ? "FAIL" : "note";
        std::string name = probe.name.text();
        name.resize(std::max<std::size_t>(name.size(), 20), ' ');
        printLine(std::string(mark) + "  " + name + "  " + probe.finding.text());
        if (!probe.remedy.empty()) {
            printLine(std::string(28, ' ') + "-> " + probe.remedy.text());
        }
    }
    printLine(seen.blocker.empty() ? "RUN works here: " + seen.summary() + "." : "RUN cannot work here: " + seen.blocker.text());
}

void run(Format format, Console& console) {
    const std::filesystem::path root = console.store.empty() ? store::Store::defaultRoot() : std::filesystem::path(console.store);
    sandbox::Capabilities seen = sandbox::probeMachine(root, sandbox::helperPath());
    const bool shellcheck = checks::ShellChecker().available();
    seen.probes.push_back({"shellcheck", shellcheck, false,
                           shellcheck ? "the scripts of RUN are checked by ShellCheck"
                                      : "ShellCheck is not installed, so the scripts of RUN are not checked",
                           shellcheck ? "" : "Install the package shellcheck (ShellCheck in Fedora)."});
    if (format == Format::Json) {
        printJson(toJson(seen));
    } else {
        printText(seen);
    }
    console.exitCode = seen.isolation == sandbox::Isolation::None ? kMachine : kGood;
}

} // namespace

void addDoctorCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("doctor", "What this machine allows RUN, and the remedy for what it does not");
    auto format = std::make_shared<Format>(Format::Text);
    addFormatOption(*command, *format);
    command->callback([format, &console] { run(*format, console); });
}

} // namespace sw::app
