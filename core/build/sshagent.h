#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace sw::build {

/// Private keys that were given as files (--ssh ID=FILE,..), offered by an agent of the build's own: an ssh-agent that no one
/// else can reach and that ends with this object, however the program ends.
class SshAgent {
public:
    /// Invalid: a file is no private key, or has a passphrase. Unsupported: OpenSSH's programs are not installed.
    static Result<std::shared_ptr<SshAgent>> start(const std::vector<std::filesystem::path>& keys, std::stop_token stop);
    ~SshAgent();
    SshAgent(const SshAgent&) = delete;
    SshAgent& operator=(const SshAgent&) = delete;

    const std::string& socket() const;

private:
    struct State;
    explicit SshAgent(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace sw::build
