#pragma once

#include "core/analysis/packagesizes.h"
#include "core/analysis/treefilter.h"
#include "ui/session/desktopprograms.h"
#include "ui/session/fileorder.h"
#include "ui/session/jobrunner.h"
#include "ui/session/provenancetext.h"
#include "ui/session/stagelayers.h"

#include <QImage>
#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace sw::ui {

class Engine;

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
    std::size_t layers = 0; ///< stacked in it
    FilteredPtr filtered;
    analysis::TreeFilter filter = {}; ///< that left `filtered`
    std::shared_ptr<const analysis::HiddenLater> hidden = nullptr; ///< by a later layer of the stage; null: not known yet
    std::vector<analysis::OwnerSum> owners;
    FileOrderPtr order = nullptr; ///< of wide folders, with that filter
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
    std::vector<WayStep> way;   ///< how it came, oldest first; empty when that is not known
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

    /// What is looked at from now on; nothing of it is shown before showStage(). Without a result: nothing.
    void setBrowsed(Browsed browsed);
    /// Opens a build by its id, or an image as the command line takes it: opened() or message() follows. `dockerfile`: whose last build
    /// @STAGE means.
    void open(const QString& image, const std::filesystem::path& dockerfile);
    void stopOpening() { m_opening.cancel(); }
    bool isOpening() const { return m_opening.isBusy(); }
    void showStage(std::size_t stage);
    void showTree(const TreeWish& wish);
    /// Of the tree that is shown, and of those to come.
    void setFilter(const analysis::TreeFilter& filter);
    void setSort(const FileSort& sort); ///< the same; filteredChanged() follows
    void preview(analysis::FileTree::Id node);
    void previewNothing() { m_reading.cancel(); } ///< one that was asked for does not come any more
    /// A file, or a folder with all that is below it. message() tells how it went.
    void extract(analysis::FileTree::Id node, const QString& destination);
    /// Makes a copy that goes when this object goes, for another program: copyReady() follows. It cannot be executed.
    void copyForOpening(analysis::FileTree::Id node, const DesktopProgram& program = {});
    /// Which programs of the desktop open such a file: programsReady() follows.
    void findPrograms(analysis::FileTree::Id node);
    bool isBusy() const { return m_opening.isBusy() || m_loading.isBusy() || m_counting.isBusy() || m_completing.isBusy() || m_tracing.isBusy() || m_building.isBusy() || m_filtering.isBusy() || m_reading.isBusy() || m_packaging.isBusy(); }

    const Browsed& browsed() const { return m_browsed; }
    const ResultPtr& result() const { return m_browsed.result; }
    const SnapshotPtr& built() const { return m_browsed.built; }
    const StageLayersPtr& layers() const { return m_layers; }
    const FileTreePtr& tree() const { return m_shown.tree; }
    const PackagesPtr& packages() const { return m_packages; } ///< of layers()
    const ShownTree& shownTree() const { return m_shown; }

Q_SIGNALS:
    void opened(const sw::ui::Browsed& browsed);
    void openingFailed(const QString& sentence);
    void layersChanged(const sw::ui::StageLayersPtr& layers); ///< null: this stage was not built
    void layersCounted(const sw::ui::StageLayersPtr& layers); ///< the same with `accounts`; what is hidden follows: filteredChanged()
    void layersCompleted(const sw::ui::StageLayersPtr& layers); ///< the same with the fields from `build` on
    void originsReady(const sw::ui::StageLayersPtr& layers); ///< the same with `origins`
    void treeChanged(const sw::ui::ShownTree& shown);
    void filteredChanged(const sw::ui::ShownTree& shown); ///< the same tree, otherwise filtered or sorted, or with `hidden`
    void packagesChanged(const sw::ui::PackagesPtr& packages);
    void copyReady(const QString& file, const sw::ui::DesktopProgram& program);
    void programsReady(sw::analysis::FileTree::Id node, const sw::ui::ProgramChoice& choice);
    void previewReady(const sw::ui::FilePreview& preview);
    void message(const QString& sentence);
    void busyChanged();

private:
    void runFilter();
    void count();
    void complete();
    void findPackages();
    Engine& m_engine;
    Browsed m_browsed;
    StageLayersPtr m_layers;
    ShownTree m_shown;
    analysis::TreeFilter m_filter;
    FileSort m_sort;
    JobRunner m_opening;
    JobRunner m_loading;
    JobRunner m_counting;
    JobRunner m_completing;
    JobRunner m_tracing;
    JobRunner m_building;
    JobRunner m_filtering;
    JobRunner m_reading;
    JobRunner m_packaging;
    JobRunner m_writing;
    JobRunner m_asking; ///< for programs
    PackagesPtr m_packages;
    std::unique_ptr<QTemporaryDir> m_copies;
};

} // namespace sw::ui
