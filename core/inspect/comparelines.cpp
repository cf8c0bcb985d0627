#include "core/inspect/comparelines.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace sw::inspect {

namespace {

using analysis::ValueDifference;
using analysis::ValueMaker;
using Points = std::vector<StagePoint>;

struct Keyword {
    std::string_view value, keyword;
};
constexpr std::array kKeywords = std::to_array<Keyword>({{"user", "USER"},
                                                         {"workdir", "WORKDIR"},
                                                         {"entrypoint", "ENTRYPOINT"},
                                                         {"cmd", "CMD"},
                                                         {"shell", "SHELL"},
                                                         {"ports", "EXPOSE"},
                                                         {"volumes", "VOLUME"},
                                                         {"stop-signal", "STOPSIGNAL"},
                                                         {"healthcheck", "HEALTHCHECK"},
                                                         {"onbuild", "ONBUILD"},
                                                         {"author", "MAINTAINER"}});

/// The text after its keyword; nullopt where it is another instruction. Docker's older history says "/bin/sh -c #(nop)  ENV A=1".
std::optional<std::string_view> argumentsOf(std::string_view text, std::string_view keyword) {
    if (const std::size_t mark = text.find("#(nop)"); mark != std::string_view::npos && mark < 16) {
        text.remove_prefix(mark + 6);
    }
    text = trimmed(text);
    if (text.size() <= keyword.size() || lowerCase(text.substr(0, keyword.size())) != lowerCase(keyword) || (text[keyword.size()] != ' ' && text[keyword.size()] != '\t')) {
        return std::nullopt;
    }
    return text.substr(keyword.size() + 1);
}

/// Whether a name stands in the text as a word of its own, as in "A=1 NAME=2", "NAME 2" or "\"NAME\"=2".
bool names(std::string_view text, std::string_view name) {
    constexpr std::string_view kBefore = " \t\n\\\"'";
    constexpr std::string_view kAfter = "= \t\"'";
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || kBefore.contains(text[at - 1])) && end < text.size() && kAfter.contains(text[end])) {
            return true;
        }
    }
    return false;
}

template <typename Fits> const StagePoint* lastThat(const Points& points, Fits&& fits) {
    for (const StagePoint& point : std::views::reverse(points)) {
        if (fits(point)) {
            return &point;
        }
    }
    return nullptr;
}

/// The base gave what none of the own instructions did.
const StagePoint* baseOf(const Points& points) { return points.empty() || points.front().text.empty() ? nullptr : &points.front(); }

const StagePoint* variableMaker(const Points& points, const std::string& name) {
    const auto valueAt = [&](const StagePoint& point) {
        const auto found = std::ranges::find(point.config.env, name, &std::pair<std::string, std::string>::first);
        return found == point.config.env.end() ? std::optional<std::string>() : std::optional(found->second);
    };
    const StagePoint* named = lastThat(points, [&](const StagePoint& point) {
        const auto text = argumentsOf(point.text, "ENV");
        return text && names(*text, name);
    });
    if (named != nullptr) {
        return named;
    }
    for (std::size_t i = points.size(); i-- > 1;) { // a name made of variables
        if (valueAt(points[i]) != valueAt(points[i - 1])) {
            return &points[i];
        }
    }
    return baseOf(points);
}

const StagePoint* labelMaker(const Points& points, const std::string& name) {
    const StagePoint* named = lastThat(points, [&](const StagePoint& point) {
        const auto text = argumentsOf(point.text, "LABEL");
        return text && names(*text, name);
    });
    return named; // else of the base, or of the command line
}

const StagePoint* settingMaker(const Points& points, const std::string& name) {
    const auto known = std::ranges::find(kKeywords, std::string_view(name), &Keyword::value);
    if (known == kKeywords.end()) {
        return nullptr;
    }
    const StagePoint* made = lastThat(points, [&](const StagePoint& point) { return argumentsOf(point.text, known->keyword).has_value(); });
    return made == nullptr ? baseOf(points) : made;
}

} // namespace

void nameInstructions(analysis::Comparison& comparison, const Points& before, const std::string& stageBefore, const Points& after, const std::string& stageAfter) {
    const auto name = [&](std::vector<ValueDifference>& values, const StagePoint* (*makerOf)(const Points&, const std::string&)) {
        for (ValueDifference& value : values) {
            const bool isAfter = value.after.has_value();
            if (const StagePoint* maker = makerOf(isAfter ? after : before, value.name)) {
                value.by = ValueMaker{isAfter, isAfter ? stageAfter : stageBefore, maker->line, maker->text};
            }
        }
    };
    name(comparison.config, settingMaker);
    name(comparison.env, variableMaker);
    name(comparison.labels, labelMaker);
}

} // namespace sw::inspect
