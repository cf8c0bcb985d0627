#include "core/cache/recordmemory.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sw;
using namespace sw::cache;

namespace {

StepRecord record(const char* key, const char* shape, double seconds) {
    StepRecord record;
    record.key = Hasher128::of(key);
    record.shape = Hasher128::of(shape);
    record.definition = Hasher128::of("definition");
    record.layer = *Digest::parse("sha256:" + std::string(64, 'a'));
    record.trace.parts.push_back({"run", key});
    record.seconds = seconds;
    record.created = 1;
    return record;
}

} // namespace

/// What is remembered of the cache's tables is what they say.
class TestRecordMemory : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Database> m_database;
    std::optional<CacheIndex> m_index;
    RecordMemory m_memory;

    std::filesystem::path file() const { return std::filesystem::path(m_directory->path().toStdString()) / "store.db"; }

private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        auto database = store::Database::open(file());
        QVERIFY(database.has_value());
        m_database = std::move(*database);
        auto index = CacheIndex::open(*m_database);
        QVERIFY(index.has_value());
        m_index = *index;
    }
    void cleanup() {
        m_index.reset();
        m_database.reset();
    }

    void aResultIsARecordWithoutItsTrace() {
        QVERIFY(m_index->put(record("a", "s", 2)).has_value());
        const auto whole = m_index->find(Hasher128::of("a"));
        const auto result = m_index->findResult(Hasher128::of("a"));
        QVERIFY(whole && *whole && result && *result);
        QCOMPARE((*whole)->trace.parts.size(), std::size_t(1));
        QVERIFY((*result)->trace.parts.empty());
        QCOMPARE((*result)->layer.text(), (*whole)->layer.text());
        QCOMPARE((*result)->seconds, 2.0);
        QVERIFY((*result)->key == (*whole)->key && (*result)->created == (*whole)->created);
    }

    void thatNothingIsThereHoldsUntilSomebodyWrites() {
        RecordReader first(*m_index, &m_memory);
        const auto nothing = first.findResult(Hasher128::of("a"));
        QVERIFY(nothing && !*nothing);
        QVERIFY(first.ofShape(Hasher128::of("s"), 10).value()->empty());
        QVERIFY(!first.latestCost(Hasher128::of("definition")).value());
        QVERIFY(m_index->put(record("a", "s", 2)).has_value());
        QVERIFY2(!first.findResult(Hasher128::of("a")).value(), "a forecast under way is of one state of the cache");
        RecordReader second(*m_index, &m_memory);
        QVERIFY(second.findResult(Hasher128::of("a")).value());
        QCOMPARE(second.ofShape(Hasher128::of("s"), 10).value()->size(), std::size_t(1));
        QCOMPARE(second.latestCost(Hasher128::of("definition")).value()->seconds, 2.0);
    }

    void anotherProgramWritesToo() {
        QVERIFY(m_index->put(record("a", "s", 2)).has_value());
        QCOMPARE(RecordReader(*m_index, &m_memory).ofShape(Hasher128::of("s"), 10).value()->size(), std::size_t(1));
        auto database = store::Database::open(file());
        QVERIFY(database.has_value());
        auto other = CacheIndex::open(**database);
        QVERIFY(other && other->put(record("b", "s", 3)));
        RecordReader reader(*m_index, &m_memory);
        QCOMPARE(reader.ofShape(Hasher128::of("s"), 10).value()->size(), std::size_t(2));
        QVERIFY(reader.find(Hasher128::of("b")).value());
    }

    void anotherStoreIsAnotherMatter() {
        QVERIFY(m_index->put(record("a", "s", 2)).has_value());
        QVERIFY(RecordReader(*m_index, &m_memory).findResult(Hasher128::of("a")).value());
        auto database = store::Database::open(file().parent_path() / "other.db");
        QVERIFY(database.has_value());
        auto other = CacheIndex::open(**database);
        QVERIFY(other && other->put(record("b", "s", 3))); // as many changes as in the first
        QVERIFY(!RecordReader(*other, &m_memory).findResult(Hasher128::of("a")).value());
        QVERIFY(RecordReader(*other, &m_memory).findResult(Hasher128::of("b")).value());
    }

    void whatIsRememberedIsNotReadAgain() {
        QVERIFY(m_index->put(record("a", "s", 2)).has_value());
        RecordReader first(*m_index, &m_memory);
        const auto records = first.ofShape(Hasher128::of("s"), 10).value();
        RecordReader second(*m_index, &m_memory);
        QCOMPARE(second.ofShape(Hasher128::of("s"), 10).value().get(), records.get());
        RecordReader without(*m_index, nullptr);
        QVERIFY(without.ofShape(Hasher128::of("s"), 10).value().get() != records.get());
    }
};

QTEST_GUILESS_MAIN(TestRecordMemory)
#include "tst_recordmemory.moc"
