#include "core/build/attest.h"
#include "core/build/output.h"
#include "core/build/results.h"

#include <QTest>

using namespace sw;
using namespace sw::build;

class TestOutputs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void placesOfTheCache() {
        const auto folder = parseCacheTo("type=local,dest=a b,mode=min,compression=zstd,compression-level=3,ignore-error=true");
        QVERIFY(folder.has_value());
        QVERIFY(folder->kind == CachePlace::Kind::Local && folder->finalOnly && folder->ignoreError);
        QCOMPARE(folder->where, std::string("a b"));
        QVERIFY(folder->options.compression == oci::Compression::Zstd);
        QCOMPARE(folder->options.compressionLevel, 3);
        const auto bare = parseCacheFrom("localhost:5000/team/cache:main");
        QVERIFY(bare && bare->kind == CachePlace::Kind::Registry);
        QVERIFY(parseCacheTo("x/y:z")->options.compression == oci::Compression::Gzip);
        QVERIFY(!parseCacheTo("x/y:z")->finalOnly);
        for (const char* wrong : {"", "type=s3,ref=x", "type=local", "type=local,src=x", "type=registry", "ref=UPPER", "type=local,dest=x,mode=some",
                                  "type=local,dest=x,compression=xz", "type=local,dest=x,compression-level=1.5", "type=local,dest=x,ignore-error=perhaps"}) {
            const auto place = parseCacheTo(wrong);
            QVERIFY2(!place && place.error().sentence().text().starts_with("--cache-to"), wrong);
        }
        QVERIFY(!parseCacheFrom("type=local,src=x,mode=max"));
    }
    void kindsAndPlaces_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind"); // -1: refused
        QTest::addColumn<QByteArray>("destination");
        const auto row = [](const char* name, const char* text, OutputKind kind, const char* destination) {
            QTest::newRow(name) << QByteArray(text) << static_cast<int>(kind) << QByteArray(destination);
        };
        row("a bare word is a folder of files", "out/dir", OutputKind::Files, "out/dir");
        row("a dash is a tar on standard output", "-", OutputKind::Files, "-");
        row("oci without a place is standard output", "type=oci", OutputKind::Archive, "-");
        row("docker without a place is loaded", "type=docker", OutputKind::Docker, "");
        row("docker with a place is an archive", "type=docker,dest=x.tar", OutputKind::Archive, "x.tar");
        row("a quoted field holds commas", "\"dest=a,b.tar\",type=tar", OutputKind::Files, "a,b.tar");
        row("image is the store", "type=image", OutputKind::Store, "");
        row("cacheonly is nothing", "type=cacheonly", OutputKind::Nothing, "");
        for (const char* wrong : {"type=nope", "dest=x", "type=local", "type=oci,tar=false", "type=oci,dest=x,", "type=oci,bogus=1", "\"type=oci", "",
                                  "type=oci,compression=estargz", "type=oci,compression=lzma", "type=oci,compression=gzip,compression-level=10",
                                  "type=oci,compression-level=x", "type=oci,force-compression=maybe", "type=local,dest=x,mode=move", "type=oci,name=UPPER",
                                  "type=oci,annotation-layer.a=b"}) {
            QTest::newRow(("refused: " + std::string(wrong)).c_str()) << QByteArray(wrong) << -1 << QByteArray();
        }
    }
    void kindsAndPlaces() {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        const auto output = parseOutput(text.toStdString());
        QCOMPARE(output ? static_cast<int>(output->kind) : -1, kind);
        if (!output) {
            QVERIFY(output.error().code == ErrorCode::Invalid);
            return;
        }
        QTEST(QByteArray::fromStdString(output->options.destination.string()), "destination");
    }

    void attributesReachTheExport() {
        const auto output = parseOutput("type=docker,dest=d,tar=false,\"name=a,b:1\",oci-mediatypes=true,compression=zstd,compression-level=19,"
                                        "force-compression=true,rewrite-timestamp=false,annotation-index.k=v,oci-artifact=1");
        QVERIFY2(output, output ? "" : output.error().text().c_str());
        QVERIFY(output->options.format == store::ExportFormat::DockerDirectory);
        QCOMPARE(output->names, (std::vector<std::string>{"a", "b:1"}));
        QVERIFY(output->options.ociMediaTypes == true);
        QVERIFY(output->options.compression == oci::Compression::Zstd);
        QCOMPARE(output->options.compressionLevel, 19);
        QVERIFY(output->options.forceCompression && output->options.attestationArtifacts);
        QVERIFY(output->rewriteTimestamp == false);
        QCOMPARE(output->options.annotations.index.at("k"), std::string("v"));
    }

    void aLevelAloneIsGzip() {
        QVERIFY(parseOutput("type=oci,compression-level=9")->options.compression == oci::Compression::Gzip);
        QVERIFY(parseOutput("type=oci")->options.compression == oci::Compression::None);
        const auto forced = parseOutput("type=oci,compression=uncompressed,force-compression=true");
        QVERIFY(forced->options.compression == oci::Compression::None && forced->options.forceCompression);
    }

    void pushIsSaidInSeveralWays() {
        QVERIFY(parseOutput("type=registry")->push);
        QVERIFY(parseOutput("type=image,push=true")->push);
        QVERIFY(!parseOutput("type=image,push=false")->push);
        QVERIFY(parseOutput("type=image,push-by-digest=true")->pushByDigest);
    }

    void attestationsAreAskedForAndTakenBack() {
        AttestOptions all;
        QVERIFY(!all.any());
        QVERIFY(all.addAttest("type=provenance,mode=max,version=v1,builder-id=me"));
        QVERIFY(all.provenance && all.provenance->max && all.provenance->v1);
        QCOMPARE(all.provenance->builderId, std::string("me"));
        QVERIFY(all.addProvenance("false"));
        QVERIFY(!all.provenance);
        QVERIFY(all.addProvenance("mode=min"));
        QVERIFY(all.provenance && !all.provenance->max && !all.provenance->v1);
        QVERIFY(all.addSbom("true"));
        QVERIFY(all.sbom);
        QVERIFY(all.addAttest("type=sbom,disabled=true"));
        QVERIFY(!all.sbom);
        for (const char* wrong : {"foo", "type=foo", "type=provenance,mode=most", "type=provenance,version=v9", "type=sbom,generator=x", "mode=max"}) {
            QVERIFY2(!all.addAttest(wrong), wrong);
        }
        QVERIFY(!all.addProvenance("maybe"));
    }

    void anEpochIsTheTimeOfNewEntries() {
        oci::ImageConfig config;
        config.history = {{"2030-01-01T00:00:00Z", "base", "", "", false}, {"", "ENV a=b", "", "", true}, {"", "RUN x", "", "", false}};
        const std::vector<store::LayerId> layers = {Digest::ofSha256("1"), Digest::ofSha256("2")};
        for (const std::int64_t epoch : {1000LL, 2'700'000'000LL}) { // also a later one than the layer's own time
            const auto done = finishConfig(config, layers, 1, {std::chrono::system_clock::now()}, epoch);
            QCOMPARE(done.history[0].created, std::string("2030-01-01T00:00:00Z"));
            QCOMPARE(done.history[1].created, done.history[2].created);
            QCOMPARE(done.history[2].created, std::string(epoch == 1000 ? "1970-01-01T00:16:40Z" : "2055-07-24T00:00:00Z"));
            QCOMPARE(done.created, done.history[2].created);
        }
    }

    void layersThatTheBaseDoesNotTellOfAreAddedAtTheEnd() {
        oci::ImageConfig config;
        config.created = "2020-01-01T00:00:00Z";
        config.history = {{"", "COPY x / # buildkit", "", "buildkit.dockerfile.v0", false}};
        const std::vector<store::LayerId> layers = {Digest::ofSha256("1"), Digest::ofSha256("2")};
        const auto done = finishConfig(config, layers, 1, {std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000))}, std::nullopt,
                                       {"pulled from base", "[1/1] COPY x /"});
        QCOMPARE(done.history.size(), 2U);
        QCOMPARE(done.history[0].created, std::string("2020-01-01T00:00:00Z"));
        QCOMPARE(done.history[1].createdBy, std::string("[1/1] COPY x /"));
        QCOMPARE(done.history[1].comment, std::string("buildkit.exporter.image.v0"));
        QCOMPARE(done.created, std::string("2023-11-14T22:13:20Z"));
    }

    void aHistoryOfTooManyLayersLosesThem() {
        oci::ImageConfig config;
        config.history = {{"", "first", "", "", false}, {"", "second", "", "", false}};
        const auto done = finishConfig(config, {Digest::ofSha256("1")}, 1, {}, std::nullopt);
        QVERIFY(!done.history[0].emptyLayer);
        QVERIFY(done.history[1].emptyLayer);
    }
};

QTEST_GUILESS_MAIN(TestOutputs)
#include "tst_outputs.moc"
