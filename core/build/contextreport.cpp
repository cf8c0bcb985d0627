#include "core/build/build.h"
#include "core/build/remotecontext.h"
#include "core/build/workspace.h"
#include "core/cache/contexttree.h"
#include "core/cache/selection.h"
#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"

#include <algorithm>

namespace sw::build {

namespace {

void addFiles(ContextUse& use, const cache::Selection& selection) {
    use.bytes += selection.bytes;
    for (const cache::SelectedItem& item : selection.items) {
        if (item.inlineFile) {
            continue;
        }
        for (const cache::SelectedEntry& entry : item.entries) {
            if (entry.entry->type != oci::EntryType::Directory) {
                use.files.push_back(item.sourcePath(entry));
            }
        }
    }
}

/// What each COPY, ADD and bind mount takes of a context.
std::vector<ContextUse> usesOf(const BuildRequest& request, const std::shared_ptr<cache::SourceTree>& tree, const std::stop_token& stop) {
    std::vector<ContextUse> uses;
    const dockerfile::Document document = dockerfile::parse(request.text);
    const plan::StageGraph graph = plan::resolveStages(document, request.inputs);
    const plan::BuildPlan plan = plan::makePlan(document, graph, request.inputs, {});
    for (const plan::Step& step : plan.steps) {
        if (!step.op) {
            continue;
        }
        ContextUse use;
        use.line = step.line;
        use.instruction = step.instruction;
        const plan::Operation& operation = plan.ops[*step.op].operation;
        if (const auto* copy = std::get_if<plan::CopyOp>(&operation)) {
            if (copy->from || !copy->context.empty()) {
                continue;
            }
            if (auto selection = cache::selectSources(*copy, tree, stop, false)) {
                addFiles(use, *selection);
            } // a missing source is the forecast's and the build's finding
            uses.push_back(std::move(use));
        } else if (const auto* run = std::get_if<plan::RunOp>(&operation)) {
            for (const plan::RunMount& mount : run->mounts) {
                if (mount.context && mount.context->empty() && mount.type == dockerfile::MountType::Bind) {
                    plan::CopyOp as;
                    as.sources = {"/" + mount.source};
                    if (auto selection = cache::selectSources(as, tree, stop, false)) {
                        addFiles(use, *selection);
                    }
                    uses.push_back(use);
                    break;
                }
            }
        }
    }
    return uses;
}

} // namespace

Result<ContextReport> inspectContext(const BuildRequest& request, std::stop_token stop) {
    if (request.context.empty()) {
        return failure(ErrorCode::Invalid, say("there is no context to look at: name a directory"));
    }
    cache::ContextTree::Options options;
    options.root = request.context;
    options.keepIgnored = true;
    SW_TRY(options.ignore, cache::findIgnoreFile(request.context, request.dockerfile));
    SW_TRY(const auto tree, cache::ContextTree::scan(std::move(options), stop));

    ContextReport report;
    const cache::IgnoreFile& ignore = tree->options().ignore;
    report.ignoreFile = ignore.path;
    for (const oci::LayerEntry& entry : tree->index().entries) {
        if (entry.type != oci::EntryType::Directory) {
            report.files.push_back({entry.path, entry.size, false, {}, 0});
        }
    }
    for (const cache::ContextTree::Ignored& file : tree->ignored()) {
        ContextFile out{file.path, file.bytes, true, {}, 0};
        if (file.pattern >= 0) {
            const auto& pattern = ignore.matcher.patterns()[static_cast<std::size_t>(file.pattern)];
            out.ignoredBy = pattern.source;
            out.ignoreLine = pattern.line;
        }
        report.files.push_back(std::move(out));
    }
    std::ranges::sort(report.files, {}, &ContextFile::path);
    report.uses = usesOf(request, tree, stop);
    return report;
}

Result<ContextReport> inspectRemoteContext(const std::shared_ptr<store::Store>& store, const BuildRequest& request, std::stop_token stop) {
    SW_TRY(cache::CacheIndex cache, cache::CacheIndex::open(store->database()));
    Workspace workspace(store, cache, request, true);
    SW_TRY(const auto tree, workspace.context("", stop));
    ContextReport report;
    tree->view().walk("", [&](const cache::SourceTree::Found& found) {
        if (found.entry != nullptr && found.entry->type != oci::EntryType::Directory) {
            const bool linked = found.entry->type == oci::EntryType::HardLink;
            report.files.push_back({found.path, linked ? tree->bytesOf(found).entry->size : found.entry->size, false, {}, 0});
        }
        return !stop.stop_requested();
    });
    std::ranges::sort(report.files, {}, &ContextFile::path);
    report.uses = usesOf(request, tree, stop);
    return report;
}

} // namespace sw::build
