#pragma once

#include "core/cache/sourcetree.h"
#include "core/base/uniquefd.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace sw::build {

/// A tar archive (plain, gzip, bzip2, xz or zstd: by content) that ADD unpacks: its members in their order, files spooled to
/// an unnamed temporary file. Names that lead outside are cleaned. Members refer to one another by position.
class ArchiveTree final : public cache::SourceTree {
public:
    /// Is this a tar that can be read? Reads only the beginning.
    static Result<bool> recognises(const oci::ByteSource& bytes);
    /// `spoolDirectory` must exist; the spool has no name there.
    static Result<std::shared_ptr<ArchiveTree>> read(const oci::ByteSource& bytes, const std::filesystem::path& spoolDirectory,
                                                     std::stop_token stop);

    struct Member {
        oci::LayerEntry entry;           ///< clean path; HardLink: link is the clean path of an earlier member
        std::uint64_t spoolOffset = 0;
    };
    const std::vector<Member>& members() const { return m_members; }
    /// The bytes of a member, following hard links to the member that has them.
    Found bytesOfMember(std::size_t position) const;

    const oci::StackView& view() const override { return m_view; }
    Result<void> prepare(std::span<const Found>, std::stop_token) override { return {}; }
    Found bytesOf(const Found& file) const override { return file; }
    Result<oci::ByteSource> open(const Found& file) override;
    Sentence describe() const override { return say("the archive"); }

private:
    std::vector<Member> m_members;
    UniqueFd m_spool;
    oci::StackView m_view;
};

} // namespace sw::build
