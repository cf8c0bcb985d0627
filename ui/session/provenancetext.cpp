#include "ui/session/provenancetext.h"

#include "core/base/imagepath.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace sw::ui {

using namespace Qt::StringLiterals;
using analysis::Hop;
using analysis::Making;

namespace {

struct Way {
    Q_DECLARE_TR_FUNCTIONS(Way)
public:
    /// By its name; one without a name by its number, as people count.
    static QString stageName(const analysis::BuildFiles& build, std::size_t stage) {
        const std::string& name = build.stages[stage].name;
        return name.empty() ? tr("stage %1").arg(stage + 1) : QString::fromStdString(name);
    }

    /// Where a layer was made: of a base stage that is not the stage of the file.
    static QString stageOf(const analysis::BuildFiles& build, const Hop& hop) {
        const std::string& made = build.stages[hop.stage].layers[hop.layer].input.stage;
        for (std::size_t i = 0; i < build.stages.size(); ++i) {
            if (!made.empty() && build.stages[i].title(i) == made) {
                return stageName(build, i);
            }
        }
        return stageName(build, hop.stage);
    }

    static QString hop(const analysis::BuildFiles& build, const Hop& hop) {
        const analysis::StageLayer& layer = build.stages[hop.stage].layers[hop.layer];
        const QString stage = stageOf(build, hop);
        const QString line = layer.input.line > 0 ? u"\x01%1\x02"_s.arg(layer.input.line) : u"0"_s;
        const QString source = QString::fromStdString(hop.sourcePath.value_or(""));
        if (layer.input.line == 0 && hop.making != Making::Base) { // of an image that no build of ours made: its history tells
            constexpr qsizetype kMostWords = 80;
            const QString told = QString::fromStdString(layer.instruction).simplified();
            const QString words = told.size() > kMostWords ? told.left(kMostWords) + u'…' : told;
            const std::size_t number = hop.layer; // as everywhere: from the lowest, which is 0
            return hop.deed == Hop::Deed::Removed   ? tr("deleted by layer %1: %2").arg(number).arg(words)
                   : hop.deed == Hop::Deed::Changed ? tr("changed by layer %1: %2").arg(number).arg(words)
                                                    : tr("made by layer %1: %2").arg(number).arg(words);
        }
        switch (hop.deed) {
        case Hop::Deed::Removed: return tr("deleted by line %1 in '%2'").arg(line).arg(stage);
        case Hop::Deed::Changed:
            return hop.contentChanged ? tr("changed by line %1 in '%2'").arg(line).arg(stage)
                                      : tr("stored again by line %1 in '%2', with the same content").arg(line).arg(stage);
        case Hop::Deed::Made:
            if (hop.making == Making::Base) {
                const std::string& base = layer.fromName.empty() ? build.stages[hop.stage].base : layer.fromName;
                return tr("came with the base image %1").arg(QString::fromStdString(base));
            }
            if (hop.making == Making::Run && hop.couldSee && hop.couldSee->files != 1) {
                return tr("made by line %1 in '%2' (of the %3 files that it could see; what it read is not known)").arg(line).arg(stage).arg(hop.couldSee->files);
            }
            return tr("made by line %1 in '%2'").arg(line).arg(stage);
        case Hop::Deed::Copied: break;
        }
        if (layer.making == Making::Stage && layer.fromStage) {
            return tr("copied by line %1 in '%2' from %3 of the stage '%4'").arg(line).arg(stage, u"/"_s + source, stageName(build, *layer.fromStage));
        }
        if (layer.making == Making::Context) {
            switch (hop.now) {
            case Hop::Now::Changed: return tr("copied by line %1 in '%2' from %3 of the context, which has changed since").arg(line).arg(stage, source);
            case Hop::Now::Gone: return tr("copied by line %1 in '%2' from %3 of the context, which is gone").arg(line).arg(stage, source);
            default: return tr("copied by line %1 in '%2' from %3 of the context").arg(line).arg(stage, source);
            }
        }
        return tr("copied by line %1 in '%2' from %3").arg(line).arg(stage, layer.making == Making::Image ? QString::fromStdString(layer.fromName) + u" /"_s + source : source);
    }
};

} // namespace

std::vector<WayStep> wayOf(const analysis::BuildFiles& build, const analysis::Provenance& provenance) {
    // The number stands between marks, the word before it belongs to it: "line 8", "línea 8".
    static const QRegularExpression number(u"(\\S+\\s)?\\x01(\\d+)\\x02"_s);
    std::vector<WayStep> out;
    for (const Hop& hop : provenance.hops) {
        WayStep step{.text = Way::hop(build, hop)};
        if (const auto match = number.match(step.text); match.hasMatch()) {
            step.line = match.captured(2).toInt();
            const QString words = match.captured(1) + match.captured(2);
            step.text.replace(match.capturedStart(), match.capturedLength(), words);
            step.start = match.capturedStart();
            step.size = words.size();
        }
        out.push_back(std::move(step));
    }
    return out;
}

} // namespace sw::ui
