#pragma once

#include "tests/support/golden.h"
#include "tests/support/testdata.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

/// Texts for tests of properties that hold for every Dockerfile.
namespace sw::test {

/// Every Dockerfile of the project: cases of all kinds, examples, templates, what fuzzers found.
inline std::vector<std::string> dockerfilesOfTheProject() {
    namespace fs = std::filesystem;
    std::vector<std::string> out;
    for (const fs::path& root : {sourceDir() / "tests" / "data", sourceDir() / "tests" / "fuzz" / "corpus" / "dockerfile",
                                 sourceDir() / "resources"}) {
        std::vector<fs::path> found;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
            const bool fuzzed = entry.path().parent_path().filename() == "dockerfile" && entry.is_regular_file();
            if (fuzzed || entry.path().filename().string().starts_with("Dockerfile")) {
                found.push_back(entry.path());
            }
        }
        std::ranges::sort(found);
        std::ranges::transform(found, std::back_inserter(out), readFile);
    }
    return out;
}

/// Makes broken files out of sound ones: the same ones in every run.
class Mutator {
public:
    explicit Mutator(unsigned seed) : m_random(seed) {}

    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }
    const std::string& oneOf(const std::vector<std::string>& texts) { return texts[below(texts.size())]; }

    /// One to four insertions, deletions, repeated lines and cuts.
    std::string mutated(std::string file) {
        static const std::vector<std::string> kPieces = {
            "\\", "\\\n", "\n", "\n\n\n", "\"", "'", "<<EOF", "<<-E ", "$", "${", "}", "--from=", "--mount=type=cache,", "[", "]", "[\"", "#",
            " ", "  ", "\t", "=", "FROM ", "as ", "ONBUILD ", "HEALTHCHECK ", "COPY ", "\r\n", "\r", "\xEF\xBB\xBF", "\xFF", "# escape=`\n",
            "`", ",", "ENV a b c\n", "expose 80/TCP\n", "-- ", "\n# c\n", "\xC2\xA0", "\\ \n", "\v"};
        for (std::size_t edits = below(4) + 1; edits > 0; --edits) {
            const std::size_t at = below(file.size() + 1);
            switch (below(4)) {
            case 0:
            case 1: file.insert(at, oneOf(kPieces)); break;
            case 2: file.erase(at, below(20)); break;
            default: file.resize(at); break;
            }
        }
        return file;
    }

private:
    std::mt19937 m_random;
};

} // namespace sw::test
