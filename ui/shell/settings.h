#pragma once

#include "core/checks/catalogue.h"
#include "ui/shell/popover.h"
#include "ui/theme/theme.h"

#include <functional>
#include <set>

#include <QString>

namespace sw::ui {

/// What a person set for the whole program; kept by QSettings.
struct Settings {
    ColorScheme scheme = ColorScheme::System;
    QString language; ///< "en", "es"; "" = the desktop's
    int fontSize = 0; ///< points; 0 = the desktop's
    bool hostCa = false; ///< for files that are new to the program
    QString store;    ///< directory; "" = default
    bool buildOnSave = false;
    bool formatOnSave = false;
    std::set<checks::RuleSet> ruleSets; ///< whose rules the problems come from

    Settings();
    static Settings load();
    void save() const;
    bool operator==(const Settings&) const = default;
};

/// The settings as a panel over the window; each change takes effect at once, the language at the next start.
class SettingsPanel : public Popover {
    Q_OBJECT
public:
    explicit SettingsPanel(QWidget* window);
    void openPanel();

Q_SIGNALS:
    void settingsChanged(const sw::ui::Settings& settings);
    void restartNeeded();

private:
    QWidget* makeRuleSets();
    void change(const std::function<void(Settings&)>& apply);
    Settings m_settings;
};

} // namespace sw::ui
