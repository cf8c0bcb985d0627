#include "core/io/atomicfile.h"
#include "core/io/subprocess.h"
#include "core/remote/remotecache.h"
#include "tests/core/remote/webserver.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sw;
using namespace sw::remote;
using plan::RemoteSource;

namespace {

RemoteSource sourceOf(const std::string& word, const std::string& checksum = {}) {
    RemoteSource source = **plan::parseRemote(word);
    if (!checksum.empty()) {
        source.checksum = checksum;
    }
    return source;
}

std::string textOf(const RemoteFile& file) { return io::readFile(file.path).value_or("(gone)"); }

constexpr const char* kHello = "sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"; // "hello\n"

} // namespace

class TestRemote : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aFileIsFetchedAndKept();
    void anEtagSavesTheTransfer();
    void aChangedFileIsFetchedAgain();
    void aChecksumDecides();
    void redirectsAreFollowedButNotToOtherSchemes();
    void errorsSayTheAddressAndWhy_data();
    void errorsSayTheAddressAndWhy();
    void aTokenIsForItsHost();
    void offlineAsksNobody();
    void stoppingEndsATransfer();
    void aRepositoryIsCheckedOut();

private:
    RemoteCache cache(bool offline = false) {
        RemoteCache::Options options;
        options.root = m_root;
        options.offline = offline;
        options.secret = [this](const std::string& id) { return id == m_secretId ? std::optional<std::string>("s3cret") : std::nullopt; };
        return RemoteCache(std::move(options));
    }
    std::filesystem::path m_root;
    std::string m_secretId;
    QTemporaryDir m_directory;
};

void TestRemote::initTestCase() {
    for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
        qunsetenv(name);
    }
    m_root = m_directory.path().toStdString() + "/remote";
}

void TestRemote::aFileIsFetchedAndKept() {
    test::WebServer server([](const auto&) { return test::page("hello\n", "Last-Modified: Sat, 02 Feb 2002 02:02:02 GMT\r\n"); });
    const auto file = cache().file(sourceOf(server.url("/kept.txt")), {});
    QVERIFY2(file && *file, file ? "" : file.error().text().c_str());
    QCOMPARE(textOf(**file), std::string("hello\n"));
    QCOMPARE((*file)->sha256.text(), std::string(kHello));
    QCOMPARE((*file)->size, std::uint64_t(6));
    QCOMPARE((*file)->mtime, std::int64_t(1012615322));
    QVERIFY((*file)->content == Hash128{Hasher128::of("hello\n")});
}

void TestRemote::anEtagSavesTheTransfer() {
    test::WebServer server([](const test::WebServer::Request& request) {
        return request.headers.contains("If-None-Match: \"one\"") ? test::page("", "ETag: \"one\"\r\n", "304 Not Modified")
                                                                  : test::page("hello\n", "ETag: W/\"one\"\r\n");
    });
    const RemoteSource source = sourceOf(server.url("/etag"));
    const auto first = cache().file(source, {});
    const auto second = cache().file(source, {});
    QVERIFY(first && *first && second && *second);
    QCOMPARE(**second, **first);
    QCOMPARE(server.requests().size(), std::size_t(2));
    // Without the bytes "not modified" would be no help.
    std::filesystem::remove((*first)->path);
    const auto third = cache().file(source, {});
    QVERIFY(third && *third);
    QCOMPARE(textOf(**third), std::string("hello\n"));
}

void TestRemote::aChangedFileIsFetchedAgain() {
    std::atomic<int> count = 0;
    test::WebServer server([&](const auto&) { return test::page("body " + std::to_string(++count), "ETag: \"e" + std::to_string(count) + "\"\r\n"); });
    const RemoteSource source = sourceOf(server.url("/changing"));
    RemoteCache one = cache();
    const auto first = one.file(source, {});
    const auto same = one.file(source, {}); // one build asks once
    const auto second = cache().file(source, {});
    QVERIFY(first && *first && same && *same && second && *second);
    QCOMPARE(textOf(**first), std::string("body 1"));
    QCOMPARE(textOf(**same), std::string("body 1"));
    QCOMPARE(textOf(**second), std::string("body 2"));
}

void TestRemote::aChecksumDecides() {
    test::WebServer server([](const auto&) { return test::page("hello\n"); });
    const auto good = cache().file(sourceOf(server.url("/sum"), kHello), {});
    QVERIFY(good && *good);
    const auto again = cache().file(sourceOf(server.url("/sum"), kHello), {}); // known and pinned: nobody is asked
    QVERIFY(again && *again);
    QCOMPARE(server.requests().size(), std::size_t(1));
    const std::string sha512 = "sha512:e7c22b994c59d9cf2b48e549b1e24666636045930d3da7c1acb299d1c3b7f931f94aae41edda2c2b207a36e10f8bcb8d45223e54878f5b316e7ce3b6bc019629";
    const auto other = cache().file(sourceOf(server.url("/sum"), sha512), {});
    QVERIFY2(other && *other, other ? "" : other.error().text().c_str());
    const auto wrong = cache().file(sourceOf(server.url("/sum"), "sha256:" + std::string(64, '0')), {});
    QVERIFY(!wrong);
    QVERIFY(wrong.error().message.text().contains("digest mismatch") && wrong.error().message.text().contains(kHello));
}

void TestRemote::redirectsAreFollowedButNotToOtherSchemes() {
    std::string base;
    test::WebServer server([&](const test::WebServer::Request& request) {
        if (request.path == "/first") {
            return test::page("", "Location: /second\r\nETag: \"of the redirect\"\r\n", "302 Found");
        }
        if (request.path == "/evil") {
            return test::page("", "Location: file:///etc/hostname\r\n", "302 Found");
        }
        if (request.path == "/loop") {
            return test::page("", "Location: /loop\r\n", "302 Found");
        }
        return test::page("hello\n");
    });
    const auto file = cache().file(sourceOf(server.url("/first")), {});
    QVERIFY(file && *file);
    QCOMPARE(textOf(**file), std::string("hello\n"));
    QVERIFY(!cache().file(sourceOf(server.url("/evil")), {}));
    QVERIFY(!cache().file(sourceOf(server.url("/loop")), {}));
    QCOMPARE(server.requests().size(), std::size_t(2 + 1 + 11));
}

void TestRemote::errorsSayTheAddressAndWhy_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("not there") << QByteArray("/404") << QByteArray("invalid response status 404");
    QTest::newRow("server trouble") << QByteArray("/500") << QByteArray("invalid response status 500");
    QTest::newRow("cut off") << QByteArray("/short") << QByteArray("96 bytes");
}

void TestRemote::errorsSayTheAddressAndWhy() {
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, why);
    test::WebServer server([](const test::WebServer::Request& request) {
        return request.path == "/short" ? std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                                        : test::page("", "", request.path.substr(1) + " Sorry");
    });
    const std::string url = server.url(path.toStdString());
    const auto file = cache().file(sourceOf(url), {});
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Network);
    QVERIFY2(file.error().message.text().starts_with("cannot fetch " + url + ": ") && file.error().message.text().contains(why.toStdString()),
             file.error().message.text().c_str());
}

void TestRemote::aTokenIsForItsHost() {
    test::WebServer server([](const auto&) { return test::page("hello\n"); });
    m_secretId = "HTTP_AUTH_TOKEN_127.0.0.1";
    QVERIFY(cache().file(sourceOf(server.url("/token")), {}));
    m_secretId = "HTTP_AUTH_TOKEN_other.example";
    QVERIFY(cache().file(sourceOf(server.url("/no-token")), {}));
    m_secretId.clear();
    QVERIFY(server.requests()[0].headers.contains("Authorization: Bearer s3cret"));
    QVERIFY(!server.requests()[1].headers.contains("Authorization"));
}

void TestRemote::offlineAsksNobody() {
    test::WebServer server([](const auto&) { return test::page("hello\n"); });
    const RemoteSource source = sourceOf(server.url("/offline"));
    const auto unknown = cache(true).file(source, {});
    QVERIFY(unknown && !*unknown);
    QVERIFY(cache().file(source, {}));
    const auto known = cache(true).file(source, {});
    QVERIFY(known && *known);
    QCOMPARE((*known)->sha256.text(), std::string(kHello));
    const auto pinned = cache(true).file(sourceOf(server.url("/offline"), "sha256:" + std::string(64, '1')), {});
    QVERIFY(pinned && !*pinned);
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestRemote::stoppingEndsATransfer() {
    std::stop_source stop;
    test::WebServer server([&](const auto&) {
        stop.request_stop(); // the answer never comes to its end
        return std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    const auto file = cache().file(sourceOf(server.url("/stop")), stop.get_token());
    QVERIFY(!file);
    QVERIFY(file.error().code == ErrorCode::Cancelled || file.error().code == ErrorCode::Network);
}

/// A repository behind a server of plain files, which knows no shallow clones.
void TestRemote::aRepositoryIsCheckedOut() {
    if (!io::findProgram("git")) {
        QSKIP("git is not installed");
    }
    const std::filesystem::path work = m_directory.path().toStdString() + "/work";
    const std::filesystem::path served = m_directory.path().toStdString() + "/served";
    io::ProcessSpec make;
    make.args = {"/bin/sh", "-ec", R"(
        export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a
        export GIT_AUTHOR_DATE=@1046660583Z GIT_COMMITTER_DATE=@1046660583Z
        mkdir -p work served; cd work; git init -q -b main .; echo one >one; mkdir d; echo two >d/two; chmod 755 d/two
        git add .; git commit -qm first; git tag -a -m v1 v1; git clone -q --bare . ../served/r.git; git -C ../served/r.git update-server-info)"};
    make.directory = m_directory.path().toStdString();
    const auto made = io::runProcess(make);
    QVERIFY2(made && made->exitCode == 0, made ? made->errors.c_str() : made.error().text().c_str());
    test::WebServer server([&](const test::WebServer::Request& request) {
        const auto bytes = io::readFile(served / request.path.substr(1, request.path.find('?') - 1));
        return bytes ? test::page(*bytes) : test::page("", "", "404 Not Found");
    });
    RemoteCache remotes = cache();
    RemoteSource source = sourceOf(server.url("/r.git#v1:d"));
    source.commitTimes = true;
    const auto commit = remotes.commit(source, {});
    QVERIFY2(commit && *commit, commit ? "" : commit.error().text().c_str());
    QCOMPARE((*commit)->ref, std::string("refs/tags/v1"));
    QVERIFY(!(*commit)->tag.empty() && (*commit)->tag != (*commit)->id);
    const auto directory = remotes.checkout(source, **commit, {});
    QVERIFY2(directory && *directory, directory ? "" : directory.error().text().c_str());
    QCOMPARE(io::readFile(**directory / "d" / "two").value_or(""), std::string("two\n"));
    QVERIFY(!std::filesystem::exists(**directory / ".git"));
    struct stat status {};
    QCOMPARE(::stat((**directory / "d" / "two").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0755U);
    QCOMPARE(static_cast<qint64>(status.st_mtime), qint64(1046660583));

    // Offline the reference still means what it meant; another one is unknown.
    RemoteCache offline = cache(true);
    const auto remembered = offline.commit(source, {});
    QVERIFY(remembered && *remembered);
    QCOMPARE((*remembered)->id, (*commit)->id);
    QVERIFY(*offline.checkout(source, **remembered, {}) == *directory);
    const auto other = offline.commit(sourceOf(server.url("/r.git#main")), {});
    QVERIFY(other && !*other);

    // A commit id needs no question, a checksum is compared, a missing name is said to be missing.
    const auto pinned = cache(true).commit(sourceOf(server.url("/r.git#" + (*commit)->id)), {});
    QVERIFY(pinned && *pinned);
    QVERIFY(cache().commit(sourceOf(server.url("/r.git#main"), (*commit)->id.substr(0, 7)), {}));
    const auto wrong = cache().commit(sourceOf(server.url("/r.git#main"), "0000000"), {});
    QVERIFY(!wrong && wrong.error().message.text().contains("0000000"));
    const auto missing = cache().commit(sourceOf(server.url("/r.git#none")), {});
    QVERIFY(!missing);
    QVERIFY2(missing.error().message.text().contains("does not contain ref none"), missing.error().message.text().c_str());

    source.keepGitDir = true;
    source.subdir.clear();
    const auto kept = cache().checkout(source, **commit, {});
    QVERIFY2(kept && *kept, kept ? "" : kept.error().text().c_str());
    QVERIFY(std::filesystem::is_directory(**kept / ".git"));
}

QTEST_GUILESS_MAIN(TestRemote)
#include "tst_remote.moc"
