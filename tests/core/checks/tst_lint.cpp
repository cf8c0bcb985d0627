#include "core/checks/lint.h"
#include "core/checks/pragmas.h"
#include "core/checks/shell/shellcheck.h"
#include "core/dockerfile/parser.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace sw;
using namespace sw::checks;

namespace {

LintSettings only(std::set<RuleSet> sets) {
    LintSettings settings;
    settings.sets = std::move(sets);
    return settings;
}

Lint linted(const std::string& source, const LintSettings& settings, ShellChecker* shell = nullptr) {
    const dockerfile::Document document = dockerfile::parse(source);
    const Surroundings around;
    return lint(document, plan::resolveStages(document, around.inputs), around, settings, shell);
}

/// "line:RULE" of the findings of one rule.
QString placesOf(const Lint& lint, std::string_view rule) {
    QString out;
    for (const Diagnostic& finding : lint.findings) {
        if (finding.rule == rule) {
            out += QString::number(finding.range.start.line) + QLatin1Char(' ');
        }
    }
    return out.trimmed();
}

QString shown(const Lint& lint) {
    QString out;
    for (const Diagnostic& finding : lint.findings) {
        out += QString::number(finding.range.start.line) + QLatin1Char(':') + QString::fromStdString(finding.rule) + QLatin1Char(' ');
    }
    return out.trimmed();
}

/// A rule, a file, the lines it is found at ("" for none).
struct Row {
    const char* rule;
    const char* source;
    const char* lines;
};

constexpr Row kRows[] = {
    {"DL3000", "FROM a:1\nWORKDIR app\n", "2"},
    {"DL3000", "FROM a:1\nWORKDIR /app\nWORKDIR $X\nWORKDIR \"/x\"\n", ""},
    {"DL3001", "FROM a:1\nRUN true && \\\n    service x start\n", "3"},
    {"DL3001", "FROM a:1\nRUN echo top; apt-get install -y vim\n", ""},
    {"DL3002", "FROM a:1\nUSER app\nUSER root\n", "3"},
    {"DL3002", "FROM a:1\nUSER root\nUSER app\n", ""},
    {"DL3002", "FROM a:1 AS b\nUSER root\nRUN x\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3002", "FROM a:1 AS b\nUSER 0:0\nFROM b\nRUN x\n", "2"},
    {"DL3003", "FROM a:1\nRUN cd /tmp && make\n", "2"},
    {"DL3003", "FROM a:1\nRUN echo $(cd /tmp && pwd); git -C cd x\n", ""},
    {"DL3004", "FROM a:1\nRUN sudo make\n", "2"},
    {"DL3004", "FROM a:1\nRUN apt-get install -y sudo\n", ""},
    {"DL3006", "FROM a\n", "1"},
    {"DL3006", "ARG b=a\nFROM $b\n", "2"},
    {"DL3006", "FROM a:1\n", ""},
    {"DL3006", "FROM scratch\n", ""},
    {"DL3006", "FROM a@sha256:0123456789012345678901234567890123456789012345678901234567890123\n", ""},
    {"DL3006", "FROM localhost:5000/a\n", "1"},
    {"DL3006", "FROM a AS b\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3006", "FROM a AS b\nFROM b\n", "1"},
    {"DL3007", "FROM a:latest\n", "1"},
    {"DL3007", "FROM a:1\n", ""},
    {"DL3007", "FROM a:latest AS b\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3008", "FROM a:1\nRUN apt-get update && \\\n  apt-get install -y \\\n  # why\n  curl=7 \\\n  git\n", "6"},
    {"DL3008", "FROM a:1\nRUN apt-get -o x=y install -y git=1 ./b.deb $PKG -t sid\n", ""},
    {"DL3008", "FROM a:1 AS b\nRUN apt-get install -y git\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3009", "FROM a:1\nRUN apt-get update && apt-get install -y git\n", "2"},
    {"DL3009", "FROM a:1\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n", ""},
    {"DL3009", "FROM a:1\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n", ""},
    {"DL3009", "FROM a:1 AS b\nRUN apt-get update\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3010", "FROM a:1\nCOPY x.tar.gz /tmp/\nRUN tar -xzf /tmp/x.tar.gz\n", "2"},
    {"DL3010", "FROM a:1\nCOPY x.tar.gz /tmp/\nRUN tar -czf /tmp/x.tar.gz /y\nCOPY z.zip /\nRUN unzip z.zip\n", ""},
    {"DL3011", "FROM a:1\nEXPOSE 80 70000/tcp\n", "2"},
    {"DL3011", "FROM a:1\nEXPOSE 80 1000-2000/udp $p\n", ""},
    {"DL3012", "FROM a:1\nHEALTHCHECK CMD x\nHEALTHCHECK CMD y\n", "2"},
    {"DL3012", "FROM a:1\nHEALTHCHECK CMD x\n", ""},
    {"DL3013", "FROM a:1\nRUN pip install flask\n", "2"},
    {"DL3013", "FROM a:1\nRUN python3 -m pip install --upgrade flask==1 gunicorn\n", "2"},
    {"DL3013", "FROM a:1\nRUN pip install -r r.txt\nRUN pip3 install flask==2 'x>=1' . git+https://x/y@1\nRUN pip install $X\n", ""},
    {"DL3014", "FROM a:1\nRUN apt-get install git\n", "2"},
    {"DL3014", "FROM a:1\nRUN apt-get install -qqy git && yes | apt-get install x && apt-get -qq install z\n", ""},
    {"DL3015", "FROM a:1\nRUN apt-get install -y git\n", "2"},
    {"DL3015", "FROM a:1\nRUN apt-get install -y --no-install-recommends git\nRUN apt-get -o APT::Install-Recommends=0 install x\n", ""},
    {"DL3016", "FROM a:1\nRUN npm install -g typescript @vue/cli\n", "2"},
    {"DL3016", "FROM a:1\nRUN npm ci && npm install && npm i x@1 @a/b@2 ./c git+https://d/e#1\n", ""},
    {"DL3018", "FROM a:1\nRUN apk add --no-cache git\n", "2"},
    {"DL3018", "FROM a:1\nRUN apk add --no-cache git=1 'x~2' .virtual -t deps\n", ""},
    {"DL3019", "FROM a:1\nRUN apk add git=1\n", "2"},
    {"DL3019", "FROM a:1\nRUN apk add --no-cache git=1\nRUN --mount=type=cache,target=/var/cache/apk apk add x=1\n", ""},
    {"DL3020", "FROM a:1\nADD x /y/\n", "2"},
    {"DL3020", "FROM a:1\nADD x.tar.gz /y/\nADD https://x/y /z\nADD $A /b\n", ""},
    {"DL3021", "FROM a:1\nCOPY x y z\n", "2"},
    {"DL3021", "FROM a:1\nCOPY x y z/\nCOPY x y .\nCOPY x $d\n", ""},
    {"DL3022", "FROM a:1\nCOPY --from=nginx /x /y\n", "2"},
    {"DL3022", "FROM a:1 AS b\nFROM c:1\nCOPY --from=b /x /y\nCOPY --from=0 /x /y\nCOPY --from=nginx:1 /x /y\n", ""},
    {"DL3023", "FROM a:1\nCOPY --from=b /x /y\n", ""},
    {"DL3024", "FROM a:1 AS b\nFROM c:1 AS b\n", "2"},
    {"DL3024", "FROM a:1 AS b\nFROM c:1 AS d\n", ""},
    {"DL3025", "FROM a:1\nCMD x y\n", "2"},
    {"DL3025", "FROM a:1\nCMD [\"x\"]\n", ""},
    {"DL3027", "FROM a:1\nRUN apt install -y x\n", "2"},
    {"DL3027", "FROM a:1\nRUN apt-get install -y apt\n", ""},
    {"DL3028", "FROM a:1\nRUN gem install bundler\n", "2"},
    {"DL3028", "FROM a:1\nRUN gem install bundler:2 && gem install x -v 1\n", ""},
    {"DL3029", "FROM --platform=linux/amd64 a:1\n", "1"},
    {"DL3029", "FROM --platform=$BUILDPLATFORM a:1\n", ""},
    {"DL3030", "FROM a:1\nRUN yum install x-1\n", "2"},
    {"DL3030", "FROM a:1\nRUN yum -y install x-1\n", ""},
    {"DL3032", "FROM a:1\nRUN yum install -y x-1\n", "2"},
    {"DL3032", "FROM a:1\nRUN yum install -y x-1 && yum clean all\nRUN yum install -y x-1 && rm -rf /var/cache/yum\n", ""},
    {"DL3033", "FROM a:1\nRUN yum install -y httpd && yum clean all\n", "2"},
    {"DL3033", "FROM a:1\nRUN yum install -y httpd-2 && yum clean all\n", ""},
    {"DL3034", "FROM a:1\nRUN zypper install x=1\n", "2"},
    {"DL3034", "FROM a:1\nRUN zypper -n install x=1 && zypper install -y z=1\n", ""},
    {"DL3035", "FROM a:1\nRUN zypper dup\n", "2"},
    {"DL3035", "FROM a:1\nRUN zypper -n in x=1\n", ""},
    {"DL3036", "FROM a:1\nRUN zypper -n in x=1\n", "2"},
    {"DL3036", "FROM a:1\nRUN zypper -n in x=1 && zypper clean\n", ""},
    {"DL3037", "FROM a:1\nRUN zypper -n in x\n", "2"},
    {"DL3037", "FROM a:1\nRUN zypper -n in x=1 'y>2'\n", ""},
    {"DL3038", "FROM a:1\nRUN dnf install x-1\n", "2"},
    {"DL3038", "FROM a:1\nRUN microdnf install -y x-1\n", ""},
    {"DL3040", "FROM a:1\nRUN dnf -y install x-1\n", "2"},
    {"DL3040", "FROM a:1\nRUN dnf -y install x-1 && dnf clean all\n", ""},
    {"DL3041", "FROM a:1\nRUN dnf -y install x\n", "2"},
    {"DL3041", "FROM a:1\nRUN dnf -y install x-1 @y\n", ""},
    {"DL3042", "FROM a:1\nRUN pip install -r x\n", "2"},
    {"DL3042", "FROM a:1\nRUN pip install --no-cache-dir x==1\n", ""},
    {"DL3042", "FROM a:1 AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nRUN pip install x==1\n", ""},
    {"DL3042", "FROM a:1\nRUN --mount=type=cache,target=/root/.cache/pip pip install x==1\n", ""},
    {"DL3042", "FROM a:1 AS b\nRUN pip install x==1\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3043", "FROM a:1\nONBUILD RUN x\n", ""},
    {"DL3044", "FROM a:1\nENV a=1 \\\n    b=$a\n", "3"},
    {"DL3044", "FROM a:1\nENV a=1\nENV b=$a c=$b PATH=$PATH:/x\n", "3"},
    {"DL3044", "FROM a:1\nENV a=1\nENV a=2 b=$a PATH=$PATH:/x\n", ""},
    {"DL3045", "FROM a:1\nCOPY x y\n", "2"},
    {"DL3045", "FROM a:1 AS b\nWORKDIR /w\nFROM b\nCOPY x y\n", ""},
    {"DL3045", "FROM a:1\nCOPY x /y\nCOPY x $z\nCOPY x C:\\\\y\n", ""},
    {"DL3046", "FROM a:1\nRUN useradd -u 123456 x\n", "2"},
    {"DL3046", "FROM a:1\nRUN useradd -l -u 123456 x && useradd --uid 1000 y\n", ""},
    {"DL3047", "FROM a:1\nRUN wget http://x\n", "2"},
    {"DL3047", "FROM a:1\nRUN wget -q http://x && wget --progress=bar x && wget -nv x\n", ""},
    {"DL3048", "FROM a:1\nLABEL Name=x\n", "2"},
    {"DL3048", "FROM a:1\nLABEL org.example.name=x\n", ""},
    {"DL3059", "FROM a:1\nRUN x\nRUN y\n", "3"},
    {"DL3059", "FROM a:1\nRUN x\nENV a=b\nRUN y\n", ""},
    {"DL3059", "FROM a:1\nRUN x\nRUN --mount=type=tmpfs,target=/t y\n", ""},
    {"DL3059", "FROM a:1 AS b\nRUN x\nRUN y\nFROM c:1\nCOPY --from=b /x /x\n", ""},
    {"DL3060", "FROM a:1\nRUN yarn install\n", "2"},
    {"DL3060", "FROM a:1\nRUN yarn install && yarn cache clean\n", ""},
    {"DL3061", "FROM a:1\nRUN x\n", ""},
    {"DL3062", "FROM a:1\nRUN go install example.org/x/y\n", "2"},
    {"DL3062", "FROM a:1\nRUN go install example.org/x/y@latest\n", "2"},
    {"DL3062", "FROM a:1\nRUN go install example.org/x/y@v1\nCOPY . .\nRUN go install example.org/x/y ./...\n", ""},
    {"DL3063", "FROM a:1 AS scratch\n", "1"},
    {"DL3063", "FROM a:1 AS b\n", ""},
    {"DL3064", "FROM a:1\nARG password\n", "2"},
    {"DL3064", "FROM a:1\nARG name\n", ""},
    {"DL3065", "FROM --platform=$TARGETPLATFORM a:1\n", "1"},
    {"DL3065", "FROM --platform=$BUILDPLATFORM a:1\n", ""},
    {"DL3066", "FROM a:1\nUSER app:app\n", "2"},
    {"DL3066", "FROM a:1\nUSER 1000:app\nUSER $u\n", ""},
    {"DL3067", "FROM a:1 AS b\nRUN x\nFROM c:1\nCOPY --from=b / /\n", "4"},
    {"DL3067", "FROM a:1 AS b\nFROM c:1\nCOPY --from=b /x /\n", ""},
    {"DL4000", "FROM a:1\nMAINTAINER x\n", "2"},
    {"DL4000", "FROM a:1\nLABEL maintainer=x\n", ""},
    {"DL4001", "FROM a:1\nRUN wget -q x\nRUN curl x\n", "3"},
    {"DL4001", "FROM a:1 AS b\nRUN wget -q x\nFROM c:1\nCOPY --from=b /x /x\nRUN curl x\n", ""},
    {"DL4003", "FROM a:1\nCMD [\"x\"]\nCMD [\"y\"]\n", "2"},
    {"DL4003", "FROM a:1\nCMD [\"x\"]\n", ""},
    {"DL4004", "FROM a:1\nENTRYPOINT [\"x\"]\nENTRYPOINT [\"y\"]\n", "2"},
    {"DL4004", "FROM a:1\nENTRYPOINT [\"x\"]\n", ""},
    {"DL4005", "FROM a:1\nRUN ln -sf /bin/bash /bin/sh\n", "2"},
    {"DL4005", "FROM a:1\nRUN ln -sf /x /y\n", ""},
    {"DL4006", "FROM a:1\nRUN x \\\n  | y\n", "3"},
    {"DL4006", "FROM a:1\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN x | y\n", ""},
    {"DL4006", "FROM a:1\nRUN set -o pipefail; x | y\nRUN x || y '|' \"|\"\nSHELL [\"pwsh\"]\nRUN x | y\n", ""},
    {"DL4006", "FROM a:1\n# hadolint shell=powershell\nRUN Get-Process | Stop-Process\n", ""},
    {"BuildToolsInFinalImage", "FROM a:1 AS b\nFROM c:1\nCOPY --from=b /x /x\nRUN apt-get install -y x \\\n gcc libpq-dev\n", "5"},
    {"BuildToolsInFinalImage", "FROM a:1 AS b\nRUN apk add gcc\nFROM c:1\nCOPY --from=b /x /x\nRUN apk add -t t gcc && make && apk del t\n", ""},
    {"CopyManifestFirst", "FROM a:1\nWORKDIR /w\nCOPY . .\nRUN npm ci\n", "4"},
    {"CopyManifestFirst", "FROM a:1\nWORKDIR /w\nCOPY . .\nRUN pip install -r requirements.txt\n", "4"},
    {"CopyManifestFirst", "FROM a:1\nWORKDIR /w\nCOPY ./ ./\nRUN go mod download\n", "4"},
    {"CopyManifestFirst", "FROM a:1\nWORKDIR /w\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n", ""},
    {"CopyManifestFirst", "FROM a:1\nWORKDIR /w\nCOPY . .\nRUN npm install -g x@1 && npm test\nRUN pip install .\n", ""},
    {"ForwardStageReference", "FROM b\nFROM a:1 AS b\n", "1"},
    {"ForwardStageReference", "FROM a:1 AS b\nFROM b\n", ""},
    {"StageNameShadowsImage", "FROM nginx:1 AS nginx\nFROM nginx\n", "1"},
    {"StageNameShadowsImage", "FROM nginx:1 AS web\nFROM web\n", ""},
    {"JsonFormBroken", "FROM a:1\nRUN [\"/bin/ls\", \"-l\"\n", "2"},
    {"JsonFormBroken", "FROM a:1\nONBUILD RUN ['ls']\nCMD ['a', 'b']\n", "2 3"},
    {"JsonFormBroken", "FROM a:1\nCOPY [\"a b\", \"c\" /d\nENTRYPOINT [ \"x\", y ]\n", "2 3"},
    {"JsonFormBroken", "FROM a:1\nRUN [ \"$A\" = b ] && [ -f x ]\nRUN [[ 'a' == a ]]\nRUN [\"ls\"]\nCOPY [a-z]* /\n", ""},
    {"StageNameTypo", "FROM a:1 AS builder\nFROM c:1\nCOPY --from=bulider /x /x\n", "3"},
    {"StageNameTypo", "FROM a:1 AS builder\nFROM Builder\n", "2"},
    {"StageNameTypo", "FROM a:1 AS builder\nFROM c:1\nCOPY --from=builder /x /x\nCOPY --from=nginx:1 /y /y\n", ""},
    {"StageNeverUsed", "FROM a:1 AS x\nRUN y\nFROM b:1\n", "1"},
    {"StageNeverUsed", "FROM a:1 AS x\nFROM b:1\nCOPY --from=x /y /z\n", ""},
    {"StageNeverUsed", "FROM a:1 AS x\nFROM x AS test\nRUN y\nFROM x\n", ""},
    {"StageNeverUsed", "ARG V=1\nFROM a:1 AS x-1\nFROM a:1 AS x-2\nFROM a:1 AS y\nFROM x-${V}\n", "4"},
    {"StageNeverUsed", "FROM a:1 AS x\nFROM b:1\nRUN --mount=from=x,target=/t y\n", ""},
    {"WholeRootCopied", "FROM a:1 AS x\nRUN y\nFROM b:1\nCOPY --from=x / /\n", "4"},
    {"WholeRootCopied", "FROM a:1 AS x\nRUN y\nFROM x AS z\nFROM b:1\nCOPY --from=1 / /\n", "5"},
    {"WholeRootCopied", "FROM scratch AS x\nCOPY y /\nFROM a:1 AS z\nFROM b:1\nCOPY --from=x / /\nCOPY --from=z / /\nCOPY --from=c:1 / /\n", ""},
    {"WholeRootCopied", "FROM a:1 AS x\nFROM b:1\nCOPY --from=x /y /\n", ""},
};

/// The rules that only a configuration, or a file that is refused, brings to light; they have tests of their own.
const std::set<std::string_view> kElsewhere = {"DL1001", "DL3023", "DL3026", "DL3043", "DL3049", "DL3050", "DL3051",
                                               "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3057", "DL3058", "DL3061"};

/// Found by BuildKit's rules, in their words.
const std::set<std::string_view> kOfBuildKit = {"DL3012", "DL3024", "DL3025", "DL3029", "DL3063",
                                                "DL3064", "DL3065", "DL4000", "DL4003", "DL4004"};

const std::set<RuleSet> kNoShell = {RuleSet::Hadolint, RuleSet::Stages};

} // namespace

class TestLint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void everyRuleIsFoundAndIsNotFound();
    void fixesMendTheirFinding_data() { rules_data(); }
    void fixesMendTheirFinding();
    void ignoringHereSilencesIt_data() { rules_data(); }
    void ignoringHereSilencesIt();
    void configuredRules_data();
    void configuredRules();
    void configurationsAreRead();
    void badConfigurationsAreRefused_data();
    void badConfigurationsAreRefused();
    void pragmas_data();
    void pragmas();
    void buildKitSpeaksFirst();
    void aRefusalIsSaidOnce_data();
    void aRefusalIsSaidOnce();
    void failingIsAChoice();
    void targetsDecideWhatShips();
    void theListIsComplete();
};

void TestLint::rules_data() {
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("lines");
    for (const Row& row : kRows) {
        QTest::addRow("%s: %s", row.rule, row.source) << QString::fromUtf8(row.rule) << QString::fromUtf8(row.source) << QString::fromUtf8(row.lines);
    }
}

void TestLint::rules() {
    QFETCH(const QString, rule);
    QFETCH(const QString, source);
    QFETCH(const QString, lines);
    const RuleSet set = ruleSetOf(rule.toStdString());
    const Lint result = linted(source.toStdString(), only({set}));
    QVERIFY2(placesOf(result, rule.toStdString()) == lines, qPrintable(shown(result)));
    for (const Diagnostic& finding : result.findings) {
        QVERIFY2(finding.message.text().ends_with('.') || kOfBuildKit.contains(finding.rule), finding.message.text().c_str());
        QVERIFY(!finding.range.empty());
    }
}

void TestLint::everyRuleIsFoundAndIsNotFound() {
    for (const LintRule& rule : lintRules()) {
        if (kElsewhere.contains(rule.name)) {
            continue;
        }
        const auto has = [&rule](bool found) {
            return std::ranges::any_of(kRows, [&](const Row& row) { return rule.name == row.rule && (*row.lines != 0) == found; });
        };
        QVERIFY2(has(true), rule.name.data());
        QVERIFY2(has(false), rule.name.data());
    }
}

void TestLint::fixesMendTheirFinding() {
    QFETCH(const QString, rule);
    QFETCH(const QString, source);
    const std::string text = source.toStdString();
    const LintSettings settings = only({ruleSetOf(rule.toStdString())});
    const Lint before = linted(text, settings);
    for (const Diagnostic& finding : before.findings) {
        for (const QuickFix& fix : finding.fixes) {
            QVERIFY(!fix.edits.empty());
            const std::string mended = applyEdits(text, fix.edits);
            const Lint after = linted(mended, settings);
            const auto count = [&finding](const Lint& lint) { return std::ranges::count(lint.findings, finding.rule, &Diagnostic::rule); };
            QVERIFY2(count(after) < count(before), mended.c_str());
            QVERIFY2(before.buildkit.refusal.has_value() || !after.buildkit.refusal.has_value(), mended.c_str());
        }
    }
}

void TestLint::ignoringHereSilencesIt() {
    QFETCH(const QString, rule);
    QFETCH(const QString, source);
    const std::string text = source.toStdString();
    const LintSettings settings = only({ruleSetOf(rule.toStdString())});
    const Lint before = linted(text, settings);
    const dockerfile::Document document = dockerfile::parse(text);
    for (const Diagnostic& finding : before.findings) {
        const QuickFix fix = ignoreHere(document, finding);
        QVERIFY(!fix.edits.empty());
        const std::string silent = applyEdits(text, fix.edits);
        const Lint after = linted(silent, settings);
        const auto count = [&finding](const Lint& lint) { return std::ranges::count(lint.findings, finding.rule, &Diagnostic::rule); };
        const auto here = std::ranges::count_if(before.findings, [&](const Diagnostic& other) {
            const auto* a = document.instructionAtLine(other.range.start.line);
            return other.rule == finding.rule && a == document.instructionAtLine(finding.range.start.line);
        });
        QVERIFY2(count(after) == count(before) - here, silent.c_str());
    }
}

void TestLint::configuredRules_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* config, const char* source, const char* expected) {
        QTest::addRow("%s -- %s", config, source) << QString::fromUtf8(config) << QString::fromUtf8(source) << QString::fromUtf8(expected);
    };
    row("trustedRegistries: [example.org]\n", "FROM a:1\n", "1:DL3026");
    row("trustedRegistries:\n  - docker.io\n  - '*.gcr.io'\n", "FROM a:1\nFROM eu.gcr.io/b:1\nFROM x.org/c:1\n", "3:DL3026");
    row("label-schema:\n  author: text\n", "FROM a:1\n", "1:DL3049");
    row("label-schema:\n  author: text\n", "FROM a:1 AS x\nLABEL author=me\nFROM x\n", "");
    row("strict-labels: true\n", "FROM a:1\nLABEL x=y\n", "2:DL3050");
    row("label-schema:\n  author: text\nstrict-labels: true\n", "FROM a:1\nLABEL author=y\n", "");
    row("label-schema:\n  author: text\n", "FROM a:1\nLABEL author=\"\"\n", "2:DL3051");
    row("label-schema:\n  u: url\n", "FROM a:1\nLABEL u=here\n", "2:DL3052");
    row("label-schema:\n  u: url\n", "FROM a:1\nLABEL u=https://example.org/a\n", "");
    row("label-schema:\n  t: rfc3339\n", "FROM a:1\nLABEL t=yesterday\n", "2:DL3053");
    row("label-schema:\n  t: rfc3339\n", "FROM a:1\nLABEL t=2025-01-31T12:00:00Z\n", "");
    row("label-schema:\n  l: spdx\n", "FROM a:1\nLABEL l=Free\n", "2:DL3054");
    row("label-schema:\n  l: spdx\n", "FROM a:1\nLABEL l=\"(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0\"\n", "");
    row("label-schema:\n  h: hash\n", "FROM a:1\nLABEL h=xyz\n", "2:DL3055");
    row("label-schema:\n  h: hash\n", "FROM a:1\nLABEL h=0123abc\n", "");
    row("label-schema:\n  v: semver\n", "FROM a:1\nLABEL v=1.02\n", "2:DL3056");
    row("label-schema:\n  v: semver\n", "FROM a:1\nARG V\nLABEL v=1.2.3-rc.1\nLABEL v=$V\n", "");
    row("label-schema:\n  e: email\n", "FROM a:1\nLABEL e=me\n", "2:DL3058");
    row("label-schema:\n  e: email\n", "FROM a:1\nLABEL e=me@example.org\n", "");
    row("override:\n  info: [DL3057]\n", "FROM a:1\n", "1:DL3057");
    row("override:\n  info: [DL3057]\n", "FROM a:1\nHEALTHCHECK CMD x\n", "");
    row("override:\n  info: [DL1001]\n", "FROM a:1\n# hadolint ignore=DL3004\nRUN sudo x\n", "2:DL1001");
    row("ignored: [DL3004]\n", "FROM a:1\nRUN sudo x\n", "");
    row("disable-ignore-pragma: true\n", "FROM a:1\n# hadolint ignore=DL3004\nRUN sudo x\n", "3:DL3004");
}

void TestLint::configuredRules() {
    QFETCH(const QString, config);
    QFETCH(const QString, source);
    QFETCH(const QString, expected);
    LintSettings settings = only({RuleSet::Hadolint});
    const Result<LintConfig> read = readLintConfig(config.toStdString());
    QVERIFY2(read.has_value(), read ? "" : read.error().message.text().c_str());
    settings.config = *read;
    QCOMPARE(shown(linted(source.toStdString(), settings)), expected);
}

void TestLint::configurationsAreRead() {
    const Result<LintConfig> config = readLintConfig("---\n# why\nignored:\n- DL3008 # noise\n- \"SC2086\"\noverride:\n  error:\n    - DL3002\n"
                                                     "  style: [ DL3015, 'DL3059' ]\ntrustedRegistries: docker.io\nlabel-schema:\n"
                                                     "  author: text\nstrict-labels: true\nfailure-threshold: warning\nformat: json\n");
    QVERIFY2(config.has_value(), config ? "" : config.error().message.text().c_str());
    LintConfig expected;
    expected.ignored = {"DL3008", "SC2086"};
    expected.severities = {{"DL3002", Severity::Error}, {"DL3015", Severity::Hint}, {"DL3059", Severity::Hint}};
    expected.trustedRegistries = {"docker.io"};
    expected.labels = {{"author", LabelKind::Text}};
    expected.strictLabels = true;
    expected.failOn = Severity::Warning;
    QVERIFY(*config == expected);
    QVERIFY(*readLintConfig("") == LintConfig());
    QVERIFY(*readLintConfig("# nothing yet\n") == LintConfig());
    QVERIFY(!readLintConfig("ignored: [DL3008\n").has_value());
    QVERIFY(!readLintConfig("a: &a [*a, *a]\n").has_value());
    QVERIFY(readLintConfig("ignored: &noise [DL3008]\noverride: {info: *noise}\n")->severities.contains("DL3008"));
    LintSettings settings = only({RuleSet::Hadolint});
    settings.config = expected;
    QCOMPARE(linted("FROM a:1\nUSER root\nLABEL author=x\n", settings).findings.front().severity, Severity::Error);
}

void TestLint::badConfigurationsAreRefused_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* config, const char* message) { QTest::newRow(config) << QString::fromUtf8(config) << QString::fromUtf8(message); };
    row("ignore: [DL3008]\n", "line 1: unknown key ignore");
    row("strict-labels: perhaps\n", "line 1: strict-labels is true or false");
    row("failure-threshold: loud\n", "line 1: failure-threshold is error, warning, info, style or none");
    row("override:\n  fatal: [DL3008]\n", "line 2: override knows error, warning, info and style, not fatal");
    row("label-schema:\n  a: number\n", "line 2: a label is text, rfc3339, semver, url, hash, spdx or email, not number");
    row("ignored: {a: b}\n", "line 1: ignored is a list of words");
    row("ignored\n", "line 1: \"key: value\" is expected");
    row("ignored: [a]\nignored: [b]\n", "line 2: \"ignored\" is there twice");
    row("ignored: [a]\n---\nignored: [b]\n", "line 3: one document is expected");
    row(",", "line 1: one document is expected"); // of which yaml-cpp makes documents without end
}

void TestLint::badConfigurationsAreRefused() {
    QFETCH(const QString, config);
    QFETCH(const QString, message);
    const Result<LintConfig> read = readLintConfig(config.toStdString());
    QVERIFY(!read.has_value());
    QCOMPARE(QString::fromStdString(read.error().message.text()), message);
}

void TestLint::pragmas_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* source, const char* expected) { QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected); };
    row("FROM a:1\n# hadolint ignore=DL3004\nRUN sudo x\nENV a=b\nRUN sudo y\n", "5:DL3004");
    row("FROM a:1\n#  hadolint   ignore = DL3003 , DL3004 # because\nRUN sudo x\n", "");
    row("FROM a:1\n# hadolint ignore=DL3004,nonsense\nRUN sudo x\n", "3:DL3004");
    row("FROM a:1\n# hadolint ignore=DL3004\n# and a word about it\nRUN sudo x\n", "");
    row("FROM a:1\n# hadolint ignore=DL3004\n\nRUN sudo x\n", "4:DL3004");
    row("# hadolint global ignore=DL3004\nFROM a:1\nRUN sudo x\n", "");
    row("FROM a:1\nRUN sudo x\n# hadolint global ignore=DL3004\n", "");
    row("# hadolint stage ignore=DL3004\nFROM a:1 AS b\nRUN sudo x\nFROM b\nRUN sudo y\n", "5:DL3004");
    row("FROM a:1 AS b\nRUN sudo x\n# hadolint stage ignore=DL3004\nENV c=d\nRUN sudo y\n", "2:DL3004");
    row("# hadolint stage ignore=DL3007\nFROM a:latest\n", "");
    row("FROM a:1\n# check=skip=DL3004\nRUN sudo x\nENV a=b\nRUN sudo y\n", "5:DL3004");
    row("# check=skip=DL3004\nFROM a:1\nRUN sudo x\n", "");
    row("# check=skip=all\nFROM a:1\nRUN sudo x\n", "");
    row("# check=skip=StageNeverUsed\nFROM a:1 AS b\nFROM c:1\n", "");
    row("FROM a:1\nRUN echo '# hadolint global ignore=DL3004' && sudo x\n", "2:DL3004");
    row("FROM a:1\nRUN <<EOF\n# hadolint global ignore=DL3004\nsudo x\nEOF\n", "4:DL3004");
}

void TestLint::pragmas() {
    QFETCH(const QString, source);
    QFETCH(const QString, expected);
    QCOMPARE(shown(linted(source.toStdString(), only(kNoShell))), expected);
}

void TestLint::buildKitSpeaksFirst() {
    const std::string source = "FROM a:1 AS x\nWORKDIR y\nWORKDIR z\nMAINTAINER me\nCMD run\nFROM x\nCOPY --from=x / /\n";
    const LintSettings all = only({RuleSet::BuildKit, RuleSet::Hadolint, RuleSet::Stages});
    QCOMPARE(shown(linted(source, all)),
             QStringLiteral("2:WorkdirRelativePath 3:DL3000 4:MaintainerDeprecated 5:JSONArgsRecommended 7:WholeRootCopied"));
    QCOMPARE(shown(linted(source, only({RuleSet::BuildKit}))), QStringLiteral("2:WorkdirRelativePath 4:MaintainerDeprecated 5:JSONArgsRecommended"));
    QCOMPARE(shown(linted(source, only({RuleSet::Hadolint}))), QStringLiteral("2:DL3000 3:DL3000 4:DL4000 5:DL3025 7:DL3067"));
    // What a comment takes from BuildKit's verdict does not come back under another name.
    QCOMPARE(shown(linted("FROM a:1\n# check=skip=JSONArgsRecommended\nCMD run\n", all)), QString());
    // BuildKit's own verdict does not depend on the other sets.
    const Lint result = linted("# check=error=true\nFROM a:1\nRUN sudo x\n", all);
    QCOMPARE(shown(result), QStringLiteral("3:DL3004"));
    QVERIFY(!result.buildkit.violation.has_value());
}

void TestLint::aRefusalIsSaidOnce_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("alone");
    QTest::newRow("port") << "FROM a:1\nEXPOSE 70000\n" << "2:DL3011";
    QTest::newRow("own stage") << "FROM a:1 AS b\nCOPY --from=b /x /y\n" << "2:DL3023";
    QTest::newRow("trigger") << "FROM a:1\nONBUILD MAINTAINER x\n" << "2:DL3043";
    QTest::newRow("trigger of a trigger") << "FROM a:1\nONBUILD ONBUILD RUN x\n" << "2:DL3043";
    QTest::newRow("order") << "LABEL x=y\nFROM a:1\n" << "1:DL3061";
}

/// With BuildKit's rules the refusal itself says it; hadolint's rules alone say it in their words.
void TestLint::aRefusalIsSaidOnce() {
    QFETCH(QString, source);
    QFETCH(QString, alone);
    const Lint all = linted(source.toStdString(), only({RuleSet::BuildKit, RuleSet::Hadolint, RuleSet::Stages}));
    QVERIFY(all.buildkit.refusal.has_value());
    QCOMPARE(shown(all), QString());
    QCOMPARE(shown(linted(source.toStdString(), only({RuleSet::Hadolint}))), alone);
}

void TestLint::failingIsAChoice() {
    const LintSettings all = only({RuleSet::BuildKit, RuleSet::Hadolint, RuleSet::Stages});
    const Lint style = linted("FROM a:1\nLABEL Name=x\n", all);
    const Lint error = linted("FROM a:1\nRUN sudo x\n", all);
    const Lint buildkit = linted("FROM a:1\nMAINTAINER x\n", all);
    const Lint refused = linted("FROM a:1\nNONSENSE x\n", all);
    LintConfig config;
    QVERIFY(!failsCheck(error, config));
    QVERIFY(failsCheck(buildkit, config));
    QVERIFY(failsCheck(refused, config));
    config.failOn = Severity::Error;
    QVERIFY(failsCheck(error, config));
    QVERIFY(!failsCheck(buildkit, config));
    QVERIFY(!failsCheck(style, config));
    config.failOn = Severity::Hint;
    QVERIFY(failsCheck(style, config));
    config.neverFail = true;
    QVERIFY(!failsCheck(error, config));
    QVERIFY(failsCheck(refused, config));
}

void TestLint::targetsDecideWhatShips() {
    const dockerfile::Document document = dockerfile::parse("FROM a AS x\nFROM b AS y\nCOPY --from=x /x /x\n");
    Surroundings around;
    const auto base = [&] {
        return shown(lint(document, plan::resolveStages(document, around.inputs), around, only({RuleSet::Hadolint})));
    };
    QCOMPARE(base(), QStringLiteral("2:DL3006"));
    around.inputs.target = "x";
    QCOMPARE(base(), QStringLiteral("1:DL3006"));
}

void TestLint::theListIsComplete() {
    std::set<std::string_view> names;
    for (const LintRule& rule : lintRules()) {
        QVERIFY(names.insert(rule.name).second);
        QVERIFY(!rule.description.empty());
        QCOMPARE(ruleSetOf(rule.name), rule.set);
    }
    QCOMPARE(ruleSetOf("SC2086"), RuleSet::Shell);
    QCOMPARE(ruleSetOf("StageNameCasing"), RuleSet::BuildKit);
    QCOMPARE(ruleUrl("JSONArgsRecommended"), std::string("https://docs.docker.com/go/dockerfile/rule/json-args-recommended/"));
    QCOMPARE(ruleUrl("DL3008"), std::string("https://github.com/hadolint/hadolint/wiki/DL3008"));
}

QTEST_APPLESS_MAIN(TestLint)
#include "tst_lint.moc"
