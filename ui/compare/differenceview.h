#pragma once

#include "ui/session/comparesession.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;

namespace sw::ui {

/// One file of two images: what differs, value by value, and its text as `diff -u` tells it, in colours.
class DifferenceView : public QFrame {
    Q_OBJECT
public:
    explicit DifferenceView(QWidget* parent = nullptr);
    void show(const Compared& compared, const FileComparison& file);
    void clear();
    QString title() const;
    QString facts() const; ///< one difference a line
    QString text() const;

private:
    QLabel* m_title;
    QLabel* m_facts;
    QPlainTextEdit* m_text;
};

} // namespace sw::ui
