#include "ui/shell/settings.h"

#include "core/store/store.h"
#include "ui/session/buildinputs.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QToolButton>

namespace sw::ui {

using namespace Qt::StringLiterals;

Settings Settings::load() {
    const QSettings stored;
    Settings settings;
    settings.scheme = static_cast<ColorScheme>(std::clamp(stored.value(u"scheme"_s, 0).toInt(), 0, 3));
    settings.language = stored.value(u"language"_s).toString();
    settings.fontSize = stored.value(u"fontSize"_s, 0).toInt();
    settings.hostCa = stored.value(u"hostCa"_s, false).toBool();
    settings.store = stored.value(u"store"_s).toString();
    settings.buildOnSave = stored.value(u"buildOnSave"_s, false).toBool();
    settings.formatOnSave = stored.value(u"formatOnSave"_s, false).toBool();
    return settings;
}

void Settings::save() const {
    QSettings stored;
    stored.setValue(u"scheme"_s, static_cast<int>(scheme));
    stored.setValue(u"language"_s, language);
    stored.setValue(u"fontSize"_s, fontSize);
    stored.setValue(u"hostCa"_s, hostCa);
    stored.setValue(u"store"_s, store);
    stored.setValue(u"buildOnSave"_s, buildOnSave);
    stored.setValue(u"formatOnSave"_s, formatOnSave);
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
