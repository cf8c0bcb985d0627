#pragma once

#include "core/base/result.h"
#include "core/dockerfile/logicalline.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sw::dockerfile {

/// The word that announces a here-document: `<<EOF`, `3<<-'E O F'`, `<< EOF`.
struct HeredocWord {
    std::string name;
    bool expand = true;
    bool chomp = false;
    int fd = 0;
    Span span;
};

/// Does this one word announce a here-document? Error: a quote in its name is not closed.
Result<std::optional<HeredocWord>> readHeredocWord(std::string_view word);

/// All of them on a logical line, in order. A line whose quotes do not close has none.
Result<std::vector<HeredocWord>> heredocsOnLine(std::string_view line);

/// `content` without the tabs that begin its lines.
std::string cutLeadingTabs(std::string_view content);

} // namespace sw::dockerfile
