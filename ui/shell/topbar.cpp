#include "ui/shell/topbar.h"

#include "ui/session/stagename.h"
#include "ui/shell/inputpopovers.h"
#include "ui/shell/summarybar.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxChipValue = 140;

QString targetName(const DocumentSession& document) {
    const QString chosen = document.inputs().target;
    if (!chosen.isEmpty()) {
        return chosen;
    }
    const SnapshotPtr& snapshot = document.snapshot();
    if (snapshot && !snapshot->graph->stages.empty()) {
        return stageTitle(snapshot->graph->stages.back());
    }
    return TopBar::tr("Last stage");
}

} // namespace

TopBar::TopBar(DocumentSession& document, QWidget* window)
    : QFrame(window),
      m_document(document),
      m_project(new QLabel(this)),
      m_targetChip(chip(tr("Target"))),
      m_contextChip(chip(tr("Context"))),
      m_argumentsChip(chip(tr("Arguments"))),
      m_secretsChip(chip(tr("Secrets"))),
      m_hostCa(chip(tr("Host CA"))),
      m_build(new QPushButton(this)),
      m_onSave(chip(tr("On save"))),
      m_summary(new SummaryBar(this)) {
    Theme::setVariant(this, "panel", u"bar"_s);
    Theme::setVariant(m_project, "tone", u"strong"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(m_project);
    layout->addSpacing(4);
    for (QWidget* widget : {static_cast<QWidget*>(m_targetChip), static_cast<QWidget*>(m_contextChip),
                            static_cast<QWidget*>(m_argumentsChip), static_cast<QWidget*>(m_secretsChip),
                            static_cast<QWidget*>(m_hostCa), static_cast<QWidget*>(m_build), static_cast<QWidget*>(m_onSave)}) {
        layout->addWidget(widget);
    }
    layout->addSpacing(8);
    layout->addWidget(m_summary, 1);

    m_hostCa->setCheckable(true);
    m_hostCa->setIcon(Theme::instance().icon(u"key"_s));
    m_hostCa->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_hostCa->setToolTip(tr("Trust this computer's certificates inside RUN: for a company's or school's network that opens TLS. "
                            "They reach no layer and no image."));
    m_hostCa->setEnabled(!hostCaBundle().empty());
    m_onSave->setCheckable(true);
    m_onSave->setIcon(Theme::instance().icon(u"refresh"_s));
    m_onSave->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_onSave->setToolTip(tr("Build again whenever the file is saved or a file of the context changes"));
    m_build->setAccessibleName(tr("Build"));
    setBuilding(false, false);
    makePopovers(window);

    connect(m_build, &QPushButton::clicked, this, [this] { m_building ? Q_EMIT stopRequested() : Q_EMIT buildRequested(); });
    connect(m_onSave, &QToolButton::toggled, this, &TopBar::buildOnSaveChanged);
    connect(m_hostCa, &QToolButton::clicked, this, [this](bool on) { change([on](BuildInputs& inputs) { inputs.hostCa = on; }); });
    connect(m_targetChip, &QToolButton::clicked, this, &TopBar::showTargets);
    connect(&m_document, &DocumentSession::inputsChanged, this, &TopBar::showInputs);
    connect(&m_document, &DocumentSession::snapshotChanged, this, &TopBar::showInputs);
    connect(&m_document, &DocumentSession::statesChanged, m_summary, &SummaryBar::setStates);
}

QToolButton* TopBar::chip(const QString& name) {
    auto* button = new QToolButton(this);
    Theme::setVariant(button, "kind", u"chip"_s);
    button->setText(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void TopBar::setChip(QToolButton* button, const QString& name, const QString& value) {
    const QString shown = QFontMetrics(button->font()).elidedText(value, Qt::ElideMiddle, kMaxChipValue);
    button->setText(value.isEmpty() ? name : u"%1  %2 ▾"_s.arg(name, shown));
    button->setAccessibleName(name + u": "_s + value);
}

void TopBar::makePopovers(QWidget* window) {
    m_arguments = new ArgumentsPopover(window);
    m_secrets = new SecretsPopover(window);
    m_context = new ContextPopover(window);
    const auto opens = [this](QToolButton* button, auto* popover) {
        connect(button, &QToolButton::clicked, this, [this, button, popover] {
            if (popover->isVisible()) {
                popover->hide();
                return;
            }
            popover->setInputs(m_document.inputs());
            popover->openUnder(button);
        });
    };
    opens(m_argumentsChip, m_arguments);
    opens(m_secretsChip, m_secrets);
    opens(m_contextChip, m_context);
    connect(m_arguments, &ArgumentsPopover::argumentsChanged, this, [this](const QMap<QString, QString>& arguments) {
        change([&arguments](BuildInputs& inputs) { inputs.buildArgs = arguments; });
    });
    connect(m_secrets, &SecretsPopover::secretsChanged, this, [this](const QList<BuildInputs::Secret>& secrets) {
        change([&secrets](BuildInputs& inputs) { inputs.secrets = secrets; });
    });
    connect(m_context, &ContextPopover::contextChanged, this,
            [this](const QString& directory, const QMap<QString, QString>& named, const QString& tag, const QStringList& platforms) {
                change([&](BuildInputs& inputs) {
                    inputs.platforms = platforms;
                    inputs.context = directory;
                    inputs.namedContexts = named;
                    inputs.tag = tag;
                });
            });
}

template <typename Change> void TopBar::change(Change apply) {
    BuildInputs inputs = m_document.inputs();
    apply(inputs);
    Q_EMIT inputsChosen(inputs);
}

void TopBar::setProject(const QString& name, const QString& path) {
    m_project->setText(QFontMetrics(m_project->font()).elidedText(name, Qt::ElideMiddle, 180));
    m_project->setToolTip(path);
}

void TopBar::setBuilding(bool building, bool stopping) {
    m_building = building;
    m_build->setText(stopping ? tr("Stopping…") : building ? tr("Stop") : tr("Build"));
    m_build->setIcon(Theme::instance().icon(building ? u"stop"_s : u"play"_s, building ? Theme::IconTint::Text : Theme::IconTint::OnAccent));
    m_build->setToolTip(building ? tr("Stop the build (Esc in the log, or Ctrl+Shift+B)") : tr("Build the target (Ctrl+B)"));
    m_build->setAccessibleName(m_build->text());
    Theme::setVariant(m_build, "kind", building ? u"danger"_s : u"primary"_s);
    if (building) {
        m_build->setEnabled(!stopping);
    }
}

void TopBar::setBuildAllowed(bool allowed, const QString& why) {
    if (!m_building) {
        m_build->setEnabled(allowed);
        m_build->setToolTip(allowed ? tr("Build the target (Ctrl+B)") : why);
    }
}

void TopBar::setBuildOnSave(bool on) { m_onSave->setChecked(on); }

void TopBar::openPopover(const QString& id) {
    (id == "arguments"_L1 ? m_argumentsChip : id == "secrets"_L1 ? m_secretsChip : m_contextChip)->click();
}

void TopBar::showInputs() {
    const BuildInputs& inputs = m_document.inputs();
    setChip(m_targetChip, tr("Target"), targetName(m_document));
    const QDir base = QFileInfo(m_document.path()).absoluteDir();
    QString context = m_document.path().isEmpty() ? QString() : base.relativeFilePath(inputs.context);
    if (context.startsWith(u"../../.."_s)) {
        context = inputs.context;
    }
    setChip(m_contextChip, tr("Context"), context.isEmpty() ? u"."_s : context);
    m_contextChip->setToolTip(inputs.context);
    const auto counted = [](qsizetype count) { return count == 0 ? QString() : QString::number(count); };
    setChip(m_argumentsChip, tr("Arguments"), counted(inputs.buildArgs.size()));
    setChip(m_secretsChip, tr("Secrets"), counted(inputs.secrets.size()));
    m_hostCa->setChecked(inputs.hostCa);
    if (const SnapshotPtr& snapshot = m_document.snapshot()) {
        QMap<QString, QString> declared;
        for (const dockerfile::Instruction& instruction : snapshot->document->instructions) {
            const auto* pairs = instruction.as<dockerfile::PairArgs>();
            if (instruction.kind != dockerfile::InstructionKind::Arg || pairs == nullptr) {
                continue;
            }
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                const QString name = QString::fromStdString(pair.key.text);
                if (pair.hasValue || !declared.contains(name)) {
                    declared.insert(name, QString::fromStdString(pair.value.text));
                }
            }
        }
        m_arguments->setDeclared(declared);
    }
}

void TopBar::showTargets() {
    const SnapshotPtr& snapshot = m_document.snapshot();
    if (!snapshot) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString chosen = m_document.inputs().target;
    const auto add = [&](const QString& text, const QString& target) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(target == chosen);
        connect(action, &QAction::triggered, this, [this, target] { change([&target](BuildInputs& inputs) { inputs.target = target; }); });
    };
    add(tr("Last stage"), QString());
    menu->addSeparator();
    for (const plan::Stage& stage : snapshot->graph->stages) {
        add(stageTitle(stage),
            stage.name.empty() ? QString::number(stage.index) : QString::fromStdString(stage.name));
    }
    menu->popup(m_targetChip->mapToGlobal(QPoint(0, m_targetChip->height() + 4)));
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fitChips();
}

/// In a narrow window the words beside icons go first.
void TopBar::fitChips() {
    const bool narrow = width() < 1180;
    for (QToolButton* button : {m_hostCa, m_onSave}) {
        button->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }
    m_project->setVisible(width() > 900);
}

} // namespace sw::ui
