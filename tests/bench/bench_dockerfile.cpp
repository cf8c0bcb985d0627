// What an edit costs before anything is probed: text to Document to StageGraph. The editor does this on every keystroke, so a file
// of a thousand lines must stay well under a frame (16 ms).

#include "core/dockerfile/parser.h"
#include "core/plan/stagegraph.h"

#include <benchmark/benchmark.h>

#include <string>

namespace {

constexpr int kLinesPerStage = 12;

/// Stages of twelve lines, each building on the one before, with the constructs that files in the field have.
std::string dockerfileOf(std::int64_t lines) {
    std::string text = "# syntax=docker/dockerfile:1\nARG VERSION=18\n";
    for (std::int64_t stage = 0; stage * kLinesPerStage < lines; ++stage) {
        const std::string name = "stage" + std::to_string(stage);
        const std::string previous =
            stage == 0 ? "node:${VERSION}" : "stage" + std::to_string(stage - 1);
        text += "FROM " + previous + " AS " + name + "\n";
        text += "# what this stage is for\n"
                "ARG MODE=production\n"
                "ENV NODE_ENV=${MODE:-development} PATH=/app/bin:$PATH\n"
                "WORKDIR /app\n"
                "COPY --chown=node:node package*.json ./\n"
                "RUN --mount=type=cache,target=/root/.npm npm ci \\\n"
                "    && npm run build -- --mode \"$MODE\" \\\n"
                "    && rm -rf /tmp/*\n"
                "COPY . .\n"
                "HEALTHCHECK --interval=30s CMD [\"curl\", \"-f\", \"http://localhost/\"]\n"
                "CMD [\"node\", \"server.js\"]\n";
    }
    return text;
}

void parseDocument(benchmark::State& state) {
    const std::string text = dockerfileOf(state.range(0));
    for (auto _ : state) {
        benchmark::DoNotOptimize(sw::dockerfile::parse(text));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.SetComplexityN(state.range(0));
}
BENCHMARK(parseDocument)
    ->Arg(100)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

void resolveGraph(benchmark::State& state) {
    const auto document = sw::dockerfile::parse(dockerfileOf(state.range(0)));
    const sw::plan::Inputs inputs;
    for (auto _ : state) {
        benchmark::DoNotOptimize(sw::plan::resolveStages(document, inputs));
    }
    state.SetComplexityN(state.range(0));
}
BENCHMARK(resolveGraph)
    ->Arg(100)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

} // namespace
