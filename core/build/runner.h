#pragma once

#include "core/build/decide.h"
#include "core/build/failures.h"
#include "core/sandbox/sandbox.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace sw::build {

/// Everything that needs the sandbox: directory forms of layers, cache mounts, running a command. One per Builder; the
/// sandbox process starts with the first RUN. Calls may come from several threads.
class Runner {
public:
    Runner(std::shared_ptr<store::Store> store, std::filesystem::path helper);

    Result<sandbox::Sandbox*> sandbox();
    /// Directory forms of a root's layers, made when missing; lowest first.
    Result<std::vector<std::filesystem::path>> trees(const Root& root, std::stop_token stop);
    /// Packs the selected files as a layer of their own (remembered by content).
    Result<store::LayerId> pack(cache::CacheIndex& cache, const cache::Selection& files, const Hash128& digest, std::stop_token stop);
    Result<std::filesystem::path> treeOf(const store::LayerId& layer, std::stop_token stop);
    /// A layer just made is much like an earlier one: their directory forms may share files.
    void noteLike(const store::LayerId& layer, const store::LayerId& earlier);

    /// A directory of a cache mount, held for one step.
    struct CacheMount {
        std::filesystem::path directory;
        std::string key;            ///< name of its folder in the store
        std::shared_ptr<void> hold; ///< releases the lock
        std::shared_ptr<void> use;  ///< while held, nobody clears it
    };
    Result<CacheMount> cacheMount(cache::CacheIndex& cache, const plan::RunMount& mount, const MountInput* seed,
                                  std::stop_token stop);

    struct Finished {
        int exitCode = 0;
        std::uint64_t peakMemory = 0;
        store::LayerId layer;
        std::shared_ptr<const oci::LayerIndex> index;
    };
    struct Job {
        const plan::RunOp& op;
        const BuildRequest& request;
        const Decision& decision;
        const Root& below;
        std::function<const Root&(plan::OpId)> rootOf;
        cache::CacheIndex& cache;
        sandbox::OutputSink output;
        std::string step; ///< "[builder 2/5] RUN ..": whose cache mounts these are
        int line = 0;
    };
    /// Runs the command and commits what it changed. A non-zero exit leaves no layer.
    Result<Finished> run(const Job& job, std::stop_token stop);

private:
    Result<sandbox::RunSpec> specOf(const Job& job, std::vector<std::shared_ptr<void>>& holds, std::stop_token stop);
    Result<void> addMount(const Job& job, std::size_t position, sandbox::RunSpec& spec, std::vector<std::shared_ptr<void>>& holds,
                          std::stop_token stop);

    std::shared_ptr<store::Store> m_store;
    std::filesystem::path m_helper;
    std::mutex m_mutex;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::map<store::LayerId, std::shared_ptr<std::mutex>> m_treeLocks;
    std::map<store::LayerId, store::LayerId> m_like;
};

/// The secret's bytes. Error: a file that cannot be read or a variable that is not set, naming the --secret.
Result<std::string> readSecret(const Secret& secret);

/// The host's CA bundle: SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE, then the usual places.
Result<std::filesystem::path> findHostCa();

} // namespace sw::build
