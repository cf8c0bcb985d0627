#include "ui/session/desktopprograms.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLocale>
#include <QMap>
#include <QMimeDatabase>
#include <QProcess>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

using Group = QMap<QString, QString>;

/// One group of a file of "key=value" lines; what is no such line is passed over.
Group readGroup(const QString& path, const QString& wanted) {
    constexpr qint64 kLargest = 4LL << 20;
    Group out;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargest) {
        return out;
    }
    bool inside = false;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (const QString& raw : lines) {
        const QString line = raw.trimmed();
        if (line.startsWith(u'[')) {
            inside = line == u'[' + wanted + u']';
        } else if (const qsizetype equals = line.indexOf(u'='); inside && equals > 0 && !line.startsWith(u'#')) {
            const QString key = line.left(equals).trimmed();
            if (!out.contains(key)) {
                out.insert(key, line.mid(equals + 1).trimmed());
            }
        }
    }
    return out;
}

/// Escapes of string values: \s \n \t \r and the backslash itself.
QString unescaped(const QString& value) {
    QString out;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value[i] != u'\\' || i + 1 == value.size()) {
            out += value[i];
            continue;
        }
        const QChar next = value[++i];
        out += next == u's' ? QChar(u' ') : next == u'n' ? QChar(u'\n') : next == u't' ? QChar(u'\t') : next == u'r' ? QChar(u'\r') : next;
    }
    return out;
}

QString localized(const Group& entry, const QString& key) {
    const QString whole = QLocale().name(); // "es_ES"
    for (const QString& tag : {whole, whole.section(u'_', 0, 0)}) {
        if (const QString value = entry.value(u"%1[%2]"_s.arg(key, tag)); !value.isEmpty()) {
            return unescaped(value);
        }
    }
    return unescaped(entry.value(key));
}

std::optional<DesktopProgram> readProgram(const QString& id, const QString& path) {
    const Group entry = readGroup(path, u"Desktop Entry"_s);
    const QString tried = entry.value(u"TryExec"_s);
    const QString command = unescaped(entry.value(u"Exec"_s));
    static const QString kFiles[] = {u"%f"_s, u"%F"_s, u"%u"_s, u"%U"_s};
    const bool takesFiles = std::ranges::any_of(kFiles, [&](const QString& code) { return command.contains(code); });
    if (entry.value(u"Type"_s) != u"Application"_s || entry.value(u"Hidden"_s) == u"true"_s || !takesFiles ||
        (!tried.isEmpty() && QStandardPaths::findExecutable(tried).isEmpty())) {
        return std::nullopt;
    }
    return DesktopProgram{.id = id, .name = localized(entry, u"Name"_s), .icon = entry.value(u"Icon"_s), .command = command, .file = path,
                          .terminal = entry.value(u"Terminal"_s) == u"true"_s};
}

/// By id, the entries of folders that come first winning; those that a menu would not show are among them.
QMap<QString, QString> entryFiles(const QStringList& folders) {
    QMap<QString, QString> out;
    for (const QString& folder : folders) {
        const QDir root(folder);
        QDirIterator files(folder, {u"*.desktop"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            QString id = root.relativeFilePath(path);
            id.replace(u'/', u'-');
            if (!out.contains(id)) {
                out.insert(id, path);
            }
        }
    }
    return out;
}

QStringList idsOf(const Group& group, const QString& type) { return group.value(type).split(u';', Qt::SkipEmptyParts); }

/// Lists of the user, the desktop and the distribution, in the order in which they count.
QStringList associationFiles(const QStringList& applications) {
    const QString desktop = qEnvironmentVariable("XDG_CURRENT_DESKTOP").section(u':', 0, 0).toLower();
    QStringList folders = QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation);
    folders += applications;
    QStringList out;
    for (const QString& folder : std::as_const(folders)) {
        if (!desktop.isEmpty()) {
            out.push_back(folder + u'/' + desktop + u"-mimeapps.list"_s);
        }
        out.push_back(folder + u"/mimeapps.list"_s);
    }
    return out;
}

/// Ids for a type and those that it is a kind of ("text/css" is text/plain), the user's choice first.
QStringList idsFor(const QStringList& types, const QStringList& applications) {
    QStringList out;
    QStringList removed;
    const QStringList associations = associationFiles(applications);
    for (const QString& type : types) {
        for (const QString& file : associations) {
            out += idsOf(readGroup(file, u"Default Applications"_s), type);
        }
        for (const QString& file : associations) {
            out += idsOf(readGroup(file, u"Added Associations"_s), type);
            removed += idsOf(readGroup(file, u"Removed Associations"_s), type);
        }
        for (const QString& folder : applications) {
            out += idsOf(readGroup(folder + u"/mimeinfo.cache"_s, u"MIME Cache"_s), type);
        }
    }
    out.removeDuplicates();
    out.removeIf([&removed](const QString& id) { return removed.contains(id); });
    return out;
}

} // namespace

ProgramChoice programsFor(const QString& fileName, const QByteArray& head) {
    ProgramChoice out;
    const QMimeDatabase types;
    const QMimeType type = types.mimeTypeForFileNameAndData(fileName, head);
    out.type = type.name();
    const QStringList applications = QStandardPaths::standardLocations(QStandardPaths::ApplicationsLocation);
    const QMap<QString, QString> files = entryFiles(applications);
    QStringList kinds{type.name()};
    kinds += type.allAncestors();
    kinds.removeAll(u"application/octet-stream"_s); // everything is
    const QStringList ids = idsFor(kinds, applications);
    for (const QString& id : ids) {
        if (auto program = files.contains(id) ? readProgram(id, files.value(id)) : std::nullopt) {
            out.fitting.push_back(std::move(*program));
        }
    }
    for (auto file = files.begin(); file != files.end(); ++file) {
        if (ids.contains(file.key())) {
            continue;
        }
        if (auto program = readProgram(file.key(), file.value()); program && readGroup(file.value(), u"Desktop Entry"_s).value(u"NoDisplay"_s) != u"true"_s) {
            out.others.push_back(std::move(*program));
        }
    }
    std::ranges::sort(out.others, [](const DesktopProgram& a, const DesktopProgram& b) { return a.name.localeAwareCompare(b.name) < 0; });
    return out;
}

QStringList commandOf(const DesktopProgram& program, const QString& file) {
    QStringList out;
    const QStringList words = QProcess::splitCommand(QString(program.command).replace(u"\\\""_s, u"\"\"\""_s)); // its way to write a quote
    for (const QString& word : words) {
        if (word == "%i"_L1) {
            out += program.icon.isEmpty() ? QStringList() : QStringList{u"--icon"_s, program.icon};
            continue;
        }
        QString filled;
        bool gone = false;
        for (qsizetype i = 0; i < word.size(); ++i) {
            if (word[i] != u'%' || i + 1 == word.size()) {
                filled += word[i];
                continue;
            }
            switch (word[++i].unicode()) {
            case u'%': filled += u'%'; break;
            case u'f':
            case u'F': filled += file; break;
            case u'u':
            case u'U': filled += QUrl::fromLocalFile(file).toString(QUrl::FullyEncoded); break;
            case u'c': filled += program.name; break;
            case u'k': filled += program.file; break;
            default: gone = word.size() == 2; break; // of older versions: they mean nothing
            }
        }
        if (!gone) {
            out.push_back(filled);
        }
    }
    if (!out.isEmpty() && program.terminal) {
        const QString terminal = QStandardPaths::findExecutable(u"x-terminal-emulator"_s);
        if (terminal.isEmpty()) {
            return {};
        }
        out = QStringList{terminal, u"-e"_s} + out;
    }
    return out;
}

bool startProgram(const DesktopProgram& program, const QString& file) {
    QStringList command = commandOf(program, file);
    if (command.isEmpty()) {
        return false;
    }
    const QString executable = command.takeFirst();
    return QProcess::startDetached(executable, command);
}

} // namespace sw::ui
