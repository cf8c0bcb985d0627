#pragma once

#include "core/build/build.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <filesystem>

namespace sw::ui {

class Remembered;

/// What a person chose for one Dockerfile besides its text; remembered per file. Of a secret only its id and where it
/// comes from is kept, never its value.
struct BuildInputs {
    struct Secret {
        QString id;
        QString file;        ///< one of file and environment
        QString environment;
        bool operator==(const Secret&) const = default;
    };

    QString target;                       ///< "" = last stage
    QString context;                      ///< absolute directory
    QMap<QString, QString> buildArgs;
    QMap<QString, QString> namedContexts; ///< name -> directory, docker-image://REF, oci-layout://DIR
    QList<Secret> secrets;
    bool hostCa = false;                  ///< RUN sees this computer's CA bundle
    QString tag;                          ///< name given to the image in the store
    QStringList platforms;                ///< "linux/arm64"; of several each is built; none: this machine's

    bool operator==(const BuildInputs&) const = default;

    /// Those of a file that was never seen: its own directory as context, its folder's name as tag.
    static BuildInputs defaultsFor(const QString& dockerfile);
    static BuildInputs load(const Remembered& settings, const QString& dockerfile);
    void save(Remembered& settings, const QString& dockerfile) const;

    build::BuildRequest toRequest(const QString& dockerfile, const std::string& text) const;
    plan::Inputs toPlanInputs() const;
};

/// Each once; what is no platform is left out.
std::vector<oci::Platform> platformList(const QStringList& names);

/// The CA bundle of this computer: SSL_CERT_FILE or where distributions keep it. Empty when there is none.
std::filesystem::path hostCaBundle();

std::filesystem::path toPath(const QString& text);
QString toQString(const std::filesystem::path& path);

} // namespace sw::ui
