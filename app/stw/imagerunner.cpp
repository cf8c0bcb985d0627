#include "app/stw/imagerunner.h"

#include "app/stw/engine.h"
#include "app/stw/imageopen.h"
#include "core/build/accounts.h"
#include "core/store/transfer.h"

#include <algorithm>
#include <cstdlib>

namespace sw::app {

namespace {

struct Stored {
    oci::ImageConfig config;
    std::vector<store::LayerId> layers;
};

Result<Stored> storedImage(store::Store& store, const Console& console, const std::string& image, const std::string& dockerfile, std::stop_token stop) {
    Stored out;
    if (analysis::isImageFile(image) || image.starts_with("docker-daemon:")) {
        SW_TRY(const store::ImageSource source, store::ImageSource::parse(image));
        SW_TRY(store::Image imported, store::importImage(store, source, oci::Platform::host(), "", {}, stop));
        out.config = std::move(imported.config);
        out.layers = std::move(imported.layers);
        return out;
    }
    OpenOptions how;
    how.dockerfile = dockerfile;
    how.hashContents = false;
    SW_TRY(inspect::OpenedImage opened, openImage(console, image, how, stop));
    out.config = std::move(opened.view.config);
    for (const auto& layer : opened.view.layers) {
        out.layers.push_back(layer.diffId);
    }
    return out;
}

/// The image's variables, changed by those given ("K=V", or "K" for this shell's value).
std::vector<std::string> environmentOf(const oci::ImageConfig& config, const std::vector<std::string>& given, const std::string& home) {
    std::vector<std::pair<std::string, std::string>> variables = config.env;
    const auto set = [&](const std::string& name, const std::string& value, bool replace) {
        const auto known = std::ranges::find(variables, name, &std::pair<std::string, std::string>::first);
        if (known == variables.end()) {
            variables.emplace_back(name, value);
        } else if (replace) {
            known->second = value;
        }
    };
    for (const std::string& item : given) {
        const std::size_t sign = item.find('=');
        const char* own = sign == std::string::npos ? std::getenv(item.c_str()) : nullptr;
        set(item.substr(0, sign), sign == std::string::npos ? (own == nullptr ? "" : own) : item.substr(sign + 1), true);
    }
    set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", false);
    set("HOME", home, false);
    std::vector<std::string> env;
    for (const auto& [name, value] : variables) {
        env.push_back(name + "=" + value);
    }
    return env;
}

} // namespace

Result<std::unique_ptr<ImageRunner>> ImageRunner::open(const Console& console, const std::string& image, const std::string& dockerfile, std::stop_token stop) {
    auto runner = std::make_unique<ImageRunner>();
    runner->m_name = image;
    SW_TRY(runner->m_store, openStore(console));
    SW_TRY(Stored stored, storedImage(*runner->m_store, console, image, dockerfile, stop));
    runner->m_config = std::move(stored.config);
    for (const store::LayerId& id : stored.layers) {
        SW_TRY(auto layer, runner->m_store->layer(id));
        runner->m_layers.push_back(std::move(layer));
    }
    SW_TRY(runner->m_root, runner->m_store->stack(stored.layers));
    return runner;
}

std::string ImageRunner::text(std::string_view path) const {
    const auto found = m_root.lookupFollow(path);
    const auto file = found ? m_root.content(*found) : std::nullopt;
    return file ? m_layers[file->layer]->readAll(*file->entry).value_or("") : std::string();
}

std::vector<std::string> ImageRunner::argumentsFor(const std::vector<std::string>& command) const {
    std::vector<std::string> args = m_config.entrypoint.value_or(std::vector<std::string>{});
    const std::vector<std::string>& rest = command.empty() ? m_config.cmd.value_or(std::vector<std::string>{}) : command;
    args.insert(args.end(), rest.begin(), rest.end());
    return args;
}

Result<sandbox::RunSpec> ImageRunner::specOf(const Call& call) const {
    sandbox::RunSpec spec;
    spec.args = call.args.empty() ? argumentsFor({}) : call.args;
    if (spec.args.empty()) {
        return failure(ErrorCode::Invalid, m_name + " says neither CMD nor ENTRYPOINT; give a command after --");
    }
    const build::Accounts accounts(text("etc/passwd"), text("etc/group"));
    SW_TRY(const build::Accounts::Process process, accounts.processOf(call.user.empty() ? m_config.user : call.user));
    spec.uid = process.uid;
    spec.gid = process.gid;
    spec.groups = process.groups;
    spec.env = environmentOf(m_config, call.environment, process.home);
    spec.cwd = m_config.workingDir.empty() ? "/" : m_config.workingDir;
    spec.hostname = "stagewright";
    return spec;
}

Result<void> ImageRunner::prepare(std::stop_token stop) {
    if (m_box) {
        return {};
    }
    SW_TRY(m_box, sandbox::Sandbox::start({sandbox::helperPath(), m_store->root(), m_store->workDirectory()}));
    for (const auto& layer : m_layers) {
        m_trees.push_back(m_store->treePath(layer->info().id));
        SW_CHECK(m_box->extract(layer->tarPath(), m_trees.back(), stop));
    }
    return {};
}

Result<sandbox::ExitStatus> ImageRunner::run(const Call& call, bool ownNetwork, const sandbox::OutputSink& output, std::stop_token stop) {
    SW_TRY(sandbox::RunSpec spec, specOf(call));
    spec.network = ownNetwork ? sandbox::NetworkMode::Default : sandbox::NetworkMode::None;
    spec.ownNetwork = ownNetwork;
    SW_CHECK(prepare(stop));
    spec.trees = m_trees;
    SW_TRY(spec.upper, m_box->makeUpper());
    Result<sandbox::ExitStatus> status = m_box->run(spec, output, stop);
    static_cast<void>(m_box->discard(spec.upper, m_store->trashDirectory()));
    return status;
}

} // namespace sw::app
