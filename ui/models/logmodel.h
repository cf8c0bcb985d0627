#pragma once

#include "core/build/events.h"
#include "ui/models/ansitext.h"
#include "ui/session/documentsession.h"

#include <QObject>
#include <QString>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace sw::ui {

struct LogLine {
    AnsiLine content;
    bool isError = false; ///< came by the error stream
};

/// Output of one step (or of a task of the engine's own: pulling, exporting).
struct LogBlock {
    Digest vertex;
    QString title;
    std::optional<std::size_t> stage, instruction;
    StepDisplay display = StepDisplay::None;
    std::optional<build::Time> started, completed;
    QString error;
    QString progress;             ///< of a running sub-task: "sha256:1a2b…  12.3 MB of 40 MB"
    std::deque<LogLine> lines;
    std::uint64_t firstLine = 0;  ///< number of lines left out before lines.front()
    std::uint64_t revision = 0;   ///< grows with each change
    AnsiParser output, errors;
};

/// The log of a build as blocks per step, in the order in which the steps appeared. Bounded: behind kMaxLines lines or
/// kMaxBytes of text the oldest lines of the longest block go, and the block says how many.
class LogModel : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMaxLines = 400'000;
    static constexpr std::size_t kMaxBytes = 96U << 20U;

    explicit LogModel(QObject* parent = nullptr) : QObject(parent) {}

    void clear();
    void take(const std::vector<build::BuildEvent>& events);
    /// A flood was cut before it came here.
    void noteCut(std::uint64_t bytes);
    /// Steps that still run are not running any more (the build stopped).
    void close();

    std::size_t blockCount() const { return m_blocks.size(); }
    const LogBlock& block(std::size_t index) const { return *m_blocks[index]; }
    std::optional<std::size_t> blockOf(std::size_t instruction) const; ///< by instruction index
    /// Lines to show: complete ones, plus those being written now.
    static std::size_t lineCount(const LogBlock& block);
    static LogLine line(const LogBlock& block, std::size_t index);
    QString plainText() const;
    QString plainText(std::size_t block) const;

Q_SIGNALS:
    void changed();                    ///< something was added
    void failed(std::size_t block);    ///< a step failed
    void cleared();

private:
    LogBlock& blockFor(const Digest& vertex);
    void takeVertex(const build::VertexEvent& vertex);
    void takeLog(const build::LogEvent& log);
    void takeStatus(const build::StatusEvent& status);
    void takeWarning(const build::WarningEvent& warning);
    void append(LogBlock& block, std::vector<AnsiLine> lines, bool isError);
    void shrink();

    std::vector<std::unique_ptr<LogBlock>> m_blocks;
    std::map<Digest, std::size_t> m_index;
    std::size_t m_lines = 0;
    std::size_t m_bytes = 0;
};

} // namespace sw::ui
