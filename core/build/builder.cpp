#include "core/build/build.h"
#include "core/build/buildrecords.h"
#include "core/build/cachetransfer.h"
#include "core/build/delivery.h"
#include "core/build/execution.h"
#include "core/build/forecaster.h"
#include "core/build/packagelists.h"
#include "core/build/provenance.h"
#include "core/build/results.h"
#include "core/build/timetext.h"
#include "core/build/warnings.h"
#include "core/store/inventory.h"

#include <sys/resource.h>

#include <algorithm>

namespace sw::build {

namespace {

Time now() { return std::chrono::system_clock::now(); }

std::uint64_t ownPeakMemory() {
    struct rusage self {};
    struct rusage children {};
    ::getrusage(RUSAGE_SELF, &self);
    ::getrusage(RUSAGE_CHILDREN, &children);
    return static_cast<std::uint64_t>(std::max(self.ru_maxrss, children.ru_maxrss)) * 1024;
}

BuildFailure failureOf(const Diagnostic& diagnostic, const dockerfile::Document& document) {
    BuildFailure failure;
    failure.message = diagnostic.message;
    failure.advice = diagnostic.detail;
    failure.line = diagnostic.range.start.line;
    failure.instruction = document.instructionIndexAtLine(failure.line);
    failure.code = ErrorCode::Invalid;
    return failure;
}

BuildFailure failureOf(const Error& error) {
    BuildFailure failure;
    failure.message = error.sentence();
    failure.code = error.code;
    return failure;
}

/// One build from its request to its record.
class Build {
public:
    Build(std::shared_ptr<store::Store> store, cache::CacheIndex cache, Runner& runner, const BuildRequest& request, const EventSink& sink,
          std::stop_token stop)
        : m_store(store), m_cache(cache), m_request(request), m_workspace(std::move(store), cache, request),
          m_execution(m_workspace, runner, sink), m_stop(std::move(stop)) {}

    BuildResult run() {
        BuildResult result;
        result.id = newBuildId();
        result.started = now();
        prepare();
        if (good()) {
            fetchCaches();
        }
        if (good()) {
            m_execution.resolveImages(m_stop);
            refuseWrongText();
        }
        if (good()) {
            tellWarnings();
        }
        if (good()) {
            m_execution.checkEntitlements();
        }
        if (good()) {
            m_execution.runOperations(m_stop);
        }
        if (good()) {
            finish(result);
        }
        conclude(result);
        return result;
    }

private:
    bool good() const { return !m_execution.failure() && !m_execution.cancelled() && !m_stop.stop_requested(); }

    void refuseWrongText() {
        if (const std::optional<Diagnostic> error = m_workspace.firstError(); error && good()) {
            m_execution.fail(failureOf(*error, m_workspace.document));
        }
    }

    void tellWarnings() {
        Warnings warnings = warningsOf(m_workspace);
        for (WarningEvent& event : warnings.events) {
            event.vertex = m_definition;
            m_execution.emit(std::move(event));
        }
        if (warnings.violation) {
            m_execution.fail(failureOf(*warnings.violation, m_workspace.document));
        }
    }

    void prepare() {
        {
            Execution::Internal vertex(m_execution, "[internal] load build definition from " + m_request.dockerfile.filename().string());
            m_definition = vertex.digest();
            m_workspace.read();
            vertex.status("transferring dockerfile: " + std::to_string(m_request.text.size()) + "B", m_request.text.size(), m_request.text.size());
        }
        refuseWrongText();
        if (good() && !m_workspace.graph.target) {
            BuildFailure failure;
            failure.message = say("the file has no stage to build: begin one with FROM IMAGE");
            failure.code = ErrorCode::Invalid;
            m_execution.fail(std::move(failure));
        }
        m_workspace.onFetch = [this](const std::string& what, bool begin) {
            const std::lock_guard lock(m_contextMutex);
            if (begin) {
                m_contextVertices["fetch " + what] = std::make_unique<Execution::Internal>(m_execution, "[internal] fetch " + what);
            } else {
                m_contextVertices.erase("fetch " + what);
            }
        };
        m_workspace.onContext = [this](const std::string& name, bool begin, std::size_t files) {
            const std::lock_guard lock(m_contextMutex);
            if (begin) {
                m_contextVertices[name] = std::make_unique<Execution::Internal>(
                    m_execution, name.empty() ? "[internal] load build context" : "[context " + name + "] load from client");
            } else {
                m_contextVertices[name]->status("transferring context: " + std::to_string(files) + " files", files, files);
                m_contextVertices.erase(name);
            }
        };
    }

    /// A cache that cannot be had costs time and nothing else: it is told, and the build goes on.
    void fetchCaches() {
        for (const CachePlace& place : m_request.cacheFrom) {
            if (!good()) {
                return;
            }
            Execution::Internal vertex(m_execution, "importing cache manifest from " + place.where);
            const auto progress = [&vertex](const store::TransferProgress& p) { vertex.status(p.item, p.current, p.total); };
            if (const auto added = importCache(*m_store, m_cache, place, progress, m_stop); !added) {
                vertex.fail(added.error().sentence());
            }
        }
    }

    Result<void> writeCaches(const store::Image& image) {
        std::vector<Hash128> keys;
        for (const Outcome& outcome : m_execution.outcomes()) {
            if (outcome.key != Hash128{} && std::ranges::find(keys, outcome.key) == keys.end()) {
                keys.push_back(outcome.key);
            }
        }
        const std::set<store::LayerId> ofImage(image.layers.begin(), image.layers.end());
        for (const CachePlace& place : m_request.cacheTo) {
            Execution::Internal vertex(m_execution, place.kind == CachePlace::Kind::Local ? "exporting cache to client directory"
                                                                                           : "exporting cache to registry");
            const auto progress = [&vertex](const store::TransferProgress& p) { vertex.status(p.item, p.current, p.total); };
            if (const auto written = exportCache(*m_store, m_cache, place, keys, ofImage, progress, m_stop); !written) {
                vertex.fail(written.error().sentence());
                if (!place.ignoreError) {
                    return failure(Error(written.error()));
                }
            }
        }
        return {};
    }

    /// Layers of the target as the image will have them, what each came from, and when each own one was made.
    struct Layers {
        std::vector<store::LayerId> ids;
        std::size_t base = 0;
        std::vector<Time> created;
        std::vector<store::EpochRule> rules; ///< of own layers
        std::vector<std::string> descriptions;
    };
    /// What COPY and WORKDIR make has the epoch itself as its time, as with Dockerfile frontends from 1.16 on (BuildKit
    /// dockerfile2llb WithCreatedTime). What a RUN wrote, and what ADD unpacked or fetched, keeps times that are earlier.
    static store::EpochRule ruleOf(const plan::Operation& operation) {
        const auto* copy = std::get_if<plan::CopyOp>(&operation);
        const bool dated = std::holds_alternative<plan::MkdirOp>(operation) || (copy != nullptr && !copy->add);
        return dated ? store::EpochRule::Exact : store::EpochRule::Limit;
    }
    Result<Layers> layersOf(const plan::StagePlan& target, bool rewrite) {
        Layers layers;
        const std::vector<Outcome>& outcomes = m_execution.outcomes();
        layers.ids = outcomes[target.result].root.layerIds();
        std::vector<std::string> own;
        std::optional<plan::OpId> at = target.result;
        while (at && !std::holds_alternative<plan::SourceImageOp>(m_workspace.plan.ops[*at].operation)) {
            const Outcome& outcome = outcomes[*at];
            Time created = outcome.completed.value_or(now());
            SW_TRY(const auto record, m_cache.findResult(outcome.key));
            if (record) {
                created = fromSeconds(record->created); // the same on every later build
            }
            layers.created.insert(layers.created.begin(), created);
            layers.rules.insert(layers.rules.begin(), ruleOf(m_workspace.plan.ops[*at].operation));
            own.insert(own.begin(), m_workspace.plan.ops[*at].name);
            at = parentOf(m_workspace.plan.ops[*at]);
        }
        layers.base = layers.ids.size() - std::min(layers.created.size(), layers.ids.size());
        layers.descriptions.assign(layers.base, at ? pulledFrom(std::get<plan::SourceImageOp>(m_workspace.plan.ops[*at].operation)) : std::string());
        layers.descriptions.insert(layers.descriptions.end(), own.begin(), own.end());
        if (m_request.sourceDateEpoch && rewrite) {
            for (std::size_t i = layers.base; i < layers.ids.size(); ++i) {
                const store::EpochRule rule = layers.rules[i - layers.base];
                SW_TRY(layers.ids[i], layerAtEpoch(*m_store, m_cache, layers.ids[i], *m_request.sourceDateEpoch, rule, m_stop));
            }
        }
        return layers;
    }

    static std::string pulledFrom(const plan::SourceImageOp& image) {
        const auto reference = oci::Reference::parse(image.reference);
        const std::string name = reference && !image.reference.contains("://") ? reference->text() : image.reference;
        return "pulled from " + name + (image.digest && !name.contains('@') ? "@" + image.digest->text() : "");
    }

    /// Of the chosen platform. `rewrite`: with file times in layers no later than SOURCE_DATE_EPOCH.
    Result<store::PlatformImage> makeImage(bool rewrite) {
        const plan::StagePlan& target = m_workspace.plan.stages[m_workspace.plan.target];
        SW_TRY(const Layers layers, layersOf(target, rewrite));
        oci::ImageConfig planned = target.config;
        planned.history = plan::historyOf(m_workspace.plan, target);
        const oci::ImageConfig config =
            finishConfig(std::move(planned), layers.ids, layers.base, layers.created, m_request.sourceDateEpoch, layers.descriptions);
        store::PlatformImage out;
        out.platform = config.platform;
        out.keepLayers = layers.base;
        SW_TRY(out.image, m_store->putImage(config, layers.ids, storedAnnotations().ofManifest(out.platform)));
        if (m_request.attest.provenance) {
            out.attestations.push_back(provenanceOf(m_facts, *m_request.attest.provenance));
        }
        if (m_request.attest.sbom) {
            SW_TRY(const auto lists, packageLists(m_workspace, m_execution.outcomes(), m_stop));
            out.attestations.insert(out.attestations.end(), lists.begin(), lists.end());
        }
        return out;
    }

    /// Those that the image has in the store.
    oci::Annotations storedAnnotations() const {
        oci::Annotations annotations = m_request.annotations;
        for (const Output& output : m_request.outputs) {
            if (output.kind == OutputKind::Store) {
                annotations.merge(output.options.annotations);
            }
        }
        return annotations;
    }

    Result<store::ExportSubject> makeSubject(bool rewrite) {
        store::ExportSubject subject;
        subject.index = m_workspace.severalPlatforms();
        for (std::size_t i = 0; i < m_workspace.platformCount(); ++i) {
            m_workspace.choose(i);
            SW_TRY(store::PlatformImage image, makeImage(rewrite));
            subject.platforms.push_back(std::move(image));
        }
        m_workspace.choose(0);
        return subject;
    }

    Result<void> deliver(BuildResult& result) {
        SW_TRY(const store::ExportSubject subject, makeSubject(true));
        result.image = subject.platforms.front().image;
        if (m_workspace.severalPlatforms()) {
            for (const store::PlatformImage& one : subject.platforms) {
                result.platforms.push_back({one.platform, one.image, {}, {}, {}, 0});
            }
        }
        Delivery delivery(*m_store, m_execution, m_request, m_stop);
        SW_CHECK(delivery.keep(subject));
        if (subject.isIndex()) {
            SW_TRY(result.index, store::findIndex(*m_store, delivery.kept().descriptor.digest.text()));
        }
        std::optional<store::ExportSubject> unwritten;
        for (const Output& output : m_request.outputs) {
            const bool rewrite = output.rewriteTimestamp.value_or(true) || !m_request.sourceDateEpoch;
            if (!rewrite && !unwritten) {
                SW_TRY(unwritten, makeSubject(false));
            }
            SW_CHECK(delivery.deliver(output, rewrite ? subject : *unwritten));
        }
        result.descriptor = delivery.delivered().descriptor;
        result.configDigest = delivery.delivered().config;
        result.imageNames = delivery.names();
        SW_CHECK(writeCaches(*result.image));
        if (!m_workspace.severalPlatforms()) {
            result.provenance = provenanceSummary(m_facts);
        }
        return {};
    }

    void finish(BuildResult& result) {
        m_facts.buildId = result.id;
        m_facts.started = result.started;
        m_facts.completed = now();
        if (const auto done = deliver(result); !done) {
            m_execution.fail(failureOf(done.error()));
        }
    }

    /// What each platform was, and the first one's as what the build was.
    void fill(BuildResult& result) {
        const auto vertexOf = [&](plan::OpId op) { return m_execution.vertexOf(op); };
        for (std::size_t i = 0; i < result.platforms.size(); ++i) {
            m_workspace.choose(i);
            BuildResult part;
            fillResults(part, m_workspace, m_execution.outcomes(), vertexOf, m_stop);
            PlatformResult& platform = result.platforms[i];
            platform.stages = std::move(part.stages);
            platform.steps = std::move(part.steps);
            platform.edges = std::move(part.edges);
            platform.shippedBytes = part.shippedBytes;
        }
        m_workspace.choose(0);
        fillResults(result, m_workspace, m_execution.outcomes(), vertexOf, m_stop);
    }

    void conclude(BuildResult& result) {
        if (!m_execution.outcomes().empty()) {
            for (std::size_t i = 0; i < m_workspace.platformCount(); ++i) {
                m_workspace.choose(i);
                (void)rememberLines(m_workspace, m_execution.outcomes()); // explanations only; the build stands without
            }
            m_workspace.choose(0);
        }
        if (m_workspace.platformCount() > 0 && m_workspace.severalPlatforms() && result.platforms.empty()) {
            for (std::size_t i = 0; i < m_workspace.platformCount(); ++i) { // it failed on the way
                result.platforms.push_back({m_workspace.platform(i), std::nullopt, {}, {}, {}, 0});
            }
        }
        fill(result);
        result.failure = m_execution.failure();
        if (result.failure && m_execution.outcomes().empty()) { // a base that cannot be had fails at its line
            for (StepResult& step : result.steps) {
                if (step.line == result.failure->line && step.verdict == cache::Verdict::Cancelled) {
                    step.verdict = cache::Verdict::Failed;
                }
            }
        }
        result.cancelled = !result.failure && (m_execution.cancelled() || m_stop.stop_requested());
        if (result.failure || result.cancelled) {
            result.image.reset();
            result.index.reset();
            for (PlatformResult& platform : result.platforms) {
                platform.image.reset();
            }
        }
        result.diagnostics = m_workspace.diagnostics();
        result.peakMemory = std::max(ownPeakMemory(), m_execution.peakMemory());
        result.completed = now();
        BuildRecord record;
        record.id = result.id;
        record.dockerfile = m_request.dockerfile;
        record.started = result.started;
        record.completed = result.completed;
        record.target = result.target;
        record.succeeded = result.image.has_value();
        record.shippedBytes = result.shippedBytes;
        record.report = recordJson(result);
        (void)putBuildRecord(*m_store, record);
        (void)store::collectToLimit(*m_store, m_stop);
    }

    std::shared_ptr<store::Store> m_store;
    cache::CacheIndex m_cache;
    const BuildRequest& m_request;
    Workspace m_workspace;
    Execution m_execution;
    ProvenanceFacts m_facts{m_workspace, m_execution.outcomes(), [this](plan::OpId op) { return m_execution.vertexOf(op); }, {}, {}, {}};
    std::stop_token m_stop;
    Digest m_definition; ///< the vertex that read the Dockerfile
    std::mutex m_contextMutex;
    std::map<std::string, std::unique_ptr<Execution::Internal>> m_contextVertices;
};

} // namespace

struct Builder::State {
    explicit State(const Options& options) : store(options.store), runner(options.store, options.sandboxHelper) {}
    std::shared_ptr<store::Store> store;
    Runner runner;
};

Builder::Builder(Options options) : m_state(std::make_unique<State>(options)) {}

Builder::~Builder() = default;

Result<BuildResult> Builder::build(const BuildRequest& request, const EventSink& sink, std::stop_token stop) {
    SW_TRY(const cache::CacheIndex cache, cache::CacheIndex::open(m_state->store->database()));
    return Build(m_state->store, cache, m_state->runner, request, sink, std::move(stop)).run();
}

Result<Forecast> Builder::forecast(const BuildRequest& request, ForecastMemory* memory, std::stop_token stop) {
    SW_TRY(cache::CacheIndex cache, cache::CacheIndex::open(m_state->store->database()));
    for (const CachePlace& place : request.cacheFrom) { // one that cannot be had does not stop the build either
        if (place.kind == CachePlace::Kind::Local) {
            static_cast<void>(importCache(*m_state->store, cache, place, {}, stop));
        }
    }
    return makeForecast(m_state->store, cache, request, memory, std::move(stop));
}

} // namespace sw::build
