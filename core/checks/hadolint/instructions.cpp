#include "core/checks/lintcontext.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/variableuse.h"

#include <algorithm>
#include <array>
#include <set>

namespace sw::checks {

using dockerfile::CopyArgs;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using dockerfile::PairArgs;

namespace {

std::string_view unquoted(std::string_view text) {
    if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
        return text.substr(1, text.size() - 2);
    }
    return text;
}

bool isRemote(std::string_view source) {
    return source.contains("://") || source.starts_with("git@") || source.contains('$');
}

/// What ADD extracts.
bool isTarArchive(std::string_view path) {
    static constexpr std::array<std::string_view, 14> kEnds = {".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz",
                                                               ".txz", ".tar.zst", ".tzst", ".tar.lz", ".tar.lzma", ".tlz", ".tar.Z"};
    return std::ranges::any_of(kEnds, [path](std::string_view end) { return path.ends_with(end); });
}
bool mayBeArchive(std::string_view path) {
    static constexpr std::array<std::string_view, 5> kEnds = {".gz", ".bz2", ".xz", ".zst", ".lzma"};
    return isTarArchive(path) || path.contains(".tar") || path.ends_with('*') ||
           std::ranges::any_of(kEnds, [path](std::string_view end) { return path.ends_with(end); });
}

std::string_view lastPart(std::string_view path) {
    path = unquoted(path);
    return path.substr(path.rfind('/') + 1);
}

bool isAbsolute(std::string_view path) {
    path = unquoted(path);
    const bool drive = path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    return path.starts_with('/') || path.starts_with('$') || path.starts_with('\\') || drive;
}

class InstructionLinter {
public:
    explicit InstructionLinter(LintContext& context) : m_context(context) {}

    /// Stages come in the order of the file, so that a base stage is known when its child comes.
    void visit(std::size_t stage) {
        m_archives.clear();
        const std::optional<std::size_t> base = m_context.graph().stages[stage].baseStage;
        m_workdir = base && *base < m_after.size() && m_after[*base].workdir;
        m_defined = base && *base < m_after.size() ? m_after[*base].defined : decltype(m_defined)();
        for (const Step* step : m_context.stepsOf(stage)) {
            visitStep(*step);
            remember(*step);
        }
        m_after.push_back({m_workdir, m_defined});
    }

private:
    void remember(const Step& step) {
        m_workdir = m_workdir || step.kind() == InstructionKind::Workdir;
        if (const auto* pairs = step.instruction->as<PairArgs>(); pairs != nullptr && step.kind() != InstructionKind::Label) {
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                m_defined.insert(pair.key.text);
            }
        }
    }

    void visitStep(const Step& step) {
        const Instruction& instruction = *step.instruction;
        switch (instruction.kind) {
        case InstructionKind::Copy:
        case InstructionKind::Add:
            if (const auto* copy = instruction.as<CopyArgs>()) {
                visitCopy(step, *copy);
            }
            break;
        case InstructionKind::Run: visitRun(step); break;
        case InstructionKind::Workdir: checkWorkdir(step); break;
        case InstructionKind::Env: checkEnv(step); break;
        case InstructionKind::Expose: checkExpose(step); break;
        case InstructionKind::Onbuild:
        case InstructionKind::From:
        case InstructionKind::Maintainer:
            if (step.trigger) {
                m_context.add("DL3043", step, instruction.keyword, say("Remove this ONBUILD: %1 is no trigger.", instruction.cmd));
            }
            break;
        default: break;
        }
    }

    void visitCopy(const Step& step, const CopyArgs& copy) {
        const bool isCopy = step.kind() == InstructionKind::Copy;
        if (isCopy) {
            checkDestination(step, copy);
            checkFrom(step, copy);
        } else {
            checkAdd(step, copy);
        }
        if (isCopy && !copy.from && !step.trigger) {
            rememberArchives(step, copy);
        }
    }

    void checkAdd(const Step& step, const CopyArgs& copy) {
        const bool special = copy.checksum || copy.keepGitDir || copy.unpack;
        const bool local = std::ranges::none_of(copy.sources, [](const dockerfile::Word& source) {
            return isRemote(source.text) || mayBeArchive(unquoted(source.text));
        });
        if (!local || special || copy.sources.empty()) {
            return;
        }
        const std::string right = dockerfile::lowered(step.instruction->cmd) == step.instruction->cmd ? "copy" : "COPY";
        m_context.add("DL3020", step, say("Use COPY, which only copies."), {{say("Use COPY"), {{step.instruction->keyword, right}}}});
    }

    void checkDestination(const Step& step, const CopyArgs& copy) {
        const std::string_view destination = unquoted(copy.destination.text);
        const bool several = copy.sources.size() + copy.heredocSources.size() > 1;
        const bool folder = destination.ends_with('/') || destination.ends_with('\\') || destination == "." || destination == ".." ||
                            destination.ends_with("/.") || destination.ends_with("/..") || destination.ends_with('}') ||
                            destination.substr(std::min(destination.rfind('/') + 1, destination.size())).contains('$');
        if (several && !folder && !destination.empty()) {
            const TextPosition end = copy.destination.range.end;
            std::vector<QuickFix> fixes;
            if (destination.size() == copy.destination.text.size() && !step.instruction->json) {
                fixes.push_back({say("End it with a slash"), {{{end, end}, "/"}}});
            }
            m_context.add("DL3021", step, copy.destination.range,
                          say("End %1 with a slash, for several files go into it.", destination), std::move(fixes));
        }
        if (!m_workdir && !isAbsolute(destination) && !destination.empty()) {
            m_context.add("DL3045", step, copy.destination.range, say("Set WORKDIR before, or copy to an absolute path."));
        }
    }

    void checkFrom(const Step& step, const CopyArgs& copy) {
        if (!copy.from) {
            return;
        }
        const std::string& name = copy.from->text;
        const plan::StageGraph& graph = m_context.graph();
        const std::optional<std::size_t> named = graph.stageNamed(name);
        if (named == step.stage || name == std::to_string(step.stage)) {
            m_context.add("DL3023", step, copy.from->range, say("Copy from an earlier stage: %1 is this one.", name));
            return;
        }
        const bool number = !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
        const bool isImage = name.find_first_of(":/@$") != std::string::npos;
        const auto& contexts = m_context.around().inputs.namedContexts;
        const bool isContext = std::ranges::any_of(contexts, [&name](const auto& context) {
            return context.first == name || context.first.ends_with("/" + name + ":latest");
        });
        if (!named && !number && !isImage && !isContext) {
            m_context.add("DL3022", step, copy.from->range,
                          say("Name a stage of this file: %1 is none, so it is pulled as an image.", name));
        }
    }

    struct Archive {
        const Step* step;
        std::string name;
        TextRange range;
    };

    void rememberArchives(const Step& step, const CopyArgs& copy) {
        const std::string_view target = lastPart(copy.destination.text);
        for (const dockerfile::Word& source : copy.sources) {
            const std::string_view name = lastPart(source.text);
            if (isTarArchive(name) && !name.contains('*')) {
                m_archives.push_back({&step, std::string(isTarArchive(target) ? target : name), source.range});
            }
        }
    }

    /// RUN tar x of an archive that a COPY of the stage brought.
    void visitRun(const Step& step) {
        for (const RunBody& body : step.bodies) {
            for (const ShellCommand& command : body.script.commands) {
                if (!command.is("tar") || command.words.size() < 2) {
                    continue;
                }
                const std::string_view first = command.words[1].text;
                const bool extracts = command.hasFlag({"x", "extract", "get"}) || (!first.starts_with('-') && first.contains('x'));
                for (const Archive& archive : m_archives) {
                    const bool meant = std::ranges::any_of(command.words, [&archive](const ShellWord& word) {
                        return lastPart(word.text) == archive.name;
                    });
                    if (extracts && meant) {
                        m_context.add("DL3010", *archive.step, archive.range,
                                      say("Let ADD extract %1, so that the archive itself is in no layer.", archive.name));
                    }
                }
            }
        }
    }

    void checkWorkdir(const Step& step) {
        const Instruction& workdir = *step.instruction;
        if (workdir.args.empty() || isAbsolute(workdir.args.front())) {
            return;
        }
        const TextRange& range = workdir.argRanges.front();
        std::vector<QuickFix> fixes;
        if (unquoted(workdir.args.front()).size() == workdir.args.front().size()) {
            fixes.push_back({say("Make it absolute"), {{{range.start, range.start}, "/"}}});
        }
        m_context.add("DL3000", step, range, say("Write %1 as an absolute path.", workdir.args.front()), std::move(fixes));
    }

    /// ENV a=1 b=$a: the right side is still the old a.
    void checkEnv(const Step& step) {
        const auto* pairs = step.instruction->as<PairArgs>();
        if (pairs == nullptr) {
            return;
        }
        for (const dockerfile::VariableUse& use : dockerfile::variableUses(m_context.document(), *step.instruction)) {
            const auto user = std::ranges::find_if(pairs->pairs, [&use](const dockerfile::KeyValue& pair) {
                return pair.value.range.start.offset <= use.range.start.offset && use.range.end.offset <= pair.value.range.end.offset;
            });
            const auto definer = std::ranges::find_if(pairs->pairs, [&use](const dockerfile::KeyValue& pair) {
                return pair.key.text == use.name;
            });
            if (user == pairs->pairs.end() || definer == pairs->pairs.end() || user == definer || m_defined.contains(use.name)) {
                continue;
            }
            std::vector<QuickFix> fixes;
            if (definer < user && !step.trigger) {
                const TextRange between = {std::prev(user)->value.range.end, user->key.range.start};
                fixes.push_back({say("Begin another %1", step.instruction->cmd), {{between, "\n" + step.instruction->cmd + " "}}});
            }
            m_context.add("DL3044", step, use.range,
                          say("Set %1 in an ENV of its own before: this one sees the value from before the line.", use.name),
                          std::move(fixes));
        }
    }

    void checkExpose(const Step& step) {
        constexpr int kMaximum = 65535;
        const Instruction& expose = *step.instruction;
        for (std::size_t i = 0; i < expose.args.size(); ++i) {
            std::string_view port = unquoted(expose.args[i]);
            port = port.substr(0, port.find('/'));
            port = port.substr(port.rfind(':') + 1);
            for (const std::string_view part : {port.substr(0, port.find('-')), port.substr(port.find('-') + 1)}) {
                const bool number = !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
                if (number && (part.size() > 9 || std::stoi(std::string(part)) > kMaximum)) {
                    m_context.add("DL3011", step, expose.argRanges[i], say("Choose a port from 0 to 65535 instead of %1.", part));
                    break;
                }
            }
        }
    }

    LintContext& m_context;
    std::vector<Archive> m_archives;
    bool m_workdir = false;
    std::set<std::string, std::less<>> m_defined;
    struct After { ///< of a stage, for those that are based on it
        bool workdir = false;
        decltype(m_defined) defined;
    };
    std::vector<After> m_after; ///< by stage
};

} // namespace

void lintInstructions(LintContext& context) {
    InstructionLinter linter(context);
    for (std::size_t stage = 0; stage < context.graph().stages.size(); ++stage) {
        linter.visit(stage);
    }
}

} // namespace sw::checks
