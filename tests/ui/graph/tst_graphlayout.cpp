// The layout as numbers: nothing overlaps, edges begin and end where they say.

#include "core/dockerfile/parser.h"
#include "ui/graph/graphlayout.h"

#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {

SnapshotPtr snapshotOf(const std::string& text, const std::string& target = {}) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    snapshot->document = std::make_shared<dockerfile::Document>(dockerfile::parse(text));
    snapshot->inputs.target = target;
    snapshot->graph = std::make_shared<plan::StageGraph>(plan::resolveStages(*snapshot->document, snapshot->inputs));
    return snapshot;
}

const char kReact[] = "FROM node:18 AS builder\nWORKDIR /app\nCOPY . .\nRUN npm run build\n"
                      "FROM nginx:alpine\nCOPY --from=builder /app/build /html\nEXPOSE 80\n";

std::string manyStages(int count) {
    std::string text = "FROM base AS s0\nRUN x\n";
    for (int i = 1; i < count; ++i) {
        text += "FROM s" + std::to_string(i / 2) + " AS s" + std::to_string(i) + "\nRUN one\nRUN two\n";
        if (i > 3) {
            text += "COPY --from=s" + std::to_string(i - 3) + " /a /b\n";
        }
    }
    return text;
}

} // namespace

class TestGraphLayout : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void geometry_data();
    void geometry();
    void shapeOfTheReactExample();
    void typingInsideALineKeepsTheKey();
    void whatChangesTheGraphChangesTheKey_data();
    void whatChangesTheGraphChangesTheKey();
    void unneededStagesAreMarked();
    void hundredsOfStages();
};

void TestGraphLayout::geometry_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("nothing") << std::string();
    QTest::newRow("one stage without instructions") << std::string("FROM a");
    QTest::newRow("the React example") << std::string(kReact);
    QTest::newRow("two copies from one stage") << std::string("FROM a AS x\nRUN y\nFROM b\nCOPY --from=x /1 /\nCOPY --from=x /2 /\n");
    QTest::newRow("a mount from a stage and one from an image")
        << std::string("FROM a AS x\nFROM b\nRUN --mount=from=x,target=/x y\nRUN --mount=from=alpine,target=/z y\n");
    QTest::newRow("a stage that uses itself is no loop forever") << std::string("FROM a AS x\nCOPY --from=x / /\n");
    QTest::newRow("a stage on a stage on a stage") << std::string("FROM a AS x\nFROM x AS y\nRUN 1\nFROM y\nRUN 2\n");
    QTest::newRow("half-typed") << std::string("FROM a AS x\nRUN b\nFROM \nCOPY --from=");
    QTest::newRow("thirty stages") << manyStages(30);
}

void TestGraphLayout::geometry() {
    QFETCH(std::string, text);
    const GraphShape shape = makeShape(*snapshotOf(text));
    const GraphMetrics metrics;
    const GraphLayout layout = layoutGraph(shape, metrics);
    QVERIFY(layout.valid);
    QCOMPARE(layout.nodes.size(), shape.nodes.size());
    QCOMPARE(layout.edges.size(), shape.edges.size());
    for (std::size_t a = 0; a < layout.nodes.size(); ++a) {
        QCOMPARE(layout.nodes[a].size(), metrics.sizeOf(shape.nodes[a]));
        QCOMPARE(layout.nodes[a].topLeft(), QPointF(layout.nodes[a].topLeft().toPoint()));
        for (std::size_t b = a + 1; b < layout.nodes.size(); ++b) {
            QVERIFY2(!layout.nodes[a].adjusted(-4, -4, 4, 4).intersects(layout.nodes[b]), "cards keep a distance");
        }
    }
    std::vector<QRectF> labels;
    for (std::size_t e = 0; e < layout.edges.size(); ++e) {
        const GraphEdge& edge = shape.edges[e];
        const EdgePath& path = layout.edges[e];
        const QRectF row = metrics.rowRect(shape.nodes[edge.target], edge.row).translated(layout.nodes[edge.target].topLeft());
        QCOMPARE(path.tip.x(), row.left());
        QVERIFY2(path.tip.y() > row.top() && path.tip.y() < row.bottom(), "an edge ends within its row");
        QCOMPARE((path.bezier.size() - 1) % 3, 0);
        QCOMPARE(path.bezier.front().x(), layout.nodes[edge.source].right());
        QVERIFY(path.bezier.front().y() > layout.nodes[edge.source].top() && path.bezier.front().y() < layout.nodes[edge.source].bottom());
        QVERIFY2(path.bezier.back().x() < path.tip.x(), "an arrow points to the right");
        if (path.label) {
            const QSizeF size(metrics.labelWidth, metrics.labelHeight);
            const QRectF label(*path.label - QPointF(size.width() / 2, size.height() / 2), size);
            for (const QRectF& other : labels) {
                QVERIFY2(!label.adjusted(1, 1, -1, -1).intersects(other), "labels do not cover each other");
            }
            labels.push_back(label);
        }
    }
}

void TestGraphLayout::shapeOfTheReactExample() {
    const GraphShape shape = makeShape(*snapshotOf(kReact));
    QCOMPARE(shape.stageCount(), 2U);
    QCOMPARE(shape.nodes.size(), 4U); // and two images
    QCOMPARE(shape.nodes[0].name, QStringLiteral("builder"));
    QCOMPARE(shape.nodes[0].rows.size(), 3U);
    QVERIFY(shape.nodes[1].target && !shape.nodes[0].target);
    QCOMPARE(shape.edges.size(), 3U);
    const auto copy = std::ranges::find(shape.edges, plan::EdgeKind::Copy, &GraphEdge::kind);
    QVERIFY(copy != shape.edges.end());
    QCOMPARE(copy->row, 0);
    QCOMPARE(copy->source, 0U);
    QCOMPARE(std::ranges::find(shape.edges, plan::EdgeKind::From, &GraphEdge::kind)->row, -1);
}

void TestGraphLayout::typingInsideALineKeepsTheKey() {
    std::string typed = kReact;
    const std::string key = makeShape(*snapshotOf(typed)).layoutKey();
    typed.insert(typed.find(" run build"), " --silent --and-a-very-long-word-that-would-make-a-card-wider");
    QCOMPARE(makeShape(*snapshotOf(typed)).layoutKey(), key);
    typed.replace(typed.find("builder"), 7, "b");
    typed.replace(typed.find("=builder"), 8, "=b");
    QCOMPARE(makeShape(*snapshotOf(typed)).layoutKey(), key);
}

void TestGraphLayout::whatChangesTheGraphChangesTheKey_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("another instruction") << std::string(kReact) + "RUN x\n";
    QTest::newRow("another stage") << std::string(kReact) + "FROM c\n";
    QTest::newRow("a copy from an image") << std::string(kReact) + "COPY --from=alpine / /\n";
}

void TestGraphLayout::whatChangesTheGraphChangesTheKey() {
    QFETCH(std::string, text);
    QVERIFY(makeShape(*snapshotOf(text)).layoutKey() != makeShape(*snapshotOf(kReact)).layoutKey());
}

void TestGraphLayout::unneededStagesAreMarked() {
    const GraphShape shape = makeShape(*snapshotOf("FROM a AS x\nFROM b AS y\nRUN z\n", "y"));
    QVERIFY(!shape.nodes[0].needed);
    QVERIFY(shape.nodes[1].needed);
    QVERIFY2(!shape.nodes[2].needed && shape.nodes[3].needed, "an image is needed when a needed stage uses it");
}

void TestGraphLayout::hundredsOfStages() {
    const GraphShape shape = makeShape(*snapshotOf(manyStages(300)));
    const GraphLayout layout = layoutGraph(shape, {});
    QVERIFY(layout.valid);
    QCOMPARE(layout.nodes.size(), 301U);
}

QTEST_MAIN(TestGraphLayout)
#include "tst_graphlayout.moc"
