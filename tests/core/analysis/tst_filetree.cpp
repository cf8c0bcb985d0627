#include "core/analysis/filetree.h"
#include "tests/support/layertext.h"

#include <QTest>

using namespace sw;
using namespace sw::analysis;

namespace {

/// "a/b +12" a line: path, mark, bytes.
std::string print(const FileTree& tree) {
    std::string out;
    const auto visit = [&](auto& self, FileTree::Id id) -> void {
        const FileTree::Node& node = tree.node(id);
        const char* mark = node.change == Change::Added ? "+" : node.change == Change::Modified ? "~" : node.change == Change::Removed ? "-" : "";
        out += "/" + tree.path(id) + " " + mark + std::to_string(node.bytes) + "\n";
        for (const FileTree::Id child : tree.children(id)) {
            self(self, child);
        }
    };
    visit(visit, 0);
    return out;
}

LayerList layers(const std::vector<std::string>& texts) {
    LayerList out;
    for (const std::string& text : texts) {
        out.push_back(test::layer(text));
    }
    return out;
}

} // namespace

class TestFileTree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void prints_data() {
        QTest::addColumn<QStringList>("texts");
        QTest::addColumn<int>("since");
        QTest::addColumn<int>("upTo");
        QTest::addColumn<bool>("onlyChanges");
        QTest::addColumn<QByteArray>("expected");
        const QStringList three = {QStringLiteral("d usr\nf usr/a 10\nf usr/b 20\nf c 5\n"),
                                   QStringLiteral("f usr/a 30\nd usr/n\nf usr/n/x 1\n"), QStringLiteral("- usr/b\nf c 5\n")};
        QTest::newRow("stacked, no marks") << three << -1 << -1 << false << QByteArray("/ 36\n/c 5\n/usr 31\n/usr/a 30\n/usr/n 1\n/usr/n/x 1\n");
        QTest::newRow("marks against the first layer") << three << 1 << -1 << false
            << QByteArray("/ 36\n/c ~5\n/usr 31\n/usr/a ~30\n/usr/b -20\n/usr/n +1\n/usr/n/x +1\n");
        QTest::newRow("only what changed") << three << 1 << 2 << true << QByteArray("/ 31\n/usr 31\n/usr/a ~30\n/usr/n +1\n/usr/n/x +1\n");
        QTest::newRow("up to the first layer") << three << -1 << 1 << false << QByteArray("/ 35\n/c 5\n/usr 30\n/usr/a 10\n/usr/b 20\n");
        QTest::newRow("from nothing everything is added") << three << 0 << 1 << false << QByteArray("/ 35\n/c +5\n/usr +30\n/usr/a +10\n/usr/b +20\n");
        QTest::newRow("a removed directory keeps its ghosts") << QStringList{QStringLiteral("d d\nf d/x 4\nd d/e\nf d/e/y 6\n"), QStringLiteral("- d\n")} << 1 << -1 << false
            << QByteArray("/ 0\n/d -10\n/d/e -6\n/d/e/y -6\n/d/x -4\n");
        QTest::newRow("hard links count at the first name") << QStringList{QStringLiteral("f z 9\nh a z\n")} << -1 << -1 << false << QByteArray("/ 9\n/a 9\n/z 0\n");
        QTest::newRow("a directory's new mode is a change") << QStringList{QStringLiteral("d d\n"), QStringLiteral("d d 700\n")} << 1 << -1 << false << QByteArray("/ 0\n/d ~0\n");
        QTest::newRow("a directory named again is no change") << QStringList{QStringLiteral("d d\n"), QStringLiteral("d d\n")} << 1 << -1 << false << QByteArray("/ 0\n/d 0\n");
        QTest::newRow("a file becomes a directory") << QStringList{QStringLiteral("f a 3\n"), QStringLiteral("d a\nf a/b 2\n")} << 1 << -1 << false << QByteArray("/ 2\n/a ~2\n/a/b +2\n");
        QTest::newRow("no layers") << QStringList() << -1 << -1 << false << QByteArray("/ 0\n");
    }
    void prints() {
        QFETCH(QStringList, texts);
        QFETCH(int, since);
        QFETCH(int, upTo);
        QFETCH(bool, onlyChanges);
        QFETCH(QByteArray, expected);
        std::vector<std::string> list;
        for (const QString& text : texts) {
            list.push_back(text.toStdString());
        }
        TreeOptions options;
        options.since = since < 0 ? SIZE_MAX : static_cast<std::size_t>(since);
        options.upTo = upTo < 0 ? SIZE_MAX : static_cast<std::size_t>(upTo);
        options.onlyChanges = onlyChanges;
        QCOMPARE(QByteArray::fromStdString(print(buildFileTree(layers(list), options))), expected);
    }

    void findsByPath() {
        const FileTree tree = buildFileTree(layers({"d usr\nf usr/a 10\n"}));
        QVERIFY(tree.find("usr/a").has_value());
        QCOMPARE(tree.entry(*tree.find("usr/a"))->size, 10U);
        QCOMPARE(tree.find(""), std::optional<FileTree::Id>(0));
        QVERIFY(!tree.find("usr/b").has_value());
        QCOMPARE(tree.node(0).files, 1U);
    }

    void aStopGivesAnEmptyTree() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(buildFileTree(layers({"f a 1\n"}), {}, stop.get_token()).size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestFileTree)
#include "tst_filetree.moc"
