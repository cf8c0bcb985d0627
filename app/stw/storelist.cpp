#include "app/stw/storelist.h"

#include "app/stw/engine.h"
#include "app/stw/storetrash.h"
#include "app/stw/table.h"
#include "core/base/bytesize.h"
#include "core/cache/mountlist.h"
#include "core/io/json.h"
#include "core/store/inventory.h"

#include <algorithm>
#include <chrono>
#include <iostream>

namespace sw::app {

using io::Json;

namespace fs = std::filesystem;

namespace {

std::string bytes(std::uint64_t value) { return formatBytes(static_cast<std::int64_t>(value)); }

/// "3 d": how long ago.
std::string age(std::int64_t then) {
    const std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const std::int64_t seconds = std::max<std::int64_t>(now - then, 0);
    if (seconds < 120) {
        return std::to_string(seconds) + " s";
    }
    if (seconds < 7200) {
        return std::to_string(seconds / 60) + " min";
    }
    return seconds < 2 * 86'400 ? std::to_string(seconds / 3600) + " h" : std::to_string(seconds / 86'400) + " d";
}

Json placeJson(const cache::StepPlace& place) {
    Json json = {{"dockerfile", place.dockerfile}, {"step", place.step}};
    if (place.line > 0) {
        json["line"] = place.line;
    }
    return json;
}

std::string placeText(const cache::StepPlace& place) {
    const std::string line = place.line > 0 ? ":" + std::to_string(place.line) : "";
    return fs::path(place.dockerfile).parent_path().filename() / (fs::path(place.dockerfile).filename().string() + line + " " + place.step);
}

Json mountJson(const cache::MountUse& mount) {
    Json steps = Json::array();
    std::ranges::transform(mount.steps, std::back_inserter(steps), placeJson);
    return {{"key", mount.stored.key},     {"id", mount.stored.id},     {"target", mount.stored.target}, {"bytes", mount.stored.bytes},
            {"files", mount.stored.files}, {"used", mount.stored.used}, {"steps", std::move(steps)}};
}

Result<std::vector<cache::MountUse>> chosen(const std::vector<cache::MountUse>& mounts, const std::string& name) {
    std::vector<cache::MountUse> out;
    std::ranges::copy_if(mounts, std::back_inserter(out), [&name](const cache::MountUse& mount) { return mount.isCalled(name); });
    if (out.empty()) {
        return failure(ErrorCode::NotFound, "There is no cache mount '" + name + "'; 'stw store mounts' lists those that there are");
    }
    return out;
}

/// Files of a mount, largest first. What another user of the sandbox has closed cannot be seen from here; that is said.
void printFiles(const store::Store& store, const cache::MountUse& mount, Format format) {
    const fs::path data = store.cacheMountDirectory() / mount.stored.key / "data";
    std::vector<std::pair<std::uint64_t, std::string>> files;
    std::error_code error;
    fs::recursive_directory_iterator it(data, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        std::error_code ignored;
        const auto status = it->symlink_status(ignored);
        if (!fs::is_directory(status)) {
            const std::uint64_t size = fs::is_regular_file(status) ? it->file_size(ignored) : 0;
            files.emplace_back(size, (fs::path(mount.stored.target) / it->path().lexically_relative(data)).string());
        }
    }
    std::ranges::sort(files, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    if (format == Format::Json) {
        Json list = Json::array();
        for (const auto& [size, path] : files) {
            list.push_back({{"path", path}, {"bytes", size}});
        }
        printJson({{"schema", "stagewright.mount-files/1"}, {"mount", mountJson(mount)}, {"files", std::move(list)}, {"complete", !error}});
        return;
    }
    Table table({{"SIZE", Table::Align::Right}, {"PATH", Table::Align::Left}});
    for (const auto& [size, path] : files) {
        table.add({bytes(size), path});
    }
    std::cout << table.text();
    if (error) {
        printLine("Some folders are closed to you: the list is not complete.");
    }
}

} // namespace

Result<void> listStore(Format format, const Console& console, const std::stop_token& stop) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::Inventory inventory, store::takeInventory(*store, stop));
    SW_TRY(auto index, cache::CacheIndex::open(store->database()));
    SW_TRY(const auto steps, index.layerSteps());
    if (format == Format::Json) {
        Json layers = Json::array();
        for (const store::StoredLayer& layer : inventory.layers) {
            Json of = Json::array();
            const auto [begin, end] = steps.equal_range(layer.id);
            std::transform(begin, end, std::back_inserter(of), [](const auto& one) { return placeJson(one.second); });
            layers.push_back({{"diff_id", layer.id.text()}, {"packed", layer.packed}, {"tree", layer.tree}, {"used", layer.used},
                              {"images", layer.images}, {"steps", std::move(of)}});
        }
        SW_TRY(const auto mounts, cache::listMounts(*store, stop));
        Json caches = Json::array();
        std::ranges::transform(mounts, std::back_inserter(caches), mountJson);
        SW_TRY(const std::uint64_t limit, store::sizeLimit(*store));
        printJson({{"schema", "stagewright.df-pieces/1"}, {"layers", std::move(layers)}, {"mounts", std::move(caches)},
                   {"limit", limit == 0 ? Json() : Json(limit)}});
        return {};
    }
    Table table({{"LAYER", Table::Align::Left}, {"PACKED", Table::Align::Right}, {"TREE", Table::Align::Right}, {"UNUSED FOR", Table::Align::Right},
                 {"NEEDED BY", Table::Align::Left}});
    for (const store::StoredLayer& layer : inventory.layers) {
        std::string needed;
        const auto add = [&needed](const std::string& what) { needed += (needed.empty() ? "" : ", ") + what; };
        std::ranges::for_each(layer.images, [&add](const std::string& name) { add("image " + name); });
        const auto [begin, end] = steps.equal_range(layer.id);
        std::for_each(begin, end, [&add](const auto& one) { add(placeText(one.second)); });
        table.add({layer.id.hex().substr(0, 12), bytes(layer.packed), layer.tree == 0 ? "-" : bytes(layer.tree), age(layer.used),
                   needed.empty() ? "-" : needed});
    }
    std::cout << table.text();
    return {};
}

Result<void> listMounts(const MountsOptions& options, const Console& console, const std::stop_token& stop) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const auto mounts, cache::listMounts(*store, stop));
    if (!options.clear.empty()) {
        SW_TRY(const auto clear, chosen(mounts, options.clear));
        for (const cache::MountUse& mount : clear) {
            SW_CHECK(store::clearMount(*store, mount.stored.key));
            if (!console.quiet && options.format == Format::Text) {
                printLine("Cleared " + mount.stored.id + " (" + bytes(mount.stored.bytes) + ").");
            }
        }
        if (options.format == Format::Json) {
            Json cleared = Json::array();
            std::ranges::transform(clear, std::back_inserter(cleared), mountJson);
            printJson({{"schema", "stagewright.mounts/1"}, {"cleared", std::move(cleared)}});
        }
        emptyTrash(*store);
        return {};
    }
    if (!options.files.empty()) {
        SW_TRY(const auto shown, chosen(mounts, options.files));
        for (const cache::MountUse& mount : shown) {
            printFiles(*store, mount, options.format);
        }
        return {};
    }
    if (options.format == Format::Json) {
        Json list = Json::array();
        std::ranges::transform(mounts, std::back_inserter(list), mountJson);
        printJson({{"schema", "stagewright.mounts/1"}, {"mounts", std::move(list)}});
        return {};
    }
    Table table({{"ID", Table::Align::Left}, {"TARGET", Table::Align::Left}, {"SIZE", Table::Align::Right}, {"FILES", Table::Align::Right},
                 {"UNUSED FOR", Table::Align::Right}, {"KEY", Table::Align::Left}, {"USED BY", Table::Align::Left}});
    for (const cache::MountUse& mount : mounts) {
        std::string users;
        for (const cache::StepPlace& place : mount.steps) {
            users += (users.empty() ? "" : ", ") + placeText(place);
        }
        table.add({mount.stored.id, mount.stored.target, bytes(mount.stored.bytes), std::to_string(mount.stored.files), age(mount.stored.used),
                   mount.stored.key.substr(0, 12), users.empty() ? "-" : users});
    }
    std::cout << table.text();
    return {};
}

} // namespace sw::app
