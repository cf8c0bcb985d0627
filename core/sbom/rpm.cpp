#include "core/io/atomicfile.h"
#include "core/sbom/readers.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>

namespace sw::sbom {

namespace {

/// Tags of rpm's header (rpm: include/rpm/rpmtag.h).
enum Tag : std::uint32_t {
    kName = 1000,
    kVersion = 1001,
    kRelease = 1002,
    kEpoch = 1003,
    kVendor = 1011,
    kLicense = 1014,
    kArch = 1022,
    kSourceRpm = 1044,
    kDirIndexes = 1116,
    kBaseNames = 1117,
    kDirNames = 1118,
};

std::uint32_t bigEndian32(std::string_view bytes, std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return out;
}

/// Grammar: index length, data length (4 bytes each), index entries of 16 bytes (tag, type, offset, count), data.
class Header {
public:
    static Result<Header> of(std::string_view blob) {
        if (blob.size() < 8) {
            return failure(ErrorCode::Corrupt, say("An rpm header is too short"));
        }
        const std::uint64_t entries = bigEndian32(blob, 0);
        const std::uint64_t bytes = bigEndian32(blob, 4);
        if (entries > 65'536 || 8 + entries * 16 + bytes > blob.size()) {
            return failure(ErrorCode::Corrupt, say("An rpm header is longer than its record"));
        }
        Header out;
        out.m_index = blob.substr(8, entries * 16);
        out.m_data = blob.substr(8 + entries * 16, bytes);
        return out;
    }

    std::string text(Tag tag) const {
        const auto all = texts(tag);
        return all.empty() ? std::string() : all.front();
    }

    /// Strings end with a zero byte each.
    std::vector<std::string> texts(Tag tag) const {
        std::vector<std::string> out;
        const auto entry = find(tag);
        std::size_t at = entry ? entry->first : 0;
        for (std::uint32_t i = 0; entry && i < entry->second; ++i) {
            const std::size_t end = m_data.find('\0', at);
            if (end == std::string_view::npos) {
                break;
            }
            out.emplace_back(m_data.substr(at, end - at));
            at = end + 1;
        }
        return out;
    }

    std::vector<std::uint32_t> numbers(Tag tag) const {
        std::vector<std::uint32_t> out;
        const auto entry = find(tag);
        for (std::uint32_t i = 0; entry && i < entry->second && entry->first + (i + 1) * 4ULL <= m_data.size(); ++i) {
            out.push_back(bigEndian32(m_data, entry->first + i * 4ULL));
        }
        return out;
    }

private:
    std::optional<std::pair<std::size_t, std::uint32_t>> find(Tag tag) const {
        for (std::size_t at = 0; at + 16 <= m_index.size(); at += 16) {
            if (bigEndian32(m_index, at) == tag) {
                const std::size_t offset = bigEndian32(m_index, at + 8);
                return offset < m_data.size() ? std::optional(std::pair(offset, bigEndian32(m_index, at + 12))) : std::nullopt;
            }
        }
        return std::nullopt;
    }

    std::string_view m_index, m_data;
};

Result<std::vector<Package>> readDatabase(const std::filesystem::path& file, const Distribution& distribution) {
    sqlite3* database = nullptr;
    const std::string uri = "file:" + file.string() + "?immutable=1";
    const int opened = sqlite3_open_v2(uri.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    sqlite3_stmt* statement = nullptr;
    std::vector<Package> out;
    Result<void> good;
    if (opened != SQLITE_OK || sqlite3_prepare_v2(database, "SELECT blob FROM Packages ORDER BY hnum", -1, &statement, nullptr) != SQLITE_OK) {
        good = failure(ErrorCode::Corrupt, database != nullptr ? sqlite3_errmsg(database) : say("it cannot be opened"));
    }
    while (good && sqlite3_step(statement) == SQLITE_ROW) {
        const std::string_view blob(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                                    static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
        auto package = parseRpmHeader(blob, distribution);
        if (!package) {
            good = failure(package.error());
        } else if (package->name != "gpg-pubkey") {
            out.push_back(std::move(*package));
        }
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    SW_CHECK(good);
    return out;
}

} // namespace

Result<Package> parseRpmHeader(std::string_view blob, const Distribution& distribution) {
    SW_TRY(const Header header, Header::of(blob));
    Package out;
    out.type = "rpm";
    out.name = header.text(kName);
    if (out.name.empty()) {
        return failure(ErrorCode::Corrupt, say("An rpm header has no name"));
    }
    const auto epoch = header.numbers(kEpoch);
    const std::string plain = header.text(kVersion) + "-" + header.text(kRelease);
    out.version = (epoch.empty() ? "" : std::to_string(epoch.front()) + ":") + plain;
    out.license = header.text(kLicense);
    out.supplier = header.text(kVendor);
    out.purl = packageUrl("rpm", distribution.id, out.name, plain,
                          {{"arch", header.text(kArch)},
                           {"distro", distribution.qualifier()},
                           {"epoch", epoch.empty() ? std::string() : std::to_string(epoch.front())},
                           {"upstream", header.text(kSourceRpm)}});
    const auto names = header.texts(kBaseNames);
    const auto folders = header.texts(kDirNames);
    const auto indexes = header.numbers(kDirIndexes);
    for (std::size_t i = 0; i < names.size() && i < indexes.size(); ++i) {
        if (indexes[i] < folders.size() && folders[indexes[i]].starts_with('/')) {
            out.files.push_back(folders[indexes[i]].substr(1) + names[i]);
        }
    }
    return out;
}

void addRpm(const Tree& tree, Inventory& out) {
    for (const std::string place : {"var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/rpmdb.sqlite"}) {
        const auto bytes = readText(tree, place, 1U << 30U);
        if (!bytes || !*bytes) {
            continue;
        }
        const std::filesystem::path copy = tree.scratch / ("rpmdb-" + io::uniqueName());
        auto packages = [&]() -> Result<std::vector<Package>> {
            SW_CHECK(io::writeFileAtomically(copy, **bytes, 0600));
            return readDatabase(copy, out.distribution);
        }();
        ::unlink(copy.c_str());
        if (!packages) {
            out.problems.push_back("The package database /" + place + " cannot be read: " + packages.error().text());
            return;
        }
        for (Package& package : *packages) {
            package.foundIn = place;
            out.packages.push_back(std::move(package));
        }
        return;
    }
    struct Form {
        const char* place;
        const char* name;
    };
    for (const Form& form : {Form{"var/lib/rpm/Packages", "Berkeley DB"}, Form{"usr/lib/sysimage/rpm/Packages", "Berkeley DB"}, Form{"var/lib/rpm/Packages.db", "ndb"},
                             Form{"usr/lib/sysimage/rpm/Packages.db", "ndb"}}) {
        const auto found = tree.root->lookupFollow(form.place);
        if (found && found->type == oci::EntryType::File) {
            out.problems.push_back(std::string("The package database /") + form.place + " has rpm's " + form.name + " form and was not read: rpm packages are missing in this list");
            return;
        }
    }
}

} // namespace sw::sbom
