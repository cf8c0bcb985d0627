#include "ui/shell/buildcontroller.h"

#include "ui/models/format.h"
#include "ui/session/sentence.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/noticebar.h"
#include "ui/theme/theme.h"

namespace sw::ui {

using namespace Qt::StringLiterals;

BuildController::BuildController(Engine& engine, DocumentSession& document, FileController& files, NoticeBar& notices, QObject* parent)
    : QObject(parent), m_engine(engine), m_document(document), m_files(files), m_notices(notices), m_session(engine) {
    m_clock.setInterval(100);
    m_rebuild.setSingleShot(true);
    m_rebuild.setInterval(250);
    connect(&m_session, &BuildSession::eventsArrived, &m_log, &LogModel::take);
    connect(&m_session, &BuildSession::eventsArrived, &m_steps, &StepsModel::take);
    connect(&m_session, &BuildSession::logCut, &m_log, &LogModel::noteCut);
    connect(&m_session, &BuildSession::viewChanged, &m_document, &DocumentSession::setBuildView);
    connect(&m_session, &BuildSession::stopping, this, [this] { Q_EMIT buildingChanged(true, true); });
    connect(&m_session, &BuildSession::finished, this, &BuildController::onFinished);
    connect(&m_session, &BuildSession::refused, this, [this](const QString& sentence) {
        m_clock.stop();
        m_log.close();
        m_steps.close();
        m_notices.show(u"build"_s, {.kind = Notice::Kind::Error, .text = tr("The build could not begin."), .detail = sentence, .actions = {}});
        Q_EMIT buildingChanged(false, false);
    });
    connect(&m_log, &LogModel::failed, this, &BuildController::logWanted);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        Q_EMIT elapsed(secondsBetween(m_session.startedAt(), std::chrono::system_clock::now()));
    });
    connect(&m_files, &FileController::saved, this, [this] {
        if (m_buildOnSave) {
            m_rebuild.start();
        }
    });
    connect(&m_document, &DocumentSession::contextChanged, this, [this] {
        if (m_buildOnSave) {
            m_rebuild.start();
        }
    });
    connect(&m_rebuild, &QTimer::timeout, this, [this] {
        if (!m_session.isRunning() && obstacle().isEmpty()) {
            start();
        }
    });
}

QString BuildController::obstacle() const {
    if (!m_engine.error().isEmpty()) {
        return m_engine.error();
    }
    if (!m_engine.isReady()) {
        return tr("The store is being opened…");
    }
    const SnapshotPtr& snapshot = m_document.snapshot();
    if (!snapshot || snapshot->document->stages.empty()) {
        return tr("There is no stage to build yet: a Dockerfile begins with FROM.");
    }
    if (const Diagnostic* error = firstError(snapshot->diagnostics)) {
        return tr("Line %1: %2").arg(error->range.start.line).arg(shown(error->message));
    }
    if (const auto& machine = m_engine.capabilities(); machine && machine->isolation == sandbox::Isolation::None) {
        return shown(machine->blocker);
    }
    return {};
}

void BuildController::build() {
    if (m_session.isRunning()) {
        return;
    }
    if (const QString why = obstacle(); !why.isEmpty()) {
        m_notices.show(u"build"_s, {.kind = Notice::Kind::Warning, .text = tr("Not built."), .detail = why, .actions = {}});
        return;
    }
    m_files.saveThen([this] { start(); });
}

/// With the snapshot of the very text that is built: results are by its instructions.
void BuildController::start() {
    if (m_session.isRunning()) {
        return;
    }
    if (m_document.snapshot()->document->text != m_document.text()) { // typed just now
        connect(&m_document, &DocumentSession::snapshotChanged, this, &BuildController::start, static_cast<Qt::ConnectionType>(Qt::SingleShotConnection | Qt::UniqueConnection));
        return;
    }
    m_notices.remove(u"build"_s);
    m_adviceIsHostCa = false;
    m_log.clear();
    build::BuildRequest request = m_document.request();
    m_session.start(std::move(request), m_document.snapshot());
    m_steps.clear(m_session.startedAt());
    m_clock.start();
    Q_EMIT buildingChanged(true, false);
}

void BuildController::onFinished(const ResultPtr& result) {
    m_clock.stop();
    m_log.close();
    m_steps.close();
    m_steps.setResult(*result);
    Q_EMIT buildingChanged(false, false);
    if (result->cancelled) {
        m_notices.show(u"build"_s, {.kind = Notice::Kind::Info, .text = tr("The build was stopped."),
                                    .detail = tr("What was finished is kept and will be cached."), .actions = {}});
    } else if (result->failure) {
        showFailure(*result);
    } else {
        showSuccess(*result);
    }
    m_document.refresh();
    Q_EMIT finished(result);
}

void BuildController::showFailure(const build::BuildResult& result) {
    const build::BuildFailure& failure = *result.failure;
    const QString message = failureSentence(result);
    QString advice = shown(failure.advice);
    m_adviceIsHostCa = failure.advice.text().contains("--host-ca");
    Notice notice{.kind = Notice::Kind::Error,
                  .text = failure.line > 0 ? tr("Line %1: %2").arg(failure.line).arg(message) : message,
                  .detail = {}, .actions = {}};
    if (m_adviceIsHostCa && !m_document.inputs().hostCa) {
        notice.detail = tr("This network opens TLS connections with certificates of its own, which the step does not know.");
        notice.actions.push_back({.text = tr("Trust this computer's certificates and build again"),
                                  .run =
                                      [this](QWidget*) {
                                          BuildInputs inputs = m_document.inputs();
                                          inputs.hostCa = true;
                                          m_document.setInputs(inputs);
                                          build();
                                      },
                                  .primary = true});
    } else {
        notice.detail = advice;
    }
    if (failure.line > 0) {
        notice.actions.push_back({.text = tr("Go to the line"), .run = [this, line = failure.line](QWidget*) { Q_EMIT lineWanted(line); }, .keepsNotice = true});
    }
    notice.actions.push_back({.text = tr("Show the log"), .run = [this](QWidget*) { Q_EMIT logWanted(); }, .keepsNotice = true});
    m_notices.show(u"build"_s, std::move(notice));
}

void BuildController::showSuccess(const build::BuildResult& result) {
    const auto ran = std::ranges::count(result.steps, cache::Verdict::Run, &build::StepResult::verdict);
    const auto hits = std::ranges::count(result.steps, cache::Verdict::Hit, &build::StepResult::verdict);
    const QString took = secondsText(secondsBetween(result.started, result.completed));
    Notice notice{.kind = Notice::Kind::Success,
                  .text = ran == 0 ? tr("Up to date in %1").arg(took) : tr("Built in %1").arg(took),
                  .detail = tr("%Ln step(s) ran", nullptr, static_cast<int>(ran)) + u", "_s + tr("%Ln cached", nullptr, static_cast<int>(hits)) +
                            u" · "_s + bytesText(result.shippedBytes),
                  .actions = {}};
    const auto add = [&](const QString& text, const QString& action) {
        notice.actions.push_back(
            {.text = text, .run = [this, action](QWidget* anchor) { Q_EMIT resultActionWanted(action, anchor); }, .keepsNotice = true});
    };
    add(tr("Run…"), u"run"_s);
    add(tr("Export…"), u"export"_s);
    add(tr("Push…"), u"push"_s);
    add(tr("Load into Docker"), u"load"_s);
    m_notices.show(u"build"_s, std::move(notice));
}

} // namespace sw::ui
