#pragma once

#include "core/analysis/accounts.h"
#include "core/analysis/filetree.h"
#include "core/analysis/findings.h"
#include "core/analysis/ownernames.h"
#include "core/analysis/singlestage.h"
#include "core/analysis/treefilter.h"
#include "core/inspect/stagepoints.h"
#include "ui/session/buildsession.h"

#include <QImage>
#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace sw::ui {

class Engine;

/// The layers of one stage of a build with their figures. Immutable.
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
        analysis::LayerFigures figures;

        /// The stage in which the files came to be, as far as this stage knows; absent: an image or the context of none.
        std::optional<std::size_t> originStage() const { return fromStage ? fromStage : ownerStage; }
    };
    std::vector<Layer> layers; ///< lowest first
    analysis::LayerList indexes;
    analysis::Accounts accounts;
    std::vector<inspect::StagePoint> points; ///< as FROM leaves it, then after each instruction

    // What takes longer, and `fromStage` of the layers, comes later: layersCompleted().
    /// The whole build, for the way of a file; null when the store does not have all of this stage any more.
    std::shared_ptr<const analysis::BuildFiles> build;
    std::size_t place = 0;       ///< of this stage in build->stages
    analysis::SingleStage single; ///< what if it were one stage
    std::vector<analysis::Finding> findings;
    analysis::OwnerNames owners;  ///< by the stage's own passwd and group
};
using StageLayersPtr = std::shared_ptr<const StageLayers>;
using FileTreePtr = std::shared_ptr<const analysis::FileTree>;
using FilteredPtr = std::shared_ptr<const analysis::FilteredTree>; ///< null: everything is wanted

/// Which files of a stage: what `layers` of its layers stacked show, changes told against the state after `since` of them.
struct TreeWish {
    std::size_t layers = 0;
    std::size_t since = 0;
    bool changesOnly = false;
};

/// A tree with what the filter leaves of it and whose files it has.
struct ShownTree {
    FileTreePtr tree;
    FilteredPtr filtered;
    std::shared_ptr<const analysis::HiddenLater> hidden = nullptr; ///< by a later layer of the stage; null: nothing is
    std::vector<analysis::OwnerSum> owners;
};

/// Packages of a stage, by its own databases. Null: none is known yet.
using PackagesPtr = std::shared_ptr<const analysis::PackageOwners>;

/// What a file is, for the preview.
struct FilePreview {
    QString path;
    QByteArray head;            ///< first bytes, at most kPreviewBytes
    std::uint64_t size = 0;
    std::optional<oci::LayerEntry> entry;
    QString error;
    QString owner;              ///< "node:node", by the image's own names
    QStringList way;            ///< how it came, oldest first; empty when that is not known
    bool isText = false;
    QString digest;             ///< "sha256:..", of files that are not very large
    QString package;            ///< that owns it: "nginx 1.26.3"
    QImage image;               ///< when it is a picture that can be shown, at most kPreviewPixels wide and high
    QSize imageSize;            ///< of the picture itself
};

/// Reads what a build left, for browsing: layers with figures, file trees, contents. All of it on a worker.
class ImageSession : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kPreviewBytes = 256U << 10U;
    static constexpr std::size_t kDigestBytes = 64U << 20U;  ///< of larger ones no digest is made
    static constexpr std::size_t kPictureBytes = 32U << 20U; ///< larger ones are not read as pictures

    explicit ImageSession(Engine& engine, QObject* parent = nullptr);

    void setResult(ResultPtr result, SnapshotPtr built);
    void showStage(std::size_t stage);
    void showTree(const TreeWish& wish);
    /// Of the tree that is shown, and of those to come.
    void setFilter(const analysis::TreeFilter& filter);
    void preview(analysis::FileTree::Id node);
    void previewNothing() { m_reading.cancel(); } ///< one that was asked for does not come any more
    void extract(analysis::FileTree::Id node, const QString& destination);
    /// Makes a copy that goes when this object goes, for another program: copyReady() follows. It cannot be executed.
    void copyForOpening(analysis::FileTree::Id node);
    bool isBusy() const { return m_loading.isBusy() || m_completing.isBusy() || m_building.isBusy() || m_filtering.isBusy() || m_reading.isBusy() || m_packaging.isBusy(); }

    const ResultPtr& result() const { return m_result; }
    const SnapshotPtr& built() const { return m_built; }
    const StageLayersPtr& layers() const { return m_layers; }
    const FileTreePtr& tree() const { return m_shown.tree; }
    const PackagesPtr& packages() const { return m_packages; } ///< of layers()
    const ShownTree& shownTree() const { return m_shown; }

Q_SIGNALS:
    void resultChanged();
    void layersChanged(const sw::ui::StageLayersPtr& layers); ///< null: this stage was not built
    void layersCompleted(const sw::ui::StageLayersPtr& layers); ///< the same with the fields from `build` on
    void treeChanged(const sw::ui::ShownTree& shown);
    void filteredChanged(const sw::ui::FilteredPtr& filtered);
    void packagesChanged(const sw::ui::PackagesPtr& packages);
    void copyReady(const QString& file);
    void previewReady(const sw::ui::FilePreview& preview);
    void message(const QString& sentence);
    void busyChanged();

private:
    void runFilter();
    void complete();
    void findPackages();
    Engine& m_engine;
    ResultPtr m_result;
    SnapshotPtr m_built;
    StageLayersPtr m_layers;
    ShownTree m_shown;
    analysis::TreeFilter m_filter;
    JobRunner m_loading;
    JobRunner m_completing;
    JobRunner m_building;
    JobRunner m_filtering;
    JobRunner m_reading;
    JobRunner m_packaging;
    JobRunner m_writing;
    PackagesPtr m_packages;
    std::unique_ptr<QTemporaryDir> m_copies;
};

} // namespace sw::ui
