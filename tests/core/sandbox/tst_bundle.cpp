#include "core/sandbox/process/bundle.h"
#include "core/sandbox/process/seccomp.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace sw::sandbox;
using namespace sw::sandbox::process;
using Json = nlohmann::json;

class TestBundle : public QObject {
    Q_OBJECT
private:
    static Json config(Isolation isolation, const std::string& network, bool insecure = false) {
        Context context;
        context.isolation = isolation;
        RunSpec spec;
        spec.args = {"true"};
        spec.insecure = insecure;
        return Json::parse(runtimeConfig(context, spec, {network, {}, "/r"}));
    }
    static Json mount(const Json& config, const std::string& destination) {
        for (const auto& item : config.at("mounts")) {
            if (item.at("destination") == destination) {
                return item;
            }
        }
        return {};
    }

private Q_SLOTS:
    void networkNamespaces_data() {
        QTest::addColumn<QByteArray>("network");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("host: none of its own") << QByteArray("host") << QByteArray("null");
        QTest::newRow("none: a fresh one") << QByteArray("") << QByteArray(R"({"type":"network"})");
        QTest::newRow("shared: joined") << QByteArray("/proc/7/ns/net") << QByteArray(R"({"path":"/proc/7/ns/net","type":"network"})");
    }
    void networkNamespaces() {
        QFETCH(QByteArray, network);
        QFETCH(QByteArray, expected);
        Json found;
        const Json whole = config(Isolation::Root, network.toStdString());
        for (const auto& item : whole.at("linux").at("namespaces")) {
            if (item.at("type") == "network") {
                found = item;
            }
        }
        QCOMPARE(QByteArray::fromStdString(found.dump()), expected);
    }

    void sysfsIsBoundWhereItCannotBeMounted() {
        QCOMPARE(mount(config(Isolation::UserMap, "host"), "/sys").at("type"), Json("bind"));
        QCOMPARE(mount(config(Isolation::UserMap, ""), "/sys").at("type"), Json("sysfs"));
        QCOMPARE(mount(config(Isolation::Root, "host"), "/sys").at("type"), Json("sysfs"));
    }

    void terminalGroupOnlyWhereItIsMapped() {
        QVERIFY(mount(config(Isolation::UserMap, ""), "/dev/pts").at("options").dump().contains("gid=5"));
        QVERIFY(!mount(config(Isolation::SingleUid, ""), "/dev/pts").at("options").dump().contains("gid=5"));
    }

    void filterIsThereUnlessInsecure() {
        const Json confined = config(Isolation::Root, "");
        QVERIFY(confined.contains("annotations") || confined.at("linux").contains("seccomp"));
        const Json insecure = config(Isolation::Root, "", true);
        QVERIFY(!insecure.contains("annotations"));
        QVERIFY(!insecure.at("linux").contains("seccomp"));
        QVERIFY(!insecure.at("linux").contains("maskedPaths"));
        const auto count = [](const Json& whole) { return whole.at("process").at("capabilities").at("bounding").size(); };
        QCOMPARE(count(confined), std::size_t(14));
        QVERIFY(count(insecure) > 14U);
    }

    void embeddedFiltersAreProfiles() {
        for (const bool flattened : {false, true}) {
            const Json profile = Json::parse(seccompProfile(flattened));
            QCOMPARE(profile.at("defaultAction"), Json("SCMP_ACT_ERRNO"));
            QVERIFY(profile.at("syscalls").size() > 10U);
        }
        QVERIFY(seccompProfile(true) != seccompProfile(false));
    }

    void nameServers_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("systemd");
        QTest::addColumn<bool>("hostNetwork");
        QTest::addColumn<QByteArray>("forwarder");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("the host's own as it is on its network")
            << QByteArray("nameserver 127.0.0.53\noptions edns0\n") << QByteArray() << true << QByteArray()
            << QByteArray("nameserver 127.0.0.53\noptions edns0\n");
        QTest::newRow("no loopback server elsewhere")
            << QByteArray("nameserver 127.0.0.53\nnameserver 9.9.9.9\nsearch lan\n") << QByteArray() << false << QByteArray()
            << QByteArray("nameserver 9.9.9.9\nsearch lan\n");
        QTest::newRow("what stands behind systemd's stub")
            << QByteArray("nameserver 127.0.0.53\noptions edns0\n") << QByteArray("nameserver 192.168.1.1\nsearch home\n") << false
            << QByteArray() << QByteArray("nameserver 192.168.1.1\nsearch home\n");
        QTest::newRow("the network's own forwarder") << QByteArray("nameserver 127.0.0.1\nsearch lan\n") << QByteArray() << false
                                                     << QByteArray("10.0.2.3") << QByteArray("nameserver 10.0.2.3\nsearch lan\n");
    }
    void nameServers() {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, systemd);
        QFETCH(bool, hostNetwork);
        QFETCH(QByteArray, forwarder);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(
                     resolvConf(host.toStdString(), systemd.toStdString(), hostNetwork, forwarder.toStdString())),
                 expected);
    }
};

QTEST_GUILESS_MAIN(TestBundle)
#include "tst_bundle.moc"
