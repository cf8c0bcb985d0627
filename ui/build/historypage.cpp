#include "ui/build/historypage.h"

#include "core/build/buildrecords.h"
#include "ui/build/emptyview.h"
#include "ui/models/format.h"
#include "ui/session/engine.h"
#include "ui/session/stagename.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

enum Column { WhenColumn, OutcomeColumn, TargetColumn, StepsColumn, TimeColumn, SizeColumn };
constexpr std::size_t kLimit = 200;

BuildRow rowOf(const build::BuildRecord& record) {
    BuildRow row;
    row.id = QString::fromStdString(record.id);
    row.started = record.started;
    row.target = stageTitle(record.target);
    row.succeeded = record.succeeded;
    row.seconds = secondsBetween(record.started, record.completed);
    row.bytes = record.succeeded ? record.shippedBytes : 0;
    if (const auto report = build::parseReport(record.report)) {
        const build::StepCounts counts = build::countSteps(report->steps);
        row.hits = static_cast<int>(counts.cached);
        row.runs = static_cast<int>(counts.ran);
    }
    return row;
}

} // namespace

HistoryPage::HistoryPage(Engine& engine, DocumentSession& document, QWidget* parent)
    : QWidget(parent), m_engine(engine), m_document(document), m_chart(new BuildsChart(this)), m_hint(new QLabel(this)), m_browse(new QToolButton(this)), m_compare(new QToolButton(this)),
      m_list(new QTreeWidget(this)), m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(new EmptyView(tr("No builds of this file yet"), tr("Each build is kept here with its outcome, time and size."), this));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(content);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    Theme::setVariant(m_hint, "tone", u"muted"_s);
    row->addWidget(m_hint, 1);
    row->setSpacing(8);
    m_browse->setText(tr("Browse"));
    m_browse->setToolTip(tr("Shows the layers and files of the chosen build"));
    Theme::setVariant(m_browse, "kind", u"chip"_s);
    row->addWidget(m_browse);
    m_compare->setText(tr("Compare the two"));
    Theme::setVariant(m_compare, "kind", u"chip"_s);
    row->addWidget(m_compare);
    layout->addWidget(bar);
    m_chart->setFixedHeight(150);
    layout->addWidget(m_chart);
    layout->addWidget(m_list, 1);
    m_stack->addWidget(content);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Builds of this file"));
    m_list->headerItem()->setToolTip(TimeColumn, tr("From the start of the build to its end"));
    m_list->headerItem()->setToolTip(SizeColumn, tr("Visible bytes of the final image"));
    m_list->setHeaderLabels({tr("When"), tr("Outcome"), tr("Target"), tr("Steps"), tr("Time"), tr("Size")});
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(StepsColumn, QHeaderView::Stretch);
    for (const int column : {TimeColumn, SizeColumn}) {
        m_list->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    connect(m_chart, &BuildsChart::chosenChanged, this, &HistoryPage::showChosen);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &HistoryPage::onListSelection);
    connect(m_browse, &QToolButton::clicked, this, [this] { Q_EMIT browseWanted(m_chart->chosen().value(0)); });
    connect(m_list, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) { Q_EMIT browseWanted(item->data(WhenColumn, Qt::UserRole).toString()); });
    connect(m_compare, &QToolButton::clicked, this, [this] {
        QStringList chosen;
        for (auto build = m_builds.rbegin(); build != m_builds.rend(); ++build) { // oldest first
            if (m_chart->chosen().contains(build->id)) {
                chosen.push_back(build->id);
            }
        }
        if (chosen.size() == 2) {
            Q_EMIT compareWanted(chosen[0], chosen[1]);
        }
    });
    showChosen({});
}

/// What the chart and the list agree on.
void HistoryPage::showChosen(const QStringList& ids) {
    m_chart->setChosen(ids);
    const QSignalBlocker blocker(m_list);
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        item->setSelected(ids.contains(item->data(WhenColumn, Qt::UserRole).toString()));
    }
    const auto good = std::ranges::count_if(m_builds, [&](const BuildRow& build) { return ids.contains(build.id) && build.succeeded; });
    m_compare->setEnabled(good == 2);
    m_browse->setEnabled(ids.size() == 1);
    m_hint->setText(good == 2 ? tr("Two builds are chosen.") : tr("Choose one build to browse it, or two to compare them."));
}

void HistoryPage::onListSelection() {
    QStringList ids = m_chart->chosen();
    ids.removeIf([&](const QString& id) {
        return std::ranges::none_of(m_list->selectedItems(), [&](const QTreeWidgetItem* item) { return item->data(WhenColumn, Qt::UserRole).toString() == id; });
    });
    for (const QTreeWidgetItem* item : m_list->selectedItems()) {
        if (const QString id = item->data(WhenColumn, Qt::UserRole).toString(); !ids.contains(id)) {
            ids.push_back(id);
        }
    }
    showChosen(ids.mid(std::max<qsizetype>(0, ids.size() - 2)));
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
    m_reading.run(
        [store = m_engine.store(), path = toPath(m_document.path())](const std::stop_token& stop) {
            std::vector<BuildRow> rows;
            if (const auto records = build::buildHistory(*store, path, kLimit)) {
                for (const build::BuildRecord& record : *records) {
                    if (stop.stop_requested()) {
                        break;
                    }
                    rows.push_back(rowOf(record));
                }
            }
            return rows;
        },
        [this](std::vector<BuildRow> builds) {
            fill(std::move(builds));
            Q_EMIT settledChanged();
        });
}

void HistoryPage::fill(std::vector<BuildRow> builds) {
    const QSignalBlocker blocker(m_list);
    m_builds = std::move(builds);
    m_list->clear();
    for (const BuildRow& build : m_builds) {
        auto* item = new QTreeWidgetItem(m_list);
        item->setText(WhenColumn, dateText(build.started));
        item->setData(WhenColumn, Qt::UserRole, build.id);
        item->setText(OutcomeColumn, build.succeeded ? tr("built") : tr("failed"));
        item->setIcon(OutcomeColumn, Theme::instance().icon(build.succeeded ? u"check"_s : u"error"_s));
        item->setText(TargetColumn, build.target);
        item->setText(StepsColumn, tr("%Ln ran", nullptr, build.runs) + u", "_s + tr("%Ln cached", nullptr, build.hits));
        item->setText(TimeColumn, secondsText(build.seconds));
        item->setText(SizeColumn, build.succeeded ? bytesText(build.bytes) : QString());
        item->setToolTip(WhenColumn, build.id);
        for (const int column : {TimeColumn, SizeColumn}) {
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    m_chart->setBuilds(m_builds);
    showChosen(m_chart->chosen());
    m_stack->setCurrentIndex(m_builds.empty() ? 0 : 1);
}

} // namespace sw::ui
