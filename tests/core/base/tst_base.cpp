#include "core/base/base64.h"
#include "core/base/bytesize.h"
#include "core/base/digest.h"
#include "core/base/imagepath.h"
#include "core/base/namedhash.h"
#include "core/base/result.h"
#include "core/base/text.h"

#include <QTest>

#include <cerrno>

using namespace sw;

class TestBase : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pathsAreCleaned_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("clean");
        QTest::newRow("absolute") << QByteArray("/usr//bin/") << QByteArray("usr/bin");
        QTest::newRow("dots") << QByteArray("./a/./b") << QByteArray("a/b");
        QTest::newRow("clamped at the root") << QByteArray("a/../../b") << QByteArray("b");
        QTest::newRow("root") << QByteArray("/..") << QByteArray("");
    }
    void pathsAreCleaned() {
        QFETCH(QByteArray, path);
        QTEST(QByteArray::fromStdString(cleanImagePath(path.toStdString())), "clean");
    }

    void isWithinLooksAtWholeNames() {
        QVERIFY(isWithin("a/b", "a"));
        QVERIFY(isWithin("a", "a"));
        QVERIFY(isWithin("anything", ""));
        QVERIFY(!isWithin("ab", "a"));
        QVERIFY(!isWithin("a", "a/b"));
    }

    void digestsOfOtherKinds_data() { // FIPS 180-4, "abc"
        QTest::addColumn<QByteArray>("algorithm");
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("sha1") << QByteArray("sha1")
                            << QByteArray("a9993e364706816aba3e25717850c26c9cd0d89d");
        QTest::newRow("sha256") << QByteArray("sha256")
                            << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("sha384") << QByteArray("sha384")
                            << QByteArray("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
        QTest::newRow("sha512") << QByteArray("sha512")
                            << QByteArray("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    }
    void digestsOfOtherKinds() {
        QFETCH(QByteArray, algorithm);
        std::optional<NamedHash> hash = NamedHash::of(algorithm.toStdString());
        QVERIFY(hash);
        hash->add("a");
        hash->add("bc");
        QTEST(QByteArray::fromStdString(hash->finish()), "hex");
    }
    void anUnknownDigestIsNone() { QVERIFY(!NamedHash::of("md5")); }

    void base64IsThatOfTheStandard() { // RFC 4648 section 10, and every kind of byte
        const std::pair<const char*, const char*> vectors[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
                                                               {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
        for (const auto& [bytes, text] : vectors) {
            QCOMPARE(base64(bytes), std::string(text));
        }
        QByteArray all;
        for (int i = 0; i < 256; ++i) {
            all += static_cast<char>(i);
        }
        QCOMPARE(base64(all.toStdString()), all.toBase64().toStdString());
    }

    void digestsParseWhatTheyPrint() {
        const Digest digest = Digest::ofSha256("abc");
        QCOMPARE(digest.text(), std::string("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(Digest::parse(digest.text()).value(), digest);
        for (const char* wrong : {"", "sha256:", "sha256:12", "md5:ba7816bf", "sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}) {
            QVERIFY2(!Digest::parse(wrong), wrong);
        }
        const Hash128 hash = Hasher128::of("abc");
        QCOMPARE(Hash128::parse(hash.hex()).value(), hash);
    }

    void fieldsCannotRunIntoOneAnother() {
        Hasher128 one;
        one.addField("a", "bc");
        Hasher128 two;
        two.addField("ab", "c");
        QVERIFY(one.finish() != two.finish());
    }

    void sizesAreReadable_data() {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("none") << qint64{0} << QByteArray("0 B");
        QTest::newRow("kilo") << qint64{812'000} << QByteArray("812 kB");
        QTest::newRow("mega") << qint64{47'200'000} << QByteArray("47.2 MB");
        QTest::newRow("rounded up to the next unit") << qint64{999'600} << QByteArray("1.00 MB");
        QTest::newRow("negative") << qint64{-1'240'000} << QByteArray("-1.24 MB");
    }
    void sizesAreReadable() {
        QFETCH(qint64, bytes);
        QTEST(QByteArray::fromStdString(formatBytes(bytes)), "text");
    }

    void linesAreFound() {
        const LineIndex index("one\ntwo\n");
        QCOMPARE(index.lineCount(), 3);
        QCOMPARE(index.at(5).line, 2);
        QCOMPARE(index.at(5).column, 1);
        QCOMPARE(index.lineStart(99), std::size_t{8});
    }

    void editsOfOneTextDoNotDisturbOneAnother() {
        const LineIndex index("abcdef");
        QCOMPARE(applyEdits("abcdef", {{index.range(4, 6), "Z"}, {index.range(0, 1), "long"}}), std::string("longbcdZ"));
    }

    void sentencesAreFilledOnce() {
        const Sentence inner = say("there is no '%1'", "%2");
        const Sentence sentence = say("cannot read %2 of %1: %3", std::string("a"), 7, inner);
        QCOMPARE(sentence.text(), std::string("cannot read 7 of a: there is no '%2'"));
        QVERIFY(sentence == "cannot read 7 of a: there is no '%2'");
        QVERIFY(sentence.isTranslatable());
        QCOMPARE(sentence.arguments().size(), std::size_t{3});
        QVERIFY(sentence.arguments()[2] == inner);
    }

    void otherTextIsASentenceAsItIs() {
        const Sentence sentence = std::string("100 % of %1");
        QVERIFY(!sentence.isTranslatable());
        QCOMPARE(sentence.text(), std::string("100 % of %1"));
    }

    void anErrorTellsItsWay() {
        const Result<int> failed = withContext(Result<int>(failure(errnoError(say("cannot open %1", "x"), ENOENT))), say("while building"));
        QCOMPARE(failed.error().text(), std::string("while building: cannot open x: No such file or directory"));
        QVERIFY(failed.error().code == ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
