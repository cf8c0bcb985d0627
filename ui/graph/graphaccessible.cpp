#include "ui/graph/graphaccessible.h"

#include "ui/graph/graphparts.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <map>

namespace sw::ui {

/// One card or chip, or (row >= 0) one instruction in it. Found again by its numbers, so that it outlives items.
class GraphNodeAccessible;

class StageGraphAccessible : public QAccessibleWidget {
public:
    explicit StageGraphAccessible(QWidget* view) : QAccessibleWidget(view, QAccessible::Tree) {}
    ~StageGraphAccessible() override;

    StageGraphView* view() const { return qobject_cast<StageGraphView*>(widget()); }
    const StageGraphView::Parts& parts() const { return *view()->m_parts; }

    int childCount() const override { return static_cast<int>(parts().nodes.size()); }
    QAccessibleInterface* child(int index) const override { return item(index, NodeItem::kHeader); }
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override {
        const QPointF point = view()->mapToScene(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        const NodeItem* node = parts().nodeAt(point);
        return node == nullptr ? nullptr : item(static_cast<int>(*parts().indexOf(node)), NodeItem::kHeader);
    }
    QAccessibleInterface* item(int node, int row) const;
    void select(int node, int row) const { view()->selectRow(static_cast<std::size_t>(node), row); }

private:
    mutable std::map<std::pair<int, int>, QAccessible::Id> m_children;
};

class GraphNodeAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    GraphNodeAccessible(const StageGraphAccessible& graph, int node, int row) : m_graph(graph), m_node(node), m_row(row) {}

    int node() const { return m_node; }
    bool isValid() const override {
        return m_graph.view() != nullptr && m_node < m_graph.childCount() &&
               m_row < static_cast<int>(item().node().rows.size());
    }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override {
        return m_row < 0 ? const_cast<StageGraphAccessible*>(&m_graph) : m_graph.item(m_node, NodeItem::kHeader);
    }
    int childCount() const override { return isValid() && m_row < 0 ? static_cast<int>(item().node().rows.size()) : 0; }
    QAccessibleInterface* child(int index) const override { return m_row < 0 ? m_graph.item(m_node, index) : nullptr; }
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* row = dynamic_cast<const GraphNodeAccessible*>(child);
        return row == nullptr ? -1 : row->m_row;
    }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::TreeItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.selected = isValid() && item().selectedRow() == m_row;
        state.focused = state.selected && m_graph.view()->hasFocus();
        return state;
    }
    QRect rect() const override {
        if (!isValid()) {
            return {};
        }
        const QRectF scene = item().mapRectToScene(m_row < 0 ? item().boundingRect() : item().rowRect(m_row));
        const QRect inView = m_graph.view()->mapFromScene(scene).boundingRect();
        return {m_graph.view()->viewport()->mapToGlobal(inView.topLeft()), inView.size()};
    }
    QString text(QAccessible::Text kind) const override {
        if (!isValid()) {
            return {};
        }
        const GraphNode& node = item().node();
        const NodeFacts& facts = item().facts();
        if (m_row >= 0) {
            const auto row = static_cast<std::size_t>(m_row);
            if (kind == QAccessible::Name) {
                return node.rows[row].text;
            }
            return kind == QAccessible::Description && row < facts.rows.size()
                       ? QStringList{Theme::word(facts.rows[row].display), facts.rows[row].size}.join(QStringLiteral(", "))
                       : QString();
        }
        if (kind == QAccessible::Name) {
            return node.kind == GraphNode::Kind::Stage ? StageGraphView::tr("Stage %1").arg(node.name) : StageGraphView::tr("Image %1").arg(node.name);
        }
        return kind == QAccessible::Description ? (node.kind == GraphNode::Kind::Stage ? facts.right : facts.second) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString&) override {
        if (isValid()) {
            m_graph.select(m_node, m_row);
        }
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    const NodeItem& item() const { return *m_graph.parts().nodes[static_cast<std::size_t>(m_node)]; }

    const StageGraphAccessible& m_graph;
    int m_node;
    int m_row;
};

StageGraphAccessible::~StageGraphAccessible() {
    for (const auto& [key, id] : m_children) {
        QAccessible::deleteAccessibleInterface(id);
    }
}

int StageGraphAccessible::indexOfChild(const QAccessibleInterface* child) const {
    const auto* node = dynamic_cast<const GraphNodeAccessible*>(child);
    return node == nullptr ? -1 : node->node();
}

QAccessibleInterface* StageGraphAccessible::item(int node, int row) const {
    if (node < 0 || node >= childCount()) {
        return nullptr;
    }
    const auto [it, added] = m_children.try_emplace({node, row}, 0);
    if (added) {
        it->second = QAccessible::registerAccessibleInterface(new GraphNodeAccessible(*this, node, row));
    }
    return QAccessible::accessibleInterface(it->second);
}

void installGraphAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory([](const QString& className, QObject* object) -> QAccessibleInterface* {
            if (className == QLatin1StringView("sw::ui::StageGraphView") && object != nullptr && object->isWidgetType()) {
                return new StageGraphAccessible(static_cast<QWidget*>(object));
            }
            return nullptr;
        });
        return true;
    }();
    (void)installed;
}

} // namespace sw::ui
