#include "core/analysis/findings.h"
#include "core/io/json.h"
#include "tests/support/layertext.h"

#include <QTest>

using namespace sw;
using namespace sw::analysis;

namespace {

/// Layers as text; "@context", "@stage", "@base" or "@run" on the first line says how one was made.
struct Case {
    std::vector<std::string> layers;
    std::map<std::string, std::string> contents; ///< what files begin with
    std::map<std::string, std::uint32_t> modes;
};

StageFiles stageOf(const Case& what) {
    StageFiles stage;
    int line = 1;
    for (std::string text : what.layers) {
        StageLayer layer;
        layer.making = Making::Run;
        if (text.starts_with('@')) {
            layer.making = text.starts_with("@context") ? Making::Context : text.starts_with("@stage") ? Making::Stage : text.starts_with("@base") ? Making::Base : Making::Run;
            text.erase(0, text.find('\n') + 1);
        }
        oci::LayerIndex index = test::layerIndex(text);
        for (oci::LayerEntry& entry : index.entries) {
            if (const auto mode = what.modes.find(entry.path); mode != what.modes.end()) {
                entry.mode = mode->second;
            }
        }
        layer.input.index = test::compact(index);
        layer.input.line = ++line;
        layer.input.stage = "final";
        stage.layers.push_back(std::move(layer));
    }
    return stage;
}

std::vector<Finding> findingsOf(const Case& what, const StageFiles& stage) {
    return findThings({stage, [&](std::size_t, const oci::LayerEntry& file, std::size_t limit) {
                           const auto found = what.contents.find(file.path);
                           return found == what.contents.end() ? std::string() : found->second.substr(0, limit);
                       }});
}

} // namespace
Q_DECLARE_METATYPE(Case)

class TestFindings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Each rule with what it is for and what it must leave alone.
    void rules_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<Case>("what");
        QTest::addColumn<QStringList>("paths"); ///< of its findings
        const auto row = [](const char* rule, const char* name, Case what, QStringList paths) {
            QTest::newRow(qPrintable(QStringLiteral("%1: %2").arg(QLatin1StringView(rule), QLatin1StringView(name)))) << rule << what << paths;
        };
        const std::string key = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
        const std::string certificate = "-----BEGIN CERTIFICATE-----\n";

        row("PackageCacheLeft", "apt's lists", {{"f var/lib/apt/lists/x 5000\n"}, {}, {}}, {"var/lib/apt/lists"});
        row("PackageCacheLeft", "npm's cache in a home", {{"f root/.npm/_cacache/a 5\n"}, {}, {}}, {"root/.npm/_cacache"});
        row("PackageCacheLeft", "an empty one", {{"f var/lib/apt/lists/lock 0\nd var/cache/apt\n"}, {}, {}}, {});
        row("PackageCacheLeft", "deleted in another layer", {{"f var/cache/apk/x 9\n", "- var/cache/apk\n"}, {}, {}}, {});
        row("PackageCacheLeft", "another folder lists", {{"f app/lists/x 5000\n"}, {}, {}}, {});
        for (const char* cache : {"var/cache/dnf", "var/cache/yum", "root/.cache/pip", "root/.local/share/pnpm/store", "usr/local/share/.cache/yarn", "go/pkg/mod", "root/.cache/go-build",
                                  "usr/local/cargo/registry", "root/.m2/repository", "root/.gradle/caches", "root/.cache/composer", "usr/lib/ruby/gems/3.3.0/cache",
                                  "opt/conda/pkgs", "root/.nuget/packages", "home/me/.cache/uv"}) {
            row("PackageCacheLeft", cache, {{"f " + std::string(cache) + "/x 5000\n"}, {}, {}}, {QLatin1StringView(cache)});
        }
        row("PackageCacheLeft", "parts of paths that look alike", {{"f app/var/cache/apt/x 5\nf app/cargo/registry/x 5\nf app/x.cache/pip/y 5\nf srv/gems/cache/x 5\n"}, {}, {}}, {});
        row("PackageCacheLeft", "a store whose files node_modules has as well", {{"f app/node_modules/a 500\nh root/.pnpm-store/a app/node_modules/a\n"}, {}, {}}, {});

        row("BuildToolsInFinalImage", "gcc with its version", {{"f usr/bin/x86_64-linux-gnu-gcc-14 9\nf usr/bin/make 5\n"}, {}, {{"usr/bin/x86_64-linux-gnu-gcc-14", 0755}, {"usr/bin/make", 0755}}},
            {"usr/bin/make", "usr/bin/x86_64-linux-gnu-gcc-14"});
        row("BuildToolsInFinalImage", "a document of that name", {{"f usr/share/doc/gcc 5\nf usr/bin/gcc 5\n"}, {}, {}}, {});
        row("BuildToolsInFinalImage", "another program", {{"f usr/bin/nginx 5\n"}, {}, {{"usr/bin/nginx", 0755}}}, {});
        row("BuildToolsInFinalImage", "tools in their own folders",
            {{"f usr/lib/jvm/java-17/bin/javac 9\nf opt/gradle/bin/gradle 8\nf app/node_modules/typescript/bin/tsc 7\nf usr/bin/riscv64-alpine-linux-musl-ld.bfd 6\nf usr/share/dotnet/sdk/9.0/x.dll 5\n"},
             {},
             {{"usr/lib/jvm/java-17/bin/javac", 0755}, {"opt/gradle/bin/gradle", 0755}, {"app/node_modules/typescript/bin/tsc", 0755}, {"usr/bin/riscv64-alpine-linux-musl-ld.bfd", 0755}}},
            {"app/node_modules/typescript/bin/tsc", "opt/gradle/bin/gradle", "usr/bin/riscv64-alpine-linux-musl-ld.bfd", "usr/lib/jvm/java-17/bin/javac", "usr/share/dotnet/sdk"});
        row("BuildToolsInFinalImage", "names that begin alike", {{"f usr/bin/ldd 5\nf usr/bin/assistant 5\nf usr/bin/gold 5\nf usr/bin/linux-boot-prober 5\n"}, {},
             {{"usr/bin/ldd", 0755}, {"usr/bin/assistant", 0755}, {"usr/bin/gold", 0755}, {"usr/bin/linux-boot-prober", 0755}}}, {});

        row("VersionControlCopied", "a repository", {{"@context\nf app/.git/HEAD 5\nf app/.git/objects/x 100\n"}, {}, {}}, {"app/.git"});
        row("VersionControlCopied", "files of git's configuration", {{"f app/.gitignore 5\nf etc/git/config 5\n"}, {}, {}}, {});

        row("NodeModulesCopied", "from the context", {{"@context\nf app/node_modules/a/x.js 5\nf app/node_modules/a/node_modules/b/x.js 5\n"}, {}, {}}, {"app/node_modules"});
        row("NodeModulesCopied", "made by RUN", {{"@run\nf app/node_modules/a/x.js 5\n"}, {}, {}}, {});
        row("NodeModulesCopied", "from a stage", {{"@stage\nf app/node_modules/a/x.js 5\n"}, {}, {}}, {});

        row("PrivateKey", "of SSH", {{"f root/.ssh/id_rsa 400\n"}, {{"root/.ssh/id_rsa", key}}, {}}, {"root/.ssh/id_rsa"});
        row("PrivateKey", "in PEM", {{"f app/tls.key 400\n"}, {{"app/tls.key", "-----BEGIN PRIVATE KEY-----\n"}}, {}}, {"app/tls.key"});
        row("PrivateKey", "deleted later, still stored", {{"f id_ed25519 400\n", "- id_ed25519\n"}, {{"id_ed25519", key}}, {}}, {"id_ed25519"});
        row("PrivateKey", "certificates and public keys", {{"f etc/ssl/ca.pem 400\nf id_rsa.pub 5\nf a.key 9\n"}, {{"etc/ssl/ca.pem", certificate}, {"id_rsa.pub", "ssh-rsa"}, {"a.key", "x"}}, {}}, {});
        row("PrivateKey", "behind certificates, of GnuPG, of PuTTY, of Java, and in .ssh by any name",
            {{"f etc/site.pem 9000\nf k.asc 9\nf k.ppk 9\nf k.jks 99\nf root/.ssh/deploy 9\nf etc/ssh/ssh_host_ed25519_key 9\nf k.pfx 9\n"},
             {{"etc/site.pem", certificate + std::string(8000, 'x') + "-----BEGIN RSA PRIVATE KEY-----\n"},
              {"k.asc", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n"},
              {"k.ppk", "PuTTY-User-Key-File-3: ssh-ed25519\n"},
              {"k.jks", std::string("\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1\0\0\0\1alias", 21)},
              {"root/.ssh/deploy", key},
              {"etc/ssh/ssh_host_ed25519_key", key}},
             {}},
            {"etc/site.pem", "etc/ssh/ssh_host_ed25519_key", "k.asc", "k.jks", "k.pfx", "k.ppk", "root/.ssh/deploy"});
        row("PrivateKey", "trusted certificates of Java, public signatures, known hosts, and what a package tests with",
            {{"f etc/trust.jks 99\nf SHASUMS.asc 9\nf root/.ssh/known_hosts 9\nf root/.ssh/authorized_keys 9\nf usr/lib/python3/test/certdata/keycert.pem 9\nf app/node_modules/agent/test/fixtures/key.pem 9\n"},
             {{"etc/trust.jks", std::string("\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1\0\0\0\2alias", 21)},
              {"SHASUMS.asc", "-----BEGIN PGP SIGNATURE-----\n"},
              {"root/.ssh/known_hosts", "host ssh-ed25519 AAAA\n"},
              {"root/.ssh/authorized_keys", "ssh-ed25519 AAAA\n"},
              {"usr/lib/python3/test/certdata/keycert.pem", key},
              {"app/node_modules/agent/test/fixtures/key.pem", key}},
             {}},
            {});

        row("SecretFile", "an environment with a token", {{"f app/.env 50\n"}, {{"app/.env", "PORT=1\nAPI_TOKEN=abc\n"}}, {}}, {"app/.env"});
        row("SecretFile", "npm's token", {{"f root/.npmrc 50\n"}, {{"root/.npmrc", "//registry/:_authToken=x"}}, {}}, {"root/.npmrc"});
        row("SecretFile", "AWS", {{"f root/.aws/credentials 50\n"}, {{"root/.aws/credentials", "aws_secret_access_key = x"}}, {}}, {"root/.aws/credentials"});
        row("SecretFile", "without anything secret",
            {{"f app/.env 50\nf app/.env.example 50\nf root/.npmrc 9\nf app/credentials 5\n"},
             {{"app/.env", "PORT=1\nTOKEN=\n"}, {"app/.env.example", "TOKEN=x\n"}, {"root/.npmrc", "fund=false"}}, {}},
            {});

        row("SecretFile", "of many programs",
            {{"f root/.netrc 9\nf root/.kube/config 9\nf root/.docker/config.json 9\nf etc/pip.conf 9\nf root/.m2/settings.xml 9\nf root/.yarnrc.yml 9\nf app/service-account.json 9\nf app/.env 9\nf a/.env 9\n"},
             {{"root/.netrc", "machine example.org login me password abc\n"},
              {"root/.kube/config", "users:\n- user:\n    client-key-data: LS0t\n"},
              {"root/.docker/config.json", R"({"auths": {"r": {"auth": "bWU6cGFzcw=="}}})"},
              {"etc/pip.conf", "[global]\nindex-url = https://me:abc@pypi.example.org/simple\n"},
              {"root/.m2/settings.xml", "<server><password>abc</password></server>"},
              {"root/.yarnrc.yml", "npmAuthToken: \"abc\"\n"},
              {"app/service-account.json", R"({"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\nMII"})"},
              {"app/.env", "DATABASE_URL=postgres://me:abc@db/x\n"},
              {"a/.env", "export AWS_SECRET_ACCESS_KEY='abc'\n"}},
             {}},
            {"a/.env", "app/.env", "app/service-account.json", "etc/pip.conf", "root/.docker/config.json", "root/.kube/config", "root/.m2/settings.xml", "root/.netrc", "root/.yarnrc.yml"});
        row("SecretFile", "places for secrets that come later, and what is about secrets",
            {{"f root/.npmrc 9\nf root/.m2/settings.xml 9\nf etc/pip.conf 9\nf root/.kube/config 9\nf root/.docker/config.json 9\nf app/.env 9\nf app/keyboard.json 9\nf app/node_modules/x/test/.npmrc 9\n"},
             {{"root/.npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n# //registry/:_authToken=old\n"},
              {"root/.m2/settings.xml", "<password>${env.PASSWORD}</password>"},
              {"etc/pip.conf", "[global]\nindex-url = https://pypi.example.org/simple\n"},
              {"root/.kube/config", "users:\n- user:\n    tokenFile: /var/run/token\n"},
              {"root/.docker/config.json", R"({"auths": {}})"},
              {"app/.env", "TOKENIZERS_PARALLELISM=false\nPASSWORD_FILE=/run/secrets/x\nPASSWORD_MIN_LENGTH=8\nAPI_TOKEN=changeme\nSECRET_KEY=<yours>\nDB_PASSWORD=${DB_PASSWORD}\nURL=http://db:5432/x\n"},
              {"app/keyboard.json", "{}"},
              {"app/node_modules/x/test/.npmrc", "//r/:_authToken=abc"}},
             {}},
            {});

        row("SecretFile", "long lines, and a secret behind many that are none",
            {{"f srv/.htpasswd 9\nf root/.netrc 9\nf root/.npmrc 9\n"},
             {{"srv/.htpasswd", std::string(65'536, ':')},
              {"root/.netrc", std::string(1000, ' ') + "password ${A} password ${B}\nmachine example.org password abc\n"},
              {"root/.npmrc", "; _authToken=old\n//r/:_authToken=${A} //s/:_authToken=abc\n"}},
             {}},
            {"root/.netrc", "root/.npmrc"});

        row("StoredTwice", "chown -R", {{"f a 500000 A\nf b 300000 B\n", "f a 500000 A\nf b 300000 B\n"}, {}, {}}, {"a"});
        row("StoredTwice", "replaced", {{"f a 500000 A\n", "f a 600000 C\n"}, {}, {}}, {"a"});
        row("StoredTwice", "small, or deleted", {{"f a 50 A\nf b 500000 B\n", "f a 50 A\n- b\n"}, {}, {}}, {});

        row("RunTimeBallast", "documentation", {{"f usr/share/doc/a 900000\nf usr/share/man/b 200000\n"}, {}, {}}, {"usr/share/doc/a"});
        row("RunTimeBallast", "archives", {{"f app/data.tar.gz 5000000\n"}, {}, {}}, {"app/data.tar.gz"});
        row("RunTimeBallast", "of each kind",
            {{"f usr/share/locale/de/a.mo 1000000\nf usr/include/x.h 1000001\nf usr/lib/libx.a 1000002\nf usr/lib/debug/x 1000003\nf app/a.mjs.map 1000004\nf var/log/x 1000005\nf app/core 1000006\n"}, {}, {}},
            {"app/a.mjs.map", "app/core", "usr/include/x.h", "usr/lib/debug/x", "usr/lib/libx.a", "usr/share/locale/de/a.mo", "var/log/x"});
        row("RunTimeBallast", "licences, as slim bases keep them", {{"f usr/share/doc/a/copyright 900000\nf usr/share/doc/b/copyright 900000\n"}, {}, {}}, {});
        row("RunTimeBallast", "little of it, or a cache that another rule tells of", {{"f usr/share/doc/a 9000\nf var/cache/apt/archives/x.deb 5000000\nf app/model.bin 90000000\n"}, {}, {}}, {});

        row("SetuidProgram", "su", {{"f usr/bin/su 9\nf usr/bin/wall 8\n"}, {}, {{"usr/bin/su", 04755}, {"usr/bin/wall", 02755}}}, {"usr/bin/su", "usr/bin/wall"});
        row("SetuidProgram", "a folder with the group's right, and a plain program", {{"d var/mail\nf usr/bin/ls 9\n"}, {}, {{"var/mail", 02775}, {"usr/bin/ls", 0755}}}, {});

        row("WorldWritable", "a file and a folder", {{"d data\nf conf 5\n"}, {}, {{"data", 0777}, {"conf", 0666}}}, {"conf", "data"});
        row("WorldWritable", "tmp, and a link", {{"d tmp\nl x y\nf ok 5\n"}, {}, {{"tmp", 01777}, {"x", 0777}}}, {});
        row("WorldWritable", "a folder with all below it is one finding, what is open in a closed one another",
            {{"d app\nd app/data\nf app/data/a 5\nd app/data/b\nf app/data/b/c 5\nd app/own\nf app/own/d 5\n"}, {},
             {{"app", 0777}, {"app/data", 0777}, {"app/data/a", 0666}, {"app/data/b", 0777}, {"app/data/b/c", 0777}, {"app/own", 0755}, {"app/own/d", 0666}}},
            {"app", "app/own/d"});
    }
    void rules() {
        QFETCH(QString, rule);
        QFETCH(Case, what);
        QFETCH(QStringList, paths);
        const StageFiles stage = stageOf(what);
        (paths.isEmpty() ? m_negative : m_positive).insert(rule);
        QStringList found;
        for (const Finding& finding : findingsOf(what, stage)) {
            if (QString::fromUtf8(finding.rule.data(), static_cast<qsizetype>(finding.rule.size())) == rule) {
                found.push_back(QString::fromStdString(finding.path));
                QVERIFY(finding.layer.has_value());
                QVERIFY(!finding.message.empty());
                QVERIFY(!finding.advice.empty());
            }
        }
        found.sort();
        QCOMPARE(found, paths);
    }

    void everyRuleHasACaseForAndAgainst() {
        if (m_positive.isEmpty() && m_negative.isEmpty()) {
            QSKIP("the cases were not run");
        }
        for (const FindingRule& rule : findingRules()) {
            QVERIFY2(m_positive.contains(QString::fromUtf8(rule.name.data(), static_cast<qsizetype>(rule.name.size()))), rule.name.data());
            QVERIFY2(m_negative.contains(QString::fromUtf8(rule.name.data(), static_cast<qsizetype>(rule.name.size()))), rule.name.data());
        }
    }

    void placeLineAndAdvice() {
        const Case what{{"f a 1\n", "f id_rsa 9\n", "- id_rsa\n"}, {{"id_rsa", "-----BEGIN RSA PRIVATE KEY-----"}}, {}};
        const StageFiles stage = stageOf(what);
        const std::vector<Finding> findings = findingsOf(what, stage);
        QCOMPARE(findings.size(), 1U);
        const io::Json json = io::parseJson(findingsJson(findings, stage)).value()[0];
        QCOMPARE(json["rule"], "PrivateKey");
        QCOMPARE(json["path"], "/id_rsa");
        QCOMPARE(json["layer"], 1);
        QCOMPARE(json["line"], 3);
        QCOMPARE(json["stage"], "final");
        QVERIFY(json["message"].get<std::string>().find("still stored") != std::string::npos);
        QVERIFY(json["advice"].get<std::string>().find("--mount=type=secret") != std::string::npos);
    }

    /// What is to be done depends on where it came from.
    void adviceKnowsTheBase() {
        const Case what{{"@base\nf var/cache/apk/x 9\n", "@run\nf root/.cache/pip/x 9\n"}, {}, {}};
        const StageFiles stage = stageOf(what);
        const std::vector<Finding> findings = findingsOf(what, stage);
        QCOMPARE(findings.size(), 2U);
        QVERIFY(findings[1].advice.text().contains("base image"));
        QVERIFY(findings[0].advice.text().contains("target=/root/.cache/pip"));
    }

    /// chmod -R and chown -R store everything again: what was copied stays copied, and is told once.
    void whatIsStoredAgainWasBroughtBefore() {
        const std::string files = "d app\nd app/.git\nd app/node_modules\nf app/.git/HEAD 5 a\nf app/node_modules/x.js 9 b\nf app/.env 9 c\n";
        const Case what{{"@context\n" + files, "@run\n" + files}, {{"app/.env", "API_TOKEN=abc"}}, {}};
        const StageFiles stage = stageOf(what);
        const std::vector<Finding> findings = findingsOf(what, stage);
        QCOMPARE(findings.size(), 3U);
        for (const Finding& finding : findings) {
            QCOMPARE(*finding.layer, 0U);
            QVERIFY2(finding.advice.text().contains(".dockerignore"), (finding.message.text() + finding.advice.text()).c_str());
        }
    }

    void aBaseHasTheLineOfItsFrom() {
        const Case what{{"@base\nf var/cache/apk/x 9\n"}, {}, {}};
        StageFiles stage = stageOf(what);
        stage.layers[0].input.line = 0;
        stage.layers[0].fromLine = 4;
        stage.layers[0].fromTitle = "final";
        const io::Json json = io::parseJson(findingsJson(findingsOf(what, stage), stage)).value()[0];
        QCOMPARE(json["line"], 4);
        QCOMPARE(json["stage"], "final");
    }

    void oneFileIsOne() {
        const Case what{{"f a 500000 A\nf app/x.tar 2000000\nd data\nf data/x 1\n", "f a 500000 A\n"}, {}, {{"data", 0777}, {"data/x", 0666}}};
        const StageFiles stage = stageOf(what);
        for (const Finding& finding : findingsOf(what, stage)) {
            QVERIFY2(!finding.message.text().contains("1 files") && !finding.message.text().contains("1 names"), finding.message.text().c_str());
        }
    }

private:
    QSet<QString> m_positive, m_negative;
};

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"
