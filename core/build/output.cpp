#include "core/build/output.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sw::build {

namespace {

Failure usage(Sentence message) { return failure(ErrorCode::Invalid, std::move(message)); }

/// A line of CSV: a field that begins with a quote ends with one, and holds "" for a quote.
Result<std::vector<std::string>> splitCsv(std::string_view text, std::string_view option) {
    std::vector<std::string> fields;
    for (std::size_t at = 0; at <= text.size();) {
        std::string field;
        if (at < text.size() && text[at] == '"') {
            for (++at;; ++at) {
                if (at >= text.size()) {
                    return usage(say("%1 %2: a quote is not closed", option, text));
                }
                if (text[at] != '"') {
                    field += text[at];
                } else if (at + 1 < text.size() && text[at + 1] == '"') {
                    field += text[at++];
                } else {
                    break;
                }
            }
            if (++at < text.size() && text[at] != ',') {
                return usage(say("%1 %2: a comma is missing behind a quote", option, text));
            }
        } else {
            const std::size_t end = std::min(text.find(',', at), text.size());
            field = text.substr(at, end - at);
            at = end;
        }
        fields.push_back(std::move(field));
        ++at;
    }
    return fields;
}

struct Type {
    std::string_view name;
    OutputKind kind;
    store::ExportFormat format;
};
constexpr std::array<Type, 9> kTypes = {{
    {"store", OutputKind::Store, store::ExportFormat::OciArchive},
    {"image", OutputKind::Store, store::ExportFormat::OciArchive},
    {"registry", OutputKind::Store, store::ExportFormat::OciArchive},
    {"oci", OutputKind::Archive, store::ExportFormat::OciArchive},
    {"docker", OutputKind::Archive, store::ExportFormat::DockerArchive},
    {"tar", OutputKind::Files, store::ExportFormat::RootTar},
    {"local", OutputKind::Files, store::ExportFormat::LocalDirectory},
    {"moby", OutputKind::Docker, store::ExportFormat::DockerArchive},
    {"cacheonly", OutputKind::Nothing, store::ExportFormat::OciArchive},
}};

/// Attributes of BuildKit's that have nothing to change here.
constexpr std::array<std::string_view, 6> kWithoutEffect = {"unpack",    "prefer-nondist-layers", "force-inline",
                                                            "buildinfo", "buildinfo-attrs",       "context"};

/// Attributes that are true or false, and those that may also be left open.
struct Flag {
    std::string_view name;
    bool& (*of)(Output& output, bool& tar);
};
constexpr std::array<Flag, 8> kFlags = {{
    {"tar", [](Output&, bool& tar) -> bool& { return tar; }},
    {"push", [](Output& o, bool&) -> bool& { return o.push; }},
    {"push-by-digest", [](Output& o, bool&) -> bool& { return o.pushByDigest; }},
    {"store", [](Output& o, bool&) -> bool& { return o.keep; }},
    {"name-canonical", [](Output& o, bool&) -> bool& { return o.nameCanonical; }},
    {"registry.insecure", [](Output& o, bool&) -> bool& { return o.options.insecureRegistry; }},
    {"oci-artifact", [](Output& o, bool&) -> bool& { return o.options.attestationArtifacts; }},
    {"force-compression", [](Output& o, bool&) -> bool& { return o.options.forceCompression; }},
}};
struct Choice {
    std::string_view name;
    std::optional<bool>& (*of)(Output& output);
};
constexpr std::array<Choice, 3> kChoices = {{
    {"oci-mediatypes", [](Output& o) -> std::optional<bool>& { return o.options.ociMediaTypes; }},
    {"rewrite-timestamp", [](Output& o) -> std::optional<bool>& { return o.rewriteTimestamp; }},
    {"platform-split", [](Output& o) -> std::optional<bool>& { return o.options.platformSplit; }},
}};

/// Reads one output's attributes into the value.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    Result<Output> read() {
        SW_TRY(const auto attributes, parseAttributes(m_text, "--output"));
        SW_CHECK(readType(attributes));
        for (const auto& [name, value] : attributes) {
            SW_CHECK(readAttribute(name, value));
        }
        SW_CHECK(finish());
        return std::move(m_out);
    }

private:
    Failure wrong(const Sentence& message) const { return usage(say("--output %1: %2", m_text, message)); }

    Result<void> readType(const std::vector<std::pair<std::string, std::string>>& attributes) {
        for (const auto& [name, value] : attributes) {
            if (name == "type") {
                m_type = value;
            }
        }
        const auto type = std::ranges::find(kTypes, m_type, &Type::name);
        if (type == kTypes.end()) {
            return usage(say("--output type=%1 is not known: use oci, docker, tar, local, store, image or registry", m_type));
        }
        m_out.kind = type->kind;
        m_out.options.format = type->format;
        m_out.push = m_type == "registry";
        return {};
    }

    Result<void> readBool(const std::string& name, const std::string& value, bool& out) {
        const auto parsed = value.empty() ? std::optional(true) : parseBool(value);
        if (!parsed) {
            return wrong(say("%1=%2 is neither true nor false", name, value));
        }
        out = *parsed;
        return {};
    }

    Result<void> readOptional(const std::string& name, const std::string& value, std::optional<bool>& out) {
        bool parsed = false;
        SW_CHECK(readBool(name, value, parsed));
        out = parsed;
        return {};
    }

    Result<void> readCompression(const std::string& value) {
        m_compressionGiven = true;
        if (value == "gzip") {
            m_out.options.compression = oci::Compression::Gzip;
        } else if (value == "zstd") {
            m_out.options.compression = oci::Compression::Zstd;
        } else if (value == "uncompressed") {
            m_out.options.compression = oci::Compression::None;
        } else if (value == "estargz" || value == "nydus") {
            return wrong(say("compression=%1 is not made here: use uncompressed, gzip or zstd", value));
        } else {
            return wrong(say("compression=%1 is not known: use uncompressed, gzip or zstd", value));
        }
        return {};
    }

    Result<void> readLevel(const std::string& value) {
        int level = 0;
        const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), level);
        if (code != std::errc() || end != value.data() + value.size()) {
            return wrong(say("compression-level=%1 is not a whole number", value));
        }
        m_out.options.compressionLevel = level;
        return {};
    }

    Result<void> readAttribute(const std::string& name, const std::string& value) {
        store::ExportOptions& options = m_out.options;
        if (name == "type" || std::ranges::find(kWithoutEffect, name) != kWithoutEffect.end()) {
            return {};
        }
        if (const auto flag = std::ranges::find(kFlags, name, &Flag::name); flag != kFlags.end()) {
            return readBool(name, value, flag->of(m_out, m_tar));
        }
        if (const auto choice = std::ranges::find(kChoices, name, &Choice::name); choice != kChoices.end()) {
            return readOptional(name, value, choice->of(m_out));
        }
        if (name == "dest") {
            options.destination = value;
        } else if (name == "name") {
            for (std::size_t at = 0; at <= value.size();) {
                const std::size_t end = std::min(value.find(',', at), value.size());
                SW_CHECK(addName(value.substr(at, end - at)));
                at = end + 1;
            }
        } else if (name == "dangling-name-prefix") {
            m_out.danglingPrefix = value;
        } else if (name == "compression") {
            return readCompression(value);
        } else if (name == "compression-level") {
            return readLevel(value);
        } else if (name == "attestation-prefix") {
            options.attestationPrefix = value;
        } else if (name == "mode") {
            if (value != "copy" && value != "delete") {
                return wrong(say("mode=%1 is not known: use copy or delete", value));
            }
            options.deleteOthers = value == "delete";
        } else {
            const auto annotation = options.annotations.addAttribute(name, value);
            if (!annotation) {
                return wrong(annotation.error().text());
            }
            if (!*annotation) {
                return wrong(say("there is no attribute '%1'", name));
            }
        }
        return {};
    }

    Result<void> addName(const std::string& name) {
        if (name.empty()) {
            return {};
        }
        if (const auto reference = oci::Reference::parse(name); !reference) {
            return wrong(say("'%1' is not an image name: %2", name, reference.error().text()));
        }
        m_out.names.push_back(name);
        return {};
    }

    Result<void> finish() {
        store::ExportOptions& options = m_out.options;
        if (!m_compressionGiven && (options.forceCompression || options.compressionLevel >= 0)) {
            options.compression = oci::Compression::Gzip; // BuildKit's usual one
        }
        const int highest = options.compression == oci::Compression::Zstd ? 22 : 9;
        if (options.compressionLevel > highest || options.compressionLevel < -1) {
            return wrong(say("compression-level=%1 is out of range: gzip takes 0 to 9, zstd 0 to 22", options.compressionLevel));
        }
        const bool folder = m_out.kind == OutputKind::Archive && !m_tar;
        if (folder) {
            options.format = m_type == "docker" ? store::ExportFormat::DockerDirectory : store::ExportFormat::OciDirectory;
        }
        if (m_out.kind == OutputKind::Archive && m_type == "docker" && options.destination.empty() && m_tar) {
            m_out.kind = OutputKind::Docker; // as buildx has it
        }
        const bool needsFolder = folder || options.format == store::ExportFormat::LocalDirectory;
        if (needsFolder && (options.destination.empty() || options.destination == "-")) {
            return usage(folder ? say("--output type=%1,tar=false needs dest=DIRECTORY", m_type) : say("--output type=%1 needs dest=DIRECTORY", m_type));
        }
        if (options.destination.empty() && (m_out.kind == OutputKind::Archive || m_out.kind == OutputKind::Files)) {
            options.destination = "-";
        }
        return {};
    }

    std::string_view m_text;
    std::string m_type;
    bool m_tar = true;
    bool m_compressionGiven = false;
    Output m_out;
};

} // namespace

std::optional<bool> parseBool(std::string_view text) {
    for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"}) {
        if (text == yes) {
            return true;
        }
    }
    for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"}) {
        if (text == no) {
            return false;
        }
    }
    return std::nullopt;
}

Result<std::vector<std::pair<std::string, std::string>>> parseAttributes(std::string_view text, std::string_view option) {
    SW_TRY(const auto fields, splitCsv(text, option));
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string& field : fields) {
        const std::size_t equals = field.find('=');
        if (equals == std::string::npos) {
            return usage(say("%1 %2: '%3' is not KEY=VALUE", option, text, field));
        }
        out.emplace_back(field.substr(0, equals), field.substr(equals + 1));
    }
    return out;
}

Result<Output> parseOutput(std::string_view text) {
    if (!text.contains('=')) { // docker build -o DIR, -o -
        if (text.empty()) {
            return usage(say("--output needs a value: type=oci|docker|tar|local|store[,dest=PATH], or a folder"));
        }
        Output output;
        output.kind = OutputKind::Files;
        output.options.format = text == "-" ? store::ExportFormat::RootTar : store::ExportFormat::LocalDirectory;
        output.options.destination = text;
        return output;
    }
    return Reader(text).read();
}

} // namespace sw::build
