#include "core/analysis/assertions.h"

#include "core/analysis/compare.h"
#include "core/analysis/jsonparts.h"
#include "core/analysis/ownernames.h"
#include "core/base/bytesize.h"
#include "core/base/imagepath.h"
#include "core/io/utf8.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <regex>

namespace sw::analysis {

namespace {

constexpr std::uint64_t kLargestContent = 64U << 20U;
constexpr std::size_t kWholeText = 32U << 10U; ///< longer texts are searched line by line: the standard library recurses

bool found(const std::string& text, const std::string& pattern) {
    try {
        const std::regex expression(pattern, std::regex::ECMAScript);
        if (text.size() <= kWholeText) {
            return std::regex_search(text, expression);
        }
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(std::min(text.find('\n', at), at + kWholeText), text.size());
            if (std::regex_search(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end), expression)) {
                return true;
            }
            at = end + (end < text.size() && text[end] == '\n' ? 1 : 0);
        }
    } catch (const std::regex_error&) { // too complex for the text
        return false;
    }
    return false;
}

std::string inQuotes(std::string_view text) {
    std::string out = "'" + io::withReplacements(text.substr(0, 80)) + (text.size() > 80 ? "…'" : "'");
    std::ranges::replace(out, '\n', ' ');
    return out;
}

using Reasons = std::vector<std::string>;

void checkText(const TextCheck& check, const std::string& text, const std::string& what, Reasons& reasons) {
    if (check.equals && *check.equals != text && *check.equals + "\n" != text) {
        reasons.push_back(what + " is " + inQuotes(text) + ", not " + inQuotes(*check.equals));
    }
    for (const std::string& part : check.contains) {
        if (text.find(part) == std::string::npos) {
            reasons.push_back(what + " does not contain " + inQuotes(part));
        }
    }
    for (const std::string& part : check.excludes) {
        if (text.find(part) != std::string::npos) {
            reasons.push_back(what + " contains " + inQuotes(part));
        }
    }
    for (const std::string& pattern : check.matches) {
        if (!found(text, pattern)) {
            reasons.push_back(what + " does not match " + inQuotes(pattern));
        }
    }
    for (const std::string& pattern : check.excludesMatches) {
        if (found(text, pattern)) {
            reasons.push_back(what + " matches " + inQuotes(pattern));
        }
    }
}

/// "drwxr-xr-x", as ls writes it.
std::string permissionText(const oci::LayerEntry& entry) {
    static constexpr std::array<char, 8> kTypes = {'-', '-', 'l', 'd', 'c', 'b', 'p', '?'};
    std::string out = "?rwxrwxrwx";
    out[0] = kTypes[static_cast<std::size_t>(entry.type)];
    for (std::size_t i = 0; i < 9; ++i) {
        if ((entry.mode & (0400U >> i)) == 0) {
            out[i + 1] = '-';
        }
    }
    constexpr std::array<std::pair<std::uint32_t, std::size_t>, 3> special = {{{04000, 3}, {02000, 6}, {01000, 9}}};
    for (const auto& [bit, at] : special) {
        if ((entry.mode & bit) != 0) {
            const char letter = bit == 01000 ? 't' : 's';
            out[at] = out[at] == 'x' ? letter : static_cast<char>(letter - 'a' + 'A');
        }
    }
    return out;
}

class Checker {
public:
    explicit Checker(const ImageView& image) : m_image(image), m_view(image.indexes()) {}

    Result<AssertionResult> file(const FileAssertion& assertion) {
        AssertionResult out{"file", assertion.name, false, {}, 0, assertion.line};
        const std::string path = cleanImagePath(assertion.path);
        auto found = m_view.lookup(path);
        const bool wantsLink = assertion.link || assertion.type == "symlink";
        if (found && !wantsLink && found->entry && found->entry.type() == oci::EntryType::Symlink && assertion.exists &&
            (!assertion.content.empty() || assertion.type)) {
            found = m_view.lookupFollow(path);
        }
        if (!assertion.exists || !found) {
            out.passed = assertion.exists == found.has_value();
            out.message = out.passed ? "" : found ? absolutePath(path) + " is there" : absolutePath(path) + " does not exist";
            return out;
        }
        Reasons reasons;
        static const oci::LayerEntry kImplied = [] {
            oci::LayerEntry entry;
            entry.type = oci::EntryType::Directory;
            entry.mode = 0755;
            return entry;
        }();
        attributes(assertion, found->entry ? *found->entry : kImplied, *found, reasons);
        if (!assertion.content.empty()) {
            SW_TRY(const auto text, fileText(m_image, path, kLargestContent));
            if (!text) {
                reasons.push_back(absolutePath(path) + " is no regular file");
            } else {
                checkText(assertion.content, *text, "the content", reasons);
            }
        }
        finish(out, reasons);
        return out;
    }

    AssertionResult value(const ValueAssertion& assertion) const {
        const std::size_t space = assertion.what.find(' ');
        const std::string kind = assertion.what.substr(0, space);
        const std::string name = space == std::string::npos ? std::string() : assertion.what.substr(space + 1);
        AssertionResult out{kind, name.empty() ? kind : name, false, {}, 0, assertion.line};
        const std::optional<std::string> actual = valueOf(kind, name);
        if (!assertion.value) {
            out.passed = !actual;
            out.message = out.passed ? "" : assertion.what + " is set to " + inQuotes(*actual);
            return out;
        }
        out.passed = actual && (assertion.pattern ? found(*actual, *assertion.value) : *actual == *assertion.value);
        if (!out.passed) {
            out.message = assertion.what + (actual ? " is " + inQuotes(*actual) : " is not set") + (assertion.pattern ? ", does not match " : ", not ") + inQuotes(*assertion.value);
        }
        return out;
    }

    AssertionResult list(const ListAssertion& assertion) const {
        AssertionResult out{assertion.what, assertion.value, false, {}, 0, assertion.line};
        const bool port = assertion.what == "port";
        const std::vector<std::string>& values = port ? m_image.config.exposedPorts : m_image.config.volumes;
        const std::string wanted = port && assertion.value.find('/') == std::string::npos ? assertion.value + "/tcp" : assertion.value;
        out.passed = (std::ranges::find(values, wanted) != values.end()) == assertion.present;
        out.message = out.passed ? "" : assertion.what + " " + wanted + (assertion.present ? " is not declared" : " is declared");
        return out;
    }

private:
    static void finish(AssertionResult& out, const Reasons& reasons) {
        out.passed = reasons.empty();
        for (const std::string& reason : reasons) {
            out.message += (out.message.empty() ? "" : "\n") + reason;
        }
    }

    void attributes(const FileAssertion& assertion, const oci::LayerEntry& entry, const oci::CompactView::Found& found, Reasons& reasons) {
        const std::string_view type = entry.type == oci::EntryType::HardLink ? "file" : typeName(entry.type);
        if (assertion.type && *assertion.type != type) {
            reasons.push_back("the type is " + std::string(type) + ", not " + *assertion.type);
        }
        if (assertion.mode && *assertion.mode != entry.mode) {
            reasons.push_back("the mode is " + octal(entry.mode) + ", not " + octal(*assertion.mode));
        }
        if (assertion.permissions && *assertion.permissions != permissionText(entry)) {
            reasons.push_back("the permissions are " + permissionText(entry) + ", not " + *assertion.permissions);
        }
        if (assertion.executable && *assertion.executable != ((entry.mode & 0111U) != 0)) {
            reasons.push_back(*assertion.executable ? "it is not executable" : "it is executable");
        }
        if (assertion.link && entry.link != *assertion.link) {
            reasons.push_back("it leads to " + inQuotes(entry.link) + ", not " + inQuotes(*assertion.link));
        }
        if (assertion.user || assertion.group) {
            const OwnerNames& owners = names();
            const bool user = !assertion.user || owners.uidOf(*assertion.user) == entry.uid;
            const bool group = !assertion.group || owners.gidOf(*assertion.group) == entry.gid;
            if (!user || !group) {
                reasons.push_back("the owner is " + owners.text(entry.uid, entry.gid) + " (" + std::to_string(entry.uid) + ":" + std::to_string(entry.gid) + "), not " +
                                  assertion.user.value_or("") + (assertion.group ? ":" + *assertion.group : ""));
            }
        }
        if (assertion.size) {
            const auto content = m_view.content(found);
            GateFigures figures;
            figures.visible = content ? content->entry.size() : 0;
            const auto verdict = judge(*assertion.size, figures, std::nullopt);
            if (verdict && !verdict->failed) {
                reasons.push_back("the size is " + formatBytes(static_cast<std::int64_t>(figures.visible)) + ", not " + assertion.size->text.substr(4));
            }
        }
    }

    const OwnerNames& names() {
        if (!m_names) {
            const auto text = [&](const char* path) {
                auto read = fileText(m_image, path, kLargestContent);
                return read && *read ? **read : std::string();
            };
            m_names = OwnerNames(text("etc/passwd"), text("etc/group"));
        }
        return *m_names;
    }

    static std::optional<std::string> listText(const std::optional<std::vector<std::string>>& words) {
        if (!words || words->empty()) {
            return std::nullopt;
        }
        std::string out = "[";
        for (const std::string& word : *words) {
            out += (out.size() > 1 ? ", \"" : "\"") + word + "\"";
        }
        return out + "]";
    }

    std::optional<std::string> valueOf(const std::string& kind, const std::string& name) const {
        const oci::ImageConfig& config = m_image.config;
        if (kind == "env") {
            const auto variable = std::ranges::find(config.env, name, &std::pair<std::string, std::string>::first);
            return variable == config.env.end() ? std::nullopt : std::optional(variable->second);
        }
        if (kind == "label") {
            const auto label = config.labels.find(name);
            return label == config.labels.end() ? std::nullopt : std::optional(label->second);
        }
        if (kind == "entrypoint") {
            return listText(config.entrypoint);
        }
        if (kind == "cmd") {
            return listText(config.cmd);
        }
        return kind == "user" ? config.user : config.workingDir;
    }

    const ImageView& m_image;
    oci::CompactView m_view;
    std::optional<OwnerNames> m_names;
};

Result<AssertionResult> runCommand(const CommandAssertion& command, const CommandRunner& runner) {
    AssertionResult out{"command", command.name, false, {}, 0, command.line};
    SW_TRY(const CommandOutcome outcome, runner(command));
    out.seconds = outcome.seconds;
    Reasons reasons;
    using End = CommandOutcome::End;
    if (outcome.end == End::TimedOut) {
        char limit[32];
        std::snprintf(limit, sizeof limit, "%g", command.timeout);
        reasons.push_back("it was still running after " + std::string(limit) + " s and was stopped; give it more with 'timeout', or see what it waits for" +
                          (outcome.all.empty() ? "" : ": " + inQuotes(outcome.all)));
    } else if (outcome.end == End::TooMuchOutput) {
        reasons.push_back("it printed more than " + formatBytes(static_cast<std::int64_t>(outcome.all.size())) + " and was stopped: " + inQuotes(outcome.all));
    } else if (outcome.exitCode != command.exitCode) {
        reasons.push_back("it ended with " + std::to_string(outcome.exitCode) + ", not " + std::to_string(command.exitCode) +
                          (outcome.all.empty() ? "" : ": " + inQuotes(outcome.all)));
    }
    checkText(command.output, outcome.all, "the output", reasons);
    checkText(command.out, outcome.out, "stdout", reasons);
    checkText(command.err, outcome.err, "stderr", reasons);
    out.passed = reasons.empty();
    for (const std::string& reason : reasons) {
        out.message += (out.message.empty() ? "" : "\n") + reason;
    }
    return out;
}

/// For XML 1.0, which has no place for most control characters.
std::string xml(std::string_view text) {
    std::string out;
    for (const char c : io::withReplacements(text)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        default: out += static_cast<unsigned char>(c) < 32 && c != '\t' ? ' ' : c;
        }
    }
    return out;
}

std::size_t failures(const std::vector<AssertionResult>& results) { return static_cast<std::size_t>(std::ranges::count(results, false, &AssertionResult::passed)); }

} // namespace

Result<std::vector<AssertionResult>> checkAssertions(const AssertionFile& file, const ImageView& image, const Accounts& accounts, const CommandRunner& runner,
                                                     std::stop_token stop) {
    std::vector<AssertionResult> out;
    Checker checker(image);
    for (const FileAssertion& assertion : file.files) {
        SW_TRY(AssertionResult result, checker.file(assertion));
        out.push_back(std::move(result));
    }
    for (const ValueAssertion& assertion : file.values) {
        out.push_back(checker.value(assertion));
    }
    for (const ListAssertion& assertion : file.lists) {
        out.push_back(checker.list(assertion));
    }
    for (const Gate& gate : file.sizes) {
        SW_TRY(const GateVerdict verdict, judge(gate, gateFigures(accounts, 0), std::nullopt));
        const std::string actual = formatBytes(static_cast<std::int64_t>(accounts.visible));
        out.push_back({"size", gate.text, verdict.failed, verdict.failed ? "" : "the size is " + actual + ", not " + gate.text.substr(4), 0, 0});
    }
    for (const CommandAssertion& command : file.commands) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        SW_TRY(AssertionResult result, runCommand(command, runner));
        out.push_back(std::move(result));
    }
    return out;
}

std::string assertionsJson(const std::string& image, const std::vector<AssertionResult>& results) {
    io::Json list = io::Json::array();
    for (const AssertionResult& result : results) {
        list.push_back({{"kind", result.kind},
                        {"name", result.name},
                        {"passed", result.passed},
                        {"message", textOrNull(result.message)},
                        {"line", lineOrNull(result.line)},
                        {"seconds", result.seconds}});
    }
    return io::dumpJson({{"schema", "stagewright.test/1"},
                         {"image", image},
                         {"passed", results.size() - failures(results)},
                         {"failed", failures(results)},
                         {"results", std::move(list)}});
}

std::string assertionsJunit(const std::string& image, const std::vector<AssertionResult>& results) {
    double seconds = 0;
    for (const AssertionResult& result : results) {
        seconds += result.seconds;
    }
    const auto time = [](double value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.3f", value);
        return std::string(text);
    };
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" + std::to_string(results.size()) + "\" failures=\"" +
                      std::to_string(failures(results)) + "\" errors=\"0\" time=\"" + time(seconds) + "\">\n  <testsuite name=\"" + xml(image) + "\" tests=\"" +
                      std::to_string(results.size()) + "\" failures=\"" + std::to_string(failures(results)) + "\" errors=\"0\" skipped=\"0\" time=\"" + time(seconds) + "\">\n";
    for (const AssertionResult& result : results) {
        out += "    <testcase classname=\"" + xml(result.kind) + "\" name=\"" + xml(result.name) + "\" time=\"" + time(result.seconds) + "\"";
        out += result.passed ? "/>\n" : "><failure message=\"" + xml(result.message) + "\"/></testcase>\n";
    }
    return out + "  </testsuite>\n</testsuites>\n";
}

} // namespace sw::analysis
