#pragma once

#include "core/cache/sourcetree.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sw::build {

/// Reads small files on another thread, somewhat ahead of whoever takes them in order. Holds a few megabytes at a time.
class ReadAhead {
public:
    static constexpr std::uint64_t kLargestFile = 128U << 10U;

    struct File {
        std::shared_ptr<cache::SourceTree> tree;
        cache::SourceTree::Found bytes;
        std::uint64_t size = 0; ///< 1 to kLargestFile
    };
    explicit ReadAhead(std::vector<File> files);
    ~ReadAhead();
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// The bytes of the file at `position`, each asked for at most once and in rising order. They are short when the file is.
    Result<std::string> take(std::size_t position);

private:
    enum class State { Free, Taken, Done };
    struct Batch { ///< files [first, last)
        std::size_t first = 0, last = 0;
        State state = State::Free;
        std::vector<Result<std::string>> contents;
    };
    void read(Batch& batch);
    void work();

    std::vector<File> m_files;
    std::vector<Batch> m_batches;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_at = 0;    ///< the batch that is being taken from
    std::size_t m_ready = 0; ///< its end, once it was read; of the taking thread alone
    bool m_ending = false;
    std::thread m_worker;
};

} // namespace sw::build
