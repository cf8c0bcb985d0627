#include "core/io/atomicfile.h"
#include "core/io/bytereader.h"
#include "core/io/filelock.h"
#include "core/io/filetree.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sw;
using namespace sw::io;

class TestFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }

private Q_SLOTS:
    void walksSortedAndNeverThroughLinks() {
        std::filesystem::create_directories(path("walk/b/sub"));
        std::filesystem::create_directories(path("outside"));
        QVERIFY(writeFileAtomically(path("outside/secret"), "s"));
        QVERIFY(writeFileAtomically(path("walk/b/sub/file"), "12345", 0640));
        QVERIFY(writeFileAtomically(path("walk/a"), "1"));
        QVERIFY(writeFileAtomically(path("walk/b.c"), "1"));
        std::filesystem::create_symlink("../outside", path("walk/link"));
        std::filesystem::create_hard_link(path("walk/a"), path("walk/z"));
        std::string seen;
        std::uint64_t inode = 0;
        QVERIFY(walkDirectory(path("walk"), [&](const WalkEntry& entry) {
            seen += std::string(entry.path) + (entry.target.empty() ? "" : "->" + std::string(entry.target)) + " ";
            if (entry.path == "a") {
                inode = entry.stat.inode;
            } else if (entry.path == "z") {
                seen += entry.stat.inode == inode && entry.stat.links == 2 ? "(=a) " : "";
            } else if (entry.path == "b/sub/file") {
                seen += entry.stat.size == 5 && entry.stat.mode == 0640 ? "(5 bytes) " : "";
            }
            return WalkAction::Continue;
        }));
        QCOMPARE(seen, std::string("a b b/sub b/sub/file (5 bytes) b.c link->../outside z (=a) "));
    }

    void theVisitorDecidesWhereItGoes() {
        std::filesystem::create_directories(path("deep/skip/x"));
        std::filesystem::create_directories(path("deep/take/x"));
        std::filesystem::create_directories(path("deep/zzz"));
        std::string seen;
        QVERIFY(walkDirectory(path("deep"), [&](const WalkEntry& entry) {
            seen += std::string(entry.path) + " ";
            return entry.name == "skip" ? WalkAction::SkipChildren : entry.path == "take/x" ? WalkAction::Stop : WalkAction::Continue;
        }));
        QCOMPARE(seen, std::string("skip take take/x "));
    }

    void aWalkCanBeStoppedAndMissesNameWhatIsMissing() {
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = walkDirectory(path("."), [](const WalkEntry&) { return WalkAction::Continue; }, stop.get_token());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const auto missing = walkDirectory(path("nowhere"), [](const WalkEntry&) { return WalkAction::Continue; });
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().message.text().find("nowhere") != std::string::npos);
    }

    void whatDeletingFreesLeavesOutFilesWithOtherNames() {
        std::filesystem::create_directories(path("use/a"));
        std::filesystem::create_directories(path("use/b"));
        QVERIFY(writeFileAtomically(path("use/a/own"), std::string(100000, 'x')));
        QVERIFY(writeFileAtomically(path("use/a/shared"), std::string(200000, 'x')));
        std::filesystem::create_hard_link(path("use/a/shared"), path("use/b/shared"));
        std::filesystem::create_hard_link(path("use/a/own"), path("use/a/twin"));
        const std::uint64_t rest = 40000; // directories
        const auto within = [&](std::uint64_t bytes, std::uint64_t least) { return bytes >= least && bytes < least + rest; };
        QVERIFY(within(diskUsage(path("use/a")), 300000));
        QVERIFY(within(diskUsage(path("use/a"), Counting::Exclusive), 100000));
        QVERIFY(within(diskUsage(path("use/b"), Counting::Exclusive), 0));
        QVERIFY(within(diskUsage(path("use"), Counting::Exclusive), 300000));
        QVERIFY(within(diskUsage(path("use")), 300000));
    }

    void atomicFilesReplaceWhole() {
        QVERIFY(writeFileAtomically(path("atomic"), "one", 0600));
        QVERIFY(writeFileAtomically(path("atomic"), "two"));
        QCOMPARE(readFile(path("atomic")).value(), std::string("two"));
        QCOMPARE(readFile(path("atomic"), 2).error().code, ErrorCode::Corrupt);
        QCOMPARE(readFile(path("none")).error().code, ErrorCode::NotFound);
        QVERIFY(!writeFileAtomically(path("nowhere/file"), "x"));
        std::size_t left = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString())) {
            left += entry.path().string().find(".new-") != std::string::npos ? 1 : 0;
        }
        QCOMPARE(left, std::size_t{0});
    }

    void locksExcludeOneAnother() {
        auto first = FileLock::acquire(path("lock"));
        QVERIFY(first);
        QVERIFY(!FileLock::tryAcquire(path("lock")).value());
        QVERIFY(!FileLock::tryAcquire(path("lock"), FileLock::Mode::Shared).value());
        first->release();
        const auto shared = FileLock::tryAcquire(path("lock"), FileLock::Mode::Shared).value();
        QVERIFY(shared);
        QVERIFY(FileLock::tryAcquire(path("lock"), FileLock::Mode::Shared).value());
        QVERIFY(!FileLock::tryAcquire(path("lock")).value());
    }

    void readersGiveTheSameBytesInAnyPortion_data() {
        QTest::addColumn<int>("portion");
        for (const int portion : {1, 7, 512, 32 * 1024, 1 << 20}) {
            QTest::addRow("%d", portion) << portion;
        }
    }
    void readersGiveTheSameBytesInAnyPortion() {
        QFETCH(int, portion);
        std::string bytes(150'000, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<char>(i * 7 + i / 256);
        }
        QVERIFY(writeFileAtomically(path("bytes"), bytes));
        const UniqueFd fd(::open(path("bytes").c_str(), O_RDONLY | O_CLOEXEC));
        FdReader reader(fd.get(), 100, 120'000);
        std::string got;
        std::string buffer(static_cast<std::size_t>(portion), '\0');
        while (true) {
            const auto count = reader.read(buffer.data(), buffer.size()).value();
            if (count == 0) {
                break;
            }
            got.append(buffer, 0, count);
            if (got.size() < 110'000) {
                QVERIFY(reader.skip(1000));
                got.append(1000, '?');
            }
        }
        QCOMPARE(got.size(), std::size_t{120'000});
        for (std::size_t i = 0; i < got.size(); ++i) {
            if (got[i] != '?') {
                QCOMPARE(got[i], bytes[100 + i]);
            }
        }
        QCOMPARE(reader.skip(1).error().code, ErrorCode::Corrupt);
    }
};

QTEST_APPLESS_MAIN(TestFiles)
#include "tst_files.moc"
