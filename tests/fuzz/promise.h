#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sw::fuzz {

/// Ends the program, with the sentence that is not true, so that the fuzzer keeps the input.
inline void require(bool holds, const std::string& sentence) {
    if (!holds) {
        std::fprintf(stderr, "broken: %s\n", sentence.c_str());
        std::abort();
    }
}

} // namespace sw::fuzz
