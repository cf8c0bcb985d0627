#pragma once

#include "ui/compare/comparemodel.h"
#include "ui/session/comparesession.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QComboBox;
class QLabel;
class QLineEdit;
class QStackedLayout;
class QToolButton;
class QTreeView;

namespace sw::ui {

class DifferenceView;
class Engine;
class ValuesView;

/// Two images, builds or stages side by side: files that differ, with sizes and the line that is responsible; the text of one; and
/// what else differs. Each of the two is chosen from a list, or typed as the command line takes it (an archive, docker-daemon:NAME).
class ComparePage : public QWidget {
    Q_OBJECT
public:
    explicit ComparePage(Engine& engine, QWidget* parent = nullptr);

    /// The file whose builds and stages are offered.
    void setDockerfile(const QString& path);
    void refresh();
    void compare(const QString& before, const QString& after); ///< as the command line takes images
    bool isSettled() const { return !m_session.isBusy(); }

    CompareSession& session() { return m_session; }
    CompareModel& model() { return m_model; }
    QComboBox* before() const { return m_before; }
    QComboBox* after() const { return m_after; }
    QToolButton* swapButton() const { return m_swap; }
    QToolButton* strict() const { return m_strict; }
    QLineEdit* search() const { return m_search; }
    QToolButton* changeChip(analysis::Change change) const { return m_changes[static_cast<std::size_t>(change) - 1]; }
    QTreeView* list() const { return m_list; }
    DifferenceView* difference() const { return m_difference; }
    ValuesView* values() const { return m_values; }
    QToolButton* filesButton() const { return m_filesTab; }
    QToolButton* valuesButton() const { return m_valuesTab; }
    QString summary() const;

Q_SIGNALS:
    void lineClicked(const QString& dockerfile, int line);
    void settledChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeFiles();
    void fillChoices();
    void chooseDefaults();
    void run();
    void onCompared(const ComparedPtr& compared, const CompareOrder& order);
    void showBody();
    void showCount();
    void showSummary(const QString& text);
    bool eventFilter(QObject* watched, QEvent* event) override;
    void onWish();
    void onCurrent(const QModelIndex& index);
    void goToLine(int line);
    void showMessage(const QString& title, const QString& text);
    QString imageOf(const QComboBox* box) const;
    void choose(QComboBox* box, const QString& image);

    CompareSession m_session;
    CompareModel m_model;
    CompareWish m_wish;
    QComboBox* m_before;
    QComboBox* m_after;
    QToolButton* m_swap;
    QToolButton* m_strict;
    QLabel* m_summary;
    QToolButton* m_filesTab;
    QToolButton* m_valuesTab;
    QLineEdit* m_search;
    std::array<QToolButton*, 3> m_changes;
    QLabel* m_count;
    QTreeView* m_list;
    DifferenceView* m_difference;
    ValuesView* m_values;
    QLabel* m_messageTitle;
    QLabel* m_message;
    QStackedLayout* m_stack; ///< message, files, the rest
    bool m_chosen = false;   ///< somebody chose what is compared
};

} // namespace sw::ui
