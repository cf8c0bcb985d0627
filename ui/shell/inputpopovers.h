#pragma once

#include "ui/session/buildinputs.h"
#include "ui/shell/popover.h"

#include <QStringList>

#include <functional>
#include <vector>

class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace sw::ui {

/// Rows of two fields with add and remove: names and values.
class PairEditor : public QWidget {
    Q_OBJECT
public:
    PairEditor(const QString& nameHint, const QString& valueHint, const QString& addText, QWidget* parent = nullptr);
    /// Adds a button to each row that fills its value field (choose a folder or file).
    void setBrowse(std::function<QString(QWidget* parent, const QString& now)> browse) { m_browse = std::move(browse); }
    /// Names offered while typing.
    void setNames(const QStringList& names);
    void setPairs(const QMap<QString, QString>& pairs);
    QMap<QString, QString> pairs() const;
    QLineEdit* nameField(int row) const { return m_rows.at(static_cast<std::size_t>(row)).name; }
    QLineEdit* valueField(int row) const { return m_rows.at(static_cast<std::size_t>(row)).value; }
    int rowCount() const { return static_cast<int>(m_rows.size()); }
    void addRow(const QString& name = {}, const QString& value = {});

Q_SIGNALS:
    void edited();
    void resized();

private:
    struct Row {
        QWidget* widget;
        QLineEdit* name;
        QLineEdit* value;
    };
    void removeRow(QWidget* widget);
    QString m_nameHint, m_valueHint;
    QStringList m_names;
    std::function<QString(QWidget*, const QString&)> m_browse;
    std::vector<Row> m_rows;
    QVBoxLayout* m_list;
};

/// Build arguments: those the file declares are offered with their defaults.
class ArgumentsPopover : public Popover {
    Q_OBJECT
public:
    explicit ArgumentsPopover(QWidget* window);
    void setDeclared(const QMap<QString, QString>& namesAndDefaults);
    void setInputs(const BuildInputs& inputs);
    PairEditor* editor() const { return m_editor; }
Q_SIGNALS:
    void argumentsChanged(const QMap<QString, QString>& arguments);

private:
    PairEditor* m_editor;
    QLabel* m_declared;
};

/// Secrets by id, from a file or (with "$NAME") an environment variable. Values are never stored.
class SecretsPopover : public Popover {
    Q_OBJECT
public:
    explicit SecretsPopover(QWidget* window);
    void setInputs(const BuildInputs& inputs);
    PairEditor* editor() const { return m_editor; }
Q_SIGNALS:
    void secretsChanged(const QList<sw::ui::BuildInputs::Secret>& secrets);

private:
    PairEditor* m_editor;
};

/// The context directory, the named contexts, the name of the image, and the platforms that it is built for.
class ContextPopover : public Popover {
    Q_OBJECT
public:
    explicit ContextPopover(QWidget* window);
    void setInputs(const BuildInputs& inputs);
    QLineEdit* contextField() const { return m_context; }
    QLineEdit* tagField() const { return m_tag; }
    QLineEdit* platformsField() const { return m_platforms; }
Q_SIGNALS:
    void contextChanged(const QString& directory, const QMap<QString, QString>& named, const QString& tag, const QStringList& platforms);

private:
    void emitChange();
    QStringList platformNames() const;
    QLineEdit* m_context;
    QLineEdit* m_tag;
    QLineEdit* m_platforms;
    PairEditor* m_named;
};

} // namespace sw::ui
