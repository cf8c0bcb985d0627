#pragma once

#include "core/analysis/imageview.h"
#include "ui/session/buildsession.h"

#include <QString>

#include <filesystem>
#include <memory>
#include <stop_token>

namespace sw::ui {

/// What is looked at: the last build of the window, one of the past, or an image. Immutable but for the platform that is chosen.
struct Browsed {
    ResultPtr whole;  ///< as it was recorded, with all its platforms; of an image that no build of ours made: one stage of its layers
    ResultPtr result; ///< the same with the stages, steps and edges of one platform
    std::size_t platform = 0;
    SnapshotPtr built; ///< the text that was built; null when that is not known
    /// Of an image that no build of ours made; else null, and the store has the layers.
    std::shared_ptr<const analysis::ImageView> view;
    std::size_t stage = 0; ///< index in the document of the stage to begin with
    QString title;         ///< "Build of 26 Nov 7:36", "node:18"; empty: the last build of the window
    QString dockerfile;    ///< whose lines are told; empty: none's
    std::filesystem::path context; ///< that COPY took from, as far as it is known; for "is it still the same?"

    bool isLast() const { return title.isEmpty(); }
    void choosePlatform(std::size_t number);
};

/// The same build seen as the one of its `platform`; itself when it is of one platform alone.
ResultPtr resultOfPlatform(const ResultPtr& whole, std::size_t platform);

struct BrowseOutcome {
    Browsed browsed;
    QString error; ///< a sentence; empty when it is open
};

/// A build by its id, or an image as the command line takes it (core/inspect/openimage.h). For workers.
BrowseOutcome openBrowsed(const std::shared_ptr<store::Store>& store, const QString& image, const std::filesystem::path& dockerfile,
                          const std::stop_token& stop);

} // namespace sw::ui
