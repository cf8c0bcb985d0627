#include "ui/layers/treemapview.h"
#include "tests/support/layertext.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QTest>

using namespace sw;
using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

ShownTree shownOf(FileTreePtr tree) { return {.tree = std::move(tree), .filtered = nullptr, .owners = {}}; }

ShownTree exampleTree() {
    return shownOf(std::make_shared<const analysis::FileTree>(
        analysis::buildFileTree({test::layer("d usr\nd usr/lib\nf usr/lib/big.so 60000\nf usr/lib/small.js 20000\nf etc 10000\n"), test::layer("f new 10000\n")}, {.since = 1})));
}

} // namespace

class TestTreemapView : public QObject {
    Q_OBJECT

    QPoint middleOf(const TreemapView& view, const char* path) const {
        const auto id = view.canvas()->tree()->find(path);
        return view.canvas()->tileOf(*id)->center().toPoint();
    }

private Q_SLOTS:
    void aClickSelectsAndADoubleClickEnters() {
        TreemapView view;
        view.resize(600, 400);
        view.setTree(exampleTree(), nullptr);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy chosen(&view, &TreemapView::pathChosen);
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, middleOf(view, "usr/lib/big.so"));
        QCOMPARE(chosen.takeFirst().front().toString(), u"/usr/lib/big.so"_s);
        QVERIFY(view.canvas()->accessibleDescription().contains(u"/usr/lib/big.so"_s));

        QTest::mouseDClick(view.canvas(), Qt::LeftButton, {}, middleOf(view, "usr/lib/small.js"));
        QCOMPARE(view.canvas()->root(), *view.canvas()->tree()->find("usr/lib"));
        QVERIFY(view.breadcrumb()->text().contains(u"usr"_s));
        QVERIFY(!view.canvas()->tileOf(*view.canvas()->tree()->find("etc")));
        Q_EMIT view.breadcrumb()->linkActivated(u"0"_s);
        QCOMPARE(view.canvas()->root(), 0U);
        QVERIFY(view.canvas()->tileOf(*view.canvas()->tree()->find("etc")).has_value());
    }

    void theSelectionOfTheTreeIsShown() {
        TreemapView view;
        view.resize(600, 400);
        view.setTree(exampleTree(), nullptr);
        view.showPath(u"/etc"_s);
        QCOMPARE(view.canvas()->current(), *view.canvas()->tree()->find("etc"));
        view.canvas()->setRoot(*view.canvas()->tree()->find("usr/lib"));
        view.showPath(u"/usr/lib/big.so"_s);
        QCOMPARE(view.canvas()->root(), *view.canvas()->tree()->find("usr/lib"));
        view.showPath(u"/etc"_s);
        QCOMPARE(view.canvas()->root(), 0U);
        view.showPath(u"/nothing"_s);
        QCOMPARE(view.canvas()->current(), analysis::FileTree::kNone);
    }

    void theKeyboardWalks() {
        TreemapView view;
        view.resize(600, 400);
        view.setTree(exampleTree(), nullptr);
        view.show();
        view.showPath(u"/usr/lib/big.so"_s);
        QSignalSpy chosen(&view, &TreemapView::pathChosen);
        for (int i = 0; i < 3 && chosen.isEmpty(); ++i) { // the layout decides on which side the next one is
            QTest::keyClick(view.canvas(), i == 0 ? Qt::Key_Right : i == 1 ? Qt::Key_Down : Qt::Key_Up);
        }
        QCOMPARE(chosen.size(), 1);
        view.showPath(u"/usr/lib/big.so"_s);
        QTest::keyClick(view.canvas(), Qt::Key_Return);
        QCOMPARE(view.canvas()->root(), *view.canvas()->tree()->find("usr/lib"));
        QTest::keyClick(view.canvas(), Qt::Key_Backspace);
        QCOMPARE(view.canvas()->root(), *view.canvas()->tree()->find("usr"));
    }

    /// Where the new file lies, its colour is another one when colours say what changed.
    void coloursSayWhatIsChosen() {
        TreemapView view;
        view.resize(600, 400);
        view.setTree(exampleTree(), nullptr);
        const auto colorOf = [&](const char* path) {
            const QRectF tile = *view.canvas()->tileOf(*view.canvas()->tree()->find(path));
            return view.canvas()->grab().toImage().pixelColor(tile.bottomRight().toPoint() - QPoint(4, 4));
        };
        view.show();
        QCOMPARE(colorOf("etc"), colorOf("new"));
        view.coloring()->setCurrentIndex(view.coloring()->findData(static_cast<int>(TreemapCanvas::Coloring::ByChange)));
        QVERIFY(colorOf("etc") != colorOf("new"));
        view.coloring()->setCurrentIndex(view.coloring()->findData(static_cast<int>(TreemapCanvas::Coloring::ByType)));
        QVERIFY(colorOf("usr/lib/big.so") != colorOf("usr/lib/small.js"));
    }

    /// Of an image that no build made all stages are one: layers tell more, until somebody chooses.
    void withoutLinesColoursSayTheLayer() {
        auto layers = std::make_shared<StageLayers>();
        layers->layers.resize(2);
        TreemapView view;
        view.resize(600, 400);
        view.setTree(exampleTree(), layers);
        view.show();
        const auto colorOf = [&](const char* path) { return view.canvas()->colorOf(*view.canvas()->tree()->find(path)); };
        const auto chosen = [&] { return static_cast<TreemapCanvas::Coloring>(view.coloring()->currentData().toInt()); };
        QCOMPARE(chosen(), TreemapCanvas::Coloring::ByLayer);
        QVERIFY(colorOf("etc") != colorOf("new"));
        QCOMPARE(view.canvas()->legend().size(), 2U);
        QVERIFY2(view.legend()->text().contains(u"#0"_s) && view.legend()->text().contains(u"#1"_s), qPrintable(view.legend()->text()));
        auto withLine = std::make_shared<StageLayers>(*layers);
        withLine->layers[1].line = 7;
        view.setTree(exampleTree(), withLine);
        QCOMPARE(chosen(), TreemapCanvas::Coloring::ByStage);
        view.coloring()->setCurrentIndex(view.coloring()->findData(static_cast<int>(TreemapCanvas::Coloring::ByLayer)));
        Q_EMIT view.coloring()->activated(view.coloring()->currentIndex());
        view.setTree(exampleTree(), withLine);
        QCOMPARE(chosen(), TreemapCanvas::Coloring::ByLayer);
        QVERIFY2(view.legend()->text().contains(u"line 7"_s), qPrintable(view.legend()->text()));
    }

    /// Only what fits has room, and as much as it has bytes; the legend names what is left.
    void aFilterChangesTheAreas() {
        TreemapView view;
        view.resize(600, 400);
        const ShownTree shown = exampleTree();
        view.setTree(shown, nullptr);
        view.show();
        const auto areaOf = [&](const char* path) {
            const auto tile = view.canvas()->tileOf(*shown.tree->find(path));
            return tile ? tile->width() * tile->height() : 0.0;
        };
        const double before = areaOf("usr/lib/small.js");
        analysis::TreeFilter filter;
        filter.text = "*.js";
        view.setFiltered(std::make_shared<const analysis::FilteredTree>(analysis::filterTree(*shown.tree, filter)));
        QCOMPARE(areaOf("usr/lib/big.so"), 0.0);
        QVERIFY(areaOf("usr/lib/small.js") > 2 * before);
        view.coloring()->setCurrentIndex(view.coloring()->findData(static_cast<int>(TreemapCanvas::Coloring::ByType)));
        QCOMPARE(view.canvas()->legend().size(), 1U);
        QVERIFY(view.legend()->text().contains(u"Code"_s));
        filter.text = "nothing";
        view.setFiltered(std::make_shared<const analysis::FilteredTree>(analysis::filterTree(*shown.tree, filter)));
        QVERIFY(!view.canvas()->tileOf(0));
        QVERIFY(!view.grab().isNull());
        view.setFiltered(nullptr);
        QVERIFY(areaOf("usr/lib/big.so") > 0);
    }

    /// A cushion is lighter where the light comes from, and of the colour of what it stands for.
    void cushionsHaveLightAndShade() {
        TreemapView view;
        view.resize(600, 400);
        const ShownTree shown = exampleTree();
        view.setTree(shown, nullptr);
        view.coloring()->setCurrentIndex(view.coloring()->findData(static_cast<int>(TreemapCanvas::Coloring::ByType)));
        view.cushions()->setChecked(true);
        view.show();
        const QImage picture = view.canvas()->grab().toImage();
        const QRectF tile = *view.canvas()->tileOf(*shown.tree->find("usr/lib/big.so"));
        const auto lightness = [&](double x, double y) { return picture.pixelColor(QPointF(tile.left() + x * tile.width(), tile.top() + y * tile.height()).toPoint()).lightness(); };
        QVERIFY2(lightness(0.35, 0.35) > lightness(0.97, 0.97), qPrintable(u"%1 %2"_s.arg(lightness(0.35, 0.35)).arg(lightness(0.97, 0.97))));
    }

    void theFolderStaysWhenTheTreeIsAnother() {
        TreemapView view;
        view.resize(600, 400);
        view.setTree(exampleTree(), nullptr);
        view.canvas()->setRoot(*view.canvas()->tree()->find("usr"));
        view.setTree(exampleTree(), nullptr);
        QCOMPARE(view.canvas()->root(), *view.canvas()->tree()->find("usr"));
        view.setTree(shownOf(std::make_shared<const analysis::FileTree>(analysis::buildFileTree({test::layer("f a 1\n")}))), nullptr);
        QCOMPARE(view.canvas()->root(), 0U);
        view.setTree({}, nullptr);
        QVERIFY(!view.grab().isNull());
    }
};

QTEST_MAIN(TestTreemapView)
#include "tst_treemapview.moc"
