#include "core/inspect/packages.h"

#include "core/sbom/stackroot.h"

namespace sw::inspect {

Result<std::vector<analysis::OwningPackage>> packagesOf(const analysis::ImageView& image, const std::filesystem::path& scratch, std::stop_token stop) {
    sbom::Tree tree;
    const oci::CompactView view(image.indexes());
    tree.root = std::make_shared<sbom::StackRoot<oci::CompactView>>(view);
    tree.scratch = scratch;
    tree.read = [&](const sbom::File& file, std::uint64_t limit) -> Result<std::string> {
        std::string out;
        const auto found = view.lookup(file.path);
        const auto content = found ? view.content(*found) : std::nullopt;
        if (!content) {
            return out;
        }
        SW_CHECK(image.contents->read(content->layer, *content->entry, [&](std::string_view bytes) {
            out.append(bytes.substr(0, static_cast<std::size_t>(limit) - out.size()));
            return out.size() < limit;
        }));
        return out;
    };
    SW_TRY(sbom::Inventory inventory, sbom::findPackages(tree, stop));
    std::vector<analysis::OwningPackage> out;
    for (sbom::Package& package : inventory.packages) {
        out.push_back({std::move(package.name), std::move(package.version), std::move(package.type), std::move(package.files)});
    }
    return out;
}

} // namespace sw::inspect
