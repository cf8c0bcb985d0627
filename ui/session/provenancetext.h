#pragma once

#include "core/analysis/provenance.h"

#include <QString>

#include <vector>

namespace sw::ui {

/// A step of a file's way in the reader's language: "made by line 8 in 'builder'", "copied by line 15 from /app/x".
struct WayStep {
    QString text;
    int line = 0;                  ///< of the text that was built; 0: none
    qsizetype start = 0, size = 0; ///< the words of `text` that say the line
};

/// Oldest first.
std::vector<WayStep> wayOf(const analysis::BuildFiles& build, const analysis::Provenance& provenance);

} // namespace sw::ui
