#include "core/analysis/capabilities.h"

#include <QTest>

using namespace sw;

/// Values as setcap of libcap 2.75 writes them, texts as its getcap reads them.
class TestCapabilities : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void attributesAreReadAsGetcapDoes_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("one, effective") << QByteArray("0100000200040000000000000000000000000000") << QByteArray("cap_net_bind_service=ep");
        QTest::newRow("several") << QByteArray("0100000200340000000000000000000000000000") << QByteArray("cap_net_bind_service,cap_net_admin,cap_net_raw=ep");
        QTest::newRow("permitted alone") << QByteArray("0000000200200000000000000000000000000000") << QByteArray("cap_net_raw=p");
        QTest::newRow("a high one") << QByteArray("0100000200000000000000008000000000000000") << QByteArray("cap_bpf=ep");
        QTest::newRow("different rights") << QByteArray("0000000200200000000400000000000000000000") << QByteArray("cap_net_bind_service=i cap_net_raw+p");
        QTest::newRow("the third version, for a root of its own") << QByteArray("0100000300040000000000000000000000000000e8030000") << QByteArray("cap_net_bind_service=ep");
        QTest::newRow("the first version") << QByteArray("010000010004000000000000") << QByteArray("cap_net_bind_service=ep");
        QTest::newRow("nothing granted") << QByteArray("0000000200000000000000000000000000000000") << QByteArray("=");
        QTest::newRow("too short") << QByteArray("0100000200040000") << QByteArray("none");
        QTest::newRow("another version") << QByteArray("0100000900040000000000000000000000000000") << QByteArray("none");
        QTest::newRow("empty") << QByteArray("") << QByteArray("none");
    }
    void attributesAreReadAsGetcapDoes() {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(analysis::capabilityText(QByteArray::fromHex(hex).toStdString()).value_or("none")), text);
    }
};

QTEST_GUILESS_MAIN(TestCapabilities)
#include "tst_capabilities.moc"
