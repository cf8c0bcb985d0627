#include "ui/session/filecontent.h"

#include "core/base/uniquefd.h"
#include "ui/session/sentence.h"

#include <QBuffer>
#include <QImageReader>
#include <QSaveFile>

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

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
    auto entry = tree.entry(id);
    if (entry == nullptr || node.layer >= layers.layers.size()) {
        return std::nullopt;
    }
    if (entry->type == oci::EntryType::HardLink) {
        const auto target = tree.layers()[node.layer]->find(entry->link);
        if (target == nullptr) {
            return std::nullopt;
        }
        entry = target;
    }
    if (entry->type != oci::EntryType::File) {
        return std::nullopt;
    }
    return FileContent{layers.view->contents, node.layer, *entry};
}

Result<std::string> beginningOf(const FileContent& content, std::size_t limit) {
    std::string out;
    const auto read = content.source->read(content.layer, content.entry, [&](std::string_view bytes) {
        out.append(bytes.substr(0, limit - out.size()));
        return out.size() < limit;
    });
    return read ? Result<std::string>(std::move(out)) : Result<std::string>(failure(read.error()));
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

void readPicture(FilePreview& preview, const FileContent& content) {
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
    if (const auto whole = beginningOf(content, ImageSession::kPictureBytes)) {
        preview.image = pictureOf(QByteArray::fromStdString(*whole), preview.imageSize);
    }
}

QString digestOf(const FileContent& content, const std::stop_token& stop) {
    if (content.entry.size > ImageSession::kDigestBytes) {
        return {};
    }
    Sha256 hasher;
    const auto read = content.source->read(content.layer, content.entry, [&](std::string_view bytes) {
        hasher.add(bytes);
        return !stop.stop_requested();
    });
    return read && !stop.stop_requested() ? QString::fromStdString(hasher.finish().text()) : QString();
}

QString extractFile(const FileContent& content, const QString& destination, const std::stop_token& stop) {
    QSaveFile file(destination);
    if (!file.open(QIODevice::WriteOnly)) {
        return ImageSession::tr("%1 cannot be written: %2").arg(destination, file.errorString());
    }
    bool written = true;
    const auto read = content.source->read(content.layer, content.entry, [&](std::string_view bytes) {
        written = file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
        return written && !stop.stop_requested();
    });
    if (!read) {
        return shown(read.error());
    }
    return written && file.commit() ? QString() : ImageSession::tr("%1 cannot be written: %2").arg(destination, file.errorString());
}

namespace {

/// Writes below one folder that it made itself. Folders are opened one in the other and never through a link.
class FolderWriter {
public:
    FolderWriter(const StageLayers& layers, const analysis::FileTree& tree, const std::stop_token& stop) : m_layers(layers), m_tree(tree), m_stop(stop) {}

    ExtractedFolder write(analysis::FileTree::Id id, const QString& destination) {
        const QByteArray name = QFile::encodeName(destination);
        if (::mkdir(name.constData(), 0777) != 0) {
            fail(destination);
        } else {
            const UniqueFd folder(::open(name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            folder.get() < 0 ? fail(destination) : fill(id, folder.get(), destination);
        }
        return std::move(m_out);
    }

private:
    void fail(const QString& path) {
        if (m_out.error.isEmpty()) {
            m_out.error = ImageSession::tr("%1 cannot be written: %2").arg(path, QString::fromLocal8Bit(std::strerror(errno)));
        }
    }
    bool goesOn() const { return m_out.error.isEmpty() && !m_stop.stop_requested(); }

    void fill(analysis::FileTree::Id id, int folder, const QString& path) {
        for (auto child = m_tree.node(id).firstChild; child != analysis::FileTree::kNone && goesOn(); child = m_tree.node(child).nextSibling) {
            if (m_tree.node(child).change != analysis::Change::Removed) {
                put(child, folder, path);
            }
        }
    }

    void put(analysis::FileTree::Id id, int folder, const QString& above) {
        const analysis::FileTree::Node& node = m_tree.node(id);
        const std::string name(node.name);
        const QString path = above + u'/' + QString::fromStdString(name);
        const auto entry = m_tree.entry(id);
        const std::uint32_t mode = entry != nullptr ? entry->mode & 0777U : 0755U;
        if (node.directory) {
            if (::mkdirat(folder, name.c_str(), 0700) != 0) {
                return fail(path);
            }
            const UniqueFd below(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (below.get() < 0) {
                return fail(path);
            }
            fill(id, below.get(), path);
            ::fchmod(below.get(), mode | 0700U); // so that it can be looked into and removed
        } else if (entry != nullptr && entry->type == oci::EntryType::Symlink) {
            ::symlinkat(entry->link.c_str(), folder, name.c_str()) != 0 ? fail(path) : void(++m_out.files);
        } else if (const auto content = contentOf(m_layers, m_tree, id)) {
            copy(*content, folder, name, mode, path);
        } else {
            ++m_out.skipped;
        }
    }

    void copy(const FileContent& content, int folder, const std::string& name, std::uint32_t mode, const QString& path) {
        const UniqueFd file(::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.get() < 0) {
            return fail(path);
        }
        const auto read = content.source->read(content.layer, content.entry, [&](std::string_view bytes) {
            while (!bytes.empty()) {
                const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
                if (written < 0 && errno != EINTR) {
                    fail(path);
                    return false;
                }
                bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
            }
            return !m_stop.stop_requested();
        });
        if (!read && m_out.error.isEmpty()) {
            m_out.error = shown(read.error());
        }
        ::fchmod(file.get(), mode | 0400U);
        ++m_out.files;
    }

    const StageLayers& m_layers;
    const analysis::FileTree& m_tree;
    std::stop_token m_stop;
    ExtractedFolder m_out;
};

} // namespace

ExtractedFolder extractFolder(const StageLayers& layers, const analysis::FileTree& tree, analysis::FileTree::Id id, const QString& destination,
                              const std::stop_token& stop) {
    return FolderWriter(layers, tree, stop).write(id, destination);
}

} // namespace sw::ui
