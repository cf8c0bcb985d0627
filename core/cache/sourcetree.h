#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/oci/layertar.h"
#include "core/oci/stackview.h"

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sw::cache {

/// Something that COPY, ADD and bind mounts read from: a directory of the user's, a root file system made of layers, or
/// files written in the Dockerfile itself. Names, types and modes are known from the start; contents (digest and extended
/// attributes) only after prepare(), because nothing is read that no instruction selects. Safe to share between threads.
class SourceTree {
public:
    using Found = oci::StackView::Found;

    virtual ~SourceTree() = default;
    virtual const oci::StackView& view() const = 0;
    /// Fills `content` and `xattrs` of these entries. Error: a file cannot be read, or changed while it was being read.
    virtual Result<void> prepare(std::span<const Found> entries, std::stop_token stop) = 0;
    /// The entry that holds the bytes of a File or HardLink. Names of one file (hard links) give the same entry.
    virtual Found bytesOf(const Found& file) const = 0;
    /// Reads the bytes of what bytesOf gave.
    virtual Result<oci::ByteSource> open(const Found& file) = 0;
    /// "the build context", "stage 'builder'": for messages.
    virtual Sentence describe() const = 0;
    /// Why a path that is missing is missing ("it is excluded by .dockerignore line 3: node_modules"), or "".
    virtual Sentence whyMissing(const std::string& path) const {
        (void)path;
        return {};
    }
};

/// Files that stand in the Dockerfile (COPY <<EOF). Entry names are "0", "1", … in order.
class InlineTree final : public SourceTree {
public:
    explicit InlineTree(std::vector<std::string> contents);
    const oci::StackView& view() const override { return m_view; }
    Result<void> prepare(std::span<const Found>, std::stop_token) override { return {}; }
    Found bytesOf(const Found& file) const override { return file; }
    Result<oci::ByteSource> open(const Found& file) override;
    Sentence describe() const override { return say("the Dockerfile"); }

private:
    std::vector<std::string> m_contents;
    oci::StackView m_view;
};

} // namespace sw::cache
