#pragma once

#include "ui/session/imagesession.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace sw::ui {

/// One file: path, size, mode, owner; text or hex; a button that saves it.
class FilePreviewView : public QFrame {
    Q_OBJECT
public:
    explicit FilePreviewView(QWidget* parent = nullptr);
    void show(const FilePreview& preview);
    void clear();
    bool hasFile() const { return !m_preview.path.isEmpty(); }
    QString text() const;
    QString way() const; ///< as it is shown, one step a line

Q_SIGNALS:
    void saveRequested(const QString& path);

private:
    void render();
    FilePreview m_preview;
    QLabel* m_title;
    QLabel* m_facts;
    QLabel* m_way;
    QToolButton* m_hex;
    QToolButton* m_save;
    QPlainTextEdit* m_content;
};

/// "00000000  7f 45 4c 46 …  |.ELF…|", 16 bytes a line.
QString hexDump(const QByteArray& bytes);

} // namespace sw::ui
