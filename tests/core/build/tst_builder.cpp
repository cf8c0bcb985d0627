#include "core/base/imagepath.h"
#include "core/build/build.h"

#include <QTemporaryDir>
#include <fcntl.h>
#include <sys/stat.h>

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <thread>

using namespace sw;
using namespace sw::build;
using cache::ReasonCode;
using cache::Verdict;

namespace fs = std::filesystem;

namespace {

const char* const kBusybox[] = {"/usr/bin/busybox", "/bin/busybox"};

std::string busybox() {
    for (const char* path : kBusybox) {
        if (fs::exists(path)) {
            return path;
        }
    }
    return {};
}

/// A stage with a static busybox, so that RUN needs no image from anywhere.
const std::string kSystem = "FROM scratch AS system\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"--install\", \"-s\", \"/bin\"]\n";

} // namespace

class TestBuilder : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Builder> m_builder;

    fs::path top() const { return m_directory->path().toStdString(); }
    fs::path context() const { return top() / "context"; }

    void write(const std::string& name, const std::string& text, mode_t mode = 0644) {
        fs::create_directories((context() / name).parent_path());
        std::ofstream(context() / name, std::ios::binary) << text;
        ::chmod((context() / name).c_str(), mode);
    }
    BuildRequest request(const std::string& text) {
        BuildRequest out;
        out.dockerfile = context() / "Dockerfile";
        out.context = context();
        out.text = text;
        return out;
    }
    BuildResult build(const BuildRequest& wanted, const EventSink& sink = {}, std::stop_token stop = {}) {
        auto result = m_builder->build(wanted, sink, stop);
        if (!result) {
            qWarning("%s", result.error().text().c_str());
            return {};
        }
        return *result;
    }
    BuildResult build(const std::string& text) { return build(request(text)); }

    /// What the image shows: one line per path.
    QStringList tree(const BuildResult& result, const std::string& below = {}) {
        QStringList out;
        if (!result.image) {
            return {"no image: " + QString::fromStdString(result.failure ? result.failure->message.text() : "?")};
        }
        const oci::StackView view = *m_store->stack(result.image->layers);
        view.walk(below, [&](const oci::StackView::Found& found) {
            if (found.path == below) {
                return true;
            }
            const oci::LayerEntry& entry = *found.entry;
            const auto bytes = view.content(found);
            std::string line = absolutePath(found.path);
            char mode[64];
            std::snprintf(mode, sizeof mode, " %04o %u:%u", entry.mode, entry.uid, entry.gid);
            switch (entry.type) {
            case oci::EntryType::Directory: line += "/"; break;
            case oci::EntryType::Symlink: line += " -> " + entry.link; break;
            default: {
                const auto layer = *m_store->layer(result.image->layers[bytes->layer]);
                line += " " + layer->readAll(*bytes->entry).value_or("unreadable");
            }
            }
            out << QString::fromStdString(line + (entry.type == oci::EntryType::Symlink ? "" : mode));
            return true;
        });
        return out;
    }
    static const StepResult& step(const BuildResult& result, int line) {
        for (const StepResult& candidate : result.steps) {
            if (candidate.line == line) {
                return candidate;
            }
        }
        static const StepResult none;
        return none;
    }
    static QString verdicts(const BuildResult& result) {
        QStringList out;
        for (const StepResult& candidate : result.steps) {
            out << QString::fromUtf8(cache::reportWord(candidate.verdict).data());
        }
        return out.join(' ');
    }
    bool canRun() {
        if (busybox().empty()) {
            return false;
        }
        fs::copy_file(busybox(), context() / "busybox", fs::copy_options::overwrite_existing);
        ::chmod((context() / "busybox").c_str(), 0755);
        const BuildResult result = build(kSystem);
        if (result.failure && result.failure->code == ErrorCode::Unsupported) {
            return false;
        }
        if (result.failure) {
            qWarning("%s", result.failure->message.text().c_str());
        }
        return true;
    }

private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        fs::create_directories(context());
        reopen();
    }
    void cleanup() {
        m_builder.reset();
        m_store.reset();
    }
    void reopen() {
        m_builder.reset();
        m_store.reset();
        auto opened = store::Store::open(top() / "store");
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
        m_store = *opened;
        m_builder = std::make_unique<Builder>(Builder::Options{m_store, {}});
    }

    void copiesLandWhereBuildKitPutsThem_data();
    void copiesLandWhereBuildKitPutsThem();
    void whatCannotBeCopiedFailsAtItsLine_data();
    void whatCannotBeCopiedFailsAtItsLine();
    void aSecondBuildIsAllHitsAlsoAfterARestart();
    void oneChangeRerunsWhatDependsOnIt();
    void anUnneededStageIsSkipped();
    void aFileThatIsNoDockerfileIsRefusedAtItsLine();
    void triggersOfABaseImageBringStages();
    void checksWarnAndMayRefuse();
    void aSourceDateEpochMakesTheSameImageTwice();
    void forecastAgreesWithTheBuildThatFollows();
    void recordsOfBuildsAreKept();
    void commandsRunAndTheirChangesAreKept();
    void aFailingCommandIsReportedWithItsOutput();
    void anEqualResultLetsTheRestHit();
    void unchangedFilesComeFromTheLayerBefore();
    void aCopyOfAWholeLayerIsThatLayer();
    void secretsReachTheProcessOnly();
    void mountsOfContextAndStages();
    void cacheMountsOutliveTheBuild();
    void stopEndsARunningCommand();
};

void TestBuilder::copiesLandWhereBuildKitPutsThem_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const char* text, QStringList expected) {
        QTest::newRow(name) << QString("FROM scratch\n") + text << expected;
    };
    row("a file to a name", "COPY a /b", {"/b A 0644 0:0"});
    row("a file into a directory that is missing", "COPY a /x/y/", {"/x/ 0755 0:0", "/x/y/ 0755 0:0", "/x/y/a A 0644 0:0"});
    row("a file into a directory that is there", "COPY dir /x\nCOPY a /x",
        {"/x/ 0755 0:0", "/x/a A 0644 0:0", "/x/f F 0600 0:0", "/x/sub/ 0700 0:0", "/x/sub/g G 0644 0:0"});
    row("a directory gives its content and not its mode", "COPY dir /x",
        {"/x/ 0755 0:0", "/x/f F 0600 0:0", "/x/sub/ 0700 0:0", "/x/sub/g G 0644 0:0"});
    row("nested directories take the source's mode", "COPY wide /x\nCOPY dir /x",
        {"/x/ 0755 0:0", "/x/f F 0600 0:0", "/x/sub/ 0700 0:0", "/x/sub/g G 0644 0:0", "/x/sub/w W 0644 0:0"});
    row("several files", "COPY a b /x/", {"/x/ 0755 0:0", "/x/a A 0644 0:0", "/x/b B 0755 0:0"});
    row("a pattern without a hit copies nothing", "COPY a nothing* /x/", {"/x/ 0755 0:0", "/x/a A 0644 0:0"});
    row("links below are kept, links at the top are followed", "COPY links /x\nCOPY links/to /y",
        {"/x/ 0755 0:0", "/x/target T 0644 0:0", "/x/to -> target", "/y T 0644 0:0"});
    row("chown by number", "COPY --chown=7:8 dir /x",
        {"/x/ 0755 7:8", "/x/f F 0600 7:8", "/x/sub/ 0700 7:8", "/x/sub/g G 0644 7:8"});
    row("chown by a name of the image", "COPY passwd /etc/passwd\nCOPY --chown=node a /x/a",
        {"/etc/ 0755 0:0", "/etc/passwd node:x:1000:1001::/:\n 0644 0:0", "/x/ 0755 1000:1001", "/x/a A 0644 1000:1001"});
    row("chmod reaches created parents", "COPY --chmod=750 a /x/a", {"/x/ 0750 0:0", "/x/a A 0750 0:0"});
    row("chmod in symbols", "COPY --chmod=go= b /b", {"/b B 0700 0:0"});
    row("a link at the destination is followed", "COPY linked /\nCOPY a /to/a",
        {"/real/ 0755 0:0", "/real/a A 0644 0:0", "/real/r R 0644 0:0", "/to -> real"});
    row("link does not follow", "COPY linked /\nCOPY --link a /to/a",
        {"/real/ 0755 0:0", "/real/r R 0644 0:0", "/to/ 0755 0:0", "/to/a A 0644 0:0"});
    row("excluded files stay out", "COPY --exclude=**/g dir /x", {"/x/ 0755 0:0", "/x/f F 0600 0:0", "/x/sub/ 0700 0:0"});
    row("parents are kept behind the pivot", "COPY --parents ./dir/./sub/g /x/",
        {"/x/ 0755 0:0", "/x/sub/ 0700 0:0", "/x/sub/g G 0644 0:0"});
    row("files that stand in the Dockerfile", "COPY <<one <<two /x/\n1\none\n2\ntwo",
        {"/x/ 0755 0:0", "/x/one 1\n 0644 0:0", "/x/two 2\n 0644 0:0"});
    row("workdir is made", "WORKDIR /w/x\nCOPY a .", {"/w/ 0755 0:0", "/w/x/ 0755 0:0", "/w/x/a A 0644 0:0"});
    row("workdir belongs to the user", "USER 5\nWORKDIR /w", {"/w/ 0755 5:5"});
    row("an archive is unpacked by ADD", "ADD arch.tar.gz /x/", {"/x/ 0755 0:0", "/x/in/ 0755 3:4", "/x/in/t T 0640 3:4"});
    row("an archive is copied by COPY", "COPY arch.tar.gz /y\nADD a /z", {"/y ... 0644 0:0", "/z A 0644 0:0"});
    row("from a stage with its owners", "COPY --chown=9 dir /x\nFROM scratch\nCOPY --from=0 /x/sub /y", {"/y/ 0755 0:0", "/y/g G 0644 9:9"});
    row("the whole root of a stage", "COPY a /x/a\nFROM scratch\nCOPY --from=0 / /", {"/x/ 0755 0:0", "/x/a A 0644 0:0"});
}

void TestBuilder::copiesLandWhereBuildKitPutsThem() {
    write("a", "A");
    write("b", "B", 0755);
    write("dir/f", "F", 0600);
    write("dir/sub/g", "G");
    ::chmod((context() / "dir").c_str(), 0711);
    ::chmod((context() / "dir/sub").c_str(), 0700);
    write("wide/sub/w", "W");
    ::chmod((context() / "wide/sub").c_str(), 0777);
    write("links/target", "T");
    fs::create_symlink("target", context() / "links/to");
    write("linked/real/r", "R");
    ::chmod((context() / "linked/real").c_str(), 0755);
    fs::create_symlink("real", context() / "linked/to");
    write("passwd", "node:x:1000:1001::/:\n");
    write("pack/in/t", "T", 0640);
    ::chmod((context() / "pack/in").c_str(), 0755);
    const std::string tar = "tar -C '" + (context() / "pack").string() + "' --owner=3 --group=4 -czf '" + (context() / "arch.tar.gz").string() + "' in";
    QCOMPARE(std::system(tar.c_str()), 0);
    QFETCH(QString, text);
    QStringList shown = tree(build(text.toStdString()));
    for (QString& line : shown) {
        if (line.startsWith("/y ") && line.contains(QChar(0x1f))) {
            line = "/y ... 0644 0:0"; // compressed bytes
        }
    }
    QTEST(shown, "expected");
}

void TestBuilder::whatCannotBeCopiedFailsAtItsLine_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("message");
    QTest::newRow("a missing file") << "FROM scratch\nCOPY a /a\nCOPY nope /b" << 3 << "\"nope\" is not in the build context";
    QTest::newRow("an ignored file") << "FROM scratch\nCOPY secret.key /b" << 2 << ".dockerignore line 1 excludes it";
    QTest::newRow("a missing file of a stage") << "FROM scratch AS base\nCOPY a /a\nFROM scratch\nCOPY --from=base /b /b" << 4
                                               << "\"/b\" is not in stage 'base'";
    QTest::newRow("a file over a directory") << "FROM scratch\nCOPY dir /x/y\nCOPY dir2 /x" << 3 << "which is a directory";
    QTest::newRow("a directory over a file") << "FROM scratch\nCOPY a /x\nCOPY dir /x" << 3 << "/x is not a directory";
    QTest::newRow("a wrong mode") << "FROM scratch\nCOPY --chmod=9 a /x" << 2 << "--chmod=9";
}

void TestBuilder::whatCannotBeCopiedFailsAtItsLine() {
    write("a", "A");
    write("secret.key", "S");
    write(".dockerignore", "*.key\n");
    write("dir/f", "F");
    write("dir2/y", "Y");
    QFETCH(QString, text);
    const BuildResult result = build(text.toStdString());
    QVERIFY(result.failure.has_value());
    QTEST(result.failure->line, "line");
    QFETCH(QString, message);
    QVERIFY2(QString::fromStdString(result.failure->message.text()).contains(message), result.failure->message.text().c_str());
    QVERIFY(!result.image);
}

void TestBuilder::aSecondBuildIsAllHitsAlsoAfterARestart() {
    write("a", "A");
    write("dir/f", "F");
    const std::string text = "FROM scratch AS one\nCOPY a /a\nWORKDIR /w\nENV x=y\nFROM scratch\nCOPY --from=one /a /a\nCOPY dir /d\n";
    const BuildResult first = build(text);
    QCOMPARE(verdicts(first), QString("metadata ran ran metadata metadata shared ran"));
    const BuildResult second = build(text);
    QCOMPARE(verdicts(second), QString("metadata hit hit metadata metadata hit hit"));
    QCOMPARE(second.image->manifestDigest, first.image->manifestDigest);
    reopen();
    QCOMPARE(verdicts(build(text)), QString("metadata hit hit metadata metadata hit hit"));
}

void TestBuilder::oneChangeRerunsWhatDependsOnIt() {
    write("a", "A");
    write("dir/f", "F");
    write("dir/g", "G");
    const std::string text = "FROM scratch AS one\nCOPY a /a\nCOPY dir /d\nWORKDIR /w\nFROM scratch\nCOPY --from=one /a /a2\nCOPY --from=one /d /d2\n";
    build(text);
    write("dir/f", "changed");
    const BuildResult result = build(text);
    QCOMPARE(verdicts(result), QString("metadata hit ran ran metadata hit ran"));
    QCOMPARE(step(result, 3).reason.code, ReasonCode::FilesChanged);
    QCOMPARE(step(result, 3).reason.evidence, (std::vector<std::string>{"modified dir/f"}));
    QCOMPARE(step(result, 3).reason.rootLine.value_or(0), 3);
    QCOMPARE(step(result, 4).reason.code, ReasonCode::KnockOn);
    QCOMPARE(step(result, 4).reason.rootLine.value_or(0), 3);
    QCOMPARE(step(result, 7).reason.code, ReasonCode::KnockOn);
    QCOMPARE(step(result, 7).reason.rootLine.value_or(0), 3);
    QCOMPARE(step(result, 7).reason.evidence, (std::vector<std::string>{"modified d/f"}));
    write("dir/f", "F"); // back again: the old results are still there
    QCOMPARE(verdicts(build(text)), QString("metadata hit hit hit metadata hit hit"));
    write("dir/new", "N");
    QCOMPARE(step(build(text), 3).reason.evidence, (std::vector<std::string>{"added dir/new"}));
    fs::remove(context() / "dir/new");
    fs::remove(context() / "dir/g");
    QCOMPARE(step(build(text), 3).reason.evidence, (std::vector<std::string>{"removed dir/g", "removed dir/new"}));
}

void TestBuilder::anUnneededStageIsSkipped() {
    write("a", "A");
    const BuildResult result = build("FROM no.such.registry.invalid/image AS unused\nRUN false\nFROM scratch\nCOPY a /a\n");
    QVERIFY(result.image.has_value());
    QCOMPARE(verdicts(result), QString("skipped skipped metadata ran"));
    QCOMPARE(result.stages[0].state, std::string("not-needed"));
    QCOMPARE(result.stages[1].state, std::string("built"));
}

void TestBuilder::aFileThatIsNoDockerfileIsRefusedAtItsLine() {
    const BuildResult result = build("FROM scratch\nCOPPY a /a\n");
    QVERIFY(result.failure.has_value());
    QCOMPARE(result.failure->line, 2);
    QVERIFY(build("").failure.has_value());
    const BuildResult noBase = build("FROM scratch\nCOPY a /a\nFROM registry.invalid/none:1\nCOPY --from=0 /a /a\n");
    QVERIFY(noBase.failure.has_value());
    QCOMPARE(noBase.failure->line, 3);
    QCOMPARE(verdicts(noBase), QString("metadata skipped failed skipped"));
}

/// What nothing else needs is built all the same when a trigger of the base image names it, by name or by number.
void TestBuilder::triggersOfABaseImageBringStages() {
    write("a", "A");
    BuildRequest base = request("FROM scratch\nONBUILD COPY --from=Made /a /by-name\nONBUILD COPY --from=0 /b /by-number\n");
    base.tags = {"with-triggers"};
    QVERIFY(build(base).image.has_value());
    const BuildResult result = build("FROM scratch\nCOPY a /b\nFROM scratch AS made\nCOPY a /a\nFROM scratch AS unused\nCOPY a /u\nFROM with-triggers\n");
    QCOMPARE(tree(result), (QStringList{"/by-name A 0644 0:0", "/by-number A 0644 0:0"}));
    QCOMPARE(result.stages[0].state, std::string("built"));
    QCOMPARE(result.stages[2].state, std::string("not-needed"));
    const BuildResult later = build("FROM with-triggers\nFROM scratch AS made\nCOPY a /a\nFROM 0\n");
    QVERIFY(later.failure.has_value());
}

void TestBuilder::checksWarnAndMayRefuse() {
    std::vector<std::string> warnings;
    std::set<Digest> vertices;
    const EventSink sink = [&](const BuildEvent& event) {
        if (const auto* warning = std::get_if<WarningEvent>(&event)) {
            warnings.push_back(warning->message);
            QCOMPARE(*warning->source, std::string("FROM scratch AS unneeded\nCMD x\nMAINTAINER me\nFROM scratch\nENV a \\\n b\n"));
            QCOMPARE(warning->endLine, warning->line + (warning->line == 5 ? 1 : 0));
            QVERIFY(vertices.contains(warning->vertex));
        } else if (const auto* vertex = std::get_if<VertexEvent>(&event)) {
            vertices.insert(vertex->digest);
        }
    };
    QVERIFY(build(request("FROM scratch AS unneeded\nCMD x\nMAINTAINER me\nFROM scratch\nENV a \\\n b\n"), sink).image.has_value());
    QCOMPARE(warnings, (std::vector<std::string>{"MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 3)",
                                                 "LegacyKeyValueFormat: \"ENV key=value\" should be used instead of legacy \"ENV key value\" format (line 5)"}));
    const BuildResult refused = build("# check=error=true\nFROM scratch\nMAINTAINER me\n");
    QVERIFY(refused.failure.has_value());
    QCOMPARE(refused.failure->message.text(), std::string("lint violation found for rules: MaintainerDeprecated"));
    QVERIFY(!build("# check=error=true\nFROM scratch\n").failure.has_value());
    QCOMPARE(build("# check=eror=true\nFROM scratch\n").failure->line, 1);
    const auto forecast = m_builder->forecast(request("# check=error=true\nFROM scratch\nMAINTAINER me\n"), nullptr, {});
    QCOMPARE(forecast->diagnostics.size(), 1U);
    QVERIFY(forecast->steps.empty());
}

void TestBuilder::aSourceDateEpochMakesTheSameImageTwice() {
    write("a", "A");
    BuildRequest wanted = request("FROM scratch\nCOPY a /x/a\nWORKDIR /w\n");
    wanted.sourceDateEpoch = 1000;
    wanted.noCache = true;
    const BuildResult first = build(wanted);
    write("a", "A");
    const timespec times[2] = {{5000000, 0}, {5000000, 0}};
    ::utimensat(AT_FDCWD, (context() / "a").c_str(), times, 0);
    const BuildResult second = build(wanted);
    QVERIFY(first.image && second.image);
    QCOMPARE(second.image->manifestDigest, first.image->manifestDigest);
    QCOMPARE(first.image->config.created, std::string("1970-01-01T00:16:40Z"));
    const oci::StackView view = *m_store->stack(first.image->layers);
    QCOMPARE(view.lookup("x/a")->entry->mtime, 1000);
}

void TestBuilder::forecastAgreesWithTheBuildThatFollows() {
    write("a", "A");
    write("dir/f", "F");
    const std::string text = "FROM scratch AS one\nCOPY a /a\nCOPY dir /d\nWORKDIR /w\nFROM scratch\nCOPY --from=one /a /a\nCOPY --from=one /d /d\n";
    const auto compare = [&](const std::string& dockerfile) {
        const auto forecast = m_builder->forecast(request(dockerfile), {});
        QVERIFY(forecast.has_value());
        const BuildResult result = build(dockerfile);
        QCOMPARE(forecast->steps.size(), result.steps.size());
        for (std::size_t i = 0; i < result.steps.size(); ++i) {
            const bool hits = cache::forecastWord(forecast->steps[i].verdict) == "hit";
            const bool hit = result.steps[i].verdict != Verdict::Run;
            QVERIFY2(hits == hit, result.steps[i].text.c_str());
            if (!hit) {
                QCOMPARE(forecast->steps[i].reason.code, result.steps[i].reason.code);
                QCOMPARE(*forecast->steps[i].bytes, result.steps[i].bytes);
            }
        }
    };
    compare(text);
    compare(text);
    write("dir/f", "changed");
    compare(text);
    write("a", "A", 0755);
    compare(text);
    compare(text + "COPY a /b\n");
    compare("FROM scratch AS one\nCOPY a /a2\nCOPY dir /d\nWORKDIR /w\nFROM scratch\nCOPY --from=one /a2 /a\nCOPY --from=one /d /d\n");
}

void TestBuilder::recordsOfBuildsAreKept() {
    write("a", "A");
    const BuildResult good = build("FROM scratch\nCOPY a /a\n");
    const BuildResult bad = build("FROM scratch\nCOPY nope /a\n");
    const auto records = buildHistory(*m_store, context() / "Dockerfile", 10);
    QVERIFY(records.has_value());
    QCOMPARE(records->size(), 2U);
    QCOMPARE((*records)[0].id, bad.id);
    QVERIFY(!(*records)[0].succeeded);
    QVERIFY((*records)[1].succeeded);
    QCOMPARE((*records)[1].shippedBytes, 1U);
    QCOMPARE((*findBuild(*m_store, good.id.substr(0, 6)))->id, good.id);
    QVERIFY(!findBuild(*m_store, "ffffffffffff")->has_value());
    QCOMPARE(buildHistory(*m_store, top() / "other", 10)->size(), 0U);
}

void TestBuilder::commandsRunAndTheirChangesAreKept() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    const std::string text = kSystem + "ENV a=1\nARG b=2\nWORKDIR /w\nRUN echo \"$a $b $PWD\" > out && mkdir /d && echo x > /d/x && rm /bin/vi\n"
                                       "FROM system\nCOPY --from=system /bin/busybox /bb\nUSER 7\nRUN id -u > /tmp/id 2>/dev/null || true\n";
    BuildRequest wanted = request(text);
    wanted.inputs.target = "system";
    const BuildResult result = build(wanted);
    QVERIFY2(result.image.has_value(), result.failure ? result.failure->message.text().c_str() : "");
    QCOMPARE(tree(result, "w"), (QStringList{"/w/out 1 2 /w\n 0644 0:0"}));
    QCOMPARE(tree(result, "d"), (QStringList{"/d/x x\n 0644 0:0"}));
    const oci::StackView view = *m_store->stack(result.image->layers);
    QVERIFY(view.lookup("bin/sh") && !view.lookup("bin/vi"));
    QCOMPARE(verdicts(build(wanted)).count("ran"), 0);
}

void TestBuilder::aFailingCommandIsReportedWithItsOutput() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    std::string log;
    const BuildResult result = build(request(kSystem + "RUN echo hello; echo trouble >&2; exit 3\n"), [&](const BuildEvent& event) {
        if (const auto* line = std::get_if<LogEvent>(&event)) {
            log += line->data;
        }
    });
    QVERIFY(result.failure.has_value());
    QCOMPARE(result.failure->line, 4);
    QCOMPARE(result.failure->code, ErrorCode::StepFailed);
    QCOMPARE(step(result, 4).exitCode.value_or(-1), 3);
    QCOMPARE(step(result, 4).verdict, Verdict::Failed);
    QVERIFY(log.find("hello\n") != std::string::npos && log.find("trouble\n") != std::string::npos);
    QCOMPARE(result.failure->lastLines.size(), 2U);
    QCOMPARE(result.failure->message.text(), std::string("process \"/bin/sh -c echo hello; echo trouble >&2; exit 3\" did not complete successfully: exit code: 3"));
}

void TestBuilder::anEqualResultLetsTheRestHit() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    build(kSystem + "RUN echo same > /x\nRUN cp /x /y\n");
    const BuildResult result = build(kSystem + "RUN printf 'same\\n' > /x\nRUN cp /x /y\n");
    QCOMPARE(step(result, 4).verdict, Verdict::Run);
    QCOMPARE(step(result, 4).reason.code, ReasonCode::CommandChanged);
    QCOMPARE(step(result, 5).verdict, Verdict::Hit);
    QCOMPARE(step(result, 5).reason.code, ReasonCode::EarlyCutoff);
}

void TestBuilder::unchangedFilesComeFromTheLayerBefore() {
    for (int i = 0; i < 40; ++i) {
        write("src/" + std::to_string(i), "file " + std::to_string(i));
    }
    const std::string text = "FROM scratch\nCOPY src /src\n";
    QVERIFY(build(text).image);
    write("src/7", "changed");
    write("src/new", "new");
    fs::remove(context() / "src/9");
    ::chmod((context() / "src/11").c_str(), 0600);
    const BuildResult second = build(text);
    QVERIFY(second.image);
    QCOMPARE(step(second, 2).verdict, Verdict::Run);
    const QStringList shown = tree(second, "src");
    QCOMPARE(shown.size(), 40);
    QVERIFY(shown.contains("/src/7 changed 0644 0:0"));
    QVERIFY(shown.contains("/src/new new 0644 0:0"));
    QVERIFY(shown.contains("/src/11 file 11 0600 0:0"));
    QVERIFY(shown.contains("/src/12 file 12 0644 0:0"));
    // Byte for byte what a store without the earlier layer makes of it. The directory's own time is that of the context.
    const store::LayerId layer = second.image->layers.back();
    m_builder.reset();
    m_store.reset();
    fs::rename(top() / "store", top() / "store-before");
    reopen();
    const BuildResult fresh = build(text);
    QVERIFY(fresh.image);
    QCOMPARE(fresh.image->layers.back().text(), layer.text());
}

void TestBuilder::aCopyOfAWholeLayerIsThatLayer() {
    write("src/a", "a");
    write("src/b/c", "c", 0600);
    const BuildResult result = build("FROM scratch AS one\nCOPY src /x/src\nFROM scratch\nCOPY --from=one /x/src /x/src\n"
                                     "FROM scratch AS moved\nCOPY --from=one /x/src /y\nFROM scratch\n"
                                     "COPY --from=one /x /x\nCOPY --from=moved /y /y\n");
    QVERIFY(result.image);
    QCOMPARE(result.image->layers.size(), std::size_t{2});
    const auto first = std::ranges::find(result.stages, "one", &StageResult::name);
    QVERIFY(first != result.stages.end());
    QCOMPARE(tree(result), QStringList({"/x/ 0755 0:0", "/x/src/ 0755 0:0", "/x/src/a a 0644 0:0", "/x/src/b/ 0755 0:0",
                                        "/x/src/b/c c 0600 0:0", "/y/ 0755 0:0", "/y/a a 0644 0:0", "/y/b/ 0755 0:0",
                                        "/y/b/c c 0600 0:0"}));
    QCOMPARE(result.image->layers.front().text(), first->layers.back().text());
}

void TestBuilder::secretsReachTheProcessOnly() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    std::ofstream(top() / "secret") << "hush-hush-4711";
    BuildRequest wanted = request(kSystem + "RUN --mount=type=secret,id=s --mount=type=secret,id=s,env=S "
                                            "test \"$(cat /run/secrets/s)\" = hush-hush-$((4700+11)) && test \"$S\" = hush-hush-$((4700+11))\n");
    wanted.secrets = {{"s", top() / "secret", {}}};
    const BuildResult result = build(wanted);
    QVERIFY2(result.image.has_value(), result.failure ? result.failure->message.text().c_str() : "");
    QVERIFY(!m_store->stack(result.image->layers)->lookup("run/secrets/s"));
    cleanup();
    const std::string search = "grep -rq hush-hush-4711 '" + (top() / "store").string() + "'";
    QVERIFY(WEXITSTATUS(std::system(search.c_str())) == 1);
}

void TestBuilder::mountsOfContextAndStages() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    write("src/one", "1");
    const std::string text = "FROM scratch AS data\nCOPY src /data\n" + kSystem +
                             "RUN --mount=target=/ctx,source=src --mount=from=data,source=/data,target=/stage cat /ctx/one /stage/one > /out\n";
    const BuildResult first = build(text);
    QVERIFY2(first.image.has_value(), first.failure ? first.failure->message.text().c_str() : "");
    QVERIFY(tree(first).contains("/out 11 0644 0:0"));
    QVERIFY(!m_store->stack(first.image->layers)->lookup("ctx"));
    QCOMPARE(verdicts(build(text)).count("ran"), 0);
    write("other", "x"); // not read by anything
    QCOMPARE(verdicts(build(text)).count("ran"), 0);
    write("src/one", "2");
    const BuildResult second = build(text);
    QVERIFY(tree(second).contains("/out 22 0644 0:0"));
    write("src/one", "1"); // A, B, A
    QVERIFY(tree(build(text)).contains("/out 11 0644 0:0"));
}

void TestBuilder::cacheMountsOutliveTheBuild() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    const auto text = [](const char* word) {
        return kSystem + "RUN --mount=type=cache,target=/cache echo " + word + " >> /cache/log && cp /cache/log /log\n";
    };
    QVERIFY(tree(build(text("one"))).contains("/log one\n 0644 0:0"));
    QVERIFY(tree(build(text("two"))).contains("/log one\ntwo\n 0644 0:0"));
}

void TestBuilder::stopEndsARunningCommand() {
    if (!canRun()) {
        QSKIP("this machine cannot run a sandbox, or has no static busybox");
    }
    std::stop_source stop;
    const auto sink = [&](const BuildEvent& event) {
        if (const auto* line = std::get_if<LogEvent>(&event); line != nullptr && line->data.find("begun") != std::string::npos) {
            stop.request_stop();
        }
    };
    const BuildResult result = build(request(kSystem + "RUN echo begun; sleep 100\nRUN true\n"), sink, stop.get_token());
    QVERIFY(result.cancelled);
    QVERIFY(!result.failure);
    QCOMPARE(step(result, 4).verdict, Verdict::Cancelled);
    QCOMPARE(verdicts(build(kSystem + "RUN true\n")), QString("metadata hit hit ran"));
}

QTEST_GUILESS_MAIN(TestBuilder)
#include "tst_builder.moc"
