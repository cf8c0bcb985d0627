#pragma once

#include "ui/layers/treemapcanvas.h"

class QComboBox;
class QFrame;
class QLabel;
class QToolButton;

namespace sw::ui {

/// The map with the path of its root and the choice of colours.
class TreemapView : public QWidget {
    Q_OBJECT
public:
    explicit TreemapView(QWidget* parent = nullptr);
    void setTree(const ShownTree& shown, const StageLayersPtr& layers);
    void setFiltered(const FilteredPtr& filtered);
    void setLayers(const StageLayersPtr& layers);
    void showPath(const QString& path); ///< as the selection has it; leads out of a folder that does not have it
    TreemapCanvas* canvas() const { return m_canvas; }
    QComboBox* coloring() const { return m_coloring; }
    QToolButton* cushions() const { return m_cushions; }
    QLabel* legend() const { return m_legend; }
    QLabel* breadcrumb() const { return m_path; }

Q_SIGNALS:
    void pathChosen(const QString& path);

private:
    void showBreadcrumb();
    void showLegend();
    void chooseColoring(const StageLayersPtr& layers);
    bool eventFilter(QObject* watched, QEvent* event) override;
    TreemapCanvas* m_canvas;
    QLabel* m_path;
    QLabel* m_legend;
    QFrame* m_strip; ///< has the legend
    QToolButton* m_cushions;
    QComboBox* m_coloring;
    bool m_coloringChosen = false; ///< by the person: it stays
};

} // namespace sw::ui
