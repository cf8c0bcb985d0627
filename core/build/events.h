#pragma once

#include "core/base/digest.h"
#include "core/base/sentence.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What happens during a build, in BuildKit's vocabulary (client/graph.go; dockerfile-semantics 4.1), so that the stream of
/// `--progress rawjson` and that of a BuildKit builder mean the same.
namespace sw::build {

using Time = std::chrono::system_clock::time_point;

/// Announced with name and inputs, again with started, again with completed (cached or error).
struct VertexEvent {
    Digest digest;
    std::vector<Digest> inputs;
    std::string name; ///< "[builder 2/5] COPY package*.json ./", "[internal] load build context"
    std::optional<Time> started, completed;
    bool cached = false;
    Sentence error;
    // Ours, not part of BuildKit's stream: where the vertex belongs.
    std::optional<std::size_t> stage;
    std::optional<std::size_t> instruction; ///< index in Document::instructions
    bool shared = false; ///< an equal step made it in this build; BuildKit's stream has no word for that but cached
};

struct StatusEvent { ///< a sub-task: pulling a layer, hashing the context
    Digest vertex;
    std::string id;
    std::int64_t current = 0, total = 0; ///< total 0 = unknown
    Time timestamp{};
    std::optional<Time> started, completed;
};

struct LogEvent {
    Digest vertex;
    int stream = 1; ///< 1 stdout, 2 stderr
    std::string data; ///< raw bytes, not line-aligned
    Time timestamp{};
};

struct WarningEvent {
    Digest vertex;
    int level = 1;
    std::string message; ///< "RULE: TEXT (line N)" for a build check, as BuildKit writes it
    std::vector<std::string> detail;
    int line = 0; ///< 1-based, 0 = none
    int endLine = 0; ///< not before `line`
    std::string url;
    std::string file;                         ///< name of the Dockerfile
    std::shared_ptr<const std::string> source; ///< its text; absent where the warning is about no file
};

using BuildEvent = std::variant<VertexEvent, StatusEvent, LogEvent, WarningEvent>;

/// Called on worker threads, one call at a time. Must be quick and must not call back into the builder.
using EventSink = std::function<void(const BuildEvent&)>;

/// One line of BuildKit's rawjson stream (SolveStatus) for an event.
std::string toRawJson(const BuildEvent& event);

} // namespace sw::build
