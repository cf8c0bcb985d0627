#include "core/dockerfile/highlight.h"
#include "core/dockerfile/ignorefile.h"
#include "core/dockerfile/parser.h"
#include "core/dockerfile/variables.h"

#include <benchmark/benchmark.h>

#include <string>

using namespace sw::dockerfile;

namespace {

std::string repeated(std::string_view unit, std::int64_t lines) {
    std::string text = "FROM scratch\n";
    while (lines-- > 0) {
        text += unit;
    }
    return text;
}

/// A file as people write them, about `lines` lines long.
std::string realistic(std::int64_t lines) {
    return repeated("FROM node:18 AS stage\n"
                    "WORKDIR /app\n"
                    "COPY --chown=node:node package*.json ./\n"
                    "ENV NODE_ENV=production PATH=\"/app/bin:$PATH\"\n"
                    "RUN --mount=type=cache,target=/root/.npm \\\n    npm ci && \\\n    # why\n    npm run build\n"
                    "COPY <<EOF /etc/app.conf\nuser = $USER\nEOF\n"
                    "CMD [\"node\", \"server.js\"]\n",
                    lines / 12);
}

void parseRealistic(benchmark::State& state) {
    const std::string text = realistic(state.range(0));
    for (auto _ : state) {
        benchmark::DoNotOptimize(parse(text));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parseRealistic)->Arg(60)->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

void parseHard(benchmark::State& state, const char* unit) {
    const std::string text = repeated(unit, 100000);
    for (auto _ : state) {
        benchmark::DoNotOptimize(parse(text));
    }
}
BENCHMARK_CAPTURE(parseHard, one_long_continuation, "a \\\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, open_heredocs, "RUN <<NEVER\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, comments, "# comment\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, unknown_words, "RUM x\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parseHard, stages, "FROM a AS b\n")->Unit(benchmark::kMillisecond);

void highlightRealistic(benchmark::State& state) {
    const Document document = parse(realistic(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(highlight(document));
    }
}
BENCHMARK(highlightRealistic)->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

void expand(benchmark::State& state) {
    const VariableLookup lookup = [](std::string_view) { return std::optional<std::string>("value"); };
    for (auto _ : state) {
        benchmark::DoNotOptimize(expandWord("/opt/${name:-default}/$version/\"${path%/*}\"", lookup));
    }
}
BENCHMARK(expand);

void ignore(benchmark::State& state) {
    const IgnoreMatcher matcher = *IgnoreMatcher::compile(
        *readIgnoreFile("**/node_modules\n.git\n*.log\nbuild/**\n**/*.tmp\n!keep.log\ndocs/[a-m]*\n"));
    const auto parent = matcher.match("src").state;
    for (auto _ : state) {
        benchmark::DoNotOptimize(matcher.match("src/component.tsx", parent));
    }
}
BENCHMARK(ignore);

} // namespace
