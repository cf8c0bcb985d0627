#include "core/store/indeximage.h"
#include "tests/core/oci/makelayer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace swtest;
using namespace sw::store;

namespace {

LayerInfo commit(Store& store, std::vector<Item> items) {
    auto scratch = store.newScratch().value();
    LayerWriter writer(scratch.fd.get());
    for (Item& item : items) {
        writer.add(std::move(item.entry), sourceOf(std::move(item.content))).value();
    }
    const FinishedTar tar = writer.finish().value();
    return store.commitLayer(std::move(scratch), tar).value();
}

Platform platform(const char* text) { return Platform::parse(text).value(); }

} // namespace

class TestIndexImage : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Store> m_store;

    Image image(const char* platformText, const char* command) const {
        ImageConfig config;
        config.platform = platform(platformText);
        config.cmd = {command};
        return m_store->putImage(config, {commit(*m_store, {file("a", command)}).id}).value();
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = Store::open(m_folder->filePath("store").toStdString()).value();
    }
    void cleanup() { m_store.reset(); }

    void anIndexGivesEachPlatformItsImage() {
        const IndexImage made = putIndex(*m_store, {image("linux/amd64", "amd"), image("linux/arm/v7", "arm")}, {{"key", "value"}}).value();
        QCOMPARE(made.index.manifests.size(), std::size_t{2});
        QCOMPARE(made.index.manifests[1].platform, std::optional(platform("linux/arm/v7")));
        QCOMPARE(made.index.manifests[0].size, static_cast<std::uint64_t>(m_store->blob(made.images[0].manifestDigest)->size()));
        QVERIFY(m_store->tag("both", made.digest, "built"));

        const auto found = findIndex(*m_store, "both").value();
        QVERIFY(found);
        QCOMPARE(found->digest, made.digest);
        QCOMPARE(found->index.annotations.at("key"), std::string("value"));
        QCOMPARE(found->images.size(), std::size_t{2});
        QCOMPARE(found->images[1].config.cmd, (std::optional<std::vector<std::string>>{{"arm"}}));
        QCOMPARE((*m_store->image("both", platform("linux/arm/v7")))->config.cmd, (std::optional<std::vector<std::string>>{{"arm"}}));
        const auto other = m_store->image("both", platform("linux/s390x"));
        QVERIFY(!other);
        QVERIFY2(other.error().text().contains("linux/amd64, linux/arm/v7"), other.error().text().c_str());
    }

    void aSingleImageIsNoIndex() {
        QVERIFY(m_store->tag("one", image("linux/amd64", "amd").manifestDigest, "built"));
        QVERIFY(!findIndex(*m_store, "one").value());
        QVERIFY(!findIndex(*m_store, "none").value());
    }

    void oneNameHoldsABaseOfTwoPlatforms() {
        QVERIFY(tagForPlatform(*m_store, "base", image("linux/amd64", "one"), "pulled"));
        QVERIFY(!findIndex(*m_store, "base").value());
        QVERIFY(tagForPlatform(*m_store, "base", image("linux/arm64", "two"), "pulled"));
        QVERIFY(tagForPlatform(*m_store, "base", image("linux/amd64", "three"), "pulled"));
        const auto found = findIndex(*m_store, "base").value();
        QVERIFY(found);
        QCOMPARE(found->images.size(), std::size_t{2});
        QCOMPARE((*m_store->image("base", platform("linux/amd64")))->config.cmd, (std::optional<std::vector<std::string>>{{"three"}}));
        QCOMPARE((*m_store->image("base", platform("linux/arm64")))->config.cmd, (std::optional<std::vector<std::string>>{{"two"}}));
    }

    void pruneKeepsWhatAnIndexNames() {
        const IndexImage made = putIndex(*m_store, {image("linux/amd64", "amd"), image("linux/arm64", "arm")}).value();
        QVERIFY(m_store->tag("both", made.digest, "built"));
        Store::PruneOptions all;
        all.all = true;
        QVERIFY(m_store->prune(all, {}));
        const auto found = findIndex(*m_store, "both").value();
        QVERIFY(found);
        for (const Image& kept : found->images) {
            QVERIFY(m_store->hasLayer(kept.layers.front()));
        }
    }
};

QTEST_GUILESS_MAIN(TestIndexImage)
#include "tst_indeximage.moc"
