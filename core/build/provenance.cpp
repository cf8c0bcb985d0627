#include "core/build/provenance.h"

#include "core/base/base64.h"
#include "core/build/timetext.h"
#include "core/build/vcs.h"
#include "core/io/json.h"
#include "core/store/statement.h"

#include <algorithm>
#include <map>

namespace sw::build {

namespace {

using io::Json;

constexpr std::string_view kBuildType = "https://mobyproject.org/buildkit@v1";
constexpr std::string_view kBuildTypeV1 = "https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md";

/// Without a password: "https://host/x", "git://host/repo.git#ref:subdir".
std::string addressOf(const plan::RemoteSource& source) {
    std::string out = plan::withoutPassword(source.url);
    if (source.kind == plan::RemoteSource::Kind::Git && !(source.ref.empty() && source.subdir.empty())) {
        out += "#" + source.ref + (source.subdir.empty() ? "" : ":" + source.subdir);
    }
    return out;
}

std::string stepId(std::size_t index) { return "step" + std::to_string(index); }

/// What a result is made of: plans of several platforms share one list of operations.
std::vector<bool> reachedFrom(const plan::BuildPlan& plan, plan::OpId result) {
    std::vector<bool> reached(plan.ops.size());
    reached[result] = true;
    for (plan::OpId id = result + 1; id-- > 0;) { // inputs have smaller ids than their users
        for (const plan::OpId input : plan.ops[id].inputs) {
            reached[input] = reached[input] || reached[id];
        }
    }
    return reached;
}

std::vector<bool> reachedOf(const ProvenanceFacts& facts) {
    const plan::BuildPlan& plan = facts.workspace.plan;
    return reachedFrom(plan, plan.stages[plan.target].result);
}

/// The operations of a plan as a list of steps that refer to one another by number, and where each comes from in the text.
class Steps {
public:
    explicit Steps(const ProvenanceFacts& facts) : m_facts(facts), m_plan(facts.workspace.plan) {
        m_stepOf.resize(m_plan.ops.size());
        const plan::OpId result = target().result;
        const std::vector<bool> reached = reachedFrom(m_plan, result);
        for (plan::OpId id = 0; id < m_plan.ops.size(); ++id) {
            if (reached[id]) {
                addOp(id);
            }
        }
        Json last = {{"id", stepId(m_steps.size())}, {"op", {{"Op", Json::object()}}}};
        if (m_stepOf[result]) {
            last["inputs"] = Json::array({stepId(*m_stepOf[result]) + ":0"});
        }
        m_steps.push_back(std::move(last));
    }

    const Json& list() const { return m_steps; }

    Json digestMapping() const {
        std::map<std::string, std::string> sorted;
        for (plan::OpId id = 0; id < m_stepOf.size(); ++id) {
            if (m_stepOf[id]) {
                sorted[m_facts.vertexOf(id).text()] = stepId(*m_stepOf[id]);
            }
        }
        return sorted;
    }

    Json locations() const {
        Json out = Json::object();
        const auto& instructions = m_facts.workspace.document.instructions;
        std::map<std::size_t, std::vector<std::pair<int, int>>> lines;
        for (const plan::Step& step : m_plan.steps) {
            if (step.op && m_stepOf[*step.op] && step.instruction < instructions.size()) {
                lines[*m_stepOf[*step.op]].emplace_back(instructions[step.instruction].startLine(), instructions[step.instruction].endLine());
            }
        }
        for (std::size_t i = 0; i + 1 < m_steps.size(); ++i) {
            out[stepId(i)] = Json::object();
            for (const auto& [first, last] : lines[i]) {
                out[stepId(i)]["locations"].push_back({{"ranges", Json::array({{{"start", {{"line", first}}}, {"end", {{"line", last}}}}})}});
            }
        }
        return out;
    }

    /// For each step of the target's chain, how many of the image's layers it and what it builds on make.
    std::vector<std::pair<std::string, std::size_t>> layers() const {
        std::vector<std::pair<std::string, std::size_t>> out;
        for (std::optional<plan::OpId> at = target().result; at; at = parentOf(m_plan.ops[*at])) {
            if (m_stepOf[*at] && *at < m_facts.outcomes.size()) {
                out.emplace_back(stepId(*m_stepOf[*at]) + ":0", m_facts.outcomes[*at].root.layers().size());
            }
        }
        std::ranges::reverse(out);
        return out;
    }

private:
    const plan::StagePlan& target() const { return m_plan.stages[m_plan.target]; }

    std::size_t push(Json op, const std::vector<std::string>& inputs, bool hasPlatform) {
        Json step = {{"id", stepId(m_steps.size())}};
        step["op"] = {{"Op", std::move(op)}};
        if (hasPlatform) {
            const oci::Platform& platform = target().config.platform;
            step["op"]["platform"] = {{"Architecture", platform.architecture}, {"OS", platform.os}};
            if (!platform.variant.empty()) {
                step["op"]["platform"]["Variant"] = platform.variant;
            }
        }
        step["op"]["constraints"] = Json::object();
        if (!inputs.empty()) {
            step["inputs"] = inputs;
        }
        m_steps.push_back(std::move(step));
        return m_steps.size() - 1;
    }

    std::size_t remoteStep(const plan::RemoteSource& source) {
        return push({{"source", {{"identifier", addressOf(source)}}}}, {}, false);
    }

    std::size_t contextStep(const std::string& name) {
        const auto [found, isNew] = m_contexts.try_emplace(name, 0);
        if (isNew) {
            found->second = push({{"source", {{"identifier", "local://" + (name.empty() ? std::string("context") : name)}}}}, {}, false);
        }
        return found->second;
    }

    /// Position of an operation's step among the inputs of another, -1 for scratch.
    int inputOfStep(std::size_t step, std::vector<std::string>& inputs) const {
        const std::string text = stepId(step) + ":0";
        const auto found = std::ranges::find(inputs, text);
        if (found != inputs.end()) {
            return static_cast<int>(found - inputs.begin());
        }
        inputs.push_back(text);
        return static_cast<int>(inputs.size()) - 1;
    }
    int inputOf(plan::OpId op, std::vector<std::string>& inputs) const { return m_stepOf[op] ? inputOfStep(*m_stepOf[op], inputs) : -1; }

    void addOp(plan::OpId id) {
        const plan::Operation& operation = m_plan.ops[id].operation;
        std::vector<std::string> inputs;
        if (const auto* image = std::get_if<plan::SourceImageOp>(&operation)) {
            if (!image->reference.empty()) {
                m_stepOf[id] = push({{"source", {{"identifier", identifier(*image)}}}}, {}, true);
            }
        } else if (const auto* run = std::get_if<plan::RunOp>(&operation)) {
            Json op = execOf(*run, inputs);
            m_stepOf[id] = push(std::move(op), inputs, true);
        } else if (const auto* copy = std::get_if<plan::CopyOp>(&operation)) {
            Json op = copyOf(*copy, inputs);
            m_stepOf[id] = push(std::move(op), inputs, false);
        } else if (const auto* mkdir = std::get_if<plan::MkdirOp>(&operation)) {
            Json action = {{"path", mkdir->path}, {"mode", 0755}, {"makeParents", true}, {"timestamp", -1}};
            if (!mkdir->user.empty()) {
                action["owner"] = ownerOf(mkdir->user);
            }
            const int input = inputOf(mkdir->input, inputs);
            m_stepOf[id] = push({{"file", {{"actions", Json::array({actionOf(input, -1, 0, "mkdir", std::move(action))})}}}}, inputs, false);
        }
    }

    static std::string identifier(const plan::SourceImageOp& image) {
        if (image.reference.contains("://")) {
            return image.reference + (image.digest ? "@" + image.digest->text() : "");
        }
        const auto reference = oci::Reference::parse(image.reference);
        std::string name = reference ? reference->text() : image.reference;
        if (image.digest && !(reference && reference->digest)) {
            name += "@" + image.digest->text();
        }
        return "docker-image://" + name;
    }

    static Json ownerOf(const std::string& text) {
        const std::size_t colon = text.find(':');
        Json owner = {{"user", text.substr(0, colon)}};
        if (colon != std::string::npos) {
            owner["group"] = text.substr(colon + 1);
        }
        return owner;
    }

    static Json actionOf(int input, int secondary, int output, const char* name, Json action) {
        Json out = {{"input", input}, {"secondaryInput", secondary}, {"output", output}};
        out["Action"] = {{name, std::move(action)}};
        return out;
    }

    Json execOf(const plan::RunOp& run, std::vector<std::string>& inputs) {
        Json meta = {{"args", run.args}, {"env", Json::array()}, {"cwd", run.cwd}};
        for (const auto& [name, value] : run.env) {
            meta["env"].push_back(name + "=" + value);
        }
        if (!run.user.empty()) {
            meta["user"] = run.user;
        }
        Json mounts = Json::array({{{"input", inputOf(run.input, inputs)}, {"dest", "/"}, {"output", 0}}});
        for (const plan::RunMount& mount : run.mounts) {
            mounts.push_back(mountOf(mount, inputs));
        }
        Json exec = {{"meta", std::move(meta)}, {"mounts", std::move(mounts)}};
        if (run.network != "default") {
            exec["network"] = run.network == "host" ? 1 : 2;
        }
        if (run.security == "insecure") {
            exec["security"] = 1;
        }
        return {{"exec", std::move(exec)}};
    }

    /// BuildKit solver/pb: BIND 0, SECRET 1, SSH 2, CACHE 3, TMPFS 4.
    Json mountOf(const plan::RunMount& mount, std::vector<std::string>& inputs) {
        const int input = mount.from ? inputOf(*mount.from, inputs) : mount.context ? inputOfStep(contextStep(*mount.context), inputs) : -1;
        Json out = {{"input", input}, {"dest", mount.target}, {"output", -1}};
        if (!mount.source.empty()) {
            out["selector"] = mount.source;
        }
        if (mount.readOnly) {
            out["readonly"] = true;
        }
        switch (mount.type) {
        case dockerfile::MountType::Bind: break;
        case dockerfile::MountType::Cache:
            out["mountType"] = 3;
            out["cacheOpt"] = {{"ID", mount.id}, {"sharing", static_cast<int>(mount.sharing)}};
            break;
        case dockerfile::MountType::Tmpfs: out["mountType"] = 4; break;
        case dockerfile::MountType::Secret:
            out["mountType"] = 1;
            out["secretOpt"] = {{"ID", mount.id}, {"optional", !mount.required}};
            break;
        case dockerfile::MountType::Ssh:
            out["mountType"] = 2;
            out["SSHOpt"] = {{"ID", mount.id}, {"optional", !mount.required}};
            break;
        }
        return out;
    }

    Json copyOf(const plan::CopyOp& copy, std::vector<std::string>& inputs) {
        const int base = copy.link ? -1 : inputOf(copy.input, inputs);
        const int source = !copy.hasLocalSources() ? -1 : copy.from ? inputOf(*copy.from, inputs) : inputOfStep(contextStep(copy.context), inputs);
        std::vector<int> sources; // all inputs are known before the first action counts them
        for (std::size_t i = 0; i < copy.sources.size(); ++i) {
            const plan::RemoteSource* fetched = copy.remote(i);
            sources.push_back(fetched != nullptr ? inputOfStep(remoteStep(*fetched), inputs) : source);
        }
        const std::size_t count = copy.sources.size() + copy.inlineFiles.size();
        Json actions = Json::array();
        const auto add = [&](int secondary, const char* name, Json action) {
            if (copy.chown) {
                action["owner"] = ownerOf(*copy.chown);
            }
            const int input = actions.empty() ? base : static_cast<int>(inputs.size() + actions.size()) - 1; // what the one before made
            actions.push_back(actionOf(input, secondary, actions.size() + 1 == count ? 0 : -1, name, std::move(action)));
        };
        for (std::size_t i = 0; i < copy.sources.size(); ++i) {
            const std::string& from = copy.sources[i];
            Json action = {{"src", from}, {"dest", copy.destination}, {"mode", -1}, {"followSymlink", true}, {"dirCopyContents", true},
                           {"createDestPath", true}, {"allowWildcard", true}, {"allowEmptyWildcard", true}, {"timestamp", -1}};
            if (copy.add) {
                action["attemptUnpackDockerCompatibility"] = copy.unpack.value_or(true);
            }
            if (copy.chmod) {
                action["modeStr"] = *copy.chmod;
            }
            if (!copy.excludes.empty()) {
                action["exclude_patterns"] = copy.excludes;
            }
            add(sources[i], "copy", std::move(action));
        }
        for (const plan::InlineFile& file : copy.inlineFiles) {
            const std::string path = copy.destination + (copy.destination.ends_with('/') ? file.name : "");
            add(-1, "mkfile", {{"path", path}, {"mode", 0644}, {"data", base64(file.content)}, {"timestamp", -1}});
        }
        return {{"file", {{"actions", std::move(actions)}}}};
    }

    const ProvenanceFacts& m_facts;
    const plan::BuildPlan& m_plan;
    Json m_steps = Json::array();
    std::vector<std::optional<std::size_t>> m_stepOf;
    std::map<std::string, std::size_t> m_contexts;
};

struct Parameters {
    Json json;
    bool complete = true;
};

/// The order as a frontend gets it. In `min` without what a person may not want to show.
Parameters parametersOf(const ProvenanceFacts& facts, bool max) {
    const BuildRequest& request = facts.workspace.request;
    Parameters out;
    out.json = {{"frontend", "dockerfile.v0"}};
    std::map<std::string, std::string> args;
    for (const auto& [name, value] : request.inputs.buildArgs) {
        args["build-arg:" + name] = value;
    }
    for (const auto& [name, value] : request.inputs.labels) {
        args["label:" + name] = value;
    }
    if (!max && !args.empty()) {
        args.clear();
        out.complete = false;
    }
    if (!request.inputs.target.empty()) {
        args["target"] = request.inputs.target;
    }
    if (request.noCache) {
        args["no-cache"] = "";
    }
    if (!args.empty()) {
        out.json["args"] = args;
    }
    std::map<std::string, bool> secrets;
    std::map<std::string, bool> ssh;
    const std::vector<bool> reached = reachedOf(facts);
    for (plan::OpId id = 0; id < reached.size(); ++id) {
        if (const auto* run = std::get_if<plan::RunOp>(&facts.workspace.plan.ops[id].operation); run != nullptr && reached[id]) {
            for (const plan::RunMount& mount : run->mounts) {
                if (mount.type == dockerfile::MountType::Secret || mount.type == dockerfile::MountType::Ssh) {
                    bool& required = (mount.type == dockerfile::MountType::Secret ? secrets : ssh)[mount.id];
                    required = required || mount.required;
                }
            }
        }
    }
    const auto addIds = [&](const char* name, const std::map<std::string, bool>& ids) {
        for (const auto& [id, required] : ids) {
            Json one = {{"id", id}};
            if (!required) {
                one["optional"] = true;
            }
            out.json[name].push_back(std::move(one));
        }
    };
    if (max) {
        addIds("secrets", secrets);
        addIds("ssh", ssh);
    } else if (!secrets.empty() || !ssh.empty()) {
        out.complete = false;
    }
    out.json["locals"] = Json::array({{{"name", "context"}}, {{"name", "dockerfile"}}});
    return out;
}

/// What a fetched source was in this build; it is remembered, nobody is asked again.
Json materialOf(remote::RemoteCache& cache, const plan::RemoteSource& source) {
    if (source.kind == plan::RemoteSource::Kind::Http) {
        const auto file = cache.file(source, {});
        return file && *file ? Json{{"uri", addressOf(source)}, {"digest", {{"sha256", (*file)->sha256.hex()}}}} : Json();
    }
    const auto commit = cache.commit(source, {});
    return commit && *commit ? Json{{"uri", addressOf(source)}, {"digest", {{"sha1", (*commit)->id}}}} : Json();
}

Json materialsOf(const ProvenanceFacts& facts) {
    Json out = Json::array();
    const std::vector<bool> reached = reachedOf(facts);
    const auto addOnce = [&](Json material) {
        if (std::ranges::find(out, material) == out.end()) {
            out.push_back(std::move(material));
        }
    };
    for (plan::OpId id = 0; id < reached.size(); ++id) {
        if (const auto* copy = std::get_if<plan::CopyOp>(&facts.workspace.plan.ops[id].operation); copy != nullptr && reached[id]) {
            for (const plan::RemoteSource& source : copy->remotes) {
                if (Json material = materialOf(facts.workspace.remotes(), source); !material.is_null()) {
                    addOnce(std::move(material));
                }
            }
        }
        const auto* image = std::get_if<plan::SourceImageOp>(&facts.workspace.plan.ops[id].operation);
        if (!reached[id] || image == nullptr || image->reference.empty() || !image->digest) {
            continue;
        }
        std::string uri = store::packageUrl(image->reference, image->platform);
        if (image->reference.starts_with("oci-layout://")) {
            const std::filesystem::path place(image->reference.substr(13, image->reference.find_first_of("@:", 13) - 13));
            uri = "pkg:oci/" + place.filename().string() + "?digest=" + image->digest->text() + "&platform=" + image->platform.text();
        }
        addOnce({{"uri", uri}, {"digest", {{"sha256", image->digest->hex()}}}});
    }
    return out;
}

/// Where steps stand in the file, the file itself, and the layers that each step's result has.
Json sourceOf(const ProvenanceFacts& facts, const Steps& steps) {
    const std::string filename = facts.workspace.request.dockerfile.filename().string();
    const Json load = {{"id", "step0"}, {"op", {{"Op", {{"source", {{"identifier", "local://dockerfile"}}}}}, {"constraints", Json::object()}}}};
    const Json last = {{"id", "step1"}, {"op", {{"Op", Json::object()}}}, {"inputs", Json::array({"step0:0"})}};
    return {{"locations", steps.locations()},
            {"infos", Json::array({{{"filename", filename},
                                    {"language", "Dockerfile"},
                                    {"data", base64(facts.workspace.document.text)},
                                    {"llbDefinition", Json::array({load, last})}}})}};
}

Json layersJson(const std::vector<std::pair<std::string, std::size_t>>& steps, const oci::Manifest& manifest) {
    Json out = Json::object();
    for (const auto& [step, count] : steps) {
        if (count == 0 || count > manifest.layers.size()) {
            continue;
        }
        Json list = Json::array();
        for (std::size_t i = 0; i < count; ++i) {
            const oci::Descriptor& layer = manifest.layers[i];
            list.push_back({{"mediaType", layer.mediaType}, {"digest", layer.digest.text()}, {"size", layer.size}});
        }
        out[step] = Json::array({std::move(list)});
    }
    return out;
}

/// What BuildKit knows beyond the standard: the repository of a local context, and in `max` where the steps stand.
Json detailsOf(const ProvenanceFacts& facts, const ProvenanceOptions& options, const Steps& steps) {
    const BuildRequest& request = facts.workspace.request;
    Json out = Json::object();
    if (const auto vcs = versionControlOf(request.context, request.dockerfile, {}); !vcs.empty() && !request.remoteContext) {
        out["vcs"] = vcs;
    }
    if (options.max) {
        out["source"] = sourceOf(facts, steps);
    }
    return out;
}

Json documentV02(const ProvenanceFacts& facts, const ProvenanceOptions& options, const Steps& steps) {
    const Parameters parameters = parametersOf(facts, options.max);
    Json out;
    out["builder"] = {{"id", options.builderId}};
    out["buildType"] = kBuildType;
    if (Json materials = materialsOf(facts); !materials.empty()) {
        out["materials"] = std::move(materials);
    }
    out["invocation"] = {{"configSource", {{"entryPoint", facts.workspace.request.dockerfile.filename().string()}}},
                         {"parameters", parameters.json},
                         {"environment", {{"platform", facts.workspace.request.inputs.buildPlatform.text()}}}};
    if (options.max) {
        out["buildConfig"] = {{"llbDefinition", steps.list()}, {"digestMapping", steps.digestMapping()}};
    }
    Json metadata = {{"buildInvocationID", facts.buildId},
                     {"buildStartedOn", rfc3339(facts.started)},
                     {"buildFinishedOn", rfc3339(facts.completed)},
                     {"completeness", {{"parameters", parameters.complete}, {"environment", true}, {"materials", false}}},
                     {"reproducible", options.reproducible}};
    metadata[std::string(kBuildType) + "#metadata"] = detailsOf(facts, options, steps);
    out["metadata"] = std::move(metadata);
    return out;
}

Json documentV1(const ProvenanceFacts& facts, const ProvenanceOptions& options, const Steps& steps) {
    const Parameters parameters = parametersOf(facts, options.max);
    Json definition = {{"buildType", kBuildTypeV1},
                       {"externalParameters",
                        {{"configSource", {{"path", facts.workspace.request.dockerfile.filename().string()}}}, {"request", parameters.json}}}};
    Json internal = Json::object();
    if (options.max) {
        internal["buildConfig"] = {{"digestMapping", steps.digestMapping()}, {"llbDefinition", steps.list()}};
    }
    internal["builderPlatform"] = facts.workspace.request.inputs.buildPlatform.text();
    definition["internalParameters"] = std::move(internal);
    if (Json materials = materialsOf(facts); !materials.empty()) {
        definition["resolvedDependencies"] = std::move(materials);
    }
    Json metadata = {{"invocationId", facts.buildId}, {"startedOn", rfc3339(facts.started)}, {"finishedOn", rfc3339(facts.completed)}};
    metadata["buildkit_metadata"] = detailsOf(facts, options, steps);
    metadata["buildkit_completeness"] = {{"request", parameters.complete}, {"resolvedDependencies", false}};
    if (options.reproducible) {
        metadata["buildkit_reproducible"] = true;
    }
    Json out;
    out["buildDefinition"] = std::move(definition);
    out["runDetails"] = {{"builder", {{"id", options.builderId}}}, {"metadata", std::move(metadata)}};
    return out;
}

} // namespace

store::Attestation provenanceOf(const ProvenanceFacts& facts, const ProvenanceOptions& options) {
    const Steps steps(facts);
    Json document = options.v1 ? documentV1(facts, options, steps) : documentV02(facts, options, steps);
    store::Attestation out;
    out.predicateType = options.v1 ? "https://slsa.dev/provenance/v1" : "https://slsa.dev/provenance/v0.2";
    out.fileName = "provenance.json";
    out.predicate = [document = std::move(document), layers = steps.layers(), max = options.max, v1 = options.v1](const oci::Manifest& manifest) {
        if (!max) {
            return io::dumpJson(document);
        }
        Json copy = document;
        Json& metadata = v1 ? copy["runDetails"]["metadata"]["buildkit_metadata"] : copy["metadata"][std::string(kBuildType) + "#metadata"];
        metadata["layers"] = layersJson(layers, manifest);
        return io::dumpJson(copy);
    };
    return out;
}

std::string provenanceSummary(const ProvenanceFacts& facts) {
    const BuildRequest& request = facts.workspace.request;
    const bool max = request.attest.provenance && request.attest.provenance->max;
    Json out;
    out["builder"] = {{"id", request.attest.provenance ? request.attest.provenance->builderId : std::string()}};
    out["buildType"] = kBuildType;
    if (Json materials = materialsOf(facts); !materials.empty()) {
        out["materials"] = std::move(materials);
    }
    out["invocation"] = {{"configSource", {{"entryPoint", request.dockerfile.filename().string()}}},
                         {"parameters", parametersOf(facts, max).json},
                         {"environment", {{"platform", request.inputs.buildPlatform.text()}}}};
    return io::dumpJson(out);
}

} // namespace sw::build
