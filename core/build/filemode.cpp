#include "core/build/filemode.h"

#include <charconv>

namespace sw::build {

namespace {

Failure invalid(std::string_view text) {
    return failure(ErrorCode::Invalid, "--chmod=" + std::string(text) +
                                           " is not a file mode: use an octal number up to 7777 or clauses like u=rwX,g+s");
}

std::uint32_t maskOf(char who) {
    switch (who) {
    case 'u': return 0700;
    case 'g': return 0070;
    case 'o': return 0007;
    default: return 0777;
    }
}

} // namespace

Result<FileMode> FileMode::parse(std::string_view text) {
    FileMode mode;
    if (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), mode.m_number, 8);
        if (code != std::errc() || end != text.data() + text.size() || mode.m_number > 07777) {
            return invalid(text);
        }
        return mode;
    }
    std::size_t at = 0;
    const auto more = [&] { return at < text.size() && text[at] != ','; };
    while (at < text.size()) {
        std::uint32_t who = 0;
        while (more() && std::string_view("ugoa").contains(text[at])) {
            who |= maskOf(text[at++]);
        }
        who = who == 0 ? 0777 : who;
        if (!more()) {
            return invalid(text);
        }
        while (more()) {
            Clause clause;
            clause.who = who;
            clause.operation = text[at++];
            if (!std::string_view("+-=").contains(clause.operation)) {
                return invalid(text);
            }
            while (more() && !std::string_view("+-=").contains(text[at])) {
                switch (const char c = text[at++]) {
                case 'r': clause.bits |= 4; break;
                case 'w': clause.bits |= 2; break;
                case 'x': clause.bits |= 1; break;
                case 'X': clause.conditionalExecute = true; break;
                case 's': clause.setId = true; break;
                case 't': clause.sticky = true; break;
                case 'u':
                case 'g':
                case 'o': clause.copyFrom = c; break;
                default: return invalid(text);
                }
            }
            mode.m_clauses.push_back(clause);
        }
        if (at < text.size() && ++at == text.size()) {
            return invalid(text); // a comma at the end
        }
    }
    return mode.m_clauses.empty() ? Result<FileMode>(invalid(text)) : mode;
}

std::uint32_t FileMode::apply(std::uint32_t mode, bool directory) const {
    if (isNumber()) {
        return m_number;
    }
    for (const Clause& clause : m_clauses) {
        std::uint32_t rwx = clause.bits;
        if (clause.conditionalExecute && (directory || (mode & 0111U) != 0)) {
            rwx |= 1;
        }
        if (clause.copyFrom != '\0') {
            const std::uint32_t shift = clause.copyFrom == 'u' ? 6 : clause.copyFrom == 'g' ? 3 : 0;
            rwx |= (mode >> shift) & 7U;
        }
        std::uint32_t bits = (rwx * 0111U) & clause.who;
        if (clause.setId) {
            bits |= ((clause.who & 0700U) != 0 ? 04000U : 0U) | ((clause.who & 0070U) != 0 ? 02000U : 0U);
        }
        bits |= clause.sticky ? 01000U : 0U;
        switch (clause.operation) {
        case '+': mode |= bits; break;
        case '-': mode &= ~bits; break;
        default: {
            std::uint32_t cleared = clause.who;
            if (!directory) { // as chmod does: '=' leaves a directory's set-id bits alone
                cleared |= ((clause.who & 0700U) != 0 ? 04000U : 0U) | ((clause.who & 0070U) != 0 ? 02000U : 0U);
            }
            mode = (mode & ~cleared) | bits;
        }
        }
    }
    return mode & 07777U;
}

} // namespace sw::build
