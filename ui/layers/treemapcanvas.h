#pragma once

#include "core/analysis/treemap.h"
#include "ui/session/imagesession.h"

#include <QColor>
#include <QImage>
#include <QString>
#include <QWidget>

#include <unordered_map>
#include <unordered_set>

namespace sw::ui {

/// The bytes of a tree as areas. Colour says change, stage of origin, layer or kind; a name and a size stand in tiles that have room. A click
/// selects, a double click (or Return) enters a folder, the path above the map (or Backspace) leads out of it. Arrows walk.
class TreemapCanvas : public QWidget {
    Q_OBJECT
public:
    enum class Coloring { ByStage, ByChange, ByType, ByLayer };
    using Id = analysis::FileTree::Id;

    explicit TreemapCanvas(QWidget* parent = nullptr);
    void setTree(FileTreePtr tree, FilteredPtr filtered, StageLayersPtr layers);
    void setFiltered(FilteredPtr filtered);
    void setLayers(StageLayersPtr layers); ///< of the same tree, now that more is known
    void setColoring(Coloring coloring);
    void setCushions(bool on); ///< or flat, with the names of folders
    void setRoot(Id root);
    void select(Id id); ///< enters no folder; does nothing for what is not in the map
    Id root() const { return m_root; }
    Id current() const { return m_current; }
    const FileTreePtr& tree() const { return m_tree; }
    std::optional<QRectF> tileOf(Id id) const; ///< for tests
    QColor colorOf(Id id) const;
    /// What the colours that are in the map stand for, most bytes first.
    std::vector<std::pair<QColor, QString>> legend() const;
    QSize minimumSizeHint() const override { return {160, 100}; }

Q_SIGNALS:
    void currentChanged(sw::analysis::FileTree::Id id);
    void rootChanged(sw::analysis::FileTree::Id id);
    void legendChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layout();
    const analysis::TreemapTile* tileAt(QPointF point) const; ///< the innermost
    std::uint64_t bytesOf(Id id) const { return m_filtered ? m_filtered->bytes[id] : m_tree->bytes(id); }
    Id largestIn(Id folder) const;
    std::uint32_t keyOf(Id id) const;
    const std::pair<QColor, QString>& meaning(std::uint32_t key) const;
    std::pair<QColor, QString> meaningOfKey(std::uint32_t key) const;
    static QColor flatColor(const QColor& color);
    static QColor cushionColor(const QColor& color);
    QString nameOf(Id id) const; ///< as a tile has it
    void paintTile(QPainter& painter, const analysis::TreemapTile& tile) const;
    void choose(Id id);
    void enter(Id id);
    void walk(int key);
    QString textOf(Id id) const; ///< path, size and change, for tool tips and screen readers

    FileTreePtr m_tree;
    FilteredPtr m_filtered;
    StageLayersPtr m_layers;
    QImage m_picture; ///< of the cushions; null: to be drawn
    bool m_cushions = false;
    std::vector<analysis::TreemapTile> m_tiles;
    std::unordered_map<Id, Id> m_speaker; ///< of a folder that is drawn as one tile: the file whose colour it has
    std::unordered_set<Id> m_joined; ///< of those tiles, see analysis::TreemapTile
    Id m_root = 0;
    Id m_current = analysis::FileTree::kNone;
    Coloring m_coloring = Coloring::ByStage;
    mutable std::unordered_map<std::uint32_t, std::pair<QColor, QString>> m_meanings; ///< of the keys asked for, in this colouring
};

} // namespace sw::ui
