#include "core/build/cacheplace.h"

#include "core/build/output.h"

#include <algorithm>
#include <charconv>

namespace sw::build {

namespace {

/// What other builders know and needs nothing here.
constexpr std::string_view kWithoutEffect[] = {"oci-mediatypes", "image-manifest", "force-compression", "prefer-nondist-layers"};

class Reader {
public:
    Reader(std::string_view text, std::string_view option, const char* folder) : m_text(text), m_option(option), m_folder(folder) {}

    Result<CachePlace> read() {
        m_place.text = m_text;
        if (!m_text.contains('=')) {
            m_place.where = m_text;
            return finish();
        }
        SW_TRY(const auto attributes, parseAttributes(m_text, m_option));
        std::string type = "registry";
        for (const auto& [name, value] : attributes) {
            type = name == "type" ? value : type;
        }
        if (type == "inline" || type == "gha" || type == "s3" || type == "azblob") {
            return wrong(say("type=%1 is not made here: use type=registry or type=local", type));
        }
        if (type != "registry" && type != "local") {
            return wrong(say("type=%1 is not known: use type=registry or type=local", type));
        }
        m_place.kind = type == "local" ? CachePlace::Kind::Local : CachePlace::Kind::Registry;
        for (const auto& [name, value] : attributes) {
            SW_CHECK(readAttribute(name, value));
        }
        return finish();
    }

private:
    Failure wrong(const Sentence& message) const { return failure(ErrorCode::Invalid, say("%1 %2: %3", m_option, m_text, message)); }

    Result<void> readAttribute(const std::string& name, const std::string& value) {
        const bool local = m_place.kind == CachePlace::Kind::Local;
        const bool writes = m_folder == std::string_view("dest");
        if (name == "type" || std::ranges::find(kWithoutEffect, name) != std::end(kWithoutEffect)) {
            return {};
        }
        if (local && name == m_folder) {
            m_place.where = value;
        } else if (!local && name == "ref") {
            m_place.where = value;
        } else if (local && (name == "tag" || name == "digest")) {
            m_place.selector = value;
        } else if (writes && name == "mode") {
            if (value != "min" && value != "max") {
                return wrong(say("mode=%1 is not known: use mode=min or mode=max", value));
            }
            m_place.finalOnly = value == "min";
        } else if (writes && name == "ignore-error") {
            const auto parsed = parseBool(value);
            if (!parsed) {
                return wrong(say("%1=%2 is neither true nor false", name, value));
            }
            m_place.ignoreError = *parsed;
        } else if (writes && name == "compression") {
            if (value != "gzip" && value != "zstd" && value != "uncompressed") {
                return wrong(say("compression=%1 is not known: use uncompressed, gzip or zstd", value));
            }
            m_place.options.compression = value == "gzip"   ? oci::Compression::Gzip
                                          : value == "zstd" ? oci::Compression::Zstd
                                                            : oci::Compression::None;
        } else if (writes && name == "compression-level") {
            const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), m_place.options.compressionLevel);
            if (code != std::errc() || end != value.data() + value.size()) {
                return wrong(say("compression-level=%1 is not a whole number", value));
            }
        } else {
            return wrong(say("%1 is not known here", name));
        }
        return {};
    }

    Result<CachePlace> finish() {
        const bool local = m_place.kind == CachePlace::Kind::Local;
        if (m_place.where.empty()) {
            return wrong(local ? say("it needs %1=FOLDER", m_folder) : say("it needs ref=NAME"));
        }
        if (!local) {
            if (const auto reference = oci::Reference::parse(m_place.where); !reference) {
                return wrong(reference.error().message);
            }
        }
        return std::move(m_place);
    }

    std::string m_text, m_option;
    const char* m_folder;
    CachePlace m_place;
};

} // namespace

Result<CachePlace> parseCacheFrom(std::string_view text) { return Reader(text, "--cache-from", "src").read(); }

Result<CachePlace> parseCacheTo(std::string_view text) {
    SW_TRY(CachePlace place, Reader(text, "--cache-to", "dest").read());
    if (!text.contains("compression=")) {
        place.options.compression = oci::Compression::Gzip;
    }
    return place;
}

} // namespace sw::build
