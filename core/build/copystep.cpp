#include "core/build/copystep.h"

#include "core/base/imagepath.h"
#include "core/build/accounts.h"
#include "core/build/archive.h"
#include "core/plan/filemode.h"

namespace sw::build {

namespace {

using cache::SelectedEntry;
using cache::SelectedItem;
using oci::EntryType;
using oci::LayerEntry;

/// Directories on the way get the mode by mkdir alone: no set-id and sticky bits, and the umask of Docker's engine counts.
constexpr std::uint32_t kMadeByMkdir = 0755;

bool endsAsDirectory(std::string_view destination) {
    return destination.ends_with('/') || destination.ends_with("/.") || destination == "." || destination.empty();
}

Result<Accounts> accountsOf(const LayersTree& tree) {
    SW_TRY(const auto passwd, tree.readText("etc/passwd"));
    SW_TRY(const auto group, tree.readText("etc/group"));
    return Accounts(passwd.value_or(""), group.value_or(""));
}

/// Names are those of the image below (error: there is none). Unknown ones are root.
Result<Accounts::Ids> ownerOf(const std::string& owner, const LayersTree* tree) {
    if (!Accounts::needsNames(owner)) {
        return Accounts("", "").ownerOf(owner);
    }
    if (tree == nullptr || tree->root().layers().empty()) { // scratch, or --link
        return failure(ErrorCode::Invalid, say("the owner %1 cannot be looked up, because nothing lies below this step that could have a passwd file: use numbers", owner));
    }
    SW_TRY(const Accounts accounts, accountsOf(*tree));
    return accounts.ownerOf(owner);
}

/// One COPY or ADD being laid out.
class Copy {
public:
    /// `inside`: takes what goes into a directory that nobody had before, unless two names of one file do; the layer takes the rest.
    Copy(const CopyJob& job, LayerBuilder& layer, std::stop_token stop, std::vector<LayerEntry>* inside = nullptr)
        : m_job(job), m_layer(layer), m_stop(std::move(stop)), m_inside(inside) {}

    Result<bool> run() {
        if (m_job.op.chown) {
            SW_TRY(m_owner, ownerOf(*m_job.op.chown, m_job.names));
        }
        if (m_job.op.chmod) {
            SW_TRY(m_mode, plan::FileMode::parse(*m_job.op.chmod));
        }
        m_created.mtime = m_job.mtime.value_or(LayerBuilder::now());
        if (m_owner) {
            m_created.uid = m_owner->uid;
            m_created.gid = m_owner->gid;
        }
        if (m_mode && m_mode->isNumber()) { // clauses do not reach directories made on the way
            m_created.mode = m_mode->number() & kMadeByMkdir;
        }
        for (std::size_t i = 0; i < m_job.selection.items.size(); ++i) {
            SW_TRY(const bool known, item(m_job.selection.items[i], i + 1));
            if (!known) {
                return false;
            }
        }
        return true;
    }

private:
    Result<bool> item(const SelectedItem& item, std::size_t group) {
        SW_TRY(const bool archive, isArchive(item));
        if (archive) {
            return unpack(item, group);
        }
        const std::string& destination = m_job.op.destination;
        const std::string clean = cleanImagePath(destination);
        const std::string ensured = endsAsDirectory(destination) ? clean : std::string(parentPath(clean));
        SW_TRY(const bool apart, goesApart(item, clean));
        SW_TRY(const std::string parent, m_layer.resolve(ensured, true));
        SW_CHECK(m_layer.makeDirectories(parent, m_created));
        SW_TRY(std::string target, m_layer.resolve(clean, true));
        SW_CHECK(m_layer.makeDirectories(std::string(parentPath(target)), m_created)); // a link may lead to what is not there
        if (item.directory) {
            SW_CHECK(m_layer.makeDirectories(target, m_created));
        } else if (isDirectory(target)) {
            target = joinImagePath(target, item.baseName);
        }
        if (m_job.origins != nullptr) {
            m_job.origins->targets[target] = item.inlineFile ? "<<" + item.baseName : item.remote ? item.label : item.source;
        }
        const std::string inside = target.empty() ? target : target + "/";
        if (apart) {
            m_inside->reserve(item.entries.size());
        }
        for (const SelectedEntry& selected : item.entries) {
            if (apart) {
                m_inside->push_back(made(item, selected, inside + selected.path));
            } else {
                SW_CHECK(entry(item, selected, selected.path.empty() ? target : inside + selected.path, group));
            }
        }
        if (item.directory) {
            const auto source = item.source.empty() ? std::nullopt : item.tree->view().lookup(item.source);
            m_layer.setTime(target, source ? source->entry->mtime : m_created.mtime, source ? source->entry->mtimeNs : 0);
        }
        return true;
    }

    bool isDirectory(const std::string& path) const {
        if (path.empty()) {
            return true;
        }
        const LayerEntry* existing = m_layer.lookup(path);
        return existing != nullptr && existing->type == EntryType::Directory;
    }

    /// What reaches a layer: capabilities, no other attributes (containerd archive/tar.go).
    static void dropAttributes(LayerEntry& entry) {
        std::erase_if(entry.xattrs, [](const auto& attribute) { return attribute.first != "security.capability"; });
    }

    void apply(LayerEntry& entry) const {
        if (m_owner) {
            entry.uid = m_owner->uid;
            entry.gid = m_owner->gid;
        }
        if (m_mode && entry.type != EntryType::Symlink) {
            entry.mode = m_mode->apply(entry.mode, entry.type == EntryType::Directory);
        }
    }

    Result<bool> goesApart(const SelectedItem& item, const std::string& destination) const {
        if (m_inside == nullptr || !item.directory) {
            return false;
        }
        SW_TRY(const std::string target, m_layer.resolve(destination, true));
        return !target.empty() && m_layer.lookup(target) == nullptr && hasNoLinks(item);
    }

    /// Every file has one name among them.
    static bool hasNoLinks(const SelectedItem& item) {
        const LayerEntry* last = nullptr; // they come in the order in which their tree holds them, as good as always
        for (const SelectedEntry& selected : item.entries) {
            if (selected.entry->type != EntryType::File && selected.entry->type != EntryType::HardLink) {
                continue;
            }
            if (!std::less<>()(last, selected.bytes.entry)) {
                return false;
            }
            last = selected.bytes.entry;
        }
        return true;
    }

    LayerEntry made(const SelectedItem& item, const SelectedEntry& selected, std::string target) const {
        LayerEntry entry = *selected.entry;
        if (entry.type == EntryType::HardLink) {
            const std::int64_t mtime = entry.mtime;
            entry = *selected.bytes.entry;
            entry.mtime = mtime;
        }
        if (entry.type == EntryType::File) { // all names of a file share what was read of the first
            entry.content = selected.bytes.entry->content;
            entry.xattrs = selected.bytes.entry->xattrs;
        }
        entry.path = std::move(target);
        if (item.inlineFile) {
            entry.mtime = m_created.mtime;
        }
        dropAttributes(entry);
        apply(entry);
        return entry;
    }

    Result<void> entry(const SelectedItem& item, const SelectedEntry& selected, std::string target, std::size_t group) {
        LayerEntry entry = made(item, selected, std::move(target));
        if (entry.type == EntryType::Directory) {
            return selected.onTheWay ? m_layer.putDirectoryOnTheWay(std::move(entry)) : m_layer.putDirectory(std::move(entry));
        }
        return m_layer.put(std::move(entry), item.tree, selected.bytes, item.directory ? group : 0);
    }

    Result<bool> isArchive(const SelectedItem& item) const {
        if (!m_job.op.add || item.directory || item.inlineFile || !m_job.op.unpack.value_or(!item.remote)) {
            return false;
        }
        const LayerEntry& entry = *item.entries.front().entry;
        if ((entry.type != EntryType::File && entry.type != EntryType::HardLink) || item.entries.front().bytes.entry->size == 0) {
            return false;
        }
        SW_TRY(const oci::ByteSource source, item.tree->open(item.entries.front().bytes));
        return ArchiveTree::recognises(source);
    }

    Result<bool> unpack(const SelectedItem& item, std::size_t group) {
        if (m_job.spoolDirectory.empty()) {
            return false;
        }
        SW_TRY(const oci::ByteSource source, item.tree->open(item.entries.front().bytes));
        SW_TRY(const auto archive, withContext(ArchiveTree::read(source, m_job.spoolDirectory, m_stop), say("while unpacking %1", item.baseName)));
        SW_TRY(const std::string directory, m_layer.resolve(cleanImagePath(m_job.op.destination), true));
        SW_CHECK(m_layer.makeDirectories(directory, {0755, m_created.uid, m_created.gid, m_created.mtime}));
        for (std::size_t i = 0; i < archive->members().size(); ++i) {
            SW_CHECK(member(archive, i, directory, group));
        }
        return true;
    }

    Result<void> member(const std::shared_ptr<ArchiveTree>& archive, std::size_t position, const std::string& directory,
                        std::size_t group) {
        LayerEntry entry = archive->members()[position].entry;
        if (entry.path.empty() || entry.type == EntryType::CharDevice || entry.type == EntryType::BlockDevice || entry.type == EntryType::Fifo) {
            return {}; // "./": the destination keeps its metadata; an archive brings files, no devices
        }
        SW_TRY(std::string target, m_layer.resolveWithin(directory, entry.path));
        SW_CHECK(m_layer.makeDirectories(std::string(parentPath(target)), {0755, 0, 0, m_created.mtime}));
        cache::SourceTree::Found bytes;
        if (entry.type == EntryType::HardLink || entry.type == EntryType::File) {
            bytes = archive->bytesOfMember(position);
            if (bytes.entry == nullptr) {
                return failure(ErrorCode::Corrupt, say("the archive has a hard link to %1, which is not in it", entry.link));
            }
            const std::int64_t mtime = entry.mtime;
            entry = *bytes.entry;
            entry.mtime = mtime;
        }
        entry.path = target;
        dropAttributes(entry);
        if (m_owner) { // and no --chmod
            entry.uid = m_owner->uid;
            entry.gid = m_owner->gid;
        }
        if (entry.type == EntryType::Directory) {
            const LayerEntry* existing = m_layer.lookup(target);
            if (existing == nullptr || existing->type == EntryType::Directory) {
                return m_layer.putDirectory(std::move(entry));
            }
            // An archive replaces a file by a directory. The new directory hides what was below it.
            SW_CHECK(m_layer.replaceByDirectory(std::move(entry)));
            return {};
        }
        return m_layer.put(std::move(entry), archive, bytes, bytes.entry == nullptr ? 0 : group, true);
    }

    const CopyJob& m_job;
    LayerBuilder& m_layer;
    std::stop_token m_stop;
    std::vector<LayerEntry>* m_inside;
    std::optional<Accounts::Ids> m_owner;
    std::optional<plan::FileMode> m_mode;
    LayerBuilder::Metadata m_created;
};

} // namespace

const std::string* CopyOrigins::targetOf(const std::string& destination) const {
    for (std::string_view at = destination;; at = parentPath(at)) {
        if (const auto found = targets.find(std::string(at)); found != targets.end()) {
            // The top of a directory is not copied itself.
            return &found->first;
        }
        if (at.empty()) {
            return nullptr;
        }
    }
}

std::string CopyOrigins::sourceOf(const std::string& destination) const {
    const std::string* target = targetOf(destination);
    if (target == nullptr) {
        return absolutePath(destination);
    }
    const std::string& source = targets.at(*target);
    if (destination == *target) {
        return source;
    }
    const std::string below = destination.substr(target->empty() ? 0 : target->size() + 1);
    return source.contains("://") || source.contains('@') ? source + "/" + below : joinImagePath(source, below);
}

bool isLinked(const plan::CopyOp& op) { return op.link && !op.chmod; }

Result<std::optional<LayerBuilder>> planCopy(const CopyJob& job, std::stop_token stop) {
    LayerBuilder layer(job.below == nullptr ? oci::StackView() : job.below->view(), job.mtime.value_or(LayerBuilder::now()));
    SW_TRY(const bool known, Copy(job, layer, std::move(stop)).run());
    return known ? std::optional(std::move(layer)) : std::nullopt;
}

Result<std::optional<ForeseenLayer>> foreseeCopy(const CopyJob& job, std::stop_token stop) {
    LayerBuilder layer(job.below == nullptr ? oci::StackView() : job.below->view(), job.mtime.value_or(LayerBuilder::now()));
    std::vector<LayerEntry> inside;
    const bool alone = job.selection.items.size() == 1; // nothing else can come into its directory
    SW_TRY(const bool known, Copy(job, layer, std::move(stop), alone ? &inside : nullptr).run());
    return known ? std::optional(std::move(layer).foresee(std::move(inside))) : std::nullopt;
}

Result<LayerBuilder> planMkdir(const plan::MkdirOp& op, const LayersTree& below, std::optional<std::int64_t> mtime) {
    LayerBuilder layer(below.view(), mtime.value_or(LayerBuilder::now()));
    SW_TRY(const std::string path, layer.resolve(cleanImagePath(op.path), true));
    LayerBuilder::Metadata metadata;
    metadata.mtime = mtime.value_or(LayerBuilder::now());
    if (!op.user.empty()) {
        SW_TRY(const Accounts::Ids owner, ownerOf(op.user, &below));
        metadata.uid = owner.uid;
        metadata.gid = owner.gid;
    }
    SW_CHECK(layer.makeDirectories(path, metadata));
    return layer;
}

Result<bool> namesMatter(const plan::CopyOp& op, const LayersTree* below) {
    if (op.add) {
        return true; // archives or not: the name costs nothing
    }
    if (endsAsDirectory(op.destination) || op.destination == "/") {
        return true;
    }
    if (below == nullptr) {
        return false;
    }
    const auto place = below->view().resolve(cleanImagePath(op.destination), true);
    const auto found = place ? below->view().lookup(*place) : std::nullopt;
    return place && (place->empty() || (found && found->entry->type == EntryType::Directory));
}

} // namespace sw::build
