#include "core/analysis/compare.h"
#include "core/analysis/textdiff.h"
#include "core/io/json.h"
#include "tests/support/layertext.h"

#include <QTest>

using namespace sw;
using namespace sw::analysis;

namespace {

ImageView imageOf(std::initializer_list<std::shared_ptr<const oci::CompactIndex>> layers) {
    ImageView image;
    for (const auto& index : layers) {
        LayerInput input;
        input.index = index;
        input.line = 10 + static_cast<int>(image.layers.size());
        input.diffId = Digest::ofSha256(std::to_string(reinterpret_cast<std::uintptr_t>(index.get())));
        image.layers.push_back(std::move(input));
    }
    return image;
}

std::shared_ptr<const oci::CompactIndex> changed(const std::string& text, const std::function<void(oci::LayerEntry&)>& change) {
    oci::LayerIndex index = test::layerIndex(text);
    change(index.entries.back());
    return test::compact(index);
}

/// "+a ~b[content,mode] -c"
std::string told(const Comparison& comparison) {
    std::string out;
    for (const FileDifference& file : comparison.files) {
        out += (out.empty() ? "" : " ") + std::string(1, "=+~-"[static_cast<int>(file.change)]) + file.path;
        std::string what;
        for (const std::string_view name : differsNames(file.differs)) {
            what += (what.empty() ? "[" : ",") + std::string(name);
        }
        out += what.empty() ? "" : what + "]";
    }
    return out;
}

std::string told(const std::string& before, const std::string& after, bool semantic = true) {
    return told(compare(imageOf({test::layer(before)}), imageOf({test::layer(after)}), {.semantic = semantic, .below = {}}));
}

} // namespace

class TestCompare : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filesAddedRemovedModified() {
        QCOMPARE(told("f a 1\nf b 2\nf c 3 x\n", "f b 2\nf c 3 y\nf d 4\n"), std::string("-a ~c[content] +d"));
        QCOMPARE(told("d d\nf d/a 1\n", "d d\nf d/a 1\nf d/b 1\n"), std::string("+d/b"));
        QCOMPARE(told("f a 1\n", "f a 1\n"), std::string());
        QCOMPARE(told("d d\nf d/a 1\nf d/b 1\n", "f x 1\n"), std::string("-d -d/a -d/b +x"));
    }

    void whatDiffers() {
        QCOMPARE(told("l a x\n", "l a y\n"), std::string("~a[link]"));
        QCOMPARE(told("l a x\n", "f a 1\n"), std::string("~a[type]"));
        QCOMPARE(told("d a\nf a/b 1\n", "f a 1\n"), std::string("~a[type] -a/b"));
        QCOMPARE(told("d a 755\n", "d a 700\n"), std::string("~a[mode]"));
        const auto plain = test::layer("f a 1\n");
        const auto with = [&](const std::function<void(oci::LayerEntry&)>& change, bool semantic = true) {
            return told(compare(imageOf({plain}), imageOf({changed("f a 1\n", change)}), {.semantic = semantic, .below = {}}));
        };
        QCOMPARE(with([](oci::LayerEntry& e) { e.mode = 0755; }), std::string("~a[mode]"));
        QCOMPARE(with([](oci::LayerEntry& e) { e.gid = 5; }), std::string("~a[owner]"));
        QCOMPARE(with([](oci::LayerEntry& e) { e.xattrs = {{"user.x", "1"}}; }), std::string("~a[xattr]"));
        QCOMPARE(with([](oci::LayerEntry& e) { e.mtime = 7; }), std::string());
        QCOMPARE(with([](oci::LayerEntry& e) { e.mtime = 7; }, false), std::string("~a[time]"));
        QCOMPARE(with([](oci::LayerEntry& e) { e.mode = 0600; e.uid = 1; e.content = {1, 1}; }), std::string("~a[content,mode,owner]"));
    }

    void hardLinksAreNamesOfFiles() {
        QCOMPARE(told("f a 1 x\nf b 1 x\n", "f a 1 x\nh b a\n"), std::string());
        QCOMPARE(told("f a 1 x\nf b 1 x\n", "f a 1 x\nh b a\n", false), std::string("~b[link]"));
        QCOMPARE(told("f a 1 x\nh b a\n", "f a 1 y\nh b a\n"), std::string("~a[content] ~b[content]"));
    }

    void directoriesThatNoLayerNamesHaveNoAttributes() { QCOMPARE(told("d usr 700\nf usr/a 1\n", "f usr/a 1\n"), std::string()); }

    void whoIsResponsible() {
        const auto base = test::layer("d d\nf d/a 5\nf d/b 7\nf x 1\n");
        const ImageView before = imageOf({base});
        const ImageView after = imageOf({base, test::layer("f n 3\n"), test::layer("- d\n"), test::layer("f x 2\n")});
        const Comparison comparison = compare(before, after);
        QCOMPARE(told(comparison), std::string("-d -d/a -d/b +n ~x[content]"));
        for (const FileDifference& file : comparison.files) {
            QVERIFY(file.responsibleIsAfter);
            QCOMPARE(*file.responsible, file.path == "n" ? 1U : file.path == "x" ? 3U : 2U);
        }
        QCOMPARE(comparison.sharedLayers, 1U);
        QCOMPARE(comparison.sharedBytes, 13U);
        QCOMPARE(comparison.removed.bytes, -12);
        QCOMPARE(comparison.removed.files, 2U);
        QCOMPARE(comparison.modified.bytes, 1);
        const Comparison never = compare(after, imageOf({test::layer("f n 3\n")}));
        const auto x = std::ranges::find(never.files, std::string("x"), &FileDifference::path);
        QVERIFY(!x->responsibleIsAfter); // nothing in the second took it away: it never came in
        QCOMPARE(*x->responsible, 0U); // in the first it was made there, and rewritten by layer 3
        QCOMPARE(x->also.size(), 1U);
        QCOMPARE(x->also[0].layer, 3U);
    }

    /// Layers store the folders above their files again: whoever made one is who counts, and who changed it is told beside.
    void foldersThatAreStoredAgain() {
        const auto base = test::layer("f x 1\n");
        const auto makerOf = [&](std::initializer_list<const char*> layers) {
            ImageView after = imageOf({base});
            for (const char* layer : layers) {
                LayerInput input;
                input.index = test::layer(layer);
                after.layers.push_back(std::move(input));
            }
            const Comparison comparison = compare(imageOf({base}), after);
            return *std::ranges::find(comparison.files, std::string("app"), &FileDifference::path)->responsible;
        };
        QCOMPARE(makerOf({"d app\nf app/a 1\n", "f y 1\n", "d app\nf app/b 1\n"}), 1U);
        QCOMPARE(makerOf({"d app\nf app/a 1\n", "d app 700\n", "d app 700\nf app/b 1\n"}), 1U);
        QCOMPARE(makerOf({"d app\nf app/a 1\n", "- app\n", "d app\nf app/b 1\n"}), 3U);
        QCOMPARE(makerOf({"d app\nf app/a 1\n", "f app 1\n", "d app\nf app/b 1\n"}), 3U);
        QCOMPARE(makerOf({"d app\nf app/a 1\n", "o app\nf app/b 1\n", "d app\n"}), 2U);
    }

    /// "1" or "1 mode@2": the layer that is responsible, and what others gave.
    void whoMadeAndWhoChangedAfterwards() {
        const auto base = test::layer("f x 1 old\n");
        const auto mode = [](const std::string& text, std::uint32_t bits) { return changed(text, [bits](oci::LayerEntry& entry) { entry.mode = bits; }); };
        const auto by = [&](std::initializer_list<std::shared_ptr<const oci::CompactIndex>> layers, const std::string& path) {
            ImageView after = imageOf({base});
            for (const auto& layer : layers) {
                LayerInput input;
                input.index = layer;
                after.layers.push_back(std::move(input));
            }
            const Comparison comparison = compare(imageOf({base}), after);
            const auto found = std::ranges::find(comparison.files, path, &FileDifference::path);
            std::string out = std::to_string(*found->responsible);
            for (const FileDifference::Part& part : found->also) {
                for (const std::string_view name : differsNames(part.differs)) {
                    out += " " + std::string(name) + "@" + std::to_string(part.layer);
                }
            }
            return out;
        };
        QCOMPARE(by({test::layer("f n 5 a\n"), mode("f n 5 a\n", 0755)}, "n"), std::string("1 mode@2"));
        QCOMPARE(by({test::layer("f n 5 a\n"), test::layer("f n 5 a\n")}, "n"), std::string("1"));
        QCOMPARE(by({test::layer("f n 5 a\n"), test::layer("- n\n"), test::layer("f n 5 a\n"), mode("f n 5 a\n", 0755)}, "n"), std::string("3 mode@4"));
        QCOMPARE(by({test::layer("f n 5 a\n"), test::layer("f n 6 b\n"), test::layer("f n 7 c\n"), mode("f n 7 c\n", 0600)}, "n"), std::string("1 content@3 mode@4"));
        QCOMPARE(by({test::layer("f n 5 a\n"), mode("f n 5 a\n", 0700), mode("f n 5 a\n", 0600)}, "n"), std::string("1 mode@3"));
        QCOMPARE(by({test::layer("l n x\n"), test::layer("f n 5 a\n")}, "n"), std::string("2"));
        QCOMPARE(by({test::layer("d d\nf d/n 5 a\n"), test::layer("o d\nf d/n 5 a\n"), mode("f d/n 5 a\n", 0755)}, "d/n"), std::string("2 mode@3"));
        QCOMPARE(by({test::layer("f x 2 new\n"), mode("f x 2 new\n", 0755)}, "x"), std::string("1 mode@2"));
        QCOMPARE(by({mode("f x 1 old\n", 0755), changed("f x 2 new\n", [](oci::LayerEntry& entry) { entry.mode = 0755; })}, "x"), std::string("2 mode@1"));
        QCOMPARE(by({mode("f x 1 old\n", 0700), mode("f x 1 old\n", 0755), test::layer("f y 1\n")}, "x"), std::string("2"));
        QCOMPARE(by({test::layer("f m 5 a\nh n m\n"), mode("f n 5 a\n", 0755)}, "n"), std::string("1 mode@2"));
    }

    void belowAPath() {
        const ImageView a = imageOf({test::layer("d d\nf d/a 1 x\nf e 1 x\n")});
        const ImageView b = imageOf({test::layer("d d\nf d/a 1 y\nf e 1 y\n")});
        QCOMPARE(told(compare(a, b, {.semantic = true, .below = "d"})), std::string("~d/a[content]"));
        QCOMPARE(told(compare(a, b, {.semantic = true, .below = "e"})), std::string("~e[content]"));
        QCOMPARE(told(compare(a, b, {.semantic = true, .below = "nowhere"})), std::string());
    }

    void configurations() {
        ImageView a;
        a.config.env = {{"A", "1"}, {"GONE", "x"}};
        a.config.labels = {{"l", "1"}};
        a.config.user = "root";
        a.config.created = "2020-01-01T00:00:00Z";
        a.config.history = {{"", "RUN one", "", "", false}, {"", "RUN two", "", "", false}};
        ImageView b = a;
        b.config.env = {{"NEW", ""}, {"A", "2"}};
        b.config.labels = {};
        b.config.cmd = {{"x", "y"}};
        b.config.created = "2021-01-01T00:00:00Z";
        b.config.history[1].createdBy = "RUN three";
        const Comparison comparison = compare(a, b);
        using V = std::vector<ValueDifference>;
        QCOMPARE(comparison.env, (V{{"A", "1", "2"}, {"GONE", "x", {}}, {"NEW", {}, ""}}));
        QCOMPARE(comparison.labels, (V{{"l", "1", {}}}));
        QCOMPARE(comparison.config, (V{{"cmd", {}, "[\"x\", \"y\"]"}}));
        QCOMPARE(comparison.history, (std::vector<HistoryDifference>{{Change::Removed, "RUN two"}, {Change::Added, "RUN three"}}));
        QVERIFY(!comparison.equal());
        QVERIFY(compare(a, a).equal());
        QCOMPARE(compare(a, b, {.semantic = false, .below = {}}).config.size(), 2U); // and "created"
    }

    void theDocument() {
        ImageView a = imageOf({test::layer("f a 1 x\n")});
        ImageView b = imageOf({test::layer("f a 3 y\nf b 2\n")});
        b.layers[0].stage = "final";
        const Comparison comparison = compare(a, b);
        const io::Json json = io::parseJson(comparisonJson(a, b, comparison, {})).value();
        QCOMPARE(json["schema"], "stagewright.diff/1");
        QCOMPARE(json["files"].size(), 2U);
        const io::Json& file = json["files"][0];
        QCOMPARE(file["path"], "/a");
        QCOMPARE(file["change"], "modified");
        QCOMPARE(file["differs"], io::Json::array({"content"}));
        QCOMPARE(file["before"]["size"], 1);
        QCOMPARE(file["after"]["size"], 3);
        QCOMPARE(file["bytes"], 2);
        QCOMPARE(file["by"]["line"], 10);
        QCOMPARE(file["by"]["stage"], "final");
        QCOMPARE(json["files"][1]["change"], "added");
        QVERIFY(json["files"][1]["before"].is_null());
        QCOMPARE(json["equal"], false);
    }

    void texts_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("equal") << QByteArray("a\n") << QByteArray("a\n") << QByteArray();
        QTest::newRow("one line") << QByteArray("a\nb\nc\n") << QByteArray("a\nx\nc\n") << QByteArray("@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
        QTest::newRow("from nothing") << QByteArray() << QByteArray("a\n") << QByteArray("@@ -0,0 +1 @@\n+a\n");
        QTest::newRow("to nothing") << QByteArray("a\nb\n") << QByteArray() << QByteArray("@@ -1,2 +0,0 @@\n-a\n-b\n");
        QTest::newRow("no newline at the end") << QByteArray("a\n") << QByteArray("a") << QByteArray("@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
        QTest::newRow("two hunks") << QByteArray("1\n2\n3\n4\n5\n6\n7\n8\n9\n") << QByteArray("x\n2\n3\n4\n5\n6\n7\n8\ny\n")
                                   << QByteArray("@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n");
    }
    void texts() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QByteArray, expected);
        const std::string text = unifiedDiff(before.toStdString(), after.toStdString(), "A", "B");
        QCOMPARE(text, expected.isEmpty() ? std::string() : "--- A\n+++ B\n" + expected.toStdString());
    }

    /// Applying the lines gives the second text, for random ones; and no shorter way is missed for small changes.
    void randomTexts() {
        std::uint32_t seed = 1;
        const auto random = [&](std::uint32_t below) { return (seed = seed * 1664525U + 1013904223U) / 65536U % below; };
        for (int round = 0; round < 300; ++round) {
            std::vector<std::string_view> a;
            std::vector<std::string_view> b;
            static constexpr std::string_view kWords[] = {"a", "b", "c", "d"};
            for (std::uint32_t i = random(20); i > 0; --i) {
                a.push_back(kWords[random(4)]);
            }
            for (std::uint32_t i = random(20); i > 0; --i) {
                b.push_back(kWords[random(4)]);
            }
            std::vector<std::string_view> first;
            std::vector<std::string_view> second;
            std::size_t changes = 0;
            for (const DiffLine& line : compareLines(a, b)) {
                if (line.kind != DiffLine::Kind::Added) {
                    first.push_back(line.text);
                }
                if (line.kind != DiffLine::Kind::Removed) {
                    second.push_back(line.text);
                }
                changes += line.kind == DiffLine::Kind::Same ? 0 : 1;
            }
            QCOMPARE(first, a);
            QCOMPARE(second, b);
            std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1)); // longest common part
            for (std::size_t i = 1; i <= a.size(); ++i) {
                for (std::size_t j = 1; j <= b.size(); ++j) {
                    common[i][j] = a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
                }
            }
            QCOMPARE(changes, a.size() + b.size() - 2 * common[a.size()][b.size()]);
        }
    }

    void veryDifferentTextsAreReplaced() {
        std::string a;
        std::string b;
        for (int i = 0; i < 5000; ++i) {
            a += "a" + std::to_string(i) + "\n";
            b += "b" + std::to_string(i) + "\n";
        }
        const auto lines = compareLines(linesOf(a), linesOf(b));
        QCOMPARE(lines.size(), 10000U);
        QCOMPARE(lines.front().kind, DiffLine::Kind::Removed);
        QCOMPARE(lines.back().kind, DiffLine::Kind::Added);
    }
};

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
