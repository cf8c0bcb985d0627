#include "core/checks/shell/shellcheck.h"
#include "ui/session/documentsession.h"
#include "ui/session/engine.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sw;
using namespace sw::ui;

namespace {

bool has(const std::vector<Diagnostic>& list, std::string_view rule) {
    return std::ranges::any_of(list, [rule](const Diagnostic& d) { return d.rule == rule; });
}

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

/// What the rules say of the text in the window.
class TestDocumentSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void adviceStandsBesideWhatRefuses() {
        Engine engine;
        DocumentSession session(engine);
        session.open({}, "FROM a:1\nRUN sudo x\n", {});
        QTRY_VERIFY(session.snapshot() != nullptr);
        QVERIFY(has(session.snapshot()->problems, "DL3004"));
        QVERIFY2(session.snapshot()->diagnostics.empty(), "an error of a linter refuses nothing");
        session.setText("FROM a:1\nMAINTAINER x\n");
        QTRY_VERIFY(session.isSettled());
        QVERIFY(has(session.snapshot()->problems, "MaintainerDeprecated"));
        QVERIFY(has(session.snapshot()->diagnostics, "MaintainerDeprecated"));
    }

    void aSetOfRulesCanBeOff() {
        Engine engine;
        DocumentSession session(engine);
        session.open({}, "FROM a:1\nMAINTAINER x\nRUN sudo x\n", {});
        QTRY_VERIFY(session.isSettled());
        QVERIFY(has(session.snapshot()->problems, "DL3004"));
        QVERIFY(has(session.snapshot()->problems, "MaintainerDeprecated"));
        session.setRuleSets({checks::RuleSet::BuildKit, checks::RuleSet::Stages});
        QTRY_VERIFY(session.isSettled() && !has(session.snapshot()->problems, "DL3004"));
        QVERIFY(has(session.snapshot()->problems, "MaintainerDeprecated"));
        session.setRuleSets({checks::RuleSet::Hadolint});
        QTRY_VERIFY(session.isSettled() && has(session.snapshot()->problems, "DL3004"));
        QVERIFY(!has(session.snapshot()->problems, "MaintainerDeprecated"));
        QVERIFY2(has(session.snapshot()->problems, "DL4000"), "hadolint's own name, where BuildKit's rule is off");
    }

    /// What a base sets counts as soon as the store has it.
    void basesOfTheStoreCountWhenTheyAreThere() {
        const QTemporaryDir folder;
        Engine engine;
        QSignalSpy ready(&engine, &Engine::ready);
        engine.open(toPath(folder.filePath(QStringLiteral("store"))));
        QVERIFY(ready.wait());
        DocumentSession session(engine);
        session.open({}, "FROM base:1\nCOPY $HERE /\nCMD [\"x\"]\n", {});
        QTRY_VERIFY(session.isSettled());
        QVERIFY(has(session.snapshot()->problems, "UndefinedVar"));
        oci::ImageConfig config;
        config.env = {{"HERE", "/x"}};
        const auto image = engine.store()->putImage(config, {});
        QVERIFY(image.has_value());
        QVERIFY(engine.store()->tag("docker.io/library/base:1", image->manifestDigest, "imported").has_value());
        session.refreshBases();
        QTRY_VERIFY(!has(session.snapshot()->problems, "UndefinedVar"));
        session.setText("FROM base:1\nCOPY $THERE /\nCMD [\"x\"]\n"); // and at every key
        QTRY_VERIFY(session.isSettled() && has(session.snapshot()->problems, "UndefinedVar"));
    }

    /// A text is read for longer than the store takes to open, or the other way round: there is a forecast in the end.
    void theStoreMayComeWhileATextIsRead() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("context")));
        BuildInputs inputs;
        inputs.context = folder.filePath(QStringLiteral("context"));
        for (const int lines : {1, 200, 500, 1000}) {
            std::string text = "FROM scratch\nWORKDIR /x\n";
            for (int i = 0; i < lines; ++i) {
                text += "ENV A" + std::to_string(i) + "=$A" + std::to_string(i - 1) + "\n";
            }
            Engine engine;
            DocumentSession session(engine);
            engine.open(toPath(folder.filePath(QStringLiteral("store%1").arg(lines))));
            session.open(folder.filePath(QStringLiteral("context/Dockerfile")), text, inputs);
            QTRY_VERIFY(engine.isReady() && session.isSettled());
            QCOMPARE(session.states()->steps.at(1).display, StepDisplay::WillRun);
        }
    }

    /// Snapshot and forecast are made side by side; whichever is first, what is shown is of one text.
    void whatIsShownIsOfOneText() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("context")));
        Engine engine;
        QSignalSpy ready(&engine, &Engine::ready);
        engine.open(toPath(folder.filePath(QStringLiteral("store"))));
        QVERIFY(ready.wait());
        DocumentSession session(engine);
        BuildInputs inputs;
        inputs.context = folder.filePath(QStringLiteral("context"));
        int shown = 0;
        connect(&session, &DocumentSession::statesChanged, &session, [&](const StatesPtr& states) {
            ++shown;
            QCOMPARE(states->revision, session.snapshot()->revision);
            QCOMPARE(states->steps.size(), session.snapshot()->document->instructions.size());
        });
        std::string text = "FROM scratch\n";
        session.open(folder.filePath(QStringLiteral("context/Dockerfile")), text, inputs);
        for (int i = 0; i < 40; ++i) {
            text += "WORKDIR /" + std::to_string(i) + "\n";
            session.setText(text);
            if (i % 3 == 0) {
                QTRY_VERIFY(session.isSettled());
                QCOMPARE(session.states()->runs, static_cast<std::size_t>(i + 1));
            } else {
                QCoreApplication::processEvents();
            }
        }
        QTRY_VERIFY(session.isSettled());
        QCOMPARE(session.snapshot()->document->text, text);
        QCOMPARE(session.states()->runs, std::size_t(40));
        QVERIFY(shown >= 14);
        // What is refused has no forecast of its own: that of before stands where the lines are the same.
        const auto before = session.forecast();
        session.setText(text + "COPY\n");
        QTRY_VERIFY(session.isSettled() && session.snapshot()->document->instructions.size() == 42);
        QCOMPARE(session.forecast().get(), before.get());
        QCOMPARE(session.states()->steps[1].display, StepDisplay::WillRun);
        session.setText(text);
        QTRY_VERIFY(session.isSettled() && session.snapshot()->document->text == text);
        QCOMPARE(session.states()->runs, std::size_t(40));
    }

    void shellCheckComesLaterAndStays() {
        if (!checks::ShellChecker().available()) {
            QSKIP("shellcheck is not installed");
        }
        Engine engine;
        DocumentSession session(engine);
        QSignalSpy more(&session, &DocumentSession::problemsChanged);
        session.open({}, "FROM a:1\nRUN echo $X\n", {});
        QTRY_VERIFY(session.snapshot() != nullptr && has(session.snapshot()->problems, "SC2086"));
        QCOMPARE(more.count(), 1);
        // A line elsewhere does not make it go and come again.
        QSignalSpy snapshots(&session, &DocumentSession::snapshotChanged);
        session.setText("FROM a:1\n\nRUN echo $X\n");
        QTRY_COMPARE(snapshots.count(), 1);
        QVERIFY(has(session.snapshot()->problems, "SC2086"));
        QTRY_VERIFY(session.isSettled());
        QCOMPARE(more.count(), 1);
    }

    void theConfigurationOfTheProjectCounts() {
        const QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("Dockerfile")), "FROM a:1\nRUN sudo x\n");
        write(folder.filePath(QStringLiteral(".hadolint.yaml")), "ignored: [DL3004]\n");
        Engine engine;
        DocumentSession session(engine);
        BuildInputs inputs;
        inputs.context = folder.path();
        session.open(folder.filePath(QStringLiteral("Dockerfile")), "FROM a:1\nRUN sudo x\n", inputs);
        QTRY_VERIFY(session.isSettled());
        QVERIFY(!has(session.snapshot()->problems, "DL3004"));
        write(folder.filePath(QStringLiteral(".hadolint.yaml")), "nonsense: 1\n");
        QTRY_VERIFY(has(session.snapshot()->problems, "configuration"));
        QVERIFY(has(session.snapshot()->problems, "DL3004"));
    }
};

QTEST_GUILESS_MAIN(TestDocumentSession)
#include "tst_documentsession.moc"
