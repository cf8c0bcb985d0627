#include "core/checks/smallyaml.h"

#include <algorithm>
#include <optional>

namespace sw::checks {

namespace {

struct Line {
    int number = 0;
    std::size_t indent = 0;
    std::string_view text; ///< without indentation, comment and trailing blanks
};

Failure bad(int line, const Sentence& what) {
    return failure(ErrorCode::Invalid, say("line %1: %2", line, what));
}

std::string_view trimmedRight(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view trimmedBoth(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view() : trimmedRight(text.substr(begin));
}

/// Begin of a comment outside quotes, or the end.
std::size_t commentStart(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if ((c == '"' || c == '\'') && (i == 0 || std::string_view(" [,-:").contains(text[i - 1]))) {
            quote = c;
        } else if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t')) {
            return i;
        }
    }
    return text.size();
}

class YamlReader {
public:
    Result<YamlNode> read(std::string_view text) {
        SW_CHECK(splitLines(text));
        if (m_lines.empty()) {
            return YamlNode{YamlNode::Kind::Map, {}, {}, {}, 1};
        }
        SW_TRY(YamlNode root, readBlock(m_lines.front().indent));
        if (m_at < m_lines.size()) {
            return bad(m_lines[m_at].number, say("the indentation fits no line above"));
        }
        return root;
    }

private:
    Result<void> splitLines(std::string_view text) {
        int number = 0;
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t newline = std::min(text.find('\n', begin), text.size());
            std::string_view line = text.substr(begin, newline - begin);
            begin = newline + 1;
            ++number;
            const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
            std::string_view content = line.substr(indent);
            content = trimmedRight(content.substr(0, commentStart(content)));
            if (content.empty() || (content == "---" && m_lines.empty())) {
                continue;
            }
            if (content.front() == '\t') {
                return bad(number, say("indent with spaces, not with tabs"));
            }
            if (content == "---" || content == "...") {
                return bad(number, say("one document is expected"));
            }
            m_lines.push_back({number, indent, content});
        }
        return {};
    }

    /// All lines at this indentation.
    Result<YamlNode> readBlock(std::size_t indent) {
        const Line& first = m_lines[m_at];
        const bool isList = first.text == "-" || first.text.starts_with("- ");
        YamlNode node;
        node.line = first.number;
        node.kind = isList ? YamlNode::Kind::List : YamlNode::Kind::Map;
        while (m_at < m_lines.size() && m_lines[m_at].indent == indent) {
            const Line line = m_lines[m_at];
            if (isList) {
                if (line.text != "-" && !line.text.starts_with("- ")) {
                    break;
                }
                ++m_at;
                SW_TRY(YamlNode item, readValue(trimmedBoth(line.text.substr(1)), line, indent));
                node.items.push_back(std::move(item));
            } else {
                SW_CHECK(readMember(node, line, indent));
            }
        }
        return node;
    }

    Result<void> readMember(YamlNode& node, const Line& line, std::size_t indent) {
        const auto [key, rest] = splitKey(line.text);
        if (!key) {
            return bad(line.number, say("\"key: value\" is expected"));
        }
        ++m_at;
        if (node.find(*key) != nullptr) {
            return bad(line.number, say("\"%1\" is there twice", *key));
        }
        SW_TRY(YamlNode value, readValue(rest, line, indent));
        node.members.emplace_back(*key, std::move(value));
        return {};
    }

    static std::pair<std::optional<std::string>, std::string_view> splitKey(std::string_view text) {
        std::size_t colon = std::string_view::npos;
        std::string key;
        if (text.front() == '"' || text.front() == '\'') {
            const std::size_t close = text.find(text.front(), 1);
            if (close == std::string_view::npos) {
                return {};
            }
            key = text.substr(1, close - 1);
            colon = text.find_first_not_of(' ', close + 1);
            if (colon == std::string_view::npos || text[colon] != ':') {
                return {};
            }
        } else {
            colon = text.find(": ");
            if (colon == std::string_view::npos && text.ends_with(':')) {
                colon = text.size() - 1;
            }
            if (colon == std::string_view::npos || colon == 0) {
                return {};
            }
            key = trimmedRight(text.substr(0, colon));
        }
        return {key, trimmedBoth(text.substr(colon + 1))};
    }

    /// What stands behind "key:" or "-"; nothing there means the lines below it.
    Result<YamlNode> readValue(std::string_view text, const Line& line, std::size_t indent) {
        YamlNode node;
        node.line = line.number;
        if (text.empty()) {
            const bool listHere = m_at < m_lines.size() && m_lines[m_at].indent == indent &&
                                  m_lines[m_at].text.starts_with("-") && !line.text.starts_with("-");
            if (m_at < m_lines.size() && (m_lines[m_at].indent > indent || listHere)) {
                return readBlock(m_lines[m_at].indent);
            }
            return node;
        }
        if (text.front() == '[') {
            return readFlowList(text, line);
        }
        if (text == "{}") {
            node.kind = YamlNode::Kind::Map;
            return node;
        }
        if (line.text.starts_with("- ") && splitKey(text).first && text.front() != '"' && text.front() != '\'') {
            return bad(line.number, say("a list of mappings is not expected here"));
        }
        SW_TRY(node.scalar, readScalar(text, line.number));
        return node;
    }

    static Result<YamlNode> readFlowList(std::string_view text, const Line& line) {
        YamlNode node;
        node.kind = YamlNode::Kind::List;
        node.line = line.number;
        if (!text.ends_with(']')) {
            return bad(line.number, say("the list is not closed on its line"));
        }
        text = trimmedBoth(text.substr(1, text.size() - 2));
        while (!text.empty()) {
            const bool isQuoted = text.front() == '"' || text.front() == '\'';
            const std::size_t close = isQuoted ? text.find(text.front(), 1) : 0;
            const std::size_t comma = close == std::string_view::npos ? close : text.find(',', close);
            SW_TRY(std::string scalar, readScalar(trimmedBoth(text.substr(0, comma)), line.number));
            node.items.push_back({YamlNode::Kind::Scalar, std::move(scalar), {}, {}, line.number});
            text = comma == std::string_view::npos ? std::string_view() : trimmedBoth(text.substr(comma + 1));
        }
        return node;
    }

    static Result<std::string> readScalar(std::string_view text, int line) {
        if (text.empty()) {
            return std::string();
        }
        const char c = text.front();
        if (c == '"' || c == '\'') {
            if (text.size() < 2 || text.back() != c || text.find(c, 1) != text.size() - 1) {
                return bad(line, say("the quote is not closed, or text stands behind it"));
            }
            text = text.substr(1, text.size() - 2);
            if (c == '"' && text.contains('\\')) {
                return bad(line, say("escapes are not read here; use single quotes"));
            }
            return std::string(text);
        }
        if (std::string_view("&*!|>{%@`[").contains(c) && text != "*" && !text.starts_with("*.")) {
            return bad(line, say("only plain and quoted words and lists are read here, not %1", text));
        }
        return std::string(text);
    }

    std::vector<Line> m_lines;
    std::size_t m_at = 0;
};

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::ranges::find_if(members, [key](const auto& member) { return member.first == key; });
    return found == members.end() ? nullptr : &found->second;
}

Result<YamlNode> readSmallYaml(std::string_view text) { return YamlReader().read(text); }

} // namespace sw::checks
