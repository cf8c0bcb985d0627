#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace sw::ui {

/// What a first start shows: the lesson's two examples, templates, recent files, open. Nothing to configure.
class WelcomePage : public QScrollArea {
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);
    void refreshRecent();

Q_SIGNALS:
    void exampleRequested(const QString& id);
    void templateRequested(const QString& id);
    void fileRequested(const QString& path);
    void openRequested();
    void newRequested();
    void imageRequested(); ///< to look at one, without a Dockerfile

private:
    QVBoxLayout* m_recent;
};

} // namespace sw::ui
