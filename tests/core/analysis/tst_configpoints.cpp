#include "core/analysis/configpoints.h"

#include <QTest>

using namespace sw;
using namespace sw::analysis;

namespace {

std::vector<HistoryLine> linesOf(const std::vector<std::string>& texts) {
    std::vector<HistoryLine> out;
    for (const std::string& text : texts) {
        out.push_back({text, {}});
    }
    return out;
}

oci::ImageConfig config(std::vector<std::pair<std::string, std::string>> env, std::string user = {}, std::string workdir = {}) {
    oci::ImageConfig out;
    out.env = std::move(env);
    out.user = std::move(user);
    out.workingDir = std::move(workdir);
    return out;
}

std::string textOf(const PointConfig& point) {
    std::string out = point.user + "|" + point.workingDir;
    for (const auto& [name, value] : point.env) {
        out += "|" + name + "=" + value;
    }
    for (const auto& [name, value] : point.args) {
        out += "|arg " + name + "=" + value;
    }
    return out;
}

} // namespace

class TestConfigPoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachLineChangesWhatItSays() {
        const auto points = configPoints(linesOf({"ENV A=1", "WORKDIR /app", "RUN |1 X=1 /bin/sh -c make # buildkit", "USER node", "ENV A=2"}), config({{"A", "2"}}, "node", "/app"));
        QCOMPARE(points.size(), 6U);
        QCOMPARE(textOf(points[0]), std::string("|"));
        QCOMPARE(textOf(points[1]), std::string("||A=1"));
        QCOMPARE(textOf(points[2]), std::string("|/app|A=1"));
        QCOMPARE(textOf(points[3]), std::string("|/app|A=1"));
        QCOMPARE(textOf(points[4]), std::string("node|/app|A=1"));
        QCOMPARE(textOf(points[5]), std::string("node|/app|A=2"));
    }

    void whatNoLineSetsWasThereFromTheBeginning() {
        const auto points = configPoints(linesOf({"ENV B=2"}), config({{"PATH", "/bin"}, {"B", "2"}}, "0", "/srv"));
        QCOMPARE(textOf(points[0]), std::string("0|/srv|PATH=/bin"));
        QCOMPARE(textOf(points[1]), std::string("0|/srv|PATH=/bin|B=2"));
    }

    /// Values may hold blanks and equals signs; only what stands in the finished environment is a name.
    void severalPairsOnALineAreToldApart() {
        const auto points = configPoints(linesOf({"ENV A=two words B=-Dx=1 C"}), config({{"A", "two words"}, {"B", "-Dx=1 C"}}));
        QCOMPARE(textOf(points[1]), std::string("||A=two words|B=-Dx=1 C"));
    }

    /// "A=x B=1" is one value when the line is known to set A alone.
    void namesFromTheSourceDecide() {
        const std::vector<HistoryLine> lines = {{"ENV A=x B=1", {"A"}}, {"ENV B=2", {"B"}}, {"ARG M=hello big world N", {"M", "N"}}};
        const auto points = configPoints(lines, config({{"A", "x B=1"}, {"B", "2"}}));
        QCOMPARE(textOf(points[1]), std::string("||A=x B=1"));
        QCOMPARE(textOf(points[3]), std::string("||A=x B=1|B=2|arg M=hello big world|arg N="));
    }

    void theOlderFormIsUnderstood() {
        const auto points = configPoints(linesOf({"/bin/sh -c #(nop) ADD file:12 in / ", "/bin/sh -c #(nop)  ENV A=1", "/bin/sh -c #(nop)  USER web", "/bin/sh -c #(nop) WORKDIR /w"}),
                                         config({{"A", "1"}}, "web", "/w"));
        QCOMPARE(textOf(points[1]), std::string("|"));
        QCOMPARE(textOf(points[2]), std::string("||A=1"));
        QCOMPARE(textOf(points[4]), std::string("web|/w|A=1"));
    }

    /// A history that somebody shortened or changed: the configuration is right.
    void theConfigurationDecidesAtTheEnd() {
        const auto points = configPoints(linesOf({"ENV A=old", "USER x"}), config({{"A", "new"}}, "y", "/"));
        QCOMPARE(textOf(points[0]), std::string("|/"));
        QCOMPARE(textOf(points[1]), std::string("|/|A=new"));
        QCOMPARE(textOf(points[2]), std::string("y|/|A=new"));
    }

    void aKnownBeginningIsKept() {
        const PointConfig start{.env = {{"A", "0"}}, .args = {{"V", "1"}}, .user = "u", .workingDir = "/s"};
        const auto points = configPoints(linesOf({"ENV A=1", "WORKDIR sub"}), config({{"A", "1"}}, "u", "/s/sub"), start);
        QCOMPARE(textOf(points[0]), std::string("u|/s|A=0|arg V=1"));
        QCOMPARE(textOf(points[2]), std::string("u|/s/sub|A=1|arg V=1"));
    }
};

QTEST_GUILESS_MAIN(TestConfigPoints)
#include "tst_configpoints.moc"
