#include "ui/session/stagename.h"

#include <QCoreApplication>

namespace sw::ui {

QString stageTitle(const plan::Stage& stage) {
    return stage.name.empty() ? QCoreApplication::translate("Stage", "stage %1").arg(stage.index + 1) : QString::fromStdString(stage.writtenName);
}

} // namespace sw::ui
