#include "core/plan/configtext.h"

#include <array>
#include <cstdio>

namespace sw::plan {

namespace {

std::string hex(unsigned value, int digits) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%0*x", digits, value);
    return buffer.data();
}

/// Length of a valid UTF-8 sequence at `at`, 0 when it is none.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : (first >> 5U) == 6 ? 2 : (first >> 4U) == 14 ? 3 : (first >> 3U) == 30 ? 4 : 0;
    if (length == 0 || at + length > text.size()) {
        return 0;
    }
    for (std::size_t i = at + 1; i < at + length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    return length;
}

std::string escapedByte(unsigned char byte) {
    switch (byte) {
    case '\a': return "\\a";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\v': return "\\v";
    default: return "\\x" + hex(byte, 2);
    }
}

std::string trimmedFraction(std::int64_t whole, std::int64_t fraction, int digits) {
    std::string text = std::to_string(whole);
    if (fraction == 0) {
        return text;
    }
    std::string rest = std::to_string(fraction);
    rest.insert(0, static_cast<std::size_t>(digits) - rest.size(), '0');
    rest.erase(rest.find_last_not_of('0') + 1);
    return text + "." + rest;
}

} // namespace

std::string goQuote(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = sequenceLength(text, i);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += text[i];
        } else if (length == 0 || byte < 0x20 || byte == 0x7F) {
            out += escapedByte(byte);
        } else {
            out += text.substr(i, length);
        }
        i += length == 0 ? 1 : length;
    }
    return out += '"';
}

std::string goQuotedList(const std::vector<std::string>& words) {
    std::string out = "[";
    for (const std::string& word : words) {
        out += (out.size() > 1 ? " " : "") + goQuote(word);
    }
    return out + "]";
}

std::string goList(const std::vector<std::string>& words) {
    std::string out = "[";
    bool first = true;
    for (const std::string& word : words) {
        out += (first ? "" : " ") + word;
        first = false;
    }
    return out + "]";
}

std::string goDuration(std::int64_t nanoseconds) {
    if (nanoseconds == 0) {
        return "0s";
    }
    const std::string sign = nanoseconds < 0 ? "-" : "";
    const std::int64_t n = nanoseconds < 0 ? -nanoseconds : nanoseconds;
    if (n < 1000) {
        return sign + std::to_string(n) + "ns";
    }
    if (n < 1000000) {
        return sign + trimmedFraction(n / 1000, n % 1000, 3) + "\xC2\xB5s";
    }
    if (n < 1000000000) {
        return sign + trimmedFraction(n / 1000000, n % 1000000, 6) + "ms";
    }
    const std::int64_t seconds = n / 1000000000;
    std::string out = sign;
    if (seconds >= 3600) {
        out += std::to_string(seconds / 3600) + "h";
    }
    if (seconds >= 60) {
        out += std::to_string(seconds / 60 % 60) + "m"; // minutes are shown once hours are
    }
    return out + trimmedFraction(seconds % 60, n % 1000000000, 9) + "s";
}

std::string healthcheckText(const oci::Healthcheck& h) {
    std::string retries = "'\\x" + hex(static_cast<unsigned>(h.retries), 2) + "'";
    if (h.retries >= 0x20 && h.retries < 0x7F) {
        const char c = static_cast<char>(h.retries);
        retries = c == '\'' || c == '\\' ? std::string("'\\") + c + "'" : std::string("'") + c + "'";
    } else if (h.retries >= 7 && h.retries <= 13) {
        retries = "'" + escapedByte(static_cast<unsigned char>(h.retries)) + "'";
    }
    return "&{" + goQuotedList(h.test) + " " + goQuote(goDuration(h.interval)) + " " + goQuote(goDuration(h.timeout)) +
           " " + goQuote(goDuration(h.startPeriod)) + " " + goQuote(goDuration(h.startInterval)) + " " + retries + "}";
}

std::string runText(const std::vector<std::string>& args,
                    const std::vector<std::pair<std::string, std::string>>& buildArgs) {
    std::string out = "RUN";
    if (!buildArgs.empty()) {
        out += " |" + std::to_string(buildArgs.size());
        for (const auto& [name, value] : buildArgs) {
            out += " " + name + "=" + value;
        }
    }
    for (const std::string& arg : args) {
        out += " " + arg;
    }
    return out;
}

oci::HistoryEntry historyEntry(std::string text, bool hasLayer, bool mark) {
    oci::HistoryEntry entry;
    entry.createdBy = std::move(text) + (mark ? " # buildkit" : "");
    entry.comment = kHistoryComment;
    entry.emptyLayer = !hasLayer;
    return entry;
}

} // namespace sw::plan
