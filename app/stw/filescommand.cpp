#include "app/stw/commands.h"
#include "app/stw/engine.h"
#include "app/stw/imageopen.h"
#include "app/stw/options.h"
#include "app/stw/table.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"

#include <unistd.h>

#include <array>
#include <iostream>
#include <memory>
#include <optional>

namespace sw::app {

namespace {

struct FilesOptions {
    std::string image;
    std::string path;
    std::optional<std::size_t> layer;
    bool stacked = false;
    OpenOptions open;
    Format format = Format::Text;
};

std::string modeText(oci::EntryRef entry) {
    if (!entry) {
        return "drwxr-xr-x";
    }
    std::string out = "?rwxrwxrwx";
    switch (entry.type()) {
    case oci::EntryType::Directory: out[0] = 'd'; break;
    case oci::EntryType::Symlink: out[0] = 'l'; break;
    case oci::EntryType::CharDevice: out[0] = 'c'; break;
    case oci::EntryType::BlockDevice: out[0] = 'b'; break;
    case oci::EntryType::Fifo: out[0] = 'p'; break;
    default: out[0] = '-'; break;
    }
    for (std::size_t i = 0; i < 9; ++i) {
        if ((entry.mode() & (0400U >> i)) == 0) {
            out[i + 1] = '-';
        }
    }
    constexpr std::array<std::pair<std::uint32_t, std::size_t>, 3> special = {{{04000, 3}, {02000, 6}, {01000, 9}}};
    for (const auto& [bit, at] : special) {
        if ((entry.mode() & bit) != 0) {
            const char letter = bit == 01000 ? 't' : 's';
            out[at] = out[at] == 'x' ? letter : static_cast<char>(letter - 'a' + 'A');
        }
    }
    return out;
}

char changeMark(analysis::Change change) {
    switch (change) {
    case analysis::Change::Added: return '+';
    case analysis::Change::Modified: return '~';
    case analysis::Change::Removed: return '-';
    case analysis::Change::Unchanged: break;
    }
    return ' ';
}

void printText(const analysis::FileTree& tree, analysis::FileTree::Id below) {
    Table table({{" ", Table::Align::Left}, {"MODE", Table::Align::Left}, {"OWNER", Table::Align::Left}, {"BYTES", Table::Align::Right},
                 {"LAYER", Table::Align::Right}, {"PATH", Table::Align::Left}});
    std::vector<analysis::FileTree::Id> open = {below};
    while (!open.empty()) {
        const auto id = open.back();
        open.pop_back();
        const auto& node = tree.node(id);
        const oci::EntryRef entry = tree.entry(id);
        const auto children = tree.children(id);
        open.insert(open.end(), children.rbegin(), children.rend());
        if (id == below && node.directory) {
            continue;
        }
        std::string path = absolutePath(tree.path(id)) + (node.directory ? "/" : "");
        if (entry && !entry.link().empty()) {
            path += entry.type() == oci::EntryType::HardLink ? " = " + absolutePath(entry.link()) : " -> " + std::string(entry.link());
        }
        table.add({std::string(1, changeMark(node.change)), modeText(entry),
                   !entry ? "" : std::to_string(entry.uid()) + ":" + std::to_string(entry.gid()),
                   formatBytes(static_cast<std::int64_t>(node.bytes)), node.layer == UINT32_MAX ? "" : std::to_string(node.layer), std::move(path)});
    }
    std::cout << table.text();
    const auto& top = tree.node(below);
    std::cout << "\n" << top.files << (top.files == 1 ? " file, " : " files, ") << formatBytes(static_cast<std::int64_t>(top.bytes)) << "\n";
}

void runFiles(const FilesOptions& options, Console& console) {
    const StopOnSignal signals;
    OpenOptions open = options.open;
    open.hashContents = options.format == Format::Json;
    const auto opened = openImage(console, options.image, open, signals.token());
    if (!opened) {
        return fail(console, opened.error());
    }
    const analysis::ImageView* image = &opened->view;
    analysis::TreeOptions what{.upTo = SIZE_MAX, .since = SIZE_MAX};
    if (options.layer) {
        if (*options.layer >= image->layers.size()) {
            return fail(console, Error{ErrorCode::Invalid, "The image has the layers 0 to " + std::to_string(image->layers.size() - 1), {}});
        }
        what = {.upTo = *options.layer + 1, .since = *options.layer, .onlyChanges = !options.stacked};
    }
    const analysis::FileTree tree = analysis::buildFileTree(image->indexes(), what, signals.token());
    if (signals.token().stop_requested()) {
        console.exitCode = kStopped;
        return;
    }
    const auto below = tree.find(cleanImagePath(options.path));
    if (!below) {
        return fail(console, Error{ErrorCode::NotFound, "There is no '" + options.path + "' in " + options.image, {}});
    }
    if (options.format == Format::Json) {
        printLine(analysis::filesJson(tree, *below));
    } else {
        printText(tree, *below);
    }
}

struct CatOptions {
    std::string image;
    std::string path;
    OpenOptions open;
};

Result<void> cat(const CatOptions& options, const Console& console, const std::stop_token& stop) {
    SW_TRY(const inspect::OpenedImage opened, openImage(console, options.image, options.open, stop));
    const analysis::ImageView& image = opened.view;
    const oci::CompactView view(image.indexes());
    const auto found = view.lookupFollow(cleanImagePath(options.path));
    if (!found) {
        return failure(ErrorCode::NotFound, "There is no '" + options.path + "' in " + options.image);
    }
    const auto content = view.content(*found);
    if (!content) {
        return failure(ErrorCode::Invalid, "'" + absolutePath(found->path) + "' is no regular file");
    }
    return image.contents->read(content->layer, *content->entry, [&](std::string_view bytes) {
        return !stop.stop_requested() && io::writeAll(STDOUT_FILENO, bytes).has_value();
    });
}

} // namespace

void addFilesCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("files", "List the files of an image or of one of its layers");
    auto options = std::make_shared<FilesOptions>();
    command->add_option("IMAGE", options->image, "As for 'layers'")->required();
    command->add_option("--layer", options->layer, "Only what this layer changed, numbered from 0")->option_text("N");
    command->add_flag("--stacked", options->stacked, "With --layer: everything up to it, with what it changed marked");
    command->add_option("--path", options->path, "Only this and what is below")->option_text("PATH");
    addOpenOptions(*command, options->open);
    addFormatOption(*command, options->format);
    command->callback([options, &console] { runFiles(*options, console); });
}

void addCatCommand(CLI::App& app, Console& console) {
    CLI::App* command = app.add_subcommand("cat", "Write a file of an image to stdout");
    auto options = std::make_shared<CatOptions>();
    command->add_option("IMAGE", options->image, "As for 'layers'")->required();
    command->add_option("PATH", options->path, "In the image; links are followed")->required();
    addOpenOptions(*command, options->open);
    command->callback([options, &console] {
        const StopOnSignal signals;
        options->open.hashContents = false;
        if (const auto done = cat(*options, console, signals.token()); !done) {
            fail(console, done.error());
        }
    });
}

} // namespace sw::app
