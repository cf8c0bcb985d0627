#include "core/sandbox/channel.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sw::sandbox {

namespace {

constexpr std::chrono::seconds kEndPatience{2};
const char* const kGone = "the sandbox process ended unexpectedly; try again, and see `stw doctor` if it happens again";

void fire(const UniqueFd& event) {
    const std::uint64_t one = 1;
    static_cast<void>(::write(event.get(), &one, sizeof(one)));
}

} // namespace

PendingReply::PendingReply() : event(::eventfd(0, EFD_CLOEXEC)) {}

Channel::Channel(UniqueFd socket) : m_socket(std::move(socket)), m_hello(expect(0)) {
    // The receiver takes no signals: they belong to the program's own threads.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    m_receiver = std::thread([this] { receive(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Channel::~Channel() {
    ::shutdown(m_socket.get(), SHUT_WR);
    {
        std::unique_lock lock(m_mutex); // the other side closes its end when it has tidied up
        m_ended.wait_for(lock, kEndPatience, [this] { return m_closed; });
    }
    ::shutdown(m_socket.get(), SHUT_RDWR);
    m_receiver.join();
}

void Channel::receive() {
    for (;;) {
        Result<std::optional<Message>> message = receiveMessage(m_socket.get());
        const std::lock_guard lock(m_mutex);
        if (!message || !*message) {
            m_closed = true;
            m_ended.notify_all();
            for (auto& [job, pending] : m_pending) {
                if (!pending->message) {
                    pending->message = message ? Result<Message>(failure(ErrorCode::Io, kGone))
                                               : Result<Message>(failure(message.error()));
                    fire(pending->event);
                }
            }
            return;
        }
        const auto found = m_pending.find((*message)->job);
        if (found != m_pending.end() && !found->second->message) {
            found->second->message = std::move(**message);
            fire(found->second->event);
        }
    }
}

std::shared_ptr<PendingReply> Channel::expect(std::uint64_t job) {
    auto pending = std::make_shared<PendingReply>();
    const std::lock_guard lock(m_mutex);
    if (m_closed) {
        pending->message = failure(ErrorCode::Io, kGone);
        fire(pending->event);
    }
    m_pending[job] = pending;
    return pending;
}

Result<void> Channel::send(MessageKind kind, std::uint64_t job, const Json& body, std::span<const int> fds) {
    return sendMessage(m_socket.get(), kind, job, body, fds);
}

void Channel::cancel(std::uint64_t job) {
    static_cast<void>(sendMessage(m_socket.get(), MessageKind::Cancel, job, Json::object()));
}

Result<Message> Channel::take(std::uint64_t job, PendingReply& pending) {
    const std::lock_guard lock(m_mutex);
    m_pending.erase(job);
    if (!pending.message) {
        return failure(ErrorCode::Internal, say("a reply of the sandbox process was taken before it came"));
    }
    Result<Message> message = std::move(*pending.message);
    if (message && !message->body.value("ok", false)) {
        return failure(errorFromBody(message->body));
    }
    return message;
}

Result<Message> Channel::request(MessageKind kind, const Json& body, std::span<const int> fds, std::stop_token stop) {
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, say("stopped"));
    }
    const std::uint64_t job = nextJob();
    const std::shared_ptr<PendingReply> pending = expect(job);
    if (Result<void> sent = send(kind, job, body, fds); !sent) {
        const std::lock_guard lock(m_mutex);
        m_pending.erase(job);
        return failure(m_closed ? Error{ErrorCode::Io, kGone, {}} : sent.error());
    }
    const std::stop_callback onStop(stop, [&] { cancel(job); });
    pollfd waiting{pending->event.get(), POLLIN, 0};
    while (::poll(&waiting, 1, -1) < 0 && errno == EINTR) {
    }
    return take(job, *pending);
}

} // namespace sw::sandbox
