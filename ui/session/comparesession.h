#pragma once

#include "core/analysis/compare.h"
#include "core/inspect/openimage.h"
#include "ui/session/jobrunner.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

namespace sw::ui {

class Engine;

/// What can be compared: a stage of the last build, a build, an image of the store. `image` is as the command line takes it.
struct CompareChoice {
    enum class Kind { Stage, Build, Image };
    Kind kind = Kind::Image;
    QString image;
    QString title;
    bool operator==(const CompareChoice&) const = default;
};

/// Two images side by side. Immutable.
struct Compared {
    inspect::OpenedImage before, after;
    analysis::Comparison comparison;
    bool semantic = true;
};
using ComparedPtr = std::shared_ptr<const Compared>;

/// Which of the differing files are listed, and in which order.
struct CompareWish {
    enum class Order { Path, Growth, Before, After, Line };
    std::string text;          ///< part of a path, whatever its case
    std::uint8_t changes = 0;  ///< of 1 << analysis::Change; 0: all
    std::uint8_t differs = 0;  ///< of analysis::Differs, of which one has to hold; 0: any
    Order order = Order::Growth; ///< by the amount of bytes, whichever way
    bool descending = true;
    bool operator==(const CompareWish&) const = default;
};
using CompareOrder = std::shared_ptr<const std::vector<std::uint32_t>>; ///< indexes of comparison.files

/// A file of both: what is known of it in words, and its text as `diff -u` tells it.
struct FileComparison {
    std::size_t file = 0;
    QString text;      ///< of the difference; empty when it is none of text
    QString remark;    ///< why there is no text; or an error
};

/// Opens, compares, sorts and filters on workers; the newest wish wins.
class CompareSession : public QObject {
    Q_OBJECT
public:
    static constexpr std::uint64_t kLargestText = 4U << 20U;

    explicit CompareSession(Engine& engine, QObject* parent = nullptr);

    /// Reads anew what can be compared: choicesChanged() follows.
    void refresh(const std::filesystem::path& dockerfile);
    const std::vector<CompareChoice>& choices() const { return m_choices; }
    void compare(const QString& before, const QString& after, bool semantic);
    void arrange(const CompareWish& wish); ///< of what is compared, and of what will be
    void showFile(std::size_t file);
    bool isBusy() const { return m_choosing.isBusy() || m_comparing.isBusy() || m_arranging.isBusy() || m_reading.isBusy(); }
    bool isComparing() const { return m_comparing.isBusy(); }
    const ComparedPtr& compared() const { return m_compared; }
    const std::filesystem::path& dockerfile() const { return m_dockerfile; }

Q_SIGNALS:
    void choicesChanged();
    void compareDone(const sw::ui::ComparedPtr& compared, const sw::ui::CompareOrder& order); ///< null: it failed
    void arranged(const sw::ui::CompareOrder& order);
    void fileReady(const sw::ui::FileComparison& file);
    void failed(const QString& sentence);
    void busyChanged();

private:
    Engine& m_engine;
    std::filesystem::path m_dockerfile;
    std::vector<CompareChoice> m_choices;
    ComparedPtr m_compared;
    CompareWish m_wish;
    JobRunner m_choosing;
    JobRunner m_comparing;
    JobRunner m_arranging;
    JobRunner m_reading;
};

/// The order that a wish asks for.
std::vector<std::uint32_t> orderOf(const Compared& compared, const CompareWish& wish, const std::stop_token& stop);

} // namespace sw::ui
