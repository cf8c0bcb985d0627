#include "tests/support/layertext.h"
#include "ui/compare/comparemodel.h"
#include "ui/compare/differenceview.h"
#include "ui/compare/valuesview.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sw;
using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

analysis::LayerInput input(std::shared_ptr<const oci::CompactIndex> index, int line, const char* stage) {
    analysis::LayerInput out;
    out.diffId = Digest::ofSha256(std::to_string(index->contentBytes) + std::to_string(line));
    out.index = std::move(index);
    out.line = line;
    out.stage = stage;
    out.createdBy = "COPY x";
    return out;
}

std::shared_ptr<const oci::CompactIndex> changedMode(const std::string& text, const std::string& path) {
    oci::LayerIndex index = test::layerIndex(text);
    for (oci::LayerEntry& entry : index.entries) {
        if (entry.path == path) {
            entry.mode = 0755;
            entry.uid = 7;
        }
    }
    return test::compact(index);
}

/// Shares its lowest layer; then one file is larger, one went, one is new, and one has other attributes.
ComparedPtr example(bool semantic = true) {
    auto out = std::make_shared<Compared>();
    const auto base = input(test::layer("d usr\nf usr/lib.so 5000\n"), 0, "");
    out->before.view.layers = {base, input(test::layer("f page.html 100 old\nf gone.txt 40\nf run.sh 10\n"), 4, "final")};
    out->after.view.layers = {base, input(changedMode("f page.html 300 new\nf New.txt 70\nf run.sh 10\n", "run.sh"), 9, "1")};
    out->before.view.config.env = {{"A", "1"}};
    out->after.view.config.env = {{"A", "2"}};
    out->after.view.config.user = "web";
    out->semantic = semantic;
    out->comparison = analysis::compare(out->before.view, out->after.view, {.semantic = semantic, .below = {}});
    return out;
}

QStringList paths(const Compared& compared, const CompareWish& wish) {
    QStringList out;
    for (const std::uint32_t file : orderOf(compared, wish, {})) {
        out.push_back(QString::fromStdString(compared.comparison.files[file].path));
    }
    return out;
}

} // namespace

class TestCompareModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filesAreSortedAndFiltered() {
        const ComparedPtr compared = example();
        CompareWish wish;
        QCOMPARE(paths(*compared, wish), (QStringList{u"page.html"_s, u"New.txt"_s, u"gone.txt"_s, u"run.sh"_s})); // by the amount of bytes
        wish.order = CompareWish::Order::Path;
        wish.descending = false;
        QCOMPARE(paths(*compared, wish), (QStringList{u"New.txt"_s, u"gone.txt"_s, u"page.html"_s, u"run.sh"_s}));
        wish.order = CompareWish::Order::Before;
        wish.descending = true;
        QCOMPARE(paths(*compared, wish).front(), u"page.html"_s);
        wish.text = "NEW";
        QCOMPARE(paths(*compared, wish), QStringList{u"New.txt"_s});
        wish.text = {};
        wish.changes = 1U << static_cast<unsigned>(analysis::Change::Removed);
        QCOMPARE(paths(*compared, wish), QStringList{u"gone.txt"_s});
        wish.changes = 0;
        wish.differs = static_cast<std::uint8_t>(analysis::Differs::Owner);
        QCOMPARE(paths(*compared, wish), QStringList{u"run.sh"_s});
        std::stop_source stopped;
        stopped.request_stop();
        QVERIFY(orderOf(*compared, {}, stopped.get_token()).empty());
    }

    void rowsSayWhatDiffersAndWhichLineIsResponsible() {
        const ComparedPtr compared = example();
        CompareModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.set(compared, std::make_shared<const std::vector<std::uint32_t>>(orderOf(*compared, {}, {})));
        const auto row = [&](int number) {
            QStringList cells;
            for (int column = 0; column < CompareModel::ColumnCount; ++column) {
                cells.push_back(model.index(number, column).data().toString());
            }
            return cells.join(u'|');
        };
        QCOMPARE(row(0), u"~|/page.html|content|100 B|300 B|+200 B|line 9, stage 2"_s);
        QCOMPARE(row(1), u"+|/New.txt|added||70 B|+70 B|line 9, stage 2"_s);
        QCOMPARE(row(2), QString(QChar(0x2212)) + u"|/gone.txt|removed|40 B||"_s + QChar(0x2212) + u"40 B|line 4, final (before)"_s);
        QCOMPARE(row(3), u"~|/run.sh|mode, owner|10 B|10 B||line 9, stage 2"_s);
        QCOMPARE(model.index(0, 0).data(CompareModel::LineNumberRole).toInt(), 9);
        QCOMPARE(model.index(2, 0).data(CompareModel::LineNumberRole).toInt(), 0); // of the other file
        QSignalSpy wanted(&model, &CompareModel::sortWanted);
        model.sort(CompareModel::AfterColumn, Qt::AscendingOrder);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.front().at(1).toBool(), false);
    }

    void valuesThatDifferAreListed() {
        ValuesView view;
        view.show(example());
        QCOMPARE(view.differences(), 2);
        QCOMPARE(view.topLevelItem(0)->child(0)->text(0), u"+ User"_s);
        QCOMPARE(view.topLevelItem(1)->child(0)->text(1), u"1"_s);
        QCOMPARE(view.topLevelItem(1)->child(0)->text(2), u"2"_s);
        const QTreeWidgetItem* layers = view.topLevelItem(view.topLevelItemCount() - 1);
        QVERIFY2(layers->text(1).contains(u"5.00 kB"_s), qPrintable(layers->text(1)));
        QCOMPARE(layers->childCount(), 2);
        QSignalSpy clicked(&view, &ValuesView::lineClicked);
        Q_EMIT view.itemActivated(layers->child(0), 0);
        QVERIFY(clicked.isEmpty()); // a line of the text as it was
        Q_EMIT view.itemActivated(layers->child(1), 0);
        QCOMPARE(clicked.takeFirst().front().toInt(), 9);
        view.show(nullptr);
        QCOMPARE(view.topLevelItemCount(), 0);
    }

    void oneFileIsToldValueByValue() {
        const ComparedPtr compared = example();
        DifferenceView view;
        view.show(*compared, {.file = static_cast<std::size_t>(std::ranges::find(compared->comparison.files, std::string("run.sh"), &analysis::FileDifference::path) -
                                                               compared->comparison.files.begin()),
                              .text = {},
                              .remark = u"The content is the same."_s});
        QCOMPARE(view.title(), u"/run.sh"_s);
        QVERIFY2(view.facts().contains(u"Mode: 0644 → 0755"_s), qPrintable(view.facts()));
        QVERIFY(view.facts().contains(u"Owner: 0:0 → 7:0"_s));
        QCOMPARE(view.text(), u"The content is the same."_s);
    }
};

QTEST_MAIN(TestCompareModel)
#include "tst_comparemodel.moc"
