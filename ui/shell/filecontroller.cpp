#include "ui/shell/filecontroller.h"

#include "ui/editor/dockerfileeditor.h"
#include "ui/session/remembered.h"
#include "ui/shell/examples.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

FileController::FileController(DocumentSession& document, Workspace& workspace, NoticeBar& notices, QWidget* window)
    : QObject(window), m_document(document), m_workspace(workspace), m_notices(notices), m_window(window) {
    connect(&m_dockerfile, &FileSession::loaded, this, &FileController::onLoaded);
    connect(&m_dockerfile, &FileSession::saved, this, &FileController::onSaved);
    connect(&m_ignore, &FileSession::loaded, this, [this](const QString&, const QByteArray& text, bool) {
        m_workspace.ignoreEditor()->setText(text.toStdString());
        showTitles();
    });
    connect(&m_ignore, &FileSession::saved, this, [this](const QString&, const QByteArray& text) {
        markSaved(*m_workspace.ignoreEditor(), text);
        m_document.refresh();
        showTitles();
        continueAfterSave();
    });
    const auto trouble = [this](const QString& sentence) {
        m_afterSave = nullptr;
        m_notices.show(u"file"_s, {.kind = Notice::Kind::Error, .text = sentence, .detail = {}, .actions = {}});
        Q_EMIT failed(sentence);
    };
    connect(&m_dockerfile, &FileSession::failed, this, trouble);
    connect(&m_ignore, &FileSession::failed, this, trouble);
    watchForOthers(m_dockerfile, m_workspace.editor(), u"reload"_s);
    watchForOthers(m_ignore, m_workspace.ignoreEditor(), u"reload-ignore"_s);
    connect(m_workspace.editor(), &DockerfileEditor::textEdited, this, [this] { m_document.setText(m_workspace.editor()->text()); });
    connect(m_workspace.editor(), &DockerfileEditor::modifiedChanged, this, &FileController::showTitles);
    connect(m_workspace.ignoreEditor(), &DockerfileEditor::modifiedChanged, this, &FileController::showTitles);
}

bool FileController::isModified() const {
    return m_isOpen && (m_workspace.editor()->isModified() || m_workspace.ignoreEditor()->isModified());
}

QString FileController::title() const {
    if (!m_isOpen) {
        return {};
    }
    return isUntitled() ? tr("Untitled") : QFileInfo(path()).absoluteDir().dirName();
}

/// An OCI layout, or what is called as archives are; what is in it decides later.
bool FileController::isImage(const QString& path) {
    if (QFileInfo(path).isDir()) {
        return QFileInfo::exists(path + u"/oci-layout"_s) && dockerfileAt(path).isEmpty();
    }
    return std::ranges::any_of(QStringList{u".tar"_s, u".tar.gz"_s, u".tgz"_s, u".tar.zst"_s, u".tzst"_s, u".tar.zstd"_s},
                               [&path](const QString& end) { return path.endsWith(end, Qt::CaseInsensitive); });
}

void FileController::open(const QString& path) {
    if (isImage(path) && QFileInfo::exists(path)) {
        Q_EMIT imageChosen(QFileInfo(path).absoluteFilePath());
        return;
    }
    guard(tr("Open %1?").arg(QFileInfo(path).fileName()), [this, path] { load(path); });
}

void FileController::load(const QString& path) {
    const QString file = dockerfileAt(path);
    if (file.isEmpty() || !QFileInfo::exists(file)) {
        const QString sentence = file.isEmpty() ? tr("There is no Dockerfile in %1.").arg(path) : tr("%1 does not exist.").arg(file);
        m_notices.show(u"file"_s, {.kind = Notice::Kind::Error, .text = sentence, .detail = {}, .actions = {}});
        Q_EMIT failed(sentence);
        return;
    }
    m_dockerfile.open(file);
}

void FileController::onLoaded(const QString& path, const QByteArray& text, bool) {
    m_isOpen = true;
    m_notices.remove(u"reload"_s);
    m_notices.remove(u"file"_s);
    m_workspace.editor()->setText(text.toStdString());
    m_workspace.showIgnoreTab(false);
    m_document.open(path, text.toStdString(), BuildInputs::load(Remembered(), path));
    loadIgnoreFile();
    RecentFiles::add(path);
    showTitles();
    Q_EMIT opened(path);
}

void FileController::loadIgnoreFile() {
    const QString own = path() + u".dockerignore"_s;
    const QString common = m_document.inputs().context + u"/.dockerignore"_s;
    m_workspace.ignoreEditor()->setText({});
    if (isUntitled()) {
        m_ignore.startUntitled();
    } else if (QFileInfo::exists(own)) {
        m_ignore.open(own);
    } else {
        m_ignore.adopt(common);
        if (QFileInfo::exists(common)) {
            m_ignore.open(common);
        }
    }
    showTitles();
}

void FileController::openText(const std::string& text) {
    guard(tr("Open a new file?"), [this, text] { begin(text, true); });
}

void FileController::newFile() { openText("FROM "); }

void FileController::newUntouched() {
    guard(tr("Open a new file?"), [this] { begin("FROM ", false); });
}

void FileController::begin(const std::string& text, bool touched) {
    m_dockerfile.startUntitled();
    m_isOpen = true;
    m_workspace.editor()->setText(touched ? std::string() : text);
    if (touched) {
        m_workspace.editor()->replaceText(text);
    }
    BuildInputs inputs;
    inputs.context = QDir::homePath();
    m_document.open({}, text, inputs);
    loadIgnoreFile();
    showTitles();
    Q_EMIT opened({});
}

void FileController::openExample(const QString& id) {
    QString error;
    const QString path = openableExample(id, &error);
    if (path.isEmpty()) {
        m_notices.show(u"file"_s, {.kind = Notice::Kind::Error, .text = error, .detail = {}, .actions = {}});
        return;
    }
    open(path);
}

void FileController::chooseFile() {
    const QString start = m_isOpen && !isUntitled() ? QFileInfo(path()).absolutePath() : QDir::homePath();
    const QString chosen =
        QFileDialog::getOpenFileName(m_window, tr("Open a Dockerfile"), start,
                                     tr("Dockerfiles (Dockerfile* *.Dockerfile *.dockerfile Containerfile*);;Image archives (*.tar *.tar.gz *.tgz *.tar.zst *.tzst);;All files (*)"));
    if (!chosen.isEmpty()) {
        open(chosen);
    }
}

bool FileController::save() {
    if (!m_isOpen) {
        return true;
    }
    if (isUntitled()) {
        saveAs();
        return false;
    }
    if (m_workspace.editor()->isModified() || !m_dockerfile.existsOnDisk()) {
        formatIfWanted();
        m_dockerfile.save(m_workspace.editor()->text());
    }
    if (m_workspace.ignoreEditor()->isModified()) {
        m_ignore.save(m_workspace.ignoreEditor()->text());
    }
    return true;
}

void FileController::saveAs() {
    const QString start = isUntitled() ? QDir::homePath() + u"/Dockerfile"_s : path();
    const QString chosen = QFileDialog::getSaveFileName(m_window, tr("Save the Dockerfile"), start);
    if (chosen.isEmpty()) {
        m_afterSave = nullptr;
        return;
    }
    formatIfWanted();
    m_dockerfile.save(chosen, m_workspace.editor()->text());
}

void FileController::formatIfWanted() {
    if (m_formatOnSave) {
        m_workspace.editor()->format();
    }
}

void FileController::onSaved(const QString& path, const QByteArray& text) {
    m_notices.remove(u"reload"_s);
    markSaved(*m_workspace.editor(), text);
    if (m_document.path() != path) {
        const bool wasUntitled = m_document.path().isEmpty();
        m_document.setPath(path);
        if (wasUntitled) {
            m_document.setInputs(BuildInputs::load(Remembered(), path));
            loadIgnoreFile();
        }
        RecentFiles::add(path);
        Q_EMIT opened(path);
    }
    showTitles();
    Q_EMIT saved();
    continueAfterSave();
}

/// What was typed while the file was being written is not in it.
void FileController::markSaved(DockerfileEditor& editor, const QByteArray& text) {
    if (editor.text() == std::string_view(text.constData(), static_cast<std::size_t>(text.size()))) {
        editor.markSaved();
    }
}

void FileController::continueAfterSave() {
    if (!m_afterSave || m_dockerfile.isSaving() || m_ignore.isSaving()) {
        return;
    }
    if (isModified()) {
        save();
    } else {
        std::exchange(m_afterSave, nullptr)();
    }
}

void FileController::saveThen(std::function<void()> then) {
    if (!isModified() && !isUntitled()) {
        then();
        return;
    }
    m_afterSave = std::move(then);
    save();
}

void FileController::guard(const QString& question, std::function<void()> then) {
    if (!isModified()) {
        m_notices.remove(u"guard"_s);
        then();
        return;
    }
    Notice notice{.kind = Notice::Kind::Warning, .text = tr("Your changes to %1 are not saved.").arg(title()), .detail = question, .actions = {}};
    notice.actions.push_back({.text = tr("Save"), .run = [this, then](QWidget*) { saveThen(then); }, .primary = true});
    notice.actions.push_back({.text = tr("Discard"), .run = [this, then](QWidget*) {
                                  m_workspace.editor()->markSaved();
                                  m_workspace.ignoreEditor()->markSaved();
                                  then();
                              }});
    m_notices.show(u"guard"_s, std::move(notice));
}

void FileController::watchForOthers(FileSession& file, DockerfileEditor* editor, const QString& id) {
    connect(&file, &FileSession::changedOnDisk, this, [this, &file, editor, id](const QByteArray& text) {
        if (text.toStdString() == editor->text()) {
            editor->markSaved();
            return;
        }
        const auto reload = [this, editor, text](QWidget*) {
            editor->replaceText(text.toStdString());
            editor->markSaved();
            showTitles();
        };
        if (!editor->isModified()) { // nothing of ours is lost, and undo brings the old text back
            reload(nullptr);
            m_notices.show(id, {.kind = Notice::Kind::Info, .text = tr("%1 changed on disk and was loaded again.").arg(QFileInfo(file.path()).fileName()),
                                .detail = {}, .actions = {}});
            return;
        }
        Notice notice{.kind = Notice::Kind::Warning, .text = tr("%1 changed on disk, and you have changes of your own.").arg(QFileInfo(file.path()).fileName()),
                      .detail = {}, .actions = {}};
        notice.actions.push_back({.text = tr("Load from disk"), .run = reload});
        notice.actions.push_back({.text = tr("Keep mine"), .run = [](QWidget*) {}});
        m_notices.show(id, std::move(notice));
    });
    connect(&file, &FileSession::removedOnDisk, this, [this, &file, id] {
        Notice notice{.kind = Notice::Kind::Warning, .text = tr("%1 is no longer on disk.").arg(QFileInfo(file.path()).fileName()), .detail = {}, .actions = {}};
        notice.actions.push_back({.text = tr("Save again"), .run = [this](QWidget*) { save(); }});
        m_notices.show(id, std::move(notice));
    });
}

void FileController::showTitles() {
    const QString dockerfile = isUntitled() ? tr("Untitled") : QFileInfo(path()).fileName();
    const QString ignore = m_ignore.path().isEmpty() ? u".dockerignore"_s : QFileInfo(m_ignore.path()).fileName();
    m_workspace.setTabTitles(dockerfile, ignore, m_workspace.editor()->isModified(), m_workspace.ignoreEditor()->isModified());
    Q_EMIT titleChanged();
}

} // namespace sw::ui
