#pragma once

#include "core/base/error.h"
#include "core/base/sentence.h"

#include <QString>

namespace sw::ui {

/// A sentence of the core in the reader's language: its pattern by the translations (context "core"), its places filled.
QString shown(const Sentence& sentence);
inline QString shown(const Error& error) { return shown(error.sentence()); }

} // namespace sw::ui
