#pragma once

#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Random multi-stage Dockerfiles with their contexts, and random single changes of them. The same seed gives the same on
/// every machine. All of it is deterministic: what a step makes depends on what it reads and on nothing else.
namespace sw::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed * 0x9e3779b97f4a7c15U + 0x1234567U) {}
    std::uint64_t next(); ///< splitmix64
    std::size_t below(std::size_t count) { return count == 0 ? 0 : static_cast<std::size_t>(next() % count); }
    bool oneIn(std::size_t count) { return below(count) == 0; }
    template<typename List>
    auto& from(List& list) { return list[below(std::size(list))]; }

private:
    std::uint64_t m_state;
};

struct SourceFile {
    std::string content; ///< of a link: its target
    unsigned mode = 0644;
    bool link = false;
    bool operator==(const SourceFile&) const = default;
};

struct Project {
    struct Stage {
        std::string from; ///< after FROM: "base-a:1", "s0", "${BASE}", "scratch"
        std::vector<std::string> lines;
    };
    std::vector<std::string> heading; ///< ARG before the first FROM
    std::vector<Stage> stages;        ///< named s0, s1, ..; the last is the target
    std::map<std::string, SourceFile> files;
    std::vector<std::string> ignore;
    std::map<std::string, std::string> args;  ///< --build-arg
    std::map<std::string, int> baseVersions;  ///< which contents a base image's name stands for

    std::string dockerfile() const;
    /// Makes a directory hold exactly these files, touching only what differs from `before`.
    void write(const std::filesystem::path& directory, const Project& before) const;
};

/// Names of base images that a project may use. Each has a shell, and a file /etc/base that tells its version.
inline constexpr const char* kBases[] = {"base-a:1", "base-b:1"};
inline constexpr int kBaseVersions = 2;

Project makeProject(Dice& dice);

enum class EditKind { Text, Argument, Content, Mode, Link, Ignore, Base, Order };
inline constexpr EditKind kEditKinds[] = {EditKind::Text, EditKind::Argument, EditKind::Content, EditKind::Mode,
                                          EditKind::Link, EditKind::Ignore, EditKind::Base, EditKind::Order};
std::string_view nameOf(EditKind kind);

/// Changes one thing; gives what it was, for messages. nullopt where the project has nothing of that kind.
std::optional<std::string> edit(Project& project, EditKind kind, Dice& dice);

} // namespace sw::test
