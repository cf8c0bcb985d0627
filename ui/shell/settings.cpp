#include "ui/shell/settings.h"

#include "core/store/store.h"
#include "ui/session/buildinputs.h"
#include "ui/session/remembered.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QToolButton>

#include <array>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kRuleSets = {checks::RuleSet::BuildKit, checks::RuleSet::Hadolint, checks::RuleSet::Shell, checks::RuleSet::Stages};

QString nameOf(checks::RuleSet set) { return QString::fromUtf8(checks::ruleSetName(set)); }

} // namespace

Settings::Settings() : ruleSets(kRuleSets.begin(), kRuleSets.end()) {}

Settings Settings::load() {
    const Remembered stored;
    Settings settings;
    settings.scheme = static_cast<ColorScheme>(std::clamp(stored.value(u"scheme"_s, 0).toInt(), 0, 3));
    settings.language = stored.value(u"language"_s).toString();
    settings.fontSize = stored.value(u"fontSize"_s, 0).toInt();
    settings.hostCa = stored.value(u"hostCa"_s, false).toBool();
    settings.store = stored.value(u"store"_s).toString();
    settings.buildOnSave = stored.value(u"buildOnSave"_s, false).toBool();
    settings.formatOnSave = stored.value(u"formatOnSave"_s, false).toBool();
    const QStringList off = stored.value(u"rulesOff"_s).toStringList(); // so that a set of a later version is on
    std::erase_if(settings.ruleSets, [&off](checks::RuleSet set) { return off.contains(nameOf(set)); });
    return settings;
}

void Settings::save() const {
    Remembered stored;
    stored.setValue(u"scheme"_s, static_cast<int>(scheme));
    stored.setValue(u"language"_s, language);
    stored.setValue(u"fontSize"_s, fontSize);
    stored.setValue(u"hostCa"_s, hostCa);
    stored.setValue(u"store"_s, store);
    stored.setValue(u"buildOnSave"_s, buildOnSave);
    stored.setValue(u"formatOnSave"_s, formatOnSave);
    QStringList off;
    for (const checks::RuleSet set : kRuleSets) {
        if (!ruleSets.contains(set)) {
            off.append(nameOf(set));
        }
    }
    stored.setValue(u"rulesOff"_s, off);
}

SettingsPanel::SettingsPanel(QWidget* window) : Popover(window), m_settings(Settings::load()) {
    setAccessibleName(tr("Settings"));
    setFixedWidth(540);
    auto* layout = new QFormLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(12);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* title = new QLabel(tr("Settings"), this);
    Theme::setVariant(title, "tone", u"strong"_s);
    layout->addRow(title);

    auto* scheme = new QComboBox(this);
    scheme->addItems({tr("Like the desktop"), tr("Light"), tr("Dark"), tr("High contrast")});
    scheme->setCurrentIndex(static_cast<int>(m_settings.scheme));
    layout->addRow(tr("Colours"), scheme);
    connect(scheme, &QComboBox::activated, this,
            [this](int index) { change([index](Settings& s) { s.scheme = static_cast<ColorScheme>(index); }); });

    auto* language = new QComboBox(this);
    language->addItem(tr("Like the desktop"), QString());
    language->addItem(u"English"_s, u"en"_s);
    language->addItem(u"Español"_s, u"es"_s);
    language->setCurrentIndex(std::max(0, language->findData(m_settings.language)));
    layout->addRow(tr("Language"), language);
    connect(language, &QComboBox::activated, this, [this, language] {
        change([language](Settings& s) { s.language = language->currentData().toString(); });
        Q_EMIT restartNeeded();
    });

    auto* size = new QComboBox(this);
    size->addItem(tr("Like the desktop"), 0);
    for (int points = 8; points <= 18; ++points) {
        size->addItem(tr("%1 pt").arg(points), points);
    }
    size->setCurrentIndex(std::max(0, size->findData(m_settings.fontSize)));
    layout->addRow(tr("Text size"), size);
    connect(size, &QComboBox::activated, this,
            [this, size] { change([size](Settings& s) { s.fontSize = size->currentData().toInt(); }); });

    auto* onSave = new QComboBox(this);
    onSave->setObjectName(u"formatOnSave"_s);
    onSave->addItems({tr("Leave the layout as it is"), tr("Format the Dockerfile")});
    onSave->setCurrentIndex(m_settings.formatOnSave ? 1 : 0);
    layout->addRow(tr("When saving"), onSave);
    connect(onSave, &QComboBox::activated, this, [this](int index) { change([index](Settings& s) { s.formatOnSave = index == 1; }); });

    layout->addRow(tr("Rules for problems"), makeRuleSets());

    auto* hostCa = new QComboBox(this);
    hostCa->addItems({tr("Those of the image"), tr("Also this computer's")});
    hostCa->setCurrentIndex(m_settings.hostCa ? 1 : 0);
    hostCa->setToolTip(tr("For files opened for the first time; each file remembers its own choice."));
    layout->addRow(tr("Certificates inside RUN"), hostCa);
    connect(hostCa, &QComboBox::activated, this, [this](int index) { change([index](Settings& s) { s.hostCa = index == 1; }); });

    auto* storeRow = new QWidget(this);
    auto* storeLayout = new QHBoxLayout(storeRow);
    storeLayout->setContentsMargins(0, 0, 0, 0);
    auto* store = new QLineEdit(m_settings.store, storeRow);
    store->setPlaceholderText(toQString(store::Store::defaultRoot()));
    auto* browse = new QToolButton(storeRow);
    browse->setIcon(Theme::instance().icon(u"folder"_s, Theme::IconTint::Muted));
    browse->setToolTip(tr("Choose a folder…"));
    browse->setAccessibleName(tr("Choose a folder…"));
    storeLayout->addWidget(store, 1);
    storeLayout->addWidget(browse);
    layout->addRow(tr("Store"), storeRow);
    connect(store, &QLineEdit::editingFinished, this, [this, store] {
        if (store->text() != m_settings.store) {
            change([store](Settings& s) { s.store = store->text(); });
        }
    });
    connect(browse, &QToolButton::clicked, this, [this, store] {
        const QString chosen = QFileDialog::getExistingDirectory(this->window(), tr("Store for images and layers"), store->text());
        if (!chosen.isEmpty()) {
            store->setText(chosen);
            change([&chosen](Settings& s) { s.store = chosen; });
        }
    });
}

/// One switch for each set of rules.
QWidget* SettingsPanel::makeRuleSets() {
    struct Switch {
        checks::RuleSet set;
        QString name;
        QString about;
    };
    const std::array<Switch, 4> switches = {{
        {checks::RuleSet::BuildKit, u"BuildKit"_s, tr("Its build checks, which `docker build --check` tells as well.")},
        {checks::RuleSet::Hadolint, u"hadolint"_s, tr("Advice about packages, users, labels and more, for the image that ships.")},
        {checks::RuleSet::Shell, u"ShellCheck"_s, tr("Advice about the shell scripts of RUN, where the program shellcheck is installed.")},
        {checks::RuleSet::Stages, tr("Stages"), tr("Stagewright's own rules about files with several stages.")},
    }};
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const Switch& one : switches) {
        auto* button = new QToolButton(row);
        button->setObjectName(u"rules-"_s + nameOf(one.set));
        button->setText(one.name);
        button->setToolTip(one.about);
        button->setAccessibleDescription(one.about);
        button->setCheckable(true);
        button->setChecked(m_settings.ruleSets.contains(one.set));
        layout->addWidget(button);
        connect(button, &QToolButton::toggled, this, [this, set = one.set](bool on) {
            change([set, on](Settings& s) { on ? void(s.ruleSets.insert(set)) : void(s.ruleSets.erase(set)); });
        });
    }
    layout->addStretch(1);
    return row;
}

void SettingsPanel::openPanel() {
    m_settings = Settings::load();
    openCentered(72);
}

void SettingsPanel::change(const std::function<void(Settings&)>& apply) {
    apply(m_settings);
    m_settings.save();
    Q_EMIT settingsChanged(m_settings);
}

} // namespace sw::ui
