#include "ui/theme/stylesheet.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace sw::ui {
namespace {

// Placeholders @name are replaced by colours and sizes below. No rule matches plain QWidget, so that painting and polishing of
// the many small widgets stays cheap.
constexpr const char* kSheet = R"(
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QSplitter::handle { background: @border; }
QSplitter::handle:hover { background: @accent; }

*[panel="surface"] { background: @surface; }
*[panel="popup"] { background: @surface; border: 1px solid @border; }
*[panel="window"] { background: @window; }
*[panel="bar"] { background: @surface; border: none; border-bottom: 1px solid @border; }
*[panel="footer"] { background: @surface; border: none; border-top: 1px solid @border; }

QLabel { background: transparent; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[tone="small"] { color: @muted; font-size: @smallpt; }
QLabel[tone="title"] { font-weight: 600; font-size: @titlept; }

QToolBar { background: @surface; border: none; border-bottom: 1px solid @border; spacing: 8px; padding: 8px 12px; }
QToolBar::separator { background: @border; width: 1px; margin: 4px 4px; }
QStatusBar { background: @surface; border-top: 1px solid @border; color: @muted; min-height: 28px; }
QStatusBar::item { border: none; }
QMenuBar { background: @surface; padding: 2px 8px; border-bottom: 1px solid @border; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @surface; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 6px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @selection; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @disabled; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton, QToolButton[kind="chip"], QComboBox {
  background: @surfacealt; border: 1px solid @border; border-radius: 6px; padding: 5px 12px; }
QToolButton[kind="chip"] { padding: 5px 9px; }
QPushButton:hover, QToolButton[kind="chip"]:hover, QComboBox:hover { background: @hover; }
QPushButton:pressed, QToolButton[kind="chip"]:pressed, QToolButton[kind="chip"]:checked { background: @selection; }
QPushButton:focus, QToolButton[kind="chip"]:focus, QComboBox:focus { border: @focuswidth solid @accent; }
QPushButton:disabled, QToolButton[kind="chip"]:disabled, QComboBox:disabled { color: @disabled; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; }
QPushButton[kind="flat"]:hover { background: @hover; }
QPushButton[kind="primary"], QToolButton[kind="primary"] {
  background: @accent; color: @accenttext; border: 1px solid @accent; border-radius: 6px; padding: 5px 16px; font-weight: 600; }
QPushButton[kind="primary"]:hover, QToolButton[kind="primary"]:hover { background: @accenthover; border-color: @accenthover; }
QPushButton[kind="primary"]:pressed, QToolButton[kind="primary"]:pressed { background: @accentpressed; }
QPushButton[kind="primary"]:focus, QToolButton[kind="primary"]:focus { border: @focuswidth solid @text; }
QPushButton[kind="primary"]:disabled, QToolButton[kind="primary"]:disabled {
  background: @track; border-color: @track; color: @muted; }
QPushButton[kind="danger"], QToolButton[kind="danger"] {
  background: @failedtint; color: @failed; border: 1px solid @failed; border-radius: 6px; padding: 5px 16px; font-weight: 600; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/stagewright/icons/chevron-@tone.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @border; selection-background-color: @selection;
  selection-color: @text; outline: none; }

QLineEdit, QSpinBox { background: @surface; border: 1px solid @border; border-radius: 6px; padding: 4px 8px;
  selection-background-color: @accent; selection-color: @accenttext; }
QLineEdit:focus, QSpinBox:focus { border: @focuswidth solid @accent; }
QLineEdit[invalid="true"] { border: 1px solid @failed; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: @surface; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid @border; background: @surface; }
QTabWidget::tab-bar { left: 8px; }
QTabBar { background: @window; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted; border: 1px solid transparent; border-bottom: none;
  border-top-left-radius: 6px; border-top-right-radius: 6px; padding: 7px 14px 7px 14px; margin: 4px 2px 0 0; }
QTabBar[density="narrow"]::tab { padding: 7px 6px 7px 6px; }
QTabBar::tab:hover { color: @text; background: @hover; }
QTabBar::tab:selected { background: @surface; color: @text; border-color: @border; }
QTabBar::tab:focus { color: @accent; }
QTabBar::close-button { image: url(:/stagewright/icons/close-@tone.svg); subcontrol-position: right; }
QTabBar::close-button:hover { background: @hover; border-radius: 4px; }

QTreeView, QListView, QTableView { background: @surface; alternate-background-color: @surfacealt; border: none;
  selection-background-color: @selection; selection-color: @text; outline: none; gridline-color: @border; }
QTreeView::item, QListView::item { padding: 3px 4px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @selection; color: @text; }
QTreeView::branch:has-children:!has-siblings:closed, QTreeView::branch:closed:has-children:has-siblings {
  image: url(:/stagewright/icons/branch-closed-@tone.svg); }
QTreeView::branch:open:has-children:!has-siblings, QTreeView::branch:open:has-children:has-siblings {
  image: url(:/stagewright/icons/branch-open-@tone.svg); }
QTreeView::branch:selected { background: @selection; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @border; padding: 5px 8px; }
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @surface; border: none; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; }
QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QProgressBar { background: @track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 6px 8px; }
QGroupBox { border: 1px solid @border; border-radius: 6px; margin-top: 16px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; color: @muted; }
)";

QString points(const QFont& font) {
    return font.pointSizeF() > 0 ? QStringLiteral("%1pt").arg(font.pointSizeF(), 0, 'f', 2)
                                 : QStringLiteral("%1px").arg(font.pixelSize());
}

} // namespace

QString styleSheetOf(const Theme& theme) {
    using R = Theme::Role;
    const auto color = [&](R role) { return theme.color(role).name(); };
    const QColor accent = theme.color(R::Accent);
    const QColor away = theme.isDark() ? QColor(Qt::white) : QColor(Qt::black);
    // Longer names first, so that "@accent" does not eat the beginning of "@accenttext".
    const std::pair<const char*, QString> values[] = {
        {"@accentpressed", Theme::blend(accent, away, 0.22).name()},
        {"@accenthover", Theme::blend(accent, away, 0.12).name()},
        {"@accenttext", color(R::AccentText)},
        {"@accent", color(R::Accent)},
        {"@surfacealt", color(R::SurfaceAlt)},
        {"@surface", color(R::Surface)},
        {"@window", color(R::Window)},
        {"@border", color(R::Border)},
        {"@muted", color(R::TextMuted)},
        {"@disabled", Theme::blend(theme.color(R::Surface), theme.color(R::TextMuted), 0.6).name()},
        {"@textmuted", color(R::TextMuted)},
        {"@text", color(R::Text)},
        {"@selection", color(R::Selection)},
        {"@hover", color(R::Hover)},
        {"@track", color(R::Track)},
        {"@failedtint", Theme::blend(theme.color(R::Surface), theme.color(R::Failed), 0.10).name()},
        {"@failed", color(R::Failed)},
        {"@scroll", Theme::blend(theme.color(R::Surface), theme.color(R::TextMuted), theme.isHighContrast() ? 1.0 : 0.4).name()},
        {"@focuswidth", theme.isHighContrast() ? QStringLiteral("2px") : QStringLiteral("1px")},
        {"@smallpt", points(theme.uiFont(-1))},
        {"@titlept", points(theme.uiFont(1))},
        {"@tone", theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light")},
    };
    QString sheet = QString::fromLatin1(kSheet);
    for (const auto& [name, value] : values) {
        sheet.replace(QLatin1StringView(name), value);
    }
    return sheet;
}

AppStyle::AppStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_SplitterWidth: return 1;
    case PM_ScrollBarExtent: return 10;
    case PM_DefaultFrameWidth: return 1;
    case PM_ToolBarItemSpacing: return 8;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize: return 16;
    case PM_TreeViewIndentation: return 16;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                        QStyleHintReturn* returnData) const {
    switch (hint) {
    case SH_ToolTip_WakeUpDelay: return 400;
    case SH_EtchDisabledText:
    case SH_ItemView_ShowDecorationSelected: return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    if (element != PE_IndicatorCheckBox) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    const Theme& theme = Theme::instance();
    const bool enabled = (option->state & State_Enabled) != 0;
    const bool on = (option->state & (State_On | State_NoChange)) != 0;
    const QColor line = theme.color(on ? Theme::Role::Accent : enabled ? Theme::Role::TextMuted : Theme::Role::Border);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line);
    painter->setBrush(on && enabled ? line : theme.color(Theme::Role::Surface));
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->drawRoundedRect(box, 3, 3);
    if (on) {
        painter->setPen(QPen(theme.color(enabled ? Theme::Role::AccentText : Theme::Role::TextMuted), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const auto at = [&box](double x, double y) { return QPointF(box.left() + x * box.width(), box.top() + y * box.height()); };
        if ((option->state & State_NoChange) != 0) {
            painter->drawLine(at(0.25, 0.5), at(0.75, 0.5));
        } else {
            painter->drawPolyline(QPolygonF({at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.3)}));
        }
    }
    painter->restore();
}

} // namespace sw::ui
