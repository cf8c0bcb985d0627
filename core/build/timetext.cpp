#include "core/build/timetext.h"

#include <cstdio>
#include <ctime>

namespace sw::build {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;

std::string rfc3339(Time time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto fraction = duration_cast<nanoseconds>(time - whole).count();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                  parts.tm_hour, parts.tm_min, parts.tm_sec);
    std::string out = text;
    if (fraction != 0) {
        std::snprintf(text, sizeof text, ".%09lld", static_cast<long long>(fraction));
        out += text;
        out.resize(out.find_last_not_of('0') + 1);
    }
    return out + "Z";
}

std::optional<Time> parseRfc3339(std::string_view view) {
    const std::string text(view);
    std::tm parts{};
    int used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
                    &parts.tm_min, &parts.tm_sec, &used) != 6) {
        return std::nullopt;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    std::int64_t fraction = 0;
    auto at = static_cast<std::size_t>(used);
    if (at < text.size() && text[at] == '.') {
        std::int64_t scale = 100'000'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            fraction += (text[at] - '0') * scale;
            scale /= 10;
        }
    }
    std::int64_t offset = 0;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
        int hours = 0;
        int minutes = 0;
        std::sscanf(text.c_str() + at + 1, "%2d:%2d", &hours, &minutes);
        offset = (text[at] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    }
    return fromSeconds(static_cast<std::int64_t>(::timegm(&parts)) - offset) +
           duration_cast<std::chrono::system_clock::duration>(nanoseconds(fraction));
}

Time fromSeconds(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

std::int64_t toSeconds(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

} // namespace sw::build
