#include "core/oci/tarsink.h"

#include "core/io/bytereader.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sw::oci {

namespace {
constexpr std::size_t kBufferSize = 1U << 20U;
constexpr std::size_t kFirstBufferSize = 64U << 10U; ///< most layers are small
constexpr std::size_t kBuffers = 4;
} // namespace

struct DigestSink::State {
    struct Buffer {
        std::vector<char> bytes;
        std::size_t used = 0;
    };

    int fd = -1;
    Sha256 hasher;
    Buffer present;
    std::optional<Error> error; ///< guarded by mutex while the thread runs

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Buffer> full;
    std::vector<Buffer> free;
    std::size_t made = 1;
    bool ending = false;
    std::thread worker;

    void consume(const Buffer& buffer) {
        const std::string_view bytes(buffer.bytes.data(), buffer.used);
        hasher.add(bytes);
        if (auto wrote = io::writeAll(fd, bytes); !wrote) {
            const std::scoped_lock lock(mutex);
            if (!error) {
                error = std::move(wrote.error());
            }
        }
    }

    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return ending || !full.empty(); });
            if (full.empty()) {
                return;
            }
            Buffer buffer = std::move(full.front());
            full.pop_front();
            lock.unlock();
            consume(buffer);
            buffer.used = 0;
            lock.lock();
            free.push_back(std::move(buffer));
            changed.notify_all();
        }
    }

    void stopWorker() {
        if (worker.joinable()) {
            {
                const std::scoped_lock lock(mutex);
                ending = true;
            }
            changed.notify_all();
            worker.join();
        }
    }
};

DigestSink::DigestSink(int fd) : m_state(std::make_unique<State>()) {
    m_state->fd = fd;
    m_state->present.bytes.resize(kFirstBufferSize);
}

DigestSink::~DigestSink() { m_state->stopWorker(); }

char* DigestSink::room(std::size_t& size) {
    State& s = *m_state;
    if (s.present.used == s.present.bytes.size()) {
        handOver();
    }
    size = s.present.bytes.size() - s.present.used;
    return s.present.bytes.data() + s.present.used;
}

void DigestSink::advance(std::size_t used) {
    m_state->present.used += used;
    m_written += used;
}

void DigestSink::handOver() {
    State& s = *m_state;
    if (!s.worker.joinable()) {
        s.worker = std::thread([&s] { s.work(); });
    }
    std::unique_lock lock(s.mutex);
    s.full.push_back(std::move(s.present));
    s.changed.notify_all();
    if (s.free.empty() && s.made < kBuffers) {
        ++s.made;
        s.present = State::Buffer{std::vector<char>(kBufferSize), 0};
        return;
    }
    s.changed.wait(lock, [&s] { return !s.free.empty(); });
    s.present = std::move(s.free.back());
    s.free.pop_back();
    if (s.present.bytes.size() < kBufferSize) {
        s.present.bytes.resize(kBufferSize);
    }
}

void DigestSink::write(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t size = 0;
        char* to = room(size);
        size = std::min(size, bytes.size());
        std::memcpy(to, bytes.data(), size);
        advance(size);
        bytes.remove_prefix(size);
    }
}

void DigestSink::zeros(std::size_t count) {
    while (count > 0) {
        std::size_t size = 0;
        char* to = room(size);
        size = std::min(size, count);
        std::memset(to, 0, size);
        advance(size);
        count -= size;
    }
}

bool DigestSink::failed() const {
    const std::scoped_lock lock(m_state->mutex);
    return m_state->error.has_value();
}

Result<Digest> DigestSink::finish() {
    State& s = *m_state;
    s.stopWorker();
    s.consume(s.present);
    s.present.used = 0;
    if (s.error) {
        return failure(*s.error);
    }
    return s.hasher.finish();
}

} // namespace sw::oci
