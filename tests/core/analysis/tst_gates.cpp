#include "core/analysis/assertions.h"
#include "core/analysis/gates.h"
#include "core/analysis/ownernames.h"
#include "core/io/json.h"
#include "tests/support/layertext.h"

#include <QTest>
#include <QXmlStreamReader>

using namespace sw;
using namespace sw::analysis;

namespace {

/// Contents by path.
class Texts final : public ContentSource {
public:
    explicit Texts(std::map<std::string, std::string> texts) : m_texts(std::move(texts)) {}
    Result<void> read(std::size_t, const oci::LayerEntry& entry, const std::function<bool(std::string_view)>& take) const override {
        take(m_texts.at(entry.path));
        return {};
    }

private:
    std::map<std::string, std::string> m_texts;
};

ImageView exampleImage() {
    ImageView image;
    LayerInput input;
    oci::LayerIndex index = test::layerIndex("d app\nf app/conf 9\nl app/link conf\nf app/run 5\nd data 700\nd etc\nf etc/group 5\nf etc/passwd 5\n");
    for (oci::LayerEntry& entry : index.entries) {
        if (entry.path == "app/run") {
            entry.mode = 0755;
            entry.uid = 1000;
            entry.gid = 1001;
        }
    }
    input.index = test::compact(index);
    image.layers.push_back(input);
    image.contents = std::make_shared<Texts>(std::map<std::string, std::string>{{"app/conf", "port = 80\nname = x\n"},
                                                                               {"app/run", "#!/bin/sh\n"},
                                                                               {"etc/passwd", "root:x:0:0::/root:/bin/sh\nnode:x:1000:1001::/:/bin/sh\n"},
                                                                               {"etc/group", "root:x:0:\nnodes:x:1001:\n"}});
    image.config.env = {{"PATH", "/bin"}, {"MODE", "production"}};
    image.config.labels = {{"v", "1"}};
    image.config.user = "node";
    image.config.workingDir = "/app";
    image.config.exposedPorts = {"80/tcp"};
    image.config.volumes = {"/data"};
    image.config.cmd = {{"run", "--now"}};
    return image;
}

/// "1100": which assertions hold.
std::string held(const char* yaml, const CommandRunner& runner = {}) {
    const auto file = parseAssertions(yaml);
    if (!file) {
        return file.error().text();
    }
    const ImageView image = exampleImage();
    const auto results = checkAssertions(*file, image, account(image.layers), runner);
    if (!results) {
        return results.error().text();
    }
    std::string out;
    for (const AssertionResult& result : *results) {
        out += result.passed ? '1' : '0';
        if (result.passed != result.message.empty()) {
            return "a message where none belongs: " + result.message;
        }
    }
    return out;
}

} // namespace

class TestGates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rules_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("failed"); ///< 2: refused
        const auto row = [](const char* rule, int failed) { QTest::newRow(rule) << QString::fromUtf8(rule) << failed; };
        // 100 MB visible, 20 MB wasted of 120 stored, 50 files, 3 layers, 1 finding, baseline 80 MB
        row("waste>10MB", 1);
        row("waste>20MB", 0);
        row("waste>=20MB", 1);
        row("waste>19.9MB", 1);
        row("waste > 20 MB", 0);
        row("wasted>10%", 1);
        row("waste>17%", 0);
        row("size>100MB", 0);
        row("size>95MiB", 1);
        row("size>96MiB", 0);
        row("size>99999kB", 1);
        row("size<1GB", 1);
        row("stored>119MB", 1);
        row("growth>5%", 1);
        row("growth>25%", 0);
        row("growth>10MB", 1);
        row("growth>20MB", 0);
        row("efficiency<90%", 1);
        row("efficiency<0.9", 1);
        row("efficiency<80%", 0);
        row("layers>2", 1);
        row("files>50", 0);
        row("findings>0", 1);
        row("duplicates>0", 0);
        row("weight>1", 2);
        row("waste", 2);
        row("waste>", 2);
        row("waste>ten", 2);
        row("waste>10parsec", 2);
        row("size>5%", 2);
        row("files>5MB", 2);
        row("waste>-1", 2);
        row("", 2);
    }
    void rules() {
        QFETCH(QString, rule);
        QFETCH(int, failed);
        const GateFigures figures{120'000'000, 100'000'000, 20'000'000, 50, 3, 0, 1, 100.0 / 120};
        const auto gate = parseGate(rule.toStdString());
        if (failed == 2) {
            QVERIFY(!gate);
            QCOMPARE(gate.error().code, ErrorCode::Invalid);
            return;
        }
        QVERIFY2(gate.has_value(), gate ? "" : gate.error().text().c_str());
        const auto verdict = judge(*gate, figures, 80'000'000);
        QVERIFY(verdict.has_value());
        QCOMPARE(verdict->failed, failed == 1);
        QVERIFY(verdict->sentence.text().find(gate->text) != std::string::npos);
    }

    void growthNeedsABaseline() {
        QVERIFY(!judge(parseGate("growth>5%").value(), {}, std::nullopt));
        QCOMPARE(baselineSize(R"({"visible": 7})").value(), 7U);
        QVERIFY(!baselineSize("{}"));
        QVERIFY(!baselineSize("no json"));
        GateFigures figures;
        figures.visible = 5;
        QVERIFY(judge(parseGate("growth>5%").value(), figures, 0)->failed); // out of nothing
        figures.visible = 0;
        QVERIFY(!judge(parseGate("growth>5%").value(), figures, 0)->failed);
    }

    void owners() {
        const OwnerNames names("root:x:0:0\n#c:x:5:5\nbroken\nnode:x:1000:1000::\nother:x:1000:1\n", "wheel:x:10:a,b\n");
        QCOMPARE(names.text(1000, 10), std::string("node:wheel"));
        QCOMPARE(names.text(5, 6), std::string("5:6"));
        QCOMPARE(names.uidOf("node"), std::optional<std::uint32_t>(1000));
        QCOMPARE(names.uidOf("77"), std::optional<std::uint32_t>(77));
        QVERIFY(!names.gidOf("nobody"));
    }

    void assertions_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* yaml, const char* expected) { QTest::newRow(name) << QByteArray(yaml) << QByteArray(expected); };
        row("exists and absent", "files: [{path: /app/conf}, {path: /nothing}, {path: /nothing, exists: false}, {path: /app/conf, absent: true}]", "1010");
        row("content", "files: [{path: /app/conf, contains: port}, {path: /app/conf, contains: [port, nope]}, {path: /app/conf, matches: 'port *= *\\d+'}, {path: /app/run, equals: '#!/bin/sh'}, {path: /app/conf, excludes: name}]", "10110");
        row("content through a link", "files: [{path: /app/link, contains: port}, {path: /app/link, type: symlink, link: conf}, {path: /app/link, link: other}]", "110");
        row("content of what is no file", "files: [{path: /data, contains: x}]", "0");
        row("mode", "files: [{path: /app/run, mode: 755}, {path: /app/run, mode: '0755'}, {path: /app/run, mode: '0644'}, {path: /data, permissions: drwx------}, {path: /app/run, executable: true}, {path: /app/conf, executable: true}]", "110110");
        row("owner", "files: [{path: /app/run, owner: 'node:nodes'}, {path: /app/run, owner: node}, {path: /app/run, owner: 1000}, {path: /app/run, owner: root}, {path: /app/run, group: 1001}, {path: /app/run, owner: nobody}]", "111010");
        row("type and size", "files: [{path: /data, type: directory}, {path: /app/run, type: directory}, {path: /app/conf, size: '<1kB'}, {path: /app/conf, size: '>1kB'}]", "1010");
        row("environment", "env: {MODE: production, PATH: {matches: '^/b'}, GONE: null}", "111");
        row("environment that is not so", "env: {MODE: test, PATH: null, GONE: x}", "000");
        row("labels", "labels: {v: '1', w: null}", "11");
        row("configuration", "user: node\nworkdir: /app\nports: [80, 80/udp]\nvolumes: /data\ncmd: [run, --now]\nentrypoint: []\n", "1111101"); // values, then lists
        row("size of the image", "size: '<1kB'", "1");
        row("size that is too large", "size: ['<1B', '>0']", "01");
        row("container-structure-test",
            "schemaVersion: 2.0.0\n"
            "fileExistenceTests: [{name: a, path: /app/run, shouldExist: true, permissions: '-rwxr-xr-x', uid: 1000, gid: 1001}]\n"
            "fileContentTests: [{name: b, path: /app/conf, expectedContents: ['port.*80'], excludedContents: ['secret']}]\n"
            "metadataTest: {envVars: [{key: MODE, value: 'prod.*', isRegex: true}], exposedPorts: ['80'], unexposedPorts: ['81'], user: node, cmd: [run, --now]}\n",
            "1111111");
        row("nothing", "files: []", "the file asserts nothing");
        row("no map", "- a", "line 1: assertions are a map: files, env, user, ports, commands, ..");
        row("an unknown key", "files:\n  - path: /a\n    exist: true\n", "line 3: the key 'exist' is not known in a file");
        row("an unknown topic", "file: []", "line 1: the key 'file' is not known in the file");
        row("no path", "files: [{exists: true}]", "line 1: a file needs its path");
        row("no regular expression", "files: [{path: /a, matches: '('}]", "line 1: '(' is no regular expression");
        row("no number", "files: [{path: /a, mode: 9z}]", "line 1: a number is expected here");
    }
    void assertions() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(held(yaml.constData())), expected);
    }

    void commands() {
        std::vector<std::vector<std::string>> called;
        const auto runner = [&](const CommandAssertion& command) -> Result<CommandOutcome> {
            called.push_back(command.args);
            return CommandOutcome{CommandOutcome::End::Itself, 3, "out v22\n", "err\n", "out v22\nerr\n", 0.5};
        };
        QCOMPARE(held("commands: [{run: node --version, exit: 3, output: v22}, {run: [node], stdout: {matches: 'v\\d+'}}, {run: x, exit: 3, stderr: {contains: out}}]", runner), std::string("100"));
        using Words = std::vector<std::string>;
        QCOMPARE(called[0], (Words{"/bin/sh", "-c", "node --version"}));
        QCOMPARE(called[1], (Words{"node"}));
        QCOMPARE(held("commandTests: [{name: n, command: node, args: [-v], exitCode: 3, expectedOutput: ['v.2'], excludedError: [warn]}]", runner), std::string("1"));
        QCOMPARE(called.back(), (Words{"node", "-v"}));
        const auto cannot = [](const CommandAssertion&) -> Result<CommandOutcome> { return failure(ErrorCode::Unsupported, say("no sandbox")); };
        QCOMPARE(held("commands: [{run: x}]", cannot), std::string("no sandbox"));
    }

    void documents() {
        const std::vector<AssertionResult> results = {{"file", "/a <b>", true, "", 0, 3}, {"command", "x", false, "ended with \"1\"\n& more\x01", 1.25, 5}};
        const io::Json json = io::parseJson(assertionsJson("i", results)).value();
        QCOMPARE(json["passed"], 1);
        QCOMPARE(json["failed"], 1);
        QCOMPARE(json["results"][1]["line"], 5);
        QXmlStreamReader xml(QByteArray::fromStdString(assertionsJunit("i", results)));
        QStringList seen;
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement) {
                seen << xml.name().toString() + QLatin1Char(' ') + xml.attributes().value(QLatin1StringView("name")).toString() + xml.attributes().value(QLatin1StringView("message")).toString();
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(seen, (QStringList{QStringLiteral("testsuites "), QStringLiteral("testsuite i"), QStringLiteral("testcase /a <b>"), QStringLiteral("testcase x"),
                                    QStringLiteral("failure ended with \"1\"\n& more ")}));
    }
};

QTEST_GUILESS_MAIN(TestGates)
#include "tst_gates.moc"
