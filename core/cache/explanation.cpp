#include "core/cache/explanation.h"

namespace sw::cache {

std::string_view forecastWord(Verdict verdict) {
    switch (verdict) {
    case Verdict::Hit:
    case Verdict::Shared:
    case Verdict::Metadata: return "hit";
    case Verdict::Run:
    case Verdict::Failed:
    case Verdict::Cancelled: return "run";
    case Verdict::Unknown: return "unknown";
    case Verdict::NotNeeded: return "not-needed";
    }
    return "unknown";
}

std::string_view reportWord(Verdict verdict) {
    switch (verdict) {
    case Verdict::Hit: return "hit";
    case Verdict::Run: return "ran";
    case Verdict::Shared: return "shared";
    case Verdict::Metadata: return "metadata";
    case Verdict::Failed: return "failed";
    case Verdict::Unknown: // a step that a stop or an earlier failure kept from being decided
    case Verdict::Cancelled:
    case Verdict::NotNeeded: return "skipped";
    }
    return "skipped";
}

std::string_view reasonCodeName(ReasonCode code) {
    switch (code) {
    case ReasonCode::None: return "";
    case ReasonCode::FirstBuild: return "first-build";
    case ReasonCode::CommandChanged: return "command-changed";
    case ReasonCode::ArgumentChanged: return "argument-changed";
    case ReasonCode::EnvironmentChanged: return "environment-changed";
    case ReasonCode::BaseImageChanged: return "base-image-changed";
    case ReasonCode::FilesChanged: return "files-changed";
    case ReasonCode::MountChanged: return "mount-changed";
    case ReasonCode::CachePruned: return "cache-pruned";
    case ReasonCode::NoCache: return "no-cache";
    case ReasonCode::KnockOn: return "knock-on";
    case ReasonCode::EarlyCutoff: return "early-cutoff";
    }
    return "";
}

ReasonCode reasonCodeOf(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(ReasonCode::EarlyCutoff); ++i) {
        const auto code = static_cast<ReasonCode>(i);
        if (reasonCodeName(code) == name) {
            return code;
        }
    }
    return ReasonCode::None;
}

} // namespace sw::cache
