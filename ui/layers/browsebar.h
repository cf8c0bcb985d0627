#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QToolButton;

namespace sw::ui {

/// Says that something else than the last build is looked at, or is being opened, and leads back.
class BrowseBar : public QFrame {
    Q_OBJECT
public:
    explicit BrowseBar(QWidget* parent = nullptr);
    void showOpening(const QString& what);
    /// `canGoBack`: there is a last build to go back to; else the button closes.
    void showBrowsed(const QString& title, const QString& remark, bool canGoBack);
    QString text() const; ///< whole
    QToolButton* back() const { return m_back; }

Q_SIGNALS:
    void backClicked(); ///< also: stop opening

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void render();
    QString m_whole;
    QLabel* m_title;
    QLabel* m_remark;
    QToolButton* m_back;
    QString m_remarkText;
};

} // namespace sw::ui
