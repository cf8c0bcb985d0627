#include "core/io/archivelibrary.h"

#include "core/io/sharedlibrary.h"

namespace sw::io {

namespace {

const ArchiveLibrary* load() {
    static ArchiveLibrary archive;
    const SharedLibrary library("libarchive.so.13"); // the interface of 2011 to this day
    const bool found = library.find("archive_read_new", archive.readNew) && library.find("archive_read_free", archive.readFree) &&
                       library.find("archive_read_support_format_tar", archive.supportTar) && library.find("archive_read_support_filter_gzip", archive.supportGzip) &&
                       library.find("archive_read_support_filter_bzip2", archive.supportBzip2) && library.find("archive_read_support_filter_xz", archive.supportXz) &&
                       library.find("archive_read_support_filter_zstd", archive.supportZstd) && library.find("archive_read_open", archive.readOpen) &&
                       library.find("archive_read_open_fd", archive.readOpenFd) && library.find("archive_read_next_header", archive.nextHeader) &&
                       library.find("archive_read_data", archive.readData) && library.find("archive_read_data_into_fd", archive.readDataIntoFd) &&
                       library.find("archive_format", archive.format) && library.find("archive_error_string", archive.errorString) &&
                       library.find("archive_entry_filetype", archive.filetype) && library.find("archive_entry_pathname", archive.pathname) &&
                       library.find("archive_entry_perm", archive.perm) && library.find("archive_entry_uid", archive.uid) &&
                       library.find("archive_entry_gid", archive.gid) && library.find("archive_entry_mtime", archive.mtime) &&
                       library.find("archive_entry_mtime_nsec", archive.mtimeNsec) && library.find("archive_entry_hardlink", archive.hardlink) &&
                       library.find("archive_entry_symlink", archive.symlink) && library.find("archive_entry_rdevmajor", archive.rdevmajor) &&
                       library.find("archive_entry_rdevminor", archive.rdevminor) && library.find("archive_entry_xattr_reset", archive.xattrReset) &&
                       library.find("archive_entry_xattr_next", archive.xattrNext);
    return found ? &archive : nullptr;
}

} // namespace

Result<const ArchiveLibrary*> archiveLibrary() {
    static const ArchiveLibrary* const archive = load();
    if (archive == nullptr) {
        return failure(ErrorCode::Unsupported, say("libarchive cannot be used"));
    }
    return archive;
}

} // namespace sw::io
