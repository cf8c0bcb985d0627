#include "core/dockerfile/mounts.h"

#include "core/dockerfile/gotext.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace sw::dockerfile {

namespace {

constexpr std::array<std::string_view, 5> kTypes = {"bind", "cache", "tmpfs", "secret", "ssh"};
constexpr std::array<std::string_view, 3> kSharing = {"shared", "private", "locked"};
constexpr std::array<std::string_view, 19> kKeys = {
    "type", "from", "source", "target", "readonly",    "id", "sharing", "required",  "size", "mode",
    "uid",  "gid",  "src",    "dst",    "destination", "ro", "rw",      "readwrite", "env"};

Failure invalid(Sentence message) { return failure(ErrorCode::Invalid, std::move(message)); }

Failure invalid(Sentence message, std::string_view word, std::span<const std::string_view> names) {
    const std::optional<std::string> near = nearestName(word, names, true);
    return invalid(near ? say("%1 (did you mean %2?)", message, *near) : std::move(message));
}

std::optional<bool> readBool(std::string_view text) {
    for (const std::string_view yes : {"1", "t", "T", "TRUE", "true", "True"}) {
        if (text == yes) {
            return true;
        }
    }
    for (const std::string_view no : {"0", "f", "F", "FALSE", "false", "False"}) {
        if (text == no) {
            return false;
        }
    }
    return std::nullopt;
}

bool isNumber(std::string_view text, unsigned base) {
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c >= static_cast<char>('0' + base)) {
            return false;
        }
        value = value * base + static_cast<std::uint64_t>(c - '0');
        if (value > std::numeric_limits<std::uint32_t>::max()) {
            return false;
        }
    }
    return !text.empty();
}

/// "64m", "1.5 GiB", "100": a number, blanks, and a unit of powers of 1024.
bool isMemorySize(std::string_view text) {
    std::size_t at = 0;
    bool digits = false;
    while (at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.')) {
        digits = digits || text[at] != '.';
        ++at;
    }
    if (!digits || std::ranges::count(text.substr(0, at), '.') > 1) {
        return false;
    }
    if (at < text.size() && text[at] == ' ') {
        ++at;
    }
    const std::string unit = lowered(text.substr(at));
    static constexpr std::array<std::string_view, 20> kUnits = {"",  "b",  "k",   "kb",  "kib", "m",   "mb",
                                                                "mib", "g",  "gb",  "gib", "t",   "tb",  "tib",
                                                                "p", "pb", "pib", "e",   "eb",  "eib"};
    return std::ranges::find(kUnits, unit) != kUnits.end();
}

class MountReader {
public:
    explicit MountReader(const MountExpander& expand) : m_expand(expand) {}

    Result<Mount> read(std::string_view text) {
        auto fields = splitCsv(text);
        if (!fields) {
            return invalid(say("failed to parse csv mounts: %1", fields.error().message));
        }
        for (const std::string& field : *fields) {
            const std::string_view key = std::string_view(field).substr(0, field.find('='));
            if (Result<void> good = readField(field); !good && (m_expand || lowered(key) == "from")) {
                return std::unexpected(std::move(good).error());
            }
        }
        if (m_expand) {
            SW_CHECK(checkWhole());
        }
        return std::move(m_mount);
    }

private:
    Result<void> readField(const std::string& field) {
        const std::size_t equals = field.find('=');
        const std::string key = lowered(std::string_view(field).substr(0, equals));
        if (equals == std::string::npos) {
            return readLoneKey(key, field);
        }
        std::string value = field.substr(equals + 1);
        if (key == "from") {
            const std::size_t dollar = value.find('$');
            if (dollar != std::string::npos && dollar + 1 != value.size()) {
                return invalid(say("'from' doesn't support variable expansion, define alias stage instead"));
            }
        } else if (m_expand) {
            SW_TRY(value, m_expand(value));
        }
        const bool open = !m_expand && value.contains('$');
        return readPair(key, value, field, open);
    }

    Result<void> readLoneKey(const std::string& key, const std::string& field) {
        if (key == "readonly" || key == "ro" || key == "readwrite" || key == "rw") {
            m_mount.readOnly = key.starts_with("reado") || key == "ro";
            return {};
        }
        if (key == "required") {
            m_mount.required = true;
            return checkRequired();
        }
        return invalid(say("invalid field '%1' must be a key=value pair", field));
    }

    Result<void> checkRequired() {
        if (m_typeOpen || m_mount.type == MountType::Secret || m_mount.type == MountType::Ssh) {
            return {};
        }
        return invalid(unexpectedKey("required"));
    }

    Sentence unexpectedKey(std::string_view key) const {
        return say("unexpected key '%1' for mount type '%2'", key, typeName());
    }

    std::string_view typeName() const { return kTypes[static_cast<std::size_t>(m_mount.type)]; }

    static Failure badValue(std::string_view key, std::string_view value) {
        return invalid(say("invalid value for %1: %2", key, value));
    }

    /// `open`: the value holds variables that are not expanded yet.
    Result<void> readPair(const std::string& key, const std::string& value, const std::string& field, bool open) {
        if (key == "type") {
            return readType(value, open);
        }
        if (key == "sharing") {
            return readSharing(value, open);
        }
        if (key == "from") {
            m_mount.from = value;
        } else if (key == "source" || key == "src") {
            m_mount.source = value;
        } else if (key == "target" || key == "dst" || key == "destination") {
            m_mount.target = value;
        } else if (key == "id") {
            m_mount.id = value;
        } else if (key == "env") {
            m_mount.env = value;
        } else if (key == "size") {
            return readSize(value, open);
        } else if (key == "mode" || key == "uid" || key == "gid") {
            return readNumber(key, value, open);
        } else if (key == "required" || key == "readonly" || key == "ro" || key == "readwrite" || key == "rw") {
            return readSwitch(key, value, open);
        } else {
            return invalid(say("unexpected key '%1' in '%2'", key, field), key, kKeys);
        }
        return {};
    }

    Result<void> readType(const std::string& value, bool open) {
        const auto* found = std::ranges::find(kTypes, std::string_view(lowered(value)));
        if (open) {
            m_typeOpen = true;
        } else if (found == kTypes.end()) {
            return invalid(say("unsupported mount type %1", inQuotes(value)), value, kTypes);
        } else {
            m_mount.type = static_cast<MountType>(found - kTypes.begin());
        }
        return {};
    }

    Result<void> readSharing(const std::string& value, bool open) {
        const auto* found = std::ranges::find(kSharing, std::string_view(lowered(value)));
        m_hasSharing = true;
        if (found != kSharing.end()) {
            m_mount.sharing = static_cast<CacheSharing>(found - kSharing.begin());
        } else if (!open) {
            return invalid(say("unsupported sharing value %1", inQuotes(value)), value, kSharing);
        }
        return {};
    }

    Result<void> readSize(const std::string& value, bool open) {
        if (!m_typeOpen && m_mount.type != MountType::Tmpfs) {
            return invalid(unexpectedKey("size"));
        }
        if (!open && !isMemorySize(value)) {
            return badValue("size", value);
        }
        m_mount.size = value;
        return {};
    }

    Result<void> readNumber(const std::string& key, const std::string& value, bool open) {
        if (!open && !isNumber(value, key == "mode" ? 8 : 10)) {
            return invalid(say("invalid value %1 for %2", value, key));
        }
        (key == "mode" ? m_mount.mode : key == "uid" ? m_mount.uid : m_mount.gid) = value;
        return {};
    }

    Result<void> readSwitch(const std::string& key, const std::string& value, bool open) {
        if (key == "required") {
            SW_CHECK(checkRequired());
        }
        const std::optional<bool> flag = readBool(value);
        if (!flag) {
            return open ? Result<void>() : badValue(key, value);
        }
        if (key == "required") {
            m_mount.required = *flag;
        } else {
            m_mount.readOnly = key == "readonly" || key == "ro" ? *flag : !*flag;
        }
        return {};
    }

    Result<void> checkWhole() const {
        if (m_typeOpen) {
            return {};
        }
        const bool ownable = m_mount.type == MountType::Secret || m_mount.type == MountType::Ssh ||
                             m_mount.type == MountType::Cache;
        const std::string type(typeName());
        const auto refuseOwner = [&](std::string_view key) {
            return invalid(say("%1 not allowed for %2 type mounts", key, inQuotes(type)));
        };
        if (!ownable && m_mount.mode) {
            return refuseOwner("mode");
        }
        if (!ownable && m_mount.uid) {
            return refuseOwner("uid");
        }
        if (!ownable && m_mount.gid) {
            return refuseOwner("gid");
        }
        if (m_mount.type == MountType::Secret) {
            SW_CHECK(checkSecret());
        }
        if (m_hasSharing && m_mount.type != MountType::Cache) {
            return invalid(say("invalid cache sharing set for %1 mount", type));
        }
        return {};
    }

    Result<void> checkSecret() const {
        if (!m_mount.from.empty()) {
            return invalid(say("secret mount should not have a from"));
        }
        if (m_hasSharing) {
            return invalid(say("secret mount should not define sharing"));
        }
        if (m_mount.source.empty() && m_mount.target.empty() && m_mount.id.empty()) {
            return invalid(say("invalid secret mount. one of source, target required"));
        }
        if (!m_mount.source.empty() && !m_mount.id.empty()) {
            return invalid(say("both source and id can't be set"));
        }
        return {};
    }

    const MountExpander& m_expand;
    Mount m_mount;
    bool m_typeOpen = false;
    bool m_hasSharing = false;
};

} // namespace

Result<std::vector<std::string>> splitCsv(std::string_view text) {
    if (text.empty()) {
        return invalid(say("the value is empty"));
    }
    std::vector<std::string> fields;
    std::size_t at = 0;
    while (true) {
        std::string field;
        if (at < text.size() && text[at] == '"') {
            ++at;
            while (true) {
                const std::size_t close = text.find('"', at);
                if (close == std::string_view::npos) {
                    return invalid(say("a quote is not closed"));
                }
                field += text.substr(at, close - at);
                at = close + 1;
                if (at >= text.size() || text[at] != '"') {
                    break;
                }
                field += '"';
                ++at;
            }
            if (at < text.size() && text[at] != ',') {
                return invalid(say("a quoted field goes on behind its quote"));
            }
        } else {
            const std::size_t end = std::min(text.find(',', at), text.size());
            field = text.substr(at, end - at);
            at = end;
            if (field.contains('"')) {
                return invalid(say("a quote stands inside a field that does not begin with one"));
            }
        }
        fields.push_back(std::move(field));
        if (at >= text.size()) {
            return fields;
        }
        ++at;
    }
}

Result<Mount> readMount(std::string_view value, const MountExpander& expand) { return MountReader(expand).read(value); }

} // namespace sw::dockerfile
