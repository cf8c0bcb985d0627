#include "core/io/json.h"
#include "core/sbom/readers.h"
#include "core/sbom/spdx.h"
#include "core/sbom/stackroot.h"
#include "tests/core/oci/makelayer.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace swtest;
using namespace sw::sbom;

namespace {

/// A tree of one layer with the contents beside it.
class Files {
public:
    explicit Files(std::vector<Item> items) {
        for (const Item& item : items) {
            m_contents[item.entry.path] = item.content;
        }
        m_view = StackView({layer(std::move(items))});
        m_tree.root = std::make_shared<StackRoot<StackView>>(m_view);
        m_tree.scratch = m_scratch.path().toStdString();
        m_tree.read = [this](const sw::sbom::File& file, std::uint64_t limit) -> Result<std::string> {
            const auto found = m_view.lookup(file.path);
            const auto holder = found ? m_view.content(*found) : std::nullopt;
            return m_contents.at(holder ? holder->entry->path : file.path).substr(0, limit);
        };
    }
    const Tree& tree() const { return m_tree; }

private:
    QTemporaryDir m_scratch;
    std::map<std::string, std::string> m_contents;
    StackView m_view;
    Tree m_tree;
};

std::string bigEndian(std::uint32_t value) {
    return {static_cast<char>(value >> 24U), static_cast<char>(value >> 16U), static_cast<char>(value >> 8U), static_cast<char>(value)};
}

/// An rpm header of string tags, lists of strings, and lists of numbers.
std::string rpmHeader(const std::vector<std::pair<std::uint32_t, std::vector<std::string>>>& texts,
                      const std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>& numbers) {
    std::string index;
    std::string data;
    for (const auto& [tag, values] : texts) {
        index += bigEndian(tag) + bigEndian(values.size() == 1 ? 6 : 8) + bigEndian(static_cast<std::uint32_t>(data.size())) +
                 bigEndian(static_cast<std::uint32_t>(values.size()));
        for (const std::string& value : values) {
            data += value + '\0';
        }
    }
    for (const auto& [tag, values] : numbers) {
        index += bigEndian(tag) + bigEndian(4) + bigEndian(static_cast<std::uint32_t>(data.size())) + bigEndian(static_cast<std::uint32_t>(values.size()));
        for (const std::uint32_t value : values) {
            data += bigEndian(value);
        }
    }
    return bigEndian(static_cast<std::uint32_t>(index.size() / 16)) + bigEndian(static_cast<std::uint32_t>(data.size())) + index + data;
}

std::string sample() {
    return rpmHeader({{1000, {"bash"}}, {1001, {"5.2.26"}}, {1002, {"3.fc40"}}, {1014, {"GPL-3.0-or-later"}}, {1022, {"x86_64"}}, {1011, {"Fedora Project"}},
                      {1117, {"bash", "bashrc"}}, {1118, {"/usr/bin/", "/etc/"}}},
                     {{1003, {1}}, {1116, {0, 1}}});
}

const char* const kDpkg = R"(Package: tool
Status: install ok installed
Architecture: amd64
Version: 1:2.0-3
Maintainer: Some One <some@example.org>
Source: tools (2.0)
Description: a tool
 that does things

Package: gone
Status: deinstall ok config-files
Version: 1
)";

} // namespace

class TestSbom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void dpkgStatusSaysWhatIsInstalled() {
        const Files files({directory("etc"), file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n"), directory("usr/bin"), file("usr/bin/tool", "tool"),
                           file("usr/share/doc/tool/copyright", "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\n"
                                                                "License: Apache-2.0\n\nFiles: x\nLicense: Expat\n"),
                           file("var/lib/dpkg/info/tool.list", "/.\n/usr\n/usr/bin\n/usr/bin/tool\n"), file("var/lib/dpkg/status", kDpkg)});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QCOMPARE(found->packages.size(), 1U);
        const Package& tool = found->packages.front();
        QCOMPARE(tool.name, std::string("tool"));
        QCOMPARE(tool.purl, std::string("pkg:deb/debian/tool@1:2.0-3?arch=amd64&distro=debian-12&upstream=tools"));
        QCOMPARE(tool.license, std::string("Apache-2.0 AND Expat"));
        QVERIFY(std::ranges::find(tool.files, "usr/bin/tool") != tool.files.end());
    }

    void whatADiversionMovesIsOwnedWhereItIs() {
        const Files files({file("usr/bin/tool.distrib", "tool"), file("usr/bin/tool", "other"), file("var/lib/dpkg/info/tool.list", "/usr/bin/tool\n"),
                           file("var/lib/dpkg/info/other.list", "/usr/bin/tool\n"), file("var/lib/dpkg/diversions", "/usr/bin/tool\n/usr/bin/tool.distrib\nother\n"),
                           file("var/lib/dpkg/status", "Package: other\nStatus: install ok installed\nVersion: 1\n\nPackage: tool\nStatus: install ok installed\nVersion: 2\n")});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QCOMPARE(found->packages.size(), 2U);
        QCOMPARE(found->packages[0].files, std::vector<std::string>{"usr/bin/tool"});
        QCOMPARE(found->packages[1].files, std::vector<std::string>{"usr/bin/tool.distrib"});
    }

    void formsOfRpmsDatabaseThatAreNotReadAreNamed_data() {
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("form");
        QTest::newRow("RHEL 8") << QByteArray("var/lib/rpm/Packages") << QByteArray("Berkeley DB");
        QTest::newRow("SUSE") << QByteArray("usr/lib/sysimage/rpm/Packages.db") << QByteArray("ndb");
    }
    void formsOfRpmsDatabaseThatAreNotReadAreNamed() {
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, form);
        const Files files({file(place.toStdString(), "x")});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QCOMPARE(found->problems.size(), 1U);
        QVERIFY(found->problems[0].contains("/" + place.toStdString()) && found->problems[0].contains(form.toStdString()));
    }

    /// What is read for its name is known beforehand: a compressed image has it ready.
    void everythingThatIsReadIsARecord() {
        for (const char* path : {"etc/os-release", "var/lib/dpkg/status", "var/lib/dpkg/info/a.list", "usr/share/doc/a/copyright", "lib/apk/db/installed", "usr/lib/apk/db/installed",
                                 "usr/lib/sysimage/rpm/rpmdb.sqlite", "app/node_modules/a/package.json", "x/a.dist-info/METADATA", "x/a.dist-info/RECORD"}) {
            QVERIFY2(isPackageRecord(path), path);
        }
        QVERIFY(!isPackageRecord("usr/share/doc/a/changelog.gz"));
        QVERIFY(!isPackageRecord("app/node_modules/a/lib/package.json"));
    }

    void distrolessImagesHaveAFilePerPackage() {
        const Files files({file("usr/lib/os-release", "ID=debian\nVERSION_ID=12\n"), file("var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\nArchitecture: all\n"),
                           file("var/lib/dpkg/status.d/base.md5sums", "0123  usr/share/base\n")});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QCOMPARE(found->packages.size(), 1U);
        QCOMPARE(found->packages.front().files, std::vector<std::string>{"usr/share/base"});
    }

    void apkNamesItsFilesByFolder() {
        const auto packages = parseApk("C:Q1\nP:musl\nV:1.2.5-r0\nA:x86_64\nL:MIT\no:musl\nm:Natanael\nF:lib\nR:ld-musl-x86_64.so.1\nF:usr/lib\nR:libc.so\n\n"
                                       "P:busybox\nV:1.36\nL:GPL-2.0-only\no:bb\n",
                                       {"alpine", "3.20"});
        QCOMPARE(packages.size(), 2U);
        QCOMPARE(packages[0].files, (std::vector<std::string>{"lib/ld-musl-x86_64.so.1", "usr/lib/libc.so"}));
        QCOMPARE(packages[0].purl, std::string("pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20"));
        QCOMPARE(packages[1].purl, std::string("pkg:apk/alpine/busybox@1.36?distro=alpine-3.20&upstream=bb"));
    }

    void rpmHeadersAreRead() {
        const auto package = parseRpmHeader(sample(), {"fedora", "40"});
        QVERIFY2(package, package ? "" : package.error().message.text().c_str());
        QCOMPARE(package->version, std::string("1:5.2.26-3.fc40"));
        QCOMPARE(package->purl, std::string("pkg:rpm/fedora/bash@5.2.26-3.fc40?arch=x86_64&distro=fedora-40&epoch=1"));
        QCOMPARE(package->files, (std::vector<std::string>{"usr/bin/bash", "etc/bashrc"}));
    }

    void brokenRpmHeadersAreRefused() {
        const std::string good = sample();
        for (std::size_t size = 0; size < good.size(); ++size) {
            QVERIFY2(!parseRpmHeader(good.substr(0, size), {}), std::to_string(size).c_str());
        }
        QVERIFY(!parseRpmHeader(std::string(64, '\xff'), {}));
    }

    void rpmDatabasesOfSqliteAreRead() {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3, which makes the database, is not installed");
        }
        QTemporaryDir folder;
        QFile blob(folder.filePath(QStringLiteral("blob")));
        QVERIFY(blob.open(QIODevice::WriteOnly));
        blob.write(QByteArray::fromStdString(sample()));
        blob.close();
        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral("-c"),
                                                 QStringLiteral("import sqlite3,sys;d=sqlite3.connect(sys.argv[2]);"
                                                                "d.execute('create table Packages(hnum integer primary key, blob blob)');"
                                                                "d.execute('insert into Packages values(1,?)',(open(sys.argv[1],'rb').read(),));d.commit()"),
                                                 blob.fileName(), folder.filePath(QStringLiteral("db"))});
        QVERIFY(python.waitForFinished());
        QFile database(folder.filePath(QStringLiteral("db")));
        QVERIFY(database.open(QIODevice::ReadOnly));
        const Files files({file("usr/lib/sysimage/rpm/rpmdb.sqlite", database.readAll().toStdString())});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QVERIFY(found->problems.empty());
        QCOMPARE(found->packages.size(), 1U);
        QCOMPARE(found->packages.front().name, std::string("bash"));
    }

    void aDatabaseThatCannotBeReadIsSaid() {
        const Files files({file("var/lib/rpm/rpmdb.sqlite", "no database at all, only text that is long enough"), file("var/lib/rpm/Packages", "x")});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QCOMPARE(found->problems.size(), 1U);
        QVERIFY(found->packages.empty());
    }

    void nodeModulesArePackagesAndTheirInsidesAreNot() {
        const Files files({file("app/package.json", R"({"name":"app","version":"0.1.0"})"), file("app/node_modules/a/package.json", R"({"name":"a","version":"1.0.0","license":"MIT"})"),
                           file("app/node_modules/a/lib/package.json", R"({"name":"inner","version":"9.9.9"})"),
                           file("app/node_modules/@s/b/package.json", R"({"name":"@s/b","version":"2.0.0","license":{"type":"ISC"},"author":{"name":"B"}})"),
                           file("app/node_modules/c/package.json", R"({"type":"module"})"), file("app/node_modules/d/package.json", "not json")});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        std::vector<std::string> urls;
        for (const Package& package : found->packages) {
            urls.push_back(package.purl);
        }
        QCOMPARE(urls, (std::vector<std::string>{"pkg:npm/%40s/b@2.0.0", "pkg:npm/a@1.0.0", "pkg:npm/app@0.1.0"}));
        QCOMPARE(found->packages[0].license, std::string("ISC"));
    }

    void pythonProjectsBringTheFilesOfTheirRecord() {
        const Files files({file("usr/lib/python3/site-packages/Two_Words-1.5.dist-info/METADATA", "Metadata-Version: 2.1\nName: Two_Words\nVersion: 1.5\nLicense: BSD-3-Clause\n\nName: not this\n"),
                           file("usr/lib/python3/site-packages/Two_Words-1.5.dist-info/RECORD", "two_words/__init__.py,sha256=x,1\n../../bin/two,sha256=y,2\n"),
                           file("usr/lib/python3/site-packages/two_words/__init__.py", "\n")});
        const auto found = findPackages(files.tree(), {});
        QVERIFY(found);
        QCOMPARE(found->packages.size(), 1U);
        QCOMPARE(found->packages[0].purl, std::string("pkg:pypi/two-words@1.5"));
        QCOMPARE(found->packages[0].files, std::vector<std::string>{"usr/lib/python3/site-packages/two_words/__init__.py"});
    }

    void goProgramsNameTheirModules() {
        const std::string modules = std::string(16, 'a') + "path\texample.org/tool\nmod\texample.org/tool\t(devel)\t\ndep\tgithub.com/x/y\tv1.2.3\th1:z\n"
                                                           "dep\tgithub.com/old/z\tv1.0.0\n=>\tgithub.com/new/z\tv1.1.0\th1:q\n" + std::string(16, 'b');
        std::string program = "\x7f" "ELF" + std::string(4092, '\0');
        program += "\xff Go buildinf:";
        program += std::string{8, 2} + std::string(16, '\0');
        program += static_cast<char>(8);
        program += "go1.22.3";
        program += static_cast<char>((modules.size() & 0x7fU) | 0x80U);
        program += static_cast<char>(modules.size() >> 7U);
        program += modules;
        const auto found = parseGoProgram(program);
        QCOMPARE(found.size(), 4U);
        QCOMPARE(found[0].purl, std::string("pkg:golang/example.org/tool"));
        QCOMPARE(found[1].purl, std::string("pkg:golang/github.com/x/y@v1.2.3"));
        QCOMPARE(found[2].purl, std::string("pkg:golang/github.com/new/z@v1.1.0"));
        QCOMPARE(found[3].purl, std::string("pkg:golang/stdlib@1.22.3"));
        for (std::size_t size = 4096; size < program.size(); ++size) {
            QVERIFY(parseGoProgram(program.substr(0, size)).size() <= 4U); // cut anywhere, it is read or not, and that is all
        }
    }

    void licencesBecomeExpressions_data() {
        QTest::addColumn<QByteArray>("recorded");
        QTest::addColumn<QByteArray>("expression");
        QTest::newRow("nothing is NOASSERTION") << QByteArray() << QByteArray("NOASSERTION");
        QTest::newRow("an identifier stays") << QByteArray("MIT") << QByteArray("MIT");
        QTest::newRow("operators in any case") << QByteArray("MIT and (ISC or Apache-2.0)") << QByteArray("MIT AND (ISC OR Apache-2.0)");
        QTest::newRow("an unknown name is a reference") << QByteArray("Expat") << QByteArray("LicenseRef-Expat");
        QTest::newRow("an exception") << QByteArray("GPL-2.0-only WITH Linux-syscall-note") << QByteArray("GPL-2.0-only WITH Linux-syscall-note");
        QTest::newRow("prose is one reference") << QByteArray("Apache License 2.0") << QByteArray("LicenseRef-Apache-License-2.0");
        QTest::newRow("an open bracket is prose") << QByteArray("(MIT") << QByteArray("LicenseRef--MIT");
    }
    void licencesBecomeExpressions() {
        QFETCH(QByteArray, recorded);
        std::map<std::string, std::string> extracted;
        QTEST(QByteArray::fromStdString(licenseExpression(recorded.toStdString(), extracted)), "expression");
        for (const auto& [id, name] : extracted) {
            QVERIFY(id.starts_with("LicenseRef-"));
        }
    }

    void theDocumentHoldsTogether() {
        const Files files({directory("usr/bin"), file("usr/bin/tool", "tool"), file("var/lib/dpkg/info/tool.list", "/usr/bin/tool\n"), file("var/lib/dpkg/status", kDpkg)});
        const Inventory inventory = findPackages(files.tree(), {}).value();
        Document document{"example:1", "2024-01-02T03:04:05Z", "stagewright-test", {Digest::ofSha256("layer")}};
        const std::string text = spdxJson(files.tree(), inventory, document, {}).value();
        QCOMPARE(text, spdxJson(files.tree(), inventory, document, {}).value());
        const io::Json json = io::parseJson(text).value();
        QCOMPARE(json["spdxVersion"].get<std::string>(), std::string("SPDX-2.3"));
        QCOMPARE(json["packages"].size(), 2U);
        const io::Json& tool = json["packages"][1];
        QCOMPARE(tool["versionInfo"].get<std::string>(), std::string("1:2.0-3"));
        QCOMPARE(tool["filesAnalyzed"].get<bool>(), true);
        QCOMPARE(json["files"].size(), 1U);
        QCOMPARE(json["files"][0]["checksums"][0]["checksumValue"].get<std::string>(), digestsOf("tool").sha1);
        QCOMPARE(json["files"][0]["comment"].get<std::string>(), "layerID: " + Digest::ofSha256("layer").text());
        std::set<std::string> ids{"SPDXRef-DOCUMENT"};
        for (const char* list : {"packages", "files"}) {
            for (const io::Json& one : json[list]) {
                QVERIFY(ids.insert(one["SPDXID"].get<std::string>()).second);
            }
        }
        for (const io::Json& relation : json["relationships"]) {
            QVERIFY(ids.contains(relation["spdxElementId"].get<std::string>()));
            QVERIFY(ids.contains(relation["relatedSpdxElement"].get<std::string>()));
        }
    }
};

QTEST_APPLESS_MAIN(TestSbom)
#include "tst_sbom.moc"
