#include "core/checks/finding.h"
#include "core/dockerfile/gotext.h"
#include "core/dockerfile/mounts.h"
#include "core/dockerfile/pathpattern.h"
#include "core/dockerfile/variables.h"
#include "core/dockerfile/variableuse.h"

#include <algorithm>
#include <array>
#include <set>

namespace sw::checks {

using dockerfile::Document;
using dockerfile::Expansion;
using dockerfile::ExpandOptions;
using dockerfile::inQuotes;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::KeyValue;
using dockerfile::lowered;
using dockerfile::PairArgs;
using dockerfile::VariableLookup;

namespace {

constexpr std::string_view kDefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// What the instructions so far have set; a child stage begins with its base's.
struct State {
    std::map<std::string, std::string> env; ///< of steps: the base's, ARGs with a value, ENV
    std::set<std::string> args;             ///< declared by ARG, with or without value
    bool hasShell = false;
    bool workdirSet = false;
};

/// SuperSecret_TOKEN: a word of the name, between underscores, tells of a secret and none that it is harmless.
bool soundsSecret(std::string_view name) {
    static constexpr std::array<std::string_view, 10> kSecret = {"apikey", "auth",   "credential", "credentials", "key",
                                                                 "password", "pword", "passwd",    "secret",      "token"};
    static constexpr std::array<std::string_view, 3> kHarmless = {"public", "file", "version"};
    bool secret = false;
    const std::string lower = lowered(name);
    for (std::size_t begin = 0; begin <= lower.size();) {
        const std::size_t end = std::min(lower.find('_', begin), lower.size());
        const std::string_view word = std::string_view(lower).substr(begin, end - begin);
        if (std::ranges::find(kHarmless, word) != kHarmless.end()) {
            return false;
        }
        secret = secret || std::ranges::find(kSecret, word) != kSecret.end();
        begin = end + 1;
    }
    return secret;
}

struct PortParts {
    std::string host; ///< address and host port, with their colons
    std::string container;
    std::string proto;
};

PortParts splitPort(const std::string& word) {
    PortParts parts;
    const std::size_t colon = word.rfind(':');
    const std::size_t begin = colon == std::string::npos ? 0 : colon + 1;
    parts.host = word.substr(0, begin);
    parts.container = word.substr(begin);
    const std::size_t slash = parts.container.find('/');
    if (slash != std::string::npos) {
        parts.proto = parts.container.substr(slash + 1);
    }
    return parts;
}

/// A command line of plain words, as JSON; absent when the shell would do more than split it.
std::optional<std::string> asJson(const std::string& text) {
    if (text.find_first_of("\"'`$\\|&;<>()*?[]{}~#=!\n\t") != std::string::npos) {
        return std::nullopt;
    }
    std::string out = "[";
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (end > begin) {
            out += (out.size() > 1 ? ", " : "") + inQuotes(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return out + "]";
}

bool isRemote(std::string_view source) {
    return source.starts_with("http://") || source.starts_with("https://") || source.starts_with("git@") ||
           source.starts_with("git://") || source.starts_with("ssh://");
}

bool leavesOutAll(const dockerfile::IgnoreMatcher& ignore) {
    return std::ranges::any_of(ignore.patterns(), [](const dockerfile::IgnorePattern& pattern) {
        return !pattern.negated && (pattern.text == "*" || pattern.text == "**" || pattern.text == "**/*");
    });
}

class StageChecker {
public:
    StageChecker(const Document& document, const plan::StageGraph& graph, const Surroundings& around, Findings& findings)
        : m_document(document), m_graph(graph), m_around(around), m_findings(findings),
          m_globals(globalValues(graph, around)) {
        m_options.escape = document.escape;
    }

    void check() {
        for (std::size_t i = 0; i < m_graph.stages.size(); ++i) {
            const plan::Stage& stage = m_graph.stages[i];
            m_state = initialState(stage);
            m_last.clear();
            const bool all = m_around.inputs.target.empty() && !m_around.neededOnly;
            const bool reached = stage.needed || all || !m_around.onlyReached;
            if (stage.needed && stage.baseStage) { // BuildKit makes triggers into steps for what the target needs alone
                visitTriggers(stage);
            }
            for (std::size_t at = stage.from + 1; at < stage.end && reached; ++at) {
                m_findings.enter(plan::Phase::Steps, &m_document.instructions[at]);
                visit(m_document.instructions[at]);
            }
            m_done.push_back(m_state);
        }
    }

private:
    State initialState(const plan::Stage& stage) const {
        if (stage.baseStage && *stage.baseStage < m_done.size()) {
            return m_done[*stage.baseStage];
        }
        State state;
        state.env["PATH"] = kDefaultPath;
        if (const auto base = stage.baseExternal ? m_around.bases.find(*stage.baseExternal) : m_around.bases.end();
            base != m_around.bases.end()) {
            for (const auto& [name, value] : base->second.env) {
                state.env[name] = value;
            }
            state.hasShell = base->second.hasShell;
        }
        return state;
    }

    /// What the base, a stage of this file, has for ONBUILD happens here, and is told at the line of FROM.
    void visitTriggers(const plan::Stage& stage) {
        const plan::Stage& base = m_graph.stages[*stage.baseStage];
        m_from = &m_document.instructions[stage.from];
        m_findings.enter(plan::Phase::Steps, m_from);
        for (std::size_t at = base.from + 1; at < base.end; ++at) {
            if (const auto& trigger = m_document.instructions[at].sub; trigger && trigger->valid) {
                visit(*trigger);
            }
        }
        m_from = nullptr;
    }

    void tell(std::string_view rule, const Instruction& instruction, const TextRange& range, Sentence message,
              std::vector<QuickFix> fixes = {}) {
        if (m_from != nullptr) {
            m_findings.add(rule, *m_from, std::move(message));
        } else {
            m_findings.add(rule, instruction, range, std::move(message), std::move(fixes));
        }
    }

    void tell(std::string_view rule, const Instruction& instruction, Sentence message, std::vector<QuickFix> fixes = {}) {
        tell(rule, instruction, instruction.keyword, std::move(message), std::move(fixes));
    }

    void visit(const Instruction& instruction) {
        m_failed = false;
        switch (instruction.kind) {
        case InstructionKind::Arg: visitArg(instruction); break;
        case InstructionKind::Env:
        case InstructionKind::Label: visitPairs(instruction); break;
        case InstructionKind::Cmd:
        case InstructionKind::Entrypoint:
            checkUsedOnce(instruction);
            checkJson(instruction);
            break;
        case InstructionKind::Healthcheck: checkUsedOnce(instruction); break;
        case InstructionKind::Shell: m_state.hasShell = true; break;
        case InstructionKind::Workdir: visitWorkdir(instruction); break;
        case InstructionKind::Copy:
        case InstructionKind::Add: visitCopy(instruction); break;
        case InstructionKind::Expose: visitExpose(instruction); break;
        case InstructionKind::Run: visitRun(instruction); break;
        case InstructionKind::User:
        case InstructionKind::Stopsignal:
        case InstructionKind::Volume:
            for (const std::string& word : instruction.args) {
                expand(instruction, word);
            }
            break;
        default: break;
        }
    }

    VariableLookup lookup() const {
        return [this](std::string_view name) -> std::optional<std::string> {
            const auto found = m_state.env.find(std::string(name));
            return found == m_state.env.end() ? std::nullopt : std::optional(found->second);
        };
    }

    /// BuildKit reads no further than the word that fails, and only then looks at what the instruction says.
    bool stopped() const { return m_failed && m_around.onlyReached; }

    /// Expands a word of an instruction and reports the names in it that nothing has defined.
    std::string expand(const Instruction& instruction, std::string_view word, bool heredocBody = false) {
        if (stopped()) {
            return std::string(word);
        }
        ExpandOptions options = m_options;
        options.skipProcessQuotes = heredocBody;
        options.escape = heredocBody ? '\\' : m_options.escape;
        std::set<std::string> unmatched; // also of a word that cannot be expanded: what was looked for until then
        const auto recorded = [&unmatched, known = lookup()](std::string_view name) {
            std::optional<std::string> value = known(name);
            if (!value) {
                unmatched.emplace(name);
            }
            return value;
        };
        const Result<Expansion> expansion = expandWord(word, recorded, options);
        for (const std::string& name : unmatched) {
            if (!m_state.args.contains(name) && name != "BUILDKIT_SBOM_SCAN_CONTEXT" &&
                name != "BUILDKIT_SBOM_SCAN_STAGE") {
                reportUndefined(instruction, name);
            }
        }
        m_failed = m_failed || !expansion;
        return expansion ? expansion->text : std::string(word);
    }

    void reportUndefined(const Instruction& instruction, const std::string& name) {
        std::vector<std::string_view> candidates;
        for (const auto& [known, value] : m_state.env) {
            candidates.push_back(known);
        }
        const std::optional<std::string> near = dockerfile::nearestName(name, candidates, true);
        TextRange range = instruction.keyword;
        std::vector<TextEdit> edits;
        for (const dockerfile::VariableUse& use : variableUses(m_document, instruction)) {
            if (use.name == name && !use.shell) {
                range = edits.empty() ? use.whole : range;
                edits.push_back({use.range, near.value_or(name)});
            }
        }
        std::vector<QuickFix> fixes;
        if (near && !edits.empty()) {
            fixes.push_back({say("Use %1", *near), std::move(edits)});
        }
        tell("UndefinedVar", instruction, range,
             near ? say("Usage of undefined variable '$%1' (did you mean $%2?)", name, *near)
                  : say("Usage of undefined variable '$%1'", name),
             std::move(fixes));
    }

    void checkSecret(const Instruction& instruction, std::string_view keyword, const std::string& name,
                     const TextRange& range) {
        if (soundsSecret(name)) {
            tell("SecretsUsedInArgOrEnv", instruction, range,
                 say("Do not use ARG or ENV instructions for sensitive data (%1 %2)", keyword, inQuotes(name)));
        }
    }

    void visitArg(const Instruction& instruction) {
        const auto* pairs = instruction.as<PairArgs>();
        for (std::size_t i = 0; pairs != nullptr && i < pairs->pairs.size(); ++i) {
            const KeyValue& pair = pairs->pairs[i];
            checkSecret(instruction, "ARG", pair.key.text, pair.key.range);
            std::optional<std::string> value;
            if (const auto given = m_around.inputs.buildArgs.find(pair.key.text);
                given != m_around.inputs.buildArgs.end()) {
                value = given->second;
            } else if (pair.hasValue) {
                value = expand(instruction, pair.value.text);
            } else if (const auto global = m_globals.find(pair.key.text); global != m_globals.end()) {
                value = global->second;
            }
            if (value) {
                m_state.env[pair.key.text] = *value;
            }
            m_state.args.insert(pair.key.text);
        }
    }

    /// ENV and LABEL: all words see the values before the line.
    void visitPairs(const Instruction& instruction) {
        const bool isEnv = instruction.kind == InstructionKind::Env;
        const auto* pairs = instruction.as<PairArgs>();
        std::vector<std::pair<std::string, std::string>> added;
        for (std::size_t i = 0; pairs != nullptr && i < pairs->pairs.size(); ++i) {
            const KeyValue& pair = pairs->pairs[i];
            std::string name = expand(instruction, pair.key.text);
            added.emplace_back(std::move(name), expand(instruction, pair.value.text));
        }
        for (std::size_t i = 0; i < added.size() && !stopped(); ++i) {
            const KeyValue& pair = pairs->pairs[i];
            const auto& [name, value] = added[i];
            if (pair.legacy) {
                reportLegacy(instruction, pair);
            }
            if (isEnv) {
                checkSecret(instruction, "ENV", name, pair.key.range);
                m_state.env[name] = value;
            }
        }
    }

    void reportLegacy(const Instruction& instruction, const KeyValue& pair) {
        const std::string& value = pair.value.text;
        const bool bare = value.find_first_of(" \t\"'") == std::string::npos;
        std::vector<QuickFix> fixes;
        if (bare || value.find_first_of("\"'\\") == std::string::npos) {
            const TextRange range = {pair.key.range.start, pair.value.range.end};
            fixes.push_back({say("Write key=value"), {{range, pair.key.text + "=" + (bare ? value : inQuotes(value))}}});
        }
        tell("LegacyKeyValueFormat", instruction, pair.key.range,
             say("\"%1 key=value\" should be used instead of legacy \"%2 key value\" format", instruction.cmd, instruction.cmd),
             std::move(fixes));
    }

    void checkUsedOnce(const Instruction& instruction) {
        const Instruction*& last = m_last[instruction.kind];
        if (last != nullptr) { // told at the earlier one, which may be a trigger, so at FROM
            m_findings.add("MultipleInstructionsDisallowed", *last,
                           say("Multiple %1 instructions should not be used in the same stage because only the last one will be used", instruction.cmd));
        }
        last = m_from != nullptr ? m_from : &instruction;
    }

    void checkJson(const Instruction& instruction) {
        if (instruction.json || m_state.hasShell) {
            return;
        }
        std::vector<QuickFix> fixes;
        if (const auto json = instruction.args.empty() ? std::nullopt : asJson(instruction.args.front())) {
            fixes.push_back({say("Use the JSON form"), {{instruction.argRanges.front(), *json}}});
        }
        tell("JSONArgsRecommended", instruction,
             say("JSON arguments recommended for %1 to prevent unintended behavior related to OS signals", instruction.cmd),
             std::move(fixes));
    }

    void visitWorkdir(const Instruction& instruction) {
        if (instruction.args.empty()) {
            return;
        }
        const std::string path = expand(instruction, instruction.args.front());
        if (stopped()) {
            return;
        }
        if (!m_state.workdirSet && !path.starts_with('/')) {
            const TextRange& range = instruction.argRanges.front();
            std::vector<QuickFix> fixes;
            if (path == instruction.args.front()) {
                fixes.push_back({say("Make it absolute"), {{{range.start, range.start}, "/"}}});
            }
            tell("WorkdirRelativePath", instruction, range,
                 say("Relative workdir %1 can have unexpected results if the base image changes", inQuotes(path)),
                 std::move(fixes));
        }
        m_state.workdirSet = true;
    }

    void visitCopy(const Instruction& instruction) {
        const auto* copy = instruction.as<dockerfile::CopyArgs>();
        if (copy == nullptr) {
            return;
        }
        for (const std::optional<dockerfile::Word>& flag : {copy->chown, copy->chmod, copy->checksum}) {
            if (flag) {
                expand(instruction, flag->text);
            }
        }
        std::vector<std::string> paths;
        for (const dockerfile::Word& source : copy->sources) {
            paths.push_back(expand(instruction, source.text));
        }
        expand(instruction, copy->destination.text);
        for (const std::size_t index : copy->heredocSources) {
            if (const dockerfile::Heredoc& heredoc = instruction.heredocs[index]; heredoc.expand) {
                expand(instruction, heredoc.content, true);
            }
        }
        for (std::size_t i = 0; i < paths.size() && !copy->from && !stopped(); ++i) {
            if (!isRemote(paths[i])) {
                checkIgnored(instruction, copy->sources[i].range, paths[i]);
            }
        }
    }

    /// Files with '!' say too much to be judged from here.
    void checkIgnored(const Instruction& instruction, const TextRange& range, const std::string& path) {
        const dockerfile::IgnoreMatcher* ignore = m_around.ignore;
        if (ignore == nullptr ||
            std::ranges::any_of(ignore->patterns(), [](const auto& pattern) { return pattern.negated; })) {
            return;
        }
        const std::string clean = dockerfile::cleanPath(path);
        const bool root = clean == "." || clean == "/"; // no path that a pattern leaves out
        if (root ? leavesOutAll(*ignore) : ignore->match(clean).ignored) {
            tell("CopyIgnoredFile", instruction, range,
                 instruction.kind == InstructionKind::Add
                     ? say("Attempting to Add file %1 that is excluded by .dockerignore", inQuotes(clean))
                     : say("Attempting to Copy file %1 that is excluded by .dockerignore", inQuotes(clean)));
        }
    }

    void visitExpose(const Instruction& instruction) {
        for (std::size_t i = 0; i < instruction.args.size(); ++i) {
            const auto ports = expandWords(instruction.args[i], lookup(), m_options);
            for (const std::string& port : ports.value_or(std::vector<std::string>())) {
                checkPort(instruction, instruction.argRanges[i], port, port == instruction.args[i]);
            }
        }
    }

    void checkPort(const Instruction& instruction, const TextRange& range, const std::string& port, bool asWritten) {
        const PortParts parts = splitPort(port);
        const auto fix = [&](Sentence title, std::string text) {
            return asWritten ? std::vector<QuickFix>{{std::move(title), {{range, std::move(text)}}}}
                             : std::vector<QuickFix>();
        };
        if (parts.proto != lowered(parts.proto)) {
            tell("ExposeProtoCasing", instruction, range,
                 say("Defined protocol '%1' in EXPOSE instruction should be lowercase", port),
                 fix(say("Write it in lower case"), lowered(port)));
        }
        if (!parts.host.empty()) {
            tell("ExposeInvalidFormat", instruction, range,
                 say("EXPOSE instruction should not define an IP address or host-port mapping, found '%1'", port),
                 fix(say("Expose %1", parts.container), parts.container));
        }
    }

    /// Only the options of mounts are expanded by the builder.
    void visitRun(const Instruction& instruction) {
        for (const dockerfile::Flag& flag : instruction.flags) {
            if (flag.name == "mount" && flag.value) {
                const auto expander = [&](std::string_view value) -> Result<std::string> {
                    return expand(instruction, value);
                };
                static_cast<void>(dockerfile::readMount(*flag.value, expander));
            }
        }
    }

    const Document& m_document;
    const plan::StageGraph& m_graph;
    const Surroundings& m_around;
    Findings& m_findings;
    ExpandOptions m_options;
    std::map<std::string, std::string> m_globals;
    State m_state;
    const Instruction* m_from = nullptr; ///< while triggers of a base stage are visited: the FROM that runs them
    bool m_failed = false; ///< a word of the instruction at work could not be expanded
    std::vector<State> m_done;
    std::map<InstructionKind, const Instruction*> m_last;
};

} // namespace

void checkStages(const Document& document, const plan::StageGraph& graph, const Surroundings& around,
                 Findings& findings) {
    StageChecker(document, graph, around, findings).check();
}

} // namespace sw::checks
