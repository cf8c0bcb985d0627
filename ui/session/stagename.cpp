#include "ui/session/stagename.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace sw::ui {

QString stageTitle(const plan::Stage& stage) {
    return stage.name.empty() ? QCoreApplication::translate("Stage", "stage %1").arg(stage.index + 1) : QString::fromStdString(stage.writtenName);
}

QString stageTitle(const std::string& displayName) {
    static const QRegularExpression unnamed(QStringLiteral("^stage (\\d+)$")); // no name has a blank
    const QString name = QString::fromStdString(displayName);
    const QRegularExpressionMatch match = unnamed.match(name);
    return match.hasMatch() ? QCoreApplication::translate("Stage", "stage %1").arg(match.captured(1)) : name;
}

} // namespace sw::ui
