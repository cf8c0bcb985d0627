#pragma once

#include "core/analysis/treemap.h"
#include "ui/session/imagesession.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace sw::ui {

/// The bytes of a tree as areas. Colour says change, stage or type; a name and a size stand in tiles that have room. A click
/// selects, a double click (or Return) enters a folder, the path above the map (or Backspace) leads out of it. Arrows walk.
class TreemapCanvas : public QWidget {
    Q_OBJECT
public:
    enum class Coloring { ByStage, ByChange, ByType };
    using Id = analysis::FileTree::Id;

    explicit TreemapCanvas(QWidget* parent = nullptr);
    void setTree(FileTreePtr tree, StageLayersPtr layers);
    void setColoring(Coloring coloring);
    void setRoot(Id root);
    void select(Id id); ///< enters no folder; does nothing for what is not in the map
    Id root() const { return m_root; }
    Id current() const { return m_current; }
    const FileTreePtr& tree() const { return m_tree; }
    std::optional<QRectF> tileOf(Id id) const; ///< for tests
    QSize minimumSizeHint() const override { return {160, 100}; }

Q_SIGNALS:
    void currentChanged(sw::analysis::FileTree::Id id);
    void rootChanged(sw::analysis::FileTree::Id id);

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
    QColor colorOf(Id id) const;
    void paintTile(QPainter& painter, const analysis::TreemapTile& tile) const;
    void choose(Id id);
    void enter(Id id);
    void walk(int key);
    QString textOf(Id id) const; ///< path, size and change, for tool tips and screen readers

    FileTreePtr m_tree;
    StageLayersPtr m_layers;
    std::vector<analysis::TreemapTile> m_tiles;
    Id m_root = 0;
    Id m_current = analysis::FileTree::kNone;
    Coloring m_coloring = Coloring::ByStage;
};

/// The map with the path of its root and the choice of colours.
class TreemapView : public QWidget {
    Q_OBJECT
public:
    explicit TreemapView(QWidget* parent = nullptr);
    void setTree(const FileTreePtr& tree, const StageLayersPtr& layers);
    void showPath(const QString& path); ///< as the selection has it; leads out of a folder that does not have it
    TreemapCanvas* canvas() const { return m_canvas; }
    QComboBox* coloring() const { return m_coloring; }
    QLabel* breadcrumb() const { return m_path; }

Q_SIGNALS:
    void pathChosen(const QString& path);

private:
    void showBreadcrumb();
    TreemapCanvas* m_canvas;
    QLabel* m_path;
    QComboBox* m_coloring;
};

} // namespace sw::ui
