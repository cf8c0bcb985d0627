#include "core/dockerfile/parser.h"
#include "core/dockerfile/printer.h"
#include "tests/core/dockerfile/dump.h"
#include "tests/core/dockerfile/invariants.h"
#include "tests/support/testdata.h"

#include <QTest>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

using namespace sw;
using namespace sw::dockerfile;

namespace {

namespace fs = std::filesystem;

std::string readFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What a case's `expected` file holds: the instructions with their lines, heredocs, diagnostics.
std::string describe(const Document& document) {
    std::string out;
    for (const Instruction& instruction : document.instructions) {
        out += std::to_string(instruction.startLine()) + "-" + std::to_string(instruction.endLine()) + " " +
               test::dump(instruction) + (instruction.json ? " json" : "") + "\n";
        for (const Heredoc& heredoc : instruction.heredocs) {
            out += "    heredoc " + test::goQuoted(heredoc.name) + (heredoc.expand ? "" : " literal") +
                   (heredoc.chomp ? " chomp" : "") + " " + test::goQuoted(heredoc.content) + "\n";
        }
    }
    for (const Diagnostic& diagnostic : document.diagnostics) {
        out += std::to_string(diagnostic.range.start.line) + " " + std::string(severityName(diagnostic.severity)) + " " +
               diagnostic.rule + ": " + diagnostic.message.text() + "\n";
    }
    return out;
}

/// Every Dockerfile of the project: cases, examples and templates.
std::vector<std::string> realFiles() {
    std::vector<std::string> out;
    for (const fs::path& root : {test::dataDir("dockerfile"), test::sourceDir() / "resources"}) {
        std::vector<fs::path> found;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
            if (entry.path().filename() == "Dockerfile") {
                found.push_back(entry.path());
            }
        }
        std::ranges::sort(found);
        std::ranges::transform(found, std::back_inserter(out), readFile);
    }
    return out;
}

} // namespace

class TestGoldens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void invariantsHoldForEveryPrefix();
    void invariantsHoldForRandomEdits();
    void manyLinesAreLinear();
};

void TestGoldens::cases_data() {
    QTest::addColumn<QString>("folder");
    std::vector<fs::path> folders;
    std::ranges::copy(fs::directory_iterator(test::dataDir("dockerfile")), std::back_inserter(folders));
    std::ranges::sort(folders);
    for (const fs::path& folder : folders) {
        QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
    }
}

void TestGoldens::cases() {
    QFETCH(QString, folder);
    const fs::path path(folder.toStdString());
    const std::string source = readFile(path / "Dockerfile");
    const Document document = parse(source);
    const std::string found = describe(document);
    if (qEnvironmentVariableIsSet("SW_UPDATE_GOLDENS")) {
        std::ofstream(path / "expected", std::ios::binary) << found;
    }
    QCOMPARE(QString::fromStdString(found), QString::fromStdString(readFile(path / "expected")));
    QCOMPARE(test::brokenInvariant(document), std::string());
}

void TestGoldens::invariantsHoldForEveryPrefix() {
    for (const std::string& file : realFiles()) {
        for (std::size_t size = 0; size <= file.size(); ++size) {
            const std::string broken = test::brokenInvariant(parse(file.substr(0, size)));
            QVERIFY2(broken.empty(), (broken + " in a prefix of " + std::to_string(size) + ":\n" + file).c_str());
        }
    }
}

void TestGoldens::invariantsHoldForRandomEdits() {
    static const std::vector<std::string> kPieces = {
        "\\", "\\\n", "\n", "\"", "'", "<<EOF", "<<-E ", "$", "${", "}", "--from=", "--mount=type=cache,", "[", "]", "[\"", "#", " ",
        "\t", "=", "FROM ", "AS ", "ONBUILD ", "HEALTHCHECK ", "COPY ", "\r\n", "\xEF\xBB\xBF", "\xFF", "# escape=`\n", "`", ","};
    const std::vector<std::string> files = realFiles();
    std::mt19937 random(20240607); // fixed, so that a failure can be seen again
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    for (int round = 0; round < 10000; ++round) {
        std::string file = files[below(files.size())];
        for (std::size_t edits = below(4) + 1; edits > 0; --edits) {
            const std::size_t at = below(file.size() + 1);
            switch (below(3)) {
            case 0: file.insert(at, kPieces[below(kPieces.size())]); break;
            case 1: file.erase(at, below(20)); break;
            default: file.resize(at); break;
            }
        }
        const std::string broken = test::brokenInvariant(parse(file));
        QVERIFY2(broken.empty(), (broken + " in round " + std::to_string(round) + ":\n" + file).c_str());
    }
}

/// No clock: what is quadratic here would not end within the test's limit.
void TestGoldens::manyLinesAreLinear() {
    const std::vector<std::string> units = {"RUN a \\\n  b\n", "RUN <<E\nx\nE\n", "RUN <<NEVER\n", "COPY --from=a b c\n",
                                            "ENV a=$b\n", "# c\n", "RUN --mount=type=cache x\n", "FROM a AS b\n", "RUN a \\\n"};
    for (const std::string& unit : units) {
        std::string text = "FROM x\n";
        for (int i = 0; i < 20000; ++i) {
            text += unit;
        }
        QVERIFY(print(parse(text)) == text);
    }
}

QTEST_GUILESS_MAIN(TestGoldens)
#include "tst_goldens.moc"
