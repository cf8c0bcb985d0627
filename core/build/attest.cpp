#include "core/build/attest.h"

#include "core/build/output.h"

namespace sw::build {

namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

Failure usage(std::string message) { return failure(ErrorCode::Invalid, std::move(message)); }

Result<bool> boolOf(const std::string& option, const std::string& name, const std::string& value) {
    const auto parsed = parseBool(value);
    if (!parsed) {
        return usage(option + ": " + name + "=" + value + " is neither true nor false");
    }
    return *parsed;
}

Result<void> readProvenance(AttestOptions& all, const Attributes& attributes, const std::string& option) {
    ProvenanceOptions options;
    bool disabled = false;
    for (const auto& [name, value] : attributes) {
        if (name == "type") {
            continue;
        }
        if (name == "disabled") {
            SW_TRY(disabled, boolOf(option, name, value));
        } else if (name == "mode") {
            if (value != "min" && value != "max") {
                return usage(option + ": mode=" + value + " is not known: use min or max");
            }
            options.max = value == "max";
        } else if (name == "version") {
            if (value != "v1" && value != "v0.2") {
                return usage(option + ": version=" + value + " is not known: SLSA provenance is written as v0.2 or v1");
            }
            options.v1 = value == "v1";
        } else if (name == "builder-id") {
            options.builderId = value;
        } else if (name == "reproducible") {
            SW_TRY(options.reproducible, boolOf(option, name, value));
        } else if (name != "inline-only" && name != "filename") {
            return usage(option + ": there is no attribute '" + name + "'");
        }
    }
    all.provenance = disabled ? std::nullopt : std::optional(std::move(options));
    return {};
}

Result<void> readSbom(AttestOptions& all, const Attributes& attributes, const std::string& option) {
    bool disabled = false;
    for (const auto& [name, value] : attributes) {
        if (name == "type") {
            continue;
        }
        if (name == "disabled") {
            SW_TRY(disabled, boolOf(option, name, value));
        } else if (name == "generator") {
            return usage(option + ": the list of packages is made by Stagewright itself, no scanner image is run: leave generator out");
        } else {
            return usage(option + ": there is no attribute '" + name + "'");
        }
    }
    all.sbom = !disabled;
    return {};
}

} // namespace

Result<void> AttestOptions::addAttest(std::string_view text) {
    const std::string option = "--attest " + std::string(text);
    SW_TRY(const Attributes attributes, parseAttributes(text, "--attest"));
    for (const auto& [name, value] : attributes) {
        if (name != "type") {
            continue;
        }
        if (value == "provenance") {
            return readProvenance(*this, attributes, option);
        }
        if (value == "sbom") {
            return readSbom(*this, attributes, option);
        }
        return usage(option + ": type=" + value + " is not known: use provenance or sbom");
    }
    return usage(option + " has no type: use type=provenance or type=sbom");
}

Result<void> AttestOptions::addProvenance(std::string_view text) {
    const std::string option = "--provenance=" + std::string(text);
    if (const auto on = parseBool(text)) {
        provenance = *on ? std::optional(ProvenanceOptions()) : std::nullopt;
        return {};
    }
    SW_TRY(const Attributes attributes, parseAttributes(text, "--provenance"));
    return readProvenance(*this, attributes, option);
}

Result<void> AttestOptions::addSbom(std::string_view text) {
    if (const auto on = parseBool(text)) {
        sbom = *on;
        return {};
    }
    SW_TRY(const Attributes attributes, parseAttributes(text, "--sbom"));
    return readSbom(*this, attributes, "--sbom=" + std::string(text));
}

} // namespace sw::build
