#include "core/checks/lintcontext.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <functional>

namespace sw::checks {

namespace {

using Words = std::vector<const ShellWord*>;

bool contains(const NameList& names, std::string_view text) { return std::ranges::find(names, text) != names.end(); }
bool isPath(std::string_view text) { return text.starts_with("/") || text.starts_with("./") || text.starts_with("../") || text.starts_with("~/"); }
bool endsWithAny(std::string_view text, const NameList& ends) {
    return std::ranges::any_of(ends, [text](std::string_view end) { return text.ends_with(end); });
}

/// One package manager that installs packages of a distribution.
struct Manager {
    std::string_view name;
    NameList programs;
    NameList install;             ///< verbs that install
    NameList withValue;           ///< options whose value is the next word
    std::string_view pinRule;
    std::function<bool(std::string_view)> pinned;
    std::string_view pinShape; ///< "PACKAGE=VERSION"
    std::string_view yesRule;  ///< empty: it does not ask
    NameList yesFlags;
    std::string_view yes;      ///< what to add
    bool yesBeforeVerb = false;
    std::string_view cleanRule;
    NameList cleanArgs;           ///< verbs that clean its cache
    NameList cachePaths;          ///< folders of that cache: removed, or a cache mount
    std::string_view clean;    ///< command to add
};

const std::vector<Manager>& managers() {
    const auto byDash = [](std::string_view p) { return p.contains('-') || p.ends_with(".rpm"); };
    static const NameList kRpmValues = {"enablerepo", "disablerepo", "installroot", "releasever", "setopt", "x", "exclude",
                                         "repo", "repoid", "forcearch", "c", "config", "d", "debuglevel"};
    static const std::vector<Manager> all = {
        {"apt-get", {"apt-get"}, {"install"},
         {"o", "option", "t", "target-release", "default-release", "c", "config-file", "a", "host-architecture"},
         "DL3008", [](std::string_view p) { return p.contains('=') || p.contains('/') || p.ends_with(".deb") || p.ends_with("-"); },
         "PACKAGE=VERSION", "DL3014", {"y", "yes", "assume-yes"}, "-y", false, "DL3009", {},
         {"/var/lib/apt/lists", "/var/lib/apt"}, "rm -rf /var/lib/apt/lists/*"},
        {"apk", {"apk"}, {"add"},
         {"t", "virtual", "X", "repository", "p", "root", "arch", "keys-dir", "cache-dir", "repositories-file", "wait", "cache-max-age"},
         "DL3018", [](std::string_view p) { return p.find_first_of("=<>~") != std::string_view::npos || p.ends_with(".apk") || p.starts_with(".") || p.starts_with("!"); },
         "PACKAGE=VERSION", {}, {}, {}, false, {}, {}, {"/var/cache/apk", "/etc/apk/cache"}, {}},
        {"yum", {"yum"}, {"install", "groupinstall", "localinstall", "reinstall"}, kRpmValues, "DL3033", byDash, "PACKAGE-VERSION",
         "DL3030", {"y", "yes", "assumeyes"}, "-y", false, "DL3032", {"clean"}, {"/var/cache/yum"}, "yum clean all"},
        {"dnf", {"dnf", "microdnf", "dnf5"}, {"install", "groupinstall", "localinstall", "reinstall"}, kRpmValues, "DL3041",
         [](std::string_view p) { return p.contains('-') || p.ends_with(".rpm") || p.contains(':'); }, "PACKAGE-VERSION",
         "DL3038", {"y", "yes", "assumeyes"}, "-y", false, "DL3040", {"clean"},
         {"/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"}, "dnf clean all"},
        {"zypper", {"zypper"}, {"install", "in", "remove", "rm", "source-install", "si", "patch", "update", "up"},
         {"t", "type", "r", "repo", "from", "root", "R", "name"}, "DL3037",
         [](std::string_view p) { return p.find_first_of("=<>") != std::string_view::npos || p.ends_with(".rpm") || p.starts_with("-"); },
         "PACKAGE=VERSION", "DL3034", {"n", "non-interactive", "no-confirm", "y"}, "-n", true, "DL3036", {"clean", "cc"},
         {"/var/cache/zypp"}, "zypper clean"},
    };
    return all;
}

bool hasCacheMount(const Step& step, const NameList& folders) {
    const auto* run = step.instruction->as<dockerfile::RunArgs>();
    return run != nullptr && std::ranges::any_of(run->mounts, [&](const dockerfile::Mount& mount) {
               const bool keeps = mount.type == dockerfile::MountType::Cache || mount.type == dockerfile::MountType::Tmpfs;
               return keeps && std::ranges::any_of(folders, [&](std::string_view folder) {
                          return std::string_view(mount.target).starts_with(folder);
                      });
           });
}

class PackageLinter {
public:
    explicit PackageLinter(LintContext& context) : m_context(context) {}

    void visit(const Step& step) {
        m_step = &step;
        for (const RunBody& body : step.bodies) {
            m_body = &body;
            for (const ShellCommand& command : body.script.commands) {
                m_command = &command;
                for (const Manager& manager : managers()) {
                    if (command.isAny(manager.programs)) {
                        checkManager(manager);
                    }
                }
                checkPip();
                checkNpm();
                checkGem();
                checkGo();
                checkYarn();
            }
        }
    }

private:
    void at(std::string_view rule, Span span, Sentence message, std::vector<QuickFix> fixes = {}) {
        m_context.add(rule, *m_step, m_context.rangeOf(*m_step, *m_body, span), std::move(message), std::move(fixes));
    }

    /// Some packages have no version: told at the first of them.
    void unpinned(std::string_view rule, const Words& packages, const std::function<bool(std::string_view)>& pinned,
                  std::string_view shape) {
        std::vector<std::string> names;
        const ShellWord* first = nullptr;
        for (const ShellWord* package : packages) {
            if (package->literal && !package->text.empty() && !isPath(package->text) && !package->text.starts_with("@") &&
                !package->text.contains("://") && !pinned(package->text)) {
                names.push_back(package->text);
                first = first == nullptr ? package : first;
            }
        }
        if (first != nullptr) {
            at(rule, first->span,
               names.size() == 1 ? say("Give %1 a version, as in %2.", listed(names), shape) : say("Give %1 versions, as in %2.", listed(names), shape));
        }
    }

    void checkManager(const Manager& manager) {
        Words operands = m_command->operands(manager.withValue);
        if (operands.empty()) {
            return;
        }
        const ShellWord& verb = *operands.front();
        const bool installs = contains(manager.install, verb.text);
        if (installs) {
            checkYes(manager, verb);
            operands.erase(operands.begin());
            const bool removes = verb.text == "remove" || verb.text == "rm" || verb.text == "patch" || verb.text == "update" || verb.text == "up";
            if (!removes) {
                unpinned(manager.pinRule, operands, manager.pinned, manager.pinShape);
            }
        }
        checkLeftovers(manager, verb, installs);
        if (manager.name == "apt-get" && installs) {
            checkRecommends(verb);
        }
        if (manager.name == "apk" && installs) {
            checkApkCache(manager, verb);
        }
        if (manager.name == "zypper" && contains({"dist-upgrade", "dup"}, verb.text)) {
            at("DL3035", m_command->span, say("Remove zypper %1: take a newer base image instead.", verb.text));
        }
    }

    void checkYes(const Manager& manager, const ShellWord& verb) {
        const bool quietTwice = manager.name == "apt-get" && (m_command->hasAnyArg({"-qq", "-q=2", "-qqq"}) ||
                                                             std::ranges::count(m_command->words, "-q", &ShellWord::text) > 1);
        if (manager.yesRule.empty() || m_command->hasFlag(manager.yesFlags) || quietTwice || m_command->pipedInto ||
            m_command->hasFlag({"s", "dry-run", "simulate", "print-uris", "download-only"}) ||
            m_command->hasFlag({"assumeno"})) {
            return;
        }
        const Span place = manager.yesBeforeVerb ? m_command->words.front().span : verb.span;
        const std::string flag(manager.yes);
        at(manager.yesRule, verb.span,
           say("Give %1 %2, for nobody answers its question during a build.", m_command->name(), flag),
           m_context.insertAfter(*m_body, place, say("Add %1", flag), " " + flag));
    }

    void checkRecommends(const ShellWord& verb) {
        const bool told = m_command->hasFlag({"no-install-recommends"}) ||
                          std::ranges::any_of(m_command->words, [](const ShellWord& word) {
                              return dockerfile::lowered(word.text).contains("install-recommends");
                          });
        if (!told) {
            at("DL3015", verb.span, say("Give apt-get --no-install-recommends, so that only what is asked for is installed."),
               m_context.insertAfter(*m_body, verb.span, say("Add --no-install-recommends"), " --no-install-recommends"));
        }
    }

    void checkApkCache(const Manager& manager, const ShellWord& verb) {
        if (!m_command->hasFlag({"no-cache"}) && !removesCache(manager) && !hasCacheMount(*m_step, manager.cachePaths)) {
            at("DL3019", verb.span, say("Give apk --no-cache, so that its index does not stay in the image."),
               m_context.insertAfter(*m_body, verb.span, say("Add --no-cache"), " --no-cache"));
        }
    }

    bool removesCache(const Manager& manager) const {
        return std::ranges::any_of(m_body->script.commands, [&](const ShellCommand& command) {
            if (command.isAny(manager.programs) && command.hasAnyArg(manager.cleanArgs)) {
                return true;
            }
            return command.isAny({"rm", "find"}) && std::ranges::any_of(command.words, [&](const ShellWord& word) {
                       return std::ranges::any_of(manager.cachePaths, [&](std::string_view path) {
                                  return std::string_view(word.text).starts_with(path);
                              }) || word.text == "/var/cache/*" || word.text == "/var/cache" || word.text == "/var/lib/apt";
                   });
        });
    }

    /// A cache that this very step leaves in its layer: told once, at the command that fills it.
    void checkLeftovers(const Manager& manager, const ShellWord& verb, bool installs) {
        const bool fills = manager.name == "apt-get" ? verb.text == "update" : installs;
        if (manager.cleanRule.empty() || !fills || removesCache(manager) || hasCacheMount(*m_step, manager.cachePaths) ||
            !isFirst(manager)) {
            return;
        }
        std::string clean(manager.clean);
        if (m_command->is("microdnf")) {
            clean = "microdnf clean all";
        }
        at(manager.cleanRule, m_command->span, say("End this RUN with && %1, for what %2 downloads is of no use in the image.", clean, manager.name),
           appended(clean));
    }

    /// Is this the first command of the step that fills the cache?
    bool isFirst(const Manager& manager) const {
        for (const ShellCommand& command : m_body->script.commands) {
            if (&command == m_command) {
                return true;
            }
            const Words operands = command.isAny(manager.programs) ? command.operands(manager.withValue) : Words();
            const bool fills = !operands.empty() && (manager.name == "apt-get" ? operands.front()->text == "update"
                                                                               : contains(manager.install, operands.front()->text));
            if (fills) {
                return false;
            }
        }
        return true;
    }

    /// " && command" at the end of the step, or a line more in its heredoc.
    std::vector<QuickFix> appended(const std::string& command) const {
        const std::string& text = m_body->text();
        const std::size_t last = text.find_last_not_of(" \t\r\n");
        if (last == std::string::npos || m_body->exec || !m_body->script.understood) {
            return {};
        }
        const Sentence title = say("Add %1", command);
        if (text.contains('\n')) {
            const bool wholeHeredoc = m_step->instruction->heredocs.size() == 1 && text.back() == '\n';
            return wholeHeredoc && !text.contains("<<") ? m_context.replace(*m_body, {last + 1, last + 1}, title, "\n" + command)
                                                        : std::vector<QuickFix>();
        }
        if (text.contains('#') || text[last] == '&' || text[last] == ';' || text[last] == '\\' || text.contains("||") ||
            m_body->script.commands.empty() || m_step->trigger) {
            return {};
        }
        const std::string mark = std::string(" ") + m_context.document().escape + "\n    && ";
        return m_context.replace(*m_body, {last + 1, last + 1}, title, mark + command);
    }

    /// A truthy NAME in the environment of the step: ENV of the chain of stages, or in the script itself.
    bool environmentSays(std::string_view name) const {
        const auto truthy = [](std::string_view value) {
            const std::string lower = dockerfile::lowered(value);
            return lower == "1" || lower == "true" || lower == "on" || lower == "yes";
        };
        for (const std::size_t stage : m_context.chainOf(m_step->stage)) {
            for (const Step* step : m_context.stepsOf(stage)) {
                const auto* pairs = step->instruction->as<dockerfile::PairArgs>();
                if (pairs == nullptr || step->kind() == dockerfile::InstructionKind::Label) {
                    continue;
                }
                for (const dockerfile::KeyValue& pair : pairs->pairs) {
                    std::string_view value = pair.value.text;
                    if (value.size() > 1 && (value.front() == '"' || value.front() == '\'')) {
                        value = value.substr(1, value.size() - 2);
                    }
                    if (pair.key.text == name && pair.hasValue && truthy(value)) {
                        return true;
                    }
                }
            }
        }
        return m_body->text().contains(std::string(name) + "=");
    }

    /// The words behind "install" of pip, pip3, python -m pip; absent for anything else.
    std::optional<Words> pipInstall(const ShellWord** verb) const {
        static const NameList kValues = {"abi", "b", "build", "e", "editable", "extra-index-url", "f", "find-links", "i", "index-url",
                                          "implementation", "no-binary", "only-binary", "platform", "prefix", "progress-bar", "proxy",
                                          "python-version", "root", "src", "t", "target", "trusted-host", "upgrade-strategy", "r",
                                          "requirement", "c", "constraint", "cache-dir", "timeout", "retries", "config-settings", "m"};
        const std::string_view name = m_command->name();
        const bool isPip = name == "pip" || (name.starts_with("pip") && name.size() > 3 && name[3] >= '0' && name[3] <= '9');
        const bool module = name.starts_with("python") && m_command->words.size() > 3 && m_command->words[1].text == "-m" &&
                            m_command->words[2].text == "pip";
        if (!isPip && !module) {
            return std::nullopt;
        }
        Words operands = m_command->operands(kValues);
        if (operands.empty() || operands.front()->text != "install") {
            return std::nullopt;
        }
        *verb = operands.front();
        operands.erase(operands.begin());
        return operands;
    }

    void checkPip() {
        const ShellWord* verb = nullptr;
        const std::optional<Words> packages = pipInstall(&verb);
        if (!packages) {
            return;
        }
        const bool fromFile = m_command->hasFlag({"requirement", "constraint", "editable"}) || m_command->hasAnyArg({"-r", "-c", "-e"}) ||
                              std::ranges::any_of(m_command->words, [](const ShellWord& w) { return w.text.starts_with("-r") || w.text.starts_with("-c"); });
        if (!fromFile) {
            unpinned("DL3013", *packages, [](std::string_view p) {
                const bool versioned = p.find_first_of("=<>!~") != std::string_view::npos || p.contains('@');
                return versioned || p == "." || p.starts_with(".[") || p.contains('/') || endsWithAny(p, {".whl", ".tar.gz", ".zip"});
            }, "PACKAGE==VERSION");
        }
        if (!m_command->hasFlag({"no-cache-dir"}) && !environmentSays("PIP_NO_CACHE_DIR") &&
            !hasCacheMount(*m_step, {"/root/.cache", "/home/", "/tmp/", "~/.cache", "/.cache", "/var/cache/pip"})) {
            at("DL3042", verb->span, say("Give pip --no-cache-dir, so that its cache does not stay in the image."),
               m_context.insertAfter(*m_body, verb->span, say("Add --no-cache-dir"), " --no-cache-dir"));
        }
    }

    void checkNpm() {
        if (!m_command->is("npm")) {
            return;
        }
        Words operands = m_command->operands({"prefix", "registry", "cache", "loglevel", "C", "workspace", "w", "userconfig", "tag"});
        if (operands.empty() || !contains({"install", "i", "add"}, operands.front()->text)) {
            return;
        }
        operands.erase(operands.begin());
        std::erase_if(operands, [](const ShellWord* word) {
            return word->text.starts_with("@") && word->text.find('@', 1) != std::string::npos;
        });
        std::vector<std::string> names;
        const ShellWord* first = nullptr;
        for (const ShellWord* word : operands) {
            const std::string& text = word->text;
            const bool isGit = text.starts_with("git://") || text.starts_with("git+");
            const bool fixed = isGit ? text.contains('#') : isPath(text) || text == "." || text.contains("://") ||
                                                            endsWithAny(text, {".tar", ".tar.gz", ".tgz"}) || text.find('@', 1) != std::string::npos;
            if (word->literal && !fixed) {
                names.push_back(text);
                first = first == nullptr ? word : first;
            }
        }
        if (first != nullptr) {
            at("DL3016", first->span, names.size() == 1 ? say("Give %1 a version, as in %2.", listed(names), "PACKAGE@VERSION") : say("Give %1 versions, as in %2.", listed(names), "PACKAGE@VERSION"));
        }
    }

    void checkGem() {
        Words operands = m_command->is("gem") ? m_command->operands({"v", "version", "i", "install-dir", "n", "bindir", "source", "s", "P",
                                                                     "trust-policy", "platform", "g", "file"})
                                              : Words();
        if (operands.empty() || !contains({"install", "i"}, operands.front()->text) || m_command->hasFlag({"v", "version", "g", "file"})) {
            return;
        }
        const auto build = std::ranges::find(operands, "--", &ShellWord::text);
        operands.erase(build, operands.end());
        operands.erase(operands.begin());
        unpinned("DL3028", operands, [](std::string_view p) { return p.contains(':') || p.ends_with(".gem"); }, "PACKAGE:VERSION");
    }

    /// Without a version `go install` may mean a package of the sources that were copied in.
    void checkGo() {
        Words operands = m_command->is("go") ? m_command->operands({"ldflags", "tags", "mod", "o", "gcflags", "C"}) : Words();
        if (operands.size() < 2 || operands.front()->text != "install") {
            return;
        }
        operands.erase(operands.begin());
        bool sources = false;
        for (const std::size_t stage : m_context.chainOf(m_step->stage)) {
            for (const Step* step : m_context.stepsOf(stage)) {
                const auto kind = step->kind();
                sources = sources || (step->outer->startLine() < m_step->outer->startLine() &&
                                      (kind == dockerfile::InstructionKind::Copy || kind == dockerfile::InstructionKind::Add));
            }
        }
        const auto* run = m_step->instruction->as<dockerfile::RunArgs>();
        sources = sources || (run != nullptr && std::ranges::any_of(run->mounts, [](const dockerfile::Mount& m) {
                                  return m.type == dockerfile::MountType::Bind;
                              }));
        unpinned("DL3062", operands, [sources](std::string_view p) {
            const std::size_t at = p.find('@');
            const bool remote = p.find('.') < p.find('/');
            return p.starts_with(".") || (at == std::string_view::npos ? sources || !remote : p.substr(at) != "@latest");
        }, "PACKAGE@VERSION");
    }

    void checkYarn() {
        const Words operands = m_command->is("yarn") ? m_command->operands({"cwd", "cache-folder", "network-timeout"}) : Words();
        if (operands.empty() || operands.front()->text != "install") {
            return;
        }
        const bool cleaned = std::ranges::any_of(m_body->script.commands, [](const ShellCommand& command) {
            return (command.is("yarn") && command.hasArg("cache") && command.hasArg("clean")) ||
                   (command.is("rm") && std::ranges::any_of(command.words, [](const ShellWord& w) { return w.text.contains("yarn"); }));
        });
        if (!cleaned && !hasCacheMount(*m_step, {"/usr/local/share/.cache", "/root/.yarn", "/root/.cache", "/home/", "/yarn"})) {
            at("DL3060", m_command->span, say("End this RUN with && yarn cache clean, for the cache is of no use in the image."),
               appended("yarn cache clean"));
        }
    }

    LintContext& m_context;
    const Step* m_step = nullptr;
    const RunBody* m_body = nullptr;
    const ShellCommand* m_command = nullptr;
};

} // namespace

void lintPackages(LintContext& context) {
    PackageLinter linter(context);
    for (const Step& step : context.steps()) {
        linter.visit(step);
    }
}

} // namespace sw::checks
