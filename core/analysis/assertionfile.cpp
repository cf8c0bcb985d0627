#include "core/analysis/assertions.h"
#include "core/io/yaml.h"

#include <charconv>
#include <regex>

/// Reading of assertions: a table of keys for each kind of thing; a key that is not in it is an error with its line.
namespace sw::analysis {

namespace {

using io::YamlNode;

Failure bad(int line, const Sentence& what) { return failure(ErrorCode::Invalid, say("line %1: %2", line, what)); }

Result<std::string> textOf(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::Scalar) {
        return bad(node.line, say("a text is expected here"));
    }
    return node.scalar;
}

Result<bool> boolOf(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::Scalar && (node.scalar == "true" || node.scalar == "false" || node.scalar == "yes" || node.scalar == "no")) {
        return node.scalar == "true" || node.scalar == "yes";
    }
    return bad(node.line, say("true or false is expected here"));
}

Result<std::uint32_t> numberOf(const YamlNode& node, int base = 10) {
    std::uint32_t value = 0;
    const std::string& text = node.scalar;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (node.kind != YamlNode::Kind::Scalar || code != std::errc() || end != text.data() + text.size()) {
        return bad(node.line, say("a number is expected here"));
    }
    return value;
}

/// A text, or a list of texts.
Result<std::vector<std::string>> textsOf(const YamlNode& node) {
    std::vector<std::string> out;
    if (node.kind == YamlNode::Kind::Scalar) {
        out.push_back(node.scalar);
        return out;
    }
    if (node.kind != YamlNode::Kind::List) {
        return bad(node.line, say("a text or a list of texts is expected here"));
    }
    for (const YamlNode& item : node.items) {
        SW_TRY(std::string text, textOf(item));
        out.push_back(std::move(text));
    }
    return out;
}

Result<void> addPatterns(std::vector<std::string>& out, const YamlNode& node) {
    SW_TRY(const std::vector<std::string> texts, textsOf(node));
    for (const std::string& text : texts) {
        try {
            const std::regex compiled(text, std::regex::ECMAScript);
        } catch (const std::regex_error&) {
            return bad(node.line, say("'%1' is no regular expression", text));
        }
        out.push_back(text);
    }
    return {};
}

Failure unknownKey(const YamlNode& value, const std::string& key, const std::string& where) {
    return bad(value.line, say("the key '%1' is not known in %2", key, where));
}

Result<void> needMap(const YamlNode& node, const std::string& what) {
    return node.kind == YamlNode::Kind::Map ? Result<void>() : bad(node.line, say("%1 is a map of keys and values", what));
}

Result<bool> textKey(TextCheck& check, const std::string& key, const YamlNode& value) {
    if (key == "equals") {
        SW_TRY(check.equals, textOf(value));
    } else if (key == "contains") {
        SW_TRY(check.contains, textsOf(value));
    } else if (key == "excludes") {
        SW_TRY(check.excludes, textsOf(value));
    } else if (key == "matches") {
        SW_CHECK(addPatterns(check.matches, value));
    } else {
        return false;
    }
    return true;
}

/// "contains this", or {contains, excludes, matches, equals}.
Result<TextCheck> outputOf(const YamlNode& node) {
    TextCheck check;
    if (node.kind != YamlNode::Kind::Map) {
        SW_TRY(check.contains, textsOf(node));
        return check;
    }
    for (const auto& [key, value] : node.members) {
        SW_TRY(const bool known, textKey(check, key, value));
        if (!known) {
            return unknownKey(value, key, "a check of a text");
        }
    }
    return check;
}

void setOwner(FileAssertion& file, const std::string& owner) {
    const std::size_t colon = owner.find(':');
    file.user = owner.substr(0, colon);
    if (colon != std::string::npos) {
        file.group = owner.substr(colon + 1);
    }
    if (file.user->empty()) {
        file.user.reset();
    }
}

Result<FileAssertion> fileOf(const YamlNode& node) {
    SW_CHECK(needMap(node, "a file"));
    FileAssertion file;
    file.line = node.line;
    for (const auto& [key, value] : node.members) {
        SW_TRY(const bool isText, textKey(file.content, key, value));
        if (isText) {
            continue;
        }
        if (key == "path") {
            SW_TRY(file.path, textOf(value));
        } else if (key == "name") {
            SW_TRY(file.name, textOf(value));
        } else if (key == "exists") {
            SW_TRY(file.exists, boolOf(value));
        } else if (key == "absent") {
            SW_TRY(const bool absent, boolOf(value));
            file.exists = !absent;
        } else if (key == "type") {
            SW_TRY(file.type, textOf(value));
        } else if (key == "mode") {
            SW_TRY(file.mode, numberOf(value, 8));
        } else if (key == "permissions") {
            SW_TRY(file.permissions, textOf(value));
        } else if (key == "owner") {
            SW_TRY(const std::string owner, textOf(value));
            setOwner(file, owner);
        } else if (key == "user" || key == "uid") {
            SW_TRY(file.user, textOf(value));
        } else if (key == "group" || key == "gid") {
            SW_TRY(file.group, textOf(value));
        } else if (key == "executable") {
            SW_TRY(file.executable, boolOf(value));
        } else if (key == "link") {
            SW_TRY(file.link, textOf(value));
        } else if (key == "content") {
            SW_TRY(file.content, outputOf(value));
        } else if (key == "size") {
            SW_TRY(const std::string limit, textOf(value));
            SW_TRY(file.size, withContext(parseGate("size" + limit), say("line %1", value.line)));
        } else {
            return unknownKey(value, key, "a file");
        }
    }
    if (file.path.empty()) {
        return bad(node.line, say("a file needs its path"));
    }
    file.name = file.name.empty() ? file.path : file.name;
    return file;
}

/// "node --version" is for the shell, a list is run as it is.
Result<std::vector<std::string>> commandOf(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::Scalar) {
        return std::vector<std::string>{"/bin/sh", "-c", node.scalar};
    }
    SW_TRY(std::vector<std::string> args, textsOf(node));
    if (args.empty()) {
        return bad(node.line, say("a command needs at least its program"));
    }
    return args;
}

/// "90", "90s", "1.5m", "500ms" in seconds.
Result<double> durationOf(const YamlNode& node) {
    const std::string& text = node.scalar;
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const double factor = unit.empty() || unit == "s" ? 1 : unit == "ms" ? 0.001 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    if (node.kind != YamlNode::Kind::Scalar || code != std::errc() || !(value * factor > 0)) {
        return bad(node.line, say("a time such as 30s or 2m is expected here"));
    }
    return value * factor;
}

Result<CommandAssertion> ownCommandOf(const YamlNode& node) {
    SW_CHECK(needMap(node, "a command"));
    CommandAssertion command;
    command.line = node.line;
    for (const auto& [key, value] : node.members) {
        if (key == "run") {
            SW_TRY(command.args, commandOf(value));
            command.name = command.name.empty() ? (value.kind == YamlNode::Kind::Scalar ? value.scalar : value.items.front().scalar) : command.name;
        } else if (key == "name") {
            SW_TRY(command.name, textOf(value));
        } else if (key == "user") {
            SW_TRY(command.user, textOf(value));
        } else if (key == "exit") {
            SW_TRY(const std::uint32_t code, numberOf(value));
            command.exitCode = static_cast<int>(code);
        } else if (key == "timeout") {
            SW_TRY(command.timeout, durationOf(value));
        } else if (key == "env") {
            SW_CHECK(needMap(value, "env"));
            for (const auto& [name, text] : value.members) {
                SW_TRY(const std::string given, textOf(text));
                command.env.push_back(name + "=" + given);
            }
        } else if (key == "output") {
            SW_TRY(command.output, outputOf(value));
        } else if (key == "stdout") {
            SW_TRY(command.out, outputOf(value));
        } else if (key == "stderr") {
            SW_TRY(command.err, outputOf(value));
        } else {
            return unknownKey(value, key, "a command");
        }
    }
    if (command.args.empty()) {
        return bad(node.line, say("a command needs 'run'"));
    }
    return command;
}

/// {NAME: VALUE}; null: must not be set.
Result<void> addValues(std::vector<ValueAssertion>& out, const YamlNode& node, const std::string& kind) {
    SW_CHECK(needMap(node, kind));
    for (const auto& [name, value] : node.members) {
        ValueAssertion assertion;
        assertion.what = kind + " " + name;
        assertion.line = value.line;
        if (value.kind == YamlNode::Kind::Map) {
            const YamlNode* pattern = value.find("matches");
            if (pattern == nullptr || value.members.size() != 1) {
                return bad(value.line, say("a value is a text, null, or {matches: PATTERN}"));
            }
            std::vector<std::string> patterns;
            SW_CHECK(addPatterns(patterns, *pattern));
            assertion.value = patterns.empty() ? std::string() : patterns.front();
            assertion.pattern = true;
        } else if (value.kind != YamlNode::Kind::Null) {
            SW_TRY(assertion.value, textOf(value));
        }
        out.push_back(std::move(assertion));
    }
    return {};
}

std::string listText(const std::vector<std::string>& words) {
    std::string out = "[";
    for (const std::string& word : words) {
        out += (out.size() > 1 ? ", \"" : "\"") + word + "\"";
    }
    return out + "]";
}

Result<void> addList(std::vector<ListAssertion>& out, const YamlNode& node, const std::string& kind, bool present) {
    SW_TRY(const std::vector<std::string> values, textsOf(node));
    for (const std::string& value : values) {
        out.push_back({kind, value, present, node.line});
    }
    return {};
}

Result<void> addArguments(std::vector<ValueAssertion>& out, const YamlNode& node, const std::string& kind) {
    SW_TRY(const std::vector<std::string> words, textsOf(node));
    out.push_back({kind, words.empty() && node.kind == YamlNode::Kind::List ? std::optional<std::string>() : std::optional(listText(words)), false, false, node.line});
    return {};
}

template <typename Item, typename Read> Result<void> addAll(std::vector<Item>& out, const YamlNode& node, Read read) {
    if (node.kind != YamlNode::Kind::List) {
        return bad(node.line, say("a list is expected here"));
    }
    for (const YamlNode& item : node.items) {
        SW_TRY(Item one, read(item));
        out.push_back(std::move(one));
    }
    return {};
}

// -- the keys of container-structure-test

Result<FileAssertion> existenceOf(const YamlNode& node) {
    SW_CHECK(needMap(node, "a file existence test"));
    FileAssertion file;
    file.line = node.line;
    for (const auto& [key, value] : node.members) {
        if (key == "name") {
            SW_TRY(file.name, textOf(value));
        } else if (key == "path") {
            SW_TRY(file.path, textOf(value));
        } else if (key == "shouldExist") {
            SW_TRY(file.exists, boolOf(value));
        } else if (key == "permissions") {
            SW_TRY(file.permissions, textOf(value));
        } else if (key == "uid") {
            SW_TRY(file.user, textOf(value));
        } else if (key == "gid") {
            SW_TRY(file.group, textOf(value));
        } else if (key == "isExecutableBy") {
            file.executable = true;
        } else {
            return unknownKey(value, key, "a file existence test");
        }
    }
    if (file.path.empty()) {
        return bad(node.line, say("a file needs its path"));
    }
    return file;
}

Result<FileAssertion> contentOf(const YamlNode& node) {
    SW_CHECK(needMap(node, "a file content test"));
    FileAssertion file;
    file.line = node.line;
    for (const auto& [key, value] : node.members) {
        if (key == "name") {
            SW_TRY(file.name, textOf(value));
        } else if (key == "path") {
            SW_TRY(file.path, textOf(value));
        } else if (key == "expectedContents") {
            SW_CHECK(addPatterns(file.content.matches, value));
        } else if (key == "excludedContents") {
            SW_CHECK(addPatterns(file.content.excludesMatches, value));
        } else {
            return unknownKey(value, key, "a file content test");
        }
    }
    if (file.path.empty()) {
        return bad(node.line, say("a file needs its path"));
    }
    return file;
}

Result<CommandAssertion> foreignCommandOf(const YamlNode& node) {
    SW_CHECK(needMap(node, "a command test"));
    CommandAssertion command;
    command.line = node.line;
    std::vector<std::string> args;
    for (const auto& [key, value] : node.members) {
        if (key == "name") {
            SW_TRY(command.name, textOf(value));
        } else if (key == "command") {
            SW_TRY(const std::string program, textOf(value));
            command.args = {program};
        } else if (key == "args") {
            SW_TRY(args, textsOf(value));
        } else if (key == "setup" || key == "teardown") {
            SW_CHECK(addAll(key == "setup" ? command.setup : command.teardown, value, textsOf));
        } else if (key == "exitCode") {
            SW_TRY(const std::uint32_t code, numberOf(value));
            command.exitCode = static_cast<int>(code);
        } else if (key == "expectedOutput") {
            SW_CHECK(addPatterns(command.out.matches, value));
        } else if (key == "excludedOutput") {
            SW_CHECK(addPatterns(command.out.excludesMatches, value));
        } else if (key == "expectedError") {
            SW_CHECK(addPatterns(command.err.matches, value));
        } else if (key == "excludedError") {
            SW_CHECK(addPatterns(command.err.excludesMatches, value));
        } else if (key == "envVars") {
            if (value.kind != YamlNode::Kind::List) {
                return bad(value.line, say("a list is expected here"));
            }
            for (const YamlNode& item : value.items) {
                const YamlNode* name = item.find("key");
                const YamlNode* text = item.find("value");
                if (name == nullptr || text == nullptr) {
                    return bad(item.line, say("a variable has a key and a value"));
                }
                command.env.push_back(name->scalar + "=" + text->scalar);
            }
        } else {
            return unknownKey(value, key, "a command test");
        }
    }
    if (command.args.empty()) {
        return bad(node.line, say("a command test needs 'command'"));
    }
    command.args.insert(command.args.end(), args.begin(), args.end());
    return command;
}

Result<void> addPairs(std::vector<ValueAssertion>& out, const YamlNode& node, const std::string& kind) {
    if (node.kind != YamlNode::Kind::List) {
        return bad(node.line, say("a list is expected here"));
    }
    for (const YamlNode& item : node.items) {
        const YamlNode* name = item.find("key");
        const YamlNode* value = item.find("value");
        const YamlNode* pattern = item.find("isRegex");
        if (name == nullptr || value == nullptr) {
            return bad(item.line, say("a variable has a key and a value"));
        }
        ValueAssertion assertion{kind + " " + name->scalar, value->scalar, pattern != nullptr && pattern->scalar == "true", false, item.line};
        if (assertion.pattern) {
            std::vector<std::string> compiled;
            SW_CHECK(addPatterns(compiled, *value));
        }
        out.push_back(std::move(assertion));
    }
    return {};
}

Result<void> addMetadata(AssertionFile& out, const YamlNode& node) {
    SW_CHECK(needMap(node, "metadataTest"));
    for (const auto& [key, value] : node.members) {
        if (key == "envVars" || key == "env") {
            SW_CHECK(addPairs(out.values, value, "env"));
        } else if (key == "labels") {
            SW_CHECK(addPairs(out.values, value, "label"));
        } else if (key == "exposedPorts" || key == "unexposedPorts") {
            SW_CHECK(addList(out.lists, value, "port", key == "exposedPorts"));
        } else if (key == "volumes" || key == "unmountedVolumes") {
            SW_CHECK(addList(out.lists, value, "volume", key == "volumes"));
        } else if (key == "entrypoint" || key == "cmd") {
            SW_CHECK(addArguments(out.values, value, key));
        } else if (key == "workdir" || key == "user") {
            SW_TRY(const std::string text, textOf(value));
            out.values.push_back({key, text, false, false, value.line});
        } else {
            return unknownKey(value, key, "metadataTest");
        }
    }
    return {};
}

Result<void> addKey(AssertionFile& out, const std::string& key, const YamlNode& value) {
    if (key == "files") {
        return addAll(out.files, value, fileOf);
    }
    if (key == "fileExistenceTests") {
        return addAll(out.files, value, existenceOf);
    }
    if (key == "fileContentTests") {
        return addAll(out.files, value, contentOf);
    }
    if (key == "commands") {
        return addAll(out.commands, value, ownCommandOf);
    }
    if (key == "commandTests") {
        return addAll(out.commands, value, foreignCommandOf);
    }
    if (key == "metadataTest") {
        return addMetadata(out, value);
    }
    if (key == "env" || key == "labels") {
        return addValues(out.values, value, key == "env" ? "env" : "label");
    }
    if (key == "user" || key == "workdir") {
        SW_TRY(const std::string text, textOf(value));
        out.values.push_back({key, text, false, false, value.line});
        return {};
    }
    if (key == "entrypoint" || key == "cmd") {
        return addArguments(out.values, value, key);
    }
    if (key == "ports" || key == "volumes") {
        return addList(out.lists, value, key == "ports" ? "port" : "volume", true);
    }
    if (key == "size") {
        SW_TRY(const std::vector<std::string> limits, textsOf(value));
        for (const std::string& limit : limits) {
            SW_TRY(Gate gate, withContext(parseGate("size" + limit), say("line %1", value.line)));
            out.sizes.push_back(std::move(gate));
        }
        return {};
    }
    if (key == "schemaVersion") {
        return value.scalar.starts_with("2.") ? Result<void>() : bad(value.line, say("only schema version 2.0.0 is known"));
    }
    return unknownKey(value, key, "the file");
}

} // namespace

Result<AssertionFile> parseAssertions(std::string_view yaml) {
    SW_TRY(const YamlNode root, io::parseYaml(yaml));
    if (root.kind != YamlNode::Kind::Map) {
        return bad(1, say("assertions are a map: files, env, user, ports, commands, .."));
    }
    AssertionFile out;
    for (const auto& [key, value] : root.members) {
        SW_CHECK(addKey(out, key, value));
    }
    if (out.count() == 0) {
        return failure(ErrorCode::Invalid, say("the file asserts nothing"));
    }
    return out;
}

} // namespace sw::analysis
