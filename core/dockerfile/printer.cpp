#include "core/dockerfile/printer.h"

#include <algorithm>
#include <vector>

namespace sw::dockerfile {

std::string print(const Document& document) {
    std::vector<TextRange> nodes;
    std::ranges::transform(document.directives, std::back_inserter(nodes), &Directive::range);
    std::ranges::transform(document.comments, std::back_inserter(nodes), &Comment::range);
    std::ranges::transform(document.instructions, std::back_inserter(nodes), &Instruction::range);
    std::ranges::sort(nodes, {}, [](const TextRange& r) { return r.start.offset; });
    const std::string_view text = document.text;
    std::string out;
    out.reserve(text.size());
    std::size_t done = 0;
    for (const TextRange& node : nodes) {
        if (node.start.offset < done) {
            continue; // a comment inside the instruction before it
        }
        out += text.substr(done, node.start.offset - done);
        out += node.in(text);
        done = node.end.offset;
    }
    return out += text.substr(done);
}

} // namespace sw::dockerfile
