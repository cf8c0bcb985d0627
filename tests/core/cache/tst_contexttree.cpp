#include "core/cache/contexttree.h"
#include "core/cache/selection.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace sw;
using namespace sw::cache;

namespace fs = std::filesystem;

class TestContextTree : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    fs::path root() const { return fs::path(m_directory->path().toStdString()) / "context"; }

    void write(const std::string& name, const std::string& text, mode_t mode = 0644) {
        fs::create_directories((root() / name).parent_path());
        std::ofstream(root() / name, std::ios::binary) << text;
        ::chmod((root() / name).c_str(), mode);
    }
    /// Sets both times far enough back that the stat cache trusts the file.
    void age(const std::string& name) {
        const timespec times[2] = {{1000, 5}, {1000, 5}};
        ::utimensat(AT_FDCWD, (root() / name).c_str(), times, AT_SYMLINK_NOFOLLOW);
    }
    std::shared_ptr<ContextTree> scan(const fs::path& cache = {}) {
        ContextTree::Options options;
        options.root = root();
        auto ignore = findIgnoreFile(root(), root() / "Dockerfile");
        if (!ignore) {
            qWarning("%s", ignore.error().text().c_str());
            return nullptr;
        }
        options.ignore = std::move(*ignore);
        options.statCacheFile = cache;
        auto tree = ContextTree::scan(std::move(options), {});
        return tree ? *tree : nullptr;
    }
    static QStringList names(const ContextTree& tree) {
        QStringList out;
        for (const oci::LayerEntry& entry : tree.index().entries) {
            out << QString::fromStdString(entry.path) + (entry.type == oci::EntryType::Directory ? "/" : "");
        }
        return out;
    }
    static plan::CopyOp copy(std::vector<std::string> sources, std::string destination = "/d/") {
        plan::CopyOp op;
        op.sources = std::move(sources);
        op.destination = std::move(destination);
        return op;
    }
    static QStringList taken(const Selection& selection) {
        QStringList out;
        for (const SelectedItem& item : selection.items) {
            for (const SelectedEntry& entry : item.entries) {
                out << QString::fromStdString((item.directory ? item.source + ":" : item.baseName) + entry.path);
            }
        }
        return out;
    }

private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        fs::create_directories(root());
    }

    void anIgnoreFileLeavesOutAndBringsBack();
    void theDockerfilesOwnIgnoreFileWins();
    void sourcesAreChosenAsBuildKitDoes_data();
    void sourcesAreChosenAsBuildKitDoes();
    void aMissingSourceIsNamedWithItsIgnoreLine();
    void timesDoNotCountModesAndBytesDo();
    void theNameOfASingleFileCountsOnlyInADirectory();
    void anUnchangedFileIsNotReadAgain();
    void aFileChangedInTheSameTickIsNotTrusted();
    void aDamagedCacheIsAnEmptyOne();
    void namesOfOneFileStayOneFile();
};

void TestContextTree::anIgnoreFileLeavesOutAndBringsBack() {
    write(".dockerignore", "node_modules\n*.log\n!keep.log\n");
    write("a.txt", "a");
    write("x.log", "x");
    write("keep.log", "k");
    write("node_modules/pkg/index.js", "x");
    write("src/main.c", "m");
    const auto tree = scan();
    QVERIFY(tree);
    QCOMPARE(names(*tree), (QStringList{".dockerignore", "a.txt", "keep.log", "src/", "src/main.c"}));
    write(".dockerignore", "node_modules\n!node_modules/pkg/index.js\n");
    QCOMPARE(names(*scan()), (QStringList{".dockerignore", "a.txt", "keep.log", "node_modules/", "node_modules/pkg/",
                                          "node_modules/pkg/index.js", "src/", "src/main.c", "x.log"}));
}

void TestContextTree::theDockerfilesOwnIgnoreFileWins() {
    write(".dockerignore", "a\n");
    write("Dockerfile.dockerignore", "b\n");
    write("a", "a");
    write("b", "b");
    QVERIFY(names(*scan()).contains("a"));
    QVERIFY(!names(*scan()).contains("b"));
}

void TestContextTree::sourcesAreChosenAsBuildKitDoes_data() {
    QTest::addColumn<QStringList>("sources");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("a file") << QStringList{"a.txt"} << QStringList{"a.txt"};
    QTest::newRow("a leading slash and dots stay within") << QStringList{"/../a.txt"} << QStringList{"a.txt"};
    QTest::newRow("a directory gives its content") << QStringList{"src"} << QStringList{"src:main.c", "src:sub", "src:sub/x.c"};
    QTest::newRow("a pattern in lexical order") << QStringList{"*.txt"} << QStringList{"a.txt", "b.txt"};
    QTest::newRow("two stars are one") << QStringList{"**/main.c"} << QStringList{"main.c"};
    QTest::newRow("a pattern does not cross directories") << QStringList{"*.c"} << QStringList{};
    QTest::newRow("a pattern in the middle") << QStringList{"s*/main.c"} << QStringList{"main.c"};
    QTest::newRow("a matched directory gives its content") << QStringList{"sr?"} << QStringList{"src:main.c", "src:sub", "src:sub/x.c"};
    QTest::newRow("brackets") << QStringList{"[ab].txt"} << QStringList{"a.txt", "b.txt"};
    QTest::newRow("a link at the top is followed") << QStringList{"link"} << QStringList{"src:main.c", "src:sub", "src:sub/x.c"};
    QTest::newRow("a link to a file gives its own name") << QStringList{"alias"} << QStringList{"alias"};
}

void TestContextTree::sourcesAreChosenAsBuildKitDoes() {
    write("a.txt", "a");
    write("b.txt", "b");
    write("src/main.c", "m");
    write("src/sub/x.c", "x");
    fs::create_symlink("src", root() / "link");
    fs::create_symlink("a.txt", root() / "alias");
    QFETCH(QStringList, sources);
    std::vector<std::string> words;
    for (const QString& source : sources) {
        words.push_back(source.toStdString());
    }
    const auto selection = selectSources(copy(words), scan(), {});
    QVERIFY(selection.has_value());
    QTEST(taken(*selection), "expected");
}

void TestContextTree::aMissingSourceIsNamedWithItsIgnoreLine() {
    write(".dockerignore", "# comment\n*.key\n");
    write("my.key", "secret");
    auto selection = selectSources(copy({"nope"}), scan(), {});
    QVERIFY(!selection.has_value());
    QCOMPARE(selection.error().message.text(), std::string("\"nope\" is not in the build context"));
    selection = selectSources(copy({"my.key"}), scan(), {});
    QVERIFY(!selection.has_value());
    QCOMPARE(selection.error().message.text(),
             std::string("\"my.key\" is not in the build context: it is there, but .dockerignore line 2 excludes it: *.key"));
    QVERIFY(selectSources(copy({"nope*"}), scan(), {}).has_value());
}

void TestContextTree::timesDoNotCountModesAndBytesDo() {
    write("src/a", "1");
    write("src/b", "2");
    const auto digest = [&] { return selectSources(copy({"src"}), scan(), {})->digest({}); };
    const Hash128 first = digest();
    age("src/a");
    QCOMPARE(digest(), first);
    write("src/a", "1", 0755);
    const Hash128 executable = digest();
    QVERIFY(executable != first);
    write("src/a", "3", 0755);
    QVERIFY(digest() != executable);
    write("src/a", "1");
    QCOMPARE(digest(), first);
    fs::create_symlink("b", root() / "src/link");
    const Hash128 linked = digest();
    QVERIFY(linked != first);
    fs::remove(root() / "src/link");
    fs::create_symlink("a", root() / "src/link");
    QVERIFY(digest() != linked);
    fs::rename(root() / "src/link", root() / "src/other");
    QVERIFY(digest() != linked);
}

void TestContextTree::theNameOfASingleFileCountsOnlyInADirectory() {
    write("one", "same");
    write("two", "same");
    const auto digest = [&](const char* name, bool names) {
        Selection::DigestOptions options;
        options.names = names;
        return selectSources(copy({name}), scan(), {})->digest(options);
    };
    QCOMPARE(digest("one", false), digest("two", false));
    QVERIFY(digest("one", true) != digest("two", true));
}

void TestContextTree::anUnchangedFileIsNotReadAgain() {
    write("a", "hello");
    age("a");
    struct stat status {};
    QCOMPARE(::stat((root() / "a").c_str(), &status), 0);
    const fs::path file = root().parent_path() / "stat";
    const std::int64_t later = (static_cast<std::int64_t>(status.st_ctim.tv_sec) + 60) * 1'000'000'000;
    {
        const auto cache = StatCache::open(file);
        cache->put(status, {Hasher128::of("hello"), false}, later);
        cache->save();
    }
    const auto cache = StatCache::open(file);
    const auto known = cache->find(status);
    QVERIFY(known.has_value());
    QCOMPARE(known->content, Hasher128::of("hello"));
    status.st_size = 6;
    QVERIFY(!cache->find(status).has_value());
    status.st_size = 5;
    status.st_ctim.tv_nsec += 1;
    QVERIFY(!cache->find(status).has_value());
}

void TestContextTree::aFileChangedInTheSameTickIsNotTrusted() {
    struct stat status {};
    status.st_mtim = {1000, 500};
    status.st_ctim = {1000, 500};
    const std::int64_t at = 1000LL * 1'000'000'000 + 500;
    QVERIFY(StatCache::isRacy(status, at + 1'000'000));
    QVERIFY(!StatCache::isRacy(status, at + 1'000'000'000));
    status.st_mtim = {1000, 0}; // a file system with whole seconds
    status.st_ctim = {1000, 0};
    QVERIFY(StatCache::isRacy(status, at + 1'000'000'000));
    QVERIFY(!StatCache::isRacy(status, at + 3'000'000'000));
}

void TestContextTree::aDamagedCacheIsAnEmptyOne() {
    struct stat status {};
    status.st_ino = 7;
    status.st_mtim = {1000, 1};
    status.st_ctim = {1000, 1};
    const fs::path file = root().parent_path() / "stat";
    {
        const auto cache = StatCache::open(file);
        cache->put(status, {Hasher128::of("x"), false}, 2000LL * 1'000'000'000);
        cache->save();
    }
    QVERIFY(StatCache::open(file)->find(status).has_value());
    {
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(-1, std::ios::end);
        out.put('\x5a');
    }
    QVERIFY(!StatCache::open(file)->find(status).has_value());
}

void TestContextTree::namesOfOneFileStayOneFile() {
    write("d/a", "same");
    fs::create_hard_link(root() / "d/a", root() / "d/b");
    const auto selection = selectSources(copy({"d"}), scan(), {});
    QVERIFY(selection.has_value());
    const auto& entries = selection->items.front().entries;
    QCOMPARE(entries.size(), 2U);
    QCOMPARE(entries[0].bytes.entry, entries[1].bytes.entry);
    const Hash128 linked = selection->digest({});
    fs::remove(root() / "d/b");
    write("d/b", "same");
    QVERIFY(selectSources(copy({"d"}), scan(), {})->digest({}) != linked);
}

QTEST_GUILESS_MAIN(TestContextTree)
#include "tst_contexttree.moc"
