#pragma once

#include <QList>
#include <QString>

namespace sw::ui {

/// A Dockerfile to start from, out of the program's resources.
struct Template {
    QString id;
    QString name;
    QString description; ///< in the reader's language
    QString dockerfile;  ///< resource path
};
QList<Template> templates();

/// A project of the lesson.
struct Example {
    QString id;
    QString name;
    QString description;
};
QList<Example> examples();

/// A writable copy of an example below the user's data directory, made at the first call; what is there already stays as the
/// user left it. Path of its Dockerfile; empty with a sentence in `error` when it cannot be written.
QString openableExample(const QString& id, QString* error);

} // namespace sw::ui
