#pragma once

#include "core/build/build.h"
#include "core/build/forecastmemory.h"
#include "core/cache/records.h"

namespace sw::build {

/// The decisions of a build without executing anything and without a network. What a COPY will make is worked out exactly,
/// so only what lies behind a RUN that will run can be unknown.
Result<Forecast> makeForecast(std::shared_ptr<store::Store> store, cache::CacheIndex cache, const BuildRequest& request,
                              ForecastMemory* memory, std::stop_token stop);

} // namespace sw::build
