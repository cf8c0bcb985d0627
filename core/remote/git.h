#pragma once

#include "core/base/result.h"
#include "core/plan/remotesource.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace sw::remote {

/// How git is called: its secrets, and where it keeps the keys of ssh servers it has met.
struct GitAccess {
    std::string authorization; ///< value of an HTTP header, given to git outside of its command line
    std::filesystem::path knownHosts;
    std::string sshAgent;      ///< socket; empty: that of our environment
};

/// What a reference stands for on the server.
struct GitCommit {
    std::string id;       ///< the commit; of an annotated tag the one it names
    std::string tag;      ///< id of the tag object, "" without one
    std::string ref;      ///< full name there ("refs/heads/main"), "" for a commit that was asked for by its id
};

/// Asks the server. The user's own configuration, hooks, credential helpers and terminal have no part in it, and only http,
/// https, ssh and git addresses are used, by submodules too. Error NotFound: there is no such reference; Network: one
/// sentence that names the address and why.
Result<GitCommit> resolveCommit(const plan::RemoteSource& source, const GitAccess& access, std::stop_token stop);

/// Writes the files of a commit, with its submodules if they are wanted, to a directory that exists and is empty. With
/// keepGitDir (and no subdir) .git stays, without a password in it.
Result<void> checkOut(const plan::RemoteSource& source, const GitCommit& commit, const std::filesystem::path& directory,
                      const GitAccess& access, std::stop_token stop);

} // namespace sw::remote
