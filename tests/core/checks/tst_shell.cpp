#include "core/checks/lint.h"
#include "core/checks/shell/script.h"
#include "core/checks/shell/shellcheck.h"
#include "core/dockerfile/parser.h"

#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::checks;

namespace {

/// "a b|c" for the commands `a b` and `c`; "*" behind one whose output is piped on.
QString commandsOf(const std::string& script) {
    const ShellScript read = readShellScript(script);
    QString out = read.understood ? QString() : QStringLiteral("?");
    for (const ShellCommand& command : read.commands) {
        QString words;
        for (const ShellWord& word : command.words) {
            words += (words.isEmpty() ? QString() : QStringLiteral(" ")) + QString::fromStdString(word.text);
        }
        out += (out.isEmpty() ? QString() : QStringLiteral("|")) + words + (command.pipedOn ? QStringLiteral("*") : QString());
    }
    return out;
}

struct Found {
    std::string rule;
    std::string text; ///< what stands at the place of the finding
    int line;
};

std::vector<Found> shellFindings(const std::string& source, ShellChecker& checker, std::string* mended = nullptr) {
    const dockerfile::Document document = dockerfile::parse(source);
    const Surroundings around;
    LintSettings settings;
    settings.sets = {RuleSet::Shell};
    std::vector<Found> out;
    for (const Diagnostic& finding : lint(document, plan::resolveStages(document, around.inputs), around, settings, &checker).findings) {
        out.push_back({finding.rule, std::string(finding.range.in(document.text)), finding.range.start.line});
        if (mended != nullptr && !finding.fixes.empty()) {
            *mended = applyEdits(source, finding.fixes.front().edits);
            mended = nullptr;
        }
    }
    return out;
}

} // namespace

class TestShell : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsAreFound_data();
    void commandsAreFound();
    void wordsKnowWhereTheyStand();
    void optionsAreRead();
    void brokenScriptsHaveNoCommands_data();
    void brokenScriptsHaveNoCommands();
    void commentsOfShellCheckAreRead();
    void nothingWithoutTheProgram();
    void placesAreInTheFile_data();
    void placesAreInTheFile();
    void fixesFitTheFile();
    void answersAreRemembered();
};

void TestShell::commandsAreFound_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* script, const char* expected) { QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(expected); };
    row("a b c", "a b c");
    row("a && b || c; d & e", "a|b|c|d|e");
    row("a | b |& c", "a*|b*|c");
    row("A=1 B='x y' a b", "a b");
    row("a 'b c' \"d e\" f\\ g", "a b c d e f g");
    row("a # b\nc", "a|c");
    row("a b#c", "a b#c");
    row("if a; then b; elif c; then d; else e; fi", "a|b|c|d|e");
    row("for x in 1 2; do a $x; done; b", "a $x|b");
    row("for ((i=0; i<3; i++)); do a; done", "a");
    row("while a; do b; done < f", "a|b");
    row("case $x in a|b) c;; *) d; e;; esac; f", "c|d|e|f");
    row("case x in\n  # none\n  (a) b ;;\nesac", "b");
    row("( a; b ) | c", "a|b|c");
    row("{ a; b; } > f", "a|b");
    row("f() { a; }; f", "a|f");
    row("function g { a; }", "a");
    row("a $(b $(c) | d)", "a $(b $(c) | d)|b $(c)*|c|d");
    row("a `b c` d", "a `b c` d|b c");
    row("x=$(a b)", "a b");
    row("a \"$(b \"c d\")\"", "a $(b \"c d\")|b c d");
    row("a $((1 + (2 * 3))) ${x:-$(b)}", "a $((1 + (2 * 3))) ${x:-$(b)}|b");
    row("[[ $a == b && ( c < d ) ]] && e", "[[|e");
    row("a=(b c) d", "d");
    row("a > f 2>&1 < g b", "a b");
    row("a <<EOF && b\nc | d\nEOF\ne", "a|b|e");
    row("a <<-'E'\n\tx\n\tE\nb", "a|b");
    row("a <(b) >(c)", "a <(b) >(c)|b|c");
    row("a $'b\\'c' d", "a b\\'c d");
    row("a \\\n  b", "a b");
    row("! a; time b", "a|b");
    row("a; }", "a");
    row("", "");
}

void TestShell::commandsAreFound() {
    QFETCH(const QString, script);
    QFETCH(const QString, expected);
    QCOMPARE(commandsOf(script.toStdString()), expected);
}

void TestShell::wordsKnowWhereTheyStand() {
    const std::string script = "x && /usr/bin/apt-get  install -y 'a b'$c";
    const ShellCommand command = readShellScript(script).commands.at(1);
    QVERIFY(command.is("apt-get"));
    QCOMPARE(script.substr(command.words[1].span.begin, command.words[1].span.size()), std::string("install"));
    QCOMPARE(script.substr(command.words[3].span.begin, command.words[3].span.size()), std::string("'a b'$c"));
    QVERIFY(command.words[3].quoted && !command.words[3].literal && command.words[1].literal);
    QVERIFY(readShellScript("$x y").commands.front().name().empty());
    QVERIFY(readShellScript("a `b`").commands.at(1).nested);
}

void TestShell::optionsAreRead() {
    const ShellScript script = readShellScript("p -qy --long=1 --other 2 -u5 a -- -z");
    const ShellCommand& command = script.commands.front();
    QVERIFY(command.hasFlag({"y"}) && command.hasFlag({"long"}) && !command.hasFlag({"z"}) && !command.hasFlag({"lo"}));
    QCOMPARE(std::string(command.flagValue("u", "uid")), std::string("5"));
    QCOMPARE(std::string(command.flagValue("", "other")), std::string("2"));
    const auto operands = command.operands({"other"});
    QCOMPARE(operands.size(), 2U);
    QCOMPARE(operands[0]->text, std::string("a"));
    QCOMPARE(operands[1]->text, std::string("-z"));
}

void TestShell::brokenScriptsHaveNoCommands_data() {
    QTest::addColumn<QString>("script");
    for (const char* script : {"a 'b", "a \"b", "a $(b", "a `b", "a ${b", "( a", "a )", "case x in a) b", "[[ a", "a >", "$((1"}) {
        QTest::newRow(script) << QString::fromUtf8(script);
    }
    QTest::newRow("deep") << QStringLiteral("$(").repeated(5000);
}

void TestShell::brokenScriptsHaveNoCommands() {
    QFETCH(const QString, script);
    QCOMPARE(commandsOf(script.toStdString()), QStringLiteral("?"));
}

void TestShell::commentsOfShellCheckAreRead() {
    const std::string json = R"({"comments":[{"file":"f","line":1,"endLine":1,"column":1,"endColumn":2,"level":"error","code":1,"message":"ours"},
        {"file":"g","line":3,"endLine":3,"column":1,"endColumn":2,"level":"error","code":2,"message":"another file"},
        {"file":"f","line":4,"endLine":4,"column":3,"endColumn":5,"level":"style","code":2086,"message":"m",
         "fix":{"replacements":[{"line":4,"endLine":4,"column":3,"endColumn":3,"replacement":"\""}]}}]})";
    const std::vector<ShellFinding> found = readShellCheckComments(json, "f", "first\n\xC3\xA9 $x\n", 2);
    QCOMPARE(found.size(), 1U);
    QCOMPARE(found[0].code, 2086);
    QCOMPARE(found[0].severity, Severity::Hint);
    QCOMPARE(found[0].span, (Span{9, 11}));
    QCOMPARE(found[0].fix.size(), 1U);
    QCOMPARE(found[0].fix[0].span, (Span{9, 9}));
    QVERIFY(readShellCheckComments("no json", "f", "", 0).empty());
    QVERIFY(readShellCheckComments("{\"comments\":[1,{\"file\":2}]}", "f", "", 0).empty());
}

void TestShell::nothingWithoutTheProgram() {
    ShellChecker none{std::nullopt};
    QVERIFY(!none.available());
    QVERIFY(shellFindings("FROM a:1\nRUN echo $x\n", none).empty());
    ShellChecker broken{std::filesystem::path("/bin/false")};
    QVERIFY(shellFindings("FROM a:1\nRUN echo $x\n", broken).empty());
}

void TestShell::placesAreInTheFile_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected"); ///< "line:rule text", comma between
    const auto row = [](const char* source, const char* expected) { QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected); };
    row("FROM a:1\nRUN echo $X\n", "2:SC2086 $X");
    row("FROM a:1\nRUN true && \\\n    # why\n\n\techo \xC3\xA9 $X \\\n    && y\n", "5:SC2086 $X");
    row("FROM a:1\nRUN ec\\\nho $X\n", "3:SC2086 $X");
    row("FROM a:1\nRUN <<EOF\ntrue\necho $X\nEOF\n", "4:SC2086 $X");
    row("FROM a:1\nRUN <<-EOF\n\ttrue\n\techo $X\n\tEOF\n", "4:SC2086 $X");
    row("FROM a:1\nRUN bash <<EOF\n[[ -n $Y ]] && echo $X\nEOF\n", "3:SC2086 $X");
    row("FROM a:1\nRUN cat <<EOF >/f && echo $X\n$X\nEOF\n", "2:SC2086 $X");
    row("FROM a:1\nRUN <<EOF\n#!/usr/bin/env bash\necho $X\nEOF\n", "4:SC2086 $X");
    row("FROM a:1\nRUN <<EOF\n#!/usr/bin/python3\nprint($X)\nEOF\n", "");
    row("FROM a:1\nRUN python3 <<EOF\necho = 'it'\nEOF\n", "");
    row("FROM a:1\nRUN [\"echo\", \"$X\"]\n", "");
    row("FROM a:1\nARG name\nRUN echo \"$name\"\n", "");
    row("FROM a:1 AS b\nENV name=1\nFROM b\nRUN echo \"$name $other\"\n", "4:SC2154 $other");
    row("FROM a:1\nARG name=1\nRUN echo $name\n", "3:SC2086 $name");
    row("FROM a:1\nSHELL [\"/bin/bash\", \"-c\"]\nRUN [[ -n $X ]] && echo \"$X\"\n", "");
    row("FROM debian:13\nRUN source /x\n", "2:SC3046 source /x, 2:SC1091 /x");
    row("FROM a:1\nRUN source /x\n", "2:SC1091 /x");
    row("FROM a:1\nRUN true \\\n && . ./lib.sh\n", "3:SC1091 ./lib.sh");
    row("FROM a:1\nSHELL [\"pwsh\"]\nRUN echo $X\n", "");
    row("FROM a:1\nONBUILD RUN echo $X\n", "2:SC2086 $X");
    row("FROM a:1\n# hadolint ignore=SC2086\nRUN echo $X\n", "");
    row("FROM a:1\n# shellcheck disable=SC2086\nRUN echo $X\n", "");
    row("FROM a:1\nRUN true \\\n # shellcheck disable=SC2086\n && echo $X \\\n && echo $Y\n", "5:SC2086 $Y");
    row("FROM a:1\nRUN <<EOF\n# shellcheck disable=SC2086\necho $X\necho $Y\nEOF\n", "5:SC2086 $Y");
    row("# escape=`\nFROM a:1\nRUN true && `\n  echo $X\n", "4:SC2086 $X");
    row("FROM a:1\r\nRUN true && \\\r\n  echo $X\r\n", "3:SC2086 $X");
}

void TestShell::placesAreInTheFile() {
    QFETCH(const QString, source);
    QFETCH(const QString, expected);
    ShellChecker checker;
    if (!checker.available()) {
        QSKIP("shellcheck is not installed");
    }
    QString shown;
    for (const Found& found : shellFindings(source.toStdString(), checker)) {
        shown += (shown.isEmpty() ? QString() : QStringLiteral(", ")) +
                 QStringLiteral("%1:%2 %3").arg(found.line).arg(QString::fromStdString(found.rule), QString::fromStdString(found.text));
    }
    QCOMPARE(shown, expected);
}

void TestShell::fixesFitTheFile() {
    ShellChecker checker;
    if (!checker.available()) {
        QSKIP("shellcheck is not installed");
    }
    std::string mended;
    QCOMPARE(shellFindings("FROM a:1\nRUN true && \\\n    echo $X\n", checker, &mended).size(), 1U);
    QCOMPARE(mended, std::string("FROM a:1\nRUN true && \\\n    echo \"$X\"\n"));
    QVERIFY(shellFindings(mended, checker).empty());
}

void TestShell::answersAreRemembered() {
    ShellChecker checker;
    if (!checker.available()) {
        QSKIP("shellcheck is not installed");
    }
    const std::string source = "FROM a:1\nRUN echo $X\nRUN echo $Y\nRUN <<EOF\necho $Z\nEOF\n";
    QCOMPARE(shellFindings(source, checker).size(), 3U);
    QCOMPARE(checker.runs(), 1U); // one process for all of them
    QCOMPARE(shellFindings("# a comment\n" + source, checker).size(), 3U);
    QCOMPARE(checker.runs(), 1U);
    QCOMPARE(shellFindings(source + "RUN echo $W\n", checker).size(), 4U);
    QCOMPARE(checker.runs(), 2U);
}

QTEST_APPLESS_MAIN(TestShell)
#include "tst_shell.moc"
