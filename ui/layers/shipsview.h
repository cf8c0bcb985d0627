#pragma once

#include "ui/session/stagelayers.h"

#include <QTreeWidget>

namespace sw::ui {

/// Where the bytes of a stage began, what crossed each COPY --from of what was there, and what the stage would weigh as a single one,
/// with the files that make the difference.
class ShipsView : public QTreeWidget {
    Q_OBJECT
public:
    explicit ShipsView(QWidget* parent = nullptr);
    void show(const StageLayers& layers);

Q_SIGNALS:
    void lineChosen(int line);                                       ///< of the text that was built
    void originChosen(const QString& name, bool context);            ///< its files alone are wanted
    void fileChosen(std::size_t stage, const QString& path);         ///< of another stage; by its index in the document

private:
    QTreeWidgetItem* section(const QString& title, const QString& sum, const QString& toolTip);
    QTreeWidgetItem* row(QTreeWidgetItem* above, const QString& text, std::uint64_t bytes, const QString& toolTip);
};

/// "The root of 'builder' (382 MB) + what this stage's own steps add (210 kB) = 382 MB": the formula with its figures.
QString singleStageText(const StageLayers& layers);

} // namespace sw::ui
