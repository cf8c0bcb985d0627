#include "ui/models/logmodel.h"

#include "ui/models/format.h"
#include "ui/session/sentence.h"
#include "ui/session/statemerge.h"

#include <algorithm>

namespace sw::ui {

namespace {

std::size_t costOf(const LogLine& line) { return line.content.text.size() + line.content.runs.size() * sizeof(AnsiRun) + 64; }

template <class... Handlers> struct Overload : Handlers... {
    using Handlers::operator()...;
};

} // namespace

void LogModel::clear() {
    m_blocks.clear();
    m_index.clear();
    m_lines = 0;
    m_bytes = 0;
    Q_EMIT cleared();
}

void LogModel::take(const std::vector<build::BuildEvent>& events) {
    for (const build::BuildEvent& event : events) {
        std::visit(Overload{[this](const build::VertexEvent& e) { takeVertex(e); }, [this](const build::LogEvent& e) { takeLog(e); },
                            [this](const build::StatusEvent& e) { takeStatus(e); },
                            [this](const build::WarningEvent& e) { takeWarning(e); }},
                   event);
    }
    shrink();
    Q_EMIT changed();
}

void LogModel::noteCut(std::uint64_t bytes) {
    if (m_blocks.empty()) {
        return;
    }
    AnsiLine line;
    line.text = tr("… %1 of output left out: it came faster than it can be shown").arg(bytesText(bytes)).toStdString();
    line.runs.push_back({0, static_cast<std::uint32_t>(line.text.size()), AnsiStyle{.italic = true}});
    std::vector<AnsiLine> lines;
    lines.push_back(std::move(line));
    append(*m_blocks.back(), std::move(lines), false);
    Q_EMIT changed();
}

void LogModel::close() {
    for (const auto& block : m_blocks) {
        block->progress.clear();
        if (block->display == StepDisplay::Running) {
            block->display = StepDisplay::None;
        }
        ++block->revision;
    }
    Q_EMIT changed();
}

LogBlock& LogModel::blockFor(const Digest& vertex) {
    const auto [it, isNew] = m_index.try_emplace(vertex, m_blocks.size());
    if (isNew) {
        m_blocks.push_back(std::make_unique<LogBlock>());
        m_blocks.back()->vertex = vertex;
    }
    return *m_blocks[it->second];
}

void LogModel::takeVertex(const build::VertexEvent& vertex) {
    LogBlock& block = blockFor(vertex.digest);
    if (!vertex.name.empty()) {
        block.title = QString::fromStdString(vertex.name);
    }
    block.stage = vertex.stage ? vertex.stage : block.stage;
    block.instruction = vertex.instruction ? vertex.instruction : block.instruction;
    block.started = vertex.started ? vertex.started : block.started;
    block.completed = vertex.completed ? vertex.completed : block.completed;
    ++block.revision;
    if (vertex.completed) {
        block.progress.clear();
    }
    const StepDisplay display = displayOf(vertex);
    block.display = display == StepDisplay::None ? block.display : display;
    if (display == StepDisplay::Failed) {
        block.error = shown(vertex.error);
        Q_EMIT failed(m_index.at(vertex.digest));
    }
}

void LogModel::takeLog(const build::LogEvent& log) {
    LogBlock& block = blockFor(log.vertex);
    AnsiParser& parser = log.stream == 2 ? block.errors : block.output;
    append(block, parser.feed(log.data), log.stream == 2);
}

void LogModel::takeStatus(const build::StatusEvent& status) {
    LogBlock& block = blockFor(status.vertex);
    ++block.revision;
    if (status.completed) {
        block.progress.clear();
        return;
    }
    QString name = QString::fromStdString(status.id);
    if (name.startsWith(QLatin1String("sha256:"))) {
        name = name.mid(7, 12);
    }
    const auto current = static_cast<std::uint64_t>(std::max<std::int64_t>(status.current, 0));
    block.progress = status.total > 0 ? tr("%1: %2 of %3").arg(name, bytesText(current), bytesText(static_cast<std::uint64_t>(status.total)))
                     : current > 0    ? QStringLiteral("%1: %2").arg(name, bytesText(current))
                                      : name;
}

void LogModel::takeWarning(const build::WarningEvent& warning) {
    LogBlock& block = blockFor(warning.vertex);
    AnsiLine line;
    line.text = warning.message;
    line.runs.push_back({0, static_cast<std::uint32_t>(line.text.size()), AnsiStyle{.foreground = 3}});
    std::vector<AnsiLine> lines;
    lines.push_back(std::move(line));
    append(block, std::move(lines), false);
}

void LogModel::append(LogBlock& block, std::vector<AnsiLine> lines, bool isError) {
    for (AnsiLine& line : lines) {
        LogLine entry{.content = std::move(line), .isError = isError};
        m_bytes += costOf(entry);
        ++m_lines;
        block.lines.push_back(std::move(entry));
    }
    ++block.revision;
}

void LogModel::shrink() {
    while ((m_lines > kMaxLines || m_bytes > kMaxBytes) && !m_blocks.empty()) {
        LogBlock& longest =
            **std::ranges::max_element(m_blocks, {}, [](const std::unique_ptr<LogBlock>& block) { return block->lines.size(); });
        if (longest.lines.empty()) {
            return;
        }
        const std::size_t count = std::max<std::size_t>(1, longest.lines.size() / 16);
        for (std::size_t i = 0; i < count; ++i) {
            m_bytes -= costOf(longest.lines.front());
            longest.lines.pop_front();
        }
        m_lines -= count;
        longest.firstLine += count;
        ++longest.revision;
    }
}

std::optional<std::size_t> LogModel::blockOf(std::size_t instruction) const {
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        if (m_blocks[i]->instruction == instruction) {
            return i;
        }
    }
    return std::nullopt;
}

std::size_t LogModel::lineCount(const LogBlock& block) {
    return block.lines.size() + (block.output.hasCurrent() ? 1U : 0U) + (block.errors.hasCurrent() ? 1U : 0U);
}

LogLine LogModel::line(const LogBlock& block, std::size_t index) {
    if (index < block.lines.size()) {
        return block.lines[index];
    }
    const bool isOutput = block.output.hasCurrent() && index == block.lines.size();
    return {.content = (isOutput ? block.output : block.errors).current(), .isError = !isOutput};
}

QString LogModel::plainText(std::size_t index) const {
    const LogBlock& block = *m_blocks[index];
    QString text = block.title + u'\n';
    if (block.firstLine > 0) {
        text += tr("… %Ln line(s) left out", nullptr, static_cast<int>(std::min<std::uint64_t>(block.firstLine, INT_MAX))) + u'\n';
    }
    const std::size_t count = lineCount(block);
    for (std::size_t i = 0; i < count; ++i) {
        text += QString::fromStdString(line(block, i).content.text) + u'\n';
    }
    if (!block.error.isEmpty()) {
        text += block.error + u'\n';
    }
    return text;
}

QString LogModel::plainText() const {
    QString text;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        text += plainText(i) + u'\n';
    }
    return text;
}

} // namespace sw::ui
