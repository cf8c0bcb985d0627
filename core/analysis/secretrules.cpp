#include "core/analysis/findingrules.h"
#include "core/base/imagepath.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

namespace sw::analysis {

namespace {

constexpr std::size_t kHead = 65'536; ///< a chain of certificates may stand before a key

/// A file of a layer, whether the final tree shows it or not: what was stored stays readable in the layer.
struct Stored {
    std::size_t layer;
    oci::EntryRef file;
    std::string path;
    bool visible;
};

std::vector<Stored> storedFiles(const FindingContext& context, bool (*mayFit)(std::string_view path)) {
    const oci::CompactView view(context.tree.layers());
    std::vector<Stored> out;
    for (std::size_t layer = 0; layer < context.input.stage.layers.size(); ++layer) {
        const oci::CompactIndex& index = *context.input.stage.layers[layer].input.index;
        for (std::uint32_t at = 0; at < index.size(); ++at) {
            const oci::EntryRef entry = index[at];
            if (entry.type() != oci::EntryType::File || entry.size() == 0) {
                continue;
            }
            std::string path = entry.path();
            if (mayFit(path)) {
                const auto shown = view.lookup(path);
                out.push_back({layer, entry, std::move(path), shown && shown->entry == entry});
            }
        }
    }
    // What is stored again with the same content (chmod -R) is one file: of the layer that brought it, visible where one of them is.
    std::vector<Stored> files;
    std::unordered_map<std::string, std::size_t> last; // by path, in `files`
    for (Stored& stored : out) {
        const auto [known, isNew] = last.try_emplace(stored.path, files.size());
        if (!isNew && !stored.file.content().isZero() && files[known->second].file.content() == stored.file.content()) {
            files[known->second].visible |= stored.visible;
            continue;
        }
        known->second = files.size();
        files.push_back(std::move(stored));
    }
    std::ranges::stable_sort(files, {}, [](const Stored& stored) { return std::pair(stored.layer, stored.file.dataOffset()); }); // one inflating for all
    return files;
}

Finding findingOf(const Stored& stored, Sentence message, Sentence advice) {
    Finding out;
    out.path = stored.path;
    out.bytes = stored.file.size();
    out.layer = stored.layer;
    out.message = std::move(message);
    out.advice = std::move(advice);
    return out;
}

bool endsWithAny(std::string_view text, std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return text.ends_with(ending); });
}

bool endsWithPath(std::string_view path, std::string_view suffix) {
    return path.ends_with(suffix) && (path.size() == suffix.size() || path[path.size() - suffix.size() - 1] == '/');
}

bool hasFolder(std::string_view path, std::initializer_list<std::string_view> names) {
    const std::vector<std::string_view> parts = splitPath(path);
    return !parts.empty() && std::any_of(parts.begin(), parts.end() - 1, [&](std::string_view part) { return std::ranges::find(names, part) != names.end(); });
}

/// Keys and passwords that a library's own tests bring: everybody has them.
bool isTestData(std::string_view path) {
    const bool ofPackage = hasFolder(path, {"node_modules", "site-packages", "dist-packages", "gems", "vendor", "mod"}) || path.starts_with("usr/lib/") || path.starts_with("usr/share/") ||
                           path.starts_with("usr/local/lib/") || path.starts_with("usr/local/share/");
    return ofPackage && (hasFolder(path, {"test", "tests", "testdata", "testing", "__tests__", "spec", "fixtures", "certdata", "examples", "example", "doc"}));
}

bool isKeyName(std::string_view name) {
    return (name.starts_with("id_") && !name.ends_with(".pub")) || endsWithAny(name, {"_rsa_key", "_ed25519_key", "_ecdsa_key", "_dsa_key"});
}

bool mayBeKey(std::string_view path) {
    const std::string_view name = baseName(path);
    const bool fits = isKeyName(name) || endsWithAny(name, {".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".ppk", ".asc"}) || hasFolder(path, {".ssh", "private-keys-v1.d"}) ||
                      name == "secring.gpg";
    return fits && !isTestData(path);
}

/// Java's own format: magic, version and number of entries (4 bytes each, big-endian), then the kind of the first: 1 is a key.
bool isJavaKeyStore(std::string_view head) {
    constexpr std::string_view kMagic = "\xfe\xed\xfe\xed";
    return head.size() > 15 && head.starts_with(kMagic) && head[15] == 1;
}

bool isKey(const FindingContext& context, const Stored& stored) {
    const std::string_view name = baseName(stored.path);
    if (endsWithAny(name, {".p12", ".pfx"}) || name == "secring.gpg" || hasFolder(stored.path, {"private-keys-v1.d"})) {
        return true; // enciphered: nothing to see in them
    }
    if (!context.input.head) {
        return isKeyName(name) || name.ends_with(".ppk");
    }
    const std::string head = context.head(stored.layer, *stored.file, kHead);
    if (endsWithAny(name, {".jks", ".keystore"})) {
        return isJavaKeyStore(head);
    }
    return head.contains("PRIVATE KEY-----") || head.contains("PRIVATE KEY BLOCK-----") || head.contains("PuTTY-User-Key-File");
}

/// Names that hold secrets as a rule, and what stands in such a file before the secret.
struct SecretName {
    std::string_view suffix; ///< whole components at the end of the path
    std::string_view before; ///< "" = the name is enough
};
constexpr std::array kSecretNames = std::to_array<SecretName>({
    {".netrc", "password"},
    {".npmrc", "_authToken="},
    {".npmrc", "_password="},
    {".npmrc", "_auth="},
    {".yarnrc.yml", "npmAuthToken"},
    {".yarnrc.yml", "npmAuthIdent"},
    {".pypirc", "password"},
    {"pip.conf", "://"},
    {".pgpass", ""},
    {".my.cnf", "password"},
    {".git-credentials", ""},
    {".aws/credentials", "aws_secret_access_key"},
    {".docker/config.json", "\"auth\""},
    {".docker/config.json", "\"identitytoken\""},
    {".dockercfg", "\"auth\""},
    {".kube/config", "token:"},
    {".kube/config", "client-key-data:"},
    {".kube/config", "password:"},
    {".config/gcloud/credentials.db", ""},
    {".config/gcloud/application_default_credentials.json", ""},
    {".azure/accessTokens.json", ""},
    {".azure/msal_token_cache.json", ""},
    {".config/gh/hosts.yml", "oauth_token"},
    {".cargo/credentials", "token"},
    {".cargo/credentials.toml", "token"},
    {".gem/credentials", "api_key"},
    {".composer/auth.json", ""},
    {".config/composer/auth.json", ""},
    {".m2/settings.xml", "<password>"},
    {".gradle/gradle.properties", "assword"},
    {".gradle/gradle.properties", "oken"},
    {".vault-token", ""},
    {".terraform.d/credentials.tfrc.json", "\"token\""},
    {".s3cfg", "secret_key"},
    {".boto", "secret_access_key"},
    {".htpasswd", ":"},
});

/// ".env", ".env.production"; not the templates that people commit.
bool isEnvFile(std::string_view name) {
    return (name == ".env" || name.starts_with(".env.")) && !endsWithAny(name, {".example", ".sample", ".template", ".dist", ".defaults", ".test"});
}

/// What cloud consoles call the keys that they give out; the content decides.
bool mayBeServiceKey(std::string_view name) {
    return name.ends_with(".json") && (name.contains("credential") || name.contains("service") || name.contains("secret") || name.contains("key"));
}

bool mayBeSecret(std::string_view path) {
    const std::string_view name = baseName(path);
    return (isEnvFile(name) || mayBeServiceKey(name) || std::ranges::any_of(kSecretNames, [&](const SecretName& known) { return endsWithPath(path, known.suffix); })) && !isTestData(path);
}

/// A value that hides something: not empty, and no place for one that comes later ("${TOKEN}", "<token>", "changeme").
bool isSecretValue(std::string_view value) {
    while (!value.empty() && (std::isspace(static_cast<unsigned char>(value.front())) != 0 || std::string_view("\"'=:").contains(value.front()))) {
        value.remove_prefix(1);
    }
    const std::size_t end = value.find_first_of("\r\n\"'");
    value = value.substr(0, end);
    while (!value.empty() && std::isspace(static_cast<unsigned char>(value.back())) != 0) {
        value.remove_suffix(1);
    }
    std::string lower(value);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view nothing : {"true", "false", "null", "none", "changeme", "change_me", "xxx", "todo", "your"}) {
        if (lower == nothing || ((nothing == "your" || nothing == "xxx") && lower.starts_with(nothing))) {
            return false;
        }
    }
    return !value.empty() && value.front() != '$' && value.front() != '<' && value.front() != '{' && value.front() != '%' && !value.starts_with("/run/secrets/");
}

/// "://NAME:PASSWORD@"
bool isAddressWithPassword(std::string_view value) {
    const std::size_t start = value.find("://");
    if (start == std::string_view::npos) {
        return false;
    }
    const std::string_view rest = value.substr(start + 3);
    const std::string_view host = rest.substr(0, rest.find_first_of("/\r\n\"' "));
    const std::size_t at = host.rfind('@');
    const std::size_t colon = host.find(':');
    return at != std::string_view::npos && colon < at && isSecretValue(host.substr(colon + 1, at - colon - 1));
}

/// Whether the name of a variable says that its value is a secret: by its words, so that TOKENIZER and PASSWORD_FILE say nothing.
bool isSecretVariable(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
            words.emplace_back();
        } else {
            words.back() += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
    }
    static constexpr auto kAbout = std::to_array<std::string_view>({"FILE", "PATH", "DIR", "URL", "URI", "NAME", "HOST", "PORT", "LENGTH", "TTL", "TIMEOUT", "EXPIRY", "EXPIRES", "LIFETIME", "HEADER", "TYPE", "ALGORITHM"});
    if (std::ranges::find(kAbout, words.back()) != kAbout.end()) {
        return false;
    }
    static constexpr auto kSecrets = std::to_array<std::string_view>({"SECRET", "SECRETS", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "CREDENTIAL", "CREDENTIALS"});
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool keyOf = words[i] == "KEY" && i > 0 && (words[i - 1] == "API" || words[i - 1] == "ACCESS" || words[i - 1] == "PRIVATE" || words[i - 1] == "ENCRYPTION");
        if (keyOf || std::ranges::find(kSecrets, words[i]) != kSecrets.end()) {
            return true;
        }
    }
    return false;
}

/// A variable whose name speaks of a secret, or an address with a password.
bool assignsSecret(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        line.remove_prefix(line.starts_with("export ") ? 7 : 0);
        const std::size_t sign = line.find('=');
        if (sign == std::string_view::npos || line.starts_with('#')) {
            continue;
        }
        const std::string_view value = line.substr(sign + 1);
        if (isAddressWithPassword(value) || (isSecretVariable(line.substr(0, sign)) && isSecretValue(value))) {
            return true;
        }
    }
    return false;
}

/// Whether a secret follows `before` somewhere, outside of a comment. Linear: of each place only the beginning is looked at.
bool holdsAfter(std::string_view text, std::string_view before) {
    constexpr std::size_t kValue = 256;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.starts_with('#') || line.starts_with(';')) {
            continue;
        }
        for (std::size_t at = line.find(before); at != std::string_view::npos; at = line.find(before, at + 1)) {
            if (before == "://" ? isAddressWithPassword(line.substr(at, kValue)) : isSecretValue(line.substr(at + before.size(), kValue))) {
                return true;
            }
        }
    }
    return false;
}

bool holdsSecret(const FindingContext& context, const Stored& stored) {
    const std::string_view name = baseName(stored.path);
    const bool isKnown = std::ranges::any_of(kSecretNames, [&](const SecretName& known) { return endsWithPath(stored.path, known.suffix); });
    if (!context.input.head) {
        return isKnown || isEnvFile(name);
    }
    const std::string head = context.head(stored.layer, *stored.file, kHead);
    if (isEnvFile(name)) {
        return assignsSecret(head);
    }
    const bool known = std::ranges::any_of(kSecretNames, [&](const SecretName& secret) {
        return endsWithPath(stored.path, secret.suffix) && (secret.before.empty() || holdsAfter(head, secret.before));
    });
    return known || (mayBeServiceKey(name) && head.contains("PRIVATE KEY-----"));
}

Sentence secretAdvice(bool visible) {
    return visible ? say("Keep it out of the context with .dockerignore, and give it to the step that needs it with RUN --mount=type=secret")
                   : say("Deleting it later does not take it out of its layer: give it to the step with RUN --mount=type=secret, and change the secret");
}

} // namespace

void checkPrivateKeys(const FindingContext& context, std::vector<Finding>& out) {
    for (const Stored& stored : storedFiles(context, mayBeKey)) {
        if (isKey(context, stored)) {
            const std::string place = absolutePath(stored.path);
            out.push_back(findingOf(stored, stored.visible ? say("%1 is a private key", place) : say("%1 is a private key; a later layer hides it, but it is still stored", place),
                                    secretAdvice(stored.visible)));
        }
    }
}

void checkSecrets(const FindingContext& context, std::vector<Finding>& out) {
    for (const Stored& stored : storedFiles(context, mayBeSecret)) {
        if (holdsSecret(context, stored)) {
            const std::string place = absolutePath(stored.path);
            out.push_back(findingOf(stored, stored.visible ? say("%1 looks as if it held passwords or tokens", place)
                                                           : say("%1 looks as if it held passwords or tokens; a later layer hides it, but it is still stored", place),
                                    secretAdvice(stored.visible)));
        }
    }
}

} // namespace sw::analysis
