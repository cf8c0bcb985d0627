#include "ui/layers/filepreviewview.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

QString modeText(std::uint32_t mode) {
    QString text;
    for (int shift = 6; shift >= 0; shift -= 3) {
        const std::uint32_t bits = mode >> static_cast<unsigned>(shift);
        text += (bits & 4U) != 0 ? u'r' : u'-';
        text += (bits & 2U) != 0 ? u'w' : u'-';
        text += (bits & 1U) != 0 ? u'x' : u'-';
    }
    return text;
}

} // namespace

QString hexDump(const QByteArray& bytes) {
    QString text;
    constexpr qsizetype kPerLine = 16;
    for (qsizetype at = 0; at < bytes.size(); at += kPerLine) {
        QString hex;
        QString plain;
        for (qsizetype i = at; i < at + kPerLine; ++i) {
            if (i < bytes.size()) {
                const auto byte = static_cast<unsigned char>(bytes[i]);
                hex += u"%1 "_s.arg(static_cast<uint>(byte), 2, 16, QChar(u'0'));
                plain += byte >= 32 && byte < 127 ? QChar(static_cast<char16_t>(byte)) : QChar(u'.');
            } else {
                hex += u"   "_s;
            }
            if (i == at + 7) {
                hex += u' ';
            }
        }
        text += u"%1  %2 |%3|\n"_s.arg(static_cast<qulonglong>(at), 8, 16, QChar(u'0')).arg(hex, plain);
    }
    return text;
}

FilePreviewView::FilePreviewView(QWidget* parent)
    : QFrame(parent), m_title(new QLabel(this)), m_facts(new QLabel(this)), m_way(new QLabel(this)), m_hex(new QToolButton(this)), m_save(new QToolButton(this)),
      m_content(new QPlainTextEdit(this)) {
    Theme::setVariant(this, "panel", u"surface"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"footer"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    Theme::setVariant(m_title, "tone", u"strong"_s);
    Theme::setVariant(m_facts, "tone", u"small"_s);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_title, 1);
    row->addWidget(m_facts);
    m_hex->setText(tr("Hex"));
    m_hex->setCheckable(true);
    Theme::setVariant(m_hex, "kind", u"chip"_s);
    row->addWidget(m_hex);
    m_save->setIcon(Theme::instance().icon(u"download"_s));
    m_save->setToolTip(tr("Save a copy…"));
    m_save->setAccessibleName(tr("Save a copy…"));
    row->addWidget(m_save);
    layout->addWidget(bar);
    m_way->setWordWrap(true);
    m_way->setContentsMargins(12, 4, 12, 4);
    m_way->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_way->setAccessibleName(tr("How the file came into the image"));
    Theme::setVariant(m_way, "tone", u"small"_s);
    layout->addWidget(m_way);
    m_content->setReadOnly(true);
    m_content->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_content->setAccessibleName(tr("Content of the file"));
    m_content->setFont(Theme::instance().monospaceFont());
    layout->addWidget(m_content, 1);
    connect(m_hex, &QToolButton::toggled, this, &FilePreviewView::render);
    connect(m_save, &QToolButton::clicked, this, [this] { Q_EMIT saveRequested(m_preview.path); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_content->setFont(Theme::instance().monospaceFont()); });
    clear();
}

void FilePreviewView::clear() {
    m_preview = {};
    m_content->clear();
}

void FilePreviewView::show(const FilePreview& preview) {
    m_preview = preview;
    m_title->setText(preview.path);
    m_title->setToolTip(preview.path);
    QStringList facts{bytesText(preview.size)};
    const bool isFile = preview.entry && (preview.entry->type == oci::EntryType::File || preview.entry->type == oci::EntryType::HardLink);
    if (preview.entry) {
        facts.push_back(modeText(preview.entry->mode));
        facts.push_back(preview.owner.isEmpty() ? u"%1:%2"_s.arg(preview.entry->uid).arg(preview.entry->gid) : preview.owner);
        for (const auto& [name, value] : preview.entry->xattrs) {
            facts.push_back(QString::fromStdString(name));
        }
        if (!preview.entry->link.empty()) {
            facts.push_back(u"→ "_s + QString::fromStdString(preview.entry->link));
        }
    }
    m_facts->setText(facts.join(u" · "_s));
    QStringList details{exactBytesText(preview.size)};
    if (preview.entry) {
        details.push_back(tr("Mode %1, user %2, group %3").arg(preview.entry->mode, 4, 8, QChar(u'0')).arg(preview.entry->uid).arg(preview.entry->gid));
        if (!preview.entry->content.isZero()) {
            details.push_back(u"xxh3:"_s + QString::fromStdString(preview.entry->content.hex()));
        }
    }
    m_facts->setToolTip(details.join(u'\n'));
    m_way->setText(preview.way.join(u'\n'));
    m_way->setVisible(!preview.way.isEmpty());
    m_save->setEnabled(isFile);
    const QSignalBlocker blocker(m_hex);
    m_hex->setChecked(!preview.isText);
    m_hex->setEnabled(isFile);
    render();
}

void FilePreviewView::render() {
    if (!m_preview.error.isEmpty()) {
        m_content->setPlainText(m_preview.error);
        return;
    }
    QString text = m_hex->isChecked() ? hexDump(m_preview.head.left(64 << 10)) : QString::fromUtf8(m_preview.head);
    const std::uint64_t shown = m_hex->isChecked() ? std::min<std::uint64_t>(m_preview.size, 64U << 10U) : m_preview.size;
    if (static_cast<std::uint64_t>(m_preview.head.size()) < m_preview.size || shown < m_preview.size) {
        text += u"\n"_s + tr("… the rest of %1 is not shown; save a copy to see it.").arg(bytesText(m_preview.size));
    }
    m_content->setPlainText(text);
}

QString FilePreviewView::way() const { return m_way->text(); }

QString FilePreviewView::text() const { return m_content->toPlainText(); }

} // namespace sw::ui
