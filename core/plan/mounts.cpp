#include "core/plan/mounts.h"

#include "core/base/imagepath.h"
#include "core/plan/arguments.h"

#include <cctype>
#include <charconv>
#include <cmath>

namespace sw::plan {

using dockerfile::MountType;

namespace {

} // namespace

std::optional<std::uint64_t> parseMemorySize(std::string_view text) {
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || number < 0) {
        return std::nullopt;
    }
    std::string unit;
    for (const char c : std::string_view(end, text.data() + text.size())) {
        if (c != ' ') {
            unit += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    if (unit.ends_with("ib")) {
        unit.resize(unit.size() - 2);
    } else if (unit.size() > 1 && unit.ends_with('b')) {
        unit.pop_back();
    }
    const std::string_view units = "bkmgtp";
    const std::size_t power = unit.empty() ? 0 : units.find(unit);
    if (unit.size() > 1 || power == std::string_view::npos) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(number * std::pow(1024.0, static_cast<double>(power)));
}

namespace {

Result<std::uint32_t> parseNumber(std::string_view key, std::string_view text, int base) {
    std::uint32_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (code != std::errc() || end != text.data() + text.size()) {
        return failure(ErrorCode::Invalid, say("invalid value '%1' for the mount option %2", text, key));
    }
    return value;
}

std::string_view typeName(MountType type) {
    switch (type) {
    case MountType::Bind: return "bind";
    case MountType::Cache: return "cache";
    case MountType::Tmpfs: return "tmpfs";
    case MountType::Secret: return "secret";
    case MountType::Ssh: return "ssh";
    }
    return "bind";
}

struct Fields {
    std::string source, target, id;
    std::optional<std::string> env, size, mode, uid, gid;
};

std::optional<Fields> expandFields(const dockerfile::Mount& mount, const Expand& expand) {
    Fields out;
    bool good = true;
    const auto plain = [&](const std::string& text, std::string& to) {
        const std::optional<std::string> value = expand(text);
        good = good && value.has_value();
        to = value.value_or("");
    };
    const auto optional = [&](const std::optional<std::string>& text, std::optional<std::string>& to) {
        if (text) {
            to = expand(*text);
            good = good && to.has_value();
        }
    };
    plain(mount.source, out.source);
    plain(mount.target, out.target);
    plain(mount.id, out.id);
    optional(mount.env, out.env);
    optional(mount.size, out.size);
    optional(mount.mode, out.mode);
    optional(mount.uid, out.uid);
    optional(mount.gid, out.gid);
    return good ? std::optional(std::move(out)) : std::nullopt;
}

/// Without a target these are mounted over the working directory, which the documentation does not say (BuildKit
/// dockerfile2llb/convert_runmount.go joins the two).
bool takesWorkdir(MountType type) {
    return type == MountType::Bind || type == MountType::Cache || type == MountType::Tmpfs;
}

void applyTypeDefaults(RunMount& out, const Fields& fields, const StageState& state, const Inputs& inputs) {
    const std::string target =
        fields.target.empty() ? std::string() : absolutePath(joinImagePath(state.cwd, fields.target));
    out.target = target;
    if (target.empty() && takesWorkdir(out.type)) {
        out.target = state.cwd;
    }
    switch (out.type) {
    case MountType::Bind:
        out.source = cleanImagePath(fields.source);
        break;
    case MountType::Cache: {
        out.source = cleanImagePath(fields.source);
        // The target as written: a relative one does not mean the cache of the absolute one.
        out.id = !fields.id.empty() ? fields.id : fields.target.starts_with('/') ? target
                 : fields.target.empty()         ? "."
                                                 : cleanImagePath(fields.target);
        const auto space = inputs.buildArgs.find("BUILDKIT_CACHE_MOUNT_NS");
        if (space != inputs.buildArgs.end() && !space->second.empty()) {
            out.id = space->second + "/" + out.id;
        }
        out.mode = 0755;
        break;
    }
    case MountType::Tmpfs:
        break;
    case MountType::Secret:
        out.id = !fields.source.empty() ? fields.source
                 : !fields.id.empty()   ? fields.id
                                        : std::string(baseName(cleanImagePath(fields.target)));
        out.mode = 0400;
        if (target.empty() && !fields.env) {
            out.target = "/run/secrets/" + std::string(baseName(cleanImagePath(out.id)));
        }
        break;
    case MountType::Ssh:
        out.id = !fields.source.empty() ? fields.source : !fields.id.empty() ? fields.id : "default";
        out.mode = 0600;
        break;
    }
}

} // namespace

Result<std::optional<RunMount>> resolveMount(const dockerfile::Mount& mount, const StageState& state, const Expand& expand,
                                             const Inputs& inputs) {
    const std::optional<Fields> fields = expandFields(mount, expand);
    if (!fields) {
        return std::optional<RunMount>();
    }
    RunMount out;
    out.type = mount.type;
    out.readOnly = mount.readOnly.value_or(mount.type == MountType::Bind);
    out.sharing = mount.sharing;
    out.required = mount.required;
    out.env = fields->env;
    applyTypeDefaults(out, *fields, state, inputs);
    if (takesWorkdir(mount.type) && fields->target.empty() && out.target == "/") {
        return failure(ErrorCode::Invalid, say("a %1 mount needs a target: add target=/path", typeName(mount.type)));
    }
    if (out.target == "/") {
        return failure(ErrorCode::Invalid, say("a mount cannot have the target '/'"));
    }
    if (fields->size) {
        const std::optional<std::uint64_t> size = parseMemorySize(*fields->size);
        if (!size) {
            return failure(ErrorCode::Invalid, say("invalid value '%1' for the mount option size", *fields->size));
        }
        out.size = *size;
    }
    out.owned = fields->mode || fields->uid || fields->gid;
    if (fields->mode) {
        SW_TRY(out.mode, parseNumber("mode", *fields->mode, 8));
    }
    if (fields->uid) {
        SW_TRY(out.uid, parseNumber("uid", *fields->uid, 10));
    }
    if (fields->gid) {
        SW_TRY(out.gid, parseNumber("gid", *fields->gid, 10));
    }
    return std::optional(std::move(out));
}

std::string mountText(const RunMount& mount) {
    std::string out = "type=" + std::string(typeName(mount.type));
    if (mount.context) {
        out += ",context=" + *mount.context;
    }
    if (!mount.source.empty()) {
        out += ",source=" + mount.source;
    }
    if (!mount.readOnly) {
        out += ",rw";
    }
    if (mount.type == MountType::Secret || mount.type == MountType::Ssh) {
        out += ",id=" + mount.id + (mount.required ? ",required" : "");
    }
    if (mount.env) {
        out += ",env=" + *mount.env;
    }
    if (mount.size != 0) {
        out += ",size=" + std::to_string(mount.size);
    }
    if (mount.mode != 0) {
        out += ",mode=" + std::to_string(mount.mode) + ",uid=" + std::to_string(mount.uid) + ",gid=" + std::to_string(mount.gid);
    }
    return out;
}

std::vector<KeyPart> copyDefinition(const CopyOp& op) {
    std::vector<KeyPart> parts = {{"instruction", op.add ? "ADD" : "COPY"}};
    if (!op.from && !op.context.empty()) {
        parts.push_back({"context", op.context});
    }
    for (std::size_t i = 0; i < op.sources.size(); ++i) {
        // Where a source lies does not matter, what it is called does; --parents keeps the whole path.
        const std::string& source = op.sources[i];
        const RemoteSource* remote = op.remote(i);
        parts.push_back({"source", remote != nullptr ? remote->display() + (remote->checksum.empty() ? "" : " = " + remote->checksum)
                                   : op.parents      ? source
                                                     : std::string(baseName(cleanImagePath(source)))});
    }
    for (const InlineFile& file : op.inlineFiles) {
        parts.push_back({"heredoc:" + file.name, file.content});
    }
    parts.push_back({"destination", op.destination});
    const auto optional = [&](std::string_view tag, const std::optional<std::string>& value) {
        if (value) {
            parts.push_back({std::string(tag), *value});
        }
    };
    optional("chown", op.chown);
    optional("chmod", op.chmod);
    for (const std::string& exclude : op.excludes) {
        parts.push_back({"exclude", exclude});
    }
    const auto flag = [&](std::string_view tag, bool set) {
        if (set) {
            parts.push_back({std::string(tag), "true"});
        }
    };
    flag("link", op.link);
    flag("parents", op.parents);
    flag("keep-git-dir", op.keepGitDir);
    flag("commit-times", std::ranges::any_of(op.remotes, &RemoteSource::commitTimes)); // asked for, and times are in no other part
    if (op.unpack) {
        parts.push_back({"unpack", *op.unpack ? "true" : "false"});
    }
    return parts;
}

bool isHeredocWord(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0) {
        text.remove_prefix(1);
    }
    if (!text.starts_with("<<")) {
        return false;
    }
    text.remove_prefix(2);
    if (text.starts_with('-')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) {
        text.remove_prefix(1);
    }
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
        text.remove_suffix(1);
    }
    // The rest must be one word: blanks only inside quotes.
    char quote = '\0';
    for (const char c : text) {
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '<' || std::isspace(static_cast<unsigned char>(c)) != 0) {
            return false;
        }
    }
    return !text.empty() && quote == '\0';
}

bool isFilesSource(std::string_view source) {
    return !source.starts_with("docker-image://") && !source.starts_with("oci-layout://") && !source.starts_with("target:");
}

std::string imageReference(const Inputs& inputs, const External& external) {
    if (external.kind == External::Kind::Image) {
        return external.reference;
    }
    const std::string* source =
        external.kind == External::Kind::NamedContext ? namedContext(inputs, external.reference, external.platform) : nullptr;
    if (source == nullptr || source->starts_with("target:") || isFilesSource(*source)) {
        return {};
    }
    constexpr std::string_view kScheme = "docker-image://";
    return source->starts_with(kScheme) ? source->substr(kScheme.size()) : *source;
}

bool isLocalContext(const Inputs& inputs, const External& external) {
    if (external.kind != External::Kind::NamedContext) {
        return false;
    }
    const std::string* source = namedContext(inputs, external.reference, external.platform);
    return source != nullptr && isFilesSource(*source);
}

} // namespace sw::plan
