#include "ui/models/filetreemodel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {

oci::LayerEntry file(std::string path, std::uint64_t size, std::uint64_t content = 1) {
    oci::LayerEntry entry;
    entry.path = std::move(path);
    entry.size = size;
    entry.mode = 0644;
    entry.content = {content, size};
    return entry;
}
oci::LayerEntry directory(std::string path) {
    oci::LayerEntry entry;
    entry.path = std::move(path);
    entry.type = oci::EntryType::Directory;
    entry.mode = 0755;
    return entry;
}
oci::LayerEntry whiteout(std::string path) {
    oci::LayerEntry entry;
    entry.path = std::move(path);
    entry.type = oci::EntryType::Whiteout;
    return entry;
}
std::shared_ptr<const oci::CompactIndex> layer(std::vector<oci::LayerEntry> entries) {
    oci::LayerIndex index;
    std::ranges::sort(entries, {}, &oci::LayerEntry::path);
    index.entries = std::move(entries);
    return oci::CompactIndex::of(index).value();
}

std::shared_ptr<const analysis::FileTree> sample() {
    const analysis::LayerList layers = {
        layer({directory("usr"), directory("usr/lib"), file("usr/lib/big.so", 5000), file("usr/small", 10), directory("etc"), file("etc/conf", 100), file("etc/old", 50)}),
        layer({directory("etc"), file("etc/conf", 200, 2), whiteout("etc/old"), directory("app"), file("app/index.html", 400)})};
    return std::make_shared<const analysis::FileTree>(analysis::buildFileTree(layers, {.upTo = 2, .since = 1}));
}

void print(const QAbstractItemModel& model, const QModelIndex& parent, int depth, QStringList& lines) {
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        lines.push_back(QString(depth, QLatin1Char(' ')) + index.siblingAtColumn(FileTreeModel::ChangeColumn).data().toString() + index.data().toString() +
                        QLatin1Char(' ') + index.siblingAtColumn(FileTreeModel::SizeColumn).data().toString());
        print(model, index, depth + 1, lines);
    }
}
QStringList print(const QAbstractItemModel& model) {
    QStringList lines;
    print(model, {}, 0, lines);
    return lines;
}

} // namespace

class TestFileTreeModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void largestStandFirstWithTheirChangeMarks() {
        FileTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTree(sample());
        const QStringList lines = print(model);
        QCOMPARE(lines.at(0), QStringLiteral("/ 5.61 kB"));
        QCOMPARE(lines.at(1), QStringLiteral(" usr 5.01 kB"));
        QVERIFY(lines.contains(QStringLiteral("  ~conf 200 B")));
        QVERIFY(lines.contains(QStringLiteral("  +index.html 400 B")));
        QVERIFY(lines.contains(QStringLiteral("  \u2212old 50 B")));
        QVERIFY(lines.contains(QStringLiteral("   big.so 5.00 kB")));
        QCOMPARE(model.index(0, FileTreeModel::ShareColumn).data(FileTreeModel::ShareRole).toDouble(), 1.0);
    }

    void sortingByNameKeepsTheSelection() {
        FileTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTree(sample());
        const QPersistentModelIndex conf = model.indexOfPath(QStringLiteral("/etc/conf"));
        model.sort(FileTreeModel::NameColumn, Qt::AscendingOrder);
        QVERIFY(conf.isValid());
        QCOMPARE(conf.data(FileTreeModel::PathRole).toString(), QStringLiteral("/etc/conf"));
        QCOMPARE(model.index(0, 0, model.index(0, 0)).data().toString(), QStringLiteral("app"));
    }

    void theFilterKeepsTheWayToItsHits() {
        FileTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTree(sample());
        const auto filtered = [&](const analysis::TreeFilter& filter) { return std::make_shared<const analysis::FilteredTree>(analysis::filterTree(*model.tree(), filter)); };
        model.setFiltered(filtered({.text = "CONF"}));
        const QStringList lines = print(model);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.at(1).endsWith(QStringLiteral("etc 200 B")));
        QCOMPARE(lines.at(2), QStringLiteral("  ~conf 200 B"));
        QCOMPARE(model.matchCount(), 1);
        QVERIFY(!model.hasChildren(model.indexOfPath(QStringLiteral("/etc/conf"))));
        // A folder weighs what of it fits, and has that share of all that fits.
        model.setFiltered(filtered({.text = "/usr/lib"}));
        QCOMPARE(model.indexOfPath(QStringLiteral("/usr")).siblingAtColumn(FileTreeModel::SizeColumn).data().toString(), QStringLiteral("5.00 kB"));
        QCOMPARE(model.indexOfPath(QStringLiteral("/usr")).siblingAtColumn(FileTreeModel::ShareColumn).data(FileTreeModel::ShareRole).toDouble(), 1.0);
        model.setFiltered(filtered({.changes = 0b1110}));
        QVERIFY(!model.indexOfPath(QStringLiteral("/usr/small")).isValid());
        QVERIFY(model.indexOfPath(QStringLiteral("/app/index.html")).isValid());
        model.setFiltered(nullptr);
        QVERIFY(model.indexOfPath(QStringLiteral("/usr/small")).isValid());
    }

    void rowsAreMadeWhenADirectoryIsOpened() {
        std::vector<oci::LayerEntry> entries;
        for (int i = 0; i < 2000; ++i) {
            entries.push_back(file("d" + std::to_string(i / 100) + "/f" + std::to_string(i), static_cast<std::uint64_t>(i)));
        }
        const auto tree = std::make_shared<const analysis::FileTree>(analysis::buildFileTree({layer(std::move(entries))}));
        FileTreeModel model;
        model.setTree(tree);
        const QModelIndex root = model.index(0, 0);
        QCOMPARE(model.rowCount(root), 20);
        const QModelIndex largest = model.index(0, 0, root);
        QCOMPARE(largest.data().toString(), QStringLiteral("d19"));
        QVERIFY(model.hasChildren(largest));
        QCOMPARE(model.index(0, 0, largest).data().toString(), QStringLiteral("f1999"));
        QCOMPARE(model.parent(model.index(5, 0, largest)), largest);
    }
};

QTEST_GUILESS_MAIN(TestFileTreeModel)
#include "tst_filetreemodel.moc"
