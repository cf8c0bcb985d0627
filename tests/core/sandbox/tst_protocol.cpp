#include "core/sandbox/protocol.h"

#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace sw;
using namespace sw::sandbox;

class TestProtocol : public QObject {
    Q_OBJECT
private:
    UniqueFd m_one, m_two;

private Q_SLOTS:
    void init() {
        std::array<int, 2> ends{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
        m_one = UniqueFd(ends[0]);
        m_two = UniqueFd(ends[1]);
    }

    void messagesArriveWhole_data() {
        QTest::addColumn<int>("size");
        QTest::newRow("empty") << 0;
        QTest::newRow("in one packet") << 1000;
        QTest::newRow("larger than a packet") << 5'000'000;
    }
    void messagesArriveWhole() {
        QFETCH(int, size);
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        const UniqueFd reading(pipe[0]);
        UniqueFd writing(pipe[1]);
        std::string text(static_cast<std::size_t>(size), '\xff'); // no UTF-8: names are bytes
        const int fd = writing.get();
        QVERIFY(sendMessage(m_one.get(), MessageKind::Run, 77, {{"text", text}}, std::span(&fd, 1)).has_value());
        auto message = receiveMessage(m_two.get());
        QVERIFY(message.has_value() && message->has_value());
        QCOMPARE((*message)->kind, MessageKind::Run);
        QCOMPARE((*message)->job, std::uint64_t(77));
        QVERIFY((*message)->body.at("text").get<std::string>() == text);
        QCOMPARE((*message)->fds.size(), std::size_t(1));
        QCOMPARE(::write((*message)->fds.front().get(), "x", 1), 1);
        char byte = 0;
        QCOMPARE(::read(reading.get(), &byte, 1), 1);
        QCOMPARE(byte, 'x');
    }

    void endOfFileIsNoMessage() {
        m_one.reset();
        const auto message = receiveMessage(m_two.get());
        QVERIFY(message.has_value() && !message->has_value());
    }

    void strangersAreRefused_data() {
        QTest::addColumn<QByteArray>("packet");
        QTest::newRow("too short") << QByteArray("SWB1");
        QTest::newRow("another magic") << QByteArray(32, 'x');
        QTest::newRow("no body") << QByteArray("SWB1\1\0\0\0\0\0\0\0\0\0\0\0", 16);
        QTest::newRow("a body that is no object") << QByteArray("SWB1\1\0\0\0\0\0\0\0\0\0\0\0\x01", 17);
        QTest::newRow("a body in a file that is not there") << QByteArray("SWB1\1\1\0\0\0\0\0\0\0\0\0\0", 16);
    }
    void strangersAreRefused() {
        QFETCH(QByteArray, packet);
        QCOMPARE(::send(m_one.get(), packet.data(), static_cast<std::size_t>(packet.size()), 0), packet.size());
        const auto message = receiveMessage(m_two.get());
        QVERIFY(!message.has_value());
        QCOMPARE(message.error().code, ErrorCode::Corrupt);
    }

    void runSpecsSurvive() {
        RunSpec spec;
        spec.args = {"/bin/sh", "-c", "echo \xff"};
        spec.env = {"A=b"};
        spec.cwd = "/x";
        spec.uid = 1;
        spec.gid = 2;
        spec.groups = {3, 4};
        spec.trees = {"/a", "/b"};
        spec.upper = "/u";
        spec.mounts.push_back({MountSpec::Kind::Secret, "/s", {"/t"}, "src", "/dir", "data", false, 5, 0400, 6, 7});
        spec.network = NetworkMode::None;
        spec.insecure = true;
        spec.hostname = "h";
        spec.extraHosts = {{"n", "1.2.3.4"}};
        spec.hostCa = "/ca";
        spec.ownNetwork = true;
        spec.shmSize = 9;
        const Json once = runSpecToJson(spec);
        const auto back = runSpecFromJson(once);
        QVERIFY(back.has_value());
        QVERIFY(runSpecToJson(*back) == once);
        QCOMPARE(back->mounts.front().mode, 0400U);
        QCOMPARE(back->hostCa->native(), std::string("/ca"));
        QVERIFY(!runSpecFromJson(Json::object()).has_value());
    }

    void errorsSurvive() {
        const Error error{ErrorCode::NotFound, "it is gone", {"while looking"}};
        QVERIFY(errorFromBody(errorBody(error)) == error);
    }
};

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
