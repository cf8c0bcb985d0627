#pragma once

#include "core/base/result.h"
#include "core/base/uniquefd.h"
#include "core/sandbox/protocol.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <thread>

/// Requests of several threads over one socket.
namespace sw::sandbox {

/// A reply that is awaited. `event` becomes readable when it is there.
struct PendingReply {
    PendingReply();
    UniqueFd event;
    std::optional<Result<Message>> message; ///< guarded by the channel's mutex until event fires
};

class Channel {
public:
    explicit Channel(UniqueFd socket);
    ~Channel(); ///< ends the other side, and waits until that has tidied up and closed its end, two seconds at most

    /// The first message of all, the reply of job 0.
    const std::shared_ptr<PendingReply>& hello() const { return m_hello; }
    std::uint64_t nextJob() { return ++m_last; }
    std::shared_ptr<PendingReply> expect(std::uint64_t job);
    Result<void> send(MessageKind kind, std::uint64_t job, const Json& body, std::span<const int> fds = {});
    /// Sends and waits. A stop sends Cancel, and then still waits for the reply (which says Cancelled, unless the job was
    /// quicker).
    Result<Message> request(MessageKind kind, const Json& body, std::span<const int> fds = {}, std::stop_token stop = {});
    void cancel(std::uint64_t job);
    /// Takes the reply once its event fired; an unsuccessful one becomes its error.
    Result<Message> take(std::uint64_t job, PendingReply& pending);

private:
    void receive();

    UniqueFd m_socket;
    std::mutex m_mutex;
    std::map<std::uint64_t, std::shared_ptr<PendingReply>> m_pending;
    std::condition_variable m_ended;
    bool m_closed = false; ///< the other side has closed its end
    std::atomic<std::uint64_t> m_last = 0;
    std::shared_ptr<PendingReply> m_hello;
    std::thread m_receiver;
};

} // namespace sw::sandbox
