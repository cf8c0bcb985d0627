#include "ui/shell/inputpopovers.h"

#include "core/oci/image.h"
#include "ui/theme/theme.h"

#include <QCompleter>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 460;

QVBoxLayout* startPopover(Popover* popover, const QString& title, const QString& hint) {
    popover->setMinimumWidth(kWidth);
    popover->setMaximumWidth(kWidth);
    popover->setAccessibleName(title);
    auto* layout = new QVBoxLayout(popover);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    auto* heading = new QLabel(title, popover);
    Theme::setVariant(heading, "tone", u"strong"_s);
    layout->addWidget(heading);
    auto* text = new QLabel(hint, popover);
    text->setWordWrap(true);
    text->setFixedWidth(kWidth - 32);
    Theme::setVariant(text, "tone", u"small"_s);
    layout->addWidget(text);
    return layout;
}

QToolButton* iconButton(const QString& icon, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(Theme::instance().icon(icon, Theme::IconTint::Muted));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace

PairEditor::PairEditor(const QString& nameHint, const QString& valueHint, const QString& addText, QWidget* parent)
    : QWidget(parent), m_nameHint(nameHint), m_valueHint(valueHint), m_list(new QVBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_list->setSpacing(8);
    layout->addLayout(m_list);
    auto* add = new QPushButton(addText, this);
    add->setIcon(Theme::instance().icon(u"plus"_s));
    Theme::setVariant(add, "kind", u"flat"_s);
    connect(add, &QPushButton::clicked, this, [this] {
        addRow();
        m_rows.back().name->setFocus();
    });
    layout->addWidget(add, 0, Qt::AlignLeft);
}

void PairEditor::setNames(const QStringList& names) {
    m_names = names;
    for (const Row& row : m_rows) {
        row.name->setCompleter(new QCompleter(m_names, row.name));
    }
}

void PairEditor::addRow(const QString& name, const QString& value) {
    auto* widget = new QWidget(this);
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    Row row{.widget = widget, .name = new QLineEdit(name, widget), .value = new QLineEdit(value, widget)};
    row.name->setPlaceholderText(m_nameHint);
    row.name->setAccessibleName(m_nameHint);
    row.value->setPlaceholderText(m_valueHint);
    row.value->setAccessibleName(m_valueHint);
    if (!m_names.isEmpty()) {
        row.name->setCompleter(new QCompleter(m_names, row.name));
    }
    layout->addWidget(row.name, 2);
    layout->addWidget(row.value, 3);
    connect(row.name, &QLineEdit::textEdited, this, &PairEditor::edited);
    connect(row.value, &QLineEdit::textEdited, this, &PairEditor::edited);
    if (m_browse) {
        QToolButton* browse = iconButton(u"folder"_s, tr("Choose…"), widget);
        connect(browse, &QToolButton::clicked, this, [this, value = row.value] {
            if (const QString chosen = m_browse(window(), value->text()); !chosen.isEmpty()) {
                value->setText(chosen);
                Q_EMIT edited();
            }
        });
        layout->addWidget(browse);
    }
    QToolButton* remove = iconButton(u"close"_s, tr("Remove"), widget);
    connect(remove, &QToolButton::clicked, this, [this, widget] { removeRow(widget); });
    layout->addWidget(remove);
    m_list->addWidget(widget);
    m_rows.push_back(row);
    Q_EMIT resized();
}

void PairEditor::removeRow(QWidget* widget) {
    std::erase_if(m_rows, [widget](const Row& row) { return row.widget == widget; });
    m_list->removeWidget(widget);
    widget->hide();
    widget->deleteLater();
    Q_EMIT edited();
    Q_EMIT resized();
}

void PairEditor::setPairs(const QMap<QString, QString>& pairs) {
    if (pairs == this->pairs() && !m_rows.empty()) {
        return;
    }
    for (const Row& row : m_rows) {
        m_list->removeWidget(row.widget);
        row.widget->hide();
        row.widget->deleteLater();
    }
    m_rows.clear();
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        addRow(it.key(), it.value());
    }
    if (m_rows.empty()) {
        addRow();
    }
}

QMap<QString, QString> PairEditor::pairs() const {
    QMap<QString, QString> result;
    for (const Row& row : m_rows) {
        if (const QString name = row.name->text().trimmed(); !name.isEmpty()) {
            result.insert(name, row.value->text());
        }
    }
    return result;
}

ArgumentsPopover::ArgumentsPopover(QWidget* window)
    : Popover(window),
      m_editor(new PairEditor(tr("Name"), tr("Value"), tr("Add an argument"), this)),
      m_declared(new QLabel(this)) {
    QVBoxLayout* layout = startPopover(this, tr("Build arguments"), tr("Values for the ARG instructions of this file."));
    layout->addWidget(m_editor);
    m_declared->setWordWrap(true);
    m_declared->setFixedWidth(kWidth - 32);
    m_declared->setTextFormat(Qt::RichText);
    Theme::setVariant(m_declared, "tone", u"small"_s);
    connect(m_declared, &QLabel::linkActivated, this, [this](const QString& name) {
        m_editor->addRow(name);
        m_editor->valueField(m_editor->rowCount() - 1)->setFocus();
    });
    layout->addWidget(m_declared);
    connect(m_editor, &PairEditor::edited, this, [this] { Q_EMIT argumentsChanged(m_editor->pairs()); });
    connect(m_editor, &PairEditor::resized, this, [this] { QMetaObject::invokeMethod(this, &Popover::place, Qt::QueuedConnection); });
}

void ArgumentsPopover::setDeclared(const QMap<QString, QString>& namesAndDefaults) {
    QStringList parts;
    for (auto it = namesAndDefaults.begin(); it != namesAndDefaults.end(); ++it) {
        const QString shown = it.value().isEmpty() ? it.key() : it.key() + u'=' + it.value();
        parts.push_back(u"<a href=\"%1\">%2</a>"_s.arg(it.key().toHtmlEscaped(), shown.toHtmlEscaped()));
    }
    m_declared->setText(tr("Declared in the file: %1").arg(parts.join(u", "_s)));
    m_declared->setVisible(!parts.isEmpty());
    m_editor->setNames(namesAndDefaults.keys());
}

void ArgumentsPopover::setInputs(const BuildInputs& inputs) { m_editor->setPairs(inputs.buildArgs); }

SecretsPopover::SecretsPopover(QWidget* window)
    : Popover(window), m_editor(new PairEditor(tr("Id"), tr("File, or $VARIABLE"), tr("Add a secret"), this)) {
    QVBoxLayout* layout = startPopover(
        this, tr("Secrets"),
        tr("For RUN --mount=type=secret. A secret reaches the step's process only: no layer, log, cache key or record holds it. "
           "Only its place is remembered here, never its value."));
    m_editor->setBrowse([](QWidget* parent, const QString& now) {
        return QFileDialog::getOpenFileName(parent, SecretsPopover::tr("File with the secret"), QFileInfo(now).absolutePath());
    });
    layout->addWidget(m_editor);
    connect(m_editor, &PairEditor::resized, this, [this] { QMetaObject::invokeMethod(this, &Popover::place, Qt::QueuedConnection); });
    connect(m_editor, &PairEditor::edited, this, [this] {
        QList<BuildInputs::Secret> secrets;
        const QMap<QString, QString> pairs = m_editor->pairs();
        for (auto it = pairs.begin(); it != pairs.end(); ++it) {
            const bool variable = it.value().startsWith(u'$');
            if (!it.value().isEmpty()) {
                secrets.push_back({it.key(), variable ? QString() : it.value(), variable ? it.value().mid(1) : QString()});
            }
        }
        Q_EMIT secretsChanged(secrets);
    });
}

void SecretsPopover::setInputs(const BuildInputs& inputs) {
    QMap<QString, QString> pairs;
    for (const BuildInputs::Secret& secret : inputs.secrets) {
        pairs.insert(secret.id, secret.environment.isEmpty() ? secret.file : u'$' + secret.environment);
    }
    m_editor->setPairs(pairs);
}

ContextPopover::ContextPopover(QWidget* window)
    : Popover(window),
      m_context(new QLineEdit(this)),
      m_tag(new QLineEdit(this)),
      m_platforms(new QLineEdit(this)),
      m_named(new PairEditor(tr("Name"), tr("Folder or docker-image://…"), tr("Add a named context"), this)) {
    QVBoxLayout* layout = startPopover(this, tr("Build context"), tr("The folder that COPY and ADD take files from. Remembered for this file."));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_context->setAccessibleName(tr("Context folder"));
    row->addWidget(m_context, 1);
    QToolButton* browse = iconButton(u"folder"_s, tr("Choose a folder…"), this);
    row->addWidget(browse);
    layout->addLayout(row);
    auto* namedTitle = new QLabel(tr("Named contexts"), this);
    Theme::setVariant(namedTitle, "tone", u"strong"_s);
    layout->addSpacing(8);
    layout->addWidget(namedTitle);
    m_named->setBrowse([](QWidget* parent, const QString& now) {
        return QFileDialog::getExistingDirectory(parent, ContextPopover::tr("Named context"), now);
    });
    layout->addWidget(m_named);
    auto* tagTitle = new QLabel(tr("Name of the image"), this);
    Theme::setVariant(tagTitle, "tone", u"strong"_s);
    layout->addSpacing(8);
    layout->addWidget(tagTitle);
    m_tag->setAccessibleName(tr("Name of the image"));
    m_tag->setPlaceholderText(u"name:tag"_s);
    layout->addWidget(m_tag);
    auto* platformsTitle = new QLabel(tr("Platforms"), this);
    Theme::setVariant(platformsTitle, "tone", u"strong"_s);
    layout->addSpacing(8);
    layout->addWidget(platformsTitle);
    m_platforms->setAccessibleName(tr("Platforms"));
    m_platforms->setPlaceholderText(QString::fromStdString(oci::Platform::host().text()));
    m_platforms->setToolTip(tr("What the image is built for, with commas between: linux/amd64, linux/arm64. Of several each is built, and the name stands for all of them."));
    layout->addWidget(m_platforms);

    connect(browse, &QToolButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this->window(), tr("Build context"), m_context->text());
        if (!chosen.isEmpty()) {
            m_context->setText(chosen);
            emitChange();
        }
    });
    connect(m_context, &QLineEdit::editingFinished, this, &ContextPopover::emitChange);
    connect(m_tag, &QLineEdit::textEdited, this, &ContextPopover::emitChange);
    connect(m_platforms, &QLineEdit::editingFinished, this, &ContextPopover::emitChange);
    connect(m_named, &PairEditor::edited, this, &ContextPopover::emitChange);
    connect(m_named, &PairEditor::resized, this, [this] { QMetaObject::invokeMethod(this, &Popover::place, Qt::QueuedConnection); });
}

void ContextPopover::setInputs(const BuildInputs& inputs) {
    if (m_context->text() != inputs.context) {
        m_context->setText(inputs.context);
    }
    if (m_tag->text() != inputs.tag) {
        m_tag->setText(inputs.tag);
    }
    if (platformNames() != inputs.platforms) {
        m_platforms->setText(inputs.platforms.join(u", "_s));
    }
    m_named->setPairs(inputs.namedContexts);
}

QStringList ContextPopover::platformNames() const {
    static const QRegularExpression between(u"[\\s,]+"_s);
    return m_platforms->text().split(between, Qt::SkipEmptyParts);
}

void ContextPopover::emitChange() {
    const bool isDirectory = QFileInfo(m_context->text()).isDir();
    const bool goodTag = m_tag->text().isEmpty() || oci::Reference::parse(m_tag->text().toStdString()).has_value();
    Theme::setVariant(m_context, "invalid", isDirectory ? u"false"_s : u"true"_s);
    Theme::setVariant(m_tag, "invalid", goodTag ? u"false"_s : u"true"_s);
    const QStringList platforms = platformNames();
    const bool goodPlatforms = platformList(platforms).size() == static_cast<std::size_t>(platforms.size());
    Theme::setVariant(m_platforms, "invalid", goodPlatforms ? u"false"_s : u"true"_s);
    if (isDirectory && goodTag && goodPlatforms) {
        Q_EMIT contextChanged(m_context->text(), m_named->pairs(), m_tag->text(), platforms);
    }
}

} // namespace sw::ui
