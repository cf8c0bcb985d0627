#include "playground.h"

#include <QProcess>

#include <array>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace sw;
using namespace sw::sandbox;
using namespace swtest;
using oci::EntryType;

/// Layers between packed and directory form: what a RUN changed, and what comes back of it.
class TestLayerForms : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Playground> m_playground;
    Playground& ground() { return *m_playground; }

    /// Runs a script, commits, unpacks the layer, and runs `look` on base + layer.
    Playground::Outcome roundTrip(const std::string& script, const std::string& look) {
        const auto outcome = ground().run(script);
        if (outcome.code != 0) {
            return outcome;
        }
        const auto layer = ground().commit(outcome);
        static int counter = 0;
        const auto tree = ground().path("trees/round-" + std::to_string(++counter));
        if (const auto done = ground().sandbox().extract(layer.file, tree, {}); !done) {
            Playground::Outcome failed;
            failed.error = done.error().text();
            return failed;
        }
        RunSpec spec = ground().shell(look);
        spec.trees.push_back(tree);
        return ground().run(spec);
    }

private Q_SLOTS:
    void initTestCase() {
        m_playground = std::make_unique<Playground>();
        NEEDS_SANDBOX(ground());
        qInfo("isolation: %s", ground().sandbox().capabilities().summary().c_str());
    }
    void cleanupTestCase() { m_playground.reset(); }

    void changesAreExactlyWhatWasTouched_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QByteArray>("entries");
        const auto row = [](const char* claim, const char* script, const char* entries) {
            QTest::newRow(claim) << QByteArray(script) << QByteArray(entries);
        };
        row("a new file brings its directory", "echo x > /var/data/new", "d var,d var/data,- var/data/new");
        row("a deleted file is a whiteout", "rm /var/data/one", "d var,d var/data,w var/data/one");
        row("a deleted directory is one whiteout", "rm -r /var/data", "d var,w var/data");
        row("a new file deleted again is nothing but its directory", "touch /tmp/x; rm /tmp/x", "d tmp");
        row("a directory made anew hides each name that is gone", "rm -r /var/data; mkdir /var/data; touch /var/data/x /var/data/two",
            "d var,d var/data,w var/data/one,w var/data/twin,- var/data/two,- var/data/x");
        row("also in directories that are both old and new", "rm -r /var; mkdir -p /var/data; touch /var/data/one",
            "d var,d var/data,- var/data/one,w var/data/twin,w var/data/two");
        row("a new directory is not opaque", "mkdir -p /srv/a/b", "d srv,d srv/a,d srv/a/b");
        row("a file in the place of a directory", "rm -r /var/data; echo x > /var/data", "d var,- var/data");
        row("a directory in the place of a file", "rm /etc/passwd; mkdir /etc/passwd", "d etc,d etc/passwd");
        row("a changed mode", "chmod 600 /etc/passwd", "d etc,- etc/passwd");
        row("hard links are one file", "mkdir /h; echo x > /h/b; ln /h/b /h/a; ln /h/b /h/c", "d h,- h/a,h h/b,h h/c");
        row("several whiteouts are no hard links", "rm /var/data/one /var/data/two /etc/passwd",
            "d etc,w etc/passwd,d var,d var/data,w var/data/one,w var/data/two");
        row("a changed name of a lower hard link is a file of its own", "echo more >> /var/data/twin",
            "d var,d var/data,- var/data/twin");
        row("links and pipes", "mkdir /l; ln -s /nowhere /l/link; mkfifo /l/pipe", "d l,l l/link,p l/pipe");
        row("a renamed directory", "mv /var/data /var/moved", "d var,w var/data,d var/moved,- var/moved/one,- var/moved/twin,h var/moved/two");
    }
    void changesAreExactlyWhatWasTouched() {
        QFETCH(QByteArray, script);
        QFETCH(QByteArray, entries);
        const auto outcome = ground().run("set -e; " + script.toStdString());
        QCOMPARE(bytes(outcome.error), QByteArray());
        QCOMPARE(bytes(outcome.err), QByteArray());
        const auto layer = ground().commit(outcome);
        QCOMPARE(bytes(layer.error), QByteArray());
        QByteArray names;
        for (const auto& name : layer.list()) {
            names += (names.isEmpty() ? "" : ",") + bytes(name);
        }
        QCOMPARE(names, entries);
    }

    void socketsAreLeftOut() {
        const auto outcome = ground().run("touch /tmp/file");
        const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, (outcome.upper / "tmp/socket").c_str(), sizeof(address.sun_path) - 1);
        QCOMPARE(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
        QCOMPARE(ground().commit(outcome).list(), (std::vector<std::string>{"d tmp", "- tmp/file"}));
    }

    void attributesComeBack_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QByteArray>("look");
        QTest::addColumn<QByteArray>("seen");
        const auto row = [](const char* claim, const char* script, const char* look, const char* seen) {
            QTest::newRow(claim) << QByteArray(script) << QByteArray(look) << QByteArray(seen);
        };
        row("contents", "echo hello > /f", "cat /f", "hello\n");
        row("owners", "touch /f; chown 33:42 /f; mkdir /d; chown 5:6 /d", "stat -c %u:%g /f /d", "33:42\n5:6\n");
        row("setuid and sticky bits", "touch /f /g; chown 1:1 /f; chmod 6755 /f; mkdir /d; chmod 1777 /d", "stat -c %a /f /d", "6755\n1777\n");
        row("modes without any rights", "touch /f; chmod 0 /f; mkdir /d; chmod 0 /d", "stat -c %a /f /d", "0\n0\n");
        row("times in whole seconds", "touch -d '2001-02-03 04:05:06' /f; mkdir /d; touch /d/x; touch -d '2001-02-03 04:05:07' /d",
            "stat -c %Y /f /d", "981173106\n981173107\n");
        row("whiteouts", "rm /var/data/one", "ls /var/data", "twin\ntwo\n");
        row("opaque directories", "rm -r /var/data; mkdir /var/data; touch /var/data/x", "ls /var/data", "x\n");
        row("a directory in the place of a file", "rm /etc/passwd; mkdir /etc/passwd; touch /etc/passwd/x", "ls /etc/passwd", "x\n");
        row("hard links", "echo x > /a; ln /a /b", "test /a -ef /b && echo same", "same\n");
        row("links that lead out of the root", "ln -s ../../../../etc/passwd /l; ln -s /proc/self/root /m", "readlink /l; readlink /m", "../../../../etc/passwd\n/proc/self/root\n");
        row("names that are not UTF-8", "touch \"$(printf '/\\377\\n')\"; mkdir /d; printf x > \"/d/with space\"", "ls /d", "with space\n");
        row("empty directories", "mkdir -p /e/f", "ls -d /e/f", "/e/f\n");
    }
    void attributesComeBack() {
        QFETCH(QByteArray, script);
        QFETCH(QByteArray, look);
        QFETCH(QByteArray, seen);
        if (ground().flattened() && QByteArray(QTest::currentDataTag()) == "owners") {
            QSKIP("one user id only");
        }
        const auto outcome = roundTrip("set -e; " + script.toStdString(), look.toStdString());
        QCOMPARE(bytes(outcome.error), QByteArray());
        QCOMPARE(bytes(outcome.err), QByteArray());
        QCOMPARE(bytes(outcome.out), seen);
    }

    void sparseAndLargeFilesComeBack() {
        const auto outcome = roundTrip("dd if=/dev/zero of=/s bs=1 count=1 seek=50000000 2>/dev/null; printf end >> /s; seq 1 200000 > /big",
                                       "md5sum < /big; seq 1 200000 | md5sum; tail -c 3 /s; stat -c %s /s");
        QCOMPARE(bytes(outcome.error), QByteArray());
        const QList<QByteArray> lines = bytes(outcome.out).split('\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], lines[1]);
        QCOMPARE(lines[2], QByteArray("end50000004"));
    }

    void capabilitiesComeBackAndOtherAttributesStayBehind() {
        // Made by a layer that Python writes, so that no tool in the container is needed.
        const auto file = ground().path("attributes.tar");
        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import io, sys, tarfile
tar = tarfile.open(sys.argv[1], "w", format=tarfile.PAX_FORMAT)
entry = tarfile.TarInfo("bin/ping"); entry.mode = 0o755; entry.size = 4
entry.pax_headers = {"SCHILY.xattr.security.capability": "\x01\x00\x00\x02\x00 \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                     "SCHILY.xattr.user.note": "kept", "SCHILY.xattr.user.overlay.opaque": "y", "SCHILY.xattr.trusted.overlay.opaque": "y"}
tar.addfile(entry, io.BytesIO(b"ping"))
entry = tarfile.TarInfo("dev/console"); entry.type = tarfile.CHRTYPE; entry.devmajor = 5; entry.devminor = 1
tar.addfile(entry)
tar.close())"), QString::fromStdString(file.native())});
        QVERIFY(python.waitForFinished());
        QCOMPARE(python.readAllStandardError(), QByteArray());
        const auto tree = ground().path("trees/attributes");
        const auto done = ground().sandbox().extract(file, tree, {});
        QVERIFY2(done.has_value(), done ? "" : done.error().text().c_str());
        std::array<char, 100> value{};
        QCOMPARE(::lgetxattr((tree / "bin/ping").c_str(), "user.note", value.data(), value.size()), 4);

        // Copied up by the RUN, so that the upper holds it.
        RunSpec spec = ground().shell("chmod 755 /bin/ping; touch /bin/ping");
        spec.trees.push_back(tree);
        const auto outcome = ground().run(spec);
        QCOMPARE(outcome.code, 0);
        const auto layer = ground().commit(outcome, spec.trees);
        const oci::LayerEntry* ping = layer.find("bin/ping");
        QVERIFY(ping != nullptr);
        std::map<std::string, std::string> attributes(ping->xattrs.begin(), ping->xattrs.end());
        QVERIFY2(!attributes.contains("user.note"), "as with BuildKit, whose layers have capabilities alone");
        if (!ground().flattened()) {
            QCOMPARE(attributes["security.capability"].size(), std::size_t(20));
            QCOMPARE(attributes["security.capability"].substr(0, 6), std::string("\x01\x00\x00\x02\x00 ", 6));
        }
    }

    void sameChangesSameTar() {
        const std::string script = "mkdir /d; for i in z a m; do echo $i > /d/$i; done; touch -d '2020-01-01 00:00:00' /d/* /d";
        const auto first = ground().commit(ground().run(script));
        const auto second = ground().commit(ground().run(script));
        QCOMPARE(first.error, std::string());
        QCOMPARE(first.tar.diffId.text(), second.tar.diffId.text());
    }

    void keptTreeIsAsGoodAsAnUnpackedOne() {
        const auto outcome = ground().run("mkdir -p /fresh/inner && echo x > /fresh/inner/file && rm /var/data/one");
        const auto layer = ground().commit(outcome);
        const auto kept = ground().path("trees/kept");
        QVERIFY(ground().sandbox().keepAsTree(outcome.upper, kept).has_value());
        // On a base that has a directory of that name, the new layer must add to it and not hide it.
        const auto other = ground().path("trees/other");
        std::filesystem::create_directories(other / "fresh/inner");
        std::ofstream(other / "fresh/inner/lower") << "x";
        RunSpec spec = ground().shell("ls /fresh/inner; ls /var/data");
        spec.trees = {ground().base(), other, kept};
        QCOMPARE(bytes(ground().run(spec).out), QByteArray("file\nlower\ntwin\ntwo\n"));
        // Keeping the same again is no error: somebody else was quicker.
        const auto again = ground().run("true");
        QVERIFY(ground().sandbox().keepAsTree(again.upper, kept).has_value());
    }

    void manyFilesComeBackWhole() { // enough that several threads unpack them
        const auto outcome = roundTrip("mkdir -p /many/a /many/b; for i in $(seq 700); do echo $i > /many/a/f$i; ln -s ../a/f$i /many/b/l$i; done;"
                                       " ln /many/a/f1 /many/b/hard; touch -d @1000000000 /many/a /many/b",
                                       "cat /many/b/l* | sort -n | uniq | wc -l; cat /many/b/hard; ls /many/a /many/b | wc -l; stat -c %Y /many/a /many/b");
        QCOMPARE(bytes(outcome.error), QByteArray());
        QCOMPARE(bytes(outcome.out), QByteArray("700\n1\n1404\n1000000000\n1000000000\n"));
    }

    void extractingTwiceDoesNothing() {
        const auto layer = ground().commit(ground().run("echo x > /f"));
        const auto tree = ground().path("trees/twice");
        QVERIFY(ground().sandbox().extract(layer.file, tree, {}).has_value());
        QVERIFY(ground().sandbox().extract(ground().path("no-such.tar"), tree, {}).has_value());
    }

    void unchangedFilesAreLinksOfAnEarlierTree() {
        const std::string make = "mkdir -p /d/e; for i in $(seq 300); do echo $i > /d/f$i; done; echo in > /d/e/in; : > /d/empty; ln /d/e/in /d/twin;"
                                 " ln -s /d/f1 /d/link;";
        const std::string stamp = " find /d -type f | xargs touch -d @1000000000; touch -h -d @1000000000 /d/link";
        const auto first = ground().commit(ground().run(make + stamp));
        const auto second = ground().commit(ground().run(make + " echo other > /d/f2; chmod 600 /d/f3; chown 1:1 /d/f4 || true; rm /d/f5; mv /d/f6 /d/moved;" +
                                                         stamp + "; touch -d @1000000001 /d/f7"));
        const auto one = ground().path("trees/like-one");
        const auto two = ground().path("trees/like-two");
        const auto alone = ground().path("trees/like-alone");
        QVERIFY(ground().sandbox().extract(first.file, one, {}).has_value());
        QVERIFY(ground().sandbox().extract(second.file, two, {}, LayerForms{first.file, one}).has_value());
        QVERIFY(ground().sandbox().extract(second.file, alone, {}).has_value());
        const auto shared = [&](const char* name) { return std::filesystem::equivalent(one / name, two / name); };
        for (const char* same : {"d/f1", "d/f300", "d/e/in", "d/empty", "d/twin"}) {
            QVERIFY2(shared(same), same);
        }
        for (const char* other : {"d/f2", "d/f3", "d/f7", "d", "d/e"}) {
            QVERIFY2(!shared(other), other);
        }
        QVERIFY(!std::filesystem::exists(two / "d/f5"));
        QVERIFY(!std::filesystem::equivalent(one / "d/f6", two / "d/moved")); // the same bytes at another path
        QVERIFY(std::filesystem::equivalent(two / "d/twin", two / "d/e/in")); // names of one file stay that
        const auto look = [&](const std::filesystem::path& tree) {
            RunSpec spec = ground().shell("cd /d; find . | sort | while read -r f; do stat -c '%n %F %a %u %g %s %Y' \"$f\"; done; cat f* e/in moved | cksum");
            spec.trees.push_back(tree);
            return bytes(ground().run(spec).out);
        };
        QCOMPARE(look(two), look(alone));
        QVERIFY(look(two).contains("./f300 regular file"));
    }

    void anEarlierTreeThatIsGoneOrLeadsElsewhereIsNoMatter() {
        const std::string make = "mkdir /d; echo 1 > /d/f; touch -d @1000000000 /d/f";
        const auto layer = ground().commit(ground().run(make));
        const auto gone = ground().path("trees/after-gone");
        QVERIFY(ground().sandbox().extract(layer.file, gone, {}, LayerForms{layer.file, ground().path("trees/nowhere")}).has_value());
        QVERIFY(std::filesystem::exists(gone / "d/f"));
        const auto bent = ground().path("trees/bent"); // its d is a link to a place outside of it
        const auto outside = ground().path("outside");
        std::filesystem::create_directories(bent);
        std::filesystem::create_directories(outside);
        std::ofstream(outside / "f") << "1\n";
        std::filesystem::create_symlink(outside, bent / "d");
        const auto tree = ground().path("trees/after-bent");
        QVERIFY(ground().sandbox().extract(layer.file, tree, {}, LayerForms{layer.file, bent}).has_value());
        QVERIFY(!std::filesystem::equivalent(tree / "d/f", outside / "f"));
    }

    void theIndexBesideATarIsUsedWhenItIsOfThatTar() {
        const auto layer = ground().commit(ground().run("mkdir /d; echo one > /d/f; ln -s f /d/l"));
        const auto other = ground().commit(ground().run("mkdir /e; head -c 9000 /dev/zero > /e/g"));
        const auto index = [](const std::filesystem::path& tar) {
            const UniqueFd fd(::open(tar.c_str(), O_RDONLY | O_CLOEXEC));
            return oci::serialiseIndex(*oci::indexTar(fd.get(), true));
        };
        int number = 0;
        for (const std::string& beside : {index(layer.file), index(other.file), std::string("no index at all")}) {
            const auto folder = ground().path("beside-" + std::to_string(++number));
            std::filesystem::create_directories(folder);
            std::filesystem::copy_file(layer.file, folder / "layer.tar");
            std::ofstream(folder / "index", std::ios::binary) << beside;
            const auto tree = ground().path("trees/beside-" + std::to_string(number));
            QVERIFY(ground().sandbox().extract(folder / "layer.tar", tree, {}).has_value());
            RunSpec spec = ground().shell("cat /d/l; ls /d");
            spec.trees.push_back(tree);
            QCOMPARE(bytes(ground().run(spec).out), QByteArray("one\nf\nl\n"));
        }
    }

    void brokenLayersAreNamed() {
        const auto file = ground().path("broken.tar");
        std::ofstream(file) << std::string(3000, 'x');
        const auto done = ground().sandbox().extract(file, ground().path("trees/broken"), {});
        QVERIFY(!done.has_value());
        QCOMPARE(done.error().code, ErrorCode::Corrupt);
        QVERIFY(!std::filesystem::exists(ground().path("trees/broken")));
    }

    void discardedFoldersGo() {
        const auto outcome = ground().run("mkdir -p /d/e; chmod 0 /d/e /d; chown 33 /d || true");
        QVERIFY(ground().sandbox().discard(outcome.upper, ground().path("trash")).has_value());
        QVERIFY(!std::filesystem::exists(outcome.upper));
        QVERIFY(eventually([&] { return std::filesystem::is_empty(ground().path("trash")); }));
    }

    void diskUseCountsBlocks() {
        const auto outcome = ground().run("dd if=/dev/zero of=/f bs=1M count=3 2>/dev/null; ln /f /g");
        const auto used = ground().sandbox().diskUse(outcome.upper);
        QVERIFY(used.has_value());
        QVERIFY2(*used >= 3U << 20U && *used < 4U << 20U, std::to_string(*used).c_str());
    }

    void nothingIsLeftInTheWorkFolder() {
        static_cast<void>(ground().run("true"));
        QVERIFY(ground().sandbox().makeUpper().has_value()); // answered after the run's folders are gone
        QStringList names;
        for (const auto& entry : std::filesystem::directory_iterator(ground().path("work"))) {
            const std::string name = entry.path().filename();
            if (!name.starts_with("upper-") && !name.starts_with("sandbox-")) {
                names << QString::fromStdString(name);
            }
        }
        QCOMPARE(names, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestLayerForms)
#include "tst_layerforms.moc"
