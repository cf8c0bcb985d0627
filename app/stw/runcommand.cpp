#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/imageopen.h"
#include "app/stw/portforward.h"
#include "core/base/imagepath.h"
#include "core/build/accounts.h"
#include "core/sandbox/sandbox.h"
#include "core/store/transfer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace sw::app {

namespace {

struct RunOptions {
    std::string image;
    std::vector<std::string> ports;
    std::vector<std::string> command;
    std::vector<std::string> environment;
    std::string user;
    std::string file;
};

/// An image whose layers are in the store.
struct StoredImage {
    oci::ImageConfig config;
    std::vector<std::shared_ptr<const store::Layer>> layers; ///< lowest first
    oci::StackView root;

    /// Text of a file in it, links followed; empty when there is none.
    std::string text(std::string_view path) const {
        const auto found = root.lookupFollow(path);
        const auto file = found ? root.content(*found) : std::nullopt;
        return file ? layers[file->layer]->readAll(*file->entry).value_or("") : std::string();
    }
};

/// Images that lie elsewhere are taken into the store, without a name.
Result<StoredImage> openStored(store::Store& store, const RunOptions& options, const Console& console, std::stop_token stop) {
    StoredImage image;
    std::vector<store::LayerId> ids;
    if (analysis::isImageFile(options.image) || options.image.starts_with("docker-daemon:")) {
        SW_TRY(const store::ImageSource source, store::ImageSource::parse(options.image));
        SW_TRY(store::Image imported, store::importImage(store, source, oci::Platform::host(), "", {}, stop));
        image.config = std::move(imported.config);
        ids = std::move(imported.layers);
    } else {
        OpenOptions how;
        how.dockerfile = options.file;
        how.hashContents = false;
        SW_TRY(analysis::ImageView view, openImage(console, options.image, how, stop));
        image.config = std::move(view.config);
        for (const auto& layer : view.layers) {
            ids.push_back(layer.diffId);
        }
    }
    for (const store::LayerId& id : ids) {
        SW_TRY(auto layer, store.layer(id));
        image.layers.push_back(std::move(layer));
    }
    SW_TRY(image.root, store.stack(ids));
    return image;
}

std::vector<std::string> argumentsOf(const oci::ImageConfig& config, const std::vector<std::string>& command) {
    std::vector<std::string> args = config.entrypoint.value_or(std::vector<std::string>{});
    const std::vector<std::string>& rest = command.empty() ? config.cmd.value_or(std::vector<std::string>{}) : command;
    args.insert(args.end(), rest.begin(), rest.end());
    return args;
}

/// The image's variables, changed by those of the command line ("K=V", or "K" for this shell's value).
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

Result<sandbox::RunSpec> specOf(const StoredImage& image, const RunOptions& options) {
    sandbox::RunSpec spec;
    spec.args = argumentsOf(image.config, options.command);
    if (spec.args.empty()) {
        return failure(ErrorCode::Invalid, options.image + " says neither CMD nor ENTRYPOINT; give a command after --");
    }
    const build::Accounts accounts(image.text("etc/passwd"), image.text("etc/group"));
    const std::string& user = options.user.empty() ? image.config.user : options.user;
    SW_TRY(const build::Accounts::Process process, accounts.processOf(user));
    spec.uid = process.uid;
    spec.gid = process.gid;
    spec.groups = process.groups;
    spec.env = environmentOf(image.config, options.environment, process.home);
    spec.cwd = image.config.workingDir.empty() ? "/" : image.config.workingDir;
    spec.hostname = "stagewright";
    spec.network = sandbox::NetworkMode::Default;
    spec.ownNetwork = true;
    return spec;
}

void writeOut(int stream, std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::write(stream, text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return;
        }
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
}

Result<int> runImage(const RunOptions& options, const Console& console) {
    const StopOnSignal signals;
    std::vector<PortMapping> mappings;
    for (const std::string& text : options.ports) {
        SW_TRY(PortMapping mapping, PortMapping::parse(text));
        mappings.push_back(std::move(mapping));
    }
    SW_TRY(const std::shared_ptr<store::Store> store, openStore(console));
    SW_TRY(const StoredImage image, openStored(*store, options, console, signals.token()));
    SW_TRY(sandbox::RunSpec spec, specOf(image, options));
    SW_TRY(const std::unique_ptr<sandbox::Sandbox> box,
           sandbox::Sandbox::start({sandbox::helperPath(), store->root(), store->workDirectory()}));
    for (const auto& layer : image.layers) {
        spec.trees.push_back(store->treePath(layer->info().id));
        SW_CHECK(box->extract(layer->tarPath(), spec.trees.back(), signals.token()));
    }
    SW_TRY(spec.upper, box->makeUpper());
    PortForwarder forwarder([&](std::uint16_t port) { return box->connect(port); });
    for (const PortMapping& mapping : mappings) {
        SW_TRY(const std::uint16_t port, forwarder.listen(mapping));
        if (!console.quiet) {
            std::cerr << "stw: http://" << mapping.address << ':' << port << " is port " << mapping.container << " of "
                      << options.image << "; Ctrl-C stops\n";
        }
    }
    const Result<sandbox::ExitStatus> status = box->run(spec, writeOut, signals.token());
    static_cast<void>(box->discard(spec.upper, store->trashDirectory()));
    if (!status) {
        return failure(status.error());
    }
    return status->code;
}

} // namespace

void addRunCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("run", "Start an image in the sandbox, in a network of its own");
    auto options = std::make_shared<RunOptions>();
    command->add_option("IMAGE", options->image, "What to start: a name in the store, a build, @STAGE, an archive, ...")->required();
    command->add_option("-p,--publish", options->ports, "Forward a port of this machine into it: [ADDRESS:]HOST:PORT")
        ->option_text("HOST:PORT")
        ->allow_extra_args(false);
    command->add_option("-e,--env", options->environment, "Set a variable, or pass one on")->option_text("K[=V]")->allow_extra_args(false);
    command->add_option("-u,--user", options->user, "User instead of the image's")->option_text("USER[:GROUP]");
    command->add_option("-f,--file", options->file, "The Dockerfile that @STAGE is of")->option_text("FILE");
    command->add_option("CMD", options->command, "Command in the place of the image's CMD, after --");
    command->callback([options, &console] {
        const Result<int> code = runImage(*options, console);
        if (code) {
            console.exitCode = *code;
        } else if (code.error().code == ErrorCode::Cancelled) {
            console.exitCode = kStopped;
        } else {
            fail(console, code.error());
        }
    });
}

} // namespace sw::app
