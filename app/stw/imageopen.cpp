#include "app/stw/imageopen.h"

#include "app/stw/engine.h"

namespace sw::app {

inspect::StoreOpener storeOpener(const Console& console) {
    return [&console] { return openStore(console); };
}

Result<inspect::OpenedImage> openImage(const Console& console, const std::string& image, const OpenOptions& options, std::stop_token stop) {
    auto opened = inspect::openImage(storeOpener(console), image, options, std::move(stop));
    const bool fromStore = !opened && !image.starts_with("docker-daemon:") && !inspect::isImageFile(image);
    return fromStore ? failure(storeTrouble(opened.error())) : std::move(opened);
}

void addOpenOptions(CLI::App& command, OpenOptions& options) {
    command.add_option("--platform", options.platform, "Of an image for several")->option_text("PLATFORM");
    command.add_option("-f,--file", options.dockerfile, "The Dockerfile that @STAGE belongs to")->option_text("FILE");
}

} // namespace sw::app
