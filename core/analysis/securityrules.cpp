#include "core/analysis/findingrules.h"
#include "core/base/imagepath.h"
#include "core/oci/stackview.h"

#include <algorithm>
#include <array>

namespace sw::analysis {

namespace {

using Id = FileTree::Id;
constexpr std::size_t kHead = 4096;

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
    return out;
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

bool mayBeKey(std::string_view path) {
    const std::string_view name = baseName(path);
    return endsWithAny(name, {".pem", ".key", ".p12", ".pfx", ".jks", ".ppk"}) || (name.starts_with("id_") && !name.ends_with(".pub")) ||
           endsWithAny(name, {"_rsa_key", "_ed25519_key", "_ecdsa_key", "_dsa_key"});
}

bool isKeyStore(std::string_view name) { return endsWithAny(name, {".p12", ".pfx", ".ppk"}); }

/// Names that hold secrets as a rule; `needs` is a text that a file without a secret lacks.
struct SecretName {
    std::string_view suffix; ///< whole components at the end of the path
    std::string_view needs;  ///< "" = the name is enough
};
constexpr std::array<SecretName, 15> kSecretNames = {{{".netrc", "password"},
                                                      {".npmrc", "_auth"},
                                                      {".pypirc", "password"},
                                                      {".pgpass", ""},
                                                      {".my.cnf", "password"},
                                                      {".git-credentials", ""},
                                                      {".aws/credentials", "aws_secret"},
                                                      {".docker/config.json", "\"auth"},
                                                      {".kube/config", "token"},
                                                      {".config/gcloud/credentials.db", ""},
                                                      {".config/gcloud/application_default_credentials.json", ""},
                                                      {".config/gh/hosts.yml", "oauth_token"},
                                                      {".cargo/credentials.toml", "token"},
                                                      {".vault-token", ""},
                                                      {".terraform.d/credentials.tfrc.json", "token"}}};

bool endsWithPath(std::string_view path, std::string_view suffix) {
    return path.ends_with(suffix) && (path.size() == suffix.size() || path[path.size() - suffix.size() - 1] == '/');
}

/// ".env", ".env.production"; not the templates that people commit.
bool isEnvFile(std::string_view name) {
    return (name == ".env" || name.starts_with(".env.")) && !endsWithAny(name, {".example", ".sample", ".template", ".dist", ".defaults"});
}

bool mayBeSecret(std::string_view path) {
    return isEnvFile(baseName(path)) || std::ranges::any_of(kSecretNames, [&](const SecretName& known) { return endsWithPath(path, known.suffix); });
}

/// A variable whose name speaks of a secret, with a value.
bool assignsSecret(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::size_t sign = line.find('=');
        if (sign == std::string_view::npos || sign + 1 >= line.size() || line.starts_with('#')) {
            continue;
        }
        std::string name(line.substr(0, sign));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        for (const std::string_view word : {"SECRET", "TOKEN", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL", "DATABASE_URL"}) {
            if (name.find(word) != std::string::npos) {
                return true;
            }
        }
    }
    return false;
}

bool holdsSecret(const FindingContext& context, const Stored& stored) {
    const std::string head = context.head(stored.layer, *stored.file, kHead);
    if (isEnvFile(baseName(stored.path))) {
        return !context.input.head || assignsSecret(head);
    }
    const auto known = std::ranges::find_if(kSecretNames, [&](const SecretName& name) { return endsWithPath(stored.path, name.suffix); });
    return known->needs.empty() || !context.input.head || head.find(known->needs) != std::string::npos;
}

Sentence secretAdvice(bool visible) {
    return visible ? say("Keep it out of the context with .dockerignore, and give it to the step that needs it with RUN --mount=type=secret")
                   : say("Deleting it later does not take it out of its layer: give it to the step with RUN --mount=type=secret, and change the secret");
}

Id nodeOf(const FindingContext& context, Id id) { return context.tree.directory(id) ? FileTree::kNone : id; }

Finding findingOf(const FindingContext& context, Id id, Sentence message, Sentence advice) {
    Finding out;
    out.path = context.tree.path(id);
    out.bytes = context.tree.node(id).directory ? 0 : context.tree.node(id).bytes;
    out.layer = context.tree.node(id).layer;
    out.message = std::move(message);
    out.advice = std::move(advice);
    return out;
}

} // namespace

void checkPrivateKeys(const FindingContext& context, std::vector<Finding>& out) {
    for (const Stored& stored : storedFiles(context, mayBeKey)) {
        const std::string place = absolutePath(stored.path);
        const bool isKey = isKeyStore(baseName(stored.path)) || context.head(stored.layer, *stored.file, kHead).find("PRIVATE KEY-----") != std::string::npos;
        if (isKey) {
            out.push_back(findingOf(stored, stored.visible ? say("%1 is a private key", place) : say("%1 is a private key; a later layer hides it, but it is still stored", place),
                                    secretAdvice(stored.visible)));
        }
    }
}

void checkSecrets(const FindingContext& context, std::vector<Finding>& out) {
    for (const Stored& stored : storedFiles(context, mayBeSecret)) {
        const std::string place = absolutePath(stored.path);
        if (holdsSecret(context, stored)) {
            out.push_back(findingOf(stored, stored.visible ? say("%1 looks as if it held passwords or tokens", place)
                                                           : say("%1 looks as if it held passwords or tokens; a later layer hides it, but it is still stored", place),
                                    secretAdvice(stored.visible)));
        }
    }
}

void checkSetuid(const FindingContext& context, std::vector<Finding>& out) {
    for (Id id = 1; id < context.tree.size(); ++id) {
        const oci::EntryRef file = nodeOf(context, id) == FileTree::kNone ? oci::EntryRef() : context.tree.entry(id);
        const bool isFile = file && (file.type() == oci::EntryType::File || file.type() == oci::EntryType::HardLink);
        if (isFile && (file.mode() & 06000U) != 0 && (file.mode() & 0111U) != 0) {
            out.push_back(findingOf(context, id,
                                    (file.mode() & 04000U) != 0 ? say("%1 runs with the rights of its owner, user %2 (setuid)", absolutePath(context.tree.path(id)), file.uid())
                                                               : say("%1 runs with the rights of its group, %2 (setgid)", absolutePath(context.tree.path(id)), file.gid()),
                                    say("Where the program does not need it: RUN chmod a-s %1", absolutePath(context.tree.path(id)))));
        }
    }
}

void checkWorldWritable(const FindingContext& context, std::vector<Finding>& out) {
    for (Id id = 1; id < context.tree.size(); ++id) {
        const oci::EntryRef entry = context.tree.entry(id);
        const bool counts = entry && !entry.implied() &&
                            (entry.type() == oci::EntryType::File || entry.type() == oci::EntryType::HardLink || entry.type() == oci::EntryType::Directory);
        const bool sticky = entry && entry.type() == oci::EntryType::Directory && (entry.mode() & 01000U) != 0; // as /tmp
        if (counts && (entry.mode() & 0002U) != 0 && !sticky) {
            out.push_back(findingOf(context, id, say("%1 can be written by every user", absolutePath(context.tree.path(id))),
                                    say("Give it to the user that the program runs as: COPY --chown, or RUN chown, and take the right from others: chmod o-w")));
        }
    }
}

} // namespace sw::analysis
