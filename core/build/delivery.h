#pragma once

#include "core/build/execution.h"

namespace sw::build {

/// The way of a finished build out of it: into the store under its names, and to each output. Tells each as a vertex.
class Delivery {
public:
    Delivery(store::Store& store, Execution& execution, const BuildRequest& request, std::stop_token stop)
        : m_store(store), m_execution(execution), m_request(request), m_stop(std::move(stop)) {}

    /// Names the image in the store.
    Result<void> keep(const store::ExportSubject& subject);
    Result<void> deliver(const Output& output, const store::ExportSubject& subject);

    const store::Exported& kept() const { return m_kept; }
    /// What the last output that holds an image was given; the store's without one.
    const store::Exported& delivered() const { return m_delivered; }
    const std::vector<std::string>& names() const { return m_names; }

private:
    std::vector<std::string> namesOf(const Output& output) const;
    Result<void> writeFiles(const Output& output, const store::ExportSubject& subject);
    Result<void> push(const Output& output, const store::ExportSubject& subject);
    store::ExportOptions optionsOf(const Output& output) const;

    store::Store& m_store;
    Execution& m_execution;
    const BuildRequest& m_request;
    std::stop_token m_stop;
    store::Exported m_kept;
    store::Exported m_delivered;
    std::vector<std::string> m_names;
};

} // namespace sw::build
