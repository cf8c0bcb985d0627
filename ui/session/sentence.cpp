#include "ui/session/sentence.h"

#include <QCoreApplication>

namespace sw::ui {

QString shown(const Sentence& sentence) {
    if (!sentence.isTranslatable()) {
        return QString::fromStdString(sentence.pattern());
    }
    std::vector<std::string> arguments;
    arguments.reserve(sentence.arguments().size());
    for (const Sentence& argument : sentence.arguments()) {
        arguments.push_back(shown(argument).toStdString());
    }
    const QString pattern = QCoreApplication::translate("core", sentence.pattern().c_str());
    return QString::fromStdString(fillPlaces(pattern.toStdString(), arguments));
}

} // namespace sw::ui
