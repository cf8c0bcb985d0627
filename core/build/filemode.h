#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sw::build {

/// --chmod: an octal number up to 07777 or symbolic clauses ("u=rwX,g+s").
class FileMode {
public:
    static Result<FileMode> parse(std::string_view text);
    std::uint32_t apply(std::uint32_t mode, bool directory) const;
    bool isNumber() const { return m_clauses.empty(); }

private:
    struct Clause {
        std::uint32_t who = 0; ///< mask of rwx bits: 0700, 0070, 0007 and their sum
        char operation = '=';
        std::uint32_t bits = 0; ///< rwx of "who" as 0..7
        bool conditionalExecute = false, setId = false, sticky = false;
        char copyFrom = '\0'; ///< 'u', 'g', 'o': permissions taken from there
    };
    std::uint32_t m_number = 0;
    std::vector<Clause> m_clauses;
};

} // namespace sw::build
