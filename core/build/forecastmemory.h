#pragma once

#include "core/build/layerbuilder.h"
#include "core/build/root.h"
#include "core/cache/recordmemory.h"
#include "core/cache/selection.h"

#include <deque>
#include <map>
#include <mutex>

namespace sw::build {

/// What forecasts that follow each other need not find out again: the walk of the context, what copies take, the layers that
/// copies would make, and what they read of the cache. Whoever has one watches the context (its directory, its ignore file, the Dockerfile's) and calls forget() when something
/// there changed; a forecast that was under way then leaves nothing behind. Safe to use from several threads.
class ForecastMemory {
public:
    void forget();
    /// What a forecast hands back, so that what it saw before a change is not kept after it.
    std::uint64_t generation() const;

    std::shared_ptr<cache::SourceTree> context(const Hash128& place) const;
    void keepContext(std::uint64_t generation, const Hash128& place, std::shared_ptr<cache::SourceTree> tree);
    std::optional<cache::CacheIndex::Memo> memo(const Hash128& about) const;
    void keepMemo(std::uint64_t generation, const Hash128& about, const cache::CacheIndex::Memo& memo);
    /// Evidence of a miss, by what is compared.
    std::optional<std::vector<std::string>> evidence(const Hash128& about) const;
    void keepEvidence(std::uint64_t generation, const Hash128& about, std::vector<std::string> names);
    std::optional<ForeseenLayer> layer(const Hash128& key) const;
    void keepLayer(std::uint64_t generation, const Hash128& key, ForeseenLayer layer);
    /// What a copy takes; null: not known.
    std::shared_ptr<const cache::Selection> selection(const Hash128& about) const;
    void keepSelection(std::uint64_t generation, const Hash128& about, std::shared_ptr<const cache::Selection> selection);

    /// What forecasts read of the cache's tables; it needs no watching.
    cache::RecordMemory& records() { return m_records; }

private:
    cache::RecordMemory m_records;
    mutable std::mutex m_mutex;
    std::uint64_t m_generation = 1;
    std::map<Hash128, std::shared_ptr<cache::SourceTree>> m_contexts;
    std::map<Hash128, cache::CacheIndex::Memo> m_memos;
    std::map<Hash128, std::vector<std::string>> m_evidence;
    /// Values up to a weight in all; the oldest go first, a few at a time.
    template <typename Value> struct Shelf {
        std::map<Hash128, std::pair<Value, std::size_t>> values;
        std::deque<Hash128> order; ///< oldest first
        std::size_t weight = 0;
        std::optional<Value> find(const Hash128& key) const;
        void keep(const Hash128& key, Value value, std::size_t itsWeight, std::size_t most);
        void clear();
    };
    Shelf<ForeseenLayer> m_layers;                              ///< by entries
    Shelf<std::shared_ptr<const cache::Selection>> m_selections; ///< by entries
};

} // namespace sw::build
