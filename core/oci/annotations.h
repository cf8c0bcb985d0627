#pragma once

#include "core/base/result.h"
#include "core/oci/image.h"

#include <map>
#include <string>
#include <string_view>

/// Annotations of an image, by the JSON object that carries them (BuildKit docs/annotations.md).
namespace sw::oci {

struct Annotations {
    using Map = std::map<std::string, std::string>;
    std::map<std::string, Map> manifest;           ///< by platform text ("linux/amd64"); "" = every platform
    std::map<std::string, Map> manifestDescriptor; ///< the same: on the manifest's entry in the index
    Map index;
    Map indexDescriptor;                           ///< on the index's entry in index.json

    Map ofManifest(const Platform& platform) const;
    Map ofManifestDescriptor(const Platform& platform) const;
    /// Those of `later` win.
    void merge(const Annotations& later);
    bool empty() const { return manifest.empty() && manifestDescriptor.empty() && index.empty() && indexDescriptor.empty(); }
    bool operator==(const Annotations&) const = default;

    /// An attribute of an output: annotation[-manifest|-index|-manifest-descriptor|-index-descriptor][[PLATFORM]].KEY.
    /// False when the attribute is no annotation; Invalid when it is a wrong one.
    Result<bool> addAttribute(std::string_view name, std::string_view value);
    /// The option --annotation: [TYPE[[PLATFORM]][,TYPE..]:]KEY=VALUE; without a type, of the manifest.
    Result<void> addOption(std::string_view text);

private:
    Result<void> add(std::string_view type, std::string_view platform, std::string_view key, std::string_view value);
};

} // namespace sw::oci
