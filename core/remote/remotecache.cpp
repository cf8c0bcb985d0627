#include "core/remote/remotecache.h"

#include "core/base/base64.h"
#include "core/io/atomicfile.h"
#include "core/io/filelock.h"
#include "core/io/json.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace sw::remote {

namespace {

namespace fs = std::filesystem;
using plan::RemoteSource;

std::string hashOf(std::initializer_list<std::string_view> parts) {
    Hasher128 hasher;
    for (const std::string_view part : parts) {
        hasher.addField("part", std::string(part));
    }
    return hasher.finish().hex();
}

std::string hostOf(const std::string& url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) {
        return {};
    }
    std::string host = url.substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - scheme - 3);
    host = host.substr(host.rfind('@') + 1);
    return host.substr(0, host.starts_with('[') ? host.find(']') + 1 : host.find(':'));
}

/// A file written aside in the same folder, removed unless it was moved in.
struct Aside {
    fs::path path;
    UniqueFd fd;
    explicit Aside(const fs::path& directory) : path(directory / (".new-" + io::uniqueName())) {
        fd.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    }
    ~Aside() { ::unlink(path.c_str()); }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
};

} // namespace

RemoteCache::RemoteCache(Options options) : m_options(std::move(options)) {}

fs::path RemoteCache::pathOf(const Digest& sha256) const { return m_options.root / "files" / sha256.hex(); }
fs::path RemoteCache::urlRecord(const RemoteSource& source) const { return m_options.root / "urls" / (hashOf({source.url}) + ".json"); }
fs::path RemoteCache::refRecord(const RemoteSource& source) const {
    return m_options.root / "refs" / (hashOf({source.url, source.ref}) + ".json");
}

std::shared_ptr<RemoteCache::Slot> RemoteCache::slot(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<Slot>& slot = m_slots[key];
    slot = slot ? slot : std::make_shared<Slot>();
    return slot;
}

std::string RemoteCache::secret(const std::string& id) const {
    return m_options.secret ? m_options.secret(id).value_or("") : std::string();
}

std::string RemoteCache::httpAuthorization(const RemoteSource& source) const {
    const std::string host = hostOf(source.url);
    if (const std::string header = secret("HTTP_AUTH_HEADER_" + host); !header.empty()) {
        return header;
    }
    const std::string token = secret("HTTP_AUTH_TOKEN_" + host);
    return token.empty() ? token : "Bearer " + token;
}

GitAccess RemoteCache::access(const RemoteSource& source) const {
    GitAccess access;
    access.knownHosts = m_options.root / "known_hosts";
    access.sshAgent = m_options.sshAgent;
    const std::string host = hostOf(source.url);
    for (const std::string& suffix : {"." + host, std::string()}) {
        if (const std::string header = secret("GIT_AUTH_HEADER" + suffix); !header.empty()) {
            access.authorization = header;
            break;
        }
        if (const std::string token = secret("GIT_AUTH_TOKEN" + suffix); !token.empty()) {
            access.authorization = "basic " + base64("x-access-token:" + token);
            break;
        }
    }
    return access;
}

std::optional<RemoteCache::Known> RemoteCache::known(const RemoteSource& source) const {
    const auto text = io::readFile(urlRecord(source));
    const auto json = text ? io::parseJson(*text) : Result<io::Json>(failure(text.error()));
    if (!json) {
        return std::nullopt;
    }
    const auto sha256 = Digest::parse(io::stringOf(*json, "sha256"));
    const auto content = Hash128::parse(io::stringOf(*json, "content"));
    if (!sha256 || !content) {
        return std::nullopt; // a damaged record is none
    }
    Known known;
    known.file = {*sha256, *content, static_cast<std::uint64_t>(io::integerOf(*json, "size")), io::integerOf(*json, "mtime"), pathOf(*sha256)};
    known.etag = io::stringOf(*json, "etag");
    return known;
}

Result<void> RemoteCache::remember(const RemoteSource& source, const HttpAnswer& answer, const RemoteFile& file) const {
    io::Json json;
    json["url"] = source.display();
    json["etag"] = answer.etag;
    json["last_modified"] = answer.lastModified;
    json["mtime"] = file.mtime;
    json["size"] = file.size;
    json["sha256"] = file.sha256.text();
    json["content"] = file.content.hex();
    return io::writeFileAtomically(urlRecord(source), io::dumpJson(json), 0600);
}

Result<RemoteFile> RemoteCache::fetchFile(const RemoteSource& source, const std::optional<Known>& known, std::stop_token stop) {
    for (const char* folder : {"files", "urls"}) {
        SW_CHECK(io::makeDirectories(m_options.root / folder));
    }
    const Aside aside(m_options.root / "files");
    if (!aside.fd.valid()) {
        return failure(errnoError(say("cannot write %1", aside.path.string()), errno));
    }
    std::error_code error;
    HttpRequest request;
    request.url = source.url;
    request.etag = known && fs::exists(known->file.path, error) ? known->etag : "";
    request.authorization = httpAuthorization(source);
    request.digest = source.checksum;
    if (!source.checksum.empty()) {
        request.etag.clear(); // the digest is to be seen, not to be believed
    }
    SW_TRY(const HttpAnswer answer, httpGet(request, aside.fd.get(), std::move(stop)));
    if (answer.notModified) {
        return known->file;
    }
    if (!source.checksum.empty() && answer.digest != source.checksum) {
        return failure(ErrorCode::Invalid, say("digest mismatch for %1: it is %2, --checksum says %3", source.display(), answer.digest, source.checksum));
    }
    RemoteFile file{answer.sha256, answer.content, answer.size, answer.modified.value_or(0), pathOf(answer.sha256)};
    SW_CHECK(io::renameFile(aside.path, file.path));
    SW_CHECK(remember(source, answer, file));
    return file;
}

Result<std::optional<RemoteFile>> RemoteCache::file(const RemoteSource& source, std::stop_token stop) {
    const std::shared_ptr<Slot> held = slot("url " + source.url + " " + source.checksum);
    const std::lock_guard lock(held->mutex);
    if (held->file) {
        return held->file;
    }
    const std::optional<Known> before = known(source);
    std::error_code error;
    const bool isKnown = before && (m_options.offline || fs::exists(before->file.path, error));
    if (isKnown && source.checksum == before->file.sha256.text()) {
        held->file = before->file;
        return held->file;
    }
    if (m_options.offline) {
        return before && source.checksum.empty() ? std::optional(before->file) : std::nullopt;
    }
    if (m_options.onFetch) {
        m_options.onFetch(source.display(), true);
    }
    Result<RemoteFile> fetched = fetchFile(source, before, std::move(stop));
    if (m_options.onFetch) {
        m_options.onFetch(source.display(), false);
    }
    SW_TRY(held->file, std::move(fetched));
    return held->file;
}

Result<RemoteFile> RemoteCache::keep(int fd) {
    SW_CHECK(io::makeDirectories(m_options.root / "files"));
    const Aside aside(m_options.root / "files");
    if (!aside.fd.valid()) {
        return failure(errnoError(say("cannot write %1", aside.path.string()), errno));
    }
    Sha256 sha256;
    Hasher128 hasher;
    RemoteFile file;
    std::vector<char> buffer(1U << 18U);
    while (true) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0) {
            return failure(errnoError(say("cannot read the input"), errno));
        }
        if (count == 0) {
            break;
        }
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t written = ::write(aside.fd.get(), bytes.data() + done, bytes.size() - done);
            if (written < 0) {
                return failure(errnoError(say("cannot keep the input"), errno));
            }
            done += static_cast<std::size_t>(written);
        }
        sha256.add(bytes);
        hasher.add(bytes);
        file.size += bytes.size();
    }
    file.sha256 = sha256.finish();
    file.content = hasher.finish();
    file.path = pathOf(file.sha256);
    SW_CHECK(io::renameFile(aside.path, file.path));
    return file;
}

Result<std::optional<GitCommit>> RemoteCache::commit(const RemoteSource& source, std::stop_token stop) {
    const std::shared_ptr<Slot> held = slot("ref " + source.url + " " + source.ref + " " + source.checksum);
    const std::lock_guard lock(held->mutex);
    if (held->commit) {
        return held->commit;
    }
    if (m_options.offline && !source.isPinned()) {
        const auto text = io::readFile(refRecord(source));
        const auto json = text ? io::parseJson(*text) : Result<io::Json>(failure(text.error()));
        if (!json || io::stringOf(*json, "commit").empty()) {
            return std::nullopt;
        }
        held->commit = GitCommit{io::stringOf(*json, "commit"), io::stringOf(*json, "tag"), io::stringOf(*json, "ref")};
        return held->commit;
    }
    if (m_options.onFetch && !source.isPinned()) {
        m_options.onFetch(source.display(), true);
    }
    SW_CHECK(io::makeDirectories(m_options.root / "refs"));
    Result<GitCommit> resolved = resolveCommit(source, access(source), std::move(stop));
    if (m_options.onFetch && !source.isPinned()) {
        m_options.onFetch(source.display(), false);
    }
    SW_TRY(held->commit, std::move(resolved));
    if (!source.isPinned()) {
        io::Json json;
        json["repository"] = plan::withoutPassword(source.url);
        json["asked"] = source.ref;
        json["commit"] = held->commit->id;
        json["tag"] = held->commit->tag;
        json["ref"] = held->commit->ref;
        SW_CHECK(io::writeFileAtomically(refRecord(source), io::dumpJson(json), 0600));
    }
    return held->commit;
}

Result<std::optional<fs::path>> RemoteCache::checkout(const RemoteSource& source, const GitCommit& commit, std::stop_token stop) {
    const bool keep = source.keepGitDir && source.subdir.empty();
    const std::string name = hashOf({plan::withoutPassword(source.url), commit.id, keep ? "git " + commit.ref : "", source.submodules ? "submodules" : "",
                                     source.commitTimes ? "commit times" : ""});
    const fs::path directory = m_options.root / "trees" / name;
    std::error_code error;
    if (fs::is_directory(directory, error)) {
        return directory;
    }
    if (m_options.offline) {
        return std::nullopt;
    }
    SW_CHECK(io::makeDirectories(m_options.root / "trees"));
    SW_TRY(const io::FileLock lock, io::FileLock::acquire(m_options.root / "trees" / (name + ".lock")));
    if (fs::is_directory(directory, error)) {
        return directory; // another build made it meanwhile
    }
    const fs::path aside = m_options.root / "trees" / (".new-" + io::uniqueName());
    SW_CHECK(io::makeDirectories(aside));
    if (m_options.onFetch) {
        m_options.onFetch(source.display(), true);
    }
    Result<void> done = checkOut(source, commit, aside, access(source), std::move(stop));
    if (m_options.onFetch) {
        m_options.onFetch(source.display(), false);
    }
    if (done) {
        done = io::renameFile(aside, directory);
    }
    if (!done) {
        fs::remove_all(aside, error);
        return failure(done.error());
    }
    return directory;
}

} // namespace sw::remote
