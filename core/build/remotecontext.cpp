#include "core/build/remotecontext.h"

#include "core/base/imagepath.h"
#include "core/build/archive.h"
#include "core/build/copystep.h"
#include "core/build/packedlayer.h"
#include "core/build/remotetrees.h"
#include "core/build/workspace.h"

#include <fcntl.h>

namespace sw::build {

namespace {

constexpr std::uint64_t kDockerfileLimit = 64U << 20U;

Result<std::string> textOf(cache::SourceTree& tree, const oci::StackView::Found& found) {
    SW_TRY(const oci::ByteSource source, tree.open(tree.bytesOf(found)));
    std::string text;
    std::vector<char> buffer(1U << 16U);
    while (text.size() <= kDockerfileLimit) {
        SW_TRY(const std::size_t count, source(buffer.data(), buffer.size()));
        if (count == 0) {
            return text;
        }
        text.append(buffer.data(), count);
    }
    return failure(ErrorCode::Invalid, say("the Dockerfile is too large"));
}

/// An archive as a layer of the store, remembered by its digest.
Result<store::LayerId> unpackArchive(const std::shared_ptr<store::Store>& store, const std::shared_ptr<FileTree>& tree,
                                     const remote::RemoteFile& file, std::stop_token stop) {
    SW_TRY(cache::CacheIndex cache, cache::CacheIndex::open(store->database()));
    const auto make = [&]() -> Result<LayerBuilder> {
        plan::CopyOp op;
        op.add = true;
        op.sources = {"context"};
        op.destination = "/";
        SW_TRY(const cache::Selection selection, cache::selectSources(op, tree, stop));
        SW_TRY(std::optional<LayerBuilder> builder,
               planCopy({op, selection, nullptr, nullptr, store->workDirectory(), std::nullopt, nullptr}, stop));
        if (!builder) {
            return failure(ErrorCode::Internal, say("a copy could not be laid out"));
        }
        return std::move(*builder);
    };
    return packedLayer(*store, cache, "context archive", file.sha256.text(), make, stop);
}

class Opener {
public:
    Opener(const std::shared_ptr<store::Store>& store, const ContextAddress& address, std::stop_token stop)
        : m_store(store), m_address(address), m_remotes(remoteOptions(*store, address.secrets, address.ssh, address.offline)), m_stop(std::move(stop)) {}

    Result<OpenedContext> open() {
        if (m_address.source.empty()) {
            m_opened.context.name = "standard input";
            SW_TRY(const remote::RemoteFile file, m_remotes.keep(m_address.input));
            SW_CHECK(openFile(file, false));
        } else {
            SW_TRY(std::optional<plan::RemoteSource> source, plan::parseRemote(m_address.source));
            if (!source) {
                return failure(ErrorCode::Invalid, say("the context %1 is neither a directory nor an address", m_address.source));
            }
            m_opened.context.name = source->display();
            if (source->kind == plan::RemoteSource::Kind::Git) {
                source->keepGitDir = source->keepGitDirAsked.value_or(m_address.keepGitDir);
                SW_CHECK(openRepository(*source));
            } else {
                SW_TRY(const auto file, m_remotes.file(*source, m_stop));
                if (!file) {
                    return notFetched();
                }
                SW_CHECK(openFile(*file, true));
            }
        }
        return std::move(m_opened);
    }

private:
    Failure notFetched() const {
        return failure(ErrorCode::NotFound, say("the context %1 was not fetched before, and a forecast uses no network: build it once", m_opened.context.name));
    }

    Result<void> openRepository(const plan::RemoteSource& source) {
        SW_TRY(const auto commit, m_remotes.commit(source, m_stop));
        if (!commit) {
            return notFetched();
        }
        SW_TRY(const auto checkout, m_remotes.checkout(source, *commit, m_stop));
        if (!checkout) {
            return notFetched();
        }
        SW_TRY(m_opened.context.directory, subdirOf(*checkout, source));
        SW_TRY(const auto tree, checkoutTree(m_opened.context.directory, say("the git repository %1", m_opened.context.name), m_stop));
        return findDockerfile(*tree);
    }

    /// `single`: a text is also the one file of the context, called "context"; what came on standard input is not.
    Result<void> openFile(const remote::RemoteFile& file, bool single) {
        const auto tree = std::make_shared<FileTree>(file, "context", say("the context %1", m_opened.context.name));
        const auto found = *tree->view().lookup("context");
        SW_TRY(const oci::ByteSource bytes, tree->open(found));
        bool archive = false;
        if (file.size > 0) {
            SW_TRY(archive, ArchiveTree::recognises(bytes));
        }
        if (archive) {
            SW_TRY(m_opened.context.layer, withContext(unpackArchive(m_store, tree, file, m_stop), say("while unpacking the context %1", m_opened.context.name)));
            SW_TRY(cache::CacheIndex cache, cache::CacheIndex::open(m_store->database()));
            SW_TRY(Root root, rootOfLayers(*m_store, cache, {*m_opened.context.layer}));
            SW_TRY(const auto files, LayersTree::open(m_store, std::move(root), say("the context %1", m_opened.context.name)));
            return findDockerfile(*files);
        }
        if (single) {
            m_opened.context.file = file.path;
            m_opened.context.fileName = "context";
        }
        if (m_address.text) {
            return given();
        }
        SW_TRY(m_opened.text, textOf(*tree, found));
        m_opened.dockerfile = single ? m_opened.context.name : "Dockerfile (stdin)";
        return {};
    }

    Result<void> given() {
        m_opened.text = *m_address.text;
        m_opened.dockerfile = "Dockerfile (stdin)";
        return {};
    }

    Result<void> findDockerfile(cache::SourceTree& tree) {
        if (m_address.text) {
            return given();
        }
        std::vector<std::string> names{m_address.file};
        if (m_address.file.empty()) {
            names = {"Dockerfile", "dockerfile"};
        }
        for (const std::string& name : names) {
            const auto found = tree.view().lookupFollow(cleanImagePath(name));
            if (found && (found->entry->type == oci::EntryType::File || found->entry->type == oci::EntryType::HardLink)) {
                SW_TRY(m_opened.text, textOf(tree, *found));
                m_opened.dockerfile = m_opened.context.name + "/" + cleanImagePath(name);
                return {};
            }
        }
        return failure(ErrorCode::NotFound, say("there is no %1 in the context %2: name one with -f", names.front(), m_opened.context.name));
    }

    const std::shared_ptr<store::Store>& m_store;
    const ContextAddress& m_address;
    remote::RemoteCache m_remotes;
    std::stop_token m_stop;
    OpenedContext m_opened;
};

} // namespace

bool isContextAddress(const std::string& word) {
    std::error_code error;
    if (std::filesystem::is_directory(word, error)) {
        return false; // "github.com/…" may be one
    }
    const auto remote = plan::parseRemote(word);
    return !remote || remote->has_value();
}

Result<OpenedContext> openRemoteContext(const std::shared_ptr<store::Store>& store, const ContextAddress& address, std::stop_token stop) {
    return Opener(store, address, std::move(stop)).open();
}

} // namespace sw::build
