#include "core/cache/sourcetree.h"

#include <algorithm>
#include <cstring>

namespace sw::cache {

InlineTree::InlineTree(std::vector<std::string> contents) : m_contents(std::move(contents)) {
    auto index = std::make_shared<oci::LayerIndex>();
    for (std::size_t i = 0; i < m_contents.size(); ++i) {
        oci::LayerEntry entry;
        entry.path = std::to_string(i);
        entry.mode = 0644;
        entry.size = m_contents[i].size();
        entry.content = Hasher128::of(m_contents[i]);
        entry.dataOffset = i; // which of the contents
        index->entries.push_back(std::move(entry));
    }
    std::ranges::sort(index->entries, {}, &oci::LayerEntry::path);
    m_view = oci::StackView({index});
}

Result<oci::ByteSource> InlineTree::open(const Found& file) {
    const std::string& content = m_contents[file.entry->dataOffset];
    return oci::ByteSource([&content, done = std::size_t{0}](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
        const std::size_t count = std::min(capacity, content.size() - done);
        std::memcpy(buffer, content.data() + done, count);
        done += count;
        return count;
    });
}

} // namespace sw::cache
