#pragma once

#include "ui/session/comparesession.h"

#include <QTreeWidget>

namespace sw::ui {

/// What differs besides files: configuration, environment, labels, history, and which layers both share. In groups; what is equal is
/// not listed.
class ValuesView : public QTreeWidget {
    Q_OBJECT
public:
    explicit ValuesView(QWidget* parent = nullptr);
    void show(const ComparedPtr& compared);
    int differences() const { return m_differences; } ///< without the layers

Q_SIGNALS:
    void lineClicked(int line); ///< of a layer of the second image

private:
    QTreeWidgetItem* addGroup(const QString& title, const QString& remark = {});
    void addValues(const QString& title, const std::vector<analysis::ValueDifference>& values);
    void addHistory(const std::vector<analysis::HistoryDifference>& history);
    void addLayers(const Compared& compared);
    int m_differences = 0;
};

} // namespace sw::ui
