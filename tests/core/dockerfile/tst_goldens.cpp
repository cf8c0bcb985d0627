#include "core/dockerfile/parser.h"
#include "core/dockerfile/printer.h"
#include "core/dockerfile/variables.h"
#include "tests/core/dockerfile/corpus.h"
#include "tests/core/dockerfile/dump.h"
#include "tests/core/dockerfile/invariants.h"

#include <QTest>

#include <map>
#include <sstream>

using namespace sw;
using namespace sw::dockerfile;

namespace {

/// Long words are told by their length.
std::string shortened(const std::string& text) {
    return text.size() < 2000 ? text : text.substr(0, 40) + "… (" + std::to_string(text.size()) + " bytes)";
}

/// What a case's `expected` file holds: directives, instructions with their lines, heredocs and the comments above them,
/// stages, diagnostics.
std::string describe(const Document& document) {
    std::string out;
    for (const Directive& directive : document.directives) {
        out += std::to_string(directive.range.start.line) + " " + directive.name + "=" + directive.value + "\n";
    }
    for (const Instruction& instruction : document.instructions) {
        out += std::to_string(instruction.startLine()) + "-" + std::to_string(instruction.endLine()) + " " +
               shortened(test::dump(instruction)) + (instruction.json ? " json" : "") + (instruction.valid ? "" : " refused") + "\n";
        for (const std::string& comment : instruction.precedingComments) {
            out += "    comment " + test::goQuoted(comment) + "\n";
        }
        for (const Heredoc& heredoc : instruction.heredocs) {
            out += "    heredoc " + test::goQuoted(heredoc.name) + (heredoc.expand ? "" : " literal") +
                   (heredoc.chomp ? " chomp" : "") + " " + test::goQuoted(heredoc.content) + "\n";
        }
    }
    for (const StageSpan& stage : document.stages) {
        out += "stage " + std::to_string(stage.range.start.line) + "-" + std::to_string(stage.range.end.line) + "\n";
    }
    for (const Diagnostic& diagnostic : document.diagnostics) {
        out += std::to_string(diagnostic.range.start.line) + " " + std::string(severityName(diagnostic.severity)) + " " +
               diagnostic.rule + ": " + diagnostic.message.text() + "\n";
    }
    return out;
}

} // namespace

class TestGoldens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cases_data() { test::addCaseRows(test::dataDir("dockerfile")); }
    void cases();
    void expansions_data() { test::addCaseRows(test::dataDir("expansion")); }
    void expansions();
    void invariantsHoldForEveryPrefix();
    void invariantsHoldForRandomEdits();
    void halfTypedFilesAreReadWithoutACrash();
    void manyLinesAreLinear();
};

void TestGoldens::cases() {
    QFETCH(QString, folder);
    const std::filesystem::path path(folder.toStdString());
    const Document document = parse(test::readFile(path / "Dockerfile"));
    QCOMPARE(test::brokenInvariant(document), std::string());
    test::compareWithGolden(path / "expected", describe(document));
}

/// A case's `words` file: NAME=VALUE lines, a blank line, then one word a line; `escape ` and the character in front of
/// the names chooses it.
void TestGoldens::expansions() {
    QFETCH(QString, folder);
    const std::filesystem::path path(folder.toStdString());
    std::istringstream lines(test::readFile(path / "words"));
    std::map<std::string, std::string> variables;
    ExpandOptions options;
    std::string line;
    while (std::getline(lines, line) && !line.empty()) {
        if (line.starts_with("escape ")) {
            options.escape = line.back();
        } else {
            const std::size_t equals = line.find('=');
            QVERIFY(equals != std::string::npos);
            variables[line.substr(0, equals)] = line.substr(equals + 1);
        }
    }
    const VariableLookup lookup = [&](std::string_view name) {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    std::string out;
    while (std::getline(lines, line)) {
        out += line + "\n    ";
        const auto expanded = expandWord(line, lookup, options);
        if (!expanded) {
            out += "error: " + expanded.error().message.text() + "\n";
            continue;
        }
        out += test::goQuoted(expanded->text);
        for (const std::string& name : expanded->matched) {
            out += " +" + name;
        }
        for (const std::string& name : expanded->unmatched) {
            out += " -" + name;
        }
        out += "\n    words";
        const auto words = expandWords(line, lookup, options);
        QVERIFY(words.has_value());
        for (const std::string& word : *words) {
            out += " " + test::goQuoted(word);
        }
        out += "\n";
    }
    test::compareWithGolden(path / "expected", out);
}

void TestGoldens::invariantsHoldForEveryPrefix() {
    for (const std::string& file : test::dockerfilesOfTheProject()) {
        if (file.size() > 5000) {
            continue; // the square of it; halfTypedFilesAreReadWithoutACrash takes some of its prefixes
        }
        for (std::size_t size = 0; size <= file.size(); ++size) {
            const std::string broken = test::brokenInvariant(parse(file.substr(0, size)));
            QVERIFY2(broken.empty(), (broken + " in a prefix of " + std::to_string(size) + ":\n" + file).c_str());
        }
    }
}

void TestGoldens::invariantsHoldForRandomEdits() {
    const std::vector<std::string> files = test::dockerfilesOfTheProject();
    test::Mutator mutator(20240607);
    for (int round = 0; round < 10000; ++round) {
        const std::string file = mutator.mutated(mutator.oneOf(files));
        const std::string broken = test::brokenInvariant(parse(file));
        QVERIFY2(broken.empty(), (broken + " in round " + std::to_string(round) + ":\n" + file).c_str());
    }
}

/// What a person has typed so far: a real file up to some place, a few more characters there, nothing behind it.
void TestGoldens::halfTypedFilesAreReadWithoutACrash() {
    const std::vector<std::string> files = test::dockerfilesOfTheProject();
    test::Mutator mutator(20251125);
    for (int round = 0; round < 10000; ++round) {
        const std::string& file = mutator.oneOf(files);
        const std::size_t at = mutator.below(file.size() + 1);
        std::string typed = file.substr(0, at);
        if (const std::size_t more = mutator.below(4); more > 0) { // an instruction that was begun at another place
            const std::string& other = mutator.oneOf(files);
            typed += other.substr(mutator.below(other.size() + 1), more * 6);
        }
        const std::string broken = test::brokenInvariant(parse(typed));
        QVERIFY2(broken.empty(), (broken + " in round " + std::to_string(round) + ":\n" + typed).c_str());
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
