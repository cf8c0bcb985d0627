#include "ui/build/historypage.h"

#include "ui/build/emptyview.h"
#include "ui/models/format.h"
#include "ui/session/engine.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QStackedLayout>
#include <QTreeWidget>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

enum Column { WhenColumn, OutcomeColumn, TargetColumn, StepsColumn, TimeColumn, SizeColumn };
constexpr std::size_t kLimit = 200;


} // namespace

HistoryPage::HistoryPage(Engine& engine, DocumentSession& document, QWidget* parent)
    : QWidget(parent), m_engine(engine), m_document(document), m_list(new QTreeWidget(this)), m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(new EmptyView(tr("No builds of this file yet"), tr("Each build is kept here with its outcome, time and size."), this));
    m_stack->addWidget(m_list);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Builds of this file"));
    m_list->setHeaderLabels({tr("When"), tr("Outcome"), tr("Target"), tr("Steps"), tr("Time"), tr("Size")});
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(StepsColumn, QHeaderView::Stretch);
    for (const int column : {TimeColumn, SizeColumn}) {
        m_list->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
}

void HistoryPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void HistoryPage::refresh() {
    if (!m_engine.store() || m_document.path().isEmpty()) {
        m_stack->setCurrentIndex(0);
        return;
    }
    m_reading.run([store = m_engine.store(), path = toPath(m_document.path())](
                      const std::stop_token&) { return build::buildHistory(*store, path, kLimit); },
                  [this](const Result<std::vector<build::BuildRecord>>& records) {
                      fill(records ? *records : std::vector<build::BuildRecord>{});
                      Q_EMIT settledChanged();
                  });
}

void HistoryPage::fill(const std::vector<build::BuildRecord>& records) {
    m_list->clear();
    for (const build::BuildRecord& record : records) {
        int hits = 0;
        int runs = 0;
        if (const auto report = build::parseReport(record.report)) {
            hits = static_cast<int>(std::ranges::count(report->steps, cache::Verdict::Hit, &build::StepResult::verdict));
            runs = static_cast<int>(std::ranges::count(report->steps, cache::Verdict::Run, &build::StepResult::verdict));
        }
        auto* item = new QTreeWidgetItem;
        item->setText(WhenColumn, dateText(record.started));
        item->setText(OutcomeColumn, record.succeeded ? tr("built") : tr("failed"));
        item->setIcon(OutcomeColumn, Theme::instance().icon(record.succeeded ? u"check"_s : u"error"_s));
        item->setText(TargetColumn, QString::fromStdString(record.target));
        item->setText(StepsColumn, tr("%n ran", nullptr, runs) + u", "_s + tr("%n cached", nullptr, hits));
        item->setText(TimeColumn, secondsText(secondsBetween(record.started, record.completed)));
        item->setText(SizeColumn, record.succeeded ? bytesText(record.shippedBytes) : QString());
        item->setToolTip(WhenColumn, QString::fromStdString(record.id));
        for (const int column : {TimeColumn, SizeColumn}) {
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
        m_list->addTopLevelItem(item);
    }
    m_stack->setCurrentIndex(records.empty() ? 0 : 1);
}

} // namespace sw::ui
