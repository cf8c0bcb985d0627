#include "core/build/execution.h"

#include "core/base/imagepath.h"
#include "core/build/timetext.h"
#include "core/plan/configtext.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace sw::build {

namespace {

constexpr std::size_t kLastLines = 20;
constexpr unsigned kLeastWorkers = 4; ///< RUN steps mostly wait

Time now() { return std::chrono::system_clock::now(); }

std::string commandText(const std::vector<std::string>& args) {
    std::string out;
    for (const std::string& arg : args) {
        out += (out.empty() ? "" : " ") + arg;
    }
    return out;
}

} // namespace

Execution::Internal::Internal(Execution& execution, std::string name) : m_execution(execution) {
    m_event.name = std::move(name);
    m_event.digest = Digest::ofSha256("internal " + std::to_string(execution.m_internalCount++) + " " + m_event.name);
    m_execution.emit(m_event);
    m_event.started = now();
    m_execution.emit(m_event);
}

Execution::Internal::~Internal() {
    m_event.completed = now();
    m_execution.emit(m_event);
}

void Execution::Internal::status(const std::string& id, std::uint64_t current, std::uint64_t total) {
    StatusEvent event;
    event.vertex = m_event.digest;
    event.id = id;
    event.current = static_cast<std::int64_t>(current);
    event.total = static_cast<std::int64_t>(total);
    event.timestamp = now();
    event.started = m_begun.try_emplace(id, event.timestamp).first->second;
    if (total != 0 && current >= total) {
        event.completed = event.timestamp;
    }
    m_execution.emit(event);
}

void Execution::Internal::fail(const Sentence& error) { m_event.error = error; }

Execution::Execution(Workspace& workspace, Runner& runner, const EventSink& sink)
    : m_workspace(workspace), m_runner(runner), m_sink(sink), m_decider(workspace, m_outcomes) {}

void Execution::emit(const BuildEvent& event) {
    if (m_sink) {
        const std::lock_guard lock(m_eventMutex);
        m_sink(event);
    }
}

void Execution::fail(BuildFailure failure) {
    {
        const std::lock_guard lock(m_mutex);
        if (failure.code == ErrorCode::Cancelled) {
            m_cancelled = m_cancelled || !m_failure;
        } else if (!m_failure) {
            m_failure = std::move(failure);
        }
    }
    m_abort.request_stop();
    m_changed.notify_all();
}

int Execution::lineOfImage(const ImageSet::Wanted& wanted) const {
    for (const plan::Edge& edge : m_workspace.graph.edges) { // the lines are the same for every platform
        if (edge.needed && edge.sourceExternal && m_workspace.graph.externals[*edge.sourceExternal].reference == wanted.reference) {
            return edge.line;
        }
    }
    for (std::size_t op = 0; op < m_workspace.plan.ops.size(); ++op) {
        const auto* image = std::get_if<plan::SourceImageOp>(&m_workspace.plan.ops[op].operation);
        if (image != nullptr && image->reference == wanted.reference) {
            return m_workspace.lineOf(op);
        }
    }
    return 0;
}

void Execution::resolveImages(std::stop_token stop) {
    const bool pull = m_workspace.request.pull;
    // Triggers of a base may name further images, so a plan may ask again; each round knows more.
    for (int round = 0; round < 8 && !m_failure && !m_cancelled; ++round) {
        m_workspace.makePlan(pull);
        const std::vector<ImageSet::Wanted> missing = m_workspace.images.takeMissing();
        if (missing.empty()) {
            return;
        }
        std::vector<std::jthread> workers;
        for (const ImageSet::Wanted& wanted : missing) {
            workers.emplace_back([&, wanted] {
                const std::string platform = m_workspace.severalPlatforms() ? wanted.platform.text() + " " : "";
                Internal vertex(*this, "[" + platform + "internal] load metadata for " + wanted.reference);
                const auto progress = [&](const store::TransferProgress& p) { vertex.status(p.item, p.current, p.total); };
                if (auto fetched = m_workspace.images.fetch(wanted, pull, progress, stop); !fetched) {
                    vertex.fail(fetched.error().message);
                    BuildFailure failure;
                    failure.message = m_workspace.severalPlatforms() ? say("%1 (for the platform %2)", fetched.error().message, wanted.platform.text())
                                                                     : fetched.error().message;
                    failure.line = lineOfImage(wanted);
                    failure.instruction = m_workspace.document.instructionIndexAtLine(failure.line);
                    failure.code = fetched.error().code;
                    fail(std::move(failure));
                }
            });
        }
    }
}

void Execution::announce() {
    m_vertices.clear();
    for (std::size_t id = 0; id < m_workspace.plan.ops.size(); ++id) {
        const plan::Op& op = m_workspace.plan.ops[id];
        std::string identity = op.definitionHash.hex() + " " + std::to_string(id) + " " + op.name;
        for (const plan::OpId input : op.inputs) {
            identity += " " + m_vertices[input].hex();
        }
        m_vertices.push_back(Digest::ofSha256(identity));
        m_tails.push_back(std::make_unique<LogTail>());
    }
    for (std::size_t id = 0; id < m_workspace.plan.ops.size(); ++id) {
        emitVertex(id);
    }
}

void Execution::emitVertex(plan::OpId id) {
    const plan::Op& op = m_workspace.plan.ops[id];
    if (const auto* image = std::get_if<plan::SourceImageOp>(&op.operation); image != nullptr && image->reference.empty()) {
        return; // scratch is nothing
    }
    VertexEvent event;
    event.digest = m_vertices[id];
    for (const plan::OpId input : op.inputs) {
        const auto* image = std::get_if<plan::SourceImageOp>(&m_workspace.plan.ops[input].operation);
        if (image == nullptr || !image->reference.empty()) {
            event.inputs.push_back(m_vertices[input]);
        }
    }
    const Outcome& outcome = m_outcomes[id];
    event.name = op.name;
    event.started = outcome.started;
    event.completed = outcome.completed;
    event.cached = outcome.completed && outcome.known && !outcome.ran();
    event.shared = outcome.completed && outcome.verdict == cache::Verdict::Shared;
    event.error = outcome.error;
    event.stage = op.stage;
    event.instruction = op.instruction;
    emit(event);
}

void Execution::runOperations(std::stop_token stop) {
    const std::size_t count = m_workspace.plan.ops.size();
    m_outcomes.assign(count, {});
    announce();
    std::vector<Scheduler::Task> tasks;
    for (const plan::Op& op : m_workspace.plan.ops) {
        const auto cost = m_workspace.cache.latestCost(op.definitionHash);
        tasks.push_back({op.inputs, cost && *cost ? (*cost)->seconds : 0});
    }
    m_scheduler.emplace(tasks);

    const std::stop_callback forward(stop, [this] {
        m_abort.request_stop();
        m_changed.notify_all();
    });
    unsigned workers = m_workspace.request.jobs;
    if (workers == 0) {
        workers = std::max(kLeastWorkers, std::thread::hardware_concurrency());
    }
    workers = static_cast<unsigned>(std::min<std::size_t>(workers, std::max<std::size_t>(count, 1)));
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < workers; ++i) {
            threads.emplace_back([this] { work(m_abort.get_token()); });
        }
    }
    if (stop.stop_requested()) {
        m_cancelled = !m_failure || m_failure->code == ErrorCode::Cancelled;
    }
    tellSharedInOrder();
    for (std::size_t id = 0; id < count; ++id) { // whoever never began
        Outcome& outcome = m_outcomes[id];
        if (!outcome.completed && outcome.verdict == cache::Verdict::Unknown) {
            outcome.verdict = outcome.started ? cache::Verdict::Cancelled : cache::Verdict::NotNeeded;
        }
    }
}

/// Of steps that share a result, the first in the file is the one that ran, whichever of them a worker took first.
void Execution::tellSharedInOrder() {
    std::map<Hash128, plan::OpId> first;
    for (plan::OpId id = 0; id < m_outcomes.size(); ++id) {
        Outcome& outcome = m_outcomes[id];
        if (outcome.verdict == cache::Verdict::Shared) {
            first.try_emplace(outcome.key, id);
        }
        const auto earlier = outcome.verdict == cache::Verdict::Run && outcome.hasKey ? first.find(outcome.key) : first.end();
        if (earlier == first.end()) {
            continue;
        }
        Outcome& told = m_outcomes[earlier->second];
        told.reason = told.missReason;
        std::swap(told.verdict, outcome.verdict);
        std::swap(told.started, outcome.started);
        std::swap(told.completed, outcome.completed);
        std::swap(told.exitCode, outcome.exitCode);
        outcome.reason = sameAs(m_workspace.lineOf(earlier->second));
    }
}

void Execution::work(std::stop_token stop) {
    while (true) {
        plan::OpId op = 0;
        {
            std::unique_lock lock(m_mutex);
            std::optional<std::size_t> next;
            m_changed.wait(lock, [&] {
                if (stop.stop_requested() || m_scheduler->done()) {
                    return true;
                }
                next = m_scheduler->next();
                return next.has_value();
            });
            if (!next) {
                return;
            }
            op = *next;
        }
        const Result<void> done = perform(op, stop);
        if (!done) {
            failOperation(op, done.error());
        }
        {
            const std::lock_guard lock(m_mutex);
            if (done) {
                m_scheduler->finished(op);
            } else {
                m_scheduler->abandoned(op);
            }
        }
        m_changed.notify_all();
    }
}

/// Of a build for several: the platforms whose images need an operation; nothing when all do.
std::string Execution::platformOf(plan::OpId id) const {
    std::string names;
    std::size_t count = 0;
    for (std::size_t i = 0; i < m_workspace.platformCount(); ++i) {
        if (std::ranges::find(m_workspace.planOf(i).steps, id, &plan::Step::op) != m_workspace.planOf(i).steps.end()) {
            names += (names.empty() ? "" : ", ") + m_workspace.platform(i).text();
            ++count;
        }
    }
    return count == m_workspace.platformCount() ? std::string() : names;
}

void Execution::failOperation(plan::OpId id, const Error& error) {
    Outcome& outcome = m_outcomes[id];
    const bool cancelled = error.code == ErrorCode::Cancelled;
    outcome.verdict = cancelled ? cache::Verdict::Cancelled : cache::Verdict::Failed;
    outcome.completed = now();
    outcome.error = cancelled ? say("context canceled") : error.sentence();
    emitVertex(id);
    BuildFailure failure;
    const std::string platform = platformOf(id);
    failure.message = platform.empty() ? error.sentence() : say("%1 (for the platform %2)", error.sentence(), platform);
    failure.code = error.code;
    failure.line = m_workspace.lineOf(id);
    failure.instruction = m_workspace.plan.ops[id].instruction;
    if (const auto* run = std::get_if<plan::RunOp>(&m_workspace.plan.ops[id].operation); run != nullptr && !cancelled) {
        failure.lastLines = m_tails[id]->lines(kLastLines);
        failure.advice = adviceFor(m_tails[id]->text(), outcome.exitCode.value_or(0), commandText(run->args),
                                   m_workspace.request.hostCa.has_value(), run->network == "none");
    }
    if (error.code == ErrorCode::Network) {
        failure.advice = adviceForFetch(error.message.text());
    }
    fail(std::move(failure));
}

Result<void> Execution::perform(plan::OpId id, std::stop_token stop) {
    const plan::Op& op = m_workspace.plan.ops[id];
    if (const auto* image = std::get_if<plan::SourceImageOp>(&op.operation)) {
        return performImage(id, *image);
    }
    SW_TRY(Decision decision, m_decider.decide(id, stop));
    Outcome& outcome = m_outcomes[id];
    int equal = 0;
    if (decision.reason.code != cache::ReasonCode::NoCache) {
        equal = waitForEqual(id, decision.key);
        if (equal != 0 && !decision.hit) {
            SW_TRY(decision.hit, m_workspace.cache.findResult(decision.key));
        }
        if (equal != 0) {
            m_outcomes[id].missReason = std::exchange(decision.reason, sameAs(equal));
        }
    }
    outcome.started = now();
    outcome.key = decision.key;
    outcome.hasKey = true;
    outcome.reason = decision.reason;
    const Root& below = m_outcomes[*parentOf(op)].root;
    if (decision.hit) {
        const cache::StepRecord& hit = *decision.hit;
        outcome.root = below.with({hit.layer, hit.tree, hit.empty, nullptr});
        outcome.bytes = hit.bytes;
        outcome.files = hit.files;
        outcome.seconds = hit.seconds;
        outcome.verdict = equal != 0 ? cache::Verdict::Shared : cache::Verdict::Hit;
        outcome.completed = outcome.started;
        outcome.known = true;
        if (equal == 0) {
            forgetKey(decision.key);
        }
        emitVertex(id);
        return {};
    }
    emitVertex(id);
    const Hash128 key = decision.key;
    const Result<void> made = performLayer(id, std::move(decision), stop);
    madeKey(key, made.has_value());
    return made;
}

int Execution::waitForEqual(plan::OpId id, const Hash128& key) {
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto [making, fresh] = m_making.try_emplace(key, Making{m_workspace.lineOf(id), false});
        if (fresh) {
            return 0;
        }
        if (making->second.done) {
            return making->second.line;
        }
        if (m_abort.stop_requested()) {
            return 0;
        }
        m_changed.wait(lock);
    }
}

void Execution::madeKey(const Hash128& key, bool good) {
    {
        const std::lock_guard lock(m_mutex);
        if (good) {
            m_making[key].done = true;
        } else {
            m_making.erase(key); // whoever waits for it fails or runs itself
        }
    }
    m_changed.notify_all();
}

Result<void> Execution::performImage(plan::OpId id, const plan::SourceImageOp& source) {
    Outcome& outcome = m_outcomes[id];
    outcome.started = now();
    outcome.verdict = cache::Verdict::Hit;
    if (!source.reference.empty()) {
        const auto image = m_workspace.images.image(source.reference, source.platform);
        if (!image) {
            return sw::failure(ErrorCode::Internal, say("the image %1 was not resolved", source.reference));
        }
        SW_TRY(outcome.root, rootOfLayers(*m_workspace.store, m_workspace.cache, image->layers));
        const auto fetched = m_workspace.images.fetched(source.reference, source.platform);
        if (fetched && fetched->changed) {
            outcome.verdict = cache::Verdict::Run;
            outcome.reason.rootLine = m_workspace.lineOf(id);
            if (fetched->before) {
                outcome.reason = {cache::ReasonCode::BaseImageChanged, "the image has changed in the registry",
                                  {fetched->before->text() + " -> " + image->manifestDigest.text()}, m_workspace.lineOf(id)};
            } else {
                outcome.reason = {cache::ReasonCode::FirstBuild, "the image was fetched", {}, m_workspace.lineOf(id)};
            }
        }
    }
    outcome.completed = now();
    outcome.known = true;
    emitVertex(id);
    return {};
}

Result<void> Execution::performLayer(plan::OpId id, Decision decision, std::stop_token stop) {
    const plan::Op& op = m_workspace.plan.ops[id];
    SW_TRY(RootLayer layer, execute(id, decision, stop));
    for (const MountInput& input : decision.mounts) {
        if (input.files) { // no layer will tell of them
            SW_CHECK(m_workspace.cache.putFiles(input.digest, cache::factsOf(*input.files)));
        }
    }
    Outcome& outcome = m_outcomes[id];
    outcome.root = m_outcomes[*parentOf(op)].root.with(layer);
    outcome.completed = now();
    outcome.seconds = std::chrono::duration<double>(*outcome.completed - *outcome.started).count();
    outcome.verdict = cache::Verdict::Run;
    outcome.known = true;

    cache::StepRecord record;
    record.key = decision.key;
    record.definition = op.definitionHash;
    record.shape = cache::shapeOf(op.definition, kindOf(op.operation));
    record.layer = layer.id;
    record.tree = layer.tree;
    record.empty = layer.empty;
    record.trace = std::move(decision.trace);
    record.seconds = outcome.seconds;
    record.bytes = outcome.bytes;
    record.files = outcome.files;
    record.created = toSeconds(*outcome.completed);
    SW_CHECK(m_workspace.cache.put(record));
    emitVertex(id);
    return {};
}

Result<RootLayer> Execution::writeLayer(const LayerBuilder& builder, plan::OpId op, const store::LayerId& before, std::stop_token stop) {
    m_outcomes[op].files = builder.files();
    const auto earlier = before.empty() ? Result<std::shared_ptr<const store::Layer>>(nullptr) : m_workspace.store->layer(before);
    SW_TRY(store::Store::Scratch scratch, m_workspace.store->newScratch());
    SW_TRY(const oci::FinishedTar finished, builder.write(scratch.fd.get(), std::move(stop), earlier ? earlier->get() : nullptr));
    m_outcomes[op].bytes = finished.index.contentBytes;
    SW_TRY(const store::LayerInfo info, m_workspace.store->commitLayer(std::move(scratch), finished));
    if (!before.empty()) {
        m_runner.noteLike(info.id, before);
    }
    const std::lock_guard lock(m_mutex);
    m_written.insert(info.id);
    return RootLayer{info.id, finished.index.treeDigest(), finished.index.entries.empty(), nullptr};
}

/// A layer of the source that already is what the copy would write. Of those written here alone: another's tar may spell the
/// same entries otherwise.
std::optional<RootLayer> Execution::sameLayer(const LayerBuilder& builder, const plan::CopyOp& copy) {
    if (!copy.from) {
        return std::nullopt;
    }
    for (const RootLayer& layer : m_outcomes[*copy.from].root.layers()) {
        {
            const std::lock_guard lock(m_mutex);
            if (layer.empty || !m_written.contains(layer.id)) {
                continue;
            }
        }
        if (const auto stored = m_workspace.store->layer(layer.id); stored && builder.wouldBe(*(*stored)->index())) {
            return layer;
        }
    }
    return std::nullopt;
}

Result<RootLayer> Execution::execute(plan::OpId id, const Decision& decision, std::stop_token stop) {
    const plan::Operation& operation = m_workspace.plan.ops[id].operation;
    if (const auto* run = std::get_if<plan::RunOp>(&operation)) {
        return executeRun(id, *run, decision, std::move(stop));
    }
    if (const auto* mkdir = std::get_if<plan::MkdirOp>(&operation)) {
        SW_TRY(const auto below, m_decider.treeOf(mkdir->input));
        SW_TRY(const LayerBuilder builder, planMkdir(*mkdir, *below, std::nullopt));
        return writeLayer(builder, id, {}, std::move(stop));
    }
    const auto& copy = std::get<plan::CopyOp>(operation);
    std::shared_ptr<const cache::Selection> selection = decision.selection;
    if (selection == nullptr) {
        SW_TRY(selection, m_decider.select(copy, stop));
    }
    SW_TRY(const Decider::CopySetting setting, m_decider.copySetting(copy));
    const CopyJob job{copy, *selection, setting.linked ? nullptr : setting.below.get(), setting.linked ? nullptr : setting.below.get(),
                      m_workspace.store->workDirectory(), std::nullopt, nullptr};
    SW_TRY(const std::optional<LayerBuilder> builder, planCopy(job, stop));
    if (!builder) {
        return sw::failure(ErrorCode::Internal, say("a copy could not be laid out"));
    }
    if (const auto same = sameLayer(*builder, copy)) {
        m_outcomes[id].bytes = builder->bytes();
        m_outcomes[id].files = builder->files();
        return *same;
    }
    return writeLayer(*builder, id, decision.before, std::move(stop));
}

Result<void> Execution::checkEntitlements(const plan::RunOp& op) const {
    const auto allowed = [&](std::string_view name) {
        return std::ranges::find(m_workspace.request.entitlements, name) != m_workspace.request.entitlements.end();
    };
    if (op.network == "host" && m_workspace.request.inputs.run.network != "host" && !allowed("network.host")) {
        return sw::failure(ErrorCode::Permission, say("RUN --network=host needs the entitlement network.host: build with --allow network.host"));
    }
    if (op.security == "insecure" && !allowed("security.insecure")) {
        return sw::failure(ErrorCode::Permission, say("RUN --security=insecure needs the entitlement security.insecure: build with --allow security.insecure"));
    }
    return {};
}

void Execution::checkEntitlements() {
    for (plan::OpId id = 0; id < m_workspace.plan.ops.size(); ++id) {
        const auto* run = std::get_if<plan::RunOp>(&m_workspace.plan.ops[id].operation);
        const Result<void> allowed = run == nullptr ? Result<void>() : checkEntitlements(*run);
        if (!allowed) {
            BuildFailure failure;
            failure.message = allowed.error().message;
            failure.code = allowed.error().code;
            failure.line = m_workspace.lineOf(id);
            failure.instruction = m_workspace.plan.ops[id].instruction;
            return fail(std::move(failure));
        }
    }
}

Result<RootLayer> Execution::executeRun(plan::OpId id, const plan::RunOp& run, const Decision& decision, std::stop_token stop) {
    const auto output = [&](int stream, std::string_view bytes) {
        m_tails[id]->add(bytes);
        emit(LogEvent{m_vertices[id], stream, std::string(bytes), now()});
    };
    const auto rootOf = [&](plan::OpId op) -> const Root& { return m_outcomes[op].root; };
    const Runner::Job job{run, m_workspace.request, decision, m_outcomes[run.input].root, rootOf, m_workspace.cache, output, m_workspace.plan.ops[id].name,
                          m_workspace.document.instructions[m_workspace.plan.ops[id].instruction].startLine()};
    SW_TRY(Runner::Finished finished, m_runner.run(job, stop));
    std::uint64_t peak = m_peakMemory;
    while (finished.peakMemory > peak && !m_peakMemory.compare_exchange_weak(peak, finished.peakMemory)) {
    }
    Outcome& outcome = m_outcomes[id];
    outcome.exitCode = finished.exitCode;
    if (finished.exitCode != 0) {
        return sw::failure(ErrorCode::StepFailed, say("process %1 did not complete successfully: exit code: %2", plan::goQuote(commandText(run.args)), finished.exitCode));
    }
    outcome.bytes = finished.index->contentBytes;
    outcome.files = 0;
    for (const oci::LayerEntry& entry : finished.index->entries) {
        outcome.files += entry.type == oci::EntryType::Directory || entry.isWhiteout() ? 0 : 1;
    }
    return RootLayer{finished.layer, finished.index->treeDigest(), finished.index->entries.empty(), nullptr};
}

} // namespace sw::build
