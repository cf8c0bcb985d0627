#include "app/stw/progress.h"

#include "core/build/failures.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace sw::app {

namespace {

using build::LogEvent;
using build::StatusEvent;
using build::VertexEvent;
using build::WarningEvent;

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr std::size_t kLogLines = 6; ///< of each running step

/// A table of steps that is drawn again while something runs: finished steps in one line, running ones with the end of
/// their output.
class TtyProgress final : public Progress {
public:
    TtyProgress() : m_painter([this](std::stop_token stop) { paintLoop(stop); }) {}

    void event(const build::BuildEvent& event) override {
        const std::lock_guard lock(m_mutex);
        std::visit([this](const auto& e) { take(e); }, event);
    }

    void finish() override {
        m_painter.request_stop();
        if (m_painter.joinable()) {
            m_painter.join();
        }
        const std::lock_guard lock(m_mutex);
        paint(true);
    }

private:
    struct Row {
        std::string name;
        std::optional<build::Time> started, completed;
        bool cached = false, shared = false;
        std::string error, status;
        build::LogTail log;
    };

    void take(const VertexEvent& e) {
        Row& row = rowOf(e.digest);
        row.name = e.name;
        row.started = e.started;
        row.completed = e.completed;
        row.cached = e.cached;
        row.shared = e.shared;
        row.error = e.error.text();
    }
    void take(const StatusEvent& e) {
        Row& row = rowOf(e.vertex);
        row.status = e.id;
        if (e.total > 1 && !e.id.contains(": ")) {
            row.status += "  " + std::to_string(e.current * 100 / std::max<std::int64_t>(e.total, 1)) + " %";
        }
    }
    void take(const LogEvent& e) { rowOf(e.vertex).log.add(e.data); }
    void take(const WarningEvent& e) { m_warnings.push_back(e.message); }

    Row& rowOf(const Digest& digest) {
        const auto [found, fresh] = m_positions.try_emplace(digest, m_rows.size());
        if (fresh) {
            m_rows.emplace_back();
        }
        return m_rows[found->second];
    }

    void paintLoop(const std::stop_token& stop) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            {
                const std::lock_guard own(m_mutex);
                paint(false);
            }
            wake.wait_for(lock, stop, kRedraw, [] { return false; });
        }
    }

    static std::string cut(const std::string& text, std::size_t width) {
        std::size_t columns = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && ++columns > width) {
                return text.substr(0, i);
            }
        }
        return text;
    }

    void paint(bool last) {
        winsize size{};
        const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20;
        const std::size_t width = known ? size.ws_col : 80;
        const std::size_t height = known && size.ws_row > 4 ? size.ws_row - 2U : 22;
        std::vector<std::string> lines;
        const build::Time now = std::chrono::system_clock::now();
        for (const Row& row : m_rows) {
            if (!row.started) {
                continue;
            }
            const double seconds = std::chrono::duration<double>(row.completed.value_or(now) - *row.started).count();
            char time[32];
            std::snprintf(time, sizeof time, "%7.1fs", seconds);
            const char* mark = !row.error.empty() ? "\x1b[31mx " : row.cached ? "\x1b[36m= " : row.completed ? "\x1b[32m+ " : "\x1b[33m> ";
            const std::string name = cut((row.shared ? "SHARED " : row.cached ? "CACHED " : "") + row.name, width - 12);
            lines.push_back(mark + name + std::string(width - 12 - std::min(width - 12, cut(name, width).size()), ' ') + time + "\x1b[0m");
            if (!row.completed && !last) {
                if (!row.status.empty()) {
                    lines.push_back("  " + cut(row.status, width - 3));
                }
                for (const std::string& line : row.log.lines(kLogLines)) {
                    lines.push_back("\x1b[2m  " + cut(line, width - 3) + "\x1b[0m");
                }
            }
        }
        if (!last && lines.size() > height) {
            lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(height));
        }
        std::string out = m_painted > 0 ? "\x1b[" + std::to_string(m_painted) + "A\x1b[J" : "";
        for (const std::string& line : lines) {
            out += line + "\n";
        }
        if (last) {
            for (const std::string& warning : m_warnings) {
                out += "WARNING: " + warning + "\n";
            }
        }
        m_painted = lines.size();
        std::cerr << out << std::flush;
    }

    std::mutex m_mutex;
    std::map<Digest, std::size_t> m_positions;
    std::vector<Row> m_rows;
    std::vector<std::string> m_warnings;
    std::size_t m_painted = 0;
    std::jthread m_painter;
};

} // namespace

std::unique_ptr<Progress> makeTtyProgress() { return std::make_unique<TtyProgress>(); }

} // namespace sw::app
