#include "ui/shell/examples.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStandardPaths>

namespace sw::ui {

using namespace Qt::StringLiterals;

QList<Template> templates() {
    QList<Template> result;
    const QDir root(u":/stagewright/templates"_s);
    const QStringList ids = root.entryList(QDir::Dirs, QDir::Name);
    for (const QString& id : ids) {
        QFile file(root.filePath(id + u"/template.json"_s));
        if (!file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
        const QJsonObject descriptions = json.value("description"_L1).toObject();
        const QString language = QLocale().language() == QLocale::Spanish ? u"es"_s : u"en"_s;
        result.push_back({id, json.value("name"_L1).toString(), descriptions.value(language).toString(),
                          root.filePath(id + u"/Dockerfile"_s)});
    }
    return result;
}

QList<Example> examples() {
    return {{u"react-nginx"_s, QCoreApplication::translate("Examples", "React with nginx"),
             QCoreApplication::translate("Examples", "Built with node:18; only the finished pages ship, in nginx:alpine")},
            {u"express-api"_s, QCoreApplication::translate("Examples", "Express API"),
             QCoreApplication::translate("Examples", "Installed with node:18; ships in node:18-slim")}};
}

QString openableExample(const QString& id, QString* error) {
    const QString target = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/stagewright/examples/"_s + id;
    const QString source = u":/stagewright/examples/"_s + id;
    QDirIterator it(source, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString from = it.next();
        const QString to = target + from.mid(source.size());
        if (QFileInfo::exists(to)) {
            continue;
        }
        QDir().mkpath(QFileInfo(to).absolutePath());
        if (!QFile::copy(from, to)) {
            *error = QCoreApplication::translate("Examples", "The example cannot be copied to %1.").arg(target);
            return {};
        }
        QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    }
    return target + u"/Dockerfile"_s;
}

} // namespace sw::ui
