#include "app/stw/engine.h"
#include "app/stw/imagecommands.h"
#include "app/stw/imageopen.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/inspect/stagepoints.h"

#include <iostream>
#include <memory>

namespace sw::app {

namespace {

struct PointsOptions {
    std::string image;
    OpenOptions open;
    Format format = Format::Text;
};

io::Json pairsJson(const std::vector<std::pair<std::string, std::string>>& pairs) {
    io::Json out = io::Json::array();
    for (const auto& [name, value] : pairs) {
        out.push_back({{"name", name}, {"value", value}});
    }
    return out;
}

io::Json pointJson(const inspect::StagePoint& point) {
    return {{"line", point.line > 0 ? io::Json(point.line) : io::Json()},
            {"instruction", point.text},
            {"layer", point.hasLayer},
            {"layers", point.layers},
            {"user", point.config.user},
            {"workdir", point.config.workingDir.empty() ? "/" : point.config.workingDir},
            {"env", pairsJson(point.config.env)},
            {"args", pairsJson(point.config.args)}};
}

/// "A=1 B=2" of what this point has and the one before had not.
std::string newPairs(const std::vector<std::pair<std::string, std::string>>& now, const std::vector<std::pair<std::string, std::string>>* before) {
    std::string out;
    for (const auto& pair : now) {
        if (before == nullptr || std::ranges::find(*before, pair) == before->end()) {
            out += (out.empty() ? "" : " ") + pair.first + "=" + pair.second;
        }
    }
    return out;
}

void printText(const std::vector<inspect::StagePoint>& points) {
    Table table({{"LINE", Table::Align::Right}, {"LAYERS", Table::Align::Right}, {"USER", Table::Align::Left}, {"WORKDIR", Table::Align::Left},
                 {"NEW IN ENV", Table::Align::Left}, {"AFTER", Table::Align::Left}});
    const inspect::StagePoint* before = nullptr;
    for (const inspect::StagePoint& point : points) {
        table.add({point.line > 0 ? std::to_string(point.line) : "", std::to_string(point.layers), point.config.user.empty() ? "root" : point.config.user,
                   point.config.workingDir.empty() ? "/" : point.config.workingDir,
                   shortened(newPairs(point.config.env, before == nullptr ? nullptr : &before->config.env), 50), shortened(point.text, 70)});
        before = &point;
    }
    std::cout << table.text();
}

Result<void> points(const PointsOptions& options, Console& console) {
    const StopOnSignal signals;
    SW_TRY(const inspect::OpenedImage image, openImage(console, options.image, options.open, signals.token()));
    SW_TRY(const std::vector<inspect::StagePoint> found, inspect::pointsOf(storeOpener(console), image));
    if (options.format == Format::Text) {
        printText(found);
        return {};
    }
    io::Json list = io::Json::array();
    for (const inspect::StagePoint& point : found) {
        list.push_back(pointJson(point));
    }
    printJson({{"schema", "stagewright.points/1"}, {"image", options.image}, {"points", std::move(list)}});
    return {};
}

} // namespace

void addPointsCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("points", "Environment, user and working directory between the instructions of an image or a stage");
    auto options = std::make_shared<PointsOptions>();
    command->add_option("IMAGE", options->image, "As for 'layers'")->required();
    addOpenOptions(*command, options->open);
    addFormatOption(*command, options->format);
    command->callback([options, &console] {
        options->open.hashContents = false;
        if (const auto done = points(*options, console); !done) {
            fail(console, done.error());
        }
    });
}

} // namespace sw::app
