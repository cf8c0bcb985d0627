#include "app/stw/outputoptions.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>

namespace sw::app {

namespace {

Failure usage(std::string message) { return failure(ErrorCode::Invalid, std::move(message)); }

/// --load is one more output, --push a word to those that go to the store.
void addShorthands(const BuildOptions& options, std::vector<build::Output>& outputs) {
    if (options.load) {
        build::Output load;
        load.kind = build::OutputKind::Docker;
        outputs.push_back(std::move(load));
    }
    if (!options.push) {
        return;
    }
    bool pushed = false;
    for (build::Output& output : outputs) {
        if (output.kind == build::OutputKind::Store) {
            output.push = pushed = true;
        }
    }
    if (!pushed) {
        build::Output push;
        push.push = true;
        outputs.push_back(std::move(push));
    }
}

Result<void> checkOutputs(const build::BuildRequest& request) {
    std::size_t streams = 0;
    for (const build::Output& output : request.outputs) {
        if ((output.push || output.pushByDigest) && output.names.empty() && request.tags.empty()) {
            return usage("a name is needed to push: give one with -t, or as name= of the output");
        }
        if (output.toStandardOutput()) {
            ++streams;
            if (::isatty(STDOUT_FILENO) == 1) {
                return usage("--output would write an archive to the terminal: give dest=FILE or redirect the output");
            }
        }
    }
    if (streams > 1) {
        return usage("--output: two outputs cannot both go to standard output: give one a dest=FILE");
    }
    return {};
}

} // namespace

void addOutputOptions(CLI::App& command, BuildOptions& o) {
    const auto list = [&](const char* name, std::vector<std::string>& value, const char* help, const char* text) {
        command.add_option(name, value, help)->option_text(text)->allow_extra_args(false);
    };
    list("-o,--output", o.outputs,
         "type=oci|docker|tar|local|store|image|registry[,dest=PATH][,tar=false][,name=NAME][,compression=gzip|zstd].., a folder, or - for a tar",
         "OUTPUT");
    command.add_flag("--load", o.load, "Load the image into Docker");
    command.add_flag("--push", o.push, "Push the image under its names");
    list("--annotation", o.annotations, "Annotation of the manifest, or of the TYPEs manifest, index, manifest-descriptor, index-descriptor",
         "[TYPE[[PLATFORM]],..:]K=V");
    list("--attest", o.attests, "Statement that travels with the image: type=provenance[,mode=min|max][,version=v0.2|v1], type=sbom", "ATTEST");
    command.add_flag("--provenance{true}", o.provenance, "How the image was built, in the image: true, false, mode=min|max, version=v0.2|v1");
    command.add_flag("--sbom{true}", o.sbom, "Which software the image holds, in the image: true, false");
}

Result<void> readOutputOptions(const BuildOptions& options, build::BuildRequest& request) {
    for (const std::string& text : options.outputs) {
        SW_TRY(build::Output output, build::parseOutput(text));
        request.outputs.push_back(std::move(output));
    }
    addShorthands(options, request.outputs);
    SW_CHECK(checkOutputs(request));
    for (const std::string& text : options.annotations) {
        if (const auto added = request.annotations.addOption(text); !added) {
            return usage("--annotation " + text + ": " + added.error().message.text());
        }
    }
    for (const std::string& text : options.attests) {
        SW_CHECK(request.attest.addAttest(text));
    }
    if (!options.provenance.empty()) {
        SW_CHECK(request.attest.addProvenance(options.provenance));
    }
    if (!options.sbom.empty()) {
        SW_CHECK(request.attest.addSbom(options.sbom));
    }
    return {};
}

} // namespace sw::app
