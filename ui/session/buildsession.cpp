#include "ui/session/buildsession.h"

#include "ui/session/browsed.h"
#include "ui/session/engine.h"
#include "ui/session/sentence.h"

#include <algorithm>
#include <set>

namespace sw::ui {

struct BuildSession::Outcome {
    Result<build::BuildResult> result;
    std::vector<std::optional<std::uint64_t>> externalBytes;
};

namespace {

struct Recalled {
    ResultPtr result;
    std::vector<std::optional<std::uint64_t>> externalBytes;
};

/// Content of all layers of all stages, each layer once.
std::uint64_t layerContent(store::Store& store, const build::BuildResult& result) {
    std::set<store::LayerId> seen;
    std::uint64_t total = 0;
    for (const build::StageResult& stage : result.stages) {
        for (const store::LayerId& id : stage.layers) {
            if (seen.insert(id).second) {
                const auto layer = store.seenLayer(id);
                total += layer ? (*layer)->info().contentBytes : 0;
            }
        }
    }
    return total;
}

/// The newest good build, if it was of exactly these instructions and its layers are still there.
Recalled lastBuild(store::Store& store, const std::filesystem::path& dockerfile, const DocumentSnapshot& snapshot) {
    const auto records = build::buildHistory(store, dockerfile, 1);
    if (!records || records->empty() || !records->front().succeeded) {
        return {};
    }
    auto result = build::parseReport(records->front().report);
    if (!result || result->failure || result->cancelled || result->stages.size() != snapshot.graph->stages.size()) {
        return {};
    }
    const auto& instructions = snapshot.document->instructions;
    for (const build::StepResult& step : result->steps) {
        if (step.instruction >= instructions.size() || instructions[step.instruction].original != step.text) {
            return {};
        }
    }
    for (const build::StageResult& stage : result->stages) {
        if (!std::ranges::all_of(stage.layers, [&store](const store::LayerId& id) { return store.hasLayer(id); })) {
            return {};
        }
    }
    result->id = records->front().id;
    result->started = records->front().started;
    result->completed = records->front().completed;
    Recalled recalled;
    recalled.externalBytes = externalSizes(store, *snapshot.graph, *result);
    recalled.result = std::make_shared<const build::BuildResult>(std::move(*result));
    return recalled;
}

} // namespace

BuildSession::BuildSession(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine), m_stop(std::nostopstate) {
    connect(&m_pump, &EventPump::arrived, this, &BuildSession::take);
    connect(&m_pump, &EventPump::logCut, this, &BuildSession::logCut);
}

void BuildSession::start(build::BuildRequest request, SnapshotPtr snapshot) {
    if (m_running || !m_engine.isReady() || !snapshot) {
        return;
    }
    m_running = true;
    m_stopping = false;
    m_startedAt = std::chrono::system_clock::now();
    m_stop = std::stop_source();
    auto view = std::make_shared<BuildView>();
    view->built = snapshot;
    view->running = true;
    if (m_view) {
        view->externalBytes = m_view->externalBytes;
    }
    m_view = view;
    Q_EMIT started();
    Q_EMIT viewChanged(m_view);

    m_runner.run(
        [builder = m_engine.builder(), store = m_engine.store(), request = std::move(request), sink = m_pump.sink(), snapshot,
         stop = m_stop](const std::stop_token& ending) {
            const std::stop_callback forward(ending, [&stop] { std::stop_source(stop).request_stop(); });
            Outcome outcome{.result = builder->build(request, sink, stop.get_token()), .externalBytes = {}};
            if (outcome.result) {
                outcome.externalBytes = externalSizes(*store, *snapshot->graph, *outcome.result);
            }
            return outcome;
        },
        [this, snapshot](Outcome outcome) { // the end comes after all of the log, which may be long
            m_pump.whenDrained([this, snapshot, ended = std::make_shared<Outcome>(std::move(outcome))] { end(snapshot, std::move(*ended)); });
        });
}

void BuildSession::end(const SnapshotPtr& snapshot, Outcome outcome) {
    m_running = false;
    m_stopping = false;
    auto view = std::make_shared<BuildView>();
    view->built = snapshot;
    if (!outcome.result) {
        publish(std::move(view));
        Q_EMIT refused(shown(outcome.result.error()));
        return;
    }
    view->whole = std::make_shared<const build::BuildResult>(std::move(*outcome.result));
    view->result = view->whole; // the first platform's
    view->externalBytes = std::move(outcome.externalBytes);
    publish(std::move(view));
    Q_EMIT finished(m_view->result);
}

void BuildSession::stop() {
    if (m_running && !m_stopping) {
        m_stopping = true;
        m_stop.request_stop();
        Q_EMIT stopping();
    }
}

void BuildSession::clear() {
    if (m_running) {
        m_stop.request_stop();
        m_runner.cancel();
        m_pump.whenDrained(nullptr);
        m_running = false;
        m_stopping = false;
    }
    m_recalling.cancel();
    m_view.reset();
    Q_EMIT viewChanged(nullptr);
}

void BuildSession::recall(const std::filesystem::path& dockerfile, SnapshotPtr snapshot) {
    if (m_running || !m_engine.store() || !snapshot || dockerfile.empty()) {
        return;
    }
    m_recalling.run([store = m_engine.store(), dockerfile, snapshot](const std::stop_token&) { return lastBuild(*store, dockerfile, *snapshot); },
                    [this, snapshot](Recalled recalled) {
                        if (!recalled.result || m_running || m_view) {
                            return;
                        }
                        auto view = std::make_shared<BuildView>();
                        view->built = snapshot;
                        view->whole = recalled.result;
                        view->result = std::move(recalled.result);
                        view->externalBytes = std::move(recalled.externalBytes);
                        publish(std::move(view));
                        Q_EMIT this->recalled(m_view->result);
                    });
}

void BuildSession::choosePlatform(std::size_t platform) {
    if (m_running || !m_view || !m_view->whole || !m_view->built || platform >= m_view->whole->platforms.size() || platform == m_view->platform) {
        return;
    }
    m_recalling.run(
        [store = m_engine.store(), whole = m_view->whole, built = m_view->built, platform](const std::stop_token&) {
            Recalled recalled;
            auto chosen = std::make_shared<build::BuildResult>(*resultOfPlatform(whole, platform));
            chosen->builtBytes = layerContent(*store, *chosen);
            recalled.result = std::move(chosen);
            recalled.externalBytes = externalSizes(*store, *built->graph, *recalled.result);
            return recalled;
        },
        [this, whole = m_view->whole, platform](Recalled recalled) {
            if (m_running || !m_view || m_view->whole != whole) {
                return;
            }
            auto view = std::make_shared<BuildView>(*m_view);
            view->result = std::move(recalled.result);
            view->externalBytes = std::move(recalled.externalBytes);
            view->platform = platform;
            publish(std::move(view));
            Q_EMIT this->recalled(m_view->result);
        });
}

void BuildSession::take(const std::vector<build::BuildEvent>& events) {
    if (m_running && m_view) {
        auto view = std::make_shared<BuildView>(*m_view);
        bool changed = false;
        for (const build::BuildEvent& event : events) {
            const auto* vertex = std::get_if<build::VertexEvent>(&event);
            if (vertex == nullptr || !vertex->instruction) {
                continue;
            }
            LiveStep& step = view->live[*vertex->instruction];
            const StepDisplay display = displayOf(*vertex);
            if (display != StepDisplay::None) {
                step.display = display;
                step.started = vertex->started ? vertex->started : step.started;
                step.completed = vertex->completed;
                step.error = shown(vertex->error);
                changed = true;
            }
        }
        if (changed) {
            publish(std::move(view));
        }
    }
    Q_EMIT eventsArrived(events);
}

void BuildSession::publish(std::shared_ptr<BuildView> view) {
    m_view = std::move(view);
    Q_EMIT viewChanged(m_view);
}

std::vector<std::optional<std::uint64_t>> externalSizes(store::Store& store, const plan::StageGraph& graph,
                                                        const build::BuildResult& result) {
    std::vector<std::optional<std::uint64_t>> sizes(graph.externals.size());
    for (const build::StageResult& stage : result.stages) {
        if (stage.index >= graph.stages.size() || !graph.stages[stage.index].baseExternal || stage.layers.empty()) {
            continue;
        }
        std::uint64_t bytes = 0;
        for (std::size_t i = 0; i < stage.baseLayers && i < stage.layers.size(); ++i) {
            if (auto layer = store.seenLayer(stage.layers[i])) {
                bytes += (*layer)->info().contentBytes;
            }
        }
        sizes[*graph.stages[stage.index].baseExternal] = bytes;
    }
    return sizes;
}

} // namespace sw::ui
