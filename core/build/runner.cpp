#include "core/build/runner.h"

#include "core/base/imagepath.h"
#include "core/build/accounts.h"
#include "core/build/packedlayer.h"
#include "core/io/filelock.h"
#include "core/sandbox/emulation.h"
#include "core/store/inventory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <thread>

namespace sw::build {

namespace {

using dockerfile::CacheSharing;
using dockerfile::MountType;

constexpr auto kLockPoll = std::chrono::milliseconds(20);
constexpr int kPrivateCopies = 64;

bool hasVariable(const std::vector<std::string>& env, std::string_view name) {
    return std::ranges::any_of(env, [&](const std::string& item) {
        return item.size() > name.size() && item.starts_with(name) && item[name.size()] == '=';
    });
}

std::vector<std::string> environmentOf(const plan::RunOp& op, const std::string& home) {
    std::vector<std::string> env;
    for (const auto& [name, value] : op.proxyEnv) {
        env.push_back(name + "=" + value);
    }
    for (const auto& [name, value] : op.env) {
        if (!hasVariable(env, name)) {
            env.push_back(name + "=" + value);
        }
    }
    if (!hasVariable(env, "HOME")) {
        env.push_back("HOME=" + home);
    }
    return env;
}

/// Waits for an exclusive lock, looking at the stop now and then.
Result<UniqueFd> lockFile(const std::filesystem::path& file, bool wait, std::stop_token stop) {
    UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot open %1", file.string()), errno));
    }
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return failure(errnoError(say("cannot lock %1", file.string()), errno));
        }
        if (!wait) {
            return UniqueFd();
        }
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("stopped"));
        }
        std::this_thread::sleep_for(kLockPoll);
    }
    return fd;
}

} // namespace

Result<std::string> readSecret(const Secret& secret) {
    if (!secret.environment.empty()) {
        const char* value = std::getenv(secret.environment.c_str());
        if (value == nullptr) {
            return failure(ErrorCode::NotFound, say("the secret '%1' comes from the variable %2, which is not set", secret.id, secret.environment));
        }
        return std::string(value);
    }
    std::ifstream in(secret.file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) {
        return failure(ErrorCode::NotFound, say("the secret '%1' cannot be read from %2", secret.id, secret.file.string()));
    }
    return bytes.str();
}

Result<std::filesystem::path> findHostCa() {
    for (const char* name : {"SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"}) {
        const char* value = std::getenv(name);
        std::error_code error;
        if (value != nullptr && std::filesystem::is_regular_file(value, error)) {
            return std::filesystem::path(value);
        }
    }
    for (const char* file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                             "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
        std::error_code error;
        if (std::filesystem::is_regular_file(file, error)) {
            return std::filesystem::path(file);
        }
    }
    return failure(ErrorCode::NotFound, say("this computer has no CA bundle that --host-ca could lend: install ca-certificates, or name one with SSL_CERT_FILE"));
}

Runner::Runner(std::shared_ptr<store::Store> store, std::filesystem::path helper) : m_store(std::move(store)), m_helper(std::move(helper)) {}

Result<sandbox::Sandbox*> Runner::sandbox() {
    const std::lock_guard lock(m_mutex);
    if (!m_sandbox) {
        sandbox::Sandbox::Options options;
        if (!m_helper.empty()) {
            options.helper = m_helper;
        }
        options.storeRoot = m_store->root();
        options.workDirectory = m_store->workDirectory();
        SW_TRY(m_sandbox, sandbox::Sandbox::start(std::move(options)));
    }
    return m_sandbox.get();
}

Result<std::filesystem::path> Runner::treeOf(const store::LayerId& id, std::stop_token stop) {
    std::filesystem::path tree = m_store->treePath(id);
    std::shared_ptr<std::mutex> guard;
    store::LayerId earlier;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto like = m_like.find(id); like != m_like.end()) {
            earlier = like->second;
        }
        std::shared_ptr<std::mutex>& slot = m_treeLocks[id];
        slot = slot ? slot : std::make_shared<std::mutex>();
        guard = slot;
    }
    const std::lock_guard lock(*guard);
    if (!m_store->hasTree(id)) {
        SW_TRY(sandbox::Sandbox* const box, sandbox());
        SW_TRY(const auto layer, m_store->layer(id));
        std::optional<sandbox::LayerForms> like;
        if (!earlier.empty() && m_store->hasTree(earlier)) {
            if (const auto other = m_store->layer(earlier)) {
                like = sandbox::LayerForms{(*other)->tarPath(), m_store->treePath(earlier)};
            }
        }
        SW_CHECK(box->extract(layer->tarPath(), tree, std::move(stop), like));
    }
    return tree;
}

void Runner::noteLike(const store::LayerId& layer, const store::LayerId& earlier) {
    if (layer != earlier) {
        const std::lock_guard lock(m_mutex);
        m_like.insert_or_assign(layer, earlier);
    }
}

Result<std::vector<std::filesystem::path>> Runner::trees(const Root& root, std::stop_token stop) {
    std::vector<std::filesystem::path> out;
    for (const RootLayer& layer : root.layers()) {
        if (layer.empty) {
            continue;
        }
        SW_TRY(std::filesystem::path tree, treeOf(layer.id, stop));
        // A layer may stand twice in a root. Overlay wants each directory once, and whatever the lower one does the upper
        // one does again: the lower can go.
        std::erase(out, tree);
        out.push_back(std::move(tree));
    }
    return out;
}

Result<store::LayerId> Runner::pack(cache::CacheIndex& cache, const cache::Selection& files, const Hash128& digest, std::stop_token stop) {
    const auto make = [&]() -> Result<LayerBuilder> {
        LayerBuilder builder{oci::StackView()};
        for (const cache::SelectedItem& item : files.items) {
            for (const cache::SelectedEntry& selected : item.entries) {
                oci::LayerEntry entry = selected.entry->type == oci::EntryType::HardLink ? *selected.bytes.entry : *selected.entry;
                if (entry.type == oci::EntryType::File) {
                    entry.content = selected.bytes.entry->content;
                    entry.xattrs = selected.bytes.entry->xattrs;
                }
                entry.path = item.directory ? selected.path : item.baseName;
                if (entry.type == oci::EntryType::Directory) {
                    SW_CHECK(builder.putDirectory(std::move(entry)));
                } else {
                    SW_CHECK(builder.put(std::move(entry), item.tree, selected.bytes, 1));
                }
            }
        }
        return builder;
    };
    return packedLayer(*m_store, cache, "packed mount", digest.hex(), make, std::move(stop));
}

Result<Runner::CacheMount> Runner::cacheMount(cache::CacheIndex& cache, const plan::RunMount& mount, const MountInput* seed,
                                              std::stop_token stop) {
    // Owner and mode belong to the identity: two steps that ask for different ones must not share (moby/buildkit#1673).
    Hasher128 hasher;
    hasher.addField("id", mount.id);
    hasher.addField("uid", mount.uid);
    hasher.addField("gid", mount.gid);
    hasher.addField("mode", mount.mode);
    hasher.addField("seed", seed == nullptr ? std::string() : seed->digest.hex());
    const std::string name = hasher.finish().hex();
    CacheMount held;
    std::filesystem::path home;
    for (int copy = 0; copy < kPrivateCopies; ++copy) {
        home = m_store->cacheMountDirectory() / (copy == 0 ? name : name + "-" + std::to_string(copy));
        std::error_code error;
        std::filesystem::create_directories(home, error);
        if (error) {
            return failure(ErrorCode::Io, say("cannot make the cache mount %1: %2", home.string(), error.message()));
        }
        if (mount.sharing == CacheSharing::Shared) {
            break;
        }
        SW_TRY(UniqueFd fd, lockFile(home / "lock", mount.sharing == CacheSharing::Locked, stop));
        if (fd.valid()) {
            held.hold = std::make_shared<UniqueFd>(std::move(fd));
            break;
        }
    }
    if (mount.sharing != CacheSharing::Shared && !held.hold) {
        return failure(ErrorCode::Busy, say("all private copies of the cache mount %1 are in use", mount.id));
    }
    SW_TRY(io::FileLock use, io::FileLock::acquire(home / "inuse", io::FileLock::Mode::Shared)); // nobody clears it meanwhile
    held.use = std::make_shared<io::FileLock>(std::move(use));
    SW_TRY(const UniqueFd making, lockFile(home / "making", true, stop)); // two steps may begin with a fresh one
    std::error_code error;
    held.directory = home / "data";
    if (!std::filesystem::exists(held.directory, error)) {
        std::ofstream(home / "id") << mount.id << '\n' << mount.target << '\n';
        SW_TRY(sandbox::Sandbox* const box, sandbox());
        if (seed != nullptr && seed->files && !seed->files->items.empty()) {
            SW_TRY(const store::LayerId packed, pack(cache, *seed->files, seed->digest, stop));
            SW_TRY(const auto layer, m_store->layer(packed));
            SW_CHECK(box->extract(layer->tarPath(), held.directory, stop));
            const cache::SelectedItem& item = seed->files->items.front();
            if (const auto top = item.tree->view().lookup(item.source)) { // the directory itself is no entry of what it holds
                SW_CHECK(box->makeDirectory(held.directory, top->entry->mode, top->entry->uid, top->entry->gid));
            }
        } else {
            SW_CHECK(box->makeDirectory(held.directory, mount.mode, mount.uid, mount.gid));
        }
    }
    store::noteMountUse(home);
    held.key = home.filename().string();
    return held;
}

Result<void> Runner::addMount(const Job& job, std::size_t position, sandbox::RunSpec& spec, std::vector<std::shared_ptr<void>>& holds,
                              std::stop_token stop) {
    const plan::RunMount& mount = job.op.mounts[position];
    const auto input = std::ranges::find(job.decision.mounts, position, &MountInput::mount);
    sandbox::MountSpec out;
    out.target = mount.target;
    out.readOnly = mount.readOnly;
    out.uid = mount.uid;
    out.gid = mount.gid;
    out.mode = mount.mode;
    switch (mount.type) {
    case MountType::Bind:
        out.kind = sandbox::MountSpec::Kind::Tree;
        if (mount.from) {
            SW_TRY(out.trees, trees(job.rootOf(*mount.from), stop));
            out.source = mount.source;
            if (!mount.source.empty()) { // links in the source path are followed inside its root
                SW_TRY(const oci::StackView view, job.rootOf(*mount.from).view(*m_store));
                const auto place = view.resolve(mount.source, true);
                out.source = place ? *place : mount.source;
            }
        } else {
            SW_TRY(const store::LayerId packed, pack(job.cache, *input->files, input->digest, stop));
            SW_TRY(std::filesystem::path tree, treeOf(packed, stop));
            out.trees = {std::move(tree)};
            const cache::SelectedItem& item = input->files->items.front();
            out.source = item.directory ? std::string() : item.baseName;
        }
        break;
    case MountType::Cache: {
        out.kind = sandbox::MountSpec::Kind::Cache;
        const MountInput* seed = input == job.decision.mounts.end() ? nullptr : &*input;
        SW_TRY(CacheMount held, cacheMount(job.cache, mount, seed, stop));
        out.directory = held.directory;
        SW_CHECK(job.cache.noteMount({held.key, job.request.dockerfile.string(), job.step, job.line}));
        holds.push_back(std::move(held.use));
        if (held.hold) {
            holds.push_back(std::move(held.hold));
        }
        break;
    }
    case MountType::Tmpfs:
        out.kind = sandbox::MountSpec::Kind::Tmpfs;
        out.mode = 0755;
        out.size = mount.size;
        break;
    case MountType::Secret: {
        const auto secret = std::ranges::find(job.request.secrets, mount.id, &Secret::id);
        if (secret == job.request.secrets.end()) {
            if (mount.required) {
                return failure(ErrorCode::NotFound, say("secret %1: not found; give it with --secret id=%2,src=FILE", mount.id, mount.id));
            }
            return {};
        }
        SW_TRY(out.data, readSecret(*secret));
        if (mount.env) {
            spec.env.push_back(*mount.env + "=" + out.data);
        }
        if (mount.target.empty()) {
            return {};
        }
        out.kind = sandbox::MountSpec::Kind::Secret;
        break;
    }
    case MountType::Ssh: {
        const auto agent = std::ranges::find(job.request.ssh, mount.id, &std::pair<std::string, std::string>::first);
        if (agent == job.request.ssh.end()) {
            if (mount.required) {
                return failure(ErrorCode::NotFound, say("ssh agent %1: not found; give it with --ssh %2", mount.id, mount.id));
            }
            return {};
        }
        out.kind = sandbox::MountSpec::Kind::Socket;
        out.directory = agent->second;
        break;
    }
    }
    spec.mounts.push_back(std::move(out));
    return {};
}

Result<sandbox::RunSpec> Runner::specOf(const Job& job, std::vector<std::shared_ptr<void>>& holds, std::stop_token stop) {
    SW_TRY(const auto names, LayersTree::open(m_store, job.below, say("the image")));
    SW_TRY(const auto passwd, names->readText("etc/passwd"));
    SW_TRY(const auto group, names->readText("etc/group"));
    const Accounts accounts(passwd.value_or(""), group.value_or(""));
    SW_TRY(const Accounts::Process process, accounts.processOf(job.op.user, {passwd.has_value(), group.has_value()}));
    sandbox::RunSpec spec;
    spec.args = job.op.args;
    spec.env = environmentOf(job.op, process.home);
    spec.cwd = job.op.cwd.empty() ? "/" : job.op.cwd;
    spec.uid = process.uid;
    spec.gid = process.gid;
    spec.groups = {process.gid}; // the primary group is among the supplementary ones, as in containerd and BuildKit
    std::ranges::copy_if(process.groups, std::back_inserter(spec.groups), [&](std::uint32_t gid) { return gid != process.gid; });
    spec.hostname = job.op.hostname;
    spec.extraHosts = job.op.hosts;
    for (const plan::Ulimit& limit : job.op.ulimits) {
        spec.ulimits.push_back({limit.name, limit.soft, limit.hard});
    }
    spec.shmSize = job.op.shmSize != 0 ? job.op.shmSize : spec.shmSize;
    spec.hostCa = job.request.hostCa;
    spec.insecure = job.op.security == "insecure";
    spec.network = job.op.network == "host"   ? sandbox::NetworkMode::Host
                   : job.op.network == "none" ? sandbox::NetworkMode::None
                                              : sandbox::NetworkMode::Default;
    SW_TRY(spec.trees, trees(job.below, stop));
    const auto ssh = std::ranges::find(job.op.mounts, MountType::Ssh, &plan::RunMount::type);
    if (ssh != job.op.mounts.end() && !hasVariable(spec.env, "SSH_AUTH_SOCK")) {
        spec.env.push_back("SSH_AUTH_SOCK=" + ssh->target); // of the first one, whether or not an agent was given
    }
    for (std::size_t i = 0; i < job.op.mounts.size(); ++i) {
        SW_CHECK(addMount(job, i, spec, holds, stop));
    }
    if (job.op.script) {
        sandbox::MountSpec script;
        script.kind = sandbox::MountSpec::Kind::Secret;
        script.target = "/dev/pipes/" + job.op.scriptName;
        script.data = *job.op.script;
        script.mode = 0755;
        spec.mounts.push_back(std::move(script));
    }
    return spec;
}

Result<Runner::Finished> Runner::run(const Job& job, std::stop_token stop) {
    if (const auto reason = sandbox::cannotEmulate(job.op.platform, sandbox::emulationOf(job.op.platform))) {
        return failure(*reason);
    }
    SW_TRY(sandbox::Sandbox* const box, sandbox());
    std::vector<std::shared_ptr<void>> holds;
    SW_TRY(sandbox::RunSpec spec, specOf(job, holds, stop));
    SW_TRY(spec.upper, box->makeUpper());
    const auto discard = [&] { (void)box->discard(spec.upper, m_store->trashDirectory()); };
    const auto status = box->run(spec, job.output, stop);
    if (!status) {
        discard();
        return failure(status.error());
    }
    Finished finished;
    finished.exitCode = status->code;
    finished.peakMemory = status->peakMemory;
    if (status->code != 0) {
        discard();
        const bool foreign = sandbox::emulationOf(job.op.platform).state != sandbox::Emulation::State::Native;
        if (foreign && status->complaint.contains("xec format error")) {
            return failure(sandbox::formatRefused(job.op.platform));
        }
        return finished;
    }
    const auto commit = [&]() -> Result<void> {
        SW_TRY(store::Store::Scratch scratch, m_store->newScratch());
        SW_TRY(const oci::FinishedTar tar, box->commit(spec.upper, spec.trees, scratch.fd.get(), stop));
        SW_TRY(const store::LayerInfo info, m_store->commitLayer(std::move(scratch), tar));
        finished.layer = info.id;
        SW_TRY(const auto layer, m_store->layer(info.id));
        finished.index = layer->index();
        return {};
    };
    if (auto done = commit(); !done) {
        discard();
        return failure(done.error());
    }
    if (finished.index->entries.empty() || m_store->hasTree(finished.layer) ||
        !box->keepAsTree(spec.upper, m_store->treePath(finished.layer))) {
        discard();
    }
    return finished;
}

} // namespace sw::build
