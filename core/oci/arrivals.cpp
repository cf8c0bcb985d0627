#include "core/oci/arrivals.h"

#include "core/base/imagepath.h"
#include "core/oci/compacttar.h"
#include "core/oci/indexbuilder.h"
#include "core/oci/pathtable.h"

#include <algorithm>
#include <span>

namespace sw::oci {

namespace {

constexpr std::uint32_t kNone = CompactIndex::kNone;
constexpr std::size_t kFewSlots = 64; ///< a power of two

/// Whether `name` comes before what is in the folder `folder`, whose paths go on with a '/'.
bool comesBefore(std::string_view name, std::string_view folder) {
    const std::size_t common = std::min(name.size(), folder.size());
    const int order = name.substr(0, common).compare(folder.substr(0, common));
    if (order != 0 || name.size() <= folder.size()) {
        return order <= 0;
    }
    return static_cast<unsigned char>(name[common]) < '/';
}

/// The same for two folders.
bool contentsComeBefore(std::string_view a, std::string_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    const int order = a.substr(0, common).compare(b.substr(0, common));
    if (order != 0 || a.size() == b.size()) {
        return order < 0;
    }
    return a.size() < b.size() ? '/' < static_cast<unsigned char>(b[common]) : static_cast<unsigned char>(a[common]) < '/';
}

} // namespace

Arrivals::Arrivals() : CompactParts(0), m_open(1), m_slots(kFewSlots) {}

std::uint32_t Arrivals::folderNamed(std::uint32_t above, std::string_view name) const {
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hashOfName(name, above) & mask; m_slots[at] != 0; at = (at + 1) & mask) {
        const CompactIndex::Folder& folder = m_index->m_folders[m_slots[at]];
        if (folder.parent == above && m_index->text(folder.name) == name) {
            return m_slots[at];
        }
    }
    return kNone;
}

std::uint32_t Arrivals::makeFolder(std::uint32_t above, std::string_view name) {
    std::vector<CompactIndex::Folder>& folders = m_index->m_folders;
    const auto put = [&](std::uint32_t number) {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = hashOfName(m_index->text(folders[number].name), folders[number].parent) & mask;
        while (m_slots[at] != 0) {
            at = (at + 1) & mask;
        }
        m_slots[at] = number;
    };
    const auto number = static_cast<std::uint32_t>(folders.size());
    std::uint32_t text = kNone;
    if (!m_index->m_records.empty()) { // as a rule a directory's own entry is followed by what is in it
        const CompactIndex::Record& last = m_index->m_records.back();
        text = last.folder == above && m_index->text(last.name) == name ? last.name : kNone;
    }
    folders.push_back({above, text == kNone ? CompactParts::put(name) : text, kNone, 0, 0});
    if (2 * folders.size() > m_slots.size()) {
        m_slots.assign(2 * m_slots.size(), 0);
        for (std::uint32_t one = 1; one < number; ++one) {
            put(one);
        }
    }
    put(number);
    return number;
}

/// The folder of a path's first `parent` bytes. What is open are folders of the path already.
std::uint32_t Arrivals::folderOf(std::string_view path, std::size_t parent) {
    while (m_open.back().length < parent) {
        const std::uint32_t above = m_open.back().folder;
        const std::size_t begin = m_open.back().length == 0 ? 0 : m_open.back().length + 1;
        const std::size_t end = std::min(path.find('/', begin), parent);
        const std::string_view name = path.substr(begin, end - begin);
        const std::uint32_t known = folderNamed(above, name);
        m_open.push_back({end, known != kNone ? known : makeFolder(above, name)});
    }
    return m_open.back().folder;
}

void Arrivals::add(std::string_view path, const CompactEntry& entry) {
    m_headerBytes += entry.headerBytes;
    m_contentBytes += entry.type == EntryType::File ? entry.size : 0;
    m_isFull = m_isFull || !hasRoom(2 * path.size(), entry); // names of new folders, and its own
    if (m_isFull) {
        return;
    }
    const auto [here, before] = std::ranges::mismatch(path, m_path);
    const auto shared = static_cast<std::size_t>(here - path.begin());
    const bool isGreater = here != path.end() && (shared == m_path.size() || static_cast<unsigned char>(*here) > static_cast<unsigned char>(*before));
    m_isSorted = m_isSorted && (isGreater || m_index->m_records.empty());
    std::size_t parent = m_parent;
    if (shared <= m_parent || path.find('/', shared) != std::string_view::npos) {
        parent = parentPath(path).size();
    }
    while (m_open.back().length > parent || (m_open.size() > 1 && m_open.back().length >= shared)) {
        m_open.pop_back();
    }
    const std::uint32_t folder = folderOf(path, parent);
    const std::string_view name = path.substr(parent == 0 ? 0 : parent + 1);
    const bool again = shared == path.size() && !m_index->m_records.empty() && m_index->text(m_index->m_records.back().name) == name;
    append(folder, again ? m_index->m_records.back().name : put(name), entry);
    m_path.resize(shared);
    m_path += path.substr(shared);
    m_parent = parent;
}

void Arrivals::markOpaque(std::string_view directory, std::uint32_t headerBytes) {
    m_marks.push_back({m_index->m_records.size(), std::string(directory), headerBytes});
}

Arrivals::Lists Arrivals::entriesByFolder() const {
    const std::vector<CompactIndex::Record>& records = m_index->m_records;
    Lists lists{Numbers(m_index->m_folders.size() + 1), Numbers(records.size())};
    for (const CompactIndex::Record& record : records) {
        ++lists.begin[record.folder];
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& count : lists.begin) {
        sum += count;
        count = sum; // the end; what is put in makes it the beginning
    }
    for (auto number = static_cast<std::uint32_t>(records.size()); number-- > 0;) {
        lists.items[--lists.begin[records[number].folder]] = number;
    }
    return lists;
}

Arrivals::Lists Arrivals::foldersByFolder() const {
    const std::vector<CompactIndex::Folder>& folders = m_index->m_folders;
    Lists lists{Numbers(folders.size() + 1), Numbers(folders.size() - 1)};
    for (std::size_t number = 1; number < folders.size(); ++number) {
        ++lists.begin[folders[number].parent];
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& count : lists.begin) {
        sum += count;
        count = sum;
    }
    for (auto number = static_cast<std::uint32_t>(folders.size()); number-- > 1;) {
        lists.items[--lists.begin[folders[number].parent]] = number;
    }
    for (std::size_t number = 0; number < folders.size(); ++number) {
        const auto own = std::span(lists.items).subspan(lists.begin[number], lists.begin[number + 1] - lists.begin[number]);
        std::ranges::sort(own, contentsComeBefore, [&](std::uint32_t folder) { return m_index->text(folders[folder].name); });
    }
    return lists;
}

/// By name within each folder; false where a name comes twice.
bool Arrivals::sortEntries(Lists& entries) const {
    if (m_isSorted) {
        return true;
    }
    const auto name = [this](std::uint32_t number) { return m_index->text(m_index->m_records[number].name); };
    for (std::size_t folder = 0; folder + 1 < entries.begin.size(); ++folder) {
        const auto own = std::span(entries.items).subspan(entries.begin[folder], entries.begin[folder + 1] - entries.begin[folder]);
        if (std::ranges::is_sorted(own, std::ranges::less_equal{}, name)) { // each greater than the one before
            continue;
        }
        std::ranges::sort(own, {}, name);
        if (std::ranges::adjacent_find(own, {}, name) != own.end()) {
            return false;
        }
    }
    return true;
}

/// Of sorted ones.
std::uint32_t Arrivals::entryNamed(const Lists& entries, std::uint32_t folder, std::string_view name) const {
    const auto own = std::span(entries.items).subspan(entries.begin[folder], entries.begin[folder + 1] - entries.begin[folder]);
    const auto nameOf = [this](std::uint32_t number) { return m_index->text(m_index->m_records[number].name); };
    const auto found = std::ranges::lower_bound(own, name, {}, nameOf);
    return found != own.end() && nameOf(*found) == name ? *found : kNone;
}

/// False where something lies in what is no directory.
bool Arrivals::findOwnEntries(const Lists& entries) {
    std::vector<CompactIndex::Folder>& folders = m_index->m_folders;
    for (std::size_t number = 1; number < folders.size(); ++number) {
        CompactIndex::Folder& folder = folders[number];
        folder.entry = entryNamed(entries, folder.parent, m_index->text(folder.name));
        if (folder.entry != kNone && m_index->kind(folder.entry).type != EntryType::Directory) {
            return false;
        }
    }
    folders.front().entry = entryNamed(entries, 0, {});
    return true;
}

bool Arrivals::linksArePlain(const Lists& entries) const {
    for (std::uint32_t number = 0; number < m_index->m_records.size(); ++number) {
        if (m_index->kind(number).type != EntryType::HardLink) {
            continue;
        }
        const std::string_view path = m_index->text(m_index->m_records[number].data);
        std::uint32_t folder = 0;
        std::size_t begin = 0;
        for (std::size_t end = path.find('/'); end != std::string_view::npos && folder != kNone; end = path.find('/', begin)) {
            folder = folderNamed(folder, path.substr(begin, end - begin));
            begin = end + 1;
        }
        const std::uint32_t target = folder == kNone ? kNone : entryNamed(entries, folder, path.substr(begin));
        if (target == kNone || m_index->kind(target).type != EntryType::File) {
            return false;
        }
    }
    return true;
}

bool Arrivals::isPlain(Lists& entries) {
    return m_marks.empty() && sortEntries(entries) && findOwnEntries(entries) && linksArePlain(entries);
}

/// Entries of the directories that the tar leaves out.
void Arrivals::addImplied() {
    CompactEntry implied;
    implied.type = EntryType::Directory;
    implied.mode = 0755;
    implied.implied = true;
    for (std::size_t number = 1; number < m_index->m_folders.size(); ++number) {
        CompactIndex::Folder& folder = m_index->m_folders[number];
        if (folder.entry == kNone) {
            folder.entry = static_cast<std::uint32_t>(m_index->m_records.size());
            append(folder.parent, folder.name, implied);
            m_isSorted = false;
        }
    }
}

/// The entries by path. Folders get their first and end.
Arrivals::Numbers Arrivals::inOrder(const Lists& entries, const Lists& folders) {
    struct Place {
        std::uint32_t folder, entry, inside; ///< where the next ones are in the lists
    };
    Numbers order;
    order.reserve(m_index->m_records.size());
    std::vector<Place> open;
    const auto enter = [&](std::uint32_t folder) {
        m_index->m_folders[folder].first = static_cast<std::uint32_t>(order.size());
        open.push_back({folder, entries.begin[folder], folders.begin[folder]});
    };
    enter(0);
    if (m_index->m_folders.front().entry != kNone) { // the root's own, which is not below it
        order.push_back(entries.items[open.back().entry++]);
        m_index->m_folders.front().first = 1;
    }
    while (!open.empty()) {
        Place& place = open.back();
        const std::uint32_t entriesEnd = entries.begin[place.folder + 1];
        const std::uint32_t inside = place.inside < folders.begin[place.folder + 1] ? folders.items[place.inside] : kNone;
        const std::string_view name = inside == kNone ? std::string_view() : m_index->text(m_index->m_folders[inside].name);
        while (place.entry < entriesEnd && (inside == kNone || comesBefore(m_index->text(m_index->m_records[entries.items[place.entry]].name), name))) {
            order.push_back(entries.items[place.entry++]);
        }
        if (inside != kNone) {
            ++place.inside;
            enter(inside);
        } else {
            m_index->m_folders[place.folder].end = static_cast<std::uint32_t>(order.size());
            open.pop_back();
        }
    }
    return order;
}

void Arrivals::reorder(const Numbers& order) {
    Numbers numbers(order.size());
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        numbers[order[number]] = number;
    }
    for (CompactIndex::Folder& folder : m_index->m_folders) {
        folder.entry = folder.entry == kNone ? kNone : numbers[folder.entry];
    }
    const auto sorted = [&order](auto& values) {
        std::remove_reference_t<decltype(values)> out;
        out.reserve(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            out.push_back(values[order[i]]);
        }
        values = std::move(out);
    };
    sorted(m_index->m_records);
    if (!m_index->m_contents.empty()) {
        sorted(m_index->m_contents);
    }
    std::unordered_map<std::uint32_t, CompactIndex::Odd> odd;
    for (const auto& [number, one] : m_index->m_odd) {
        odd.emplace(numbers[number], one);
    }
    m_index->m_odd = std::move(odd);
}

Result<std::shared_ptr<const CompactIndex>> Arrivals::withAllRules(std::uint64_t tarBytes) {
    IndexBuilder builder;
    auto mark = m_marks.begin();
    for (std::uint32_t number = 0; number <= m_index->m_records.size(); ++number) {
        for (; mark != m_marks.end() && mark->at == number; ++mark) {
            builder.markOpaque(mark->directory, mark->headerBytes);
        }
        if (number < m_index->m_records.size()) {
            builder.add(*EntryRef(*m_index, number));
        }
    }
    m_index.reset();
    builder.addHeaderBytes(m_looseHeaders);
    return builder.finishCompact(tarBytes);
}

Result<std::shared_ptr<const CompactIndex>> Arrivals::finish(std::uint64_t tarBytes) && {
    if (m_isFull || m_index->m_folders.size() + m_index->m_records.size() > UINT32_MAX - 1) {
        return tooMuchToShow();
    }
    Lists entries = entriesByFolder();
    if (!isPlain(entries)) {
        return withAllRules(tarBytes);
    }
    const std::size_t arrived = m_index->m_records.size();
    addImplied();
    if (m_index->m_records.size() > arrived) {
        entries = entriesByFolder();
        sortEntries(entries);
    }
    reorder(inOrder(entries, foldersByFolder()));
    return finished({tarBytes, m_contentBytes, m_headerBytes + m_looseHeaders, {}});
}

} // namespace sw::oci
