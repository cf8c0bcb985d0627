#pragma once

#include "ui/session/documentsession.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace sw::ui {

/// What stands beside one line of the file. Lines are counted from 0, as Scintilla does.
struct LineInfo {
    int stage = -1;                         ///< index of its stage, -1 before the first FROM
    bool startsStage = false;               ///< the FROM line, or the first line of the comment above it
    bool last = false;                      ///< last line of its instruction
    std::optional<std::size_t> instruction; ///< index in Document::instructions, on all lines of an instruction
    bool startsInstruction = false;
    StepDisplay display = StepDisplay::None;
    std::optional<std::uint64_t> bytes;
    bool bytesMeasured = false;
    bool takesSpace = false;                ///< this kind of instruction makes files: shows "–" when none are known
    std::optional<Severity> problem;        ///< the worst diagnostic that begins here
    bool operator==(const LineInfo&) const = default;
};

/// The band above a FROM.
struct StageBand {
    QString name;
    QString detail; ///< "node:18 · 6 steps · 1.12 GB · 3 cached"
    bool needed = true;
    bool operator==(const StageBand&) const = default;
};

/// Sentence below a line: the root cause of a miss, or the message of the step that failed.
struct LineNote {
    int line = 0;
    QString text;
    bool failure = false;
    bool operator==(const LineNote&) const = default;
};

/// Everything beside the text, derived from snapshot and states; a value that can be compared and tested.
struct Lanes {
    std::vector<LineInfo> lines;
    std::vector<StageBand> bands; ///< by stage
    std::vector<LineNote> notes;  ///< sorted by line, at most one per line
    std::uint64_t largest = 0;    ///< of all steps: the right end of the shared scale
    bool operator==(const Lanes&) const = default;

    /// Keeps lines and text together until the next snapshot: `count` lines came (or went, when negative) after `line`.
    void shift(int line, int count);
};

Lanes makeLanes(const DocumentSnapshot& snapshot, const StepStates* states);

/// Length of a size bar, 0..1, on a logarithmic scale from 1 kB to `largest`. Not empty for any byte.
double barFraction(std::uint64_t bytes, std::uint64_t largest);

namespace lanepaint {
void state(QPainter& painter, const QRectF& cell, const LineInfo& info, double phase);
void size(QPainter& painter, const QRectF& cell, const LineInfo& info, std::uint64_t largest, bool withBar);
void band(QPainter& painter, const QRectF& rect, const StageBand& band, std::size_t stage);
void problem(QPainter& painter, const QRectF& cell, Severity severity);
} // namespace lanepaint

} // namespace sw::ui
