#pragma once

#include "core/build/decide.h"
#include "core/store/layertimes.h"

namespace sw::build {

/// From outcomes to what a person sees: steps, stages, edges, sums.
void fillResults(BuildResult& result, Workspace& workspace, const std::vector<Outcome>& outcomes,
                 const std::function<Digest(plan::OpId)>& vertexOf, std::stop_token stop);

/// Config of the target with layers and times filled in (dockerfile-semantics 2.11; BuildKit exporter/containerimage/writer.go).
/// `layers` are those that the image will have, one per non-empty history entry. `created` gives the time of own layers,
/// lowest first. With `epoch` every new entry of the history has that time, and no time of a layer is later. `descriptions`: of
/// each layer, for those that the base's history does not tell of.
oci::ImageConfig finishConfig(oci::ImageConfig config, const std::vector<store::LayerId>& layers, std::size_t baseLayers,
                              const std::vector<Time>& created, std::optional<std::int64_t> epoch,
                              const std::vector<std::string>& descriptions = {});

/// store::layerAtEpoch, remembered by the cache.
Result<store::LayerId> layerAtEpoch(store::Store& store, cache::CacheIndex& cache, const store::LayerId& layer, std::int64_t epoch,
                                    store::EpochRule rule, std::stop_token stop);

/// Records of the finished build: what each line was, for the next explanation.
Result<void> rememberLines(Workspace& workspace, const std::vector<Outcome>& outcomes);

} // namespace sw::build
