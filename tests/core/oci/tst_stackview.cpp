#include "makelayer.h"

#include "core/oci/stackview.h"

#include <QTest>

using namespace swtest;

namespace {

/// "a/ a/b@1 c->a@0": visible paths, directories with a slash, layer of origin.
QByteArray listing(const StackView& view) {
    std::string out;
    view.walk("", [&](const StackView::Found& found) {
        if (!found.path.empty()) {
            out += found.path + (found.entry->type == EntryType::Directory ? "/" : "") + "@" + std::to_string(found.layer) + " ";
        }
        return true;
    });
    return QByteArray::fromStdString(out).trimmed();
}

using Layers = std::vector<std::vector<Item>>;

StackView stack(const Layers& layers) {
    StackView view;
    for (const auto& items : layers) {
        view = view.with(layer(items));
    }
    return view;
}

} // namespace

class TestStackView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shows_data() {
        QTest::addColumn<Layers>("layers");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, Layers layers, const char* expected) {
            QTest::newRow(name) << layers << QByteArray(expected);
        };
        row("nothing for no layers", {}, "");
        row("the upper file over the lower", {{file("a", "1"), file("b", "1")}, {file("a", "2")}}, "a@1 b@0");
        row("directories of several layers as one", {{directory("d"), file("d/x", "")}, {directory("d"), file("d/y", "")}},
            "d/@1 d/x@0 d/y@1");
        row("no file under its whiteout", {{file("a", "1"), file("b", "")}, {whiteout("a")}}, "b@0");
        row("no tree under a directory's whiteout", {{directory("d"), file("d/x", "")}, {whiteout("d")}}, "");
        row("a path made again after its whiteout", {{file("a", "")}, {whiteout("a")}, {file("a", "")}}, "a@2");
        row("only new things in an opaque directory", {{directory("d"), file("d/old", "")}, {opaque("d"), file("d/new", "")}},
            "d/@1 d/new@1");
        row("only new things after whiteout and new directory",
            {{directory("d"), file("d/old", "")}, {whiteout("d")}, {directory("d"), file("d/new", "")}}, "d/@2 d/new@2");
        row("nothing of a directory replaced by a file", {{directory("d"), file("d/x", "")}, {file("d", "")}}, "d@1");
        row("nothing of a file replaced by a directory", {{file("d", "")}, {directory("d"), file("d/x", "")}}, "d/@1 d/x@1");
        row("the attributes of the lower directory for an implied one", {{directory("d", 0700)}, {file("d/x", "")}},
            "d/@0 d/x@1");
        row("names that sort around the slash",
            {{directory("a"), file("a-b", ""), file("a/x", ""), file("a.c", "")}, {directory("a"), file("a/y", "")}},
            "a/@1 a/x@0 a/y@1 a-b@0 a.c@0");
        row("a whiteout of one layer only for lower layers", {{whiteout("a")}, {file("a", "")}}, "a@1");
        row("nothing of an opaque root", {{file("a", ""), directory("d"), file("d/x", "")}, {opaque(""), file("b", "")}}, "b@1");
    }
    void shows() {
        QFETCH(Layers, layers);
        QTEST(listing(stack(layers)), "expected");
    }

    void looksUpTheSameAsItWalks() {
        const StackView view = stack({{directory("a"), file("a/gone", ""), file("a/kept", ""), directory("o"), file("o/x", "")},
                                      {directory("a"), whiteout("a/gone"), file("a/new", "")},
                                      {opaque("o"), file("o/y", "")}});
        for (const char* path : {"a", "a/kept", "a/new", "o", "o/y"}) {
            QVERIFY2(view.lookup(path).has_value(), path);
        }
        for (const char* path : {"a/gone", "o/x", "a/kept/x", "b"}) {
            QVERIFY2(!view.lookup(path).has_value(), path);
        }
        QCOMPARE(view.children("a").size(), std::size_t{2});
        QCOMPARE(view.children("a/kept").size(), std::size_t{0});
    }

    void followsLinksInsideTheRoot_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("relative") << QByteArray("bin/sh") << QByteArray("usr/bin/sh");
        QTest::newRow("absolute") << QByteArray("abs/sh") << QByteArray("usr/bin/sh");
        QTest::newRow("out of the root") << QByteArray("out/bin/sh") << QByteArray("usr/bin/sh");
        QTest::newRow("chain") << QByteArray("chain/sh") << QByteArray("usr/bin/sh");
        QTest::newRow("missing rest is kept") << QByteArray("bin/new/file") << QByteArray("usr/bin/new/file");
        QTest::newRow("dangling") << QByteArray("dangling/x") << QByteArray("nowhere/x");
        QTest::newRow("loop") << QByteArray("loop/x") << QByteArray("error");
    }
    void followsLinksInsideTheRoot() {
        QFETCH(QByteArray, path);
        const StackView view = stack({{symbolic("abs", "/usr/bin"), symbolic("bin", "usr/bin"), symbolic("chain", "abs"),
                                       symbolic("dangling", "nowhere"), symbolic("loop", "loop2"), symbolic("loop2", "loop"),
                                       symbolic("out", "../../../usr"), directory("usr"), directory("usr/bin"),
                                       file("usr/bin/sh", "#!")}});
        const auto found = view.resolve(path.toStdString(), true);
        QTEST(QByteArray::fromStdString(found.value_or("error")), "expected");
    }

    void findsTheBytesOfHardLinks() {
        const StackView view = stack({{file("a", "content"), hardLink("b", "a")}, {directory("z")}, {hardLink("c", "a")}});
        for (const char* path : {"a", "b", "c"}) {
            const auto found = view.lookup(path);
            QVERIFY(found);
            const auto content = view.content(*found);
            QVERIFY(content);
            QCOMPARE(content->path, std::string("a"));
            QCOMPARE(content->layer, std::size_t{0});
        }
    }

    void chainDigestIgnoresTimesAndEmptyLayers() {
        Item early = file("a", "x");
        Item late = file("a", "x");
        late.entry.mtime = 1'700'000'000;
        QCOMPARE(stack({{early}}).chainDigest(), stack({{late}, {}}).chainDigest());
        QVERIFY(stack({{early}}).chainDigest() != stack({{file("a", "y")}}).chainDigest());
        QVERIFY(stack({{early}}).chainDigest() != stack({{file("a", "x", 0600)}}).chainDigest());
    }
};

QTEST_APPLESS_MAIN(TestStackView)
#include "tst_stackview.moc"
