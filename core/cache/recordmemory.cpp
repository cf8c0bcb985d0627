#include "core/cache/recordmemory.h"

namespace sw::cache {

namespace {
constexpr std::size_t kAnswers = 20'000; ///< to one kind of question; then it is forgotten as a whole
}

struct RecordMemory::Known {
    std::optional<store::Database::Version> version;
    std::map<Hash128, std::optional<StepRecord>> records, results;
    std::map<Hash128, std::shared_ptr<const std::vector<StepRecord>>> shapes;
    std::map<Hash128, std::optional<StepCost>> latest, costs;
    std::map<std::pair<std::string, std::string>, std::vector<LineRecord>> lines;
    std::map<Hash128, std::optional<CacheIndex::Memo>> memos;
};

RecordMemory::RecordMemory() = default;
RecordMemory::~RecordMemory() = default;

RecordReader::RecordReader(CacheIndex index, RecordMemory* memory) : m_index(index), m_memory(memory) {
    if (memory == nullptr) {
        return;
    }
    const Result<store::Database::Version> version = m_index.version();
    if (!version) {
        m_memory = nullptr;
        return;
    }
    const std::lock_guard lock(memory->m_mutex);
    if (!memory->m_known || memory->m_known->version != *version) {
        memory->m_known = std::make_shared<RecordMemory::Known>(); // an older reader goes on with its own
        memory->m_known->version = *version;
    }
    m_known = memory->m_known;
}

template <typename Map, typename Key, typename Read>
auto RecordReader::remembered(Map RecordMemory::Known::*map, const Key& key, const Read& read) {
    using Answer = decltype(read());
    if (m_memory == nullptr) {
        return read();
    }
    Map& answers = (*m_known).*map;
    {
        const std::lock_guard lock(m_memory->m_mutex);
        if (const auto known = answers.find(key); known != answers.end()) {
            return Answer(known->second);
        }
    }
    Answer answer = read();
    if (answer) {
        const std::lock_guard lock(m_memory->m_mutex);
        if (answers.size() >= kAnswers) {
            answers.clear();
        }
        answers.insert_or_assign(key, *answer);
    }
    return answer;
}

Result<std::optional<StepRecord>> RecordReader::find(const Hash128& key) {
    return remembered(&RecordMemory::Known::records, key, [&] { return m_index.find(key); });
}

Result<std::optional<StepRecord>> RecordReader::findResult(const Hash128& key) {
    return remembered(&RecordMemory::Known::results, key, [&] { return m_index.findResult(key); });
}

Result<std::shared_ptr<const std::vector<StepRecord>>> RecordReader::ofShape(const Hash128& shape, std::size_t limit) {
    using Records = std::vector<StepRecord>;
    return remembered(&RecordMemory::Known::shapes, shape, [&]() -> Result<std::shared_ptr<const Records>> {
        SW_TRY(Records records, m_index.ofShape(shape, limit));
        return std::make_shared<const Records>(std::move(records));
    });
}

Result<std::optional<StepCost>> RecordReader::latestCost(const Hash128& definition) {
    return remembered(&RecordMemory::Known::latest, definition, [&] { return m_index.latestCost(definition); });
}

Result<std::optional<StepCost>> RecordReader::costOf(const Hash128& key) {
    return remembered(&RecordMemory::Known::costs, key, [&] { return m_index.costOf(key); });
}

Result<std::vector<LineRecord>> RecordReader::lines(const std::string& dockerfile, const std::string& stage) {
    return remembered(&RecordMemory::Known::lines, std::pair(dockerfile, stage), [&] { return m_index.lines(dockerfile, stage); });
}

Result<std::optional<CacheIndex::Memo>> RecordReader::memo(const Hash128& about) {
    return remembered(&RecordMemory::Known::memos, about, [&] { return m_index.memo(about); });
}

} // namespace sw::cache
