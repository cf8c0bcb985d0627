#pragma once

#include "ui/graph/graphlayout.h"

#include <QColor>
#include <QGraphicsItem>

#include <vector>

namespace sw::ui {

/// What states add to a node.
struct NodeFacts {
    struct Row {
        StepDisplay display = StepDisplay::None;
        QString size; ///< "812 kB", "≈ 214 MB", "–" or empty
        bool operator==(const Row&) const = default;
    };
    QString right;    ///< header: "1.12 GB", "ships 47.2 MB", "not needed"
    QString second;   ///< chip: "base · 905 MB"
    StepDisplay display = StepDisplay::None;
    std::vector<Row> rows;
    bool operator==(const NodeFacts&) const = default;
};

/// A stage as a card with one row per instruction, or an external image as a chip.
class NodeItem : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    static constexpr int kNothing = -2;
    static constexpr int kHeader = -1;

    explicit NodeItem(const GraphMetrics& metrics) : m_metrics(metrics) {}
    int type() const override { return Type; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    void setContent(const GraphNode& node, const NodeFacts& facts);
    void setSelectedRow(int row); ///< kNothing, kHeader or a row
    void setDropTarget(bool on);
    void setPhase(double phase);
    bool hasRunningRow() const;
    int rowAt(const QPointF& itemPoint) const; ///< kNothing outside
    const GraphNode& node() const { return m_node; }
    const NodeFacts& facts() const { return m_facts; }
    int selectedRow() const { return m_selectedRow; }
    QRectF rowRect(int row) const { return m_metrics.rowRect(m_node, row); }

private:
    void prepareTexts();
    void paintCard(QPainter& painter, double detail) const;
    void paintRow(QPainter& painter, int row, const QColor& ink) const;
    void paintChip(QPainter& painter) const;

    const GraphMetrics& m_metrics;
    GraphNode m_node;
    NodeFacts m_facts;
    std::vector<QString> m_rowTexts; ///< elided once, not per paint
    QString m_name;
    int m_selectedRow = kNothing;
    bool m_dropTarget = false;
    double m_phase = 0.0;
};

/// A connection: FROM solid with a filled arrow, COPY dashed with an open one, mounts dotted with a diamond.
class EdgeItem : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };
    int type() const override { return Type; }
    QRectF boundingRect() const override;
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    void setContent(plan::EdgeKind kind, const QColor& color, bool needed, const QString& strong, const QString& rest);
    void setPathOf(const EdgePath& path);
    const EdgePath& edgePath() const { return m_path; }
    void setHighlighted(bool on);
    plan::EdgeKind kind() const { return m_kind; }
    QString labelText() const { return m_strong + m_rest; }
    const QRectF& labelRect() const { return m_label; }

private:
    void placeLabel();

    EdgePath m_path;
    QPainterPath m_line;
    plan::EdgeKind m_kind = plan::EdgeKind::From;
    QColor m_color;
    bool m_needed = true;
    bool m_highlighted = false;
    QString m_strong; ///< "4.10 MB"
    QString m_rest;   ///< " of 1.12 GB"
    QRectF m_label;   ///< measured once: the view asks for it all the time
};

} // namespace sw::ui
