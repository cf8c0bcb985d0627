#include "core/build/delivery.h"

#include "core/io/json.h"

#include <algorithm>

namespace sw::build {

namespace {

std::string normalised(const std::string& name) {
    const auto reference = oci::Reference::parse(name);
    return reference ? reference->text() : name;
}

std::string_view formatName(store::ExportFormat format) {
    switch (format) {
    case store::ExportFormat::OciArchive: return "oci image format";
    case store::ExportFormat::OciDirectory: return "oci image layout";
    case store::ExportFormat::DockerArchive: return "docker image format";
    case store::ExportFormat::DockerDirectory: return "docker image layout";
    case store::ExportFormat::RootTar: return "tar";
    case store::ExportFormat::LocalDirectory: return "client directory";
    }
    return "";
}

/// "name" without its tag and digest.
std::string repositoryOf(const std::string& name) {
    const auto reference = oci::Reference::parse(name);
    return reference ? reference->registry + "/" + reference->repository : name;
}

io::Json descriptorJson(const oci::Descriptor& descriptor) {
    io::Json json = {{"mediaType", descriptor.mediaType}, {"digest", descriptor.digest.text()}, {"size", descriptor.size}};
    if (!descriptor.annotations.empty()) {
        json["annotations"] = descriptor.annotations;
    }
    if (descriptor.platform) {
        json["platform"] = {{"architecture", descriptor.platform->architecture}, {"os", descriptor.platform->os}};
        if (!descriptor.platform->variant.empty()) {
            json["platform"]["variant"] = descriptor.platform->variant;
        }
    }
    return json;
}

} // namespace

std::vector<std::string> Delivery::namesOf(const Output& output) const { return output.names.empty() ? m_request.tags : output.names; }

store::ExportOptions Delivery::optionsOf(const Output& output) const {
    store::ExportOptions options = output.options;
    oci::Annotations annotations = m_request.annotations;
    annotations.merge(output.options.annotations);
    options.annotations = std::move(annotations);
    options.names = namesOf(output);
    if (m_request.sourceDateEpoch) {
        options.created = options.fileTimes = m_request.sourceDateEpoch;
    }
    return options;
}

Result<void> Delivery::keep(const store::ExportSubject& subject) {
    std::vector<std::string> names = m_request.tags;
    oci::Annotations annotations = m_request.annotations;
    for (const Output& output : m_request.outputs) {
        if (output.kind == OutputKind::Store) {
            annotations.merge(output.options.annotations);
            names.insert(names.end(), output.names.begin(), output.names.end());
        }
        if (output.kind == OutputKind::Store && !output.keep) {
            names.clear();
            break;
        }
    }
    Execution::Internal vertex(m_execution, "exporting to image");
    auto kept = store::keepInStore(m_store, subject, annotations, m_stop);
    if (!kept) {
        vertex.fail(kept.error().sentence());
        return failure(kept.error());
    }
    m_kept = m_delivered = std::move(*kept);
    for (const Output& output : m_request.outputs) {
        if (output.kind != OutputKind::Store || !output.keep) {
            continue;
        }
        if (output.nameCanonical && !names.empty()) {
            names.push_back(repositoryOf(names.front()) + "@" + m_kept.descriptor.digest.text());
        } else if (!output.danglingPrefix.empty() && names.empty()) {
            names.push_back(output.danglingPrefix + "@" + m_kept.descriptor.digest.text());
        }
    }
    std::vector<std::string> given;
    for (const std::string& name : names) {
        if (std::ranges::find(given, normalised(name)) != given.end()) {
            continue;
        }
        if (auto tagged = m_store.tag(name, m_kept.descriptor.digest, "built"); !tagged) {
            vertex.fail(tagged.error().sentence());
            return failure(tagged.error());
        }
        given.push_back(normalised(name));
        vertex.status("naming to " + name, 1, 1);
    }
    vertex.status("writing image " + m_kept.descriptor.digest.text(), 1, 1);
    m_names = std::move(given);
    return {};
}

Result<void> Delivery::deliver(const Output& output, const store::ExportSubject& subject) {
    switch (output.kind) {
    case OutputKind::Nothing: return {};
    case OutputKind::Store: return output.push || output.pushByDigest ? push(output, subject) : Result<void>();
    case OutputKind::Archive:
    case OutputKind::Files: return writeFiles(output, subject);
    case OutputKind::Docker: {
        Execution::Internal vertex(m_execution, "importing to docker");
        const auto progress = [&](const store::TransferProgress& p) { vertex.status(p.item, p.current, p.total); };
        auto done = store::loadIntoDocker(m_store, subject, optionsOf(output), progress, m_stop);
        if (!done) {
            vertex.fail(done.error().sentence());
            return failure(done.error());
        }
        m_delivered = std::move(*done);
        return {};
    }
    }
    return failure(ErrorCode::Internal, say("An output of an unknown kind"));
}

Result<void> Delivery::writeFiles(const Output& output, const store::ExportSubject& subject) {
    Execution::Internal vertex(m_execution, "exporting to " + std::string(formatName(output.options.format)));
    const auto progress = [&](const store::TransferProgress& p) { vertex.status(p.item, p.current, p.total); };
    auto done = store::exportImage(m_store, subject, optionsOf(output), progress, m_stop);
    if (!done) {
        vertex.fail(done.error().sentence());
        return failure(done.error());
    }
    if (output.kind == OutputKind::Archive) {
        m_delivered = std::move(*done);
        m_names.clear();
        for (const std::string& name : namesOf(output)) {
            m_names.push_back(normalised(name));
        }
    }
    return {};
}

Result<void> Delivery::push(const Output& output, const store::ExportSubject& subject) {
    const std::vector<std::string> names = namesOf(output);
    if (names.empty()) {
        return failure(ErrorCode::Invalid, say("a name is needed to push: give one with -t, or as name= of the output"));
    }
    for (const std::string& name : names) {
        Execution::Internal vertex(m_execution, "pushing " + name);
        const auto progress = [&](const store::TransferProgress& p) { vertex.status(p.item, p.current, p.total); };
        auto done = store::pushImage(m_store, subject, name, optionsOf(output), output.pushByDigest, progress, m_stop);
        if (!done) {
            vertex.fail(done.error().sentence());
            return failure(done.error());
        }
        m_delivered = std::move(*done);
    }
    return {};
}

std::string metadataJson(const BuildResult& result) {
    io::Json json = io::Json::object();
    if (const auto provenance = io::parseJson(result.provenance); provenance && provenance->is_object()) {
        json["buildx.build.provenance"] = *provenance;
    }
    json["buildx.build.ref"] = "stagewright/stagewright/" + result.id;
    if (result.configDigest) {
        json["containerimage.config.digest"] = result.configDigest->text();
    }
    if (result.descriptor) {
        json["containerimage.descriptor"] = descriptorJson(*result.descriptor);
        json["containerimage.digest"] = result.descriptor->digest.text();
    }
    if (!result.imageNames.empty()) {
        std::string names;
        for (const std::string& name : result.imageNames) {
            names += (names.empty() ? "" : ",") + name;
        }
        json["image.name"] = names;
    }
    return io::dumpJson(json, 2) + "\n";
}

} // namespace sw::build
