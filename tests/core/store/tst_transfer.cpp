#include "core/io/atomicfile.h"
#include "core/io/subprocess.h"
#include "core/store/exportlayout.h"
#include "core/store/skopeo.h"
#include "core/store/transfer.h"
#include "tests/core/oci/makelayer.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

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

/// JSON with ' for ".
std::string quoted(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

QByteArray run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.waitForFinished();
    return process.readAll();
}

} // namespace

class TestTransfer : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Store> m_store;
    Image m_image;

    QString name(const char* file) const { return m_folder->filePath(QString::fromUtf8(file)); }
    std::filesystem::path path(const char* file) const { return name(file).toStdString(); }

    Result<void> exportAs(ExportFormat format, const char* file, Compression compression = Compression::None) {
        ExportOptions options;
        options.format = format;
        options.destination = path(file);
        options.names = {"example:1"};
        options.compression = compression;
        return exportImage(*m_store, m_image, options, {}, {});
    }
    Result<Image> importInto(const char* store, const std::string& source) {
        auto other = Store::open(path(store)).value();
        SW_TRY(const ImageSource parsed, ImageSource::parse(source));
        return importImage(*other, parsed, Platform::host(), "copy:1", {}, {});
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = Store::open(path("store")).value();
        const auto base = commit(*m_store, {directory("etc"), file("etc/gone", "old"), file("etc/os", std::string(100'000, 'o')),
                                            hardLink("etc/os2", "etc/os"), symbolic("out", "../../../../tmp")});
        std::vector<Item> items = {directory("bin", 0711), file("bin/tool", "#!/bin/sh\n", 04755), whiteout("etc/gone")};
        items[1].entry.mtime = 1'700'000'000;
        const auto top = commit(*m_store, items);
        ImageConfig config;
        config.created = "2024-05-06T07:08:09.123456789Z";
        config.cmd = {"/bin/tool"};
        config.history = {{"2020-01-01T00:00:00Z", "base", "", "", false}, {"2024-05-06T07:08:09Z", "COPY tool /bin", "", "", false}};
        m_image = m_store->putImage(config, {base.id, top.id}).value();
    }

    void comesBackTheSame_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("compression");
        QTest::addColumn<QByteArray>("packer");
        QTest::addColumn<bool>("sameManifest");
        const auto oci = static_cast<int>(ExportFormat::OciArchive);
        const auto folder = static_cast<int>(ExportFormat::OciDirectory);
        const auto docker = static_cast<int>(ExportFormat::DockerArchive);
        QTest::newRow("oci folder") << folder << 0 << QByteArray() << true;
        QTest::newRow("oci folder gzip") << folder << 1 << QByteArray() << false;
        QTest::newRow("oci folder zstd") << folder << 2 << QByteArray() << false;
        QTest::newRow("oci archive") << oci << 0 << QByteArray() << true;
        QTest::newRow("oci archive, gzip layers") << oci << 1 << QByteArray() << false;
        QTest::newRow("oci archive, compressed as a whole") << oci << 0 << QByteArray("gzip") << true;
        QTest::newRow("docker archive") << docker << 0 << QByteArray() << true;
        QTest::newRow("docker archive, compressed as a whole") << docker << 0 << QByteArray("zstd") << true;
    }
    void comesBackTheSame() {
        QFETCH(int, format);
        QFETCH(int, compression);
        QFETCH(QByteArray, packer);
        QVERIFY(exportAs(static_cast<ExportFormat>(format), "out", static_cast<Compression>(compression)));
        std::string source = path("out");
        if (!packer.isEmpty()) {
            run("sh", {"-c", packer + " -c " + name("out") + " > " + name("out.packed")});
            source = path("out.packed");
        }
        const auto image = importInto("second", source);
        QVERIFY2(image, image ? "" : image.error().text().c_str());
        QCOMPARE(image->layers, m_image.layers);
        QCOMPARE(image->configDigest, m_image.configDigest);
        QCOMPARE(image->config, m_image.config);
        QFETCH(bool, sameManifest);
        QCOMPARE(image->manifestDigest == m_image.manifestDigest, sameManifest);
        const auto second = Store::open(path("second")).value();
        QVERIFY(second->verify({})->problems.empty());
        QVERIFY(second->stack(image->layers)->lookup("bin/tool"));
        QVERIFY(std::filesystem::is_empty(second->trashDirectory()));
    }

    void sameImageSameBytes() {
        for (const auto format : {ExportFormat::OciArchive, ExportFormat::DockerArchive, ExportFormat::RootTar}) {
            QVERIFY(exportAs(format, "one", Compression::Gzip));
            QVERIFY(exportAs(format, "two", Compression::Gzip));
            QVERIFY(io::readFile(path("one")).value() == io::readFile(path("two")).value());
        }
    }

    void skopeoReadsWhatWeWrite() {
        if (!io::findProgram("skopeo")) {
            QSKIP("skopeo is not installed");
        }
        QVERIFY(exportAs(ExportFormat::DockerArchive, "docker.tar"));
        QVERIFY(exportAs(ExportFormat::OciArchive, "oci.tar", Compression::Zstd));
        QVERIFY(exportAs(ExportFormat::OciDirectory, "oci", Compression::Gzip));
        for (const QString& source : {"docker-archive:" + name("docker.tar"), "oci-archive:" + name("oci.tar"), "oci:" + name("oci") + ":1"}) {
            const QByteArray config = run("skopeo", {"--insecure-policy", "inspect", "--config", source});
            QVERIFY2(config.contains("COPY tool /bin"), (source.toUtf8() + ": " + config).constData());
            const QByteArray copied = run("skopeo", {"--insecure-policy", "copy", source, "dir:" + name("copied")});
            QVERIFY2(QFile::exists(name("copied/manifest.json")), copied.constData());
        }
        QVERIFY(run("skopeo", {"inspect", "--format", "{{.RepoTags}}", "docker-archive:" + name("docker.tar")}).isEmpty() == false);
    }

    void theRootAsATar() {
        QVERIFY(exportAs(ExportFormat::RootTar, "root.tar"));
        const QByteArray listing = run("tar", {"-tvf", name("root.tar")});
        QVERIFY2(listing.contains("-rwsr-xr-x 0/0") && listing.contains("bin/tool"), listing.constData());
        QVERIFY(listing.contains("etc/os2 link to etc/os"));
        QVERIFY(!listing.contains("gone") && !listing.contains(".wh."));
    }

    void theRootAsAFolder() {
        QVERIFY(exportAs(ExportFormat::LocalDirectory, "root"));
        QCOMPARE(io::readFile(path("root/bin/tool")).value(), std::string("#!/bin/sh\n"));
        struct stat info {};
        QCOMPARE(::stat(path("root/bin/tool").c_str(), &info), 0);
        QCOMPARE(info.st_mode & 07777U, 04755U);
        QCOMPARE(info.st_mtime, std::time_t{1'700'000'000});
        QCOMPARE(::stat(path("root/bin").c_str(), &info), 0);
        QCOMPARE(info.st_mode & 07777U, 0711U);
        QVERIFY(!std::filesystem::exists(path("root/etc/gone")));
        QVERIFY(std::filesystem::equivalent(path("root/etc/os"), path("root/etc/os2")));
        // Into what exists: joined, and again the same.
        QVERIFY(io::writeFileAtomically(path("root/mine"), "kept"));
        QVERIFY(io::writeFileAtomically(path("root/bin/tool"), "changed"));
        QVERIFY(exportAs(ExportFormat::LocalDirectory, "root/"));
        QCOMPARE(io::readFile(path("root/bin/tool")).value(), std::string("#!/bin/sh\n"));
        QCOMPARE(io::readFile(path("root/mine")).value(), std::string("kept"));
        QCOMPARE(QDir(name("root")).entryList({".new*"}, QDir::AllEntries | QDir::Hidden).size(), 0);
    }

    void exportsAreCopies() {
        QVERIFY(exportAs(ExportFormat::OciDirectory, "out"));
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path("out"))) {
            QVERIFY(!entry.is_symlink());
            QVERIFY(entry.is_directory() || entry.hard_link_count() == 1);
        }
    }

    void foreignFoldersAreNotReplaced() {
        QVERIFY(io::makeDirectories(path("mine")));
        QVERIFY(io::writeFileAtomically(path("mine/letter"), "x"));
        const auto refused = exportAs(ExportFormat::OciDirectory, "mine");
        QCOMPARE(refused.error().code, ErrorCode::Exists);
        QVERIFY(std::filesystem::exists(path("mine/letter")));
        QVERIFY(exportAs(ExportFormat::OciDirectory, "again"));
        QVERIFY(exportAs(ExportFormat::OciDirectory, "again"));
    }

    void clampedTimesGiveEqualImages() {
        const auto clamped = clampImage(*m_store, m_image, 1'600'000'000, 1, {});
        QVERIFY(clamped);
        QCOMPARE(clamped->layers.front(), m_image.layers.front());
        QVERIFY(clamped->layers.back() != m_image.layers.back());
        QCOMPARE(clamped->config.created, std::string("2020-09-13T12:26:40Z"));
        QCOMPARE(clamped->config.history[0].created, std::string("2020-01-01T00:00:00Z"));
        QCOMPARE(clamped->config.history[1].created, std::string("2020-09-13T12:26:40Z"));
        const auto layer = m_store->layer(clamped->layers.back()).value();
        QCOMPARE(layer->index()->find("bin/tool")->mtime, std::int64_t{1'600'000'000});
        QCOMPARE(layer->index()->treeDigest(), m_store->layer(m_image.layers.back()).value()->index()->treeDigest());
        QCOMPARE(clampImage(*m_store, *clamped, 1'600'000'000, 1, {})->manifestDigest, clamped->manifestDigest);
    }

    void sourcesAreTold_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QByteArray>("selector");
        using Kind = ImageSource::Kind;
        const auto row = [](const char* text, Kind kind, const char* location, const char* selector) {
            QTest::newRow(text) << QByteArray(text) << static_cast<int>(kind) << QByteArray(location) << QByteArray(selector);
        };
        row("busybox", Kind::Registry, "docker.io/library/busybox:latest", "");
        row("docker-image://alpine:3", Kind::Registry, "docker.io/library/alpine:3", "");
        row("oci-layout:///some/dir:tag", Kind::OciLayout, "/some/dir", "tag");
        row("oci-layout://dir@sha256:0000000000000000000000000000000000000000000000000000000000000000", Kind::OciLayout, "dir",
            "sha256:0000000000000000000000000000000000000000000000000000000000000000");
        row("docker-daemon:name:tag", Kind::DockerDaemon, "name:tag", "");
        row("docker-archive:/x/y.tar:name:1", Kind::DockerArchive, "/x/y.tar", "name:1");
    }
    void sourcesAreTold() {
        QFETCH(QByteArray, text);
        const auto source = ImageSource::parse(text.toStdString());
        QVERIFY(source);
        QTEST(static_cast<int>(source->kind), "kind");
        QTEST(QByteArray::fromStdString(source->location), "location");
        QTEST(QByteArray::fromStdString(source->selector), "selector");
    }

    void errorsAreOneSentence_data() {
        QTest::addColumn<QByteArray>("errors");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* title, const char* message, ErrorCode code, const char* says) {
            QTest::newRow(title) << QByteArray("time=\"x\" level=fatal msg=\"Error parsing image name \\\"docker://q\\\": ") + message + "\"\n"
                                 << static_cast<int>(code) << QByteArray(says);
        };
        row("not in Docker", "initializing source docker-daemon:q:1: loading image from docker engine: Error response from daemon: reference does not exist", ErrorCode::NotFound, "no such image");
        row("missing", "reading manifest 9 in docker.io/library/q: manifest unknown", ErrorCode::NotFound, "no such image or tag");
        row("login", "requested access to the resource is denied", ErrorCode::Permission, "skopeo login docker.io");
        row("no network", "pinging container registry: Get https://x/v2/: dial tcp: lookup x: no such host", ErrorCode::Network, "cannot be reached");
        row("tls", "tls: failed to verify certificate: x509: certificate signed by unknown authority", ErrorCode::Network, "not trusted");
        row("limit", "toomanyrequests: You have reached your pull rate limit", ErrorCode::Network, "too many requests");
        row("plain http", "http: server gave HTTP response to HTTPS client", ErrorCode::Network, "insecure = true");
    }
    void errorsAreOneSentence() {
        QFETCH(QByteArray, errors);
        QFETCH(QByteArray, says);
        const Error error = explainSkopeo(TransferVerb::Pull, "docker.io/library/q:latest", errors.toStdString());
        QTEST(static_cast<int>(error.code), "code");
        QVERIFY2(error.message.text().find(says.toStdString()) != std::string::npos, error.message.text().c_str());
        QVERIFY(error.message.text().find("docker.io/library/q:latest") != std::string::npos);
        QVERIFY(error.message.text().find('\n') == std::string::npos);
    }

    void hostileArchivesAreRefused_data() {
        QTest::addColumn<QByteArray>("manifest");
        QTest::newRow("no image") << QByteArray("[]");
        QTest::newRow("not json") << QByteArray("{{{");
        QTest::newRow("config out of the archive") << QByteArray::fromStdString(quoted("[{'Config':'../../../../etc/passwd','Layers':[]}]"));
        QTest::newRow("layers that are not there") << QByteArray::fromStdString(quoted("[{'Config':'c.json','Layers':['nowhere']}]"));
        QTest::newRow("wrong types") << QByteArray::fromStdString(quoted("[{'Config':5,'Layers':{'a':1},'RepoTags':'x'}]"));
        QTest::newRow("deep nesting") << QByteArray(5000, '[');
    }
    void hostileArchivesAreRefused() {
        QFETCH(QByteArray, manifest);
        UniqueFd fd(::open(path("bad.tar").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
        LayerWriter writer(fd.get());
        const std::string config = quoted("{'architecture':'amd64','os':'linux','rootfs':{'type':'layers','diff_ids':['sha256:") + std::string(64, '0') + quoted("']}}");
        for (const Item& item : {file("c.json", config), file("manifest.json", manifest.toStdString())}) {
            QVERIFY(writer.add(item.entry, sourceOf(item.content)));
        }
        QVERIFY(writer.finish());
        const auto image = importInto("second", path("bad.tar"));
        QVERIFY(!image);
    }

    void throughARealRegistry() {
        const QString program = QStandardPaths::findExecutable("docker-registry", {"/usr/bin", "/usr/sbin", "/bin"});
        if (program.isEmpty() || !io::findProgram("skopeo")) {
            QSKIP("docker-registry or skopeo is not installed");
        }
        QVERIFY(io::writeFileAtomically(path("registry.yml"), "version: 0.1\nlog: {level: info, formatter: text}\nstorage: {filesystem: {rootdirectory: " +
                                        path("registry").string() + "}}\nhttp: {addr: '127.0.0.1:0'}\n"));
        QProcess registry;
        registry.setProcessChannelMode(QProcess::MergedChannels);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("OTEL_TRACES_EXPORTER", "none");
        registry.setProcessEnvironment(environment);
        registry.start(program, {"serve", name("registry.yml")});
        QByteArray log;
        QRegularExpressionMatch match;
        QVERIFY(QTest::qWaitFor([&] {
            registry.waitForReadyRead(50);
            log += registry.readAll();
            match = QRegularExpression("listening on 127\\.0\\.0\\.1:(\\d+)").match(QString::fromUtf8(log));
            return match.hasMatch();
        }, 10'000));
        const std::string address = "127.0.0.1:" + match.captured(1).toStdString();
        QVERIFY(io::writeFileAtomically(path("registries.conf"), "[[registry]]\nlocation = \"" + address + "\"\ninsecure = true\n"));
        ::setenv("CONTAINERS_REGISTRIES_CONF", path("registries.conf").c_str(), 1);

        const auto pushed = pushImage(*m_store, m_image, address + "/team/app:1", {}, {});
        QVERIFY2(pushed, pushed ? "" : pushed.error().text().c_str());
        std::uint64_t seen = 0;
        auto other = Store::open(path("second")).value();
        const ImageSource source = ImageSource::parse("docker-image://" + address + "/team/app:1").value();
        const auto digest = resolveDigest(source, Platform::host(), {});
        const auto image = importImage(*other, source, Platform::host(), "app", [&](const TransferProgress& p) { seen = std::max(seen, p.current); }, {});
        QVERIFY2(image, image ? "" : image.error().text().c_str());
        QCOMPARE(image->layers, m_image.layers);
        QCOMPARE(image->configDigest, m_image.configDigest);
        QCOMPARE(digest.value(), image->manifestDigest);
        QVERIFY(seen > 0);
        QVERIFY(*other->image("app"));
        QVERIFY(importImage(*other, source, Platform::host(), "again", {}, {}));

        const auto missing = importImage(*other, ImageSource::parse(address + "/team/app:2").value(), Platform::host(), "", {}, {});
        QVERIFY2(missing.error().code == ErrorCode::NotFound, missing.error().message.text().c_str());
        registry.kill();
        registry.waitForFinished();
        const auto gone = importImage(*other, ImageSource::parse(address + "/team/app:3").value(), Platform::host(), "", {}, {});
        QVERIFY2(gone.error().code == ErrorCode::Network, gone.error().message.text().c_str());
        ::unsetenv("CONTAINERS_REGISTRIES_CONF");
    }
};

QTEST_GUILESS_MAIN(TestTransfer)
#include "tst_transfer.moc"
