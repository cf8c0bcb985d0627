#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/imageopen.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

constexpr std::size_t kShownWaste = 8;
constexpr std::size_t kShownDuplicates = 5;
constexpr std::size_t kCreatedByWidth = 60;

struct LayersOptions {
    std::string image;
    OpenOptions open;
    Format format = Format::Text;
};

std::string bytes(std::uint64_t value) { return formatBytes(static_cast<std::int64_t>(value)); }

std::string signedBytes(std::int64_t value) { return (value > 0 ? "+" : "") + formatBytes(value); }

/// "layer 3 (line 14)", "layer 0 (base)"
std::string layerName(const analysis::ImageView& image, std::size_t layer) {
    const analysis::LayerInput& input = image.layers[layer];
    const std::string origin = input.line > 0 ? "line " + std::to_string(input.line) : shortened(input.createdBy, 30);
    return "layer " + std::to_string(layer) + (origin.empty() ? "" : " (" + origin + ")");
}

void printLayers(const analysis::ImageView& image, const analysis::Accounts& accounts) {
    using Align = Table::Align;
    const bool attributed = std::ranges::any_of(image.layers, [](const auto& layer) { return layer.line > 0; });
    std::vector<Table::Column> columns = {{"#", Align::Right}};
    if (attributed) {
        columns.insert(columns.end(), {{"STAGE", Align::Left}, {"LINE", Align::Right}});
    }
    columns.insert(columns.end(), {{"AT REST", Align::Right}, {"ADDS", Align::Right}, {"TOTAL", Align::Right}, {"COMPRESSED", Align::Right},
                                   {"FILES", Align::Right}, {"CREATED BY", Align::Left}});
    Table table(std::move(columns));
    for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
        const analysis::LayerInput& input = image.layers[i];
        const analysis::LayerFigures& figures = accounts.layers[i];
        std::vector<std::string> row = {std::to_string(i)};
        if (attributed) {
            row.push_back(input.stage);
            row.push_back(input.line > 0 ? std::to_string(input.line) : "");
        }
        row.insert(row.end(), {bytes(figures.atRest), signedBytes(figures.contribution), bytes(figures.runningTotal),
                               input.compressed ? bytes(*input.compressed) : "-", std::to_string(figures.files),
                               shortened(input.createdBy, kCreatedByWidth)});
        table.add(std::move(row));
    }
    std::cout << table.text();
}

void printText(const analysis::ImageView& image, const analysis::Accounts& accounts) {
    printLayers(image, accounts);
    char efficiency[32];
    std::snprintf(efficiency, sizeof efficiency, "%.1f %%", accounts.efficiency * 100);
    std::cout << "\nVisible " << bytes(accounts.visible) << " in " << accounts.visibleFiles << " files, stored " << bytes(accounts.stored)
              << ", wasted " << bytes(accounts.wasted) << ", efficiency " << efficiency << "\n";
    for (const analysis::WasteSum& sum : accounts.wasteSums) {
        if (sum.bytes * 100 < accounts.wasted) { // the small change is in the list
            continue;
        }
        std::cout << "  " << layerName(image, sum.hiddenBy) << " hides " << bytes(sum.bytes) << " of " << layerName(image, sum.storedBy) << " ("
                  << sum.files << (sum.files == 1 ? " file" : " files") << ")\n";
    }
    if (!accounts.waste.empty()) {
        std::cout << "\nLargest files that are stored and cannot be seen:\n";
        Table table({{"BYTES", Table::Align::Right}, {"STORED BY", Table::Align::Left}, {"HIDDEN BY", Table::Align::Left}, {"PATH", Table::Align::Left}});
        for (std::size_t i = 0; i < std::min(kShownWaste, accounts.waste.size()); ++i) {
            const analysis::Waste& one = accounts.waste[i];
            table.add({bytes(one.bytes), std::to_string(one.storedBy), std::to_string(one.hiddenBy), absolutePath(one.path)});
        }
        std::cout << table.text();
    }
    if (!accounts.duplicates.empty()) {
        std::cout << "\nEqual files:\n";
        for (std::size_t i = 0; i < std::min(kShownDuplicates, accounts.duplicates.size()); ++i) {
            const analysis::Duplicate& one = accounts.duplicates[i];
            std::cout << "  " << one.paths.size() << " × " << bytes(one.bytes) << "  " << absolutePath(one.paths[0]) << ", " << absolutePath(one.paths[1])
                      << (one.paths.size() > 2 ? ", …" : "") << "\n";
        }
    }
}

void run(const LayersOptions& options, Console& console) {
    const StopOnSignal signals;
    const auto image = openImage(console, options.image, options.open, signals.token());
    if (!image) {
        return fail(console, image.error());
    }
    const analysis::Accounts accounts = analysis::account(image->layers, signals.token());
    if (signals.token().stop_requested()) {
        console.exitCode = kStopped;
        return;
    }
    if (options.format == Format::Json) {
        printLine(analysis::layersJson(*image, accounts));
    } else {
        printText(*image, accounts);
    }
}

} // namespace

void addLayersCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("layers", "Show an image's layers: their sizes, what made them, what is wasted");
    auto options = std::make_shared<LayersOptions>();
    command->add_option("IMAGE", options->image, "Folder with oci-layout, archive, docker-daemon:NAME, @STAGE, build id, or name in the store")->required();
    command->add_option("--platform", options->open.platform, "Of an image for several")->option_text("PLATFORM");
    command->add_option("-f,--file", options->open.dockerfile, "The Dockerfile that @STAGE belongs to")->option_text("FILE");
    addFormatOption(*command, options->format);
    command->callback([options, &console] { run(*options, console); });
}

} // namespace sw::app
