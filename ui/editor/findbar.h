#pragma once

#include "ui/editor/search.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace sw::ui {

class CodeView;

/// Find and replace below the text: matches are marked while typing, the count stands beside the field.
class FindBar : public QWidget {
    Q_OBJECT
public:
    explicit FindBar(CodeView& view, QWidget* parent = nullptr);

    void open(bool withReplace);
    void findNext();
    void findPrevious();
    void replaceCurrent();
    void replaceAll();
    void close();
    QLineEdit* findField() const { return m_find; }
    QLineEdit* replaceField() const { return m_replace; }
    QString countText() const;
    void setQuery(const SearchQuery& query);

Q_SIGNALS:
    void message(const QString& sentence);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* makeToggle(const QString& text, const QString& tip);
    QToolButton* makeButton(const QString& icon, const QString& tip);
    SearchQuery query() const;
    void refresh(bool jump);
    void step(int direction);
    void showCurrent();

    CodeView& m_view;
    QLineEdit* m_find = nullptr;
    QLineEdit* m_replace = nullptr;
    QWidget* m_replaceRow = nullptr;
    QToolButton* m_case = nullptr;
    QToolButton* m_word = nullptr;
    QToolButton* m_regex = nullptr;
    QLabel* m_count = nullptr;
    std::vector<SearchMatch> m_matches;
    std::size_t m_anchor = 0; ///< where the search began: the first match is the next one from here
};

} // namespace sw::ui
