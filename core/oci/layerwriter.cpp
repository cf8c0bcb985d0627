#include "core/base/imagepath.h"
#include "core/oci/indexbuilder.h"
#include "core/oci/layertar.h"
#include "core/oci/tarheader.h"
#include "core/oci/tarsink.h"

#include <algorithm>

namespace sw::oci {

struct LayerWriter::State {
    explicit State(int fd) : sink(fd) {}
    DigestSink sink;
    IndexBuilder builder;
};

LayerWriter::LayerWriter(int fd) : m_state(std::make_unique<State>(fd)) {}
LayerWriter::~LayerWriter() = default;

namespace {

constexpr std::uint64_t kLargeFile = 16U << 20U;

Result<Hash128> copyContent(DigestSink& sink, const LayerEntry& entry, const ByteSource& source) {
    Hasher128 hasher;
    std::uint64_t left = entry.size;
    while (left > 0) {
        std::size_t room = 0;
        char* to = sink.room(room);
        room = static_cast<std::size_t>(std::min<std::uint64_t>(room, left));
        SW_TRY(const std::size_t got, source(to, room));
        if (got == 0 || got > room) {
            return failure(ErrorCode::Io, say("'%1' changed its size while it was read", absolutePath(entry.path)));
        }
        hasher.add(std::string_view(to, got));
        sink.advance(got);
        left -= got;
    }
    return hasher.finish();
}

TarHeader whiteoutHeader(const std::string& name, const LayerEntry& entry) {
    TarHeader header;
    header.name = name;
    header.type = '0';
    header.mtime = entry.mtime;
    return header;
}

TarHeader headerOf(const LayerEntry& entry) {
    TarHeader header;
    header.name = entry.path.empty() ? "./" : entry.path + (entry.type == EntryType::Directory ? "/" : "");
    header.type = tarTypeOf(entry.type);
    header.mode = entry.mode;
    header.uid = entry.uid;
    header.gid = entry.gid;
    header.size = entry.size;
    header.mtime = entry.mtime;
    header.mtimeNs = entry.mtimeNs;
    header.devMajor = entry.devMajor;
    header.devMinor = entry.devMinor;
    header.link = entry.link;
    header.xattrs = &entry.xattrs;
    return header;
}

} // namespace

Result<void> LayerWriter::add(LayerEntry entry, const ByteSource& source) {
    State& s = *m_state;
    entry.sparse = entry.implied = false;
    entry.content = {};
    entry.dataOffset = 0;
    if (entry.type != EntryType::File) {
        entry.size = 0;
    }
    if (entry.type == EntryType::Whiteout) {
        const std::string parent(parentPath(entry.path));
        const std::string name = (parent.empty() ? "" : parent + "/") + ".wh." + std::string(baseName(entry.path));
        const std::string header = encodeTarHeader(whiteoutHeader(name, entry));
        s.sink.write(header);
        s.builder.addWhiteout(std::move(entry.path), entry.mtime, static_cast<std::uint32_t>(header.size()));
        return {};
    }
    if (entry.size > 0 && !source) {
        return failure(ErrorCode::Internal, say("A file of %1 bytes came without its contents", entry.size));
    }
    const std::string header = encodeTarHeader(headerOf(entry));
    s.sink.write(header);
    entry.headerBytes = static_cast<std::uint32_t>(header.size());
    if (entry.type == EntryType::File) {
        entry.dataOffset = s.sink.written();
        SW_TRY(entry.content, copyContent(s.sink, entry, source));
        s.sink.zeros(static_cast<std::size_t>((512 - entry.size % 512) % 512));
        if (entry.size > kLargeFile && s.sink.failed()) { // a full disk shows soon, not after gigabytes
            return failure(s.sink.finish().error());
        }
    }
    if (entry.type == EntryType::Directory && entry.opaque) {
        const std::string marker = (entry.path.empty() ? "" : entry.path + "/") + ".wh..wh..opq";
        const std::string extra = encodeTarHeader(whiteoutHeader(marker, entry));
        s.sink.write(extra);
        entry.headerBytes += static_cast<std::uint32_t>(extra.size());
    }
    s.builder.add(std::move(entry));
    return {};
}

Result<FinishedTar> LayerWriter::finish() {
    State& s = *m_state;
    s.sink.zeros(1024);
    FinishedTar out;
    SW_TRY(out.diffId, s.sink.finish());
    out.index = s.builder.finish(s.sink.written());
    return out;
}

} // namespace sw::oci
