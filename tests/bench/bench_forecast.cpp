/// Does the forecast say what the build then does? Random multi-stage projects with one random change each: forecast, build,
/// compare step by step, and build without the cache and compare the trees. Prints the agreement, the share of "unknown", and how
/// long a forecast takes after a keystroke in a large file over a large context.
///
///     bench_forecast [--cases N] [--first SEED] [--keys N]
///
/// N of 0 leaves that part out. /// Exit status 1 when anything disagreed. Needs a static busybox and a machine that can RUN.
#include "tests/bench/largeproject.h"

#include "core/build/forecastmemory.h"
#include "tests/support/forecastcases.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>

namespace {

namespace fs = std::filesystem;
using namespace sw;
using namespace bench;

class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string pattern = (fs::temp_directory_path() / "bench-forecast.XXXXXX").string();
        m_path = ::mkdtemp(pattern.data()) == nullptr ? fs::path() : fs::path(pattern);
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

fs::path busybox() {
    for (const char* const path : {"/usr/bin/busybox", "/bin/busybox"}) {
        if (fs::exists(path)) {
            return path;
        }
    }
    return {};
}

double percent(std::size_t part, std::size_t whole) { return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole); }

constexpr std::uint64_t kCasesPerStore = 40;

bool agreement(std::uint64_t first, std::uint64_t cases) {
    test::ForecastCounts all;
    std::map<test::EditKind, test::ForecastCounts> byKind;
    for (std::uint64_t done = 0; done < cases;) {
        const TemporaryDirectory directory; // a store grows with what is built in it
        auto opened = test::ForecastCases::open(directory.path(), busybox());
        if (!opened) {
            std::fprintf(stderr, "bench_forecast: %s\n", opened.error().text().c_str());
            return false;
        }
        for (std::uint64_t i = 0; i < kCasesPerStore && done < cases; ++i, ++done) {
            const test::ForecastCounts counts = (*opened)->run(first + done);
            for (const std::string& sentence : counts.wrong) {
                std::printf("WRONG %s\n", sentence.c_str());
            }
            byKind[test::ForecastCases::kindOf(first + done)].add(counts);
            all.add(counts);
        }
        if (cases > kCasesPerStore) {
            std::fprintf(stderr, "%llu of %llu cases, %zu wrong\n", static_cast<unsigned long long>(done), static_cast<unsigned long long>(cases), all.wrong.size());
        }
    }
    std::printf("%-12s %9s %7s %7s %8s %10s\n", "change", "forecasts", "hit", "run", "unknown", "wrong");
    for (const auto& [kind, counts] : byKind) {
        std::printf("%-12s %9zu %7zu %7zu %7.1f%% %10zu\n", std::string(test::nameOf(kind)).c_str(), counts.forecasts, counts.hits, counts.runs,
                    percent(counts.unknown, counts.steps()), counts.wrong.size());
    }
    std::printf("%llu cases, %zu forecasts, %zu steps: %.2f %% of hit and run as foreseen; %.1f %% unknown, of which %.0f %% then hit;"
                " root cause of %.1f %% of runs as foreseen;"
                " %zu early cutoffs, %zu shared steps, %zu failing builds\n",
                static_cast<unsigned long long>(cases), all.forecasts, all.steps(), 100.0 - percent(all.wrong.size(), all.hits + all.runs),
                percent(all.unknown, all.steps()), percent(all.unknownHits, all.unknown), percent(all.roots, all.runs), all.cutoffs, all.shared, all.failedBuilds);
    return all.wrong.empty();
}

/// `only`: the one place whose keys are measured, else all of them in turn.
bool latency(int keys, const std::string& only) {
    using Clock = std::chrono::steady_clock;
    const TemporaryDirectory directory;
    auto opened = test::ForecastCases::open(directory.path(), busybox());
    if (!opened) {
        std::fprintf(stderr, "bench_forecast: %s\n", opened.error().text().c_str());
        return false;
    }
    build::BuildRequest request;
    request.context = directory.path() / "large";
    request.dockerfile = request.context / "Dockerfile";
    request.text = largeDockerfile("FROM base-a:1");
    makeLargeContext(request.context);
    const auto built = (*opened)->builder().build(request, {}, {});
    if (!built || !built->image) {
        std::fprintf(stderr, "bench_forecast: the large file was not built: %s\n",
                     built ? (built->failure ? built->failure->message.text().c_str() : "stopped") : built.error().text().c_str());
        return false;
    }
    // A key in a comment, an ENV, a RUN, a COPY and a WORKDIR, in stages from first to last.
    const char* const places[] = {"# Stage ", "ENV NAME=stage", "RUN mkdir ", "COPY --from=s", "WORKDIR /work"};
    build::ForecastMemory memory;
    (void)(*opened)->builder().forecast(request, &memory, {});
    std::vector<double> all;
    std::vector<double> cpu; // tells more where the machine is busy with other work
    std::map<std::string, double> slowest;
    std::printf("\na key in %zu lines of %d stages over %d files\n", static_cast<std::size_t>(std::ranges::count(request.text, '\n')), kStages,
                kFolders * kFilesInFolder);
    for (int key = 0; key < keys; ++key) {
        const std::string place = only.empty() ? places[key % static_cast<int>(std::size(places))] : only;
        build::BuildRequest edited = request;
        std::size_t at = 0;
        for (int skip = (key * 7) % (kStages - 1); skip >= 0; --skip) {
            at = edited.text.find(place, at + 1);
            at = at == std::string::npos ? edited.text.find(place) : at; // round and round
        }
        if (at == std::string::npos) {
            std::fprintf(stderr, "bench_forecast: there is no '%s' in the file\n", place.c_str());
            return false;
        }
        edited.text.insert(at + place.size(), std::to_string(key));
        const std::clock_t worked = std::clock();
        const auto begun = Clock::now();
        const auto forecast = (*opened)->builder().forecast(edited, &memory, {});
        const double ms = std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
        cpu.push_back(static_cast<double>(std::clock() - worked) * 1e3 / CLOCKS_PER_SEC);
        if (!forecast || forecast->steps.empty()) {
            std::fprintf(stderr, "bench_forecast: no forecast\n");
            return false;
        }
        all.push_back(ms);
        slowest[place] = std::max(slowest[place], ms);
    }
    std::ranges::sort(all);
    std::ranges::sort(cpu);
    const auto at = [&](double part) { return all[std::min(all.size() - 1, static_cast<std::size_t>(part * static_cast<double>(all.size())))]; };
    std::printf("forecast after a key: median %.1f ms, 90 %% %.1f ms, 99 %% %.1f ms, longest %.1f ms (CPU: median %.1f ms, longest %.1f ms)\n", at(0.5), at(0.9),
                at(0.99), all.back(), cpu[cpu.size() / 2], cpu.back());
    for (const auto& [place, ms] : slowest) {
        std::printf("  longest behind %-16s %.1f ms\n", place.c_str(), ms);
    }
    return true;
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t cases = 1000;
    std::uint64_t first = 1;
    int keys = 300;
    std::string place;
    for (int i = 1; i < argc; ++i) {
        const bool more = i + 1 < argc;
        if (more && std::strcmp(argv[i], "--cases") == 0) {
            cases = std::strtoull(argv[++i], nullptr, 10);
        } else if (more && std::strcmp(argv[i], "--first") == 0) {
            first = std::strtoull(argv[++i], nullptr, 10);
        } else if (more && std::strcmp(argv[i], "--keys") == 0) {
            keys = static_cast<int>(std::strtol(argv[++i], nullptr, 10));
        } else if (more && std::strcmp(argv[i], "--place") == 0) {
            place = argv[++i];
        } else {
            std::fprintf(stderr, "usage: bench_forecast [--cases N] [--first SEED] [--keys N [--place TEXT]]\n");
            return 2;
        }
    }
    if (busybox().empty()) {
        std::fprintf(stderr, "bench_forecast: there is no static busybox here\n");
        return 77;
    }
    const bool agreed = cases == 0 || agreement(first, cases);
    const bool measured = keys == 0 || latency(keys, place);
    return agreed && measured ? 0 : 1;
}
