#pragma once

#include "core/store/store.h"

#include <set>

namespace sw::store {

/// Everything that images are made of.
struct Reachable {
    std::set<Digest> layers;
    std::set<Digest> blobs;
};

/// Adds what a manifest, or the manifests of an index, need. What cannot be read is left out.
void reach(Store& store, const Digest& manifest, Reachable& out, int depth = 0);

} // namespace sw::store
