#include "core/analysis/accounts.h"
#include "core/oci/indexbuilder.h"
#include "tests/core/oci/makelayer.h"

#include <QTest>

using namespace swtest;
using namespace sw::analysis;

namespace {

constexpr std::uint64_t kMB = 1'000'000;

/// A file that is only said to be large; `content` tells contents apart.
Item sized(std::string path, std::uint64_t megabytes, std::string content = {}) {
    Item item = file(std::move(path), {});
    item.entry.size = megabytes * kMB;
    item.entry.content = Hasher128::of(content.empty() ? item.entry.path : content);
    return item;
}

LayerIndex fullIndex(const std::vector<Item>& items) {
    IndexBuilder builder;
    for (const Item& item : items) {
        if (item.entry.type == EntryType::Whiteout) {
            builder.addWhiteout(item.entry.path, 0, 512);
        } else {
            LayerEntry entry = item.entry;
            entry.headerBytes = 512;
            builder.add(std::move(entry));
        }
    }
    return builder.finish(0);
}

std::shared_ptr<const CompactIndex> indexOf(const std::vector<Item>& items) { return CompactIndex::of(fullIndex(items)).value(); }

using Layers = std::vector<std::vector<Item>>;

LayerList listOf(const Layers& layers) {
    LayerList out;
    for (const auto& items : layers) {
        out.push_back(indexOf(items));
    }
    return out;
}

Accounts accountsOf(const Layers& layers) {
    std::vector<LayerInput> inputs;
    for (const auto& index : listOf(layers)) {
        LayerInput input;
        input.index = index;
        inputs.push_back(std::move(input));
    }
    return account(inputs);
}

std::vector<Item> manyFiles(std::string_view prefix, int count, std::uint64_t megabytes) {
    std::vector<Item> out;
    for (int i = 0; i < count; ++i) {
        out.push_back(sized(std::string(prefix) + std::to_string(i), megabytes));
    }
    return out;
}

std::vector<Item> with(std::vector<Item> first, std::vector<Item> second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// "+a ~d(10) ": change marks with bytes, by path.
std::string marks(const FileTree& tree) {
    std::string out;
    std::vector<FileTree::Id> open = {0};
    while (!open.empty()) {
        const FileTree::Id id = open.back();
        open.pop_back();
        const FileTree::Node& node = tree.node(id);
        if (id != 0) {
            out += std::string(1, "=+~-"[static_cast<int>(node.change)]) + tree.path(id) + (node.directory ? "/" : "") + "(" +
                   std::to_string(node.bytes / kMB) + ") ";
        }
        const auto children = tree.children(id);
        open.insert(open.end(), children.rbegin(), children.rend());
    }
    return out.empty() ? out : out.substr(0, out.size() - 1);
}

} // namespace

class TestAccounts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void storedVisibleWasted_data() {
        QTest::addColumn<Layers>("layers");
        QTest::addColumn<quint64>("stored");
        QTest::addColumn<quint64>("visible");
        QTest::addColumn<double>("efficiency");
        const auto row = [](const char* name, Layers layers, quint64 stored, quint64 visible, double efficiency) {
            QTest::newRow(name) << layers << stored << visible << efficiency;
        };
        const std::vector<Item> base = {sized("base", 100)};
        row("A: a directory of 100 MB removed as a directory", {with(base, with({directory("d")}, manyFiles("d/f", 10, 10))), {whiteout("d")}},
            200, 100, 0.5);
        row("B: a file of 100 MB removed", {with(base, {sized("f", 100)}), {whiteout("f")}}, 200, 100, 0.5);
        row("C: every file copied up again", {manyFiles("f", 10, 10), manyFiles("f", 10, 10)}, 200, 100, 0.5);
        row("D: 10 MB replaced by 90 MB", {{sized("f", 10, "small")}, {sized("f", 90, "large")}}, 100, 90, 0.9);
        row("E: a directory replaced with an opaque one",
            {with({directory("d")}, manyFiles("d/old", 10, 10)), with({opaque("d")}, manyFiles("d/new", 10, 10))}, 200, 100, 0.5);
        row("hard links count once", {{sized("a", 10), hardLink("b", "a"), hardLink("c", "a")}}, 10, 10, 1.0);
        row("a hard link keeps its bytes when one name goes", {{sized("a", 10), hardLink("b", "a")}, {whiteout("a")}}, 10, 10, 1.0);
        row("and loses them with the last name", {{sized("a", 10), hardLink("b", "a")}, {whiteout("a")}, {whiteout("b")}}, 10, 0, 0.0);
        row("a directory replaced by a file", {with({directory("d")}, manyFiles("d/f", 2, 5)), {sized("d", 1)}}, 11, 1, 1.0 / 11);
        row("a mode changed is stored again", {{sized("f", 10)}, {sized("f", 10)}}, 20, 10, 0.5);
        row("deleted, then made again", {{sized("f", 10)}, {whiteout("f")}, {sized("f", 10)}}, 20, 10, 0.5);
        row("nothing at all", {{}}, 0, 0, 1.0);
        row("no layer", {}, 0, 0, 1.0);
        row("a whiteout of nothing", {{whiteout("x"), sized("a", 1)}}, 1, 1, 1.0);
    }
    void storedVisibleWasted() {
        QFETCH(Layers, layers);
        const Accounts accounts = accountsOf(layers);
        QFETCH(quint64, stored);
        QFETCH(quint64, visible);
        QFETCH(double, efficiency);
        QCOMPARE(accounts.stored, stored * kMB);
        QCOMPARE(accounts.visible, visible * kMB);
        QCOMPARE(accounts.wasted, (stored - visible) * kMB);
        QCOMPARE(accounts.efficiency, efficiency);
        std::uint64_t sum = 0;
        for (const Waste& one : accounts.waste) {
            sum += one.bytes;
        }
        QCOMPARE(sum, accounts.wasted);
        sum = 0;
        for (const WasteSum& one : accounts.wasteSums) {
            sum += one.bytes;
        }
        QCOMPARE(sum, accounts.wasted);
        std::int64_t contributions = 0;
        for (const LayerFigures& layer : accounts.layers) {
            contributions += layer.contribution;
            QCOMPARE(static_cast<std::int64_t>(layer.runningTotal), contributions);
        }
        QCOMPARE(contributions, static_cast<std::int64_t>(accounts.visible));
    }

    void wasteNamesWhoStoredAndWhoHid() {
        const Accounts accounts = accountsOf({{directory("var"), sized("var/log", 3)},
                                              {directory("var"), directory("var/cache"), sized("var/cache/a", 60), sized("var/cache/b", 40)},
                                              {sized("app", 1)},
                                              {whiteout("var/cache"), sized("var/log", 4)}});
        QCOMPARE(accounts.waste.size(), std::size_t{3});
        QCOMPARE(accounts.waste[0], (Waste{"var/cache/a", 60 * kMB, 1, 3}));
        QCOMPARE(accounts.waste[1], (Waste{"var/cache/b", 40 * kMB, 1, 3}));
        QCOMPARE(accounts.waste[2], (Waste{"var/log", 3 * kMB, 0, 3}));
        QCOMPARE(accounts.wasteSums[0], (WasteSum{1, 3, 100 * kMB, 2}));
        QCOMPARE(accounts.layers[3].contribution, std::int64_t{-99} * static_cast<std::int64_t>(kMB));
        QCOMPARE(accounts.layers[3].removed, std::uint64_t{1});
        QCOMPARE(accounts.layers[1].files, std::uint64_t{2});
        QCOMPARE(accounts.visibleFiles, std::uint64_t{2});
    }

    void duplicatesAreCopiesNotNames() {
        const Accounts accounts = accountsOf({{sized("a", 5, "same"), hardLink("a2", "a"), sized("b", 9, "other"), sized("gone", 5, "same")},
                                              {sized("c", 5, "same"), whiteout("gone"), file("empty", ""), file("empty2", "")}});
        QCOMPARE(accounts.duplicates.size(), std::size_t{1});
        QCOMPARE(accounts.duplicates[0].paths, (std::vector<std::string>{"a", "c"}));
        QCOMPARE(accounts.duplicates[0].bytes, 5 * kMB);
    }

    void contentHeadersAndPaddingAreTheTar() {
        const auto written = writeLayer({directory("d"), file("d/a", std::string(700, 'x')), symbolic("l", "d")});
        LayerInput input;
        input.index = CompactIndex::of(written->tar.index).value();
        const LayerFigures figures = account({input}).layers.front();
        QCOMPARE(figures.atRest, std::uint64_t{700});
        QCOMPARE(static_cast<std::int64_t>(figures.atRest + figures.headerBytes) + figures.paddingBytes, static_cast<std::int64_t>(figures.tarBytes));
        QCOMPARE(figures.tarBytes, static_cast<std::uint64_t>(contentsOf(written->fd.get()).size()));
    }

    /// A tar that has a name twice stores both, and only the last one can be seen.
    void aNameThatATarHasTwice() {
        LayerIndex index = fullIndex({sized("a", 3)});
        index.contentBytes = 8 * kMB;
        LayerInput input;
        input.index = CompactIndex::of(index).value();
        const Accounts accounts = account({input});
        QCOMPARE(accounts.wasted, 5 * kMB);
        QCOMPARE(accounts.waste, (std::vector<Waste>{{"", 5 * kMB, 0, 0}}));
    }

    /// What takes the place of a folder takes away what was in it, of this layer as of those below; a folder that then comes again
    /// is empty (image-spec layer.md: the entries are unpacked in order).
    void aFolderThatWasSomethingElseMeanwhile() {
        const Layers layers = {{directory("d"), sized("d/low", 1)},
                               {directory("d"), directory("d/in"), sized("d/in/old", 2), hardLink("name", "d/in/old"), sized("d/gone", 4), sized("d", 8), directory("d"),
                                sized("d/new", 16), directory("d/in"), sized("d/in/old", 32)}};
        const Accounts accounts = accountsOf(layers);
        QCOMPARE(accounts.stored, 63 * kMB);
        QCOMPARE(accounts.visible, 50 * kMB); // new, old, and the first old by its other name
        QCOMPARE(accounts.waste, (std::vector<Waste>{{"", 12 * kMB, 1, 1}, {"d/low", 1 * kMB, 0, 1}}));
        const FileTree tree = buildFileTree(listOf(layers), {.since = 1});
        QCOMPARE(tree.node(0).bytes, 50 * kMB);
        QVERIFY(!tree.find("d/gone"));
        QCOMPARE(tree.node(*tree.find("d/low")).change, Change::Removed);
        QCOMPARE(tree.node(*tree.find("name")).bytes, 2 * kMB);
        QCOMPARE(tree.node(*tree.find("d/in/old")).bytes, 32 * kMB);
    }

    /// Whiteouts and opaque marks speak of lower layers, wherever in the tar they stand.
    void aWhiteoutAfterWhatIsInItsOwnLayer() {
        const Layers layers = {{directory("d"), sized("d/low", 1), sized("f", 2)}, {directory("d"), sized("d/own", 4), whiteout("d"), sized("f", 8), whiteout("f")}};
        const Accounts accounts = accountsOf(layers);
        QCOMPARE(accounts.visible, 12 * kMB);
        QCOMPARE(accounts.waste, (std::vector<Waste>{{"f", 2 * kMB, 0, 1}, {"d/low", 1 * kMB, 0, 1}}));
        IndexBuilder builder;
        builder.add(directory("d").entry);
        builder.add(sized("d/own", 4).entry);
        builder.markOpaque("d", 512);
        LayerInput lower, upper;
        lower.index = indexOf(layers[0]);
        upper.index = CompactIndex::of(builder.finish(0)).value();
        QCOMPARE(account({lower, upper}).visible, 6 * kMB);
    }

    void manyWhiteoutsAreLinear() {
        std::vector<Item> lower;
        std::vector<Item> upper;
        for (int i = 0; i < 40'000; ++i) {
            const std::string name = "d" + std::to_string(i);
            lower.push_back(directory(name));
            lower.push_back(sized(name + "/f", 1));
            upper.push_back(whiteout(name));
        }
        const Accounts accounts = accountsOf({lower, upper}); // quadratic would not end within the time-out
        QCOMPARE(accounts.visible, std::uint64_t{0});
        QCOMPARE(accounts.waste.size(), std::size_t{40'000});
    }

    void treesMarkWhatChanged_data() {
        QTest::addColumn<Layers>("layers");
        QTest::addColumn<int>("since");
        QTest::addColumn<bool>("onlyChanges");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, Layers layers, int since, bool onlyChanges, const char* expected) {
            QTest::newRow(name) << layers << since << onlyChanges << QByteArray(expected);
        };
        const Layers plain = {{directory("d"), sized("d/a", 1), sized("d/b", 2), sized("e", 4)},
                              {directory("d"), sized("d/a", 8), whiteout("d/b"), sized("d/c", 16)}};
        row("against nothing", plain, 0, false, "+d/(24) +d/a(8) +d/c(16) +e(4)");
        row("against the layer below", plain, 1, false, "=d/(24) ~d/a(8) -d/b(2) +d/c(16) =e(4)");
        row("only changes", plain, 1, true, "=d/(24) ~d/a(8) -d/b(2) +d/c(16)");
        row("against itself", plain, 2, false, "=d/(24) =d/a(8) =d/c(16) =e(4)");
        row("a removed directory with what went", {{directory("d"), sized("d/a", 1), sized("d/b", 2)}, {whiteout("d")}}, 1, false,
            "-d/(3) -d/a(1) -d/b(2)");
        row("an opaque directory", {{directory("d"), sized("d/a", 1)}, {opaque("d"), sized("d/n", 2)}}, 1, false, "=d/(2) -d/a(1) +d/n(2)");
        row("a directory that became a file", {{directory("d"), sized("d/a", 1)}, {sized("d", 2)}}, 1, false, "~d(2) -d/a(1)");
        row("a file that became a directory", {{sized("d", 2)}, {directory("d"), sized("d/a", 1)}}, 1, false, "~d/(1) +d/a(1)");
        row("a directory with another mode", {{directory("d")}, {directory("d", 0700)}}, 1, true, "~d/(0)");
        row("a directory listed again only", {{directory("d"), sized("d/a", 1)}, {directory("d")}}, 1, true, "");
        row("hard links count at their first name", {{directory("d"), hardLink("d/z", "a"), sized("a", 4)}}, 0, false, "+a(4) +d/(0) +d/z(0)");
        row("bytes that another name keeps did not go", {{sized("a", 4), hardLink("b", "a")}, {whiteout("a")}}, 1, false, "-a(0) =b(4)");
        row("parents that no layer names", {{sized("x/y/z", 1)}}, 0, false, "+x/(1) +x/y/(1) +x/y/z(1)");
    }
    void treesMarkWhatChanged() {
        QFETCH(Layers, layers);
        QFETCH(int, since);
        QFETCH(bool, onlyChanges);
        TreeOptions options;
        options.since = static_cast<std::size_t>(since);
        options.onlyChanges = onlyChanges;
        const FileTree tree = buildFileTree(listOf(layers), options);
        QTEST(QByteArray::fromStdString(marks(tree)), "expected");
    }

    void treesStopAtALayer() {
        const FileTree tree = buildFileTree(listOf({{sized("a", 1)}, {whiteout("a"), sized("b", 2)}, {sized("c", 4)}}), {.upTo = 2, .since = 2});
        QCOMPARE(marks(tree), std::string("=b(2)"));
        QVERIFY(tree.find("b"));
        QVERIFY(!tree.find("c"));
        QCOMPARE(tree.entry(*tree.find("b"))->size, 2 * kMB);
        QCOMPARE(tree.node(0).files, 1U);
    }

    void treesStaySmall() {
        std::vector<Item> items;
        for (int i = 0; i < 10'000; ++i) {
            items.push_back(file("folder" + std::to_string(i / 100) + "/file" + std::to_string(i), ""));
        }
        const FileTree tree = buildFileTree(listOf({items}));
        QCOMPARE_LT(tree.memory(), 17 * tree.size());
    }

    void aStopGivesAnEmptyTree() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(buildFileTree(listOf({{sized("a", 1)}}), {}, stop.get_token()).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
