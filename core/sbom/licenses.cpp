#include "core/sbom/spdx.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace sw::sbom {

namespace {

/// Identifiers of the SPDX licence list that package managers record. A name that is missing here is not lost: it becomes a
/// LicenseRef.
constexpr std::array kKnown = {
    std::string_view("0BSD"), std::string_view("AFL-2.1"), std::string_view("AGPL-3.0-only"), std::string_view("AGPL-3.0-or-later"),
    std::string_view("Apache-1.1"), std::string_view("Apache-2.0"), std::string_view("Artistic-1.0"), std::string_view("Artistic-1.0-Perl"),
    std::string_view("Artistic-2.0"), std::string_view("BlueOak-1.0.0"), std::string_view("BSD-1-Clause"), std::string_view("BSD-2-Clause"),
    std::string_view("BSD-3-Clause"), std::string_view("BSD-4-Clause"), std::string_view("BSL-1.0"), std::string_view("bzip2-1.0.6"),
    std::string_view("CC-BY-3.0"), std::string_view("CC-BY-4.0"), std::string_view("CC0-1.0"), std::string_view("CDDL-1.0"),
    std::string_view("curl"), std::string_view("EPL-1.0"), std::string_view("EPL-2.0"), std::string_view("FSFAP"), std::string_view("FSFUL"),
    std::string_view("FSFULLR"), std::string_view("GFDL-1.3-or-later"), std::string_view("GPL-1.0-only"), std::string_view("GPL-1.0-or-later"),
    std::string_view("GPL-2.0"), std::string_view("GPL-2.0+"), std::string_view("GPL-2.0-only"), std::string_view("GPL-2.0-or-later"),
    std::string_view("GPL-3.0"), std::string_view("GPL-3.0+"), std::string_view("GPL-3.0-only"), std::string_view("GPL-3.0-or-later"),
    std::string_view("HPND"), std::string_view("ICU"), std::string_view("ISC"), std::string_view("LGPL-2.0-only"),
    std::string_view("LGPL-2.0-or-later"), std::string_view("LGPL-2.1"), std::string_view("LGPL-2.1+"), std::string_view("LGPL-2.1-only"),
    std::string_view("LGPL-2.1-or-later"), std::string_view("LGPL-3.0-only"), std::string_view("LGPL-3.0-or-later"), std::string_view("libpng-2.0"),
    std::string_view("Libpng"), std::string_view("MIT"), std::string_view("MIT-0"), std::string_view("MPL-1.1"), std::string_view("MPL-2.0"),
    std::string_view("NCSA"), std::string_view("OFL-1.1"), std::string_view("OLDAP-2.8"), std::string_view("OpenSSL"),
    std::string_view("PostgreSQL"), std::string_view("PSF-2.0"), std::string_view("Python-2.0"), std::string_view("Sleepycat"),
    std::string_view("TCL"), std::string_view("Unicode-3.0"), std::string_view("Unlicense"), std::string_view("Vim"), std::string_view("W3C"),
    std::string_view("WTFPL"), std::string_view("X11"), std::string_view("Zlib"), std::string_view("ZPL-2.1"),
};

constexpr std::array kExceptions = {
    std::string_view("Autoconf-exception-2.0"), std::string_view("Autoconf-exception-3.0"), std::string_view("Bison-exception-2.2"),
    std::string_view("Classpath-exception-2.0"), std::string_view("GCC-exception-2.0"), std::string_view("GCC-exception-3.1"),
    std::string_view("Libtool-exception"), std::string_view("Linux-syscall-note"), std::string_view("LLVM-exception"),
    std::string_view("OpenSSL-exception"),
};

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

std::vector<std::string> tokensOf(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) {
            out.push_back(std::exchange(word, {}));
        }
    };
    for (const char c : text) {
        if (c == '(' || c == ')') {
            flush();
            out.emplace_back(1, c);
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            flush();
        } else {
            word += c;
        }
    }
    flush();
    return out;
}

std::string referenceOf(std::string_view name, std::map<std::string, std::string>& extracted) {
    std::string id = "LicenseRef-";
    for (const char c : name) {
        id += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' ? c : '-';
    }
    extracted.emplace(id, name);
    return id;
}

/// Operands and operators in turn, with brackets. Nullopt: it is no expression.
std::optional<std::string> asExpression(const std::vector<std::string>& tokens, std::map<std::string, std::string>& extracted) {
    std::string out;
    int depth = 0;
    bool wantsOperand = true;
    bool wantsException = false;
    std::map<std::string, std::string> found;
    for (const std::string& token : tokens) {
        const std::string word = upper(token);
        const bool isOperator = word == "AND" || word == "OR" || word == "WITH";
        if (token == "(") {
            if (!wantsOperand || wantsException) {
                return std::nullopt;
            }
            ++depth;
            out += "(";
        } else if (token == ")") {
            if (wantsOperand || --depth < 0) {
                return std::nullopt;
            }
            out += ")";
        } else if (isOperator != !wantsOperand) {
            return std::nullopt;
        } else if (isOperator) {
            out += " " + word + " ";
            wantsOperand = true;
            wantsException = word == "WITH";
        } else if (wantsException) {
            if (std::ranges::find(kExceptions, token) == kExceptions.end()) {
                return std::nullopt;
            }
            out += token;
            wantsOperand = wantsException = false;
        } else {
            out += std::ranges::find(kKnown, token) != kKnown.end() ? token : referenceOf(token, found);
            wantsOperand = false;
        }
    }
    if (wantsOperand || depth != 0) {
        return std::nullopt;
    }
    extracted.insert(found.begin(), found.end());
    return out;
}

} // namespace

std::string licenseExpression(std::string_view recorded, std::map<std::string, std::string>& extracted) {
    const std::vector<std::string> tokens = tokensOf(recorded);
    if (tokens.empty()) {
        return "NOASSERTION";
    }
    if (auto expression = asExpression(tokens, extracted)) {
        return std::move(*expression);
    }
    return referenceOf(recorded, extracted);
}

} // namespace sw::sbom
