#pragma once

#include <cstddef>
#include <cstdint>

class QsciScintillaBase;

namespace sw::ui {

/// Scintilla style numbers of the editor. 32..39 are Scintilla's own.
namespace codestyle {

inline constexpr std::uint8_t kDefault = 0;
inline constexpr std::uint8_t kKeyword = 1;
inline constexpr std::uint8_t kFlag = 2;
inline constexpr std::uint8_t kOperator = 3;
inline constexpr std::uint8_t kStage = 4;      ///< a stage name that is not (yet) a stage
inline constexpr std::uint8_t kImage = 5;
inline constexpr std::uint8_t kVariable = 6;
inline constexpr std::uint8_t kString = 7;
inline constexpr std::uint8_t kComment = 8;
inline constexpr std::uint8_t kNumber = 9;
inline constexpr std::uint8_t kHeredoc = 10;
inline constexpr std::uint8_t kDirective = 11;
inline constexpr std::uint8_t kError = 12;
inline constexpr std::uint8_t kShellCommand = 13;
inline constexpr std::uint8_t kShellKeyword = 14;
inline constexpr std::uint8_t kShellOption = 15;
inline constexpr std::uint8_t kContinuation = 16;
inline constexpr std::uint8_t kNegation = 17; ///< '!' of an ignore file
inline constexpr std::uint8_t kDimmed = 18;   ///< a heredoc body that is copied as a file
// Names of stages in the stage's own colour: 64 + index mod 30 (the wheel repeats after 30).
inline constexpr std::uint8_t kStageFirst = 64;
inline constexpr std::uint8_t kStageCount = 30;
// Annotations.
inline constexpr std::uint8_t kReason = 110;
inline constexpr std::uint8_t kFailure = 111;
inline constexpr std::uint8_t kBand = 112;

inline std::uint8_t ofStage(std::size_t index) {
    return static_cast<std::uint8_t>(kStageFirst + index % kStageCount);
}

} // namespace codestyle

/// Fonts and colours of the current theme for all styles, the caret, selection, margins and indicators.
void applyCodeStyles(QsciScintillaBase& view);

/// Indicator numbers.
enum class CodeIndicator { Error = 8, Warning = 9, Hint = 10, FindMatch = 11, FindCurrent = 12, Link = 13, Occurrence = 14 };

/// Marker numbers.
inline constexpr int kSelectedInstructionMarker = 1;

/// Margin numbers, left to right.
enum class CodeMargin { Stage = 0, Number = 1, Fold = 2, State = 3 };

} // namespace sw::ui
