#pragma once

#include "ui/session/documentsession.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace sw::ui {

class ArgumentsPopover;
class ContextPopover;
class SecretsPopover;
class SummaryBar;

/// The strip above everything: project, what to build, Build or Stop, and what a build would do.
class TopBar : public QFrame {
    Q_OBJECT
public:
    TopBar(DocumentSession& document, QWidget* window);

    void setProject(const QString& name, const QString& path);
    void setBuilding(bool building, bool stopping);
    void setBuildAllowed(bool allowed, const QString& why);
    void setBuildOnSave(bool on);
    void openPopover(const QString& id); ///< "arguments", "secrets", "context-inputs"
    SummaryBar* summary() const { return m_summary; }
    QPushButton* buildButton() const { return m_build; }
    ArgumentsPopover* arguments() const { return m_arguments; }
    SecretsPopover* secrets() const { return m_secrets; }
    ContextPopover* context() const { return m_context; }

Q_SIGNALS:
    void buildRequested();
    void stopRequested();
    void buildOnSaveChanged(bool on);
    void inputsChosen(const sw::ui::BuildInputs& inputs);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* chip(const QString& name);
    void setChip(QToolButton* button, const QString& name, const QString& value);
    void makePopovers(QWidget* window);
    void showInputs();
    void showTargets();
    void fitChips();
    template <typename Change> void change(Change apply);

    DocumentSession& m_document;
    QLabel* m_project;
    QToolButton* m_targetChip;
    QToolButton* m_contextChip;
    QToolButton* m_argumentsChip;
    QToolButton* m_secretsChip;
    QToolButton* m_hostCa;
    QPushButton* m_build;
    QToolButton* m_onSave;
    SummaryBar* m_summary;
    ArgumentsPopover* m_arguments;
    SecretsPopover* m_secrets;
    ContextPopover* m_context;
    bool m_building = false;
};

} // namespace sw::ui
