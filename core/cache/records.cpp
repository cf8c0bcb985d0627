#include "core/cache/records.h"

#include <nlohmann/json.hpp>

namespace sw::cache {

namespace {

using Row = store::Database::Row;
using Value = store::Database::Value;

/// Bumped when the meaning of a key changes, so that old records are not hit.
constexpr std::string_view kKeyVersion = "stagewright-key-1";

constexpr std::size_t kFilesKept = 5'000; ///< behind one content digest

constexpr std::string_view kSchema[] = {
    "CREATE TABLE IF NOT EXISTS cache_records(key TEXT PRIMARY KEY, definition TEXT NOT NULL, layer TEXT NOT NULL,"
    " tree TEXT NOT NULL, empty INTEGER NOT NULL, trace TEXT NOT NULL, seconds TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " files INTEGER NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS cache_records_definition ON cache_records(definition)",
    "CREATE INDEX IF NOT EXISTS cache_records_layer ON cache_records(layer)",
    "CREATE TABLE IF NOT EXISTS cache_shapes(shape TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY(shape, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS cache_lines(dockerfile TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL,"
    " text TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY(dockerfile, stage, position)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS cache_mount_steps(mount TEXT NOT NULL, dockerfile TEXT NOT NULL, step TEXT NOT NULL,"
    " line INTEGER NOT NULL, used INTEGER NOT NULL, PRIMARY KEY(mount, dockerfile, step)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS cache_files(content TEXT PRIMARY KEY, list TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS cache_memos(about TEXT PRIMARY KEY, digest TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " files INTEGER NOT NULL, of_bytes INTEGER NOT NULL) WITHOUT ROWID",
};

constexpr std::string_view kResultColumns = "key, definition, layer, tree, empty, seconds, bytes, files, created";
constexpr std::string_view kColumns = "key, definition, layer, tree, empty, seconds, bytes, files, created, trace";

/// Of kResultColumns, or of kColumns with the trace.
Result<StepRecord> recordOf(const Row& row) {
    StepRecord record;
    SW_TRY(record.key, Hash128::parse(row.text(0)));
    SW_TRY(record.definition, Hash128::parse(row.text(1)));
    SW_TRY(record.layer, Digest::parse(row.text(2)));
    SW_TRY(record.tree, Hash128::parse(row.text(3)));
    record.empty = row.integer(4) != 0;
    record.seconds = std::strtod(row.text(5).c_str(), nullptr);
    record.bytes = static_cast<std::uint64_t>(row.integer(6));
    record.files = static_cast<std::uint64_t>(row.integer(7));
    record.created = row.integer(8);
    if (row.values.size() > 9) {
        SW_TRY(record.trace, parseTrace(row.text(9)));
    }
    return record;
}

Value number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

} // namespace

namespace {

void addShape(Hasher128& hasher, const std::vector<plan::KeyPart>& parts, std::string_view kind) {
    hasher.addField(kKeyVersion, kind);
    for (const plan::KeyPart& part : parts) {
        if (part.tag != "source") { // contents stand for it
            hasher.addField(part.tag, part.value);
        }
    }
}

} // namespace

Hash128 shapeOf(const std::vector<plan::KeyPart>& parts, std::string_view kind) {
    Hasher128 hasher;
    addShape(hasher, parts, kind);
    return hasher.finish();
}

Hash128 keyOf(const Trace& trace, std::string_view kind) {
    Hasher128 hasher;
    addShape(hasher, trace.parts, kind);
    hasher.addField("parent", trace.parent.hex());
    for (const auto& [tag, digest] : trace.contents) {
        hasher.addField(tag, digest.hex());
    }
    return hasher.finish();
}

std::string serialiseTrace(const Trace& trace) {
    nlohmann::json json;
    json["parent"] = trace.parent.hex();
    auto& parts = json["parts"] = nlohmann::json::array();
    for (const plan::KeyPart& part : trace.parts) {
        parts.push_back({part.tag, part.value});
    }
    auto& contents = json["contents"] = nlohmann::json::array();
    for (const auto& [tag, digest] : trace.contents) {
        contents.push_back({tag, digest.hex()});
    }
    auto& ancestors = json["ancestors"] = nlohmann::json::array();
    for (const TraceAncestor& ancestor : trace.ancestors) {
        ancestors.push_back({ancestor.definition.hex(), ancestor.root.hex(), ancestor.text});
    }
    auto& roots = json["base"] = nlohmann::json::array();
    for (const Hash128& root : trace.baseRoots) {
        roots.push_back(root.hex());
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<Trace> parseTrace(std::string_view text) {
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    const auto broken = [] { return failure(ErrorCode::Corrupt, say("a cache record cannot be read")); };
    if (!json.is_object()) {
        return broken();
    }
    try {
        Trace trace;
        SW_TRY(trace.parent, Hash128::parse(json.at("parent").get<std::string>()));
        for (const auto& part : json.at("parts")) {
            trace.parts.push_back({part.at(0).get<std::string>(), part.at(1).get<std::string>()});
        }
        for (const auto& content : json.at("contents")) {
            SW_TRY(const Hash128 digest, Hash128::parse(content.at(1).get<std::string>()));
            trace.contents.emplace_back(content.at(0).get<std::string>(), digest);
        }
        for (const auto& item : json.at("ancestors")) {
            TraceAncestor ancestor;
            SW_TRY(ancestor.definition, Hash128::parse(item.at(0).get<std::string>()));
            SW_TRY(ancestor.root, Hash128::parse(item.at(1).get<std::string>()));
            ancestor.text = item.at(2).get<std::string>();
            trace.ancestors.push_back(std::move(ancestor));
        }
        for (const auto& item : json.value("base", nlohmann::json::array())) {
            SW_TRY(const Hash128 root, Hash128::parse(item.get<std::string>()));
            trace.baseRoots.push_back(root);
        }
        return trace;
    } catch (const nlohmann::json::exception&) {
        return broken();
    }
}

Hash128 emptyRoot() { return Hasher128::of("empty root file system"); }

Hash128 rootDigest(const Hash128& below, const Hash128& layerTree, bool emptyLayer) {
    if (emptyLayer) {
        return below;
    }
    Hasher128 hasher;
    hasher.addField("below", below.hex());
    hasher.addField("layer", layerTree.hex());
    return hasher.finish();
}

Result<CacheIndex> CacheIndex::open(store::Database& database) {
    for (const std::string_view statement : kSchema) {
        SW_CHECK(database.execute(statement));
    }
    return CacheIndex(database);
}

namespace {

Result<std::optional<StepRecord>> oneRecord(store::Database& database, std::string_view columns, const Hash128& key) {
    SW_TRY(const auto rows, database.query("SELECT " + std::string(columns) + " FROM cache_records WHERE key = ?", {key.hex()}));
    if (rows.empty()) {
        return std::nullopt;
    }
    auto record = recordOf(rows.front());
    return record ? std::optional(std::move(*record)) : std::nullopt; // a damaged record is no record
}

} // namespace

Result<std::optional<StepRecord>> CacheIndex::find(const Hash128& key) { return oneRecord(*m_database, kColumns, key); }
Result<std::optional<StepRecord>> CacheIndex::findResult(const Hash128& key) { return oneRecord(*m_database, kResultColumns, key); }

Result<std::vector<StepRecord>> CacheIndex::ofShape(const Hash128& shape, std::size_t limit) {
    SW_TRY(const auto rows, m_database->query("SELECT " + std::string(kColumns) + " FROM cache_records WHERE key IN"
                                                  " (SELECT key FROM cache_shapes WHERE shape = ?) ORDER BY created DESC LIMIT ?",
                                              {shape.hex(), number(limit)}));
    std::vector<StepRecord> records;
    for (const Row& row : rows) {
        if (auto record = recordOf(row)) {
            records.push_back(std::move(*record));
        }
    }
    return records;
}

namespace {

std::optional<StepCost> costIn(const std::vector<Row>& rows) {
    if (rows.empty()) {
        return std::nullopt;
    }
    return StepCost{std::strtod(rows.front().text(0).c_str(), nullptr), static_cast<std::uint64_t>(rows.front().integer(1))};
}

} // namespace

Result<std::optional<StepCost>> CacheIndex::latestCost(const Hash128& definition) {
    SW_TRY(const auto rows, m_database->query("SELECT seconds, bytes FROM cache_records WHERE definition = ? ORDER BY created DESC LIMIT 1",
                                              {definition.hex()}));
    return costIn(rows);
}

Result<std::optional<StepCost>> CacheIndex::costOf(const Hash128& key) {
    SW_TRY(const auto rows, m_database->query("SELECT seconds, bytes FROM cache_records WHERE key = ?", {key.hex()}));
    return costIn(rows);
}

Result<void> CacheIndex::put(const StepRecord& record) {
    if (record.shape != Hash128{}) { // first, so that no record can be hit that a forecast does not see
        SW_CHECK(m_database->execute("INSERT OR IGNORE INTO cache_shapes(shape, key) VALUES(?,?)", {record.shape.hex(), record.key.hex()}));
    }
    return m_database->execute(
        "INSERT OR REPLACE INTO cache_records(key, definition, layer, tree, empty, trace, seconds, bytes, files, created, used)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        {record.key.hex(), record.definition.hex(), record.layer.text(), record.tree.hex(),
         static_cast<std::int64_t>(record.empty ? 1 : 0), serialiseTrace(record.trace), std::to_string(record.seconds),
         number(record.bytes), number(record.files), record.created, record.created});
}

Result<void> CacheIndex::noteMount(const StepPlace& use) {
    return m_database->execute("INSERT OR REPLACE INTO cache_mount_steps(mount, dockerfile, step, line, used)"
                               " VALUES(?,?,?,?,CAST(strftime('%s') AS INTEGER))",
                               {use.of, use.dockerfile, use.step, static_cast<std::int64_t>(use.line)});
}

Result<std::vector<StepPlace>> CacheIndex::mountSteps() {
    SW_TRY(const auto rows, m_database->query("SELECT mount, dockerfile, step, line FROM cache_mount_steps ORDER BY used DESC, step"));
    std::vector<StepPlace> out;
    for (const Row& row : rows) {
        out.push_back({row.text(0), row.text(1), row.text(2), static_cast<int>(row.integer(3))});
    }
    return out;
}

Result<std::multimap<store::LayerId, StepPlace>> CacheIndex::layerSteps() {
    SW_TRY(const auto rows, m_database->query("SELECT r.layer, l.dockerfile, l.stage, l.text FROM cache_lines l"
                                              " JOIN cache_records r ON r.key = l.key ORDER BY l.dockerfile, l.stage, l.position"));
    std::multimap<store::LayerId, StepPlace> out;
    for (const Row& row : rows) {
        SW_TRY(store::LayerId layer, Digest::parse(row.text(0)));
        out.emplace(std::move(layer), StepPlace{{}, row.text(1), "[" + row.text(2) + "] " + row.text(3), 0});
    }
    return out;
}

Result<Hash128> CacheIndex::shapeOfKey(const Hash128& key) {
    SW_TRY(const auto rows, m_database->query("SELECT shape FROM cache_shapes WHERE key = ?", {key.hex()}));
    return rows.empty() ? Hash128{} : Hash128::parse(rows.front().text(0));
}

Result<void> CacheIndex::used(const std::vector<Hash128>& keys, std::int64_t when) {
    if (keys.empty()) {
        return {};
    }
    return m_database->transaction([&]() -> Result<void> {
        for (const Hash128& key : keys) {
            SW_CHECK(m_database->execute("UPDATE cache_records SET used = ? WHERE key = ?", {when, key.hex()}));
        }
        return {};
    });
}

Result<std::vector<LineRecord>> CacheIndex::lines(const std::string& dockerfile, const std::string& stage) {
    SW_TRY(const auto rows, m_database->query("SELECT position, text, key FROM cache_lines WHERE dockerfile = ? AND stage = ?"
                                              " ORDER BY position",
                                              {dockerfile, stage}));
    std::vector<LineRecord> lines;
    for (const Row& row : rows) {
        if (const auto key = Hash128::parse(row.text(2))) {
            lines.push_back({row.text(1), static_cast<std::size_t>(row.integer(0)), *key});
        }
    }
    return lines;
}

Result<void> CacheIndex::putLines(const std::string& dockerfile, const std::string& stage, const std::vector<LineRecord>& lines) {
    return m_database->transaction([&]() -> Result<void> {
        SW_CHECK(m_database->execute("DELETE FROM cache_lines WHERE dockerfile = ? AND stage = ?", {dockerfile, stage}));
        for (const LineRecord& line : lines) {
            SW_CHECK(m_database->execute("INSERT OR REPLACE INTO cache_lines(dockerfile, stage, position, text, key) VALUES(?,?,?,?,?)",
                                         {dockerfile, stage, number(line.position), line.text, line.key.hex()}));
        }
        return {};
    });
}

Result<std::optional<CacheIndex::Memo>> CacheIndex::memo(const Hash128& about) {
    SW_TRY(const auto rows, m_database->query("SELECT digest, bytes, files, of_bytes FROM cache_memos WHERE about = ?", {about.hex()}));
    if (rows.empty()) {
        return std::nullopt;
    }
    Memo memo;
    SW_TRY(memo.digest, Hash128::parse(rows.front().text(0)));
    memo.bytes = static_cast<std::uint64_t>(rows.front().integer(1));
    memo.files = static_cast<std::uint64_t>(rows.front().integer(2));
    memo.ofBytes = static_cast<std::uint64_t>(rows.front().integer(3));
    return memo;
}

Result<void> CacheIndex::putMemo(const Hash128& about, const Memo& memo) {
    return m_database->execute("INSERT OR REPLACE INTO cache_memos(about, digest, bytes, files, of_bytes) VALUES(?,?,?,?,?)",
                               {about.hex(), memo.digest.hex(), number(memo.bytes), number(memo.files), number(memo.ofBytes)});
}

Result<void> CacheIndex::putFiles(const Hash128& content, const std::vector<FileFact>& files) {
    if (files.size() > kFilesKept) {
        return {};
    }
    nlohmann::json list = nlohmann::json::array();
    for (const FileFact& file : files) {
        list.push_back({file.name, file.what.hex()});
    }
    return m_database->execute("INSERT OR IGNORE INTO cache_files(content, list) VALUES(?,?)",
                               {content.hex(), list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)});
}

Result<std::optional<std::vector<FileFact>>> CacheIndex::files(const Hash128& content) {
    SW_TRY(const auto rows, m_database->query("SELECT list FROM cache_files WHERE content = ?", {content.hex()}));
    const nlohmann::json list = rows.empty() ? nlohmann::json() : nlohmann::json::parse(rows.front().text(0), nullptr, false);
    if (!list.is_array()) {
        return std::nullopt;
    }
    std::vector<FileFact> files;
    for (const auto& item : list) {
        if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string()) {
            SW_TRY(const Hash128 what, Hash128::parse(item[1].get<std::string>()));
            files.push_back({item[0].get<std::string>(), what});
        }
    }
    return files;
}

} // namespace sw::cache
