#include "core/inspect/packages.h"

#include "core/base/imagepath.h"
#include "core/sbom/stackroot.h"

#include <algorithm>
#include <unordered_map>

namespace sw::inspect {

namespace {

constexpr std::uint64_t kLargestRecord = 64U << 20U;   ///< that is kept in memory; larger ones are read when they are asked for
constexpr std::uint64_t kLargestProgram = 256U << 20U;

/// The bytes of files, kept where they were met on one way through the layers.
class Contents {
public:
    explicit Contents(const analysis::ImageView& image) : m_image(image), m_view(image.indexes()) {}

    const oci::CompactView& view() const { return m_view; }

    Result<void> readAhead(const std::stop_token& stop) {
        struct Wanted {
            std::size_t layer;
            oci::EntryRef file;
            bool record;
        };
        std::vector<Wanted> wanted;
        m_view.walk("", [&](const oci::CompactView::Found& found) {
            const bool record = sbom::isPackageRecord(found.path);
            const bool program = !record && found.entry && found.entry.type() == oci::EntryType::File && (found.entry.mode() & 0111U) != 0 && found.entry.size() > 4096 &&
                                 found.entry.size() <= kLargestProgram;
            if (record || program) {
                if (const auto content = m_view.content(found); content && (program || content->entry.size() <= kLargestRecord)) {
                    wanted.push_back({content->layer, content->entry, record});
                }
            }
            return !stop.stop_requested();
        });
        std::ranges::sort(wanted, {}, [](const Wanted& one) { return std::pair(one.layer, one.file.dataOffset()); });
        for (const Wanted& one : wanted) {
            if (stop.stop_requested()) {
                break;
            }
            std::string bytes;
            SW_CHECK(m_image.contents->read(one.layer, *one.file, [&](std::string_view part) {
                bytes += part;
                return one.record || bytes.starts_with("\x7f"
                                                       "ELF");
            }));
            if (!one.record && !sbom::maybeGoProgram(bytes)) {
                bytes.resize(std::min<std::size_t>(bytes.size(), 4)); // which is all that there is to know of it
            }
            m_known.try_emplace(keyOf(one.layer, one.file), std::move(bytes));
        }
        return {};
    }

    Result<std::string> read(const sbom::File& file, std::uint64_t limit) const {
        std::string out;
        const auto found = m_view.lookup(file.path);
        const auto content = found ? m_view.content(*found) : std::nullopt;
        if (!content) {
            return out;
        }
        if (const auto known = m_known.find(keyOf(content->layer, content->entry)); known != m_known.end()) {
            return known->second.substr(0, static_cast<std::size_t>(limit));
        }
        SW_CHECK(m_image.contents->read(content->layer, *content->entry, [&](std::string_view bytes) {
            out.append(bytes.substr(0, static_cast<std::size_t>(limit) - out.size()));
            return out.size() < limit;
        }));
        return out;
    }

private:
    static std::string keyOf(std::size_t layer, oci::EntryRef file) { return std::to_string(layer) + "/" + file.path(); }

    const analysis::ImageView& m_image;
    oci::CompactView m_view;
    std::unordered_map<std::string, std::string> m_known;
};

/// What a package of node_modules consists of: its folder without the packages that are in it.
void addFolder(const oci::CompactView& view, const std::string& manifest, std::vector<std::string>& files) {
    const std::string folder(parentPath(manifest));
    const std::string inner = folder + "/node_modules";
    view.walk(folder, [&](const oci::CompactView::Found& found) {
        if (found.entry && found.entry.type() != oci::EntryType::Directory && !isWithin(found.path, inner) && found.path != manifest) {
            files.push_back(found.path);
        }
        return true;
    });
}

} // namespace

Result<ImagePackages> packagesOf(const analysis::ImageView& image, const std::filesystem::path& scratch, std::stop_token stop) {
    Contents contents(image);
    SW_CHECK(contents.readAhead(stop));
    sbom::Tree tree;
    tree.root = std::make_shared<sbom::StackRoot<oci::CompactView>>(contents.view());
    tree.scratch = scratch;
    tree.read = [&](const sbom::File& file, std::uint64_t limit) { return contents.read(file, limit); };
    SW_TRY(sbom::Inventory inventory, sbom::findPackages(tree, stop));
    ImagePackages out;
    out.problems = std::move(inventory.problems);
    for (sbom::Package& package : inventory.packages) {
        if (package.type == "npm" && package.foundIn.contains("node_modules/")) {
            addFolder(contents.view(), package.foundIn, package.files);
        }
        out.packages.push_back({std::move(package.name), std::move(package.version), std::move(package.type), std::move(package.files)});
    }
    return out;
}

} // namespace sw::inspect
