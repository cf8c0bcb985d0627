#pragma once

#include <QFrame>

class QLabel;

namespace sw::ui {

/// A card with rich text near a place; gone with the next move, key or scroll. A child of the window.
class HoverCard : public QFrame {
    Q_OBJECT
public:
    explicit HoverCard(QWidget* parent);
    void show(const QString& html, const QRect& anchor); ///< anchor in the parent's coordinates

private:
    QLabel* m_label = nullptr;
};

/// The soft shadow below cards that float over the window.
void addShadow(QWidget* card);

} // namespace sw::ui
