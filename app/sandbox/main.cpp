#include "core/sandbox/process/probes.h"
#include "core/sandbox/process/serve.h"

#include <cstdio>
#include <string_view>

/// stagewright-sandbox: started by the program, not by people. See core/sandbox/protocol.h.
int main(int argc, char** argv) {
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "serve" && argc == 4) {
        return sw::sandbox::process::serveMain(argv[2], argv[3]);
    }
    if (mode == "probe" && argc == 3) {
        return sw::sandbox::process::probeMain(argv[2]);
    }
    std::fputs("stagewright-sandbox is started by Stagewright; see `stw doctor`.\n", stderr);
    return 2;
}
