#include "core/plan/planner.h"

#include "core/base/imagepath.h"
#include "core/dockerfile/mounts.h"
#include "core/dockerfile/variables.h"
#include "core/plan/arguments.h"
#include "core/plan/configtext.h"
#include "core/plan/filemode.h"
#include "core/plan/mounts.h"
#include "core/plan/ports.h"

#include <algorithm>

/// One function per kind of instruction: what it does to the stage's state, which operation it asks for, and what it leaves in
/// the history (dockerfile-semantics 2.5 - 2.8, 2.11; BuildKit convert.go dispatch*).
namespace sw::plan {

using dockerfile::InstructionKind;
using dockerfile::KeyValue;

namespace {

/// Only what is asked for, so that the usual RUN has no such parts (BuildKit solver/llbsolver/ops/exec.go, CacheMap).
void addRunSettings(const RunOp& op, std::vector<KeyPart>& definition) {
    if (op.hostname != RunOp().hostname) {
        definition.push_back({"hostname", op.hostname});
    }
    for (const auto& [name, address] : op.hosts) {
        definition.push_back({"host:" + name, ""});
    }
    for (const Ulimit& limit : op.ulimits) {
        definition.push_back({"ulimit:" + limit.name, std::to_string(limit.soft) + ":" + std::to_string(limit.hard)});
    }
    if (op.shmSize != 0) {
        definition.push_back({"shm-size", std::to_string(op.shmSize)});
    }
}

} // namespace

std::optional<std::string> Planner::expand(const StageState& state, std::string_view word, const TextRange& range,
                                           bool heredoc) {
    dockerfile::ExpandOptions options;
    options.escape = heredoc ? '\\' : m_document.escape; // BuildKit reads bodies with a lexer of their own
    options.skipProcessQuotes = heredoc;
    const auto lookup = [&](std::string_view name) { return state.lookup(name); };
    Result<dockerfile::Expansion> expansion = dockerfile::expandWord(word, lookup, options);
    if (!expansion) {
        error(range, "argument", say("cannot expand '%1': %2", word.substr(0, 200), expansion.error().message));
        return std::nullopt;
    }
    return std::move(expansion->text);
}

void Planner::lower(StageState& state) {
    const Instruction& instruction = *m_place.instruction;
    const dockerfile::Payload& payload = instruction.payload;
    if (const auto* run = std::get_if<dockerfile::RunArgs>(&payload)) {
        lowerRun(state, *run);
    } else if (const auto* copy = std::get_if<dockerfile::CopyArgs>(&payload)) {
        lowerCopy(state, *copy);
    } else if (const auto* healthcheck = std::get_if<dockerfile::HealthcheckArgs>(&payload)) {
        lowerHealthcheck(state, *healthcheck);
    } else if (instruction.kind == InstructionKind::Volume) {
        lowerVolume(state, instruction);
    } else if (const auto* command = std::get_if<dockerfile::CommandArgs>(&payload)) {
        lowerCommand(state, *command);
    } else if (const auto* pairs = std::get_if<dockerfile::PairArgs>(&payload)) {
        switch (instruction.kind) {
        case InstructionKind::Env: lowerEnv(state, *pairs); break;
        case InstructionKind::Label: lowerLabel(state, *pairs); break;
        default: lowerArg(state, *pairs); break;
        }
    } else if (const auto* words = std::get_if<dockerfile::WordsArgs>(&payload)) {
        lowerWords(state, *words);
    } else if (instruction.kind == InstructionKind::Onbuild && instruction.sub) {
        std::string trigger = instruction.sub->original;
        for (const dockerfile::Heredoc& heredoc : instruction.sub->heredocs) {
            trigger += "\n" + heredoc.content + heredoc.name;
        }
        state.config.onbuild.push_back(std::move(trigger));
        addStep(std::nullopt, std::nullopt); // BuildKit writes no history for it
    } else {
        addStep(std::nullopt, std::nullopt);
    }
}

void Planner::metadata(std::string text) {
    oci::HistoryEntry entry = historyEntry(std::move(text), false, false);
    addStep(std::nullopt, std::move(entry));
}

std::vector<std::string> Planner::runArguments(const StageState& state, const dockerfile::RunArgs& args, RunOp& op) {
    if (args.command.json) {
        return args.command.args;
    }
    const Instruction& instruction = *m_place.instruction;
    std::string text = args.command.args.empty() ? std::string() : args.command.args.front(); // RUN alone runs the shell
    if (!instruction.heredocs.empty()) {
        const dockerfile::Heredoc& first = instruction.heredocs.front();
        const bool alone = instruction.heredocs.size() == 1 && isHeredocWord(text);
        // Looked for before the tabs of "<<-" are cut, as BuildKit does: an indented "#!" is a comment of the shell.
        const std::string_view written = m_place.fromOnbuild ? std::string_view(first.content) : first.body.in(m_document.text);
        if (alone && written.starts_with("#!")) {
            op.script = first.content;
            op.scriptName = first.name;
            text = "/dev/pipes/" + first.name;
        } else if (alone) {
            text = first.content;
        } else { // the shell reads them itself
            for (const dockerfile::Heredoc& heredoc : instruction.heredocs) {
                const std::string_view body = m_place.fromOnbuild ? std::string_view(heredoc.content)
                                                                  : heredoc.body.in(m_document.text);
                text += "\n" + std::string(body) + heredoc.name;
            }
        }
    }
    return state.withShell(std::move(text));
}

void Planner::lowerRun(StageState& state, const dockerfile::RunArgs& args) {
    if (const auto device = std::ranges::find(m_place.instruction->flags, "device", &dockerfile::Flag::name);
        device != m_place.instruction->flags.end()) {
        error(device->range, "device", say("RUN --device is not supported: steps get no devices of this machine"),
              say("It belongs to BuildKit's labs channel. Remove it, or build this file with BuildKit."));
    }
    RunOp op;
    op.input = state.rootfs;
    op.args = runArguments(state, args, op);
    if (op.args.empty()) { // BuildKit finds it when it writes the step, after everything else
        error(m_place.instruction->keyword, "argument", say("RUN requires at least one argument in its JSON form"),
              say("Name the program to run."));
    }
    op.env = state.env;
    op.proxyEnv = proxyArguments(m_inputs);
    op.cwd = state.cwd;
    op.user = state.config.user;
    op.network = args.network.value_or("default");
    op.network = op.network == "default" ? m_inputs.run.network : op.network;
    op.security = args.security.value_or("sandbox");
    if (const auto name = m_inputs.buildArgs.find("BUILDKIT_SANDBOX_HOSTNAME"); name != m_inputs.buildArgs.end() && !name->second.empty()) {
        op.hostname = name->second;
    }
    op.hosts = m_inputs.run.hosts;
    op.ulimits = m_inputs.run.ulimits;
    op.shmSize = m_inputs.run.shmSize;
    op.platform = state.platform;
    std::vector<OpId> inputs{state.rootfs};
    std::size_t sshMounts = 0;
    for (const dockerfile::Mount& mount : args.mounts) {
        if (std::optional<RunMount> lowered = lowerMount(state, mount, inputs)) {
            const std::size_t number = sshMounts;
            sshMounts += lowered->type == dockerfile::MountType::Ssh ? 1U : 0U;
            if (lowered->type == dockerfile::MountType::Ssh && lowered->target.empty()) {
                lowered->target = "/run/buildkit/ssh_agent." + std::to_string(number);
            }
            op.mounts.push_back(std::move(*lowered));
        }
    }
    std::vector<KeyPart> definition;
    if (args.command.json || op.args.empty()) {
        definition.push_back({"command", goQuotedList(op.args)});
    } else {
        definition.push_back({"shell", goQuotedList({op.args.begin(), op.args.end() - 1})});
        definition.push_back({"command", op.args.back()});
    }
    if (op.script) {
        definition.push_back({"heredoc:" + op.scriptName, *op.script});
    }
    for (const auto& [name, value] : op.env) {
        definition.push_back({(state.argNames.contains(name) ? "arg:" : "env:") + name, value});
    }
    definition.push_back({"workdir", op.cwd});
    definition.push_back({"user", op.user});
    definition.push_back({"network", op.network});
    definition.push_back({"security", op.security});
    addRunSettings(op, definition);
    definition.push_back({"platform", state.platform.text()});
    for (const RunMount& mount : op.mounts) {
        definition.push_back({"mount:" + mount.target, mountText(mount)});
    }
    oci::HistoryEntry entry = historyEntry(runText(op.args, state.historyArguments()), true, true);
    state.rootfs = addOp(std::move(op), std::move(inputs), std::move(definition), stepName(state));
    addStep(state.rootfs, std::move(entry));
}

std::optional<RunMount> Planner::lowerMount(const StageState& state, const dockerfile::Mount& mount,
                                            std::vector<OpId>& inputs) {
    dockerfile::ExpandOptions options;
    options.escape = m_document.escape;
    const auto lookup = [&](std::string_view name) { return state.lookup(name); };
    const Result<dockerfile::Mount> expanded = dockerfile::readMount(mount.text, [&](std::string_view value) -> Result<std::string> {
        SW_TRY(dockerfile::Expansion expansion, dockerfile::expandWord(value, lookup, options));
        return std::move(expansion.text);
    });
    if (!expanded) {
        error(mount.range, "mount", expanded.error().message);
        return std::nullopt;
    }
    const auto asItIs = [](std::string_view text) { return std::optional(std::string(text)); };
    Result<std::optional<RunMount>> lowered = resolveMount(*expanded, state, asItIs, m_inputs);
    if (!lowered) {
        error(mount.range, "mount", lowered.error().message);
        return std::nullopt;
    }
    if (!*lowered) {
        return std::nullopt; // an expansion failed and said so
    }
    RunMount out = std::move(**lowered);
    if (!mount.from.empty()) {
        out.from = sourceOf(state, EdgeKind::Mount, mount.from, out.context);
        if (!out.from && !out.context) {
            return std::nullopt;
        }
        if (out.from && std::ranges::find(inputs, *out.from) == inputs.end()) {
            inputs.push_back(*out.from);
        }
    } else if (out.type == dockerfile::MountType::Bind) {
        out.context = "";
    }
    return out;
}

bool Planner::copySource(const StageState& state, const dockerfile::CopyArgs& args, CopyOp& op, std::vector<OpId>& inputs) {
    for (const dockerfile::Word& word : args.sources) {
        std::optional<std::string> source = expand(state, word.text, word.range);
        if (!source) {
            return false;
        }
        op.sources.push_back(std::move(*source));
    }
    for (const std::size_t index : args.heredocSources) {
        const dockerfile::Heredoc& heredoc = m_place.instruction->heredocs[index];
        std::optional<std::string> content =
            heredoc.expand ? expand(state, heredoc.content, heredoc.body, true) : std::optional(heredoc.content);
        if (!content) {
            return false;
        }
        op.inlineFiles.push_back({heredoc.name, std::move(*content)});
    }
    if (!args.from) {
        return true;
    }
    std::optional<std::string> context;
    op.from = sourceOf(state, EdgeKind::Copy, args.from->text, context);
    op.context = context.value_or("");
    if (op.from) {
        inputs.push_back(*op.from);
    }
    return op.from || context;
}

/// What BuildKit refuses before a step runs (dispatchCopy): modes, URLs of COPY, checksums, options of git references.
void Planner::checkCopy(const dockerfile::CopyArgs& args, CopyOp& op) {
    if (op.chmod) {
        if (const Result<FileMode> mode = FileMode::parse(*op.chmod); !mode) {
            error(args.chmod->range, "argument", mode.error().message);
        }
    }
    for (std::size_t i = 0; i < op.sources.size(); ++i) {
        const TextRange& range = args.sources[i].range;
        Result<std::optional<RemoteSource>> remote = parseRemote(op.sources[i]);
        if (!remote) {
            error(range, "source", say("in %1: %2", withoutPassword(op.sources[i]), remote.error().message));
        } else if (*remote && !(*remote)->likeLocal) {
            if (!op.add) {
                const bool git = (*remote)->kind == RemoteSource::Kind::Git;
                error(range, "source", git ? say("source can't be a git ref for COPY") : say("source can't be a URL for COPY"),
                      say("Use ADD to fetch it."));
                continue;
            }
            addRemote(args, op, std::move(**remote), i);
        }
    }
    if (op.checksum && op.sources.size() != 1) {
        error(args.checksum->range, "argument", say("checksum can't be specified for multiple sources"), say("Write one ADD for each source."));
    } else if (op.checksum && op.remotes.empty()) {
        error(args.checksum->range, "argument", say("checksum requires HTTP(S) or Git sources"), say("Drop --checksum."));
    }
}

void Planner::addRemote(const dockerfile::CopyArgs& args, CopyOp& op, RemoteSource remote, std::size_t position) {
    remote.position = position;
    if (remote.kind == RemoteSource::Kind::Git) {
        if (op.keepGitDir && remote.keepGitDirAsked == false) {
            error(args.sources[position].range, "source", say("inconsistent keep-git-dir configuration"),
                  say("Say it in one place: --keep-git-dir or the query of the reference."));
        }
        remote.keepGitDir = remote.keepGitDirAsked.value_or(op.keepGitDir);
        if (op.checksum && !remote.checksum.empty() && *op.checksum != remote.checksum) {
            error(args.checksum->range, "argument", say("checksum mismatch \"%1\" != \"%2\"", *op.checksum, remote.checksum),
                  say("Say it in one place: --checksum or the query of the reference."));
        }
        if (op.checksum) {
            remote.checksum = *op.checksum;
        }
    } else if (op.checksum && op.sources.size() == 1) {
        if (const Result<void> good = checkDigest(*op.checksum); !good) {
            error(args.checksum->range, "argument", good.error().message);
        }
        remote.checksum = *op.checksum;
    }
    op.remotes.push_back(std::move(remote));
}

void Planner::lowerCopy(StageState& state, const dockerfile::CopyArgs& args) {
    CopyOp op;
    op.input = state.rootfs;
    op.add = m_place.instruction->kind == InstructionKind::Add;
    std::vector<OpId> inputs{state.rootfs};
    const std::optional<std::string> destination = expand(state, args.destination.text, args.destination.range);
    if (!destination || !copySource(state, args, op, inputs)) {
        addStep(std::nullopt, std::nullopt);
        return;
    }
    op.destination = state.absolute(*destination);
    const auto optional = [&](const std::optional<dockerfile::Word>& word) { // an empty value is none
        std::optional<std::string> value = word ? expand(state, word->text, word->range) : std::nullopt;
        return value && value->empty() ? std::nullopt : value;
    };
    op.chown = optional(args.chown);
    op.chmod = optional(args.chmod);
    op.checksum = optional(args.checksum);
    for (const dockerfile::Word& word : args.excludes) {
        if (std::optional<std::string> exclude = expand(state, word.text, word.range)) {
            op.excludes.push_back(std::move(*exclude));
        }
    }
    op.link = args.link;
    op.parents = args.parents;
    op.keepGitDir = args.keepGitDir;
    op.unpack = args.unpack;
    checkCopy(args, op);
    std::string text = std::string(instructionName(m_place.instruction->kind)) + (op.parents ? " --parents" : "");
    text += op.chown ? " --chown=" + *op.chown : "";
    text += op.chmod ? " --chmod=" + *op.chmod : "";
    for (const std::string& source : op.sources) {
        text += " " + source;
    }
    for (const InlineFile& file : op.inlineFiles) {
        text += " <<" + file.name;
    }
    oci::HistoryEntry entry = historyEntry(text + " " + *destination, true, true);
    std::vector<KeyPart> definition = copyDefinition(op);
    state.rootfs = addOp(std::move(op), std::move(inputs), std::move(definition), stepName(state));
    addStep(state.rootfs, std::move(entry));
}

void Planner::lowerWorkdir(StageState& state, const dockerfile::WordsArgs& args) {
    const std::optional<std::string> path = expand(state, args.words.front().text, args.words.front().range);
    if (!path) {
        addStep(std::nullopt, std::nullopt);
        return;
    }
    state.config.workingDir = workingDirectory(state.config.workingDir, *path);
    state.cwd = absolutePath(cleanImagePath(state.config.workingDir));
    const bool hasLayer = state.cwd != "/";
    oci::HistoryEntry entry = historyEntry("WORKDIR " + state.config.workingDir, hasLayer, false);
    const std::string name = stepName(state);
    if (!hasLayer) {
        addStep(std::nullopt, std::move(entry));
        return;
    }
    MkdirOp op{state.rootfs, state.cwd, state.config.user};
    std::vector<KeyPart> definition = {{"workdir", op.path}, {"user", op.user}};
    const OpId input = state.rootfs;
    state.rootfs = addOp(std::move(op), {input}, std::move(definition), name);
    addStep(state.rootfs, std::move(entry));
}

void Planner::lowerEnv(StageState& state, const dockerfile::PairArgs& args) {
    std::string text = "ENV";
    std::vector<std::pair<std::string, std::string>> pairs; // all see the values before the line
    for (const KeyValue& pair : args.pairs) {
        std::optional<std::string> key = expand(state, pair.key.text, pair.key.range);
        std::optional<std::string> value = expand(state, pair.value.text, pair.value.range);
        if (key && value) {
            text += " " + *key + "=" + *value;
            pairs.emplace_back(std::move(*key), std::move(*value));
        }
    }
    for (const auto& [key, value] : pairs) {
        state.setEnv(key, value, false);
        state.setConfigEnv(key, value);
    }
    metadata(std::move(text));
}

void Planner::lowerLabel(StageState& state, const dockerfile::PairArgs& args) {
    std::string text = "LABEL";
    for (const KeyValue& pair : args.pairs) {
        const std::optional<std::string> key = expand(state, pair.key.text, pair.key.range);
        const std::optional<std::string> value = expand(state, pair.value.text, pair.value.range);
        if (key && value) {
            state.config.labels[*key] = *value;
            text += " " + *key + "=" + *value;
        }
    }
    metadata(std::move(text));
}

void Planner::lowerArg(StageState& state, const dockerfile::PairArgs& args) {
    std::string text = "ARG";
    for (const KeyValue& pair : args.pairs) {
        const std::string& name = pair.key.text; // not expanded
        std::optional<std::string> value;
        if (const auto given = m_inputs.buildArgs.find(name); given != m_inputs.buildArgs.end()) {
            value = given->second;
        } else if (pair.hasValue) {
            value = expand(state, pair.value.text, pair.value.range);
        } else if (const auto global = m_graph.globalArgs.find(name); global != m_graph.globalArgs.end()) {
            value = global->second;
        } else if (const auto platform = m_platformArgs.find(name); platform != m_platformArgs.end()) {
            value = platform->second;
        }
        if (value && !isScanArgument(name)) {
            state.setEnv(name, *value, true);
        }
        state.buildArgs.emplace_back(name, value);
        text += " " + name + (value ? "=" + *value : "");
    }
    metadata(std::move(text));
}

void Planner::lowerExpose(StageState& state, const dockerfile::WordsArgs& args) {
    std::vector<std::string> shown;
    dockerfile::ExpandOptions options;
    options.escape = m_document.escape;
    const auto lookup = [&](std::string_view name) { return state.lookup(name); };
    for (const dockerfile::Word& word : args.words) {
        const Result<std::vector<std::string>> words = dockerfile::expandWords(word.text, lookup, options);
        if (!words) {
            error(word.range, "argument", say("cannot expand '%1': %2", word.text.substr(0, 200), words.error().message));
            continue;
        }
        for (const std::string& text : *words) {
            Result<std::vector<std::string>> ports = parsePorts(text);
            if (!ports) {
                error(word.range, "expose", ports.error().message);
                continue;
            }
            shown.insert(shown.end(), ports->begin(), ports->end());
        }
    }
    std::vector<std::string>& all = state.config.exposedPorts;
    all.insert(all.end(), shown.begin(), shown.end());
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    metadata("EXPOSE " + goList(shown));
}

void Planner::lowerVolume(StageState& state, const Instruction& instruction) {
    std::vector<dockerfile::Word> words;
    if (const auto* list = instruction.as<dockerfile::WordsArgs>()) {
        words = list->words;
    } else if (const auto* command = instruction.as<dockerfile::CommandArgs>()) {
        for (std::size_t i = 0; i < command->command.args.size(); ++i) {
            words.push_back({command->command.args[i], i < command->command.ranges.size() ? command->command.ranges[i] : instruction.range});
        }
    }
    std::vector<std::string> shown;
    for (const dockerfile::Word& word : words) {
        const std::optional<std::string> path = expand(state, word.text, word.range);
        if (!path) {
            continue;
        }
        if (path->empty()) {
            error(word.range, "volume", say("VOLUME '%1' expands to nothing", word.text), say("Name a directory."));
            continue;
        }
        shown.push_back(*path);
        auto& all = state.config.volumes;
        if (const auto place = std::ranges::lower_bound(all, *path); place == all.end() || *place != *path) {
            all.insert(place, *path);
        }
    }
    metadata("VOLUME " + goList(shown));
}

void Planner::lowerHealthcheck(StageState& state, const dockerfile::HealthcheckArgs& args) {
    oci::Healthcheck healthcheck;
    if (args.none) {
        healthcheck.test = {"NONE"};
    } else {
        healthcheck.test = {args.command.json ? "CMD" : "CMD-SHELL"};
        healthcheck.test.insert(healthcheck.test.end(), args.command.args.begin(), args.command.args.end());
    }
    healthcheck.interval = args.interval.value_or(0);
    healthcheck.timeout = args.timeout.value_or(0);
    healthcheck.startPeriod = args.startPeriod.value_or(0);
    healthcheck.startInterval = args.startInterval.value_or(0);
    healthcheck.retries = args.retries.value_or(0);
    state.config.healthcheck = healthcheck;
    metadata("HEALTHCHECK " + healthcheckText(healthcheck));
}

void Planner::lowerCommand(StageState& state, const dockerfile::CommandArgs& args) {
    const std::vector<std::string>& words = args.command.args;
    switch (m_place.instruction->kind) {
    case InstructionKind::Cmd:
        state.config.cmd = args.command.json ? words : state.withShell(words.empty() ? "" : words.front());
        state.config.argsEscaped = true;
        state.cmdSet = true;
        metadata("CMD " + goQuotedList(*state.config.cmd));
        break;
    case InstructionKind::Entrypoint:
        state.config.entrypoint = args.command.json ? words : state.withShell(words.empty() ? "" : words.front());
        if (!state.cmdSet) {
            state.config.cmd.reset();
        }
        metadata("ENTRYPOINT " + goQuotedList(*state.config.entrypoint));
        break;
    default: // SHELL
        state.config.shell = words;
        metadata("SHELL " + goList(words));
        break;
    }
}

void Planner::lowerWords(StageState& state, const dockerfile::WordsArgs& args) {
    const InstructionKind kind = m_place.instruction->kind;
    if (kind == InstructionKind::Expose) {
        return lowerExpose(state, args);
    }
    if (args.words.empty()) {
        return addStep(std::nullopt, std::nullopt);
    }
    if (kind == InstructionKind::Workdir) {
        return lowerWorkdir(state, args);
    }
    if (kind == InstructionKind::Maintainer) {
        std::string author;
        for (const dockerfile::Word& word : args.words) {
            author += (author.empty() ? "" : " ") + word.text;
        }
        state.config.author = author;
        return metadata("MAINTAINER " + author);
    }
    const dockerfile::Word& word = args.words.front();
    const std::optional<std::string> value = expand(state, word.text, word.range);
    if (!value) {
        return addStep(std::nullopt, std::nullopt);
    }
    if (kind == InstructionKind::User) {
        state.config.user = *value;
        return metadata("USER " + *value);
    }
    if (!isSignal(*value)) {
        error(word.range, "signal", say("'%1' is not a signal", *value), say("Use a name like SIGTERM, or its number."));
    }
    state.config.stopSignal = *value;
    metadata("STOPSIGNAL " + *value);
}

} // namespace sw::plan
