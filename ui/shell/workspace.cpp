#include "ui/shell/workspace.h"

#include "ui/editor/dockerfileeditor.h"
#include "ui/graph/stagegraphview.h"
#include "ui/session/remembered.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

/// Without the line that Qt draws above a button beside the tabs; the style sheet draws the rest.
class PageTabs final : public QTabWidget {
public:
    using QTabWidget::QTabWidget;

protected:
    void paintEvent(QPaintEvent*) override {}
};

} // namespace

Workspace::Workspace(QWidget* parent)
    : QWidget(parent),
      m_editor(new DockerfileEditor(DockerfileEditor::Language::Dockerfile, this)),
      m_ignoreEditor(new DockerfileEditor(DockerfileEditor::Language::IgnoreFile, this)),
      m_graph(new StageGraphView(this)),
      m_fileTabs(new QTabBar(this)),
      m_graphSummary(new QLabel(this)),
      m_pages(new PageTabs(this)),
      m_columns(new QSplitter(Qt::Horizontal, this)),
      m_right(new QSplitter(Qt::Vertical, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
    m_columns->addWidget(makeEditorSide());
    m_right->addWidget(makeGraphSide());
    m_pages->setDocumentMode(true);
    m_pages->tabBar()->setExpanding(false);
    m_pages->setUsesScrollButtons(false); // in a narrow window all tabs stay in sight, with shorter words
    m_pages->setElideMode(Qt::ElideRight);
    m_pages->installEventFilter(this);
    m_right->addWidget(m_pages);
    m_columns->addWidget(m_right);
    for (QSplitter* splitter : {m_columns, m_right}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(1);
    }
    m_columns->setStretchFactor(0, 46);
    m_columns->setStretchFactor(1, 54);
    m_right->setStretchFactor(0, 46);
    m_right->setStretchFactor(1, 54);
    m_columns->setSizes({740, 860});
    m_right->setSizes({400, 480});
    connect(m_pages, &QTabWidget::currentChanged, this, [this] { Q_EMIT pageChanged(currentPage()); });
}

bool Workspace::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_pages && event->type() == QEvent::Resize) {
        fitTabs();
    }
    return QWidget::eventFilter(watched, event);
}

/// Less room around the words before the words themselves are cut.
void Workspace::fitTabs() {
    constexpr int kAround = 2 * 14 + 2 + 4;
    int wanted = m_pages->cornerWidget() != nullptr ? m_pages->cornerWidget()->sizeHint().width() : 0;
    for (int i = 0; i < m_pages->count(); ++i) {
        wanted += m_pages->tabBar()->fontMetrics().horizontalAdvance(m_pages->tabText(i)) + kAround;
    }
    const QString density = wanted > m_pages->width() ? u"narrow"_s : u"normal"_s;
    if (m_pages->tabBar()->property("density").toString() != density) {
        Theme::setVariant(m_pages->tabBar(), "density", density);
    }
}

QWidget* Workspace::makeEditorSide() {
    auto* side = new QWidget(this);
    side->setMinimumWidth(280);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_fileTabs->setExpanding(false);
    m_fileTabs->setDrawBase(false);
    m_fileTabs->addTab(u"Dockerfile"_s);
    m_fileTabs->addTab(u".dockerignore"_s);
    m_fileTabs->setAccessibleName(tr("Files"));
    auto* strip = new QWidget(side);
    Theme::setVariant(strip, "panel", u"window"_s);
    strip->setAttribute(Qt::WA_StyledBackground);
    auto* stripLayout = new QHBoxLayout(strip);
    stripLayout->setContentsMargins(8, 0, 8, 0);
    stripLayout->addWidget(m_fileTabs, 1);
    layout->addWidget(strip);
    auto* stack = new QStackedWidget(side);
    stack->addWidget(m_editor);
    stack->addWidget(m_ignoreEditor);
    layout->addWidget(stack, 1);
    connect(m_fileTabs, &QTabBar::currentChanged, this, [this, stack](int index) {
        stack->setCurrentIndex(index);
        stack->currentWidget()->setFocus();
        Q_EMIT editorTabChanged();
    });
    return side;
}

QWidget* Workspace::makeGraphSide() {
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* strip = new QFrame(side);
    Theme::setVariant(strip, "panel", u"window"_s);
    strip->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(16, 4, 8, 4);
    row->setSpacing(4);
    auto* title = new QLabel(tr("Stages"), strip);
    Theme::setVariant(title, "tone", u"strong"_s);
    row->addWidget(title);
    Theme::setVariant(m_graphSummary, "tone", u"muted"_s);
    row->addWidget(m_graphSummary);
    row->addStretch(1);
    auto* zoom = new QLabel(u"100 %"_s, strip);
    Theme::setVariant(zoom, "tone", u"muted"_s);
    for (const auto command : {StageGraphView::Command::ZoomOut, StageGraphView::Command::ZoomIn, StageGraphView::Command::Fit,
                               StageGraphView::Command::Export}) {
        auto* button = new QToolButton(strip);
        button->setDefaultAction(m_graph->action(command));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAccessibleName(m_graph->action(command)->text());
        row->addWidget(button);
        if (command == StageGraphView::Command::ZoomOut) {
            row->addWidget(zoom);
        }
    }
    layout->addWidget(strip);
    layout->addWidget(m_graph, 1);
    side->setMinimumHeight(120);
    connect(m_graph, &StageGraphView::summaryChanged, m_graphSummary, &QLabel::setText);
    connect(m_graph, &StageGraphView::zoomChanged, zoom,
            [zoom](double value) { zoom->setText(u"%1 %"_s.arg(qRound(value * 100))); });
    return side;
}

void Workspace::addPage(QWidget* page, const QString& id, const QString& title) {
    page->setObjectName(id);
    m_pages->addTab(page, title);
}

QWidget* Workspace::page(const QString& id) const {
    for (int i = 0; i < m_pages->count(); ++i) {
        if (m_pages->widget(i)->objectName() == id) {
            return m_pages->widget(i);
        }
    }
    return nullptr;
}

void Workspace::showPage(const QString& id, bool focus) {
    if (QWidget* wanted = page(id)) {
        m_pages->setCurrentWidget(wanted);
        if (focus) {
            QWidget* target = wanted->focusPolicy() == Qt::NoFocus ? wanted->nextInFocusChain() : wanted;
            target->setFocus(Qt::ShortcutFocusReason);
        }
    }
}

QString Workspace::currentPage() const { return m_pages->currentWidget() != nullptr ? m_pages->currentWidget()->objectName() : QString(); }

QStringList Workspace::pageIds() const {
    QStringList ids;
    for (int i = 0; i < m_pages->count(); ++i) {
        ids.push_back(m_pages->widget(i)->objectName());
    }
    return ids;
}

QString Workspace::pageTitle(const QString& id) const {
    QWidget* wanted = page(id);
    return wanted != nullptr ? m_pages->tabText(m_pages->indexOf(wanted)) : QString();
}

void Workspace::setPageTitle(const QString& id, const QString& title) {
    QWidget* wanted = page(id);
    const int index = wanted != nullptr ? m_pages->indexOf(wanted) : -1;
    if (index >= 0 && m_pages->tabText(index) != title) { // the same again would lay out the window
        m_pages->setTabText(index, title);
        fitTabs();
    }
}

void Workspace::showIgnoreTab(bool ignore) { m_fileTabs->setCurrentIndex(ignore ? 1 : 0); }
bool Workspace::isIgnoreTab() const { return m_fileTabs->currentIndex() == 1; }
DockerfileEditor* Workspace::currentEditor() const { return isIgnoreTab() ? m_ignoreEditor : m_editor; }

void Workspace::setTabTitles(const QString& dockerfile, const QString& ignore, bool dockerfileModified, bool ignoreModified) {
    m_fileTabs->setTabText(0, dockerfile + (dockerfileModified ? u" •"_s : QString()));
    m_fileTabs->setTabText(1, ignore + (ignoreModified ? u" •"_s : QString()));
}

void Workspace::maximiseGraph(bool on) {
    m_columns->widget(0)->setVisible(!on);
    m_pages->setVisible(!on);
}

void Workspace::maximisePages(bool on) {
    m_columns->widget(0)->setVisible(!on);
    m_right->widget(0)->setVisible(!on);
}

void Workspace::setPagesAction(QAction* action) {
    auto* button = new QToolButton(m_pages);
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::TabFocus);
    m_pages->setCornerWidget(button);
    fitTabs();
}

void Workspace::focusNextPane(bool forward) {
    const QList<QWidget*> panes = {currentEditor(), m_graph, m_pages->currentWidget()};
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        QWidget* focus = QApplication::focusWidget();
        if (panes[i] != nullptr && focus != nullptr && (panes[i] == focus || panes[i]->isAncestorOf(focus))) {
            at = i;
        }
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        QWidget* pane = panes[(at + (forward ? step : panes.size() - step) + panes.size()) % panes.size()];
        if (pane == nullptr || !pane->isVisible()) {
            continue;
        }
        QWidget* target = pane;
        if (pane->focusPolicy() == Qt::NoFocus && pane->focusProxy() == nullptr) {
            for (QWidget* child = pane->nextInFocusChain(); child != pane; child = child->nextInFocusChain()) {
                if (pane->isAncestorOf(child) && child->isVisible() && (child->focusPolicy() & Qt::TabFocus) != 0) {
                    target = child;
                    break;
                }
            }
        }
        target->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

void Workspace::saveLayout(Remembered& settings) const {
    settings.setValue(u"layout/columns"_s, m_columns->saveState());
    settings.setValue(u"layout/right"_s, m_right->saveState());
    settings.setValue(u"layout/page"_s, currentPage());
}

void Workspace::restoreLayout(const Remembered& settings) {
    m_columns->restoreState(settings.value(u"layout/columns"_s).toByteArray());
    m_right->restoreState(settings.value(u"layout/right"_s).toByteArray());
    showPage(settings.value(u"layout/page"_s).toString());
}

} // namespace sw::ui
