#include "ui/models/format.h"

#include "core/base/bytesize.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace sw::ui {

namespace {
char decimalPoint() {
    const QString point = QLocale().decimalPoint();
    return point.isEmpty() ? '.' : point.at(0).toLatin1();
}
} // namespace

QString bytesText(std::uint64_t bytes) {
    return QString::fromStdString(formatBytes(static_cast<std::int64_t>(bytes), decimalPoint()));
}

QString signedBytesText(std::int64_t bytes) {
    if (bytes == 0) {
        return bytesText(0);
    }
    const auto magnitude = static_cast<std::uint64_t>(bytes < 0 ? -bytes : bytes);
    return (bytes < 0 ? QChar(0x2212) : QChar(u'+')) + bytesText(magnitude);
}

QString exactBytesText(std::uint64_t bytes) {
    return QCoreApplication::translate("Format", "%1 bytes").arg(QLocale().toString(static_cast<qulonglong>(bytes)));
}

QString secondsText(double seconds) { return QString::fromStdString(formatSeconds(seconds, decimalPoint())); }

QString dateText(build::Time time) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(ms);
    const QDate today = QDate::currentDate();
    if (when.date() == today) {
        return QLocale().toString(when.time(), QLocale::ShortFormat);
    }
    return QLocale().toString(when, QLocale::ShortFormat);
}

double secondsBetween(build::Time from, build::Time to) { return std::chrono::duration<double>(to - from).count(); }

} // namespace sw::ui
