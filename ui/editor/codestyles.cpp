#include "ui/editor/codestyles.h"

#include "ui/theme/theme.h"

#include "ui/editor/scintilla.h"

namespace sw::ui {
namespace {

using Sci = QsciScintillaBase;

unsigned long number(const QColor& color) {
    return static_cast<unsigned long>(color.red() | (color.green() << 8) | (color.blue() << 16));
}

class Styler {
public:
    explicit Styler(QsciScintillaBase& view) : m_view(view), m_theme(Theme::instance()) {}

    void set(int style, Theme::Role role, bool bold = false, bool italic = false) { set(style, m_theme.color(role), bold, italic); }

    void set(int style, const QColor& color, bool bold = false, bool italic = false) {
        const auto s = static_cast<unsigned long>(style);
        m_view.SendScintilla(Sci::SCI_STYLESETFORE, s, static_cast<long>(number(color)));
        m_view.SendScintilla(Sci::SCI_STYLESETBOLD, s, bold ? 1L : 0L);
        m_view.SendScintilla(Sci::SCI_STYLESETITALIC, s, italic ? 1L : 0L);
    }

    void base() {
        const QFont font = m_theme.monospaceFont();
        setFont(Sci::STYLE_DEFAULT, font);
        m_view.SendScintilla(Sci::SCI_STYLESETBACK, static_cast<unsigned long>(Sci::STYLE_DEFAULT),
                             static_cast<long>(number(m_theme.color(Theme::Role::Surface))));
        set(Sci::STYLE_DEFAULT, Theme::Role::Text);
        m_view.SendScintilla(Sci::SCI_STYLECLEARALL);
    }

    void setFont(int style, const QFont& font) {
        const auto s = static_cast<unsigned long>(style);
        m_view.SendScintilla(Sci::SCI_STYLESETFONT, s, font.family().toUtf8().constData());
        m_view.SendScintilla(Sci::SCI_STYLESETSIZEFRACTIONAL, s, static_cast<long>(font.pointSizeF() * 100.0) /* hundredths */);
    }

    void back(int style, const QColor& color) {
        m_view.SendScintilla(Sci::SCI_STYLESETBACK, static_cast<unsigned long>(style), static_cast<long>(number(color)));
    }

    void indicator(CodeIndicator which, int look, const QColor& color, bool under = true) {
        const auto i = static_cast<unsigned long>(which);
        m_view.SendScintilla(Sci::SCI_INDICSETSTYLE, i, static_cast<long>(look));
        m_view.SendScintilla(Sci::SCI_INDICSETFORE, i, static_cast<long>(number(color)));
        m_view.SendScintilla(Sci::SCI_INDICSETUNDER, i, under ? 1L : 0L);
        m_view.SendScintilla(Sci::SCI_INDICSETALPHA, i, 90L);
        m_view.SendScintilla(Sci::SCI_INDICSETOUTLINEALPHA, i, 160L);
    }

private:
    QsciScintillaBase& m_view;
    Theme& m_theme;
};

void applyChrome(QsciScintillaBase& view, Styler& styler) {
    using R = Theme::Role;
    const Theme& theme = Theme::instance();
    const auto send = [&view](unsigned message, unsigned long w, long l = 0) { view.SendScintilla(message, w, l); };
    send(Sci::SCI_SETCARETFORE, number(theme.color(R::Text)));
    send(Sci::SCI_SETADDITIONALCARETFORE, number(theme.color(R::Accent)));
    send(Sci::SCI_SETCARETLINEVISIBLE, 1);
    send(Sci::SCI_SETCARETLINEVISIBLEALWAYS, 1);
    send(Sci::SCI_SETCARETLINEBACK, number(theme.color(R::CurrentLine)));
    const QColor selection = Theme::blend(theme.color(R::Surface), theme.color(R::Accent), theme.isDark() ? 0.38 : 0.26);
    send(Sci::SCI_SETSELBACK, 1, static_cast<long>(number(selection)));
    send(Sci::SCI_SETADDITIONALSELBACK, number(selection));
    send(Sci::SCI_SETSELFORE, 0);
    send(Sci::SCI_MARKERDEFINE, kSelectedInstructionMarker, Sci::SC_MARK_BACKGROUND);
    send(Sci::SCI_MARKERSETBACK, kSelectedInstructionMarker, static_cast<long>(number(theme.color(R::Selection))));
    const QColor margin = theme.color(R::SurfaceAlt);
    for (const CodeMargin m : {CodeMargin::Stage, CodeMargin::Number, CodeMargin::Fold}) {
        send(Sci::SCI_SETMARGINBACKN, static_cast<unsigned long>(m), static_cast<long>(number(margin)));
    }
    send(Sci::SCI_SETMARGINBACKN, static_cast<unsigned long>(CodeMargin::State), static_cast<long>(number(theme.color(R::Surface))));
    send(Sci::SCI_SETFOLDMARGINCOLOUR, 1, static_cast<long>(number(margin)));
    send(Sci::SCI_SETFOLDMARGINHICOLOUR, 1, static_cast<long>(number(margin)));
    styler.set(Sci::STYLE_LINENUMBER, R::TextMuted);
    styler.back(Sci::STYLE_LINENUMBER, margin);
    for (int marker = int{Sci::SC_MARKNUM_FOLDEREND}; marker <= int{Sci::SC_MARKNUM_FOLDEROPEN}; ++marker) {
        const auto m = static_cast<unsigned long>(marker);
        send(Sci::SCI_MARKERDEFINE, m, Sci::SC_MARK_EMPTY); // CodeView draws the arrows
    }
}

} // namespace

void applyCodeStyles(QsciScintillaBase& view) {
    using R = Theme::Role;
    const Theme& theme = Theme::instance();
    Styler styler(view);
    styler.base();
    styler.set(codestyle::kDefault, R::Text);
    styler.set(codestyle::kKeyword, R::Keyword, true);
    styler.set(codestyle::kFlag, R::FlagName);
    styler.set(codestyle::kOperator, R::TextMuted);
    styler.set(codestyle::kStage, R::StageName);
    styler.set(codestyle::kImage, R::ImageName);
    styler.set(codestyle::kVariable, R::Variable);
    styler.set(codestyle::kString, R::String);
    styler.set(codestyle::kComment, R::Comment, false, true);
    styler.set(codestyle::kNumber, R::Number);
    styler.set(codestyle::kHeredoc, R::Heredoc, true);
    styler.set(codestyle::kDirective, R::Directive);
    styler.set(codestyle::kError, R::ErrorText);
    styler.set(codestyle::kShellCommand, R::Text);
    styler.set(codestyle::kShellKeyword, R::Keyword);
    styler.set(codestyle::kShellOption, Theme::blend(theme.color(R::Text), theme.color(R::FlagName), 0.7));
    styler.set(codestyle::kContinuation, R::TextMuted);
    styler.set(codestyle::kNegation, R::Run, true);
    styler.set(codestyle::kDimmed, Theme::blend(theme.color(R::Surface), theme.color(R::Text), 0.8));
    for (std::size_t i = 0; i < codestyle::kStageCount; ++i) {
        styler.set(codestyle::ofStage(i), theme.stageColor(i));
    }
    for (const int annotation : {int{codestyle::kReason}, int{codestyle::kFailure}, int{codestyle::kBand}}) {
        styler.setFont(annotation, theme.uiFont(-1));
    }
    styler.set(codestyle::kReason, R::Run);
    styler.set(codestyle::kFailure, R::Failed);
    styler.set(codestyle::kBand, R::TextMuted);
    styler.set(Sci::STYLE_BRACELIGHT, R::Accent, true);
    styler.back(Sci::STYLE_BRACELIGHT, theme.color(R::Selection));
    styler.set(Sci::STYLE_BRACEBAD, R::ErrorText, true);
    styler.indicator(CodeIndicator::Error, Sci::INDIC_SQUIGGLE, theme.color(R::Failed), false);
    styler.indicator(CodeIndicator::Warning, Sci::INDIC_SQUIGGLE, theme.color(R::Warning), false);
    styler.indicator(CodeIndicator::Hint, Sci::INDIC_DOTS, theme.color(R::TextMuted), false);
    styler.indicator(CodeIndicator::FindMatch, Sci::INDIC_STRAIGHTBOX, theme.color(R::FindMatch));
    styler.indicator(CodeIndicator::FindCurrent, Sci::INDIC_STRAIGHTBOX, theme.color(R::Run));
    styler.indicator(CodeIndicator::Link, Sci::INDIC_PLAIN, theme.color(R::Accent), false);
    styler.indicator(CodeIndicator::Occurrence, Sci::INDIC_ROUNDBOX, theme.color(R::TextMuted));
    applyChrome(view, styler);
}

} // namespace sw::ui
