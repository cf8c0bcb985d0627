#include "app/stw/engine.h"
#include "app/stw/imagecommands.h"
#include "app/stw/imageopen.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/analysis/provenancejson.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"
#include "core/inspect/packages.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

struct ProvenanceOptions {
    std::string image, path, from, context;
    bool packages = true;
    OpenOptions open;
    Format format = Format::Text;
};

struct Joined {
    inspect::OpenedImage image;
    inspect::JoinedFiles files;
    std::unique_ptr<analysis::SourceFiles> context;
};

std::string bytes(std::uint64_t value) { return formatBytes(static_cast<std::int64_t>(value)); }

void printWay(const analysis::BuildFiles& build, const analysis::Provenance& way, const analysis::OwningPackage* package) {
    for (const analysis::Hop& hop : way.hops) {
        printLine(analysis::hopText(build, hop));
        const std::string& instruction = build.stages[hop.stage].layers[hop.layer].instruction;
        if (!instruction.empty()) {
            printLine("    " + shortened(instruction, 110));
        }
        if (hop.couldSee) {
            printLine("    the step could see " + fileCount(hop.couldSee->files) + ", " + bytes(hop.couldSee->bytes) +
                      "; what it really read is not known");
        }
    }
    if (package != nullptr) {
        printLine("It belongs to the package " + package->name + " " + package->version + " (" + package->type + ")");
    }
}

Result<void> showWay(const ProvenanceOptions& options, const Joined& joined, const std::stop_token& stop) {
    const analysis::Provenance way = analysis::provenanceOf(joined.files.build, joined.files.stage, cleanImagePath(options.path), joined.context.get());
    if (way.hops.empty() && !way.present) {
        return failure(ErrorCode::NotFound, say("There is no '%1' in %2, and no layer of it ever held one", options.path, options.image));
    }
    analysis::PackageOwners owners;
    if (way.present && options.packages) {
        SW_TRY(auto found, inspect::packagesOf(joined.image.view, std::filesystem::temp_directory_path(), stop));
        for (const std::string& problem : found.problems) {
            std::cerr << "stw: " << problem << "\n";
        }
        owners = analysis::PackageOwners(std::move(found.packages), analysis::buildFileTree(joined.image.view.indexes(), {}, stop));
    }
    const analysis::OwningPackage* package = owners.ownerOf(way.path);
    if (options.format == Format::Json) {
        printLine(analysis::provenanceJson(options.image, joined.files.build, way, package));
    } else {
        printWay(joined.files.build, way, package);
    }
    return {};
}

/// Names of stages compare without regard to case.
bool sameName(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// What --from names: "context", "base", "run", or a stage, image or named context.
bool comesFrom(const analysis::OriginFile& file, const analysis::BuildFiles& build, const std::string& from) {
    const std::string name = from.starts_with("stage:") ? from.substr(6) : from;
    const bool anyKind = !from.starts_with("stage:");
    if (anyKind && analysis::makingName(file.begin.making) == name && name != "stage") {
        return true;
    }
    if (anyKind && file.begin.text() == name) {
        return true;
    }
    return std::ranges::any_of(file.stages.begin() + 1, file.stages.end(), [&](std::size_t stage) {
        return sameName(build.stages[stage].title(stage), name) || std::to_string(stage) == name;
    });
}

Result<void> showOrigins(const ProvenanceOptions& options, const Joined& joined, const std::stop_token& stop) {
    const analysis::BuildFiles& build = joined.files.build;
    const analysis::Origins origins = analysis::originsOf(build, joined.files.stage, joined.context.get(), stop);
    std::vector<const analysis::OriginFile*> files;
    std::uint64_t sum = 0;
    for (const analysis::OriginFile& file : origins.files) {
        if (!options.from.empty() && comesFrom(file, build, options.from)) {
            files.push_back(&file);
            sum += file.bytes;
        }
    }
    if (options.format == Format::Json) {
        printLine(analysis::originsJson(options.image, build, origins, files));
        return {};
    }
    if (options.from.empty()) {
        Table table({{"BYTES", Table::Align::Right}, {"FILES", Table::Align::Right}, {"BEGAN AS", Table::Align::Left}, {"", Table::Align::Left}});
        for (const analysis::Origin& origin : origins.sums) {
            table.add({bytes(origin.bytes), std::to_string(origin.files), std::string(analysis::makingName(origin.begin.making)), origin.begin.text()});
        }
        std::cout << table.text();
        for (const auto& [stage, through] : origins.throughStages) {
            std::cout << "\nThrough stage '" << build.stages[stage].title(stage) << "': " << fileCount(through.first) << ", " << bytes(through.second);
        }
        std::cout << (origins.throughStages.empty() ? "" : "\n");
        return {};
    }
    Table table({{"BYTES", Table::Align::Right}, {"PATH", Table::Align::Left}, {"SOURCE", Table::Align::Left}});
    for (const analysis::OriginFile* file : files) {
        table.add({bytes(file->bytes), absolutePath(file->path), file->sourcePath});
    }
    std::cout << table.text() << "\n" << fileCount(files.size()) << ", " << bytes(sum) << " from " << options.from << "\n";
    return {};
}

Result<void> run(const ProvenanceOptions& options, Console& console) {
    const StopOnSignal signals;
    Joined joined;
    SW_TRY(joined.image, openImage(console, options.image, options.open, signals.token()));
    SW_TRY(joined.files, inspect::filesOf(storeOpener(console), joined.image));
    const std::filesystem::path folder = options.context.empty() ? joined.files.build.context : std::filesystem::path(options.context);
    if (!folder.empty()) {
        joined.context = analysis::folderFiles(folder);
    }
    SW_CHECK(options.path.empty() ? showOrigins(options, joined, signals.token()) : showWay(options, joined, signals.token()));
    if (signals.token().stop_requested()) {
        console.exitCode = kStopped;
    }
    return {};
}

} // namespace

void addProvenanceCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("provenance", "Tell how a file came into an image, or what came from where");
    auto options = std::make_shared<ProvenanceOptions>();
    command->add_option("IMAGE", options->image, "As for 'layers'")->required();
    CLI::Option* path = command->add_option("PATH", options->path, "The file; without one: where everything came from");
    command->add_option("--from", options->from, "List what came from it: a stage, context, base, run, or an image's name")->option_text("ORIGIN")->excludes(path);
    command->add_option("--context", options->context, "The context's folder, where it is not the Dockerfile's")->option_text("DIR");
    addOpenOptions(*command, options->open);
    addFormatOption(*command, options->format);
    command->callback([options, &console] {
        if (const auto done = run(*options, console); !done) {
            fail(console, done.error());
        }
    });
}

} // namespace sw::app
