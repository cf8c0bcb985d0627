#pragma once

#include <filesystem>
#include <fstream>
#include <string>

/// The project that a forecast at each key is measured with.
namespace bench {

inline constexpr int kStages = 30;
inline constexpr int kFolders = 100;
inline constexpr int kFilesInFolder = 500;

/// 30 stages in some 500 lines over 50,000 files; the first stage copies all of them, the others a folder each. `from`: "FROM busybox".
inline std::string largeDockerfile(const std::string& from) {
    std::string text;
    for (int stage = 0; stage < kStages; ++stage) {
        const std::string number = std::to_string(stage);
        text += "# Stage " + number + "\n" + from + " AS s" + number + "\nENV NAME=stage" + number + "\nWORKDIR /work" + number + "\nCOPY " +
                (stage == 0 ? "." : "d" + number) + " ./src/\n";
        for (int i = 0; i < 5; ++i) {
            text += "ENV V" + std::to_string(i) + "=" + number + "\nLABEL l" + std::to_string(i) + "=" + number + "\n";
        }
        text += stage == 0 ? "" : "COPY --from=s" + std::to_string(stage - 1) + " /out /before\n";
        text += "RUN mkdir /out && echo $NAME > /out/name\n";
    }
    return text;
}

inline void makeLargeContext(const std::filesystem::path& directory) {
    for (int folder = 0; folder < kFolders; ++folder) {
        const std::filesystem::path path = directory / ("d" + std::to_string(folder));
        std::filesystem::create_directories(path);
        for (int file = 0; file < kFilesInFolder; ++file) {
            std::ofstream(path / ("f" + std::to_string(file))) << folder << " " << file;
        }
    }
}

} // namespace bench
