#pragma once

#include "core/plan/stagegraph.h"

#include <QString>

namespace sw::ui {

/// Name of a stage for people: as written, or "stage 2" in the reader's language for an unnamed one.
QString stageTitle(const plan::Stage& stage);

} // namespace sw::ui
