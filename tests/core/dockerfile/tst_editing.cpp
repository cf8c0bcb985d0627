#include "core/dockerfile/edit.h"
#include "core/dockerfile/highlight.h"
#include "core/dockerfile/parser.h"
#include "core/dockerfile/scope.h"
#include "core/dockerfile/stagereferences.h"
#include "core/dockerfile/variableuse.h"

#include <QTest>

using namespace sw;
using namespace sw::dockerfile;

namespace {

QString text(std::string_view s) { return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size())); }

QString applied(const Document& document, const std::vector<TextEdit>& edits) {
    return text(applyEdits(document.text, edits));
}

std::size_t offsetOf(const Document& document, std::string_view what, std::size_t nth = 0) {
    std::size_t at = document.text.find(what);
    for (; nth > 0; --nth) {
        at = document.text.find(what, at + 1);
    }
    return at;
}

/// "kind:text" of each token, for reading in a test.
QString shown(const Document& document) {
    static const char* const kNames[] = {"comment", "directive", "dvalue", "key",  "flag", "fkey", "fvalue", "stage", "image", "name",
                                         "string",  "var",       "op",     "cont", "mark", "body", "num",    "path",  "error"};
    QString out;
    for (const Token& token : highlight(document)) {
        out += QString::fromUtf8(kNames[static_cast<int>(token.kind)]) + QLatin1Char(':') +
               text(std::string_view(document.text).substr(token.offset, token.length)) +
               (token.language.empty() ? QString() : QLatin1Char('@') + text(token.language)) + QLatin1Char('|');
    }
    return out;
}

} // namespace

class TestEditing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renamesAStageEverywhere();
    void renameNamesAnUnnamedStage();
    void renameFollowsTheNameRules();
    void renamesAVariableInItsScopes_data();
    void renamesAVariableInItsScopes();
    void togglesComments_data();
    void togglesComments();
    void addsCopyFrom();
    void findsReferences();
    void variableUsesKnowWhoExpands();
    void scopeOfAStage();
    void scopeOfFromLines();
    void scopeInheritsFromBaseStages();
    void buildArgumentsOverrideDefaults();
    void highlights_data();
    void highlights();
};

void TestEditing::renamesAStageEverywhere() {
    const Document document = parse("FROM a AS Build\nFROM build AS x\nCOPY --from=BUILD /a /b\n"
                                    "RUN --mount=from=build,target=/c ls\nONBUILD COPY --from=\"build\" a b\nCOPY --from=0 a b\n");
    QCOMPARE(applied(document, renameStage(document, 0, "New")),
             QStringLiteral("FROM a AS New\nFROM new AS x\nCOPY --from=New /a /b\n"
                            "RUN --mount=from=New,target=/c ls\nONBUILD COPY --from=New a b\nCOPY --from=0 a b\n"));
    QVERIFY(renameStage(document, 0, "Build").empty());
    QVERIFY(renameStage(document, 7, "x").empty());
}

void TestEditing::renameNamesAnUnnamedStage() {
    const Document document = parse("from a\nFROM b\nCOPY --from=0 x y\n");
    QCOMPARE(applied(document, renameStage(document, 0, "n")), QStringLiteral("from a as n\nFROM b\nCOPY --from=0 x y\n"));
}

void TestEditing::renameFollowsTheNameRules() {
    // "FROM Build" is an image, FROM inside the stage of its own name too; of two equal names COPY means the last.
    const Document document = parse("FROM x AS build\nFROM Build\nFROM build AS build\nCOPY --from=build a b\n");
    QCOMPARE(applied(document, renameStage(document, 0, "n")),
             QStringLiteral("FROM x AS n\nFROM Build\nFROM n AS build\nCOPY --from=build a b\n"));
    QCOMPARE(applied(document, renameStage(document, 2, "n")),
             QStringLiteral("FROM x AS build\nFROM Build\nFROM build AS n\nCOPY --from=n a b\n"));
}

void TestEditing::renamesAVariableInItsScopes_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* claim, const char* source, int line, const char* expected) {
        QTest::newRow(claim) << QString::fromUtf8(source) << line << QString::fromUtf8(expected);
    };
    row("uses of both forms", "FROM a\nENV V=1\nRUN echo $V ${V:-x} $VV\nCOPY $V \"${V}\"\n", 2,
        "FROM a\nENV N=1\nRUN echo $N ${N:-x} $VV\nCOPY $N \"${N}\"\n");
    row("global and imported", "ARG V=1\nFROM a:$V\nARG V\nRUN $V\n", 3, "ARG N=1\nFROM a:$N\nARG N\nRUN $N\n");
    row("a stage's own is another", "ARG V=1\nFROM a:$V\nARG V=2\nRUN $V\n", 4, "ARG V=1\nFROM a:$V\nARG N=2\nRUN $N\n");
    row("a child stage inherits", "FROM a AS b\nENV V=1\nFROM b\nRUN $V\nFROM a\nENV V=3\nRUN $V\n", 2,
        "FROM a AS b\nENV N=1\nFROM b\nRUN $N\nFROM a\nENV V=3\nRUN $V\n");
    row("single quotes and escapes are left", "FROM a\nENV V=1\nLABEL x='$V' y=\\$V z=$V\n", 2,
        "FROM a\nENV N=1\nLABEL x='$V' y=\\$V z=$N\n");
    row("heredoc bodies", "FROM a\nENV V=1\nCOPY <<E /x\n'$V'\nE\nCOPY <<'E' /x\n$V\nE\n", 2,
        "FROM a\nENV N=1\nCOPY <<E /x\n'$N'\nE\nCOPY <<'E' /x\n$V\nE\n");
    row("what nobody declared is left", "FROM a\nRUN $V\n", 2, "FROM a\nRUN $V\n");
}

void TestEditing::renamesAVariableInItsScopes() {
    QFETCH(QString, source);
    QFETCH(int, line);
    QFETCH(QString, expected);
    const Document document = parse(source.toStdString());
    QCOMPARE(applied(document, renameVariable(document, line, "V", "N")), expected);
}

void TestEditing::togglesComments_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* source, int first, int last, const char* expected) {
        QTest::newRow(source) << QString::fromUtf8(source) << first << last << QString::fromUtf8(expected);
    };
    row("FROM a\nRUN b\n", 1, 2, "# FROM a\n# RUN b\n");
    row("# FROM a\n#RUN b\n", 1, 2, "FROM a\nRUN b\n");
    row("# a\nRUN b\n", 1, 2, "# # a\n# RUN b\n");
    row("  RUN a \\\n    b\n", 1, 2, "  # RUN a \\\n  #   b\n");
    row("a\n\nb\n", 1, 3, "# a\n\n# b\n");
    row("a\r\nb\r\n", 2, 2, "a\r\n# b\r\n");
    row("a", -3, 99, "# a");
}

void TestEditing::togglesComments() {
    QFETCH(QString, source);
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(QString, expected);
    const Document document = parse(source.toStdString());
    QCOMPARE(applied(document, toggleComment(document, first, last)), expected);
}

void TestEditing::addsCopyFrom() {
    const Document document = parse("FROM a\nRUN x\nFROM b AS c\nRUN y <<E\nz\nE\n\nFROM d\n");
    QCOMPARE(applied(document, addCopyFrom(document, 0, 1)),
             QStringLiteral("FROM a AS stage0\nRUN x\nFROM b AS c\nRUN y <<E\nz\nE\nCOPY --from=stage0 /path ./\n\nFROM d\n"));
    QCOMPARE(applied(document, addCopyFrom(document, 1, 2)),
             QStringLiteral("FROM a\nRUN x\nFROM b AS c\nRUN y <<E\nz\nE\n\nFROM d\nCOPY --from=c /path ./\n"));
    QVERIFY(addCopyFrom(document, 1, 1).empty());
    QVERIFY(addCopyFrom(document, 2, 0).empty());
}

void TestEditing::findsReferences() {
    const Document document = parse("ARG V=1\nFROM a:$V AS b\nARG V\nENV W=$V\nFROM b\nCOPY --from=b $W /\nRUN $NOPE\n");
    const auto stage = referenceAt(document, offsetOf(document, "b $W"));
    QCOMPARE(stage->what, Reference::What::Stage);
    QCOMPARE(stage->definition.start.line, 2);
    QCOMPARE(referenceAt(document, offsetOf(document, "b\nCOPY"))->definition.start.line, 2);
    const auto inFrom = referenceAt(document, offsetOf(document, "$V"));
    QCOMPARE(inFrom->name, std::string("V"));
    QCOMPARE(inFrom->definition.start.line, 1);
    QCOMPARE(referenceAt(document, offsetOf(document, "$V", 1))->definition.start.line, 3);
    QCOMPARE(referenceAt(document, offsetOf(document, "$W"))->definition.start.line, 4);
    QVERIFY(referenceAt(document, offsetOf(document, "$NOPE"))->definition.empty());
    QVERIFY(!referenceAt(document, offsetOf(document, "COPY")).has_value());
    QCOMPARE(stageReferences(document).size(), 2U);
}

void TestEditing::variableUsesKnowWhoExpands() {
    const Document document = parse("FROM a\nRUN --mount=target=$x echo $y '$z' \"$w\"\nCMD [\"$no\"]\n");
    const auto run = variableUses(document, document.instructions[1]);
    QCOMPARE(run.size(), 3U);
    QVERIFY(run[0].name == "x" && !run[0].shell);
    QVERIFY(run[1].name == "y" && run[1].shell);
    QVERIFY(run[2].name == "w" && run[2].shell);
    QCOMPARE(text(run[2].whole.in(document.text)), QStringLiteral("$w"));
    QVERIFY(variableUses(document, document.instructions[2]).empty());
}

void TestEditing::scopeOfAStage() {
    const Document document = parse("ARG g=1\nFROM a\nARG g\nARG d=x${g}\nENV e=$d f=$e\nENV e=2\nRUN here\nENV late=1\n");
    const auto value = [&](std::string_view name) {
        const auto found = variableInScope(document, 7, name);
        return found ? found->value.value_or("?") : std::string("-");
    };
    QCOMPARE(value("g"), std::string("1"));
    QCOMPARE(value("d"), std::string("x1"));
    QCOMPARE(value("e"), std::string("2"));
    QCOMPARE(value("f"), std::string("?")); // e was not known on its own line
    QCOMPARE(value("late"), std::string("-"));
    QCOMPARE(variableInScope(document, 7, "e")->declaration.start.line, 6);
    QCOMPARE(variableInScope(document, 7, "e")->origin, ScopeVariable::Origin::Env);
    QVERIFY(!variableInScope(document, 3, "g").has_value());
}

void TestEditing::scopeOfFromLines() {
    const Document document = parse("ARG v=18\nFROM a:$v\nARG in=1\nFROM b\n");
    QCOMPARE(*variableInScope(document, 4, "v")->value, std::string("18"));
    QVERIFY(!variableInScope(document, 4, "in").has_value());
    QCOMPARE(variableInScope(document, 4, "TARGETARCH")->origin, ScopeVariable::Origin::Predefined);
}

void TestEditing::scopeInheritsFromBaseStages() {
    const Document document = parse("ARG base=one\nFROM a AS one\nENV x=1\nFROM ${base} AS two\nARG y=$x\nFROM two\nRUN here\nFROM ONE\nRUN z\n");
    QCOMPARE(*variableInScope(document, 7, "x")->value, std::string("1"));
    QCOMPARE(*variableInScope(document, 7, "y")->value, std::string("1"));
    QVERIFY(!variableInScope(document, 9, "x").has_value());
    QCOMPARE(baseStageOf(document, 1), std::optional<std::size_t>(0));
}

void TestEditing::buildArgumentsOverrideDefaults() {
    const Document document = parse("FROM a\nARG v=1\nRUN x\n");
    QCOMPARE(*variableInScope(document, 3, "v", {{"v", "2"}})->value, std::string("2"));
}

void TestEditing::highlights_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* claim, const char* source, const char* expected) {
        QTest::newRow(claim) << QString::fromUtf8(source) << QString::fromUtf8(expected);
    };
    row("directive and comment", "# syntax=a\n# c\n", "directive:# syntax=|dvalue:a|comment:# c|");
    row("FROM", "from --platform=$P a:1 as b", "key:from|flag:--platform|op:=|var:$P|image:a:1|key:as|stage:b|");
    row("a stage in use", "FROM a AS b\nFROM b\nCOPY --from=b x /y",
        "key:FROM|image:a|key:AS|stage:b|key:FROM|stage:b|key:COPY|flag:--from|op:=|stage:b|path:x|path:/y|");
    row("mount keys", "RUN --mount=type=cache,target=/c ls",
        "key:RUN|flag:--mount|op:=|fkey:type|op:=|fvalue:cache|op:,|fkey:target|op:=|fvalue:/c|");
    row("shell text", "RUN a \"b $c\" && \\\n # x\n d | e",
        "key:RUN|string:\"b |var:$c|string:\"|op:&&|cont:\\|comment:# x|op:||");
    row("JSON", "CMD [\"a\", \"b\"]", "key:CMD|op:[|string:\"a\"|op:,|string:\"b\"|op:]|");
    row("pairs", "ENV a=\"x\" b=${c}\nARG d=1", "key:ENV|name:a|op:=|string:\"x\"|name:b|op:=|var:${c}|key:ARG|name:d|op:=|");
    row("heredoc", "COPY <<E /a.py\nx $y\nE", "key:COPY|mark:<<E|path:/a.py|body:x @python|var:$y|body:\n@python|mark:E|");
    row("heredoc for a program", "RUN <<E python3 -\np\nE", "key:RUN|mark:<<E|body:p\n@python|mark:E|");
    row("heredoc with an interpreter", "RUN <<E\n#!/usr/bin/env node\nE", "key:RUN|mark:<<E|body:#!/usr/bin/env node\n@javascript|mark:E|");
    row("heredoc for the shell", "run <<E\nls\nE", "key:run|mark:<<E|body:ls\n@bash|mark:E|");
    row("unknown word", "FOO bar", "error:FOO|");
    row("ONBUILD", "ONBUILD RUN a", "key:ONBUILD|key:RUN|");
    row("EXPOSE and HEALTHCHECK", "EXPOSE 80\nHEALTHCHECK --retries=3 CMD x", "key:EXPOSE|num:80|key:HEALTHCHECK|flag:--retries|op:=|fvalue:3|key:CMD|");
}

void TestEditing::highlights() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QCOMPARE(shown(parse(source.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestEditing)
#include "tst_editing.moc"
