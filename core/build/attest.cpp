#include "core/build/attest.h"

#include "core/build/output.h"

namespace sw::build {

namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

/// Reads the attributes of one option, `option` being the whole of it as it was given.
class Reader {
public:
    explicit Reader(std::string option) : m_option(std::move(option)) {}

    Failure wrong(const Sentence& message) const { return failure(ErrorCode::Invalid, say("%1: %2", m_option, message)); }

    Result<void> readProvenance(AttestOptions& all, const Attributes& attributes) const {
        ProvenanceOptions options;
        SW_TRY(const bool disabled, read(attributes, [&](const std::string& name, const std::string& value) -> Result<bool> {
            if (name == "mode") {
                if (value != "min" && value != "max") {
                    return wrong(say("mode=%1 is not known: use min or max", value));
                }
                options.max = value == "max";
            } else if (name == "version") {
                if (value != "v1" && value != "v0.2") {
                    return wrong(say("version=%1 is not known: SLSA provenance is written as v0.2 or v1", value));
                }
                options.v1 = value == "v1";
            } else if (name == "builder-id") {
                options.builderId = value;
            } else if (name == "reproducible") {
                SW_TRY(options.reproducible, boolOf(name, value));
            } else {
                return name == "inline-only" || name == "filename";
            }
            return true;
        }));
        all.provenance = disabled ? std::nullopt : std::optional(std::move(options));
        return {};
    }

    Result<void> readSbom(AttestOptions& all, const Attributes& attributes) const {
        SW_TRY(const bool disabled, read(attributes, [&](const std::string& name, const std::string&) -> Result<bool> {
            if (name == "generator") {
                return wrong(say("the list of packages is made by Stagewright itself, no scanner image is run: leave generator out"));
            }
            return false;
        }));
        all.sbom = !disabled;
        return {};
    }

private:
    Result<bool> boolOf(const std::string& name, const std::string& value) const {
        const auto parsed = parseBool(value);
        return parsed ? Result<bool>(*parsed) : wrong(say("%1=%2 is neither true nor false", name, value));
    }

    /// Hands over every attribute but the two that all types have; `take` says whether it knows the name. Gives `disabled`.
    template <typename Take> Result<bool> read(const Attributes& attributes, const Take& take) const {
        bool disabled = false;
        for (const auto& [name, value] : attributes) {
            if (name == "type") {
                continue;
            }
            if (name == "disabled") {
                SW_TRY(disabled, boolOf(name, value));
                continue;
            }
            SW_TRY(const bool known, take(name, value));
            if (!known) {
                return wrong(say("there is no attribute '%1'", name));
            }
        }
        return disabled;
    }

    std::string m_option;
};

} // namespace

Result<void> AttestOptions::addAttest(std::string_view text) {
    const Reader reader("--attest " + std::string(text));
    SW_TRY(const Attributes attributes, parseAttributes(text, "--attest"));
    for (const auto& [name, value] : attributes) {
        if (name != "type") {
            continue;
        }
        if (value == "provenance") {
            return reader.readProvenance(*this, attributes);
        }
        if (value == "sbom") {
            return reader.readSbom(*this, attributes);
        }
        return reader.wrong(say("type=%1 is not known: use provenance or sbom", value));
    }
    return reader.wrong(say("there is no type: use type=provenance or type=sbom"));
}

Result<void> AttestOptions::addProvenance(std::string_view text) {
    if (const auto on = parseBool(text)) {
        provenance = *on ? std::optional(ProvenanceOptions()) : std::nullopt;
        return {};
    }
    SW_TRY(const Attributes attributes, parseAttributes(text, "--provenance"));
    return Reader("--provenance=" + std::string(text)).readProvenance(*this, attributes);
}

Result<void> AttestOptions::addSbom(std::string_view text) {
    if (const auto on = parseBool(text)) {
        sbom = *on;
        return {};
    }
    SW_TRY(const Attributes attributes, parseAttributes(text, "--sbom"));
    return Reader("--sbom=" + std::string(text)).readSbom(*this, attributes);
}

} // namespace sw::build
