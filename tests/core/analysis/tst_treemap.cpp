#include "core/analysis/treemap.h"
#include "tests/support/layertext.h"

#include <QTest>

#include <cmath>

using namespace sw;
using namespace sw::analysis;

namespace {

constexpr TreemapOptions kBare{.smallest = 0, .title = 0, .gap = 0};

double areaOf(const TreemapTile& tile) { return tile.width * tile.height; }

std::string manyFiles(int count) {
    std::string text = "d d\n";
    std::uint32_t seed = 3;
    for (int i = 0; i < count; ++i) {
        seed = seed * 1664525U + 1013904223U;
        text += "f d/" + std::to_string(i) + " " + std::to_string(1 + seed / 65536U % 1000) + "\n";
    }
    return text;
}

} // namespace

class TestTreemap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// The example of the paper: 6, 6, 4, 3, 2, 2, 1 in 6 x 4.
    void theExampleOfThePaper() {
        const FileTree tree = buildFileTree({test::layer("f a 6\nf b 6\nf c 4\nf d 3\nf e 2\nf f 2\nf g 1\n")});
        const auto tiles = layoutTreemap(tree, 0, 6, 4, kBare);
        QCOMPARE(tiles.size(), 8U);
        const auto& a = tiles[1];
        QCOMPARE(a.width, 3.0);
        QCOMPARE(a.height, 2.0);
        const auto& c = tiles[3];
        QVERIFY(std::abs(c.width - 12.0 / 7) < 1e-9 && std::abs(c.height - 7.0 / 3) < 1e-9);
    }

    void areasAreBytesAndTilesDoNotOverlap() {
        const FileTree tree = buildFileTree({test::layer(manyFiles(300) + "d e\nf e/x 30000\nf e/y 1000\n")});
        const auto tiles = layoutTreemap(tree, 0, 800, 500, kBare);
        QCOMPARE(tiles.size(), tree.size());
        const double scale = 800.0 * 500.0 / static_cast<double>(tree.node(0).bytes);
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            QVERIFY(std::abs(areaOf(tiles[i]) - static_cast<double>(tree.node(tiles[i].id).bytes) * scale) < 1e-3);
            for (std::size_t j = i + 1; j < tiles.size(); ++j) {
                const double width = std::min(tiles[i].x + tiles[i].width, tiles[j].x + tiles[j].width) - std::max(tiles[i].x, tiles[j].x);
                const double height = std::min(tiles[i].y + tiles[i].height, tiles[j].y + tiles[j].height) - std::max(tiles[i].y, tiles[j].y);
                const bool nested = tree.node(tiles[j].id).parent == tiles[i].id || tiles[i].id == 0;
                QVERIFY(nested || width < 1e-6 || height < 1e-6);
            }
        }
    }

    void whatIsTooSmallIsLeftOut() {
        const FileTree tree = buildFileTree({test::layer(manyFiles(4000))});
        const auto tiles = layoutTreemap(tree, 0, 300, 200);
        QVERIFY(tiles.size() > 10);
        QVERIFY(tiles.size() < 300U * 200U / 12U + 2);
        for (const TreemapTile& tile : tiles) {
            QVERIFY(tile.x >= 0 && tile.y >= 0 && tile.x + tile.width <= 300.001 && tile.y + tile.height <= 200.001);
        }
    }

    void foldersAreAroundTheirContent() {
        const FileTree tree = buildFileTree({test::layer("d d\nd d/e\nf d/e/f 10\nf d/g 10\n")});
        const auto tiles = layoutTreemap(tree, 0, 400, 300);
        QCOMPARE(tiles.size(), 5U);
        for (std::size_t i = 1; i < tiles.size(); ++i) {
            const auto outer = std::ranges::find(tiles, tree.node(tiles[i].id).parent, &TreemapTile::id);
            QVERIFY(outer - tiles.begin() < static_cast<std::ptrdiff_t>(i));
            QCOMPARE(outer->depth + 1, tiles[i].depth);
            QVERIFY(tiles[i].x >= outer->x && tiles[i].y >= outer->y + 1);
            QVERIFY(tiles[i].x + tiles[i].width <= outer->x + outer->width + 1e-9);
        }
    }

    /// usr and usr/lib hold nothing else: they are as large as lib's folder, and only that one needs room for a title.
    void chainsOfFoldersAreOne() {
        const FileTree tree = buildFileTree({test::layer("d usr\nd usr/lib\nd usr/lib/a\nf usr/lib/a/f 10\nf usr/lib/g 10\nf usr/nothing 0\n")});
        const auto tiles = layoutTreemap(tree, 0, 400, 300, {.rootTitle = false, .joinChains = true});
        const auto tile = [&](const char* path) { return *std::ranges::find(tiles, *tree.find(path), &TreemapTile::id); };
        for (const char* path : {"", "usr"}) {
            QVERIFY(tile(path).joined);
            QCOMPARE(tile(path).width, 400.0);
            QCOMPARE(tile(path).height, 300.0);
        }
        QVERIFY(!tile("usr/lib").joined);
        QCOMPARE(tile("usr/lib").height, 300.0);
        QVERIFY(tile("usr/lib/g").y >= 15); // below lib's title
        QVERIFY(!tile("usr/lib/a").joined); // a file is in it
        const auto plain = layoutTreemap(tree, 0, 400, 300);
        QVERIFY(std::ranges::none_of(plain, &TreemapTile::joined));
    }

    void ghostsAndNothing() {
        const FileTree tree = buildFileTree({test::layer("f a 5\nf b 5\n"), test::layer("- a\n")}, {.since = 1});
        QCOMPARE(layoutTreemap(tree, 0, 100, 100, kBare).size(), 2U);
        QCOMPARE(layoutTreemap(buildFileTree({}), 0, 100, 100).size(), 1U);
        QVERIFY(layoutTreemap(tree, 0, 0, 100).empty());
        QVERIFY(layoutTreemap(tree, 999, 10, 10).empty());
    }
};

QTEST_GUILESS_MAIN(TestTreemap)
#include "tst_treemap.moc"
