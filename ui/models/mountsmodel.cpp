#include "ui/models/mountsmodel.h"

#include "ui/models/format.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <filesystem>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

/// "app/Dockerfile:12"
QString placeText(const cache::StepPlace& place) {
    const std::filesystem::path file(place.dockerfile);
    const QString name = QString::fromStdString((file.parent_path().filename() / file.filename()).string());
    return place.line > 0 ? name + u':' + QString::number(place.line) : name;
}

} // namespace

void MountsModel::setMounts(std::vector<cache::MountUse> mounts) {
    std::ranges::stable_sort(mounts, std::ranges::greater{}, [](const cache::MountUse& mount) { return mount.stored.bytes; });
    setRows(std::move(mounts));
}

QVariant MountsModel::cell(const cache::MountUse& mount, int column, int role) const {
    if (role == Qt::ToolTipRole) {
        if (column == SizeColumn) {
            return exactBytesText(mount.stored.bytes);
        }
        QStringList lines{QString::fromStdString(mount.stored.target)};
        for (const cache::StepPlace& place : mount.steps) {
            lines.push_back(placeText(place) + u"  "_s + QString::fromStdString(place.step));
        }
        return lines.join(u'\n');
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
    case IdColumn: return QString::fromStdString(mount.stored.id);
    case StepColumn: {
        QStringList places;
        for (const cache::StepPlace& place : mount.steps) {
            places.push_back(placeText(place));
        }
        return places.join(u", "_s);
    }
    case FilesColumn: return QLocale().toString(static_cast<qulonglong>(mount.stored.files));
    case SizeColumn: return bytesText(mount.stored.bytes);
    case UsedColumn: return dateText(build::Time(std::chrono::seconds(mount.stored.used)));
    default: return {};
    }
}

QString MountsModel::title(int column) const {
    switch (column) {
    case IdColumn: return tr("Cache mount");
    case StepColumn: return tr("Used by");
    case FilesColumn: return tr("Files");
    case SizeColumn: return tr("Size");
    case UsedColumn: return tr("Last used");
    default: return {};
    }
}

} // namespace sw::ui
