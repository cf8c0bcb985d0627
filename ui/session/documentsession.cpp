#include "ui/session/documentsession.h"

#include "core/build/forecastmemory.h"
#include "core/checks/lint.h"
#include "core/checks/shell/shellcheck.h"
#include "core/dockerfile/parser.h"
#include "core/plan/buildplan.h"
#include "ui/session/contextwatcher.h"
#include "ui/session/engine.h"
#include "ui/session/knownbases.h"
#include "ui/session/statemerge.h"

#include <algorithm>
#include <array>
#include <span>

namespace sw::ui {

/// Where a file stands, whose rules are wanted, and what is known of its bases: what its problems depend on.
struct DocumentSession::Place {
    std::filesystem::path context;
    std::filesystem::path file;
    std::set<checks::RuleSet> ruleSets;
    std::shared_ptr<store::Store> store; ///< null: not open yet
    std::shared_ptr<KnownBases> bases;
};

namespace {

constexpr int kForecastDelayMs = 20;
constexpr int kTogetherMs = 35; ///< painting the window twice for a key takes as long as most forecasts
constexpr int kLintDelayMs = 150;

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

void sortByPlace(std::vector<Diagnostic>& list) {
    std::ranges::stable_sort(list, {}, [](const Diagnostic& d) { return d.range.start.offset; });
}

bool canBeForeseen(const DocumentSnapshot& snapshot) {
    return firstError(snapshot.diagnostics) == nullptr && !snapshot.document->stages.empty();
}

/// Fills diagnostics and problems with what all rules say. `knownOnly`: without starting ShellCheck.
template <typename Place> // DocumentSession::Place
void lintSnapshot(DocumentSnapshot& snapshot, const Place& place, checks::ShellChecker& shell, bool knownOnly, const std::stop_token& stop) {
    // What the last look found goes; it may depend on files beside the text.
    std::erase_if(snapshot.diagnostics, [](const Diagnostic& d) { return d.severity != Severity::Error && checks::findRule(d.rule) != nullptr; });
    snapshot.problems = snapshot.diagnostics;
    if (snapshot.document->stages.empty()) {
        return;
    }
    const bool hasContext = !place.context.empty();
    const dockerfile::IgnoreMatcher ignore = hasContext ? ignoreMatcherFor(place.context, place.file) : dockerfile::IgnoreMatcher();
    const std::array folders = {place.context, place.file.parent_path()};
    Result<checks::LintConfig> config = checks::findLintConfig(std::span(folders).subspan(hasContext ? 0 : 1));
    if (!config) {
        snapshot.problems.push_back({Severity::Warning, "configuration", config.error().sentence(), {}, {}, {}});
        config = checks::LintConfig();
    }
    checks::LintSettings settings;
    settings.config = std::move(*config);
    settings.knownShellOnly = knownOnly;
    settings.sets = place.ruleSets;
    checks::Surroundings around{.inputs = snapshot.inputs, .ignore = hasContext ? &ignore : nullptr, .bases = {}};
    if (place.store) {
        around.bases = checks::basesOf(*snapshot.graph, snapshot.inputs, [&place](const std::string& reference, const oci::Platform& platform) {
            return place.bases->find(*place.store, reference, platform);
        });
    }
    const checks::Lint lint = checks::lint(*snapshot.document, *snapshot.graph, around, settings, &shell, stop);
    addDiagnostics(snapshot.diagnostics, lint.buildkit.findings);
    if (lint.buildkit.refusal && lint.buildkit.refusal->rule == dockerfile::kSyntaxRule) { // of # check; the others are there
        addDiagnostics(snapshot.diagnostics, {*lint.buildkit.refusal});
    }
    sortByPlace(snapshot.diagnostics);
    addDiagnostics(snapshot.problems, snapshot.diagnostics);
    addDiagnostics(snapshot.problems, lint.findings);
    sortByPlace(snapshot.problems);
}

template <typename Place>
SnapshotPtr makeSnapshot(std::uint64_t revision, std::string text, plan::Inputs inputs, const Place& place, checks::ShellChecker& shell,
                         const std::stop_token& stop) {
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
    sortByPlace(snapshot->diagnostics);
    snapshot->document = std::move(document);
    snapshot->graph = std::move(graph);
    snapshot->inputs = std::move(inputs);
    lintSnapshot(*snapshot, place, shell, true, stop);
    return snapshot;
}

} // namespace

DocumentSession::DocumentSession(Engine& engine, QObject* parent)
    : QObject(parent), m_engine(engine), m_ruleSets(checks::LintSettings().sets), m_watcher(std::make_unique<ContextWatcher>()),
      m_shell(std::make_shared<checks::ShellChecker>()), m_bases(std::make_shared<KnownBases>()), m_memory(std::make_shared<build::ForecastMemory>()) {
    m_parseSoon.setSingleShot(true); // when the event is over: all edits of one command are one text
    m_parseSoon.setInterval(0);
    m_together.setSingleShot(true);
    m_together.setInterval(kTogetherMs);
    m_forecastDelay.setSingleShot(true);
    m_forecastDelay.setInterval(kForecastDelayMs);
    m_lintDelay.setSingleShot(true);
    m_lintDelay.setInterval(kLintDelayMs);
    connect(&m_lintDelay, &QTimer::timeout, this, &DocumentSession::startLinting);
    connect(&m_parseSoon, &QTimer::timeout, this, &DocumentSession::parse);
    connect(&m_together, &QTimer::timeout, this, &DocumentSession::showSnapshot);
    connect(&m_forecastDelay, &QTimer::timeout, this, &DocumentSession::startForecast);
    connect(&m_engine, &Engine::ready, this, &DocumentSession::refresh);
    connect(&m_engine, &Engine::ready, this, &DocumentSession::refreshBases);
    connect(m_watcher.get(), &ContextWatcher::touched, this, [this] { m_memory->forget(); });
    connect(m_watcher.get(), &ContextWatcher::changed, this, [this] {
        if (m_view && !m_view->running) {
            auto view = std::make_shared<BuildView>(*m_view);
            view->outdated = true;
            m_view = std::move(view);
        }
        refresh();
        m_lintDelay.start(); // .hadolint.yaml and .dockerignore count
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
    m_early.reset();
    m_waiting.reset();
    m_together.stop();
    m_view.reset();
    watchContexts();
    Q_EMIT inputsChanged();
    parse();
}

void DocumentSession::setText(const std::string& text) {
    if (text != m_text) {
        m_text = text;
        m_parseSoon.start();
    }
}

void DocumentSession::setInputs(const BuildInputs& inputs) {
    if (inputs == m_inputs) {
        return;
    }
    m_inputs = inputs;
    watchContexts();
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
    watchContexts();
    refresh();
}

void DocumentSession::watchContexts() {
    ContextWatcher::Places places{toPath(m_inputs.context), toPath(m_path), {}};
    for (const QString& source : std::as_const(m_inputs.namedContexts)) {
        std::error_code error;
        if (std::filesystem::is_directory(toPath(source), error)) {
            places.others.push_back(toPath(source));
        }
    }
    m_watcher->watch(std::move(places));
}

void DocumentSession::setRuleSets(const std::set<checks::RuleSet>& sets) {
    if (sets != m_ruleSets) {
        m_ruleSets = sets;
        if (m_snapshot || m_parsing.isBusy()) {
            parse();
        }
    }
}

void DocumentSession::refresh() {
    if (m_revision != 0) { // also while the first text is being read: the store may be there before it
        m_forecastDelay.start();
    }
}

void DocumentSession::refreshIfUnwatched() {
    if (!m_watcher->isComplete()) {
        refresh();
    }
}

void DocumentSession::refreshBases() {
    m_bases->forget();
    if (m_snapshot) {
        m_lintDelay.start();
    }
}

DocumentSession::Place DocumentSession::place() const { return {toPath(m_inputs.context), toPath(m_path), m_ruleSets, m_engine.store(), m_bases}; }

void DocumentSession::setBuildView(std::shared_ptr<const BuildView> view) {
    if (view && view->running && !(m_view && m_view->running)) {
        m_watcher->catchUp(); // a build saves first, and its own saving makes its result no older
    }
    m_view = std::move(view);
    publishStates();
}

bool DocumentSession::isSettled() const {
    return m_snapshot && !m_waiting && !m_parseSoon.isActive() && !m_forecastDelay.isActive() && !m_lintDelay.isActive() && !m_parsing.isBusy() && !m_linting.isBusy() && !m_forecasting.isBusy();
}

/// The text is read and its forecast is made at the same time.
void DocumentSession::parse() {
    m_parseSoon.stop();
    m_parsing.run(
        [revision = ++m_revision, text = m_text, inputs = m_inputs.toPlanInputs(), shell = m_shell,
         place = place()](const std::stop_token& stop) mutable {
            return makeSnapshot(revision, std::move(text), std::move(inputs), place, *shell, stop);
        },
        [this](SnapshotPtr snapshot) { takeSnapshot(std::move(snapshot)); });
    startForecast();
}

void DocumentSession::takeSnapshot(SnapshotPtr snapshot) {
    m_waiting = std::move(snapshot);
    if (!canBeForeseen(*m_waiting)) {
        m_forecasting.cancel();
        m_early.reset();
    }
    if (!m_forecasting.isBusy()) {
        showSnapshot();
    } else if (!m_together.isActive()) {
        m_together.start();
    }
}

void DocumentSession::showSnapshot() {
    m_together.stop();
    m_snapshot = std::exchange(m_waiting, nullptr);
    if (m_early && m_earlyRevision == m_snapshot->revision) {
        m_forecast = std::exchange(m_early, nullptr);
        m_forecastOf = m_snapshot;
    }
    Q_EMIT snapshotChanged(m_snapshot);
    publishStates();
    m_lintDelay.start();
}

/// All rules with ShellCheck, which may take a while; the text is on the screen with the others long before.
void DocumentSession::startLinting() {
    m_lintDelay.stop();
    if (!m_snapshot) {
        return;
    }
    m_linting.run(
        [snapshot = m_snapshot, shell = m_shell, place = place()](const std::stop_token& stop) {
            auto more = std::make_shared<DocumentSnapshot>(*snapshot);
            lintSnapshot(*more, place, *shell, false, stop);
            return SnapshotPtr(std::move(more));
        },
        [this](SnapshotPtr snapshot) {
            if (snapshot->revision == m_snapshot->revision && snapshot->problems != m_snapshot->problems) {
                m_snapshot = std::move(snapshot);
                Q_EMIT problemsChanged(m_snapshot);
            }
            settleIfDone();
        });
}

void DocumentSession::startForecast() {
    m_forecastDelay.stop();
    if (m_parseSoon.isActive()) {
        return; // there is a newer text, and it begins with this
    }
    const SnapshotPtr& newest = m_waiting ? m_waiting : m_snapshot;
    const bool refused = m_revision == 0 || (newest && newest->revision == m_revision && !canBeForeseen(*newest));
    if (!m_engine.isReady() || refused) {
        m_forecasting.cancel();
        if (m_waiting) {
            showSnapshot();
        }
        settleIfDone();
        return;
    }
    m_forecasting.run(
        [builder = m_engine.builder(), request = m_inputs.toRequest(m_path, m_text),
         memory = m_watcher->isWatching() ? m_memory : nullptr](const std::stop_token& stop) { return builder->forecast(request, memory.get(), stop); },
        [this, revision = m_revision](Result<build::Forecast> forecast) {
            takeForecast(revision, forecast ? std::make_shared<const build::Forecast>(std::move(*forecast)) : nullptr);
            settleIfDone();
        });
}

/// Null: there is none of this text.
void DocumentSession::takeForecast(std::uint64_t revision, std::shared_ptr<const build::Forecast> forecast) {
    if (forecast && m_snapshot && m_snapshot->revision == revision) {
        m_forecast = std::move(forecast);
        m_forecastOf = m_snapshot;
        publishStates();
        return;
    }
    m_early = std::move(forecast);
    m_earlyRevision = revision;
    if (m_waiting) {
        showSnapshot();
    }
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
