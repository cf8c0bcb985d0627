#include "core/checks/checks.h"
#include "core/dockerfile/parser.h"

#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::checks;

namespace {

Report checked(const std::string& source, const Surroundings& around = {}) {
    const dockerfile::Document document = dockerfile::parse(source);
    return check(document, plan::resolveStages(document, around.inputs), around);
}

/// "line:Rule" of each finding.
QString shown(const Report& report) {
    QString out;
    for (const Diagnostic& finding : report.findings) {
        out += QString::number(finding.range.start.line) + QLatin1Char(':') + QString::fromStdString(finding.rule) +
               QLatin1Char(' ');
    }
    return out.trimmed();
}

} // namespace

class TestChecks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void messages_data();
    void messages();
    void fixesMendTheirFinding_data() { verdicts_data(); }
    void fixesMendTheirFinding();
    void ignoredFilesAreFound();
    void basesAreDataThatCounts();
    void buildArgumentsCount();
    void optionsAreRead_data();
    void optionsAreRead();
    void theDirectiveEndsAtItsFirstBlank();
    void theDirectiveMayStandBehindAnInterpreter();
    void aBuildLooksAtNeededStagesAlone();
    void badOptionsRefuse();
    void errorsAreToldBesideFindings();
    void findingsEndAtTheRefusal_data();
    void findingsEndAtTheRefusal();
    void everyRuleIsKnownByName();
};

void TestChecks::verdicts_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* source, const char* expected) {
        QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected);
    };
    row("FROM a\nRUN b\n", "");
    row("FROM a AS Build\n", "1:StageNameCasing");
    row("FROM a as b\n", "1:FromAsCasing");
    row("from a AS b\n", "1:FromAsCasing");
    row("From a as b\n", "1:ConsistentInstructionCasing");
    row("FROM a\nRUN b \\\n\n c\n", "4:NoEmptyContinuation");
    row("FROM a\nRUN b\nrun c\nCopy d e\n", "3:ConsistentInstructionCasing 4:ConsistentInstructionCasing");
    row("from a\nrun b\nRUN c\n", "3:ConsistentInstructionCasing");
    row("from a\nRUN b\n", "1:ConsistentInstructionCasing");
    row("arg v\nFROM a\nRUN b\n", "");
    row("FROM a AS b\nFROM c AS B\n", "2:StageNameCasing 2:DuplicateStageName");
    row("ARG A=1\nFROM ${X:?no}\n", "2:UndefinedArgInFrom");
    row("FROM a\nENV y=${X:?no}\n", "2:UndefinedVar");
    row("FROM a\nSTOPSIGNAL $S\n", "2:UndefinedVar");
    row("FROM a AS scratch\nFROM a AS context\n", "1:ReservedStageName 2:ReservedStageName");
    row("FROM a\nCMD b c\nENTRYPOINT d\n", "2:JSONArgsRecommended 3:JSONArgsRecommended");
    row("FROM a\nSHELL [\"x\"]\nCMD b c\n", "");
    row("FROM a AS b\nSHELL [\"x\"]\nFROM b\nCMD c\n", "");
    row("FROM a AS b\nONBUILD CMD c\nFROM b\n", "3:JSONArgsRecommended");
    row("FROM a AS b\nONBUILD CMD [\"c\"]\nONBUILD CMD [\"d\"]\nFROM b\nFROM b\nCMD [\"e\"]\n",
        "5:MultipleInstructionsDisallowed");
    row("FROM a AS b\nONBUILD ENV k v\nONBUILD WORKDIR r\nONBUILD ARG token\nONBUILD EXPOSE 80/TCP\nONBUILD COPY $x /\nFROM b\n",
        "7:LegacyKeyValueFormat 7:WorkdirRelativePath 7:SecretsUsedInArgOrEnv 7:ExposeProtoCasing 7:UndefinedVar");
    row("FROM a AS b\nONBUILD ARG v=1\nONBUILD WORKDIR /w\nONBUILD SHELL [\"x\"]\nFROM b AS d\nCOPY $v /\nWORKDIR r\nCMD c\nFROM d\nCMD e\n", "");
    row("FROM a AS b\nONBUILD CMD c\nFROM a\n", "");
    row("FROM a AS b\nONBUILD CMD c\n# check=skip=JSONArgsRecommended\nFROM b\n", "");
    row("FROM a\n#  Check = skip=MaintainerDeprecated, JSONArgsRecommended\nCMD b\n# checks=skip=all\nCMD c\n",
        "3:MultipleInstructionsDisallowed 5:JSONArgsRecommended");
    row("FROM a\nCMD [\"b\"]\nHEALTHCHECK CMD c\n", "");
    row("FROM a\nMAINTAINER me\n", "2:MaintainerDeprecated");
    row("ARG base=a\nFROM ${bse}x\n", "2:UndefinedArgInFrom");
    row("ARG base\nFROM a$base\n", "");
    row("FROM --platform=$BULIDPLATFORM a\n", "1:UndefinedArgInFrom");
    row("FROM a\nWORKDIR b\nWORKDIR c\n", "2:WorkdirRelativePath");
    row("FROM a\nWORKDIR /b\nWORKDIR c\n", "");
    row("FROM a AS x\nWORKDIR /b\nFROM x\nWORKDIR c\n", "");
    row("FROM a\nENV d=/x\nWORKDIR $d\n", "");
    row("FROM a\nCOPY $foo .\n", "2:UndefinedVar");
    row("FROM a\nARG foo\nCOPY $foo .\n", "");
    row("ARG foo=1\nFROM a\nCOPY $foo .\n", "3:UndefinedVar");
    row("FROM a AS x\nENV foo=1\nFROM x\nCOPY $foo .\n", "");
    row("FROM a AS x\nARG foo=1\nFROM x\nCOPY $foo .\n", "");
    row("FROM a\nENV PATH=$PTAH:/x\n", "2:UndefinedVar");
    row("FROM a\nENV a=$PATH b=$a\n", "2:UndefinedVar");
    row("FROM a\nRUN echo $foo\nCMD [\"$foo\"]\n", "");
    row("FROM a\nRUN --mount=type=cache,target=$foo b\n", "2:UndefinedVar");
    row("FROM a\nCOPY <<E /x\n$foo\nE\nCOPY <<'E' /x\n$foo\nE\n", "2:UndefinedVar");
    row("FROM a\nUSER $u\nLABEL a=$l\nVOLUME $v\nSTOPSIGNAL $s\n", "2:UndefinedVar 3:UndefinedVar 4:UndefinedVar 5:UndefinedVar");
    row("FROM a\nEXPOSE $p\n", "");
    row("FROM a\nCMD [\"b\"]\nCMD [\"c\"]\nCMD [\"d\"]\n", "2:MultipleInstructionsDisallowed 3:MultipleInstructionsDisallowed");
    row("FROM a AS x\nENTRYPOINT [\"b\"]\nFROM x\nENTRYPOINT [\"c\"]\n", "");
    row("FROM a\nHEALTHCHECK NONE\nHEALTHCHECK CMD x\n", "2:MultipleInstructionsDisallowed");
    row("FROM a\nENV b c\nLABEL d e f\nENV g=h\n", "2:LegacyKeyValueFormat 3:LegacyKeyValueFormat");
    row("FROM --platform=$TARGETPLATFORM a\n", "1:RedundantTargetPlatform");
    row("FROM --platform=${TARGETPLATFORM} a\n", "1:RedundantTargetPlatform");
    row("FROM --platform=$BUILDPLATFORM a\n", "");
    row("FROM --platform=linux/amd64 a\n", "1:FromPlatformFlagConstDisallowed");
    row("FROM --platform=linux/amd64 a AS build_amd64\n", "");
    row("ARG p=linux/amd64\nFROM --platform=$p a\n", "");
    row("FROM a\nENV password=1 API_KEY=2 x=3\nARG auth\nENV PUBLIC_KEY=1 TOKEN_FILE=2 KEY_VERSION=3 keyring=4\n",
        "2:SecretsUsedInArgOrEnv 2:SecretsUsedInArgOrEnv 3:SecretsUsedInArgOrEnv");
    row("ARG v\nFROM a:$v\n", "2:InvalidDefaultArgInFrom");
    row("ARG v\nFROM a:${v:-x}\n", "");
    row("ARG v=1\nFROM a:$v\n", "");
    row("FROM a\nEXPOSE 80/TCP 81/udp\n", "2:ExposeProtoCasing");
    row("FROM a\nEXPOSE 127.0.0.1:80:80 5000:5000 90\n", "2:ExposeInvalidFormat 2:ExposeInvalidFormat");
    row("# nonsense\nFROM a AS b\n", "");
    row("# check=experimental=all\n# nonsense\nFROM a AS b\n", "3:InvalidDefinitionDescription");
    row("# check=experimental=InvalidDefinitionDescription\n# b is built\nFROM a AS b\n# v is\nARG v\n# w\nARG v\n",
        "7:InvalidDefinitionDescription");
    row("# check=experimental=all\n# nonsense\n\n\nFROM a AS b\n# x\n#\nARG v\n", "5:InvalidDefinitionDescription");
    row("# check=skip=StageNameCasing\nFROM a AS B\nMAINTAINER x\n", "3:MaintainerDeprecated");
    row("# check=skip=all\nFROM a AS B\n", "");
    row("# check=skip=StageNameCasing,MaintainerDeprecated\nFROM a AS B\nMAINTAINER x\n", "");
    row("FROM a\n# check=skip=JSONArgsRecommended\nCMD b\nENTRYPOINT c\n", "4:JSONArgsRecommended");
    row("FROM a\n# check=skip=all\nCMD b\n", "");
}

void TestChecks::verdicts() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QCOMPARE(shown(checked(source.toStdString())), expected);
}

void TestChecks::messages_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* source, const char* message) {
        QTest::newRow(message) << QString::fromUtf8(source) << QString::fromUtf8(message);
    };
    row("FROM a AS B", "Stage name 'B' should be lowercase");
    row("FROM a as b", "'as' and 'FROM' keywords' casing do not match");
    row("FROM a\nRUN b\nrun c", "Command 'run' should match the case of the command majority (uppercase)");
    row("FROM a AS b\nFROM a AS b", "Duplicate stage name \"b\", stage names should be unique");
    row("FROM a AS scratch", "Stage name should not use the same name as reserved stage \"scratch\"");
    row("FROM a\nCMD b", "JSON arguments recommended for CMD to prevent unintended behavior related to OS signals");
    row("ARG base=a\nFROM ${bse}x", "FROM argument 'bse' is not declared (did you mean base?)");
    row("FROM a\nWORKDIR b", "Relative workdir \"b\" can have unexpected results if the base image changes");
    row("FROM a\nENV PATH=$PTAH", "Usage of undefined variable '$PTAH' (did you mean $PATH?)");
    row("FROM a\nCMD [\"b\"]\nCMD [\"c\"]",
        "Multiple CMD instructions should not be used in the same stage because only the last one will be used");
    row("FROM a\nENV b c", "\"ENV key=value\" should be used instead of legacy \"ENV key value\" format");
    row("FROM --platform=$TARGETPLATFORM a",
        "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior");
    row("FROM --platform=linux/amd64 a", "FROM --platform flag should not use constant value \"linux/amd64\"");
    row("FROM a\nARG auth", "Do not use ARG or ENV instructions for sensitive data (ARG \"auth\")");
    row("FROM a\nEXPOSE 80/TcP", "Defined protocol '80/TcP' in EXPOSE instruction should be lowercase");
    row("FROM a\nEXPOSE 80:80", "EXPOSE instruction should not define an IP address or host-port mapping, found '80:80'");
}

void TestChecks::messages() {
    QFETCH(QString, source);
    QFETCH(QString, message);
    const Report report = checked(source.toStdString());
    QCOMPARE(report.findings.size(), 1U);
    QCOMPARE(QString::fromStdString(report.findings[0].message.text()), message);
    QCOMPARE(report.findings[0].severity, Severity::Warning);
}

void TestChecks::fixesMendTheirFinding() {
    QFETCH(QString, source);
    const std::string text = source.toStdString();
    const Report before = checked(text);
    const auto count = [](const Report& report, const std::string& rule) {
        return std::ranges::count(report.findings, rule, &Diagnostic::rule);
    };
    for (const Diagnostic& finding : before.findings) {
        for (const QuickFix& fix : finding.fixes) {
            const std::string mended = applyEdits(text, fix.edits);
            const Report after = checked(mended);
            QVERIFY2(count(after, finding.rule) < count(before, finding.rule), mended.c_str());
            QVERIFY2(!after.refusal || before.refusal, mended.c_str());
        }
    }
}

void TestChecks::ignoredFilesAreFound() {
    const auto ignore = *dockerfile::IgnoreMatcher::compile(std::vector<std::string>{"secret", "*.log"});
    Surroundings around;
    around.ignore = &ignore;
    const std::string source = "FROM a\nCOPY secret/key x.log ok /\nADD ./y.log https://x/z.log /\nCOPY --from=b x.log /\n";
    const Report report = checked(source, around);
    QCOMPARE(shown(report), QStringLiteral("2:CopyIgnoredFile 2:CopyIgnoredFile 3:CopyIgnoredFile"));
    QCOMPARE(report.findings[2].message.text(),
             std::string("Attempting to Add file \"y.log\" that is excluded by .dockerignore"));
    const auto negated = *dockerfile::IgnoreMatcher::compile(std::vector<std::string>{"*.log", "!a"});
    around.ignore = &negated;
    QCOMPARE(shown(checked(source, around)), QString());
}

void TestChecks::basesAreDataThatCounts() {
    const std::string source = "FROM a\nCOPY $HERE /\nCMD x\n";
    QCOMPARE(shown(checked(source)), QStringLiteral("2:UndefinedVar 3:JSONArgsRecommended"));
    Surroundings around;
    around.inputs.targetPlatform = *oci::Platform::parse("linux/amd64");
    around.bases[0] = {{{"HERE", "/x"}}, true, *oci::Platform::parse("linux/arm64")};
    const Report report = checked(source, around);
    QCOMPARE(shown(report), QStringLiteral("1:InvalidBaseImagePlatform"));
    QCOMPARE(report.findings[0].message.text(), std::string("Base image a was pulled with platform \"linux/arm64\", expected "
                                                     "\"linux/amd64\" for current build"));
}

void TestChecks::buildArgumentsCount() {
    Surroundings around;
    around.inputs.buildArgs = {{"d", "/abs"}, {"v", "1"}};
    QCOMPARE(shown(checked("FROM a\nARG d=rel\nWORKDIR $d\n", around)), QString());
    QCOMPARE(shown(checked("ARG v\nFROM a:$v\n", around)), QStringLiteral("2:InvalidDefaultArgInFrom"));
    around.inputs.buildArgs = {{"BUILDKIT_DOCKERFILE_CHECK", "skip=MaintainerDeprecated"}};
    QCOMPARE(shown(checked("# check=skip=StageNameCasing\nFROM a AS B\nMAINTAINER x\n", around)),
             QStringLiteral("2:StageNameCasing"));
}

void TestChecks::optionsAreRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("skip") << QStringLiteral("skip=A, B") << QStringLiteral("skip A B");
    QTest::newRow("skip all") << QStringLiteral("skip=all;error=true") << QStringLiteral("skipall error");
    QTest::newRow("experimental") << QStringLiteral(" experimental=X;error=0") << QStringLiteral("experimental X");
    QTest::newRow("empty") << QString() << QString();
}

void TestChecks::optionsAreRead() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Options options = *readOptions(text.toStdString());
    QStringList found;
    const auto list = [&](const char* name, const std::vector<std::string>& names) {
        if (!names.empty()) {
            found << QString::fromUtf8(name);
        }
        for (const std::string& each : names) {
            found << QString::fromStdString(each);
        }
    };
    list("skip", options.skip);
    list("experimental", options.experimental);
    if (options.skipAll) {
        found << QStringLiteral("skipall");
    }
    if (options.error) {
        found << QStringLiteral("error");
    }
    QCOMPARE(found.join(QLatin1Char(' ')), expected);
}

void TestChecks::theDirectiveEndsAtItsFirstBlank() {
    QCOMPARE(shown(checked("# check=skip=MaintainerDeprecated, StageNameCasing\nFROM a AS B\nMAINTAINER x\n")), QStringLiteral("2:StageNameCasing"));
    QVERIFY(checked("# check=error=true for once\nFROM a AS B\n").violation.has_value());
    const Report refused = checked("# check=skip=StageNameCasing; error=true\nFROM a AS B\n");
    QCOMPARE(refused.refusal->message.text(), std::string("invalid check option \"\""));
}

void TestChecks::theDirectiveMayStandBehindAnInterpreter() {
    QCOMPARE(shown(checked("#!/usr/bin/env x\n# check=skip=StageNameCasing\n#\nFROM a AS B\n")), QString());
    const Report violation = checked("#!x\n# check=error=true\nFROM a AS B\n");
    QCOMPARE(violation.violation->range.start.line, 2);
    QCOMPARE(shown(checked("#!x\n\n# check=skip=StageNameCasing\n#\nFROM a AS B\n")), QStringLiteral("5:StageNameCasing"));
}

void TestChecks::aBuildLooksAtNeededStagesAlone() {
    Surroundings around;
    around.onlyReached = around.neededOnly = true;
    const dockerfile::Document document = dockerfile::parse("FROM a AS b\nCMD c\nMAINTAINER x\nFROM a\nCMD d\n");
    const Report report = checkAccepted(document, plan::resolveStages(document, around.inputs), around);
    QCOMPARE(shown(report), QStringLiteral("3:MaintainerDeprecated 5:JSONArgsRecommended"));
}

void TestChecks::badOptionsRefuse() {
    for (const char* text : {"foo", "foo=bar", "error=maybe", "skip=A;x", "skip=A;error=1;experimental=all;skip=B"}) {
        const bool last = std::string_view(text).contains("experimental");
        QCOMPARE(readOptions(text).has_value(), last);
    }
    const Report report = checked("# check=foo=bar\nFROM a\n");
    QVERIFY(report.refusal.has_value());
    QCOMPARE(report.refusal->range.start.line, 1);
}

void TestChecks::errorsAreToldBesideFindings() {
    const Report violation = checked("# check=error=true\nFROM a AS B\nMAINTAINER x\n");
    QVERIFY(!violation.refusal.has_value());
    QVERIFY(violation.violation.has_value());
    QCOMPARE(violation.violation->message.text(), std::string("lint violation found for rules: MaintainerDeprecated, StageNameCasing"));
    QCOMPARE(violation.violation->range.start.line, 1);
    const Report refused = checked("FROM a AS B\nFOO x\n");
    QCOMPARE(refused.refusal->range.start.line, 2);
    QCOMPARE(shown(refused), QStringLiteral("1:StageNameCasing"));
    QVERIFY(!checked("# check=error=true\nFROM a\n").violation.has_value());
}

void TestChecks::everyRuleIsKnownByName() {
    QCOMPARE(rules().size(), 22U);
    QVERIFY(std::ranges::is_sorted(rules(), {}, &Rule::name));
    QVERIFY(findRule("NoSuchRule") == nullptr);
    QVERIFY(findRule("InvalidDefinitionDescription")->experimental);
}

/// As `stw check` asks: what BuildKit does not come to is not told.
void TestChecks::findingsEndAtTheRefusal_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("line"); ///< of the refusal, 0 without one
    const auto row = [](const char* source, const char* target, const char* expected, int line) {
        QTest::addRow("%s -> %s", source, target) << QString::fromUtf8(source) << QString::fromUtf8(target)
                                                  << QString::fromUtf8(expected) << line;
    };
    row("FROM a as b\nENV x\n", "", "", 2);
    row("FROM a as b\nRUN --x y\nFROM c as d\nMAINTAINER e\n", "", "1:FromAsCasing", 2);
    row("FROM a b C\n", "", "1:FromAsCasing 1:StageNameCasing", 1);
    row("FROM a as b\nfrom $x\nCMD y\n", "", "1:FromAsCasing 2:ConsistentInstructionCasing 2:InvalidDefaultArgInFrom 2:UndefinedArgInFrom", 2);
    row("FROM a AS b\nCMD x\nENV y=$z\nEXPOSE 99999\nCMD w\n", "", "2:JSONArgsRecommended 3:UndefinedVar", 4);
    row("FROM a AS b\nCMD x\nFROM c\nENV y=$z\n", "", "2:JSONArgsRecommended 4:UndefinedVar", 0);
    row("FROM a AS b\nCMD x\nEXPOSE 99999\nFROM c AS d\nENV y=$z\n", "d", "5:UndefinedVar", 0);
    row("FROM a AS b\nEXPOSE 99999\nFROM c AS d\n", "", "", 2);
    row("FROM a\nENV y=${X:?no} z=$Q\nENV q=$R\n", "", "2:UndefinedVar", 2);
    row("FROM a AS b\nENV x='y\nFROM c AS d\nCMD e\n", "", "", 2);
    row("FROM a\nENV token ${X:?no}\nENV a b\n", "", "2:UndefinedVar", 2);
    row("FROM a\nWORKDIR b${X:?no}\n", "", "2:UndefinedVar", 2);
}

void TestChecks::findingsEndAtTheRefusal() {
    QFETCH(QString, source);
    QFETCH(QString, target);
    QFETCH(QString, expected);
    QFETCH(int, line);
    Surroundings around;
    around.inputs.target = target.toStdString();
    around.onlyReached = true;
    const Report report = checked(source.toStdString(), around);
    QStringList found = shown(report).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    found.sort();
    QCOMPARE(found.join(QLatin1Char(' ')), expected);
    QCOMPARE(report.refusal ? report.refusal->range.start.line : 0, line);
}

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"
