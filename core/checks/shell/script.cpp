#include "core/checks/shell/script.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sw::checks {

namespace {

constexpr int kMaximumNesting = 64; ///< of substitutions; deeper scripts are not read

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool isMeta(char c) { return c == ';' || c == '&' || c == '|' || c == '<' || c == '>' || c == '(' || c == ')' || c == '\n'; }
bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isNamePart(char c) { return isNameStart(c) || isDigit(c); }

/// Words that leave us where a command may begin.
constexpr std::array<std::string_view, 15> kBeforeCommand = {"if", "then", "elif", "else", "fi", "do", "done", "while",
                                                             "until", "!", "{", "}", "time", "esac", "coproc"};

bool isAssignment(const ShellWord& word, std::string_view text) {
    const std::string_view source = text.substr(word.span.begin, word.span.size());
    if (source.empty() || !isNameStart(source.front())) {
        return false;
    }
    std::size_t at = 1;
    while (at < source.size() && isNamePart(source[at])) {
        ++at;
    }
    if (at < source.size() && source[at] == '+') {
        ++at;
    }
    return at < source.size() && source[at] == '=';
}

class ScriptReader {
public:
    explicit ScriptReader(std::string_view text) : m_text(text), m_end(text.size()) {}

    ShellScript read() {
        readList(false);
        std::ranges::stable_sort(m_script.commands, {}, [](const ShellCommand& c) { return c.span.begin; });
        if (!m_script.understood) {
            m_script.commands.clear();
            m_script.pipes.clear();
        }
        return std::move(m_script);
    }

private:
    struct Case {
        int depth;
    };

    bool more() const { return m_at < m_end && m_script.understood; }
    char here() const { return m_text[m_at]; }
    bool ahead(std::string_view what) const { return m_text.substr(m_at, std::min(what.size(), m_end - m_at)) == what; }
    void lost() { m_script.understood = false; }

    /// Commands up to the end, or up to the ")" that closes a substitution (left unread).
    void readList(bool substitution) {
        if (++m_nesting > kMaximumNesting) {
            lost();
        }
        int depth = 0;
        std::vector<Case> cases;
        bool expectPattern = false;
        bool pipedInto = false;
        while (more()) {
            skipBlanks();
            if (!more()) {
                break;
            }
            if (expectPattern && !isNewline()) {
                if (readKeyword("esac")) {
                    cases.pop_back();
                    expectPattern = false;
                } else {
                    readPattern();
                    expectPattern = false;
                }
                continue;
            }
            const char c = here();
            if (c == '\n') {
                ++m_at;
                skipHeredocs();
            } else if (c == '#') {
                skipComment();
            } else if (c == ';') {
                const bool ends = ahead(";;") || ahead(";&");
                m_at += ahead(";;&") ? 3U : ends ? 2U : 1U;
                expectPattern = ends && !cases.empty();
                pipedInto = false;
            } else if (ahead("&&") || ahead("||")) {
                m_at += 2;
                pipedInto = false;
            } else if (c == '&' && !ahead("&>")) {
                ++m_at;
                pipedInto = false;
            } else if (c == '|') {
                const std::size_t width = ahead("|&") ? 2 : 1;
                m_script.pipes.push_back({m_at, m_at + width});
                m_at += width;
                pipedInto = true;
                markPipe();
            } else if (ahead("((")) {
                skipArithmetic();
            } else if (c == '(') {
                ++m_at;
                ++depth;
                m_last.reset();
            } else if (c == ')') {
                if (depth == 0) {
                    if (!substitution) {
                        lost();
                    }
                    break;
                }
                --depth;
                ++m_at;
                m_last.reset();
            } else if (readKeyword("case")) {
                readCaseHead();
                cases.push_back({depth});
                expectPattern = true;
            } else if (readKeyword("for") || readKeyword("select")) {
                readForHead();
            } else if (readKeyword("function")) {
                skipBlanks();
                static_cast<void>(readWord());
                skipBlanks();
                if (ahead("()")) {
                    m_at += 2;
                }
            } else if (const bool closes = readKeyword("esac"); closes && !cases.empty()) {
                cases.pop_back();
            } else if (closes || readBeforeCommand()) {
                m_last.reset();
            } else {
                readSimpleCommand(pipedInto);
                pipedInto = false;
            }
        }
        if (!cases.empty() || (depth > 0)) {
            lost();
        }
        --m_nesting;
    }

    bool isNewline() {
        if (here() != '\n') {
            return false;
        }
        return true;
    }

    void markPipe() {
        if (m_last) {
            m_script.commands[*m_last].pipedOn = true;
        }
    }

    void skipBlanks() {
        while (m_at < m_end) {
            if (isBlank(here())) {
                ++m_at;
            } else if (here() == '\\' && m_at + 1 < m_end && m_text[m_at + 1] == '\n') {
                m_at += 2;
            } else {
                break;
            }
        }
    }

    void skipComment() {
        while (m_at < m_end && here() != '\n') {
            ++m_at;
        }
    }

    /// A reserved word at this place, as a whole word without quotes.
    bool readKeyword(std::string_view word) {
        if (!ahead(word)) {
            return false;
        }
        const std::size_t behind = m_at + word.size();
        if (behind < m_end && !isBlank(m_text[behind]) && !isMeta(m_text[behind])) {
            return false;
        }
        m_at = behind;
        return true;
    }

    bool readBeforeCommand() {
        return std::ranges::any_of(kBeforeCommand, [this](std::string_view word) { return readKeyword(word); });
    }

    void readCaseHead() {
        skipBlanks();
        static_cast<void>(readWord());
        skipLines();
        if (!readKeyword("in")) {
            lost();
        }
    }

    void skipLines() {
        skipBlanks();
        while (m_at < m_end && here() == '\n') {
            ++m_at;
            skipBlanks();
        }
    }

    /// "a | b)" of a case.
    void readPattern() {
        if (here() == '#') {
            skipComment();
            return readPatternAfterComment();
        }
        if (here() == '(') {
            ++m_at;
        }
        while (more()) {
            skipBlanks();
            if (!more()) {
                break;
            }
            if (here() == ')') {
                ++m_at;
                return;
            }
            if (here() == '|') {
                ++m_at;
                continue;
            }
            if (isMeta(here())) {
                break;
            }
            static_cast<void>(readWord());
        }
        lost();
    }

    void readPatternAfterComment() {
        skipLines();
        if (!more()) {
            return lost();
        }
        readPattern();
    }

    /// "for x in a b" up to its ";" or line end.
    void readForHead() {
        skipBlanks();
        if (ahead("((")) {
            skipArithmetic();
            return;
        }
        while (more() && here() != ';' && here() != '\n') {
            if (isMeta(here())) {
                return lost();
            }
            static_cast<void>(readWord());
            skipBlanks();
        }
    }

    /// From "((" to its "))".
    void skipArithmetic() {
        int open = 0;
        while (more()) {
            const char c = here();
            ++m_at;
            if (c == '(') {
                ++open;
            } else if (c == ')' && --open == 0) {
                return;
            }
        }
        lost();
    }

    void readSimpleCommand(bool pipedInto) {
        ShellCommand command;
        command.nested = m_nesting > 1;
        command.pipedInto = pipedInto;
        m_last.reset();
        while (more()) {
            skipBlanks();
            if (!more() || here() == '\n' || here() == ';' || here() == '|' || here() == ')' ||
                (here() == '&' && !ahead("&>"))) {
                break;
            }
            if (here() == '#') {
                skipComment();
                break;
            }
            if (readRedirect(command)) {
                continue;
            }
            if (here() == '(') {
                if (readFunctionMark(command)) {
                    return;
                }
                return lost();
            }
            const std::optional<ShellWord> word = readWord();
            if (!word) {
                return lost();
            }
            if (command.words.empty() && isAssignment(*word, m_text)) {
                skipArray(*word);
                command.assignments.push_back(*word);
            } else {
                command.words.push_back(*word);
                if (command.words.size() == 1 && word->text == "[[" && !word->quoted) {
                    readTest();
                }
            }
        }
        if (!command.words.empty()) {
            command.span = {command.words.front().span.begin, command.words.back().span.end};
            m_last = m_script.commands.size();
            m_script.commands.push_back(std::move(command));
        }
    }

    /// "name ()": the body follows as ordinary commands.
    bool readFunctionMark(const ShellCommand& command) {
        if (command.words.size() != 1 || !command.assignments.empty()) {
            return false;
        }
        const std::size_t begin = m_at++;
        skipBlanks();
        if (!more() || here() != ')') {
            m_at = begin;
            return false;
        }
        ++m_at;
        return true;
    }

    /// "name=(a b)" of bash.
    void skipArray(const ShellWord& word) {
        if (m_at < m_end && here() == '(' && word.span.end == m_at && m_text[m_at - 1] == '=') {
            ++m_at;
            while (more()) {
                skipLines();
                if (!more() || here() == ')') {
                    break;
                }
                if (!readWord()) {
                    break;
                }
            }
            if (m_at < m_end && here() == ')') {
                ++m_at;
            } else {
                lost();
            }
        }
    }

    /// The inside of [[ ]]: its operators are no control operators.
    void readTest() {
        while (more()) {
            skipLines();
            if (!more()) {
                break;
            }
            if (readKeyword("]]")) {
                return;
            }
            if (isMeta(here())) {
                ++m_at;
            } else {
                static_cast<void>(readWord());
            }
        }
        lost();
    }

    bool readRedirect(ShellCommand& command) {
        std::size_t at = m_at;
        while (at < m_end && isDigit(m_text[at])) {
            ++at;
        }
        const bool both = at == m_at && ahead("&>");
        at += both ? 1U : 0U;
        if (at >= m_end || (m_text[at] != '<' && m_text[at] != '>')) {
            return false;
        }
        if (at == m_at && (ahead("<(") || ahead(">("))) {
            return false;
        }
        m_at = at;
        static constexpr std::array<std::string_view, 10> kOperators = {"<<<", "<<-", "<<", "<&", "<>",
                                                                        ">>",  ">&",  ">|", "<",  ">"};
        const auto* mark = std::ranges::find_if(kOperators, [this](std::string_view o) { return ahead(o); });
        m_at += mark->size();
        skipBlanks();
        if (!more() || (isMeta(here()) && !ahead("<(") && !ahead(">("))) {
            lost();
            return true;
        }
        const std::optional<ShellWord> target = readWord();
        if (!target) {
            lost();
        } else if (*mark == "<<" || *mark == "<<-") {
            m_heredocs.push_back({target->text, *mark == "<<-"});
        } else {
            command.redirects.push_back(*target);
        }
        return true;
    }

    /// Bodies of the heredocs of the line that just ended. Those that never end are not in this text.
    void skipHeredocs() {
        for (const auto& [name, chomp] : m_heredocs) {
            std::size_t at = m_at;
            bool found = false;
            while (at < m_end && !found) {
                const std::size_t newline = std::min(m_text.find('\n', at), m_end);
                std::string_view line = m_text.substr(at, newline - at);
                if (line.ends_with('\r')) {
                    line.remove_suffix(1);
                }
                while (chomp && line.starts_with('\t')) {
                    line.remove_prefix(1);
                }
                found = line == name;
                at = std::min(newline + 1, m_end);
            }
            if (found) {
                m_at = at;
            }
        }
        m_heredocs.clear();
    }

    std::optional<ShellWord> readWord() {
        ShellWord word;
        word.span.begin = m_at;
        while (more()) {
            const char c = here();
            if ((ahead("<(") || ahead(">(")) && m_at == word.span.begin) {
                ++m_at;
                readSubstitution(word);
                continue;
            }
            if (isBlank(c) || isMeta(c)) {
                break;
            }
            if (c == '\\') {
                readEscape(word);
            } else if (c == '\'') {
                readSingleQuoted(word);
            } else if (c == '"') {
                readDoubleQuoted(word);
            } else if (c == '$') {
                readDollar(word, false);
            } else if (c == '`') {
                readBackquoted(word);
            } else {
                word.text += c;
                ++m_at;
            }
        }
        word.span.end = m_at;
        return word.span.empty() || !m_script.understood ? std::nullopt : std::optional(std::move(word));
    }

    void readEscape(ShellWord& word) {
        ++m_at;
        if (!more()) {
            return; // a script that ends in a backslash: the shell keeps it
        }
        if (here() != '\n') {
            word.text += here();
        }
        ++m_at;
    }

    void readSingleQuoted(ShellWord& word) {
        const std::size_t close = m_text.find('\'', m_at + 1);
        if (close >= m_end) {
            return lost();
        }
        word.text += m_text.substr(m_at + 1, close - m_at - 1);
        word.quoted = true;
        m_at = close + 1;
    }

    void readDoubleQuoted(ShellWord& word) {
        word.quoted = true;
        ++m_at;
        while (more()) {
            const char c = here();
            if (c == '"') {
                ++m_at;
                return;
            }
            if (c == '\\' && m_at + 1 < m_end) {
                const char protectedOne = m_text[m_at + 1];
                if (std::string_view("$`\"\\\n").contains(protectedOne)) {
                    word.text += protectedOne == '\n' ? std::string() : std::string(1, protectedOne);
                } else {
                    word.text += {c, protectedOne};
                }
                m_at += 2;
            } else if (c == '$') {
                readDollar(word, true);
            } else if (c == '`') {
                readBackquoted(word);
            } else {
                word.text += c;
                ++m_at;
            }
        }
        lost();
    }

    void readDollar(ShellWord& word, bool inQuotes) {
        const std::size_t begin = m_at++;
        if (!more()) {
            word.text += '$';
            return;
        }
        const char c = here();
        if (c == '\'' && !inQuotes) {
            readAnsiQuoted(word);
            return;
        }
        if (c == '(') {
            if (ahead("((") && arithmeticEnds()) {
                skipArithmetic();
                word.literal = false;
                word.text += m_text.substr(begin, m_at - begin);
            } else {
                readSubstitution(word, begin);
            }
            return;
        }
        if (c == '{') {
            skipBraces();
        } else if (isNameStart(c)) {
            while (m_at < m_end && isNamePart(here())) {
                ++m_at;
            }
        } else if (isDigit(c) || std::string_view("@*#?-$!").contains(c)) {
            ++m_at;
        } else {
            word.text += '$';
            return;
        }
        word.literal = false;
        word.text += m_text.substr(begin, m_at - begin);
    }

    void readAnsiQuoted(ShellWord& word) {
        word.quoted = true;
        ++m_at;
        while (more() && here() != '\'') {
            if (here() == '\\' && m_at + 1 < m_end) {
                word.text += here();
                ++m_at;
            }
            word.text += here();
            ++m_at;
        }
        if (!more()) {
            return lost();
        }
        ++m_at;
    }

    /// "$((" is arithmetic when its brackets close as "))".
    bool arithmeticEnds() const {
        int open = 0;
        for (std::size_t at = m_at; at < m_end; ++at) {
            if (m_text[at] == '(') {
                ++open;
            } else if (m_text[at] == ')' && --open == 0) {
                return m_text[at - 1] == ')';
            }
        }
        return false;
    }

    /// At the "(" of $( ), <( ) or >( ).
    void readSubstitution(ShellWord& word, std::size_t from = std::string::npos) {
        const std::size_t begin = from == std::string::npos ? m_at - 1 : from;
        ++m_at;
        const std::optional<std::size_t> last = m_last;
        readList(true);
        m_last = last;
        if (!more() || here() != ')') {
            return lost();
        }
        ++m_at;
        word.literal = false;
        word.text += m_text.substr(begin, m_at - begin);
    }

    void readBackquoted(ShellWord& word) {
        const std::size_t begin = m_at;
        std::size_t close = m_at + 1;
        while (close < m_end && m_text[close] != '`') {
            close += m_text[close] == '\\' ? 2U : 1U;
        }
        if (close >= m_end) {
            return lost();
        }
        const std::size_t end = m_end;
        const std::optional<std::size_t> last = m_last;
        m_at = begin + 1;
        m_end = close;
        readList(false);
        m_end = end;
        m_last = last;
        m_at = close + 1;
        word.literal = false;
        word.text += m_text.substr(begin, m_at - begin);
    }

    /// From "{" of ${ } to its "}".
    void skipBraces() {
        int open = 0;
        while (more()) {
            const char c = here();
            ShellWord scratch;
            if (c == '\\') {
                m_at = std::min(m_at + 2, m_end);
            } else if (c == '\'' && open > 0) {
                readSingleQuoted(scratch);
            } else if (c == '"') {
                readDoubleQuoted(scratch);
            } else if (c == '`') {
                readBackquoted(scratch);
            } else if (ahead("$(")) {
                readDollar(scratch, false);
            } else {
                open += c == '{' ? 1 : c == '}' ? -1 : 0;
                ++m_at;
                if (open == 0) {
                    return;
                }
            }
        }
        lost();
    }

    struct PendingHeredoc {
        std::string name;
        bool chomp;
    };

    std::string_view m_text;
    std::size_t m_end;
    std::size_t m_at = 0;
    int m_nesting = 0;
    std::optional<std::size_t> m_last; ///< the command that a pipe would read from
    std::vector<PendingHeredoc> m_heredocs;
    ShellScript m_script;
};

bool isOption(std::string_view text) { return text.size() > 1 && text.front() == '-' && text != "--"; }

} // namespace

std::string_view ShellCommand::name() const {
    if (!words.front().literal) {
        return {};
    }
    const std::string_view program = words.front().text;
    const std::size_t slash = program.rfind('/');
    return slash == std::string_view::npos ? program : program.substr(slash + 1);
}

bool ShellCommand::isAny(const NameList& programs) const {
    return std::ranges::find(programs, name()) != programs.end();
}

bool ShellCommand::hasArg(std::string_view text) const {
    return std::ranges::any_of(words.begin() + 1, words.end(), [&](const ShellWord& w) { return w.text == text; });
}

bool ShellCommand::hasAnyArg(const NameList& texts) const {
    return std::ranges::any_of(texts, [this](std::string_view text) { return hasArg(text); });
}

bool ShellCommand::hasFlag(const NameList& names) const {
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view text = words[i].text;
        if (text == "--") {
            return false;
        }
        if (!isOption(text)) {
            continue;
        }
        const bool isLong = text.starts_with("--");
        const std::string_view body = text.substr(isLong ? 2 : 1);
        const std::string_view longName = body.substr(0, body.find('='));
        for (const std::string_view name : names) {
            if (name.size() > 1 ? longName == name : !isLong && body.contains(name)) {
                return true;
            }
        }
    }
    return false;
}

std::vector<const ShellWord*> ShellCommand::operands(const NameList& withValue) const {
    std::vector<const ShellWord*> out;
    bool optionsOver = false;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view text = words[i].text;
        if (optionsOver || !isOption(text)) {
            if (text == "--" && !optionsOver) {
                optionsOver = true;
            } else {
                out.push_back(&words[i]);
            }
            continue;
        }
        const std::string_view name = text.substr(text.starts_with("--") ? 2 : 1);
        if (std::ranges::find(withValue, name) != withValue.end()) {
            ++i;
        }
    }
    return out;
}

std::string_view ShellCommand::flagValue(std::string_view shortName, std::string_view longName) const {
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view text = words[i].text;
        if (!isOption(text)) {
            continue;
        }
        const bool isLong = text.starts_with("--");
        const std::string_view body = text.substr(isLong ? 2 : 1);
        const std::string_view next = i + 1 < words.size() ? std::string_view(words[i + 1].text) : std::string_view();
        if (isLong && !longName.empty() && body.starts_with(longName)) {
            if (body.size() == longName.size()) {
                return next;
            }
            if (body[longName.size()] == '=') {
                return body.substr(longName.size() + 1);
            }
        } else if (!isLong && !shortName.empty() && body.starts_with(shortName)) {
            return body.size() == shortName.size() ? next : body.substr(shortName.size());
        }
    }
    return {};
}

ShellScript readShellScript(std::string_view text) { return ScriptReader(text).read(); }

} // namespace sw::checks
