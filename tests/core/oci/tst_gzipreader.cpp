#include "core/oci/decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <QTest>

#include <cstring>
#include <optional>
#include <random>

using namespace sw;
using namespace sw::oci;

namespace {

/// Gives at most `step` bytes at a time.
class SlowReader final : public io::ByteReader {
public:
    SlowReader(std::string_view bytes, std::size_t step) : m_bytes(bytes), m_step(step) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
        const std::size_t give = std::min({capacity, m_step, m_bytes.size() - m_position});
        std::memcpy(buffer, m_bytes.data() + m_position, give);
        m_position += give;
        return give;
    }
    std::uint64_t position() const override { return m_position; }

private:
    std::string_view m_bytes;
    std::size_t m_step;
    std::size_t m_position = 0;
};

/// The bytes, or nothing where the reader says that the stream is broken.
std::optional<std::string> read(std::string_view gzip, std::size_t step, std::size_t capacity) {
    SlowReader source(gzip, step);
    const auto reader = decompressing(source);
    std::string out;
    std::vector<char> buffer(capacity);
    while (true) {
        const auto got = (*reader)->read(buffer.data(), buffer.size());
        if (!got) {
            return got.error().code == ErrorCode::Corrupt ? std::nullopt : std::optional<std::string>("another error");
        }
        if (*got == 0) {
            return (*reader)->position() == out.size() ? std::optional(out) : std::optional<std::string>("a wrong position");
        }
        out.append(buffer.data(), *got);
    }
}

/// The same by zlib, which is the measure: members in a row, and what follows them passed over unless it begins as one.
std::optional<std::string> zlibSays(std::string_view gzip) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
    stream.avail_in = static_cast<uInt>(gzip.size());
    std::string out;
    std::vector<char> buffer(1U << 16U);
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        status = ::inflate(&stream, Z_NO_FLUSH);
        out.append(buffer.data(), buffer.size() - stream.avail_out);
        if (status == Z_STREAM_END && stream.avail_in > 0 && *stream.next_in == 0x1f) {
            status = inflateReset(&stream);
        }
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END ? std::optional(out) : std::nullopt;
}

std::string member(std::string_view bytes, int level = 6, int strategy = Z_DEFAULT_STRATEGY, gz_header* head = nullptr, int memory = 8) {
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, memory, strategy);
    if (head != nullptr) {
        deflateSetHeader(&stream, head);
    }
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 70'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string text(std::size_t size, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::string out;
    while (out.size() < size) {
        out += random() % 3 == 0 ? std::string(random() % 300, static_cast<char>('a' + random() % 26)) : std::to_string(random());
    }
    out.resize(size);
    return out;
}

std::string noise(std::size_t size) {
    std::mt19937 random(7);
    std::string out(size, '\0');
    for (char& one : out) {
        one = static_cast<char>(random());
    }
    return out;
}

/// A member whose header has all that a header can have.
std::string dressed(std::string_view bytes, bool check) {
    std::string name = "layer.tar", comment = "a comment", extra = text(700);
    gz_header head{};
    head.text = 1;
    head.time = 1;
    head.name = reinterpret_cast<Bytef*>(name.data());
    head.comment = reinterpret_cast<Bytef*>(comment.data());
    head.extra = reinterpret_cast<Bytef*>(extra.data());
    head.extra_len = static_cast<uInt>(extra.size());
    head.hcrc = check ? 1 : 0;
    return member(bytes, 6, Z_DEFAULT_STRATEGY, &head);
}

std::string changed(std::string bytes, std::size_t at, unsigned bits) {
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ bits);
    return bytes;
}

} // namespace

class TestGzipReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatZlibReads_data() {
        QTest::addColumn<QByteArray>("gzip");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, const std::string& gzip, bool good) { QTest::newRow(name) << QByteArray::fromStdString(gzip) << good; };
        const std::string some = text(150'000);
        const std::string whole = member(some);
        row("nothing in it", member(""), true);
        row("one byte", member("x"), true);
        row("text", whole, true);
        const std::string less = text(70'000); // they stay as large as they are, and are read a byte at a time as well: two blocks are enough
        row("stored blocks", member(less, 0), true);
        row("what cannot be made smaller", member(noise(70'000)), true);
        row("fixed codes", member(some, 6, Z_FIXED), true);
        row("Huffman codes alone", member(less, 6, Z_HUFFMAN_ONLY), true);
        row("runs", member(std::string(5'000'000, '\0'), 9), true);
        row("many small blocks", member(some, 9, Z_DEFAULT_STRATEGY, nullptr, 1), true);
        row("two members", whole + member("second"), true);
        row("empty members", member("") + member("") + whole + member(""), true);
        std::string many;
        for (int i = 0; i < 300; ++i) {
            many += member(text(static_cast<std::size_t>(i * 7), static_cast<unsigned>(i)));
        }
        row("many members", many, true);
        row("zeros after it", whole + std::string(3000, '\0'), true);
        row("rubbish after it", whole + "rubbish", true);
        row("rubbish after two", whole + whole + "\x8b\x1f", true);
        row("what begins like a member after it", whole + "\x1f", false);
        row("half a magic number after it", whole + "\x1fxx", false);
        row("half a header after it", whole + member("x").substr(0, 7), false);
        row("a cut member after it", whole + whole.substr(0, whole.size() - 1), false);
        row("all header fields", dressed(some, false), true);
        row("all header fields and their check", dressed(some, true), true);
        row("a wrong header check", changed(dressed(some, true), 20, 1), false);
        row("unknown flags", changed(whole, 3, 0x20), false);
        row("another method", changed(whole, 2, 1), false);
        row("a wrong checksum", changed(whole, whole.size() - 8, 1), false);
        row("a wrong length", changed(whole, whole.size() - 1, 1), false);
        row("a block type that is none", changed(member("abc", 6, Z_FIXED), 10, 6), false);
        row("a reach before the beginning", std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + std::string("\x63\x02\x02\x00", 4) + std::string(8, '\0'), false);
    }
    void readsWhatZlibReads() {
        QFETCH(QByteArray, gzip);
        QFETCH(bool, good);
        const std::string bytes = gzip.toStdString();
        const auto wanted = zlibSays(bytes);
        QCOMPARE(wanted.has_value(), good);
        for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, bytes.size()}) {
            for (const std::size_t capacity : {std::size_t{1}, std::size_t{512}, std::size_t{100'000}, std::size_t{1} << 20U}) {
                if (capacity < 512 && wanted && wanted->size() > 1000) {
                    continue; // a byte at a time takes long
                }
                QVERIFY2(read(bytes, step, capacity) == wanted, std::to_string(step).c_str());
            }
        }
    }

    void passesOverBytes_data() {
        QTest::addColumn<QByteArray>("packed");
        const std::string whole = text(1'500'000);
        const std::string gzip = member(whole.substr(0, 400'000)) + member("") + member(whole.substr(400'000));
        QTest::newRow("gzip") << QByteArray::fromStdString(gzip);
        std::string zstd(ZSTD_compressBound(whole.size()), '\0');
        zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), whole.data(), whole.size(), 1));
        QTest::newRow("zstd") << QByteArray::fromStdString(zstd);
    }

    /// Read and passed over in turn, in pieces of any size: what is read is what lies there.
    void passesOverBytes() {
        QFETCH(const QByteArray, packed);
        const std::string whole = text(1'500'000);
        for (unsigned seed = 0; seed < 30; ++seed) {
            std::mt19937 random(seed);
            SlowReader source({packed.data(), static_cast<std::size_t>(packed.size())}, 1 + random() % 100'000);
            const auto reader = decompressing(source);
            std::size_t at = 0;
            while (at < whole.size()) {
                const std::size_t part = std::min<std::size_t>(random() % (random() % 2 == 0 ? 1000 : 600'000), whole.size() - at);
                if (random() % 2 == 0) {
                    QVERIFY((*reader)->skip(part));
                } else {
                    std::string got(part, '\0');
                    QCOMPARE((*reader)->readFull(got.data(), got.size()).value(), part);
                    QVERIFY(got == std::string_view(whole).substr(at, part));
                }
                at += part;
                QCOMPARE((*reader)->position(), at);
            }
            QVERIFY((*reader)->skip(0));
            QCOMPARE((*reader)->skip(1).error().code, ErrorCode::Corrupt);
        }
        SlowReader source({packed.data(), static_cast<std::size_t>(packed.size()) / 2}, 50'000);
        const auto cut = decompressing(source);
        QCOMPARE((*cut)->skip(whole.size()).error().code, ErrorCode::Corrupt);
    }

    void cutAnywhere() {
        for (const std::string& whole : {dressed(text(900), true), member(text(5000)), member(noise(100), 0), member(text(900)) + member(text(500))}) {
            for (std::size_t size = 8; size < whole.size(); ++size) {
                const std::string cut = whole.substr(0, size);
                QVERIFY2(read(cut, 64, 512) == zlibSays(cut), std::to_string(size).c_str());
            }
        }
    }

    void aBitOffAnywhere() {
        for (const std::string& whole : {dressed(text(300), true), member(text(900), 6, Z_FIXED), member(text(3000)), member(noise(100), 0)}) {
            for (std::size_t at = 2; at < whole.size(); ++at) {
                for (unsigned bit = 0; bit < 8; ++bit) {
                    const std::string off = changed(whole, at, 1U << bit);
                    QVERIFY2(read(off, 1000, 512) == zlibSays(off), (std::to_string(at) + "." + std::to_string(bit)).c_str());
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestGzipReader)
#include "tst_gzipreader.moc"
