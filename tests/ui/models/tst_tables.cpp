#include "ui/models/contextmodel.h"
#include "ui/models/format.h"
#include "ui/models/imagesmodel.h"
#include "ui/models/layersmodel.h"
#include "ui/models/problemsmodel.h"
#include "ui/models/stepsmodel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

using namespace sw;
using namespace sw::ui;

namespace {

QStringList rowsOf(const QAbstractItemModel& model) {
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column) {
            cells.push_back(model.index(row, column).data().toString());
        }
        list.push_back(cells.join(QLatin1Char('|')));
    }
    return list;
}

build::Time at(double seconds) { return build::Time(std::chrono::milliseconds(static_cast<long>(seconds * 1000))); }

build::VertexEvent step(const char* name, double from, double to, std::vector<const char*> inputs, std::size_t instruction) {
    build::VertexEvent event{.digest = Digest::ofSha256(name), .inputs = {}, .name = name, .started = at(from), .completed = at(to), .error = {}, .stage = 0, .instruction = instruction};
    for (const char* input : inputs) {
        event.inputs.push_back(Digest::ofSha256(input));
    }
    return event;
}

} // namespace

class TestTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void numbersFollowTheLocale() {
        QCOMPARE(bytesText(47'200'000), QStringLiteral("47.2 MB"));
        QLocale::setDefault(QLocale(QLocale::Spanish, QLocale::Spain));
        QCOMPARE(bytesText(47'200'000), QStringLiteral("47,2 MB"));
        QLocale::setDefault(QLocale::c());
        QCOMPARE(signedBytesText(-100'000'000), QStringLiteral("\u2212100 MB"));
        QCOMPARE(signedBytesText(0), QStringLiteral("0 B"));
    }

    void layersShowThreeSizes() {
        LayersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        LayerRow base{.id = {}, .text = QStringLiteral("base"), .line = 0, .stage = {}, .instruction = {}, .origin = QStringLiteral("node:18"), .fromBase = true, .atRest = 100'000'000, .contribution = 100'000'000, .runningTotal = 100'000'000, .files = 10};
        LayerRow rm{.id = {}, .text = QStringLiteral("RUN rm"), .line = 4, .stage = 0, .instruction = 3, .origin = QStringLiteral("builder"), .fromBase = false, .atRest = 0, .contribution = -60'000'000, .runningTotal = 40'000'000, .files = 0};
        model.setRows({base, rm});
        QCOMPARE(rowsOf(model), (QStringList{QStringLiteral("#0|base|100 MB|+100 MB|100 MB|10|"), QStringLiteral("4|RUN rm|0 B|\u221260.0 MB|40.0 MB|0|")}));
        QVERIFY(model.index(1, LayersModel::ContributionColumn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("hides")));
        QCOMPARE(model.index(0, LayersModel::LineColumn).data().toString(), QStringLiteral("#0")); // as findings and ways of files name it
        QCOMPARE(model.index(1, LayersModel::LineColumn).data().toInt(), 4);
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void problemsKeepTheirOrderAndPlace() {
        ProblemsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Diagnostic wrong{.severity = Severity::Error, .rule = "syntax", .message = "unknown instruction", .detail = "Did you mean RUN?", .range = {}, .fixes = {}};
        wrong.range.start.line = 7;
        wrong.fixes.push_back({.title = "Write RUN", .edits = {}});
        model.setDiagnostics({wrong});
        QCOMPARE(rowsOf(model), QStringList{QStringLiteral("unknown instruction|Write RUN|syntax|7")});
        QCOMPARE(model.index(0, 0).data(ProblemsModel::FixTitleRole).toString(), QStringLiteral("Write RUN"));
        QCOMPARE(model.count(Severity::Error), 1);
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Error, line 7: unknown instruction"));
    }

    void problemsAreFiltered() {
        ProblemsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setDiagnostics({{Severity::Warning, "DL3006", "Give node a version.", {}, {}, {}}, {Severity::Info, "SC2086", "Quote it.", {}, {}, {}}});
        QCOMPARE(model.rowCount(), 2);
        model.setShown(Severity::Info, false);
        QCOMPARE(rowsOf(model), QStringList{QStringLiteral("Give node a version.||DL3006|1")});
        QCOMPARE(model.count(Severity::Info), 1);
        QCOMPARE(model.total(), 2);
        QCOMPARE(QString::fromStdString(model.diagnostic(0).rule), QStringLiteral("DL3006"));
        model.setFilter(QStringLiteral("sc20"));
        QCOMPARE(model.rowCount(), 0);
        model.setShown(Severity::Info, true);
        QCOMPARE(QString::fromStdString(model.diagnostic(0).rule), QStringLiteral("SC2086"));
    }

    void stepsAreTimedFromTheStartOfTheBuild() {
        StepsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.clear(at(10));
        model.take({step("a", 10, 12, {}, 1), step("b", 10, 15, {}, 2)});
        model.take({step("c", 15, 16, {"a", "b"}, 3)});
        build::BuildResult result;
        result.steps.push_back({.stage = 0, .instruction = 3, .line = 4, .text = "c", .reason = {.code = cache::ReasonCode::FirstBuild, .text = {}, .evidence = {}, .rootLine = {}}, .started = {}, .completed = {}, .exitCode = {}, .layer = Digest::ofSha256("l"), .bytes = 2'000'000, .files = 1, .vertex = {}});
        model.setResult(result);
        QCOMPARE(rowsOf(model), (QStringList{QStringLiteral("|a|0 ms|2.0 s|"), QStringLiteral("|b|0 ms|5.0 s|"), QStringLiteral("|c|5.0 s|1.0 s|2.00 MB")}));
        QVERIFY(!model.steps()[0].critical);
        QVERIFY(model.steps()[1].critical);
        QVERIFY(model.steps()[2].critical);
        QVERIFY(!model.isRunning());
    }

    void aCycleOfInputsEnds() {
        std::vector<TimedStep> steps(2);
        steps[0].vertex = Digest::ofSha256("a");
        steps[1].vertex = Digest::ofSha256("b");
        steps[0].inputs = {steps[1].vertex};
        steps[1].inputs = {steps[0].vertex};
        steps[0].started = steps[1].started = at(0);
        steps[0].completed = steps[1].completed = at(1);
        markCriticalPath(steps);
        QVERIFY(steps[0].critical);
    }

    void imagesStandNewestFirstUnderTheNamesPeopleWrite() {
        ImagesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setImages({{.name = "docker.io/library/node:18", .manifest = {}, .created = 100, .bytes = 900'000'000, .origin = "pulled"},
                         {.name = "docker.io/library/react-nginx:latest", .manifest = {}, .created = 200, .bytes = 47'200'000, .origin = "built"}});
        QCOMPARE(model.index(0, ImagesModel::NameColumn).data().toString(), QStringLiteral("react-nginx"));
        QCOMPARE(model.index(0, ImagesModel::OriginColumn).data().toString(), QStringLiteral("built"));
        QCOMPARE(model.index(1, ImagesModel::NameColumn).data().toString(), QStringLiteral("node:18"));
        QCOMPARE(model.index(1, 0).data(ImagesModel::FullNameRole).toString(), QStringLiteral("docker.io/library/node:18"));
    }

    void contextFilesStandLargestFirst() {
        ContextFilesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFiles({{.path = "a", .bytes = 1, .ignored = false, .ignoredBy = {}, .ignoreLine = 0},
                        {.path = "node_modules/x", .bytes = 5000, .ignored = true, .ignoredBy = "node_modules", .ignoreLine = 2}});
        QCOMPARE(rowsOf(model), (QStringList{QStringLiteral("node_modules/x|line 2: node_modules|5.00 kB"), QStringLiteral("a||1 B")}));
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"
