#include "core/oci/image.h"

#include <QTest>

using namespace sw;
using namespace sw::oci;

class TestImage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void referencesNormalise_data() {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("whole");
        QTest::addColumn<QByteArray>("familiar");
        const auto row = [](const char* written, const char* whole, const char* familiar) {
            QTest::newRow(written) << QByteArray(written) << QByteArray(whole) << QByteArray(familiar);
        };
        row("busybox", "docker.io/library/busybox:latest", "busybox");
        row("node:18", "docker.io/library/node:18", "node:18");
        row("a/b", "docker.io/a/b:latest", "a/b");
        row("localhost/x", "localhost/x:latest", "localhost/x");
        row("localhost:5000/x/y:t", "localhost:5000/x/y:t", "localhost:5000/x/y:t");
        row("gcr.io/distroless/static", "gcr.io/distroless/static:latest", "gcr.io/distroless/static");
        row("a__b/c-d.e", "docker.io/a__b/c-d.e:latest", "a__b/c-d.e");
        row("x@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "docker.io/library/x@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "x@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
    void referencesNormalise() {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, whole);
        QFETCH(QByteArray, familiar);
        const Result<Reference> reference = Reference::parse(written.toStdString());
        QVERIFY(reference.has_value());
        QCOMPARE(QByteArray::fromStdString(reference->text()), whole);
        QCOMPARE(QByteArray::fromStdString(reference->familiar()), familiar);
        QCOMPARE(*Reference::parse(reference->text()), *reference);
    }

    void wrongReferencesAreRefused_data() {
        QTest::addColumn<QByteArray>("written");
        for (const char* written : {"", "Node", "a//b", "a/", "/a", "a:", "a:b:c", "a b", "-a", "a@sha256:12", "a___b", "x:$TAG", "a/../b"}) {
            QTest::newRow(written) << QByteArray(written);
        }
    }
    void wrongReferencesAreRefused() {
        QFETCH(QByteArray, written);
        QVERIFY(!Reference::parse(written.toStdString()));
    }

    void platformsNormalise_data() {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("text");
        for (const auto& [written, text] : {std::pair{"linux/x86_64", "linux/amd64"}, {"linux/aarch64", "linux/arm64"},
                                            {"linux/arm64/v8", "linux/arm64"}, {"linux/arm", "linux/arm/v7"},
                                            {"linux/arm/6", "linux/arm/v6"}, {"Linux/AMD64", "linux/amd64"}}) {
            QTest::newRow(written) << QByteArray(written) << QByteArray(text);
        }
    }
    void platformsNormalise() {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(Platform::parse(written.toStdString())->text()), text);
    }
    void wrongPlatformsAreRefused() {
        for (const char* text : {"", "/", "a/b/c/d", "linux/", "li nux/amd64"}) {
            QVERIFY2(!Platform::parse(text), text);
        }
    }

    void configsRoundTrip() {
        ImageConfig config;
        config.created = "2026-01-02T03:04:05Z";
        config.user = "node";
        config.env = {{"PATH", "/bin"}, {"EMPTY", ""}};
        config.entrypoint = {"/e"};
        config.cmd = {"a", "b c"};
        config.exposedPorts = {"443/tcp", "80/tcp"};
        config.volumes = {"/data"};
        config.labels = {{"k", "v"}};
        config.workingDir = "/w";
        config.healthcheck = Healthcheck{{"CMD", "x"}, 1, 2, 3, 4, 5};
        config.onbuild = {"RUN x"};
        config.shell = {"/bin/bash", "-c"};
        config.argsEscaped = true;
        config.diffIds = {Digest::ofSha256("a")};
        config.history = {{"2026-01-02T03:04:05Z", "RUN x", "me", "c", true}};
        config.otherRoot = R"({"docker_version":"1"})";
        config.otherConfig = R"({"Tty":true})";
        const std::string json = serialiseConfig(config);
        QCOMPARE(*parseConfig(json), config);
        QCOMPARE(serialiseConfig(*parseConfig(json)), json);
    }
    void topLevelMembersAreSorted() {
        ImageConfig config;
        config.created = "t";
        config.author = "me";
        const std::string json = serialiseConfig(config);
        QVERIFY(json.starts_with(R"({"architecture":)"));
        QVERIFY(json.find("\"author\"") < json.find("\"config\""));
        QVERIFY(json.find("\"created\"") < json.find("\"os\""));
        QVERIFY(json.find("\"os\"") < json.find("\"rootfs\""));
    }
    void nullsAndForeignTypesDoNotBreakReading() {
        const Result<ImageConfig> config = parseConfig(
            R"({"config":{"Env":null,"Cmd":null,"Labels":null,"ExposedPorts":null,"OnBuild":null,"Volumes":[]},"history":null,"rootfs":null})");
        QVERIFY(config.has_value());
        QVERIFY(!config->cmd.has_value());
    }
    void brokenConfigsAreErrors() {
        for (const char* text : {"", "[]", "{", R"({"rootfs":{"diff_ids":["nope"]}})"}) {
            QVERIFY2(!parseConfig(text), text);
        }
        QVERIFY(!parseConfig(std::string(100000, '[')));
    }
    void manifestsRoundTrip() {
        Manifest manifest;
        manifest.config = {std::string(mediatype::kConfig), Digest::ofSha256("c"), 7, {}, {}};
        manifest.layers = {{std::string(mediatype::kLayerGzip), Digest::ofSha256("l"), 9, {{"a", "b"}}, {}}};
        manifest.annotations = {{"x", "y"}};
        QCOMPARE(*parseManifest(serialiseManifest(manifest)), manifest);
        ImageIndex index;
        index.manifests = {{std::string(mediatype::kManifest), Digest::ofSha256("m"), 3, {}, Platform{"linux", "arm", "v7", ""}}};
        QCOMPARE(*parseImageIndex(serialiseIndex(index)), index);
        QVERIFY(!parseManifest("{}"));
        QVERIFY(!parseImageIndex("{}"));
    }
};

QTEST_GUILESS_MAIN(TestImage)
#include "tst_image.moc"
