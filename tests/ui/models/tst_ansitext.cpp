#include "ui/models/ansitext.h"

#include <QTest>

using namespace sw::ui;

namespace {
QStringList texts(const std::vector<AnsiLine>& lines) {
    QStringList list;
    for (const AnsiLine& line : lines) {
        list.push_back(QString::fromStdString(line.text));
    }
    return list;
}
} // namespace

class TestAnsiText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void terminalBytesBecomeLines_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("lines");
        const auto row = [](const char* claim, const QByteArray& bytes, const QStringList& lines) { QTest::newRow(claim) << bytes << lines; };
        row("lines end at newline", "a\nb\n", {QStringLiteral("a"), QStringLiteral("b")});
        row("carriage return before newline is nothing", "a\r\n", {QStringLiteral("a")});
        row("carriage return overwrites", "10 %\r20 %\r100 %\n", {QStringLiteral("100 %")});
        row("a shorter rewrite leaves the tail", "abcdef\rxy\n", {QStringLiteral("xycdef")});
        row("erase to the end of the line", "abcdef\rxy\x1b[K\n", {QStringLiteral("xy")});
        row("erase the whole line", "abc\x1b[2K\rz\n", {QStringLiteral("z")});
        row("backspace goes back", "abc\b\bX\n", {QStringLiteral("aXc")});
        row("tabs go to the next eighth column", "a\tb\n", {QStringLiteral("a       b")});
        row("colours leave no trace in the text", "\x1b[1;31mred\x1b[0m plain\n", {QStringLiteral("red plain")});
        row("titles are dropped", "\x1b]0;title\x07text\n", {QStringLiteral("text")});
        row("unknown sequences are dropped", "\x1b[?25lx\x1b(By\n", {QStringLiteral("xy")});
        row("broken UTF-8 is marked", "a\xff" "b\n", {QStringLiteral("a\uFFFDb")});
        row("umlauts are one cell each", "\xc3\xa4\xc3\xb6\rX\n", {QStringLiteral("Xö")});
    }
    void terminalBytesBecomeLines() {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, lines);
        AnsiParser whole;
        QCOMPARE(texts(whole.feed(bytes.toStdString())), lines);
        AnsiParser pieces; // the same, byte by byte
        QStringList collected;
        for (const char c : bytes) {
            collected += texts(pieces.feed(std::string_view(&c, 1)));
        }
        QCOMPARE(collected, lines);
    }

    void runsCarryTheStyle() {
        AnsiParser parser;
        const auto lines = parser.feed("a\x1b[1;31mbc\x1b[0md\x1b[38;5;208me\x1b[38;2;1;2;3mf\x1b[7mg\n");
        QCOMPARE(lines.size(), 1U);
        const auto& runs = lines[0].runs;
        QCOMPARE(runs.size(), 4U);
        QCOMPARE(runs[0].start, 1U);
        QCOMPARE(runs[0].size, 2U);
        QVERIFY(runs[0].style.bold);
        QCOMPARE(runs[0].style.foreground, 1);
        QCOMPARE(runs[1].style.foreground, 208);
        QCOMPARE(runs[2].style.foreground, AnsiStyle::kTrueColor + 0x010203);
        QVERIFY(runs[3].style.inverse);
    }

    void coloursCarryOnToTheNextLine() {
        AnsiParser parser;
        const auto lines = parser.feed("\x1b[32mone\ntwo\n");
        QCOMPARE(lines[1].runs.size(), 1U);
        QCOMPARE(lines[1].runs[0].style.foreground, 2);
    }

    void whatIsBeingWrittenCanBeSeen() {
        AnsiParser parser;
        QVERIFY(parser.feed("50 %").empty());
        QVERIFY(parser.hasCurrent());
        QCOMPARE(parser.current().text, std::string("50 %"));
        parser.feed("\r75 %");
        QCOMPARE(parser.current().text, std::string("75 %"));
    }

    void anEndlessLineIsCut() {
        AnsiParser parser;
        const auto lines = parser.feed(std::string(AnsiParser::kMaxLine * 2 + 10, 'x'));
        QCOMPARE(lines.size(), 2U);
        QCOMPARE(lines[0].text.size(), AnsiParser::kMaxLine);
    }

    void aSequenceWithoutEndDoesNotSwallowTheLog() {
        AnsiParser parser;
        parser.feed("\x1b]");
        QCOMPARE(parser.feed(std::string(10000, 'x') + "\n").size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestAnsiText)
#include "tst_ansitext.moc"
