#pragma once

#include "ui/session/imagesession.h"

#include <optional>
#include <stop_token>

/// The bytes of a file of a stage: beginning, picture, copy. All of it is for workers.
namespace sw::ui {

/// The File entry with the bytes of a node: hard links lead to it, symbolic links are shown as they are.
struct FileContent {
    std::shared_ptr<const analysis::ContentSource> source;
    std::size_t layer = 0;
    oci::LayerEntry entry;
};
std::optional<FileContent> contentOf(const StageLayers& layers, const analysis::FileTree& tree, analysis::FileTree::Id id);

/// At most `limit` of its first bytes.
Result<std::string> beginningOf(const FileContent& content, std::size_t limit);

bool looksLikeText(const QByteArray& bytes);

/// Fills in the picture, when the file's beginning is that of one and it is not too large.
void readPicture(FilePreview& preview, const FileContent& content);

/// The picture in a file, if its bytes are one of a few well-known formats; null otherwise. Bounded in bytes and pixels.
QImage pictureOf(const QByteArray& bytes, QSize& wholeSize);

/// "sha256:.."; "" for a file that is too large, cannot be read, or when it is stopped.
QString digestOf(const FileContent& content, const std::stop_token& stop);

/// Copies the content to a file; what went wrong, or "".
QString extractFile(const FileContent& content, const QString& destination, const std::stop_token& stop);

struct ExtractedFolder {
    int files = 0;    ///< and links
    int skipped = 0;  ///< devices, pipes and sockets
    QString error;
};
/// Copies a folder of the tree with all that is below it into a new folder `destination`: permissions are kept, owners and set-id bits
/// are not. Nothing is written through a link, whatever the names are.
ExtractedFolder extractFolder(const StageLayers& layers, const analysis::FileTree& tree, analysis::FileTree::Id id, const QString& destination,
                              const std::stop_token& stop);

} // namespace sw::ui
