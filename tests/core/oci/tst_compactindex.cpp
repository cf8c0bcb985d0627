#include "core/base/imagepath.h"
#include "core/oci/stackview.h"
#include "tests/core/oci/makelayer.h"

#include <QTest>

#include <random>
#include <set>

using namespace swtest;

namespace {

using Random = std::mt19937;

std::uint32_t below(Random& random, std::uint32_t count) { return static_cast<std::uint32_t>(random() % count); }

/// Names that sort before and after a '/', and that begin with one another.
std::string anyPath(Random& random) {
    static const std::array<const char*, 8> kNames = {"a", "a-b", "a.c", "a0", "b", "a b", "\xc3\xa9", "zz"};
    std::string path;
    for (std::uint32_t depth = 1 + below(random, 4); depth > 0; --depth) {
        path += (path.empty() ? "" : "/") + std::string(kNames[below(random, kNames.size())]);
    }
    return path;
}

LayerEntry anyEntry(Random& random, std::string path) {
    static const std::array<std::int64_t, 5> kTimes = {0, 1, -1, 1'700'000'000, std::numeric_limits<std::int64_t>::min()};
    LayerEntry entry;
    entry.path = std::move(path);
    entry.type = static_cast<EntryType>(below(random, 8));
    entry.mode = below(random, 4) == 0 ? random() & 07777U : 0644;
    entry.uid = below(random, 3) * 1000;
    entry.gid = below(random, 2) * UINT32_MAX;
    entry.mtime = kTimes[below(random, kTimes.size())];
    entry.mtimeNs = below(random, 2) * 999'999'999;
    entry.headerBytes = 512 * (1 + below(random, 3));
    entry.opaque = entry.type == EntryType::Directory && below(random, 4) == 0;
    entry.implied = entry.type == EntryType::Directory && below(random, 4) == 0;
    if (entry.type == EntryType::File) {
        entry.size = below(random, 3) == 0 ? UINT64_MAX - below(random, 9) : below(random, 100);
        entry.content = {random(), random()};
        entry.dataOffset = below(random, 4) == 0 ? (std::uint64_t{1} << 60U) + 512 : below(random, 4) == 0 ? 7 : 512ULL * below(random, 99);
        entry.sparse = below(random, 5) == 0;
    } else if (entry.type == EntryType::HardLink || entry.type == EntryType::Symlink) {
        entry.link = below(random, 5) == 0 ? std::string(300, 'x') : anyPath(random);
    } else if (entry.type == EntryType::CharDevice || entry.type == EntryType::BlockDevice) {
        entry.devMajor = random() & UINT32_MAX;
        entry.devMinor = random() & UINT32_MAX;
    }
    if (below(random, 5) == 0) {
        entry.xattrs = {{"user.a", std::to_string(below(random, 3))}};
    }
    return entry;
}

/// `parents`: with all directories above its entries, as every layer's own index has them.
LayerIndex anyIndex(Random& random, bool parents) {
    std::map<std::string, LayerEntry> entries;
    for (std::uint32_t i = below(random, 25); i > 0; --i) {
        const std::string path = below(random, 20) == 0 ? std::string() : anyPath(random);
        entries[path] = path.empty() ? directory("").entry : anyEntry(random, path);
    }
    if (parents) {
        std::vector<std::string> paths;
        for (const auto& [path, entry] : entries) {
            paths.push_back(path);
        }
        for (const std::string& path : paths) {
            for (std::string up(parentPath(path)); !up.empty(); up = parentPath(up)) {
                if (entries[up].type != EntryType::Directory) {
                    entries[up] = directory(up).entry;
                }
                entries[up].path = up;
            }
        }
    }
    LayerIndex index;
    for (auto& [path, entry] : entries) {
        entry.path = path;
        index.entries.push_back(std::move(entry));
    }
    index.tarBytes = 5;
    index.contentBytes = 6;
    index.headerBytes = 7;
    index.tree = {8, 9};
    return index;
}

template <typename Found> std::string told(const std::optional<Found>& found) {
    if (!found) {
        return "none";
    }
    if (found->entry == nullptr) {
        return found->path + " (no entry)";
    }
    const LayerEntry entry = *found->entry;
    return found->path + " = " + entry.path + " of " + std::to_string(found->layer) + " type " + std::to_string(static_cast<int>(entry.type)) + " bytes " + std::to_string(entry.size);
}

} // namespace

class TestCompactIndex : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatTheIndexSays() {
        for (unsigned seed = 0; seed < 300; ++seed) {
            Random random(seed);
            const LayerIndex index = anyIndex(random, seed % 2 == 0);
            const auto made = CompactIndex::of(index);
            const auto read = parseCompactIndex(serialiseIndex(index));
            QVERIFY(made && read);
            for (const CompactIndex* compact : {made->get(), read->get()}) {
                QCOMPARE(compact->tarBytes, index.tarBytes);
                QCOMPARE(compact->contentBytes, index.contentBytes);
                QCOMPARE(compact->headerBytes, index.headerBytes);
                QCOMPARE(compact->tree, index.tree);
                QCOMPARE(compact->size(), static_cast<std::uint32_t>(index.entries.size()));
                for (std::uint32_t i = 0; i < compact->size(); ++i) {
                    QVERIFY2(*(*compact)[i] == index.entries[i], index.entries[i].path.c_str());
                    QCOMPARE(std::string((*compact)[i].name()), std::string(baseName(index.entries[i].path)));
                    QVERIFY2(compact->find(index.entries[i].path) == (*compact)[i], index.entries[i].path.c_str());
                }
                for (int i = 0; i < 50; ++i) {
                    const std::string path = anyPath(random);
                    QCOMPARE(static_cast<bool>(compact->find(path)), index.find(path) != nullptr);
                }
            }
        }
    }

    void foldersKnowTheirChildren() {
        for (unsigned seed = 0; seed < 200; ++seed) {
            Random random(seed);
            const LayerIndex index = anyIndex(random, seed % 2 == 0);
            const auto compact = CompactIndex::of(index).value();
            std::map<std::string, std::set<std::string>> wanted; // by directory
            for (const LayerEntry& entry : index.entries) {
                if (!entry.path.empty()) {
                    wanted[std::string(parentPath(entry.path))].insert(entry.path);
                }
            }
            wanted["nowhere"]; // has none
            for (const auto& [directory, paths] : wanted) {
                std::set<std::string> found;
                if (const std::uint32_t folder = compact->folderAt(directory); folder != CompactIndex::kNone) {
                    compact->eachChild(folder, [&](std::string_view name, EntryRef entry) {
                        QCOMPARE(std::string(name), std::string(entry.name()));
                        QVERIFY(found.insert(entry.path()).second);
                    });
                }
                QCOMPARE(found, paths);
            }
        }
    }

    void aStackOfThemIsTheSameStack() {
        for (unsigned seed = 0; seed < 200; ++seed) {
            Random random(seed);
            StackView::Layers layers;
            CompactView::Layers compact;
            for (std::uint32_t i = 1 + below(random, 4); i > 0; --i) {
                layers.push_back(std::make_shared<const LayerIndex>(anyIndex(random, true)));
                compact.push_back(CompactIndex::of(*layers.back()).value());
            }
            const StackView view(layers);
            const CompactView other(compact);
            const auto listed = [](const auto& of) {
                QStringList out;
                of.walk("", [&](const auto& found) {
                    out.push_back(QString::fromStdString(told(std::optional(found)) + " / " + told(of.content(found))));
                    return true;
                });
                return out;
            };
            QCOMPARE(listed(other), listed(view));
            for (int i = 0; i < 30; ++i) {
                const std::string path = anyPath(random);
                QCOMPARE(told(other.lookup(path)), told(view.lookup(path)));
                QCOMPARE(told(other.lookupFollow(path)), told(view.lookupFollow(path)));
                QStringList names, others;
                for (const auto& child : view.children(path)) {
                    names.push_back(QString::fromStdString(child.path));
                }
                for (const auto& child : other.children(path)) {
                    others.push_back(QString::fromStdString(child.path));
                }
                QCOMPARE(others, names);
            }
        }
    }

    void unclean() {
        LayerIndex index;
        for (const char* path : {"/a", "a/", "a//b"}) {
            index.entries = {file(path, "").entry};
            QVERIFY(!CompactIndex::of(index));
            QVERIFY(!parseCompactIndex(serialiseIndex(index)));
        }
    }

    /// What the header promises: a million files can be browsed.
    void memoryOfAFile() {
        LayerIndex index;
        for (int i = 0; i < 20'000; ++i) {
            char path[96];
            std::snprintf(path, sizeof path, "usr/lib/node_modules/a-package-%03d/dist/esm/file%05d.js", i / 200, i);
            if (i % 200 == 0) {
                index.entries.push_back(directory(std::string(parentPath(path))).entry);
            }
            index.entries.push_back(file(path, "").entry);
            index.entries.back().content = {1, static_cast<std::uint64_t>(i)};
            index.entries.back().mtime = i;
        }
        const auto compact = CompactIndex::of(index).value();
        QCOMPARE_LT(compact->memory() / compact->size(), std::size_t{64}); // 48, a name of 12 and its length, and the folders
    }
};

QTEST_GUILESS_MAIN(TestCompactIndex)
#include "tst_compactindex.moc"
