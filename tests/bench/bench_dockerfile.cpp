// What the text of a Dockerfile costs: reading, colouring, formatting, the stage graph, expansion, ignore rules. The editor does
// the first four on every keystroke, so a file of a thousand lines must stay well under a frame (16 ms); a file of
// 100,000 lines is read in under a second.

#include "core/dockerfile/highlight.h"
#include "core/dockerfile/ignorefile.h"
#include "core/dockerfile/parser.h"
#include "core/dockerfile/variables.h"
#include "core/format/format.h"
#include "core/plan/stagegraph.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>

namespace {

namespace dockerfile = sw::dockerfile;

constexpr std::int64_t kHuge = 100'000; ///< lines

/// A file as people write them, `lines` lines long or a few more: each stage builds on the one before.
std::string realistic(std::int64_t lines) {
    constexpr std::int64_t kLinesPerStage = 16;
    std::string text = "# syntax=docker/dockerfile:1\nARG VERSION=18\n";
    for (std::int64_t stage = 0; stage * kLinesPerStage < lines; ++stage) {
        text += "FROM " + (stage == 0 ? std::string("node:${VERSION}") : "stage" + std::to_string(stage - 1)) + " AS stage" +
                std::to_string(stage) + "\n";
        text += "# what this stage is for\n"
                "ARG MODE=production\n"
                "ENV NODE_ENV=${MODE:-development} PATH=\"/app/bin:$PATH\"\n"
                "WORKDIR /app\n"
                "COPY --chown=node:node package*.json ./\n"
                "RUN --mount=type=cache,target=/root/.npm npm ci \\\n"
                "    # why\n"
                "    && npm run build -- --mode \"$MODE\" \\\n"
                "    && rm -rf /tmp/*\n"
                "COPY <<EOF /etc/app.conf\n"
                "user = $USER\n"
                "EOF\n"
                "HEALTHCHECK --interval=30s CMD [\"curl\", \"-f\", \"http://localhost/\"]\n"
                "CMD [\"node\", \"server.js\"]\n"
                "\n";
    }
    return text;
}

/// Reports lines and bytes per second.
void countText(benchmark::State& state, const std::string& text) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.counters["lines"] = static_cast<double>(std::ranges::count(text, '\n'));
    state.counters["lines/s"] = benchmark::Counter(static_cast<double>(std::ranges::count(text, '\n')), benchmark::Counter::kIsIterationInvariantRate);
    state.SetComplexityN(state.range(0));
}

void parse(benchmark::State& state) {
    const std::string text = realistic(state.range(0));
    for (auto _ : state) {
        benchmark::DoNotOptimize(dockerfile::parse(text));
    }
    countText(state, text);
}
BENCHMARK(parse)->Arg(100)->Arg(1'000)->Arg(10'000)->Arg(kHuge)->Unit(benchmark::kMillisecond)->Complexity(benchmark::oN);

/// What a careless parser is quadratic in.
void parseHard(benchmark::State& state, const char* line) {
    std::string text = "FROM scratch\n";
    for (std::int64_t i = 0; i < kHuge; ++i) {
        text += line;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(dockerfile::parse(text));
    }
}
BENCHMARK_CAPTURE(parseHard, one_long_continuation, "a \\\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, open_heredocs, "RUN <<NEVER\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, comments, "# comment\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, unknown_words, "RUM x\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, stages, "FROM a AS b\n")->Unit(benchmark::kMillisecond);

void highlight(benchmark::State& state) {
    const std::string text = realistic(state.range(0));
    const dockerfile::Document document = dockerfile::parse(text);
    for (auto _ : state) {
        benchmark::DoNotOptimize(dockerfile::highlight(document));
    }
    countText(state, text);
}
BENCHMARK(highlight)->Arg(1'000)->Arg(kHuge)->Unit(benchmark::kMillisecond);

/// With the check of the meaning, of a file that is not formatted.
void format(benchmark::State& state) {
    std::string text = realistic(state.range(0));
    for (std::size_t at = 0; (at = text.find("COPY ", at)) != std::string::npos; at += 6) {
        text.replace(at, 5, "copy  ");
    }
    const dockerfile::Document document = dockerfile::parse(text);
    for (auto _ : state) {
        benchmark::DoNotOptimize(sw::format::format(document));
    }
    countText(state, text);
}
BENCHMARK(format)->Arg(1'000)->Arg(kHuge)->Unit(benchmark::kMillisecond);

void resolveGraph(benchmark::State& state) {
    const std::string text = realistic(state.range(0));
    const dockerfile::Document document = dockerfile::parse(text);
    const sw::plan::Inputs inputs;
    for (auto _ : state) {
        benchmark::DoNotOptimize(sw::plan::resolveStages(document, inputs));
    }
    countText(state, text);
}
BENCHMARK(resolveGraph)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond)->Complexity(benchmark::oN);

void expand(benchmark::State& state) {
    const dockerfile::VariableLookup lookup = [](std::string_view) { return std::optional<std::string>("value"); };
    for (auto _ : state) {
        benchmark::DoNotOptimize(dockerfile::expandWord("/opt/${name:-default}/$version/\"${path%/*}\"", lookup));
    }
}
BENCHMARK(expand);

void ignore(benchmark::State& state) {
    const auto matcher = *dockerfile::IgnoreMatcher::compile(
        *dockerfile::readIgnoreFile("**/node_modules\n.git\n*.log\nbuild/**\n**/*.tmp\n!keep.log\ndocs/[a-m]*\n"));
    const auto parent = matcher.match("src").state;
    for (auto _ : state) {
        benchmark::DoNotOptimize(matcher.match("src/component.tsx", parent));
    }
}
BENCHMARK(ignore);

} // namespace
