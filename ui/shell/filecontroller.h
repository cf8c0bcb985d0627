#pragma once

#include "ui/session/documentsession.h"
#include "ui/session/filesession.h"

#include <QObject>

#include <functional>

namespace sw::ui {

class DockerfileEditor;
class NoticeBar;
class Workspace;

/// Open, save, recent files, changes by others, and the guard for unsaved text: between the two editors, their files and the
/// document session. Questions are asked by notices, never by a modal box.
class FileController : public QObject {
    Q_OBJECT
public:
    FileController(DocumentSession& document, Workspace& workspace, NoticeBar& notices, QWidget* window);

    void open(const QString& path);          ///< file or directory; guards unsaved text
    void openText(const std::string& text);  ///< a template, without a file yet
    void openExample(const QString& id);
    void newFile();
    void newUntouched(); ///< the same, but nobody's changes: it is there because the window shows something else
    void chooseFile();
    void setFormatOnSave(bool on) { m_formatOnSave = on; } ///< off at the start
    bool save();     ///< false: a place is still to be chosen
    void saveAs();
    /// Runs `then` when there is nothing unsaved, or after the person saved or discarded.
    void guard(const QString& question, std::function<void()> then);
    /// Saves what is modified, then runs `then`; not at all when saving fails.
    void saveThen(std::function<void()> then);

    bool isModified() const;
    bool hasFile() const { return m_isOpen; }
    bool isUntitled() const { return m_dockerfile.isUntitled(); }
    QString path() const { return m_dockerfile.path(); }
    QString ignorePath() const { return m_ignore.path(); }
    QString title() const;

Q_SIGNALS:
    void imageChosen(const QString& path); ///< instead of a Dockerfile: an OCI layout or an image archive, to be looked at
    void opened(const QString& path); ///< "" for an untitled text
    void titleChanged();
    void saved();
    void failed(const QString& sentence);

private:
    static bool isImage(const QString& path);
    void begin(const std::string& text, bool touched);
    void load(const QString& path);
    void onLoaded(const QString& path, const QByteArray& text, bool exists);
    void onSaved(const QString& path, const QByteArray& text);
    static void markSaved(DockerfileEditor& editor, const QByteArray& text);
    void continueAfterSave();
    void formatIfWanted();
    void loadIgnoreFile();
    void watchForOthers(FileSession& file, DockerfileEditor* editor, const QString& id);
    void showTitles();

    DocumentSession& m_document;
    Workspace& m_workspace;
    NoticeBar& m_notices;
    QWidget* m_window;
    FileSession m_dockerfile;
    FileSession m_ignore;
    bool m_isOpen = false;
    bool m_formatOnSave = false;
    std::function<void()> m_afterSave;
};

} // namespace sw::ui
