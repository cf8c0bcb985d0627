#include "ui/build/timelinepage.h"

#include "ui/build/emptyview.h"
#include "ui/build/timelineview.h"
#include "ui/models/format.h"
#include "ui/theme/stateglyph.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

namespace {

/// The state's glyph in the first column.
class StateDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const auto display = static_cast<StepDisplay>(index.data(StepsModel::DisplayStateRole).toInt());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintStateGlyph(*painter, QRectF(option.rect), display, Theme::instance().stateColor(display));
        painter->restore();
    }
};

} // namespace

TimelinePage::TimelinePage(StepsModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_view(new TimelineView(model, this)), m_table(new QTreeView(this)), m_totals(new QLabel(this)),
      m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(new EmptyView(tr("No build yet"), tr("After a build, each step stands here as a bar: when it ran, for how long, and "
                                                            "which steps decided how long the build took."),
                                     this));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(content);
    Theme::setVariant(bar, "panel", QStringLiteral("bar"));
    auto* barLayout = new QVBoxLayout(bar);
    barLayout->setContentsMargins(16, 6, 16, 6);
    Theme::setVariant(m_totals, "tone", QStringLiteral("muted"));
    barLayout->addWidget(m_totals);
    layout->addWidget(bar);
    auto* splitter = new QSplitter(Qt::Vertical, content);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(m_table);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    layout->addWidget(splitter, 1);
    m_stack->addWidget(content);

    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(&m_model);
    sorted->setSortRole(StepsModel::SortRole);
    m_table->setModel(sorted);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(StepsModel::StartColumn, Qt::AscendingOrder);
    m_table->setAccessibleName(tr("Steps of the build"));
    m_table->setItemDelegateForColumn(StepsModel::StateColumn, new StateDelegate(m_table));
    QHeaderView* header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(StepsModel::StepColumn, QHeaderView::Stretch);
    header->resizeSection(StepsModel::StateColumn, 32);
    for (const int column : {StepsModel::StartColumn, StepsModel::DurationColumn, StepsModel::SizeColumn}) {
        header->resizeSection(column, 96);
    }
    connect(m_view, &TimelineView::instructionClicked, this, &TimelinePage::instructionClicked);
    connect(m_table, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        const QVariant instruction = index.data(StepsModel::InstructionRole);
        if (instruction.isValid()) {
            Q_EMIT instructionClicked(static_cast<std::size_t>(instruction.toULongLong()));
        }
    });
    connect(&m_model, &StepsModel::stepsChanged, this, &TimelinePage::showTotals);
    showTotals();
}

void TimelinePage::setStageNames(const QStringList& names) { m_view->setStageNames(names); }

void TimelinePage::showInstruction(std::optional<std::size_t> instruction) { m_view->showInstruction(instruction); }

void TimelinePage::showTotals() {
    const auto& steps = m_model.steps();
    m_stack->setCurrentIndex(steps.empty() ? 0 : 1);
    double work = 0;
    double critical = 0;
    for (const TimedStep& step : steps) {
        if (step.started && step.completed) {
            const double seconds = secondsBetween(*step.started, *step.completed);
            work += seconds;
            critical += step.critical ? seconds : 0;
        }
    }
    const double wall = secondsBetween(m_model.origin(), m_model.end());
    m_totals->setText(m_model.isRunning() ? tr("Running for %1").arg(secondsText(wall))
                                          : tr("Took %1 · work %2 · critical path %3")
                                                .arg(secondsText(wall), secondsText(work), secondsText(critical)));
    m_totals->setToolTip(tr("Took: from start to end. Work: all steps added up, more than it took when steps ran side by side. "
                            "Critical path: the chain of steps that decided how long it took."));
}

} // namespace sw::ui
