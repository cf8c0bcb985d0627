#pragma once

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// Cases as folders with an expected text beside the input.
namespace sw::test {

inline std::string readFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// One row for each folder in `root`, named by it; the column "folder" is its path.
inline void addCaseRows(const std::filesystem::path& root) {
    QTest::addColumn<QString>("folder");
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
        if (entry.is_directory()) {
            folders.push_back(entry.path());
        }
    }
    std::ranges::sort(folders);
    for (const std::filesystem::path& folder : folders) {
        QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
    }
}

/// Whether `found` is what the file holds. With SW_UPDATE_GOLDENS=1 the file is written instead and the row is skipped,
/// so that an update is never green.
inline void compareWithGolden(const std::filesystem::path& file, const std::string& found) {
    if (qEnvironmentVariableIsSet("SW_UPDATE_GOLDENS")) {
        std::ofstream(file, std::ios::binary) << found;
        QSKIP("the golden file was written anew");
    }
    QCOMPARE(QString::fromStdString(found), QString::fromStdString(readFile(file)));
}

} // namespace sw::test
