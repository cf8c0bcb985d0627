#include "ui/theme/colortable.h"
#include "ui/theme/colorwheel.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QPalette>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace sw::ui;
using Role = Theme::Role;

namespace {

using Rgb = std::array<double, 3>;

Rgb linear(const QColor& color) {
    const auto decode = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return {decode(color.redF()), decode(color.greenF()), decode(color.blueF())};
}

Rgb oklab(const Rgb& c) {
    const auto root = [](double v) { return std::cbrt(std::max(v, 0.0)); };
    const double l = root(.4122214708 * c[0] + .5363325363 * c[1] + .0514459929 * c[2]);
    const double m = root(.2119034982 * c[0] + .6806995451 * c[1] + .1073969566 * c[2]);
    const double s = root(.0883024619 * c[0] + .2817188376 * c[1] + .6299787005 * c[2]);
    return {.2104542553 * l + .7936177850 * m - .0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + .4505937099 * s,
            .0259040371 * l + .7827717662 * m - .8086757660 * s};
}

double distance(const Rgb& a, const Rgb& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// Machado, Oliveira, Fernandes 2009, deuteranopia at severity 1.
Rgb deutan(const Rgb& c) {
    return {.367322 * c[0] + .860646 * c[1] - .227968 * c[2], .280085 * c[0] + .672501 * c[1] + .047413 * c[2],
            -.011820 * c[0] + .042940 * c[1] + .968881 * c[2]};
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void stageColorsAreEquallyLight();
    void neighbouringStagesDifferForColourBlindEyes();
    void switchingAppliesThePalette();
    void everyStateHasGlyphWordAndColour();
    void iconsFollowTheTheme();
    void numbersFollowTheLocale();

    /// Also where nothing is chosen: 3 to 1 of the ground, as WCAG 2.2 asks of what can be clicked.
    void checkBoxesStandOut() {
        for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark, ColorScheme::HighContrast}) {
            Theme::instance().setScheme(scheme);
            for (const bool on : {false, true}) {
                QCheckBox box;
                box.setChecked(on);
                box.resize(box.sizeHint());
                const QImage picture = box.grab().toImage();
                double best = 0;
                for (int x = 0; x < picture.width(); ++x) {
                    best = std::max(best, contrastRatio(picture.pixelColor(x, picture.height() / 2), Theme::instance().color(Theme::Role::Surface)));
                }
                QVERIFY2(best >= 3, qPrintable(QString::number(best)));
            }
        }
        Theme::instance().setScheme(ColorScheme::System);
    }
};

void TestTheme::textIsReadable_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<double>("atLeast");
    QTest::newRow("light") << static_cast<int>(ResolvedScheme::Light) << 4.5;
    QTest::newRow("dark") << static_cast<int>(ResolvedScheme::Dark) << 4.5;
    QTest::newRow("high contrast, light") << static_cast<int>(ResolvedScheme::HighContrastLight) << 7.0;
    QTest::newRow("high contrast, dark") << static_cast<int>(ResolvedScheme::HighContrastDark) << 7.0;
}

void TestTheme::textIsReadable() {
    QFETCH(int, scheme);
    QFETCH(double, atLeast);
    const ColorTable& table = colorTable(static_cast<ResolvedScheme>(scheme));
    const QColor surface = table.roles.at(Role::Surface);
    for (const Role role :
         {Role::Text, Role::TextMuted, Role::Hit, Role::Run, Role::Running, Role::Ran, Role::Unknown, Role::Failed,
          Role::Warning, Role::Metadata, Role::Keyword, Role::String, Role::Comment, Role::Variable, Role::FlagName,
          Role::StageName, Role::ImageName, Role::Number, Role::Heredoc, Role::Directive, Role::ErrorText}) {
        const double ratio = contrastRatio(table.roles.at(role), surface);
        QVERIFY2(ratio >= atLeast, qPrintable(QStringLiteral("role %1: %2").arg(static_cast<int>(role)).arg(ratio)));
    }
    QVERIFY(contrastRatio(table.roles.at(Role::AccentText), table.roles.at(Role::Accent)) >= atLeast);
    QVERIFY(contrastRatio(table.roles.at(Role::Text), table.roles.at(Role::Selection)) >= atLeast);
    for (std::size_t i = 0; i < 20; ++i) {
        const QColor stage = wheelColor(i, table.stageLightness, table.stageChroma);
        QVERIFY(contrastRatio(stage, surface) >= std::min(atLeast, 4.5));
    }
}

void TestTheme::stageColorsAreEquallyLight() {
    for (const double lightness : {0.55, 0.78}) {
        for (std::size_t i = 0; i < 30; ++i) {
            QVERIFY(std::abs(oklab(linear(wheelColor(i, lightness, 0.13)))[0] - lightness) < 0.01);
        }
    }
}

void TestTheme::neighbouringStagesDifferForColourBlindEyes() {
    for (const double lightness : {0.55, 0.78}) {
        for (std::size_t i = 0; i + 1 < 10; ++i) {
            const Rgb a = linear(wheelColor(i, lightness, 0.13));
            const Rgb b = linear(wheelColor(i + 1, lightness, 0.13));
            QVERIFY(distance(oklab(a), oklab(b)) > 0.08);
            QVERIFY(distance(oklab(deutan(a)), oklab(deutan(b))) > 0.06);
        }
    }
}

void TestTheme::switchingAppliesThePalette() {
    Theme& theme = Theme::instance();
    int changes = 0;
    connect(&theme, &Theme::changed, this, [&changes] { ++changes; });
    theme.setScheme(ColorScheme::Dark);
    QVERIFY(theme.isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Base), theme.color(Role::Surface));
    theme.setScheme(ColorScheme::Light);
    QVERIFY(!theme.isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Base), QColor(Qt::white));
    QCOMPARE(changes, 2);
    QVERIFY(!qApp->styleSheet().contains(QLatin1Char('@')));
}

void TestTheme::everyStateHasGlyphWordAndColour() {
    QSet<QString> words;
    for (const StepDisplay display : {StepDisplay::WillHit, StepDisplay::WillRun, StepDisplay::Running, StepDisplay::Ran,
                                      StepDisplay::Unknown, StepDisplay::Failed, StepDisplay::NotNeeded, StepDisplay::Metadata}) {
        QCOMPARE(Theme::glyph(display).size(), 1);
        words.insert(Theme::glyph(display) + Theme::word(display));
        QVERIFY(Theme::instance().stateColor(display).isValid());
    }
    QCOMPARE(words.size(), 8);
}

void TestTheme::iconsFollowTheTheme() {
    Theme& theme = Theme::instance();
    QVERIFY(!QDir(QStringLiteral(":/stagewright/icons")).entryList().isEmpty());
    const QIcon icon = theme.icon(QStringLiteral("stop"));
    theme.setScheme(ColorScheme::Light);
    QCOMPARE(icon.pixmap(QSize(16, 16), 1.0).toImage().pixelColor(8, 8), theme.color(Role::Text));
    theme.setScheme(ColorScheme::Dark);
    QCOMPARE(icon.pixmap(QSize(16, 16), 1.0).toImage().pixelColor(8, 8), theme.color(Role::Text));
    theme.setScheme(ColorScheme::Light);
}

void TestTheme::numbersFollowTheLocale() {
    QLocale::setDefault(QLocale(QLocale::Spanish, QLocale::Spain));
    QCOMPARE(Theme::bytes(43'120'551), QStringLiteral("43,1 MB"));
    QCOMPARE(Theme::seconds(14.04), QStringLiteral("14,0 s"));
    QLocale::setDefault(QLocale::c());
    QCOMPARE(Theme::bytes(812'000), QStringLiteral("812 kB"));
    QCOMPARE(Theme::seconds(0.34), QStringLiteral("340 ms"));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(Theme::exactBytes(43'120'551), QStringLiteral("43,120,551 bytes"));
    QCOMPARE(Theme::exactBytes(1), QStringLiteral("1 byte"));
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
