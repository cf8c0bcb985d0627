#include "core/dockerfile/parser.h"
#include "core/dockerfile/printer.h"
#include "tests/core/dockerfile/dump.h"

#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::dockerfile;

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }
std::string bytes(const QString& s) { return s.toStdString(); }

std::vector<std::string> messages(const Document& document, std::string_view rule) {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : document.diagnostics) {
        if (diagnostic.rule == rule) {
            out.push_back(diagnostic.message.text());
        }
    }
    return out;
}

} // namespace

class TestParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void refusedBySyntax_data();
    void refusedBySyntax();
    void refusedByInstruction_data();
    void refusedByInstruction();
    void acceptedInstructions_data();
    void acceptedInstructions();
    void heredocs_data();
    void heredocs();
    void directives_data();
    void directives();
    void rangesPointAtTheText();
    void brokenPartsLeaveTheRestAlive();
    void payloads();
    void stagesAreLines();
    void commentsAboveAreKept();
    void emptyContinuationIsWarned();
    void unknownInstructionHasAFix();
    void lookupsByPlace();
};

void TestParser::words_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* claim, const char* source, const char* expected) {
        QTest::newRow(claim) << QString::fromUtf8(source) << QString::fromUtf8(expected);
    };
    row("keywords are case-insensitive", "from busybox\nRuN ls\n", "(from \"busybox\")\n(run \"ls\")\n");
    row("FROM splits at blanks", "FROM  a\tAS  b", "(from \"a\" \"AS\" \"b\")\n");
    row("continuation lines keep their indent", "RUN a \\\n    b", "(run \"a     b\")\n");
    row("the first line loses its indent", "   RUN a", "(run \"a\")\n");
    row("blanks may follow a continuation mark", "RUN a\\ \t\nb", "(run \"ab\")\n");
    row("a doubled escape at the end is no continuation", "RUN a\\\\\nRUN b", "(run \"a\\\\\\\\\")\n(run \"b\")\n");
    row("three escapes at the end are no continuation", "RUN a\\\\\\\nRUN b", "(run \"a\\\\\\\\\\\\\")\n(run \"b\")\n");
    row("a comment inside a continuation is dropped", "RUN a\\\n# no\n  # no\nb", "(run \"ab\")\n");
    row("a blank line inside a continuation is dropped", "RUN a\\\n\n  \nb", "(run \"ab\")\n");
    row("a mark alone begins an instruction", "\\\nRUN a", "(run \"a\")\n");
    row("a continuation may end with the file", "RUN a \\\n", "(run \"a\")\n");
    row("a hash behind the first word is text", "RUN a # b", "(run \"a # b\")\n");
    row("CRLF ends lines", "FROM a\r\nRUN b \\\r\n c\r\n", "(from \"a\")\n(run \"b  c\")\n");
    row("a lone CR does not end a line", "FROM a\rb", "(from \"a\" \"b\")\n");
    row("a byte-order mark is dropped", "\xEF\xBB\xBF" "FROM a", "(from \"a\")\n");
    row("escape=` changes the continuation mark", "# escape=`\nRUN a `\nb\nRUN c\\\nRUN d",
        "(run \"a b\")\n(run \"c\\\\\")\n(run \"d\")\n");
    row("JSON form", "CMD [\"a\", \"b c\"]", "(cmd \"a\" \"b c\")\n");
    row("JSON escapes", "CMD [\"a\\u00e9\\n\"]", "(cmd \"a\xC3\xA9\\n\")\n");
    row("a pair of surrogates is one character", "CMD [\"\\ud83d\\ude00\"]", "(cmd \"\xF0\x9F\x98\x80\")\n");
    row("empty JSON form has no words", "ENTRYPOINT []", "(entrypoint)\n");
    row("single quotes are no JSON", "CMD ['a', 'b']", "(cmd \"['a', 'b']\")\n");
    row("text behind the array is no JSON", "CMD [\"a\"] # c", "(cmd \"[\\\"a\\\"] # c\")\n");
    row("a bad escape is no JSON", "RUN [\"c:\\x\"]", "(run \"[\\\"c:\\\\x\\\"]\")\n");
    row("a trailing comma is no JSON", "CMD [\"a\",]", "(cmd \"[\\\"a\\\",]\")\n");
    row("COPY takes JSON", "COPY [\"a b\", \"/c\"]", "(copy \"a b\" \"/c\")\n");
    row("COPY falls back to words", "COPY ['a', 'b']", "(copy \"['a',\" \"'b']\")\n");
    row("ENV pairs", "ENV a=1 b=\"x y\" c=d\\ e", "(env \"a\" \"1\" \"=\" \"b\" \"\\\"x y\\\"\" \"=\" \"c\" \"d\\\\ e\" \"=\")\n");
    row("ENV old form", "ENV key  some value=1 ", "(env \"key\" \"some value=1\" \"\")\n");
    row("LABEL with an empty value", "LABEL a= b=c", "(label \"a\" \"\" \"=\" \"b\" \"c\" \"=\")\n");
    row("a quoted value goes on over lines", "ENV a=\"x\\\n y\"", "(env \"a\" \"\\\"x y\\\"\" \"=\")\n");
    row("ARG words", "ARG a b=\"c d\"", "(arg \"a\" \"b=\\\"c d\\\"\")\n");
    row("HEALTHCHECK type then command", "HEALTHCHECK --interval=5s --retries=3 \\\n  CMD curl -f  x",
        "(healthcheck [\"--interval=5s\" \"--retries=3\"] \"CMD\" \"curl -f  x\")\n");
    row("HEALTHCHECK with JSON", "HEALTHCHECK CMD [\"a\",\"b\"]", "(healthcheck \"CMD\" \"a\" \"b\")\n");
    row("HEALTHCHECK with nothing", "HEALTHCHECK", "(healthcheck)\n");
    row("ONBUILD holds its trigger", "ONBUILD RUN a b", "(onbuild (run \"a b\"))\n");
    row("ONBUILD trigger flags are the trigger's", "ONBUILD COPY --from=a b c", "(onbuild (copy [\"--from=a\"] \"b\" \"c\"))\n");
    row("flags lose quotes and escapes", "COPY --chown=\"a b\":c\\ d x y", "(copy [\"--chown=a b:c d\"] \"x\" \"y\")\n");
    row("a bare -- ends the flags", "RUN --network=none -- --x", "(run [\"--network=none\"] \"--x\")\n");
    row("flags end at the first other word", "RUN a --b", "(run \"a --b\")\n");
    row("USER takes the rest of its line", "USER a b", "(user \"a b\")\n");
    row("an unknown word passes the parser", "FROM a\nFOO bar", "(from \"a\")\n(foo \"\")\n");
    row("EXPOSE keeps the written order", "EXPOSE 80 22/TCP", "(expose \"80\" \"22/TCP\")\n");
    row("VOLUME words", "VOLUME /a /b", "(volume \"/a\" \"/b\")\n");
    row("nothing but a mark is an instruction without a name", "\\", "( \"\")\n");
}

void TestParser::words() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    const Document document = parse(bytes(source));
    QCOMPARE(text(test::dump(document)), expected);
    QVERIFY(messages(document, "syntax").empty());
    QCOMPARE(text(print(document)), source);
}

void TestParser::refusedBySyntax_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("line");
    const auto row = [](const char* claim, const std::string& source, const char* message, int line) {
        QTest::newRow(claim) << QString::fromStdString(source) << QString::fromUtf8(message) << line;
    };
    row("ENV without a value", "FROM a\nENV PATH", "ENV must have two arguments", 2);
    row("ENV pair without =", "ENV a=1 b", "Syntax error - can't find = in \"b\". Must be of the form: name=value", 1);
    row("JSON of something else than strings", "CMD [\"a\", [\"b\"]]",
        "when using JSON array syntax, arrays must be comprised of strings only", 1);
    row("JSON of a number", "\nCOPY [1]", "when using JSON array syntax, arrays must be comprised of strings only", 2);
    row("open heredoc", "RUN <<EOF\nx\n", "unterminated heredoc", 1);
    row("a directive twice", "# syntax=a\n# syntax=b\nFROM a", "only one syntax parser directive can be used", 2);
    row("an escape that is none", "# escape=x\nFROM a", "invalid escape token 'x' does not match ` or \\", 1);
    row("a very long line", "FROM a\nRUN " + std::string(65532, 'x'),
        "dockerfile line greater than max allowed size of 65535", 2);
    row("an escape that is a blank", "# escape= \nFROM a", "invalid escape token ' ' does not match ` or \\", 1);
    row("an empty file", "", "file with no instructions", 1);
    row("only comments", "# a\n\n", "file with no instructions", 2);
    row("inside ONBUILD too", "ONBUILD ENV a", "ENV must have two arguments", 1);
}

void TestParser::refusedBySyntax() {
    QFETCH(QString, source);
    QFETCH(QString, message);
    QFETCH(int, line);
    const Document document = parse(bytes(source));
    const auto found = std::ranges::find(document.diagnostics, "syntax", &Diagnostic::rule);
    QVERIFY(found != document.diagnostics.end());
    QCOMPARE(text(found->message.text()), message);
    QCOMPARE(found->range.start.line, line);
    QCOMPARE(found->severity, Severity::Error);
    QCOMPARE(text(print(document)), source);
}

void TestParser::refusedByInstruction_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* source, const char* message) {
        QTest::newRow(source) << QStringLiteral("FROM x\n") + QString::fromUtf8(source) << QString::fromUtf8(message);
    };
    row("FOO a", "unknown instruction: FOO (did you mean FROM?)");
    row("XYZZY a", "unknown instruction: XYZZY");
    row("RUM ls", "unknown instruction: RUM (did you mean RUN?)");
    row("COPY a", "COPY requires at least two arguments, but only one was provided. Destination could not be determined");
    row("ADD", "ADD requires at least two arguments, but only one was provided. Destination could not be determined");
    row("FROM", "FROM requires either one or three arguments");
    row("FROM a AS", "FROM requires either one or three arguments");
    row("FROM a b c", "FROM requires either one or three arguments");
    row("FROM a AS 1b", "invalid name for build stage: \"1b\", name can't start with a number or contain symbols");
    row("FROM a AS b/c", "invalid name for build stage: \"b/c\", name can't start with a number or contain symbols");
    row("COPY --form=a b c", "unknown flag: --form (did you mean from?)");
    row("COPY --From=a b c", "unknown flag: --From (did you mean from?)");
    row("COPY --from=a --from=b c d", "duplicate flag specified: --from");
    row("COPY --from a b", "missing a value on flag: --from");
    row("COPY --link=maybe a b", "expecting boolean value for flag --link, not: maybe");
    row("COPY --link= a b", "missing a value on flag: --link");
    row("ENV", "ENV requires at least one argument");
    row("ENV =a", "ENV names can not be blank");
    row("LABEL =a", "LABEL names can not be blank");
    row("ARG", "ARG requires at least one argument");
    row("ARG =a", "ARG names can not be blank");
    row("EXPOSE", "EXPOSE requires at least one argument");
    row("VOLUME", "VOLUME requires at least one argument");
    row("VOLUME [\" \"]", "VOLUME specified can not be an empty string");
    row("ONBUILD", "ONBUILD requires at least one argument");
    row("ONBUILD onbuild RUN a", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    row("ONBUILD from a", "FROM isn't allowed as an ONBUILD trigger");
    row("ONBUILD MAINTAINER a", "MAINTAINER isn't allowed as an ONBUILD trigger");
    row("WORKDIR", "WORKDIR requires exactly one argument");
    row("USER", "USER requires exactly one argument");
    row("STOPSIGNAL", "STOPSIGNAL requires exactly one argument");
    row("MAINTAINER", "MAINTAINER requires exactly one argument");
    row("SHELL", "SHELL requires at least one argument");
    row("SHELL []", "SHELL requires at least one argument");
    row("SHELL /bin/sh", "SHELL requires the arguments to be in JSON form");
    row("HEALTHCHECK", "HEALTHCHECK requires at least one argument");
    row("HEALTHCHECK NONE a", "HEALTHCHECK NONE takes no arguments");
    row("HEALTHCHECK FOO", "Unknown type \"FOO\" in HEALTHCHECK (try CMD)");
    row("HEALTHCHECK CMD", "Missing command after HEALTHCHECK CMD");
    row("HEALTHCHECK CMD []", "Missing command after HEALTHCHECK CMD");
    row("HEALTHCHECK --interval=2 CMD a", "time: invalid duration \"2\"");
    row("HEALTHCHECK --interval=1us CMD a", "Interval \"interval\" cannot be less than 1ms");
    row("HEALTHCHECK --timeout=-1s CMD a", "Interval \"timeout\" cannot be less than 1ms");
    row("HEALTHCHECK --retries=-1 CMD a", "--retries cannot be negative (-1)");
    row("HEALTHCHECK --retries=x CMD a", "--retries must be a number, not \"x\"");
    row("CMD --x a", "unknown flag: --x");
    row("COPY /foo <<EOF\nEOF", "COPY cannot accept a heredoc as a destination");
    row("RUN --network=foo a", "invalid network mode: \"foo\"");
    row("RUN --security=foo a", "security \"foo\" is not valid");
    row("RUN --mount=from=$x,target=/a a", "'from' doesn't support variable expansion, define alias stage instead");
    row("RUN --mount= a", "failed to parse csv mounts: the value is empty");
}

void TestParser::refusedByInstruction() {
    QFETCH(QString, source);
    QFETCH(QString, message);
    const Document document = parse(bytes(source));
    const std::vector<std::string> found = messages(document, "instruction");
    QVERIFY(!found.empty());
    QCOMPARE(text(found.front()), message);
    QVERIFY(messages(document, "syntax").empty());
    QVERIFY(!document.instructions[1].valid);
}

void TestParser::acceptedInstructions_data() {
    QTest::addColumn<QString>("source");
    for (const char* source :
         {"FROM scratch", "FROM --platform=$BUILDPLATFORM a:b@sha256:00 as Stage-1_x.y", "RUN", "CMD", "ENTRYPOINT",
          "CMD []", "ARG a", "ARG a=", "ARG a b=c", "HEALTHCHECK none", "HEALTHCHECK --foo=1 NONE",
          "HEALTHCHECK --interval=1m30.5s --start-period=0 --start-interval=2ms --retries=0 cmd a",
          "STOPSIGNAL --x 9", "COPY --from=0 --chown=a:b --chmod=u+x --link --parents=false --exclude=a --exclude=b c d",
          "ADD --checksum=sha256:0 --keep-git-dir --unpack=TRUE --link=false --chown=1 --chmod=644 --exclude=x a b",
          "RUN --mount=type=cache,target=/a,id=b,sharing=locked,uid=1,gid=2,mode=0755,from=x,source=y --mount=ro,dst=/b a",
          "RUN --mount=type=secret,id=a,env=A,required --mount=type=ssh,required=true --mount=type=tmpfs,target=/c,size=64m a",
          "RUN --mount=type=$t,uid=1,target=/a a", "RUN --mount=type=cache,target=$x,mode=$y a",
          "RUN --mount=from=a$,target=/x a", "RUN --network=none --security=insecure --device=gpu a",
          "ONBUILD HEALTHCHECK NONE", "SHELL [\"a\"]", "VOLUME [\"/a\"]", "LABEL \"a b\"=c", "ENV a=b=c"}) {
        QTest::newRow(source) << QStringLiteral("FROM x\n") + QString::fromUtf8(source);
    }
}

void TestParser::acceptedInstructions() {
    QFETCH(QString, source);
    const Document document = parse(bytes(source));
    for (const Diagnostic& diagnostic : document.diagnostics) {
        QFAIL(diagnostic.message.text().c_str());
    }
    QVERIFY(!std::holds_alternative<NoArgs>(document.instructions[1].payload) ||
            document.instructions[1].kind == InstructionKind::Onbuild);
}

void TestParser::heredocs_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected"); // name|expand|chomp|fd|content, one per heredoc
    QTest::addColumn<int>("instructions");
    const auto row = [](const char* claim, const char* source, const char* expected, int instructions = 1) {
        QTest::newRow(claim) << QString::fromUtf8(source) << QString::fromUtf8(expected) << instructions;
    };
    row("empty", "RUN <<EMPTY\nEMPTY\n", "EMPTY|1|0|0|;");
    row("descriptor", "RUN 3<<E\nE\n", "E|1|0|3|;");
    row("quoted word is none", "RUN \"<<E\"\n", "");
    row("content keeps its tabs", "RUN <<E\n\ta\n\tb\nE\n", "E|1|0|0|\ta\n\tb\n;");
    row("<<- cuts tabs", "RUN <<-E\n\ta\n\t\tb\nE\n", "E|1|1|0|a\nb\n;");
    row("<<- terminator may be indented", "RUN <<-E\n\ta\n\tE\n", "E|1|1|0|a\n;");
    row("comments are content", "RUN <<E\n# c\nE\n", "E|1|0|0|# c\n;");
    row("a continuation mark is content", "RUN <<E\na \\\nb\nE\n", "E|1|0|0|a \\\nb\n;");
    row("behind flags", "RUN --mount=type=cache,target=/f <<E\na\nE\n", "E|1|0|0|a\n;");
    row("two, in order", "COPY <<A <<B /d\n1\nA\n2\nB\n", "A|1|0|0|1\n;B|1|0|0|2\n;");
    row("the other's name is content", "COPY <<X <<Y /d\nY\nX\nX\nY\n", "X|1|0|0|Y\n;Y|1|0|0|X\n;");
    row("followed by a command", "RUN <<E python3\np\nE\n", "E|1|0|0|p\n;");
    row("quoted in part", "RUN <<eo'f'\na\neof\n", "eof|0|0|0|a\n;");
    row("escaped quote is no quoting", "RUN <<eo\\'f\na\neo'f\n", "eo'f|1|0|0|a\n;");
    row("both", "RUN <<'e'o\\'f\na\neo'f\n", "eo'f|0|0|0|a\n;");
    row("a name with a blank", "RUN <<'one two'\na\none two\n", "one two|0|0|0|a\n;");
    row("a name that looks like a variable", "RUN <<$EOF\n$EOF\n", "$EOF|1|0|0|;");
    row("blanks behind <<", "RUN <<  EOF\nEOF\n", "EOF|1|0|0|;");
    row("blanks behind << and a command", "RUN <<  EOF  > foo\nEOF\n", "EOF|1|0|0|;");
    row("no blank behind <<-", "RUN <<- EOF\nEOF\n", "", 2);
    row("<<< is none", "RUN cat <<<EOF\nRUN a\n", "", 2);
    row("in the middle of a word is none", "RUN cat<<EOF\nRUN a\n", "", 2);
    row("not in USER", "USER <<E\nE\n", "", 2);
    row("not in JSON", "RUN [\"<<EOF\"]\nRUN a\n", "", 2);
    row("in ONBUILD RUN", "ONBUILD RUN <<E\na\nE\n", "E|1|0|0|a\n;");
    row("after a continuation", "RUN a && \\\n  <<E b\nx\nE\nRUN c\n", "E|1|0|0|x\n;", 2);
    row("an open quote on the line hides it", "RUN echo \"a <<E\nRUN b\n", "", 2);
    row("CRLF", "RUN <<E\r\na\r\nE\r\n", "E|1|0|0|a\r\n;");
    row("backslash escapes the name whatever the directive", "# escape=`\nRUN <<\\E\nx\nE\n", "E|1|0|0|x\n;");
}

void TestParser::heredocs() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QFETCH(int, instructions);
    const Document document = parse(bytes(source));
    std::string found;
    for (const Heredoc& heredoc : document.instructions.front().heredocs) {
        found += heredoc.name + "|" + std::to_string(static_cast<int>(heredoc.expand)) + "|" +
                 std::to_string(static_cast<int>(heredoc.chomp)) + "|" + std::to_string(heredoc.fd) + "|" +
                 heredoc.content + ";";
    }
    QCOMPARE(text(found), expected);
    QCOMPARE(static_cast<int>(document.instructions.size()), instructions);
    QVERIFY(messages(document, "syntax").empty());
}

void TestParser::directives_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QChar>("escape");
    const auto row = [](const char* claim, const char* source, const char* expected, char escape = '\\') {
        QTest::newRow(claim) << QString::fromUtf8(source) << QString::fromUtf8(expected) << QChar::fromLatin1(escape);
    };
    row("all three", "# syntax=a/b:1\n#escape=`\n# check = skip=all\nFROM a", "syntax=a/b:1;escape=`;check=skip=all;", '`');
    row("keys are case-insensitive, values are not", "# SynTax=Foo/Bar\nFROM a", "syntax=Foo/Bar;");
    row("indented", "  # escape=`\nFROM a", "escape=`;", '`');
    row("behind another comment it is a comment", "# hello\n# escape=`\nFROM a", "");
    row("behind a blank line it is a comment", "\n# escape=`\nFROM a", "");
    row("behind an instruction it is a comment", "FROM a\n# escape=`\n", "");
    row("behind an unknown key it is a comment", "# foo=bar\n# escape=`\nFROM a", "");
    row("behind a byte-order mark", "\xEF\xBB\xBF# escape=`\nFROM a", "escape=`;", '`');
    row("no value, no directive", "# escape=\n# syntax=a\nFROM a", "");
    row("a shebang ends the block", "#!/bin/x\n# escape=`\nFROM a", "");
    row("CRLF", "# escape=`\r\nFROM a", "escape=`;", '`');
}

void TestParser::directives() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QFETCH(QChar, escape);
    const Document document = parse(bytes(source));
    std::string found;
    for (const Directive& directive : document.directives) {
        found += directive.name + "=" + directive.value + ";";
        QCOMPARE(text(std::string(directive.valueRange.in(document.text))), text(directive.value));
    }
    QCOMPARE(text(found), expected);
    QCOMPARE(QChar::fromLatin1(document.escape), escape);
    QCOMPARE(text(print(document)), source);
}

void TestParser::rangesPointAtTheText() {
    const std::string source = "FROM --platform=linux/amd64 node:18 AS Build\n"
                               "RUN --mount=type=cache,from=Base,target=/c a \\\n  b\n"
                               "COPY --from=Build a <<E /d\nx\nE\n"
                               "ENV a=1 \"b c\"=2\n";
    const Document document = parse(source);
    QCOMPARE(document.instructions.size(), 4U);
    const auto* from = document.instructions[0].as<FromArgs>();
    QVERIFY(from != nullptr);
    QCOMPARE(from->image.range.in(source), std::string_view("node:18"));
    QCOMPARE(from->name->range.in(source), std::string_view("Build"));
    QCOMPARE(from->asKeyword.in(source), std::string_view("AS"));
    QCOMPARE(from->platform->range.in(source), std::string_view("linux/amd64"));
    const Instruction& run = document.instructions[1];
    QCOMPARE(run.startLine(), 2);
    QCOMPARE(run.endLine(), 3);
    QCOMPARE(run.argRanges[0].in(source), std::string_view("a \\\n  b"));
    QCOMPARE(run.as<RunArgs>()->mounts[0].fromRange.in(source), std::string_view("Base"));
    const Instruction& copy = document.instructions[2];
    QCOMPARE(copy.range.in(source), std::string_view("COPY --from=Build a <<E /d\nx\nE"));
    QCOMPARE(copy.heredocs[0].range.in(source), std::string_view("<<E"));
    QCOMPARE(copy.heredocs[0].body.in(source), std::string_view("x\n"));
    QCOMPARE(copy.heredocs[0].terminator.in(source), std::string_view("E"));
    QCOMPARE(copy.flags[0].range.in(source), std::string_view("--from=Build"));
    QCOMPARE(copy.flags[0].valueRange.in(source), std::string_view("Build"));
    const auto* env = document.instructions[3].as<PairArgs>();
    QCOMPARE(env->pairs[1].key.range.in(source), std::string_view("\"b c\""));
    QCOMPARE(env->pairs[1].value.range.in(source), std::string_view("2"));
}

void TestParser::brokenPartsLeaveTheRestAlive() {
    const Document document = parse("FROM a AS b\nRUN <<EOF\nCOPY --from=\nENV\nFR\nFROM c\nRUN ok\n");
    QCOMPARE(document.instructions.size(), 7U);
    QCOMPARE(document.stages.size(), 2U);
    QVERIFY(document.instructions[6].valid);
    QVERIFY(!document.instructions[1].valid);
}

void TestParser::payloads() {
    const Document document = parse("FROM x\n"
                                    "COPY --chown=1:2 --link a b <<E /d/\nt\nE\n"
                                    "HEALTHCHECK --interval=1m30s --retries=4 CMD [\"a\"]\n"
                                    "ARG a b=\"c\"\n"
                                    "RUN --mount=type=cache,target=/c,sharing=locked,ro x\n"
                                    "ENV k v w\n");
    QVERIFY(firstError(document.diagnostics) == nullptr);
    const auto* copy = document.instructions[1].as<CopyArgs>();
    QCOMPARE(copy->sources.size(), 2U);
    QCOMPARE(copy->heredocSources, std::vector<std::size_t>{0});
    QCOMPARE(copy->destination.text, std::string("/d/"));
    QCOMPARE(copy->chown->text, std::string("1:2"));
    QVERIFY(copy->link && !copy->parents && !copy->unpack);
    const auto* health = document.instructions[2].as<HealthcheckArgs>();
    QCOMPARE(*health->interval, 90'000'000'000LL);
    QCOMPARE(*health->retries, 4);
    QVERIFY(health->command.json);
    const auto* arg = document.instructions[3].as<PairArgs>();
    QVERIFY(!arg->pairs[0].hasValue);
    QCOMPARE(arg->pairs[1].value.text, std::string("\"c\""));
    const auto* run = document.instructions[4].as<RunArgs>();
    QCOMPARE(run->mounts[0].type, MountType::Cache);
    QCOMPARE(run->mounts[0].sharing, CacheSharing::Locked);
    QCOMPARE(run->mounts[0].readOnly, std::optional<bool>(true));
    const auto* env = document.instructions[5].as<PairArgs>();
    QVERIFY(env->pairs[0].legacy);
    QCOMPARE(env->pairs[0].value.text, std::string("v w"));
}

void TestParser::stagesAreLines() {
    const Document document = parse("ARG v\nFROM a AS x\nRUN 1\n\nFROM b\nRUN 2\nRUN 3\n");
    QCOMPARE(document.stages.size(), 2U);
    QCOMPARE(document.stages[0].from, 1U);
    QCOMPARE(document.stages[0].end, 3U);
    QCOMPARE(document.stages[1].end, 6U);
    QCOMPARE(document.stages[0].range.end.line, 3);
    QVERIFY(messages(parse("RUN a\nFROM b\n"), "instruction").front() == "no build stage in current context");
    QVERIFY(messages(parse("ARG a\n"), "instruction").front() == "dockerfile contains no stages to build");
}

void TestParser::commentsAboveAreKept() {
    const Document document = parse("# syntax=x\n# one\n# two\nFROM a\n# gone\n#\n# here\nRUN b\n");
    QCOMPARE(document.instructions[0].precedingComments, (std::vector<std::string>{"one", "two"}));
    QCOMPARE(document.instructions[1].precedingComments, std::vector<std::string>{"here"});
    QCOMPARE(document.comments.size(), 5U);
}

void TestParser::emptyContinuationIsWarned() {
    const Document document = parse("FROM a\nRUN x \\\n\n y\n");
    QCOMPARE(document.diagnostics.size(), 1U);
    QCOMPARE(document.diagnostics[0].rule, std::string("NoEmptyContinuation"));
    QCOMPARE(document.diagnostics[0].severity, Severity::Warning);
    QCOMPARE(document.diagnostics[0].range.start.line, 4);
}

void TestParser::unknownInstructionHasAFix() {
    const std::string source = "FROM a\nCOPPY a b\n";
    const Document document = parse(source);
    QCOMPARE(document.diagnostics.size(), 1U);
    QCOMPARE(document.diagnostics[0].fixes.size(), 1U);
    QCOMPARE(text(applyEdits(source, document.diagnostics[0].fixes[0].edits)), QStringLiteral("FROM a\nCOPY a b\n"));
}

void TestParser::lookupsByPlace() {
    const Document document = parse("FROM a\n\nRUN x \\\n y\n");
    QCOMPARE(document.instructionAtLine(4), &document.instructions[1]);
    QCOMPARE(document.instructionAtLine(2), nullptr);
    QCOMPARE(document.instructionAt(3), &document.instructions[0]);
    QCOMPARE(document.stageAtLine(4), std::optional<std::size_t>(0));
}

QTEST_GUILESS_MAIN(TestParser)
#include "tst_parser.moc"
