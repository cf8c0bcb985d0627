#include "core/store/database.h"

#include "core/io/filelock.h"

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <mutex>

namespace sw::store {

namespace {
constexpr int kLogPages = 100;
constexpr int kBusyMilliseconds = 20'000;
const std::string kEmpty;
} // namespace

std::int64_t Database::Row::integer(std::size_t column) const {
    const auto* value = std::get_if<std::int64_t>(&values.at(column));
    return value == nullptr ? 0 : *value;
}

const std::string& Database::Row::text(std::size_t column) const {
    const auto* value = std::get_if<std::string>(&values.at(column));
    return value == nullptr ? kEmpty : *value;
}

bool Database::Row::isNull(std::size_t column) const { return std::holds_alternative<std::nullptr_t>(values.at(column)); }

struct Database::State {
    sqlite3* handle = nullptr;
    std::recursive_mutex mutex;
    std::map<std::string, sqlite3_stmt*, std::less<>> statements;
    bool inTransaction = false;
    const std::uint64_t number = ++opened;

    static inline std::atomic<std::uint64_t> opened = 0;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        for (const auto& [sql, statement] : statements) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(handle);
    }

    Failure failed(std::string_view what) const {
        const int code = sqlite3_errcode(handle);
        const ErrorCode kind = code == SQLITE_BUSY || code == SQLITE_LOCKED         ? ErrorCode::Busy
                               : code == SQLITE_CORRUPT || code == SQLITE_NOTADB    ? ErrorCode::Corrupt
                               : code == SQLITE_READONLY || code == SQLITE_CANTOPEN ? ErrorCode::Permission
                                                                                    : ErrorCode::Io;
        return failure(kind, say("%1: %2", what, sqlite3_errmsg(handle)));
    }

    Result<sqlite3_stmt*> statement(std::string_view sql) {
        if (const auto found = statements.find(sql); found != statements.end()) {
            return found->second;
        }
        sqlite3_stmt* prepared = nullptr;
        if (sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) !=
            SQLITE_OK) {
            return failed("The store's database does not understand a statement");
        }
        statements.emplace(sql, prepared);
        return prepared;
    }
};

namespace {

int bindValue(sqlite3_stmt* statement, int position, const Database::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return sqlite3_bind_int64(statement, position, *number);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, position);
}

Database::Value columnValue(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_NULL: return nullptr;
    default: break;
    }
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const int size = sqlite3_column_bytes(statement, column);
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

} // namespace

Database::Database(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Database::~Database() = default;

/// A new database is switched to write-ahead logging, one process at a time: of two that do it at once SQLite refuses one
/// without waiting, since each would wait for the other.
static Result<void> chooseJournal(Database& database, const std::filesystem::path& file) {
    const auto isLogging = [&]() -> Result<bool> {
        SW_TRY(const auto rows, database.query("PRAGMA journal_mode"));
        return !rows.empty() && rows.front().text(0) == "wal";
    };
    SW_TRY(const bool already, isLogging());
    if (already) {
        return {};
    }
    const std::filesystem::path lockFile = file.string() + ".lock";
    SW_TRY(io::FileLock alone, io::FileLock::acquire(lockFile));
    auto done = database.execute("PRAGMA journal_mode=WAL");
    alone.remove(lockFile);
    return done;
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
    auto state = std::make_unique<State>();
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(file.c_str(), &state->handle, flags, nullptr) != SQLITE_OK) {
        return state->failed("Cannot open the database '" + file.string() + "'");
    }
    sqlite3_extended_result_codes(state->handle, 0);
    sqlite3_busy_timeout(state->handle, kBusyMilliseconds);
    // What was written goes into the database itself every so often, and not whenever a program ends: that would make the disk
    // write at the end of each build. The next to open reads what is left in the log, which is kept short for that.
    sqlite3_db_config(state->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_wal_autocheckpoint(state->handle, kLogPages);
    auto database = std::unique_ptr<Database>(new Database(std::move(state)));
    // NORMAL: a killed process loses nothing; a power cut at most the last commits, never the database.
    for (const char* pragma : {"PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON"}) {
        SW_CHECK(withContext(database->execute(pragma), say("opening '%1'", file.string())));
    }
    SW_CHECK(withContext(chooseJournal(*database, file), say("opening '%1'", file.string())));
    return database;
}

Result<std::vector<Database::Row>> Database::query(std::string_view sql, const std::vector<Value>& arguments) {
    const std::scoped_lock lock(m_state->mutex);
    SW_TRY(sqlite3_stmt * statement, m_state->statement(sql));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (bindValue(statement, static_cast<int>(i) + 1, arguments[i]) != SQLITE_OK) {
            return m_state->failed("Cannot give a value to the store's database");
        }
    }
    std::vector<Row> rows;
    int status = sqlite3_step(statement);
    while (status == SQLITE_ROW) {
        Row row;
        const int columns = sqlite3_column_count(statement);
        for (int column = 0; column < columns; ++column) {
            row.values.push_back(columnValue(statement, column));
        }
        rows.push_back(std::move(row));
        status = sqlite3_step(statement);
    }
    auto result = status == SQLITE_DONE ? Result<std::vector<Row>>(std::move(rows))
                                        : Result<std::vector<Row>>(m_state->failed("The store's database failed"));
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return result;
}

Result<Database::Version> Database::version() {
    const std::scoped_lock lock(m_state->mutex);
    SW_TRY(const auto rows, query("PRAGMA data_version"));
    return Version{m_state->number, rows.empty() ? 0 : rows.front().integer(0), sqlite3_total_changes64(m_state->handle)};
}

Result<void> Database::execute(std::string_view sql, const std::vector<Value>& arguments) {
    SW_TRY([[maybe_unused]] const auto rows, query(sql, arguments));
    return {};
}

Result<void> Database::transaction(const std::function<Result<void>()>& body) {
    const std::scoped_lock lock(m_state->mutex);
    if (m_state->inTransaction) {
        return failure(ErrorCode::Internal, say("Transactions of the store's database were nested"));
    }
    SW_CHECK(execute("BEGIN IMMEDIATE"));
    m_state->inTransaction = true;
    auto done = body();
    if (done) {
        done = execute("COMMIT");
    }
    if (!done) {
        [[maybe_unused]] const auto undone = execute("ROLLBACK");
    }
    m_state->inTransaction = false;
    return done;
}

} // namespace sw::store
