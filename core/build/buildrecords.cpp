#include "core/build/buildrecords.h"

#include "core/build/timetext.h"
#include "core/store/database.h"

#include <random>

namespace sw::build {

namespace {

constexpr std::int64_t kRecordsKept = 500;

Result<void> prepareTable(store::Database& database) {
    return database.execute("CREATE TABLE IF NOT EXISTS build_records(id TEXT PRIMARY KEY, dockerfile TEXT NOT NULL,"
                            " started TEXT NOT NULL, completed TEXT NOT NULL, target TEXT NOT NULL, succeeded INTEGER NOT NULL,"
                            " shipped INTEGER NOT NULL, report TEXT NOT NULL)");
}

std::string keyOf(const std::filesystem::path& dockerfile) {
    std::error_code error;
    const std::filesystem::path path = std::filesystem::weakly_canonical(dockerfile, error);
    return error ? dockerfile.string() : path.string();
}

BuildRecord recordOf(const store::Database::Row& row) {
    BuildRecord record;
    record.id = row.text(0);
    record.dockerfile = row.text(1);
    record.started = parseRfc3339(row.text(2)).value_or(Time{});
    record.completed = parseRfc3339(row.text(3)).value_or(Time{});
    record.target = row.text(4);
    record.succeeded = row.integer(5) != 0;
    record.shippedBytes = static_cast<std::uint64_t>(row.integer(6));
    record.report = row.text(7);
    return record;
}

constexpr std::string_view kColumns = "id, dockerfile, started, completed, target, succeeded, shipped, report";

} // namespace

std::string newBuildId() {
    std::random_device random;
    const std::string seed = rfc3339(std::chrono::system_clock::now()) + std::to_string(random()) + std::to_string(random());
    return Digest::ofSha256(seed).hex().substr(0, 12);
}

StepCounts countSteps(const std::vector<StepResult>& steps) {
    StepCounts out;
    for (const StepResult& step : steps) {
        out.cached += step.verdict == cache::Verdict::Hit ? 1 : 0;
        out.ran += step.verdict == cache::Verdict::Run || step.verdict == cache::Verdict::Failed ? 1 : 0;
    }
    return out;
}

Result<void> putBuildRecord(store::Store& store, const BuildRecord& record) {
    store::Database& database = store.database();
    SW_CHECK(prepareTable(database));
    SW_CHECK(database.execute("INSERT OR REPLACE INTO build_records(id, dockerfile, started, completed, target, succeeded, shipped, report)"
                              " VALUES(?,?,?,?,?,?,?,?)",
                              {record.id, keyOf(record.dockerfile), rfc3339(record.started), rfc3339(record.completed), record.target,
                               static_cast<std::int64_t>(record.succeeded ? 1 : 0), static_cast<std::int64_t>(record.shippedBytes), record.report}));
    return database.execute("DELETE FROM build_records WHERE rowid <= (SELECT max(rowid) FROM build_records) - ?", {kRecordsKept});
}

Result<std::vector<BuildRecord>> buildHistory(store::Store& store, const std::filesystem::path& dockerfile, std::size_t limit) {
    store::Database& database = store.database();
    SW_CHECK(prepareTable(database));
    const std::string select = "SELECT " + std::string(kColumns) + " FROM build_records";
    const auto count = static_cast<std::int64_t>(limit);
    auto rows = dockerfile.empty() ? database.query(select + " ORDER BY rowid DESC LIMIT ?", {count})
                                   : database.query(select + " WHERE dockerfile = ? ORDER BY rowid DESC LIMIT ?", {keyOf(dockerfile), count});
    if (!rows) {
        return failure(rows.error());
    }
    std::vector<BuildRecord> records;
    for (const auto& row : *rows) {
        records.push_back(recordOf(row));
    }
    return records;
}

Result<std::optional<BuildRecord>> findBuild(store::Store& store, const std::string& id) {
    store::Database& database = store.database();
    SW_CHECK(prepareTable(database));
    if (id.empty() || id.find_first_not_of("0123456789abcdef") != std::string::npos) {
        return std::nullopt;
    }
    SW_TRY(const auto rows, database.query("SELECT " + std::string(kColumns) + " FROM build_records WHERE id LIKE ? ORDER BY rowid DESC LIMIT 2", {id + "%"}));
    if (rows.size() == 2 && rows[0].text(0) != id) {
        return failure(ErrorCode::Invalid, say("several builds begin with %1: write more digits", id));
    }
    return rows.empty() ? std::nullopt : std::optional(recordOf(rows.front()));
}

} // namespace sw::build
