#pragma once

#include "ui/session/documentsession.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

#include <memory>

class QWidget;

namespace sw::ui {

enum class ColorScheme { System, Light, Dark, HighContrast };

/// Colours, fonts, icons and metrics of the whole window, by role. Views repaint on changed(). 8 px grid.
///
/// Widgets get their look from the application style sheet (see stylesheet.cpp). Dynamic properties choose a variant:
///   "kind"  on QToolButton, QPushButton, QComboBox: "primary" (the one accent), "chip" (bordered choice in the tool bar),
///           "flat" (no frame until hovered; default of QToolButton), "danger" (Stop)
///   "tone"  on QLabel: "muted", "strong", "small", "title"
///   "panel" on QWidget and QFrame: "surface" | "window" | "bar" (a strip with a line below) | "footer" (a line above)
/// setVariant() sets one and repolishes.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& instance(); ///< constant for the life of the program; made by the composition root

    enum class Role {
        Window, Surface, SurfaceAlt, Border, Text, TextMuted, Accent, AccentText, Selection, CurrentLine,
        Hit, Run, Running, Ran, Unknown, Failed, Warning, Metadata, Added, Modified, Removed, GraphCanvas,
        // editor
        Keyword, String, Comment, Variable, FlagName, StageName, ImageName, Number, Heredoc, Directive, ErrorText,
        // drawing helpers
        Hover, Track, BarNeutral, FindMatch,
    };
    QColor color(Role role) const;
    /// Stable colour of a stage by its index in the file; equal lightness, told apart by colour-blind eyes.
    QColor stageColor(std::size_t index) const;
    QColor stageTint(std::size_t index) const; ///< the same, pale, for bands and headers
    /// `over` with `amount` (0..1) of `color` laid on it.
    static QColor blend(const QColor& over, const QColor& color, double amount);

    QFont uiFont(int relativeSize = 0) const;  ///< -1 small, 0 normal, 1 title; figures are tabular
    QFont monospaceFont() const;               ///< tabular figures as well, no ligatures
    bool isDark() const;
    bool isHighContrast() const;
    ColorScheme scheme() const;
    void setScheme(ColorScheme scheme); ///< applies the palette to the application
    void setFontSize(int points);       ///< of all text; 0 = the desktop's

    /// A line icon by file name in resources/icons, in the text colour of the theme that is current when it is painted
    /// ("accent" and "primary" modes: see IconTint).
    enum class IconTint { Text, Muted, OnAccent, Accent };
    QIcon icon(const QString& name, IconTint tint = IconTint::Text) const;

    static constexpr int kGrid = 8;
    int rowHeight() const; ///< of lists and trees: text height and a calm margin
    static void setVariant(QWidget* widget, const char* property, const QString& value);

    static QString glyph(StepDisplay display);   ///< "●", "▶", "◐", "✓", "◌", "✕", "–", "·"
    static QString word(StepDisplay display);    ///< translated
    QColor stateColor(StepDisplay display) const;

    /// Locale-aware, three significant digits: "43,1 MB".
    static QString bytes(std::uint64_t bytes);
    static QString exactBytes(std::uint64_t bytes); ///< "43,120,551 bytes"
    static QString seconds(double seconds);

Q_SIGNALS:
    void changed();

private:
    Theme();
    ~Theme() override;
    void resolve();
    void apply();

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace sw::ui
