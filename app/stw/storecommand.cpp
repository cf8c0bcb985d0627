#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/options.h"
#include "app/stw/storelist.h"
#include "app/stw/storetrash.h"
#include "app/stw/table.h"
#include "core/base/bytesize.h"
#include "core/io/json.h"
#include "core/store/inventory.h"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>

namespace sw::app {

using io::Json;

namespace {

struct PruneOptions {
    bool all = false;
    std::string olderThan;
    std::string keep;
    std::vector<std::string> kinds;
    Format format = Format::Text;
};

std::string bytes(std::uint64_t value) { return formatBytes(static_cast<std::int64_t>(value)); }

/// NUMBER with a unit from the table, e.g. 7d, 10GB; no unit means 1.
Result<std::uint64_t> quantity(const std::string& text, const std::map<std::string, std::uint64_t>& units, const char* what) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto unit = units.find(std::string(end, text.data() + text.size()));
    if (error != std::errc{} || unit == units.end() || number > UINT64_MAX / unit->second) {
        return failure(ErrorCode::Invalid, "'" + text + "' is no " + what);
    }
    return number * unit->second;
}

Result<std::uint64_t> secondsOf(const std::string& text) {
    return quantity(text, {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}}, "length of time like 12h or 7d");
}

Result<std::uint64_t> bytesOf(const std::string& text) {
    return quantity(text, {{"", 1}, {"B", 1}, {"kB", 1000}, {"KB", 1000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}, {"TB", 1'000'000'000'000}},
                    "size like 500MB or 10GB");
}

Result<void> diskUse(Format format, const Console& console) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::DiskUse use, store->diskUse());
    const std::uint64_t total = use.blobs + use.packed + use.trees + use.work + use.trash + use.caches;
    if (format == Format::Json) {
        printJson({{"schema", "stagewright.df/1"}, {"root", store->root().string()}, {"blobs", use.blobs}, {"packed", use.packed}, {"trees", use.trees},
                   {"work", use.work}, {"trash", use.trash}, {"caches", use.caches}, {"total", total}, {"layers", use.layerCount}, {"images", use.imageCount}});
        return {};
    }
    Table table({{"KIND", Table::Align::Left}, {"SIZE", Table::Align::Right}, {"WHAT", Table::Align::Left}});
    table.add({"layers", bytes(use.packed), std::to_string(use.layerCount) + " packed layers with their indexes"});
    table.add({"blobs", bytes(use.blobs), "manifests, configurations, layers as they were pulled; " + std::to_string(use.imageCount) + " named images"});
    table.add({"trees", bytes(use.trees), "layers as folders, for RUN"});
    table.add({"caches", bytes(use.caches), "cache mounts"});
    table.add({"work", bytes(use.work), "of running builds"});
    table.add({"trash", bytes(use.trash), "to be deleted"});
    table.add({"total", bytes(total), store->root().string()});
    std::cout << table.text();
    return {};
}

Result<void> prune(const PruneOptions& options, const Console& console, const std::stop_token& stop) {
    store::Store::PruneOptions what;
    what.all = options.all;
    if (!options.olderThan.empty()) {
        SW_TRY(const std::uint64_t seconds, secondsOf(options.olderThan));
        what.olderThan = static_cast<std::int64_t>(seconds);
    }
    if (!options.keep.empty()) {
        SW_TRY(what.keepBytes, bytesOf(options.keep));
    }
    if (!options.kinds.empty()) {
        static const std::map<std::string, store::Store::PruneKind> kKinds = {{"layers", store::Store::PruneKind::Layers},
                                                                            {"blobs", store::Store::PruneKind::Blobs},
                                                                            {"trees", store::Store::PruneKind::Trees},
                                                                            {"caches", store::Store::PruneKind::CacheMounts}};
        what.kinds.clear();
        std::ranges::transform(options.kinds, std::inserter(what.kinds, what.kinds.end()), [](const std::string& name) { return kKinds.at(name); });
    }
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::DiskUse before, store->diskUse());
    SW_TRY([[maybe_unused]] const std::uint64_t deleted, store->prune(what, stop));
    emptyTrash(*store);
    SW_TRY(const store::DiskUse after, store->diskUse());
    const auto sum = [](const store::DiskUse& use) { return use.blobs + use.packed + use.trees + use.trash + use.caches; };
    const std::uint64_t freed = sum(before) - std::min(sum(before), sum(after));
    const std::uint64_t layers = before.layerCount - std::min(before.layerCount, after.layerCount);
    if (options.format == Format::Json) {
        printJson({{"schema", "stagewright.prune/1"}, {"freed", freed}, {"layers", layers}});
    } else if (!console.quiet) {
        printLine("Freed " + bytes(freed) + " (" + std::to_string(layers) + " layers).");
    }
    return {};
}

Result<void> verify(Format format, Console& console, const std::stop_token& stop) {
    SW_TRY(const auto store, openStore(console));
    SW_TRY(const store::VerifyReport report, store->verify(stop));
    if (format == Format::Json) {
        printJson({{"schema", "stagewright.verify/1"}, {"problems", report.problems}, {"layers", report.checkedLayers}, {"blobs", report.checkedBlobs}});
    } else {
        for (const std::string& problem : report.problems) {
            printLine(problem);
        }
        printLine(std::to_string(report.checkedLayers) + " layers and " + std::to_string(report.checkedBlobs) + " blobs checked, " +
                  (report.problems.empty() ? "all good." : std::to_string(report.problems.size()) + " problems."));
    }
    console.exitCode = report.problems.empty() ? kGood : kRefused;
    return {};
}

/// Shows or sets the size that the store may have.
Result<void> limit(const std::string& wanted, Format format, const Console& console, const std::stop_token& stop) {
    SW_TRY(const auto store, openStore(console));
    if (!wanted.empty()) {
        std::uint64_t size = 0;
        if (wanted != "none") {
            SW_TRY(size, bytesOf(wanted));
        }
        SW_CHECK(store::setSizeLimit(*store, size));
        SW_TRY([[maybe_unused]] const std::uint64_t freed, store::collectToLimit(*store, stop));
        emptyTrash(*store);
    }
    SW_TRY(const std::uint64_t now, store::sizeLimit(*store));
    if (format == Format::Json) {
        printJson({{"schema", "stagewright.limit/1"}, {"limit", now == 0 ? Json() : Json(now)}});
    } else if (!console.quiet) {
        printLine(now == 0 ? "The store may grow as it likes." : "The store is kept within " + bytes(now) + ".");
    }
    return {};
}

} // namespace

void addStoreCommand(CLI::App& app, Console& console) {
    CLI::App* store = app.add_subcommand("store", "Look after the store");
    store->require_subcommand(1);
    const auto report = [&console](const Result<void>& done) {
        if (!done) {
            fail(console, done.error());
        }
    };

    CLI::App* df = store->add_subcommand("df", "What takes how much room");
    auto dfFormat = std::make_shared<Format>(Format::Text);
    auto pieces = std::make_shared<bool>(false);
    df->add_flag("-v,--verbose", *pieces, "Every layer: its size, when it was last used, and what needs it");
    addFormatOption(*df, *dfFormat);
    df->callback([=, &console] {
        const StopOnSignal signals;
        report(*pieces ? listStore(*dfFormat, console, signals.token()) : diskUse(*dfFormat, console));
    });

    CLI::App* mounts = store->add_subcommand("mounts", "The folders of RUN --mount=type=cache, by the line that uses them");
    auto mountsOptions = std::make_shared<MountsOptions>();
    mounts->add_option("--files", mountsOptions->files, "What is in one: its id, key or FILE:LINE")->option_text("MOUNT");
    mounts->add_option("--clear", mountsOptions->clear, "Empty one: its id, key or FILE:LINE")->option_text("MOUNT");
    addFormatOption(*mounts, mountsOptions->format);
    mounts->callback([=, &console] {
        const StopOnSignal signals;
        report(listMounts(*mountsOptions, console, signals.token()));
    });

    CLI::App* limit_ = store->add_subcommand("limit", "Show or set the size that the store is kept within after each build");
    auto wanted = std::make_shared<std::string>();
    auto limitFormat = std::make_shared<Format>(Format::Text);
    limit_->add_option("size", *wanted, "e.g. 20GB, or none")->option_text("SIZE");
    addFormatOption(*limit_, *limitFormat);
    limit_->callback([=, &console] {
        const StopOnSignal signals;
        report(limit(*wanted, *limitFormat, console, signals.token()));
    });

    CLI::App* prune_ = store->add_subcommand("prune", "Free what no named image needs");
    auto options = std::make_shared<PruneOptions>();
    prune_->add_flag("-a,--all", options->all, "Also what the build cache keeps: the next build starts from nothing");
    prune_->add_option("--older-than", options->olderThan, "Only what was not used for so long, e.g. 7d")->option_text("TIME");
    prune_->add_option("--keep", options->keep, "Stop when the store is this small, e.g. 10GB; least recently used goes first")->option_text("SIZE");
    prune_->add_option("--kind", options->kinds, "Only this: layers, blobs, trees (folders that a RUN makes again) or caches (of cache mounts)")
        ->option_text("KIND")
        ->check(CLI::IsMember({"layers", "blobs", "trees", "caches"}));
    addFormatOption(*prune_, options->format);
    prune_->callback([=, &console] {
        const StopOnSignal signals;
        report(prune(*options, console, signals.token()));
    });

    CLI::App* check = store->add_subcommand("verify", "Read everything again and mend what can be mended");
    auto checkFormat = std::make_shared<Format>(Format::Text);
    addFormatOption(*check, *checkFormat);
    check->callback([=, &console] {
        const StopOnSignal signals;
        report(verify(*checkFormat, console, signals.token()));
    });
}

} // namespace sw::app
