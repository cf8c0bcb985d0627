#pragma once

#include "core/sandbox/sandbox.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace swtest {

/// A store-like folder with a root file system of a static busybox, and a sandbox on it. `missing` says why not.
class Playground {
public:
    Playground();
    ~Playground();

    const std::string& missing() const { return m_missing; }
    sw::sandbox::Sandbox& sandbox() { return *m_sandbox; }
    std::unique_ptr<sw::sandbox::Sandbox>& owned() { return m_sandbox; }
    std::filesystem::path path(const std::string& name) const { return m_root / name; }
    const std::filesystem::path& base() const { return m_base; }
    bool flattened() const { return m_sandbox->capabilities().isolation == sw::sandbox::Isolation::SingleUid; }

    /// A Run of `sh -c script` on the busybox root in a fresh upper, without network.
    sw::sandbox::RunSpec shell(const std::string& script);

    struct Outcome {
        int code = -1;
        std::string out, err;
        std::string error; ///< of the call itself
        sw::ErrorCode errorCode = sw::ErrorCode::Internal;
        std::filesystem::path upper;
        std::uint64_t peakMemory = 0;
    };
    Outcome run(const sw::sandbox::RunSpec& spec, std::stop_token stop = {});
    Outcome run(const std::string& script) { return run(shell(script)); }

    struct Committed {
        sw::oci::FinishedTar tar;
        std::filesystem::path file;
        std::string error;
        const sw::oci::LayerEntry* find(const std::string& entry) const { return tar.index.find(entry); }
        /// The names of all entries with a type letter each, e.g. "d etc", "- etc/x", "w gone", "h other".
        std::vector<std::string> list() const;
    };
    Committed commit(const Outcome& outcome, const std::vector<std::filesystem::path>& trees);
    Committed commit(const Outcome& outcome) { return commit(outcome, {m_base}); }

private:
    void makeBase();

    QTemporaryDir m_temporary;
    std::filesystem::path m_root;
    std::filesystem::path m_base;
    std::unique_ptr<sw::sandbox::Sandbox> m_sandbox;
    std::string m_missing;
    int m_counter = 0;
};

/// Skips the test where this machine cannot run anything, with the reason.
#define NEEDS_SANDBOX(playground)                                                                                      \
    do {                                                                                                               \
        if (!(playground).missing().empty()) {                                                                         \
            QSKIP((playground).missing().c_str());                                                                     \
        }                                                                                                              \
    } while (false)

/// Waits up to ten seconds for a condition.
inline bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition()) {
            return true;
        }
        QTest::qWait(5);
    }
    return condition();
}

/// MountSpecs with what differs from the default.
inline sw::sandbox::MountSpec mountOf(sw::sandbox::MountSpec::Kind kind, std::string target) {
    sw::sandbox::MountSpec mount;
    mount.kind = kind;
    mount.target = std::move(target);
    mount.readOnly = kind == sw::sandbox::MountSpec::Kind::Tree || kind == sw::sandbox::MountSpec::Kind::Secret;
    return mount;
}
inline sw::sandbox::MountSpec treeMount(std::string target, std::filesystem::path tree, std::string source) {
    auto mount = mountOf(sw::sandbox::MountSpec::Kind::Tree, std::move(target));
    mount.trees = {std::move(tree)};
    mount.source = std::move(source);
    return mount;
}
inline sw::sandbox::MountSpec hostMount(sw::sandbox::MountSpec::Kind kind, std::string target, std::filesystem::path directory) {
    auto mount = mountOf(kind, std::move(target));
    mount.directory = std::move(directory);
    return mount;
}

inline QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

} // namespace swtest
