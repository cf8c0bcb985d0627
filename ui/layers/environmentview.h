#pragma once

#include "core/inspect/stagepoints.h"

#include <QTreeWidget>

namespace sw::ui {

/// User, working directory, ENV and ARG at a point of a stage; what its instruction changed is marked.
class EnvironmentView : public QTreeWidget {
    Q_OBJECT
public:
    explicit EnvironmentView(QWidget* parent = nullptr);
    /// `before`: the point before it; null for the first.
    void show(const inspect::StagePoint& point, const inspect::StagePoint* before);

private:
    void add(const QString& kind, const QString& name, const std::string& value, const std::string* before, bool known);
};

} // namespace sw::ui
