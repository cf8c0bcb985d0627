#include "ui/layers/textcolors.h"

#include "ui/theme/theme.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QTextDocument>

namespace sw::ui {

namespace {

constexpr qsizetype kMostCharacters = 100'000;
constexpr qsizetype kLongestLine = 3'000;

using Style = KSyntaxHighlighting::Theme::TextStyle;

/// Its languages, our colours: what the editor of the Dockerfile uses for the same things.
class Highlighter : public KSyntaxHighlighting::SyntaxHighlighter {
public:
    using KSyntaxHighlighting::SyntaxHighlighter::SyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override {
        if (text.size() <= kLongestLine && definition().isValid()) {
            KSyntaxHighlighting::SyntaxHighlighter::highlightBlock(text);
        }
    }

    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override {
        const auto role = roleOf(format.textStyle());
        if (role) {
            QTextCharFormat shown;
            shown.setForeground(Theme::instance().color(*role));
            setFormat(offset, length, shown);
        }
    }

private:
    static std::optional<Theme::Role> roleOf(Style style) {
        switch (style) {
        case Style::Keyword:
        case Style::ControlFlow:
        case Style::Preprocessor:
        case Style::Import: return Theme::Role::Keyword;
        case Style::Function:
        case Style::BuiltIn:
        case Style::Extension:
        case Style::DataType: return Theme::Role::StageName;
        case Style::Variable:
        case Style::Constant: return Theme::Role::Variable;
        case Style::Attribute:
        case Style::Others: return Theme::Role::FlagName;
        case Style::String:
        case Style::VerbatimString:
        case Style::SpecialString:
        case Style::Char:
        case Style::SpecialChar: return Theme::Role::String;
        case Style::DecVal:
        case Style::BaseN:
        case Style::Float: return Theme::Role::Number;
        case Style::Comment:
        case Style::Documentation:
        case Style::Annotation:
        case Style::CommentVar: return Theme::Role::Comment;
        default: return std::nullopt;
        }
    }
};

KSyntaxHighlighting::Repository& repository() {
    static KSyntaxHighlighting::Repository repository;
    return repository;
}

} // namespace

struct TextColors::State {
    QTextDocument* document = nullptr;
    Highlighter* highlighter = nullptr; ///< made when the first file has a language; the document's
    bool active = false;
};

TextColors::TextColors(QTextDocument* document) : m_state(std::make_unique<State>()) { m_state->document = document; }

TextColors::~TextColors() = default;

void TextColors::setFile(const QString& path, qsizetype characters) {
    KSyntaxHighlighting::Definition definition;
    if (!path.isEmpty() && characters <= kMostCharacters) {
        definition = repository().definitionForFileName(path);
    }
    m_state->active = definition.isValid();
    if (!m_state->highlighter) {
        if (!m_state->active) {
            return;
        }
        m_state->highlighter = new Highlighter(m_state->document);
    }
    m_state->document->clear(); // nothing to colour anew
    m_state->highlighter->setDefinition(definition);
}

bool TextColors::isActive() const { return m_state->active; }

} // namespace sw::ui
