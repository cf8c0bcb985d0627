#pragma once

#include "core/plan/stagegraph.h"

#include <QString>

#include <string>

namespace sw::ui {

/// Name of a stage for people: as written, or "stage 2" in the reader's language for an unnamed one.
QString stageTitle(const plan::Stage& stage);

/// The same of a name that core gave (plan::Stage::displayName), as records of builds keep it.
QString stageTitle(const std::string& displayName);

} // namespace sw::ui
