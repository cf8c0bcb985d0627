#pragma once

#include "core/analysis/accounts.h"
#include "core/analysis/filetree.h"
#include "core/analysis/findings.h"
#include "core/analysis/ownernames.h"
#include "core/analysis/provenance.h"
#include "core/analysis/singlestage.h"
#include "core/inspect/stagepoints.h"
#include "ui/session/browsed.h"

#include <QMetaType>
#include <QString>

#include <memory>
#include <stop_token>
#include <vector>

namespace sw::ui {

/// The layers of one stage of a build (or of an image) with their figures. Immutable.
struct StageLayers {
    std::size_t stage = 0;
    QString name;
    struct Layer {
        store::LayerId id;
        QString text;          ///< instruction, or the base's history entry
        int line = 0;          ///< 0: of the base image
        std::optional<std::size_t> ownerStage, instruction;
        QString origin;        ///< stage or base image it was made in
        bool fromBase = false;
        std::optional<std::size_t> fromStage; ///< COPY --from: the stage that its files come from
        std::optional<std::uint64_t> compressed; ///< bytes, where a compressed form is known
        QString reason;        ///< why its step ran; empty: it came from the cache, or nothing is known
        analysis::LayerFigures figures;

        /// The stage in which the files came to be, as far as this stage knows; absent: an image or the context of none.
        std::optional<std::size_t> originStage() const { return fromStage ? fromStage : ownerStage; }
    };
    std::vector<Layer> layers; ///< lowest first
    std::shared_ptr<const analysis::ImageView> view; ///< the same layers with their contents
    analysis::LayerList indexes;
    std::vector<inspect::StagePoint> points; ///< as FROM leaves it, then after each instruction

    /// Null until ImageSession::layersCounted(); till then `figures` say what each layer holds, not what can be seen of it.
    std::shared_ptr<const analysis::Accounts> accounts;

    // What takes longer, and `fromStage` of the layers, comes later: ImageSession::layersCompleted().
    /// The whole build, for the way of a file; null when the store does not have all of this stage any more.
    std::shared_ptr<const analysis::BuildFiles> build;
    std::size_t place = 0;       ///< of this stage in build->stages
    analysis::SingleStage single; ///< what if it were one stage
    std::vector<analysis::Finding> findings;
    analysis::OwnerNames owners;  ///< by the stage's own passwd and group
    std::vector<analysis::Origin> origins; ///< of the visible bytes, most first; comes last: ImageSession::originsReady()
    std::vector<std::size_t> documentStages; ///< of build->stages: index in the document
    std::vector<build::EdgeTraffic> edges; ///< COPY --from that fill this stage; known from the start
};
using StageLayersPtr = std::shared_ptr<const StageLayers>;

struct LoadedStage {
    StageLayersPtr layers; ///< null: the stage was not built
    QString error;
};

/// For workers. As soon as its layers are open, not yet counted.
LoadedStage loadStage(const std::shared_ptr<store::Store>& store, const Browsed& browsed, std::size_t stage);
/// The same stage with `accounts`.
StageLayersPtr countedStage(const StageLayersPtr& layers, const std::stop_token& stop);
/// The same stage with all that takes longer.
StageLayersPtr completedStage(const StageLayersPtr& layers, const std::shared_ptr<store::Store>& store, const Browsed& browsed, const std::stop_token& stop);
/// The same stage with `origins`, of a build that was recorded; that asks for the way of each file.
StageLayersPtr tracedStage(const StageLayersPtr& layers, const std::stop_token& stop);

} // namespace sw::ui
