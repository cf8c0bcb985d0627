#include "core/plan/filemode.h"
#include "core/plan/remotesource.h"

#include <QTest>

using namespace sw;
using namespace sw::plan;

namespace {

/// "http URL name", "git URL ref=… subdir=… …", "local", or the refusal.
std::string print(const std::string& word) {
    const auto remote = parseRemote(word);
    if (!remote) {
        return "refused: " + remote.error().message.text();
    }
    if (!*remote) {
        return "local";
    }
    const RemoteSource& source = **remote;
    if (source.kind == RemoteSource::Kind::Http) {
        return "http " + source.url + " " + source.name;
    }
    std::string out = "git " + source.url;
    const auto add = [&](const char* name, const std::string& value) { out += value.empty() ? "" : std::string(" ") + name + "=" + value; };
    add("ref", source.ref);
    add("subdir", source.subdir);
    add("checksum", source.checksum);
    add("keep", source.keepGitDir ? "yes" : "");
    add("submodules", source.submodules ? "" : "no");
    add("times", source.commitTimes ? "commit" : "");
    add("like", source.likeLocal ? "local" : "");
    return out;
}

} // namespace

class TestRemoteSource : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void words_data();
    void words();
    void passwords();
    void digests();
    void modes_data();
    void modes();
};

void TestRemoteSource::words_data() {
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* word, const char* expected) { QTest::newRow(word) << QByteArray(word) << QByteArray(expected); };
    row("a/b", "local");
    row("./git@host:x", "local");
    row("C:/x", "local");
    row("ftp://host/x.git", "local");
    row("file:///x.git", "local");
    row("http://", "local");
    row("HTTP://host/x", "local");
    row("http://host/a/b.txt", "http http://host/a/b.txt b.txt");
    row("https://host/a/b.txt?x=y/z#frag", "http https://host/a/b.txt?x=y/z b.txt");
    row("https://host/a%20b/c%20d", "http https://host/a%20b/c%20d c d");
    row("https://host/a/", "http https://host/a/ a");
    row("https://host/", "http https://host/ __unnamed__");
    row("https://host", "http https://host __unnamed__");
    row("https://host/x.git/info", "http https://host/x.git/info info");
    row("https://host/x.git", "git https://host/x.git");
    row("https://host/x.git#", "git https://host/x.git");
    row("https://host/x.git#main", "git https://host/x.git ref=main");
    row("https://host/x.git#refs/pull/7/head:a/../b", "git https://host/x.git ref=refs/pull/7/head subdir=b");
    row("https://host/x.git#:dir", "git https://host/x.git subdir=dir");
    row("git@host:org/x", "git git@host:org/x");
    row("git@host:org/x.git#v1:d", "git git@host:org/x.git ref=v1 subdir=d");
    row("ssh://git@host:22/x", "git ssh://git@host:22/x");
    row("git://host/x", "git git://host/x");
    row("github.com/org/x", "git https://github.com/org/x like=local");
    row("https://host/x.git?ref=r", "git https://host/x.git ref=r");
    row("https://host/x.git?tag=v1&subdir=/d", "git https://host/x.git ref=refs/tags/v1 subdir=d");
    row("https://host/x.git?branch=refs/heads/b", "git https://host/x.git ref=refs/heads/b");
    row("https://host/x.git?checksum=abc123", "git https://host/x.git checksum=abc123");
    row("https://host/x.git?commit=abc123&keep-git-dir&submodules=0", "git https://host/x.git checksum=abc123 keep=yes submodules=no");
    row("https://host/x.git?keep-git-dir=false", "git https://host/x.git");
    row("https://host/x.git?mtime=commit", "git https://host/x.git times=commit");
    row("https://host/x.git?tag=v1#v1", "refused: ref conflicts: \"v1\" vs \"refs/tags/v1\"");
    row("https://host/x.git?ref=a#a:b", "git https://host/x.git ref=a subdir=b");
    row("https://host/x.git?subdir=c#a:b", "refused: subdir conflicts: \"b\" vs \"c\"");
    row("https://host/x.git?tag=a&branch=b", "refused: branch conflicts with tag");
    row("https://host/x.git?ref=a&ref=b", "refused: query \"ref\" has multiple values");
    row("https://host/x.git?ref=", "refused: query \"ref\" has no value");
    row("https://host/x.git?foo=1", "refused: unexpected query \"foo\"");
    row("https://host/x.git?submodules=maybe", "refused: invalid submodules value: \"maybe\"");
    row("https://host/x.git#--upload-pack=evil", "refused: the git reference \"--upload-pack=evil\" cannot begin with '-'");
}

void TestRemoteSource::words() {
    QFETCH(QByteArray, word);
    QTEST(QByteArray::fromStdString(print(word.toStdString())), "expected");
}

void TestRemoteSource::passwords() {
    QCOMPARE(withoutPassword("https://me:secret@host/x"), std::string("https://xxxxx:xxxxx@host/x"));
    QCOMPARE(withoutPassword("https://token@host/x@y"), std::string("https://xxxxx@host/x@y"));
    QCOMPARE(withoutPassword("https://host/x@y"), std::string("https://host/x@y"));
    QCOMPARE((*parseRemote("https://me:secret@host/x.git#main"))->display(), std::string("https://xxxxx:xxxxx@host/x.git#main"));
}

void TestRemoteSource::digests() {
    QVERIFY(checkDigest("sha256:" + std::string(64, 'a')));
    QVERIFY(checkDigest("sha512:" + std::string(128, '0')));
    for (const std::string& wrong : {std::string("sha256:") + std::string(63, 'a'), "sha256:" + std::string(64, 'A'), "md5:" + std::string(32, 'a'),
                                     std::string(64, 'a'), std::string()}) {
        QVERIFY2(!checkDigest(wrong), wrong.c_str());
    }
}

void TestRemoteSource::modes_data() {
    QTest::addColumn<QString>("mode");
    QTest::addColumn<unsigned>("before");
    QTest::addColumn<bool>("directory");
    QTest::addColumn<unsigned>("after"); // 0xffff: refused
    const auto row = [](const char* mode, unsigned before, bool directory, unsigned after) {
        QTest::addRow("%s of %o%s", mode, before, directory ? " (directory)" : "") << QString(mode) << before << directory << after;
    };
    row("u=X", 0644, false, 0044); // as seen with BuildKit 0.25
    row("u=X", 0755, true, 0155);
    row("a=,u=rX", 0755, true, 0500);
    row("u-X", 0755, true, 0655);
    row("u-X", 0644, false, 0644);
    row("+t,o+s,g=u,a-x", 0755, true, 01664);
    row("+t,o+s,g=u,a-x", 0644, false, 01664);
    row("u=rwX,g+s,o-r", 0644, false, 02640);
    row("g=", 02775, true, 0705); // '=' takes the set-id bit of a directory as well
    row("a=r", 07777, false, 01444);
    row("=r", 07777, false, 01444);
    row("+s", 0755, false, 06755);
    row("o+s", 0755, false, 0755);
    row("o+t", 0755, false, 0755);
    row("+rt", 0000, false, 01000); // without "who" a 't' takes its clause for itself
    row("a+rt", 0000, false, 01444);
    row("go=u-w", 0700, false, 0755);
    row("g+o", 0704, false, 0744);
    row("o-u", 0705, false, 0700);
    row("u+x-w", 0644, false, 0544);
    row("+", 0640, false, 0640);
    row("u", 0, false, 0xffff);
    row("x", 0, false, 0xffff);
    row("u+x,", 0, false, 0xffff);
    row("u+q", 0, false, 0xffff);
    row(",u+x", 0, false, 0xffff);
    row("08", 0, false, 0xffff);
    row("07777", 0, false, 07777);
}

void TestRemoteSource::modes() {
    QFETCH(QString, mode);
    QFETCH(unsigned, before);
    QFETCH(bool, directory);
    const auto parsed = FileMode::parse(mode.toStdString());
    QTEST(parsed ? parsed->apply(before, directory) : 0xffffU, "after");
}

QTEST_APPLESS_MAIN(TestRemoteSource)
#include "tst_remotesource.moc"
