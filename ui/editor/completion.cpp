#include "ui/editor/completion.h"

#include "core/dockerfile/scope.h"
#include "ui/editor/instructionhelp.h"

#include <QCoreApplication>

#include <algorithm>
#include <cctype>
#include <set>

namespace sw::ui {
namespace {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::InstructionKind;
using Kind = CompletionItem::Kind;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Completion)
};

QString q(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isNameChar(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The caret's surroundings: the instruction, and the word that is being typed.
struct Place {
    const Document& document;
    const plan::StageGraph* graph;
    const CompletionSources& sources;
    std::size_t offset;
    int line;                          ///< 1-based
    const Instruction* instruction;    ///< nullptr on an empty line
    std::string_view before;           ///< from the instruction's (or line's) start to the caret
    std::string_view word;             ///< from the last blank to the caret
    std::size_t wordBegin;
    std::size_t words;                 ///< complete words before `word`, the keyword included
};

std::size_t stageLimit(const Place& place) {
    // Stages that are complete above this line: a stage cannot use itself or a later one.
    std::size_t count = 0;
    for (const auto& span : place.document.stages) {
        if (place.document.instructions[span.from].startLine() < place.line) {
            ++count;
        }
    }
    const bool inFrom = place.instruction != nullptr && place.instruction->kind == InstructionKind::From;
    return inFrom ? count : (count > 0 ? count - 1 : 0);
}

class Collector {
public:
    Collector(QString typed, std::size_t from) : m_typed(std::move(typed)) { m_result.from = from; }

    void add(CompletionItem item) {
        if (item.text.startsWith(m_typed, Qt::CaseInsensitive) && item.written() != m_typed) {
            m_result.items.push_back(std::move(item));
        } else if (!m_typed.isEmpty() && item.text.contains(m_typed, Qt::CaseInsensitive) && m_typed.size() > 1) {
            m_inside.push_back(std::move(item));
        }
    }

    Completion take() {
        m_result.items.insert(m_result.items.end(), m_inside.begin(), m_inside.end());
        std::set<QString> seen;
        std::erase_if(m_result.items, [&seen](const CompletionItem& item) { return !seen.insert(item.text).second; });
        return std::move(m_result);
    }

private:
    QString m_typed;
    Completion m_result;
    std::vector<CompletionItem> m_inside;
};

bool fileWritesLowerCase(const Document& document) {
    std::size_t lower = 0;
    for (const Instruction& instruction : document.instructions) {
        lower += !instruction.cmd.empty() && std::islower(static_cast<unsigned char>(instruction.cmd.front())) != 0 ? 1 : 0;
    }
    return lower * 2 > document.instructions.size();
}

Completion completeInstruction(const Place& place, bool afterOnbuild) {
    Collector collector(q(place.word), place.wordBegin);
    const bool lower = fileWritesLowerCase(place.document);
    for (const InstructionKind kind : allInstructions()) {
        if (afterOnbuild && (kind == InstructionKind::From || kind == InstructionKind::Onbuild || kind == InstructionKind::Maintainer)) {
            continue;
        }
        const InstructionHelp help = instructionHelp(kind);
        const QString name = lower ? help.name.toLower() : help.name;
        collector.add({Kind::Instruction, name, name + QLatin1Char(' '), help.summary.section(QStringLiteral(". "), 0, 0), kind == InstructionKind::From});
    }
    return collector.take();
}

void addStages(const Place& place, Collector& collector) {
    if (place.graph == nullptr) {
        return;
    }
    const std::size_t limit = std::min(stageLimit(place), place.graph->stages.size());
    for (std::size_t i = limit; i-- > 0;) {
        const plan::Stage& stage = place.graph->stages[i];
        const QString detail = Texts::tr("stage on %1").arg(q(stage.base));
        if (!stage.writtenName.empty()) {
            collector.add({Kind::Stage, q(stage.writtenName), {}, detail, false});
        } else if (place.instruction != nullptr && place.instruction->kind != InstructionKind::From) {
            collector.add({Kind::Stage, QString::number(i), {}, detail, false});
        }
    }
}

void addImages(const Place& place, Collector& collector) {
    if (place.graph != nullptr) {
        for (const plan::External& external : place.graph->externals) {
            if (external.kind == plan::External::Kind::Image && !external.reference.empty()) {
                collector.add({Kind::Image, q(external.reference), {}, Texts::tr("used in this file"), false});
            }
        }
    }
    if (place.sources.imageNames) {
        for (const QString& name : place.sources.imageNames()) {
            collector.add({Kind::Image, name, {}, Texts::tr("image"), false});
        }
    }
    if (place.instruction != nullptr && place.instruction->kind == InstructionKind::From) {
        collector.add({Kind::Image, QStringLiteral("scratch"), {}, Texts::tr("nothing at all"), false});
    }
}

Completion completeVariable(const Place& place, std::size_t nameBegin) {
    const std::string_view typed = std::string_view(place.document.text).substr(nameBegin, place.offset - nameBegin);
    Collector collector(q(typed), nameBegin);
    for (const dockerfile::ScopeVariable& variable : dockerfile::variablesInScope(place.document, place.line)) {
        collector.add({Kind::Variable, q(variable.name), {}, q(variable.value.value_or("")), false});
    }
    return collector.take();
}

Completion completeMount(const Place& place, std::string_view value, std::size_t valueBegin) {
    const std::size_t comma = value.rfind(',');
    const std::size_t partBegin = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string_view part = value.substr(partBegin);
    std::string_view type;
    if (const std::size_t at = value.find("type="); at != std::string_view::npos) {
        type = value.substr(at + 5, value.substr(at + 5).find(','));
    }
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
        Collector collector(q(part), valueBegin + partBegin);
        for (const FlagHelp& key : mountKeys(type)) {
            collector.add({Kind::Value, key.name, key.takesValue ? key.name + QLatin1Char('=') : key.name, key.summary, key.takesValue});
        }
        return collector.take();
    }
    const std::string_view key = part.substr(0, equals);
    Collector collector(q(part.substr(equals + 1)), valueBegin + partBegin + equals + 1);
    if (key == "type") {
        for (const FlagHelp& kind : mountTypes()) {
            collector.add({Kind::Value, kind.name, {}, kind.summary, false});
        }
    } else if (key == "from") {
        addStages(place, collector);
        addImages(place, collector);
    } else if (key == "sharing") {
        for (const char* word : {"shared", "private", "locked"}) {
            collector.add({Kind::Value, QString::fromLatin1(word), {}, {}, false});
        }
    }
    return collector.take();
}

Completion completeFlag(const Place& place, InstructionKind kind) {
    const InstructionHelp help = instructionHelp(kind);
    const std::size_t equals = place.word.find('=');
    if (equals == std::string_view::npos) {
        Collector collector(q(place.word), place.wordBegin);
        for (const FlagHelp& flag : help.flags) {
            const QString text = QStringLiteral("--") + flag.name;
            collector.add({Kind::Flag, text, text + (flag.takesValue ? QLatin1Char('=') : QLatin1Char(' ')), flag.summary, flag.takesValue});
        }
        return collector.take();
    }
    const QString name = q(place.word.substr(2, equals - 2));
    const std::string_view value = place.word.substr(equals + 1);
    const std::size_t valueBegin = place.wordBegin + equals + 1;
    if (name == QLatin1StringView("mount")) {
        return completeMount(place, value, valueBegin);
    }
    Collector collector(q(value), valueBegin);
    if (name == QLatin1StringView("from")) {
        addStages(place, collector);
        addImages(place, collector);
    } else if (name == QLatin1StringView("platform")) {
        for (const char* platform : {"$BUILDPLATFORM", "$TARGETPLATFORM", "linux/amd64", "linux/arm64", "linux/arm/v7"}) {
            collector.add({Kind::Value, QString::fromLatin1(platform), {}, {}, false});
        }
    }
    const auto flag = std::ranges::find(help.flags, name, &FlagHelp::name);
    if (flag != help.flags.end()) {
        for (const QString& word : flag->values) {
            collector.add({Kind::Value, word, {}, {}, false});
        }
    }
    return collector.take();
}

Completion completePath(const Place& place) {
    Collector collector(q(place.word), place.wordBegin);
    if (place.sources.contextPaths) {
        for (const QString& path : place.sources.contextPaths(q(place.word))) {
            const bool directory = path.endsWith(QLatin1Char('/'));
            collector.add({directory ? Kind::Directory : Kind::File, path, {}, {}, directory});
        }
    }
    return collector.take();
}

Completion completeWords(const Place& place, InstructionKind kind, std::size_t position) {
    Collector collector(q(place.word), place.wordBegin);
    switch (kind) {
    case InstructionKind::From: {
        if (position == 0) {
            addStages(place, collector);
            addImages(place, collector);
        } else if (position == 1) {
            collector.add({Kind::Instruction, QStringLiteral("AS"), QStringLiteral("AS "), Texts::tr("names the stage"), false});
        }
        break;
    }
    case InstructionKind::Healthcheck:
        if (position == 0) {
            collector.add({Kind::Value, QStringLiteral("CMD"), QStringLiteral("CMD "), Texts::tr("the command that checks"), false});
            collector.add({Kind::Value, QStringLiteral("NONE"), {}, Texts::tr("no check, also not the base image's"), false});
        }
        break;
    case InstructionKind::Stopsignal:
        for (const char* signal : {"SIGTERM", "SIGINT", "SIGQUIT", "SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"}) {
            collector.add({Kind::Value, QString::fromLatin1(signal), {}, {}, false});
        }
        break;
    case InstructionKind::Copy:
    case InstructionKind::Add: return completePath(place);
    default: break;
    }
    return collector.take();
}

Completion completeDirective(const Place& place) {
    const std::string_view line = std::string_view(place.document.text).substr(place.document.lines.lineStart(place.line));
    const std::size_t length = place.offset - place.document.lines.lineStart(place.line);
    Collector collector(q(line.substr(0, length)), place.document.lines.lineStart(place.line));
    for (const char* directive : {"# syntax=docker/dockerfile:1", "# check=skip=", "# escape=`"}) {
        const std::string_view text = directive;
        collector.add({Kind::Directive, QString::fromLatin1(directive), {}, directiveHelp(text.substr(2, text.find('=') - 2)), false});
    }
    return collector.take();
}

/// Directives stand before everything else, one below the other.
bool onlyDirectivesAbove(const Document& document, int line) {
    return (document.instructions.empty() || document.instructions.front().startLine() > line) &&
           line <= static_cast<int>(document.directives.size()) + 1;
}

} // namespace

Completion complete(const Document& document, const plan::StageGraph* graph, std::size_t offset, const CompletionSources& sources) {
    const std::string_view text = document.text;
    offset = std::min(offset, text.size());
    const int line = document.lines.at(offset).line;
    const Instruction* instruction = document.instructionAtLine(line);
    const std::size_t lineBegin = document.lines.lineStart(line);
    std::size_t begin = lineBegin;
    if (instruction != nullptr && instruction->range.start.offset <= offset) {
        begin = std::min(begin, instruction->range.start.offset);
        for (const auto& heredoc : instruction->heredocs) {
            if (offset > heredoc.body.start.offset && offset <= heredoc.body.end.offset && !heredoc.expand) {
                return {};
            }
        }
    }
    const std::string_view before = text.substr(begin, offset - begin);
    if (text.substr(lineBegin, offset - lineBegin).starts_with('#')) {
        const Place place{document, graph, sources, offset, line, nullptr, before, {}, offset, 0};
        return onlyDirectivesAbove(document, line) ? completeDirective(place) : Completion{};
    }
    std::size_t wordBegin = before.size();
    while (wordBegin > 0 && !isBlank(before[wordBegin - 1])) {
        --wordBegin;
    }
    std::size_t words = 0;
    std::size_t flags = 0;
    for (std::size_t i = 0; i < wordBegin;) {
        if (isBlank(before[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < wordBegin && !isBlank(before[end])) {
            ++end;
        }
        const std::string_view word = before.substr(i, end - i);
        if (word != std::string_view(&document.escape, 1)) {
            ++words;
            flags += words > 1 && word.starts_with("--") ? 1 : 0;
        }
        i = end;
    }
    const Place place{document, graph, sources, offset, line, instruction, before, before.substr(wordBegin), begin + wordBegin, words};
    if (words == 0) {
        return completeInstruction(place, false);
    }
    const InstructionKind kind = dockerfile::instructionKind(before.substr(0, before.find_first_of(" \t\r\n")));
    // A variable: "$NAME" or "${NAME" right before the caret.
    std::size_t name = before.size();
    while (name > 0 && isNameChar(before[name - 1])) {
        --name;
    }
    const bool braced = name > 1 && before[name - 1] == '{' && before[name - 2] == '$';
    if (braced || (name > 0 && before[name - 1] == '$')) {
        return completeVariable(place, begin + name);
    }
    if (kind == InstructionKind::Onbuild && words == 1) {
        return completeInstruction(place, true);
    }
    if (place.word.starts_with("-") && words == 1 + flags) {
        return completeFlag(place, kind);
    }
    return completeWords(place, kind, words - 1 - flags);
}

} // namespace sw::ui
