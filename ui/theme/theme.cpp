#include "ui/theme/theme.h"

#include "core/base/bytesize.h"
#include "ui/theme/colortable.h"
#include "ui/theme/colorwheel.h"
#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetrics>
#include <QLocale>
#include <QPalette>
#include <QPointer>
#include <QStyle>
#include <QStyleHints>
#include <QWidget>

static void initThemeResources() {
    Q_INIT_RESOURCE(theme);
}

namespace sw::ui {
namespace {

/// The desktop's own font, or, where no desktop chose one (fontconfig's alias), the best that is installed.
QFont chooseUiFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const bool alias = font.family().compare(QLatin1StringView("sans serif"), Qt::CaseInsensitive) == 0 ||
                       font.family().compare(QLatin1StringView("sans-serif"), Qt::CaseInsensitive) == 0 ||
                       font.family().isEmpty();
    if (alias) {
        for (const char* family : {"Inter", "Cantarell", "Noto Sans", "Source Sans 3", "DejaVu Sans"}) {
            if (QFontDatabase::hasFamily(QLatin1StringView(family))) {
                font = QFont(QLatin1StringView(family));
                font.setPointSizeF(9.75);
                break;
            }
        }
    }
    font.setFeature("tnum", 1);
    return font;
}

QFont chooseMonospaceFont(const QFont& uiFont) {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const bool alias = font.family().compare(QLatin1StringView("monospace"), Qt::CaseInsensitive) == 0 ||
                       font.family().isEmpty();
    if (alias || !QFontInfo(font).fixedPitch()) {
        for (const char* family : {"JetBrains Mono NL", "JetBrains Mono", "Cascadia Mono", "Source Code Pro", "Fira Mono",
                                   "Noto Sans Mono", "DejaVu Sans Mono"}) {
            if (QFontDatabase::hasFamily(QLatin1StringView(family))) {
                font = QFont(QLatin1StringView(family));
                font.setPointSizeF(uiFont.pointSizeF());
                break;
            }
        }
    }
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setFeature("calt", 0);
    font.setFeature("liga", 0);
    return font;
}

bool desktopIsDark() {
    if (qApp == nullptr || qobject_cast<QGuiApplication*>(qApp) == nullptr) {
        return false;
    }
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
}

} // namespace

struct Theme::State {
    ColorScheme scheme = ColorScheme::System;
    ResolvedScheme resolved = ResolvedScheme::Light;
    const ColorTable* table = &colorTable(ResolvedScheme::Light);
    QFont ui;
    QFont monospace;
    bool applying = false;
    bool styled = false;
};

Theme& Theme::instance() {
    static QPointer<Theme> theme;
    if (theme.isNull()) {
        theme = new Theme;
        theme->setParent(QCoreApplication::instance());
    }
    return *theme;
}

Theme::Theme() : m_state(std::make_unique<State>()) {
    initThemeResources();
    m_state->ui = chooseUiFont();
    m_state->monospace = chooseMonospaceFont(m_state->ui);
    if (qobject_cast<QGuiApplication*>(qApp) != nullptr) {
        connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
            if (!m_state->applying) {
                resolve();
                apply();
            }
        });
    }
    resolve();
    apply();
}

Theme::~Theme() = default;

void Theme::resolve() {
    switch (m_state->scheme) {
    case ColorScheme::System:
        m_state->resolved = desktopIsDark() ? ResolvedScheme::Dark : ResolvedScheme::Light;
        break;
    case ColorScheme::Light: m_state->resolved = ResolvedScheme::Light; break;
    case ColorScheme::Dark: m_state->resolved = ResolvedScheme::Dark; break;
    case ColorScheme::HighContrast:
        m_state->resolved = desktopIsDark() ? ResolvedScheme::HighContrastDark : ResolvedScheme::HighContrastLight;
        break;
    }
    m_state->table = &colorTable(m_state->resolved);
}

void Theme::apply() {
    if (qobject_cast<QApplication*>(qApp) == nullptr) {
        return;
    }
    m_state->applying = true;
    QPalette palette;
    const auto set = [&](QPalette::ColorRole target, Role role) { palette.setColor(target, color(role)); };
    set(QPalette::Window, Role::Window);
    set(QPalette::Base, Role::Surface);
    set(QPalette::AlternateBase, Role::SurfaceAlt);
    set(QPalette::Button, Role::SurfaceAlt);
    set(QPalette::WindowText, Role::Text);
    set(QPalette::Text, Role::Text);
    set(QPalette::ButtonText, Role::Text);
    set(QPalette::BrightText, Role::AccentText);
    set(QPalette::PlaceholderText, Role::TextMuted);
    set(QPalette::ToolTipBase, Role::Surface);
    set(QPalette::ToolTipText, Role::Text);
    set(QPalette::Highlight, Role::Accent);
    set(QPalette::HighlightedText, Role::AccentText);
    set(QPalette::Accent, Role::Accent);
    set(QPalette::Link, Role::Accent);
    set(QPalette::LinkVisited, Role::Unknown);
    set(QPalette::Mid, Role::Border);
    const QColor disabled = blend(color(Role::Surface), color(Role::TextMuted), 0.6);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    if (!m_state->styled) {
        QApplication::setStyle(new AppStyle);
        QApplication::setFont(m_state->ui);
        m_state->styled = true;
    }
    QApplication::setPalette(palette);
    qApp->setStyleSheet(styleSheetOf(*this));
    m_state->applying = false;
    Q_EMIT changed();
}

QColor Theme::color(Role role) const {
    return m_state->table->roles.at(role);
}

QColor Theme::stageColor(std::size_t index) const {
    return wheelColor(index, m_state->table->stageLightness, m_state->table->stageChroma);
}

QColor Theme::stageTint(std::size_t index) const {
    return blend(color(Role::Surface), stageColor(index), m_state->table->tintAmount);
}

QColor Theme::blend(const QColor& over, const QColor& color, double amount) {
    const auto mix = [amount](int a, int b) { return static_cast<int>(a + (b - a) * amount + 0.5); };
    return QColor(mix(over.red(), color.red()), mix(over.green(), color.green()), mix(over.blue(), color.blue()));
}

QFont Theme::uiFont(int relativeSize) const {
    QFont font = m_state->ui;
    if (relativeSize != 0) {
        const double factor = relativeSize < 0 ? 0.88 : 1.23;
        if (font.pointSizeF() > 0) {
            font.setPointSizeF(font.pointSizeF() * factor);
        } else {
            font.setPixelSize(static_cast<int>(font.pixelSize() * factor));
        }
    }
    return font;
}

void Theme::setFontSize(int points) {
    QFont ui = chooseUiFont();
    if (points > 0) {
        ui.setPointSizeF(points);
    }
    if (ui == m_state->ui) {
        return;
    }
    m_state->ui = ui;
    m_state->monospace = chooseMonospaceFont(ui);
    if (points > 0) {
        m_state->monospace.setPointSizeF(points);
    }
    if (qobject_cast<QApplication*>(qApp) != nullptr) {
        QApplication::setFont(ui);
    }
    apply();
}

QFont Theme::monospaceFont() const {
    return m_state->monospace;
}

bool Theme::isDark() const {
    return m_state->resolved == ResolvedScheme::Dark || m_state->resolved == ResolvedScheme::HighContrastDark;
}

bool Theme::isHighContrast() const {
    return m_state->resolved == ResolvedScheme::HighContrastLight || m_state->resolved == ResolvedScheme::HighContrastDark;
}

ColorScheme Theme::scheme() const {
    return m_state->scheme;
}

void Theme::setScheme(ColorScheme scheme) {
    if (scheme == m_state->scheme) {
        return;
    }
    m_state->scheme = scheme;
    if (qobject_cast<QGuiApplication*>(qApp) != nullptr) {
        // So that the window frame and the desktop's own dialogs follow.
        m_state->applying = true;
        const Qt::ColorScheme wanted = scheme == ColorScheme::Light  ? Qt::ColorScheme::Light
                                       : scheme == ColorScheme::Dark ? Qt::ColorScheme::Dark
                                                                     : Qt::ColorScheme::Unknown;
        QGuiApplication::styleHints()->setColorScheme(wanted);
        m_state->applying = false;
    }
    resolve();
    apply();
}

QIcon Theme::icon(const QString& name, IconTint tint) const {
    return QIcon(new ThemedIconEngine(name, tint));
}

int Theme::rowHeight() const {
    return QFontMetrics(m_state->ui).height() + kGrid;
}

void Theme::setVariant(QWidget* widget, const char* property, const QString& value) {
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

QString Theme::glyph(StepDisplay display) {
    switch (display) {
    case StepDisplay::None: return {};
    case StepDisplay::WillHit:
    case StepDisplay::Hit: return QStringLiteral("●");
    case StepDisplay::WillRun: return QStringLiteral("▶");
    case StepDisplay::Running: return QStringLiteral("◐");
    case StepDisplay::Ran: return QStringLiteral("✓");
    case StepDisplay::Unknown: return QStringLiteral("◌");
    case StepDisplay::Failed: return QStringLiteral("✕");
    case StepDisplay::NotNeeded: return QStringLiteral("–");
    case StepDisplay::Metadata: return QStringLiteral("·");
    case StepDisplay::Shared: return QStringLiteral("●");
    }
    return {};
}

QString Theme::word(StepDisplay display) {
    switch (display) {
    case StepDisplay::None: return {};
    case StepDisplay::WillHit:
    case StepDisplay::Hit: return tr("cached");
    case StepDisplay::WillRun: return tr("will run");
    case StepDisplay::Running: return tr("running");
    case StepDisplay::Ran: return tr("built");
    case StepDisplay::Unknown: return tr("depends on output");
    case StepDisplay::Failed: return tr("failed");
    case StepDisplay::NotNeeded: return tr("not needed");
    case StepDisplay::Metadata: return tr("no files");
    case StepDisplay::Shared: return tr("shared with an equal step");
    }
    return {};
}

QColor Theme::stateColor(StepDisplay display) const {
    switch (display) {
    case StepDisplay::WillHit:
    case StepDisplay::Hit:
    case StepDisplay::Shared: return color(Role::Hit);
    case StepDisplay::WillRun: return color(Role::Run);
    case StepDisplay::Running: return color(Role::Running);
    case StepDisplay::Ran: return color(Role::Ran);
    case StepDisplay::Unknown: return color(Role::Unknown);
    case StepDisplay::Failed: return color(Role::Failed);
    case StepDisplay::None:
    case StepDisplay::NotNeeded:
    case StepDisplay::Metadata: return color(Role::Metadata);
    }
    return color(Role::Metadata);
}

QString Theme::bytes(std::uint64_t bytes) {
    QString text = QString::fromStdString(formatBytes(static_cast<std::int64_t>(bytes)));
    return text.replace(QLatin1Char('.'), QLocale().decimalPoint());
}

QString Theme::exactBytes(std::uint64_t bytes) {
    return bytes == 1 ? tr("1 byte") : tr("%1 bytes").arg(QLocale().toString(static_cast<qulonglong>(bytes)));
}

QString Theme::seconds(double seconds) {
    QString text = QString::fromStdString(formatSeconds(seconds));
    return text.replace(QLatin1Char('.'), QLocale().decimalPoint());
}

} // namespace sw::ui
