/// Does the forecast say what the build then does? Random multi-stage projects with one random change each: forecast, build,
/// compare step by step, and build without the cache and compare the trees. Prints the agreement, the share of "unknown", and how
/// long a forecast takes after a keystroke in a large file over a large context.
///
///     bench_forecast [--cases N] [--first SEED] [--latency-only | --no-latency]
///
/// Exit status 1 when anything disagreed. Needs a static busybox and a machine that can RUN.
#include "tests/support/forecastcases.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace {

namespace fs = std::filesystem;
using namespace sw;

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

} // namespace

int main(int argc, char** argv) {
    std::uint64_t cases = 1000;
    std::uint64_t first = 1;
    for (int i = 1; i < argc; ++i) {
        const bool more = i + 1 < argc;
        if (more && std::strcmp(argv[i], "--cases") == 0) {
            cases = std::strtoull(argv[++i], nullptr, 10);
        } else if (more && std::strcmp(argv[i], "--first") == 0) {
            first = std::strtoull(argv[++i], nullptr, 10);
        } else {
            std::fprintf(stderr, "usage: bench_forecast [--cases N] [--first SEED]\n");
            return 2;
        }
    }
    if (busybox().empty()) {
        std::fprintf(stderr, "bench_forecast: there is no static busybox here\n");
        return 77;
    }
    return agreement(first, cases) ? 0 : 1;
}
