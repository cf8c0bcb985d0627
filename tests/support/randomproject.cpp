#include "tests/support/randomproject.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace sw::test {

namespace fs = std::filesystem;

namespace {

std::string word(Dice& dice) { return "w" + std::to_string(dice.below(90)); }

/// Writes the lines of one stage, remembering what its root holds for certain.
class StageWriter {
public:
    StageWriter(const Project& project, Dice& dice, std::size_t index, std::vector<std::vector<std::string>>& folders)
        : m_project(project), m_dice(dice), m_index(index), m_folders(folders) {}

    Project::Stage write() {
        Project::Stage stage;
        stage.from = base();
        m_shell = stage.from != "scratch";
        const std::size_t count = 2 + m_dice.below(4);
        for (std::size_t i = 0; i < count; ++i) {
            m_number = (m_dice.oneIn(3) ? "" : std::to_string(m_index)) + std::to_string(i); // some steps are alike in two stages
            line(stage.lines);
        }
        if (m_own.empty()) {
            m_number = std::to_string(m_index) + "x";
            copyContext(stage.lines);
        }
        m_folders.push_back(m_own);
        return stage;
    }

private:
    std::string base() {
        if (m_index > 0 && m_dice.oneIn(4)) {
            const std::size_t other = m_dice.below(m_index);
            if (m_project.stages[other].from != "scratch") {
                m_own = m_folders[other];
                return "s" + std::to_string(other);
            }
        }
        if (m_dice.oneIn(6)) {
            return "scratch";
        }
        return m_dice.oneIn(5) ? "${BASE}" : kBases[m_dice.below(2)];
    }

    void line(std::vector<std::string>& lines) {
        const std::size_t kind = m_dice.below(10);
        if (kind < 4) {
            copyContext(lines);
        } else if (kind < 5 && m_index > 0) {
            copyStage(lines);
        } else if (kind < 6) {
            settings(lines);
        } else if (m_shell) {
            run(lines);
        } else {
            copyContext(lines);
        }
    }

    std::string flags(bool stage) {
        std::string out;
        if (m_dice.oneIn(6)) {
            out += " --chown=" + std::to_string(1 + m_dice.below(3)) + ":7";
        }
        if (m_dice.oneIn(6)) {
            out += m_dice.oneIn(2) ? " --chmod=0640" : " --chmod=755";
        }
        if (m_dice.oneIn(5)) {
            out += " --link";
        }
        if (!stage && m_dice.oneIn(8)) {
            out += " --exclude=**/*.md";
        }
        return out;
    }

    void copyContext(std::vector<std::string>& lines) {
        const char* const sources[] = {".", "src", "lib", "src/*.txt", "src/a.txt", "lib/deep", "src/a.txt lib/b.txt", "top.txt", "links", "lib/deep/two"};
        const std::string source = m_dice.from(sources);
        const bool add = m_dice.oneIn(8);
        std::string destination = "/c" + m_number;
        if (source == "." || source.contains('*') || source.contains(' ') || m_dice.oneIn(2)) {
            destination += "/";
        }
        lines.push_back((add ? "ADD" : "COPY") + flags(false) + " " + source + " " + destination);
        m_own.push_back("/c" + m_number);
        if (m_dice.oneIn(12)) {
            lines.push_back("COPY <<EOF /h" + m_number + "\nhere " + word(m_dice) + "\nEOF");
        }
    }

    /// A folder or file that a stage before has.
    std::pair<std::size_t, std::string> other() {
        const std::size_t stage = m_dice.below(m_index);
        return {stage, m_folders[stage].empty() ? std::string("/") : m_dice.from(m_folders[stage])};
    }

    void copyStage(std::vector<std::string>& lines) {
        const auto [stage, path] = other();
        const std::string name = (m_dice.oneIn(4) ? "" : "s") + std::to_string(stage);
        lines.push_back("COPY --from=" + name + flags(true) + " " + path + " /f" + m_number + (m_dice.oneIn(2) ? "/" : ""));
        m_own.push_back("/f" + m_number);
    }

    void settings(std::vector<std::string>& lines) {
        switch (m_dice.below(4)) {
        case 0: lines.push_back("ENV E" + std::to_string(m_dice.below(2)) + "=" + word(m_dice)); break;
        case 1: lines.push_back("ARG A" + std::to_string(m_dice.below(3)) + "=" + word(m_dice)); break;
        case 2: lines.push_back("WORKDIR /d" + std::to_string(m_dice.below(3))); break;
        default: lines.push_back("LABEL l=" + word(m_dice)); break;
        }
    }

    void run(std::vector<std::string>& lines) {
        const std::string own = m_own.empty() ? std::string("/etc") : m_dice.from(m_own);
        const std::string out = "/r" + m_number;
        switch (m_dice.below(12)) {
        case 0: lines.push_back("RUN echo " + word(m_dice) + " > " + out); break;
        case 1: lines.push_back("RUN find " + own + " | sort | xargs ls -ld -n 2>/dev/null | awk '{print $1,$3,$4,$NF}' > " + out); break;
        case 2: lines.push_back("RUN cat " + own + "/* > " + out + " 2>/dev/null || true"); break;
        case 3: lines.push_back("RUN : " + word(m_dice)); return;
        case 4: lines.push_back("RUN mkdir -p " + out + " && echo " + word(m_dice) + " > " + out + "/f"); break;
        case 5: lines.push_back("RUN echo \"$A0 $A1 $E0\" > " + out); break;
        case 6: lines.push_back("RUN --mount=type=bind,source=src,target=/m cat /m/* > " + out + " 2>/dev/null || true"); break;
        case 7:
            if (m_index > 0) {
                const auto [stage, path] = other();
                lines.push_back("RUN --mount=type=bind,from=s" + std::to_string(stage) + ",target=/m find /m" + path + " | sort > " + out);
                break;
            }
            [[fallthrough]];
        case 8: lines.push_back("RUN --mount=type=cache,target=/k echo " + word(m_dice) + " >> /k/log; echo done > " + out); break;
        case 9: lines.push_back("RUN echo same > " + out + " # " + word(m_dice)); break;
        case 10: lines.push_back("RUN <<EOF\necho " + word(m_dice) + " > " + out + "\nEOF"); break;
        default: lines.push_back("RUN rm -rf " + own + "/a.txt; echo " + word(m_dice) + " > " + out); break;
        }
        m_own.push_back(out);
    }

    const Project& m_project;
    Dice& m_dice;
    std::size_t m_index;
    std::vector<std::vector<std::string>>& m_folders;
    std::vector<std::string> m_own; ///< paths in this stage's root that COPY --from can take
    std::string m_number;
    bool m_shell = false;
};

/// Another word in place of one of a text's; false when it has none.
bool otherWord(std::string& text, Dice& dice) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const bool begins = text[i] == 'w' && text[i + 1] >= '0' && text[i + 1] <= '9' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1])));
        if (begins) {
            std::size_t end = i + 1;
            while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
                ++end;
            }
            places.emplace_back(i, end - i);
        }
    }
    if (places.empty()) {
        return false;
    }
    const auto [at, length] = dice.from(places);
    text.replace(at, length, "w" + std::to_string(100 + dice.below(900)));
    return true;
}

std::optional<std::string> editText(Project& project, Dice& dice) {
    Project::Stage& stage = dice.from(project.stages);
    if (stage.lines.empty()) {
        return std::nullopt;
    }
    const std::size_t place = dice.below(stage.lines.size());
    std::string& line = stage.lines[place];
    const std::string before = line;
    switch (dice.below(5)) {
    case 0:
        stage.lines.insert(stage.lines.begin() + static_cast<std::ptrdiff_t>(place), "COPY top.txt /new/" + word(dice));
        return "inserted a line before '" + before + "'";
    case 1:
        if (stage.lines.size() > 1) {
            stage.lines.erase(stage.lines.begin() + static_cast<std::ptrdiff_t>(place));
            return "removed '" + before + "'";
        }
        [[fallthrough]];
    default:
        if (!otherWord(line, dice)) {
            if (line.starts_with("COPY ") && !line.contains("--chown")) {
                line.insert(5, "--chown=9:9 ");
            } else {
                line += line.starts_with("RUN ") && !line.contains('\n') ? " # " + word(dice) : "";
            }
        }
        return line == before ? std::nullopt : std::optional("'" + before + "' -> '" + line + "'");
    }
}

std::optional<std::string> editFile(Project& project, EditKind kind, Dice& dice) {
    std::vector<std::string> names;
    for (const auto& [name, file] : project.files) {
        if (file.link == (kind == EditKind::Link)) {
            names.push_back(name);
        }
    }
    if (names.empty()) {
        return std::nullopt;
    }
    const std::string name = dice.from(names);
    SourceFile& file = project.files[name];
    if (kind == EditKind::Mode) {
        file.mode = file.mode == 0644 ? 0755 : 0644;
        return "mode of " + name;
    }
    if (kind == EditKind::Link) {
        const bool deep = name.starts_with("lib/deep/");
        const std::string up = deep ? "../../" : "../";
        file.content = file.content == up + "src/a.txt" ? up + "lib/b.txt" : up + "src/a.txt";
        return "target of " + name;
    }
    switch (dice.below(4)) {
    case 0:
        project.files["src/new" + word(dice) + ".txt"] = {"new", 0644, false};
        return std::string("a new file in src");
    case 1:
        if (name != "top.txt" && name != "src/a.txt" && name != "lib/b.txt") { // named by instructions
            project.files.erase(name);
            return "removed " + name;
        }
        [[fallthrough]];
    default:
        file.content += word(dice);
        return "contents of " + name;
    }
}

} // namespace

std::uint64_t Dice::next() {
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

std::string Project::dockerfile() const {
    std::string text;
    for (const std::string& line : heading) {
        text += line + "\n";
    }
    for (std::size_t i = 0; i < stages.size(); ++i) {
        text += "FROM " + stages[i].from + " AS s" + std::to_string(i) + "\n";
        for (const std::string& line : stages[i].lines) {
            text += line + "\n";
        }
    }
    return text;
}

void Project::write(const fs::path& directory, const Project& before) const {
    for (const auto& [name, file] : before.files) {
        if (!files.contains(name)) {
            fs::remove(directory / name);
        }
    }
    for (const auto& [name, file] : files) {
        const auto old = before.files.find(name);
        const fs::path path = directory / name;
        if (old != before.files.end() && old->second == file) {
            continue;
        }
        fs::create_directories(path.parent_path());
        if (file.link) {
            fs::remove(path);
            fs::create_symlink(file.content, path);
            continue;
        }
        if (old == before.files.end() || old->second.content != file.content) {
            std::ofstream(path, std::ios::binary | std::ios::trunc) << file.content;
        }
        ::chmod(path.c_str(), file.mode);
    }
    if (ignore != before.ignore || !fs::exists(directory / ".dockerignore")) {
        std::ofstream out(directory / ".dockerignore", std::ios::trunc);
        for (const std::string& line : ignore) {
            out << line << "\n";
        }
    }
}

Project makeProject(Dice& dice) {
    Project project;
    project.heading = {"ARG BASE=" + std::string(kBases[dice.below(2)])};
    for (const char* name : {"src/a.txt", "src/c.txt", "src/read.md", "lib/b.txt", "lib/deep/d.txt", "lib/deep/e.log", "top.txt", "notes.md"}) {
        project.files[name] = {name + std::string(" ") + word(dice), dice.oneIn(4) ? 0755U : 0644U, false};
    }
    project.files["links/one"] = {"../src/a.txt", 0644, true};
    project.files["lib/deep/two"] = {"../../src/a.txt", 0644, true};
    project.files["links/plain.txt"] = {"plain", 0600, false};
    for (const char* pattern : {"*.log", "**/*.log", "notes.md", "**/*.md"}) {
        if (dice.oneIn(4)) {
            project.ignore.emplace_back(pattern);
        }
    }
    if (dice.oneIn(2)) {
        project.args["A" + std::to_string(dice.below(3))] = word(dice);
    }
    std::vector<std::vector<std::string>> folders;
    const std::size_t stages = 2 + dice.below(3);
    for (std::size_t i = 0; i < stages; ++i) {
        project.stages.push_back(StageWriter(project, dice, i, folders).write());
    }
    // The target copies from most of the others, so that they are needed.
    Project::Stage& last = project.stages.back();
    for (std::size_t i = 0; i + 1 < stages; ++i) {
        if (!dice.oneIn(6) && !folders[i].empty()) {
            last.lines.push_back("COPY --from=s" + std::to_string(i) + " " + dice.from(folders[i]) + " /from" + std::to_string(i) + "/");
        }
    }
    return project;
}

std::string_view nameOf(EditKind kind) {
    constexpr std::string_view names[] = {"text", "argument", "content", "mode", "link target", "ignore rule", "base image", "order"};
    return names[static_cast<std::size_t>(kind)];
}

std::optional<std::string> edit(Project& project, EditKind kind, Dice& dice) {
    switch (kind) {
    case EditKind::Text: return editText(project, dice);
    case EditKind::Argument: {
        const std::string name = "A" + std::to_string(dice.below(3));
        project.args[name] = "w" + std::to_string(100 + dice.below(900));
        return "--build-arg " + name;
    }
    case EditKind::Content:
    case EditKind::Mode:
    case EditKind::Link: return editFile(project, kind, dice);
    case EditKind::Ignore: {
        const char* const patterns[] = {"src/c.txt", "**/*.md", "lib/deep/*", "!lib/deep/d.txt", "*.log", "**/plain.txt"};
        const std::string pattern = dice.from(patterns);
        if (const auto found = std::ranges::find(project.ignore, pattern); found != project.ignore.end()) {
            project.ignore.erase(found);
            return "no longer ignored: " + pattern;
        }
        project.ignore.push_back(pattern);
        return "ignored: " + pattern;
    }
    case EditKind::Base: {
        if (dice.oneIn(2)) {
            const char* const name = kBases[dice.below(2)];
            project.baseVersions[name] = 1 - project.baseVersions[name];
            return std::string("other contents of ") + name;
        }
        for (Project::Stage& stage : project.stages) {
            for (std::size_t i = 0; i < 2; ++i) {
                if (stage.from == kBases[i]) {
                    stage.from = kBases[1 - i];
                    return std::string(kBases[i]) + " -> " + stage.from;
                }
            }
        }
        return std::nullopt;
    }
    case EditKind::Order: {
        Project::Stage& stage = dice.from(project.stages);
        if (stage.lines.size() < 2) {
            return std::nullopt;
        }
        const std::size_t place = dice.below(stage.lines.size() - 1);
        if (stage.lines[place] == stage.lines[place + 1]) {
            return std::nullopt;
        }
        std::swap(stage.lines[place], stage.lines[place + 1]);
        return "swapped '" + stage.lines[place + 1] + "' and '" + stage.lines[place] + "'";
    }
    }
    return std::nullopt;
}

} // namespace sw::test
