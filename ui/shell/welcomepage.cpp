#include "ui/shell/welcomepage.h"

#include "ui/session/filesession.h"
#include "ui/shell/examples.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kContentWidth = 880;

/// A bordered tile: title, one line of description, a small drawing of its stages when it has some.
class Tile : public QAbstractButton {
public:
    Tile(QString title, QString description, int stages, QWidget* parent)
        : QAbstractButton(parent), m_title(std::move(title)), m_description(std::move(description)), m_stages(stages) {
        setAccessibleName(m_title);
        setAccessibleDescription(m_description);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setToolTip(m_description);
        setMinimumHeight(stages > 0 ? 120 : 84);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAttribute(Qt::WA_Hover);
        connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    }
    QSize sizeHint() const override { return {260, minimumHeight()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.color(hasFocus() ? Theme::Role::Accent : Theme::Role::Border), hasFocus() ? 2 : 1));
        painter.setBrush(theme.color(underMouse() || isDown() ? Theme::Role::Hover : Theme::Role::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
        int top = 12;
        if (m_stages > 0) {
            paintStages(painter, QRect(16, 16, width() - 32, 40));
            top = 66;
        }
        QFont bold = theme.uiFont();
        bold.setWeight(QFont::DemiBold);
        painter.setFont(bold);
        painter.setPen(theme.color(Theme::Role::Text));
        const int line = QFontMetrics(bold).height();
        painter.drawText(QRect(16, top, width() - 32, line), Qt::AlignLeft | Qt::AlignVCenter, m_title);
        painter.setFont(theme.uiFont(-1));
        painter.setPen(theme.color(Theme::Role::TextMuted));
        const QRect below(16, top + line + 4, width() - 32, height() - top - line - 8);
        painter.drawText(below, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_description);
    }

private:
    void paintStages(QPainter& painter, const QRect& area) const {
        const Theme& theme = Theme::instance();
        int x = area.left();
        for (int i = 0; i < m_stages; ++i) {
            const int w = i + 1 == m_stages ? 64 : 116;
            const QRectF box(x, area.top() + 4, w, 30);
            painter.setPen(QPen(theme.stageColor(static_cast<std::size_t>(i)), 1.5));
            painter.setBrush(theme.stageTint(static_cast<std::size_t>(i)));
            painter.drawRoundedRect(box, 5, 5);
            if (i + 1 < m_stages) {
                const qreal y = box.center().y();
                painter.setPen(QPen(theme.stageColor(static_cast<std::size_t>(i)), 1.5, Qt::DashLine));
                painter.drawLine(QPointF(box.right() + 3, y), QPointF(box.right() + 30, y));
                painter.setPen(Qt::NoPen);
                painter.setBrush(theme.stageColor(static_cast<std::size_t>(i)));
                painter.drawPolygon(QPolygonF({{box.right() + 36, y}, {box.right() + 29, y - 4}, {box.right() + 29, y + 4}}));
            }
            x += w + 40;
        }
    }
    QString m_title, m_description;
    int m_stages;
};

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    Theme::setVariant(label, "tone", u"strong"_s);
    return label;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent) : QScrollArea(parent), m_recent(new QVBoxLayout) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto* outer = new QWidget(this);
    setWidget(outer);
    auto* centered = new QHBoxLayout(outer);
    auto* content = new QWidget(outer);
    content->setMaximumWidth(kContentWidth);
    content->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    centered->addStretch(1);
    centered->addWidget(content, 12);
    centered->addStretch(1);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 48, 24, 32);
    layout->setSpacing(8);

    auto* title = new QLabel(u"Stagewright"_s, content);
    Theme::setVariant(title, "tone", u"title"_s);
    QFont big = Theme::instance().uiFont(1);
    title->setFont(big);
    layout->addWidget(title);
    auto* subtitle = new QLabel(tr("See what a multi-stage Dockerfile builds, what a build will do, and where the bytes go."), content);
    subtitle->setWordWrap(true);
    Theme::setVariant(subtitle, "tone", u"muted"_s);
    layout->addWidget(subtitle);
    layout->addSpacing(16);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* open = new QPushButton(tr("Open a Dockerfile…"), content);
    Theme::setVariant(open, "kind", u"primary"_s);
    connect(open, &QPushButton::clicked, this, &WelcomePage::openRequested);
    auto* fresh = new QPushButton(tr("New file"), content);
    connect(fresh, &QPushButton::clicked, this, &WelcomePage::newRequested);
    auto* image = new QPushButton(tr("Browse an image…"), content);
    image->setToolTip(tr("Layers and files of an image, an archive or an OCI folder: what is in it, and what makes it big"));
    connect(image, &QPushButton::clicked, this, &WelcomePage::imageRequested);
    buttons->addWidget(open);
    buttons->addWidget(fresh);
    buttons->addWidget(image);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addSpacing(24);

    layout->addWidget(heading(tr("Examples of the lesson"), content));
    auto* tiles = new QGridLayout;
    tiles->setSpacing(16);
    int column = 0;
    for (const Example& example : examples()) {
        auto* tile = new Tile(example.name, example.description, 2, content);
        connect(tile, &QAbstractButton::clicked, this, [this, id = example.id] { Q_EMIT exampleRequested(id); });
        tiles->addWidget(tile, 0, column++);
    }
    layout->addLayout(tiles);
    layout->addSpacing(24);

    layout->addWidget(heading(tr("Start from a template"), content));
    auto* grid = new QGridLayout;
    grid->setSpacing(16);
    int index = 0;
    for (const Template& entry : templates()) {
        auto* tile = new Tile(entry.name, entry.description, 0, content);
        connect(tile, &QAbstractButton::clicked, this, [this, id = entry.id] { Q_EMIT templateRequested(id); });
        grid->addWidget(tile, index / 3, index % 3);
        ++index;
    }
    for (int i = 0; i < 3; ++i) {
        grid->setColumnStretch(i, 1);
    }
    layout->addLayout(grid);
    layout->addSpacing(24);
    m_recent->setSpacing(2);
    layout->addLayout(m_recent);
    layout->addStretch(1);
    refreshRecent();
}

void WelcomePage::refreshRecent() {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->deleteLater();
        }
        delete item;
    }
    const QStringList files = RecentFiles::list();
    if (files.isEmpty()) {
        return;
    }
    m_recent->addWidget(heading(tr("Recent"), widget()));
    for (const QString& path : files) {
        const QFileInfo info(path);
        QString folder = info.absolutePath();
        if (folder.startsWith(QDir::homePath())) {
            folder = u'~' + folder.mid(QDir::homePath().size());
        }
        auto* button = new QPushButton(info.absoluteDir().dirName() + u"  ·  "_s +
                                           fontMetrics().elidedText(folder + u'/' + info.fileName(), Qt::ElideMiddle, 560),
                                       widget());
        button->setIcon(Theme::instance().icon(u"file"_s, Theme::IconTint::Muted));
        button->setToolTip(path);
        Theme::setVariant(button, "kind", u"flat"_s);
        button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT fileRequested(path); });
        m_recent->addWidget(button);
    }
}

} // namespace sw::ui
