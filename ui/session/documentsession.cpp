#include "ui/session/documentsession.h"

#include "core/checks/checks.h"
#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"
#include "ui/session/contextwatcher.h"
#include "ui/session/engine.h"
#include "ui/session/statemerge.h"

#include <algorithm>

namespace sw::ui {

namespace {

constexpr int kDebounceMs = 12;
constexpr int kForecastDelayMs = 20;

void addDiagnostics(std::vector<Diagnostic>& all, const std::vector<Diagnostic>& more) {
    for (const Diagnostic& diagnostic : more) {
        const bool known = std::ranges::any_of(all, [&diagnostic](const Diagnostic& other) {
            return other.message == diagnostic.message && other.range == diagnostic.range;
        });
        if (!known) {
            all.push_back(diagnostic);
        }
    }
}

SnapshotPtr makeSnapshot(std::uint64_t revision, std::string text, plan::Inputs inputs, const std::filesystem::path& context,
                         const std::filesystem::path& path) {
    auto snapshot = std::make_shared<DocumentSnapshot>();
    auto document = std::make_shared<const dockerfile::Document>(dockerfile::parse(std::move(text)));
    auto graph = std::make_shared<const plan::StageGraph>(plan::resolveStages(*document, inputs));
    snapshot->revision = revision;
    addDiagnostics(snapshot->diagnostics, document->diagnostics);
    addDiagnostics(snapshot->diagnostics, graph->diagnostics);
    if (!document->stages.empty()) { // also beside an error elsewhere: what is wrong in one line hides nothing of another
        const plan::ImageResolver unresolved = [](const std::string&, const oci::Platform&) { return std::nullopt; };
        addDiagnostics(snapshot->diagnostics, plan::makePlan(*document, *graph, inputs, unresolved).diagnostics);
    }
    if (!document->stages.empty()) {
        const dockerfile::IgnoreMatcher ignore = context.empty() ? dockerfile::IgnoreMatcher() : ignoreMatcherFor(context, path);
        const checks::Report report = checks::check(*document, *graph, {.inputs = inputs, .ignore = context.empty() ? nullptr : &ignore, .bases = {}});
        addDiagnostics(snapshot->diagnostics, report.findings);
        if (report.refusal && report.refusal->rule == dockerfile::kSyntaxRule) { // of # check; the others are there
            addDiagnostics(snapshot->diagnostics, {*report.refusal});
        }
    }
    std::ranges::stable_sort(snapshot->diagnostics, {}, [](const Diagnostic& d) { return d.range.start.offset; });
    snapshot->document = std::move(document);
    snapshot->graph = std::move(graph);
    snapshot->inputs = std::move(inputs);
    return snapshot;
}

} // namespace

DocumentSession::DocumentSession(Engine& engine, QObject* parent)
    : QObject(parent), m_engine(engine), m_watcher(std::make_unique<ContextWatcher>()) {
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kDebounceMs);
    m_forecastDelay.setSingleShot(true);
    m_forecastDelay.setInterval(kForecastDelayMs);
    connect(&m_debounce, &QTimer::timeout, this, &DocumentSession::parse);
    connect(&m_forecastDelay, &QTimer::timeout, this, &DocumentSession::startForecast);
    connect(&m_engine, &Engine::ready, this, &DocumentSession::refresh);
    connect(m_watcher.get(), &ContextWatcher::changed, this, [this] {
        if (m_view && !m_view->running) {
            auto view = std::make_shared<BuildView>(*m_view);
            view->outdated = true;
            m_view = std::move(view);
        }
        refresh();
        Q_EMIT contextChanged();
    });
}

DocumentSession::~DocumentSession() = default;

void DocumentSession::open(const QString& path, const std::string& text, const BuildInputs& inputs) {
    m_path = path;
    m_text = text;
    m_inputs = inputs;
    m_forecast.reset();
    m_forecastOf.reset();
    m_view.reset();
    m_watcher->watch(toPath(inputs.context), toPath(path));
    Q_EMIT inputsChanged();
    parse();
}

void DocumentSession::setText(const std::string& text) {
    if (text != m_text) {
        m_text = text;
        m_debounce.start();
    }
}

void DocumentSession::setInputs(const BuildInputs& inputs) {
    if (inputs == m_inputs) {
        return;
    }
    if (inputs.context != m_inputs.context) {
        m_watcher->watch(toPath(inputs.context), toPath(m_path));
    }
    m_inputs = inputs;
    if (m_view) {
        auto view = std::make_shared<BuildView>(*m_view);
        view->outdated = true;
        m_view = std::move(view);
    }
    Q_EMIT inputsChanged();
    parse();
}

void DocumentSession::setPath(const QString& path) {
    m_path = path;
    m_watcher->watch(toPath(m_inputs.context), toPath(path));
    refresh();
}

void DocumentSession::refresh() {
    if (m_snapshot) {
        m_forecastDelay.start();
    }
}

void DocumentSession::refreshIfUnwatched() {
    if (!m_watcher->isComplete()) {
        refresh();
    }
}

void DocumentSession::setBuildView(std::shared_ptr<const BuildView> view) {
    m_view = std::move(view);
    publishStates();
}

bool DocumentSession::isSettled() const {
    return m_snapshot && !m_debounce.isActive() && !m_forecastDelay.isActive() && !m_parsing.isBusy() && !m_forecasting.isBusy();
}

void DocumentSession::parse() {
    m_debounce.stop();
    m_parsing.run(
        [revision = ++m_revision, text = m_text, inputs = m_inputs.toPlanInputs(), context = toPath(m_inputs.context),
         path = toPath(m_path)](const std::stop_token&) mutable {
            return makeSnapshot(revision, std::move(text), std::move(inputs), context, path);
        },
        [this](SnapshotPtr snapshot) {
            m_snapshot = std::move(snapshot);
            Q_EMIT snapshotChanged(m_snapshot);
            publishStates();
            startForecast();
        });
}

void DocumentSession::startForecast() {
    m_forecastDelay.stop();
    const bool refused = !m_snapshot || firstError(m_snapshot->diagnostics) != nullptr || m_snapshot->document->stages.empty();
    if (!m_engine.isReady() || refused) {
        m_forecasting.cancel();
        settleIfDone();
        return;
    }
    m_forecasting.run(
        [builder = m_engine.builder(), request = m_inputs.toRequest(m_path, m_snapshot->document->text)](const std::stop_token& stop) {
            return builder->forecast(request, stop);
        },
        [this, snapshot = m_snapshot](Result<build::Forecast> forecast) {
            if (forecast) {
                m_forecast = std::make_shared<const build::Forecast>(std::move(*forecast));
                m_forecastOf = snapshot;
                publishStates();
            }
            settleIfDone();
        });
}

void DocumentSession::publishStates() {
    if (!m_snapshot) {
        return;
    }
    m_states = mergeStates(*m_snapshot, m_forecast.get(), m_forecastOf.get(), m_view.get());
    Q_EMIT statesChanged(m_states);
}

void DocumentSession::settleIfDone() {
    if (isSettled()) {
        Q_EMIT settled();
    }
}

} // namespace sw::ui
