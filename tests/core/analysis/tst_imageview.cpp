#include "core/analysis/imageview.h"
#include "core/io/json.h"
#include "tests/core/oci/makelayer.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>

using namespace swtest;
using namespace sw::analysis;

namespace {

std::string tarOf(std::vector<Item> items) { return contentsOf(writeLayer(std::move(items))->fd.get()); }

std::string gzipped(const std::string& bytes) {
    const UniqueFd plain = memoryFile();
    io::writeAll(plain.get(), bytes).value();
    const UniqueFd packed = memoryFile();
    deflate(plain.get(), packed.get(), Compression::Gzip).value();
    return contentsOf(packed.get());
}

/// A docker archive of two layers, the second one compressed.
std::string dockerArchive() {
    const std::string lower = tarOf({directory("d"), file("d/a", "first"), file("d/b", std::string(5000, 'b'))});
    const std::string upper = tarOf({whiteout("d/a"), file("c", "third"), hardLink("h", "c")});
    ImageConfig config;
    config.diffIds = {Digest::ofSha256(lower), Digest::ofSha256(upper)};
    config.history = {{"", "ADD base", "", "", false}, {"", "ENV a=b", "", "", true}, {"", "RUN rm d/a", "", "", false}};
    std::string manifest = "[{'Config':'config.json','RepoTags':['x:1'],'Layers':['l1/layer.tar','l2/layer.tar']}]";
    std::ranges::replace(manifest, '\'', '"');
    return tarOf({file("config.json", serialiseConfig(config)), file("l1/layer.tar", lower), file("l2/layer.tar", gzipped(upper)),
                  file("manifest.json", manifest)});
}

} // namespace

class TestImageView : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path write(const char* name, const std::string& bytes) const {
        const std::filesystem::path path = m_folder.filePath(QString::fromUtf8(name)).toStdString();
        const UniqueFd fd(::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600));
        io::writeAll(fd.get(), bytes).value();
        return path;
    }

private Q_SLOTS:
    void opensArchives_data() {
        QTest::addColumn<bool>("compressed");
        QTest::newRow("plain") << false;
        QTest::newRow("gzip") << true;
    }
    void opensArchives() {
        QFETCH(bool, compressed);
        const auto path = write("image", compressed ? gzipped(dockerArchive()) : dockerArchive());
        QVERIFY(isImageFile(path));
        const auto image = openImageFile(path, "x:1", Platform::host());
        QVERIFY2(image, image ? "" : image.error().text().c_str());
        QCOMPARE(image->layers.size(), std::size_t{2});
        QCOMPARE(image->layers[1].createdBy, std::string("RUN rm d/a"));
        const Accounts accounts = account(image->layers);
        QCOMPARE(accounts.wasted, std::uint64_t{5});
        QCOMPARE(accounts.visible, std::uint64_t{5005});
        std::string content;
        const EntryRef entry = image->layers[1].index->find("c");
        QVERIFY(image->contents->read(1, *entry, [&](std::string_view bytes) {
            content += bytes;
            return true;
        }));
        QCOMPARE(content, std::string("third"));
        QVERIFY(!openImageFile(path, "other:1", Platform::host()));
    }

    void documentsSayWhatTheContractSays() {
        const auto image = openImageFile(write("image", dockerArchive()), "", Platform::host());
        const auto layers = io::parseJson(layersJson(*image, account(image->layers)));
        QVERIFY(layers);
        for (const char* name : {"schema", "layers", "stored", "visible", "wasted", "efficiency", "waste", "duplicates", "findings"}) {
            QVERIFY2(layers->contains(name), name);
        }
        for (const char* name : {"index", "diff_id", "digest", "created_by", "stage", "line", "at_rest", "contribution", "running_total", "compressed", "files"}) {
            QVERIFY2((*layers)["layers"][0].contains(name), name);
        }
        QCOMPARE((*layers)["layers"][1]["contribution"].get<int>(), 0);
        QCOMPARE((*layers)["waste"][0]["path"].get<std::string>(), std::string("/d/a"));
        const FileTree tree = buildFileTree(image->indexes(), {.since = 1});
        const auto files = io::parseJson(filesJson(tree, 0));
        QVERIFY(files);
        std::string seen;
        for (const auto& one : (*files)["files"]) {
            seen += one["path"].get<std::string>() + ":" + one["change"].get<std::string>() + " ";
        }
        QCOMPARE(seen, std::string("/c:added /d:unchanged /d/a:removed /d/b:unchanged /h:added "));
    }

    void brokenImagesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        const std::string good = dockerArchive();
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("rubbish") << QByteArray(3000, 'r');
        QTest::newRow("cut") << QByteArray::fromStdString(good.substr(0, good.size() / 2));
        QTest::newRow("a tar that is no image") << QByteArray::fromStdString(tarOf({file("a", "b")}));
    }
    void brokenImagesAreRefused() {
        QFETCH(QByteArray, bytes);
        const auto image = openImageFile(write("broken", bytes.toStdString()), "", Platform::host());
        QVERIFY(!image);
        QVERIFY(!image.error().message.text().empty());
    }
};

QTEST_APPLESS_MAIN(TestImageView)
#include "tst_imageview.moc"
