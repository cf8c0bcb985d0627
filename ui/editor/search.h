#pragma once

#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sw::ui {

struct SearchQuery {
    QString pattern;
    bool caseSensitive = false;
    bool wholeWord = false;
    bool regex = false;
    bool operator==(const SearchQuery&) const = default;
};

/// Byte range of one match, and what it becomes when replaced ("\1" and "\0" stand for groups when regex).
struct SearchMatch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string replacement;
    bool operator==(const SearchMatch&) const = default;
};

/// All matches in order, without overlap and without empty ones; at most `limit`. An invalid expression gives nullopt and, in
/// `error`, its reason.
std::optional<std::vector<SearchMatch>> findAll(std::string_view utf8, const SearchQuery& query, const QString& replacement,
                                                QString* error, std::size_t limit = 20000);

} // namespace sw::ui
