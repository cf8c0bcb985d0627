#include "ui/layers/treemapview.h"

#include "core/base/imagepath.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::FileTree;

namespace {

/// `folder`, or the nearest one above it that has `id` in it.
FileTree::Id commonFolder(const FileTree& tree, FileTree::Id folder, FileTree::Id id) {
    const auto holds = [&](FileTree::Id above) {
        FileTree::Id at = id;
        while (at != above && at != 0) {
            at = tree.node(at).parent;
        }
        return at == above;
    };
    while (folder != 0 && !holds(folder)) {
        folder = tree.node(folder).parent;
    }
    return folder;
}

} // namespace

TreemapView::TreemapView(QWidget* parent) : QWidget(parent), m_canvas(new TreemapCanvas(this)), m_path(new QLabel(this)), m_legend(new QLabel(this)),
      m_strip(new QFrame(this)), m_cushions(new QToolButton(this)), m_coloring(new QComboBox(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 2, 8, 2);
    m_path->setTextFormat(Qt::RichText);
    m_path->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_path->setAccessibleName(tr("Folder of the treemap"));
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_path, 1);
    m_coloring->addItem(tr("Colour: stage"), static_cast<int>(TreemapCanvas::Coloring::ByStage));
    m_coloring->addItem(tr("Colour: change"), static_cast<int>(TreemapCanvas::Coloring::ByChange));
    m_coloring->addItem(tr("Colour: kind"), static_cast<int>(TreemapCanvas::Coloring::ByType));
    m_coloring->addItem(tr("Colour: layer"), static_cast<int>(TreemapCanvas::Coloring::ByLayer));
    m_coloring->setAccessibleName(tr("What the colours of the treemap say"));
    Theme::setVariant(m_legend, "tone", u"small"_s);
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setAccessibleName(tr("What the colours stand for"));
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_coloring);
    m_cushions->setText(tr("Cushions"));
    m_cushions->setCheckable(true);
    m_cushions->setToolTip(tr("Shows what belongs together by light and shade instead of frames"));
    Theme::setVariant(m_cushions, "kind", u"chip"_s);
    row->addWidget(m_cushions);
    layout->addWidget(bar);
    Theme::setVariant(m_strip, "panel", u"bar"_s);
    auto* stripRow = new QHBoxLayout(m_strip);
    stripRow->setContentsMargins(12, 1, 8, 3);
    stripRow->addWidget(m_legend);
    layout->addWidget(m_strip);
    layout->addWidget(m_canvas, 1);
    connect(m_coloring, &QComboBox::currentIndexChanged, this,
            [this] { m_canvas->setColoring(static_cast<TreemapCanvas::Coloring>(m_coloring->currentData().toInt())); });
    connect(m_coloring, &QComboBox::activated, this, [this] { m_coloringChosen = true; });
    connect(m_cushions, &QToolButton::toggled, m_canvas, &TreemapCanvas::setCushions);
    connect(m_canvas, &TreemapCanvas::legendChanged, this, &TreemapView::showLegend);
    connect(m_canvas, &TreemapCanvas::rootChanged, this, &TreemapView::showBreadcrumb);
    connect(&Theme::instance(), &Theme::changed, this, &TreemapView::showBreadcrumb);
    bar->installEventFilter(this); // the room decides how much of path and legend is shown
    connect(m_canvas, &TreemapCanvas::currentChanged, this, [this](FileTree::Id id) {
        Q_EMIT pathChosen(QString::fromStdString(absolutePath(m_canvas->tree()->path(id))));
    });
    connect(m_path, &QLabel::linkActivated, this, [this](const QString& link) { m_canvas->setRoot(link.toUInt()); });
}

void TreemapView::setTree(const ShownTree& shown, const StageLayersPtr& layers) {
    chooseColoring(layers);
    m_canvas->setTree(shown.tree, shown.filtered, layers);
}

/// By stage, but of an image without lines, where that would be one colour, by layer.
void TreemapView::chooseColoring(const StageLayersPtr& layers) {
    if (!m_coloringChosen && layers) {
        const bool lines = std::ranges::any_of(layers->layers, [](const StageLayers::Layer& layer) { return layer.line > 0; });
        m_coloring->setCurrentIndex(m_coloring->findData(static_cast<int>(lines ? TreemapCanvas::Coloring::ByStage : TreemapCanvas::Coloring::ByLayer)));
    }
}

void TreemapView::setFiltered(const FilteredPtr& filtered) { m_canvas->setFiltered(filtered); }

void TreemapView::setLayers(const StageLayersPtr& layers) { m_canvas->setLayers(layers); }

void TreemapView::showLegend() {
    const auto legend = m_canvas->legend();
    const QFontMetrics metrics(m_legend->font());
    const int room = width() - 20 - metrics.horizontalAdvance(u" …"_s);
    QString text;
    QString all;
    int used = 0;
    bool whole = true;
    for (std::size_t i = 0; i < legend.size(); ++i) {
        const auto& [color, word] = legend[i];
        const QString item = u"<span style=\"color:%1\">■</span>&nbsp;%2"_s.arg(color.name(), word.toHtmlEscaped());
        all += (i == 0 ? QString() : u"<br>"_s) + item;
        used += metrics.horizontalAdvance(u"■  "_s + word + u"   "_s);
        whole = whole && (i == 0 || used <= room);
        if (whole) {
            text += (i == 0 ? QString() : u"&nbsp;&nbsp; "_s) + item;
        }
    }
    m_legend->setText(whole || text.isEmpty() ? text : text + u" …"_s);
    m_legend->setToolTip(all);
    m_strip->setVisible(m_canvas->tree() != nullptr); // also without words: the map does not jump
}

bool TreemapView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        showLegend();
        showBreadcrumb();
    }
    return QWidget::eventFilter(watched, event);
}

void TreemapView::showPath(const QString& path) {
    if (const FileTreePtr& tree = m_canvas->tree()) {
        const FileTree::Id id = tree->find(cleanImagePath(path.toStdString())).value_or(FileTree::kNone);
        if (id != FileTree::kNone) {
            m_canvas->setRoot(commonFolder(*tree, m_canvas->root(), id));
        }
        m_canvas->select(id);
    }
}

void TreemapView::showBreadcrumb() {
    QString text;
    QString plain;
    if (const FileTreePtr& tree = m_canvas->tree()) {
        const int room = width() - m_coloring->sizeHint().width() - m_cushions->sizeHint().width() - 60;
        const QString color = Theme::instance().color(Theme::Role::Accent).name();
        for (FileTree::Id id = m_canvas->root(); id != FileTree::kNone; id = tree->node(id).parent) {
            const std::string_view name = tree->node(id).name;
            const QString shown = id == 0 ? u"/"_s : QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).toHtmlEscaped();
            plain = text.isEmpty() ? shown : shown + u" › "_s + plain;
            if (id != m_canvas->root() && id != 0 && m_path->fontMetrics().horizontalAdvance(plain + u"/ › … › "_s) > room) {
                text = text.startsWith(u'…') ? text : u"… › "_s + text; // its beginning and its end are the most of it
                continue;
            }
            const QString part = id == m_canvas->root() ? shown : u"<a href=\"%1\" style=\"color:%2\">%3</a>"_s.arg(id).arg(color, shown);
            text = text.isEmpty() ? part : part + u" › "_s + text;
        }
    }
    m_path->setText(text);
    m_path->setToolTip(m_canvas->tree() ? QString::fromStdString(absolutePath(m_canvas->tree()->path(m_canvas->root()))) : QString());
}

} // namespace sw::ui
