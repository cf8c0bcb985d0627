#include "ui/layers/shipsview.h"

#include "core/base/imagepath.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>

#include <algorithm>
#include <optional>
#include <utility>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Making;

namespace {

enum Column { WhatColumn, BytesColumn };
enum Role { LineRole = Qt::UserRole + 1, StageRole, PathRole, OriginRole, ContextRole };

QString stageName(const StageLayers& layers, std::size_t place) {
    const std::string& name = layers.build->stages[place].name;
    return name.empty() ? ShipsView::tr("stage %1").arg(place + 1) : QString::fromStdString(name);
}

QString shareText(std::uint64_t part, std::uint64_t whole) {
    const double percent = whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    return QLocale().toString(percent, 'f', percent > 0 && percent < 10 ? 1 : 0) + u" %"_s;
}

QString originText(const analysis::Origin& origin) {
    const QString name = QString::fromStdString(origin.begin.name);
    switch (origin.begin.making) {
    case Making::Base: return ShipsView::tr("The base image %1").arg(name);
    case Making::Context: return name.isEmpty() ? ShipsView::tr("The build context") : ShipsView::tr("The context '%1'").arg(name);
    case Making::Image: return ShipsView::tr("The image %1").arg(name);
    case Making::Remote: return ShipsView::tr("Fetched: %1").arg(name);
    case Making::Inline: return ShipsView::tr("Written in the Dockerfile");
    default: break;
    }
    return origin.begin.line > 0 ? ShipsView::tr("Line %1 in '%2'").arg(origin.begin.line).arg(QString::fromStdString(origin.begin.stage)) : name;
}

} // namespace

ShipsView::ShipsView(QWidget* parent) : QTreeWidget(parent) {
    setColumnCount(2);
    setHeaderLabels({tr("What"), tr("Size")});
    headerItem()->setTextAlignment(BytesColumn, Qt::AlignRight | Qt::AlignVCenter);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setTextElideMode(Qt::ElideMiddle);
    setAccessibleName(tr("What ships"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(WhatColumn, QHeaderView::Stretch);
    header()->setSectionResizeMode(BytesColumn, QHeaderView::ResizeToContents);
    connect(this, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) {
        if (item->data(WhatColumn, LineRole).toInt() > 0) {
            Q_EMIT lineChosen(item->data(WhatColumn, LineRole).toInt());
        } else if (item->data(WhatColumn, PathRole).isValid()) {
            Q_EMIT fileChosen(item->data(WhatColumn, StageRole).toULongLong(), item->data(WhatColumn, PathRole).toString());
        } else if (item->data(WhatColumn, OriginRole).isValid()) {
            Q_EMIT originChosen(item->data(WhatColumn, OriginRole).toString(), item->data(WhatColumn, ContextRole).toBool());
        }
    });
}

QTreeWidgetItem* ShipsView::section(const QString& title, const QString& sum, const QString& toolTip) {
    auto* item = new QTreeWidgetItem(this);
    QFont font = this->font();
    font.setWeight(QFont::DemiBold);
    item->setText(WhatColumn, title);
    item->setText(BytesColumn, sum);
    for (const int column : {WhatColumn, BytesColumn}) {
        item->setFont(column, font);
        item->setToolTip(column, toolTip);
    }
    item->setTextAlignment(BytesColumn, Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

QTreeWidgetItem* ShipsView::row(QTreeWidgetItem* above, const QString& text, std::uint64_t bytes, const QString& toolTip) {
    auto* item = new QTreeWidgetItem(above);
    item->setText(WhatColumn, text);
    item->setText(BytesColumn, bytesText(bytes));
    item->setTextAlignment(BytesColumn, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(WhatColumn, text + u'\n' + toolTip);
    item->setToolTip(BytesColumn, exactBytesText(bytes));
    return item;
}

QString singleStageText(const StageLayers& layers) {
    QStringList terms;
    for (const analysis::SingleStage::Root& root : layers.single.sources) {
        terms.push_back(root.counted == root.bytes ? ShipsView::tr("the root of '%1' (%2)").arg(stageName(layers, root.stage), bytesText(root.counted))
                                                   : ShipsView::tr("the root of '%1' without layers that were counted already (%2)")
                                                         .arg(stageName(layers, root.stage), bytesText(root.counted)));
    }
    terms.push_back(ShipsView::tr("what this stage's own steps add (%1)").arg(bytesText(layers.single.own)));
    return ShipsView::tr("As one stage: %1 = %2. Its own base (%3) would not be there.")
        .arg(terms.join(u" + "_s), bytesText(layers.single.bytes), bytesText(layers.single.ownBase));
}

void ShipsView::show(const StageLayers& layers) {
    clear();
    if (!layers.build || !layers.accounts) {
        return;
    }
    const std::uint64_t visible = layers.accounts->visible;
    if (!layers.origins.empty()) {
        auto* where = section(tr("Where its files began"), bytesText(visible), tr("Visible bytes of this stage by the place where they came to be. Return shows the files, or the line that made them."));
        for (const analysis::Origin& origin : layers.origins) {
            auto* item = row(where, originText(origin) + u" · "_s + shareText(origin.bytes, visible), origin.bytes,
                             tr("%Ln file(s)", nullptr, static_cast<int>(origin.files)));
            if (origin.begin.line > 0) {
                item->setData(WhatColumn, LineRole, origin.begin.line);
            } else if (origin.begin.making == Making::Base || origin.begin.making == Making::Context) {
                item->setData(WhatColumn, OriginRole, QString::fromStdString(origin.begin.name));
                item->setData(WhatColumn, ContextRole, origin.begin.making == Making::Context);
            }
        }
    }
    if (!layers.edges.empty()) {
        auto* crossed = section(tr("What crossed from other stages"), QString(), tr("Bytes that a COPY --from (or a FROM of a stage) took, of what was there. Return goes to the line."));
        for (const build::EdgeTraffic& edge : layers.edges) {
            const QString from = QString::fromStdString(edge.from);
            auto* item = row(crossed, tr("Line %1 from %2: %3 of %4", "bytes of bytes").arg(edge.toLine).arg(from, shareText(edge.bytes, edge.ofBytes), bytesText(edge.ofBytes)), edge.bytes,
                             tr("%Ln file(s)", nullptr, static_cast<int>(edge.files)));
            item->setData(WhatColumn, LineRole, edge.toLine);
        }
    }
    const analysis::SingleStage& single = layers.single;
    if (single.multiStage()) {
        auto* one = section(tr("As one stage"), bytesText(single.bytes), singleStageText(layers));
        for (const analysis::SingleStage::Root& root : single.sources) {
            row(one, tr("The root of '%1'").arg(stageName(layers, root.stage)), root.counted,
                root.counted == root.bytes ? tr("Visible bytes of that stage, its base with them") : tr("Without layers that were counted already"));
        }
        row(one, tr("What this stage's own steps add"), single.own, tr("Of it %1 came by COPY --from, so they are in a root above as well").arg(exactBytesText(single.copied)));
        auto* behind = section(tr("What stays behind"), bytesText(single.leftBehindBytes), tr("Files of those stages whose content this stage does not have: %Ln", nullptr, static_cast<int>(single.leftBehindFiles)));
        for (const analysis::SingleStage::LeftBehind& file : single.leftBehind) {
            auto* item = row(behind, stageName(layers, file.stage) + u": "_s + QString::fromStdString(absolutePath(file.path)), file.bytes, tr("Return shows it in its stage"));
            item->setData(WhatColumn, StageRole, static_cast<qulonglong>(file.stage < layers.documentStages.size() ? layers.documentStages[file.stage] : file.stage));
            item->setData(WhatColumn, PathRole, QString::fromStdString(absolutePath(file.path)));
        }
    }
    expandAll();
}

} // namespace sw::ui
