#include "core/dockerfile/parser.h"
#include "core/inspect/comparelines.h"
#include "core/inspect/stagepoints.h"
#include "core/plan/buildplan.h"

#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::inspect;

namespace {

std::optional<plan::ResolvedImage> node(const std::string&, const oci::Platform& platform) {
    plan::ResolvedImage image;
    image.digest = Digest::ofSha256("node");
    image.config.platform = platform;
    image.config.env = {{"PATH", "/bin"}, {"NODE_VERSION", "18"}};
    image.config.user = "base";
    image.config.history = {{.created = {}, .createdBy = "ADD rootfs / # buildkit", .author = {}, .comment = {}, .emptyLayer = false},
                            {.created = {}, .createdBy = "ENV NODE_VERSION=18", .author = {}, .comment = {}, .emptyLayer = true},
                            {.created = {}, .createdBy = "USER base", .author = {}, .comment = {}, .emptyLayer = true}};
    return image;
}

plan::BuildPlan planOf(const std::string& text) {
    const dockerfile::Document document = dockerfile::parse(text);
    return plan::makePlan(document, plan::resolveStages(document, {}), {}, node);
}

/// What a record would say of the stages of a build of this text, without the build: the layers are counted, not made.
struct Recorded {
    std::vector<build::StageResult> stages;
    std::vector<build::StepResult> steps;
};

Recorded recordOf(const std::string& text) {
    Recorded out;
    const dockerfile::Document document = dockerfile::parse(text);
    const plan::StageGraph graph = plan::resolveStages(document, {});
    const plan::BuildPlan plan = plan::makePlan(document, graph, {}, node);
    for (const plan::StagePlan& planned : plan.stages) {
        const plan::Stage& stage = graph.stages[planned.stage];
        build::StageResult result;
        result.index = stage.index;
        result.name = stage.name;
        result.base = stage.base;
        result.state = "built";
        result.config = planned.config;
        result.config.history = plan::historyOf(plan, planned);
        result.layers = planned.base ? out.stages[*planned.base].layers : std::vector<store::LayerId>{Digest::ofSha256("base")};
        result.baseLayers = result.layers.size();
        for (const std::size_t number : planned.steps) {
            const plan::Step& step = plan.steps[number];
            build::StepResult told;
            told.stage = step.stage;
            told.instruction = step.instruction;
            told.line = step.line;
            told.text = step.text;
            if (step.op && !std::holds_alternative<plan::SourceImageOp>(plan.ops[*step.op].operation)) {
                result.layerSteps.push_back(out.steps.size());
                result.layers.push_back(Digest::ofSha256(std::to_string(out.steps.size())));
            }
            out.steps.push_back(std::move(told));
        }
        out.stages.push_back(std::move(result));
    }
    return out;
}

const char* const kText = "ARG BASE=node:18\n"
                          "FROM node:18 AS Builder\n"
                          "ARG MODE=\"two words\" LEVEL\n"
                          "ENV A=1 B=\"x y=2\"\n"
                          "WORKDIR app\n"
                          "USER root\n"
                          "RUN make\n"
                          "LABEL maintainer=me A=9\n"
                          "ENV A=$A-$MODE\n"
                          "ONBUILD RUN later\n"
                          "COPY . .\n"
                          "\n"
                          "FROM builder\n"
                          "USER web\n"
                          "ENV C=3 \\\n  D=4\n"
                          "WORKDIR /srv/www\n"
                          "CMD [\"run\"]\n";

} // namespace

class TestStagePoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// The truth about a point is what the plan says of the file that ends there.
    void everyPointIsWhatAFileEndingThereWouldGive_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("two stages, the second from the first") << QString::fromUtf8(kText);
        QTest::newRow("values that look like pairs") << "FROM node:18\nENV A=\"B=1 C=2\"\nENV B=2 C=\"x A=3\"\nENV C=$B\n";
        QTest::newRow("the old form of ENV") << "FROM node:18\nENV A some words B=1\nENV B 2\nUSER a:b\nWORKDIR /x/../y\nWORKDIR z\n";
        QTest::newRow("the base's own values") << "FROM node:18\nRUN x\nENV PATH=/app/bin:$PATH NODE_VERSION=20\nUSER me\n";
    }
    void everyPointIsWhatAFileEndingThereWouldGive() {
        QFETCH(QString, text);
        const Recorded record = recordOf(text.toStdString());
        const dockerfile::Document document = dockerfile::parse(text.toStdString());
        for (const build::StageResult& stage : record.stages) {
            const auto points = pointsOfStage(record.stages, record.steps, stage, node("", {})->config);
            std::size_t number = 0;
            for (const dockerfile::Instruction& instruction : document.instructions) {
                if (document.stageAtLine(instruction.startLine()) != stage.index) {
                    continue;
                }
                QVERIFY(number < points.size());
                const std::string until = text.toStdString().substr(0, instruction.range.end.offset);
                const plan::BuildPlan plan = planOf(until + "\n");
                const oci::ImageConfig& wanted = plan.stages[plan.target].config;
                while (number + 1 < points.size() && points[number + 1].line == points[number].line) {
                    ++number; // triggers of the base stand at its FROM
                }
                const StagePoint& point = points[number++];
                QCOMPARE(point.line, instruction.startLine());
                QCOMPARE(point.config.user, wanted.user);
                QCOMPARE(point.config.workingDir, wanted.workingDir);
                auto env = wanted.env;
                auto shown = point.config.env;
                std::ranges::sort(env);
                std::ranges::sort(shown);
                QVERIFY2(shown == env, (until + "\n" + (shown.empty() ? "" : shown.back().first + "=" + shown.back().second)).c_str());
            }
            QCOMPARE(number, points.size());
        }
    }

    void layersAndArgumentsOfEachPoint() {
        const Recorded record = recordOf(kText);
        const auto first = pointsOfStage(record.stages, record.steps, record.stages[0]);
        QCOMPARE(first.front().layers, 1U); // the base
        QVERIFY(!first.front().hasLayer);
        QCOMPARE(first.front().text, std::string("FROM node:18 AS Builder"));
        QVERIFY(first.front().config.args.empty());
        using Args = decltype(first.front().config.args);
        QCOMPARE(first[1].config.args, (Args{{"MODE", "two words"}, {"LEVEL", ""}}));
        QVERIFY(first[3].hasLayer); // WORKDIR
        QCOMPARE(first[3].layers, 2U);
        QVERIFY(!first[4].hasLayer); // USER
        QCOMPARE(first[4].layers, 2U);
        QCOMPARE(first[5].layers, 3U);
        QCOMPARE(first.back().layers, record.stages[0].layers.size());
        const auto second = pointsOfStage(record.stages, record.steps, record.stages[1]);
        QCOMPARE(second.front().layers, record.stages[0].layers.size());
        QCOMPARE(second.front().config.args.size(), 2U); // of the stage it goes on from
        QCOMPARE(second.front().config.user, std::string("root"));
    }

    void aStageThatWasNotBuiltHasNone() {
        Recorded record = recordOf(kText);
        record.stages[0].state = "failed";
        QVERIFY(pointsOfStage(record.stages, record.steps, record.stages[0]).empty());
    }

    void anImageOfOthersIsToldByItsHistory() {
        analysis::ImageView image;
        image.config.env = {{"A", "1"}};
        image.config.history = {{.created = {}, .createdBy = "ADD x / # buildkit", .author = {}, .comment = {}, .emptyLayer = false},
                                {.created = {}, .createdBy = "ENV A=1", .author = {}, .comment = {}, .emptyLayer = true},
                                {.created = {}, .createdBy = "RUN y # buildkit", .author = {}, .comment = {}, .emptyLayer = false}};
        image.layers.resize(2);
        const auto points = pointsOfHistory(image);
        QCOMPARE(points.size(), 4U);
        QCOMPARE(points[0].layers, 0U);
        QCOMPARE(points[1].layers, 1U);
        QVERIFY(points[1].config.env.empty());
        QVERIFY(!points[2].hasLayer);
        QCOMPARE(points[2].config.env.size(), 1U);
        QCOMPARE(points[3].layers, 2U);
    }
    /// Values that differ are given by the line that set them last.
    void valuesThatDifferHaveALine() {
        const Recorded recorded = recordOf("FROM node AS base\nENV A=1 B=1\nLABEL x.y=1\nUSER me\n\nFROM base AS final\nENV A=2 \\\n    AB=3\nLABEL \"x.z\"=\"2\" k=v\nCMD [\"x\"]\nENV B=4\n");
        const auto pointsOf = [&](std::size_t stage) { return pointsOfStage(recorded.stages, recorded.steps, recorded.stages[stage], node({}, {})->config); };
        analysis::Comparison comparison;
        comparison.env = {{"A", "1", "2"}, {"AB", {}, "3"}, {"B", "1", "4"}, {"NODE_VERSION", {}, "18"}};
        comparison.labels = {{"k", {}, "v"}, {"x.y", "1", {}}, {"x.z", {}, "2"}, {"cli", {}, "1"}};
        comparison.config = {{"cmd", {}, "[\"x\"]"}, {"user", "base", "me"}, {"platform", "a", "b"}};
        nameInstructions(comparison, pointsOf(0), "base", pointsOf(1), "final");
        const auto line = [](const analysis::ValueDifference& value) { return value.by ? (value.by->isAfter ? 1 : -1) * value.by->line : 0; };
        std::vector<int> lines;
        for (const auto* values : {&comparison.env, &comparison.labels, &comparison.config}) {
            for (const auto& value : *values) {
                lines.push_back(line(value));
            }
        }
        QCOMPARE(lines, (std::vector<int>{7, 7, 11, 6, 9, -3, 9, 0, 10, 6, 0}));
        QCOMPARE(comparison.env[0].by->stage, std::string("final"));
        QCOMPARE(comparison.env[3].by->text, std::string("FROM base AS final"));
    }
};

QTEST_GUILESS_MAIN(TestStagePoints)
#include "tst_stagepoints.moc"
