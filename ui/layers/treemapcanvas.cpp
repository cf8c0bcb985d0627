#include "ui/layers/treemapcanvas.h"

#include "core/base/imagepath.h"
#include "ui/layers/cushions.h"
#include "ui/layers/filterpanel.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <map>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Change;
using analysis::FileTree;
using analysis::TreemapTile;

namespace {

QString changeWord(Change change) {
    switch (change) {
    case Change::Added: return TreemapCanvas::tr("added");
    case Change::Modified: return TreemapCanvas::tr("changed");
    case Change::Removed: return TreemapCanvas::tr("removed");
    case Change::Unchanged: break;
    }
    return {};
}

QRectF rectOf(const TreemapTile& tile) { return {tile.x, tile.y, tile.width, tile.height}; }

} // namespace

TreemapCanvas::TreemapCanvas(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Treemap of the files"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        setColoring(m_coloring);
    });
}

void TreemapCanvas::setTree(FileTreePtr tree, FilteredPtr filtered, StageLayersPtr layers) {
    // The same folder stays entered where the new tree has it.
    const std::string root = m_tree ? m_tree->path(m_root) : std::string();
    m_tree = std::move(tree);
    m_filtered = std::move(filtered);
    m_layers = std::move(layers);
    m_meanings.clear();
    m_current = FileTree::kNone;
    m_root = m_tree ? m_tree->find(root).value_or(0) : 0;
    layout();
    Q_EMIT rootChanged(m_root);
}

void TreemapCanvas::setFiltered(FilteredPtr filtered) {
    m_filtered = std::move(filtered);
    if (m_tree && bytesOf(m_root) == 0) {
        setRoot(0); // nothing of the folder is left
    }
    layout();
}

void TreemapCanvas::setLayers(StageLayersPtr layers) {
    m_layers = std::move(layers);
    setColoring(m_coloring);
}

void TreemapCanvas::setColoring(Coloring coloring) {
    m_coloring = coloring;
    m_meanings.clear();
    m_picture = {};
    Q_EMIT legendChanged();
    update();
}

void TreemapCanvas::setCushions(bool on) {
    m_cushions = on;
    layout(); // without titles there is more room
}

void TreemapCanvas::setRoot(Id root) {
    if (!m_tree || root >= m_tree->size() || root == m_root) {
        return;
    }
    m_root = root;
    layout();
    Q_EMIT rootChanged(m_root);
}

void TreemapCanvas::layout() {
    m_tiles.clear();
    m_picture = {};
    if (m_tree && bytesOf(m_root) > 0) {
        analysis::TreemapOptions options;
        options.title = m_cushions ? 0 : static_cast<double>(fontMetrics().height());
        options.gap = m_cushions ? 0 : options.gap;
        options.rootTitle = false; // the path above the map says it
        options.joinChains = true;
        options.bytes = m_filtered ? &m_filtered->bytes : nullptr;
        m_tiles = layoutTreemap(*m_tree, m_root, width(), height(), options);
    }
    m_joined.clear();
    std::unordered_set<Id> parents;
    for (const TreemapTile& tile : m_tiles) {
        if (tile.joined) {
            m_joined.insert(tile.id);
        }
        parents.insert(m_tree->parent(tile.id));
    }
    m_speaker.clear();
    for (TreemapTile& tile : m_tiles) {
        if (tile.folder && !parents.contains(tile.id)) { // too many small files to be drawn one by one
            tile.folder = false;
            m_speaker.emplace(tile.id, largestIn(tile.id));
        }
    }
    Q_EMIT legendChanged();
    update();
}

/// The largest file of the largest folder.
TreemapCanvas::Id TreemapCanvas::largestIn(Id folder) const {
    Id best = folder;
    while (m_tree->directory(best)) {
        const Id parent = best;
        for (Id child = m_tree->firstChild(parent); child != FileTree::kNone; child = m_tree->nextSibling(child)) {
            best = best == parent || bytesOf(child) > bytesOf(best) ? child : best;
        }
        if (best == parent) {
            break;
        }
    }
    return best;
}

std::optional<QRectF> TreemapCanvas::tileOf(Id id) const {
    const auto found = std::ranges::find(m_tiles, id, &TreemapTile::id);
    return found == m_tiles.end() ? std::nullopt : std::optional(rectOf(*found));
}

const TreemapTile* TreemapCanvas::tileAt(QPointF point) const {
    const TreemapTile* best = nullptr;
    for (const TreemapTile& tile : m_tiles) { // what is inside comes later and is deeper
        if (!tile.joined && rectOf(tile).contains(point) && (best == nullptr || tile.depth > best->depth)) {
            best = &tile;
        }
    }
    return best;
}

QColor TreemapCanvas::colorOf(Id id) const { return meaning(keyOf(id)).first; }

/// What decides the colour of a file, as the colouring has it: its change, the number of its layer, its kind.
std::uint32_t TreemapCanvas::keyOf(Id id) const {
    if (const auto speaker = m_speaker.find(id); speaker != m_speaker.end()) {
        id = speaker->second;
    }
    switch (m_coloring) {
    case Coloring::ByChange: return static_cast<std::uint32_t>(m_tree->change(id));
    case Coloring::ByStage:
    case Coloring::ByLayer: return m_tree->layer(id);
    case Coloring::ByType: return static_cast<std::uint32_t>(analysis::fileKind(m_tree->name(id), m_tree->entry(id)));
    }
    return 0;
}

/// The colour of a key and what it stands for; each is put together once, not for every tile.
const std::pair<QColor, QString>& TreemapCanvas::meaning(std::uint32_t key) const {
    const auto [it, isNew] = m_meanings.try_emplace(key);
    if (isNew) {
        it->second = meaningOfKey(key);
    }
    return it->second;
}

std::pair<QColor, QString> TreemapCanvas::meaningOfKey(std::uint32_t key) const {
    const Theme& theme = Theme::instance();
    const QColor neutral = Theme::blend(theme.color(Theme::Role::Surface), theme.color(Theme::Role::TextMuted), 0.75);
    const StageLayers::Layer* layer = m_layers && key < m_layers->layers.size() ? &m_layers->layers[key] : nullptr;
    switch (m_coloring) {
    case Coloring::ByChange:
        switch (const auto change = static_cast<Change>(key)) {
        case Change::Added: return {theme.color(Theme::Role::Added), changeWord(change)};
        case Change::Modified: return {theme.color(Theme::Role::Modified), changeWord(change)};
        case Change::Removed: return {theme.color(Theme::Role::Removed), changeWord(change)};
        case Change::Unchanged: break;
        }
        return {neutral, tr("as before")};
    case Coloring::ByStage:
        if (layer != nullptr) {
            const auto stage = layer->originStage();
            return {stage ? theme.stageColor(*stage) : neutral, originName(*m_layers, key)};
        }
        return {neutral, {}};
    case Coloring::ByLayer: return {theme.stageColor(key), layer != nullptr && layer->line > 0 ? tr("line %1").arg(layer->line) : u'#' + QString::number(key)};
    case Coloring::ByType: {
        const auto kind = static_cast<analysis::FileKind>(key);
        const bool known = kind != analysis::FileKind::Other && kind != analysis::FileKind::Directory && kind != analysis::FileKind::Link;
        return {known ? theme.stageColor(static_cast<std::size_t>(kind) - static_cast<std::size_t>(analysis::FileKind::Library)) : neutral, fileKindWord(kind)};
    }
    }
    return {neutral, {}};
}

std::vector<std::pair<QColor, QString>> TreemapCanvas::legend() const {
    std::unordered_map<std::uint32_t, double> areas;
    for (const TreemapTile& tile : m_tiles) {
        if (!tile.folder) {
            areas[keyOf(tile.id)] += tile.width * tile.height;
        }
    }
    std::map<QString, std::pair<QColor, double>> sums; // several layers can be of one stage
    for (const auto& [key, area] : areas) {
        const auto& [color, word] = meaning(key);
        auto& sum = sums[word];
        sum.first = m_cushions ? cushionColor(color) : flatColor(color);
        sum.second += area;
    }
    std::vector<std::pair<QString, std::pair<QColor, double>>> order(sums.begin(), sums.end());
    std::ranges::stable_sort(order, std::greater{}, [](const auto& item) { return item.second.second; });
    std::vector<std::pair<QColor, QString>> out;
    for (const auto& [word, sum] : order) {
        if (!word.isEmpty()) {
            out.emplace_back(sum.first, word);
        }
    }
    return out;
}

/// As it lies in the flat map: light enough for the names on it.
QColor TreemapCanvas::flatColor(const QColor& color) {
    const Theme& theme = Theme::instance();
    return Theme::blend(theme.color(Theme::Role::Surface), color, theme.isDark() ? 0.5 : 0.6);
}

/// Under the light of the cushions, which only takes from it.
QColor TreemapCanvas::cushionColor(const QColor& color) {
    return Theme::instance().isDark() ? Theme::blend(color, QColor(Qt::black), 0.18) : Theme::blend(color, QColor(Qt::white), 0.5);
}

/// "usr/lib": with the folders that hold nothing but this one.
QString TreemapCanvas::nameOf(Id id) const {
    const auto text = [this](Id node) {
        const std::string_view part = m_tree->name(node);
        return QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size()));
    };
    QString name = text(id);
    for (Id up = m_tree->parent(id); id != m_root && up != m_root && up != FileTree::kNone && m_joined.contains(up); up = m_tree->parent(up)) {
        name.prepend(text(up) + u'/');
    }
    return name;
}

void TreemapCanvas::paintTile(QPainter& painter, const TreemapTile& tile) const {
    const Theme& theme = Theme::instance();
    const QRectF rect = rectOf(tile);
    const bool flat = !m_cushions;
    const QColor fill = tile.folder ? Theme::blend(theme.color(Theme::Role::SurfaceAlt), theme.color(Theme::Role::Border), std::min(0.6, tile.depth * 0.12))
                                    : flatColor(colorOf(tile.id));
    if (flat) { // the ground between them parts the tiles; where they are very small it would be all that is seen
        const bool apart = rect.width() > 4 && rect.height() > 4;
        painter.fillRect(apart ? rect.adjusted(0, 0, -1, -1) : rect, fill);
    }
    const double line = fontMetrics().height();
    if (tile.id == m_root && tile.folder) {
        return; // the path above says it
    }
    if (rect.width() < 3 * line || rect.height() < line + 1 || (tile.folder && (!flat || rect.height() <= 2.5 * line))) {
        return;
    }
    const QString name = nameOf(tile.id);
    painter.setPen(theme.color(tile.folder ? Theme::Role::TextMuted : Theme::Role::Text));
    const QRectF text = rect.adjusted(4, 0, -4, 0);
    const auto write = [&](int row, const QString& words) {
        const QRectF place(text.left(), text.top() + row * line, text.width(), line);
        if (!flat) { // a shadow or a glow, so that the name can be read on any light
            painter.setPen(theme.isDark() ? QColor(0, 0, 0, 170) : QColor(255, 255, 255, 150));
            for (const QPoint shift : theme.isDark() ? QList<QPoint>{{1, 1}} : QList<QPoint>{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
                painter.drawText(place.translated(shift), Qt::AlignLeft | Qt::AlignVCenter, words);
            }
            painter.setPen(theme.isDark() ? QColor(Qt::white) : theme.color(Theme::Role::Text));
        }
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
    };
    const QString size = bytesText(bytesOf(tile.id));
    const bool both = text.width() > fontMetrics().horizontalAdvance(name + u"  "_s + size);
    write(0, fontMetrics().elidedText(both ? name + u"  "_s + size : name, Qt::ElideMiddle, static_cast<int>(text.width())));
    const QString change = changeWord(m_tree->change(tile.id));
    if (!both && !tile.folder && rect.height() > 2 * line + 1 && text.width() >= fontMetrics().horizontalAdvance(size)) {
        write(1, size);
    }
    if (!tile.folder && !change.isEmpty() && m_coloring == Coloring::ByChange && rect.height() > 3 * line + 1) { // not by colour alone
        write(2, change);
    }
}

void TreemapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::instance();
    painter.fillRect(rect(), theme.color(Theme::Role::Surface));
    if (m_tiles.empty()) {
        painter.setPen(theme.color(Theme::Role::TextMuted));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, !m_tree ? QString() : m_filtered ? tr("Nothing that fits the filter has bytes") : tr("There are no bytes in it"));
        return;
    }
    if (m_cushions) {
        if (m_picture.isNull()) {
            m_picture = cushionImage(*m_tree, m_tiles, size(), devicePixelRatioF(), theme.color(Theme::Role::Surface), theme.isDark() ? 0.52 : 0.66,
                                     [this](Id id) { return cushionColor(colorOf(id)); });
        }
        painter.drawImage(0, 0, m_picture);
    }
    for (const TreemapTile& tile : m_tiles) {
        if (!tile.joined) {
            paintTile(painter, tile);
        }
    }
    if (const auto current = tileOf(m_current)) {
        painter.setPen(QPen(theme.color(Theme::Role::Accent), hasFocus() ? 3 : 2));
        painter.drawRect(current->adjusted(1, 1, -1, -1));
    }
}

void TreemapCanvas::resizeEvent(QResizeEvent*) { layout(); }

void TreemapCanvas::choose(Id id) {
    if (id == m_current) {
        return;
    }
    m_current = id;
    setAccessibleDescription(textOf(id));
    update();
    Q_EMIT currentChanged(id);
}

void TreemapCanvas::select(Id id) {
    m_current = id;
    if (m_tree && id < m_tree->size()) {
        setAccessibleDescription(textOf(id));
    }
    update();
}

void TreemapCanvas::enter(Id id) {
    while (id != 0 && !m_tree->directory(id)) {
        id = m_tree->parent(id);
    }
    setRoot(id);
}

void TreemapCanvas::mousePressEvent(QMouseEvent* event) {
    if (const TreemapTile* tile = tileAt(event->position()); tile != nullptr && event->button() == Qt::LeftButton) {
        choose(tile->id);
    }
}

void TreemapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const TreemapTile* tile = tileAt(event->position()); tile != nullptr && event->button() == Qt::LeftButton) {
        enter(tile->id);
    }
}

/// To the nearest tile in a direction, of the same depth where there is one.
void TreemapCanvas::walk(int key) {
    const auto here = tileOf(m_current);
    if (!here) {
        if (m_tiles.size() > 1) {
            choose(m_tiles[1].id);
        }
        return;
    }
    const auto current = std::ranges::find(m_tiles, m_current, &TreemapTile::id);
    const TreemapTile* best = nullptr;
    double bestDistance = 0;
    for (const TreemapTile& tile : m_tiles) {
        const QPointF way = rectOf(tile).center() - here->center();
        const bool horizontal = key == Qt::Key_Left || key == Qt::Key_Right;
        const double along = (horizontal ? way.x() : way.y()) * (key == Qt::Key_Left || key == Qt::Key_Up ? -1 : 1);
        const double across = std::abs(horizontal ? way.y() : way.x());
        if (tile.id == m_current || tile.joined || along <= 0.5 || tile.folder != current->folder) {
            continue;
        }
        const double distance = along + 2 * across + 40.0 * std::abs(tile.depth - current->depth);
        if (best == nullptr || distance < bestDistance) {
            best = &tile;
            bestDistance = distance;
        }
    }
    if (best != nullptr) {
        choose(best->id);
    }
}

void TreemapCanvas::keyPressEvent(QKeyEvent* event) {
    if (!m_tree) {
        return QWidget::keyPressEvent(event);
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: walk(event->key()); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current != FileTree::kNone) {
            enter(m_current);
        }
        break;
    case Qt::Key_Backspace:
        if (m_root != 0) {
            setRoot(m_tree->parent(m_root));
        }
        break;
    default: QWidget::keyPressEvent(event);
    }
}

QString TreemapCanvas::textOf(Id id) const {
    if (!m_tree || id >= m_tree->size()) {
        return {};
    }
    const FileTree::Node& node = m_tree->node(id);
    const QString change = changeWord(node.change);
    return QString::fromStdString(absolutePath(m_tree->path(id))) + u'\n' + exactBytesText(bytesOf(id)) + (change.isEmpty() ? QString() : u" · "_s + change) +
           (node.directory || meaning(keyOf(id)).second.isEmpty() || m_coloring == Coloring::ByChange ? QString() : u" · "_s + meaning(keyOf(id)).second);
}

bool TreemapCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const TreemapTile* tile = tileAt(help->pos());
        tile == nullptr ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), textOf(tile->id), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace sw::ui
