#include "core/analysis/treefilter.h"
#include "core/base/imagepath.h"
#include "tests/support/layertext.h"

#include <QTest>

using namespace sw;
using namespace sw::analysis;

namespace {

FileTree sample() {
    return buildFileTree({test::layer("d usr\nd usr/lib\nf usr/lib/big.so 5000\nf usr/lib/readme.MD 70\nd etc\nf etc/conf.json 100\nf etc/old 50\nl etc/link conf.json\n"),
                          test::layer("d etc\nf etc/conf.json 200 new\n- etc/old\nd app\nd app/node_modules\nf app/node_modules/a.js 400\nf app/index.html 30\n")},
                         {.upTo = 2, .since = 1});
}

/// Paths of what is visible, with the bytes of what fits.
QStringList shown(const FileTree& tree, const TreeFilter& filter) {
    const FilteredTree found = filterTree(tree, filter);
    QStringList out;
    for (FileTree::Id id = 0; id < tree.size(); ++id) {
        if (found.visible[id]) {
            out.push_back(QString::fromStdString(absolutePath(tree.path(id)) + " " + std::to_string(found.bytes[id])));
        }
    }
    return out;
}

constexpr std::uint8_t bit(Change change) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(change)); }
constexpr std::uint16_t bit(FileKind kind) { return static_cast<std::uint16_t>(1U << static_cast<unsigned>(kind)); }

} // namespace

class TestTreeFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatFitsAndTheWayToIt_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("paths");
        QTest::newRow("part of a name, whatever its case") << "README.m" << QStringList{"/ 70", "/usr 70", "/usr/lib 70", "/usr/lib/readme.MD 70"};
        QTest::newRow("a folder brings what is in it") << "node_mod" << QStringList{"/ 400", "/app 400", "/app/node_modules 400", "/app/node_modules/a.js 400"};
        QTest::newRow("part of a path") << "lib/big" << QStringList{"/ 5000", "/usr 5000", "/usr/lib 5000", "/usr/lib/big.so 5000"};
        QTest::newRow("a pattern of the whole name") << "*.js" << QStringList{"/ 400", "/app 400", "/app/node_modules 400", "/app/node_modules/a.js 400"};
        QTest::newRow("a pattern of the path goes across folders") << "/app/*.?s" << QStringList{"/ 400", "/app 400", "/app/node_modules 400", "/app/node_modules/a.js 400"};
        QTest::newRow("a pattern with a folder begins at any folder") << "lib/*.so" << QStringList{"/ 5000", "/usr 5000", "/usr/lib 5000", "/usr/lib/big.so 5000"};
        QTest::newRow("nothing") << "no-such" << QStringList{"/ 0"};
    }
    void whatFitsAndTheWayToIt() {
        QFETCH(QString, text);
        QFETCH(QStringList, paths);
        TreeFilter filter;
        filter.text = text.toStdString();
        QCOMPARE(shown(sample(), filter), paths);
    }

    void changesAreChosenOneByOne() {
        TreeFilter filter;
        filter.changes = bit(Change::Removed);
        QCOMPARE(shown(sample(), filter), (QStringList{"/ 0", "/etc 0", "/etc/old 50"})); // what went weighs nothing in what is there
        filter.changes = bit(Change::Modified);
        QCOMPARE(shown(sample(), filter), (QStringList{"/ 200", "/etc 200", "/etc/conf.json 200"}));
        filter.changes = bit(Change::Added);
        QCOMPARE(shown(sample(), filter), (QStringList{"/ 430", "/app 430", "/app/index.html 30", "/app/node_modules 400", "/app/node_modules/a.js 400"}));
    }

    void kindsSizesOwnersAndLayers() {
        TreeFilter filter;
        filter.kinds = bit(FileKind::Library);
        QCOMPARE(shown(sample(), filter).size(), 4);
        filter.kinds = static_cast<std::uint16_t>(bit(FileKind::Link) | bit(FileKind::Code));
        QVERIFY(shown(sample(), filter).contains("/etc/link 0"));
        QVERIFY(shown(sample(), filter).contains("/app/node_modules/a.js 400"));
        filter = {};
        filter.smallest = 200;
        QCOMPARE(shown(sample(), filter), (QStringList{"/ 5600", "/app 400", "/app/node_modules 400", "/app/node_modules/a.js 400", "/etc 200", "/etc/conf.json 200", "/usr 5000",
                                                       "/usr/lib 5000", "/usr/lib/big.so 5000"}));
        filter = {};
        filter.layers = {false, true};
        QVERIFY(!shown(sample(), filter).contains("/usr 0"));
        QVERIFY(shown(sample(), filter).contains("/etc/conf.json 200"));
        filter = {};
        filter.uid = 7;
        QCOMPARE(shown(sample(), filter), QStringList{"/ 0"});
        filter.uid = 0;
        QVERIFY(shown(sample(), filter).size() > 8);
    }

    /// What a later layer deletes or replaces is marked where it still stands, with the layer that does it.
    void whatIsHiddenLater() {
        std::vector<LayerInput> inputs;
        for (const char* text : {"d a\nf a/kept 10\nf a/gone 20\nf a/new 30\n", "f b 5\n", "d a\n- a/gone\nf a/new 40\n"}) {
            LayerInput input;
            input.index = test::layer(text);
            inputs.push_back(std::move(input));
        }
        const Accounts accounts = account(inputs);
        const LayerList layers = {inputs[0].index, inputs[1].index, inputs[2].index};
        const FileTree two = buildFileTree(layers, {.upTo = 2, .since = 1});
        const HiddenLater hidden = hiddenLater(two, accounts.waste, 2);
        QCOMPARE(hidden.size(), 2U);
        QCOMPARE(hidden.at(*two.find("a/gone")), 2U);
        QCOMPARE(hidden.at(*two.find("a/new")), 2U);
        TreeFilter filter;
        filter.hiddenLater = true;
        const FilteredTree found = filterTree(two, filter, {}, &hidden);
        QCOMPARE(found.files, 2U);
        QCOMPARE(found.bytes[0], 50U);
        QVERIFY(!found.visible[*two.find("a/kept")]);
        QVERIFY(hiddenLater(buildFileTree(layers), accounts.waste, 3).empty());
    }

    void whatAPackageOwns() {
        const FileTree tree = sample();
        TreeFilter filter;
        filter.owners = std::make_shared<const PackageOwners>(
            std::vector<OwningPackage>{{"base", "1", "deb", {"etc/conf.json"}}, {"big", "2", "deb", {"usr/lib/big.so", "usr/lib"}}}, tree);
        filter.package = 1;
        QCOMPARE(shown(tree, filter), (QStringList{"/ 5000", "/usr 5000", "/usr/lib 5000", "/usr/lib/big.so 5000"}));
        filter.package = 0;
        QVERIFY(shown(tree, filter).contains("/etc/conf.json 200"));
        QVERIFY(!filter.isEmpty());
    }

    void conditionsHoldTogether() {
        TreeFilter filter;
        filter.text = "/etc/";
        filter.changes = bit(Change::Unchanged);
        QCOMPARE(shown(sample(), filter), (QStringList{"/ 0", "/etc 0", "/etc/link 0"}));
        QVERIFY(!filter.isEmpty());
        QVERIFY(TreeFilter().isEmpty());
        QCOMPARE(filterTree(sample(), {}).bytes[0], sample().node(0).bytes);
    }

    void ownersAreSummed() {
        oci::LayerIndex index = test::layerIndex("f a 10\nf b 20\nf c 5\n");
        index.entries[2].uid = 1000;
        index.entries[1].uid = 33;
        const auto owners = ownersOf(buildFileTree({test::compact(index)}));
        QCOMPARE(owners.size(), 3U);
        QCOMPARE(owners[0].uid, 33U);
        QCOMPARE(owners[0].bytes, 20U);
        QCOMPARE(owners[2].uid, 1000U);
    }

    void kindsByTypeNameAndMode_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("kind");
        QTest::newRow("a folder") << "d x.js" << static_cast<int>(FileKind::Directory);
        QTest::newRow("a link") << "l x.js y" << static_cast<int>(FileKind::Link);
        QTest::newRow("a versioned library") << "f libc.so.6 1" << static_cast<int>(FileKind::Library);
        QTest::newRow("a picture") << "f a.png 1" << static_cast<int>(FileKind::Media);
        QTest::newRow("anything") << "f passwd 1" << static_cast<int>(FileKind::Other);
    }
    void kindsByTypeNameAndMode() {
        QFETCH(QString, line);
        QFETCH(int, kind);
        const auto index = test::layer(line.toStdString() + "\n");
        QCOMPARE(static_cast<int>(fileKind((*index)[0].name(), (*index)[0])), kind);
        oci::LayerIndex program = test::layerIndex("f sh 1\n");
        program.entries[0].mode = 0755;
        const auto programs = test::compact(program);
        QCOMPARE(fileKind("sh", (*programs)[0]), FileKind::Program);
        QCOMPARE(fileKind("run.sh", (*programs)[0]), FileKind::Code);
        QCOMPARE(fileKind("x", nullptr), FileKind::Directory);
    }

    void aStoppedOneShowsNothing() {
        std::string text;
        for (int i = 0; i < 40'000; ++i) {
            text += "f f" + std::to_string(i) + " 1\n";
        }
        std::stop_source stop;
        stop.request_stop();
        TreeFilter filter;
        filter.text = "f";
        const FileTree tree = buildFileTree({test::layer(text)});
        QCOMPARE(filterTree(tree, filter).files, 40'000U);
        QCOMPARE(filterTree(tree, filter, stop.get_token()).files, 0U);
    }
};

QTEST_GUILESS_MAIN(TestTreeFilter)
#include "tst_treefilter.moc"
