#pragma once

#include "ui/session/documentsession.h"
#include "ui/session/selection.h"

#include <QGraphicsView>
#include <QList>

#include <memory>

class QAction;

namespace sw::ui {

struct GraphLayout;
struct GraphShape;

/// The live picture of the stages. Draws what snapshot and states say; asks for changes by signals only.
class StageGraphView : public QGraphicsView {
    Q_OBJECT
public:
    explicit StageGraphView(QWidget* parent = nullptr);
    ~StageGraphView() override;

    void setSnapshot(const SnapshotPtr& snapshot);
    void setStates(const StatesPtr& states);

    enum class Command { ZoomIn, ZoomOut, ZoomReset, Fit, Export };
    QAction* action(Command command) const;
    QList<QAction*> allActions() const;
    double zoom() const; ///< 1.0 = 100 %
    QString tipAt(const QPointF& scenePoint) const; ///< rich text; empty where there is nothing to tell
    QString summary() const; ///< "2 stages · 2 needed"

    /// Format by suffix: svg, png, pdf, dot. False with a sentence in `error` when it cannot be written.
    bool exportTo(const QString& path, QString* error);
    bool layoutPending() const; ///< a layout is being computed

public Q_SLOTS:
    void showSelection(const sw::ui::SelectedThing& thing, QObject* origin = nullptr);
    void fit();
    /// Fits for as long as the rows can be read; of a larger graph the target is shown and the rest is a scroll away.
    void keepFitted();

Q_SIGNALS:
    void selectionRequested(const sw::ui::SelectedThing& thing);
    void goToLineRequested(int line);                 ///< Enter, double-click
    void renameStageRequested(std::size_t stage);     ///< F2
    void editsRequested(const std::vector<sw::TextEdit>& edits, const QString& title); ///< drag from a stage onto another
    void zoomChanged(double zoom);
    void summaryChanged(const QString& text);
    void layoutDone();
    void message(const QString& sentence);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    friend class StageGraphAccessible;
    struct Parts;
    void makeActions();
    void applyTheme();
    void requestLayout();
    void takeLayout(const GraphShape& shape, const GraphLayout& layout);
    void rememberPlaces();
    void makeItems();
    void placeItems(double t); ///< t = 0: where things were, 1: where they belong
    void refreshContent();
    void applySelection();
    void setZoom(double zoom);
    void selectRow(std::size_t node, int row);
    void walk(int key);
    void activate();
    void finishDrag(const QPointF& scenePoint);
    void askForExport();
    std::unique_ptr<Parts> m_parts;
};

} // namespace sw::ui
