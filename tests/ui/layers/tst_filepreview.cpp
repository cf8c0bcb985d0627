#include "ui/layers/filepreviewview.h"
#include "ui/session/filecontent.h"

#include <QBuffer>
#include <QTest>
#include <QToolButton>

using namespace sw;
using namespace sw::ui;
using namespace Qt::StringLiterals;

namespace {

QByteArray encoded(const QImage& image, const char* format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, format)) {
        return {};
    }
    return bytes;
}

FilePreview preview(const QString& path, const QByteArray& bytes) {
    FilePreview out;
    out.path = path;
    out.head = bytes;
    out.size = static_cast<std::uint64_t>(bytes.size());
    out.isText = looksLikeText(bytes);
    out.entry = oci::LayerEntry{};
    out.image = out.isText ? QImage() : pictureOf(bytes, out.imageSize);
    return out;
}

} // namespace

class TestFilePreview : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void picturesOfKnownFormatsAreRead_data() {
        QTest::addColumn<QByteArray>("format");
        for (const char* format : {"png", "bmp", "ppm"}) {
            QTest::newRow(format) << QByteArray(format);
        }
    }
    void picturesOfKnownFormatsAreRead() {
        QFETCH(QByteArray, format);
        QImage image(30, 10, QImage::Format_RGB32);
        image.fill(Qt::blue);
        QSize size;
        const QImage read = pictureOf(encoded(image, format.constData()), size);
        QCOMPARE(size, QSize(30, 10));
        QCOMPARE(read.pixelColor(5, 5), QColor(Qt::blue));
    }

    void largeOnesAreScaledAndBrokenOnesAreNone() {
        QImage image(3000, 1000, QImage::Format_RGB32);
        image.fill(Qt::green);
        QSize size;
        const QByteArray bytes = encoded(image, "png");
        QCOMPARE(pictureOf(bytes, size).size(), QSize(1024, 341));
        QCOMPARE(size, QSize(3000, 1000));
        QVERIFY(pictureOf(bytes.left(40), size).isNull());
        QVERIFY(pictureOf("no picture at all", size).isNull());
        QVERIFY(pictureOf("", size).isNull());
    }

    /// A header that promises 60,000 x 60,000 pixels costs nothing.
    void aPictureThatWouldBeHugeIsNotDecoded() {
        QByteArray bytes = encoded(QImage(4, 4, QImage::Format_RGB32), "bmp");
        for (const qsizetype at : {18, 22}) { // width and height, little endian
            bytes.replace(at, 4, QByteArray::fromHex("60ea0000"));
        }
        QSize size;
        QVERIFY(pictureOf(bytes, size).isNull());
    }

    /// What could name other files of this computer is shown as text.
    void anSvgIsText() {
        const QByteArray svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><image href='file:///etc/passwd'/></svg>";
        QSize size;
        QVERIFY(pictureOf(svg, size).isNull());
        FilePreviewView view;
        view.show(preview(u"/a.svg"_s, svg));
        QVERIFY(!view.isPictureShown());
        QVERIFY(view.text().startsWith(u"<svg"_s));
    }

    void capabilitiesAndTheDigestAreTold() {
        FilePreview shown = preview(u"/bin/ping"_s, "\x7f"
                                                    "ELF");
        shown.entry->xattrs = {{"security.capability", QByteArray::fromHex("0100000200200000000000000000000000000000").toStdString()}, {"user.note", "x"}};
        shown.digest = u"sha256:00"_s;
        FilePreviewView view;
        view.show(shown);
        QVERIFY2(view.facts().contains(u"cap_net_raw=ep"_s), qPrintable(view.facts()));
        QVERIFY(view.facts().contains(u"user.note"_s));
        QVERIFY(view.factsToolTip().contains(u"sha256:00"_s));
        QVERIFY2(view.factsToolTip().contains(u"user.note = x\n"_s), qPrintable(view.factsToolTip()));
        QVERIFY2(view.factsToolTip().contains(u"security.capability = 01 00 00 02"_s), qPrintable(view.factsToolTip()));
    }

    void textHasColoursByItsNameAndBytesAreAlwaysThere() {
        FilePreviewView view;
        view.show(preview(u"/srv/run.py"_s, "import os\nprint('x')\n"));
        QVERIFY(view.isColored());
        QVERIFY(!view.hexButton()->isChecked());
        view.hexButton()->setChecked(true);
        QVERIFY(view.text().startsWith(u"00000000  69 6d"_s));
        QVERIFY(!view.isColored());
        view.show(preview(u"/srv/words"_s, "plain\n"));
        QVERIFY(!view.isColored());
        view.show(preview(u"/srv/big.py"_s, QByteArray("x = 1\n").repeated(40'000)));
        QVERIFY(!view.isColored());
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        view.show(preview(u"/srv/a.png"_s, encoded(image, "png")));
        QVERIFY(view.isPictureShown());
        view.hexButton()->setChecked(true);
        QVERIFY(!view.isPictureShown());
        view.clear();
        QVERIFY(!view.hasFile());
    }
};

QTEST_MAIN(TestFilePreview)
#include "tst_filepreview.moc"
