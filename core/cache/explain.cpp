#include "core/cache/explain.h"

#include <algorithm>
#include <map>

namespace sw::cache {

namespace {

constexpr std::size_t kValueShown = 80;

/// A value on one line, cut where it is long: from `from` on.
std::string shown(const std::string& value, std::size_t from = 0) {
    const auto inside = [&](std::size_t at) { return at < value.size() && (static_cast<unsigned char>(value[at]) & 0xc0U) == 0x80; };
    while (from > 0 && inside(from)) {
        --from;
    }
    std::size_t end = std::min(value.size(), from + kValueShown);
    while (inside(end)) {
        ++end;
    }
    std::string out = (from > 0 ? "…" : "") + value.substr(from, end - from) + (end < value.size() ? "…" : "");
    std::ranges::replace(out, '\n', ' ');
    return out.empty() ? "(empty)" : out;
}

/// Old and new; of long ones the part around the first difference.
std::string shownChange(const std::string& before, const std::string& now) {
    const auto [a, b] = std::ranges::mismatch(before, now);
    const auto same = static_cast<std::size_t>(a - before.begin());
    const bool cut = std::max(before.size(), now.size()) > kValueShown && same > kValueShown / 2;
    const std::size_t from = cut ? same - kValueShown / 4 : 0;
    return shown(before, from) + " -> " + shown(now, from);
}

struct PartChange {
    std::string tag;
    std::optional<std::string> before, now;
    bool operator==(const PartChange&) const = default;
};

/// Tags may repeat ("source", "exclude"): their values are compared as one list.
std::vector<PartChange> changedParts(const std::vector<plan::KeyPart>& before, const std::vector<plan::KeyPart>& now) {
    const auto gather = [](const std::vector<plan::KeyPart>& parts) {
        std::map<std::string, std::string> values;
        for (const plan::KeyPart& part : parts) {
            std::string& value = values[part.tag];
            value += (value.empty() ? "" : " ") + part.value;
        }
        return values;
    };
    const auto old = gather(before);
    const auto fresh = gather(now);
    std::vector<PartChange> changes;
    for (const auto& [tag, value] : fresh) {
        const auto other = old.find(tag);
        if (other == old.end()) {
            changes.push_back({tag, std::nullopt, value});
        } else if (other->second != value) {
            changes.push_back({tag, other->second, value});
        }
    }
    for (const auto& [tag, value] : old) {
        if (!fresh.contains(tag)) {
            changes.push_back({tag, value, std::nullopt});
        }
    }
    return changes;
}

/// What kind of cause a part is. `command`: of a RUN, which runs with what lines above it have set.
ReasonCode codeOfTag(const std::string& tag, bool command) {
    if (tag.starts_with("arg:")) {
        return ReasonCode::ArgumentChanged;
    }
    if (tag.starts_with("env:")) {
        return ReasonCode::EnvironmentChanged;
    }
    if (tag.starts_with("mount:")) {
        return ReasonCode::MountChanged;
    }
    constexpr std::string_view settings[] = {"workdir", "user", "network", "hostname", "platform", "shm-size"};
    const bool setting = std::ranges::find(settings, tag) != std::end(settings) || tag.starts_with("host:") || tag.starts_with("ulimit:");
    return command && setting ? ReasonCode::EnvironmentChanged : ReasonCode::CommandChanged;
}

std::string evidenceOf(const PartChange& change) {
    const bool variable = change.tag.starts_with("arg:") || change.tag.starts_with("env:");
    const std::string name = variable ? change.tag.substr(4) : change.tag;
    if (change.before && change.now) {
        return name + ": " + shownChange(*change.before, *change.now);
    }
    return name + ": " + (change.before ? shown(*change.before) : "(not set)") + " -> " + (change.now ? shown(*change.now) : "(not set)");
}

std::string nameOfTag(const std::string& tag) {
    const std::size_t colon = tag.find(':');
    return colon == std::string::npos ? tag : tag.substr(colon + 1);
}

/// The sentence of a reason whose changes of that kind have these tags.
std::string sentenceOf(ReasonCode code, const std::string& tag, std::size_t count) {
    const std::string name = nameOfTag(tag);
    std::string text;
    switch (code) {
    case ReasonCode::CommandChanged: return "the instruction was changed";
    case ReasonCode::ArgumentChanged: text = "the argument " + name + " has another value"; break;
    case ReasonCode::MountChanged: text = "the mount at " + name + " was changed"; break;
    default: text = tag.starts_with("env:") ? "the environment variable " + name + " has another value" : "it runs with another " + tag; break;
    }
    return count > 1 ? text + " (and " + std::to_string(count - 1) + " more)" : text;
}

Reason definitionChanged(const std::vector<PartChange>& changes, const ExplainInput& input) {
    // The most telling kind of change names the reason; the rest is evidence.
    constexpr ReasonCode order[] = {ReasonCode::CommandChanged, ReasonCode::ArgumentChanged, ReasonCode::EnvironmentChanged, ReasonCode::MountChanged};
    const bool command = std::ranges::any_of(input.now.parts, [](const plan::KeyPart& part) { return part.tag == "command"; });
    Reason reason;
    reason.rootLine = input.line;
    for (const ReasonCode code : order) {
        std::string first;
        std::size_t count = 0;
        for (const PartChange& change : changes) {
            if (codeOfTag(change.tag, command) == code) {
                first = count++ == 0 ? change.tag : first;
                reason.evidence.push_back(evidenceOf(change));
            }
        }
        if (count > 0 && reason.code == ReasonCode::None) {
            reason.code = code;
            reason.text = sentenceOf(code, first, count);
        }
    }
    const bool byVariable = reason.code == ReasonCode::CommandChanged && input.sameText && !input.variables.empty();
    if (byVariable) { // written as before, and yet another instruction
        const auto& [name, argument] = input.variables.front();
        reason.code = argument ? ReasonCode::ArgumentChanged : ReasonCode::EnvironmentChanged;
        reason.text = sentenceOf(reason.code, (argument ? "arg:" : "env:") + name, input.variables.size());
    }
    return reason;
}

Reason knockOn(int root, const std::string& text) {
    return {ReasonCode::KnockOn, text, {}, root};
}

/// The files that a step reads changed. When another step of this build made them, that step's cause is the root.
Reason contentChanged(const ExplainInput& input, const std::string& tag) {
    const std::vector<std::string> evidence = input.changedFiles ? input.changedFiles(tag) : std::vector<std::string>();
    const auto origin = std::ranges::find(input.origins, tag, &ContentOrigin::tag);
    if (origin != input.origins.end() && !origin->isContext && origin->ran) {
        const int root = origin->reason.rootLine.value_or(origin->line);
        Reason reason = knockOn(root, "what it copies was made anew by line " + std::to_string(origin->line));
        if (root != origin->line) {
            reason.text += ", because of line " + std::to_string(root);
        }
        reason.evidence = evidence;
        return reason;
    }
    Reason reason{ReasonCode::FilesChanged, "", evidence, input.line};
    if (tag.starts_with("mount:")) {
        reason.text = "the files mounted at " + nameOfTag(tag) + " changed";
    } else if (evidence.empty()) {
        reason.text = "the files that it copies changed";
    } else {
        const std::string& first = evidence.front();
        const std::size_t blank = first.find(' ');
        const std::string verb = first.substr(0, blank) == "modified" ? "changed" : "was " + first.substr(0, blank);
        reason.text = blank == std::string::npos ? first : first.substr(blank + 1) + " " + verb;
        if (evidence.size() > 1) {
            reason.text += ", and more";
        }
    }
    return reason;
}

/// The root file system below is another one: because a step below ran, the base was changed, or lines came and went.
Reason parentChanged(const ExplainInput& input) {
    for (auto it = input.ancestors.rbegin(); it != input.ancestors.rend(); ++it) {
        if (it->ran && !it->isBase) {
            const int root = it->reason.rootLine.value_or(it->line);
            return knockOn(root, root == it->line ? "line " + std::to_string(root) + " ran again"
                                                  : "line " + std::to_string(it->line) + " ran again, because of line " + std::to_string(root));
        }
    }
    const std::vector<TraceAncestor>& before = input.before->ancestors;
    for (std::size_t i = 0; i < input.ancestors.size(); ++i) {
        const AncestorState& now = input.ancestors[i];
        if (i < before.size() && before[i].root == now.trace.root) {
            continue;
        }
        if (now.isBase) {
            Reason reason{ReasonCode::BaseImageChanged, "the base image changed", {}, now.line};
            if (i < before.size()) {
                const bool otherName = before[i].text != now.trace.text;
                reason.evidence.push_back(otherName ? before[i].text + " -> " + now.trace.text
                                                    : now.trace.text + ": " + before[i].root.hex().substr(0, 12) + " -> " +
                                                          now.trace.root.hex().substr(0, 12));
            }
            return reason;
        }
        return knockOn(now.line, "line " + std::to_string(now.line) + " is another step than before");
    }
    Reason reason = knockOn(input.line, "a line before this one was removed");
    if (before.size() > input.ancestors.size()) {
        reason.evidence.push_back("removed " + before[input.ancestors.size()].text);
    }
    return reason;
}

bool hasOtherBase(const ExplainInput& input) {
    const std::vector<TraceAncestor>& before = input.before->ancestors;
    return !input.ancestors.empty() && input.ancestors.front().isBase && !before.empty() &&
           before.front().root != input.ancestors.front().trace.root;
}

/// Did nothing of the stage run below, and yet its base is not what it was?
bool isOnOtherBase(const ExplainInput& input) {
    return hasOtherBase(input) && std::ranges::none_of(input.ancestors, [](const AncestorState& ancestor) { return ancestor.ran && !ancestor.isBase; });
}

/// A change that came from above and is told there already: a variable whose other value made a step below run, or the environment
/// of another base image.
std::optional<Reason> changedAbove(const std::vector<PartChange>& changes, const ExplainInput& input) {
    const bool command = std::ranges::any_of(input.now.parts, [](const plan::KeyPart& part) { return part.tag == "command"; });
    const bool inherited = !changes.empty() && std::ranges::all_of(changes, [&](const PartChange& change) {
        const ReasonCode code = codeOfTag(change.tag, command);
        return code == ReasonCode::ArgumentChanged || code == ReasonCode::EnvironmentChanged || (command && change.tag == "shell");
    });
    const bool byVariable = input.sameText && !input.variables.empty();
    if (!inherited && !byVariable) {
        return std::nullopt;
    }
    const Reason own = definitionChanged(changes, input);
    for (const AncestorState& ancestor : input.ancestors) {
        const Reason& other = ancestor.reason;
        const bool sameEvidence = !own.evidence.empty() && std::ranges::all_of(own.evidence, [&](const std::string& evidence) {
            return std::ranges::find(other.evidence, evidence) != other.evidence.end();
        });
        if (ancestor.ran && !ancestor.isBase && other.code == own.code && (other.text == own.text || sameEvidence)) {
            return knockOn(other.rootLine.value_or(ancestor.line), "line " + std::to_string(ancestor.line) + " ran again, for the same reason");
        }
    }
    const bool settings = std::ranges::none_of(changes, [](const PartChange& change) { return change.tag.starts_with("arg:"); });
    return inherited && hasOtherBase(input) && settings ? std::optional(parentChanged(input)) : std::nullopt;
}

} // namespace

Reason explainMiss(const ExplainInput& input) {
    if (input.noCache) {
        return {ReasonCode::NoCache, "the cache was not asked (--no-cache)", {}, input.line};
    }
    if (input.pruned) {
        return {ReasonCode::CachePruned, "its earlier result was removed from the store", {}, input.line};
    }
    if (input.before == nullptr) {
        // A new line behind a changed one is new all the same.
        return {ReasonCode::FirstBuild, "it was not built before", {}, input.line};
    }
    const std::vector<PartChange> changes = changedParts(input.before->parts, input.now.parts);
    if (const auto line = changedAbove(changes, input)) {
        return *line;
    }
    const auto onlySource = std::ranges::all_of(changes, [](const PartChange& c) { return c.tag == "source"; });
    if (!changes.empty() && !onlySource) {
        return definitionChanged(changes, input);
    }
    for (const auto& [tag, digest] : input.now.contents) {
        const auto other = std::ranges::find(input.before->contents, tag, &std::pair<std::string, Hash128>::first);
        if (other == input.before->contents.end() || other->second != digest) {
            if (onlySource && !changes.empty()) {
                return definitionChanged(changes, input);
            }
            Reason reason = contentChanged(input, tag);
            // Another base is a cause of its own; what another stage made anew only follows from one.
            return reason.code == ReasonCode::KnockOn && isOnOtherBase(input) ? parentChanged(input) : reason;
        }
    }
    if (input.now.parent != input.before->parent) {
        return parentChanged(input);
    }
    // Everything is as before, yet there is no record: it was taken out of the cache.
    return {ReasonCode::CachePruned, "its earlier result was removed from the store", {}, input.line};
}

std::optional<std::size_t> matchLine(const std::vector<LineRecord>& before, const std::vector<std::string>& now, std::size_t position) {
    const std::string& text = now[position];
    std::optional<std::size_t> nearest;
    const auto distance = [&](std::size_t i) {
        return before[i].position > position ? before[i].position - position : position - before[i].position;
    };
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].text == text && (!nearest || distance(i) < distance(*nearest))) {
            nearest = i;
        }
    }
    if (nearest) {
        return nearest;
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].position == position && std::ranges::find(now, before[i].text) == now.end()) {
            return i;
        }
    }
    return std::nullopt;
}

std::vector<std::string> compareFiles(const std::vector<FileFact>& before, const std::vector<FileFact>& now) {
    std::map<std::string_view, const FileFact*> old;
    for (const FileFact& fact : before) {
        old.emplace(fact.name, &fact);
    }
    std::vector<std::string> out;
    for (const FileFact& fact : now) {
        const auto other = old.find(fact.name);
        if (other == old.end()) {
            out.push_back("added " + fact.name);
        } else {
            if (other->second->what != fact.what) {
                out.push_back("modified " + fact.name);
            }
            old.erase(other);
        }
    }
    for (const auto& [name, fact] : old) {
        out.push_back("removed " + std::string(name));
    }
    if (out.size() > kEvidenceLimit) {
        const std::size_t more = out.size() - kEvidenceLimit;
        out.resize(kEvidenceLimit);
        out.push_back("and " + std::to_string(more) + " more");
    }
    return out;
}

std::vector<FileFact> factsOf(const Selection& selection) {
    std::vector<FileFact> facts;
    for (const SelectedItem& item : selection.items) {
        for (const SelectedEntry& entry : item.entries) {
            if (entry.entry->type != oci::EntryType::Directory) {
                facts.push_back({item.sourcePath(entry), entryFact(*entry.entry, entry.bytes.entry == nullptr ? *entry.entry : *entry.bytes.entry)});
            }
        }
    }
    return facts;
}

Hash128 entryFact(const oci::LayerEntry& entry, const oci::LayerEntry& holder) {
    Hasher128 hasher;
    const bool link = entry.type == oci::EntryType::HardLink;
    const oci::LayerEntry& self = link ? holder : entry;
    hasher.addField("type", static_cast<std::uint64_t>(self.type));
    hasher.addField("mode", self.type == oci::EntryType::Symlink ? 0 : self.mode);
    hasher.addField("uid", self.uid);
    hasher.addField("gid", self.gid);
    hasher.addField("content", self.content.hex());
    hasher.addField("link", self.type == oci::EntryType::Symlink ? self.link : std::string());
    for (const auto& [name, value] : self.xattrs) {
        hasher.addField(name, value);
    }
    return hasher.finish();
}

} // namespace sw::cache
