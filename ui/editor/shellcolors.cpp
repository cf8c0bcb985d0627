#include "ui/editor/shellcolors.h"

#include "ui/editor/codestyles.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include <QString>

#include <algorithm>

namespace sw::ui {
namespace {

using Style = KSyntaxHighlighting::Theme::TextStyle;

std::uint8_t styleOf(const KSyntaxHighlighting::Format& format) {
    switch (format.textStyle()) {
    case Style::Keyword:
    case Style::ControlFlow: return codestyle::kShellKeyword;
    case Style::Function:
    case Style::BuiltIn:
    case Style::Extension: return codestyle::kShellCommand;
    case Style::Variable: return codestyle::kVariable;
    case Style::String:
    case Style::VerbatimString:
    case Style::SpecialString:
    case Style::Char:
    case Style::SpecialChar: return codestyle::kString;
    case Style::DecVal:
    case Style::BaseN:
    case Style::Float: return codestyle::kNumber;
    case Style::Comment:
    case Style::Documentation:
    case Style::Annotation:
    case Style::CommentVar: return codestyle::kComment;
    case Style::Operator: return codestyle::kOperator;
    case Style::Attribute: return codestyle::kShellOption;
    default: return codestyle::kDefault;
    }
}

KSyntaxHighlighting::Repository& repository() {
    static KSyntaxHighlighting::Repository repository;
    return repository;
}

} // namespace

struct ShellColors::Highlighter : KSyntaxHighlighting::AbstractHighlighter {
    std::vector<std::uint8_t>* out = nullptr;
    std::size_t lineBegin = 0;             ///< byte of the line's first character
    const std::vector<std::size_t>* columns = nullptr; ///< UTF-16 column -> byte in the line; nullptr for ASCII

    void run(std::string_view text, std::vector<std::uint8_t>& styles, std::string_view definitionName) {
        const auto found = repository().definitionForName(QString::fromLatin1(definitionName.data(), static_cast<qsizetype>(definitionName.size())));
        if (!found.isValid()) {
            return;
        }
        setDefinition(found);
        out = &styles;
        KSyntaxHighlighting::State state;
        std::vector<std::size_t> map;
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            const std::string_view bytes = text.substr(begin, end - begin);
            const QString line = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
            lineBegin = begin;
            columns = nullptr;
            if (line.size() != static_cast<qsizetype>(bytes.size())) {
                makeMap(line, map);
                columns = &map;
            }
            state = highlightLine(line, state);
            begin = end + 1;
        }
    }

    static void makeMap(const QString& line, std::vector<std::size_t>& map) {
        map.clear();
        std::size_t bytes = 0;
        for (const QChar c : line) {
            map.push_back(bytes);
            bytes += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 ? 2 : c.isSurrogate() ? 2 : 3;
        }
        map.push_back(bytes);
    }

    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override {
        const std::uint8_t style = styleOf(format);
        const auto byteAt = [this](int column) {
            const auto c = static_cast<std::size_t>(column);
            return columns == nullptr ? c : (*columns)[std::min(c, columns->size() - 1)];
        };
        const std::size_t begin = std::min(lineBegin + byteAt(offset), out->size());
        const std::size_t end = std::min(lineBegin + byteAt(offset + length), out->size());
        std::fill(out->begin() + static_cast<std::ptrdiff_t>(begin), out->begin() + static_cast<std::ptrdiff_t>(end), style);
    }
};

ShellColors::ShellColors() : m_highlighter(std::make_unique<Highlighter>()) {}
ShellColors::~ShellColors() = default;

const std::vector<std::uint8_t>& ShellColors::styles(std::string_view text, std::string_view definition) {
    std::string key(definition);
    key += '\0';
    key += text;
    const auto [it, added] = m_kept.try_emplace(std::move(key));
    it->second.used = true;
    if (added) {
        it->second.styles.assign(text.size(), codestyle::kDefault);
        m_highlighter->run(text, it->second.styles, definition);
    }
    return it->second.styles;
}

void ShellColors::forgetUnused() {
    std::erase_if(m_kept, [](const auto& item) { return !item.second.used; });
    for (auto& [key, entry] : m_kept) {
        entry.used = false;
    }
}

} // namespace sw::ui
