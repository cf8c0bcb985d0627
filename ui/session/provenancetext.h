#pragma once

#include "core/analysis/provenance.h"

#include <QStringList>

namespace sw::ui {

/// The way of a file in the reader's language, oldest step first: "made by line 8 in 'builder'", "copied by line 15 from /app/x".
QStringList wayText(const analysis::BuildFiles& build, const analysis::Provenance& provenance);

} // namespace sw::ui
