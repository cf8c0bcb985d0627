#include "core/cache/explain.h"

#include <QTest>

using namespace sw;
using namespace sw::cache;

namespace {

Hash128 hash(std::string_view text) { return Hasher128::of(text); }

Trace runTrace() {
    Trace trace;
    trace.parts = {{"shell", "[\"/bin/sh\" \"-c\"]"}, {"command", "npm install"}, {"env:NODE_ENV", "development"},
                   {"arg:VERSION", "1"}, {"workdir", "/app"}, {"user", ""}, {"mount:/cache", "type=cache"}};
    trace.parent = hash("parent");
    trace.contents = {{"files", hash("files")}};
    trace.ancestors = {{hash("from"), hash("base root"), "node:18"}, {hash("workdir"), hash("parent"), "WORKDIR /app"}};
    return trace;
}

void change(Trace& trace, std::string_view tag, std::string value) {
    for (plan::KeyPart& part : trace.parts) {
        if (part.tag == tag) {
            part.value = std::move(value);
        }
    }
}

using Mutation = std::function<void(ExplainInput&, Trace& now)>;

} // namespace

Q_DECLARE_METATYPE(Mutation)
Q_DECLARE_METATYPE(ReasonCode)

class TestExplain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPartOfATraceIsInTheKey();
    void whereFilesLieIsNotInTheKey();
    void traceSurvivesItsText();
    void layersThatChangeNothingLeaveTheRootAsItIs();
    void oneChangeIsNamedAsTheCause_data();
    void oneChangeIsNamedAsTheCause();
    void linesAreFoundAgain();
    void changedFilesAreNamedUpToTwentyAndThenCounted();
    void wordsOfTheContract();
};

void TestExplain::everyPartOfATraceIsInTheKey() {
    const Trace trace = runTrace();
    const Hash128 key = keyOf(trace, "run");
    QVERIFY(keyOf(trace, "copy") != key);
    for (std::size_t i = 0; i < trace.parts.size(); ++i) {
        Trace other = trace;
        other.parts[i].value += "x";
        QVERIFY2(keyOf(other, "run") != key, trace.parts[i].tag.c_str());
        other = trace;
        other.parts.erase(other.parts.begin() + static_cast<std::ptrdiff_t>(i));
        QVERIFY2(keyOf(other, "run") != key, trace.parts[i].tag.c_str());
    }
    Trace other = trace;
    other.parent = hash("another parent");
    QVERIFY(keyOf(other, "run") != key);
    other = trace;
    other.contents[0].second = hash("other files");
    QVERIFY(keyOf(other, "run") != key);
    other = trace;
    other.ancestors.clear(); // only for explanations
    QCOMPARE(keyOf(other, "run"), key);
}

void TestExplain::whereFilesLieIsNotInTheKey() {
    Trace a = runTrace();
    a.parts.push_back({"source", "one"});
    Trace b = runTrace();
    b.parts.push_back({"source", "two"});
    QCOMPARE(keyOf(a, "copy"), keyOf(b, "copy"));
}

void TestExplain::traceSurvivesItsText() {
    Trace trace = runTrace();
    trace.parts.push_back({"heredoc:EOF", "a\n\"b\"\t\xc3\xa9\n"});
    const auto back = parseTrace(serialiseTrace(trace));
    QVERIFY(back.has_value());
    QVERIFY(*back == trace);
    QVERIFY(!parseTrace("{\"parts\": 3}").has_value());
    QVERIFY(!parseTrace("nonsense").has_value());
}

void TestExplain::layersThatChangeNothingLeaveTheRootAsItIs() {
    const Hash128 root = rootDigest(emptyRoot(), hash("layer"), false);
    QVERIFY(root != emptyRoot());
    QCOMPARE(rootDigest(root, hash("nothing"), true), root);
    QVERIFY(rootDigest(root, hash("layer"), false) != root);
}

void TestExplain::oneChangeIsNamedAsTheCause_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<ReasonCode>("code");
    QTest::addColumn<int>("root");
    QTest::addColumn<QString>("evidence");
    const auto row = [](const char* name, Mutation mutate, ReasonCode code, int root, const char* evidence) {
        QTest::newRow(name) << mutate << code << root << QString(evidence);
    };
    row("a new line is a first build", [](ExplainInput& in, Trace&) { in.before = nullptr; }, ReasonCode::FirstBuild, 7, "");
    row("no-cache comes before everything", [](ExplainInput& in, Trace& now) { in.noCache = true; change(now, "command", "x"); },
        ReasonCode::NoCache, 7, "");
    row("a pruned layer is said to be pruned", [](ExplainInput& in, Trace&) { in.pruned = true; }, ReasonCode::CachePruned, 7, "");
    row("nothing differs but the record is gone", [](ExplainInput&, Trace&) {}, ReasonCode::CachePruned, 7, "");
    row("command", [](ExplainInput&, Trace& now) { change(now, "command", "npm ci"); }, ReasonCode::CommandChanged, 7,
        "command: npm install -> npm ci");
    row("shell", [](ExplainInput&, Trace& now) { change(now, "shell", "[\"bash\"]"); }, ReasonCode::CommandChanged, 7, "shell: ");
    row("argument", [](ExplainInput&, Trace& now) { change(now, "arg:VERSION", "2"); }, ReasonCode::ArgumentChanged, 7, "VERSION: 1 -> 2");
    row("argument gone", [](ExplainInput&, Trace& now) { std::erase_if(now.parts, [](const auto& p) { return p.tag == "arg:VERSION"; }); },
        ReasonCode::ArgumentChanged, 7, "VERSION: 1 -> (not set)");
    row("environment", [](ExplainInput&, Trace& now) { change(now, "env:NODE_ENV", "production"); }, ReasonCode::EnvironmentChanged, 7,
        "NODE_ENV: development -> production");
    row("workdir", [](ExplainInput&, Trace& now) { change(now, "workdir", "/srv"); }, ReasonCode::EnvironmentChanged, 7, "workdir: /app -> /srv");
    row("a flag", [](ExplainInput&, Trace& now) { now.parts.push_back({"chown", "1:2"}); }, ReasonCode::CommandChanged, 7, "chown: (not set) -> 1:2");
    row("an argument in the text", [](ExplainInput& in, Trace& now) {
            change(now, "command", "npm ci");
            in.sameText = true;
            in.variables = {{"HOW", true}};
        }, ReasonCode::ArgumentChanged, 7, "command: npm install -> npm ci");
    row("far in a long text", [](ExplainInput&, Trace& now) { change(now, "command", "npm install" + std::string(200, 'x') + "y"); },
        ReasonCode::CommandChanged, 7, "command: npm install -> npm installx");
    row("mount", [](ExplainInput&, Trace& now) { change(now, "mount:/cache", "type=tmpfs"); }, ReasonCode::MountChanged, 7, "mount:/cache: ");
    row("files of the context", [](ExplainInput& in, Trace& now) {
            now.contents[0].second = hash("new");
            in.origins[0].isContext = true;
        }, ReasonCode::FilesChanged, 7, "modified src/App.jsx");
    row("files of a stage that ran are a knock-on", [](ExplainInput& in, Trace& now) {
            now.contents[0].second = hash("new");
            in.origins[0].ran = true;
            in.origins[0].line = 5;
            in.origins[0].reason = {ReasonCode::KnockOn, "", {}, 3};
        }, ReasonCode::KnockOn, 3, "modified src/App.jsx");
    row("a step below that ran is a knock-on of its root", [](ExplainInput& in, Trace& now) {
            now.parent = hash("other");
            in.ancestors[1].ran = true;
            in.ancestors[1].reason = {ReasonCode::FilesChanged, "", {}, 2};
            in.ancestors[1].trace.root = now.parent;
        }, ReasonCode::KnockOn, 2, "");
    row("another base image", [](ExplainInput& in, Trace& now) {
            now.parent = hash("other");
            in.ancestors[0].trace.root = hash("another base");
            in.ancestors[0].trace.text = "node:20";
            in.ancestors[1].trace.root = now.parent;
        }, ReasonCode::BaseImageChanged, 1, "node:18 -> node:20");
    row("the same base name with other contents", [](ExplainInput& in, Trace& now) {
            now.parent = hash("other");
            in.ancestors[0].trace.root = hash("another base");
            in.ancestors[1].trace.root = now.parent;
        }, ReasonCode::BaseImageChanged, 1, "node:18: ");
    row("another base goes before what a stage made anew", [](ExplainInput& in, Trace& now) {
            now.parent = hash("other");
            in.ancestors[0].trace.root = hash("another base");
            in.ancestors[1].trace.root = now.parent;
            now.contents[0].second = hash("new");
            in.origins[0].ran = true;
            in.origins[0].reason = {ReasonCode::KnockOn, "", {}, 3};
        }, ReasonCode::BaseImageChanged, 1, "node:18: ");
    row("a line before was removed", [](ExplainInput& in, Trace& now) {
            now.parent = in.ancestors[0].trace.root;
            in.ancestors.pop_back();
        }, ReasonCode::KnockOn, 7, "removed WORKDIR /app");
}

void TestExplain::oneChangeIsNamedAsTheCause() {
    QFETCH(Mutation, mutate);
    const Trace before = runTrace();
    Trace now = before;
    ExplainInput input{7, now, &before, false, false, {}, false, {}, {}, [](const std::string&) { return std::vector<std::string>{"modified src/App.jsx"}; }};
    input.ancestors = {{1, before.ancestors[0], false, true, {}}, {2, before.ancestors[1], false, false, {}}};
    input.origins = {{"files", 5, false, {}, false}};
    mutate(input, now);
    const Reason reason = explainMiss(input);
    QTEST(reason.code, "code");
    QTEST(reason.rootLine.value_or(-1), "root");
    QVERIFY(!reason.text.empty());
    QFETCH(QString, evidence);
    if (!evidence.isEmpty()) {
        QVERIFY(!reason.evidence.empty());
        QVERIFY2(QString::fromStdString(reason.evidence.front()).startsWith(evidence), reason.evidence.front().c_str());
    }
}

void TestExplain::linesAreFoundAgain() {
    const std::vector<LineRecord> before = {{"FROM a", 0, hash("0")}, {"RUN one", 1, hash("1")}, {"RUN two", 2, hash("2")}};
    QCOMPARE(matchLine(before, {"FROM a", "RUN one", "RUN two"}, 1), std::optional<std::size_t>(1));
    QCOMPARE(matchLine(before, {"FROM a", "RUN changed", "RUN two"}, 1), std::optional<std::size_t>(1)); // edited in place
    QCOMPARE(matchLine(before, {"FROM a", "RUN new", "RUN one", "RUN two"}, 1), std::optional<std::size_t>()); // inserted
    QCOMPARE(matchLine(before, {"FROM a", "RUN new", "RUN one", "RUN two"}, 3), std::optional<std::size_t>(2)); // moved down
    QCOMPARE(matchLine(before, {"FROM a", "RUN two"}, 1), std::optional<std::size_t>(2));
}

void TestExplain::changedFilesAreNamedUpToTwentyAndThenCounted() {
    QCOMPARE(compareFiles({{"a", hash("1")}, {"b", hash("1")}, {"c", hash("1")}}, {{"a", hash("1")}, {"b", hash("2")}, {"d", hash("1")}}),
             (std::vector<std::string>{"modified b", "added d", "removed c"}));
    std::vector<FileFact> many;
    for (int i = 0; i < 25; ++i) {
        many.push_back({"f" + std::to_string(i), hash("x")});
    }
    const auto changes = compareFiles({}, many);
    QCOMPARE(changes.size(), kEvidenceLimit + 1);
    QCOMPARE(changes.back(), std::string("and 5 more"));
}

void TestExplain::wordsOfTheContract() {
    QCOMPARE(forecastWord(Verdict::Hit), std::string_view("hit"));
    QCOMPARE(forecastWord(Verdict::NotNeeded), std::string_view("not-needed"));
    QCOMPARE(reportWord(Verdict::Run), std::string_view("ran"));
    QCOMPARE(reportWord(Verdict::Shared), std::string_view("shared"));
    QCOMPARE(reportWord(Verdict::Metadata), std::string_view("metadata"));
    QCOMPARE(reportWord(Verdict::NotNeeded), std::string_view("skipped"));
    for (int i = 0; i <= static_cast<int>(ReasonCode::EarlyCutoff); ++i) {
        const auto code = static_cast<ReasonCode>(i);
        QCOMPARE(reasonCodeOf(reasonCodeName(code)), code);
    }
}

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
