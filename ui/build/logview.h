#pragma once

#include "ui/models/logmodel.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QFont>
#include <QPixmap>
#include <QTimer>

#include <optional>
#include <vector>

namespace sw::ui {

/// The log: a block per step, each with a header that folds it. Paints only what is visible, so that its cost does not
/// depend on how much was logged. A failing step unfolds itself; while the end is in sight it stays in sight.
class LogView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LogView(LogModel& model, QWidget* parent = nullptr);

    /// A place in the log: block, line (kHeader: its header) and character in the line.
    struct Position {
        static constexpr std::size_t kHeader = static_cast<std::size_t>(-1);
        std::size_t block = 0;
        std::size_t line = kHeader;
        int column = 0;
        auto key() const { return std::tuple(block, line == kHeader ? 0 : line + 1, column); }
        bool operator==(const Position&) const = default;
    };

    void setExpanded(std::size_t block, bool expanded);
    bool isExpanded(std::size_t block) const;
    void expandAll(bool expanded);
    void showInstruction(std::size_t instruction); ///< scrolls its block into view and unfolds it
    bool find(const QString& text, bool forward, bool fromStart);
    /// Marks all hits of this text in what is visible.
    void highlight(const QString& text);
    QString selectedText() const;
    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    std::size_t rowCount() const { return m_rows; }

public Q_SLOTS:
    void copy();
    void selectAll();

Q_SIGNALS:
    void instructionClicked(std::size_t instruction);
    void stopRequested(); ///< Esc
    void followingChanged(bool following);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Shown { ///< what is known of a block on screen
        bool expanded = false;
        bool touched = false;     ///< folded or unfolded by hand
        std::size_t firstRow = 0; ///< of its header
        std::size_t lines = 0;    ///< visible ones
        bool hasCut = false;      ///< a row that says how many lines were left out
        bool hasError = false;    ///< a row with the step's error
    };
    void relayout();
    void onChanged();
    void onFailed(std::size_t block);
    std::size_t blockAtRow(std::size_t row) const;
    void paintRow(QPainter& painter, std::size_t row, int y);
    void paintHeader(QPainter& painter, std::size_t block, int y);
    void paintLine(QPainter& painter, std::size_t block, std::size_t line, int y);
    void paintRuns(QPainter& painter, const LogLine& line, int x, int y);
    QColor ansiColor(std::int32_t color, const QColor& fallback) const;
    Position positionAt(const QPoint& point) const;
    std::size_t rowOf(const Position& position) const;
    void scrollToRow(std::size_t row);
    QString textOf(const Position& position) const;
    bool isSelected(std::size_t block, std::size_t line, int& from, int& to, int length) const;

    LogModel& m_model;
    std::vector<Shown> m_shown;
    std::size_t m_rows = 0;
    int m_rowHeight = 18;
    double m_charWidth = 8;
    int m_widest = 0; ///< characters, of the lines seen so far
    QFont m_font;
    bool m_following = true;
    bool m_selecting = false;
    std::optional<Position> m_anchor, m_caret;
    std::optional<std::size_t> m_currentBlock;
    QString m_highlight;
    QTimer m_spin; ///< the turning glyph of running steps
    double m_phase = 0;
};

} // namespace sw::ui
