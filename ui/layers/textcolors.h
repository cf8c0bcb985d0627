#pragma once

#include <QString>

#include <memory>

class QTextDocument;

namespace sw::ui {

/// Colours a document by the language that a file's name tells, in the colours of the theme. Large texts and those with very long
/// lines stay as they are, so that showing one takes no time.
class TextColors {
public:
    explicit TextColors(QTextDocument* document);
    ~TextColors();
    TextColors(const TextColors&) = delete;
    TextColors& operator=(const TextColors&) = delete;

    /// Before the text is set. "": no colours.
    void setFile(const QString& path, qsizetype characters);
    bool isActive() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace sw::ui
