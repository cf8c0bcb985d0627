#include "ui/session/engine.h"

#include "ui/session/sentence.h"

namespace sw::ui {

namespace {
struct Opened {
    std::shared_ptr<store::Store> store;
    std::shared_ptr<build::Builder> builder;
    QString error;
};
} // namespace

Engine::Engine(QObject* parent) : QObject(parent) {}

void Engine::open(const std::filesystem::path& storeRoot) {
    m_root = storeRoot;
    m_opening.run(
        [storeRoot](const std::stop_token&) {
            Opened opened;
            auto store = store::Store::open(storeRoot);
            if (!store) {
                opened.error = shown(store.error());
                return opened;
            }
            opened.store = std::move(*store);
            opened.builder = std::make_shared<build::Builder>(build::Builder::Options{.store = opened.store, .sandboxHelper = {}});
            return opened;
        },
        [this](Opened opened) {
            m_store = std::move(opened.store);
            m_builder = std::move(opened.builder);
            m_error = opened.error;
            if (m_builder) {
                Q_EMIT ready();
            } else {
                Q_EMIT failed(m_error);
            }
            probeAgain();
        });
}

void Engine::probeAgain() {
    m_probing.run(
        [root = m_root](const std::stop_token&) {
            return std::make_shared<const sandbox::Capabilities>(sandbox::probeMachine(root, sandbox::helperPath()));
        },
        [this](std::shared_ptr<const sandbox::Capabilities> capabilities) {
            m_capabilities = std::move(capabilities);
            Q_EMIT probed();
        });
}

} // namespace sw::ui
