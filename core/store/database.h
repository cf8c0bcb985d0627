#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace sw::store {

/// A small face on SQLite: one connection guarded by a mutex, WAL, busy time-out, prepared statements kept.
/// Values are text, blobs (std::string), integers or null.
class Database {
public:
    using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
    struct Row {
        std::vector<Value> values;
        std::int64_t integer(std::size_t column) const;
        const std::string& text(std::size_t column) const; ///< "" for null
        bool isNull(std::size_t column) const;
    };

    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    ~Database();

    Result<std::vector<Row>> query(std::string_view sql, const std::vector<Value>& arguments = {});
    /// Differs from an earlier one whenever something was written in between, by this connection or another; of two databases it is
    /// never the same.
    struct Version {
        std::uint64_t connection = 0; ///< within this process
        std::int64_t others = 0, own = 0;
        bool operator==(const Version&) const = default;
    };
    Result<Version> version();
    Result<void> execute(std::string_view sql, const std::vector<Value>& arguments = {});
    /// All or nothing; nested calls are not allowed.
    Result<void> transaction(const std::function<Result<void>()>& body);

private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace sw::store
