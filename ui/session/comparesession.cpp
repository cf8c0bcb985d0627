#include "ui/session/comparesession.h"

#include "core/analysis/textdiff.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"
#include "core/build/build.h"
#include "ui/session/engine.h"
#include "ui/session/sentence.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cctype>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kBuildsOffered = 30;

std::vector<build::BuildRecord> buildsOf(store::Store& store, const std::filesystem::path& dockerfile) {
    if (!dockerfile.empty()) {
        if (auto records = build::buildHistory(store, dockerfile, kBuildsOffered)) {
            return std::move(*records);
        }
    }
    return {};
}

std::vector<CompareChoice> choicesOf(store::Store& store, const std::filesystem::path& dockerfile) {
    std::vector<CompareChoice> out;
    const std::vector<build::BuildRecord> records = buildsOf(store, dockerfile);
    if (!records.empty()) {
        if (const auto result = build::parseReport(records.front().report)) {
            for (const build::StageResult& stage : result->stages) {
                if (!stage.layers.empty()) {
                    const QString name = stage.name.empty() ? QString::number(stage.index) : QString::fromStdString(stage.name);
                    const QString title = stage.name.empty() ? CompareSession::tr("Stage %1 of the last build").arg(stage.index + 1)
                                                             : CompareSession::tr("Stage '%1' of the last build").arg(name);
                    out.push_back({CompareChoice::Kind::Stage, u'@' + name, title});
                }
            }
        }
        for (const build::BuildRecord& record : records) {
            if (record.succeeded) {
                const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(record.started.time_since_epoch()).count();
                const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms), QLocale::ShortFormat);
                const QString bytes = QString::fromStdString(formatBytes(static_cast<std::int64_t>(record.shippedBytes), QLocale().decimalPoint().at(0).toLatin1()));
                out.push_back({CompareChoice::Kind::Build, QString::fromStdString(record.id),
                               CompareSession::tr("Build of %1 · %2").arg(when, bytes)});
            }
        }
    }
    if (const auto images = store.images()) {
        for (const store::ImageName& image : *images) {
            const auto reference = oci::Reference::parse(image.name);
            const QString name = QString::fromStdString(reference ? reference->familiar() : image.name);
            out.push_back({CompareChoice::Kind::Image, name, name});
        }
    }
    return out;
}

struct Outcome {
    ComparedPtr compared;
    CompareOrder order;
    QString error;
};

Outcome compareThem(const std::shared_ptr<store::Store>& store, const std::string& before, const std::string& after, const inspect::OpenOptions& options,
                    bool semantic, const CompareWish& wish, const std::stop_token& stop) {
    const inspect::StoreOpener opener = [&] { return Result<std::shared_ptr<store::Store>>(store); };
    auto a = inspect::openImage(opener, before, options, stop);
    if (!a) {
        return {.compared = nullptr, .order = nullptr, .error = shown(a.error())};
    }
    auto b = inspect::openImage(opener, after, options, stop);
    if (!b) {
        return {.compared = nullptr, .order = nullptr, .error = shown(b.error())};
    }
    auto out = std::make_shared<Compared>();
    out->before = std::move(*a);
    out->after = std::move(*b);
    out->semantic = semantic;
    out->comparison = analysis::compare(out->before.view, out->after.view, {.semantic = semantic, .below = {}}, stop);
    Outcome outcome;
    outcome.order = std::make_shared<const std::vector<std::uint32_t>>(orderOf(*out, wish, stop));
    outcome.compared = std::move(out);
    return outcome;
}

int lineOf(const Compared& compared, const analysis::FileDifference& file) {
    return file.responsible ? (file.responsibleIsAfter ? compared.after : compared.before).view.layers[*file.responsible].line : 0;
}

std::uint64_t sizeOf(const std::optional<analysis::FileSide>& side) { return side && side->content != nullptr ? side->content->size : 0; }

FileComparison readFile(const Compared& compared, std::size_t number) {
    FileComparison out;
    out.file = number;
    const analysis::FileDifference& file = compared.comparison.files[number];
    const auto text = [&](const inspect::OpenedImage& image, const std::optional<analysis::FileSide>& side) -> Result<std::optional<std::string>> {
        if (!side || side->content == nullptr) {
            return std::optional<std::string>();
        }
        return analysis::fileText(image.view, file.path, CompareSession::kLargestText);
    };
    if (std::max(sizeOf(file.before), sizeOf(file.after)) > CompareSession::kLargestText) {
        out.remark = CompareSession::tr("The file is too large to be compared as text.");
        return out;
    }
    const auto a = text(compared.before, file.before);
    const auto b = text(compared.after, file.after);
    if (!a || !b) {
        out.remark = shown(a ? b.error() : a.error());
    } else if ((*a && analysis::isBinary(**a)) || (*b && analysis::isBinary(**b))) {
        out.remark = *a == *b ? CompareSession::tr("The content is the same.") : CompareSession::tr("The content is no text.");
    } else if (!*a && !*b) {
        out.remark = QString();
    } else {
        const std::string name = absolutePath(file.path);
        out.text = QString::fromStdString(analysis::unifiedDiff(a->value_or(""), b->value_or(""), *a ? name : "/dev/null", *b ? name : "/dev/null"));
        out.remark = out.text.isEmpty() ? CompareSession::tr("The content is the same.") : QString();
    }
    return out;
}

} // namespace

std::vector<std::uint32_t> orderOf(const Compared& compared, const CompareWish& wish, const std::stop_token& stop) {
    std::vector<std::uint32_t> out;
    const auto& files = compared.comparison.files;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::string wanted;
    std::ranges::transform(wish.text, std::back_inserter(wanted), lower);
    for (std::uint32_t i = 0; i < files.size(); ++i) {
        if (i % 4096 == 0 && stop.stop_requested()) {
            return {};
        }
        const analysis::FileDifference& file = files[i];
        const std::string path = wanted.empty() ? std::string() : absolutePath(file.path);
        const bool fits = (wish.changes == 0 || ((wish.changes >> static_cast<unsigned>(file.change)) & 1U) != 0) &&
                          (wish.differs == 0 || (wish.differs & file.differs) != 0) &&
                          (wanted.empty() || !std::ranges::search(path, wanted, [&](char x, char y) { return lower(x) == y; }).empty());
        if (fits) {
            out.push_back(i);
        }
    }
    const auto key = [&](std::uint32_t i) -> std::int64_t {
        switch (wish.order) {
        case CompareWish::Order::Growth: return std::abs(files[i].bytes());
        case CompareWish::Order::Before: return static_cast<std::int64_t>(sizeOf(files[i].before));
        case CompareWish::Order::After: return static_cast<std::int64_t>(sizeOf(files[i].after));
        case CompareWish::Order::Line: return lineOf(compared, files[i]);
        case CompareWish::Order::Path: break; // as they are
        }
        return i;
    };
    if (wish.descending) {
        std::ranges::stable_sort(out, std::greater{}, key);
    } else {
        std::ranges::stable_sort(out, {}, key);
    }
    return out;
}

CompareSession::CompareSession(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine) {
    for (JobRunner* runner : {&m_choosing, &m_comparing, &m_arranging, &m_reading}) {
        connect(runner, &JobRunner::busyChanged, this, &CompareSession::busyChanged);
    }
}

void CompareSession::refresh(const std::filesystem::path& dockerfile) {
    m_dockerfile = dockerfile;
    if (!m_engine.store()) {
        return;
    }
    m_choosing.run([store = m_engine.store(), dockerfile](const std::stop_token&) { return choicesOf(*store, dockerfile); },
                   [this](std::vector<CompareChoice> choices) {
                       m_choices = std::move(choices);
                       Q_EMIT choicesChanged();
                   });
}

void CompareSession::compare(const QString& before, const QString& after, bool semantic) {
    if (!m_engine.store()) {
        return;
    }
    m_reading.cancel();
    m_arranging.cancel();
    inspect::OpenOptions options;
    options.dockerfile = m_dockerfile;
    m_comparing.run([store = m_engine.store(), a = before.toStdString(), b = after.toStdString(), options, semantic, wish = m_wish](
                        const std::stop_token& stop) { return compareThem(store, a, b, options, semantic, wish, stop); },
                    [this, wish = m_wish](Outcome outcome) {
                        m_compared = std::move(outcome.compared);
                        if (!outcome.error.isEmpty()) {
                            Q_EMIT failed(outcome.error);
                        }
                        Q_EMIT compareDone(m_compared, outcome.order);
                        if (m_compared && wish != m_wish) {
                            arrange(m_wish);
                        }
                    });
}

void CompareSession::arrange(const CompareWish& wish) {
    m_wish = wish;
    if (!m_compared || m_comparing.isBusy()) {
        return;
    }
    m_arranging.run([compared = m_compared, wish](const std::stop_token& stop) {
        return std::make_shared<const std::vector<std::uint32_t>>(orderOf(*compared, wish, stop)); },
                    [this](const CompareOrder& order) { Q_EMIT arranged(order); });
}

void CompareSession::showFile(std::size_t file) {
    if (!m_compared || file >= m_compared->comparison.files.size()) {
        return;
    }
    m_reading.run([compared = m_compared, file](const std::stop_token&) { return readFile(*compared, file); },
                  [this](const FileComparison& result) { Q_EMIT fileReady(result); });
}

} // namespace sw::ui
