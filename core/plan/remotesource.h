#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sw::plan {

/// A source that is fetched: ADD URL, ADD of a git repository, and contexts of these kinds
/// (BuildKit frontend/dockerfile/dfgitutil, util/gitutil; dockerfile-semantics 2.8).
struct RemoteSource {
    enum class Kind : std::uint8_t { Http, Git };

    Kind kind = Kind::Http;
    std::size_t position = 0; ///< index in CopyOp::sources
    std::string url;          ///< Http: without the fragment; Git: what git is given as remote
    std::string name;         ///< Http: the name that the file gets
    std::string checksum;     ///< Http: "sha256:…" and its like; Git: a commit, or its beginning
    std::string ref;          ///< Git: branch, tag, commit, refs/…; "" = the default branch
    std::string subdir;       ///< Git: clean path, "" = all of it
    bool keepGitDir = false;
    bool submodules = true;
    bool commitTimes = false; ///< Git: files get the commit's time, not that of the checkout
    std::optional<bool> keepGitDirAsked; ///< by the reference itself
    bool likeLocal = false;   ///< "github.com/…", which may be a path as well: contexts only

    /// For people, records and keys: no password in it.
    std::string display() const;
    /// Git: is `ref` a whole commit id, so that nobody has to be asked what it stands for?
    bool isPinned() const;
    bool operator==(const RemoteSource&) const = default;
};

/// What a word means: nullopt for a local path. Error Invalid: a git reference with wrong options.
Result<std::optional<RemoteSource>> parseRemote(std::string_view word);

/// "https://user:secret@host/x" -> "https://xxxxx:xxxxx@host/x".
std::string withoutPassword(std::string_view url);

/// A digest as --checksum takes it: sha256, sha384 or sha512 and the right number of digits. Error: one sentence.
Result<void> checkDigest(std::string_view text);

} // namespace sw::plan
