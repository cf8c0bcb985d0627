#pragma once

#include "core/build/build.h"

namespace sw::build {

/// A context that is no directory of the user's, as it stands on the command line.
struct ContextAddress {
    std::string source; ///< a git reference or a URL; "" = what `input` gives
    int input = -1;     ///< a descriptor: an archive, or a Dockerfile
    std::string file;   ///< the Dockerfile in the context; "" = Dockerfile, else dockerfile
    std::optional<std::string> text; ///< the Dockerfile itself, when it came another way (-f -)
    bool keepGitDir = false;         ///< BUILDKIT_CONTEXT_KEEP_GIT_DIR
    std::vector<Secret> secrets;     ///< for servers that want to know who asks
    std::vector<std::pair<std::string, std::string>> ssh; ///< agents, id and socket
    bool offline = false;            ///< a forecast: only what was fetched before
};

struct OpenedContext {
    RemoteContext context;
    std::string text;       ///< of the Dockerfile
    std::string dockerfile; ///< its name, for messages and records
};

/// Is this word of a command line an address and no directory?
bool isContextAddress(const std::string& word);

/// Fetches the context and finds its Dockerfile, as BuildKit does (frontend/dockerui/context.go): a git repository (with
/// reference and subdirectory), an archive behind a URL or on standard input (unpacked, owners kept), or one text file that
/// is the Dockerfile itself.
Result<OpenedContext> openRemoteContext(const std::shared_ptr<store::Store>& store, const ContextAddress& address, std::stop_token stop);

/// inspectContext for a request whose context is no directory: no ignore file applies to it, so nothing is left out.
Result<ContextReport> inspectRemoteContext(const std::shared_ptr<store::Store>& store, const BuildRequest& request, std::stop_token stop);

} // namespace sw::build
