#include "ui/session/sentence.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

/// What core writes as "1.15 MB" or "2.5 s", as the language writes it.
QString localNumber(QString text) {
    static const QRegularExpression amount(u"^[0-9]+\\.[0-9]+ ?([kMGTP]?B|s|%)$"_s);
    return amount.match(text).hasMatch() ? text.replace(u'.', QLocale().decimalPoint()) : text;
}

} // namespace

QString shown(const Sentence& sentence) {
    if (!sentence.isTranslatable()) {
        return localNumber(QString::fromStdString(sentence.pattern()));
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
