#include "app/stw/engine.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace sw::app {

namespace {

std::atomic<int> g_signalPipe = -1;
std::atomic<int> g_signals = 0;

void onSignal(int) {
    if (g_signals.fetch_add(1) > 0) {
        ::_exit(kStopped);
    }
    const char byte = 's';
    const ssize_t ignored = ::write(g_signalPipe.load(), &byte, 1);
    (void)ignored;
}

} // namespace

std::filesystem::path storeRoot(const Console& console) {
    return console.store.empty() ? store::Store::defaultRoot() : std::filesystem::path(console.store);
}

Result<std::shared_ptr<store::Store>> openStore(const Console& console) {
    return store::Store::open(storeRoot(console)).transform_error(storeTrouble);
}

Error storeTrouble(Error error) {
    if (error.code == ErrorCode::Corrupt) {
        error.code = ErrorCode::Io;
    }
    return error;
}

struct StopOnSignal::State {
    std::stop_source source;
    int pipe[2] = {-1, -1};
    struct sigaction interrupt {};
    struct sigaction terminate {};
    std::thread watcher;
};

StopOnSignal::StopOnSignal() : m_state(std::make_unique<State>()) {
    if (::pipe2(m_state->pipe, O_CLOEXEC) != 0) {
        return;
    }
    g_signalPipe = m_state->pipe[1];
    m_state->watcher = std::thread([state = m_state.get()] {
        char byte = 0;
        if (::read(state->pipe[0], &byte, 1) == 1 && byte == 's') {
            state->source.request_stop();
        }
    });
    struct sigaction action {};
    action.sa_handler = &onSignal;
    ::sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, &m_state->interrupt);
    ::sigaction(SIGTERM, &action, &m_state->terminate);
}

StopOnSignal::~StopOnSignal() {
    if (!m_state->watcher.joinable()) {
        return;
    }
    ::sigaction(SIGINT, &m_state->interrupt, nullptr);
    ::sigaction(SIGTERM, &m_state->terminate, nullptr);
    const char byte = 'q';
    const ssize_t ignored = ::write(m_state->pipe[1], &byte, 1);
    (void)ignored;
    m_state->watcher.join();
    g_signalPipe = -1;
    ::close(m_state->pipe[0]);
    ::close(m_state->pipe[1]);
}

std::stop_token StopOnSignal::token() const { return m_state->source.get_token(); }

} // namespace sw::app
