#pragma once

#include "ui/session/imagesession.h"

#include <QFrame>
#include <QImage>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QStackedLayout;
class QToolButton;

namespace sw::ui {

class TextColors;

/// A picture on the squares that show where one can see through it, as large as there is room and not larger than it is.
class PictureView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setPicture(const QImage& picture);
    const QImage& picture() const { return m_picture; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_picture;
};

/// One file: path, size, mode, owner, package, how it came; its text in colours, its picture or its bytes; buttons that save it and open
/// it with another program.
class FilePreviewView : public QFrame {
    Q_OBJECT
public:
    explicit FilePreviewView(QWidget* parent = nullptr);
    ~FilePreviewView() override;
    void show(const FilePreview& preview);
    void clear();
    bool hasFile() const { return !m_preview.path.isEmpty(); }
    QString text() const;
    QString facts() const;
    QString factsToolTip() const;
    const QImage& picture() const { return m_picture->picture(); }
    bool isPictureShown() const;
    bool isColored() const;
    QToolButton* hexButton() const { return m_hex; }
    QToolButton* openButton() const { return m_open; }
    QToolButton* openWithButton() const { return m_openWith; }
    QToolButton* saveButton() const { return m_save; }
    QString way() const; ///< as it is shown, one step a line

Q_SIGNALS:
    void saveRequested(const QString& path);
    void openRequested(const QString& path);
    void openWithRequested(const QPoint& place); ///< where the choice is to appear, on the screen
    void lineClicked(int line);                  ///< of the text that was built

private:
    void render();
    qsizetype bytesPerLine() const; ///< of the hex dump, in the room there is
    void showTitle();
    void showWay();
    bool eventFilter(QObject* watched, QEvent* event) override;
    static QString attributeText(const std::string& value); ///< of an extended attribute
    QStringList factsOf(const FilePreview& preview) const;
    FilePreview m_preview;
    qsizetype m_perLine = 0; ///< of the hex dump that is shown; 0: none is
    QLabel* m_title;
    QLabel* m_facts;
    QLabel* m_way;
    QToolButton* m_hex;
    QToolButton* m_open;
    QToolButton* m_openWith;
    QToolButton* m_save;
    QPlainTextEdit* m_content;
    PictureView* m_picture;
    QStackedLayout* m_body;
    std::unique_ptr<TextColors> m_colors;
};

/// "00000000  7f 45 4c 46 …  |.ELF…|".
QString hexDump(const QByteArray& bytes, qsizetype perLine = 16);

} // namespace sw::ui
