#include "core/oci/annotations.h"
#include "core/oci/mediatypes.h"

#include <QTest>

using namespace sw;
using namespace sw::oci;

class TestAnnotations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void attributesSayTypeAndPlatform_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("result"); // TYPE PLATFORM KEY; empty: no annotation; "!": wrong
        QTest::newRow("of the manifest without a type") << QByteArray("annotation.a.b") << QByteArray("manifest  a.b");
        QTest::newRow("of a type") << QByteArray("annotation-index.org.x") << QByteArray("index  org.x");
        QTest::newRow("of the descriptor") << QByteArray("annotation-manifest-descriptor.k") << QByteArray("manifest-descriptor  k");
        QTest::newRow("of a platform") << QByteArray("annotation[linux/amd64].k") << QByteArray("manifest linux/amd64 k");
        QTest::newRow("of type and platform") << QByteArray("annotation-manifest[linux/arm64].k[x].y") << QByteArray("manifest linux/arm64 k[x].y");
        QTest::newRow("an unknown type is wrong") << QByteArray("annotation-layer.k") << QByteArray("!");
        QTest::newRow("an unknown platform is wrong") << QByteArray("annotation[].k") << QByteArray("!");
        QTest::newRow("another word is none") << QByteArray("annotations.k") << QByteArray();
        QTest::newRow("without a key is none") << QByteArray("annotation") << QByteArray();
    }
    void attributesSayTypeAndPlatform() {
        QFETCH(QByteArray, name);
        Annotations all;
        const auto added = all.addAttribute(name.toStdString(), "v");
        std::string shown;
        const auto show = [&](const std::string& type, const std::map<std::string, Annotations::Map>& maps) {
            for (const auto& [platform, map] : maps) {
                for (const auto& [key, value] : map) {
                    shown += type + " " + platform + " " + key;
                }
            }
        };
        show("manifest", all.manifest);
        show("manifest-descriptor", all.manifestDescriptor);
        show("index", {{"", all.index}});
        show("index-descriptor", {{"", all.indexDescriptor}});
        QTEST(QByteArray::fromStdString(added ? shown : "!"), "result");
        QCOMPARE(added && *added, !shown.empty());
    }

    void optionsMayNameSeveralTypes() {
        Annotations all;
        QVERIFY(all.addOption("plain=1"));
        QVERIFY(all.addOption("manifest[linux/amd64],index:both=2=3"));
        QVERIFY(all.addOption("index-descriptor:d="));
        QCOMPARE(all.ofManifest(*Platform::parse("linux/amd64")), (Annotations::Map{{"plain", "1"}, {"both", "2=3"}}));
        QCOMPARE(all.ofManifest(*Platform::parse("linux/arm64")), (Annotations::Map{{"plain", "1"}}));
        QCOMPARE(all.index, (Annotations::Map{{"both", "2=3"}}));
        QCOMPARE(all.indexDescriptor, (Annotations::Map{{"d", ""}}));
        QVERIFY(!all.addOption("no value"));
        QVERIFY(!all.addOption("=value"));
        QVERIFY(!all.addOption("layer:a=b"));
        QVERIFY(!all.addOption("manifest[linux/amd64:a=b"));
    }

    void laterOnesWin() {
        Annotations first;
        Annotations second;
        QVERIFY(first.addOption("a=1") && first.addOption("b=1") && second.addOption("b=2"));
        first.merge(second);
        QCOMPARE(first.manifest.at(""), (Annotations::Map{{"a", "1"}, {"b", "2"}}));
    }

    void mediaTypesGoBothWays() {
        for (const std::string_view type : {mediatype::kLayer, mediatype::kLayerGzip, mediatype::kLayerZstd}) {
            QVERIFY(layerMediaType(type, false) != type);
            QCOMPARE(layerMediaType(layerMediaType(type, false), true), std::string(type));
        }
        QCOMPARE(layerMediaType("application/other", false), std::string("application/other"));
    }
};

QTEST_GUILESS_MAIN(TestAnnotations)
#include "tst_annotations.moc"
