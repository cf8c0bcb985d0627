#include "ui/session/filecontent.h"

#include "ui/session/sentence.h"

#include <QBuffer>
#include <QImageReader>
#include <QSaveFile>

#include <algorithm>
#include <array>

namespace sw::ui {

bool looksLikeText(const QByteArray& bytes) {
    if (bytes.contains('\0')) {
        return false;
    }
    const auto control = std::ranges::count_if(bytes, [](char c) { return static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\x1b'; });
    return control * 50 <= bytes.size();
}

std::optional<FileContent> contentOf(const StageLayers& layers, const analysis::FileTree& tree, analysis::FileTree::Id id) {
    const auto& node = tree.node(id);
    const oci::LayerEntry* entry = tree.entry(id);
    if (entry == nullptr || node.layer >= layers.layers.size()) {
        return std::nullopt;
    }
    if (entry->type == oci::EntryType::HardLink) {
        const oci::LayerEntry* target = tree.layers()[node.layer]->find(entry->link);
        if (target == nullptr) {
            return std::nullopt;
        }
        entry = target;
    }
    if (entry->type != oci::EntryType::File) {
        return std::nullopt;
    }
    return FileContent{layers.layers[node.layer].id, *entry};
}

QImage pictureOf(const QByteArray& bytes, QSize& wholeSize) {
    // Formats that draw what their own bytes say: one that may name other files (SVG) is text here.
    static const std::array<QByteArray, 9> kFormats = {"png", "jpeg", "gif", "webp", "bmp", "ico", "pbm", "pgm", "ppm"};
    constexpr int kLargestSide = 30'000;
    constexpr int kShownSide = 1024;
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    if (!buffer.open(QIODevice::ReadOnly)) {
        return {};
    }
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    if (std::ranges::find(kFormats, reader.format()) == kFormats.end()) {
        return {};
    }
    wholeSize = reader.size();
    if (!wholeSize.isValid() || wholeSize.width() > kLargestSide || wholeSize.height() > kLargestSide) {
        return {};
    }
    if (wholeSize.width() > kShownSide || wholeSize.height() > kShownSide) {
        reader.setScaledSize(wholeSize.scaled(kShownSide, kShownSide, Qt::KeepAspectRatio).expandedTo({1, 1}));
    }
    return reader.read(); // Qt's own limit bounds the memory; null for a broken one
}

void readPicture(FilePreview& preview, const store::Layer& layer, const oci::LayerEntry& entry) {
    if (preview.isText || preview.size > ImageSession::kPictureBytes) {
        return;
    }
    if (static_cast<std::uint64_t>(preview.head.size()) == preview.size) {
        preview.image = pictureOf(preview.head, preview.imageSize);
        return;
    }
    QByteArray head = preview.head;
    QBuffer buffer(&head);
    if (!buffer.open(QIODevice::ReadOnly) || QImageReader::imageFormat(&buffer).isEmpty()) {
        return; // no need to read the rest of it
    }
    if (const auto whole = layer.readAll(entry, ImageSession::kPictureBytes)) {
        preview.image = pictureOf(QByteArray::fromStdString(*whole), preview.imageSize);
    }
}

QString digestOf(const store::Layer& layer, const oci::LayerEntry& entry, const std::stop_token& stop) {
    if (entry.size > ImageSession::kDigestBytes) {
        return {};
    }
    Sha256 hasher;
    std::string buffer(1U << 20U, '\0');
    for (std::uint64_t at = 0; at < entry.size;) {
        const auto size = layer.read(entry, at, buffer.data(), buffer.size());
        if (!size || *size == 0 || stop.stop_requested()) {
            return {};
        }
        hasher.add(std::string_view(buffer).substr(0, *size));
        at += *size;
    }
    return QString::fromStdString(hasher.finish().text());
}

QString extractFile(store::Store& store, const FileContent& content, const QString& destination, const std::stop_token& stop) {
    auto layer = store.layer(content.layer);
    if (!layer) {
        return shown(layer.error());
    }
    QSaveFile file(destination);
    if (!file.open(QIODevice::WriteOnly)) {
        return ImageSession::tr("%1 cannot be written: %2").arg(destination, file.errorString());
    }
    std::string buffer(1U << 20U, '\0');
    std::uint64_t at = 0;
    while (at < content.entry.size && !stop.stop_requested()) {
        auto size = (*layer)->read(content.entry, at, buffer.data(), buffer.size());
        if (!size) {
            return shown(size.error());
        }
        if (*size == 0) {
            break;
        }
        if (file.write(buffer.data(), static_cast<qint64>(*size)) < 0) {
            return ImageSession::tr("%1 cannot be written: %2").arg(destination, file.errorString());
        }
        at += *size;
    }
    return file.commit() ? QString() : ImageSession::tr("%1 cannot be written: %2").arg(destination, file.errorString());
}

} // namespace sw::ui
