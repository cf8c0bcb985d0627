#include "app/stw/engine.h"
#include "app/stw/imagecommands.h"
#include "app/stw/imageopen.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/analysis/compare.h"
#include "core/analysis/filetree.h"
#include "core/analysis/textdiff.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"
#include "core/inspect/comparelines.h"

#include <iostream>
#include <memory>

namespace sw::app {

namespace {

constexpr std::uint64_t kLargestText = 64U << 20U;

struct DiffOptions {
    std::string before, after, path;
    bool strict = false;
    bool exitCode = false;
    OpenOptions open;
    Format format = Format::Text;
};

std::string signedBytes(std::int64_t value) { return (value > 0 ? "+" : "") + formatBytes(value); }

std::string joined(const std::vector<std::string_view>& words) {
    std::string out;
    for (const std::string_view word : words) {
        out += (out.empty() ? "" : ", ") + std::string(word);
    }
    return out;
}

/// "line 7 (builder)", "layer 2 of the first", "line 7 (builder), mode: line 9 (builder)"
std::string responsibleText(const analysis::FileDifference& file, const analysis::ImageView& before, const analysis::ImageView& after) {
    if (!file.responsible) {
        return {};
    }
    const auto place = [&](std::size_t number) {
        const analysis::LayerInput& layer = (file.responsibleIsAfter ? after : before).layers[number];
        const std::string image = file.responsibleIsAfter ? "" : " of the first";
        return layer.line > 0 ? "line " + std::to_string(layer.line) + (layer.stage.empty() ? "" : " (" + layer.stage + ")") + image : "layer " + std::to_string(number) + image;
    };
    std::string out = place(*file.responsible);
    for (const analysis::FileDifference::Part& part : file.also) {
        out += "; " + joined(analysis::differsNames(part.differs)) + ": " + place(part.layer);
    }
    return out;
}

void printFiles(const analysis::ImageView& before, const analysis::ImageView& after, const analysis::Comparison& comparison) {
    Table table({{" ", Table::Align::Left}, {"BYTES", Table::Align::Right}, {"DIFFERS", Table::Align::Left}, {"BY", Table::Align::Left}, {"PATH", Table::Align::Left}});
    for (const analysis::FileDifference& file : comparison.files) {
        const char mark = file.change == analysis::Change::Added ? '+' : file.change == analysis::Change::Removed ? '-' : '~';
        table.add({std::string(1, mark), signedBytes(file.bytes()), joined(analysis::differsNames(file.differs)), responsibleText(file, before, after),
                   absolutePath(file.path)});
    }
    if (!table.empty()) {
        std::cout << table.text() << "\n";
    }
}

void printValues(std::string_view title, const std::vector<analysis::ValueDifference>& values) {
    for (const analysis::ValueDifference& value : values) {
        std::cout << title << value.name << ": " << value.before.value_or("(not set)") << " -> " << value.after.value_or("(not set)");
        if (value.by && value.by->line > 0) {
            std::cout << "   line " << value.by->line << (value.by->stage.empty() ? "" : " (" + value.by->stage + ")") << (value.by->isAfter ? "" : " of the first");
        }
        std::cout << "\n";
    }
}

void printSum(std::string_view word, const analysis::ChangeSum& sum) {
    std::cout << word << " " << fileCount(sum.files) << " (" << signedBytes(sum.bytes) << ")";
}

void printText(const analysis::ImageView& before, const analysis::ImageView& after, const analysis::Comparison& comparison) {
    printFiles(before, after, comparison);
    printValues("", comparison.config);
    printValues("env ", comparison.env);
    printValues("label ", comparison.labels);
    for (const analysis::HistoryDifference& entry : comparison.history) {
        std::cout << "history " << (entry.change == analysis::Change::Added ? "+ " : "- ") << shortened(entry.text, 110) << "\n";
    }
    if (comparison.equal()) {
        std::cout << "No difference; ";
    } else {
        printSum("Added", comparison.added);
        printSum(", removed", comparison.removed);
        printSum(", changed", comparison.modified);
        std::cout << "; ";
    }
    std::cout << comparison.sharedLayers << " of " << before.layers.size() << " and " << after.layers.size() << " layers shared ("
              << formatBytes(static_cast<std::int64_t>(comparison.sharedBytes)) << ")\n";
}

std::string stageOf(const inspect::OpenedImage& image) {
    if (!image.result || image.stage >= image.result->stages.size()) {
        return {};
    }
    const build::StageResult& stage = image.result->stages[image.stage];
    return stage.name.empty() ? std::to_string(stage.index) : stage.name;
}

/// One file of both: its text. Absent in both is NotFound; nullopt: it is a directory or the like.
Result<std::optional<std::string>> textDifference(const DiffOptions& options, const analysis::ImageView& before, const analysis::ImageView& after) {
    const std::string path = cleanImagePath(options.path);
    SW_TRY(const auto a, analysis::fileText(before, path, kLargestText));
    SW_TRY(const auto b, analysis::fileText(after, path, kLargestText));
    if (!a && !b) {
        const auto isThere = [&](const analysis::ImageView& image) { return analysis::buildFileTree(image.indexes()).find(path).has_value(); };
        if (!isThere(before) && !isThere(after)) {
            return failure(ErrorCode::NotFound, say("There is no '%1' in %2 nor in %3", options.path, options.before, options.after));
        }
        return std::optional<std::string>();
    }
    const std::string name = absolutePath(path);
    if ((a && analysis::isBinary(*a)) || (b && analysis::isBinary(*b))) {
        return std::optional(a == b ? std::string() : "Binary files " + options.before + ":" + name + " and " + options.after + ":" + name + " differ\n");
    }
    return std::optional(analysis::unifiedDiff(a.value_or(""), b.value_or(""), a ? options.before + ":" + name : "/dev/null",
                                               b ? options.after + ":" + name : "/dev/null"));
}

Result<void> diff(const DiffOptions& options, Console& console) {
    const StopOnSignal signals;
    SW_TRY(const inspect::OpenedImage before, openImage(console, options.before, options.open, signals.token()));
    SW_TRY(const inspect::OpenedImage after, openImage(console, options.after, options.open, signals.token()));
    const analysis::CompareOptions how{.semantic = !options.strict, .below = cleanImagePath(options.path)};
    std::optional<std::string> text;
    if (!how.below.empty()) {
        SW_TRY(text, textDifference(options, before.view, after.view));
    }
    analysis::Comparison comparison = analysis::compare(before.view, after.view, how, signals.token());
    SW_TRY(const auto pointsBefore, inspect::pointsOf(storeOpener(console), before));
    SW_TRY(const auto pointsAfter, inspect::pointsOf(storeOpener(console), after));
    inspect::nameInstructions(comparison, pointsBefore, stageOf(before), pointsAfter, stageOf(after));
    if (signals.token().stop_requested()) {
        console.exitCode = kStopped;
        return {};
    }
    if (options.format == Format::Json) {
        SW_TRY(io::Json document, io::parseJson(analysis::comparisonJson(before.view, after.view, comparison, how), {.bytes = SIZE_MAX}));
        document["text"] = text ? io::Json(*text) : io::Json();
        printJson(document);
    } else if (text) {
        std::cout << *text;
        if (text->empty() && !comparison.files.empty()) {
            printFiles(before.view, after.view, comparison);
        }
    } else {
        printText(before.view, after.view, comparison);
    }
    const bool differs = how.below.empty() ? !comparison.equal() : !comparison.files.empty();
    console.exitCode = options.exitCode && differs ? kRefused : kGood;
    return {};
}

} // namespace

void addDiffCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("diff", "Compare two images, builds or stages: files, configuration, history, layers");
    auto options = std::make_shared<DiffOptions>();
    command->add_option("A", options->before, "As for 'layers'")->required();
    command->add_option("B", options->after, "As for 'layers'")->required();
    command->add_option("PATH", options->path, "Only this and what is below; of a file the text is compared");
    command->add_flag("--strict", options->strict, "Times, the time of creation and hard links count as well");
    command->add_flag("--exit-code", options->exitCode, "End with 1 when there is a difference");
    addOpenOptions(*command, options->open);
    addFormatOption(*command, options->format);
    command->callback([options, &console] {
        if (const auto done = diff(*options, console); !done) {
            fail(console, done.error());
        }
    });
}

} // namespace sw::app
