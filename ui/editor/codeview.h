#pragma once

#include "core/base/diagnostic.h"
#include "core/base/text.h"
#include "ui/editor/linelanes.h"

#include "ui/editor/scintilla.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class QTimer;

namespace sw::ui {

enum class CodeIndicator;

/// Scintilla with our margins and lanes. Knows bytes, lines and paint; knows nothing of Dockerfiles: styles, fold levels and
/// lanes are handed in. Positions are UTF-8 byte offsets, lines count from 0, as in Scintilla.
class CodeView : public QsciScintilla {
    Q_OBJECT
public:
    explicit CodeView(QWidget* parent = nullptr);

    // Text, byte by byte.
    void load(const std::string& utf8);
    std::string bytes() const;
    std::string_view view() const; ///< valid until the next change
    void applyEdits(std::vector<TextEdit> edits); ///< one undo step
    void replaceRange(std::size_t begin, std::size_t end, std::string_view replacement);

    // Places.
    std::size_t caret() const;
    int lineOf(std::size_t position) const;
    std::size_t lineStart(int line) const;
    std::size_t lineEnd(int line) const; ///< before the line end characters
    std::pair<std::size_t, std::size_t> selectionRange() const;
    void select(std::size_t begin, std::size_t end);
    void reveal(std::size_t position); ///< unfolds and scrolls so that it stands away from the edges
    QPoint pointOf(std::size_t position) const;
    std::size_t positionNear(QPoint point) const;
    std::optional<std::size_t> positionOver(QPoint point) const; ///< only when there is a character
    int lineOver(QPoint point) const;                            ///< -1 below the text
    int firstVisibleLine() const;
    bool isFoldedAway(int line) const;

    // What stands beside and under the text.
    using Stylist = std::function<std::vector<std::uint8_t>(std::string_view text)>;
    void setStylist(Stylist stylist); ///< one style per byte; asked before each paint after a change
    void restyle();
    void setFoldLevels(const std::vector<int>& levels); ///< per line; bit 0x2000 is "header", as in Scintilla
    void setLanes(Lanes lanes);
    const Lanes& lanes() const { return m_lanes; }
    void setSelectedLines(int first, int last); ///< -1, -1: none
    void setRanges(CodeIndicator indicator, std::vector<std::pair<std::size_t, std::size_t>> wanted);
    std::vector<std::pair<std::size_t, std::size_t>> ranges(CodeIndicator indicator) const;
    void setLaneVisible(bool visible);
    int sizeLaneWidth() const;
    int bandHeight() const;
    void setLinkTest(std::function<std::optional<TextRange>(std::size_t)> test) { m_linkTest = std::move(test); }

Q_SIGNALS:
    void changed();                      ///< the text; once per user action
    void firstLineChanged();
    void linkActivated(std::size_t position);
    void bandClicked(int stage);
    void stateLaneClicked(int line);
    void hovered(QPoint where);          ///< the pointer rests; viewport coordinates
    void leftHover();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;

private:
    struct Row { ///< one visible document line
        int line, top, height, annotation;
    };
    void setUpScintilla();
    void applyTheme();
    void colorCaretLine(); ///< Scintilla paints it over the selected lines: it takes their colour there
    void onModified(int position, int type, int linesAdded, int line);
    void layoutMargins();
    void placeAnnotations();
    std::string annotationFor(int line, std::string& styles) const;
    std::vector<Row> visibleRows() const;
    void paintChanges(const Lanes& before);
    void paintRow(QPainter& painter, const Row& row, int right);
    void paintMargin(QPainter& painter, const Row& row, const LineInfo& info);
    QColor lineBackground(int line) const;
    const LineInfo& info(int line) const;
    std::optional<int> bandBelow(int line) const;
    void showLink(std::optional<std::pair<std::size_t, std::size_t>> range);

    Stylist m_stylist;
    std::vector<std::uint8_t> m_styles;
    Lanes m_lanes;
    std::function<std::optional<TextRange>(std::size_t)> m_linkTest;
    QTimer* m_changeTimer = nullptr;
    QTimer* m_annotationTimer = nullptr; ///< many fold changes, one placing
    QTimer* m_runningTimer = nullptr;
    QTimer* m_hoverTimer = nullptr;
    QPoint m_hoverPoint;
    std::optional<std::pair<std::size_t, std::size_t>> m_link;
    int m_firstVisible = -1;
    int m_selectedFirst = -1;
    int m_selectedLast = -1;
    bool m_lanesVisible = true;
    mutable std::optional<int> m_sizeWidth; ///< of the widest number in the size lane; measured once per theme
    bool m_loading = false;
    double m_phase = 0.0;
};

} // namespace sw::ui
