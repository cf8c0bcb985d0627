/// Pictures of every view of the real window, to be looked at: a project is opened and built, or an image is browsed, and one thing after
/// the other is done as by a person. packaging/screenshots/make takes them in both themes and languages.
///
///   pictures --store DIR --out DIR [--theme light|dark] [--lang en|es] [--size WxH] [--host-ca] [--image NAME] [--before A --after B] [PROJECT]
#include "ui/build/historypage.h"
#include "ui/compare/comparepage.h"
#include "ui/compare/valuesview.h"
#include "ui/editor/dockerfileeditor.h"
#include "ui/layers/filepreviewview.h"
#include "ui/layers/filetreeview.h"
#include "ui/layers/filterpanel.h"
#include "ui/layers/layerspage.h"
#include "ui/layers/pointbar.h"
#include "ui/layers/treemapview.h"
#include "ui/session/buildinputs.h"
#include "ui/session/documentsession.h"
#include "ui/session/engine.h"
#include "ui/shell/buildcontroller.h"
#include "ui/shell/filecontroller.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pages.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QCommandLineParser>
#include <QDir>
#include <QLibraryInfo>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPixmap>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTranslator>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <vector>

using namespace sw::ui;
using namespace Qt::StringLiterals;
using sw::analysis::FileTree;

namespace {

class Album {
public:
    Album(MainWindow& window, QString folder) : m_window(window), m_folder(std::move(folder)) { QDir().mkpath(m_folder); }

    /// Does it, waits until the window has settled, and keeps what is seen then.
    void take(const QString& name, const std::function<void()>& act) {
        act();
        if (!settle()) {
            m_good = false;
            std::fprintf(stderr, "pictures: %s did not come to rest\n", qUtf8Printable(name));
        }
        const QString file = u"%1/%2-%3.png"_s.arg(m_folder).arg(++m_number, 2, 10, QChar(u'0')).arg(name);
        QPixmap picture = m_window.grab();
        for (QWidget* other : QApplication::topLevelWidgets()) { // what is open over the window belongs to what is seen
            if (other->isVisible() && (other->windowFlags() & Qt::Popup) == Qt::Popup) {
                QPainter(&picture).drawPixmap(m_window.mapFromGlobal(other->mapToGlobal(QPoint())), other->grab());
            }
        }
        if (QWidget* page = m_window.workspace().page(m_window.workspace().currentPage())) {
            const int usual = m_parts.empty() ? page->width() : m_parts.front().second.width();
            if (page->width() == usual) { // one that takes the whole window is a picture of its own
                m_parts.emplace_back(name, picture.copy(QRect(page->mapTo(&m_window, QPoint()), page->size())));
            }
        }
        if (!picture.save(file)) {
            m_good = false;
            std::fprintf(stderr, "pictures: %s cannot be written\n", qUtf8Printable(file));
        }
    }
    /// True when nothing is under way any more, animations with it.
    bool settle() {
        constexpr int kLongest = 300'000;
        constexpr int kAnimation = 250;
        do {
            if (!QTest::qWaitFor([this] { return m_window.isSettled(); }, kLongest)) {
                return false;
            }
            QTest::qWait(kAnimation);
        } while (!m_window.isSettled());
        return true;
    }
    /// The pages alone, four on a sheet in their true size: few to look at, and all can be read.
    void saveSheets() {
        constexpr int kGap = 6;
        constexpr std::size_t kOnSheet = 4;
        for (std::size_t first = 0; first < m_parts.size(); first += kOnSheet) {
            const auto part = std::span(m_parts).subspan(first, std::min(kOnSheet, m_parts.size() - first));
            const QSize cell = std::ranges::max(part, {}, [](const auto& one) { return one.second.width(); }).second.size();
            QPixmap sheet(2 * cell.width() + kGap, 2 * (cell.height() + 20) + kGap);
            sheet.fill(Qt::magenta);
            QPainter painter(&sheet);
            for (std::size_t i = 0; i < part.size(); ++i) {
                const QPoint place(static_cast<int>(i % 2) * (cell.width() + kGap), static_cast<int>(i / 2) * (cell.height() + 20 + kGap));
                painter.drawText(place + QPoint(4, 14), part[i].first);
                painter.drawPixmap(place + QPoint(0, 20), part[i].second);
            }
            painter.end();
            m_good = sheet.save(u"%1/sheet-%2.png"_s.arg(m_folder).arg(first / kOnSheet + 1, 2, 10, QChar(u'0'))) && m_good;
        }
    }
    bool isGood() const { return m_good; }

private:
    MainWindow& m_window;
    QString m_folder;
    int m_number = 0;
    std::vector<std::pair<QString, QPixmap>> m_parts;
    bool m_good = true;
};

QString pathOf(const FileTree& tree, FileTree::Id id) { return u'/' + QString::fromStdString(tree.path(id)); }

/// The largest file that fits; none: nothing does.
std::optional<QString> largest(const FileTree& tree, const std::function<bool(const FileTree::Node&, const QString& path)>& fits) {
    FileTree::Id best = 0;
    for (FileTree::Id id = 1; id < tree.size(); ++id) {
        const FileTree::Node& node = tree.node(id);
        if (!node.directory && node.bytes > 0 && (best == 0 || node.bytes > tree.node(best).bytes) && fits(node, pathOf(tree, id))) {
            best = id;
        }
    }
    return best == 0 ? std::nullopt : std::optional(pathOf(tree, best));
}

void takeTreemaps(Album& album, LayersPage& layers) {
    const QStringList colorings = {u"stage"_s, u"change"_s, u"kind"_s, u"layer"_s};
    const int before = layers.treemap()->coloring()->currentIndex();
    for (const bool cushions : {false, true}) {
        layers.treemap()->cushions()->setChecked(cushions);
        for (int i = 0; i < colorings.size(); ++i) {
            album.take(u"treemap-%1-%2"_s.arg(cushions ? u"cushions"_s : u"flat"_s, colorings[i]), [&] { layers.treemap()->coloring()->setCurrentIndex(i); });
        }
    }
    layers.treemap()->cushions()->setChecked(false);
    layers.treemap()->coloring()->setCurrentIndex(before);
    album.take(u"treemap-zoomed"_s, [&] { layers.treemap()->canvas()->setRoot(layers.session().tree()->find("usr").value_or(0)); });
    layers.treemap()->canvas()->setRoot(0);
}

void takeFiles(Album& album, LayersPage& layers) {
    const FileTree& tree = *layers.session().tree();
    const auto endsWith = [](const QStringList& ends) {
        return [ends](const FileTree::Node&, const QString& path) {
            return std::ranges::any_of(ends, [&](const QString& end) { return path.endsWith(end); });
        };
    };
    FilePreviewView& preview = *layers.preview();
    if (const auto text = largest(tree, endsWith({u".html"_s, u".conf"_s}))) {
        album.take(u"file-text"_s, [&] { layers.files()->showPath(*text); });
    }
    if (const auto picture = largest(tree, endsWith({u".png"_s, u".svg"_s}))) {
        album.take(u"file-picture"_s, [&] { layers.files()->showPath(*picture); });
    }
    if (const auto any = largest(tree, [](const FileTree::Node&, const QString&) { return true; })) {
        album.take(u"file-bytes"_s, [&] { layers.files()->showPath(*any); });
        if (preview.hexButton()->isEnabled() && !preview.hexButton()->isChecked()) {
            album.take(u"file-hex"_s, [&] { preview.hexButton()->click(); });
            preview.hexButton()->click();
        }
    }
}

void takeLayers(Album& album, MainWindow& window) {
    LayersPage& layers = *window.pages().layers();
    album.take(u"layers"_s, [&] { window.showPage(u"layers"_s); });
    if (!layers.session().tree()) {
        return;
    }
    FileTreeView& files = *layers.files();
    album.take(u"tree"_s, [&] {
        const FileTree& tree = *layers.session().tree();
        for (FileTree::Id id = 0; tree.node(id).directory && tree.node(id).firstChild != FileTree::kNone;) { // into the largest folders
            files.tree()->expand(files.model().indexOf(id));
            FileTree::Id next = tree.node(id).firstChild;
            for (const FileTree::Id child : tree.children(id)) {
                next = tree.node(child).bytes > tree.node(next).bytes ? child : next;
            }
            id = next;
        }
    });
    album.take(u"changed"_s, [&] { files.changedOnly()->click(); });
    files.panel()->reset();
    album.take(u"search"_s, [&] { files.filterField()->setText(u"*.js*"_s); });
    files.filterField()->clear();
    album.take(u"filter"_s, [&] { files.panelButton()->click(); });
    files.panel()->hide();
    album.take(u"alone"_s, [&] { layers.alone()->click(); });
    album.take(u"stacked"_s, [&] { layers.stacked()->click(); });
    album.take(u"page-only"_s, [&] { window.action(u"page-only"_s)->setChecked(true); });
    window.action(u"page-only"_s)->setChecked(false);
    takeTreemaps(album, layers);
    takeFiles(album, layers);
    for (const auto& [name, button] : {std::pair(u"environment"_s, layers.points()->environment()), std::pair(u"packages"_s, layers.points()->packages()),
                                       std::pair(u"findings"_s, layers.findings()), std::pair(u"ships"_s, layers.ships())}) {
        if (button->isVisibleTo(&layers)) {
            album.take(name, [&] { button->setChecked(true); });
            button->setChecked(false);
        }
    }
    if (layers.points()->track()->maximum() > 0) {
        album.take(u"point"_s, [&] { layers.points()->track()->setValue(layers.points()->track()->maximum() / 2); });
    }
    if (layers.stageChoice()->count() > 1) {
        album.take(u"first-stage"_s, [&] {
            layers.stageChoice()->setCurrentIndex(0);
            Q_EMIT layers.stageChoice()->activated(0);
        });
        album.take(u"first-stage-findings"_s, [&] { layers.findings()->setChecked(true); });
        layers.findings()->setChecked(false);
    }
}

void takeComparison(Album& album, MainWindow& window, const QString& before, const QString& after) {
    ComparePage& compare = *window.pages().compare();
    window.showPage(u"compare"_s);
    album.take(u"compare"_s, [&] { compare.compare(before, after); });
    album.take(u"compare-changed"_s, [&] { compare.changeChip(sw::analysis::Change::Modified)->click(); });
    album.take(u"compare-file"_s, [&] {
        int row = compare.model().rowCount() - 1;
        while (row > 0 && !compare.model().index(row, CompareModel::PathColumn).data().toString().endsWith(u"os-release"_s)) {
            --row;
        }
        compare.list()->setCurrentIndex(compare.model().index(row, 0));
    });
    compare.changeChip(sw::analysis::Change::Modified)->click();
    album.take(u"compare-values"_s, [&] { compare.valuesButton()->click(); });
    compare.filesButton()->click();
}

struct Wishes {
    QString project, image, before, after;
    bool hostCa = false;
};

void takeAll(Album& album, MainWindow& window, const Wishes& wishes) {
    wishes.project.isEmpty() ? window.files().newFile() : window.openPath(wishes.project);
    album.take(u"opened"_s, [] {});
    if (!wishes.image.isEmpty()) {
        window.browse(wishes.image);
        album.settle();
    } else if (!wishes.project.isEmpty()) {
        if (!QTest::qWaitFor([&] { return window.engine().capabilities() != nullptr; }, 60'000)) {
            return; // this machine has not told what it can do
        }
        BuildInputs inputs = window.document().inputs();
        inputs.hostCa = wishes.hostCa;
        window.document().setInputs(inputs);
        album.settle();
        album.take(u"built"_s, [&] { window.build(); });
    }
    takeLayers(album, window);
    if (!wishes.before.isEmpty()) {
        takeComparison(album, window, wishes.before, wishes.after);
    }
    for (const QString& page : window.workspace().pageIds()) {
        if (page != "layers"_L1 && page != "compare"_L1) {
            album.take(page, [&] { window.showPage(page); });
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const QTemporaryDir settings; // nobody's own
    QCoreApplication::setOrganizationName(u"StagewrightPictures"_s);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QCommandLineParser parser;
    for (const auto& [name, standard] : {std::pair(u"store"_s, QString()), std::pair(u"out"_s, u"."_s), std::pair(u"theme"_s, u"dark"_s), std::pair(u"lang"_s, u"en"_s),
                                         std::pair(u"size"_s, u"1600x1000"_s), std::pair(u"image"_s, QString()), std::pair(u"before"_s, QString()), std::pair(u"after"_s, QString())}) {
        parser.addOption(QCommandLineOption(name, name, name, standard));
    }
    parser.addOption(QCommandLineOption(u"host-ca"_s, u"Trust this computer's certificates inside RUN."_s));
    parser.addHelpOption();
    parser.process(app);
    const QLocale locale = parser.value(u"lang"_s) == "es"_L1 ? QLocale(QLocale::Spanish, QLocale::Spain) : QLocale(QLocale::English, QLocale::UnitedStates);
    QLocale::setDefault(locale);
    for (const auto& [name, folder] : {std::pair(u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)), std::pair(u"stagewright"_s, u":/stagewright/translations"_s)}) {
        auto* translator = new QTranslator(&app);
        if (translator->load(locale, name, u"_"_s, folder)) {
            QApplication::installTranslator(translator);
        }
    }
    MainWindow window(toPath(parser.value(u"store"_s)));
    Theme::instance().setScheme(parser.value(u"theme"_s) == "light"_L1 ? ColorScheme::Light : ColorScheme::Dark);
    const QStringList size = parser.value(u"size"_s).split(u'x');
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    Album album(window, parser.value(u"out"_s));
    takeAll(album, window,
            {.project = parser.positionalArguments().value(0),
             .image = parser.value(u"image"_s),
             .before = parser.value(u"before"_s),
             .after = parser.value(u"after"_s),
             .hostCa = parser.isSet(u"host-ca"_s)});
    album.saveSheets();
    return album.isGood() ? 0 : 1;
}
