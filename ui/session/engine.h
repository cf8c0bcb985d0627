#pragma once

#include "core/build/build.h"
#include "core/sandbox/sandbox.h"
#include "ui/session/jobrunner.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>

namespace sw::ui {

/// The store and the builder of this window, opened in the background, and what this machine allows.
class Engine : public QObject {
    Q_OBJECT
public:
    explicit Engine(QObject* parent = nullptr);

    /// Opens (again, with another store). ready() or failed() follows, then probed().
    void open(const std::filesystem::path& storeRoot);
    void probeAgain();

    bool isReady() const { return m_builder != nullptr; }
    const std::shared_ptr<store::Store>& store() const { return m_store; }
    const std::shared_ptr<build::Builder>& builder() const { return m_builder; }
    std::filesystem::path storeRoot() const { return m_root; }
    /// Absent until the probes are done.
    const std::shared_ptr<const sandbox::Capabilities>& capabilities() const { return m_capabilities; }
    QString error() const { return m_error; }

Q_SIGNALS:
    void ready();
    void failed(const QString& sentence);
    void probed();

private:
    std::filesystem::path m_root;
    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<build::Builder> m_builder;
    std::shared_ptr<const sandbox::Capabilities> m_capabilities;
    QString m_error;
    JobRunner m_opening;
    JobRunner m_probing;
};

} // namespace sw::ui
