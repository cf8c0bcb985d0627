#include "tests/support/testdata.h"
#include "ui/session/sentence.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Message {
    QString context, source, type;
    QStringList texts;
    bool numerus = false;
};

QList<Message> read(const QString& name) {
    QFile file(QString::fromStdString((sw::test::sourceDir() / "resources/translations").string()) + u'/' + name);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QList<Message> messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement()) {
            continue;
        }
        const auto tag = xml.name();
        if (tag == "name"_L1) {
            context = xml.readElementText();
        } else if (tag == "message"_L1) {
            messages.push_back({context, {}, {}, {}, xml.attributes().value("numerus"_L1) == "yes"_L1});
        } else if (tag == "source"_L1) {
            messages.back().source = xml.readElementText();
        } else if (tag == "translation"_L1) {
            messages.back().type = xml.attributes().value("type"_L1).toString();
            if (!messages.back().numerus) {
                messages.back().texts = {xml.readElementText()};
            }
        } else if (tag == "numerusform"_L1) {
            messages.back().texts.push_back(xml.readElementText());
        }
    }
    return messages;
}

QStringList placeholders(const QString& text) {
    static const QRegularExpression pattern(u"%(?:n|L?\\d)"_s);
    QStringList list;
    for (auto it = pattern.globalMatch(text); it.hasNext();) {
        list.push_back(it.next().captured());
    }
    list.sort();
    return list;
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStringIsFinished_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("Spanish") << u"stagewright_es.ts"_s;
        QTest::newRow("plural forms of English") << u"stagewright_en.ts"_s;
    }
    void everyStringIsFinished() {
        QFETCH(QString, file);
        const QList<Message> messages = read(file);
        QVERIFY(messages.size() > 10);
        for (const Message& message : messages) {
            const QByteArray place = (message.context + u": "_s + message.source).toUtf8();
            QVERIFY2(message.type.isEmpty(), place);
            QCOMPARE(message.texts.size(), message.numerus ? 2 : 1);
            for (const QString& text : message.texts) {
                QVERIFY2(!text.isEmpty(), place);
                QVERIFY2(placeholders(text) == placeholders(message.source), place);
            }
        }
    }

    void theCatalogueTravelsInTheProgram() {
        QTranslator spanish;
        QVERIFY(spanish.load(u":/stagewright/translations/stagewright_es.qm"_s));
        QCOMPARE(spanish.translate("sw::ui::TopBar", "Build"), u"Construir"_s);
        QTranslator english;
        QVERIFY(english.load(u":/stagewright/translations/stagewright_en.qm"_s));
        QCOMPARE(english.translate("sw::ui::ShippingBar", "%Ln problem(s)", nullptr, 1), u"%Ln problem"_s);
    }

    void sentencesOfTheCoreSpeakSpanish() {
        const sw::Sentence sentence =
            sw::say("%1 (did you mean %2?)", sw::say("unknown instruction: %1", "COPPY"), std::string("COPY"));
        QCOMPARE(sw::ui::shown(sentence), u"unknown instruction: COPPY (did you mean COPY?)"_s);
        QTranslator spanish;
        QVERIFY(spanish.load(u":/stagewright/translations/stagewright_es.qm"_s));
        QVERIFY(QCoreApplication::installTranslator(&spanish));
        QCOMPARE(sw::ui::shown(sentence), u"instrucción desconocida: COPPY (¿quería decir COPY?)"_s);
        QCOMPARE(sw::ui::shown(sw::Sentence(std::string("100 % of %1"))), u"100 % of %1"_s);
        QCoreApplication::removeTranslator(&spanish);
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
