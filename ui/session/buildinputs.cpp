#include "ui/session/buildinputs.h"

#include "ui/session/remembered.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

QString groupOf(const QString& dockerfile) {
    const QByteArray hash = QCryptographicHash::hash(dockerfile.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
    return u"files/"_s + QString::fromLatin1(hash) + u'/';
}

QVariantMap toVariant(const QMap<QString, QString>& map) {
    QVariantMap result;
    for (auto it = map.begin(); it != map.end(); ++it) {
        result.insert(it.key(), it.value());
    }
    return result;
}

QMap<QString, QString> toStrings(const QVariantMap& map) {
    QMap<QString, QString> result;
    for (auto it = map.begin(); it != map.end(); ++it) {
        result.insert(it.key(), it.value().toString());
    }
    return result;
}

/// A folder name as an image name: lower case, only what references allow.
QString imageNameFor(const QString& folder) {
    QString name = folder.toLower();
    name.replace(QRegularExpression(u"[^a-z0-9._-]+"_s), u"-"_s);
    name.remove(QRegularExpression(u"^[._-]+|[._-]+$"_s));
    return name.isEmpty() ? u"image"_s : name;
}

} // namespace

std::filesystem::path toPath(const QString& text) { return std::filesystem::path(text.toStdString()); }
QString toQString(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

BuildInputs BuildInputs::defaultsFor(const QString& dockerfile) {
    BuildInputs inputs;
    const QDir directory = QFileInfo(dockerfile).absoluteDir();
    inputs.context = directory.absolutePath();
    inputs.tag = imageNameFor(directory.dirName());
    return inputs;
}

BuildInputs BuildInputs::load(const Remembered& settings, const QString& dockerfile) {
    BuildInputs inputs = defaultsFor(dockerfile);
    const QString group = groupOf(dockerfile);
    inputs.target = settings.value(group + u"target"_s).toString();
    const QString context = settings.value(group + u"context"_s).toString();
    if (!context.isEmpty()) {
        inputs.context = context;
    }
    inputs.buildArgs = toStrings(settings.value(group + u"buildArgs"_s).toMap());
    inputs.namedContexts = toStrings(settings.value(group + u"namedContexts"_s).toMap());
    inputs.hostCa = settings.value(group + u"hostCa"_s, settings.value(u"hostCa"_s, false)).toBool();
    inputs.tag = settings.value(group + u"tag"_s, inputs.tag).toString();
    inputs.platforms = settings.value(group + u"platforms"_s).toStringList();
    const QVariantList secrets = settings.value(group + u"secrets"_s).toList();
    for (const QVariant& value : secrets) {
        const QVariantMap map = value.toMap();
        inputs.secrets.push_back({map.value(u"id"_s).toString(), map.value(u"file"_s).toString(),
                                  map.value(u"environment"_s).toString()});
    }
    return inputs;
}

void BuildInputs::save(Remembered& settings, const QString& dockerfile) const {
    const QString group = groupOf(dockerfile);
    settings.setValue(group + u"path"_s, dockerfile);
    settings.setValue(group + u"target"_s, target);
    settings.setValue(group + u"context"_s, context);
    settings.setValue(group + u"buildArgs"_s, toVariant(buildArgs));
    settings.setValue(group + u"namedContexts"_s, toVariant(namedContexts));
    settings.setValue(group + u"hostCa"_s, hostCa);
    settings.setValue(group + u"tag"_s, tag);
    settings.setValue(group + u"platforms"_s, platforms);
    QVariantList list;
    for (const Secret& secret : secrets) {
        list.push_back(QVariantMap{{u"id"_s, secret.id}, {u"file"_s, secret.file}, {u"environment"_s, secret.environment}});
    }
    settings.setValue(group + u"secrets"_s, list);
}

std::vector<oci::Platform> platformList(const QStringList& names) {
    std::vector<oci::Platform> out;
    for (const QString& name : names) {
        if (const auto platform = oci::Platform::parse(name.toStdString()); platform && std::ranges::find(out, *platform) == out.end()) {
            out.push_back(*platform);
        }
    }
    return out;
}

plan::Inputs BuildInputs::toPlanInputs() const {
    plan::Inputs result;
    result.target = target.toStdString();
    if (const auto known = platformList(platforms); !known.empty()) {
        result.targetPlatform = known.front();
    }
    for (auto it = buildArgs.begin(); it != buildArgs.end(); ++it) {
        result.buildArgs[it.key().toStdString()] = it.value().toStdString();
    }
    for (auto it = namedContexts.begin(); it != namedContexts.end(); ++it) {
        result.namedContexts[it.key().toLower().toStdString()] = it.value().toStdString();
    }
    return result;
}

build::BuildRequest BuildInputs::toRequest(const QString& dockerfile, const std::string& text) const {
    build::BuildRequest request;
    request.dockerfile = toPath(dockerfile);
    request.text = text;
    request.context = toPath(context);
    request.inputs = toPlanInputs();
    request.platforms = platformList(platforms);
    if (!tag.isEmpty()) {
        request.tags.push_back(tag.toStdString());
    }
    for (const Secret& secret : secrets) {
        request.secrets.push_back(
            {.id = secret.id.toStdString(), .file = toPath(secret.file), .environment = secret.environment.toStdString()});
    }
    if (hostCa) {
        if (const std::filesystem::path bundle = hostCaBundle(); !bundle.empty()) {
            request.hostCa = bundle;
        }
    }
    return request;
}

std::filesystem::path hostCaBundle() {
    const QString chosen = qEnvironmentVariable("SSL_CERT_FILE");
    const QStringList places = {chosen, u"/etc/ssl/certs/ca-certificates.crt"_s, u"/etc/pki/tls/certs/ca-bundle.crt"_s,
                                u"/etc/ssl/ca-bundle.pem"_s, u"/etc/ssl/cert.pem"_s};
    for (const QString& place : places) {
        if (!place.isEmpty() && QFileInfo(place).isFile()) {
            return toPath(place);
        }
    }
    return {};
}

} // namespace sw::ui
