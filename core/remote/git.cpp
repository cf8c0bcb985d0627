#include "core/remote/git.h"

#include "core/io/subprocess.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace sw::remote {

namespace {

namespace fs = std::filesystem;
using plan::RemoteSource;

constexpr const char* kProtocols = "http:https:ssh:git";

std::vector<std::pair<std::string, std::string>> configuration(const GitAccess& access) {
    std::vector<std::pair<std::string, std::string>> config = {
        {"core.hooksPath", "/dev/null"}, {"core.fsmonitor", "false"},  {"core.autocrlf", "false"},
        {"core.symlinks", "true"},       {"gc.auto", "0"},             {"maintenance.auto", "false"},
        {"advice.detachedHead", "false"}, {"init.defaultBranch", "master"}};
    if (!access.authorization.empty()) {
        config.emplace_back("http.extraHeader", "Authorization: " + access.authorization);
    }
    return config;
}

std::string sshCommand(const GitAccess& access) {
    std::string hosts = access.knownHosts.string();
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
        hosts += " " + std::string(home) + "/.ssh/known_hosts";
    }
    return "ssh -F /dev/null -o BatchMode=yes -o ConnectTimeout=30 -o StrictHostKeyChecking=accept-new -o 'UserKnownHostsFile=" + hosts + "'";
}

/// The last sentence of git's complaint, without its prefix.
std::string complaintOf(const std::string& errors) {
    std::string found;
    for (std::size_t at = 0; at < errors.size();) {
        const std::size_t end = std::min(errors.find('\n', at), errors.size());
        std::string_view line = std::string_view(errors).substr(at, end - at);
        at = end + 1;
        for (const std::string_view prefix : {"fatal: ", "error: ", "remote: "}) {
            if (line.starts_with(prefix) && (found.empty() || prefix == "fatal: ")) {
                found = std::string(line.substr(prefix.size()));
            }
        }
    }
    if (found.empty() || found.starts_with("Could not read from remote repository")) { // ssh says why before it
        found = errors.substr(0, errors.find('\n'));
    }
    return found.empty() ? "git gave no reason" : plan::withoutPassword(found);
}

class Git {
public:
    Git(const RemoteSource& source, const GitAccess& access, fs::path directory, std::stop_token stop)
        : m_source(source), m_access(access), m_directory(std::move(directory)), m_stop(std::move(stop)) {}

    Result<io::ProcessResult> attempt(std::vector<std::string> args) const {
        io::ProcessSpec spec;
        // Modes of files follow the umask; those of a checkout are 0644 and 0755 for everybody.
        spec.args = {"/bin/sh", "-c", "umask 022 && exec git \"$@\"", "git"};
        spec.args.insert(spec.args.end(), std::make_move_iterator(args.begin()), std::make_move_iterator(args.end()));
        spec.directory = m_directory;
        for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                 "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_TEMPLATE_DIR", "GIT_PROXY_COMMAND",
                                 "GIT_SSH", "GIT_SSH_VARIANT", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_EXTERNAL_DIFF", "GIT_ATTR_SOURCE", "GIT_TRACE",
                                 "GIT_TRACE_CURL", "GIT_TRACE_PACKET", "GIT_SSL_NO_VERIFY", "GIT_CEILING_DIRECTORIES"}) {
            spec.unsetEnv.emplace_back(name);
        }
        spec.setEnv = {{"GIT_CONFIG_NOSYSTEM", "1"},       {"GIT_CONFIG_GLOBAL", "/dev/null"}, {"HOME", "/nonexistent"},
                       {"XDG_CONFIG_HOME", "/nonexistent"}, {"GIT_TERMINAL_PROMPT", "0"},       {"GIT_ALLOW_PROTOCOL", kProtocols},
                       {"GIT_SSH_COMMAND", sshCommand(m_access)}, {"LC_ALL", "C"}};
        if (!m_access.sshAgent.empty()) {
            spec.setEnv.emplace_back("SSH_AUTH_SOCK", m_access.sshAgent);
        }
        for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
            if (const char* bundle = std::getenv(name); bundle != nullptr && *bundle != '\0' && std::getenv("GIT_SSL_CAINFO") == nullptr) {
                spec.setEnv.emplace_back("GIT_SSL_CAINFO", bundle);
                break;
            }
        }
        const auto config = configuration(m_access);
        spec.setEnv.emplace_back("GIT_CONFIG_COUNT", std::to_string(config.size()));
        for (std::size_t i = 0; i < config.size(); ++i) {
            spec.setEnv.emplace_back("GIT_CONFIG_KEY_" + std::to_string(i), config[i].first);
            spec.setEnv.emplace_back("GIT_CONFIG_VALUE_" + std::to_string(i), config[i].second);
        }
        SW_TRY(io::ProcessResult result, io::runProcess(spec, m_stop));
        if (result.exitCode == 127 && !io::findProgram("git")) {
            return failure(ErrorCode::Unsupported, say("git is not installed on this computer, and %1 needs it: install git", m_source.display()));
        }
        return result;
    }

    Result<std::string> run(std::vector<std::string> args) const {
        SW_TRY(io::ProcessResult result, attempt(std::move(args)));
        if (result.exitCode != 0) {
            return failure(ErrorCode::Network, say("cannot fetch the git repository %1: %2", m_source.display(), complaintOf(result.errors)));
        }
        return std::move(result.output);
    }

private:
    const RemoteSource& m_source;
    const GitAccess& m_access;
    fs::path m_directory;
    std::stop_token m_stop;
};

std::vector<std::pair<std::string, std::string>> refsOf(const std::string& listing) { // name, id
    std::vector<std::pair<std::string, std::string>> out;
    for (std::size_t at = 0; at < listing.size();) {
        const std::size_t end = std::min(listing.find('\n', at), listing.size());
        const std::string line = listing.substr(at, end - at);
        at = end + 1;
        const std::size_t tab = line.find('\t');
        if (tab != std::string::npos && !line.starts_with("ref:")) {
            out.emplace_back(line.substr(tab + 1), line.substr(0, tab));
        }
    }
    return out;
}

Error noSuchRef(const RemoteSource& source) {
    return {ErrorCode::NotFound, say("the git repository %1 does not contain ref %2", plan::withoutPassword(source.url),
                                     source.ref.empty() ? std::string("HEAD") : source.ref), {}};
}

Result<void> checkAgainst(const RemoteSource& source, const GitCommit& commit) {
    if (source.checksum.empty() || commit.id.starts_with(source.checksum) || (!commit.tag.empty() && commit.tag.starts_with(source.checksum))) {
        return {};
    }
    return failure(ErrorCode::Invalid, commit.tag.empty()
                                           ? say("expected checksum of %1 to match %2, got %3", source.display(), source.checksum, commit.id)
                                           : say("expected checksum of %1 to match %2, got %3 or %4", source.display(), source.checksum,
                                                 commit.tag, commit.id));
}

/// What comes from the server, into refs that a kept .git will show.
Result<void> fetch(const Git& git, const RemoteSource& source, const GitCommit& commit) {
    if (!commit.ref.empty()) {
        const std::string target = commit.ref.starts_with("refs/tags/")    ? commit.ref
                                   : commit.ref.starts_with("refs/heads/") ? "refs/remotes/origin/" + commit.ref.substr(11)
                                                                            : "refs/stagewright/fetched";
        const std::string refspec = "+" + commit.ref + ":" + target;
        SW_TRY(const io::ProcessResult shallow, git.attempt({"fetch", "--quiet", "--depth=1", "--no-tags", "origin", refspec}));
        if (shallow.exitCode != 0) { // servers of plain files have no shallow clones
            SW_TRY(const std::string all, git.run({"fetch", "--quiet", "--no-tags", "origin", refspec}));
            (void)all;
        }
    } else {
        SW_TRY(const io::ProcessResult direct, git.attempt({"fetch", "--quiet", "--depth=1", "--no-tags", "origin", commit.id}));
        if (direct.exitCode != 0) { // servers need not give out commits by their id
            SW_TRY(const std::string all, git.run({"fetch", "--quiet", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*"}));
            (void)all;
        }
    }
    SW_TRY(const io::ProcessResult there, git.attempt({"cat-file", "-e", commit.id + "^{commit}"}));
    if (there.exitCode != 0) {
        SW_TRY(const io::ProcessResult again, git.attempt({"fetch", "--quiet", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*"}));
        SW_TRY(const io::ProcessResult found, git.attempt({"cat-file", "-e", commit.id + "^{commit}"}));
        if (again.exitCode != 0 || found.exitCode != 0) {
            return failure(ErrorCode::NotFound, say("the git repository %1 has no commit %2", plan::withoutPassword(source.url), commit.id));
        }
    }
    return {};
}

/// A submodule has a .git file that points to where nothing will be; the top has the repository itself.
void removeGitFiles(const fs::path& directory) {
    std::error_code error;
    fs::remove_all(directory / ".git", error);
    std::vector<fs::path> found;
    for (auto it = fs::recursive_directory_iterator(directory, error); !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        if (it->path().filename() == ".git" && it->symlink_status(error).type() == fs::file_type::regular) {
            found.push_back(it->path());
        }
    }
    for (const fs::path& file : found) {
        fs::remove(file, error);
    }
}

void setTimes(const fs::path& directory, std::int64_t seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(directory, error); !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        ::utimensat(AT_FDCWD, it->path().c_str(), times, AT_SYMLINK_NOFOLLOW);
    }
    ::utimensat(AT_FDCWD, directory.c_str(), times, AT_SYMLINK_NOFOLLOW);
}

} // namespace

Result<GitCommit> resolveCommit(const RemoteSource& source, const GitAccess& access, std::stop_token stop) {
    GitCommit commit;
    if (source.isPinned()) {
        commit.id = source.ref;
        SW_CHECK(checkAgainst(source, commit));
        return commit;
    }
    const Git git(source, access, "/", std::move(stop));
    std::vector<std::string> args = {"ls-remote", "--symref", "--", source.url};
    if (source.ref.empty()) {
        args.emplace_back("HEAD");
    } else {
        args.push_back(source.ref);
        args.push_back(source.ref + "^{}");
    }
    SW_TRY(const std::string listing, git.run(std::move(args)));
    const auto refs = refsOf(listing);
    const auto idOf = [&](const std::string& name) -> std::string {
        const auto found = std::ranges::find(refs, name, &std::pair<std::string, std::string>::first);
        return found == refs.end() ? std::string() : found->second;
    };
    if (source.ref.empty()) {
        commit.id = idOf("HEAD");
        const std::size_t symref = listing.find("ref: ");
        commit.ref = symref == std::string::npos ? "HEAD" : listing.substr(symref + 5, listing.find('\t', symref) - symref - 5);
    } else { // in the order in which git reads a name
        for (const std::string_view prefix : {"", "refs/", "refs/tags/", "refs/heads/"}) {
            const std::string name = std::string(prefix) + source.ref;
            if (commit.id.empty() && !idOf(name).empty()) {
                commit.ref = name;
                commit.id = idOf(name);
                if (const std::string peeled = idOf(name + "^{}"); !peeled.empty()) {
                    commit.tag = commit.id;
                    commit.id = peeled;
                }
            }
        }
    }
    if (commit.id.empty()) {
        return failure(noSuchRef(source));
    }
    SW_CHECK(checkAgainst(source, commit));
    return commit;
}

Result<void> checkOut(const RemoteSource& source, const GitCommit& commit, const fs::path& directory, const GitAccess& access,
                      std::stop_token stop) {
    const Git git(source, access, directory, stop);
    const auto run = [&](std::vector<std::string> args) -> Result<void> {
        SW_TRY(const std::string output, git.run(std::move(args)));
        (void)output;
        return {};
    };
    SW_CHECK(run({"init", "--quiet"}));
    SW_CHECK(run({"remote", "add", "origin", source.url}));
    SW_CHECK(fetch(git, source, commit));
    SW_CHECK(run({"checkout", "--quiet", "--force", "--detach", commit.id}));
    std::error_code error;
    if (source.submodules && fs::is_regular_file(fs::symlink_status(directory / ".gitmodules", error))) {
        SW_TRY(const io::ProcessResult shallow, git.attempt({"submodule", "--quiet", "update", "--init", "--recursive", "--depth=1"}));
        if (shallow.exitCode != 0) {
            SW_CHECK(withContext(run({"submodule", "--quiet", "update", "--init", "--recursive"}), say("in its submodules")));
        }
    }
    std::int64_t time = 0;
    if (source.commitTimes) {
        SW_TRY(const std::string text, git.run({"show", "--no-patch", "--format=%ct", commit.id}));
        time = std::strtoll(text.c_str(), nullptr, 10);
    }
    if (source.keepGitDir && source.subdir.empty()) {
        SW_CHECK(run({"remote", "set-url", "origin", plan::withoutPassword(source.url)}));
        SW_CHECK(run({"reflog", "expire", "--all", "--expire=now"}));
        fs::remove(directory / ".git" / "FETCH_HEAD", error);
    } else {
        removeGitFiles(directory);
    }
    if (source.commitTimes) {
        setTimes(directory, time);
    }
    return {};
}

} // namespace sw::remote
