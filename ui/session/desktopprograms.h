#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

/// Which programs of this desktop open a kind of file: by its own database (freedesktop.org: Desktop Entry 1.5, MIME applications
/// 1.0.1). Qt knows types, icons and folders; it knows no programs.
namespace sw::ui {

struct DesktopProgram {
    QString id;      ///< "org.kde.kate.desktop"; empty: whatever the desktop takes by itself
    QString name;    ///< in the reader's language
    QString icon;
    QString command; ///< Exec=, with its field codes
    QString file;    ///< of the entry
    bool terminal = false;
    bool operator==(const DesktopProgram&) const = default;
};

struct ProgramChoice {
    QString type;                        ///< "text/css"
    std::vector<DesktopProgram> fitting; ///< the user's own choice first
    std::vector<DesktopProgram> others;  ///< that open files at all, by name
};

/// Where entries are: $XDG_DATA_HOME/applications, then those of $XDG_DATA_DIRS. Reads the disk: for workers.
ProgramChoice programsFor(const QString& fileName, const QByteArray& head);

/// What an entry's Exec= makes of one file; empty when it is broken. Exposed for the tests.
QStringList commandOf(const DesktopProgram& program, const QString& file);

/// False: it could not be started.
bool startProgram(const DesktopProgram& program, const QString& file);

} // namespace sw::ui
