#include "core/build/buildrecords.h"
#include "core/build/accounts.h"
#include "core/build/failures.h"
#include "core/build/layerbuilder.h"
#include "core/plan/filemode.h"
#include "core/build/readahead.h"
#include "core/build/results.h"
#include "core/build/scheduler.h"
#include "core/build/timetext.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace sw;
using namespace sw::build;

class TestBuildUnits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ownersOfCopies_data();
    void ownersOfCopies();
    void usersOfRun_data();
    void usersOfRun();
    void usersWithoutFiles();
    void fileModes_data();
    void fileModes();
    void theLongestChainGoesFirst();
    void nothingStartsBehindAFailure();
    void knownFailuresGetAdvice_data();
    void knownFailuresGetAdvice();
    void theTailOfALogIsBoundedAndPlain();
    void timesSurviveTheirText();
    void metadataEntriesTakeTheTimeOfTheirLayer();
    void anEpochClampsNewTimesOnly();
    void aReportSurvivesItsText();
    void aRecordKeepsSentencesThatCanBeTranslated();
    void filesReadAheadComeInOrder();
    void theOrderOfWhatIsPutChangesNoLayer();
    void whatIsReplacedIsNotCounted();
    void rawJsonIsBuildKits();
};

namespace {

const Accounts kAccounts("root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1001:n:/home/node:/bin/sh\n# comment\nbroken\n",
                         "root:x:0:\nnode:x:1001:\nstaff:x:50:node,other\nwheel:x:10:node\n");

} // namespace

void TestBuildUnits::ownersOfCopies_data() {
    QTest::addColumn<QString>("chown");
    QTest::addColumn<unsigned>("uid");
    QTest::addColumn<unsigned>("gid");
    QTest::newRow("a lone number is also the group") << "55" << 55U << 55U;
    QTest::newRow("numbers") << "5:6" << 5U << 6U;
    QTest::newRow("a lone name brings its primary group") << "node" << 1000U << 1001U;
    QTest::newRow("name and group name") << "node:staff" << 1000U << 50U;
    QTest::newRow("number and group name") << "7:staff" << 7U << 50U;
    QTest::newRow("root is 0:0 whatever the files say") << "root" << 0U << 0U;
    QTest::newRow("a group alone") << ":6" << 0U << 6U;
    QTest::newRow("what does not fit is a name") << "4000000000" << 0U << 0U;
    QTest::newRow("an unknown name is silently root") << "nobody" << 0U << 0U;
    QTest::newRow("an unknown group leaves the user's") << "node:nobody" << 1000U << 1001U;
    QTest::newRow("a number with an unknown group") << "12:nobody" << 12U << 12U;
    QTest::newRow("two colons") << "1:2:3" << 1U << 1U;
    QTest::newRow("an empty group") << "node:" << 1000U << 0U;
    QTest::newRow("an unknown group alone") << ":nobody" << 0U << 0U;
}

void TestBuildUnits::ownersOfCopies() {
    QFETCH(QString, chown);
    const Accounts::Ids ids = kAccounts.ownerOf(chown.toStdString());
    QTEST(ids.uid, "uid");
    QTEST(ids.gid, "gid");
}

void TestBuildUnits::usersOfRun_data() {
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("expected"); // uid:gid groups home, or the error
    QTest::newRow("nobody said: root") << "" << "0:0 /root";
    QTest::newRow("a name with its groups and home") << "node" << "1000:1001 50 10 /home/node";
    QTest::newRow("a known number is that user") << "1000" << "1000:1001 50 10 /home/node";
    QTest::newRow("an unknown number has no group and no home") << "77" << "77:0 /";
    QTest::newRow("a group ends the supplementary ones") << "node:staff" << "1000:50 /home/node";
    QTest::newRow("numbers need no file") << "77:88" << "77:88 /";
    QTest::newRow("an unknown name fails") << "ghost" << "unable to find user ghost: no matching entries in passwd file";
    QTest::newRow("a name made of digits is still an id") << "555" << "555:0 /";
    QTest::newRow("root needs no file beside a number") << "root:7" << "0:7 /root";
    QTest::newRow("an empty group is none") << "node:" << "1000:1001 50 10 /home/node";
    QTest::newRow("ids end where runc's do") << "2147483648" << "the user id 2147483648 is above 2147483647";
    QTest::newRow("an unknown group fails") << "node:ghost" << "unable to find group ghost: no matching entries in group file";
}

void TestBuildUnits::usersOfRun() {
    QFETCH(QString, user);
    const auto process = kAccounts.processOf(user.toStdString());
    QString shown;
    if (process) {
        shown = QString("%1:%2").arg(process->uid).arg(process->gid);
        for (const std::uint32_t group : process->groups) {
            shown += QString(" %1").arg(group);
        }
        shown += " " + QString::fromStdString(process->home);
    } else {
        shown = QString::fromStdString(process.error().message.text());
    }
    QTEST(shown, "expected");
}

void TestBuildUnits::usersWithoutFiles() {
    const Accounts none("", "");
    QVERIFY(none.processOf("", {false, false}));
    QCOMPARE(none.processOf("1000:1000", {false, false})->uid, 1000U);
    QVERIFY(!none.processOf("1000", {false, false}));
    QVERIFY(!none.processOf("root", {false, false}));
    QVERIFY(!kAccounts.processOf("node", {true, false}));
    QCOMPARE(kAccounts.processOf("77", {true, false})->uid, 77U);
}

void TestBuildUnits::fileModes_data() {
    QTest::addColumn<QString>("mode");
    QTest::addColumn<unsigned>("before");
    QTest::addColumn<bool>("directory");
    QTest::addColumn<unsigned>("after"); // 0xffff: refused
    QTest::newRow("octal replaces everything") << "755" << 04600U << false << 0755U;
    QTest::newRow("four digits") << "4755" << 0600U << false << 04755U;
    QTest::newRow("plus") << "u+x" << 0644U << false << 0744U;
    QTest::newRow("nobody named means all") << "+x" << 0644U << false << 0755U;
    QTest::newRow("equals") << "go=r" << 0777U << false << 0744U;
    QTest::newRow("minus") << "a-w" << 0666U << false << 0444U;
    QTest::newRow("X gives execution to directories") << "u=rwX,go=rX" << 0600U << true << 0755U;
    QTest::newRow("X leaves plain files alone") << "u=rwX,go=rX" << 0600U << false << 0644U;
    QTest::newRow("X keeps programs programs") << "u=rwX,go=rX" << 0700U << false << 0755U;
    QTest::newRow("set-id bits") << "g+s" << 0755U << false << 02755U;
    QTest::newRow("sticky") << "+t" << 0777U << true << 01777U;
    QTest::newRow("copied from the owner") << "g=u" << 0740U << false << 0770U;
    QTest::newRow("two operations") << "u=rw,go-rwx" << 0777U << false << 0600U;
    QTest::newRow("too large") << "17777" << 0U << false << 0xffffU;
    QTest::newRow("no octal") << "789" << 0U << false << 0xffffU;
    QTest::newRow("nonsense") << "u~x" << 0U << false << 0xffffU;
    QTest::newRow("empty") << "" << 0U << false << 0xffffU;
    QTest::newRow("a comma at the end") << "u+x," << 0U << false << 0xffffU;
}

void TestBuildUnits::fileModes() {
    QFETCH(QString, mode);
    QFETCH(unsigned, before);
    QFETCH(bool, directory);
    const auto parsed = plan::FileMode::parse(mode.toStdString());
    QTEST(parsed ? parsed->apply(before, directory) : 0xffffU, "after");
}

void TestBuildUnits::theLongestChainGoesFirst() {
    // 0 and 1 are ready; a long step hangs on 1.
    Scheduler scheduler({{{}, 1}, {{}, 1}, {{0}, 1}, {{1}, 10}, {{2, 3, 3}, 1}});
    QCOMPARE(scheduler.next(), std::optional<std::size_t>(1));
    QCOMPARE(scheduler.next(), std::optional<std::size_t>(0));
    QCOMPARE(scheduler.next(), std::nullopt);
    QVERIFY(!scheduler.done());
    scheduler.finished(0);
    scheduler.finished(1);
    QCOMPARE(scheduler.next(), std::optional<std::size_t>(3));
    QCOMPARE(scheduler.next(), std::optional<std::size_t>(2));
    scheduler.finished(2);
    QCOMPARE(scheduler.next(), std::nullopt);
    scheduler.finished(3);
    QCOMPARE(scheduler.next(), std::optional<std::size_t>(4));
    scheduler.finished(4);
    QVERIFY(scheduler.done());
    QCOMPARE(scheduler.remaining(1), 12.0);
}

void TestBuildUnits::nothingStartsBehindAFailure() {
    Scheduler scheduler({{{}, 0}, {{0}, 0}});
    QCOMPARE(scheduler.next(), std::optional<std::size_t>(0));
    scheduler.abandoned(0);
    QCOMPARE(scheduler.next(), std::nullopt);
    QVERIFY(scheduler.done());
}

void TestBuildUnits::knownFailuresGetAdvice_data() {
    QTest::addColumn<QString>("output");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("word"); // in the advice; empty: no advice
    QTest::newRow("npm behind a proxy") << "npm ERR! code SELF_SIGNED_CERT_IN_CHAIN" << 1 << "--host-ca";
    QTest::newRow("node") << "Error: unable to get local issuer certificate" << 1 << "--host-ca";
    QTest::newRow("python") << "ssl.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed" << 1 << "--host-ca";
    QTest::newRow("go") << "x509: certificate signed by unknown authority" << 1 << "--host-ca";
    QTest::newRow("curl") << "curl: (60) SSL certificate problem: self-signed certificate" << 60 << "--host-ca";
    QTest::newRow("curl without names") << "curl: (6) Could not resolve host: example.org" << 6 << "network";
    QTest::newRow("npm without names") << "npm ERR! errno EAI_AGAIN" << 1 << "network";
    QTest::newRow("apt without names") << "Temporary failure resolving 'deb.debian.org'" << 100 << "network";
    QTest::newRow("full disk") << "tar: write error: No space left on device" << 2 << "stw store prune";
    QTest::newRow("another processor") << "exec /bin/sh: Exec format error" << 1 << "--platform";
    QTest::newRow("a program that is not there") << "/bin/sh: 1: npm: not found" << 127 << "\"npm\" is";
    QTest::newRow("not executable") << "/bin/sh: ./x: Permission denied" << 126 << "mode";
    QTest::newRow("memory") << "FATAL ERROR: JavaScript heap out of memory" << 134 << "memory";
    QTest::newRow("an ordinary failure needs none") << "1 test failed" << 1 << "";
}

void TestBuildUnits::knownFailuresGetAdvice() {
    QFETCH(QString, output);
    QFETCH(int, code);
    QFETCH(QString, word);
    const QString advice = QString::fromStdString(adviceFor(output.toStdString(), code, "", false, false).text());
    QCOMPARE(advice.isEmpty(), word.isEmpty());
    QVERIFY2(advice.contains(word), qPrintable(advice));
}

void TestBuildUnits::theTailOfALogIsBoundedAndPlain() {
    LogTail tail;
    for (int i = 0; i < 100000; ++i) {
        tail.add("line " + std::to_string(i) + "\n");
    }
    QVERIFY(tail.text().size() < 200000);
    QCOMPARE(tail.lines(2), (std::vector<std::string>{"line 99998", "line 99999"}));
    QCOMPARE(withoutColours("\x1b[31mred\x1b[0m\nold\rnew\r\nx"), std::string("red\nnew\nx"));
}

void TestBuildUnits::timesSurviveTheirText() {
    const Time time = fromSeconds(1'700'000'000) + std::chrono::milliseconds(120);
    QCOMPARE(rfc3339(time), std::string("2023-11-14T22:13:20.12Z"));
    QVERIFY(parseRfc3339(rfc3339(time)) == time);
    QVERIFY(parseRfc3339("2023-11-14T23:13:20.12+01:00") == time);
    QVERIFY(!parseRfc3339("yesterday"));
}

void TestBuildUnits::metadataEntriesTakeTheTimeOfTheirLayer() {
    oci::ImageConfig config;
    config.history = {{"2020-01-01T00:00:00Z", "base", "", "", false}, {"", "ENV a=b", "", "", true}, {"", "RUN x", "", "", false},
                      {"", "CMD y", "", "", true}};
    const std::vector<store::LayerId> layers = {Digest::ofSha256("1"), Digest::ofSha256("2")};
    const oci::ImageConfig done = finishConfig(config, layers, 1, {fromSeconds(1'700'000'000)}, std::nullopt);
    QCOMPARE(done.history[0].created, std::string("2020-01-01T00:00:00Z"));
    QCOMPARE(done.history[1].created, std::string("2023-11-14T22:13:20Z"));
    QCOMPARE(done.history[2].created, std::string("2023-11-14T22:13:20Z"));
    QCOMPARE(done.history[3].created, std::string("2023-11-14T22:13:20Z"));
    QCOMPARE(done.created, std::string("2023-11-14T22:13:20Z"));
    QVERIFY(done.diffIds == layers);
}

void TestBuildUnits::anEpochClampsNewTimesOnly() {
    oci::ImageConfig config;
    config.history = {{"2024-01-01T00:00:00Z", "base", "", "", false}, {"", "RUN x", "", "", false}};
    const oci::ImageConfig done = finishConfig(config, {Digest::ofSha256("1"), Digest::ofSha256("2")}, 1, {fromSeconds(1'700'000'000)}, 1000);
    QCOMPARE(done.history[0].created, std::string("2024-01-01T00:00:00Z"));
    QCOMPARE(done.history[1].created, std::string("1970-01-01T00:16:40Z"));
    QCOMPARE(done.created, std::string("1970-01-01T00:16:40Z"));
}

void TestBuildUnits::aReportSurvivesItsText() {
    BuildResult result;
    result.id = "abc";
    result.target = "app";
    result.started = fromSeconds(1000);
    result.completed = fromSeconds(1010);
    StepResult step;
    step.line = 3;
    step.text = "RUN x";
    step.verdict = cache::Verdict::Run;
    step.reason = {cache::ReasonCode::FilesChanged, "a changed", {"modified a"}, 2};
    step.exitCode = 0;
    step.layer = Digest::ofSha256("layer");
    result.steps = {step};
    StageResult stage;
    stage.name = "app";
    stage.state = "built";
    stage.layers = {Digest::ofSha256("base"), Digest::ofSha256("layer")};
    stage.baseLayers = 1;
    stage.layerSteps = {0};
    stage.config.user = "node";
    result.stages = {stage};
    result.edges = {{"builder", 0, 1, 4, 9, 10, 2, 100}};
    result.failure = BuildFailure{"it broke", 3, 2, {"last"}, "do this", ErrorCode::StepFailed};
    const auto back = parseReport(reportJson(result));
    QVERIFY(back.has_value());
    QCOMPARE(back->steps.size(), 1U);
    QVERIFY(back->steps[0].reason == step.reason);
    QVERIFY(back->steps[0].verdict == step.verdict);
    QVERIFY(back->steps[0].layer == step.layer);
    QVERIFY(back->stages[0].layers == stage.layers);
    QVERIFY(back->stages[0].layerSteps == stage.layerSteps);
    QCOMPARE(back->stages[0].config.user, std::string("node"));
    QCOMPARE(back->edges[0].ofBytes, 100U);
    QCOMPARE(back->failure->message.text(), std::string("it broke"));
    QCOMPARE(back->failure->line, 3);
    QVERIFY(!back->image);
    QVERIFY(!parseReport("{}").has_value());
}

void TestBuildUnits::aRecordKeepsSentencesThatCanBeTranslated() {
    BuildResult result;
    const Sentence message = say("%1 (for the platform %2)", say("the image lacks %1", "x"), "linux/arm64");
    result.failure = BuildFailure{message, 3, 2, {}, say("try again"), ErrorCode::NotFound};
    const auto shown = parseReport(reportJson(result));
    QVERIFY2(shown && !shown->failure->message.isTranslatable(), "what is for other programs holds texts alone");
    const auto kept = parseReport(recordJson(result));
    QVERIFY(kept.has_value());
    QVERIFY(kept->failure->message == message);
    QVERIFY(kept->failure->advice == say("try again"));
    QCOMPARE(kept->failure->message.text(), shown->failure->message.text());
}

void TestBuildUnits::filesReadAheadComeInOrder() {
    std::vector<std::string> contents;
    for (std::size_t i = 0; i < 3000; ++i) {
        contents.push_back(std::string(1 + i * 37 % 5000, static_cast<char>('a' + i % 26)) + std::to_string(i));
    }
    const auto tree = std::make_shared<cache::InlineTree>(contents);
    std::vector<ReadAhead::File> files;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        files.push_back({tree, *tree->view().lookup(std::to_string(i)), contents[i].size()});
    }
    files[10].size += 5; // it has become shorter
    for (const std::size_t stride : {1U, 7U, 500U}) {
        ReadAhead ahead(files);
        for (std::size_t i = 0; i < files.size(); i += stride) {
            const auto bytes = ahead.take(i);
            QVERIFY(bytes.has_value());
            QVERIFY2(*bytes == contents[i], std::to_string(i).c_str());
        }
    }
    ReadAhead nobodyTakes(files); // and ends
    ReadAhead few({files[5]});
    QCOMPARE(few.take(0).value_or("") == contents[5], true);
}

void TestBuildUnits::theOrderOfWhatIsPutChangesNoLayer() {
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        // A tree, some directories of which are below already; names that sort around the slash.
        auto below = std::make_shared<oci::LayerIndex>();
        std::vector<oci::LayerEntry> entries;
        std::vector<std::string> directories{""};
        for (int i = 0; i < 60; ++i) {
            const std::string& parent = directories[random() % directories.size()];
            oci::LayerEntry entry;
            entry.path = (parent.empty() ? "" : parent + "/") + "a" + std::string(1, "-./0z"[random() % 2 + (random() % 2) * 3]) + std::to_string(random() % 40);
            if (std::ranges::find(entries, entry.path, &oci::LayerEntry::path) != entries.end()) {
                continue;
            }
            entry.mtime = 5;
            if (random() % 3 == 0) {
                entry.type = oci::EntryType::Directory;
                entry.mode = 0755;
                directories.push_back(entry.path);
                const std::string_view above = std::string_view(entry.path).substr(0, entry.path.rfind('/') == std::string::npos ? 0 : entry.path.rfind('/'));
                if (random() % 2 == 0 && (above.empty() || std::ranges::find(below->entries, above, &oci::LayerEntry::path) != below->entries.end())) {
                    below->entries.push_back(entry);
                    below->entries.back().mode = random() % 2 == 0 ? 0755 : 0700;
                }
            } else {
                entry.mode = 0644;
                entry.size = random() % 100;
            }
            entries.push_back(entry);
        }
        std::ranges::sort(below->entries, {}, &oci::LayerEntry::path);
        const oci::StackView view({below});
        const auto layerOf = [&](const std::vector<oci::LayerEntry>& order) {
            LayerBuilder layer(view, 9);
            for (const oci::LayerEntry& entry : order) {
                const auto done = entry.type == oci::EntryType::Directory ? layer.putDirectory(entry) : layer.put(entry, nullptr, {}, 0);
                if (!done) {
                    qFatal("%s", done.error().text().c_str());
                }
            }
            const std::uint64_t bytes = layer.bytes();
            return std::pair(std::move(layer).foresee().index, bytes);
        };
        std::vector<oci::LayerEntry> sorted = entries;
        std::ranges::sort(sorted, {}, &oci::LayerEntry::path);
        const auto [inOrder, bytes] = layerOf(sorted);
        const auto [asMade, sameBytes] = layerOf(entries); // parents first, else in no order
        QVERIFY(inOrder->entries == asMade->entries);
        QCOMPARE(inOrder->treeDigest(), asMade->treeDigest());
        QCOMPARE(inOrder->treeDigest(), inOrder->computeTreeDigest());
        QCOMPARE(bytes, sameBytes);
        QCOMPARE(bytes, inOrder->contentBytes);
    }
}

void TestBuildUnits::whatIsReplacedIsNotCounted() {
    LayerBuilder layer{oci::StackView()};
    const auto entry = [](std::string path, oci::EntryType type, std::uint64_t size) {
        oci::LayerEntry out;
        out.path = std::move(path);
        out.type = type;
        out.size = size;
        return out;
    };
    QVERIFY(layer.putDirectory(entry("d", oci::EntryType::Directory, 0)));
    QVERIFY(layer.put(entry("d/a", oci::EntryType::File, 5), nullptr, {}, 0));
    QVERIFY(layer.put(entry("d/b", oci::EntryType::File, 7), nullptr, {}, 0));
    QVERIFY(layer.put(entry("d/b", oci::EntryType::File, 1), nullptr, {}, 0));
    QCOMPARE(layer.bytes(), 6U);
    QVERIFY(!layer.put(entry("d", oci::EntryType::File, 2), nullptr, {}, 0));
    QVERIFY(layer.put(entry("d", oci::EntryType::File, 2), nullptr, {}, 0, true));
    QCOMPARE(layer.bytes(), 2U);
    QVERIFY(layer.lookup("d/a") == nullptr);
    // The name is a file now: nothing new comes into it by the short way either.
    QVERIFY(layer.lookup("d")->type == oci::EntryType::File);
    const auto index = std::move(layer).foresee().index;
    QCOMPARE(index->entries.size(), 1U);
}

void TestBuildUnits::rawJsonIsBuildKits() {
    VertexEvent vertex;
    vertex.digest = Digest::ofSha256("v");
    vertex.name = "[1/2] RUN x";
    QCOMPARE(toRawJson(vertex), "{\"vertexes\":[{\"digest\":\"" + vertex.digest.text() + "\",\"name\":\"[1/2] RUN x\"}]}");
    vertex.started = vertex.completed = fromSeconds(0);
    vertex.cached = true;
    QVERIFY(toRawJson(vertex).ends_with("\"started\":\"1970-01-01T00:00:00Z\",\"completed\":\"1970-01-01T00:00:00Z\",\"cached\":true}]}"));
    LogEvent log{vertex.digest, 2, "hi\n", fromSeconds(0)};
    QVERIFY(toRawJson(log).find("\"stream\":2,\"data\":\"aGkK\"") != std::string::npos);
    WarningEvent warning;
    warning.vertex = vertex.digest;
    warning.message = "R: t (line 2)";
    warning.detail = {"d"};
    warning.line = 2;
    warning.endLine = 3;
    warning.url = "u";
    warning.file = "Dockerfile";
    warning.source = std::make_shared<const std::string>("FROM a\n");
    QCOMPARE(toRawJson(warning), "{\"warnings\":[{\"vertex\":\"" + vertex.digest.text() +
                                     "\",\"level\":1,\"short\":\"UjogdCAobGluZSAyKQ==\",\"detail\":[\"ZA==\"],\"url\":\"u\",\"sourceInfo\":{\"filename\":\"Dockerfile\","
                                     "\"data\":\"RlJPTSBhCg==\",\"language\":\"Dockerfile\"},\"range\":[{\"start\":{\"line\":2},\"end\":{\"line\":2}},"
                                     "{\"start\":{\"line\":3},\"end\":{\"line\":3}}]}]}");
}

QTEST_GUILESS_MAIN(TestBuildUnits)
#include "tst_buildunits.moc"
