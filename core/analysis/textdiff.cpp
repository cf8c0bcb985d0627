#include "core/analysis/textdiff.h"

#include <algorithm>
#include <cstddef>

namespace sw::analysis {

namespace {

using Lines = std::vector<std::string_view>;
constexpr int kMostChanges = 2000;
constexpr std::size_t kContext = 3;

void append(std::vector<DiffLine>& out, DiffLine::Kind kind, const Lines& lines, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        out.push_back({kind, lines[i]});
    }
}

/// Steps of the shortest path in reverse; false when it is longer than kMostChanges.
bool shortestPath(const Lines& a, const Lines& b, std::size_t first, std::size_t endA, std::size_t endB, std::vector<DiffLine>& reversed) {
    const auto n = static_cast<int>(endA - first);
    const auto m = static_cast<int>(endB - first);
    const int most = std::min(n + m, kMostChanges);
    std::vector<std::vector<int>> reached; // for each number of changes d: furthest x on diagonals -d, -d + 2, .. d
    const auto lineA = [&](int x) { return a[first + static_cast<std::size_t>(x)]; };
    const auto lineB = [&](int y) { return b[first + static_cast<std::size_t>(y)]; };
    const auto at = [&](int d, int k) { return reached[static_cast<std::size_t>(d)][static_cast<std::size_t>((k + d) / 2)]; };
    const auto downwards = [&](int d, int k) { return k == -d || (k != d && at(d - 1, k - 1) < at(d - 1, k + 1)); };
    int end = -1;
    for (int d = 0; d <= most && end < 0; ++d) {
        reached.emplace_back(static_cast<std::size_t>(d) + 1);
        for (int k = -d; k <= d; k += 2) {
            int x = d == 0 ? 0 : downwards(d, k) ? at(d - 1, k + 1) : at(d - 1, k - 1) + 1;
            while (x < n && x - k < m && x - k >= 0 && lineA(x) == lineB(x - k)) {
                ++x;
            }
            reached.back()[static_cast<std::size_t>((k + d) / 2)] = x;
            if (x >= n && x - k >= m) {
                end = d;
                break;
            }
        }
    }
    if (end < 0) {
        return false;
    }
    int x = n;
    int y = m;
    for (int d = end; d >= 0; --d) {
        const int k = x - y;
        const bool down = d > 0 && downwards(d, k);
        const int fromX = d == 0 ? 0 : down ? at(d - 1, k + 1) : at(d - 1, k - 1);
        const int fromY = d == 0 ? 0 : down ? fromX - (k + 1) : fromX - (k - 1);
        while (x > fromX && y > fromY && (d == 0 || x > fromX + (down ? 0 : 1)) && (d == 0 || y > fromY + (down ? 1 : 0))) {
            reversed.push_back({DiffLine::Kind::Same, lineA(--x)});
            --y;
        }
        if (d > 0) {
            down ? reversed.push_back({DiffLine::Kind::Added, lineB(--y)}) : reversed.push_back({DiffLine::Kind::Removed, lineA(--x)});
        }
    }
    return true;
}

/// Within a run of changes the removed lines first.
void settleOrder(std::vector<DiffLine>& lines) {
    for (auto from = lines.begin(); from != lines.end();) {
        const auto isChange = [](const DiffLine& line) { return line.kind != DiffLine::Kind::Same; };
        from = std::find_if(from, lines.end(), isChange);
        const auto to = std::find_if_not(from, lines.end(), isChange);
        std::stable_partition(from, to, [](const DiffLine& line) { return line.kind == DiffLine::Kind::Removed; });
        from = to;
    }
}

struct Hunk {
    std::size_t from, to; ///< in the list of DiffLines
};

std::vector<Hunk> hunksOf(const std::vector<DiffLine>& lines) {
    std::vector<Hunk> out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].kind == DiffLine::Kind::Same) {
            continue;
        }
        const std::size_t from = i < kContext ? 0 : i - kContext;
        const std::size_t to = std::min(lines.size(), i + kContext + 1);
        if (!out.empty() && from <= out.back().to) {
            out.back().to = to;
        } else {
            out.push_back({from, to});
        }
    }
    return out;
}

std::string rangeText(std::size_t first, std::size_t count) {
    return std::to_string(count == 0 ? first : first + 1) + (count == 1 ? "" : "," + std::to_string(count));
}

bool endsWithoutNewline(std::string_view text) { return !text.empty() && text.back() != '\n'; }

} // namespace

std::vector<std::string_view> linesOf(std::string_view text) {
    Lines out;
    while (!text.empty()) {
        const std::size_t at = text.find('\n');
        out.push_back(text.substr(0, at));
        text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    }
    return out;
}

bool isBinary(std::string_view bytes) {
    if (bytes.find('\0') != std::string_view::npos) {
        return true;
    }
    const auto control = std::ranges::count_if(
        bytes, [](char c) { return static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1b'; });
    return static_cast<std::size_t>(control) * 50 > bytes.size();
}

std::vector<DiffLine> compareLines(const Lines& before, const Lines& after) {
    std::size_t first = 0;
    while (first < before.size() && first < after.size() && before[first] == after[first]) {
        ++first;
    }
    std::size_t endA = before.size();
    std::size_t endB = after.size();
    while (endA > first && endB > first && before[endA - 1] == after[endB - 1]) {
        --endA;
        --endB;
    }
    std::vector<DiffLine> out;
    append(out, DiffLine::Kind::Same, before, 0, first);
    std::vector<DiffLine> reversed;
    if (shortestPath(before, after, first, endA, endB, reversed)) {
        out.insert(out.end(), reversed.rbegin(), reversed.rend());
    } else {
        append(out, DiffLine::Kind::Removed, before, first, endA);
        append(out, DiffLine::Kind::Added, after, first, endB);
    }
    append(out, DiffLine::Kind::Same, before, endA, before.size());
    settleOrder(out);
    return out;
}

std::string unifiedDiff(std::string_view before, std::string_view after, std::string_view beforeName, std::string_view afterName) {
    if (before == after) {
        return {};
    }
    // A last line without its end is another line than one with it.
    Lines a = linesOf(before);
    Lines b = linesOf(after);
    const bool openA = endsWithoutNewline(before);
    const bool openB = endsWithoutNewline(after);
    const bool sameLast = openA != openB && !a.empty() && !b.empty() && a.back() == b.back();
    const std::string marked = sameLast ? std::string(openA ? a.back() : b.back()) + "\n" : std::string();
    if (sameLast) {
        (openA ? a : b).back() = marked;
    }
    const std::vector<DiffLine> lines = compareLines(a, b);
    std::string out = "--- " + std::string(beforeName) + "\n+++ " + std::string(afterName) + "\n";
    std::size_t at = 0;
    std::size_t lineA = 0;
    std::size_t lineB = 0;
    const auto pass = [&](std::size_t to) {
        for (; at < to; ++at) {
            lineA += lines[at].kind != DiffLine::Kind::Added ? 1 : 0;
            lineB += lines[at].kind != DiffLine::Kind::Removed ? 1 : 0;
        }
    };
    for (const Hunk& hunk : hunksOf(lines)) {
        pass(hunk.from);
        const std::size_t startA = lineA;
        const std::size_t startB = lineB;
        std::string body;
        std::size_t countA = startA;
        std::size_t countB = startB;
        for (std::size_t i = hunk.from; i < hunk.to; ++i) {
            const DiffLine::Kind kind = lines[i].kind;
            const std::string_view text = lines[i].text.ends_with('\n') ? lines[i].text.substr(0, lines[i].text.size() - 1) : lines[i].text;
            body += (kind == DiffLine::Kind::Same ? " " : kind == DiffLine::Kind::Removed ? "-" : "+") + std::string(text) + "\n";
            countA += kind != DiffLine::Kind::Added ? 1 : 0;
            countB += kind != DiffLine::Kind::Removed ? 1 : 0;
            if ((kind != DiffLine::Kind::Added && openA && countA == a.size()) || (kind == DiffLine::Kind::Added && openB && countB == b.size())) {
                body += "\\ No newline at end of file\n";
            }
        }
        pass(hunk.to);
        out += "@@ -" + rangeText(startA, lineA - startA) + " +" + rangeText(startB, lineB - startB) + " @@\n" + body;
    }
    return out;
}

} // namespace sw::analysis
