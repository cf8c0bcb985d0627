#include "ui/layers/environmentview.h"

#include "ui/theme/theme.h"

#include <QHeaderView>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

enum Column { MarkColumn, NameColumn, ValueColumn };

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::string* valueIn(const Pairs& pairs, const std::string& name) {
    const auto found = std::ranges::find(pairs, name, &Pairs::value_type::first);
    return found == pairs.end() ? nullptr : &found->second;
}

} // namespace

EnvironmentView::EnvironmentView(QWidget* parent) : QTreeWidget(parent) {
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAccessibleName(tr("Environment at this point"));
    setHeaderLabels({QString(), tr("Name"), tr("Value")});
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(MarkColumn, QHeaderView::Fixed);
    header()->setMinimumSectionSize(24);
    header()->resizeSection(MarkColumn, 24);
    header()->setSectionResizeMode(NameColumn, QHeaderView::ResizeToContents);
    setTextElideMode(Qt::ElideMiddle);
}

void EnvironmentView::add(const QString& kind, const QString& name, const std::string& value, const std::string* before, bool known) {
    auto* item = new QTreeWidgetItem(this);
    const bool changed = known && (before == nullptr || *before != value);
    item->setText(MarkColumn, !changed ? QString() : before == nullptr ? u"+"_s : u"~"_s);
    item->setTextAlignment(MarkColumn, Qt::AlignCenter);
    item->setForeground(MarkColumn, Theme::instance().color(before == nullptr ? Theme::Role::Added : Theme::Role::Modified));
    item->setText(NameColumn, name);
    item->setText(ValueColumn, QString::fromStdString(value));
    item->setFont(ValueColumn, Theme::instance().monospaceFont());
    const QString note = !changed ? kind : before == nullptr ? tr("%1, set by this instruction").arg(kind) : tr("%1, was %2 before this instruction").arg(kind, QString::fromStdString(*before));
    for (const int column : {NameColumn, ValueColumn}) {
        item->setToolTip(column, column == ValueColumn ? QString::fromStdString(value) + u'\n' + note : note);
    }
    if (changed) {
        QFont font = this->font();
        font.setWeight(QFont::DemiBold);
        item->setFont(NameColumn, font);
    }
}

void EnvironmentView::show(const inspect::StagePoint& point, const inspect::StagePoint* before) {
    clear();
    const auto shownUser = [](const inspect::StagePoint& at) { return at.config.user.empty() ? std::string("root") : at.config.user; };
    const auto shownFolder = [](const inspect::StagePoint& at) { return at.config.workingDir.empty() ? std::string("/") : at.config.workingDir; };
    const std::string user = before == nullptr ? std::string() : shownUser(*before);
    const std::string folder = before == nullptr ? std::string() : shownFolder(*before);
    add(tr("Who steps run as"), u"USER"_s, shownUser(point), &user, before != nullptr);
    add(tr("Where steps run"), u"WORKDIR"_s, shownFolder(point), &folder, before != nullptr);
    for (const auto& [name, value] : point.config.env) {
        add(tr("Environment variable, also in the image"), QString::fromStdString(name), value, before == nullptr ? nullptr : valueIn(before->config.env, name), before != nullptr);
    }
    for (const auto& [name, value] : point.config.args) {
        add(tr("Build argument, for the steps of this stage alone"), u"ARG "_s + QString::fromStdString(name), value,
            before == nullptr ? nullptr : valueIn(before->config.args, name), before != nullptr);
    }
}

} // namespace sw::ui
