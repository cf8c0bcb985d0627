#include "ui/compare/differenceview.h"

#include "core/base/imagepath.h"
#include "ui/compare/comparemodel.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Change;
using analysis::Differs;

namespace {

/// The lines of a unified difference by their first character.
class DiffColors : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& line) override {
        const Theme& theme = Theme::instance();
        const auto paint = [&](Theme::Role role, bool ground) {
            QTextCharFormat format;
            format.setForeground(theme.color(role));
            if (ground) {
                format.setBackground(Theme::blend(theme.color(Theme::Role::Surface), theme.color(role), 0.12));
            }
            setFormat(0, static_cast<int>(line.size()), format);
        };
        if (line.startsWith(u"+++"_s) || line.startsWith(u"---"_s)) {
            paint(Theme::Role::TextMuted, false);
        } else if (line.startsWith(u"@@"_s)) {
            paint(Theme::Role::Accent, false);
        } else if (line.startsWith(u'+')) {
            paint(Theme::Role::Added, true);
        } else if (line.startsWith(u'-')) {
            paint(Theme::Role::Removed, true);
        }
    }
};

QString attributeNames(const oci::LayerEntry& entry) {
    QStringList names;
    for (const auto& [name, value] : entry.xattrs) {
        names.push_back(QString::fromStdString(name));
    }
    return names.isEmpty() ? DifferenceView::tr("none") : names.join(u", "_s);
}

QString typeWord(const oci::LayerEntry& entry) {
    switch (entry.type) {
    case oci::EntryType::Directory: return DifferenceView::tr("folder");
    case oci::EntryType::Symlink: return DifferenceView::tr("link");
    case oci::EntryType::CharDevice:
    case oci::EntryType::BlockDevice: return DifferenceView::tr("device");
    case oci::EntryType::Fifo: return DifferenceView::tr("pipe");
    default: return DifferenceView::tr("file");
    }
}

/// "Mode: 0644 → 0755" for each difference but that of the content.
QStringList factsOf(const analysis::FileDifference& file) {
    QStringList out;
    if (!file.before || !file.after || file.before->entry == nullptr || file.after->entry == nullptr) {
        return out;
    }
    const oci::LayerEntry a = *file.before->entry;
    const oci::LayerEntry b = *file.after->entry;
    const auto has = [&](Differs what) { return (file.differs & static_cast<std::uint8_t>(what)) != 0; };
    const auto mode = [](const oci::LayerEntry& entry) { return u"%1"_s.arg(entry.mode, 4, 8, QChar(u'0')); };
    const auto owner = [](const oci::LayerEntry& entry) { return u"%1:%2"_s.arg(entry.uid).arg(entry.gid); };
    const auto time = [](const oci::LayerEntry& entry) { return QLocale().toString(QDateTime::fromSecsSinceEpoch(entry.mtime), QLocale::ShortFormat); };
    const auto add = [&](const QString& name, const QString& before, const QString& after) { out.push_back(u"%1: %2 → %3"_s.arg(name, before, after)); };
    if (has(Differs::Type)) {
        add(DifferenceView::tr("Type"), typeWord(a), typeWord(b));
    }
    if (has(Differs::Content) && file.before->content != nullptr && file.after->content != nullptr) {
        add(DifferenceView::tr("Size"), bytesText(file.before->content->size), bytesText(file.after->content->size));
    }
    if (has(Differs::Mode)) {
        add(DifferenceView::tr("Mode"), mode(a), mode(b));
    }
    if (has(Differs::Owner)) {
        add(DifferenceView::tr("Owner"), owner(a), owner(b));
    }
    if (has(Differs::Link)) {
        add(DifferenceView::tr("Link"), QString::fromStdString(a.link), QString::fromStdString(b.link));
    }
    if (has(Differs::Xattr)) {
        add(DifferenceView::tr("Attributes"), attributeNames(a), attributeNames(b));
    }
    if (has(Differs::Time)) {
        add(DifferenceView::tr("Time"), time(a), time(b));
    }
    return out;
}

} // namespace

DifferenceView::DifferenceView(QWidget* parent) : QFrame(parent), m_title(new QLabel(this)), m_facts(new QLabel(this)), m_text(new QPlainTextEdit(this)) {
    Theme::setVariant(this, "panel", u"surface"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QVBoxLayout(bar);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(2);
    Theme::setVariant(m_title, "tone", u"strong"_s);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    Theme::setVariant(m_facts, "tone", u"small"_s);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_title);
    row->addWidget(m_facts);
    layout->addWidget(bar);
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(tr("Difference of the text"));
    m_text->setFont(Theme::instance().monospaceFont());
    auto* colors = new DiffColors(m_text->document());
    layout->addWidget(m_text, 1);
    connect(&Theme::instance(), &Theme::changed, this, [this, colors] {
        m_text->setFont(Theme::instance().monospaceFont());
        colors->rehighlight();
    });
    clear();
}

void DifferenceView::clear() {
    m_title->clear();
    m_facts->clear();
    m_text->clear();
    m_text->setPlaceholderText(tr("Choose a file to see how it differs."));
}

void DifferenceView::show(const Compared& compared, const FileComparison& file) {
    const analysis::FileDifference& difference = compared.comparison.files[file.file];
    m_title->setText(QString::fromStdString(absolutePath(difference.path)));
    m_title->setToolTip(m_title->text());
    QStringList facts = factsOf(difference);
    if (difference.change != Change::Modified) {
        facts.push_front(difference.change == Change::Added ? tr("Only in the second") : tr("Only in the first"));
    }
    if (const QString by = responsibleText(compared, difference); !by.isEmpty()) {
        facts.push_back(tr("By %1", "line or layer").arg(by));
    }
    m_facts->setText(facts.join(u"   ·   "_s));
    m_text->setPlaceholderText(file.remark);
    m_text->setPlainText(file.text);
}

QString DifferenceView::title() const { return m_title->text(); }
QString DifferenceView::facts() const { return m_facts->text(); }
QString DifferenceView::text() const { return m_text->toPlainText().isEmpty() ? m_text->placeholderText() : m_text->toPlainText(); }

} // namespace sw::ui
