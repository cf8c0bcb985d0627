#pragma once

#include "core/base/result.h"

#include <archive.h>
#include <archive_entry.h>

namespace sw::io {

/// libarchive, loaded when the first archive is unpacked. With the libraries that it brings it is a good part of the time that a
/// program takes to start, and each RUN starts one. Load it before a chroot into a tree that is not trusted.
struct ArchiveLibrary {
    decltype(&::archive_read_new) readNew = nullptr;
    decltype(&::archive_read_free) readFree = nullptr;
    decltype(&::archive_read_support_format_tar) supportTar = nullptr;
    decltype(&::archive_read_support_filter_gzip) supportGzip = nullptr;
    decltype(&::archive_read_support_filter_bzip2) supportBzip2 = nullptr;
    decltype(&::archive_read_support_filter_xz) supportXz = nullptr;
    decltype(&::archive_read_support_filter_zstd) supportZstd = nullptr;
    decltype(&::archive_read_open) readOpen = nullptr;
    decltype(&::archive_read_open_fd) readOpenFd = nullptr;
    decltype(&::archive_read_next_header) nextHeader = nullptr;
    decltype(&::archive_read_data) readData = nullptr;
    decltype(&::archive_read_data_into_fd) readDataIntoFd = nullptr;
    decltype(&::archive_format) format = nullptr;
    decltype(&::archive_error_string) errorString = nullptr;
    decltype(&::archive_entry_filetype) filetype = nullptr;
    decltype(&::archive_entry_pathname) pathname = nullptr;
    decltype(&::archive_entry_perm) perm = nullptr;
    decltype(&::archive_entry_uid) uid = nullptr;
    decltype(&::archive_entry_gid) gid = nullptr;
    decltype(&::archive_entry_mtime) mtime = nullptr;
    decltype(&::archive_entry_mtime_nsec) mtimeNsec = nullptr;
    decltype(&::archive_entry_hardlink) hardlink = nullptr;
    decltype(&::archive_entry_symlink) symlink = nullptr;
    decltype(&::archive_entry_rdevmajor) rdevmajor = nullptr;
    decltype(&::archive_entry_rdevminor) rdevminor = nullptr;
    decltype(&::archive_entry_xattr_reset) xattrReset = nullptr;
    decltype(&::archive_entry_xattr_next) xattrNext = nullptr;
};

/// Loaded once per process. Error Unsupported: it is not installed.
Result<const ArchiveLibrary*> archiveLibrary();

} // namespace sw::io
