#include "ui/editor/search.h"

#include <QRegularExpression>

namespace sw::ui {
namespace {

/// Walks a text in UTF-16 and counts the bytes of the same text in UTF-8.
class ByteCounter {
public:
    explicit ByteCounter(QStringView text) : m_text(text) {}

    std::size_t at(qsizetype column) {
        for (; m_column < column; ++m_column) {
            const char16_t c = m_text[m_column].unicode();
            m_bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : QChar::isSurrogate(c) ? 2 : 3;
        }
        return m_bytes;
    }

private:
    QStringView m_text;
    qsizetype m_column = 0;
    std::size_t m_bytes = 0;
};

QString expand(const QString& replacement, const QRegularExpressionMatch& match) {
    QString out;
    for (qsizetype i = 0; i < replacement.size(); ++i) {
        const QChar c = replacement[i];
        if ((c == QLatin1Char('\\') || c == QLatin1Char('$')) && i + 1 < replacement.size()) {
            const QChar next = replacement[i + 1];
            if (next.isDigit()) {
                out += match.captured(next.digitValue());
                ++i;
                continue;
            }
            if (c == QLatin1Char('\\')) {
                out += next == QLatin1Char('n') ? QLatin1Char('\n') : next == QLatin1Char('t') ? QLatin1Char('\t') : next;
                ++i;
                continue;
            }
        }
        out += c;
    }
    return out;
}

} // namespace

std::optional<std::vector<SearchMatch>> findAll(std::string_view utf8, const SearchQuery& query, const QString& replacement,
                                                QString* error, std::size_t limit) {
    std::vector<SearchMatch> matches;
    if (query.pattern.isEmpty()) {
        return matches;
    }
    QString pattern = query.regex ? query.pattern : QRegularExpression::escape(query.pattern);
    if (query.wholeWord) {
        pattern = QStringLiteral("(?<![\\w])(?:%1)(?![\\w])").arg(pattern);
    }
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    if (!query.caseSensitive) {
        options |= QRegularExpression::CaseInsensitiveOption;
    }
    const QRegularExpression expression(pattern, options);
    if (!expression.isValid()) {
        if (error != nullptr) {
            *error = expression.errorString();
        }
        return std::nullopt;
    }
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    ByteCounter bytes(text);
    auto each = expression.globalMatch(text);
    while (each.hasNext() && matches.size() < limit) {
        const QRegularExpressionMatch match = each.next();
        if (match.capturedLength() == 0) {
            continue;
        }
        const std::size_t begin = bytes.at(match.capturedStart());
        const std::size_t end = bytes.at(match.capturedEnd());
        const QString by = query.regex ? expand(replacement, match) : replacement;
        matches.push_back({begin, end, by.toStdString()});
    }
    return matches;
}

} // namespace sw::ui
