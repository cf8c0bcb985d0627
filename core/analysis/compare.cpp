#include "core/analysis/compare.h"

#include "core/analysis/textdiff.h"
#include "core/base/imagepath.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <unordered_map>

namespace sw::analysis {

namespace {

using oci::EntryType;
using Id = FileTree::Id;
constexpr Id kNone = FileTree::kNone;

constexpr std::array<std::pair<Differs, std::string_view>, 7> kNames = {{{Differs::Type, "type"},
                                                                         {Differs::Content, "content"},
                                                                         {Differs::Mode, "mode"},
                                                                         {Differs::Owner, "owner"},
                                                                         {Differs::Link, "link"},
                                                                         {Differs::Xattr, "xattr"},
                                                                         {Differs::Time, "time"}}};

FileSide sideOf(const FileTree& tree, Id id) {
    FileSide side;
    side.entry = tree.entry(id);
    side.layer = tree.layer(id);
    side.content = contentEntry(tree, id);
    return side;
}

/// A hard link is another name of a file: the same type.
EntryType kindOf(const FileSide& side) {
    if (!side.entry) {
        return EntryType::Directory;
    }
    return side.entry.type() == EntryType::HardLink ? EntryType::File : side.entry.type();
}

std::uint8_t operator|(std::uint8_t set, Differs what) { return static_cast<std::uint8_t>(set | static_cast<std::uint8_t>(what)); }

std::uint8_t differencesOf(const FileSide& a, const FileSide& b, bool semantic) {
    std::uint8_t out = 0;
    const EntryType kind = kindOf(a);
    if (kind != kindOf(b)) {
        return out | Differs::Type;
    }
    if (kind == EntryType::File && a.content && b.content &&
        (a.content.size() != b.content.size() || a.content.content() != b.content.content())) {
        out = out | Differs::Content;
    }
    const auto hasAttributes = [](const FileSide& side) { return side.entry && !side.entry.implied(); };
    if (!hasAttributes(a) || !hasAttributes(b)) { // a directory that one side does not name
        return out;
    }
    const oci::EntryRef x = a.entry;
    const oci::EntryRef y = b.entry;
    if ((kind == EntryType::CharDevice || kind == EntryType::BlockDevice) && (x.devMajor() != y.devMajor() || x.devMinor() != y.devMinor())) {
        out = out | Differs::Content;
    }
    if (kind == EntryType::Symlink ? x.link() != y.link() : !semantic && (x.type() != y.type() || x.link() != y.link())) {
        out = out | Differs::Link;
    }
    if (x.mode() != y.mode() && kind != EntryType::Symlink) { // the mode of a symbolic link means nothing
        out = out | Differs::Mode;
    }
    if (x.uid() != y.uid() || x.gid() != y.gid()) {
        out = out | Differs::Owner;
    }
    if (x.xattrs() != y.xattrs()) {
        out = out | Differs::Xattr;
    }
    if (!semantic && (x.mtime() != y.mtime() || x.mtimeNs() != y.mtimeNs())) {
        out = out | Differs::Time;
    }
    return out;
}

/// Finds the layer that took a path away: the topmost with a whiteout of it or of a directory above, an opaque directory
/// above, or something else in the place of one of those.
class Removers {
public:
    explicit Removers(LayerList layers) : m_layers(std::move(layers)) {
        for (std::size_t i = m_layers.size(); i-- > 0;) {
            for (std::uint32_t at = 0; at < m_layers[i]->size(); ++at) {
                const oci::EntryRef entry = (*m_layers[i])[at];
                if (entry.isWhiteout()) {
                    m_removed.try_emplace(entry.path(), i);
                } else if (entry.opaque()) {
                    m_opaque.try_emplace(entry.path(), i);
                }
            }
        }
    }

    std::optional<std::size_t> of(const std::string& path) {
        const std::optional<std::size_t> above = ofWhatIsIn(std::string(parentPath(path)));
        const auto own = m_removed.find(path);
        return own == m_removed.end() ? above : std::max(above, std::optional(own->second));
    }

private:
    /// Of everything in a directory: whatever took that away, or emptied it.
    std::optional<std::size_t> ofWhatIsIn(const std::string& directory) {
        if (const auto known = m_emptied.find(directory); known != m_emptied.end()) {
            return known->second;
        }
        std::optional<std::size_t> best = directory.empty() ? std::nullopt : ofWhatIsIn(std::string(parentPath(directory)));
        for (const Map* map : {&m_removed, &m_opaque}) {
            if (const auto found = map->find(directory); found != map->end()) {
                best = std::max(best, std::optional(found->second));
            }
        }
        for (std::size_t i = m_layers.size(); i-- > (best ? *best + 1 : 0);) {
            const oci::EntryRef entry = m_layers[i]->find(directory);
            if (entry && entry.type() != EntryType::Directory) {
                best = i;
                break;
            }
        }
        return m_emptied[directory] = best;
    }

    using Map = std::unordered_map<std::string, std::size_t>;
    LayerList m_layers;
    Map m_removed, m_opaque;
    std::unordered_map<std::string, std::optional<std::size_t>> m_emptied; ///< by directory
};

class Comparer {
public:
    Comparer(const ImageView& before, const ImageView& after, const CompareOptions& options, std::stop_token stop)
        : m_options(options), m_stop(std::move(stop)), m_a(buildFileTree(before.indexes(), {}, m_stop)),
          m_b(buildFileTree(after.indexes(), {}, m_stop)), m_removersOfA(m_a.layers()), m_removers(m_b.layers()) {}

    void run(Comparison& out) {
        const auto a = m_a.find(m_options.below);
        const auto b = m_b.find(m_options.below);
        m_open = {{a.value_or(kNone), b.value_or(kNone)}};
        while (!m_open.empty() && !m_stop.stop_requested()) {
            const Pair pair = m_open.back();
            m_open.pop_back();
            if (pair.a == kNone && pair.b == kNone) {
                continue;
            }
            judge(pair, out);
            descend(pair);
        }
        std::ranges::sort(out.files, {}, &FileDifference::path);
    }

private:
    struct Pair {
        Id a, b;
    };

    void judge(const Pair& pair, Comparison& out) {
        FileDifference found;
        if (pair.a != kNone) {
            found.before = sideOf(m_a, pair.a);
        }
        if (pair.b != kNone) {
            found.after = sideOf(m_b, pair.b);
        }
        ChangeSum* sum = &out.modified;
        if (found.before && found.after) {
            found.differs = differencesOf(*found.before, *found.after, m_options.semantic);
            if (found.differs == 0) {
                return;
            }
        } else {
            found.change = found.before ? Change::Removed : Change::Added;
            sum = found.before ? &out.removed : &out.added;
        }
        found.path = found.before ? m_a.path(pair.a) : m_b.path(pair.b);
        const bool directory = (pair.a == kNone || m_a.directory(pair.a)) && (pair.b == kNone || m_b.directory(pair.b));
        sum->files += directory ? 0 : 1;
        sum->bytes += found.bytes();
        if (found.after) {
            nameMakers(found, m_b, m_removers, *found.after);
        } else if (const auto remover = m_removers.of(found.path)) {
            found.responsible = remover;
        } else {
            found.responsibleIsAfter = false;
            nameMakers(found, m_a, m_removersOfA, *found.before);
        }
        out.files.push_back(std::move(found));
    }

    /// Which layers made a file what it is: the first since it last was not there, and then those that changed something. Layers store
    /// the folders above what they bring once more, and some store files again as they were: these changed nothing.
    void nameMakers(FileDifference& found, const FileTree& tree, Removers& removers, const FileSide& side) const {
        if (!side.entry) {
            return;
        }
        std::vector<FileDifference::Part> steps;
        FileSide last;
        for (std::size_t i = removers.of(found.path).value_or(0); i <= side.layer; ++i) {
            const oci::EntryRef entry = i == side.layer ? side.entry : tree.layers()[i]->find(found.path);
            if (!entry || entry.isWhiteout()) {
                continue;
            }
            FileSide now{entry, entry, i};
            if (entry.type() == EntryType::HardLink) {
                const oci::EntryRef target = tree.layers()[i]->find(entry.link());
                now.content = target && target.type() == EntryType::File ? target : oci::EntryRef();
            } else if (entry.type() != EntryType::File) {
                now.content = {};
            }
            const std::uint8_t changes = steps.empty() ? 0 : differencesOf(last, now, m_options.semantic);
            if (steps.empty() || (changes & static_cast<std::uint8_t>(Differs::Type)) != 0 || entry.opaque()) {
                steps = {{i, 0}};
            } else if (changes != 0) {
                steps.push_back({i, changes});
            }
            if (!entry.implied() || !last.entry) {
                last = now;
            }
        }
        if (steps.empty()) {
            return;
        }
        for (std::uint8_t later = 0; FileDifference::Part & step : std::views::reverse(steps)) { // what a later one gave it again does not count
            step.differs &= static_cast<std::uint8_t>(~later);
            later |= step.differs;
        }
        std::size_t chosen = 0;
        if (found.before && found.after) {
            std::uint8_t known = 0;
            for (FileDifference::Part& step : steps) {
                step.differs &= found.differs;
                known |= step.differs;
            }
            steps.front().differs |= static_cast<std::uint8_t>(found.differs & ~known); // what it has had from the start
            const auto gave = [&](Differs what) {
                return std::ranges::find_if(steps, [&](const FileDifference::Part& step) { return (step.differs & static_cast<std::uint8_t>(what)) != 0; });
            };
            auto main = gave(Differs::Type);
            main = main == steps.end() ? gave(Differs::Content) : main;
            if (main == steps.end()) {
                main = std::ranges::find_last_if(steps, [](const FileDifference::Part& step) { return step.differs != 0; }).begin();
            }
            chosen = static_cast<std::size_t>(main - steps.begin());
        }
        found.responsible = steps[chosen].layer;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (i != chosen && steps[i].differs != 0) {
                found.also.push_back(steps[i]);
            }
        }
    }

    /// Children of both, which are sorted, side by side.
    void descend(const Pair& pair) {
        Id a = pair.a == kNone ? kNone : m_a.firstChild(pair.a);
        Id b = pair.b == kNone ? kNone : m_b.firstChild(pair.b);
        while (a != kNone || b != kNone) {
            const int order = a == kNone ? 1 : b == kNone ? -1 : m_a.name(a).compare(m_b.name(b));
            m_open.push_back({order <= 0 ? a : kNone, order >= 0 ? b : kNone});
            if (order <= 0) {
                a = m_a.nextSibling(a);
            }
            if (order >= 0) {
                b = m_b.nextSibling(b);
            }
        }
    }

    const CompareOptions& m_options;
    std::stop_token m_stop;
    FileTree m_a, m_b;
    Removers m_removersOfA, m_removers;
    std::vector<Pair> m_open;
};

using Text = std::optional<std::string>;

void addValue(std::vector<ValueDifference>& out, const char* name, Text before, Text after) {
    if (before != after) {
        out.push_back({name, std::move(before), std::move(after)});
    }
}

Text textOf(const std::string& value) { return value.empty() ? Text() : Text(value); }

std::string quotedList(const std::vector<std::string>& words) {
    std::string out = "[";
    for (const std::string& word : words) {
        out += (out.size() > 1 ? ", \"" : "\"") + word + "\"";
    }
    return out + "]";
}

Text listText(const std::optional<std::vector<std::string>>& words) { return words ? Text(quotedList(*words)) : Text(); }
Text setText(const std::vector<std::string>& words) { return words.empty() ? Text() : Text(quotedList(words)); }

Text healthText(const std::optional<oci::Healthcheck>& check) {
    if (!check) {
        return {};
    }
    std::string out = quotedList(check->test);
    const auto add = [&](const char* name, std::int64_t value) { out += value == 0 ? "" : std::string(" ") + name + "=" + std::to_string(value); };
    add("interval", check->interval);
    add("timeout", check->timeout);
    add("start-period", check->startPeriod);
    add("start-interval", check->startInterval);
    add("retries", check->retries);
    return out;
}

std::vector<ValueDifference> compareConfigs(const oci::ImageConfig& a, const oci::ImageConfig& b, bool semantic) {
    std::vector<ValueDifference> out;
    addValue(out, "platform", a.platform.text(), b.platform.text());
    addValue(out, "user", textOf(a.user), textOf(b.user));
    addValue(out, "workdir", textOf(a.workingDir), textOf(b.workingDir));
    addValue(out, "entrypoint", listText(a.entrypoint), listText(b.entrypoint));
    addValue(out, "cmd", listText(a.cmd), listText(b.cmd));
    addValue(out, "shell", listText(a.shell), listText(b.shell));
    addValue(out, "ports", setText(a.exposedPorts), setText(b.exposedPorts));
    addValue(out, "volumes", setText(a.volumes), setText(b.volumes));
    addValue(out, "stop-signal", textOf(a.stopSignal), textOf(b.stopSignal));
    addValue(out, "healthcheck", healthText(a.healthcheck), healthText(b.healthcheck));
    addValue(out, "onbuild", setText(a.onbuild), setText(b.onbuild));
    addValue(out, "author", textOf(a.author), textOf(b.author));
    if (!semantic) {
        addValue(out, "created", textOf(a.created), textOf(b.created));
    }
    return out;
}

std::vector<ValueDifference> compareMaps(const std::map<std::string, std::string>& a, const std::map<std::string, std::string>& b) {
    std::vector<ValueDifference> out;
    for (const auto& [name, value] : a) {
        const auto other = b.find(name);
        if (other == b.end() || other->second != value) {
            out.push_back({name, value, other == b.end() ? Text() : Text(other->second)});
        }
    }
    for (const auto& [name, value] : b) {
        if (!a.contains(name)) {
            out.push_back({name, {}, value});
        }
    }
    std::ranges::sort(out, {}, &ValueDifference::name);
    return out;
}

std::vector<HistoryDifference> compareHistories(const oci::ImageConfig& a, const oci::ImageConfig& b) {
    const auto textsOf = [](const oci::ImageConfig& config) {
        std::vector<std::string_view> out;
        for (const oci::HistoryEntry& entry : config.history) {
            out.emplace_back(entry.createdBy);
        }
        return out;
    };
    std::vector<HistoryDifference> out;
    for (const DiffLine& line : compareLines(textsOf(a), textsOf(b))) {
        if (line.kind != DiffLine::Kind::Same) {
            out.push_back({line.kind == DiffLine::Kind::Added ? Change::Added : Change::Removed, std::string(line.text)});
        }
    }
    return out;
}

std::int64_t sizeOf(const std::optional<FileSide>& side) { return side && side->content ? static_cast<std::int64_t>(side->content.size()) : 0; }

} // namespace

std::int64_t FileDifference::bytes() const { return sizeOf(after) - sizeOf(before); }

std::string_view differsName(Differs what) { return std::ranges::find(kNames, what, &std::pair<Differs, std::string_view>::first)->second; }

std::vector<std::string_view> differsNames(std::uint8_t set) {
    std::vector<std::string_view> out;
    for (const auto& [what, name] : kNames) {
        if ((set & static_cast<std::uint8_t>(what)) != 0) {
            out.push_back(name);
        }
    }
    return out;
}

Comparison compare(const ImageView& before, const ImageView& after, const CompareOptions& options, std::stop_token stop) {
    Comparison out;
    Comparer(before, after, options, std::move(stop)).run(out);
    out.config = compareConfigs(before.config, after.config, options.semantic);
    out.env = compareMaps({before.config.env.begin(), before.config.env.end()}, {after.config.env.begin(), after.config.env.end()});
    out.labels = compareMaps(before.config.labels, after.config.labels);
    out.history = compareHistories(before.config, after.config);
    for (std::size_t i = 0; i < std::min(before.layers.size(), after.layers.size()); ++i) {
        if (before.layers[i].diffId.empty() || before.layers[i].diffId != after.layers[i].diffId) {
            break;
        }
        ++out.sharedLayers;
        out.sharedBytes += before.layers[i].index->contentBytes;
    }
    return out;
}

Result<std::optional<std::string>> fileText(const ImageView& image, std::string_view path, std::uint64_t limit) {
    const oci::CompactView view(image.indexes());
    const auto found = view.lookupFollow(path);
    const auto content = found ? view.content(*found) : std::nullopt;
    if (!content) {
        return std::optional<std::string>();
    }
    std::string out;
    SW_CHECK(image.contents->read(content->layer, *content->entry, [&](std::string_view bytes) {
        out.append(bytes.substr(0, static_cast<std::size_t>(limit) - out.size()));
        return out.size() < limit;
    }));
    return std::optional(std::move(out));
}

} // namespace sw::analysis
