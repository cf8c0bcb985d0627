#include "ui/compare/valuesview.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QHeaderView>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Change;

namespace {

enum Column { NameColumn, BeforeColumn, AfterColumn };
constexpr int kLineRole = Qt::UserRole + 1;

QString markOf(Change change) { return change == Change::Added ? u"+ "_s : change == Change::Removed ? QString(QChar(0x2212)) + u' ' : u"~ "_s; }

Theme::Role roleOf(Change change) { return change == Change::Added ? Theme::Role::Added : change == Change::Removed ? Theme::Role::Removed : Theme::Role::Modified; }

/// Names that compare() gives values of the configuration.
QString settingName(const std::string& name) {
    static const std::map<std::string, const char*> kNames = {
        {"platform", QT_TRANSLATE_NOOP("ValuesView", "Platform")},     {"user", QT_TRANSLATE_NOOP("ValuesView", "User")},
        {"workdir", QT_TRANSLATE_NOOP("ValuesView", "Working directory")}, {"entrypoint", QT_TRANSLATE_NOOP("ValuesView", "Entry point")},
        {"cmd", QT_TRANSLATE_NOOP("ValuesView", "Command")},           {"shell", QT_TRANSLATE_NOOP("ValuesView", "Shell")},
        {"ports", QT_TRANSLATE_NOOP("ValuesView", "Ports")},           {"volumes", QT_TRANSLATE_NOOP("ValuesView", "Volumes")},
        {"stop-signal", QT_TRANSLATE_NOOP("ValuesView", "Stop signal")}, {"healthcheck", QT_TRANSLATE_NOOP("ValuesView", "Health check")},
        {"onbuild", QT_TRANSLATE_NOOP("ValuesView", "Triggers (ONBUILD)")}, {"author", QT_TRANSLATE_NOOP("ValuesView", "Author")},
        {"created", QT_TRANSLATE_NOOP("ValuesView", "Created")}};
    const auto found = kNames.find(name);
    return found == kNames.end() ? QString::fromStdString(name) : QCoreApplication::translate("ValuesView", found->second);
}

} // namespace

ValuesView::ValuesView(QWidget* parent) : QTreeWidget(parent) {
    setHeaderLabels({tr("What"), tr("Before"), tr("After")});
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(16);
    setAccessibleName(tr("Differences of configuration, history and layers"));
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(NameColumn, QHeaderView::Interactive);
    header()->resizeSection(NameColumn, 260);
    header()->resizeSection(BeforeColumn, 260);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const int line = item->data(NameColumn, kLineRole).toInt(); line > 0) {
            Q_EMIT lineClicked(line);
        }
    });
}

QTreeWidgetItem* ValuesView::addGroup(const QString& title, const QString& remark) {
    auto* group = new QTreeWidgetItem(this);
    group->setText(NameColumn, title);
    group->setText(BeforeColumn, remark);
    group->setForeground(BeforeColumn, Theme::instance().color(Theme::Role::TextMuted));
    QFont font = this->font();
    font.setWeight(QFont::DemiBold);
    group->setFont(NameColumn, font);
    group->setFirstColumnSpanned(remark.isEmpty());
    group->setExpanded(true);
    return group;
}

void ValuesView::addValues(const QString& title, const std::vector<analysis::ValueDifference>& values) {
    if (values.empty()) {
        return;
    }
    QTreeWidgetItem* group = addGroup(title);
    for (const analysis::ValueDifference& value : values) {
        auto* item = new QTreeWidgetItem(group);
        item->setText(NameColumn, markOf(value.change()) + (title == tr("Configuration") ? settingName(value.name) : QString::fromStdString(value.name)));
        item->setForeground(NameColumn, Theme::instance().color(roleOf(value.change())));
        const auto put = [&](int column, const std::optional<std::string>& text) {
            item->setText(column, text ? QString::fromStdString(*text) : tr("not set"));
            item->setToolTip(column, item->text(column));
            if (text) {
                item->setFont(column, Theme::instance().monospaceFont());
            } else {
                item->setForeground(column, Theme::instance().color(Theme::Role::TextMuted));
            }
        };
        put(BeforeColumn, value.before);
        put(AfterColumn, value.after);
        ++m_differences;
    }
}

void ValuesView::addHistory(const std::vector<analysis::HistoryDifference>& history) {
    if (history.empty()) {
        return;
    }
    QTreeWidgetItem* group = addGroup(tr("History"));
    for (const analysis::HistoryDifference& entry : history) {
        auto* item = new QTreeWidgetItem(group);
        item->setText(NameColumn, markOf(entry.change) + QString::fromStdString(entry.text).simplified());
        item->setForeground(NameColumn, Theme::instance().color(roleOf(entry.change)));
        item->setFont(NameColumn, Theme::instance().monospaceFont());
        item->setToolTip(NameColumn, QString::fromStdString(entry.text));
        item->setFirstColumnSpanned(true);
        ++m_differences;
    }
}

void ValuesView::addLayers(const Compared& compared) {
    const analysis::Comparison& comparison = compared.comparison;
    QTreeWidgetItem* group = addGroup(tr("Layers"), comparison.sharedLayers == 0
                                                        ? tr("none is shared")
                                                        : tr("%Ln shared, %1", nullptr, static_cast<int>(comparison.sharedLayers)).arg(bytesText(comparison.sharedBytes)));
    const auto add = [&](const analysis::ImageView& image, Change change, bool clickable) {
        for (std::size_t i = comparison.sharedLayers; i < image.layers.size(); ++i) {
            const analysis::LayerInput& layer = image.layers[i];
            auto* item = new QTreeWidgetItem(group);
            const QString text = QString::fromStdString(layer.createdBy).simplified();
            item->setText(NameColumn, markOf(change) + (layer.line > 0 ? tr("line %1: %2").arg(layer.line).arg(text) : text));
            item->setToolTip(NameColumn, QString::fromStdString(layer.createdBy));
            item->setForeground(NameColumn, Theme::instance().color(roleOf(change)));
            item->setText(change == Change::Removed ? BeforeColumn : AfterColumn, bytesText(layer.index->contentBytes));
            item->setData(NameColumn, kLineRole, clickable ? layer.line : 0);
        }
    };
    add(compared.before.view, Change::Removed, false);
    add(compared.after.view, Change::Added, true);
}

void ValuesView::show(const ComparedPtr& compared) {
    clear();
    m_differences = 0;
    if (!compared) {
        return;
    }
    addValues(tr("Configuration"), compared->comparison.config);
    addValues(tr("Environment"), compared->comparison.env);
    addValues(tr("Labels"), compared->comparison.labels);
    addHistory(compared->comparison.history);
    addLayers(*compared);
}

} // namespace sw::ui
