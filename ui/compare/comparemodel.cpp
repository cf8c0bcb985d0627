#include "ui/compare/comparemodel.h"

#include "core/base/imagepath.h"
#include "ui/models/format.h"

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Change;
using analysis::Differs;

namespace {

const analysis::LayerInput* layerOf(const Compared& compared, const analysis::FileDifference& file) {
    if (!file.responsible) {
        return nullptr;
    }
    return &(file.responsibleIsAfter ? compared.after : compared.before).view.layers[*file.responsible];
}

QString sizeText(const std::optional<analysis::FileSide>& side) { return side && side->content != nullptr ? bytesText(side->content->size) : QString(); }

QString word(Differs what) {
    switch (what) {
    case Differs::Type: return CompareModel::tr("type");
    case Differs::Content: return CompareModel::tr("content");
    case Differs::Mode: return CompareModel::tr("mode");
    case Differs::Owner: return CompareModel::tr("owner");
    case Differs::Link: return CompareModel::tr("link target");
    case Differs::Xattr: return CompareModel::tr("attributes");
    case Differs::Time: return CompareModel::tr("time");
    }
    return {};
}

} // namespace

QString differsText(std::uint8_t set) {
    QStringList words;
    for (const Differs what : {Differs::Type, Differs::Content, Differs::Mode, Differs::Owner, Differs::Link, Differs::Xattr, Differs::Time}) {
        if ((set & static_cast<std::uint8_t>(what)) != 0) {
            words.push_back(word(what));
        }
    }
    return words.join(u", "_s);
}

QString responsibleText(const Compared& compared, const analysis::FileDifference& file) {
    const analysis::LayerInput* layer = layerOf(compared, file);
    if (layer == nullptr) {
        return {};
    }
    const QString stage = QString::fromStdString(layer->stage);
    bool unnamed = false;
    const uint number = stage.toUInt(&unnamed); // a stage without a name has its number in its place
    const inspect::OpenedImage& image = file.responsibleIsAfter ? compared.after : compared.before;
    const build::StageResult* made = image.result && image.stage < image.result->stages.size() ? &image.result->stages[image.stage] : nullptr;
    const QString place = layer->base && made != nullptr ? CompareModel::tr("base %1", "image").arg(QString::fromStdString(made->base))
                          : layer->line == 0       ? CompareModel::tr("layer %1").arg(*file.responsible + 1)
                          : layer->stage.empty() ? CompareModel::tr("line %1").arg(layer->line)
                                                 : CompareModel::tr("line %1, %2", "line and stage").arg(layer->line).arg(unnamed ? CompareModel::tr("stage %1").arg(number + 1) : stage);
    return file.responsibleIsAfter ? place : CompareModel::tr("%1 (before)").arg(place);
}

void CompareModel::set(ComparedPtr compared, CompareOrder order) {
    beginResetModel();
    m_compared = std::move(compared);
    m_order = std::move(order);
    endResetModel();
}

void CompareModel::setOrder(CompareOrder order) { set(m_compared, std::move(order)); }

int CompareModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_compared || !m_order ? 0 : static_cast<int>(m_order->size()); }
int CompareModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString CompareModel::display(const analysis::FileDifference& file, int column) const {
    switch (column) {
    case MarkColumn: return file.change == Change::Added ? u"+"_s : file.change == Change::Removed ? QString(QChar(0x2212)) : u"~"_s;
    case PathColumn: return QString::fromStdString(absolutePath(file.path));
    case DiffersColumn: return file.change == Change::Added ? tr("added") : file.change == Change::Removed ? tr("removed") : differsText(file.differs);
    case BeforeColumn: return sizeText(file.before);
    case AfterColumn: return sizeText(file.after);
    case GrowthColumn: return file.bytes() == 0 ? QString() : signedBytesText(file.bytes());
    case LineColumn: return responsibleText(*m_compared, file);
    default: return {};
    }
}

QString CompareModel::toolTip(const analysis::FileDifference& file) const {
    QString text = QString::fromStdString(absolutePath(file.path));
    if (const analysis::LayerInput* layer = layerOf(*m_compared, file); layer != nullptr && !layer->createdBy.empty()) {
        text += u'\n' + QString::fromStdString(layer->createdBy).simplified();
    }
    return text;
}

QVariant CompareModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const std::size_t number = (*m_order)[static_cast<std::size_t>(index.row())];
    const analysis::FileDifference& file = m_compared->comparison.files[number];
    switch (role) {
    case Qt::DisplayRole: return display(file, index.column());
    case Qt::ToolTipRole: return toolTip(file);
    case Qt::AccessibleTextRole:
        return index.column() == MarkColumn ? QVariant(display(file, DiffersColumn)) : QVariant();
    case Qt::TextAlignmentRole:
        switch (index.column()) {
        case MarkColumn: return QVariant::fromValue(Qt::AlignHCenter | Qt::AlignVCenter);
        case BeforeColumn:
        case AfterColumn:
        case GrowthColumn: return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        default: return {};
        }
    case ChangeRole: return static_cast<int>(file.change);
    case FileRole: return static_cast<qulonglong>(number);
    case LineNumberRole: {
        const analysis::LayerInput* layer = layerOf(*m_compared, file);
        return layer == nullptr || !file.responsibleIsAfter ? 0 : layer->line;
    }
    default: return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == BeforeColumn || section == AfterColumn || section == GrowthColumn;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && (section == BeforeColumn || section == AfterColumn)) {
        return tr("Bytes of the file's content; of a folder none");
    }
    if (role == Qt::ToolTipRole && section == GrowthColumn) {
        return tr("By how many bytes the file is larger in the second; all of it where only one has it");
    }
    if (role == Qt::ToolTipRole && section == LineColumn) {
        return tr("The line whose layer made the difference: of the second, or of the first for what never came into the second");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case PathColumn: return tr("File");
    case DiffersColumn: return tr("Differs in");
    case BeforeColumn: return tr("Before");
    case AfterColumn: return tr("After");
    case GrowthColumn: return tr("Growth");
    case LineColumn: return tr("By");
    default: return {};
    }
}

void CompareModel::sort(int column, Qt::SortOrder order) {
    using Order = CompareWish::Order;
    switch (column) {
    case BeforeColumn: Q_EMIT sortWanted(Order::Before, order == Qt::DescendingOrder); break;
    case AfterColumn: Q_EMIT sortWanted(Order::After, order == Qt::DescendingOrder); break;
    case GrowthColumn: Q_EMIT sortWanted(Order::Growth, order == Qt::DescendingOrder); break;
    case LineColumn: Q_EMIT sortWanted(Order::Line, order == Qt::DescendingOrder); break;
    default: Q_EMIT sortWanted(Order::Path, order == Qt::DescendingOrder); break;
    }
}

} // namespace sw::ui
