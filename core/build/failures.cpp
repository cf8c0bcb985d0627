#include "core/build/failures.h"

#include <algorithm>
#include <cctype>

namespace sw::build {

namespace {

constexpr std::size_t kTailBytes = 64U << 10U;

bool containsIgnoringCase(std::string_view text, std::string_view needle) {
    return !std::ranges::search(text, needle, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); }).empty();
}

template <std::size_t N> bool containsAny(std::string_view text, const std::string_view (&needles)[N]) {
    return std::ranges::any_of(needles, [&](std::string_view needle) { return containsIgnoringCase(text, needle); });
}

constexpr std::string_view kCertificate[] = {
    "SELF_SIGNED_CERT_IN_CHAIN", "self signed certificate", "self-signed certificate", "unable to get local issuer certificate",
    "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate verify failed", "CERTIFICATE_VERIFY_FAILED",
    "certificate signed by unknown authority", "server certificate verification failed", "SSL certificate problem",
    "certificate is not trusted", "certificate signer not trusted", "server verification failed", "PKIX path building failed"};
constexpr std::string_view kNames[] = {
    "Could not resolve host", "EAI_AGAIN", "Temporary failure in name resolution", "Temporary failure resolving",
    "Name or service not known", "bad address '", "getaddrinfo ENOTFOUND", "no such host"};
constexpr std::string_view kUnreachable[] = {"Network is unreachable", "ENETUNREACH", "No route to host"};
constexpr std::string_view kSpace[] = {"No space left on device", "ENOSPC"};
constexpr std::string_view kFormat[] = {"exec format error"};
constexpr std::string_view kMemory[] = {"JavaScript heap out of memory", "Cannot allocate memory", "std::bad_alloc"};
constexpr std::string_view kShell[] = {"exec: \"/bin/sh\": stat /bin/sh: no such file", "executable file `/bin/sh` not found",
                                       "executable file '/bin/sh' not found", "open executable: No such file"};

} // namespace

void LogTail::add(std::string_view bytes) {
    if (bytes.size() >= kTailBytes) {
        m_text.assign(bytes.substr(bytes.size() - kTailBytes));
        return;
    }
    m_text.append(bytes);
    if (m_text.size() > 2 * kTailBytes) {
        m_text.erase(0, m_text.size() - kTailBytes);
    }
}

std::string withoutColours(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\x1b' && i + 1 < text.size()) {
            if (text[i + 1] == '[') {
                i += 2;
                while (i < text.size() && !(text[i] >= '@' && text[i] <= '~')) {
                    ++i;
                }
            } else {
                ++i;
            }
            continue;
        }
        if (c == '\r') {
            if (i + 1 < text.size() && text[i + 1] != '\n' && text[i + 1] != '\r') {
                out.resize(out.find_last_of('\n') == std::string::npos ? 0 : out.find_last_of('\n') + 1);
            }
            continue;
        }
        if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        }
    }
    return out;
}

std::vector<std::string> LogTail::lines(std::size_t count) const {
    const std::string clean = withoutColours(m_text);
    std::vector<std::string> all;
    for (std::size_t at = 0; at < clean.size();) {
        const std::size_t end = std::min(clean.find('\n', at), clean.size());
        all.push_back(clean.substr(at, end - at));
        at = end + 1;
    }
    while (!all.empty() && all.back().find_first_not_of(" \t") == std::string::npos) {
        all.pop_back();
    }
    if (all.size() > count) {
        all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
    }
    return all;
}

Sentence adviceFor(std::string_view output, int exitCode, std::string_view command, bool hostCaUsed, bool networkNone) {
    if (containsAny(output, kCertificate)) {
        return hostCaUsed ? say("The server's certificate is signed by nobody whom the host's CA bundle knows; add the missing CA to the host and build again.")
                          : say("The certificate was signed by a CA that the image does not know, as a company's or school's proxy does: build with "
                            "--host-ca (in the window: \"Trust this computer's certificates\"), which lends the host's CA bundle to RUN and puts nothing into the image.");
    }
    if (containsAny(output, kNames) || containsAny(output, kUnreachable)) {
        return networkNone ? say("The step has no network (--network=none); allow one with --network=default.")
                           : say("The step could not reach the network or resolve a name: check the connection and the proxy settings (http_proxy, https_proxy), "
                             "or try --network host; `stw doctor` tells which network RUN has here.");
    }
    if (containsAny(output, kSpace)) {
        return say("The disk is full: `stw store df` shows what the store holds and `stw store prune` frees it, or choose another place with --store.");
    }
    if (containsAny(output, kFormat)) {
        return say("The image's programs are for another processor: choose the right --platform, or register qemu-user (binfmt) for it.");
    }
    if (containsAny(output, kMemory) || (exitCode == 137 && output.empty())) {
        return say("The step ran out of memory: close other programs, or run fewer steps at once with --jobs 1.");
    }
    if (containsAny(output, kShell)) {
        return say("The image has no /bin/sh, so the shell form of RUN cannot work in it: use the JSON form (RUN [\"/program\"]) or another base image.");
    }
    if (exitCode == 127) {
        std::string name;
        if (const std::size_t at = output.rfind(": not found"); at != std::string_view::npos) {
            const std::string_view before = output.substr(0, at);
            const std::size_t from = before.find_last_of(" :\n");
            name = before.substr(from == std::string_view::npos ? 0 : from + 1);
        }
        return name.empty() ? say("A program that the command calls is not in this image: install it in an earlier step, or start from an image that has it.")
                            : say("\"%1\" is not in this image: install it in an earlier step, or start from an image that has it.", name);
    }
    if (exitCode == 126) {
        return say("The program is there but cannot be executed: check its mode (COPY --chmod=755) and its first line.");
    }
    (void)command;
    return {};
}

Sentence adviceForFetch(std::string_view message) {
    if (containsAny(message, kCertificate)) {
        return say("The server's certificate is signed by nobody whom this computer knows: add the CA to the computer's certificates, or name a bundle with SSL_CERT_FILE.");
    }
    if (message.contains("response status 401") || message.contains("response status 403") || containsIgnoringCase(message, "terminal prompts disabled") ||
        containsIgnoringCase(message, "Permission denied")) {
        return say("The server wants to know who asks: give a token with --secret (HTTP_AUTH_TOKEN_host for a URL, GIT_AUTH_TOKEN for a git repository).");
    }
    if (message.contains("response status")) {
        return say("The server answers, but not with the file: check the address in a browser.");
    }
    return say("Check the address, the connection and the proxy settings (http_proxy, https_proxy, no_proxy).");
}

} // namespace sw::build
