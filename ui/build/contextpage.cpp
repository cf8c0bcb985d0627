#include "ui/build/contextpage.h"

#include "ui/build/emptyview.h"
#include "ui/models/format.h"
#include "ui/session/sentence.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

#include <map>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kInstructionRole = Qt::UserRole + 1;
} // namespace

ContextPage::ContextPage(DocumentSession& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_summary(new QLabel(this)),
      m_filter(new QLineEdit(this)),
      m_uses(new QListWidget(this)),
      m_list(new QTreeView(this)),
      m_filtered(new QSortFilterProxyModel(this)),
      m_empty(new EmptyView(tr("No context"), tr("The folder that COPY and ADD take files from appears here."), this)),
      m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(m_empty);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(content);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 4, 8, 4);
    row->setSpacing(8);
    Theme::setVariant(m_summary, "tone", u"muted"_s);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_summary, 1);
    m_filter->setPlaceholderText(tr("Filter files"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(240);
    row->addWidget(m_filter);
    layout->addWidget(bar);
    auto* splitter = new QSplitter(Qt::Horizontal, content);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_uses);
    splitter->addWidget(m_list);
    splitter->setSizes({320, 500});
    layout->addWidget(splitter, 1);
    m_stack->addWidget(content);

    m_uses->setTextElideMode(Qt::ElideMiddle);
    m_uses->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_uses->setAccessibleName(tr("Instructions that read the context"));
    m_filtered->setSourceModel(&m_files);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_filtered);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Files of the context"));
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(ContextFilesModel::PathColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(ContextFilesModel::NoteColumn, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ContextFilesModel::SizeColumn, QHeaderView::Fixed);
    header->resizeSection(ContextFilesModel::SizeColumn, 88);

    m_delay.setSingleShot(true);
    m_delay.setInterval(200);
    connect(&m_delay, &QTimer::timeout, this, &ContextPage::refresh);
    const auto stale = [this] {
        m_stale = true;
        if (isVisible()) {
            m_delay.start();
        }
    };
    connect(&m_document, &DocumentSession::snapshotChanged, this, stale);
    connect(&m_document, &DocumentSession::contextChanged, this, stale);
    connect(&m_document, &DocumentSession::inputsChanged, this, stale);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_uses, &QListWidget::currentRowChanged, this, &ContextPage::showUse);
    connect(m_uses, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
        if (const QVariant instruction = item->data(kInstructionRole); instruction.isValid()) {
            Q_EMIT instructionClicked(static_cast<std::size_t>(instruction.toULongLong()));
        }
    });
    connect(m_list, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
        if (const int line = index.data(ContextFilesModel::IgnoreLineRole).toInt(); line > 0) {
            Q_EMIT ignoreLineClicked(line);
        }
    });
}

void ContextPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_stale) {
        m_delay.start();
    }
}

void ContextPage::refresh() {
    m_stale = false;
    m_reading.run([request = m_document.request()](const std::stop_token& stop) { return build::inspectContext(request, stop); },
                  [this](Result<build::ContextReport> report) {
                      take(std::move(report));
                      Q_EMIT settledChanged();
                  });
}

void ContextPage::take(Result<build::ContextReport> report) {
    if (!report) {
        m_empty->setTexts(tr("The context cannot be read"), shown(report.error()));
        m_stack->setCurrentIndex(0);
        return;
    }
    m_report = std::make_shared<const build::ContextReport>(std::move(*report));
    std::uint64_t sent = 0;
    std::uint64_t ignored = 0;
    int sentFiles = 0;
    int ignoredFiles = 0;
    for (const build::ContextFile& file : m_report->files) {
        (file.ignored ? ignored : sent) += file.bytes;
        ++(file.ignored ? ignoredFiles : sentFiles);
    }
    m_summary->setText(tr("%Ln file(s) can be copied", nullptr, sentFiles) + u", "_s + bytesText(sent) + u" · "_s +
                       tr("%Ln ignored", nullptr, ignoredFiles) + u", "_s + bytesText(ignored));
    const int row = m_uses->currentRow();
    const QSignalBlocker blocker(m_uses);
    m_uses->clear();
    for (const build::ContextUse& use : m_report->uses) {
        const SnapshotPtr& snapshot = m_document.snapshot();
        const QString text = snapshot && use.instruction < snapshot->document->instructions.size()
                                 ? QString::fromStdString(snapshot->document->instructions[use.instruction].original).simplified()
                                 : QString();
        auto* item = new QListWidgetItem(u"%1  %2\n      %3, %4"_s.arg(use.line).arg(text, tr("%Ln file(s)", nullptr, static_cast<int>(use.files.size())),
                                                                     bytesText(use.bytes)));
        item->setToolTip(text);
        item->setData(kInstructionRole, static_cast<qulonglong>(use.instruction));
        m_uses->addItem(item);
    }
    m_uses->addItem(new QListWidgetItem(tr("Ignored files") + u"\n      %1, %2"_s.arg(tr("%Ln file(s)", nullptr, ignoredFiles), bytesText(ignored))));
    m_stack->setCurrentIndex(1);
    m_uses->setCurrentRow(row >= 0 && row < m_uses->count() ? row : 0);
    showUse(m_uses->currentRow());
}

void ContextPage::showUse(int row) {
    if (!m_report || row < 0) {
        return;
    }
    std::vector<build::ContextFile> files;
    const bool isIgnored = static_cast<std::size_t>(row) >= m_report->uses.size();
    if (isIgnored) {
        for (const build::ContextFile& file : m_report->files) {
            if (file.ignored) {
                files.push_back(file);
            }
        }
    } else {
        std::map<std::string_view, const build::ContextFile*> byPath;
        for (const build::ContextFile& file : m_report->files) {
            byPath[file.path] = &file;
        }
        for (const std::string& path : m_report->uses[static_cast<std::size_t>(row)].files) {
            const auto found = byPath.find(path);
            files.push_back(found != byPath.end() ? *found->second : build::ContextFile{.path = path, .bytes = 0, .ignored = false, .ignoredBy = {}, .ignoreLine = 0});
        }
    }
    m_list->setColumnHidden(ContextFilesModel::NoteColumn, !isIgnored);
    m_files.setFiles(std::move(files));
}

void ContextPage::showInstruction(std::optional<std::size_t> instruction) {
    for (int i = 0; instruction && i < m_uses->count(); ++i) {
        const QVariant known = m_uses->item(i)->data(kInstructionRole);
        if (known.isValid() && known.toULongLong() == *instruction) {
            m_uses->setCurrentRow(i);
        }
    }
}

} // namespace sw::ui
