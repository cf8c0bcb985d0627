#include "core/sandbox/emulation.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace sw;
using namespace sw::sandbox;

namespace {

oci::Platform foreign() { return oci::Platform::parse(oci::Platform::host().architecture == "s390x" ? "linux/riscv64" : "linux/s390x").value(); }

/// As the kernel shows qemu's registration for s390x and riscv64.
const char* const kS390x = "offset 0\nmagic 7f454c4602020100000000000000000000020016\nmask ffffffffffffff00fffffffffffffffffffeffff\n";
const char* const kRiscv64 = "offset 0\nmagic 7f454c460201010000000000000000000200f300\nmask ffffffffffffff00fffffffffffffffffeffffff\n";

} // namespace

class TestEmulation : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path registry() const { return m_folder->path().toStdString(); }
    void write(const char* name, const std::string& text) const { std::ofstream(registry() / name) << text; }
    std::string handlerText(const char* state, const char* flags) const {
        const std::string magic = foreign().architecture == "s390x" ? kS390x : kRiscv64;
        return std::string(state) + "\ninterpreter /usr/bin/qemu-it -x\nflags: " + flags + "\n" + magic;
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        write("status", "enabled\n");
        write("register", "");
    }

    void ownProgramsNeedNothing() {
        QCOMPARE(emulationOf(oci::Platform::host(), registry()).state, Emulation::State::Native);
        QVERIFY(!cannotEmulate(oci::Platform::host(), emulationOf(oci::Platform::host(), registry())));
    }

    void aFixedHandlerServes() {
        write("qemu-it", handlerText("enabled", "OCF"));
        const Emulation seen = emulationOf(foreign(), registry());
        QCOMPARE(seen.state, Emulation::State::Emulated);
        QCOMPARE(seen.handler, std::string("qemu-it"));
        QCOMPARE(seen.interpreter, std::string("/usr/bin/qemu-it -x"));
        QVERIFY(!cannotEmulate(foreign(), seen));
        QCOMPARE(emulatedPlatforms(registry()), std::vector{foreign()});
    }

    void aHandlerWithoutTheFlagIsSaidToLackIt() {
        write("qemu-it", handlerText("enabled", "OC"));
        const Emulation seen = emulationOf(foreign(), registry());
        QCOMPARE(seen.state, Emulation::State::Unfixed);
        const auto reason = cannotEmulate(foreign(), seen);
        QVERIFY(reason);
        QCOMPARE(reason->code, ErrorCode::Unsupported);
        QVERIFY2(reason->message.text().contains("flag F"), reason->message.text().c_str());
        QVERIFY(emulatedPlatforms(registry()).empty());
    }

    void withoutHandlerTheRemedyIsNamed_data() {
        QTest::addColumn<QByteArray>("state"); // of the only handler; empty: there is none
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("none is registered") << QByteArray() << QByteArray("enabled\n");
        QTest::newRow("it is disabled") << QByteArray("disabled") << QByteArray("enabled\n");
        QTest::newRow("all are disabled") << QByteArray("enabled") << QByteArray("disabled\n");
    }

    void withoutHandlerTheRemedyIsNamed() {
        QFETCH(QByteArray, state);
        QFETCH(QByteArray, status);
        write("status", status.toStdString());
        if (!state.isEmpty()) {
            write("qemu-it", handlerText(state.constData(), "F"));
        }
        const Emulation seen = emulationOf(foreign(), registry());
        QCOMPARE(seen.state, Emulation::State::Missing);
        const auto reason = cannotEmulate(foreign(), seen);
        QVERIFY(reason);
        QVERIFY2(reason->message.text().contains(foreign().text()) && reason->message.text().contains("qemu-user"), reason->message.text().c_str());
    }

    void whereNothingCanBeSeenItIsTried() {
        const std::filesystem::path nowhere = registry() / "nowhere";
        const Emulation seen = emulationOf(foreign(), nowhere);
        QCOMPARE(seen.state, Emulation::State::Unknown);
        QVERIFY(!cannotEmulate(foreign(), seen));
    }
};

QTEST_GUILESS_MAIN(TestEmulation)
#include "tst_emulation.moc"
