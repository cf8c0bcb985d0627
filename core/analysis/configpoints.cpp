#include "core/analysis/configpoints.h"

#include "core/base/imagepath.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace sw::analysis {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Instruction {
    std::string_view keyword, rest;
};

Instruction instructionOf(std::string_view text) {
    constexpr std::string_view older = "/bin/sh -c #(nop)";
    if (text.starts_with(older)) {
        text.remove_prefix(older.size());
    }
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    const auto skip = [&](std::string_view part) {
        while (!part.empty() && blank(part.front())) {
            part.remove_prefix(1);
        }
        return part;
    };
    text = skip(text);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    return {text.substr(0, end), skip(text.substr(end))};
}

bool isName(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && letter(text.front()) && std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// Where the next pair begins after `from`: a blank, a name that may stand here, an equals sign (or the end, for an ARG alone).
std::size_t nextPair(std::string_view text, std::size_t from, const auto& mayBe) {
    for (std::size_t at = text.find(' ', from); at != std::string_view::npos; at = text.find(' ', at + 1)) {
        const std::string_view rest = text.substr(at + 1);
        if (mayBe(rest.substr(0, rest.find_first_of("= ")), rest)) {
            return at;
        }
    }
    return text.size();
}

Pairs splitPairs(std::string_view text, const auto& mayBe) {
    Pairs out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = nextPair(text, at, mayBe);
        const std::string_view pair = text.substr(at, end - at);
        const std::size_t equals = pair.find('=');
        out.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
        at = end + 1;
    }
    return out;
}

/// The pairs of an ENV or ARG line. With the names known the next pair begins at the next of them, and a value may hold anything else.
Pairs pairsOf(std::string_view text, const std::vector<std::string>& names, const std::set<std::string, std::less<>>& known) {
    if (!names.empty() && text.starts_with(names.front())) {
        std::size_t next = 1;
        Pairs out = splitPairs(text, [&](std::string_view name, std::string_view rest) {
            const bool fits = next < names.size() && name == names[next] && (rest.size() == name.size() || rest[name.size()] == '=' || rest[name.size()] == ' ');
            next += fits ? 1 : 0;
            return fits;
        });
        if (out.size() == names.size()) {
            return out;
        }
    }
    return splitPairs(text, [&](std::string_view name, std::string_view rest) {
        return rest.size() > name.size() && rest[name.size()] == '=' && isName(name) && (known.empty() || known.contains(name));
    });
}

void set(Pairs& pairs, std::string name, std::string value) {
    const auto found = std::ranges::find(pairs, name, &Pairs::value_type::first);
    if (found == pairs.end()) {
        pairs.emplace_back(std::move(name), std::move(value));
    } else {
        found->second = std::move(value);
    }
}

class Walk {
public:
    Walk(const std::vector<HistoryLine>& lines, const oci::ImageConfig& end, const std::optional<PointConfig>& start) : m_end(end) {
        for (const auto& [name, value] : end.env) {
            m_names.insert(name);
        }
        m_points.push_back(start.value_or(PointConfig()));
        m_userLine = m_workdirLine = start ? std::optional<std::size_t>() : 0;
        for (const HistoryLine& line : lines) {
            m_points.push_back(m_points.back());
            apply(line);
        }
        if (!start) {
            beginWithWhatNobodySets();
        }
        endAsTheConfigSays();
        for (PointConfig& point : m_points) {
            sortLikeTheEnd(point.env);
        }
    }

    std::vector<PointConfig> take() { return std::move(m_points); }

private:
    void apply(const HistoryLine& line) {
        const Instruction instruction = instructionOf(line.text);
        PointConfig& now = m_points.back();
        const std::size_t place = m_points.size() - 1;
        if (instruction.keyword == "ENV") {
            for (auto& [name, value] : pairsOf(instruction.rest, line.names, m_names)) {
                if (m_names.contains(name)) { // what is set stays in the configuration
                    m_lastSet[name] = place;
                    set(now.env, std::move(name), std::move(value));
                }
            }
        } else if (instruction.keyword == "ARG") {
            for (auto& [name, value] : pairsOf(instruction.rest, line.names, {})) {
                set(now.args, std::move(name), std::move(value));
            }
        } else if (instruction.keyword == "USER") {
            now.user = instruction.rest;
            m_userLine = place;
        } else if (instruction.keyword == "WORKDIR") {
            now.workingDir = instruction.rest.starts_with('/') ? std::string(instruction.rest) : absolutePath(joinImagePath(now.workingDir, instruction.rest));
            m_workdirLine = place;
        }
    }

    void beginWithWhatNobodySets() {
        for (const auto& [name, value] : m_end.env) {
            if (!m_lastSet.contains(name)) {
                for (PointConfig& point : m_points) {
                    point.env.emplace_back(name, value);
                }
            }
        }
    }

    void endAsTheConfigSays() {
        for (const auto& [name, value] : m_end.env) {
            const auto last = m_lastSet.find(name);
            for (std::size_t i = last == m_lastSet.end() ? m_points.size() : last->second; i < m_points.size(); ++i) {
                set(m_points[i].env, name, value);
            }
        }
        for (std::size_t i = m_userLine.value_or(m_points.size()); i < m_points.size(); ++i) {
            m_points[i].user = m_end.user;
        }
        for (std::size_t i = m_workdirLine.value_or(m_points.size()); i < m_points.size(); ++i) {
            m_points[i].workingDir = m_end.workingDir;
        }
    }

    void sortLikeTheEnd(Pairs& env) const {
        Pairs out;
        for (const auto& [name, value] : m_end.env) {
            const auto found = std::ranges::find(env, name, &Pairs::value_type::first);
            if (found != env.end()) {
                out.push_back(std::move(*found));
            }
        }
        env = std::move(out);
    }

    const oci::ImageConfig& m_end;
    std::set<std::string, std::less<>> m_names;
    std::vector<PointConfig> m_points;
    std::map<std::string, std::size_t> m_lastSet;          ///< by name: the point after its last ENV
    std::optional<std::size_t> m_userLine, m_workdirLine; ///< likewise; 0: from the beginning, as no line says otherwise
};

} // namespace

std::vector<PointConfig> configPoints(const std::vector<HistoryLine>& lines, const oci::ImageConfig& end, const std::optional<PointConfig>& start) {
    return Walk(lines, end, start).take();
}

} // namespace sw::analysis
