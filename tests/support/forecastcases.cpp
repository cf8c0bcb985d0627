#include "tests/support/forecastcases.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>

namespace sw::test {

namespace fs = std::filesystem;
using cache::Verdict;

namespace {

std::string factOf(const oci::StackView& view, const oci::StackView::Found& found) {
    const auto content = view.content(found);
    const oci::LayerEntry& self = content ? *content->entry : *found.entry;
    char mode[96];
    std::snprintf(mode, sizeof mode, "%d %04o %u:%u %llu ", static_cast<int>(self.type), self.type == oci::EntryType::Symlink ? 0U : self.mode,
                  self.uid, self.gid, static_cast<unsigned long long>(self.size));
    std::string out = mode;
    out += self.type == oci::EntryType::Symlink ? self.link : self.content.hex();
    for (const auto& [name, value] : self.xattrs) {
        out += " " + name + "=" + value;
    }
    return out;
}

bool decided(const build::StepResult& step) { return step.verdict != Verdict::Cancelled && step.verdict != Verdict::Unknown; }

} // namespace

void ForecastCounts::add(const ForecastCounts& other) {
    hits += other.hits;
    runs += other.runs;
    unknown += other.unknown;
    unknownHits += other.unknownHits;
    roots += other.roots;
    cutoffs += other.cutoffs;
    shared += other.shared;
    failedBuilds += other.failedBuilds;
    forecasts += other.forecasts;
    wrong.insert(wrong.end(), other.wrong.begin(), other.wrong.end());
}

ForecastCases::ForecastCases(fs::path directory, std::shared_ptr<store::Store> store)
    : m_directory(std::move(directory)), m_store(std::move(store)),
      m_builder(std::make_unique<build::Builder>(build::Builder::Options{m_store, {}})) {}

Result<std::unique_ptr<ForecastCases>> ForecastCases::open(fs::path directory, fs::path busybox) {
    SW_TRY(const auto store, store::Store::open(directory / "store"));
    std::unique_ptr<ForecastCases> cases(new ForecastCases(directory, store));
    const fs::path context = directory / "base";
    fs::create_directories(context);
    fs::copy_file(busybox, context / "busybox");
    ::chmod((context / "busybox").c_str(), 0755);
    for (const char* const name : kBases) {
        for (int version = 0; version < kBaseVersions; ++version) {
            build::BuildRequest request;
            request.dockerfile = context / "Dockerfile";
            request.context = context;
            request.text = "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"--install\", \"-s\", \"/bin\"]\nCOPY <<EOF /etc/base\n" +
                           std::string(name) + " " + std::to_string(version) + "\nEOF\n";
            request.tags = {name};
            SW_TRY(const build::BuildResult result, cases->m_builder->build(request, {}, {}));
            if (!result.image) {
                return failure(result.failure ? result.failure->code : ErrorCode::Internal, result.failure ? result.failure->message : say("no base image"));
            }
            cases->m_bases.emplace(std::pair(name, version), result.image->manifestDigest);
            cases->m_tagged[name] = version;
        }
    }
    return cases;
}

build::BuildRequest ForecastCases::request(const Project& project) const {
    build::BuildRequest request;
    request.dockerfile = m_project / "Dockerfile";
    request.context = m_project;
    request.text = project.dockerfile();
    request.inputs.buildArgs = project.args;
    return request;
}

void ForecastCases::arrange(const Project& project, const Project& before) {
    fs::create_directories(m_project);
    project.write(m_project, before);
    for (const char* const name : kBases) {
        const auto wanted = project.baseVersions.find(name);
        const int version = wanted == project.baseVersions.end() ? 0 : wanted->second;
        if (m_tagged[name] != version) {
            (void)m_store->tag("docker.io/library/" + std::string(name), m_bases.at({name, version}), "");
            m_tagged[name] = version;
        }
    }
}

std::optional<ForecastCases::Outcome> ForecastCases::compare(const Project& project, const std::string& what, ForecastCounts& counts) {
    const auto wrong = [&](const std::string& sentence) { counts.wrong.push_back(what + ": " + sentence + "\n" + project.dockerfile()); };
    const build::BuildRequest wanted = request(project);
    auto forecast = m_builder->forecast(wanted, {});
    m_memory.forget(); // as whoever watches the context does
    for (const char* const round : {"that remembers the cache", "that remembers everything"}) {
        const auto again = m_builder->forecast(wanted, &m_memory, {});
        if (!again || !forecast || again->steps.size() != forecast->steps.size() || again->finalBytes != forecast->finalBytes) {
            wrong(std::string("a forecast ") + round + " says something else");
            continue;
        }
        for (std::size_t i = 0; i < forecast->steps.size(); ++i) {
            const build::ForecastStep& one = forecast->steps[i];
            const build::ForecastStep& other = again->steps[i];
            if (one != other) {
                wrong("line " + std::to_string(one.line) + ": a forecast " + round + " says " + std::string(cache::forecastWord(other.verdict)) + ", " +
                      other.reason.text + ", " + std::to_string(other.bytes.value_or(0)) + " bytes, and not " +
                      std::string(cache::forecastWord(one.verdict)) + ", " + one.reason.text + ", " + std::to_string(one.bytes.value_or(0)) + " bytes");
            }
        }
    }
    auto result = m_builder->build(wanted, {}, {});
    if (!forecast || !result) {
        wrong("no forecast or no build: " + (forecast ? result.error().text() : forecast.error().text()));
        return std::nullopt;
    }
    ++counts.forecasts;
    counts.failedBuilds += result->failure ? 1 : 0;
    if (forecast->steps.size() != result->steps.size()) {
        if (!result->failure) { // a file that is refused has no steps to compare
            wrong("the forecast has other steps");
        }
        return std::nullopt;
    }
    for (std::size_t i = 0; i < result->steps.size(); ++i) {
        const build::ForecastStep& foreseen = forecast->steps[i];
        const build::StepResult& step = result->steps[i];
        const std::string said(cache::forecastWord(foreseen.verdict));
        const std::string was(cache::forecastWord(step.verdict));
        if (foreseen.verdict == Verdict::Metadata || foreseen.verdict == Verdict::NotNeeded || !decided(step) || (result->failure && was == "not-needed")) {
            if (foreseen.verdict != step.verdict && !result->failure) {
                wrong("line " + std::to_string(step.line) + " was said to be " + said + " and was " + was);
            }
            continue;
        }
        counts.hits += said == "hit" ? 1 : 0;
        counts.runs += said == "run" ? 1 : 0;
        counts.shared += step.verdict == Verdict::Shared ? 1 : 0;
        counts.cutoffs += step.reason.code == cache::ReasonCode::EarlyCutoff ? 1 : 0;
        if (said == "unknown") {
            ++counts.unknown;
            counts.unknownHits += was == "hit" ? 1 : 0;
            const bool behind = std::ranges::any_of(forecast->steps, [&](const build::ForecastStep& other) {
                return cache::forecastWord(other.verdict) == "run" &&
                       (foreseen.reason.rootLine == other.line || foreseen.reason.rootLine == other.reason.rootLine);
            });
            if (!behind) {
                wrong("line " + std::to_string(step.line) + " is unknown, but not because of a step that will run: " + foreseen.reason.text);
            }
        } else if (said == "run" && step.verdict == Verdict::Shared) {
            // No record could match; that another step of this build gave the same is known only afterwards.
        } else if (said != was || (foreseen.verdict == Verdict::Shared) != (step.verdict == Verdict::Shared)) {
            wrong("line " + std::to_string(step.line) + " was said to be " + said + " and was " + was + " (" + foreseen.reason.text + " / " +
                  step.reason.text + ")");
        } else if (said == "run" && step.verdict == Verdict::Run) {
            const bool sameRoot = foreseen.reason.rootLine == step.reason.rootLine;
            counts.roots += sameRoot ? 1 : 0;
            if (foreseen.reason.code != cache::ReasonCode::KnockOn && (!sameRoot || foreseen.reason.code != step.reason.code)) {
                wrong("line " + std::to_string(step.line) + " was said to run because " + foreseen.reason.text + " and did because " + step.reason.text);
            }
        }
    }
    return Outcome{std::move(*forecast), std::move(*result)};
}

std::map<std::string, std::string> ForecastCases::trees(const build::BuildResult& result) const {
    std::map<std::string, std::string> out;
    for (const build::StageResult& stage : result.stages) {
        if (stage.layers.empty()) {
            continue;
        }
        const auto view = m_store->stack(stage.layers);
        if (!view) {
            out[stage.name] = "cannot be read";
            continue;
        }
        view->walk("", [&](const oci::StackView::Found& found) {
            if (!found.path.empty()) {
                out[stage.name + ":/" + found.path] = factOf(*view, found);
            }
            return true;
        });
    }
    return out;
}

void ForecastCases::compareTrees(const build::BuildResult& one, const build::BuildResult& other, const std::string& what, ForecastCounts& counts) const {
    if (!one.image || !other.image) {
        if (one.image.has_value() != other.image.has_value()) {
            counts.wrong.push_back(what + ": one of two builds failed: " + (one.failure ? one.failure->message.text() : other.failure ? other.failure->message.text() : ""));
        }
        return;
    }
    const auto a = trees(one);
    const auto b = trees(other);
    for (const auto& [path, fact] : a) {
        const auto found = b.find(path);
        if (found == b.end() || found->second != fact) {
            counts.wrong.push_back(what + ": " + path + " is " + fact + " and not " + (found == b.end() ? "there" : found->second));
            return;
        }
    }
    if (a.size() != b.size()) {
        counts.wrong.push_back(what + ": one of two builds has more files");
    }
}

ForecastCounts ForecastCases::run(std::uint64_t seed) {
    Dice dice(seed);
    ForecastCounts counts;
    const std::string name = "seed " + std::to_string(seed);
    const Project first = makeProject(dice);
    m_project = m_directory / ("project-" + std::to_string(seed));
    arrange(first, {});
    const auto begun = compare(first, name + ", first build", counts);

    Project changed = first;
    std::optional<std::string> what;
    for (int attempt = 0; attempt < 20 && (!what || changed.dockerfile() + what.value_or("") == first.dockerfile()); ++attempt) {
        changed = first;
        what = edit(changed, kindOf(seed), dice);
    }
    if (!what) {
        return counts;
    }
    const std::string changedName = name + ", " + std::string(nameOf(kindOf(seed))) + ": " + *what;
    arrange(changed, first);
    const auto after = compare(changed, changedName, counts);
    if (after) {
        build::BuildRequest fresh = request(changed);
        fresh.noCache = true;
        const auto without = m_builder->build(fresh, {}, {});
        if (without) {
            compareTrees(after->result, *without, changedName + ", with and without the cache", counts);
        }
    }
    if (begun && seed % 3 == 0) {
        arrange(first, changed);
        if (const auto again = compare(first, changedName + ", and back", counts)) {
            compareTrees(begun->result, again->result, changedName + ", and back", counts);
        }
    }
    return counts;
}

} // namespace sw::test
