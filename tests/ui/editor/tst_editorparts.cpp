// The parts of the editor that need no widget: colours, folding, lanes, completion, search, hover.

#include "core/dockerfile/parser.h"
#include "ui/editor/codecolors.h"
#include "ui/editor/codestyles.h"
#include "ui/editor/completion.h"
#include "ui/editor/hover.h"
#include "ui/editor/instructionhelp.h"
#include "ui/editor/linelanes.h"
#include "ui/editor/search.h"

#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {

const char kReact[] = "FROM node:18 AS builder\n"
                      "WORKDIR /app\n"
                      "COPY package*.json ./\n"
                      "RUN npm install\n"
                      "\n"
                      "# the server\n"
                      "FROM nginx:alpine\n"
                      "COPY --from=builder /app/build /usr/share/nginx/html\n"
                      "CMD [\"nginx\", \"-g\"]\n";

SnapshotPtr snapshotOf(const std::string& text, plan::Inputs inputs = {}) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    snapshot->revision = 7;
    snapshot->document = std::make_shared<dockerfile::Document>(dockerfile::parse(text));
    snapshot->inputs = std::move(inputs);
    snapshot->graph = std::make_shared<plan::StageGraph>(plan::resolveStages(*snapshot->document, snapshot->inputs));
    snapshot->diagnostics = snapshot->document->diagnostics;
    snapshot->diagnostics.insert(snapshot->diagnostics.end(), snapshot->graph->diagnostics.begin(), snapshot->graph->diagnostics.end());
    snapshot->problems = snapshot->diagnostics;
    return snapshot;
}

/// Style of the first byte of `word`.
int styleAt(const std::string& text, const std::string& word) {
    CodeColors colors;
    const auto styles = colors.styles(dockerfile::parse(text));
    const std::size_t at = text.find(word);
    return at == std::string::npos || at >= styles.size() ? -1 : styles[at];
}

QStringList completions(const std::string& text, const CompletionSources& sources = {}) {
    const std::size_t caret = text.find('|');
    std::string without = text;
    without.erase(caret, 1);
    const auto snapshot = snapshotOf(without);
    QStringList names;
    for (const CompletionItem& item : complete(*snapshot->document, snapshot->graph.get(), caret, sources).items) {
        names << item.text;
    }
    return names;
}

} // namespace

class TestEditorParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void styles_data();
    void styles();
    void stylesCoverTheWholeText();
    void ignoreFiles();
    void folding();
    void lanesFollowTheStates();
    void lanesShiftWithTheText();
    void barsShareOneLogarithmicScale();
    void completion_data();
    void completion();
    void completionOffersPathsAndImages();
    void search_data();
    void search();
    void invalidExpressionIsNoMatch();
    void hoverTells_data();
    void hoverTells();
    void everyInstructionHasHelp();
};

void TestEditorParts::styles_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("word");
    QTest::addColumn<int>("style");
    const auto row = [](const char* claim, std::string text, std::string word, int style) {
        QTest::newRow(claim) << std::move(text) << std::move(word) << style;
    };
    using namespace codestyle;
    row("an instruction is a keyword", kReact, "FROM", kKeyword);
    row("lower case too", "from a as b\nrun x\n", "run", kKeyword);
    row("AS is a keyword", kReact, "AS", kKeyword);
    row("a stage has its own colour where it is named", kReact, "builder\n", kStageFirst);
    row("and where it is used", kReact, "builder /app", kStageFirst);
    row("a flag's name", kReact, "--from", kFlag);
    row("USER as the value of ENV is no instruction", "FROM a\nENV USER=root\n", "USER", kVariable);
    row("a word inside a line is no instruction", "FROM a\nRUN echo FROM\n", "FROM\n", kDefault);
    row("a JSON word is a string", kReact, "\"nginx\"", kString);
    row("a comment", kReact, "# the server", kComment);
    row("a comment between continued lines", "FROM a\nRUN a \\\n  # why\n  b\n", "# why", kComment);
    row("a heredoc's body in RUN is shell", "FROM a\nRUN <<EOF\nif true; then\nfi\nEOF\n", "if true", kShellKeyword);
    row("a heredoc's body is one text, whatever variables stand in it", "FROM a\nRUN <<EOF\necho \"$f\"\nif true; then\nfi\nEOF\n", "if true",
        kShellKeyword);
    row("a heredoc's body is not instructions", "FROM a\nCOPY <<EOF /x\nRUN no\nEOF\n", "RUN no", kDimmed);
    row("shell keywords in RUN", "FROM a\nRUN if true; then x; fi\n", "if", kShellKeyword);
    row("a variable of an argument", "ARG V=1\nFROM a:$V\n", "$V", kVariable);
    row("a half-typed instruction is an error", "FROM a\nRUMBLE x\n", "RUMBLE", kError);
    row("after non-ASCII text columns still fit", "FROM a\nRUN echo 'ñandú €' && if true; then y; fi\n", "if true", kShellKeyword);
    row("a continuation mark", "FROM a\nRUN a \\\n  b\n", "\\\n", kContinuation);
    row("a directive", "# syntax=docker/dockerfile:1\nFROM a\n", "syntax", kDirective);
}

void TestEditorParts::styles() {
    QFETCH(std::string, text);
    QFETCH(std::string, word);
    QFETCH(int, style);
    QCOMPARE(styleAt(text, word), style);
}

void TestEditorParts::stylesCoverTheWholeText() {
    CodeColors colors;
    const std::string text = kReact;
    for (std::size_t length = 0; length <= text.size(); ++length) { // as it is typed
        QCOMPARE(colors.styles(dockerfile::parse(text.substr(0, length))).size(), length);
    }
}

void TestEditorParts::ignoreFiles() {
    const std::string text = "# all\n*.log\n!keep.log\n";
    const auto styles = ignoreFileStyles(text);
    QCOMPARE(int(styles[0]), int(codestyle::kComment));
    QCOMPARE(int(styles[text.find("*.log")]), int(codestyle::kFlag));
    QCOMPARE(int(styles[text.find('!')]), int(codestyle::kNegation));
    QCOMPARE(int(styles[text.find("keep")]), int(codestyle::kDefault));
}

void TestEditorParts::folding() {
    const auto levels = foldLevels(dockerfile::parse("FROM a\nRUN <<EOF\nx\nEOF\nRUN y\n\nFROM b\nRUN z\n"));
    constexpr int kBase = 0x400;
    constexpr int kHeader = 0x2000;
    const std::vector<int> expected{kBase | kHeader, (kBase + 1) | kHeader, kBase + 2, kBase + 2, kBase + 1, kBase, kBase | kHeader, kBase + 1, kBase};
    QCOMPARE(levels, expected);
}

void TestEditorParts::lanesFollowTheStates() {
    const auto snapshot = snapshotOf(kReact);
    auto states = std::make_shared<StepStates>();
    states->revision = 7;
    states->steps.resize(snapshot->document->instructions.size());
    states->steps[2] = {StepDisplay::WillRun, 812'000, false, {}, QStringLiteral("package.json changed"), {}, 3, {}};
    states->steps[3] = {StepDisplay::Failed, {}, false, {}, {}, {}, 0, QStringLiteral("exit code 1\nmore")};
    states->stages = {{1'120'000'000, false, StepDisplay::None}, {47'200'000, true, StepDisplay::None}};
    const Lanes lanes = makeLanes(*snapshot, states.get());
    QCOMPARE(lanes.lines[2].display, StepDisplay::WillRun);
    QCOMPARE(*lanes.lines[2].bytes, 812'000U);
    QCOMPARE(lanes.lines[4].stage, 0);
    QVERIFY(lanes.lines[0].startsStage);
    QVERIFY2(lanes.lines[5].startsStage && lanes.lines[5].stage == 1, "the band stands above the comment of its stage");
    QVERIFY(!lanes.lines[6].startsStage);
    QCOMPARE(lanes.notes.size(), 2U);
    QCOMPARE(lanes.notes[0].text, QStringLiteral("package.json changed"));
    QVERIFY(lanes.notes[1].failure);
    QCOMPARE(lanes.notes[1].text, QStringLiteral("exit code 1"));
    QCOMPARE(lanes.bands[0].detail, QStringLiteral("node:18 · 4 steps · 1.12 GB"));
    QVERIFY(lanes.bands[1].detail.endsWith(QStringLiteral("ships")));
    const auto halfTyped = snapshotOf("FROM");
    QCOMPARE(makeLanes(*halfTyped, nullptr).bands[0].detail, QStringLiteral("1 step"));
    states->revision = 6;
    QVERIFY2(makeLanes(*snapshot, states.get()).notes.empty(), "states of another revision are not shown");
}

void TestEditorParts::lanesShiftWithTheText() {
    const auto snapshot = snapshotOf(kReact);
    Lanes lanes = makeLanes(*snapshot, nullptr);
    const Lanes before = lanes;
    lanes.shift(2, 2);
    QVERIFY(lanes.lines[8].startsInstruction && !lanes.lines[7].startsInstruction);
    QCOMPARE(lanes.lines.size(), before.lines.size() + 2);
    lanes.shift(2, -2);
    QCOMPARE(lanes, before);
    lanes.shift(0, -1000);
    QCOMPARE(lanes.lines.size(), 1U);
}

void TestEditorParts::barsShareOneLogarithmicScale() {
    QCOMPARE(barFraction(0, 1'000'000), 0.0);
    QVERIFY(barFraction(1, 1'000'000'000) > 0.0);
    QCOMPARE(barFraction(1'000'000'000, 1'000'000'000), 1.0);
    const double half = barFraction(1'000'000, 1'000'000'000);
    QVERIFY(std::abs(half - 0.5) < 1e-9);
}

void TestEditorParts::completion_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("absent");
    const auto row = [](const char* claim, std::string text, const char* first, const char* absent = "") {
        QTest::newRow(claim) << std::move(text) << QString::fromUtf8(first) << QString::fromUtf8(absent);
    };
    row("instructions at the start of a line", "FROM a\nCO|", "COPY", "RUN");
    row("in the file's own case", "from a\nco|", "copy");
    row("flags of the instruction", "FROM a\nCOPY --|", "--from", "--mount");
    row("flags of RUN", "FROM a\nRUN --|", "--mount", "--from");
    row("no flags after the first argument", "FROM a\nCOPY x --|", "", "--from");
    row("stages after --from=", "FROM a AS one\nFROM b AS two\nFROM c\nCOPY --from=|", "two");
    row("a stage cannot copy from itself", "FROM a AS one\nFROM b AS two\nCOPY --from=t|", "", "two");
    row("earlier stages in FROM", "FROM a AS one\nFROM o|", "one");
    row("AS after the image", "FROM node:18 |", "AS");
    row("variables in scope after a dollar", "FROM a\nARG VERSION=1\nENV HOME=/x\nRUN echo $V|", "VERSION", "HOME");
    row("and in braces", "FROM a\nARG VERSION=1\nWORKDIR /${VER|", "VERSION");
    row("arguments of another stage are not in scope", "FROM a\nARG ONE\nFROM b\nRUN echo $O|", "", "ONE");
    row("keys of a mount", "FROM a\nRUN --mount=type=cache,|", "type", "env");
    row("types of a mount", "FROM a\nRUN --mount=type=c|", "cache");
    row("stages in a mount", "FROM a AS deps\nFROM b\nRUN --mount=from=|", "deps");
    row("network words", "FROM a\nRUN --network=|", "default");
    row("instructions after ONBUILD", "FROM a\nONBUILD |", "RUN", "FROM");
    row("CMD after HEALTHCHECK's flags", "FROM a\nHEALTHCHECK --interval=5s |", "CMD");
    row("nothing in a comment", "FROM a\n# CO|", "", "COPY");
    row("directives in the first line", "# s|", "# syntax=docker/dockerfile:1");
}

void TestEditorParts::completion() {
    QFETCH(std::string, text);
    QFETCH(QString, first);
    QFETCH(QString, absent);
    const QStringList names = completions(text);
    QCOMPARE(names.value(0), first.isEmpty() ? names.value(0) : first);
    if (first.isEmpty()) {
        QVERIFY2(!names.contains(absent), qPrintable(names.join(QLatin1Char(' '))));
    }
    QVERIFY2(absent.isEmpty() || !names.contains(absent), qPrintable(names.join(QLatin1Char(' '))));
}

void TestEditorParts::completionOffersPathsAndImages() {
    CompletionSources sources;
    sources.contextPaths = [](const QString& prefix) {
        return prefix.startsWith(QStringLiteral("src/")) ? QStringList{QStringLiteral("src/main.js")}
                                                         : QStringList{QStringLiteral("src/"), QStringLiteral("package.json")};
    };
    sources.imageNames = [] { return QStringList{QStringLiteral("node:18"), QStringLiteral("nginx:alpine")}; };
    QCOMPARE(completions("FROM a\nCOPY s|", sources), QStringList{QStringLiteral("src/")});
    QCOMPARE(completions("FROM a\nCOPY src/|", sources), QStringList{QStringLiteral("src/main.js")});
    QVERIFY(completions("FROM n|", sources).contains(QStringLiteral("nginx:alpine")));
}

void TestEditorParts::search_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("caseSensitive");
    QTest::addColumn<bool>("word");
    QTest::addColumn<bool>("regex");
    QTest::addColumn<QString>("by");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("firstReplacement");
    const auto row = [](const char* claim, const char* pattern, bool cs, bool word, bool regex, const char* by, int count, const char* first) {
        QTest::newRow(claim) << QString::fromUtf8(pattern) << cs << word << regex << QString::fromUtf8(by) << count << QString::fromUtf8(first);
    };
    row("any case", "run", false, false, false, "x", 3, "x");
    row("this case only", "run", true, false, false, "x", 2, "x");
    row("whole words", "run", false, true, false, "x", 2, "x");
    row("a dot is a dot", "n.m", false, false, false, "x", 0, "");
    row("a dot is any character in an expression", "n.m", false, false, true, "x", 1, "x");
    row("groups in the replacement", "(np)(m)", false, false, true, "\\2\\1", 1, "mnp");
    row("empty matches are left out", "z*", false, false, true, "x", 0, "");
}

void TestEditorParts::search() {
    QFETCH(QString, pattern);
    QFETCH(bool, caseSensitive);
    QFETCH(bool, word);
    QFETCH(bool, regex);
    QFETCH(QString, by);
    QFETCH(int, count);
    QFETCH(QString, firstReplacement);
    const std::string text = "RUN ñ npm run\nrunner\n";
    const auto matches = findAll(text, {pattern, caseSensitive, word, regex}, by, nullptr);
    QVERIFY(matches);
    QCOMPARE(int(matches->size()), count);
    if (count > 0) {
        QCOMPARE(QString::fromStdString(matches->front().replacement), firstReplacement);
        const SearchMatch& last = matches->back();
        QVERIFY2(last.end - last.begin == 3 && text.substr(last.begin, 1).find_first_of("Rrn") == 0, "bytes, not characters");
    }
}

void TestEditorParts::invalidExpressionIsNoMatch() {
    QString error;
    QVERIFY(!findAll("x", {QStringLiteral("("), false, false, true}, {}, &error));
    QVERIFY(!error.isEmpty());
}

void TestEditorParts::hoverTells_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("word");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* claim, std::string text, std::string word, const char* part) {
        QTest::newRow(claim) << std::move(text) << std::move(word) << QString::fromUtf8(part);
    };
    row("what an instruction does", kReact, "COPY", "build context");
    row("what a flag does", kReact, "--from", "instead of the build context");
    row("where a stage is", kReact, "builder /app", "line 1");
    row("the value of a variable", "FROM a\nARG V=17\nRUN echo $V\n", "$V", "17");
    row("what a directive does", "# syntax=docker/dockerfile:1\nFROM a\n", "syntax", "version of the Dockerfile language");
    row("what is wrong", "FROM a\nRUMBLE x\n", "RUMBLE", "RUMBLE");
}

void TestEditorParts::hoverTells() {
    QFETCH(std::string, text);
    QFETCH(std::string, word);
    QFETCH(QString, part);
    const QString html = hoverText(*snapshotOf(text), nullptr, text.find(word) + 1);
    QVERIFY2(html.contains(part), qPrintable(html));
}

void TestEditorParts::everyInstructionHasHelp() {
    for (int kind = 0; kind < int(dockerfile::InstructionKind::Unknown); ++kind) {
        const InstructionHelp help = instructionHelp(dockerfile::InstructionKind(kind));
        QVERIFY(!help.name.isEmpty());
        QVERIFY(help.summary.endsWith(QLatin1Char('.')));
    }
    QVERIFY(instructionHelp(dockerfile::InstructionKind::Unknown).name.isEmpty());
}

QTEST_MAIN(TestEditorParts)
#include "tst_editorparts.moc"
