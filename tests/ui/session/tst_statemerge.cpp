#include "core/dockerfile/parser.h"
#include "ui/session/statemerge.h"

#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {

const char* const kText = "FROM node:18 AS builder\nWORKDIR /app\nRUN npm install\nRUN npm run build\n"
                          "FROM nginx:alpine\nCOPY --from=builder /app/build /html\nEXPOSE 80\n";

SnapshotPtr snapshotOf(const std::string& text, std::uint64_t revision = 1) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    snapshot->revision = revision;
    auto document = std::make_shared<const dockerfile::Document>(dockerfile::parse(text));
    snapshot->graph = std::make_shared<const plan::StageGraph>(plan::resolveStages(*document, {}));
    snapshot->document = document;
    return snapshot;
}

build::Forecast forecastOf(const DocumentSnapshot& snapshot, const std::vector<cache::Verdict>& verdicts) {
    build::Forecast forecast;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        build::ForecastStep step;
        step.instruction = i;
        step.line = snapshot.document->instructions[i].startLine();
        step.verdict = verdicts[i];
        forecast.steps.push_back(step);
    }
    return forecast;
}

using enum cache::Verdict;
const std::vector<cache::Verdict> kAllHit = {Hit, Hit, Hit, Hit, Hit, Hit, Metadata};

std::shared_ptr<build::BuildResult> resultOf(const DocumentSnapshot& snapshot, const std::vector<cache::Verdict>& verdicts) {
    auto result = std::make_shared<build::BuildResult>();
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        build::StepResult step;
        step.instruction = i;
        step.verdict = verdicts[i];
        step.line = snapshot.document->instructions[i].startLine();
        result->steps.push_back(step);
    }
    result->stages.push_back({.index = 0, .name = "builder", .base = "node:18", .state = "built", .layers = {}, .layerSteps = {}, .baseLayers = 0, .config = {}, .bytes = 1000, .files = 1});
    result->stages.push_back({.index = 1, .name = "", .base = "nginx:alpine", .state = "built", .layers = {}, .layerSteps = {}, .baseLayers = 0, .config = {}, .bytes = 40, .files = 1});
    result->edges.push_back({.from = "builder", .fromStage = 0, .stage = 1, .instruction = 5, .toLine = 6, .bytes = 4, .files = 1, .ofBytes = 1000});
    return result;
}

} // namespace

class TestStateMerge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void instructionsAreMatchedFromBothEnds() {
        const auto a = dockerfile::parse("FROM a\nRUN one\nRUN two\nRUN three\n");
        const auto b = dockerfile::parse("FROM a\nRUN one\nRUN new\nRUN 2\nRUN three\n");
        const auto mapping = matchInstructions(a, b);
        QCOMPARE(mapping, (std::vector<std::optional<std::size_t>>{0, 1, std::nullopt, 4}));
    }

    void aForecastOfAnOlderTextMovesWithItsLines() {
        const SnapshotPtr old = snapshotOf(kText, 1);
        const SnapshotPtr now = snapshotOf("# a comment\n" + std::string(kText), 2);
        const build::Forecast forecast = forecastOf(*old, kAllHit);
        const StatesPtr states = mergeStates(*now, &forecast, old.get(), nullptr);
        QCOMPARE(states->revision, 2U);
        QCOMPARE(states->steps[2].display, StepDisplay::WillHit);
        QCOMPARE(states->steps[6].display, StepDisplay::Metadata);
    }

    void aStepThatJustRanSaysSoUntilItWouldRunAgain() {
        const SnapshotPtr snapshot = snapshotOf(kText);
        BuildView view{.built = snapshot, .live = {}, .result = resultOf(*snapshot, {Hit, Hit, Run, Run, Hit, Run, Metadata}), .externalBytes = {}};
        build::Forecast forecast = forecastOf(*snapshot, kAllHit);
        StatesPtr states = mergeStates(*snapshot, &forecast, snapshot.get(), &view);
        QCOMPARE(states->steps[2].display, StepDisplay::Ran);
        QCOMPARE(states->steps[1].display, StepDisplay::Hit);
        forecast.steps[2].verdict = Run;
        forecast.steps[2].reason = {.code = cache::ReasonCode::FilesChanged, .text = "", .evidence = {"modified package.json"}, .rootLine = 3};
        states = mergeStates(*snapshot, &forecast, snapshot.get(), &view);
        QCOMPARE(states->steps[2].display, StepDisplay::WillRun);
        QVERIFY(states->steps[2].reason.contains(QStringLiteral("package.json")));
    }

    void aKnockOnCarriesNoReasonOfItsOwn() {
        const SnapshotPtr snapshot = snapshotOf(kText);
        build::Forecast forecast = forecastOf(*snapshot, kAllHit);
        forecast.steps[3].verdict = Run;
        forecast.steps[3].reason = {.code = cache::ReasonCode::KnockOn, .text = "", .evidence = {}, .rootLine = 3};
        const StatesPtr states = mergeStates(*snapshot, &forecast, snapshot.get(), nullptr);
        QVERIFY(states->steps[3].reason.isEmpty());
        QCOMPARE(states->steps[3].rootLine, 3);
    }

    void aFailureStaysUntilTheTextChanges() {
        const SnapshotPtr snapshot = snapshotOf(kText);
        auto result = resultOf(*snapshot, {Hit, Hit, Failed, NotNeeded, Hit, NotNeeded, Metadata});
        result->failure = build::BuildFailure{.message = "exit code 1", .line = 3, .instruction = 2, .lastLines = {}, .advice = {}};
        BuildView view{.built = snapshot, .live = {}, .result = result, .externalBytes = {}};
        const build::Forecast forecast = forecastOf(*snapshot, {Hit, Hit, Run, Unknown, Hit, Unknown, Metadata});
        StatesPtr states = mergeStates(*snapshot, &forecast, snapshot.get(), &view);
        QCOMPARE(states->steps[2].display, StepDisplay::Failed);
        QCOMPARE(states->steps[2].error, QStringLiteral("exit code 1"));
        QCOMPARE(states->stages[0].display, StepDisplay::Failed);
        view.outdated = true;
        states = mergeStates(*snapshot, &forecast, snapshot.get(), &view);
        QCOMPARE(states->steps[2].display, StepDisplay::WillRun);
    }

    void sizesAndEdgesFollowStagesThatMoved() {
        const SnapshotPtr built = snapshotOf(kText, 1);
        const SnapshotPtr now = snapshotOf("FROM alpine AS first\nRUN x\n" + std::string(kText), 2);
        BuildView view{.built = built, .live = {}, .result = resultOf(*built, kAllHit), .externalBytes = {900, 36}};
        const StatesPtr states = mergeStates(*now, nullptr, nullptr, &view);
        QVERIFY(!states->stages[0].bytes);
        QCOMPARE(states->stages[1].bytes, std::optional<std::uint64_t>(1000));
        QCOMPARE(states->edges.size(), 1U);
        QCOMPARE(states->edges[0].fromStage, std::optional<std::size_t>(1));
        QCOMPARE(states->edges[0].stage, 2U);
        QCOMPARE(states->edges[0].toLine, 8);
        QCOMPARE(states->steps[2].bytes, std::optional<std::uint64_t>(900));
    }

    void whileBuildingTheLiveStateWins() {
        const SnapshotPtr snapshot = snapshotOf(kText);
        BuildView view{.built = snapshot, .live = {}, .result = nullptr, .externalBytes = {}, .running = true};
        view.live[2].display = StepDisplay::Running;
        const build::Forecast forecast = forecastOf(*snapshot, {Hit, Hit, Run, Unknown, Hit, Unknown, Metadata});
        const StatesPtr states = mergeStates(*snapshot, &forecast, snapshot.get(), &view);
        QVERIFY(states->building);
        QCOMPARE(states->steps[2].display, StepDisplay::Running);
        QCOMPARE(states->steps[3].display, StepDisplay::Unknown);
        QCOMPARE(states->stages[0].display, StepDisplay::Running);
    }
};

QTEST_GUILESS_MAIN(TestStateMerge)
#include "tst_statemerge.moc"
