#include "core/build/epoch.h"

#include "core/base/ascii.h"
#include "core/build/workspace.h"
#include "core/dockerfile/parser.h"
#include "core/dockerfile/variables.h"
#include "core/io/bytereader.h"
#include "core/io/filetree.h"
#include "core/plan/arguments.h"
#include "core/plan/remotesource.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>

namespace sw::build {

namespace {

constexpr const char* kName = "SOURCE_DATE_EPOCH";

std::optional<std::int64_t> secondsOf(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
    return code == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(out) : std::nullopt;
}

Failure wrong(const Sentence& sentence) { return failure(ErrorCode::Invalid, sentence); }

/// A stage that may give the time: FROM scratch, ARGs, and one ADD from elsewhere. Gives that source.
Result<plan::RemoteSource> sourceOfStage(const dockerfile::Document& document, const plan::StageGraph& graph, const plan::Inputs& inputs,
                                         const plan::Stage& stage, const std::string& text) {
    if (stage.base != "scratch") {
        return wrong(say("SOURCE_DATE_EPOCH=%1 names a stage that is not FROM scratch", text));
    }
    std::map<std::string, std::string> values = graph.globalArgs;
    values.erase(kName);
    const auto lookup = [&](std::string_view name) {
        const auto found = values.find(std::string(name));
        return found == values.end() ? std::nullopt : std::optional(found->second);
    };
    dockerfile::ExpandOptions options;
    options.escape = document.escape;
    std::optional<plan::RemoteSource> source;
    for (std::size_t i = stage.from + 1; i < stage.end; ++i) {
        const dockerfile::Instruction& instruction = document.instructions[i];
        if (const auto* pairs = instruction.as<dockerfile::PairArgs>(); pairs != nullptr && instruction.kind == dockerfile::InstructionKind::Arg) {
            for (const dockerfile::KeyValue& pair : pairs->pairs) {
                if (const auto given = inputs.buildArgs.find(pair.key.text); given != inputs.buildArgs.end()) {
                    values[pair.key.text] = given->second;
                } else if (pair.hasValue) {
                    SW_TRY(const dockerfile::Expansion value, dockerfile::expandWord(pair.value.text, lookup, options));
                    values[pair.key.text] = value.text;
                }
            }
            continue;
        }
        const auto* add = instruction.as<dockerfile::CopyArgs>();
        if (instruction.kind != dockerfile::InstructionKind::Add || add == nullptr || add->sources.size() != 1 || !add->heredocSources.empty() || source) {
            return wrong(say("SOURCE_DATE_EPOCH=%1 names a stage that does more than one ADD of a URL or git repository", text));
        }
        SW_TRY(const dockerfile::Expansion word, dockerfile::expandWord(add->sources.front().text, lookup, options));
        SW_TRY(source, plan::parseRemote(word.text));
        if (!source) {
            return wrong(say("SOURCE_DATE_EPOCH=%1 names a stage whose ADD is of no URL and no git repository", text));
        }
        if (add->checksum) {
            SW_TRY(const dockerfile::Expansion checksum, dockerfile::expandWord(add->checksum->text, lookup, options));
            source->checksum = checksum.text;
        }
    }
    return source ? Result<plan::RemoteSource>(std::move(*source)) : wrong(say("SOURCE_DATE_EPOCH=%1 names a stage without an ADD of a URL or git repository", text));
}

std::int64_t newestIn(const std::filesystem::path& folder) {
    std::int64_t newest = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        if (const auto info = io::statFile(entry.path()); info && info->kind == io::FileKind::File) {
            newest = std::max(newest, info->mtimeNs / 1'000'000'000);
        }
    }
    return newest;
}

/// The time of a commit, of Last-Modified, or of the newest file in an archive; nothing where none is known.
Result<std::optional<std::int64_t>> timeOf(plan::RemoteSource source, const BuildRequest& request, const EpochSources& sources) {
    if (!sources.open) {
        return std::optional<std::int64_t>();
    }
    SW_TRY(const auto store, sources.open());
    remote::RemoteCache cache(remoteOptions(*store, request.secrets, request.ssh, sources.offline));
    if (source.kind == plan::RemoteSource::Kind::Git) {
        source.commitTimes = true; // so that its files tell
        SW_TRY(const auto commit, cache.commit(source, sources.stop));
        if (!commit) {
            return std::optional<std::int64_t>();
        }
        SW_TRY(const auto folder, cache.checkout(source, *commit, sources.stop));
        return folder ? std::optional(newestIn(*folder)) : std::nullopt;
    }
    SW_TRY(const auto file, cache.file(source, sources.stop));
    if (!file) {
        return std::optional<std::int64_t>();
    }
    if (file->mtime != 0) {
        return std::optional(file->mtime);
    }
    const UniqueFd fd(::open(file->path.c_str(), O_RDONLY | O_CLOEXEC));
    SW_TRY(const store::Store::Scratch scratch, store->newScratch());
    io::FdReader reader(fd.get());
    const auto unpacked = oci::unpackLayer(reader, scratch.fd.get(), sources.stop);
    std::optional<std::int64_t> newest;
    for (const oci::LayerEntry& entry : unpacked ? unpacked->index.entries : std::vector<oci::LayerEntry>()) {
        if (entry.type == oci::EntryType::File) {
            newest = std::max(newest.value_or(entry.mtime), entry.mtime);
        }
    }
    return newest;
}

} // namespace

Result<void> readEpoch(BuildRequest& request, const EpochSources& sources) {
    std::string text;
    const auto given = request.inputs.buildArgs.find(kName);
    const char* own = std::getenv(kName);
    const dockerfile::Document document = dockerfile::parse(request.text);
    const plan::StageGraph graph = plan::resolveStages(document, request.inputs);
    if (given != request.inputs.buildArgs.end()) {
        text = given->second;
    } else if (own != nullptr && *own != '\0') {
        text = own;
    } else if (const auto global = graph.globalArgs.find(kName); global != graph.globalArgs.end()) {
        text = global->second;
    }
    if (text.empty()) {
        return {};
    }
    std::optional<plan::RemoteSource> source;
    request.sourceDateEpoch = secondsOf(text);
    if (!request.sourceDateEpoch && text == "context") {
        if (!sources.context.empty()) {
            SW_TRY(source, plan::parseRemote(sources.context));
        }
    } else if (const std::string* context = plan::namedContext(request.inputs, text, request.inputs.targetPlatform);
               !request.sourceDateEpoch && context != nullptr) {
        SW_TRY(source, plan::parseRemote(*context));
    } else if (!request.sourceDateEpoch) {
        const auto stage = std::ranges::find_if(graph.stages, [&](const plan::Stage& one) { return !one.name.empty() && one.name == lowerCase(text); });
        if (stage == graph.stages.end()) {
            return wrong(say("SOURCE_DATE_EPOCH=%1 is neither a number of seconds nor 'context', a named context or a stage", text));
        }
        SW_TRY(source, sourceOfStage(document, graph, request.inputs, *stage, text));
    }
    if (source) {
        SW_TRY(request.sourceDateEpoch, timeOf(std::move(*source), request, sources));
    }
    request.inputs.buildArgs[kName] = request.sourceDateEpoch ? std::to_string(*request.sourceDateEpoch) : std::string();
    return {};
}

} // namespace sw::build
