#include "core/analysis/packagesizes.h"
#include "core/analysis/provenancejson.h"
#include "core/analysis/singlestage.h"
#include "core/io/json.h"
#include "tests/support/layertext.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>
#include <set>
#include <sstream>

using namespace sw;
using namespace sw::analysis;

namespace {

/// With the folders that the lines do not name, as every index has them.
std::shared_ptr<const oci::CompactIndex> folders(const std::string& text) {
    std::set<std::string> named;
    std::string more;
    std::istringstream lines(text);
    for (std::string kind, path, rest; lines >> kind >> path && std::getline(lines, rest);) {
        named.insert(path);
        for (std::string up(parentPath(path)); kind != "-" && !up.empty() && named.insert(up).second; up = parentPath(up)) {
            more += "d " + up + "\n";
        }
    }
    return test::layer(text + more);
}

StageLayer layerOf(const std::string& text, Making making, int line, const std::string& stage) {
    StageLayer layer;
    layer.input.index = folders(text);
    layer.input.diffId = Digest::ofSha256(text);
    layer.input.line = line;
    layer.input.stage = stage;
    layer.making = making;
    return layer;
}

StageLayer copyOf(const std::string& text, int line, const std::string& stage, std::optional<std::size_t> from, std::vector<std::string> sources, std::string destination) {
    StageLayer layer = layerOf(text, from ? Making::Stage : Making::Context, line, stage);
    layer.fromStage = from;
    layer.fromName = from ? "builder" : "";
    layer.instruction = from ? "COPY --from=builder ..." : "COPY ...";
    layer.sources = std::move(sources);
    layer.destination = std::move(destination);
    return layer;
}

/// builder: base, COPY src ./src/ (3), RUN builds (4). Final: base, COPY --from (7), RUN changes one of them (8).
BuildFiles example() {
    BuildFiles build;
    StageFiles builder;
    builder.name = "builder";
    builder.base = "node:22";
    builder.baseLayers = 1;
    builder.layers = {layerOf("f bin/node 1000\n", Making::Base, 0, ""),
                      copyOf("d app\nd app/src\nf app/src/a.js 10 A\nf app/src/b.js 20 B\n", 3, "builder", {}, {"src"}, "/app/src/"),
                      layerOf("d app\nd app/dist\nf app/dist/a.js 10 A\nf app/dist/out.js 30 out\nf app/src/b.js 20 B\n- bin/node\n", Making::Run, 4, "builder")};
    StageFiles final;
    final.base = "nginx";
    final.baseLayers = 1;
    final.layers = {layerOf("f bin/nginx 200\n", Making::Base, 0, ""),
                    copyOf("d srv\nf srv/a.js 10 A\nf srv/out.js 30 out\n", 7, "1", 0, {"/app/dist"}, "/srv/"),
                    layerOf("d srv\nf srv/out.js 31 changed\n", Making::Run, 8, "1"),
                    copyOf("f etc/one.js 20 B\n", 9, "1", 0, {"/app/src/b*.js"}, "/etc/one.js")};
    build.stages = {std::move(builder), std::move(final)};
    build.target = 1;
    return build;
}

/// "made@4 copied@7 changed@8"
std::string way(const Provenance& provenance, const BuildFiles& build) {
    std::string out;
    for (const Hop& hop : provenance.hops) {
        out += (out.empty() ? "" : " ") + std::string(deedName(hop.deed)) + "@" + std::to_string(build.stages[hop.stage].layers[hop.layer].input.line);
    }
    return out;
}

} // namespace

class TestProvenance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWholeWay() {
        const BuildFiles build = example();
        const Provenance changed = provenanceOf(build, 1, "srv/out.js");
        QVERIFY(changed.present);
        QCOMPARE(way(changed, build), std::string("made@4 copied@7 changed@8"));
        QCOMPARE(*changed.hops[1].sourcePath, std::string("app/dist/out.js"));
        QVERIFY(changed.hops[2].contentChanged);
        QCOMPARE(way(provenanceOf(build, 1, "srv/a.js"), build), std::string("made@4 copied@7"));
        QCOMPARE(way(provenanceOf(build, 1, "bin/nginx"), build), std::string("made@0"));
    }

    void theSourceOfThePatternAndTheMetadataOnlyChange() {
        const BuildFiles build = example();
        const Provenance provenance = provenanceOf(build, 1, "etc/one.js");
        QCOMPARE(way(provenance, build), std::string("copied@3 changed@4 copied@9"));
        QCOMPARE(*provenance.hops[0].sourcePath, std::string("src/b.js"));
        QCOMPARE(provenance.hops[0].now, Hop::Now::Unknown);
        QVERIFY(!provenance.hops[1].contentChanged);
        QCOMPARE(*provenance.hops[2].sourcePath, std::string("app/src/b.js"));
    }

    void whatARunCouldSee() {
        const BuildFiles build = example();
        const Provenance provenance = provenanceOf(build, 1, "srv/a.js");
        QVERIFY(provenance.hops[0].couldSee.has_value());
        QCOMPARE(provenance.hops[0].couldSee->files, 3U); // node and both sources
        QCOMPARE(provenance.hops[0].couldSee->bytes, 1030U);
        QCOMPARE(provenance.hops[0].couldSee->copies, std::vector<std::size_t>{1});
        QVERIFY(!provenance.hops[1].couldSee.has_value());
    }

    void deletedFilesAndOnesThatNeverWere() {
        const BuildFiles build = example();
        const Provenance gone = provenanceOf(build, 0, "bin/node");
        QVERIFY(!gone.present);
        QCOMPARE(way(gone, build), std::string("made@0 removed@4"));
        const Provenance never = provenanceOf(build, 0, "bin/nothing");
        QVERIFY(!never.present && never.hops.empty());
    }

    void theContextAsItIsNow() {
        QTemporaryDir folder;
        BuildFiles build = example();
        const auto write = [&](const char* name, const QByteArray& bytes) {
            QFile file(folder.filePath(QString::fromUtf8(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("src")));
        write("src/a.js", "0123456789");
        oci::LayerIndex index;
        const oci::CompactIndex& before = *build.stages[0].layers[1].input.index;
        for (std::uint32_t i = 0; i < before.size(); ++i) {
            index.entries.push_back(*before[i]);
            if (index.entries.back().path == "app/src/a.js") {
                index.entries.back().content = Hasher128::of("0123456789");
            }
        }
        build.stages[0].layers[1].input.index = test::compact(index);
        const auto context = folderFiles(folder.path().toStdString());
        const auto now = [&](const char* path) {
            const Provenance provenance = provenanceOf(build, 0, path, context.get());
            return provenance.hops.front().now;
        };
        QCOMPARE(now("app/src/a.js"), Hop::Now::Same);
        write("src/a.js", "another 10");
        QCOMPARE(now("app/src/a.js"), Hop::Now::Changed);
        QCOMPARE(now("app/src/b.js"), Hop::Now::Gone);
    }

    void contextPathsOfCopies_data() {
        QTest::addColumn<QStringList>("sources");
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, QStringList sources, const char* destination, const char* path, const char* expected) {
            QTest::newRow(name) << sources << QString::fromUtf8(destination) << QString::fromUtf8(path) << QString::fromUtf8(expected);
        };
        row("a file into a folder", {"package.json"}, "/app/", "app/package.json", "package.json");
        row("a file renamed", {"conf/a"}, "/etc/b", "etc/b", "conf/a");
        row("everything", {"."}, "/app/", "app/x/y", "x/y");
        row("a folder's content", {"src"}, "/app/", "app/x/y", "src/x/y");
        row("one of several", {"a/one", "b/two"}, "/app/", "app/two", "b/two");
        row("a pattern", {"*.json"}, "/app/", "app/a.json", "a.json");
    }
    void contextPathsOfCopies() {
        QFETCH(QStringList, sources);
        QFETCH(QString, destination);
        QFETCH(QString, path);
        QFETCH(QString, expected);
        BuildFiles build;
        build.stages.emplace_back();
        std::vector<std::string> words;
        for (const QString& source : sources) {
            words.push_back(source.toStdString());
        }
        build.stages[0].layers = {copyOf("f " + path.toStdString() + " 5\n", 2, "0", {}, words, destination.toStdString())};
        const Provenance provenance = provenanceOf(build, 0, path.toStdString());
        QCOMPARE(provenance.hops.size(), 1U);
        QCOMPARE(QString::fromStdString(provenance.hops[0].sourcePath.value_or("-")), expected);
    }

    void whatCameFromWhere() {
        const BuildFiles build = example();
        const Origins origins = originsOf(build, 1);
        std::map<std::string, std::string> began;
        for (const OriginFile& file : origins.files) {
            began[file.path] = std::string(makingName(file.begin.making)) + " " + file.begin.text() + " " + std::to_string(file.stages.size());
        }
        QCOMPARE(began["bin/nginx"], std::string("base nginx 1"));
        QCOMPARE(began["srv/a.js"], std::string("run line 4 in builder 2"));
        QCOMPARE(began["srv/out.js"], std::string("run line 8 in 1 1"));
        QCOMPARE(began["etc/one.js"], std::string("context context 2"));
        QCOMPARE(origins.throughStages.at(0), std::pair(std::uint64_t{2}, std::uint64_t{30}));
        std::uint64_t bytes = 0;
        for (const Origin& origin : origins.sums) {
            bytes += origin.bytes;
        }
        QCOMPARE(bytes, 261U);
    }

    /// chmod -R copies everything up: the bytes began where they did.
    void whatIsStoredAgainBeganBefore() {
        BuildFiles build = example();
        build.stages[1].layers.push_back(layerOf("f bin/nginx 200\nf etc/one.js 20 B\nf srv/a.js 10 A\nf srv/new.js 5\nf srv/out.js 32 other\n", Making::Run, 10, "1"));
        std::map<std::string, std::string> began;
        for (const OriginFile& file : originsOf(build, 1).files) {
            began[file.path] = std::string(makingName(file.begin.making)) + " " + file.begin.text();
        }
        QCOMPARE(began["bin/nginx"], std::string("base nginx"));
        QCOMPARE(began["etc/one.js"], std::string("context context"));
        QCOMPARE(began["srv/a.js"], std::string("run line 4 in builder"));
        QCOMPARE(began["srv/new.js"], std::string("run line 10 in 1"));
        QCOMPARE(began["srv/out.js"], std::string("run line 10 in 1"));
    }

    void anImageWithoutARecord() {
        ImageView image;
        for (const char* text : {"f a 1\n", "d app\nf app/x 2\n", "f app/y 3\n"}) {
            LayerInput input;
            input.index = folders(text);
            image.layers.push_back(input);
        }
        image.config.history = {{"", "/bin/sh -c #(nop) ADD file:123 in / ", "", "", false},
                                {"", "/bin/sh -c #(nop) WORKDIR /app", "", "", true},
                                {"", "COPY x . # buildkit", "", "", false},
                                {"", "RUN /bin/sh -c touch y # buildkit", "", "", false}};
        const BuildFiles build = filesOfImage(image);
        QVERIFY(!build.recorded);
        QCOMPARE(build.stages[0].layers[0].making, Making::Context);
        QCOMPARE(build.stages[0].layers[1].destination, std::string("/app/"));
        QCOMPARE(build.stages[0].layers[2].making, Making::Run);
        const Provenance provenance = provenanceOf(build, 0, "/app/x");
        QCOMPARE(*provenance.hops[0].sourcePath, std::string("x"));
    }

    void theDocument() {
        const BuildFiles build = example();
        const OwningPackage package{"thing", "1.0", "deb", {}};
        const io::Json json = io::parseJson(provenanceJson("t:1", build, provenanceOf(build, 1, "srv/out.js"), &package)).value();
        QCOMPARE(json["schema"], "stagewright.provenance/1");
        QCOMPARE(json["path"], "/srv/out.js");
        QCOMPARE(json["package"]["name"], "thing");
        const io::Json& steps = json["steps"];
        QCOMPARE(steps.size(), 3U);
        QCOMPARE(steps[0]["how"], "made");
        QCOMPARE(steps[0]["by"], "run");
        QCOMPARE(steps[0]["stage"], "builder");
        QCOMPARE(steps[0]["line"], 4);
        QVERIFY(steps[0]["could_see"].is_object());
        QCOMPARE(steps[1]["how"], "copied");
        QCOMPARE(steps[1]["from"]["kind"], "stage");
        QCOMPARE(steps[1]["from"]["name"], "builder");
        QCOMPARE(steps[1]["from"]["path"], "/app/dist/out.js");
        QCOMPARE(steps[2]["how"], "changed");
        QCOMPARE(steps[2]["line"], 8);
    }

    /// Of the formula in singlestage.h, each term by hand.
    void ifItWereOneStage() {
        BuildFiles build = example();
        const SingleStage single = singleStage(build, 1);
        QCOMPARE(single.sources.size(), 1U);
        QCOMPARE(single.roots, 70U);         // 10 + 20 of src, 10 + 30 of dist; the base's program is gone
        QCOMPARE(single.own, 61U);           // 10 + 30 copied, + 1 changed, + 20
        QCOMPARE(single.copied, 60U);
        QCOMPARE(single.bytes, 131U);
        QCOMPARE(single.shipped, 261U);
        QCOMPARE(single.ownBase, 200U);
        QCOMPARE(single.leftBehindFiles, 1U); // out.js as it was; a.js and b.js ship
        QCOMPARE(single.leftBehind[0].path, std::string("app/dist/out.js"));

        StageFiles tools = build.stages[0]; // a second source on the same base: the base counts once
        tools.name = "tools";
        tools.layers.resize(1);
        tools.layers.push_back(layerOf("f tool 500\n", Making::Run, 12, "tools"));
        build.stages.push_back(tools);
        build.stages[1].layers.push_back(copyOf("f tool 500\n", 13, "1", 2, {"/tool"}, "/tool"));
        const SingleStage two = singleStage(build, 1);
        QCOMPARE(two.sources.size(), 2U);
        QCOMPARE(two.sources[1].bytes, 1500U);
        QCOMPARE(two.sources[1].counted, 500U);
        QCOMPARE(two.roots, 570U);
        QCOMPARE(two.own, 561U);

        QVERIFY(!singleStage(build, 0).multiStage());
        QCOMPARE(singleStageJson(build, singleStage(build, 0)), std::string("null"));
    }

    void packagesOwnFiles() {
        const FileTree tree = buildFileTree({test::layer("d usr\nd usr/bin\nl bin usr/bin\nf usr/bin/a 10\nf usr/bin/b 20\nf usr/own 5\n"), test::layer("f usr/bin/b 25\n")});
        const PackageOwners owners({{"one", "1", "deb", {"bin/a", "usr/gone"}}, {"two", "2", "deb", {"usr/bin/b", "usr/bin"}}, {"none", "3", "deb", {}}}, tree);
        QCOMPARE(owners.ownerOf("usr/bin/a")->name, std::string("one"));
        QVERIFY(owners.ownerOf("usr/own") == nullptr);
        QCOMPARE(owners.sizes().size(), 2U);
        QCOMPARE(owners.packages()[owners.sizes()[0].package].name, std::string("two"));
        QCOMPARE(owners.sizes()[0].bytes, 25U);
        QCOMPARE(owners.sizes()[0].layer, 1U);
        QCOMPARE(owners.sizes()[1].bytes, 10U);
    }

    /// As it would be told with a map of all paths.
    void packagesOwnAnyFiles() {
        for (unsigned seed = 0; seed < 60; ++seed) {
            std::mt19937 random(seed);
            const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
            const std::vector<std::string> folders = {"a", "a/b", "a-b", "c", "link", "link/b", "nowhere"};
            std::set<std::string> lines;
            for (std::size_t i = below(300); i > 0; --i) {
                const std::string& folder = folders[below(4)];
                lines.insert("f " + folder + "/f" + std::to_string(below(200)) + " " + std::to_string(below(50)) + "\n");
            }
            std::map<std::string, std::string> files; // one size of each
            for (const std::string& line : lines) {
                files[line.substr(2, line.rfind(' ') - 2)] = line;
            }
            std::string text = "d a\nd a/b\nd a-b\nd c\nl link a\n";
            for (const auto& [path, line] : files) {
                text += line;
            }
            const FileTree tree = buildFileTree({test::layer(text)});
            std::vector<OwningPackage> packages;
            for (std::size_t i = below(8); i > 0; --i) {
                OwningPackage package{std::to_string(packages.size()), "1", "deb", {}};
                for (std::size_t at = below(150); at > 0; --at) {
                    package.files.push_back(below(10) == 0 ? folders[below(folders.size())] : folders[below(folders.size())] + "/f" + std::to_string(below(200)));
                }
                packages.push_back(std::move(package));
            }
            std::map<std::string, std::size_t> owner;
            std::map<std::size_t, std::pair<std::uint64_t, std::uint64_t>> sums;
            for (std::size_t i = 0; i < packages.size(); ++i) {
                for (std::string path : packages[i].files) {
                    path = path.starts_with("link/") ? "a" + path.substr(4) : path;
                    const auto node = tree.find(path);
                    if (node && !tree.directory(*node) && owner.emplace(path, i).second) {
                        sums[i].first += tree.bytes(*node);
                        ++sums[i].second;
                    }
                }
            }
            std::erase_if(sums, [](const auto& sum) { return sum.second.first == 0; });
            const PackageOwners owners(packages, tree);
            for (FileTree::Id id = 0; id < tree.size(); ++id) {
                const OwningPackage* found = owners.ownerOf(tree.path(id));
                const auto wanted = owner.find(tree.path(id));
                QCOMPARE(found == nullptr ? std::string("nobody") : found->name, wanted == owner.end() ? std::string("nobody") : std::to_string(wanted->second));
            }
            QCOMPARE(owners.sizes().size(), sums.size());
            for (std::size_t i = 0; i < owners.sizes().size(); ++i) {
                const PackageSize& size = owners.sizes()[i];
                QCOMPARE(std::pair(size.bytes, size.files), sums.at(size.package));
                QVERIFY(i == 0 || owners.sizes()[i - 1].bytes >= size.bytes);
                QCOMPARE(size.layer, 0U);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestProvenance)
#include "tst_provenance.moc"
