#include "core/build/readahead.h"

#include <algorithm>

namespace sw::build {

namespace {

constexpr std::uint64_t kBatchBytes = 512U << 10U;
constexpr std::size_t kBatchFiles = 64;
constexpr std::size_t kBatchesAhead = 6;
constexpr std::size_t kWorthAThread = 4; ///< batches

Result<std::string> contentsOf(const ReadAhead::File& file) {
    SW_TRY(const oci::ByteSource source, file.tree->open(file.bytes));
    std::string bytes(static_cast<std::size_t>(file.size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        SW_TRY(const std::size_t got, source(bytes.data() + have, bytes.size() - have));
        if (got == 0) {
            break;
        }
        have += got;
    }
    bytes.resize(have);
    return bytes;
}

} // namespace

ReadAhead::ReadAhead(std::vector<File> files) : m_files(std::move(files)) {
    Batch batch;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        bytes += m_files[i].size;
        batch.last = i + 1;
        if (bytes >= kBatchBytes || batch.last - batch.first >= kBatchFiles || i + 1 == m_files.size()) {
            m_batches.push_back(std::move(batch));
            batch = Batch{i + 1, i + 1, State::Free, {}};
            bytes = 0;
        }
    }
    if (m_batches.size() >= kWorthAThread) {
        m_worker = std::thread([this] { work(); });
    }
}

ReadAhead::~ReadAhead() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    if (m_worker.joinable()) {
        m_worker.join();
    }
}

void ReadAhead::read(Batch& batch) {
    batch.contents.reserve(batch.last - batch.first);
    for (std::size_t i = batch.first; i < batch.last; ++i) {
        batch.contents.push_back(contentsOf(m_files[i]));
    }
}

void ReadAhead::work() {
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        const std::size_t last = std::min(m_at + kBatchesAhead, m_batches.size());
        std::size_t next = m_at;
        while (next < last && m_batches[next].state != State::Free) {
            ++next;
        }
        if (next == last) {
            if (m_at + 1 >= m_batches.size()) {
                return;
            }
            m_changed.wait(lock);
            continue;
        }
        m_batches[next].state = State::Taken;
        lock.unlock();
        read(m_batches[next]);
        lock.lock();
        m_batches[next].state = State::Done;
        m_changed.notify_all();
    }
}

Result<std::string> ReadAhead::take(std::size_t position) {
    if (position >= m_ready) {
        std::unique_lock lock(m_mutex);
        while (position >= m_batches[m_at].last) {
            Batch& passed = m_batches[m_at];
            m_changed.wait(lock, [&] { return passed.state != State::Taken; });
            passed.state = State::Done;
            passed.contents = {};
            ++m_at;
        }
        m_changed.notify_all();
        Batch& batch = m_batches[m_at];
        if (batch.state == State::Free) { // nobody was ahead
            batch.state = State::Taken;
            lock.unlock();
            read(batch);
            lock.lock();
            batch.state = State::Done;
        }
        m_changed.wait(lock, [&] { return batch.state == State::Done; });
        m_ready = batch.last;
    }
    return std::move(m_batches[m_at].contents[position - m_batches[m_at].first]);
}

} // namespace sw::build
