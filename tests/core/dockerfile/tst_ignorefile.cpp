#include "core/dockerfile/ignorefile.h"

#include "core/dockerfile/pathpattern.h"
#include "core/dockerfile/patternindex.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace sw;
using namespace sw::dockerfile;

namespace {

std::vector<std::string> split(const QString& text) {
    std::vector<std::string> out;
    for (const QString& part : text.split(QLatin1Char('|'))) {
        out.push_back(part.toStdString());
    }
    return out;
}

} // namespace

class TestIgnoreFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reader();
    void readerKeepsLines();
    void match_data();
    void match();
    void walkAgreesWithSinglePaths_data() { match_data(); }
    void walkAgreesWithSinglePaths();
    void negationOfAParentCountsForSinglePathsOnly();
    void noPatternThatFitsIsLeftOut();
    void malformed_data();
    void malformed();
    void malformedCountsWhenAPathGetsThere();
    void malformedNamesItsLine();
    void decidingPatternIsNamed();
    void reincludeBelow();
    void glob_data();
    void glob();
    void badGlob();
};

void TestIgnoreFile::reader() {
    const auto found = readIgnoreFile("\xEF\xBB\xBFtest1\r\n/test2\n/a/file/here\n\nlastfile\n# this is a comment\n"
                                      " # not one\n! /inverted/abs/path\n!\n! \n  a/../b/./c//  \n/\n..\n");
    QVERIFY(found.has_value());
    std::string joined;
    for (const IgnorePattern& pattern : *found) {
        joined += (pattern.negated ? "!" : "") + pattern.text + "|";
    }
    QCOMPARE(QString::fromStdString(joined),
             QStringLiteral("test1|test2|a/file/here|lastfile|# not one|!inverted/abs/path|!|!|b/c|/|..|"));
}

void TestIgnoreFile::readerKeepsLines() {
    const auto found = readIgnoreFile("# c\na\n\n!b ");
    QCOMPARE((*found)[1].line, 4);
    QCOMPARE((*found)[1].source, std::string("!b "));
}

void TestIgnoreFile::match_data() {
    QTest::addColumn<QString>("patterns");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("ignored");
    const auto row = [](const char* patterns, const char* path, bool ignored) {
        QTest::newRow((std::string(patterns) + " on " + path).c_str())
            << QString::fromUtf8(patterns) << QString::fromUtf8(path) << ignored;
    };
    row("**", "file", true);
    row("**", "dir/file", true);
    row("**/", "file", true);
    row("**/", "file/", true);
    row("**/**", "dir/file", true);
    row("dir/**", "dir/file", true);
    row("dir/**", "dir", false);
    row("dir/**", "dir/dir2/file", true);
    row("**/dir", "dir", true);
    row("**/dir", "dir/file", true);
    row("**/dir2/*", "dir/dir2/file", true);
    row("**/dir2/*", "dir/dir2/dir2/file", true);
    row("**/dir2/**", "dir/dir2/dir2/file", true);
    row("**file", "file", true);
    row("**file", "dir/file", true);
    row("**/file", "dir/dir/file", true);
    row("**/file*", "dir/dir/file.txt", true);
    row("**/file*txt", "dir/dir/file.txt", true);
    row("**/file*.txt", "dir/dir/file.txt", true);
    row("**/**/*.txt", "dir/dir/file.txt", true);
    row("**/**/*.txt2", "dir/dir/file.txt", false);
    row("**/*.txt", "file.txt", true);
    row("**/a?b", "a?b", true);
    row("a**/*.txt", "a/file.txt", true);
    row("a**/*.txt", "a/dir/file.txt", true);
    row("a/*.txt", "a/dir/file.txt", false);
    row("a/*.txt", "a/file.txt", true);
    row("a[b-d]e", "ae", false);
    row("a[b-d]e", "ace", true);
    row("a[b-d]e", "aae", false);
    row("a[^b-d]e", "aze", true);
    row(".*", ".foo", true);
    row(".*", "foo", false);
    row("abc.def", "abcdef", false);
    row("abc.def", "abcZdef", false);
    row("abc?def", "abcZdef", true);
    row("abc?def", "abc/def", false);
    row("a\\\\", "a\\", true);
    row("a\\*b", "a*b", true);
    row("a\\*b", "axb", false);
    row("a\\b", "ab", false);
    row("a\\-b", "a-b", true);
    row("**/foo/bar", "foo/bar", true);
    row("**/foo/bar", "dir/foo/bar", true);
    row("abc/**", "abc/def", true);
    row("abc/**", "abc/def/ghi", true);
    row("**/.foo", ".foo", true);
    row("**/.foo", "bar.foo", false);
    row("a(b)c/def", "a(b)c/def", true);
    row("a.)$(}+{bc", "a.)$(}+{bc", true);
    row("dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl", "dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl", true);
    row("dist/*.whl", "dist/proxy.py-2.4.whl", true);
    row("*", "a/b", true);
    row("*|!a", "a/b", false);
    row("*|!a/b", "a/b", false);
    row("*|!a/b", "a/c", true);
    row("!a|a", "a", true);
    row("node_modules", "node_modules/x/y", true);
    row("node_modules", "src/node_modules", false);
    row("**/node_modules", "src/node_modules/a", true);
    row("docs|!docs/README.md", "docs/README.md", false);
    row("docs|!docs/README.md", "docs/other", true);
    row("docs|!docs/*.md|docs/s*.md", "docs/s.md", true);
    row("util/docker/web|!util/docker/web/foo", "util/docker/web/foo", false);
    row("**|!util/docker/web", "util/docker/web/foo", false);
    row("**|!util/docker/web|util/docker/web/foo", "util/docker/web/foo", true);
    row("/a", "a", false);
    row("a/", "a", true);
    row("./a", "a", true);
    row("  a  ", "a", true);
    row("a", ".", false);
    row("**", ".", false);
    row("\xC3\xA9?", "\xC3\xA9\xC3\xA8", true);
    row("[a-z]*.txt", "b.txt", true);
    row("[a\\]b]x", "]x", true);
    row("a^*", "a^b", false);
    row("\\d*", "5x", true);
    row("", "a", false);
    row("x{2}*", "xxy", true);
    row("x{2}*", "xy", false);
    row("x{1,2}y{0,}?", "xxz", true);
    row("*.{js,ts}", "a.js", false);
    row("*.{js,ts}", "a.{js,ts}", true);
    row("a*\\", "ab$c", true);
}

void TestIgnoreFile::match() {
    QFETCH(QString, patterns);
    QFETCH(QString, path);
    QFETCH(bool, ignored);
    const auto matcher = IgnoreMatcher::compile(split(patterns));
    QVERIFY2(matcher.has_value(), matcher ? "" : matcher.error().message.text().c_str());
    QCOMPARE(matcher->match(path.toStdString()).ignored, ignored);
}

void TestIgnoreFile::walkAgreesWithSinglePaths() {
    QFETCH(QString, patterns);
    QFETCH(QString, path);
    QFETCH(bool, ignored);
    const auto matcher = IgnoreMatcher::compile(split(patterns));
    std::string clean = path.toStdString();
    while (clean.ends_with('/')) {
        clean.pop_back();
    }
    if (clean == ".") {
        return;
    }
    IgnoreMatcher::Verdict verdict;
    for (std::size_t slash = clean.find('/');; slash = clean.find('/', slash + 1)) {
        verdict = matcher->match(clean.substr(0, slash), verdict.state);
        if (slash == std::string::npos) {
            break;
        }
        if (verdict.ignored && !ignored) {
            QVERIFY2(matcher->mayReincludeBelow(clean.substr(0, slash)), "a walk would not get there");
        }
    }
    QCOMPARE(verdict.ignored, ignored);
}

/// A walk that comes to "a" finds nothing that "!a" could take back and forgets it; moby/patternmatcher does the same.
void TestIgnoreFile::negationOfAParentCountsForSinglePathsOnly() {
    const auto matcher = *IgnoreMatcher::compile(std::vector<std::string>{"a/b", "!a"});
    QVERIFY(!matcher.match("a/b").ignored);
    QVERIFY(matcher.match("a/b", matcher.match("a", {}).state).ignored);
}

/// The index only spares tests: of random patterns, all that fit a path or a parent of it are among its candidates, and of
/// plain ones hardly any other.
void TestIgnoreFile::noPatternThatFitsIsLeftOut() {
    std::minstd_rand random(7);
    const auto any = [&random](const std::vector<std::string>& of) { return of[random() % of.size()]; };
    const std::vector<std::string> pieces = {"a",    "foo",  "foo.txt", "*",    "**",  "?",   "*.go", "a*",   "[ab]", "foobar*", "**a",  "a**",
                                             "abc",  "*abc", "fo",      "\\a", "a|b", "x y", "\xC3\xBC", "*foo", "a{2}", "",        "..",   "[f]oo"};
    const std::vector<std::string> names = {"a", "b", "foo", "foo.txt", "main.go", "abc", "xabc", "aa", "x y", "\xC3\xBC", "foobar1", "", "..", "\xFF"};
    std::vector<PathPattern> patterns;
    PatternIndex index;
    while (patterns.size() < 600) {
        std::string text = random() % 8 == 0 ? "/" : "";
        for (std::size_t n = random() % 4 + 1; n > 0; --n) {
            text += any(pieces) + (n > 1 ? "/" : "");
        }
        if (auto pattern = PathPattern::compile(cleanPath(text))) {
            index.add(*pattern);
            patterns.push_back(std::move(*pattern));
        }
    }
    for (int round = 0; round < 1000; ++round) {
        std::string path = random() % 8 == 0 ? "/" : "";
        for (std::size_t n = random() % 4 + 1; n > 0; --n) {
            path += any(names) + (n > 1 ? "/" : "");
        }
        const std::vector<std::uint32_t> candidates = index.candidates(path);
        QVERIFY(std::ranges::is_sorted(candidates));
        for (std::uint32_t i = 0; i < patterns.size(); ++i) {
            bool fits = patterns[i].matches(path) || (path.rfind('/') == 0 && patterns[i].matches("/"));
            for (std::size_t slash = path.find('/'); slash != std::string::npos && !fits; slash = path.find('/', slash + 1)) {
                fits = patterns[i].matches(path.substr(0, slash));
            }
            QVERIFY2(!fits || std::ranges::binary_search(candidates, i), path.c_str());
        }
    }
    PatternIndex plain;
    for (int i = 0; i < 1000; ++i) {
        const std::string number = std::to_string(1000 + i);
        for (const std::string& text : {"dir/" + number, "**/" + number, number + "/**", number + "/*.o", "**/" + number + "/*", "*." + number}) {
            plain.add(*PathPattern::compile(text));
        }
    }
    QVERIFY(plain.candidates("dir/1234/x.o").size() < 10);
    QVERIFY(plain.candidates("1234/y/z.1234").size() < 10);
}

void TestIgnoreFile::malformed_data() {
    QTest::addColumn<QString>("pattern");
    for (const char* pattern : {"[", "a[", "[]", "[^]", "[-]", "[x-]", "[-x]", "a\\", "!", "[a-"}) {
        QTest::newRow(pattern) << QString::fromUtf8(pattern);
    }
}

void TestIgnoreFile::malformed() {
    QFETCH(QString, pattern);
    QVERIFY(!IgnoreMatcher::compile(std::vector<std::string>{pattern.toStdString()}).has_value());
}

void TestIgnoreFile::malformedCountsWhenAPathGetsThere() {
    for (const char* pattern : {"[b-a]x", "a\\1b", "x*[", "a*{1001}", "{2}*|{2}*"}) {
        const auto matcher = IgnoreMatcher::compile(std::vector<std::string>{"known", pattern});
        QVERIFY2(matcher.has_value(), pattern);
        QVERIFY2(matcher->match("other").malformed, pattern);
        QVERIFY2(!matcher->match("known").malformed, pattern);
    }
}

void TestIgnoreFile::malformedNamesItsLine() {
    const auto found = IgnoreMatcher::compile(*readIgnoreFile("a\n\n[\n"));
    QVERIFY(!found.has_value());
    QCOMPARE(QString::fromStdString(found.error().message.text()),
             QStringLiteral("syntax error in pattern \"[\" in line 3 of the ignore file"));
}

void TestIgnoreFile::decidingPatternIsNamed() {
    const auto matcher = *IgnoreMatcher::compile(*readIgnoreFile("*.log\n!keep.log\n"));
    QCOMPARE(matcher.match("a.log").pattern, 0);
    QCOMPARE(matcher.match("keep.log").pattern, 1);
    QVERIFY(!matcher.match("keep.log").ignored);
    QCOMPARE(matcher.match("a").pattern, -1);
    QVERIFY(IgnoreMatcher().empty());
    QVERIFY(!IgnoreMatcher().match("a").ignored);
}

void TestIgnoreFile::reincludeBelow() {
    const auto plain = *IgnoreMatcher::compile(std::vector<std::string>{"*", "!a/b/**"});
    QVERIFY(plain.mayReincludeBelow("a"));
    QVERIFY(plain.mayReincludeBelow("a/b"));
    QVERIFY(!plain.mayReincludeBelow("c"));
    const auto wild = *IgnoreMatcher::compile(std::vector<std::string>{"*", "!**/x"});
    QVERIFY(wild.mayReincludeBelow("c"));
    const auto none = *IgnoreMatcher::compile(std::vector<std::string>{"*"});
    QVERIFY(!none.mayReincludeBelow("a"));
}

void TestIgnoreFile::glob_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* pattern, const char* path, bool matches) {
        QTest::newRow((std::string(pattern) + " on " + path).c_str())
            << QString::fromUtf8(pattern) << QString::fromUtf8(path) << matches;
    };
    row("abc", "abc", true);
    row("*", "abc", true);
    row("*c", "abc", true);
    row("a*", "a", true);
    row("a*", "ab/c", false);
    row("a*/b", "abc/b", true);
    row("a*/b", "a/c/b", false);
    row("a*b*c*d*e*/f", "axbxcxdxe/f", true);
    row("a*b*c*d*e*/f", "axbxcxdxexxx/fff", false);
    row("a*b?c*x", "abxbbxdbxebxczzx", true);
    row("a*b?c*x", "abxbbxdbxebxczzy", false);
    row("ab[c]", "abc", true);
    row("ab[^b-d]", "abc", false);
    row("a\\*b", "a*b", true);
    row("a?b", "a\xE2\x98\xBA" "b", true);
    row("a[^a]b", "a\xE2\x98\xBA" "b", true);
    row("a???b", "a\xE2\x98\xBA" "b", false);
    row("[a-\xCE\xB6]*", "\xCE\xB1", true);
    row("*[a-\xCE\xB6]", "A", false);
    row("a?b", "a/b", false);
    row("[\\]a]", "]", true);
    row("[\\-x]", "-", true);
    row("**", "a/b", false);
    row("**", "ab", true);
    row("x*[", "a", false);
}

void TestIgnoreFile::glob() {
    QFETCH(QString, pattern);
    QFETCH(QString, path);
    QFETCH(bool, matches);
    const Result<bool> found = matchGlob(pattern.toStdString(), path.toStdString());
    QVERIFY(found.has_value());
    QCOMPARE(*found, matches);
}

void TestIgnoreFile::badGlob() {
    for (const char* pattern : {"[]a]", "[-]", "[x-]", "[-x]", "\\", "[a-b-c]", "[", "[^", "[^bc", "a["}) {
        QVERIFY2(!matchGlob(pattern, "a").has_value(), pattern);
    }
}

QTEST_GUILESS_MAIN(TestIgnoreFile)
#include "tst_ignorefile.moc"
