#include "core/analysis/assertions.h"
#include "core/analysis/gates.h"
#include "tests/fuzz/promise.h"

#include <cmath>
#include <cstdint>
#include <string_view>

namespace {

using namespace sw;

template <typename Value> void checkError(const Result<Value>& value) {
    if (!value) {
        const std::string text = value.error().text();
        fuzz::require(!text.empty(), "an error without a message");
    }
}

} // namespace

/// What `stw test` and `stw layers --fail-if` are given: assertions, a rule, a baseline; the first byte says which.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0]) {
    case 'r': {
        const auto gate = analysis::parseGate(text);
        checkError(gate);
        if (gate) {
            fuzz::require(std::isfinite(gate->limit), "a rule without a limit");
            checkError(analysis::judge(*gate, {}, 100));
            checkError(analysis::judge(*gate, {}, std::nullopt));
        }
        break;
    }
    case 'b': checkError(analysis::baselineSize(text)); break;
    default: checkError(analysis::parseAssertions(text)); break;
    }
    return 0;
}
