#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/imageopen.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/analysis/layersreport.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"
#include "core/inspect/packages.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

constexpr std::size_t kShownWaste = 8;
constexpr std::size_t kShownDuplicates = 5;
constexpr std::size_t kShownFindings = 12;
constexpr std::size_t kShownPackages = 15;
constexpr std::size_t kCreatedByWidth = 60;

struct LayersOptions {
    std::string image;
    std::vector<std::string> rules;
    std::string baseline;
    bool packages = false;
    OpenOptions open;
    Format format = Format::Text;
};

std::string bytes(std::uint64_t value) { return formatBytes(static_cast<std::int64_t>(value)); }

std::string signedBytes(std::int64_t value) { return (value > 0 ? "+" : "") + formatBytes(value); }

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

void printAccounts(const analysis::ImageView& image, const analysis::StageFiles& stage, const analysis::Accounts& accounts) {
    printLayers(image, accounts);
    char efficiency[32];
    std::snprintf(efficiency, sizeof efficiency, "%.1f %%", accounts.efficiency * 100);
    std::cout << "\nVisible " << bytes(accounts.visible) << " in " << fileCount(accounts.visibleFiles) << ", stored " << bytes(accounts.stored)
              << ", wasted " << bytes(accounts.wasted) << ", efficiency " << efficiency << "\n";
    for (const analysis::WasteSum& sum : accounts.wasteSums) {
        if (sum.bytes * 100 < accounts.wasted) { // the small change is in the list
            continue;
        }
        std::cout << "  " << analysis::wasteAdvice(stage, sum).text() << " (" << fileCount(sum.files) << ")\n";
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

void printFindings(const std::vector<analysis::Finding>& findings, const analysis::StageFiles& stage) {
    if (findings.empty()) {
        return;
    }
    std::cout << "\nFindings:\n";
    for (std::size_t i = 0; i < std::min(kShownFindings, findings.size()); ++i) {
        const analysis::Finding& finding = findings[i];
        const int line = analysis::placeOf(finding, stage).line;
        std::cout << "  " << (line > 0 ? "line " + std::to_string(line) + ": " : "") << finding.message.text() << " [" << finding.rule << "]\n      "
                  << finding.advice.text() << "\n";
    }
    if (findings.size() > kShownFindings) {
        std::cout << "  and " << findings.size() - kShownFindings << " more; --format json lists all\n";
    }
}

void printShipping(const analysis::LayersReport& report) {
    for (const analysis::ShippedEdge& edge : report.edges) {
        std::cout << "  line " << edge.toLine << " takes " << bytes(edge.bytes) << " in " << fileCount(edge.files) << " of " << bytes(edge.ofBytes) << " in '" << edge.from << "'\n";
    }
    if (report.single && report.single->multiStage()) {
        std::cout << "As one stage it would be " << bytes(report.single->bytes) << ": " << bytes(report.single->roots) << " of the stages it copies from and "
                  << bytes(report.single->own) << " that its own steps add; it is " << bytes(report.single->shipped) << "\n";
    }
}

void printPackages(const analysis::PackageOwners& owners) {
    std::cout << "\nLargest packages:\n";
    Table table({{"BYTES", Table::Align::Right}, {"FILES", Table::Align::Right}, {"LAYER", Table::Align::Right}, {"PACKAGE", Table::Align::Left}});
    for (std::size_t i = 0; i < std::min(kShownPackages, owners.sizes().size()); ++i) {
        const analysis::PackageSize& size = owners.sizes()[i];
        const analysis::OwningPackage& package = owners.packages()[size.package];
        table.add({bytes(size.bytes), std::to_string(size.files), std::to_string(size.layer), package.name + " " + package.version + " (" + package.type + ")"});
    }
    std::cout << table.text();
}

/// Edges into the image's stage and those that it is made of, in the order of lines.
std::vector<analysis::ShippedEdge> edgesOf(const inspect::OpenedImage& image) {
    std::vector<analysis::ShippedEdge> out;
    if (!image.result) {
        return out;
    }
    for (const build::EdgeTraffic& edge : image.result->edges) {
        out.push_back({edge.from, edge.toLine, edge.bytes, edge.files, edge.ofBytes});
    }
    std::ranges::stable_sort(out, {}, &analysis::ShippedEdge::toLine);
    return out;
}

Result<std::optional<std::uint64_t>> readBaseline(const std::string& file) {
    if (file.empty()) {
        return std::optional<std::uint64_t>();
    }
    SW_TRY(const std::string text, readInput(file));
    SW_TRY(const std::uint64_t size, withContext(analysis::baselineSize(text), say("the baseline %1", file)));
    return std::optional(size);
}

struct Rules {
    std::vector<analysis::Gate> gates;
    std::optional<std::uint64_t> baseline;
};

/// Wrong rules are told before anything is read.
Result<Rules> readRules(const LayersOptions& options) {
    Rules out;
    for (const std::string& text : options.rules) {
        SW_TRY(analysis::Gate gate, analysis::parseGate(text));
        out.gates.push_back(std::move(gate));
    }
    SW_TRY(out.baseline, readBaseline(options.baseline));
    for (const analysis::Gate& gate : out.gates) {
        SW_TRY([[maybe_unused]] const auto verdict, analysis::judge(gate, {}, out.baseline));
    }
    return out;
}

Result<void> run(const LayersOptions& options, const Rules& rules, Console& console) {
    const StopOnSignal signals;
    SW_TRY(const inspect::OpenedImage opened, openImage(console, options.image, options.open, signals.token()));
    SW_TRY(const inspect::JoinedFiles joined, inspect::filesOf(storeOpener(console), opened));
    const analysis::StageFiles& stage = joined.build.stages[joined.stage];
    analysis::LayersReport report{.image = opened.view, .build = joined.build, .stage = joined.stage, .accounts = {}, .findings = {}, .edges = {}, .single = {}, .rules = {}, .packages = nullptr, .packageProblems = {}};
    report.accounts = analysis::account(opened.view.layers, signals.token());
    report.findings = analysis::findThings({stage, analysis::headReader(opened.view)}, signals.token());
    report.edges = edgesOf(opened);
    if (joined.build.recorded) {
        report.single = analysis::singleStage(joined.build, joined.stage, signals.token());
    }
    const auto warnings = std::ranges::count(report.findings, analysis::FindingLevel::Warning, &analysis::Finding::level);
    for (const analysis::Gate& gate : rules.gates) {
        SW_TRY(analysis::GateVerdict verdict, analysis::judge(gate, analysis::gateFigures(report.accounts, static_cast<std::uint64_t>(warnings)), rules.baseline));
        report.rules.push_back(std::move(verdict));
    }
    analysis::PackageOwners owners;
    if (options.packages) {
        SW_TRY(auto found, inspect::packagesOf(opened.view, std::filesystem::temp_directory_path(), signals.token()));
        report.packageProblems = std::move(found.problems);
        for (const std::string& problem : report.packageProblems) {
            std::cerr << "stw: " << problem << "\n";
        }
        owners = analysis::PackageOwners(std::move(found.packages), analysis::buildFileTree(opened.view.indexes(), {}, signals.token()));
        report.packages = &owners;
    }
    if (signals.token().stop_requested()) {
        console.exitCode = kStopped;
        return {};
    }
    if (options.format == Format::Json) {
        printLine(analysis::layersReportJson(report));
    } else {
        printAccounts(opened.view, stage, report.accounts);
        printShipping(report);
        printFindings(report.findings, stage);
        if (options.packages) {
            printPackages(owners);
        }
    }
    for (const analysis::GateVerdict& verdict : report.rules) {
        if (verdict.failed) {
            console.exitCode = kRefused;
            std::cerr << "stw: " << verdict.sentence.text() << "\n";
        }
    }
    return {};
}

} // namespace

void addLayersCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("layers", "Show an image's layers: their sizes, what made them, what is wasted");
    auto options = std::make_shared<LayersOptions>();
    command->add_option("IMAGE", options->image, "Folder with oci-layout, archive, docker-daemon:NAME, @STAGE, build id, or name in the store")->required();
    addOpenOptions(*command, options->open);
    addFormatOption(*command, options->format);
    command->add_option("--fail-if", options->rules, "Rule that fails the command with 1: waste>10MB, waste>5%, size>100MB, growth>5%, efficiency<90%, findings>0, ..")
        ->option_text("RULE")
        ->allow_extra_args(false);
    command->add_option("--baseline", options->baseline, "What growth is measured against: a file that 'stw layers --format json' wrote")->option_text("FILE");
    command->add_flag("--packages", options->packages, "Also the packages of the image and what each weighs");
    command->callback([options, &console] {
        const auto rules = readRules(*options);
        if (!rules) {
            fail(console, rules.error());
            console.exitCode = kUsage;
            return;
        }
        if (const auto done = run(*options, *rules, console); !done) {
            fail(console, done.error());
        }
    });
}

} // namespace sw::app
