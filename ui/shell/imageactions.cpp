#include "ui/shell/imageactions.h"

#include "ui/models/logmodel.h"
#include "ui/session/engine.h"
#include "ui/session/sentence.h"
#include "ui/shell/noticebar.h"
#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

QString familiarName(const QString& image) {
    const auto reference = oci::Reference::parse(image.toStdString());
    return reference ? QString::fromStdString(reference->familiar()) : image;
}

namespace {

QString nameProblem(const QString& name) {
    const auto reference = oci::Reference::parse(name.toStdString());
    return name.isEmpty() ? u" "_s : reference ? QString() : shown(reference.error().message);
}

/// "8080", "8080:80", several with blanks; the container's port defaults to the host's.
QString portsProblem(const QString& text) {
    static const QRegularExpression pattern(u"^\\s*(\\d{1,5}:\\d{1,5}(\\s+|$))*$"_s);
    if (!pattern.match(text).hasMatch()) {
        return ImageActions::tr("Write HOST:CONTAINER, for example 8080:80.");
    }
    return {};
}

} // namespace

FieldPopover::FieldPopover(QWidget* window)
    : Popover(window), m_title(new QLabel(this)), m_hint(new QLabel(this)), m_field(new QLineEdit(this)), m_problem(new QLabel(this)),
      m_accept(new QPushButton(this)) {
    setFixedWidth(400);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    Theme::setVariant(m_title, "tone", u"strong"_s);
    Theme::setVariant(m_hint, "tone", u"small"_s);
    Theme::setVariant(m_problem, "tone", u"small"_s);
    m_hint->setWordWrap(true);
    m_hint->setFixedWidth(368);
    m_problem->setWordWrap(true);
    m_problem->setFixedWidth(368);
    for (QWidget* widget : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_field),
                            static_cast<QWidget*>(m_problem)}) {
        layout->addWidget(widget);
    }
    Theme::setVariant(m_accept, "kind", u"primary"_s);
    layout->addWidget(m_accept, 0, Qt::AlignRight);
    connect(m_field, &QLineEdit::textChanged, this, &FieldPopover::check);
    connect(m_field, &QLineEdit::returnPressed, m_accept, &QPushButton::click);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        const auto then = m_then;
        const QString text = m_field->text().trimmed();
        hide();
        then(text);
    });
}

void FieldPopover::ask(QWidget* anchor, const QString& title, const QString& hint, const QString& value, const QString& button,
                       std::function<QString(const QString&)> problem, std::function<void(const QString&)> accept) {
    m_check = std::move(problem);
    m_then = std::move(accept);
    setAccessibleName(title);
    m_title->setText(title);
    m_hint->setText(hint);
    m_field->setAccessibleName(title);
    m_field->setText(value);
    m_field->selectAll();
    m_accept->setText(button);
    check();
    anchor != nullptr ? openUnder(anchor) : openCentered(120);
}

void FieldPopover::check() {
    const QString problem = m_check ? m_check(m_field->text().trimmed()) : QString();
    m_problem->setText(problem.trimmed());
    m_problem->setVisible(!problem.trimmed().isEmpty());
    m_accept->setEnabled(problem.isEmpty());
    if (isVisible()) {
        QMetaObject::invokeMethod(this, &Popover::place, Qt::QueuedConnection);
    }
}

ImageActions::ImageActions(Engine& engine, NoticeBar& notices, LogModel& log, QWidget* window)
    : QObject(window), m_engine(engine), m_notices(notices), m_log(log), m_window(window), m_store(engine), m_field(new FieldPopover(window)) {
    connectStore();
    connectRunning();
}

void ImageActions::connectStore() {
    connect(&m_store, &StoreSession::progress, this, [this](const QString& what, int percent) {
        Notice notice{.kind = Notice::Kind::Busy, .text = what, .detail = {}, .actions = {}, .closable = false, .percent = percent};
        notice.actions.push_back({.text = tr("Stop"), .run = [this](QWidget*) { m_store.stop(); }});
        m_notices.show(u"transfer"_s, std::move(notice));
    });
    connect(&m_store, &StoreSession::done, this, [this](const QString& sentence) {
        m_notices.show(u"transfer"_s, {.kind = Notice::Kind::Success, .text = sentence, .detail = {}, .actions = {}});
    });
    connect(&m_store, &StoreSession::failed, this, [this](const QString& sentence) {
        m_notices.show(u"transfer"_s, {.kind = Notice::Kind::Error, .text = sentence, .detail = {}, .actions = {}});
    });
    connect(&m_store, &StoreSession::stopped, this, [this] { m_notices.remove(u"transfer"_s); });
}

void ImageActions::connectRunning() {
    connect(&m_running, &RunSession::serving, this, [this](const QString& url) {
        Notice notice{.kind = Notice::Kind::Busy, .text = tr("%1 is running").arg(familiarName(m_running.image())), .detail = url,
                      .actions = {}, .closable = false};
        notice.actions.push_back({.text = tr("Open in the browser"), .run = [url](QWidget*) { QDesktopServices::openUrl(QUrl(url)); },
                                  .primary = true, .keepsNotice = true});
        notice.actions.push_back({.text = tr("Stop"), .run = [this](QWidget*) { m_running.stop(); }, .keepsNotice = true});
        m_notices.show(u"running"_s, std::move(notice));
    });
    connect(&m_running, &RunSession::output, this, [this](int stream, const QByteArray& bytes) {
        m_log.take({build::LogEvent{.vertex = m_runVertex, .stream = stream, .data = bytes.toStdString(), .timestamp = std::chrono::system_clock::now()}});
    });
    connect(&m_running, &RunSession::ended, this, [this](const QString& sentence, bool failed) {
        const auto now = std::chrono::system_clock::now();
        build::VertexEvent end{.digest = m_runVertex, .inputs = {}, .name = {}, .started = {}, .completed = now, .error = {}, .stage = {}, .instruction = {}};
        if (failed) {
            end.error = sentence.toStdString();
        }
        m_log.take({end});
        m_notices.show(u"running"_s, {.kind = failed ? Notice::Kind::Error : Notice::Kind::Info, .text = sentence, .detail = {}, .actions = {}});
    });
}

void ImageActions::start(const QString& action, const QString& image, QWidget* anchor) {
    if (image.isEmpty()) {
        m_notices.show(u"transfer"_s, {.kind = Notice::Kind::Info, .text = tr("The image has no name yet: give it one under Context."), .detail = {}, .actions = {}});
    } else if (action == "run"_L1) {
        askRun(image, anchor);
    } else if (action == "export"_L1) {
        askExport(image, anchor);
    } else if (action == "push"_L1) {
        askPush(image, anchor);
    } else if (action == "tag"_L1) {
        askName(image, anchor);
    } else if (action == "load"_L1) {
        m_store.loadIntoDocker(image, familiarName(image));
    }
}

void ImageActions::askRun(const QString& image, QWidget* anchor) {
    m_looking.run(
        [store = m_engine.store(), image](const std::stop_token&) {
            QStringList ports;
            if (const auto found = store->image(image.toStdString()); found && *found) {
                for (const std::string& exposed : (*found)->config.exposedPorts) {
                    const int port = QString::fromStdString(exposed).section(u'/', 0, 0).toInt();
                    ports.push_back(u"%1:%2"_s.arg(port < 1024 ? port + 8000 : port).arg(port));
                }
            }
            return ports.join(u' ');
        },
        [this, image, anchor = QPointer<QWidget>(anchor)](const QString& ports) {
            m_field->ask(anchor, tr("Run %1").arg(familiarName(image)),
                         tr("Ports of this computer that lead into the container, HOST:CONTAINER. It gets a network of its own."), ports,
                         tr("Run"), portsProblem, [this, image](const QString& text) { run(image, text.split(u' ', Qt::SkipEmptyParts)); });
        });
}

void ImageActions::run(const QString& image, const QStringList& ports) {
    m_runVertex = Digest::ofSha256("run " + std::to_string(++m_runs));
    const auto now = std::chrono::system_clock::now();
    m_log.take({build::VertexEvent{.digest = m_runVertex, .inputs = {}, .name = tr("run %1").arg(familiarName(image)).toStdString(),
                                   .started = now, .completed = {}, .error = {}, .stage = {}, .instruction = {}}});
    Q_EMIT logWanted();
    m_running.start(m_engine.storeRoot(), image, ports);
}

void ImageActions::askExport(const QString& image, QWidget* anchor) {
    auto* menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::pair<QString, store::ExportFormat> formats[] = {
        {tr("OCI archive (.tar)"), store::ExportFormat::OciArchive},
        {tr("OCI layout (folder)"), store::ExportFormat::OciDirectory},
        {tr("Docker archive (.tar), for docker load"), store::ExportFormat::DockerArchive},
        {tr("Root file system (.tar)"), store::ExportFormat::RootTar},
        {tr("Root file system (folder)"), store::ExportFormat::LocalDirectory}};
    for (const auto& [text, format] : formats) {
        menu->addAction(text, this, [this, image, format = format] { exportAs(image, format); });
    }
    menu->popup(anchor != nullptr ? anchor->mapToGlobal(QPoint(0, anchor->height() + 4)) : m_window->mapToGlobal(m_window->rect().center()));
}

void ImageActions::exportAs(const QString& image, store::ExportFormat format) {
    const bool folder = format == store::ExportFormat::OciDirectory || format == store::ExportFormat::LocalDirectory;
    QString name = familiarName(image).section(u'/', -1);
    name.replace(u':', u'-');
    const QString suggested = QDir::home().filePath(folder ? name : name + u".tar"_s);
    const QString chosen = QFileDialog::getSaveFileName(m_window, tr("Export %1").arg(familiarName(image)), suggested);
    if (chosen.isEmpty()) {
        return;
    }
    store::ExportOptions options;
    options.format = format;
    options.destination = toPath(chosen);
    options.names = {image.toStdString()};
    m_store.exportTo(image, std::move(options));
}

void ImageActions::askPush(const QString& image, QWidget* anchor) {
    m_field->ask(anchor, tr("Push %1").arg(familiarName(image)),
                 tr("Where to: registry/name:tag. Your own registry log-ins are used."), familiarName(image), tr("Push"), nameProblem,
                 [this, image](const QString& name) { m_store.push(image, name); });
}

void ImageActions::askImage() {
    m_field->ask(nullptr, tr("Browse an image"),
                 tr("A name in the store, the id of a build, @STAGE of the last build, docker-daemon:NAME, or the path of an OCI layout or an image archive."), {},
                 tr("Browse"), [](const QString& image) { return image.isEmpty() ? u" "_s : QString(); }, [this](const QString& image) { Q_EMIT imageWanted(image); });
}

void ImageActions::askName(const QString& image, QWidget* anchor) {
    m_field->ask(anchor, tr("Another name for %1").arg(familiarName(image)), tr("name:tag"), familiarName(image), tr("Add the name"), nameProblem,
                 [this, image](const QString& name) { m_store.addName(image, name); });
}

} // namespace sw::ui
