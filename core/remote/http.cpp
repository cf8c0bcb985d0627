#include "core/remote/http.h"

#include "core/base/ascii.h"
#include "core/base/namedhash.h"
#include "core/plan/remotesource.h"
#include "core/remote/curllibrary.h"

#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace sw::remote {

namespace {

constexpr long kRedirects = 10;
constexpr long kConnectSeconds = 30;
constexpr long kStalledSeconds = 60;

struct Curl {
    const CurlLibrary& library;
    CURL* handle;
    curl_slist* headers = nullptr;
    explicit Curl(const CurlLibrary& from) : library(from), handle(library.init()) {}
    ~Curl() {
        library.freeAll(headers);
        library.cleanup(handle);
    }
    template <typename Value> void set(CURLoption option, Value value) { library.setopt(handle, option, value); }
    void addHeader(const std::string& line) { headers = library.append(headers, line.c_str()); }
    Curl(const Curl&) = delete;
    Curl& operator=(const Curl&) = delete;
};

/// What is gathered while the bytes come.
struct Transfer {
    int fd;
    const HttpRequest* request;
    std::stop_token stop;
    Sha256 sha256;
    Hasher128 hasher;
    std::optional<NamedHash> other;
    HttpAnswer answer;
    std::optional<Error> error;
};

bool isHeader(std::string_view line, std::string_view name) {
    if (line.size() <= name.size() || line[name.size()] != ':') {
        return false;
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (std::tolower(static_cast<unsigned char>(line[i])) != name[i]) {
            return false;
        }
    }
    return true;
}

std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) { // of a redirect, or of the answer itself
        transfer.answer.etag.clear();
        transfer.answer.lastModified.clear();
    } else if (isHeader(line, "etag")) {
        std::string_view value = trimmed(line.substr(5));
        value.remove_prefix(value.starts_with("W/") ? 2 : 0); // weak or not says nothing for our question
        transfer.answer.etag = std::string(value);
    } else if (isHeader(line, "last-modified")) {
        transfer.answer.lastModified = std::string(trimmed(line.substr(14)));
    }
    return size * count;
}

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::string_view bytes(data, size * count);
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written = ::write(transfer.fd, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno != EINTR) {
            transfer.error = errnoError(say("cannot keep what was fetched"), errno);
            return 0;
        }
        done += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    transfer.sha256.add(bytes);
    transfer.hasher.add(bytes);
    if (transfer.other) {
        transfer.other->add(bytes);
    }
    transfer.answer.size += bytes.size();
    return bytes.size();
}

int onProgress(void* user, curl_off_t total, curl_off_t done, curl_off_t /*upTotal*/, curl_off_t /*upDone*/) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (transfer.request->progress && done > 0) {
        transfer.request->progress(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    }
    return transfer.stop.stop_requested() ? 1 : 0;
}

const char* variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
}

void setCertificates(Curl& curl) {
    const char* file = variable("SSL_CERT_FILE");
    file = file == nullptr ? variable("CURL_CA_BUNDLE") : file;
    if (file != nullptr) {
        curl.set(CURLOPT_CAINFO, file);
    }
    if (const char* directory = variable("SSL_CERT_DIR"); directory != nullptr) {
        curl.set(CURLOPT_CAPATH, directory);
    }
}

Failure transferError(const CurlLibrary& library, const Transfer& transfer, CURLcode code, const char* detail) {
    if (code == CURLE_ABORTED_BY_CALLBACK && transfer.stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, say("stopped"));
    }
    if (transfer.error) {
        return failure(*transfer.error);
    }
    const std::string why = *detail != '\0' ? detail : library.strerror(code);
    return failure(ErrorCode::Network, say("cannot fetch %1: %2", plan::withoutPassword(transfer.request->url), why));
}

} // namespace

Result<HttpAnswer> httpGet(const HttpRequest& request, int fd, std::stop_token stop) {
    SW_TRY(const CurlLibrary* const library, curlLibrary());
    Curl curl(*library);
    if (curl.handle == nullptr) {
        return failure(ErrorCode::Internal, say("libcurl cannot be used"));
    }
    Transfer transfer{fd, &request, std::move(stop), {}, {}, {}, {}, {}};
    const std::string algorithm = request.digest.substr(0, request.digest.find(':'));
    if (!algorithm.empty() && algorithm != "sha256") {
        transfer.other = NamedHash::of(algorithm);
        if (!transfer.other) {
            return failure(ErrorCode::Unsupported, say("the digest %1 cannot be computed here", algorithm));
        }
    }
    std::array<char, CURL_ERROR_SIZE> detail{};
    curl.set(CURLOPT_URL, request.url.c_str());
    curl.set(CURLOPT_PROTOCOLS_STR, "http,https");
    curl.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl.set(CURLOPT_FOLLOWLOCATION, 1L);
    curl.set(CURLOPT_MAXREDIRS, kRedirects);
    curl.set(CURLOPT_NOSIGNAL, 1L);
    curl.set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl.set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl.set(CURLOPT_LOW_SPEED_TIME, kStalledSeconds);
    curl.set(CURLOPT_ACCEPT_ENCODING, "gzip"); // undone on the way in, as Go's client does
    curl.set(CURLOPT_USERAGENT, "stagewright");
    curl.set(CURLOPT_ERRORBUFFER, detail.data());
    curl.set(CURLOPT_HEADERFUNCTION, &onHeader);
    curl.set(CURLOPT_HEADERDATA, &transfer);
    curl.set(CURLOPT_WRITEFUNCTION, &onBody);
    curl.set(CURLOPT_WRITEDATA, &transfer);
    curl.set(CURLOPT_NOPROGRESS, 0L);
    curl.set(CURLOPT_XFERINFOFUNCTION, &onProgress);
    curl.set(CURLOPT_XFERINFODATA, &transfer);
    curl.set(CURLOPT_FAILONERROR, 1L);
    setCertificates(curl);
    if (!request.etag.empty()) {
        curl.addHeader("If-None-Match: " + request.etag);
    }
    if (!request.authorization.empty()) {
        curl.addHeader("Authorization: " + request.authorization);
    }
    curl.set(CURLOPT_HTTPHEADER, curl.headers);

    const CURLcode code = library->perform(curl.handle);
    long status = 0;
    library->getinfo(curl.handle, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_HTTP_RETURNED_ERROR || (code == CURLE_OK && (status < 200 || (status >= 300 && status != 304)))) {
        return failure(ErrorCode::Network, say("cannot fetch %1: invalid response status %2", plan::withoutPassword(request.url), status));
    }
    if (code != CURLE_OK) {
        return transferError(*library, transfer, code, detail.data());
    }
    HttpAnswer& answer = transfer.answer;
    answer.notModified = status == 304;
    if (!answer.lastModified.empty()) {
        if (const time_t time = library->getdate(answer.lastModified.c_str(), nullptr); time != -1) {
            answer.modified = time;
        }
    }
    answer.sha256 = transfer.sha256.finish();
    answer.content = transfer.hasher.finish();
    answer.digest = transfer.other ? algorithm + ":" + transfer.other->finish() : answer.sha256.text();
    return std::move(answer);
}

} // namespace sw::remote
