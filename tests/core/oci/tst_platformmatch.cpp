#include "core/oci/platformmatch.h"

#include <QTest>

using namespace sw;
using namespace sw::oci;

namespace {

Platform platform(const char* text) { return Platform::parse(text).value(); }

Descriptor manifest(const char* text, const char* content) {
    Descriptor out;
    out.digest = Digest::ofSha256(content);
    out.platform = platform(text);
    return out;
}

} // namespace

class TestPlatformMatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ranks_data() {
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("have");
        QTest::addColumn<int>("rank"); // -1: does not serve
        const auto row = [](const char* claim, const char* wanted, const char* have, int rank) {
            QTest::newRow(claim) << QByteArray(wanted) << QByteArray(have) << rank;
        };
        row("the same serves best", "linux/amd64", "linux/amd64", 0);
        row("arm64 is arm64/v8", "linux/arm64", "linux/arm64/v8", 0);
        row("arm is arm/v7", "linux/arm", "linux/arm/v7", 0);
        row("an older level serves", "linux/arm/v7", "linux/arm/v5", 2);
        row("a newer level does not", "linux/arm/v6", "linux/arm/v7", -1);
        row("amd64/v3 takes v1", "linux/amd64/v3", "linux/amd64", 2);
        row("amd64 does not take v3", "linux/amd64", "linux/amd64/v3", -1);
        row("amd64 takes 386 last", "linux/amd64", "linux/386", 100);
        row("386 does not take amd64", "linux/386", "linux/amd64", -1);
        row("arm64 takes 32-bit arm last", "linux/arm64", "linux/arm/v7", 101);
        row("arm does not take arm64", "linux/arm/v7", "linux/arm64", -1);
        row("another system does not serve", "linux/amd64", "windows/amd64", -1);
        row("another architecture does not serve", "linux/amd64", "linux/s390x", -1);
    }

    void ranks() {
        QFETCH(QByteArray, wanted);
        QFETCH(QByteArray, have);
        const auto rank = platformRank(platform(wanted.constData()), platform(have.constData()));
        QTEST(rank ? static_cast<int>(*rank) : -1, "rank");
    }

    void theBestManifestIsChosen() {
        const std::vector<Descriptor> all = {manifest("linux/386", "a"), manifest("linux/arm/v6", "b"), manifest("linux/arm/v7", "c"),
                                             manifest("linux/amd64", "d")};
        QCOMPARE(bestManifest(all, platform("linux/amd64"))->digest, Digest::ofSha256("d"));
        QCOMPARE(bestManifest(all, platform("linux/arm/v7"))->digest, Digest::ofSha256("c"));
        QCOMPARE(bestManifest(all, platform("linux/arm/v6"))->digest, Digest::ofSha256("b"));
        QVERIFY(bestManifest(all, platform("linux/arm/v5")) == nullptr);
        QVERIFY(bestManifest(all, platform("linux/s390x")) == nullptr);
        QCOMPARE(platformList(all), std::string("linux/386, linux/arm/v6, linux/arm/v7, linux/amd64"));
    }

    void attestationsAreNoImages() {
        std::vector<Descriptor> all = {manifest("linux/amd64", "a"), manifest("linux/amd64", "b")};
        all[0].annotations["vnd.docker.reference.type"] = "attestation-manifest";
        QCOMPARE(bestManifest(all, platform("linux/amd64"))->digest, Digest::ofSha256("b"));
        QCOMPARE(platformList(all), std::string("linux/amd64"));
    }
};

QTEST_GUILESS_MAIN(TestPlatformMatch)
#include "tst_platformmatch.moc"
