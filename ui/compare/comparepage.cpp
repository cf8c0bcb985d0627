#include "ui/compare/comparepage.h"

#include "ui/compare/differenceview.h"
#include "ui/compare/valuesview.h"
#include "ui/models/format.h"
#include "ui/session/buildinputs.h"
#include "ui/theme/sections.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Change;

namespace {

enum Page { MessagePage, FilesPage, ValuesPage };

/// The mark and the growth in the colour of the change.
class DifferenceDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const Theme& theme = Theme::instance();
        const auto change = static_cast<Change>(index.data(CompareModel::ChangeRole).toInt());
        if (index.column() == CompareModel::MarkColumn) {
            option->palette.setColor(QPalette::Text, theme.color(change == Change::Added     ? Theme::Role::Added
                                                                 : change == Change::Removed ? Theme::Role::Removed
                                                                                             : Theme::Role::Modified));
        } else if (index.column() == CompareModel::DiffersColumn || index.column() == CompareModel::LineColumn) {
            option->palette.setColor(QPalette::Text, theme.color(Theme::Role::TextMuted));
        } else if (index.column() == CompareModel::PathColumn) {
            option->textElideMode = Qt::ElideMiddle;
        }
    }
};

QComboBox* imageBox(QWidget* parent, const QString& name) {
    auto* box = new QComboBox(parent);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setAccessibleName(name);
    box->setToolTip(name + u'\n' + ComparePage::tr("A stage, a build, an image; or type an archive, an OCI folder, docker-daemon:NAME"));
    box->setMinimumWidth(150);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    box->lineEdit()->setPlaceholderText(name);
    return box;
}

QString sumText(const QString& word, const analysis::ChangeSum& sum) {
    return sum.bytes == 0 ? word : word + u" ("_s + signedBytesText(sum.bytes) + u')';
}

} // namespace

ComparePage::ComparePage(Engine& engine, QWidget* parent)
    : QWidget(parent), m_session(engine), m_before(imageBox(this, tr("Before"))), m_after(imageBox(this, tr("After"))), m_swap(new QToolButton(this)),
      m_strict(new QToolButton(this)), m_summary(new QLabel(this)), m_filesTab(new QToolButton(this)), m_valuesTab(new QToolButton(this)), m_search(new QLineEdit(this)), m_changes{}, m_count(new QLabel(this)),
      m_list(new QTreeView(this)), m_difference(new DifferenceView(this)), m_values(new ValuesView(this)), m_messageTitle(new QLabel(this)), m_message(new QLabel(this)),
      m_stack(new QStackedLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    auto* body = new QWidget(this);
    body->setLayout(m_stack);
    auto* message = new QWidget(body);
    auto* column = new QVBoxLayout(message);
    column->setContentsMargins(24, 24, 24, 24);
    Theme::setVariant(m_messageTitle, "tone", u"strong"_s);
    Theme::setVariant(m_message, "tone", u"muted"_s);
    column->addStretch(2);
    for (QLabel* label : {m_messageTitle, m_message}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addStretch(3);
    m_stack->addWidget(message);
    m_stack->addWidget(makeFiles());
    m_stack->addWidget(m_values);
    layout->addWidget(body, 1);
    showMessage(tr("Nothing is compared yet"), tr("Choose two images, builds or stages above: what differs in their files, their configuration and their layers is "
                                                 "shown here, with the line that is responsible."));

    connect(&m_session, &CompareSession::choicesChanged, this, &ComparePage::fillChoices);
    connect(&m_session, &CompareSession::compareDone, this, &ComparePage::onCompared);
    connect(&m_session, &CompareSession::arranged, this, [this](const CompareOrder& order) {
        // The file whose difference is shown stays chosen while it is in the list; else the first one is.
        const QVariant before = m_list->currentIndex().data(CompareModel::FileRole);
        m_model.setOrder(order);
        showCount();
        const QModelIndexList found = m_model.match(m_model.index(0, 0), CompareModel::FileRole, before, 1, Qt::MatchExactly);
        if (before.isValid() && !found.isEmpty()) {
            m_list->setCurrentIndex(found.front());
        } else if (m_model.rowCount() > 0) {
            m_list->setCurrentIndex(m_model.index(0, 0));
        } else {
            m_difference->clear();
        }
    });
    connect(&m_session, &CompareSession::fileReady, this, [this](const FileComparison& file) {
        if (m_session.compared()) {
            m_difference->show(*m_session.compared(), file);
        }
    });
    connect(&m_session, &CompareSession::failed, this, [this](const QString& sentence) { showMessage(tr("They cannot be compared"), sentence); });
    connect(&m_session, &CompareSession::busyChanged, this, &ComparePage::settledChanged);
    connect(m_values, &ValuesView::lineClicked, this, &ComparePage::goToLine);
}

QWidget* ComparePage::makeBar() {
    auto* bar = new QFrame(this);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(12, 4, 8, 4);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_before, 1);
    m_swap->setText(u"⇄"_s);
    m_swap->setToolTip(tr("Exchange the two"));
    m_swap->setAccessibleName(m_swap->toolTip());
    row->addWidget(m_swap);
    row->addWidget(m_after, 1);
    m_strict->setText(tr("Times too"));
    m_strict->setCheckable(true);
    m_strict->setToolTip(tr("Times of files, the time of creation and hard links count as well"));
    Theme::setVariant(m_strict, "kind", u"chip"_s);
    row->addWidget(m_strict);
    column->addLayout(row);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    auto* group = new QButtonGroup(this);
    m_filesTab->setText(tr("Files"));
    m_valuesTab->setText(tr("Configuration, history, layers"));
    for (QToolButton* button : {m_filesTab, m_valuesTab}) {
        button->setCheckable(true);
        Theme::setVariant(button, "kind", u"chip"_s);
        group->addButton(button);
        second->addWidget(button);
    }
    m_filesTab->setChecked(true);
    connect(group, &QButtonGroup::buttonClicked, this, &ComparePage::showBody);
    Theme::setVariant(m_summary, "tone", u"small"_s);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->installEventFilter(this);
    second->addWidget(m_summary, 1);
    column->addLayout(second);

    const auto chosen = [this] {
        m_chosen = true;
        run();
    };
    for (QComboBox* box : {m_before, m_after}) {
        connect(box, &QComboBox::activated, this, chosen);
        connect(box->lineEdit(), &QLineEdit::returnPressed, this, chosen);
    }
    connect(m_swap, &QToolButton::clicked, this, [this] {
        const QString a = imageOf(m_before);
        const QString b = imageOf(m_after);
        choose(m_before, b);
        choose(m_after, a);
        m_chosen = true;
        run();
    });
    connect(m_strict, &QToolButton::toggled, this, &ComparePage::run);
    return bar;
}

QWidget* ComparePage::makeFiles() {
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    auto* upper = new QWidget(splitter);
    auto* column = new QVBoxLayout(upper);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QFrame(upper);
    Theme::setVariant(bar, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    m_search->setPlaceholderText(tr("Search in the paths"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    row->addWidget(m_search, 1);
    Theme::setVariant(m_count, "tone", u"small"_s);
    row->addWidget(m_count);
    const std::array<QString, 3> words = {tr("Added"), tr("Changed", "files"), tr("Removed")};
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        m_changes[i] = new QToolButton(bar);
        m_changes[i]->setText(words[i]);
        m_changes[i]->setCheckable(true);
        Theme::setVariant(m_changes[i], "kind", u"chip"_s);
        row->addWidget(m_changes[i]);
        connect(m_changes[i], &QToolButton::toggled, this, &ComparePage::onWish);
    }
    column->addWidget(bar);
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Files that differ"));
    m_list->setItemDelegate(new DifferenceDelegate(m_list));
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(CompareModel::PathColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(CompareModel::MarkColumn, QHeaderView::Fixed);
    header->setMinimumSectionSize(24);
    header->setSortIndicatorShown(true);
    header->resizeSection(CompareModel::MarkColumn, 26);
    header->resizeSection(CompareModel::DiffersColumn, 110);
    for (const int section : {CompareModel::BeforeColumn, CompareModel::AfterColumn, CompareModel::GrowthColumn}) {
        fitSection(header, section, 76);
    }
    header->resizeSection(CompareModel::LineColumn, 180);
    header->setSortIndicator(CompareModel::GrowthColumn, Qt::DescendingOrder);
    m_list->setSortingEnabled(true);
    column->addWidget(m_list, 1);
    splitter->addWidget(upper);
    splitter->addWidget(m_difference);
    splitter->setSizes({240, 160});
    connect(m_search, &QLineEdit::textChanged, this, &ComparePage::onWish);
    connect(&m_model, &CompareModel::sortWanted, this, [this](CompareWish::Order order, bool descending) {
        m_wish.order = order;
        m_wish.descending = descending;
        onWish();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ComparePage::onCurrent);
    connect(m_list, &QTreeView::activated, this, [this](const QModelIndex& index) { goToLine(index.data(CompareModel::LineNumberRole).toInt()); });
    return splitter;
}

void ComparePage::setDockerfile(const QString& path) {
    if (toPath(path) != m_session.dockerfile()) {
        m_chosen = false;
        m_session.refresh(toPath(path));
    }
}

void ComparePage::refresh() { m_session.refresh(m_session.dockerfile()); }

void ComparePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

QString ComparePage::imageOf(const QComboBox* box) const {
    const int at = box->findText(box->currentText());
    return at >= 0 && box->itemData(at).isValid() ? box->itemData(at).toString() : box->currentText().trimmed();
}

void ComparePage::choose(QComboBox* box, const QString& image) {
    const int at = box->findData(image);
    if (at >= 0) {
        box->setCurrentIndex(at);
    } else {
        box->setEditText(image);
    }
    box->lineEdit()->setCursorPosition(0);
}

void ComparePage::fillChoices() {
    for (QComboBox* box : {m_before, m_after}) {
        const QString chosen = imageOf(box);
        box->clear();
        std::optional<CompareChoice::Kind> kind;
        for (const CompareChoice& choice : m_session.choices()) {
            if (kind && kind != choice.kind) {
                box->insertSeparator(box->count());
            }
            kind = choice.kind;
            box->addItem(choice.title, choice.image);
        }
        box->setCurrentIndex(-1);
        choose(box, chosen);
    }
    if (!m_chosen) {
        chooseDefaults();
    } else if (isVisible() && (imageOf(m_before).startsWith(u'@') || imageOf(m_after).startsWith(u'@'))) {
        run(); // the last build may be another one by now
    }
}

/// The last two builds, or else the first and the last stage of the only one.
void ComparePage::chooseDefaults() {
    QStringList builds;
    QStringList stages;
    for (const CompareChoice& choice : m_session.choices()) {
        if (choice.kind != CompareChoice::Kind::Image) {
            (choice.kind == CompareChoice::Kind::Build ? builds : stages).push_back(choice.image);
        }
    }
    const QStringList pair = builds.size() >= 2 ? QStringList{builds[1], builds[0]} : stages.size() >= 2 ? QStringList{stages.front(), stages.back()} : QStringList();
    if (pair.isEmpty() || (imageOf(m_before) == pair[0] && imageOf(m_after) == pair[1] && m_session.compared())) {
        return;
    }
    choose(m_before, pair[0]);
    choose(m_after, pair[1]);
    if (isVisible()) {
        run();
    }
}

void ComparePage::compare(const QString& before, const QString& after) {
    m_chosen = true;
    choose(m_before, before);
    choose(m_after, after);
    run();
}

void ComparePage::run() {
    const QString before = imageOf(m_before);
    const QString after = imageOf(m_after);
    if (before.isEmpty() || after.isEmpty()) {
        return;
    }
    showSummary(tr("comparing…"));
    m_session.compare(before, after, !m_strict->isChecked());
}

void ComparePage::onCompared(const ComparedPtr& compared, const CompareOrder& order) {
    m_model.set(compared, order);
    m_difference->clear();
    m_values->show(compared);
    showSummary(summary());
    if (!compared) {
        return;
    }
    showCount();
    const analysis::Comparison& comparison = compared->comparison;
    const std::uint64_t files = comparison.added.files + comparison.modified.files + comparison.removed.files; // folders are told with them, not counted
    m_filesTab->setText(tr("Files · %1", "number").arg(QLocale().toString(static_cast<qulonglong>(files))));
    m_valuesTab->setText(tr("Configuration, history, layers · %1", "number").arg(m_values->differences()));
    showBody();
    if (m_model.rowCount() > 0) {
        m_list->setCurrentIndex(m_model.index(0, 0));
    }
}

QString ComparePage::summary() const {
    const ComparedPtr& compared = m_session.compared();
    if (!compared) {
        return {};
    }
    const analysis::Comparison& comparison = compared->comparison;
    QString text = comparison.equal() ? tr("No difference")
                                      : sumText(tr("%Ln added", nullptr, static_cast<int>(comparison.added.files)), comparison.added) + u" · "_s +
                                            sumText(tr("%Ln changed", nullptr, static_cast<int>(comparison.modified.files)), comparison.modified) + u"\n"_s +
                                            sumText(tr("%Ln removed", nullptr, static_cast<int>(comparison.removed.files)), comparison.removed);
    return text + u" · "_s + tr("%Ln layer(s) shared", nullptr, static_cast<int>(comparison.sharedLayers));
}

/// As much of it as there is room for.
void ComparePage::showSummary(const QString& text) {
    m_summary->setToolTip(text);
    QStringList lines = text.split(u'\n');
    for (QString& line : lines) {
        line = m_summary->fontMetrics().elidedText(line, Qt::ElideRight, m_summary->width());
    }
    m_summary->setText(lines.join(u'\n'));
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_summary && event->type() == QEvent::Resize) {
        showSummary(m_summary->toolTip());
    }
    return QWidget::eventFilter(watched, event);
}

void ComparePage::showCount() {
    m_count->setText(tr("%Ln path(s)", nullptr, m_model.rowCount()));
    m_count->setToolTip(tr("Files, links and folders that differ and fit"));
}

void ComparePage::showBody() {
    if (m_session.compared()) {
        m_stack->setCurrentIndex(m_filesTab->isChecked() ? FilesPage : ValuesPage);
    }
}

void ComparePage::onWish() {
    m_wish.text = m_search->text().trimmed().toStdString();
    m_wish.changes = 0;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        m_wish.changes |= static_cast<std::uint8_t>(m_changes[i]->isChecked() ? 2U << i : 0U);
    }
    m_session.arrange(m_wish);
}

void ComparePage::onCurrent(const QModelIndex& index) {
    if (index.isValid()) {
        m_session.showFile(index.data(CompareModel::FileRole).toULongLong());
    }
}

void ComparePage::goToLine(int line) {
    if (const ComparedPtr& compared = m_session.compared(); line > 0 && compared && compared->after.record) {
        Q_EMIT lineClicked(QString::fromStdString(compared->after.record->dockerfile.string()), line);
    }
}

void ComparePage::showMessage(const QString& title, const QString& text) {
    m_messageTitle->setText(title);
    m_message->setText(text);
    m_stack->setCurrentIndex(MessagePage);
    showSummary({});
}

} // namespace sw::ui
