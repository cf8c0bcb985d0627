#pragma once

#include "ui/session/documentsession.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

namespace sw::ui {

enum class ColorScheme { System, Light, Dark, HighContrast };

/// Colours, fonts and metrics of the whole window, by role. Views repaint on changed(). 8 px grid.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& instance(); ///< constant for the life of the program; made by the composition root

    enum class Role {
        Window, Surface, SurfaceAlt, Border, Text, TextMuted, Accent, AccentText, Selection, CurrentLine,
        Hit, Run, Running, Ran, Unknown, Failed, Warning, Metadata, Added, Modified, Removed, GraphCanvas,
        // editor
        Keyword, String, Comment, Variable, FlagName, StageName, ImageName, Number, Heredoc, Directive, ErrorText,
    };
    QColor color(Role role) const;
    /// Stable colour of a stage by its index in the file; equal lightness, told apart by colour-blind eyes.
    QColor stageColor(std::size_t index) const;
    QColor stageTint(std::size_t index) const; ///< the same, pale, for bands and headers
    QFont uiFont(int relativeSize = 0) const;  ///< 0 normal, -1 small
    QFont monospaceFont() const;               ///< tabular figures as well
    bool isDark() const;
    ColorScheme scheme() const;
    void setScheme(ColorScheme scheme); ///< applies the palette to the application

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
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace sw::ui
