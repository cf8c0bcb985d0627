#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/options.h"
#include "core/analysis/imageview.h"
#include "core/base/bytesize.h"
#include "core/build/output.h"
#include "core/build/runner.h"
#include "core/oci/imagefiles.h"
#include "core/store/exportlayout.h"
#include "core/store/transfer.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>

namespace sw::app {

namespace fs = std::filesystem;

namespace {

/// One line on the terminal that is written over; nothing where stderr is none.
class ProgressLine {
public:
    explicit ProgressLine(const Console& console) : m_on(!console.quiet && ::isatty(STDERR_FILENO) == 1) {}
    ~ProgressLine() {
        if (m_written) {
            std::cerr << "\r\033[K" << std::flush;
        }
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    store::TransferSink sink() {
        if (!m_on) {
            return {};
        }
        return [this](const store::TransferProgress& progress) {
            const std::scoped_lock lock(m_mutex);
            m_written = true;
            std::cerr << "\r\033[K" << progress.item;
            if (progress.current > 0 || progress.total > 0) {
                std::cerr << "  " << formatBytes(static_cast<std::int64_t>(progress.current));
            }
            if (progress.total > 0) {
                std::cerr << " of " << formatBytes(static_cast<std::int64_t>(progress.total));
            }
            std::cerr << std::flush;
        };
    }

private:
    bool m_on;
    bool m_written = false;
    std::mutex m_mutex;
};

void report(const Result<void>& done, Console& console) {
    if (!done) {
        fail(console, done.error());
    }
}

Result<oci::Platform> platformOf(const std::string& text) {
    return text.empty() ? Result<oci::Platform>(oci::Platform::host()) : oci::Platform::parse(text);
}

/// The name that an image gets when none is said: its own.
Result<std::string> ownName(const store::ImageSource& source, const oci::Platform& platform, const std::stop_token& stop) {
    using Kind = store::ImageSource::Kind;
    if (source.kind == Kind::Registry || source.kind == Kind::DockerDaemon) {
        return source.location;
    }
    const auto bag = analysis::openImageBag(source.location, stop);
    const auto image = bag ? oci::findImage(**bag, source.selector, platform) : failure(bag.error());
    if (!image) {
        return withContext(Result<std::string>(failure(image.error())), "'" + source.location + "'");
    }
    if (image->names.size() == 1) {
        return image->names.front();
    }
    return failure(ErrorCode::Invalid, "'" + source.location + "' does not say its name; give one: stw import SRC NAME");
}

/// An image that is brought in by name is there to be built on, so the first RUN shall not have to unpack it. Where this machine
/// cannot run steps it says so then.
void unpackForSteps(const std::shared_ptr<store::Store>& store, const store::Image& image, const std::stop_token& stop) {
    build::Runner runner(store, {});
    for (const store::LayerId& id : image.layers) {
        const auto layer = store->layer(id);
        const bool nothing = layer && (*layer)->index()->entries.empty();
        if (stop.stop_requested() || !(nothing || runner.treeOf(id, stop))) {
            return;
        }
    }
}

struct ImportOptions {
    std::string source, name, platform;
};

Result<void> importCommand(const ImportOptions& options, const Console& console, const std::stop_token& stop) {
    SW_TRY(const store::ImageSource source, store::ImageSource::parse(options.source));
    SW_TRY(const oci::Platform platform, platformOf(options.platform));
    std::string name = options.name;
    if (name.empty()) {
        SW_TRY(name, ownName(source, platform, stop));
    }
    SW_TRY(const auto store, openStore(console));
    Result<store::Image> image = failure(ErrorCode::Internal, "");
    {
        ProgressLine line(console);
        image = store::importImage(*store, source, platform, name, line.sink(), stop);
    }
    SW_CHECK(image);
    unpackForSteps(store, *image, stop);
    if (!console.quiet) {
        printLine(store::dockerName(name) + "  " + image->manifestDigest.text());
    }
    return {};
}

struct ExportCommandOptions {
    std::string name, output, platform;
};

/// What a name stands for, or its image for one platform.
Result<store::ExportSubject> subjectOf(store::Store& store, const std::string& name, const std::string& platformText) {
    SW_TRY(auto subject, store::subjectNamed(store, name));
    if (!subject || (!subject->index && subject->platforms.empty())) {
        return failure(ErrorCode::NotFound, "There is no image '" + name + "' in the store; 'stw images' lists what there is");
    }
    if (platformText.empty()) {
        return std::move(*subject);
    }
    SW_TRY(const oci::Platform platform, platformOf(platformText));
    SW_TRY(auto image, store.image(name, platform));
    store::ExportSubject single;
    single.platforms.push_back({std::move(*image), platform, 0, {}});
    return single;
}

Result<void> exportCommand(const ExportCommandOptions& options, const Console& console, const std::stop_token& stop) {
    SW_TRY(build::Output output, build::parseOutput(options.output));
    if (output.kind != build::OutputKind::Archive && output.kind != build::OutputKind::Files) {
        return failure(ErrorCode::Invalid, "--output " + options.output + " writes no file: use type=oci, docker, tar or local, with dest=PATH");
    }
    if (output.toStandardOutput() && ::isatty(STDOUT_FILENO) == 1) {
        return failure(ErrorCode::Invalid, "An archive does not go to a terminal; give dest=FILE");
    }
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::ExportSubject subject, subjectOf(*store, options.name, options.platform));
    output.options.names = output.names;
    if (output.names.empty() && oci::Reference::parse(options.name) && !Digest::parse(options.name)) {
        output.options.names = {options.name};
    }
    if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr && *epoch != '\0') {
        char* end = nullptr;
        output.options.clampTimes = std::strtoll(epoch, &end, 10);
        if (*end != '\0') {
            return failure(ErrorCode::Invalid, "SOURCE_DATE_EPOCH is not a number of seconds: '" + std::string(epoch) + "'");
        }
    }
    ProgressLine line(console);
    SW_TRY([[maybe_unused]] const store::Exported done, store::exportImage(*store, subject, output.options, line.sink(), stop));
    return {};
}

Result<void> pushCommand(const std::string& name, const std::string& target, const Console& console, const std::stop_token& stop) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::ExportSubject subject, subjectOf(*store, name, {}));
    ProgressLine line(console);
    SW_TRY([[maybe_unused]] const store::Exported done,
           store::pushImage(*store, subject, target.empty() ? name : target, {}, false, line.sink(), stop));
    return {};
}

Result<void> loadCommand(const std::string& name, const Console& console, const std::stop_token& stop) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::ExportSubject subject, subjectOf(*store, name, {}));
    store::ExportOptions options;
    options.names = {name};
    ProgressLine line(console);
    SW_TRY([[maybe_unused]] const store::Exported done, store::loadIntoDocker(*store, subject, options, line.sink(), stop));
    return {};
}

} // namespace

void addTransferCommands(CLI::App& app, Console& console) {
    CLI::App* import = app.add_subcommand("import", "Bring an image into the store: from a registry, a layout, an archive, a Docker daemon");
    auto in = std::make_shared<ImportOptions>();
    import->add_option("SRC", in->source, "docker-image://REF or REF, oci-layout://DIR[:TAG|@DIGEST], an archive, docker-daemon:NAME")->required();
    import->add_option("NAME", in->name, "Its name in the store (default: its own)");
    import->add_option("--platform", in->platform, "os/architecture to choose (default: this machine's)")->option_text("PLATFORM");
    import->callback([in, &console] {
        const StopOnSignal signals;
        report(importCommand(*in, console, signals.token()), console);
    });

    CLI::App* out = app.add_subcommand("export", "Write an image of the store to an archive or a folder");
    auto what = std::make_shared<ExportCommandOptions>();
    out->add_option("NAME", what->name, "Name or digest")->required();
    out->add_option("-o,--output", what->output, "type=oci|docker|tar|local[,dest=PATH][,compression=gzip|zstd][,tar=false][,name=NAME].., a folder, or - for a tar")
        ->required()->option_text("OUTPUT");
    out->add_option("--platform", what->platform, "One of an image for several (default: all)")->option_text("PLATFORM");
    out->callback([what, &console] {
        const StopOnSignal signals;
        report(exportCommand(*what, console, signals.token()).transform_error(storeTrouble), console);
    });

    CLI::App* push = app.add_subcommand("push", "Push an image of the store to a registry");
    auto names = std::make_shared<std::pair<std::string, std::string>>();
    push->add_option("NAME", names->first, "Name or digest")->required();
    push->add_option("REF", names->second, "Where to (default: its name)");
    push->callback([names, &console] {
        const StopOnSignal signals;
        report(pushCommand(names->first, names->second, console, signals.token()).transform_error(storeTrouble), console);
    });

    CLI::App* load = app.add_subcommand("load", "Load an image of the store into the Docker daemon");
    auto name = std::make_shared<std::string>();
    load->add_option("NAME", *name, "Name in the store, and in Docker")->required();
    load->callback([name, &console] {
        const StopOnSignal signals;
        report(loadCommand(*name, console, signals.token()).transform_error(storeTrouble), console);
    });
}

} // namespace sw::app
