#include "core/build/vcs.h"

#include "core/base/ascii.h"
#include "core/build/output.h"
#include "core/io/subprocess.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

namespace sw::build {

namespace fs = std::filesystem;

namespace {

bool isWanted(const char* variable, bool otherwise) {
    const char* value = std::getenv(variable);
    return value == nullptr ? otherwise : parseBool(value).value_or(otherwise);
}

/// What git prints, of the user's own repository with the user's own configuration; nothing when it fails.
class Repository {
public:
    Repository(fs::path directory, std::stop_token stop) : m_directory(std::move(directory)), m_stop(std::move(stop)) {}

    std::string ask(const std::vector<std::string>& arguments) const {
        io::ProcessSpec spec;
        spec.args = {"git", "-C", m_directory.native()};
        spec.args.insert(spec.args.end(), arguments.begin(), arguments.end());
        spec.setEnv = {{"LC_ALL", "C"}, {"GIT_TERMINAL_PROMPT", "0"}, {"GIT_OPTIONAL_LOCKS", "0"}};
        spec.unsetEnv = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"};
        const auto result = io::runProcess(spec, m_stop);
        return result && result->exitCode == 0 ? std::string(trimmed(result->output)) : std::string();
    }

    /// Of the branch's remote, else of origin, else of upstream.
    std::string address() const {
        const std::string branch = ask({"symbolic-ref", "--short", "-q", "HEAD"});
        const std::string own = branch.empty() ? std::string() : ask({"config", "--get", "branch." + branch + ".remote"});
        for (const std::string& remote : {own, std::string("origin"), std::string("upstream")}) {
            if (std::string url = remote.empty() ? std::string() : ask({"remote", "get-url", remote}); !url.empty()) {
                return url;
            }
        }
        return {};
    }

private:
    fs::path m_directory;
    std::stop_token m_stop;
};

/// "https://somebody:word@host/x" -> "https://host/x"; what is no URL stays ("git@host:x").
std::string withoutUser(std::string address) {
    const std::size_t host = address.find("://");
    if (host == std::string::npos) {
        return address;
    }
    const std::size_t end = std::min(address.find('/', host + 3), address.size());
    const std::size_t at = address.rfind('@', end);
    return at == std::string::npos || at < host ? address : address.erase(host + 3, at + 1 - (host + 3));
}

/// "." for the root itself; nothing for what is outside.
std::string placeIn(const fs::path& root, const fs::path& directory) {
    std::error_code error;
    const std::string relative = fs::relative(directory, root, error).generic_string();
    return error || relative == ".." || relative.starts_with("../") ? std::string() : relative;
}

} // namespace

std::map<std::string, std::string> versionControlOf(const fs::path& context, const fs::path& dockerfile, std::stop_token stop) {
    std::map<std::string, std::string> out;
    if (context.empty() || !isWanted("BUILDX_GIT_INFO", true)) {
        return out;
    }
    const Repository repository(context, std::move(stop));
    const std::string root = repository.ask({"rev-parse", "--show-toplevel"});
    if (root.empty()) {
        return out;
    }
    if (std::string commit = repository.ask({"rev-parse", "--verify", "-q", "HEAD"}); !commit.empty()) {
        if (isWanted("BUILDX_GIT_CHECK_DIRTY", false) && !repository.ask({"status", "--porcelain", "--ignored=no"}).empty()) {
            commit += "-dirty";
        }
        out["revision"] = commit;
    }
    if (const std::string address = repository.address(); !address.empty()) {
        out["source"] = withoutUser(address);
    }
    for (const auto& [name, directory] : {std::pair("localdir:context", context), std::pair("localdir:dockerfile", dockerfile.parent_path())}) {
        if (const std::string place = placeIn(root, directory.empty() ? fs::path(".") : directory); !place.empty()) {
            out[name] = place;
        }
    }
    return out;
}

} // namespace sw::build
