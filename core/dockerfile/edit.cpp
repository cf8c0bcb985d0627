#include "core/dockerfile/edit.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/scope.h"
#include "core/dockerfile/stagereferences.h"
#include "core/dockerfile/variableuse.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace sw::dockerfile {

namespace {

const FromArgs* fromOf(const Document& document, std::size_t stage) {
    return document.instructions[document.stages[stage].from].as<FromArgs>();
}

TextEdit insertAt(const TextPosition& position, std::string text) { return {{position, position}, std::move(text)}; }

bool touches(const TextRange& range, std::size_t offset) {
    return !range.empty() && offset >= range.start.offset && offset <= range.end.offset;
}

/// Which variables of one name are the same variable: scope 0 is the global one, scope n+1 is stage n. Scopes are
/// joined when a value passes between them: "ARG name" takes the global one, a child stage inherits its base's.
class VariableScopes {
public:
    VariableScopes(const Document& document, std::string_view name) : m_document(document) {
        m_parent.resize(document.stages.size() + 1);
        std::iota(m_parent.begin(), m_parent.end(), 0U);
        m_declared.resize(m_parent.size(), false);
        for (const VariableDeclaration& declaration : variableDeclarations(document)) {
            if (declaration.name != name) {
                continue;
            }
            const std::size_t scope = scopeOf(declaration.instruction);
            m_declared[scope] = true;
            declarations.push_back(declaration);
            if (scope > 0 && !declaration.isEnv && !declaration.hasValue && m_declared[0]) {
                join(0, scope);
            }
        }
        for (std::size_t stage = 0; stage < document.stages.size(); ++stage) {
            const std::optional<std::size_t> base = baseStageOf(document, stage);
            if (base && m_declared[*base + 1]) {
                m_declared[stage + 1] = true;
                join(*base + 1, stage + 1);
            }
        }
    }

    std::vector<VariableDeclaration> declarations; ///< of this name, in file order

    /// The scope in which an instruction's variables are looked up. FROM lines use the global one.
    std::size_t scopeOf(std::size_t instruction) const {
        const bool global = m_document.instructions[instruction].kind == InstructionKind::From;
        const auto after =
            std::ranges::upper_bound(m_document.stages, instruction, {}, [](const StageSpan& s) { return s.from; });
        return global ? 0 : static_cast<std::size_t>(after - m_document.stages.begin());
    }

    std::size_t group(std::size_t scope) const {
        while (m_parent[scope] != scope) {
            scope = m_parent[scope];
        }
        return scope;
    }
    bool declared(std::size_t scope) const { return m_declared[scope]; }

private:
    void join(std::size_t a, std::size_t b) { m_parent[group(b)] = group(a); }

    const Document& m_document;
    std::vector<std::size_t> m_parent;
    std::vector<bool> m_declared;
};

/// The declaration that an instruction's use means: the last before it in its scope, else the first of its group.
TextRange declarationFor(const VariableScopes& scopes, std::size_t instruction) {
    const std::size_t scope = scopes.scopeOf(instruction);
    TextRange found;
    bool own = false;
    for (const VariableDeclaration& declaration : scopes.declarations) {
        const std::size_t its = scopes.scopeOf(declaration.instruction);
        if (its == scope && declaration.instruction <= instruction) {
            found = declaration.range;
            own = true;
        } else if (!own && found.empty() && scopes.declared(scope) && scopes.group(its) == scopes.group(scope)) {
            found = declaration.range;
        }
    }
    return found;
}

std::string freshStageName(const Document& document, std::size_t stage) {
    std::set<std::string> taken;
    for (std::size_t i = 0; i < document.stages.size(); ++i) {
        taken.insert(stageName(document, i));
    }
    std::string name = "stage" + std::to_string(stage);
    while (taken.contains(name)) {
        name += "x";
    }
    return name;
}

bool writesLowerCase(const Instruction& instruction) { return instruction.cmd == lowered(instruction.cmd); }

struct Line {
    std::size_t begin;
    std::size_t text; ///< first byte that is no blank
    std::size_t end;
};

Line lineAt(const Document& document, int number) {
    Line line{document.lines.lineStart(number), 0, 0};
    line.end = number < document.lines.lineCount() ? document.lines.lineStart(number + 1) - 1 : document.text.size();
    line.text = line.begin;
    while (line.text < line.end && (document.text[line.text] == ' ' || document.text[line.text] == '\t' ||
                                    document.text[line.text] == '\r')) {
        ++line.text;
    }
    return line;
}

} // namespace

std::vector<TextEdit> renameStage(const Document& document, std::size_t stage, std::string_view newName) {
    std::vector<TextEdit> edits;
    const FromArgs* from = stage < document.stages.size() ? fromOf(document, stage) : nullptr;
    if (from == nullptr || newName.empty() || (from->name && from->name->text == newName)) {
        return edits;
    }
    if (from->name) {
        edits.push_back({from->name->range, std::string(newName)});
    } else {
        const bool lower = writesLowerCase(document.instructions[document.stages[stage].from]);
        edits.push_back(insertAt(from->image.range.end, (lower ? " as " : " AS ") + std::string(newName)));
    }
    for (const StageReference& reference : stageReferences(document)) {
        if (reference.stage == stage && !reference.byNumber) {
            edits.push_back({reference.range, reference.caseCounts ? lowered(newName) : std::string(newName)});
        }
    }
    return edits;
}

std::vector<TextEdit> renameVariable(const Document& document, int line, std::string_view name,
                                     std::string_view newName) {
    std::vector<TextEdit> edits;
    const std::optional<std::size_t> at = document.instructionIndexAtLine(line);
    if (!at || newName.empty() || name == newName) {
        return edits;
    }
    const VariableScopes scopes(document, name);
    if (!scopes.declared(scopes.scopeOf(*at))) {
        return edits;
    }
    const std::size_t group = scopes.group(scopes.scopeOf(*at));
    const auto meant = [&](std::size_t instruction) {
        const std::size_t scope = scopes.scopeOf(instruction);
        return scopes.declared(scope) && scopes.group(scope) == group;
    };
    for (const VariableDeclaration& declaration : scopes.declarations) {
        if (meant(declaration.instruction)) {
            edits.push_back({declaration.range, std::string(newName)});
        }
    }
    for (std::size_t i = 0; i < document.instructions.size(); ++i) {
        if (!meant(i)) {
            continue;
        }
        for (const VariableUse& use : variableUses(document, document.instructions[i])) {
            if (use.name == name) {
                edits.push_back({use.range, std::string(newName)});
            }
        }
    }
    std::ranges::sort(edits, {}, [](const TextEdit& e) { return e.range.start.offset; });
    return edits;
}

std::vector<TextEdit> toggleComment(const Document& document, int firstLine, int lastLine) {
    std::vector<Line> lines;
    for (int number = std::max(1, firstLine); number <= std::min(lastLine, document.lines.lineCount()); ++number) {
        if (const Line line = lineAt(document, number); line.text < line.end) {
            lines.push_back(line);
        }
    }
    const bool remove = std::ranges::all_of(lines, [&](const Line& l) { return document.text[l.text] == '#'; });
    std::size_t indent = std::string::npos;
    for (const Line& line : lines) {
        indent = std::min(indent, line.text - line.begin);
    }
    std::vector<TextEdit> edits;
    for (const Line& line : lines) {
        if (remove) {
            const bool blank = line.text + 1 < line.end && document.text[line.text + 1] == ' ';
            edits.push_back({document.lines.range(line.text, line.text + (blank ? 2 : 1)), ""});
        } else {
            edits.push_back(insertAt(document.lines.at(line.begin + indent), "# "));
        }
    }
    return edits;
}

std::vector<TextEdit> addCopyFrom(const Document& document, std::size_t sourceStage, std::size_t targetStage) {
    std::vector<TextEdit> edits;
    if (targetStage >= document.stages.size() || sourceStage >= targetStage) {
        return edits;
    }
    const FromArgs* source = fromOf(document, sourceStage);
    if (source == nullptr) {
        return edits;
    }
    std::string name = stageName(document, sourceStage);
    const StageSpan& target = document.stages[targetStage];
    const bool lower = writesLowerCase(document.instructions[target.from]);
    if (name.empty()) {
        name = freshStageName(document, sourceStage);
        edits.push_back(insertAt(source->image.range.end, (lower ? " as " : " AS ") + name));
    }
    const Instruction& last = document.instructions[target.end - 1];
    edits.push_back(insertAt(last.range.end, (lower ? "\ncopy --from=" : "\nCOPY --from=") + name + " /path ./"));
    return edits;
}

std::optional<Reference> referenceAt(const Document& document, std::size_t offset) {
    for (std::size_t stage = 0; stage < document.stages.size(); ++stage) {
        const FromArgs* from = fromOf(document, stage);
        if (from != nullptr && from->name && touches(from->name->range, offset)) {
            return Reference{Reference::What::Stage, from->name->text, from->name->range, from->name->range};
        }
    }
    for (const StageReference& reference : stageReferences(document)) {
        if (touches(reference.range, offset)) {
            const FromArgs* from = fromOf(document, reference.stage);
            const Instruction& instruction = document.instructions[document.stages[reference.stage].from];
            return Reference{Reference::What::Stage, std::string(reference.range.in(document.text)), reference.range,
                             from != nullptr && from->name ? from->name->range : instruction.range};
        }
    }
    for (const VariableDeclaration& declaration : variableDeclarations(document)) {
        if (touches(declaration.range, offset)) {
            return Reference{Reference::What::Variable, declaration.name, declaration.range, declaration.range};
        }
    }
    const Instruction* instruction = document.instructionAt(offset);
    if (instruction == nullptr) {
        return std::nullopt;
    }
    for (const VariableUse& use : variableUses(document, *instruction)) {
        if (touches(use.whole, offset)) {
            const VariableScopes scopes(document, use.name);
            const auto index = static_cast<std::size_t>(instruction - document.instructions.data());
            return Reference{Reference::What::Variable, use.name, use.range, declarationFor(scopes, index)};
        }
    }
    return std::nullopt;
}

} // namespace sw::dockerfile
