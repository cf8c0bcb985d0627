#include "core/build/forecastmemory.h"

namespace sw::build {

namespace {

constexpr std::size_t kMemos = 20'000;
constexpr std::size_t kEntries = 300'000; ///< of layers: some 60 MB
constexpr std::size_t kSelected = 150'000; ///< of selections: some 30 MB

template<typename Map>
auto valueIn(const Map& map, const Hash128& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::optional<typename Map::mapped_type>() : std::optional(found->second);
}

} // namespace

template <typename Value> std::optional<Value> ForecastMemory::Shelf<Value>::find(const Hash128& key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::optional<Value>() : std::optional(found->second.first);
}

/// What weighs more than everything may is not kept.
template <typename Value>
void ForecastMemory::Shelf<Value>::keep(const Hash128& key, Value value, std::size_t itsWeight, std::size_t most) {
    if (itsWeight > most || values.contains(key)) {
        return;
    }
    while (weight + itsWeight > most) {
        const auto oldest = values.find(order.front());
        weight -= oldest->second.second;
        values.erase(oldest);
        order.pop_front();
    }
    values.emplace(key, std::pair(std::move(value), itsWeight));
    order.push_back(key);
    weight += itsWeight;
}

template <typename Value> void ForecastMemory::Shelf<Value>::clear() {
    values.clear();
    order.clear();
    weight = 0;
}

void ForecastMemory::forget() {
    const std::lock_guard lock(m_mutex);
    ++m_generation;
    m_contexts.clear();
    m_memos.clear();
    m_evidence.clear();
    m_layers.clear();
    m_selections.clear();
}

std::uint64_t ForecastMemory::generation() const {
    const std::lock_guard lock(m_mutex);
    return m_generation;
}

std::shared_ptr<cache::SourceTree> ForecastMemory::context(const Hash128& place) const {
    const std::lock_guard lock(m_mutex);
    return valueIn(m_contexts, place).value_or(nullptr);
}

void ForecastMemory::keepContext(std::uint64_t generation, const Hash128& place, std::shared_ptr<cache::SourceTree> tree) {
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation) {
        m_contexts.clear(); // of another Dockerfile or folder
        m_contexts.emplace(place, std::move(tree));
    }
}

std::optional<cache::CacheIndex::Memo> ForecastMemory::memo(const Hash128& about) const {
    const std::lock_guard lock(m_mutex);
    return valueIn(m_memos, about);
}

void ForecastMemory::keepMemo(std::uint64_t generation, const Hash128& about, const cache::CacheIndex::Memo& memo) {
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation) {
        if (m_memos.size() >= kMemos) {
            m_memos.clear();
        }
        m_memos.insert_or_assign(about, memo);
    }
}

std::optional<std::vector<std::string>> ForecastMemory::evidence(const Hash128& about) const {
    const std::lock_guard lock(m_mutex);
    return valueIn(m_evidence, about);
}

void ForecastMemory::keepEvidence(std::uint64_t generation, const Hash128& about, std::vector<std::string> names) {
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation) {
        if (m_evidence.size() >= kMemos) {
            m_evidence.clear();
        }
        m_evidence.insert_or_assign(about, std::move(names));
    }
}

std::optional<ForeseenLayer> ForecastMemory::layer(const Hash128& key) const {
    const std::lock_guard lock(m_mutex);
    return m_layers.find(key);
}

void ForecastMemory::keepLayer(std::uint64_t generation, const Hash128& key, ForeseenLayer layer) {
    const std::size_t entries = layer.index->entries.size();
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation) {
        m_layers.keep(key, std::move(layer), entries, kEntries);
    }
}

std::shared_ptr<const cache::Selection> ForecastMemory::selection(const Hash128& about) const {
    const std::lock_guard lock(m_mutex);
    return m_selections.find(about).value_or(nullptr);
}

void ForecastMemory::keepSelection(std::uint64_t generation, const Hash128& about, std::shared_ptr<const cache::Selection> selection) {
    std::size_t count = 0;
    for (const cache::SelectedItem& item : selection->items) {
        count += item.entries.size();
    }
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation) {
        m_selections.keep(about, std::move(selection), count, kSelected);
    }
}

} // namespace sw::build
