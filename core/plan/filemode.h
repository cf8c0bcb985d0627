#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sw::plan {

/// --chmod: an octal number up to 07777 or symbolic clauses ("u=rwX,g+s"). The clauses are those of BSD's setmode as BuildKit
/// uses it (tonistiigi/dchapes-mode): '=' also clears the set-id bits of those named, 'X' looks at the mode before any
/// clause, "o+s" and "o+t" do nothing, and without "who" a 't' leaves the permissions of its clause alone.
class FileMode {
public:
    static Result<FileMode> parse(std::string_view text);
    std::uint32_t apply(std::uint32_t mode, bool directory) const;
    bool isNumber() const { return !m_symbolic; }
    std::uint32_t number() const { return m_number; }

private:
    struct Change {
        enum class Kind : std::uint8_t { Set, Clear, SetIfExecutable, ClearIfExecutable, Copy } kind = Kind::Set;
        std::uint32_t bits = 0;      ///< of the mode; Copy: the classes that get a copy (mask of 0777)
        char from = '\0';            ///< Copy: 'u', 'g' or 'o'
        char operation = '\0';       ///< Copy: '+', '-' or '='
    };
    Result<void> parseClause(std::string_view text, std::size_t& at);
    bool m_symbolic = false;
    std::uint32_t m_number = 0;
    std::vector<Change> m_changes;
};

} // namespace sw::plan
