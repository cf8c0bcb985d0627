#include "core/io/atomicfile.h"
#include "core/io/json.h"
#include "core/io/subprocess.h"
#include "core/store/exportlayout.h"
#include "core/store/indeximage.h"
#include "core/store/statement.h"
#include "core/store/transfer.h"
#include "tests/core/oci/makelayer.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace swtest;
using namespace sw::store;

namespace {

namespace fs = std::filesystem;

LayerInfo commit(Store& store, std::vector<Item> items) {
    auto scratch = store.newScratch().value();
    LayerWriter writer(scratch.fd.get());
    for (Item& item : items) {
        writer.add(std::move(item.entry), sourceOf(std::move(item.content))).value();
    }
    return store.commitLayer(std::move(scratch), writer.finish().value()).value();
}

QByteArray run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.waitForFinished();
    return process.readAll();
}

} // namespace

/// Images of several platforms, with attestations and annotations, on their way out of the store.
class TestExports : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Store> m_store;
    ExportSubject m_subject; ///< amd64 and arm64; they share their first layer

    fs::path path(const std::string& name) const { return m_folder->path().toStdString() + "/" + name; }
    QString name(const char* file) const { return m_folder->filePath(QString::fromUtf8(file)); }

    Image imageOf(const char* architecture, const std::vector<LayerId>& layers) {
        ImageConfig config;
        config.platform.architecture = architecture;
        config.created = "2024-05-06T07:08:09.5Z";
        config.history = {{"2024-05-06T07:08:09Z", "COPY a", "", "", false}, {"2024-05-06T07:08:09Z", "COPY b", "", "", false}};
        return m_store->putImage(config, layers).value();
    }

    static Attestation attestation() {
        Attestation out;
        out.predicateType = "https://example.org/predicate";
        out.fileName = "claim.json";
        out.predicate = [](const Manifest& manifest) {
            return io::dumpJson({{"layers", manifest.layers.size()}, {"first", manifest.layers.front().digest.text()}});
        };
        return out;
    }

    ExportSubject single() const {
        ExportSubject out;
        out.platforms = {m_subject.platforms.front()};
        return out;
    }

    Result<Exported> exportTo(const ExportSubject& subject, ExportFormat format, const char* file, ExportOptions options = {}) {
        options.format = format;
        options.destination = path(file);
        return exportImage(*m_store, subject, options, {}, {});
    }

    io::Json blobOf(const char* layout, const io::Json& descriptor) const {
        const std::string digest = descriptor["digest"].get<std::string>();
        const std::string text = io::readFile(path(layout) / "blobs/sha256" / digest.substr(7)).value();
        if (Digest::ofSha256(text).text() != digest || text.size() != descriptor["size"].get<std::size_t>()) {
            qFatal("a blob is not what its descriptor says");
        }
        return io::parseJson(text).value();
    }
    io::Json rootOf(const char* layout) const {
        const io::Json index = io::parseJson(io::readFile(path(layout) / "index.json").value()).value();
        return index["manifests"][0];
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = Store::open(path("store")).value();
        const auto shared = commit(*m_store, {directory("etc"), file("etc/shared", std::string(50'000, 's'))});
        const auto first = commit(*m_store, {directory("bin"), file("bin/amd", "amd64", 0755)});
        const auto second = commit(*m_store, {directory("bin"), file("bin/arm", "arm64", 0755)});
        m_subject = {};
        for (const auto& [architecture, layer] : {std::pair("amd64", first.id), std::pair("arm64", second.id)}) {
            PlatformImage one;
            one.image = imageOf(architecture, {shared.id, layer});
            one.platform = one.image.config.platform;
            m_subject.platforms.push_back(std::move(one));
        }
    }

    void severalPlatformsAreAnIndex() {
        ExportOptions options;
        options.names = {"team/app:1", "other"};
        const auto done = exportTo(m_subject, ExportFormat::OciDirectory, "oci", options);
        QVERIFY2(done, done ? "" : done.error().text().c_str());
        QVERIFY(!done->config);
        const io::Json top = io::parseJson(io::readFile(path("oci/index.json")).value()).value();
        QCOMPARE(top["manifests"].size(), 2U); // one entry per name
        QCOMPARE(top["manifests"][0]["annotations"]["io.containerd.image.name"].get<std::string>(), std::string("docker.io/team/app:1"));
        QCOMPARE(top["manifests"][0]["annotations"]["org.opencontainers.image.created"].get<std::string>(), std::string("2024-05-06T07:08:09Z"));
        QCOMPARE(top["manifests"][1]["annotations"]["org.opencontainers.image.ref.name"].get<std::string>(), std::string("latest"));
        QCOMPARE(top["manifests"][0]["digest"], top["manifests"][1]["digest"]);
        const io::Json index = blobOf("oci", top["manifests"][0]);
        QCOMPARE(index["manifests"].size(), 2U);
        QCOMPARE(index["manifests"][1]["platform"]["architecture"].get<std::string>(), std::string("arm64"));
        if (io::findProgram("skopeo")) {
            for (const char* architecture : {"amd64", "arm64"}) {
                const QByteArray config = run("skopeo", {"--insecure-policy", "--override-arch", architecture, "inspect", "--config", "oci:" + name("oci") + ":1"});
                QVERIFY2(config.contains(architecture), config.constData());
            }
        }
    }

    void annotationsGoWhereTheyBelong() {
        ExportOptions options;
        for (const char* text : {"m=1", "manifest[linux/arm64]:arm=2", "manifest-descriptor:md=3", "index:i=4", "index-descriptor:id=5"}) {
            QVERIFY(options.annotations.addOption(text));
        }
        QVERIFY(exportTo(m_subject, ExportFormat::OciDirectory, "oci", options));
        const io::Json root = rootOf("oci");
        const io::Json index = blobOf("oci", root);
        QCOMPARE(root["annotations"]["id"].get<std::string>(), std::string("5"));
        QCOMPARE(index["annotations"], io::Json({{"i", "4"}}));
        QCOMPARE(index["manifests"][0]["annotations"], io::Json({{"md", "3"}}));
        QCOMPARE(blobOf("oci", index["manifests"][0])["annotations"], io::Json({{"m", "1"}}));
        QCOMPARE(blobOf("oci", index["manifests"][1])["annotations"], io::Json({{"arm", "2"}, {"m", "1"}}));
        QVERIFY(!exportTo(single(), ExportFormat::OciDirectory, "one", options)); // there is no index to annotate
        ExportOptions other;
        QVERIFY(other.annotations.addOption("manifest[linux/s390x]:a=b"));
        QVERIFY(!exportTo(m_subject, ExportFormat::OciDirectory, "two", other));
        QVERIFY(!fs::exists(path("one")) && !fs::exists(path("two")));
    }

    void attestationsMakeAnIndexOfASingleImage() {
        ExportSubject subject = single();
        const auto plain = exportTo(subject, ExportFormat::OciDirectory, "plain");
        subject.platforms[0].attestations = {attestation()};
        ExportOptions options;
        options.names = {"app:1"};
        options.compression = Compression::Gzip;
        QVERIFY(exportTo(subject, ExportFormat::OciDirectory, "oci", options));
        const io::Json index = blobOf("oci", rootOf("oci"));
        QCOMPARE(index["manifests"].size(), 2U);
        const io::Json& entry = index["manifests"][1];
        QCOMPARE(entry["platform"], io::Json({{"architecture", "unknown"}, {"os", "unknown"}}));
        QCOMPARE(entry["annotations"]["vnd.docker.reference.type"].get<std::string>(), std::string("attestation-manifest"));
        QCOMPARE(entry["annotations"]["vnd.docker.reference.digest"], index["manifests"][0]["digest"]);
        const io::Json manifest = blobOf("oci", entry);
        QCOMPARE(manifest["layers"][0]["mediaType"].get<std::string>(), std::string("application/vnd.in-toto+json"));
        QCOMPARE(manifest["layers"][0]["annotations"]["in-toto.io/predicate-type"].get<std::string>(), std::string("https://example.org/predicate"));
        QCOMPARE(blobOf("oci", manifest["config"])["rootfs"]["diff_ids"][0], manifest["layers"][0]["digest"]);
        const io::Json statement = blobOf("oci", manifest["layers"][0]);
        QCOMPARE(statement["_type"].get<std::string>(), std::string("https://in-toto.io/Statement/v0.1"));
        QCOMPARE(statement["subject"][0]["name"].get<std::string>(), std::string("pkg:docker/app@1?platform=linux%2Famd64"));
        QCOMPARE("sha256:" + statement["subject"][0]["digest"]["sha256"].get<std::string>(), index["manifests"][0]["digest"].get<std::string>());
        // It speaks of the layers as they were written, compressed.
        QCOMPARE(statement["predicate"]["first"], blobOf("oci", index["manifests"][0])["layers"][0]["digest"]);
        QVERIFY(plain->config && !plain->descriptor.digest.empty());
    }

    void attestationsMayBeArtifacts() {
        ExportSubject subject = single();
        subject.platforms[0].attestations = {attestation()};
        ExportOptions options;
        options.attestationArtifacts = true;
        QVERIFY(exportTo(subject, ExportFormat::OciDirectory, "oci", options));
        const io::Json index = blobOf("oci", rootOf("oci"));
        const io::Json manifest = blobOf("oci", index["manifests"][1]);
        QCOMPARE(manifest["artifactType"].get<std::string>(), std::string("application/vnd.docker.attestation.manifest.v1+json"));
        QCOMPARE(manifest["subject"]["digest"], index["manifests"][0]["digest"]);
        QCOMPARE(blobOf("oci", manifest["config"]), io::Json::object());
    }

    void theStoreKeepsIndexAndAttestations() {
        ExportSubject subject = m_subject;
        subject.platforms[0].attestations = {attestation()};
        const auto kept = keepInStore(*m_store, subject, {}, {});
        QVERIFY(kept);
        QVERIFY(m_store->tag("app:1", kept->descriptor.digest, "built"));
        const auto index = findIndex(*m_store, "app:1");
        QVERIFY(index && *index);
        QCOMPARE((*index)->images.size(), 2U);
        const auto back = subjectNamed(*m_store, "app:1");
        QVERIFY(back && *back);
        QVERIFY((*back)->index);
        QCOMPARE((*back)->platforms.size(), 2U);
        QCOMPARE((*back)->platforms[0].attestations.size(), 1U);
        QCOMPARE(keepInStore(*m_store, **back, {}, {})->descriptor.digest, kept->descriptor.digest);
        QVERIFY(m_store->prune({.all = true}, {}));
        QCOMPARE((*subjectNamed(*m_store, "app:1"))->platforms[0].attestations.size(), 1U);
        QVERIFY(m_store->verify({})->problems.empty());
        QVERIFY(!*subjectNamed(*m_store, "nobody:1"));
    }

    void compressionIsOfNewLayersUnlessForced() {
        // An image whose first layer came compressed with zstd.
        ExportOptions zstd;
        zstd.compression = Compression::Zstd;
        zstd.forceCompression = true;
        QVERIFY(exportTo(single(), ExportFormat::OciDirectory, "zstd", zstd));
        auto other = Store::open(path("other")).value();
        const Image pulled = importImage(*other, ImageSource::parse(path("zstd").string()).value(), Platform::host(), "", {}, {}).value();
        const auto added = commit(*other, {file("new", "new")});
        ImageConfig config = pulled.config;
        config.history.push_back({"", "COPY new", "", "", false});
        ExportSubject subject;
        std::vector<LayerId> layers = pulled.layers;
        layers.push_back(added.id);
        subject.platforms.push_back({other->putImage(config, layers).value(), config.platform, 2, {}});
        const auto kinds = [&](Compression compression, bool force, bool oci = true) {
            ExportOptions options;
            options.compression = compression;
            options.forceCompression = force;
            options.ociMediaTypes = oci;
            options.destination = path("out");
            options.format = ExportFormat::OciDirectory;
            fs::remove_all(options.destination);
            exportImage(*other, subject, options, {}, {}).value();
            const io::Json manifest = blobOf("out", rootOf("out"));
            std::string out;
            for (const io::Json& layer : manifest["layers"]) {
                const std::string type = layer["mediaType"].get<std::string>();
                out += type.ends_with("gzip") ? 'g' : type.ends_with("zstd") ? 'z' : 'p';
            }
            return out;
        };
        QCOMPARE(kinds(Compression::None, false), std::string("zzp"));
        QCOMPARE(kinds(Compression::None, true), std::string("ppp"));
        QCOMPARE(kinds(Compression::Gzip, false), std::string("zzg"));
        QCOMPARE(kinds(Compression::Gzip, true), std::string("ggg"));
        QCOMPARE(kinds(Compression::Zstd, true), std::string("zzz"));
    }

    void dockerTypesWhereTheyAreAskedFor() {
        ExportOptions options;
        options.ociMediaTypes = false;
        options.compression = Compression::Gzip;
        QVERIFY(exportTo(m_subject, ExportFormat::OciDirectory, "docker", options));
        const io::Json root = rootOf("docker");
        QCOMPARE(root["mediaType"].get<std::string>(), std::string(mediatype::kDockerIndex));
        const io::Json manifest = blobOf("docker", blobOf("docker", root)["manifests"][0]);
        QCOMPARE(manifest["mediaType"].get<std::string>(), std::string(mediatype::kDockerManifest));
        QCOMPARE(manifest["layers"][0]["mediaType"].get<std::string>(), std::string("application/vnd.docker.image.rootfs.diff.tar.gzip"));
        QVERIFY(options.annotations.addOption("index:a=b")); // Docker's types have no annotations
        QVERIFY(exportTo(m_subject, ExportFormat::OciDirectory, "annotated", options));
        QCOMPARE(rootOf("annotated")["mediaType"].get<std::string>(), std::string(mediatype::kIndex));
    }

    void aDockerArchiveHoldsOnePlatform() {
        QVERIFY(!exportTo(m_subject, ExportFormat::DockerArchive, "two.tar"));
        ExportOptions options;
        options.names = {"app:1"};
        QVERIFY(exportTo(single(), ExportFormat::DockerArchive, "one.tar", options));
        QVERIFY(exportTo(single(), ExportFormat::DockerDirectory, "one", options));
        const io::Json list = io::parseJson(io::readFile(path("one/manifest.json")).value()).value();
        QCOMPARE(list[0]["RepoTags"], io::Json::array({"app:1"}));
        QVERIFY(fs::exists(path("one") / list[0]["Config"].get<std::string>()));
        QVERIFY(fs::exists(path("one") / list[0]["Layers"][1].get<std::string>()));
        if (io::findProgram("skopeo")) {
            const QByteArray shown = run("skopeo", {"--insecure-policy", "inspect", "docker-archive:" + name("one.tar")});
            QVERIFY2(shown.contains("amd64"), shown.constData());
        }
    }

    void plainFilesOfSeveralPlatformsHaveFolders() {
        ExportOptions options;
        options.fileTimes = 1'000'000'000;
        QVERIFY(exportTo(m_subject, ExportFormat::LocalDirectory, "tree", options));
        QVERIFY(fs::exists(path("tree/linux_amd64/bin/amd")) && fs::exists(path("tree/linux_arm64/bin/arm")));
        QCOMPARE(io::readFile(path("tree/linux_arm64/bin/arm")).value(), std::string("arm64"));
        QVERIFY(exportTo(m_subject, ExportFormat::RootTar, "tree.tar", options));
        const QByteArray listed = run("tar", {"tvf", name("tree.tar"), "--utc", "--numeric-owner"});
        QVERIFY2(listed.contains("linux_arm64/bin/arm") && listed.count("2001-09-09") == listed.count("\n"), listed.constData());
        options.platformSplit = true;
        QVERIFY(exportTo(single(), ExportFormat::LocalDirectory, "split", options));
        QVERIFY(fs::exists(path("split/linux_amd64/bin/amd")));
    }

    void withoutFoldersEqualNamesAreRefused() {
        ExportOptions options;
        options.platformSplit = false;
        const auto refused = exportTo(m_subject, ExportFormat::LocalDirectory, "tree", options);
        QVERIFY(!refused);
        QVERIFY(refused.error().text().find("etc/shared") != std::string::npos);
        QVERIFY(!fs::exists(path("tree")));
        ExportSubject apart;
        for (const char* architecture : {"amd64", "arm64"}) {
            const auto own = commit(*m_store, {directory("bin"), file("bin/" + std::string(architecture), "x")});
            const Image image = imageOf(architecture, {own.id});
            apart.platforms.push_back({image, image.config.platform, 0, {attestation()}});
        }
        QVERIFY(exportTo(apart, ExportFormat::LocalDirectory, "tree", options));
        for (const char* file : {"bin/amd64", "bin/arm64", "claim.linux_amd64.json", "claim.linux_arm64.json"}) {
            QVERIFY2(fs::exists(path("tree") / file), file);
        }
    }

    void attestationsLieBesideTheFiles() {
        ExportSubject subject = single();
        subject.platforms[0].attestations = {attestation()};
        ExportOptions options;
        options.attestationPrefix = "my-";
        QVERIFY(exportTo(subject, ExportFormat::LocalDirectory, "tree", options));
        const io::Json statement = io::parseJson(io::readFile(path("tree/my-claim.json")).value()).value();
        QCOMPARE(statement["subject"].size(), 2U);
        QCOMPARE(statement["subject"][0]["name"].get<std::string>(), std::string("bin/amd"));
        QCOMPARE(statement["subject"][0]["digest"]["sha256"].get<std::string>(), Digest::ofSha256("amd64").hex());
        QVERIFY(exportTo(subject, ExportFormat::RootTar, "tree.tar", options));
        QVERIFY(run("tar", {"tf", name("tree.tar")}).contains("my-claim.json"));
    }

    void deleteLeavesTheExportAlone() {
        fs::create_directories(path("tree/old/deep"));
        io::writeFileAtomically(path("tree/old/deep/file"), "x").value();
        QVERIFY(exportTo(single(), ExportFormat::LocalDirectory, "tree"));
        QVERIFY(fs::exists(path("tree/old/deep/file"))); // a copy joins what is there
        ExportOptions options;
        options.deleteOthers = true;
        QVERIFY(exportTo(single(), ExportFormat::LocalDirectory, "tree", options));
        QVERIFY(!fs::exists(path("tree/old")));
        QVERIFY(fs::exists(path("tree/bin/amd")));
        options.destination = "/";
        options.format = ExportFormat::LocalDirectory;
        QVERIFY(!exportImage(*m_store, single(), options, {}, {}));
    }

    void namesBecomePackageUrls() {
        const Platform arm = *Platform::parse("linux/arm/v7");
        QCOMPARE(packageUrl("busybox", arm), std::string("pkg:docker/busybox@latest?platform=linux%2Farm%2Fv7"));
        QCOMPARE(packageUrl("localhost:5000/team/app:1.0", arm), std::string("pkg:docker/localhost%3A5000/team/app@1.0?platform=linux%2Farm%2Fv7"));
    }
};

QTEST_GUILESS_MAIN(TestExports)
#include "tst_exports.moc"
