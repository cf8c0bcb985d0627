#pragma once

#include "ui/session/imagesession.h"

#include <optional>
#include <stop_token>

/// The bytes of a file of a stage: beginning, picture, copy. All of it is for workers.
namespace sw::ui {

/// The File entry with the bytes of a node: hard links lead to it, symbolic links are shown as they are.
struct FileContent {
    store::LayerId layer;
    oci::LayerEntry entry;
};
std::optional<FileContent> contentOf(const StageLayers& layers, const analysis::FileTree& tree, analysis::FileTree::Id id);

bool looksLikeText(const QByteArray& bytes);

/// Fills in the picture, when the file's beginning is that of one and it is not too large.
void readPicture(FilePreview& preview, const store::Layer& layer, const oci::LayerEntry& entry);

/// The picture in a file, if its bytes are one of a few well-known formats; null otherwise. Bounded in bytes and pixels.
QImage pictureOf(const QByteArray& bytes, QSize& wholeSize);

/// "sha256:.."; "" for a file that is too large, cannot be read, or when it is stopped.
QString digestOf(const store::Layer& layer, const oci::LayerEntry& entry, const std::stop_token& stop);

/// Copies the content to a file; what went wrong, or "".
QString extractFile(store::Store& store, const FileContent& content, const QString& destination, const std::stop_token& stop);

} // namespace sw::ui
