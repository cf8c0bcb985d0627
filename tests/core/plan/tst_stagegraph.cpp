#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"
#include "core/plan/refusal.h"
#include "core/plan/stagegraph.h"

#include <QTest>

using namespace sw;
using namespace sw::plan;

namespace {

/// One line per edge, "final <- builder copy 3", one per not-needed stage, one per error.
std::string print(const StageGraph& graph) {
    std::string out;
    const auto nameOf = [&](const Edge& edge) {
        if (edge.sourceStage) {
            return graph.stages[*edge.sourceStage].displayName();
        }
        const External& external = graph.externals[*edge.sourceExternal];
        return (external.kind == External::Kind::Image ? "image " : external.kind == External::Kind::Scratch ? "" : "context ") + external.reference;
    };
    for (const Edge& edge : graph.edges) {
        const char* kind = edge.kind == EdgeKind::From ? "from" : edge.kind == EdgeKind::Copy ? "copy" : "mount";
        out += graph.stages[edge.stage].displayName() + " <- " + nameOf(edge) + " " + kind + " " + std::to_string(edge.line) + "; ";
    }
    for (const Stage& stage : graph.stages) {
        out += stage.needed ? "" : stage.displayName() + " not needed; ";
    }
    for (const Diagnostic& diagnostic : graph.diagnostics) {
        out += "line " + std::to_string(diagnostic.range.start.line) + ": " + diagnostic.message.text() + "; ";
    }
    return out;
}

} // namespace

class TestStageGraph : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resolves_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("expected");

        const auto row = [](const char* claim, const char* text, const char* expected, const char* target = "") {
            QTest::newRow(claim) << QByteArray(text) << QByteArray(target) << QByteArray(expected);
        };
        row("a stage is found by its name", "FROM a AS build\nFROM b\nCOPY --from=build /x /\n",
            "build <- image a from 1; stage 2 <- image b from 2; stage 2 <- build copy 3; ");
        row("FROM of an image called like the stage is the image", "FROM node AS node\n", "node <- image node from 1; ");
        row("declared names compare lower-case for COPY", "FROM a AS Builder\nFROM b\nCOPY --from=builder /x /\n",
            "Builder <- image a from 1; stage 2 <- image b from 2; stage 2 <- Builder copy 3; ");
        row("FROM looks names up as written", "FROM a AS Builder\nFROM builder\n",
            "Builder <- image a from 1; stage 2 <- Builder from 2; ");
        row("FROM with other case than the stored lower case is an image and invalid", "FROM a AS builder\nFROM Builder\n",
            "builder <- image a from 1; stage 2 <- image Builder from 2; builder not needed; line 2: 'Builder' is not a valid image name; ");
        row("a number is a stage index", "FROM a\nFROM b\nCOPY --from=0 /x /\n",
            "stage 1 <- image a from 1; stage 2 <- image b from 2; stage 2 <- stage 1 copy 3; ");
        row("a number too large is refused", "FROM a\nCOPY --from=3 /x /\n",
            "stage 1 <- image a from 1; line 2: there is no stage number 3: the stages are numbered 0 to 0; ");
        row("an unknown name is an image", "FROM a\nCOPY --from=nginx:alpine /x /\n",
            "stage 1 <- image a from 1; stage 1 <- image nginx:alpine copy 2; ");
        row("the last of two equal names wins, so that an earlier copy becomes a forward reference",
            "FROM a AS x\nFROM b AS y\nCOPY --from=x /1 /\nFROM c AS x\nFROM y\n",
            "x <- image a from 1; y <- image b from 2; y <- x copy 3; x <- image c from 4; stage 4 <- y from 5; x not needed; "
            "line 3: cannot copy from stage 'x': it needs to be defined before the current stage 'y'; ");
        row("forward references matter only where reached", "FROM a AS x\nCOPY --from=z /1 /\nFROM b AS y\nFROM c AS z\n",
            "x <- image a from 1; x <- z copy 2; y <- image b from 3; z <- image c from 4; x not needed; y not needed; ");
        row("a stage cannot copy from itself", "FROM a AS x\nCOPY --from=x /1 /\n",
            "x <- image a from 1; x <- x copy 2; line 2: circular dependency detected on stage: x; ");
        row("cycles are found in stages that are not needed",
            "FROM a AS x\nCOPY --from=y /1 /\nFROM a AS y\nCOPY --from=x /1 /\nFROM b\n",
            "x <- image a from 1; x <- y copy 2; y <- image a from 3; y <- x copy 4; stage 3 <- image b from 5; "
            "x not needed; y not needed; line 4: circular dependency detected on stage: x; ");
        row("--from takes no variables", "FROM a AS x\nFROM b\nCOPY --from=$x /1 /\n",
            "x <- image a from 1; stage 2 <- image b from 2; x not needed; line 3: variable expansion is not supported for --from, so '$x' cannot be used; ");
        row("a global argument names the base", "ARG TAG=18\nFROM node:${TAG} AS b\n", "b <- image node:18 from 2; ");
        row("a blank base is refused in any stage", "FROM $NOPE\nFROM b\n",
            "stage 2 <- image b from 2; stage 1 not needed; line 1: the base name '$NOPE' expands to nothing; ");
        row("the target chooses what is needed", "FROM a AS x\nFROM x AS y\nFROM b AS z\n",
            "x <- image a from 1; y <- x from 2; z <- image b from 3; z not needed; ", "Y");
        row("an unknown target is refused", "FROM a AS build\n",
            "build <- image a from 1; build not needed; line 1: the target stage 'biuld' is not in this file; ", "biuld");
        row("mounts use stages by name", "FROM a AS deps\nFROM b\nRUN --mount=type=bind,from=deps,target=/d ls\n",
            "deps <- image a from 1; stage 2 <- image b from 2; stage 2 <- deps mount 3; ");
        row("mounts know no index", "FROM a\nFROM b\nRUN --mount=from=0,target=/d ls\n",
            "stage 1 <- image a from 1; stage 2 <- image b from 2; stage 2 <- image 0 mount 3; stage 1 not needed; ");
        row("scratch is no image", "FROM scratch\n", "stage 1 <- scratch from 1; ");
        row("ONBUILD of a base stage brings its sources", "FROM a AS src\nFROM b AS base\nONBUILD COPY --from=src /1 /\nFROM base\n",
            "src <- image a from 1; base <- image b from 2; stage 3 <- base from 4; stage 3 <- src copy 4; ");
    }

    void resolves() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, expected);
        Inputs inputs;
        inputs.target = target.toStdString();
        const StageGraph graph = resolveStages(dockerfile::parse(text.toStdString()), inputs);
        QCOMPARE(QByteArray::fromStdString(print(graph)), expected);
    }

    void suggestsATarget() {
        Inputs inputs;
        inputs.target = "biuld";
        const StageGraph graph = resolveStages(dockerfile::parse("FROM a AS build\n"), inputs);
        QCOMPARE(graph.diagnostics.size(), 1U);
        QCOMPARE(graph.diagnostics[0].detail.text(), std::string("Did you mean 'build'?"));
    }

    void namedContextReplacesImageAndStage() {
        Inputs inputs;
        inputs.namedContexts = {{"node:18", "docker-image://local/node"}, {"deps", "/src/deps"}};
        const StageGraph graph =
            resolveStages(dockerfile::parse("FROM x AS deps\nFROM node:18\nCOPY --from=deps /1 /\n"), inputs);
        QCOMPARE(print(graph), std::string("deps <- context deps from 1; stage 2 <- context node:18 from 2; stage 2 <- deps copy 3; "));
        QVERIFY(graph.stages[0].replaced);
    }

    void namedContextMayBeAStage() {
        Inputs inputs;
        inputs.namedContexts = {{"lib", "target:made"}, {"late", "target:last"}};
        const StageGraph graph = resolveStages(
            dockerfile::parse("FROM x AS made\nFROM y\nFROM lib AS last\nCOPY --from=lib /1 /\n"), inputs);
        QCOMPARE(print(graph), std::string("made <- image x from 1; stage 2 <- image y from 2; last <- made from 3; last <- made copy 4; "
                                           "stage 2 not needed; "));
        const StageGraph early = resolveStages(dockerfile::parse("FROM late\nFROM x AS last\n"), inputs);
        QCOMPARE(early.diagnostics.size(), 1U);
        QVERIFY(early.diagnostics[0].message.text().contains("means the stage 'last', which is not built before this line"));
    }

    void descriptionComesFromTheCommentAbove() {
        const StageGraph graph = resolveStages(dockerfile::parse("# builder compiles the page\nFROM a AS builder\n"), {});
        QCOMPARE(graph.stages[0].description, std::string("compiles the page"));
    }

    /// What a build says first, and of which stages.
    void refuses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("needed"); ///< "line: part of the message"; empty: accepted
        QTest::addColumn<QString>("all");
        const auto row = [](const char* name, const char* text, const char* needed, const char* all) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(needed) << QString::fromUtf8(all);
        };
        const auto both = [&row](const char* name, const char* text, const char* expected) { row(name, text, expected, expected); };
        both("nothing", "FROM a\n", "");
        both("reading comes before instructions", "FROM a b\nENV x\n", "2: must have two arguments");
        both("instructions before arguments", "ARG v=${\nFROM a\nRUN --x ls\n", "3: unknown flag");
        both("arguments before bases", "FROM a\nFROM $x\n", "2: expands to nothing");
        both("a global argument that cannot be expanded", "ARG v=${\nFROM $x\n", "1: cannot expand");
        both("a blank base before a circle", "FROM a AS x\nCOPY --from=x /1 /\nFROM $y\n", "3: expands to nothing");
        both("--from before circles", "FROM a AS x\nCOPY --from=x /1 /\nCOPY --from=$y /1 /\n", "3: variable expansion is not supported");
        both("circles before names of images", "FROM A:\nFROM b AS x\nCOPY --from=x /1 /\n", "3: circular dependency");
        both("names of images before steps", "FROM a\nEXPOSE 99999\nFROM B\n", "3: not a valid image name");
        row("a step of a stage that is not needed", "FROM a\nEXPOSE 99999\nFROM b\n", "", "2: '99999' is not a port");
        row("a later stage in a stage that is not needed", "FROM a\nCOPY --from=y /1 /\nFROM b AS x\nFROM c AS y\n", "",
            "2: cannot copy from stage 'y'");
        row("an option of a mount there", "FROM a\nRUN --mount=typ=x ls\nFROM b\n", "", "2: unexpected key 'typ'");
        both("an open quote of a mount there", "FROM a\nRUN --mount='type=cache,\"target' ls\nFROM b\n", "2: failed to parse csv");
        both("--mount=type=foo", "FROM a\nRUN --mount=type=foo a\n", "2: unsupported mount type \"foo\"");
        both("--mount=type=cach", "FROM a\nRUN --mount=type=cach a\n", "2: unsupported mount type \"cach\" (did you mean cache?)");
        both("--mount=target=/a,foo", "FROM a\nRUN --mount=target=/a,foo a\n", "2: invalid field 'foo' must be a key=value pair");
        both("--mount=target=/a,foo=b", "FROM a\nRUN --mount=target=/a,foo=b a\n", "2: unexpected key 'foo' in 'foo=b' (did you mean from?)");
        both("--mount=type=bind,size=1m", "FROM a\nRUN --mount=type=bind,size=1m a\n", "2: unexpected key 'size' for mount type 'bind'");
        both("--mount=required", "FROM a\nRUN --mount=required a\n", "2: unexpected key 'required' for mount type 'bind'");
        both("--mount=type=bind,sharing=locked", "FROM a\nRUN --mount=type=bind,sharing=locked a\n", "2: invalid cache sharing set for bind mount");
        both("--mount=type=cache,sharing=x", "FROM a\nRUN --mount=type=cache,sharing=x a\n", "2: unsupported sharing value \"x\"");
        both("--mount=type=bind,uid=1", "FROM a\nRUN --mount=type=bind,uid=1 a\n", "2: uid not allowed for \"bind\" type mounts");
        both("--mount=type=tmpfs,mode=0700", "FROM a\nRUN --mount=type=tmpfs,mode=0700 a\n", "2: mode not allowed for \"tmpfs\" type mounts");
        both("--mount=type=cache,mode=9", "FROM a\nRUN --mount=type=cache,mode=9 a\n", "2: invalid value 9 for mode");
        both("--mount=type=secret", "FROM a\nRUN --mount=type=secret a\n", "2: invalid secret mount. one of source, target required");
        both("--mount=type=secret,id=a,src=b", "FROM a\nRUN --mount=type=secret,id=a,src=b a\n", "2: both source and id can't be set");
        both("--mount=type=secret,id=a,from=b", "FROM a\nRUN --mount=type=secret,id=a,from=b a\n", "2: secret mount should not have a from");
        both("--mount=type=secret,id=a,required=maybe", "FROM a\nRUN --mount=type=secret,id=a,required=maybe a\n", "2: invalid value for required: maybe");
        both("steps by their lines", "FROM a AS x\nEXPOSE 99999\nCOPY --from=y /1 /\nFROM x AS y\n", "2: '99999' is not a port");
        both("told at the first line of the instruction", "FROM a\nRUN --network=none \\\n --x ls\n", "2: unknown flag");
        both("what a trigger copies is told at FROM", "FROM a AS b\nONBUILD COPY --from=z /1 /\nFROM b AS c\nFROM a AS z\nFROM c\n",
             "3: cannot copy from stage 'z'");
        both("a trigger's variable too", "FROM a AS b\nONBUILD COPY --from=$x /1 /\nFROM b\n", "3: variable expansion is not supported");
        both("a cycle with a base is a later stage", "FROM a AS x\nCOPY --from=y /1 /\nFROM x AS y\n", "2: cannot copy from stage 'y'");
        both("names of arguments are not expanded", "ARG $x${=1\nFROM a\nARG ${y=1\n", "");
        both("a word that is no platform", "FROM --platform=PLATFORM a\n", "1: is not a platform");
        both("an architecture as platform", "FROM --platform=arm64 a\nFROM --platform=Windows(10.0)/amd64 b\n", "");
    }

    void refuses() {
        QFETCH(QString, text);
        QFETCH(QString, needed);
        QFETCH(QString, all);
        const dockerfile::Document document = dockerfile::parse(text.toStdString());
        for (const auto& [reach, expected] : {std::pair(Reach::Target, needed), std::pair(Reach::All, all)}) {
            const StageGraph graph = resolveStages(document, {}, reach);
            QCOMPARE(graph.phases.size(), graph.diagnostics.size());
            const auto refusal = firstRefusal(document, graph, makePlan(document, graph, {}, {}).diagnostics);
            const QString told = refusal ? QString::number(refusal->diagnostic.range.start.line) + QLatin1String(": ") +
                                               QString::fromStdString(refusal->diagnostic.message.text())
                                         : QString();
            const int colon = static_cast<int>(expected.indexOf(QLatin1Char(' ')));
            const bool good = expected.isEmpty() ? told.isEmpty()
                                                 : told.startsWith(expected.left(colon + 1)) && told.contains(expected.mid(colon + 1));
            QVERIFY2(good, qPrintable(told));
        }
    }

    void halfTypedFilesHaveAGraph() {
        const std::string whole = "ARG V=1\nFROM a:$V AS b\nRUN --mount=from=b,target=/x ls\nFROM c\nCOPY --from=b /x /\n";
        for (std::size_t n = 0; n <= whole.size(); ++n) {
            const dockerfile::Document document = dockerfile::parse(whole.substr(0, n));
            const StageGraph graph = resolveStages(document, {});
            QCOMPARE(graph.stages.size(), document.stages.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestStageGraph)
#include "tst_stagegraph.moc"
