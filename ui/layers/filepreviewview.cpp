#include "ui/layers/filepreviewview.h"

#include "core/analysis/capabilities.h"
#include "ui/layers/textcolors.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

QString modeText(std::uint32_t mode) {
    QString text;
    for (int shift = 6; shift >= 0; shift -= 3) {
        const std::uint32_t bits = mode >> static_cast<unsigned>(shift);
        text += (bits & 4U) != 0 ? u'r' : u'-';
        text += (bits & 2U) != 0 ? u'w' : u'-';
        const bool special = (mode & (shift == 6 ? 04000U : shift == 3 ? 02000U : 01000U)) != 0; // setuid, setgid, sticky
        const bool runs = (bits & 1U) != 0;
        text += special ? (shift == 0 ? (runs ? u't' : u'T') : (runs ? u's' : u'S')) : (runs ? u'x' : u'-');
    }
    return text;
}

} // namespace

QString hexDump(const QByteArray& bytes, qsizetype perLine) {
    QString text;
    for (qsizetype at = 0; at < bytes.size(); at += perLine) {
        QString hex;
        QString plain;
        for (qsizetype i = at; i < at + perLine; ++i) {
            if (i < bytes.size()) {
                const auto byte = static_cast<unsigned char>(bytes[i]);
                hex += u"%1 "_s.arg(static_cast<uint>(byte), 2, 16, QChar(u'0'));
                plain += byte >= 32 && byte < 127 ? QChar(static_cast<char16_t>(byte)) : QChar(u'.');
            } else {
                hex += u"   "_s;
            }
            if (i == at + 7 && perLine > 8) {
                hex += u' ';
            }
        }
        text += u"%1  %2 |%3|\n"_s.arg(static_cast<qulonglong>(at), 8, 16, QChar(u'0')).arg(hex, plain);
    }
    return text;
}

FilePreviewView::FilePreviewView(QWidget* parent)
    : QFrame(parent), m_title(new QLabel(this)), m_facts(new QLabel(this)), m_way(new QLabel(this)), m_hex(new QToolButton(this)), m_open(new QToolButton(this)), m_openWith(new QToolButton(this)),
      m_save(new QToolButton(this)), m_content(new QPlainTextEdit(this)), m_picture(new PictureView(this)), m_body(new QStackedLayout),
      m_colors(std::make_unique<TextColors>(m_content->document())) {
    Theme::setVariant(this, "panel", u"surface"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"surface"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 0);
    row->setSpacing(8);
    Theme::setVariant(m_title, "tone", u"strong"_s);
    Theme::setVariant(m_facts, "tone", u"small"_s);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->installEventFilter(this);
    row->addWidget(m_title, 1);
    m_hex->setText(tr("Hex"));
    m_hex->setCheckable(true);
    Theme::setVariant(m_hex, "kind", u"chip"_s);
    row->addWidget(m_hex);
    m_open->setIcon(Theme::instance().icon(u"open"_s));
    m_open->setToolTip(tr("Open a copy with the desktop's program"));
    m_open->setAccessibleName(m_open->toolTip());
    row->addWidget(m_open);
    m_openWith->setIcon(Theme::instance().icon(u"chevron"_s));
    m_openWith->setToolTip(tr("Open a copy with…"));
    m_openWith->setAccessibleName(m_openWith->toolTip());
    row->addWidget(m_openWith);
    m_save->setIcon(Theme::instance().icon(u"download"_s));
    m_save->setToolTip(tr("Save a copy…"));
    m_save->setAccessibleName(tr("Save a copy…"));
    row->addWidget(m_save);
    layout->addWidget(bar);
    m_facts->setWordWrap(true);
    m_facts->setContentsMargins(12, 0, 12, 4);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_facts);
    m_way->setWordWrap(true);
    m_way->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum); // the content gives way to it
    m_way->setContentsMargins(12, 0, 12, 6);
    m_way->setTextFormat(Qt::RichText);
    m_way->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_way->setAccessibleName(tr("How the file came into the image"));
    Theme::setVariant(m_way, "tone", u"small"_s);
    layout->addWidget(m_way);
    m_content->setReadOnly(true);
    m_content->setMinimumHeight(36);
    m_content->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_content->setAccessibleName(tr("Content of the file"));
    m_content->setFont(Theme::instance().monospaceFont());
    m_content->viewport()->installEventFilter(this);
    m_picture->setAccessibleName(tr("Picture in the file"));
    auto* body = new QWidget(this);
    body->setLayout(m_body);
    m_body->addWidget(m_content);
    m_body->addWidget(m_picture);
    layout->addWidget(body, 1);
    connect(m_hex, &QToolButton::toggled, this, &FilePreviewView::render);
    connect(m_save, &QToolButton::clicked, this, [this] { Q_EMIT saveRequested(m_preview.path); });
    connect(m_open, &QToolButton::clicked, this, [this] { Q_EMIT openRequested(m_preview.path); });
    connect(m_openWith, &QToolButton::clicked, this, [this] { Q_EMIT openWithRequested(m_openWith->mapToGlobal(QPoint(0, m_openWith->height() + 4))); });
    connect(m_way, &QLabel::linkActivated, this, [this](const QString& link) { Q_EMIT lineClicked(link.section(u':', 1).toInt()); });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_content->setFont(Theme::instance().monospaceFont());
        m_open->setIcon(Theme::instance().icon(u"open"_s));
        m_openWith->setIcon(Theme::instance().icon(u"chevron"_s));
        m_save->setIcon(Theme::instance().icon(u"download"_s));
        showWay();
        render();
    });
    clear();
}

FilePreviewView::~FilePreviewView() = default;

void FilePreviewView::clear() {
    m_preview = {};
    m_content->clear();
}

/// As a person can read it: text, else the first bytes.
QString FilePreviewView::attributeText(const std::string& value) {
    constexpr qsizetype kMost = 64;
    const QByteArray bytes = QByteArray::fromStdString(value);
    const QByteArray text = bytes.endsWith('\0') ? bytes.chopped(1) : bytes;
    const bool readable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    const QByteArray shown = readable ? text.left(kMost) : bytes.left(kMost / 2).toHex(' ');
    return QString::fromLatin1(shown) + ((readable ? text.size() > kMost : bytes.size() > kMost / 2) ? u"…"_s : QString());
}

QStringList FilePreviewView::factsOf(const FilePreview& preview) const {
    QStringList facts{bytesText(preview.size)};
    if (preview.imageSize.isValid() && !preview.image.isNull()) {
        facts.push_back(tr("%1 × %2 pixels").arg(preview.imageSize.width()).arg(preview.imageSize.height()));
    }
    if (preview.entry) {
        facts.push_back(modeText(preview.entry->mode));
        facts.push_back(preview.owner.isEmpty() ? u"%1:%2"_s.arg(preview.entry->uid).arg(preview.entry->gid) : preview.owner);
        for (const auto& [name, value] : preview.entry->xattrs) {
            const auto rights = name == "security.capability" ? analysis::capabilityText(value) : std::nullopt;
            facts.push_back(QString::fromStdString(rights.value_or(name)));
        }
        if (!preview.entry->link.empty()) {
            facts.push_back(u"→ "_s + QString::fromStdString(preview.entry->link));
        }
    }
    if (!preview.package.isEmpty()) {
        facts.push_back(tr("package %1").arg(preview.package));
    }
    return facts;
}

void FilePreviewView::show(const FilePreview& preview) {
    m_preview = preview;
    m_title->setToolTip(preview.path);
    showTitle();
    const bool isFile = preview.entry && (preview.entry->type == oci::EntryType::File || preview.entry->type == oci::EntryType::HardLink);
    m_facts->setText(factsOf(preview).join(u" · "_s));
    QStringList details{exactBytesText(preview.size)};
    if (preview.entry) {
        details.push_back(tr("Mode %1, user %2, group %3").arg(preview.entry->mode, 4, 8, QChar(u'0')).arg(preview.entry->uid).arg(preview.entry->gid));
        for (const auto& [name, value] : preview.entry->xattrs) {
            details.push_back(QString::fromStdString(name) + u" = "_s + attributeText(value));
        }
    }
    if (!preview.digest.isEmpty()) {
        details.push_back(preview.digest);
    }
    m_facts->setToolTip(details.join(u'\n'));
    showWay();
    m_save->setEnabled(isFile);
    m_open->setEnabled(isFile);
    m_openWith->setEnabled(isFile);
    const QSignalBlocker blocker(m_hex);
    m_hex->setChecked(!preview.isText && preview.image.isNull());
    m_hex->setEnabled(isFile);
    render();
}

void FilePreviewView::render() {
    const bool hex = m_hex->isChecked();
    const bool picture = !hex && !m_preview.image.isNull();
    m_picture->setPicture(picture ? m_preview.image : QImage());
    m_body->setCurrentWidget(picture ? static_cast<QWidget*>(m_picture) : m_content);
    if (picture || !m_preview.error.isEmpty()) {
        m_colors->setFile({}, 0);
        m_content->setPlainText(m_preview.error);
        return;
    }
    m_content->setLineWrapMode(hex ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap); // bytes fit, the remark below them need not
    m_perLine = hex ? bytesPerLine() : 0;
    QString text = hex ? hexDump(m_preview.head.left(64 << 10), m_perLine) : QString::fromUtf8(m_preview.head);
    const std::uint64_t shown = hex ? std::min<std::uint64_t>(m_preview.size, 64U << 10U) : m_preview.size;
    if (static_cast<std::uint64_t>(m_preview.head.size()) < m_preview.size || shown < m_preview.size) {
        text += u"\n"_s + tr("… the rest of %1 is not shown; save a copy to see it.").arg(bytesText(m_preview.size));
    }
    m_colors->setFile(hex ? QString() : m_preview.path, text.size());
    m_content->setPlainText(text);
}

/// All of a line is to be seen: 16 bytes where there is room for them, else 8.
qsizetype FilePreviewView::bytesPerLine() const {
    const int needed = m_content->fontMetrics().horizontalAdvance(hexDump(QByteArray(16, '0'))) + 24;
    return m_content->viewport()->width() >= needed ? 16 : 8;
}

/// The lines in it lead to the editor.
void FilePreviewView::showWay() {
    QStringList steps;
    const QString color = Theme::instance().color(Theme::Role::Accent).name();
    for (const WayStep& step : m_preview.way) {
        const auto part = [&](qsizetype from, qsizetype size) { return step.text.mid(from, size).toHtmlEscaped(); };
        steps.push_back(step.line == 0 ? step.text.toHtmlEscaped()
                                       : part(0, step.start) + u"<a href=\"line:%1\" style=\"color:%2\">"_s.arg(step.line).arg(color) + part(step.start, step.size) +
                                             u"</a>"_s + part(step.start + step.size, -1));
    }
    m_way->setText(steps.join(u"<br>"_s));
    m_way->setVisible(!steps.isEmpty());
}

/// As much of the path as there is room for, its end in any case.
void FilePreviewView::showTitle() { m_title->setText(m_title->fontMetrics().elidedText(m_preview.path, Qt::ElideLeft, m_title->width())); }

bool FilePreviewView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_title && event->type() == QEvent::Resize) {
        showTitle();
    }
    if (watched == m_content->viewport() && event->type() == QEvent::Resize && m_perLine != 0 && m_perLine != bytesPerLine()) {
        render();
    }
    return QFrame::eventFilter(watched, event);
}

bool FilePreviewView::isPictureShown() const { return m_body->currentWidget() == m_picture; }

bool FilePreviewView::isColored() const { return m_colors->isActive(); }

QString FilePreviewView::factsToolTip() const { return m_facts->toolTip(); }

QString FilePreviewView::facts() const { return m_facts->text(); }

void PictureView::setPicture(const QImage& picture) {
    m_picture = picture;
    update();
}

void PictureView::paintEvent(QPaintEvent*) {
    if (m_picture.isNull()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    constexpr int kMargin = 12;
    constexpr int kSquare = 8;
    const QSize room = size() - QSize(2 * kMargin, 2 * kMargin);
    const QSize shown = m_picture.width() <= room.width() && m_picture.height() <= room.height() ? m_picture.size()
                                                                                                  : m_picture.size().scaled(room, Qt::KeepAspectRatio);
    const QRect place(QPoint((width() - shown.width()) / 2, (height() - shown.height()) / 2), shown);
    const Theme& theme = Theme::instance();
    painter.save();
    painter.setClipRect(place);
    painter.fillRect(place, theme.color(Theme::Role::Surface));
    for (int y = 0; y < place.height(); y += kSquare) {
        for (int x = (y / kSquare % 2) * kSquare; x < place.width(); x += 2 * kSquare) {
            painter.fillRect(QRect(place.topLeft() + QPoint(x, y), QSize(kSquare, kSquare)), theme.color(Theme::Role::Track));
        }
    }
    painter.drawImage(place, m_picture);
    painter.restore();
    painter.setPen(theme.color(Theme::Role::Border));
    painter.drawRect(place.adjusted(-1, -1, 0, 0));
}

QString FilePreviewView::way() const {
    QStringList steps;
    for (const WayStep& step : m_preview.way) {
        steps.push_back(step.text);
    }
    return steps.join(u'\n');
}

QString FilePreviewView::text() const { return m_content->toPlainText(); }

} // namespace sw::ui
