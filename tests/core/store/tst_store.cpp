#include "core/io/atomicfile.h"
#include "core/store/database.h"
#include "core/store/store.h"
#include "tests/core/oci/makelayer.h"

#include <QTemporaryDir>
#include <QTest>

#include <signal.h>
#include <sys/wait.h>

#include <thread>

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

oci::ImageConfig configOf(const char* command) {
    oci::ImageConfig config;
    config.cmd = {command};
    return config;
}

} // namespace

class TestStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path root() const { return m_folder->filePath("store").toStdString(); }
    std::shared_ptr<Store> open() const { return Store::open(root()).value(); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void keepsLayersAcrossOpenings() {
        LayerId id;
        {
            const auto store = open();
            id = commit(*store, {directory("d"), file("d/a", "hello")}).id;
        }
        const auto store = open();
        QVERIFY(store->hasLayer(id));
        const auto layer = store->layer(id);
        QVERIFY(layer);
        const LayerEntry* entry = (*layer)->index()->find("d/a");
        QVERIFY(entry);
        QCOMPARE((*layer)->readAll(*entry).value(), std::string("hello"));
        std::array<char, 8> part{};
        QCOMPARE((*layer)->read(*entry, 3, part.data(), part.size()).value(), std::size_t{2});
        QCOMPARE(std::string(part.data(), 2), std::string("lo"));
        QCOMPARE(store->layer(Digest::ofSha256("none")).error().code, ErrorCode::NotFound);
    }

    void committingTwiceIsOnce() {
        const auto store = open();
        const LayerInfo one = commit(*store, {file("a", "x")});
        const LayerInfo two = commit(*store, {file("a", "x")});
        QCOMPARE(one.id, two.id);
        QCOMPARE(store->diskUse()->layerCount, std::uint64_t{1});
    }

    void scratchThatIsNotCommittedGoes() {
        const auto store = open();
        { const auto scratch = store->newScratch(); }
        QVERIFY(std::filesystem::is_empty(store->workDirectory()));
    }

    void namesAreNormalised() {
        const auto store = open();
        const auto layer = commit(*store, {file("a", std::string(5000, 'x'))});
        const auto image = store->putImage(configOf("sh"), {layer.id}, {{"k", "v"}});
        QVERIFY(image);
        QVERIFY(store->tag("busybox", image->manifestDigest, "built"));
        const auto found = store->image("docker.io/library/busybox:latest");
        QVERIFY(found && *found);
        QCOMPARE((*found)->layers, std::vector<LayerId>{layer.id});
        QCOMPARE((*found)->config.cmd, configOf("sh").cmd);
        QCOMPARE((*found)->manifest.annotations.at("k"), std::string("v"));
        QCOMPARE(store->images()->front().name, std::string("docker.io/library/busybox:latest"));
        QCOMPARE(store->images()->front().bytes, layer.tarBytes);
        QVERIFY(*store->image(image->manifestDigest.text()));
        QVERIFY(*store->image(image->configDigest.hex().substr(0, 12)));
        QVERIFY(!*store->image("other"));
        QVERIFY(store->untag("busybox:latest"));
        QCOMPARE(store->untag("busybox").error().code, ErrorCode::NotFound);
    }

    void equalImagesHaveEqualDigests() {
        const auto store = open();
        const auto layer = commit(*store, {file("a", "x")});
        QCOMPARE(store->putImage(configOf("a"), {layer.id})->manifestDigest, store->putImage(configOf("a"), {layer.id})->manifestDigest);
        QVERIFY(store->putImage(configOf("a"), {layer.id})->manifestDigest != store->putImage(configOf("b"), {layer.id})->manifestDigest);
    }

    void adoptsCompressedManifests_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("gzip") << static_cast<int>(Compression::Gzip);
        QTest::newRow("zstd") << static_cast<int>(Compression::Zstd);
        QTest::newRow("plain") << static_cast<int>(Compression::None);
    }
    void adoptsCompressedManifests() {
        QFETCH(int, kind);
        const auto store = open();
        const auto written = writeLayer({directory("etc"), file("etc/os", std::string(70'000, 'o'))});
        const UniqueFd packed = memoryFile();
        const auto deflated = deflate(written->fd.get(), packed.get(), static_cast<Compression>(kind));
        QVERIFY(deflated);
        QCOMPARE(store->putBlob(contentsOf(packed.get())).value(), deflated->digest);
        oci::ImageConfig config = configOf("x");
        config.diffIds = {written->tar.diffId};
        const std::string configBytes = serialiseConfig(config);
        Manifest manifest;
        manifest.config = {std::string(mediatype::kConfig), store->putBlob(configBytes).value(), configBytes.size(), {}, {}};
        manifest.layers = {{std::string(mediatype::kLayerGzip), deflated->digest, deflated->bytes, {}, {}}};
        const Digest digest = store->putBlob(serialiseManifest(manifest)).value();
        std::uint64_t last = 0;
        const auto image = store->adoptManifest(digest, {}, [&](std::uint64_t done, std::uint64_t total) {
            last = done;
            QCOMPARE(total, deflated->bytes);
        });
        QVERIFY2(image, image ? "" : image.error().text().c_str());
        QCOMPARE(last, deflated->bytes);
        QVERIFY(store->hasLayer(written->tar.diffId));
        const auto layer = store->layer(written->tar.diffId);
        QCOMPARE((*layer)->info().compressed.has_value(), kind != static_cast<int>(Compression::None));
        QVERIFY(store->stack(image->layers)->lookup("etc/os"));
        QVERIFY(store->verify({})->problems.empty());
    }

    void aManifestThatLiesIsRefused() {
        const auto store = open();
        const auto written = writeLayer({file("a", "x")});
        const Digest blob = store->putBlob(contentsOf(written->fd.get())).value();
        oci::ImageConfig config;
        config.diffIds = {Digest::ofSha256("something else")};
        const std::string configBytes = serialiseConfig(config);
        Manifest manifest;
        manifest.config = {std::string(mediatype::kConfig), store->putBlob(configBytes).value(), configBytes.size(), {}, {}};
        manifest.layers = {{std::string(mediatype::kLayer), blob, written->tar.index.tarBytes, {}, {}}};
        const auto image = store->adoptManifest(store->putBlob(serialiseManifest(manifest)).value(), {}, {});
        QVERIFY(!image);
        QCOMPARE(image.error().code, ErrorCode::Corrupt);
        QVERIFY(!store->hasLayer(config.diffIds.front()));
    }

    void indexesGiveTheirPlatform() {
        const auto store = open();
        const auto layer = commit(*store, {file("a", "x")});
        const auto amd = store->putImage(configOf("amd"), {layer.id});
        const auto arm = store->putImage(configOf("arm"), {layer.id});
        ImageIndex index;
        for (const auto& [image, architecture] : {std::pair(&*amd, "amd64"), std::pair(&*arm, "arm64")}) {
            Descriptor entry{std::string(mediatype::kManifest), image->manifestDigest, 10, {}, Platform{}};
            entry.platform->architecture = architecture;
            index.manifests.push_back(entry);
        }
        QVERIFY(store->tag("multi", store->putBlob(serialiseIndex(index)).value(), "built"));
        Platform platform;
        platform.architecture = "arm64";
        QCOMPARE((*store->image("multi", platform))->config.cmd, configOf("arm").cmd);
        platform.architecture = "s390x";
        QCOMPARE(store->image("multi", platform).error().code, ErrorCode::NotFound);
    }

    void pruneTakesWhatNobodyNeeds() {
        const auto store = open();
        const auto named = commit(*store, {file("named", "x")});
        const auto loose = commit(*store, {file("loose", "x")});
        const auto cached = commit(*store, {file("cached", "x")});
        const auto image = store->putImage(configOf("a"), {named.id});
        QVERIFY(store->tag("kept", image->manifestDigest, "built"));
        QVERIFY(store->database().execute("CREATE TABLE cache_records(layer TEXT)"));
        QVERIFY(store->database().execute("INSERT INTO cache_records VALUES(?1)", {cached.id.text()}));
        QVERIFY(store->prune({}, {}).value() > 0);
        QVERIFY(store->hasLayer(named.id) && store->hasLayer(cached.id) && !store->hasLayer(loose.id));
        QVERIFY(store->prune({.all = true}, {}));
        QVERIFY(store->hasLayer(named.id) && !store->hasLayer(cached.id));
        QVERIFY(*store->image("kept"));
        QVERIFY(store->verify({})->problems.empty());
    }

    void pruneLeavesWhatAnotherProcessUses() {
        const auto other = open();
        const auto layer = commit(*other, {file("a", "x")});
        const auto store = open();
        QVERIFY(store->prune({.all = true}, {}));
        QVERIFY(store->hasLayer(layer.id));
    }

    void verifyFindsAndMendsDamage() {
        LayerId mendable;
        LayerId lost;
        {
            const auto store = open();
            mendable = commit(*store, {file("a", "x")}).id;
            lost = commit(*store, {file("b", "y")}).id;
            const auto image = store->putImage(configOf("x"), {lost});
            QVERIFY(store->tag("broken", image->manifestDigest, "built"));
        }
        QVERIFY(io::writeFileAtomically(root() / "layers" / mendable.hex() / "index", "rubbish"));
        QVERIFY(io::writeFileAtomically(root() / "layers" / lost.hex() / "layer.tar", "rubbish"));
        const auto store = open();
        QCOMPARE(store->layer(mendable).error().code, ErrorCode::Corrupt);
        const auto report = store->verify({});
        QCOMPARE(report->problems.size(), std::size_t{3}); // index, tar, and the image that lacks it
        QVERIFY(store->layer(mendable)->get()->index()->find("a"));
        QVERIFY(!store->hasLayer(lost));
    }

    void aKilledProcessLeavesAStoreThatOpens() {
        std::filesystem::path work;
        std::array<int, 2> ends{};
        QCOMPARE(::pipe(ends.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto store = Store::open(root()).value();
            auto scratch = store->newScratch().value();
            LayerWriter writer(scratch.fd.get());
            writer.add(file("half", "x").entry, sourceOf("x")).value();
            const std::string path = store->workDirectory().string();
            [[maybe_unused]] const auto told = ::write(ends[1], path.data(), path.size());
            ::raise(SIGKILL);
        }
        ::close(ends[1]);
        std::string path(4096, '\0');
        path.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(ends[0], path.data(), path.size()))));
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        QVERIFY(std::filesystem::exists(path));
        const auto store = open();
        QVERIFY(!std::filesystem::exists(path));
        QVERIFY(store->verify({})->problems.empty());
        QVERIFY(store->prune({}, {}));
        QVERIFY(std::filesystem::is_empty(store->trashDirectory()));
    }

    void severalStoresWriteAtOnce() {
        std::vector<std::jthread> threads;
        std::atomic<int> good{0};
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([this, &good, t] {
                const auto store = open();
                for (int i = 0; i < 10; ++i) {
                    const auto info = commit(*store, {file("shared" + std::to_string(i), "x"), file("own", std::to_string(i % 2 == 0 ? t : 0))});
                    good += store->layer(info.id) && store->putBlob("blob " + std::to_string(i)) ? 1 : 0;
                }
            });
        }
        threads.clear();
        QCOMPARE(good.load(), 40);
        QVERIFY(open()->verify({})->problems.empty());
    }

    /// Stacks that overlap, opened at once; what they give is what each layer gives alone, and each is held once.
    void stacksAreOpenedFromSeveralThreads() {
        std::vector<LayerId> ids;
        {
            const auto store = open();
            for (int i = 0; i < 9; ++i) {
                ids.push_back(commit(*store, {directory("d"), file("d/f" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'x')), whiteout("gone")}).id);
            }
            QVERIFY(store->database().execute("UPDATE layers SET used = 1"));
            QVERIFY(store->database().execute("DELETE FROM layers WHERE id = ?1", {ids[4].text()}));
        }
        const auto store = open();
        std::vector<Result<std::vector<std::shared_ptr<const SeenLayer>>>> opened(6, std::vector<std::shared_ptr<const SeenLayer>>());
        std::vector<std::vector<LayerId>> stacks;
        for (std::size_t t = 0; t < opened.size(); ++t) {
            std::vector<LayerId> stack(ids.begin() + static_cast<std::ptrdiff_t>(t % 3), ids.end() - static_cast<std::ptrdiff_t>(t / 3));
            stack.push_back(stack.front()); // one layer may be there twice
            stacks.push_back(std::move(stack));
        }
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < opened.size(); ++t) {
            threads.emplace_back([&, t] { opened[t] = store->seenLayers(stacks[t]); });
        }
        threads.clear();
        std::map<LayerId, const SeenLayer*> once;
        for (std::size_t t = 0; t < opened.size(); ++t) {
            QVERIFY(opened[t]);
            QCOMPARE(opened[t]->size(), stacks[t].size());
            for (std::size_t i = 0; i < stacks[t].size(); ++i) {
                const SeenLayer& seen = *opened[t]->at(i);
                QCOMPARE(seen.info().id, stacks[t][i]);
                QCOMPARE(once.try_emplace(stacks[t][i], &seen).first->second, &seen);
                const auto whole = store->layer(stacks[t][i]).value();
                QCOMPARE(static_cast<std::size_t>(seen.index()->size()), whole->index()->entries.size());
                for (std::uint32_t at = 0; at < seen.index()->size(); ++at) {
                    QVERIFY(*(*seen.index())[at] == whole->index()->entries[at]);
                }
                QCOMPARE(seen.info().tarBytes, whole->info().tarBytes);
            }
        }
        QCOMPARE(store->database().query("SELECT id FROM layers WHERE used > 1").value().size(), ids.size()); // that they were used is noted
        stacks[0].push_back(Digest::ofSha256("none"));
        QCOMPARE(store->seenLayers(stacks[0]).error().code, ErrorCode::NotFound);
        QVERIFY(store->seenLayers({}).value().empty());
    }

    void anotherVersionIsRefused() {
        open();
        QVERIFY(io::writeFileAtomically(root() / "version", "99\n"));
        const auto refused = Store::open(root());
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    }

    void transactionsAreAllOrNothing() {
        const auto store = open();
        Database& database = store->database();
        QVERIFY(database.execute("CREATE TABLE t(a, b)"));
        const auto undone = database.transaction([&]() -> Result<void> {
            SW_CHECK(database.execute("INSERT INTO t VALUES(?1, ?2)", {std::int64_t{1}, nullptr}));
            return failure(ErrorCode::Internal, "no");
        });
        QVERIFY(!undone);
        QVERIFY(database.transaction([&] { return database.execute("INSERT INTO t VALUES(?1, ?2)", {std::int64_t{-5}, std::string("a\0b", 3)}); }));
        const auto rows = database.query("SELECT a, b FROM t");
        QCOMPARE(rows->size(), std::size_t{1});
        QCOMPARE(rows->front().integer(0), std::int64_t{-5});
        QCOMPARE(rows->front().text(1), std::string("a\0b", 3));
        QVERIFY(!database.query("SELECT nonsense FROM nowhere"));
    }
};

QTEST_APPLESS_MAIN(TestStore)
#include "tst_store.moc"
