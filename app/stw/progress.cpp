#include "app/stw/progress.h"

#include "core/build/failures.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <sstream>

namespace sw::app {

namespace {

using build::LogEvent;
using build::StatusEvent;
using build::VertexEvent;
using build::WarningEvent;

std::string seconds(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

double since(build::Time from, build::Time to) { return std::chrono::duration<double>(to - from).count(); }

/// std::cerr keeps nothing back, so each piece that it is given is a call of the system.
void writeAtOnce(const std::string& text) {
    if (!text.empty()) {
        std::cerr.write(text.data(), static_cast<std::streamsize>(text.size()));
    }
}

/// Like buildx: "#4 [builder 2/5] RUN …", "#4 0.213 output", "#4 DONE 0.3s", "#4 CACHED".
class PlainProgress final : public Progress {
public:
    void event(const build::BuildEvent& event) override {
        std::visit([this](const auto& e) { show(e); }, event);
        writeAtOnce(m_out.str());
        m_out.str({});
    }

private:
    struct Vertex {
        int number = 0;
        std::string name;
        std::optional<build::Time> started;
        std::string pending; ///< an unfinished line of output
        bool done = false;
    };

    Vertex& vertex(const Digest& digest) {
        Vertex& v = m_vertices[digest];
        if (v.number == 0) {
            v.number = ++m_count;
        }
        return v;
    }

    /// A blank line and the name whenever another vertex speaks.
    void speak(Vertex& v) {
        if (m_speaker != v.number) {
            m_out << (m_speaker == 0 ? "" : "\n") << '#' << v.number << ' ' << v.name << '\n';
            m_speaker = v.number;
        }
    }

    void show(const VertexEvent& e) {
        if (!e.started) {
            m_names[e.digest] = e.name; // announced only
            return;
        }
        Vertex& v = vertex(e.digest);
        v.name = e.name;
        v.started = e.started;
        if (v.done) {
            return;
        }
        speak(v);
        if (!e.completed) {
            return;
        }
        v.done = true;
        if (!v.pending.empty()) {
            line(v, *e.completed, std::exchange(v.pending, {}));
        }
        if (!e.error.empty()) {
            m_out << '#' << v.number << (e.error.text().ends_with("context canceled") ? " CANCELED\n" : " ERROR: " + e.error.text() + "\n");
        } else if (e.cached) {
            m_out << '#' << v.number << (e.shared ? " SHARED\n" : " CACHED\n");
        } else {
            m_out << '#' << v.number << " DONE " << seconds(since(*v.started, *e.completed)) << "s\n";
        }
    }

    void line(Vertex& v, build::Time when, const std::string& text) {
        char stamp[32];
        std::snprintf(stamp, sizeof stamp, "%.3f", v.started ? since(*v.started, when) : 0.0);
        m_out << '#' << v.number << ' ' << stamp << ' ' << build::withoutColours(text) << '\n';
    }

    void show(const LogEvent& e) {
        Vertex& v = vertex(e.vertex);
        speak(v);
        v.pending += e.data;
        for (std::size_t end = v.pending.find('\n'); end != std::string::npos; end = v.pending.find('\n')) {
            line(v, e.timestamp, v.pending.substr(0, end));
            v.pending.erase(0, end + 1);
        }
    }

    void show(const StatusEvent& e) {
        if (!e.completed) {
            return;
        }
        Vertex& v = vertex(e.vertex);
        speak(v);
        m_out << '#' << v.number << ' ' << e.id << (e.total > 1 && !e.id.contains(": ") ? " " + std::to_string(e.total) + "B" : "") << " done\n";
    }

    void show(const WarningEvent& e) {
        Vertex& v = vertex(e.vertex);
        speak(v);
        m_out << '#' << v.number << " WARN: " << e.message << '\n';
    }

    std::ostringstream m_out; ///< what the present event gives
    std::map<Digest, Vertex> m_vertices;
    std::map<Digest, std::string> m_names;
    int m_count = 0;
    int m_speaker = 0;
};

class RawJsonProgress final : public Progress {
public:
    void event(const build::BuildEvent& event) override { writeAtOnce(build::toRawJson(event) + '\n'); }
};

class QuietProgress final : public Progress {
public:
    void event(const build::BuildEvent&) override {}
};

} // namespace

std::unique_ptr<Progress> makeProgress(const std::string& mode) {
    if (mode == "rawjson") {
        return std::make_unique<RawJsonProgress>();
    }
    if (mode == "quiet") {
        return std::make_unique<QuietProgress>();
    }
    if (mode == "tty" || (mode == "auto" && ::isatty(STDERR_FILENO) == 1)) {
        return makeTtyProgress();
    }
    return std::make_unique<PlainProgress>();
}

} // namespace sw::app
