#pragma once

#include "ui/session/documentsession.h"

#include <QString>

#include <optional>

namespace sw::ui {

/// Rich text of the card that appears where the pointer rests on the text: problems first, then the meaning of the word
/// (instruction, flag, variable with its value, stage), then state and reason of the step. "" when there is nothing to say.
QString hoverText(const DocumentSnapshot& snapshot, const StepStates* states, std::size_t offset);

/// The same for a line's margins and lanes: state in words, reason, size in full, time. `line` is 1-based.
QString laneHoverText(const DocumentSnapshot& snapshot, const StepStates* states, int line);

/// State of one instruction in words, with reason, exact size and time.
QString stepText(const StepState& state);

} // namespace sw::ui
