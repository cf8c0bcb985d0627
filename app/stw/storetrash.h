#pragma once

#include "core/store/store.h"

namespace sw::app {

/// What belongs to other user ids can be deleted only where they are mapped.
void emptyTrash(store::Store& store);

} // namespace sw::app
