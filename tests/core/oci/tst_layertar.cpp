#include "makelayer.h"

#include "core/oci/tarwalker.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>

using namespace swtest;

namespace {

std::vector<Item> variety() {
    std::vector<Item> items = {directory(""), directory("dir", 01777), file("dir/empty", ""), file("dir/small", "hello\n"),
                               file("dir/" + std::string(150, 'n'), "long"), file("dir/\xc3\xa9t\xc3\xa9", "utf-8"),
                               hardLink("hard", "dir/small"), symbolic("link", "dir/small"),
                               symbolic("longlink", std::string(200, 't')), other(EntryType::Fifo, "pipe"), opaque("opq"),
                               file("setuid", std::string(3000, 'x'), 04755), whiteout("top"), directory("zz"), whiteout("zz/gone")};
    Item owned = file("zzz", "o");
    owned.entry.uid = 4'000'000'000U;
    owned.entry.gid = 33;
    owned.entry.mtime = 1'700'000'000;
    owned.entry.mtimeNs = 123'456'789;
    owned.entry.xattrs = {{"security.capability", std::string("\1\0\0\2\0\4\0\0\n=\0", 11)}, {"user.note", "text"}};
    items.push_back(owned);
    Item old = file("zzzz", "before the epoch");
    old.entry.mtime = -2;
    old.entry.mtimeNs = 500'000'000;
    items.push_back(old);
    Item device = other(EntryType::CharDevice, "zzzzz");
    device.entry.devMajor = 1;
    device.entry.devMinor = 3;
    items.push_back(device);
    return items;
}

QByteArray run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForStarted()) {
        return "not there";
    }
    process.waitForFinished();
    return process.readAllStandardOutput() + (process.exitCode() == 0 ? QByteArray() : process.readAllStandardError());
}

/// A file that an archiver wrote, as an index.
Result<LayerIndex> indexOf(const QString& path, bool hash = true) {
    const UniqueFd fd(::open(path.toUtf8().constData(), O_RDONLY | O_CLOEXEC));
    return indexTar(fd.get(), hash);
}

Result<LayerIndex> indexOfBytes(const std::string& bytes) {
    io::MemoryReader reader(bytes);
    return indexTar(reader, true);
}

std::string blockOf(const char* name, char type, const std::string& sizeField) {
    std::string block(512, '\0');
    block.replace(0, std::strlen(name), name);
    block.replace(100, 7, "0000644");
    block.replace(124, sizeField.size(), sizeField);
    block[156] = type;
    block.replace(257, 8, std::string("ustar\00000", 8));
    block.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char c : block) {
        sum += static_cast<unsigned char>(c);
    }
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%06o", sum);
    block.replace(148, 8, std::string(text.data(), 6) + std::string("\0 ", 2));
    return block;
}

} // namespace

class TestLayerTar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsBackWhatItWrites() {
        const auto written = writeLayer(variety());
        QVERIFY(written);
        const auto again = indexTar(written->fd.get(), true);
        QVERIFY2(again, again ? "" : again.error().message.text().c_str());
        QCOMPARE(again->entries.size(), written->tar.index.entries.size());
        for (std::size_t i = 0; i < again->entries.size(); ++i) {
            QVERIFY2(again->entries[i] == written->tar.index.entries[i], again->entries[i].path.c_str());
        }
        QCOMPARE(again->tarBytes, written->tar.index.tarBytes);
        QCOMPARE(again->headerBytes, written->tar.index.headerBytes);
        QCOMPARE(again->contentBytes, written->tar.index.contentBytes);
        QCOMPARE(again->tree, written->tar.index.tree);
        QCOMPARE(written->tar.diffId, Digest::ofSha256(contentsOf(written->fd.get())));
    }

    void contentHeadersAndPaddingAreTheTar() {
        const auto written = writeLayer(variety());
        std::uint64_t padding = 1024;
        for (const LayerEntry& entry : written->tar.index.entries) {
            padding += (512 - entry.size % 512) % 512;
        }
        const LayerIndex& index = written->tar.index;
        QCOMPARE(index.contentBytes + index.headerBytes + padding, index.tarBytes);
    }

    void offsetsPointAtTheContents() {
        const auto written = writeLayer(variety());
        const std::string tar = contentsOf(written->fd.get());
        const LayerEntry* small = written->tar.index.find("dir/small");
        QVERIFY(small);
        QCOMPARE(tar.substr(small->dataOffset, small->size), std::string("hello\n"));
        QCOMPARE(small->content, Hasher128::of("hello\n"));
    }

    void sameEntriesSameBytes() {
        QCOMPARE(writeLayer(variety())->tar.diffId, writeLayer(variety())->tar.diffId);
    }

    void largeFilesGoThroughTheThread() {
        std::string big(9'000'001, '\0');
        for (std::size_t i = 0; i < big.size(); ++i) {
            big[i] = static_cast<char>(i * 2654435761U >> 13U);
        }
        const auto written = writeLayer({file("a", big), file("b", "small"), file("c", big)});
        QVERIFY(written);
        const std::string tar = contentsOf(written->fd.get());
        QCOMPARE(written->tar.diffId, Digest::ofSha256(tar));
        QCOMPARE(written->tar.index.find("c")->content, Hasher128::of(big));
        QVERIFY(tar.substr(written->tar.index.find("c")->dataOffset, big.size()) == big);
    }

    void aShortSourceIsAnError() {
        Item item = file("a", "12345");
        item.entry.size = 10;
        const auto written = writeLayer({item});
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Io);
    }

    void otherProgramsReadIt() {
        QTemporaryDir folder;
        const QString path = folder.filePath("layer.tar");
        {
            std::vector<Item> items = variety();
            const auto written = writeLayer(items);
            QFile out(path);
            QVERIFY(out.open(QIODevice::WriteOnly));
            const std::string tar = contentsOf(written->fd.get());
            out.write(tar.data(), static_cast<qint64>(tar.size()));
        }
        const QByteArray script =
            "import tarfile,sys\n"
            "for m in tarfile.open(sys.argv[1], errorlevel=2):\n"
            " print(m.name, m.type.decode(), oct(m.mode), m.uid, m.gid, m.size, m.mtime, m.linkname,"
            " m.pax_headers.get('SCHILY.xattr.user.note',''), sep='|')\n";
        const QByteArray listing = run("python3", {"-c", script, path});
        for (const char* line : {"dir|5|0o1777|0|0|0|0||", "dir/\xc3\xa9t\xc3\xa9|0|0o644|0|0|5|0||", "hard|1|0o644|0|0|0|0|dir/small|",
                                 "setuid|0|0o4755|0|0|3000|0||", ".wh.top|0|0o0|0|0|0|0||", "opq/.wh..wh..opq|0|0o0|0|0|0|0||",
                                 "zz/.wh.gone|0|0o0|0|0|0|0||"}) {
            QVERIFY2(listing.contains(QByteArray(line) + "\n"), listing.constData());
        }
        QVERIFY2(listing.contains("zzz|0|0o644|4000000000|33|1|1700000000.12345"), listing.constData());
        QVERIFY2(listing.contains("|text\n"), listing.constData());
        const QByteArray gnu = run("tar", {"-tf", path});
        QCOMPARE(gnu.count('\n'), listing.count('\n'));
    }

    void readsWhatOthersWrite_data() {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("gnu") << QStringList{"--format=gnu"};
        QTest::newRow("pax") << QStringList{"--format=pax"};
        QTest::newRow("ustar") << QStringList{"--format=ustar", "--exclude=*nnn*"};
        QTest::newRow("sparse gnu") << QStringList{"--format=gnu", "--sparse"};
        QTest::newRow("sparse pax 0.0") << QStringList{"--format=pax", "--sparse", "--sparse-version=0.0"};
        QTest::newRow("sparse pax 0.1") << QStringList{"--format=pax", "--sparse", "--sparse-version=0.1"};
        QTest::newRow("sparse pax 1.0") << QStringList{"--format=pax", "--sparse", "--sparse-version=1.0"};
    }
    void readsWhatOthersWrite() {
        QFETCH(QStringList, options);
        QTemporaryDir folder;
        const QByteArray make = "mkdir -p tree/sub tree/" + QByteArray(120, 'n') + " && cd tree && printf hello > sub/a && ln sub/a b && "
            "ln -s sub/a c && printf deep > " + QByteArray(120, 'n') + "/file && truncate -s 5000000 holes && "
            "printf mid | dd of=holes bs=1 seek=2000000 conv=notrunc status=none && printf end | dd of=holes bs=1 seek=4999997 "
            "conv=notrunc status=none && for i in $(seq 30); do printf x | dd of=many bs=1 seek=$((i*100000)) conv=notrunc status=none; done";
        QCOMPARE(run("sh", {"-c", "cd " + folder.path() + " && " + make}), QByteArray());
        const QString tar = folder.filePath("out.tar");
        QCOMPARE(run("tar", QStringList{"--sort=name", "-C", folder.filePath("tree"), "-cf", tar} + options + QStringList{"."}), QByteArray());
        const auto index = indexOf(tar);
        QVERIFY2(index, index ? "" : index.error().message.text().c_str());
        const auto same = [&](const std::string& path) {
            QFile original(folder.filePath("tree/" + QString::fromStdString(path)));
            const LayerEntry* entry = index->find(path);
            if (entry == nullptr || !original.open(QIODevice::ReadOnly)) {
                return false;
            }
            const QByteArray bytes = original.readAll();
            if (entry->type == EntryType::HardLink) {
                entry = index->find(entry->link);
            }
            std::string read(bytes.size() + 10, 'X');
            const UniqueFd fd(::open(tar.toUtf8().constData(), O_RDONLY | O_CLOEXEC));
            if (entry->sparse) {
                const auto got = readSparse(fd.get(), 0, *entry, 0, read.data(), read.size());
                read.resize(got.value_or(0));
            } else {
                read.resize(entry->size);
                read.resize(static_cast<std::size_t>(::pread(fd.get(), read.data(), read.size(), static_cast<off_t>(entry->dataOffset))));
            }
            return entry->size == static_cast<std::uint64_t>(bytes.size()) && read == bytes.toStdString() &&
                   entry->content == Hasher128::of(bytes.toStdString());
        };
        QVERIFY(same("b"));
        QVERIFY(same("sub/a"));
        QVERIFY(same("holes"));
        QVERIFY(same("many"));
        QVERIFY(options.contains("--exclude=*nnn*") || same(std::string(120, 'n') + "/file"));
        QCOMPARE(index->find("c")->link, std::string("sub/a"));
    }

    void namesOfHostileArchivesStayInside() {
        std::string tar;
        for (const char* name : {"../../etc/passwd", "/abs/file", "a/../../b", "./x//y/"}) {
            tar += blockOf(name, '0', "00000000000");
        }
        const auto index = indexOfBytes(tar + std::string(1024, '\0'));
        QVERIFY(index);
        for (const char* name : {"etc/passwd", "abs/file", "b", "x/y"}) {
            QVERIFY2(index->find(name), name);
        }
        QCOMPARE(index->find("x/y")->type, EntryType::Directory);
        QVERIFY(index->find("etc")->implied);
    }

    void brokenArchivesAreCorrupt_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes); };
        row("rubbish", std::string(2000, 'r'));
        row("cut within a header", blockOf("a", '0', "00000000000").substr(0, 300));
        row("cut within contents", blockOf("a", '0', "00000001000") + "short");
        row("size that is no number", blockOf("a", '0', "zzz"));
        row("negative size", blockOf("a", '0', std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12)));
        row("size of eight exabytes", blockOf("a", '0', std::string("\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12)));
        row("size beyond 64 bits", blockOf("a", '0', std::string("\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12)));
        row("gigantic long name", blockOf("././@LongLink", 'L', "77777777777"));
        row("name longer than any path", blockOf("././@LongLink", 'L', "00000020000") + std::string(8192, 'n') + blockOf("n", '0', "00000000000"));
        row("pax record longer than its block", blockOf("p", 'x', "00000000012") + std::string("99 path=ab") + std::string(502, '\0'));
        row("pax record without end", blockOf("p", 'x', "00000000012") + std::string("10 path=ab") + std::string(502, '\0'));
        row("sparse file without a size", blockOf("s", 'S', "00000001000") + std::string(512, 'x') + std::string(1024, '\0'));
    }
    void brokenArchivesAreCorrupt() {
        QFETCH(QByteArray, bytes);
        const auto index = indexOfBytes(bytes.toStdString());
        QVERIFY(!index);
        QCOMPARE(index.error().code, ErrorCode::Corrupt);
    }

    void aMillionEntriesOfOneNameAreOne() {
        std::string tar;
        for (int i = 0; i < 20000; ++i) {
            tar += blockOf("same", '0', "00000000000");
        }
        const auto index = indexOfBytes(tar + std::string(1024, '\0'));
        QVERIFY(index);
        QCOMPARE(index->entries.size(), std::size_t{1});
        QCOMPARE(index->headerBytes, std::uint64_t{20000 * 512});
    }

    void namesThroughLinksOfTheLayerLandWhereTheyLead() {
        const auto written = writeLayer({directory("usr"), directory("usr/lib"), symbolic("lib", "usr/lib"), file("lib/x", "x"),
                                         symbolic("loop", "loop"), file("loop/y", "y")});
        QVERIFY(written->tar.index.find("usr/lib/x"));
        QVERIFY(!written->tar.index.find("lib/x"));
        QVERIFY(written->tar.index.find("loop/y"));
    }

    void theStoredFormIsTheIndex() {
        const LayerIndex index = writeLayer(variety())->tar.index;
        const std::string bytes = serialiseIndex(index);
        const auto again = parseIndex(bytes);
        QVERIFY(again);
        QVERIFY(again->entries == index.entries);
        QCOMPARE(again->tarBytes, index.tarBytes);
        QCOMPARE(again->tree, index.tree);
        for (std::size_t i = 0; i < bytes.size(); i += 7) {
            std::string damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
            QVERIFY(!parseIndex(damaged));
            QVERIFY(!parseIndex(bytes.substr(0, i)));
        }
    }

    void compressedRoundTrip_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 100'000, 1 << 20, 5'000'000}) {
            QTest::addRow("gzip %d", size) << static_cast<int>(Compression::Gzip) << size;
            QTest::addRow("zstd %d", size) << static_cast<int>(Compression::Zstd) << size;
            QTest::addRow("none %d", size) << static_cast<int>(Compression::None) << size;
        }
    }
    void compressedRoundTrip() {
        QFETCH(int, kind);
        QFETCH(int, size);
        std::string bytes(static_cast<std::size_t>(size), '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<char>(i % 251 + i / 1000);
        }
        const UniqueFd plain = memoryFile();
        QVERIFY(io::writeAll(plain.get(), bytes));
        const UniqueFd packed = memoryFile();
        const auto deflated = deflate(plain.get(), packed.get(), static_cast<Compression>(kind));
        QVERIFY(deflated);
        QCOMPARE(deflated->digest, Digest::ofSha256(contentsOf(packed.get())));
        const UniqueFd back = memoryFile();
        const auto inflated = inflate(packed.get(), back.get());
        QVERIFY2(inflated, inflated ? "" : inflated.error().message.text().c_str());
        QVERIFY(contentsOf(back.get()) == bytes);
        QCOMPARE(inflated->diffId, Digest::ofSha256(bytes));
        if (kind != static_cast<int>(Compression::None) && size > 0) {
            const UniqueFd cut = memoryFile();
            QVERIFY(io::writeAll(cut.get(), contentsOf(packed.get()).substr(0, deflated->bytes - 3)));
            const UniqueFd nowhere = memoryFile();
            const auto broken = inflate(cut.get(), nowhere.get());
            QVERIFY(!broken);
            QCOMPARE(broken.error().code, ErrorCode::Corrupt);
        }
    }

    void gzipProgramReadsOurGzip() {
        QTemporaryDir folder;
        const UniqueFd plain = memoryFile();
        std::string bytes;
        for (int i = 0; i < 400'000; ++i) {
            bytes += std::to_string(i);
        }
        QVERIFY(io::writeAll(plain.get(), bytes));
        const QString path = folder.filePath("x.gz");
        {
            const UniqueFd out(::open(path.toUtf8().constData(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
            QVERIFY(deflate(plain.get(), out.get(), Compression::Gzip));
        }
        QVERIFY(run("gzip", {"-dc", path}).toStdString() == bytes);
    }
};

QTEST_APPLESS_MAIN(TestLayerTar)
#include "tst_layertar.moc"
