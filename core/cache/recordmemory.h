#pragma once

#include "core/cache/records.h"

#include <memory>
#include <mutex>
#include <utility>

namespace sw::cache {

/// What was read from the cache's tables, and that something is not there. Holds as long as nobody writes to the database: a
/// reader that finds it changed begins anew. Safe to use from several threads.
class RecordMemory {
public:
    RecordMemory();
    ~RecordMemory();

private:
    friend class RecordReader;
    struct Known;
    std::mutex m_mutex;
    std::shared_ptr<Known> m_known;
};

/// The cache's tables as one forecast or one build reads them. With a memory, answers of earlier readers count. For one thread,
/// or for several without a memory.
class RecordReader {
public:
    /// `memory` may be null: everything is read from the database.
    RecordReader(CacheIndex index, RecordMemory* memory);

    Result<std::optional<StepRecord>> find(const Hash128& key);
    Result<std::optional<StepRecord>> findResult(const Hash128& key);
    /// As CacheIndex::ofShape, always with the same limit. Never null.
    Result<std::shared_ptr<const std::vector<StepRecord>>> ofShape(const Hash128& shape, std::size_t limit);
    Result<std::optional<StepCost>> latestCost(const Hash128& definition);
    Result<std::optional<StepCost>> costOf(const Hash128& key);
    Result<std::vector<LineRecord>> lines(const std::string& dockerfile, const std::string& stage);
    Result<std::optional<CacheIndex::Memo>> memo(const Hash128& about);

private:
    template <typename Map, typename Key, typename Read> auto remembered(Map RecordMemory::Known::*map, const Key& key, const Read& read);

    CacheIndex m_index;
    RecordMemory* m_memory;
    std::shared_ptr<RecordMemory::Known> m_known; ///< of the database as this reader found it; null without a memory
};

} // namespace sw::cache
