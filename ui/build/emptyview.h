#pragma once

#include <QWidget>

class QLabel;

namespace sw::ui {

/// What a view shows while it has nothing: a sentence that says what would fill it.
class EmptyView : public QWidget {
    Q_OBJECT
public:
    explicit EmptyView(const QString& title, const QString& hint, QWidget* parent = nullptr);
    void setTexts(const QString& title, const QString& hint);

private:
    QLabel* m_title;
    QLabel* m_hint;
};

} // namespace sw::ui
