#include "core/plan/filemode.h"

#include <charconv>

namespace sw::plan {

namespace {

constexpr std::uint32_t kSetUid = 04000, kSetGid = 02000, kSticky = 01000, kExecute = 0111;
constexpr std::uint32_t kStandard = kSetUid | kSetGid | 0777;

Failure invalid(std::string_view text) {
    return failure(ErrorCode::Invalid, say("--chmod=%1 is not a file mode: use an octal number up to 7777 or clauses like u=rwX,g+s", text));
}

/// The bits that a class of users owns.
std::uint32_t classOf(char who) {
    switch (who) {
    case 'u': return kSetUid | 0700;
    case 'g': return kSetGid | 0070;
    case 'o': return 0007;
    case 'a': return kStandard;
    default: return 0;
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
    mode.m_symbolic = true;
    std::size_t at = 0;
    do {
        if (!mode.parseClause(text, at)) {
            return invalid(text);
        }
    } while (at < text.size() && text[at++] == ','); // parseClause stops at a comma or the end; one at the end is refused
    return mode;
}

/// "ug=rX-w": who, then one or more operations.
Result<void> FileMode::parseClause(std::string_view text, std::size_t& at) {
    using Kind = Change::Kind;
    std::uint32_t who = 0;
    while (at < text.size() && classOf(text[at]) != 0) {
        who |= classOf(text[at++]);
    }
    bool equalDone = false;
    do {
        const char operation = at < text.size() ? text[at++] : '\0';
        if (operation != '+' && operation != '-' && operation != '=') {
            return failure(ErrorCode::Invalid, say("no operation"));
        }
        equalDone = equalDone && operation != '=';
        std::uint32_t bits = 0;
        std::uint32_t executable = 0;
        std::uint32_t named = who;
        const bool specials = who == 0 || (who & ~0007U) != 0; // set-id and sticky are nothing to "others"
        const auto flush = [&] {
            const std::uint32_t mask = named != 0 ? named : kStandard | kSticky;
            if (operation == '=' && !equalDone && (bits != 0 || executable != 0 || at >= text.size() || !classOf(text[at]))) {
                m_changes.push_back({Kind::Clear, named != 0 ? named : kStandard, '\0', '\0'});
                equalDone = true;
            }
            if (bits != 0) {
                m_changes.push_back({operation == '-' ? Kind::Clear : Kind::Set, bits & mask, '\0', '\0'});
            }
            if (executable != 0) {
                m_changes.push_back({operation == '-' ? Kind::ClearIfExecutable : Kind::SetIfExecutable, executable & mask, '\0', '\0'});
            }
            bits = executable = 0;
        };
        for (bool more = true; more;) {
            const char c = at < text.size() ? text[at] : '\0';
            switch (c) {
            case 'r': bits |= 0444; break;
            case 'w': bits |= 0222; break;
            case 'x': bits |= kExecute; break;
            case 'X': executable |= kExecute; break;
            case 's': bits |= specials ? kSetUid | kSetGid : 0; break;
            case 't':
                if (specials) {
                    named |= kSticky;
                    bits |= kSticky;
                }
                break;
            case 'u':
            case 'g':
            case 'o':
                flush();
                equalDone = equalDone || operation == '=';
                m_changes.push_back({Kind::Copy, (who == 0 ? kStandard : who) & 0777U, c, operation});
                break;
            default:
                flush();
                more = false;
                continue;
            }
            ++at;
        }
    } while (at < text.size() && text[at] != ',');
    return {};
}

std::uint32_t FileMode::apply(std::uint32_t mode, bool directory) const {
    if (isNumber()) {
        return m_number;
    }
    const bool executable = directory || (mode & kExecute) != 0;
    std::uint32_t out = mode & 07777U;
    for (const Change& change : m_changes) {
        switch (change.kind) {
        case Change::Kind::Set: out |= change.bits; break;
        case Change::Kind::Clear: out &= ~change.bits; break;
        case Change::Kind::SetIfExecutable: out |= executable ? change.bits : 0; break;
        case Change::Kind::ClearIfExecutable: out &= ~(executable ? change.bits : 0U); break;
        case Change::Kind::Copy: {
            const std::uint32_t shift = change.from == 'u' ? 6 : change.from == 'g' ? 3 : 0;
            const std::uint32_t copied = ((out >> shift) & 7U) * 0111U;
            const std::uint32_t cleared = change.operation == '=' ? 0777U : change.operation == '-' ? copied : 0U;
            out &= ~(cleared & change.bits);
            out |= change.operation == '-' ? 0U : copied & change.bits;
            break;
        }
        }
    }
    return out;
}

} // namespace sw::plan
