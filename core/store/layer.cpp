#include "core/store/store.h"

#include "core/io/bytereader.h"

#include <fcntl.h>

#include <algorithm>

namespace sw::store {

template <typename Index>
BasicLayer<Index>::BasicLayer(LayerInfo info, std::shared_ptr<const Index> index, std::filesystem::path tar)
    : m_info(std::move(info)), m_index(std::move(index)), m_tar(std::move(tar)),
      m_fd(std::make_shared<UniqueFd>(::open(m_tar.c_str(), O_RDONLY | O_CLOEXEC))) {}

template <typename Index>
Result<std::size_t> BasicLayer<Index>::read(const oci::LayerEntry& entry, std::uint64_t offset, char* out, std::size_t size) const {
    if (!m_fd->valid()) {
        return failure(ErrorCode::NotFound, say("The layer file '%1' is gone", m_tar.string()));
    }
    if (entry.type != oci::EntryType::File || offset >= entry.size) {
        return 0;
    }
    if (entry.sparse) {
        return oci::readSparse(m_fd->get(), 0, entry, offset, out, size);
    }
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(size, entry.size - offset));
    io::FdReader reader(m_fd->get(), entry.dataOffset + offset, want);
    SW_TRY(const std::size_t got, reader.readFull(out, want));
    if (got != want) {
        return failure(ErrorCode::Corrupt, say("The layer file '%1' ends too early", m_tar.string()));
    }
    return got;
}

template <typename Index> Result<std::string> BasicLayer<Index>::readAll(const oci::LayerEntry& entry, std::uint64_t limit) const {
    std::string out(static_cast<std::size_t>(std::min(entry.size, limit)), '\0');
    SW_TRY(const std::size_t got, read(entry, 0, out.data(), out.size()));
    out.resize(got);
    return out;
}

template class BasicLayer<oci::LayerIndex>;
template class BasicLayer<oci::CompactIndex>;

} // namespace sw::store
