#pragma once

#include "core/build/build.h"
#include "core/build/forecastmemory.h"
#include "tests/support/randomproject.h"

#include <chrono>
#include <map>

/// Forecast, build, compare: whether what was foreseen is what happened, step by step, whether a forecast that remembers earlier
/// ones says the same, and whether the cache gave what a build without it gives.
namespace sw::test {

struct ForecastCounts {
    std::size_t hits = 0, runs = 0, unknown = 0;
    std::size_t unknownHits = 0; ///< of the unknown: those that then hit
    std::size_t roots = 0;       ///< of the runs: those whose root cause was foreseen
    std::size_t cutoffs = 0, shared = 0, failedBuilds = 0;
    std::size_t forecasts = 0;
    std::vector<std::string> wrong; ///< each disagreement, with how to see it again

    std::size_t steps() const { return hits + runs + unknown; }
    void add(const ForecastCounts& other);
};

/// A store with base images, in which random projects are built. Needs a machine that can RUN, and a static busybox.
class ForecastCases {
public:
    /// `directory` is empty and belongs to this object. Error Unsupported: this machine cannot.
    static Result<std::unique_ptr<ForecastCases>> open(std::filesystem::path directory, std::filesystem::path busybox);

    /// A random project is forecast and built, changed in one place, forecast and built again, and built without the cache;
    /// one in three is changed back and built once more.
    ForecastCounts run(std::uint64_t seed);
    build::Builder& builder() { return *m_builder; }
    /// The kind of change of run(seed).
    static EditKind kindOf(std::uint64_t seed) { return kEditKinds[seed % std::size(kEditKinds)]; }

private:
    ForecastCases(std::filesystem::path directory, std::shared_ptr<store::Store> store);
    struct Outcome {
        build::Forecast forecast;
        build::BuildResult result;
    };
    build::BuildRequest request(const Project& project) const;
    void arrange(const Project& project, const Project& before);
    std::optional<Outcome> compare(const Project& project, const std::string& what, ForecastCounts& counts);
    /// What each stage shows: path -> everything about it but times.
    std::map<std::string, std::string> trees(const build::BuildResult& result) const;
    void compareTrees(const build::BuildResult& one, const build::BuildResult& other, const std::string& what, ForecastCounts& counts) const;

    std::filesystem::path m_directory;
    std::filesystem::path m_project; ///< of the case that runs
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<build::Builder> m_builder;
    std::map<std::pair<std::string, int>, Digest> m_bases; ///< name and version -> manifest
    build::ForecastMemory m_memory;                        ///< of all forecasts so far
    std::map<std::string, int> m_tagged;                   ///< which version a name stands for now
};

} // namespace sw::test
