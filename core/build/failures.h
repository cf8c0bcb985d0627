#pragma once

#include "core/base/sentence.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::build {

/// The end of a step's output, for the failure's message and the recogniser. Bounded; bytes need not be line-aligned.
class LogTail {
public:
    void add(std::string_view bytes);
    std::vector<std::string> lines(std::size_t count) const; ///< the last ones, without colours
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

/// One sentence of advice for a failure that is known by its output, or "". `command` is the step's command line.
Sentence adviceFor(std::string_view output, int exitCode, std::string_view command, bool hostCaUsed, bool networkNone);

/// What to do about an address that cannot be fetched from, by the sentence that says so; or "".
Sentence adviceForFetch(std::string_view message);

std::string withoutColours(std::string_view text); ///< ANSI sequences and carriage-return overwrites removed

} // namespace sw::build
