#pragma once

#include "ui/editor/completion.h"

#include <QFrame>

class QListWidget;

namespace sw::ui {

/// The list below the caret. A child of the window, not a window: it cannot lose the focus and needs no help of the desktop.
class CompletionPopup : public QFrame {
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget* parent);

    /// `anchor`: the caret line's rectangle in the parent's coordinates; the list goes below it, or above where there is no room.
    void offer(std::vector<CompletionItem> items, const QRect& anchor);
    const CompletionItem* current() const;
    void move(int rows);
    bool wasNavigated() const { return m_navigated; }
    const std::vector<CompletionItem>& items() const { return m_items; }

Q_SIGNALS:
    void chosen();

private:
    QListWidget* m_list = nullptr;
    std::vector<CompletionItem> m_items;
    bool m_navigated = false;
};

} // namespace sw::ui
