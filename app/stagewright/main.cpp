#include "app/stagewright/picture.h"
#include "core/store/store.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace {

void loadTranslations(QApplication& app, const QString& language) {
    QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    if (locale.language() == QLocale::C) { // no language chosen anywhere: English has plural forms as well
        locale = QLocale(QLocale::English, QLocale::UnitedStates);
    }
    QLocale::setDefault(locale);
    for (const auto& [name, directory] : {std::pair{u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)},
                                          std::pair{u"stagewright"_s, u":/stagewright/translations"_s}}) {
        auto* translator = new QTranslator(&app);
        if (translator->load(locale, name, u"_"_s, directory)) {
            app.installTranslator(translator);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setOrganizationName(u"Stagewright"_s);
    QApplication::setApplicationName(u"Stagewright"_s);
    QApplication::setDesktopFileName(u"stagewright"_s);
    QApplication::setApplicationVersion(QStringLiteral(STAGEWRIGHT_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(u"See, build and understand multi-stage Dockerfiles."_s);
    parser.addPositionalArgument(u"path"_s, u"A Dockerfile, or a directory with one."_s, u"[PATH]"_s);
    const QCommandLineOption picture(u"screenshot"_s, u"Save a picture of the window and leave."_s, u"file"_s);
    const QCommandLineOption size(u"size"_s, u"Size of the picture."_s, u"WxH"_s, u"1600x1000"_s);
    const QCommandLineOption build(u"build"_s, u"Build the target first."_s);
    const QCommandLineOption theme(u"theme"_s, u"light, dark, contrast or system."_s, u"name"_s);
    const QCommandLineOption lang(u"lang"_s, u"Language of the window, en or es."_s, u"code"_s);
    const QCommandLineOption page(u"page"_s, u"The page to show, e.g. layers, timeline, log, problems, settings."_s, u"name"_s);
    const QCommandLineOption line(u"line"_s, u"The line to go to."_s, u"number"_s);
    const QCommandLineOption hostCa(u"host-ca"_s, u"Trust this computer's certificates inside RUN, for this file."_s);
    const QCommandLineOption browse(u"browse"_s, u"Show the layers and files of an image, or of a build by its id."_s, u"image"_s);
    const QCommandLineOption store(u"store"_s, u"Directory of the store."_s, u"directory"_s);
    parser.addOptions({picture, size, build, theme, lang, page, line, hostCa, browse, store});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(app);

    sw::ui::Settings settings = sw::ui::Settings::load();
    loadTranslations(app, parser.isSet(lang) ? parser.value(lang) : settings.language);
    if (parser.isSet(theme)) {
        const QString name = parser.value(theme);
        settings.scheme = name == "light"_L1      ? sw::ui::ColorScheme::Light
                          : name == "dark"_L1     ? sw::ui::ColorScheme::Dark
                          : name == "contrast"_L1 ? sw::ui::ColorScheme::HighContrast
                                                  : sw::ui::ColorScheme::System;
    }
    const QString root = parser.isSet(store) ? parser.value(store) : settings.store;
    sw::ui::MainWindow window(root.isEmpty() ? sw::store::Store::defaultRoot() : sw::ui::toPath(root));
    sw::ui::Theme::instance().setScheme(settings.scheme);

    const QStringList paths = parser.positionalArguments();
    if (!paths.isEmpty()) {
        window.openPath(paths.first());
    }
    if (parser.isSet(browse)) {
        paths.isEmpty() ? window.browseAlone(parser.value(browse)) : window.browse(parser.value(browse));
    }
    if (parser.isSet(picture)) {
        sw::PictureRequest request;
        request.file = parser.value(picture);
        request.build = parser.isSet(build);
        request.page = parser.value(page);
        request.line = parser.value(line).toInt();
        request.hostCa = parser.isSet(hostCa);
        const QStringList parts = parser.value(size).split(u'x');
        if (parts.size() == 2 && parts[0].toInt() > 0 && parts[1].toInt() > 0) {
            request.size = {parts[0].toInt(), parts[1].toInt()};
        }
        return sw::takePicture(app, window, request);
    }
    window.show();
    if (parser.isSet(page)) {
        window.showPage(parser.value(page));
    }
    return QApplication::exec();
}
