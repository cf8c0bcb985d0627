#include "core/build/packagelists.h"

#include "core/base/ascii.h"
#include "core/build/output.h"
#include "core/build/timetext.h"
#include "core/sbom/spdx.h"
#include "core/sbom/stackroot.h"

#include <algorithm>

namespace sw::build {

namespace {

constexpr std::string_view kScanContext = "BUILDKIT_SBOM_SCAN_CONTEXT";
constexpr std::string_view kScanStage = "BUILDKIT_SBOM_SCAN_STAGE";

/// What an ARG of this name says in a stage: declared in it, or before the first FROM for all of them.
std::optional<std::string> argumentOf(const Workspace& workspace, const plan::Stage& stage, std::string_view name) {
    const plan::Inputs& inputs = workspace.request.inputs;
    const auto global = workspace.graph.globalArgs.find(std::string(name));
    std::optional<std::string> out;
    if (global != workspace.graph.globalArgs.end()) {
        out = global->second;
    }
    for (std::size_t i = stage.from; i < stage.end; ++i) {
        const auto* pairs = workspace.document.instructions[i].as<dockerfile::PairArgs>();
        if (pairs == nullptr || workspace.document.instructions[i].kind != dockerfile::InstructionKind::Arg) {
            continue;
        }
        for (const dockerfile::KeyValue& pair : pairs->pairs) {
            if (pair.key.text == name) {
                const auto given = inputs.buildArgs.find(std::string(name));
                out = given != inputs.buildArgs.end() ? std::optional(given->second) : pair.hasValue ? std::optional(pair.value.text) : out;
            }
        }
    }
    return out;
}

/// true, false, or names of stages with commas.
bool enabledFor(const std::optional<std::string>& value, const std::string& stage) {
    if (!value) {
        return false;
    }
    if (const auto flag = parseBool(*value)) {
        return *flag;
    }
    for (std::size_t at = 0; at <= value->size();) {
        const std::size_t end = std::min(value->find(',', at), value->size());
        std::string name = lowerCase(std::string_view(*value).substr(at, end - at));
        std::erase_if(name, [](char c) { return c == ' '; });
        if (!name.empty() && name == stage) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

sbom::Tree treeFor(cache::SourceTree& source, const store::Store& store) {
    sbom::Tree tree;
    tree.root = std::make_shared<sbom::StackRoot<oci::StackView>>(source.view());
    tree.scratch = store.workDirectory();
    tree.read = [&source](const sbom::File& file, std::uint64_t limit) -> Result<std::string> {
        const auto found = source.view().lookup(file.path);
        if (!found) {
            return std::string();
        }
        const auto holder = source.bytesOf(*found);
        std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(holder.entry->size, limit)), '\0');
        SW_TRY(const oci::ByteSource bytes, source.open(*found));
        std::size_t done = 0;
        while (done < out.size()) {
            SW_TRY(const std::size_t got, bytes(out.data() + done, out.size() - done));
            if (got == 0) {
                break;
            }
            done += got;
        }
        out.resize(done);
        return out;
    };
    return tree;
}

class Lists {
public:
    Lists(Workspace& workspace, const std::vector<Outcome>& outcomes, const std::stop_token& stop)
        : m_workspace(workspace), m_outcomes(outcomes), m_stop(stop) {}

    Result<std::vector<store::Attestation>> make() {
        const plan::StagePlan& target = m_workspace.plan.stages[m_workspace.plan.target];
        std::string name = "image";
        if (!m_workspace.request.tags.empty()) {
            const auto reference = oci::Reference::parse(m_workspace.request.tags.front());
            name = reference ? reference->familiar() : m_workspace.request.tags.front();
        }
        SW_CHECK(addRoot(target, name, "sbom.spdx.json"));
        bool context = false;
        for (const plan::StagePlan& planned : m_workspace.plan.stages) {
            const plan::Stage& stage = m_workspace.graph.stages[planned.stage];
            context = context || enabledFor(argumentOf(m_workspace, stage, kScanContext), stage.name);
            if (planned.stage != target.stage && enabledFor(argumentOf(m_workspace, stage, kScanStage), stage.name)) {
                const std::string shown = stage.name.empty() ? "stage-" + std::to_string(stage.index) : stage.name;
                SW_CHECK(addRoot(planned, shown, "sbom-" + shown + ".spdx.json"));
            }
        }
        if (context) {
            SW_TRY(const auto tree, m_workspace.context("", m_stop));
            SW_CHECK(add(*tree, "context", "sbom-context.spdx.json", {}));
        }
        return std::move(m_out);
    }

private:
    Result<void> addRoot(const plan::StagePlan& stage, const std::string& name, const std::string& file) {
        const Root& root = m_outcomes[stage.result].root;
        SW_TRY(const auto tree, LayersTree::open(m_workspace.store, root, "'" + name + "'"));
        return add(*tree, name, file, root.layerIds());
    }

    Result<void> add(cache::SourceTree& source, const std::string& name, const std::string& file, std::vector<Digest> layers) {
        const sbom::Tree tree = treeFor(source, *m_workspace.store);
        SW_TRY(const sbom::Inventory inventory, sbom::findPackages(tree, m_stop));
        sbom::Document document;
        document.name = name;
        const auto epoch = m_workspace.request.sourceDateEpoch;
        document.created = rfc3339(epoch ? fromSeconds(*epoch) : std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
        document.tool = "stagewright";
        document.layers = std::move(layers);
        SW_TRY(std::string text, sbom::spdxJson(tree, inventory, document, m_stop));
        store::Attestation attestation;
        attestation.predicateType = "https://spdx.dev/Document";
        attestation.fileName = file;
        attestation.predicate = [text = std::move(text)](const oci::Manifest&) { return text; };
        m_out.push_back(std::move(attestation));
        return {};
    }

    Workspace& m_workspace;
    const std::vector<Outcome>& m_outcomes;
    std::stop_token m_stop;
    std::vector<store::Attestation> m_out;
};

} // namespace

Result<std::vector<store::Attestation>> packageLists(Workspace& workspace, const std::vector<Outcome>& outcomes, const std::stop_token& stop) {
    return Lists(workspace, outcomes, stop).make();
}

} // namespace sw::build
