#pragma once

#include "app/stw/console.h"
#include "core/sandbox/sandbox.h"
#include "core/store/store.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace sw::app {

/// An image made ready to run: in the store, its layers as trees, a sandbox of its own. Images that lie elsewhere are taken
/// into the store, without a name.
class ImageRunner {
public:
    static Result<std::unique_ptr<ImageRunner>> open(const Console& console, const std::string& image, const std::string& dockerfile, std::stop_token stop);

    struct Call {
        std::vector<std::string> args;        ///< whole argv; empty: the image's ENTRYPOINT and CMD
        std::vector<std::string> environment; ///< "K=V", or "K" for this shell's value
        std::string user;                     ///< empty: the image's
    };
    /// ENTRYPOINT with `command` in the place of CMD.
    std::vector<std::string> argumentsFor(const std::vector<std::string>& command) const;
    /// Starts the sandbox and unpacks the layers, once; before the first run or connection.
    Result<void> prepare(std::stop_token stop);
    /// A fresh root each time; what the process wrote is gone afterwards.
    Result<sandbox::ExitStatus> run(const Call& call, bool ownNetwork, const sandbox::OutputSink& output, std::stop_token stop);
    sandbox::Sandbox& box() { return *m_box; }

private:
    Result<sandbox::RunSpec> specOf(const Call& call) const;
    std::string text(std::string_view path) const;

    std::string m_name;
    std::shared_ptr<store::Store> m_store;
    oci::ImageConfig m_config;
    std::vector<std::shared_ptr<const store::Layer>> m_layers; ///< lowest first
    oci::StackView m_root;
    std::unique_ptr<sandbox::Sandbox> m_box;
    std::vector<std::filesystem::path> m_trees;
};

} // namespace sw::app
