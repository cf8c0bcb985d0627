#include "core/checks/lintcontext.h"

#include <algorithm>
#include <array>
#include <regex>

namespace sw::checks {

using dockerfile::InstructionKind;
using dockerfile::PairArgs;

namespace {

std::string plain(std::string_view text) {
    if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
        text = text.substr(1, text.size() - 2);
    }
    return std::string(text);
}

/// Docker's guidelines for label keys (docs.docker.com, "object labels").
bool isGoodKey(std::string_view key) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (key.empty() || !lower(key.front()) || !(lower(key.back()) || digit(key.back())) || key.contains("..") || key.contains("--")) {
        return false;
    }
    for (const std::string_view reserved : {"com.docker.", "io.docker.", "org.dockerproject."}) {
        if (key.starts_with(reserved)) {
            return false;
        }
    }
    return std::ranges::all_of(key, [&](char c) { return lower(c) || digit(c) || c == '.' || c == '-'; });
}

/// Identifiers of the SPDX licence list that images carry; an expression of them with AND, OR, WITH.
bool isSpdx(const std::string& text) {
    static const std::regex kIdentifier(
        R"(^(0BSD|AFL-[123]\.[012]|AGPL-[13]\.0(-only|-or-later)?|Apache-(1\.0|1\.1|2\.0)|APSL-\d\.\d|Artistic-[12]\.0|BlueOak-1\.0\.0|BSD-[1234]-Clause(-[A-Za-z-]+)?|BSL-1\.[01]|BUSL-1\.1|CC-BY(-[A-Z]+)*-\d\.\d|CC0-1\.0|CDDL-1\.[01]|CECILL-\d\.\d|CPL-1\.0|curl|ECL-[12]\.0|EPL-[12]\.0|EUPL-1\.[012]|GFDL-\d\.\d(-[a-z-]+)?|GPL-[123]\.0(\+|-only|-or-later)?|HPND|ICU|ISC|LGPL-(2\.0|2\.1|3\.0)(\+|-only|-or-later)?|LicenseRef-[A-Za-z0-9.-]+|LPPL-1\.[0-3]c?|MIT(-0|-[A-Za-z]+)?|MPL-(1\.0|1\.1|2\.0(-no-copyleft-exception)?)|MS-PL|MS-RL|MulanPSL-[12]\.0|NCSA|NIST-PD|OFL-1\.[01]|OLDAP-\d\.\d(\.\d)?|OpenSSL|OSL-[123]\.[01]|PHP-3\.0[1]?|PostgreSQL|PSF-2\.0|Python-2\.0(\.1)?|QPL-1\.0|Ruby|SGI-B-2\.0|SSPL-1\.0|TCL|Unicode-[A-Z0-9.-]+|Unlicense|UPL-1\.0|Vim|W3C|WTFPL|X11|Zend-2\.0|Zlib|zlib-acknowledgement|ZPL-[12]\.[01])$)");
    static const std::regex kException(R"(^[A-Za-z0-9-]+-(exception|linking)[A-Za-z0-9.-]*$)");
    bool any = false;
    bool expectException = false;
    std::string word;
    const auto take = [&]() {
        if (word.empty() || word == "AND" || word == "OR") {
            word.clear();
            return true;
        }
        const bool with = word == "WITH";
        const bool good = with || std::regex_match(word, expectException ? kException : kIdentifier);
        any = any || !with;
        expectException = with;
        word.clear();
        return good;
    };
    for (const char c : text + " ") {
        if (c == ' ' || c == '(' || c == ')') {
            if (!take()) {
                return false;
            }
        } else {
            word += c;
        }
    }
    return any && !expectException;
}

struct Form {
    LabelKind kind;
    std::string_view rule;
    std::string_view message;
    const char* pattern;
};

constexpr std::array kForms = {
    Form{LabelKind::Url, "DL3052", sayLater("Write a URL in label %1."), R"(^[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]+[^\s]*$)"},
    Form{LabelKind::Rfc3339, "DL3053", sayLater("Write a time like 2025-01-31T12:00:00Z in label %1."),
         R"(^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$)"},
    Form{LabelKind::Spdx, "DL3054", sayLater("Write a licence identifier like Apache-2.0 in label %1."), nullptr},
    Form{LabelKind::Hash, "DL3055", sayLater("Write a git hash in label %1."), R"(^([0-9a-f]{7}|[0-9a-f]{40})$)"},
    Form{LabelKind::Semver, "DL3056", sayLater("Write a version like 1.2.3 in label %1."),
         R"(^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$)"},
    Form{LabelKind::Email, "DL3058", sayLater("Write an address like name@example.org in label %1."), R"(^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$)"},
};

void checkValue(LintContext& context, const Step& step, const dockerfile::KeyValue& pair, LabelKind kind) {
    const std::string value = plain(pair.value.text);
    const std::string label = plain(pair.key.text);
    if (value.empty()) {
        context.add("DL3051", step, pair.key.range, say("Give label %1 a value.", label));
        return;
    }
    const auto* form = std::ranges::find(kForms, kind, &Form::kind);
    if (form == kForms.end() || value.contains('$')) {
        return;
    }
    const bool good = form->pattern == nullptr ? isSpdx(value) : std::regex_match(value, std::regex(form->pattern));
    if (!good) {
        context.add(form->rule, step, pair.value.range, Sentence::translatable(std::string(form->message), {label}));
    }
}

} // namespace

void lintLabels(LintContext& context) {
    const LintConfig& config = context.config();
    for (const Step& step : context.steps()) {
        const auto* pairs = step.kind() == InstructionKind::Label ? step.instruction->as<PairArgs>() : nullptr;
        for (std::size_t i = 0; pairs != nullptr && i < pairs->pairs.size(); ++i) {
            const dockerfile::KeyValue& pair = pairs->pairs[i];
            const std::string label = plain(pair.key.text);
            if (!label.contains('$') && !isGoodKey(label)) {
                context.add("DL3048", step, pair.key.range,
                            say("Write label %1 in lower case with dots and dashes, outside reserved namespaces.", label));
            }
            if (const auto known = config.labels.find(label); known != config.labels.end()) {
                checkValue(context, step, pair, known->second);
            } else if (config.strictLabels) {
                context.add("DL3050", step, pair.key.range, say("Remove label %1, which the label schema does not know.", label));
            }
        }
    }
    const std::optional<std::size_t> target = context.target();
    for (const auto& [label, kind] : config.labels) {
        bool given = !target.has_value();
        for (const std::size_t stage : target ? context.chainOf(*target) : std::vector<std::size_t>()) {
            for (const Step* step : context.stepsOf(stage)) {
                const auto* pairs = step->kind() == InstructionKind::Label ? step->instruction->as<PairArgs>() : nullptr;
                given = given || (pairs != nullptr && std::ranges::any_of(pairs->pairs, [&label](const auto& pair) {
                                      return plain(pair.key.text) == label;
                                  }));
            }
        }
        if (!given) {
            context.addToStage("DL3049", *target, context.fromOf(*target).keyword, say("Add label %1 to this stage.", label));
        }
    }
}

} // namespace sw::checks
