#include "core/dockerfile/variables.h"

#include <QTest>

#include <map>

using namespace sw;
using namespace sw::dockerfile;

namespace {

const std::map<std::string, std::string, std::less<>> kValues = {
    {"PWD", "/home"}, {"SHELL", "bash"}, {"KOREAN", "\xED\x95\x9C"}, {"NULL", ""}, {"x", "abc.abc.tar.gz"},
    {"two", "a b"},   {"path", "/usr/local/lib"}, {"lines", "a\nb"}, {"star", "a*b?c"}, {"Gr\xC3\xB6\xC3\x9F" "e", "xl"},
};

std::optional<std::string> valueOf(std::string_view name) {
    const auto found = kValues.find(name);
    return found == kValues.end() ? std::nullopt : std::optional(found->second);
}

QString text(const std::string& s) { return QString::fromStdString(s); }

} // namespace

class TestVariables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void word_data();
    void word();
    void refused_data();
    void refused();
    void words_data();
    void words();
    void escapeCharacterIsTheDirectives();
    void namesAreReported();
    void heredocBodiesKeepQuotes();
    void rawOptionsKeepWhatTheySay();
    void deepNestingIsRefusedNotFatal();
    void longPatternsStayFast();
};

void TestVariables::word_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* input, const char* expected) {
        QTest::newRow(input) << QString::fromUtf8(input) << QString::fromUtf8(expected);
    };
    row("hello", "hello");
    row("he'll'o", "hello");
    row("he'llo \"x'", "hello \"x");
    row("he\\'llo", "he'llo");
    row("he\\\\'llo'", "he\\llo");
    row("abc\\tdef", "abctdef");
    row("\"abc\\tdef\"", "abc\\tdef");
    row("\"abc\\\\def\"", "abc\\def");
    row("\"a\\\"b\"", "a\"b");
    row("'abc\\tdef'", "abc\\tdef");
    row("'$PWD'", "$PWD");
    row("\"$PWD\"", "/home");
    row("hello\\", "hello");
    row("hello\\\\", "hello\\");
    row("$PWD", "/home");
    row("${PWD}x", "/homex");
    row("$PWDx", "");
    row("$PWD.x", "/home.x");
    row("\\$PWD", "$PWD");
    row("\"\\$PWD\"", "$PWD");
    row("$", "$");
    row("$.", "$.");
    row("a$", "a$");
    row("$1x", "x");
    row("$12x", "x");
    row("$@x", "x");
    row("$$x", "x");
    row("$#", "");
    row("$KOREAN", "\xED\x95\x9C");
    row("$Gr\xC3\xB6\xC3\x9F" "e", "xl");
    row("$NULL", "");
    row("$NOPE", "");
    row("${NOPE:-d}", "d");
    row("${NOPE-d}", "d");
    row("${NULL:-d}", "d");
    row("${NULL-d}", "");
    row("${PWD:-d}", "/home");
    row("${PWD:+d}", "d");
    row("${NULL:+d}", "");
    row("${NULL+d}", "d");
    row("${NOPE:+d}", "");
    row("${NOPE+d}", "");
    row("${PWD:?m}", "/home");
    row("${NULL?m}", "");
    row("${NOPE:-$PWD}", "/home");
    row("${NOPE:-${NULL:-${PWD}}}", "/home");
    row("${NOPE:-'a b'}", "a b");
    row("${NOPE:-\"a}b\"}", "a}b");
    row("${NOPE:-a\\}b}", "a}b");
    row("${NOPE:-}", "");
    row("${NOPE:-a:b}", "a:b");
    row("\"${NOPE:-x}\"", "x");
    row("${x#abc}", ".abc.tar.gz");
    row("${x#*.}", "abc.tar.gz");
    row("${x##*.}", "gz");
    row("${x%.*}", "abc.abc.tar");
    row("${x%%.*}", "abc");
    row("${x%.gz}", "abc.abc.tar");
    row("${x#nope}", "abc.abc.tar.gz");
    row("${x#}", "abc.abc.tar.gz");
    row("${x##}", "abc.abc.tar.gz");
    row("${x#?}", "bc.abc.tar.gz");
    row("${x%??}", "abc.abc.tar.");
    row("${x#a.c}", "abc.abc.tar.gz");
    row("${x#[a]}", "abc.abc.tar.gz");
    row("${star#a\\*}", "b?c");
    row("${star%\\?c}", "a*b");
    row("${path%/*}", "/usr/local");
    row("${path##*/}", "lib");
    row("${lines#*}", "a\nb");
    row("${lines##*}", "\nb");
    row("${lines%b}", "a\n");
    row("${NOPE#a}", "");
    row("${x/abc/X}", "X.abc.tar.gz");
    row("${x//abc/X}", "X.X.tar.gz");
    row("${x/abc/}", ".abc.tar.gz");
    row("${x//./-}", "abc-abc-tar-gz");
    row("${x/a*c/X}", "X.tar.gz");
    row("${x//?/_}", "______________");
    row("${path/\\/usr/X}", "X/local/lib");
    row("${x/nope/X}", "abc.abc.tar.gz");
    row("${x/abc/$PWD}", "/home.abc.tar.gz");
    row("${x//a*/}", "");
    row("${NOPE/a/b}", "");
    row("${KOREAN/?/k}", "k");
    row("<<x", "<<x");
    row("a < b", "a < b");
    row("<<  x", "<<  x");
}

void TestVariables::word() {
    QFETCH(QString, input);
    QFETCH(QString, expected);
    const Result<Expansion> found = expandWord(input.toStdString(), valueOf);
    QVERIFY2(found.has_value(), found ? "" : found.error().message.text().c_str());
    QCOMPARE(text(found->text), expected);
}

void TestVariables::refused_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* input, const char* message) {
        QTest::newRow(input) << QString::fromUtf8(input) << QString::fromUtf8(message);
    };
    row("'a", "unexpected end of statement while looking for matching single-quote");
    row("\"a", "unexpected end of statement while looking for matching double-quote");
    row("\"a\\", "unexpected end of statement while looking for matching double-quote");
    row("${", "syntax error: missing '}'");
    row("${}", "syntax error: bad substitution");
    row("${{x}}", "syntax error: bad substitution");
    row("${:x}", "syntax error: bad substitution");
    row("${x:-a", "syntax error: missing '}'");
    row("${x/a}", "syntax error: missing '/' in ${}");
    row("${x//a}", "syntax error: missing '/' in ${}");
    row("${x/a/b", "syntax error: missing '}'");
    row("${x:=a}", "unsupported modifier (:=) in substitution");
    row("${x:#a}", "unsupported modifier (:#) in substitution");
    row("${x=a}", "unsupported modifier (=) in substitution");
    row("${x.y}", "unsupported modifier (.) in substitution");
    row("${1x}", "unsupported modifier (x) in substitution");
    row("${NOPE:?}", "NOPE: is not allowed to be unset");
    row("${NOPE?}", "NOPE: is not allowed to be unset");
    row("${NULL:?}", "NULL: is not allowed to be empty");
    row("${NOPE:?set it}", "NOPE: set it");
    row("${x#\\a}", "invalid pattern (\\a) in substitution: invalid escape '\\a'");
}

void TestVariables::refused() {
    QFETCH(QString, input);
    QFETCH(QString, message);
    const Result<Expansion> found = expandWord(input.toStdString(), valueOf);
    QVERIFY(!found.has_value());
    QVERIFY2(text(found.error().message.text()).endsWith(QStringLiteral(": ") + message), found.error().message.text().c_str());
    QVERIFY(found.error().message.text().starts_with("failed to process \""));
}

void TestVariables::words_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* input, const char* expected) {
        QTest::newRow(input) << QString::fromUtf8(input) << QString::fromUtf8(expected);
    };
    row("a b", "a|b|");
    row("  a\tb  ", "a|b|");
    row("", "");
    row("\"\" a", "a|");
    row("'a b' c", "a b|c|");
    row("a\\ b c", "a b|c|");
    row("$two", "a|b|");
    row("\"$two\"", "a b|");
    row("x${two}y", "xa|by|");
    row("$NOPE a", "a|");
    row("x\"y z\"w", "xy zw|");
    row("x${NOPE:-a b}", "xa|b|");
}

void TestVariables::words() {
    QFETCH(QString, input);
    QFETCH(QString, expected);
    const Result<std::vector<std::string>> found = expandWords(input.toStdString(), valueOf);
    QVERIFY(found.has_value());
    std::string joined;
    for (const std::string& word : *found) {
        joined += word + "|";
    }
    QCOMPARE(text(joined), expected);
}

void TestVariables::escapeCharacterIsTheDirectives() {
    ExpandOptions options;
    options.escape = '`';
    QCOMPARE(expandWord("a`b", valueOf, options)->text, std::string("ab"));
    QCOMPARE(expandWord("`$PWD", valueOf, options)->text, std::string("$PWD"));
    QCOMPARE(expandWord("\\$PWD", valueOf, options)->text, std::string("\\/home"));
    QCOMPARE(expandWord("\"C:\\`$PWD\"", valueOf, options)->text, std::string("C:\\$PWD"));
}

void TestVariables::namesAreReported() {
    const Expansion found = *expandWord("$PWD ${NOPE:-$SHELL} '$two' ${NULL}", valueOf);
    QCOMPARE(found.matched, (std::set<std::string>{"NULL", "PWD", "SHELL"}));
    QCOMPARE(found.unmatched, std::set<std::string>{"NOPE"});
}

void TestVariables::heredocBodiesKeepQuotes() {
    ExpandOptions options;
    options.skipProcessQuotes = true;
    QCOMPARE(expandWord("\"$PWD\" 'it' \\$x a\\nb", valueOf, options)->text, std::string("\"/home\" 'it' $x anb"));
}

void TestVariables::rawOptionsKeepWhatTheySay() {
    ExpandOptions options;
    options.rawQuotes = true;
    options.rawEscapes = true;
    options.skipUnsetEnv = true;
    QCOMPARE(expandWord("'a' \"b\" \\c $NOPE ${NOPE} ${NOPE:-d} ${NOPE//a/b}", valueOf, options)->text,
             std::string("'a' \"b\" \\c $NOPE ${NOPE} ${NOPE:-d} ${NOPE//a/b}"));
}

void TestVariables::deepNestingIsRefusedNotFatal() {
    std::string input;
    for (int i = 0; i < 100000; ++i) {
        input += "${a:-";
    }
    QVERIFY(!expandWord(input, valueOf).has_value());
}

void TestVariables::longPatternsStayFast() {
    const std::string value(3000, 'a');
    const VariableLookup lookup = [&](std::string_view) { return std::optional(value); };
    std::string pattern;
    for (int i = 0; i < 20; ++i) {
        pattern += "*a";
    }
    QCOMPARE(expandWord("${v//" + pattern + "b/x}", lookup)->text, value);
}

QTEST_GUILESS_MAIN(TestVariables)
#include "tst_variables.moc"
