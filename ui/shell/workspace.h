#pragma once

#include <QWidget>

class QLabel;
class QSplitter;
class QTabBar;
class QTabWidget;

namespace sw::ui {

class DockerfileEditor;
class Remembered;
class StageGraphView;

/// Editor left, graph top right, pages bottom right; sizes are remembered. It arranges and knows nothing of what is shown.
class Workspace : public QWidget {
    Q_OBJECT
public:
    explicit Workspace(QWidget* parent = nullptr);

    DockerfileEditor* editor() const { return m_editor; }
    DockerfileEditor* ignoreEditor() const { return m_ignoreEditor; }
    StageGraphView* graph() const { return m_graph; }

    /// Adds a page; `id` names it for --page, settings and tests.
    void addPage(QWidget* page, const QString& id, const QString& title);
    void showPage(const QString& id, bool focus = false);
    QString currentPage() const;
    QWidget* page(const QString& id) const;
    QStringList pageIds() const;
    QString pageTitle(const QString& id) const;
    void setPageTitle(const QString& id, const QString& title);

    void showIgnoreTab(bool ignore);
    bool isIgnoreTab() const;
    DockerfileEditor* currentEditor() const;
    void setTabTitles(const QString& dockerfile, const QString& ignore, bool dockerfileModified, bool ignoreModified);
    void maximiseGraph(bool on);
    void maximisePages(bool on);
    void setPagesAction(QAction* action); ///< at the right of the tabs
    /// F6: editor, graph, page, and round.
    void focusNextPane(bool forward);

    void saveLayout(Remembered& settings) const;
    void restoreLayout(const Remembered& settings);

Q_SIGNALS:
    void pageChanged(const QString& id);
    void editorTabChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeEditorSide();
    void fitTabs();
    QWidget* makeGraphSide();

    DockerfileEditor* m_editor;
    DockerfileEditor* m_ignoreEditor;
    StageGraphView* m_graph;
    QTabBar* m_fileTabs;
    QLabel* m_graphSummary;
    QTabWidget* m_pages;
    QSplitter* m_columns;
    QSplitter* m_right;
};

} // namespace sw::ui
