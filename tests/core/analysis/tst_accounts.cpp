#include "core/analysis/accounts.h"
#include "tests/support/layertext.h"

#include <QTest>

using namespace sw;
using namespace sw::analysis;

namespace {

Accounts accountOf(const std::vector<std::string>& layers) {
    std::vector<LayerInput> inputs;
    for (const std::string& text : layers) {
        LayerInput input;
        input.index = test::layer(text);
        inputs.push_back(input);
    }
    return account(inputs);
}

} // namespace

class TestAccounts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// The five cases of features.md 3.1, in units of one byte for one MB.
    void classicMistakes_data() {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<quint64>("stored");
        QTest::addColumn<quint64>("visible");
        QTest::newRow("A: a directory is removed later") << QByteArray("d d\nf d/a 60\nf d/b 40\nf keep 100\n") << QByteArray("- d\n") << 200ULL << 100ULL;
        QTest::newRow("B: a file is removed later") << QByteArray("f a 100\nf keep 100\n") << QByteArray("- a\n") << 200ULL << 100ULL;
        QTest::newRow("C: every file is copied up again") << QByteArray("f a 60\nf b 40\n") << QByteArray("f a 60\nf b 40\n") << 200ULL << 100ULL;
        QTest::newRow("D: a small file is replaced by a large one") << QByteArray("f a 10\n") << QByteArray("f a 90\n") << 100ULL << 90ULL;
        QTest::newRow("E: a directory is replaced by an opaque one") << QByteArray("d d\nf d/a 100\n") << QByteArray("o d\nf d/b 100\n") << 200ULL << 100ULL;
        QTest::newRow("file replaced by a directory") << QByteArray("f a 70\n") << QByteArray("d a\nf a/b 30\n") << 100ULL << 30ULL;
        QTest::newRow("directory replaced by a file") << QByteArray("d a\nf a/b 70\n") << QByteArray("f a 30\n") << 100ULL << 30ULL;
        QTest::newRow("mode of a directory changed") << QByteArray("d a\nf a/b 70\n") << QByteArray("d a 700\n") << 70ULL << 70ULL;
        QTest::newRow("hard links count once") << QByteArray("f a 70\nh b a\n") << QByteArray("d x\n") << 70ULL << 70ULL;
        QTest::newRow("one of two names removed hides nothing") << QByteArray("f a 70\nh b a\n") << QByteArray("- a\n") << 70ULL << 70ULL;
        QTest::newRow("both names removed") << QByteArray("f a 70\nh b a\n") << QByteArray("- a\n- b\n") << 70ULL << 0ULL;
        QTest::newRow("a link that sorts before its file") << QByteArray("h a z\nf z 70\n") << QByteArray("- z\n") << 70ULL << 70ULL;
        QTest::newRow("whiteout of what is not there") << QByteArray("f a 1\n") << QByteArray("- b/c\n") << 1ULL << 1ULL;
    }
    void classicMistakes() {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(quint64, stored);
        QFETCH(quint64, visible);
        const Accounts accounts = accountOf({first.toStdString(), second.toStdString()});
        QCOMPARE(accounts.stored, stored);
        QCOMPARE(accounts.visible, visible);
        QCOMPARE(accounts.wasted, stored - visible);
        QCOMPARE(accounts.layers.back().runningTotal, visible);
        std::uint64_t sum = 0;
        for (const Waste& waste : accounts.waste) {
            sum += waste.bytes;
        }
        QCOMPARE(sum, accounts.wasted);
    }

    void wasteNamesWhoStoredAndWhoHid() {
        const Accounts accounts = accountOf({"d d\nf d/a 60\nf d/b 40\n", "f x 1\n", "- d\n"});
        QCOMPARE(accounts.waste.size(), 2U);
        QCOMPARE(accounts.waste[0], (Waste{"d/a", 60, 0, 2}));
        QCOMPARE(accounts.wasteSums.size(), 1U);
        QCOMPARE(accounts.wasteSums[0], (WasteSum{0, 2, 100, 2}));
        QCOMPARE(accounts.layers[2].contribution, -100);
        QCOMPARE(accounts.layers[2].removed, 1U);
    }

    void deletedAndMadeAgain() {
        const Accounts accounts = accountOf({"d d\nf d/a 60\n", "- d\n", "d d\nf d/a 5\n", "- d\n", "d d\nf d/b 7\n"});
        QCOMPARE(accounts.visible, 7U);
        QCOMPARE(accounts.waste.size(), 2U);
        QCOMPARE(accounts.visibleFiles, 1U);
    }

    void duplicatesAreFilesNotLinks() {
        const Accounts accounts = accountOf({"f a 10 same\nf b 10 same\nh c a\nf d 3 other\n", "f e 10 same\n- b\n"});
        QCOMPARE(accounts.duplicates.size(), 1U);
        QCOMPARE(accounts.duplicates[0].bytes, 10U);
        QCOMPARE(accounts.duplicates[0].paths, (std::vector<std::string>{"a", "e"}));
    }

    void figuresAgreeWithTheTar() {
        const Accounts accounts = accountOf({"f a 10\nd b\n"});
        const LayerFigures& figures = accounts.layers[0];
        QCOMPARE(figures.atRest + figures.headerBytes + figures.paddingBytes, figures.tarBytes);
        QCOMPARE(accounts.efficiency, 1.0);
        QCOMPARE(accountOf({}).efficiency, 1.0);
    }

    /// Not a timing assertion: 200,000 directory whiteouts would not end within the test's limit if each cost a walk.
    void manyWhiteoutsAreLinear() {
        constexpr int count = 200000;
        auto lower = std::make_shared<oci::LayerIndex>();
        auto upper = std::make_shared<oci::LayerIndex>();
        for (int i = 0; i < count; ++i) {
            std::string name = std::to_string(i);
            name.insert(0, 8 - name.size(), '0');
            oci::LayerEntry directory;
            directory.path = name;
            directory.type = oci::EntryType::Directory;
            oci::LayerEntry file;
            file.path = name + "/f";
            file.size = 1;
            lower->entries.push_back(directory);
            lower->entries.push_back(file);
            directory.type = oci::EntryType::Whiteout;
            upper->entries.push_back(directory);
        }
        std::vector<LayerInput> layers(2);
        layers[0].index = lower;
        layers[1].index = upper;
        const Accounts accounts = account(layers);
        QCOMPARE(accounts.visible, 0U);
        QCOMPARE(accounts.wasted, static_cast<std::uint64_t>(count));
    }
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
