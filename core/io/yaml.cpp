#include "core/io/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace sw::io {

namespace {

constexpr int kMaximumNodes = 100'000; ///< aliases of aliases make many out of few
constexpr int kMaximumDepth = 100;

Failure bad(int line, const Sentence& what) {
    return failure(ErrorCode::Corrupt, say("line %1: %2", line, what));
}

class Converter {
public:
    Result<YamlNode> convert(const YAML::Node& node, int depth = 0) {
        YamlNode out;
        out.line = node.Mark().line + 1;
        if (++m_nodes > kMaximumNodes || depth > kMaximumDepth) {
            return bad(out.line, say("this is too much for a configuration file"));
        }
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null: break;
        case YAML::NodeType::Scalar:
            out.kind = YamlNode::Kind::Scalar;
            out.scalar = node.Scalar();
            break;
        case YAML::NodeType::Sequence:
            out.kind = YamlNode::Kind::List;
            for (const auto& item : node) {
                SW_TRY(YamlNode value, convert(item, depth + 1));
                out.items.push_back(std::move(value));
            }
            break;
        case YAML::NodeType::Map:
            out.kind = YamlNode::Kind::Map;
            for (const auto& member : node) {
                if (!member.first.IsScalar()) {
                    return bad(out.line, say("a key is a word"));
                }
                const std::string& key = member.first.Scalar();
                if (out.find(key) != nullptr) {
                    return bad(member.first.Mark().line + 1, say("\"%1\" is there twice", key));
                }
                SW_TRY(YamlNode value, convert(member.second, depth + 1));
                out.members.push_back({key, std::move(value)});
            }
            break;
        }
        return out;
    }

private:
    int m_nodes = 0;
};

/// Where the last document began.
class Documents : public YAML::EventHandler {
public:
    int line() const { return m_line; }

private:
    void OnDocumentStart(const YAML::Mark&) override { m_isNew = true; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { note(mark); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override { note(mark); }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { note(mark); }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { note(mark); }
    void OnMapEnd() override {}

    void note(const YAML::Mark& mark) {
        if (std::exchange(m_isNew, false)) {
            m_line = std::max(mark.line, 0);
        }
    }

    int m_line = 0;
    bool m_isNew = false;
};

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::ranges::find_if(members, [key](const Member& member) { return member.key == key; });
    return found == members.end() ? nullptr : &found->value;
}

Result<YamlNode> parseYaml(std::string_view text) {
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        Documents documents;
        if (!parser.HandleNextDocument(documents)) {
            return YamlNode();
        }
        if (parser.HandleNextDocument(documents)) { // not asked again: of a lone comma the library makes documents without end
            return bad(documents.line() + 1, say("one document is expected"));
        }
        return Converter().convert(YAML::Load(std::string(text)));
    } catch (const YAML::Exception& error) {
        return bad(std::max(error.mark.line, 0) + 1, error.msg);
    }
}

} // namespace sw::io
