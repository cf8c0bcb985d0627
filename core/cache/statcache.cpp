#include "core/cache/statcache.h"

#include "core/base/uniquefd.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace sw::cache {

namespace {

struct Header {
    char magic[8];
    std::uint64_t count;
    Hash128 digest; // of the records
};
constexpr char kMagic[8] = {'S', 'W', 'S', 'T', 'A', 'T', '0', '1'};
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::size_t kMaximumRecords = 4'000'000;

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * kSecond + time.tv_nsec;
}

} // namespace

StatCache::StatCache(std::filesystem::path file) : m_file(std::move(file)) {}

std::unique_ptr<StatCache> StatCache::open(std::filesystem::path file) {
    std::unique_ptr<StatCache> cache(new StatCache(std::move(file)));
    cache->map();
    return cache;
}

StatCache::~StatCache() {
    if (m_mapping != nullptr) {
        ::munmap(m_mapping, m_mappingSize);
    }
}

void StatCache::map() {
    const UniqueFd fd(::open(m_file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!fd.valid() || ::fstat(fd.get(), &status) != 0 || static_cast<std::size_t>(status.st_size) < sizeof(Header)) {
        return;
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
    if (mapping == MAP_FAILED) {
        return;
    }
    const char* bytes = static_cast<const char*>(mapping);
    Header header{};
    std::memcpy(&header, bytes, sizeof header);
    const std::size_t body = size - sizeof(Header);
    const bool good = std::memcmp(header.magic, kMagic, sizeof kMagic) == 0 && header.count <= kMaximumRecords &&
                      body == header.count * sizeof(Record) &&
                      Hasher128::of({bytes + sizeof(Header), body}) == header.digest;
    if (!good) {
        ::munmap(mapping, size);
        return;
    }
    m_mapping = mapping;
    m_mappingSize = size;
    m_records = {reinterpret_cast<const Record*>(bytes + sizeof(Header)), header.count};
}

std::optional<StatCache::Known> StatCache::find(const struct stat& status) const {
    const Record wanted{static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
                        static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
                        nanoseconds(status.st_ctim), {}, 0};
    const auto found = std::ranges::lower_bound(m_records, wanted.identity(), {}, &Record::identity);
    if (found == m_records.end() || found->identity() != wanted.identity() || found->size != wanted.size ||
        found->mtime != wanted.mtime || found->ctime != wanted.ctime) {
        return std::nullopt;
    }
    return Known{found->content, found->hasXattrs != 0};
}

bool StatCache::isRacy(const struct stat& status, std::int64_t readAt) {
    // File systems stamp with the kernel's tick (up to 10 ms); some with whole or double seconds.
    const bool coarse = status.st_mtim.tv_nsec == 0 && status.st_ctim.tv_nsec == 0;
    const std::int64_t granularity = coarse ? 2 * kSecond : kSecond / 50;
    const std::int64_t newest = std::max(nanoseconds(status.st_mtim), nanoseconds(status.st_ctim));
    return newest + granularity >= readAt;
}

void StatCache::put(const struct stat& status, const Known& known, std::int64_t readAt) {
    if (isRacy(status, readAt)) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    m_new.push_back({static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
                     static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
                     nanoseconds(status.st_ctim), known.content, known.hasXattrs ? 1U : 0U});
}

void StatCache::save() {
    const std::lock_guard lock(m_mutex);
    if (m_new.empty()) {
        return;
    }
    // New records first, so that they win over older ones of the same inode.
    std::vector<Record> all = std::move(m_new);
    m_new.clear();
    all.insert(all.end(), m_records.begin(), m_records.end());
    std::ranges::stable_sort(all, {}, &Record::identity);
    const auto [first, last] = std::ranges::unique(all, {}, &Record::identity);
    all.erase(first, last);
    if (all.size() > kMaximumRecords) {
        all.resize(kMaximumRecords);
    }
    Header header{};
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.count = all.size();
    const std::string_view body(reinterpret_cast<const char*>(all.data()), all.size() * sizeof(Record));
    header.digest = Hasher128::of(body);

    std::error_code ignored;
    std::filesystem::create_directories(m_file.parent_path(), ignored);
    const std::filesystem::path aside = m_file.string() + "." + std::to_string(::getpid()) + ".new";
    bool written = false;
    if (const UniqueFd fd(::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)); fd.valid()) {
        const auto writeAll = [&](const char* data, std::size_t size) {
            while (size > 0) {
                const ssize_t count = ::write(fd.get(), data, size);
                if (count <= 0) {
                    return false;
                }
                data += count;
                size -= static_cast<std::size_t>(count);
            }
            return true;
        };
        written = writeAll(reinterpret_cast<const char*>(&header), sizeof header) && writeAll(body.data(), body.size());
    }
    if (!written || ::rename(aside.c_str(), m_file.c_str()) != 0) {
        ::unlink(aside.c_str());
    }
}

} // namespace sw::cache
