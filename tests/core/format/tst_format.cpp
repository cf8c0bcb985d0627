#include "core/format/format.h"

#include "core/dockerfile/parser.h"
#include "core/dockerfile/variables.h"
#include "core/format/meaning.h"
#include "tests/core/dockerfile/corpus.h"
#include "tests/core/dockerfile/dump.h"

#include <QTest>

using namespace sw;
using namespace sw::dockerfile;

namespace {

/// What must hold for every text; empty when it does.
std::string brokenPromise(const std::string& text) {
    const Document document = parse(text);
    const format::Formatted formatted = format::format(document);
    if (!formatted.refusal.empty()) {
        return "refused: " + formatted.refusal;
    }
    if (applyEdits(text, formatted.edits) != formatted.text) {
        return "the edits do not give the text";
    }
    const Document after = parse(formatted.text);
    if (const std::string difference = format::meaningDifference(document, after); !difference.empty()) {
        return "another meaning: " + difference;
    }
    const format::Formatted again = format::format(after);
    if (again.text != formatted.text) {
        return "not idempotent:\n" + formatted.text + "\n---- and again:\n" + again.text;
    }
    return {};
}

std::string formatted(const std::string& text) { return format::format(parse(text)).text; }

} // namespace

class TestFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cases_data() { test::addCaseRows(test::dataDir("format")); }
    void cases();
    void files_data();
    void files();
    void promisesHoldForEveryFile();
    void promisesHoldForEveryPrefix();
    void promisesHoldForRandomEdits();
    void oldPairsExpandToTheSame();
    void anotherMeaningIsSeen_data();
    void anotherMeaningIsSeen();
    void editsTouchOnlyWhatChanges();
};

void TestFormat::cases() {
    QFETCH(QString, folder);
    const std::filesystem::path path(folder.toStdString());
    const std::string source = test::readFile(path / "Dockerfile");
    QCOMPARE(brokenPromise(source), std::string());
    test::compareWithGolden(path / "expected", formatted(source));
}

/// What a golden file shows badly: line ends, marks, blanks at the ends of lines.
void TestFormat::files_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, QByteArray text, QByteArray expected) { QTest::newRow(name) << text << expected; };
    row("an empty file stays empty", "", "");
    row("a file of blank lines becomes empty", "\n \n\t\n", "");
    row("a missing line end is added", "FROM a", "FROM a\n");
    row("blank lines at both ends go", "\n\n\nFROM a\n\n\n", "FROM a\n");
    row("blanks at the end of a line go", "FROM a  \t\n# c  \nRUN x   \n", "FROM a\n# c\nRUN x\n");
    row("blanks behind a continuation mark go", "FROM a\nRUN x \\  \t\n    y\n", "FROM a\nRUN x \\\n    y\n");
    row("CRLF stays", "from a\r\nRUN x  \r\n", "FROM a\r\nRUN x\r\n");
    row("mixed line ends become those of most lines", "FROM a\r\nUSER x\r\nUSER y\n", "FROM a\r\nUSER x\r\nUSER y\r\n");
    row("as many of both become LF", "FROM a\r\nUSER y\n", "FROM a\nUSER y\n");
    row("line ends of a heredoc are content", "FROM a\nRUN <<E\nx\r\ny\r\nE\nUSER z\n", "FROM a\nRUN <<E\nx\r\ny\r\nE\nUSER z\n");
    row("line ends of a heredoc do not decide", "FROM a\r\nRUN <<E\r\nx\ny\nz\nE\r\n", "FROM a\r\nRUN <<E\r\nx\ny\nz\nE\r\n");
    row("a byte-order mark stays", "\xEF\xBB\xBF" "from a\n", "\xEF\xBB\xBF" "FROM a\n");
    row("an indented first line behind a mark", "\xEF\xBB\xBF  from a\n", "\xEF\xBB\xBF" "FROM a\n");
    row("a directive keeps its spelling", "#escape = `\nFROM a\n", "#escape = `\nFROM a\n");
    row("a blank line that makes a directive a comment stays", "\n\n# escape=`\nfrom a\n", "\n# escape=`\nFROM a\n");
    row("a blank line above an ordinary comment goes", "\n\n# nothing\nfrom a\n", "# nothing\nFROM a\n");
    row("the escape character of the file marks lines", "# escape=`\nfrom a\ncopy x `\n y\n", "# escape=`\nFROM a\nCOPY x `\n    y\n");
    row("a check comment keeps its place", "FROM a\n  # check=skip=all\nrun x\n", "FROM a\n  # check=skip=all\nRUN x\n");
    row("an open heredoc keeps the rest of the file", "from a\nrun <<E\ncopy  x  y  \n\n\n", "FROM a\nrun <<E\ncopy  x  y  \n\n\n");
    row("a broken instruction is left alone", "from a\n  copy  x\n  rum  y  \nrun z\n", "FROM a\n  copy  x\n  rum  y  \nRUN z\n");
    row("an instruction that goes on to the end of the file", "FROM a\nRUN x  \\ \n\n", "FROM a\nRUN x \\\n");
    row("an instruction that begins with a mark", "FROM a\n\\ \n# c\nrun  x\n", "FROM a\n\\ \n# c\nrun  x\n");
    row("a mark that is none stays none", "FROM a\nrun x \\\v\nuser y\n", "FROM a\nrun x \\\v\nUSER y\n");
    row("quotes of a heredoc's name count", "FROM a\nCOPY <<\"a  b\"   /x\ny\na  b\n", "FROM a\nCOPY <<\"a  b\" /x\ny\na  b\n");
}

void TestFormat::files() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(formatted(text.toStdString())), expected);
    QCOMPARE(brokenPromise(text.toStdString()), std::string());
}

void TestFormat::promisesHoldForEveryFile() {
    for (const std::string& file : test::dockerfilesOfTheProject()) {
        const std::string broken = brokenPromise(file);
        QVERIFY2(broken.empty(), (broken + " in:\n" + file).c_str());
    }
}

void TestFormat::promisesHoldForEveryPrefix() {
    std::vector<std::string> files = test::dockerfilesOfTheProject();
    for (const std::string& file : files) {
        const std::size_t step = 1 + file.size() / 100; // enough of the long ones
        for (std::size_t size = 0; size <= file.size(); size += step) {
            const std::string broken = brokenPromise(file.substr(0, size));
            QVERIFY2(broken.empty(), (broken + " in a prefix of " + std::to_string(size) + ":\n" + file).c_str());
        }
    }
}

void TestFormat::promisesHoldForRandomEdits() {
    const std::vector<std::string> files = test::dockerfilesOfTheProject();
    test::Mutator mutator(20261125);
    for (int round = 0; round < 3000; ++round) {
        const std::string file = mutator.mutated(mutator.oneOf(files));
        const std::string broken = brokenPromise(file);
        QVERIFY2(broken.empty(), (broken + " in round " + std::to_string(round) + ": " + test::goQuoted(file)).c_str());
    }
}

/// ENV and LABEL in the old form become the new one only if every value of every variable gives the same text.
void TestFormat::oldPairsExpandToTheSame() {
    static const std::vector<std::string> kParts = {"a", " ", "  ", "$x", "${x}", "${x:-b c}", "${y:+d}", "\"", "'", "\\", "=", "#", "\\$", "é",
                                                    "\xC2\xA0", "--", "${x", "$", "`", "*", "\t"};
    test::Mutator mutator(7);
    int rewritten = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string value;
        for (std::size_t parts = mutator.below(5) + 1; parts > 0; --parts) {
            value += mutator.oneOf(kParts);
        }
        const Document before = parse("FROM a\nENV key " + value + "\n");
        const Document after = parse(formatted(before.text));
        const auto* old = before.instructions.back().as<PairArgs>();
        const auto* now = after.instructions.back().as<PairArgs>();
        QCOMPARE(old == nullptr, now == nullptr);
        if (old == nullptr || !old->pairs[0].legacy || now->pairs[0].legacy) {
            continue;
        }
        ++rewritten;
        QCOMPARE(now->pairs.size(), std::size_t{1});
        QCOMPARE(now->pairs[0].key.text, old->pairs[0].key.text);
        for (const std::optional<std::string>& x : {std::optional<std::string>(), std::optional<std::string>("one two"), std::optional<std::string>("\"q' \\")}) {
            const VariableLookup lookup = [&](std::string_view name) { return name == "x" ? x : std::nullopt; };
            const auto left = expandWord(old->pairs[0].value.text, lookup);
            const auto right = expandWord(now->pairs[0].value.text, lookup);
            QCOMPARE(left.has_value(), right.has_value());
            if (left) {
                QCOMPARE(right->text, left->text);
            }
        }
    }
    QVERIFY(rewritten > 1000);
}

/// The guard itself: it sees each kind of change.
void TestFormat::anotherMeaningIsSeen_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, QByteArray before, QByteArray after) { QTest::newRow(name) << before << after; };
    row("a word", "FROM a\nCOPY x y\n", "FROM a\nCOPY x z\n");
    row("a blank in a command", "FROM a\nRUN x  y\n", "FROM a\nRUN x y\n");
    row("a flag", "FROM a\nCOPY --link x y\n", "FROM a\nCOPY x y\n");
    row("a flag's value", "FROM a\nCOPY --from=b x y\n", "FROM a\nCOPY --from=c x y\n");
    row("the form", "FROM a\nCMD [\"x\"]\n", "FROM a\nCMD x\n");
    row("a heredoc's body", "FROM a\nRUN <<E\nx\nE\n", "FROM a\nRUN <<E\ny\nE\n");
    row("a heredoc's quotes", "FROM a\nRUN <<E\nx\nE\n", "FROM a\nRUN <<\"E\"\nx\nE\n");
    row("a trigger", "FROM a\nONBUILD RUN x\n", "FROM a\nONBUILD RUN y\n");
    row("a trigger's spelling", "FROM a\nONBUILD run x\n", "FROM a\nONBUILD RUN x\n");
    row("a directive", "# escape=`\nFROM a\n", "\n# escape=`\nFROM a\n");
    row("a comment", "# x\nFROM a\n", "# y\nFROM a\n");
    row("a lost comment", "# x\nFROM a\n", "FROM a\n");
    row("an instruction more", "FROM a\n", "FROM a\nUSER b\n");
    row("another instruction", "FROM a\nUSER b\n", "FROM a\nWORKDIR b\n");
    row("a mistake", "FROM a\nRUM b\n", "FROM a\nRUMM b\n");
    row("a name in capitals", "FROM a AS b\n", "FROM a AS B\n");
    row("an old pair with quotes", "FROM a\nENV x \"y\"\n", "FROM a\nENV x=\"\"y\"\"\n");
    row("two pairs of one", "FROM a\nENV x y z=1\n", "FROM a\nENV x=y z=1\n");
}

void TestFormat::anotherMeaningIsSeen() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const Document left = parse(before.toStdString());
    const Document right = parse(after.toStdString());
    QVERIFY(!format::meaningDifference(left, right).empty());
    QVERIFY(!format::meaningDifference(right, left).empty());
    QCOMPARE(format::meaningDifference(left, left), std::string());
}

void TestFormat::editsTouchOnlyWhatChanges() {
    const std::string text = "FROM a\nRUN one\ncopy x y\nRUN two\n";
    const format::Formatted formatted = format::format(parse(text));
    QCOMPARE(formatted.edits.size(), std::size_t{1});
    QCOMPARE(formatted.edits[0].range.start.line, 3);
    QCOMPARE(formatted.edits[0].replacement, std::string("COPY"));
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
