#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"
#include "core/plan/configtext.h"

#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::plan;

namespace {

std::optional<ResolvedImage> node(const std::string&, const oci::Platform& platform) {
    ResolvedImage image;
    image.digest = Digest::ofSha256("node");
    image.config.platform = platform;
    image.config.env = {{"PATH", "/bin"}, {"NODE_VERSION", "18"}};
    image.config.cmd = {"node"};
    return image;
}

struct Planned {
    dockerfile::Document document;
    StageGraph graph;
    BuildPlan plan;
    const oci::ImageConfig& config() const { return plan.stages[plan.target].config; }
};

Planned planOf(const std::string& text, const Inputs& inputs = {}, const ImageResolver& resolver = node) {
    Planned out;
    out.document = dockerfile::parse(text);
    out.graph = resolveStages(out.document, inputs);
    out.plan = makePlan(out.document, out.graph, inputs, resolver);
    return out;
}

std::string historyOf(const Planned& planned) {
    std::string out;
    for (const oci::HistoryEntry& entry : historyOf(planned.plan, planned.plan.stages[planned.plan.target])) {
        out += entry.createdBy + (entry.emptyLayer ? " (empty)\n" : "\n");
    }
    return out;
}

std::string partOf(const Op& op, std::string_view tag) {
    const auto found = std::ranges::find(op.definition, tag, &KeyPart::tag);
    return found == op.definition.end() ? "(absent)" : found->value;
}

} // namespace

class TestBuildPlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesHistoryAsBuildKit_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("history");
        const auto row = [](const char* claim, const char* body, const char* history) {
            QTest::newRow(claim) << QByteArray("FROM node:18\n") + body << QByteArray(history);
        };
        row("shell form of RUN", "RUN npm install\n", "RUN /bin/sh -c npm install # buildkit\n");
        row("declared arguments are counted and shown", "ARG A=1\nARG B\nRUN x\n",
            "ARG A=1 (empty)\nARG B (empty)\nRUN |2 A=1 B= /bin/sh -c x # buildkit\n");
        row("exec form of RUN", "RUN [\"a\", \"b c\"]\n", "RUN a b c # buildkit\n");
        row("COPY hides --from and --link and shows owner and mode", "COPY --link --chown=1:2 --chmod=755 a b /d/\n",
            "COPY --chown=1:2 --chmod=755 a b /d/ # buildkit\n");
        row("WORKDIR has a layer but no mark", "WORKDIR /app\n", "WORKDIR /app\n");
        row("WORKDIR / has no layer", "WORKDIR /\n", "WORKDIR / (empty)\n");
        row("relative WORKDIR joins", "WORKDIR /a\nWORKDIR b\n", "WORKDIR /a\nWORKDIR /a/b\n");
        row("CMD is quoted as a list", "CMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
            "CMD [\"nginx\" \"-g\" \"daemon off;\"] (empty)\n");
        row("EXPOSE lists ports in written order", "EXPOSE 443 80/TCP 9000-9001/udp\n",
            "EXPOSE [443/tcp 80/tcp 9000/udp 9001/udp] (empty)\n");
        row("ENV shows values without quotes", "ENV A=\"x y\" B=$A\n", "ENV A=x y B= (empty)\n");
        row("HEALTHCHECK prints its struct", "HEALTHCHECK --interval=90s --retries=3 CMD curl -f x\n",
            "HEALTHCHECK &{[\"CMD-SHELL\" \"curl -f x\"] \"1m30s\" \"0s\" \"0s\" \"0s\" '\\x03'} (empty)\n");
        row("SHELL and VOLUME print lists", "SHELL [\"/bin/bash\", \"-c\"]\nVOLUME /a /b\nRUN x\n",
            "SHELL [/bin/bash -c] (empty)\nVOLUME [/a /b] (empty)\nRUN /bin/bash -c x # buildkit\n");
    }
    void writesHistoryAsBuildKit() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, history);
        const Planned planned = planOf(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(historyOf(planned)), history);
        QVERIFY(planned.plan.diagnostics.empty());
    }

    void entrypointDropsAnInheritedCommandOnly() {
        QVERIFY(!planOf("FROM node\nENTRYPOINT [\"x\"]\n").config().cmd.has_value());
        QCOMPARE(planOf("FROM node\nCMD [\"c\"]\nENTRYPOINT [\"x\"]\n").config().cmd, std::optional(std::vector<std::string>{"c"}));
    }

    void environmentOfOneLineSeesTheOldValues() {
        const Planned planned = planOf("FROM scratch\nENV a=1\nENV a=2 b=$a\n");
        const std::vector<std::pair<std::string, std::string>> expected = {
            {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}, {"a", "2"}, {"b", "1"}};
        QCOMPARE(planned.config().env, expected);
    }

    void laterOfEnvAndArgWinsForSteps() {
        const Planned argLast = planOf("FROM node\nENV X=env\nARG X=arg\nRUN echo\n");
        QCOMPARE(partOf(argLast.plan.ops.back(), "arg:X"), std::string("arg"));
        const Planned envLast = planOf("FROM node\nARG X=arg\nENV X=env\nRUN echo\n");
        QCOMPARE(partOf(envLast.plan.ops.back(), "env:X"), std::string("env"));
    }

    void globalArgumentsEnterAStageOnlyByArg() {
        const Planned without = planOf("ARG V=1\nFROM node\nRUN x\n");
        QCOMPARE(partOf(without.plan.ops.back(), "arg:V"), std::string("(absent)"));
        const Planned with = planOf("ARG V=1\nFROM node\nARG V\nRUN x\n");
        QCOMPARE(partOf(with.plan.ops.back(), "arg:V"), std::string("1"));
    }

    void buildArgumentBeatsDefault() {
        Inputs inputs;
        inputs.buildArgs["V"] = "9";
        QCOMPARE(partOf(planOf("FROM node\nARG V=1\nRUN x\n", inputs).plan.ops.back(), "arg:V"), std::string("9"));
    }

    void proxiesStayOutOfKeyAndHistory() {
        Inputs inputs;
        inputs.buildArgs["http_proxy"] = "http://p";
        const Planned planned = planOf("FROM node\nRUN x\n", inputs);
        const auto& run = std::get<RunOp>(planned.plan.ops.back().operation);
        QCOMPARE(run.proxyEnv, (std::vector<std::pair<std::string, std::string>>{{"HTTP_PROXY", "http://p"}, {"http_proxy", "http://p"}}));
        QCOMPARE(partOf(planned.plan.ops.back(), "arg:http_proxy"), std::string("(absent)"));
        QCOMPARE(historyOf(planned), std::string("RUN /bin/sh -c x # buildkit\n"));
    }

    void configOnlyInstructionsMakeNoOperation() {
        const Planned planned = planOf("FROM node\nENV a=1\nLABEL b=2\nEXPOSE 80\nUSER u\nCMD x\n");
        QCOMPARE(planned.plan.ops.size(), 1U);
        QCOMPARE(planned.plan.steps.size(), 6U);
    }

    void stagesThatAreNotNeededAreNotPlanned() {
        const Planned planned = planOf("FROM node AS unused\nRUN never\nFROM node\nRUN x\n");
        QCOMPARE(planned.plan.ops.size(), 2U);
        QVERIFY(planned.plan.stagePlan(0) == nullptr);
    }

    void equalOperationsOfTwoStagesAreOne() {
        const Planned planned = planOf("FROM node AS a\nRUN x\nFROM node AS b\nRUN x\nFROM scratch\nCOPY --from=a /1 /\nCOPY --from=b /2 /\n");
        QCOMPARE(planned.plan.steps[3].op, planned.plan.steps[1].op);
        QVERIFY(planned.plan.steps[3].shared);
    }

    void childStageInheritsArgumentsShellAndDirectory() {
        const Planned planned = planOf("FROM node AS a\nARG V=1\nSHELL [\"/bin/bash\", \"-c\"]\nWORKDIR /w\nFROM a\nRUN x\n");
        const auto& run = std::get<RunOp>(planned.plan.ops.back().operation);
        QCOMPARE(run.args, (std::vector<std::string>{"/bin/bash", "-c", "x"}));
        QCOMPARE(run.cwd, std::string("/w"));
        QCOMPARE(partOf(planned.plan.ops.back(), "arg:V"), std::string("1"));
    }

    void heredocsOfRun_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("last");
        QTest::newRow("alone, the body is the script") << QByteArray("RUN <<EOF\na\nb\nEOF\n") << QByteArray("a\nb\n");
        QTest::newRow("with an interpreter it becomes a file") << QByteArray("RUN <<EOF\n#!/bin/x\nb\nEOF\n") << QByteArray("/dev/pipes/EOF");
        QTest::newRow("with a command the shell reads it") << QByteArray("RUN cat <<EOF > /x\n$a\nEOF\n") << QByteArray("cat <<EOF > /x\n$a\nEOF");
        QTest::newRow("tabs are cut when asked") << QByteArray("RUN <<-EOF\n\ta\n\tEOF\n") << QByteArray("a\n");
    }
    void heredocsOfRun() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, last);
        const Planned planned = planOf("FROM node\n" + body.toStdString());
        QCOMPARE(QByteArray::fromStdString(std::get<RunOp>(planned.plan.ops.back().operation).args.back()), last);
    }

    void heredocFilesOfCopyAreExpandedUnlessQuoted() {
        const Planned planned = planOf("FROM node\nENV v=1\nCOPY <<a <<\"b\" /d/\n$v \"q\"\na\n$v\nb\n");
        const auto& copy = std::get<CopyOp>(planned.plan.ops.back().operation);
        QCOMPARE(copy.inlineFiles.size(), 2U);
        QCOMPARE(copy.inlineFiles[0].content, std::string("1 \"q\"\n"));
        QCOMPARE(copy.inlineFiles[1].content, std::string("$v\n"));
    }

    void destinationsKeepTheirTrailingSlash_data() {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("absolute");
        for (const auto& [written, absolute] : {std::pair{"./", "/w/"}, {".", "/w/"}, {"x", "/w/x"}, {"x/", "/w/x/"}, {"/", "/"}, {"../y/.", "/y/"}}) {
            QTest::newRow(written) << QByteArray(written) << QByteArray(absolute);
        }
    }
    void destinationsKeepTheirTrailingSlash() {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, absolute);
        const Planned planned = planOf("FROM node\nWORKDIR /w\nCOPY a " + written.toStdString() + "\n");
        QCOMPARE(QByteArray::fromStdString(std::get<CopyOp>(planned.plan.ops.back().operation).destination), absolute);
    }

    void mountDefaults() {
        const Planned planned = planOf("FROM node\nWORKDIR /w\nRUN --mount=target=src --mount=type=cache,target=/c "
                                       "--mount=type=secret,id=tok --mount=type=secret,id=t2,env=T x\n");
        const auto& mounts = std::get<RunOp>(planned.plan.ops.back().operation).mounts;
        QCOMPARE(mounts.size(), 4U);
        QCOMPARE(mounts[0].target, std::string("/w/src"));
        QVERIFY(mounts[0].readOnly);
        QCOMPARE(mounts[1].id, std::string("/c"));
        QVERIFY(!mounts[1].readOnly);
        QCOMPARE(mounts[2].target, std::string("/run/secrets/tok"));
        QCOMPARE(mounts[2].mode, 0400U);
        QVERIFY(mounts[3].target.empty());
    }

    void triggersOfABaseStageRunOnce() {
        const Planned planned = planOf("FROM node AS a\nONBUILD RUN t\nFROM a AS b\nFROM b\nRUN x\n");
        QCOMPARE(historyOf(planned), std::string("RUN /bin/sh -c t # buildkit\nRUN /bin/sh -c x # buildkit\n"));
        QVERIFY(planned.config().onbuild.empty());
    }

    void stepsOfTriggersAreNamedSo() {
        const Planned planned = planOf("FROM node AS a\nONBUILD run t\nFROM a\nRUN x\n");
        QCOMPARE(planned.plan.ops[1].name, std::string("[stage-1 1/2] ONBUILD RUN t"));
        QCOMPARE(planned.plan.ops[2].name, std::string("[stage-1 2/2] RUN x"));
    }

    void historyBeginsWithThatOfTheBase() {
        const Planned planned = planOf("FROM node AS a\nENV x=1\nFROM other AS side\nLABEL l=1\nFROM a AS b\nRUN y\nFROM b\nUSER u\n");
        QCOMPARE(historyOf(planned), std::string("ENV x=1 (empty)\nRUN /bin/sh -c y # buildkit\nUSER u (empty)\n"));
        std::size_t kept = 0; // each stage keeps no more than its own: many stages upon stages stay small
        for (const StagePlan& stage : planned.plan.stages) {
            kept += stage.config.history.size();
        }
        QCOMPARE(kept, 0U);
    }

    void aHistoryArgumentIsShownOnceWithItsLastValue() {
        const Planned planned = planOf("FROM node\nARG a=1\nARG b\nENV a=2\nARG a=3\nRUN x\n");
        QVERIFY(QByteArray::fromStdString(historyOf(planned)).endsWith("RUN |2 a=3 b= /bin/sh -c x # buildkit\n"));
    }

    void aStepIsSharedFromItsSecondUseOn() {
        const Planned planned = planOf("FROM node AS a\nRUN x\nFROM node AS b\nRUN x\nRUN y\nFROM scratch\nCOPY --from=a / /a\nCOPY --from=b / /b\n");
        std::vector<bool> shared;
        for (const Step& step : planned.plan.steps) {
            shared.push_back(step.shared);
        }
        QCOMPARE(shared, (std::vector<bool>{false, false, true, true, false, false, false, false}));
    }

    void triggersOfAnImageBringStages() {
        const ImageResolver withTriggers = [](const std::string& name, const oci::Platform& platform) {
            std::optional<ResolvedImage> image = node(name, platform);
            if (name == "onb") {
                image->config.onbuild = {"COPY --from=Tools /x /x", "COPY --from=1 /y /y", "RUN --mount=from=more,target=/m z"};
            }
            if (name == "deep") {
                image->config.onbuild = {"COPY --from=first /x /x"};
            }
            return image;
        };
        const std::string stages = "FROM node AS first\nRUN f\nFROM deep AS second\nRUN s\nFROM node AS tools\nRUN t\nFROM node AS more\nRUN m\n"
                                   "FROM node AS unused\nRUN u\n";
        const Planned planned = planOf(stages + "FROM onb\nRUN last\n", {}, withTriggers);
        QVERIFY(planned.plan.diagnostics.empty());
        QVERIFY(!planned.graph.stages[0].needed);
        QCOMPARE(planned.plan.brought, (std::set<std::size_t>{0, 1, 2, 3}));
        QCOMPARE(planned.plan.stages.size(), 5U);
        StageGraph graph = planned.graph;
        needStages(graph, planned.document, planned.plan.brought);
        QVERIFY(graph.stages[0].needed && !graph.stages[4].needed);
        const auto copies = std::ranges::count_if(planned.plan.ops, [](const Op& op) { return std::holds_alternative<CopyOp>(op.operation); });
        QCOMPARE(copies, 3);
        // Of a stage that is not there yet, and by a number that is none.
        Inputs early;
        early.target = "a";
        const Planned later = planOf("FROM onb AS a\nRUN x\nFROM node AS tools\nFROM node AS more\n", early, withTriggers);
        QCOMPARE(later.plan.diagnostics.size(), 3U);
        QCOMPARE(later.plan.diagnostics[0].range.start.line, 1);
    }

    void portsAreCheckedAndTheirHostPartsDropped_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("ports"); ///< empty: refused
        const auto row = [](const char* words, const char* ports) { QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(ports); };
        row("80", "80/tcp");
        row("080/", "80/tcp");
        row("80/UDP 81/sctp", "80/udp 81/sctp");
        row("8080:80", "80/tcp");
        row(":80", "80/tcp");
        row("127.0.0.1:8080:80/udp", "80/udp");
        row("127.0.0.1::80", "80/tcp");
        row("[::1]:8080:80", "80/tcp");
        row("::1:8080:80", "80/tcp");
        row("::80", "80/tcp");
        row("8000-8003:80", "80/tcp");
        row("8000-8001:80-81/tcp", "80/tcp 81/tcp");
        row("0", "0/tcp");
        row("host:8080:80", "");
        row("1.2.3:8080:80", "");
        row("[::1:8080:80", "");
        row("8000-8003:80-81", "");
        row("80/tcp:90", "");
        row("80:", "");
        row("/tcp", "");
        row("90-80", "");
        row("0--0", "");
        row("-0", "");
        row("+80", "");
        row("65536", "");
        row("80/tcp/udp", "");
    }
    void portsAreCheckedAndTheirHostPartsDropped() {
        QFETCH(QString, words);
        QFETCH(QString, ports);
        const Planned planned = planOf("FROM node\nEXPOSE " + words.toStdString() + "\n");
        QStringList found;
        for (const std::string& port : planned.config().exposedPorts) {
            found << QString::fromStdString(port);
        }
        QCOMPARE(found.join(QLatin1Char(' ')), ports);
        QCOMPARE(planned.plan.diagnostics.empty(), !ports.isEmpty());
    }

    void portsOfARangeAreKeptOnceAndSorted() {
        QCOMPARE(planOf("FROM node\nEXPOSE 9-11 10\nEXPOSE 9/udp\n").config().exposedPorts,
                 (std::vector<std::string>{"10/tcp", "11/tcp", "9/tcp", "9/udp"}));
    }

    void labelsOfTheCommandLineAreSetLast() {
        Inputs inputs;
        inputs.labels = {{"a", "cli"}};
        QCOMPARE(planOf("FROM node\nLABEL a=file\n", inputs).config().labels.at("a"), std::string("cli"));
    }

    void anUnresolvedBaseMakesAProvisionalPlan() {
        const Planned planned = planOf("FROM node\nRUN x\n", {}, {});
        QVERIFY(!planned.plan.stages[0].complete);
        QCOMPARE(planned.plan.ops.size(), 2U);
    }

    void stepsAreNamedAsBuildKitNamesThem() {
        const Planned planned = planOf("FROM node AS b\nENV d=/app\nWORKDIR $d\nRUN x\nFROM scratch\ncopy --from=b /1 /\n");
        QCOMPARE(planned.plan.ops[0].name, std::string("[b 1/3] FROM node AS b"));
        QCOMPARE(planned.plan.ops[1].name, std::string("[b 2/3] WORKDIR /app"));
        QCOMPARE(planned.plan.ops[2].name, std::string("[b 3/3] RUN x"));
        QCOMPARE(planned.plan.ops.back().name, std::string("[stage-1 1/1] COPY --from=b /1 /"));
    }

    void whatBuildKitTakesIsTaken_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("any number is a signal") << QByteArray("STOPSIGNAL 99\nSTOPSIGNAL +9\nSTOPSIGNAL SIGRTMIN+15\n");
        QTest::newRow("a mount without a target goes over the working directory")
            << QByteArray("WORKDIR /w\nRUN --mount=type=bind x\nRUN --mount=type=cache x\nRUN --mount=type=tmpfs x\n");
    }
    void whatBuildKitTakesIsTaken() {
        QFETCH(QByteArray, body);
        const Planned planned = planOf("FROM node\n" + body.toStdString());
        QVERIFY(planned.plan.diagnostics.empty());
        for (const Op& op : planned.plan.ops) {
            if (const auto* run = std::get_if<RunOp>(&op.operation)) {
                QCOMPARE(run->mounts.at(0).target, std::string("/w"));
            }
        }
    }

    void wrongValuesAreRefusedAtTheirLine_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("signal") << QByteArray("STOPSIGNAL NOPE\n") << QByteArray("'NOPE' is not a signal");
        QTest::newRow("signal number") << QByteArray("STOPSIGNAL 0\n") << QByteArray("'0' is not a signal");
        QTest::newRow("signal beyond the last") << QByteArray("STOPSIGNAL RTMAX-15\n") << QByteArray("'RTMAX-15' is not a signal");
        QTest::newRow("nothing to run") << QByteArray("RUN []\n") << QByteArray("RUN requires at least one argument in its JSON form");
        QTest::newRow("mount without a place") << QByteArray("RUN --mount=type=cache x\n") << QByteArray("a cache mount needs a target: add target=/path");
        QTest::newRow("port") << QByteArray("EXPOSE 70000\n") << QByteArray("'70000' is not a port: write a number from 0 to 65535, or first-last");
        QTest::newRow("required variable") << QByteArray("ENV a=${B:?is-missing}\n") << QByteArray("is-missing");
    }
    void wrongValuesAreRefusedAtTheirLine() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, message);
        const Planned planned = planOf("FROM node\n" + body.toStdString());
        const Diagnostic* error = firstError(planned.plan.diagnostics);
        QVERIFY(error != nullptr);
        QVERIFY2(QByteArray::fromStdString(error->message.text()).contains(message), error->message.text().c_str());
        QCOMPARE(error->range.start.line, 2);
    }

    void goTexts() {
        QCOMPARE(goDuration(1500000000), std::string("1.5s"));
        QCOMPARE(goDuration(3600000000000), std::string("1h0m0s"));
        QCOMPARE(goDuration(1500000), std::string("1.5ms"));
        QCOMPARE(goQuote("a\"b\\\n\x01"), std::string("\"a\\\"b\\\\\\n\\x01\""));
    }

    void settingsOfRunAreInItsKey() {
        const auto keyed = [](const Inputs& inputs) {
            const Planned planned = planOf("FROM node:18\nRUN x\n", inputs);
            return planned.plan.ops.back().definitionHash;
        };
        Inputs plain;
        Inputs other;
        other.run.hosts = {{"db", "10.0.0.1"}};
        Inputs moved;
        moved.run.hosts = {{"db", "10.0.0.2"}};
        QCOMPARE(keyed(other), keyed(moved)); // the address is not
        QVERIFY(keyed(plain) != keyed(other));
        Inputs limited;
        limited.run.ulimits = {{"nofile", 10, 20}};
        QVERIFY(keyed(plain) != keyed(limited));
        Inputs offline;
        offline.run.network = "none";
        QVERIFY(keyed(plain) != keyed(offline));
        Inputs named;
        named.buildArgs["BUILDKIT_SANDBOX_HOSTNAME"] = "here";
        QVERIFY(keyed(plain) != keyed(named));
    }

    void agentsAreNumberedAmongThemselves() {
        const Planned planned = planOf("FROM node:18\nRUN --mount=type=tmpfs,target=/t --mount=type=ssh --mount=type=ssh,id=b x\n");
        const auto& run = std::get<RunOp>(planned.plan.ops.back().operation);
        QCOMPARE(run.mounts[1].target, std::string("/run/buildkit/ssh_agent.0"));
        QCOMPARE(run.mounts[2].target, std::string("/run/buildkit/ssh_agent.1"));
    }

    void platformsShareWhatIsTheSame() {
        const dockerfile::Document document =
            dockerfile::parse("FROM --platform=$BUILDPLATFORM node:18 AS tools\nRUN make tools\n"
                              "FROM --platform=$BUILDPLATFORM tools AS cross\nARG TARGETARCH\nRUN make $TARGETARCH\n"
                              "FROM node:18\nCOPY --from=cross /a /a\nRUN test\n");
        std::vector<Inputs> inputs(2);
        std::vector<StageGraph> graphs;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            inputs[i].buildPlatform = oci::Platform::parse("linux/amd64").value();
            inputs[i].targetPlatform = oci::Platform::parse(i == 0 ? "linux/amd64" : "linux/arm64").value();
            inputs[i].severalPlatforms = true;
            graphs.push_back(resolveStages(document, inputs[i]));
        }
        const std::vector<BuildPlan> plans = makePlans(document, graphs, inputs, node);
        QCOMPARE(plans.size(), std::size_t{2});
        QCOMPARE(plans[0].ops.size(), plans[1].ops.size());
        QStringList names;
        for (const Op& op : plans[0].ops) {
            names += QString::fromStdString(op.name);
        }
        QCOMPARE(names, (QStringList{"[linux/amd64 tools 1/2] FROM --platform=$BUILDPLATFORM node:18 AS tools",
                                     "[linux/amd64 tools 2/2] RUN make tools",
                                     "[linux/amd64 cross 1/1] RUN make amd64",
                                     "[linux/amd64 stage-2 2/3] COPY --from=cross /a /a", "[linux/amd64 stage-2 3/3] RUN test",
                                     "[linux/amd64->arm64 cross 1/1] RUN make arm64", "[linux/arm64 stage-2 1/3] FROM node:18",
                                     "[linux/arm64 stage-2 2/3] COPY --from=cross /a /a", "[linux/arm64 stage-2 3/3] RUN test"}));
        QCOMPARE(plans[0].stagePlan(0)->result, plans[1].stagePlan(0)->result);
        QVERIFY(plans[0].stagePlan(1)->result != plans[1].stagePlan(1)->result);
        QCOMPARE(plans[1].stagePlan(2)->config.platform, inputs[1].targetPlatform);
    }

    void namesOfStepsShowValuesAndScripts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char* claim, const char* text, const char* name) {
            QTest::newRow(claim) << QByteArray("FROM node:18\nARG A=value\n") + text << QByteArray(name);
        };
        row("values of the stage", "run echo $A ${A} $UNSET\n", "[2/2] RUN echo value value $UNSET");
        row("what a script begins with", "RUN <<EOF\n\necho one\necho two\nEOF\n", "[2/2] RUN <<EOF (echo one...)");
        row("all of a short one", "RUN <<EOF\n  echo one\nEOF\n", "[2/2] RUN <<EOF (echo one)");
        row("no text that a command reads", "RUN cat <<EOF\nsecret text\nEOF\n", "[2/2] RUN cat <<EOF");
        row("no secret", "RUN --mount=type=secret,id=x,env=A echo $A\n", "[2/2] RUN --mount=type=secret,id=x,env=A echo ****");
    }
    void namesOfStepsShowValuesAndScripts() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray::fromStdString(planOf(text.toStdString()).plan.ops.back().name), name);
    }

    void cachesAreKnownByTheirTargetAsWritten() {
        const Planned planned = planOf("FROM node:18\nWORKDIR /w\nRUN --mount=type=cache,target=c/ --mount=type=cache,target=/d/../c "
                                       "--mount=type=cache,target=/x,from=node:18,uid=3 x\n");
        const auto& run = std::get<RunOp>(planned.plan.ops.back().operation);
        QCOMPARE(run.mounts[0].id, std::string("c"));
        QCOMPARE(run.mounts[0].target, std::string("/w/c"));
        QCOMPARE(run.mounts[1].id, std::string("/c"));
        QVERIFY(run.mounts[2].from && !run.mounts[2].seeded());
    }

    void devicesAreRefused() {
        const Planned planned = planOf("FROM node:18\nRUN true\nRUN --device=vendor.com/gpu=all true\n");
        const Diagnostic* error = firstError(planned.plan.diagnostics);
        QVERIFY(error != nullptr);
        QCOMPARE(error->range.start.line, 3);
    }
};

QTEST_GUILESS_MAIN(TestBuildPlan)
#include "tst_buildplan.moc"
