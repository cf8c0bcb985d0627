#pragma once

#include <QFrame>
#include <QMap>
#include <QString>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace sw::ui {

struct NoticeAction {
    QString text;
    std::function<void(QWidget* button)> run;
    bool primary = false;
    bool keepsNotice = false; ///< the notice stays after the action
};

struct Notice {
    enum class Kind { Info, Success, Warning, Error, Busy } kind = Kind::Info;
    QString text;
    QString detail;                    ///< smaller, behind the text
    std::vector<NoticeAction> actions;
    bool closable = true;
    int percent = -1;                  ///< of a Busy notice; -1: unknown
};

/// Strips below the tool bar that say what happened and offer what can be done about it. One per id: a new notice replaces
/// the old one of that id. Nothing here blocks.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void show(const QString& id, Notice notice);
    void remove(const QString& id);
    bool has(const QString& id) const { return m_rows.contains(id); }
    QString text(const QString& id) const; ///< for tests and the screen reader

private:
    QWidget* makeRow(const QString& id, const Notice& notice);
    QMap<QString, QWidget*> m_rows;
    QMap<QString, QString> m_texts;
    QVBoxLayout* m_layout;
};

} // namespace sw::ui
