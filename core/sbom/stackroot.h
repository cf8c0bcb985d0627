#pragma once

#include "core/oci/stackview.h"
#include "core/sbom/packages.h"

namespace sw::sbom {

/// A stack of layers as a Root.
template <typename View> class StackRoot final : public Root {
public:
    explicit StackRoot(View view) : m_view(std::move(view)) {}

    std::optional<File> lookup(std::string_view path) const override { return m_view.lookup(path).transform(fileOf); }
    std::optional<File> lookupFollow(std::string_view path) const override { return m_view.lookupFollow(path).transform(fileOf); }
    std::vector<File> children(std::string_view directory) const override {
        std::vector<File> out;
        for (const auto& child : m_view.children(directory)) {
            out.push_back(fileOf(child));
        }
        return out;
    }
    void walk(std::string_view path, const std::function<bool(const File&)>& visit) const override {
        m_view.walk(path, [&](const auto& found) { return visit(fileOf(found)); });
    }
    std::optional<std::uint64_t> bytesOf(const File& file) const override {
        const auto found = m_view.lookup(file.path);
        const auto content = found ? m_view.content(*found) : std::nullopt;
        return content ? std::optional(content->entry->size) : std::nullopt;
    }

private:
    static File fileOf(const typename View::Found& found) {
        File out;
        out.layer = found.layer;
        out.path = found.path;
        if (found.entry != nullptr) {
            const auto [type, mode, size] = factsOf(found.entry);
            out.type = type;
            out.mode = mode;
            out.size = size;
        }
        return out;
    }
    struct Facts {
        oci::EntryType type;
        std::uint32_t mode;
        std::uint64_t size;
    };
    static Facts factsOf(const oci::LayerEntry* entry) { return {entry->type, entry->mode, entry->size}; }
    static Facts factsOf(oci::EntryRef entry) { return {entry.type(), entry.mode(), entry.size()}; }

    View m_view;
};

} // namespace sw::sbom
