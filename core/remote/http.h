#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

/// What is fetched from elsewhere: files over HTTP, git repositories, and what is remembered of them.
namespace sw::remote {

/// Bytes so far and in all (0 = unknown), called now and then on the calling thread.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct HttpRequest {
    std::string url;
    std::string etag;          ///< of what we have: the server may answer "not modified"
    std::string authorization; ///< value of the header, not sent on to other hosts
    std::string digest;        ///< "sha384:…": which digest to compute besides SHA-256; its digits do not matter
    Progress progress;
};

struct HttpAnswer {
    bool notModified = false;
    std::string etag, lastModified;
    std::optional<std::int64_t> modified; ///< of Last-Modified, seconds since the epoch
    std::uint64_t size = 0;
    Digest sha256;
    Hash128 content;
    std::string digest; ///< as asked for
};

/// GET into a file. http and https only, redirects too (at most ten); proxies and CA certificates as the environment says
/// (http_proxy, https_proxy, no_proxy; SSL_CERT_FILE, CURL_CA_BUNDLE, SSL_CERT_DIR). Error Network: one sentence that names
/// the address and why.
Result<HttpAnswer> httpGet(const HttpRequest& request, int fd, std::stop_token stop);

} // namespace sw::remote
