#include "core/dockerfile/stagereferences.h"

#include "core/dockerfile/gotext.h"
#include "core/dockerfile/scope.h"

#include <charconv>
#include <map>

namespace sw::dockerfile {

namespace {

class ReferenceFinder {
public:
    explicit ReferenceFinder(const Document& document) : m_document(document) {
        for (std::size_t i = 0; i < document.stages.size(); ++i) {
            if (std::string name = stageName(document, i); !name.empty()) {
                m_final[std::move(name)] = i;
            }
        }
    }

    std::vector<StageReference> find() {
        std::map<std::string, std::size_t, std::less<>> soFar;
        std::size_t stage = 0;
        for (std::size_t i = 0; i < m_document.instructions.size(); ++i) {
            const Instruction& instruction = m_document.instructions[i];
            m_index = i;
            if (const auto* from = instruction.as<FromArgs>()) {
                if (const auto found = soFar.find(from->image.text); found != soFar.end()) {
                    m_out.push_back({found->second, i, from->image.range, false, true});
                }
            } else {
                visit(instruction);
            }
            if (instruction.kind == InstructionKind::From) {
                if (std::string name = stageName(m_document, stage); !name.empty()) {
                    soFar[std::move(name)] = stage;
                }
                ++stage;
            }
        }
        return std::move(m_out);
    }

private:
    void visit(const Instruction& instruction) {
        for (const Flag& flag : instruction.flags) {
            const bool copies = instruction.kind == InstructionKind::Copy || instruction.kind == InstructionKind::Add;
            if (copies && flag.name == "from" && flag.value) {
                add(*flag.value, flag.valueRange, true);
            }
        }
        if (const auto* run = instruction.as<RunArgs>()) {
            for (const Mount& mount : run->mounts) {
                if (!mount.from.empty() && !mount.fromRange.empty()) {
                    add(mount.from, mount.fromRange, false);
                }
            }
        }
        if (instruction.sub) {
            visit(*instruction.sub);
        }
    }

    void add(const std::string& name, const TextRange& range, bool numbers) {
        if (const auto found = m_final.find(lowered(name)); found != m_final.end()) {
            m_out.push_back({found->second, m_index, range, false, false});
            return;
        }
        std::size_t number = 0;
        const char* end = name.data() + name.size();
        const auto [stop, error] = std::from_chars(name.data(), end, number);
        if (numbers && error == std::errc() && stop == end && number < m_document.stages.size()) {
            m_out.push_back({number, m_index, range, true, false});
        }
    }

    const Document& m_document;
    std::map<std::string, std::size_t, std::less<>> m_final;
    std::size_t m_index = 0;
    std::vector<StageReference> m_out;
};

} // namespace

std::string stageName(const Document& document, std::size_t stage) {
    const auto* from = document.instructions[document.stages[stage].from].as<FromArgs>();
    return from != nullptr && from->name ? lowered(from->name->text) : std::string();
}

std::vector<StageReference> stageReferences(const Document& document) { return ReferenceFinder(document).find(); }

} // namespace sw::dockerfile
