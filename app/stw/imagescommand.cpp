#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/base/bytesize.h"
#include "core/store/exportlayout.h"
#include "core/store/store.h"

#include <array>
#include <ctime>
#include <iostream>
#include <memory>

namespace sw::app {

namespace {

std::string timeText(std::int64_t seconds, const char* format, bool local) {
    const std::time_t time = seconds;
    std::tm parts{};
    local ? ::localtime_r(&time, &parts) : ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

Result<void> listImages(Format format, const Console& console) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const auto names, store->images());
    if (format == Format::Json) {
        io::Json list = io::Json::array();
        for (const store::ImageName& name : names) {
            list.push_back({{"name", name.name},
                            {"digest", name.manifest.text()},
                            {"created", timeText(name.created, "%Y-%m-%dT%H:%M:%SZ", false)},
                            {"bytes", name.bytes},
                            {"origin", name.origin}});
        }
        printJson({{"schema", "stagewright.images/1"}, {"images", std::move(list)}});
        return {};
    }
    if (names.empty()) {
        printLine("The store holds no named image. 'stw build -t NAME' makes one, 'stw import' brings one in.");
        return {};
    }
    Table table({{"NAME", Table::Align::Left}, {"DIGEST", Table::Align::Left}, {"SIZE", Table::Align::Right}, {"WHEN", Table::Align::Left},
                 {"ORIGIN", Table::Align::Left}});
    for (const store::ImageName& name : names) {
        table.add({store::dockerName(name.name), name.manifest.hex().substr(0, 12), formatBytes(static_cast<std::int64_t>(name.bytes)),
                   timeText(name.created, "%Y-%m-%d %H:%M", true), name.origin});
    }
    std::cout << table.text();
    return {};
}

Result<void> tagImage(const std::string& from, const std::string& to, const Console& console) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const auto digest, store->resolveName(from));
    if (!digest) {
        return failure(ErrorCode::NotFound, "There is no image '" + from + "' in the store");
    }
    return store->tag(to, *digest, "tagged");
}

Result<void> removeNames(const std::vector<std::string>& names, const Console& console) {
    SW_TRY(const auto store, openStore(console));
    for (const std::string& name : names) {
        SW_CHECK(store->untag(name));
    }
    return {};
}

void report(const Result<void>& done, Console& console) {
    if (!done) {
        fail(console, done.error());
    }
}

} // namespace

void addImagesCommands(CLI::App& app, Console& console) {
    CLI::App* images = app.add_subcommand("images", "List the named images of the store");
    auto format = std::make_shared<Format>(Format::Text);
    addFormatOption(*images, *format);
    images->callback([format, &console] { report(listImages(*format, console), console); });

    CLI::App* tag = app.add_subcommand("tag", "Give an image of the store another name");
    auto names = std::make_shared<std::pair<std::string, std::string>>();
    tag->add_option("IMAGE", names->first, "Name or digest")->required();
    tag->add_option("NAME", names->second, "The new name")->required();
    tag->callback([names, &console] { report(tagImage(names->first, names->second, console), console); });

    CLI::App* remove = app.add_subcommand("rm", "Take names off images; 'stw store prune' then frees what nothing else needs");
    auto gone = std::make_shared<std::vector<std::string>>();
    remove->add_option("NAME", *gone, "One or more")->required();
    remove->callback([gone, &console] { report(removeNames(*gone, console), console); });
}

} // namespace sw::app
