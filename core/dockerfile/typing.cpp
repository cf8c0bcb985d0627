#include "core/dockerfile/gotext.h"
#include "core/dockerfile/heredocs.h"
#include "core/dockerfile/instructionflags.h"
#include "core/dockerfile/mounts.h"
#include "core/dockerfile/reading.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace sw::dockerfile {

namespace {

constexpr std::int64_t kMinimumInterval = 1'000'000; ///< 1 ms, in ns

bool isStageName(std::string_view name) {
    const std::string lower = lowered(name);
    return !lower.empty() && lower.front() >= 'a' && lower.front() <= 'z' && std::ranges::all_of(lower, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

/// Go's time.ParseDuration: "1h30m", "1.5s", "-5ms", "0". Nanoseconds; absent when it is none.
std::optional<std::int64_t> readDuration(std::string_view text) {
    struct Unit {
        std::string_view name;
        double nanoseconds;
    };
    static constexpr std::array kUnits = {Unit{"ns", 1},          Unit{"us", 1e3},        Unit{"\u00B5s", 1e3},
                                          Unit{"\u03BCs", 1e3},   Unit{"ms", 1e6},        Unit{"s", 1e9},
                                          Unit{"m", 60e9},        Unit{"h", 3600e9}};
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    if (text == "0") {
        return 0;
    }
    if (text.empty()) {
        return std::nullopt;
    }
    double total = 0;
    while (!text.empty()) {
        const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
        const std::string_view number = text.substr(0, digits);
        if (number.empty() || number == "." || std::ranges::count(number, '.') > 1) {
            return std::nullopt;
        }
        text.remove_prefix(digits);
        const std::size_t letters = std::min(text.find_first_of("0123456789."), text.size());
        const auto* unit = std::ranges::find(kUnits, text.substr(0, letters), &Unit::name);
        if (unit == kUnits.end()) {
            return std::nullopt;
        }
        text.remove_prefix(letters);
        double value = 0;
        std::from_chars(number.data(), number.data() + number.size(), value);
        total += value * unit->nanoseconds;
    }
    if (total >= 9.2e18) {
        return std::nullopt;
    }
    const auto nanoseconds = static_cast<std::int64_t>(std::llround(total));
    return negative ? -nanoseconds : nanoseconds;
}

class Typer {
public:
    Typer(Reader& reader, Instruction& instruction)
        : m_reader(reader), m_instruction(instruction), m_name(instructionName(instruction.kind)) {}

    void type() {
        switch (m_instruction.kind) {
        case InstructionKind::Add:
        case InstructionKind::Copy: copy(); break;
        case InstructionKind::Arg: arg(); break;
        case InstructionKind::Cmd:
        case InstructionKind::Entrypoint: shellCommand(); break;
        case InstructionKind::Env:
        case InstructionKind::Label: pairs(); break;
        case InstructionKind::Expose: expose(); break;
        case InstructionKind::From: from(); break;
        case InstructionKind::Healthcheck: healthcheck(); break;
        case InstructionKind::Maintainer:
        case InstructionKind::User:
        case InstructionKind::Workdir: oneWord(true); break;
        case InstructionKind::Stopsignal: oneWord(false); break;
        case InstructionKind::Onbuild: onbuild(); break;
        case InstructionKind::Run: run(); break;
        case InstructionKind::Shell: shell(); break;
        case InstructionKind::Unknown: unknown(); break;
        case InstructionKind::Volume: volume(); break;
        }
    }

private:
    std::size_t count() const { return m_instruction.args.size(); }
    Word word(std::size_t i) const { return {m_instruction.args[i], m_instruction.argRanges[i]}; }

    std::vector<Word> words(std::size_t from = 0) const {
        std::vector<Word> out;
        for (std::size_t i = from; i < count(); ++i) {
            out.push_back(word(i));
        }
        return out;
    }

    Command command(std::size_t from = 0) const {
        Command out;
        out.json = m_instruction.json;
        out.args.assign(m_instruction.args.begin() + static_cast<std::ptrdiff_t>(from), m_instruction.args.end());
        out.ranges.assign(m_instruction.argRanges.begin() + static_cast<std::ptrdiff_t>(from),
                          m_instruction.argRanges.end());
        return out;
    }

    void refuse(Sentence message, Sentence detail = {}, std::optional<TextRange> range = {}) {
        m_reader.refuse(m_instruction, range.value_or(m_instruction.keyword), std::move(message), std::move(detail));
    }

    bool flagsFit() { return checkFlags(m_reader, m_instruction); }

    bool atLeastOne() {
        if (count() == 0) {
            refuse(say("%1 requires at least one argument", m_name));
        }
        return count() > 0;
    }

    const Flag* flag(std::string_view name) const {
        const auto found = std::ranges::find(m_instruction.flags, name, &Flag::name);
        return found == m_instruction.flags.end() ? nullptr : &*found;
    }

    std::optional<Word> flagWord(std::string_view name) const {
        const Flag* found = flag(name);
        return found != nullptr && found->value ? std::optional(Word{*found->value, found->valueRange}) : std::nullopt;
    }

    std::optional<bool> flagSwitch(std::string_view name) const {
        const Flag* found = flag(name);
        if (found == nullptr) {
            return std::nullopt;
        }
        return !found->value || lowered(*found->value) == "true";
    }

    void unknown() {
        Sentence message = say("unknown instruction: %1", m_instruction.cmd);
        std::vector<QuickFix> fixes;
        if (const std::optional<std::string> near = nearestInstruction(m_instruction.cmd)) {
            message = say("%1 (did you mean %2?)", message, *near);
            fixes.push_back({say("Write %1", *near), {{m_instruction.keyword, *near}}});
        }
        m_reader.refuse(m_instruction, m_instruction.keyword, std::move(message),
                        say("An instruction is one word such as FROM, RUN or COPY at the start of its line."),
                        std::move(fixes));
    }

    void oneWord(bool withFlags) {
        if (count() != 1) {
            refuse(say("%1 requires exactly one argument", m_name));
        } else if (!withFlags || flagsFit()) {
            m_instruction.payload = WordsArgs{words()};
        }
    }

    void expose() {
        if (atLeastOne() && flagsFit()) {
            m_instruction.payload = WordsArgs{words()};
        }
    }

    void volume() {
        if (!atLeastOne() || !flagsFit()) {
            return;
        }
        for (std::size_t i = 0; i < count(); ++i) {
            if (trimmed(m_instruction.args[i]).empty()) {
                refuse(say("VOLUME specified can not be an empty string"), {}, m_instruction.argRanges[i]);
                return;
            }
        }
        m_instruction.payload = CommandArgs{command()};
    }

    void shellCommand() {
        if (flagsFit()) {
            m_instruction.payload = CommandArgs{command()};
        }
    }

    void shell() {
        if (!flagsFit() || !atLeastOne()) {
            return;
        }
        if (!m_instruction.json) {
            refuse(say("SHELL requires the arguments to be in JSON form"),
                   say("Write it as a list, for example: %1", R"(SHELL ["/bin/bash", "-c"])"));
            return;
        }
        m_instruction.payload = CommandArgs{command()};
    }

    void pairs() {
        if (!flagsFit() || !atLeastOne()) {
            return;
        }
        PairArgs out;
        for (std::size_t i = 0; i + 2 < count(); i += 3) {
            if (m_instruction.args[i].empty()) {
                refuse(say("%1 names can not be blank", m_name), {}, m_instruction.argRanges[i + 2]);
                return;
            }
            out.pairs.push_back({word(i), word(i + 1), m_instruction.args[i + 2].empty(), true});
        }
        m_instruction.payload = std::move(out);
    }

    void arg() {
        if (!atLeastOne()) {
            return;
        }
        PairArgs out;
        for (std::size_t i = 0; i < count(); ++i) {
            const Word whole = word(i);
            const std::size_t equals = whole.text.find('=');
            if (equals == 0) {
                refuse(say("ARG names can not be blank"), {}, whole.range);
                return;
            }
            KeyValue pair{whole, {}, false, equals != std::string::npos};
            pair.value.range = {whole.range.end, whole.range.end};
            if (pair.hasValue) {
                pair.key = {whole.text.substr(0, equals), subRange(m_reader, whole.range, 0, equals)};
                pair.value.text = whole.text.substr(equals + 1);
                pair.value.range.start = subRange(m_reader, whole.range, equals + 1, 0).start;
            }
            out.pairs.push_back(std::move(pair));
        }
        m_instruction.payload = std::move(out);
    }

    void from() {
        FromArgs out;
        if (count() == 3 && equalFold(m_instruction.args[1], "as")) {
            if (!isStageName(m_instruction.args[2])) {
                refuse(say("invalid name for build stage: %1, name can't start with a number or contain symbols", inQuotes(m_instruction.args[2])),
                       say("Begin with a letter and go on with letters, digits, '-', '_' and '.'."),
                       m_instruction.argRanges[2]);
                return;
            }
            out.asKeyword = m_instruction.argRanges[1];
            out.name = word(2);
        } else if (count() != 1) {
            refuse(say("FROM requires either one or three arguments"),
                   say("Write FROM image, or FROM image AS name."));
            return;
        }
        if (flagsFit()) {
            out.image = word(0);
            out.platform = flagWord("platform");
            m_instruction.payload = std::move(out);
        }
    }

    void copy() {
        if (count() < 2) {
            refuse(say("%1 requires at least two arguments, but only one was provided. Destination could not be determined", m_name),
                   say("Write what to copy and where to: %1 source destination.", m_name));
            return;
        }
        if (!flagsFit()) {
            return;
        }
        CopyArgs out;
        out.destination = word(count() - 1);
        if (const auto heredoc = readHeredocWord(out.destination.text); heredoc && *heredoc) {
            refuse(say("%1 cannot accept a heredoc as a destination", m_name), {}, out.destination.range);
            return;
        }
        for (std::size_t i = 0; i + 1 < count(); ++i) {
            addSource(out, word(i));
        }
        out.from = flagWord("from");
        out.chown = flagWord("chown");
        out.chmod = flagWord("chmod");
        out.checksum = flagWord("checksum");
        for (const Flag& each : m_instruction.flags) {
            if (each.name == "exclude") {
                out.excludes.push_back({each.value.value_or(""), each.valueRange});
            }
        }
        out.link = flagSwitch("link").value_or(false);
        out.parents = flagSwitch("parents").value_or(false);
        out.keepGitDir = flagSwitch("keep-git-dir").value_or(false);
        out.unpack = flagSwitch("unpack");
        m_instruction.payload = std::move(out);
    }

    void addSource(CopyArgs& out, Word source) const {
        const auto heredoc = readHeredocWord(source.text);
        if (!heredoc || !*heredoc) {
            out.sources.push_back(std::move(source));
            return;
        }
        // The last heredoc of a name wins, as in BuildKit's lookup by name.
        for (std::size_t i = m_instruction.heredocs.size(); i-- > 0;) {
            if (m_instruction.heredocs[i].name == (*heredoc)->name) {
                out.heredocSources.push_back(i);
                return;
            }
        }
    }

    void run() {
        if (!flagsFit()) {
            return;
        }
        RunArgs out;
        out.command = command();
        for (const Flag& each : m_instruction.flags) {
            if (each.name == "mount" && !addMount(out, each)) {
                return;
            }
        }
        if (const std::optional<Word> network = flagWord("network")) {
            if (network->text != "default" && network->text != "none" && network->text != "host") {
                refuse(say("invalid network mode: %1", inQuotes(network->text)), say("Use default, none or host."), network->range);
                return;
            }
            out.network = network->text;
        }
        if (const std::optional<Word> security = flagWord("security")) {
            if (security->text != "sandbox" && security->text != "insecure") {
                refuse(say("security %1 is not valid", inQuotes(security->text)), say("Use sandbox or insecure."),
                       security->range);
                return;
            }
            out.security = security->text;
        }
        m_instruction.payload = std::move(out);
    }

    bool addMount(RunArgs& out, const Flag& each) {
        Result<Mount> mount = readMount(each.value.value_or(""));
        if (!mount) {
            refuse(mount.error().message, {}, each.valueRange);
            return false;
        }
        mount->text = each.value.value_or("");
        mount->range = each.valueRange;
        mount->fromRange = findFrom(each, mount->from);
        out.mounts.push_back(std::move(*mount));
        return true;
    }

    /// The value of from= inside a --mount, where it stands in the file as it is.
    TextRange findFrom(const Flag& each, std::string_view value) const {
        const std::string_view source = each.valueRange.in(m_reader.text);
        const std::string lower = lowered(source);
        for (std::size_t at = lower.find("from="); at != std::string::npos; at = lower.find("from=", at + 1)) {
            const bool begins = at == 0 || lower[at - 1] == ',' || lower[at - 1] == '"' || lower[at - 1] == '\'';
            if (begins && source.substr(at + 5).starts_with(value) && !source.substr(0, at).contains('\n')) {
                return subRange(m_reader, each.valueRange, at + 5, value.size());
            }
        }
        return {each.valueRange.end, each.valueRange.end};
    }

    void healthcheck() {
        if (!atLeastOne()) {
            return;
        }
        HealthcheckArgs out;
        const std::string type = uppered(m_instruction.args[0]);
        if (type == "NONE") {
            if (count() > 1) {
                refuse(say("HEALTHCHECK NONE takes no arguments"), {}, m_instruction.argRanges[1]);
                return;
            }
            out.none = true;
            m_instruction.payload = std::move(out);
            return;
        }
        if (!flagsFit()) {
            return;
        }
        if (type != "CMD") {
            refuse(say("Unknown type %1 in HEALTHCHECK (try CMD)", inQuotes(type)), say("Write HEALTHCHECK CMD command."),
                   m_instruction.argRanges[0]);
            return;
        }
        if (count() == 1) {
            refuse(say("Missing command after HEALTHCHECK CMD"), {}, m_instruction.argRanges[0]);
            return;
        }
        out.command = command(1);
        if (interval("interval", out.interval) && interval("timeout", out.timeout) &&
            interval("start-period", out.startPeriod) && interval("start-interval", out.startInterval) &&
            retries(out.retries)) {
            m_instruction.payload = std::move(out);
        }
    }

    bool interval(std::string_view name, std::optional<std::int64_t>& out) {
        const std::optional<Word> value = flagWord(name);
        if (!value || value->text.empty()) {
            return true;
        }
        const std::optional<std::int64_t> duration = readDuration(value->text);
        if (!duration) {
            refuse(say("time: invalid duration %1", inQuotes(value->text)),
                   say("Write a number with a unit, for example 30s or 1m30s."), value->range);
            return false;
        }
        if (*duration != 0 && *duration < kMinimumInterval) {
            refuse(say("Interval %1 cannot be less than 1ms", inQuotes(name)), {}, value->range);
            return false;
        }
        out = duration;
        return true;
    }

    bool retries(std::optional<int>& out) {
        const std::optional<Word> value = flagWord("retries");
        if (!value || value->text.empty()) {
            return true;
        }
        std::string_view digits = value->text;
        if (digits.starts_with('+')) {
            digits.remove_prefix(1);
        }
        int number = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error != std::errc() || end != digits.data() + digits.size() || value->text.starts_with("+-")) {
            refuse(say("--retries must be a number, not %1", inQuotes(value->text)), {}, value->range);
            return false;
        }
        if (number < 0) {
            refuse(say("--retries cannot be negative (%1)", number), {}, value->range);
            return false;
        }
        out = number;
        return true;
    }

    void onbuild() {
        if (!m_instruction.sub) {
            refuse(say("ONBUILD requires at least one argument"));
            return;
        }
        if (!flagsFit()) {
            return;
        }
        const std::string trigger = uppered(m_instruction.sub->cmd);
        if (trigger == "ONBUILD") {
            refuse(say("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"), {}, m_instruction.sub->keyword);
            return;
        }
        if (trigger == "MAINTAINER" || trigger == "FROM") {
            refuse(say("%1 isn't allowed as an ONBUILD trigger", trigger), {}, m_instruction.sub->keyword);
            return;
        }
        Reader triggerReader{m_reader.text, m_reader.escape, m_reader.diagnostics, Severity::Warning};
        auto sub = std::make_shared<Instruction>(*m_instruction.sub);
        typeInstruction(triggerReader, *sub);
        m_instruction.sub = std::move(sub);
    }

    Reader& m_reader;
    Instruction& m_instruction;
    std::string_view m_name;
};

} // namespace

void typeInstruction(Reader& reader, Instruction& instruction) { Typer(reader, instruction).type(); }

} // namespace sw::dockerfile
