#pragma once

#include "ui/session/engine.h"

#include <QScrollArea>

class QVBoxLayout;

namespace sw::ui {

/// What this machine allows: each probe with what was seen and, where it is not good, what to do.
class DoctorPage : public QScrollArea {
    Q_OBJECT
public:
    explicit DoctorPage(Engine& engine, QWidget* parent = nullptr);
    int probeCount() const { return m_count; }

private:
    void show();
    QWidget* makeRow(const sandbox::Probe& probe);
    Engine& m_engine;
    QVBoxLayout* m_rows;
    int m_count = 0;
};

} // namespace sw::ui
