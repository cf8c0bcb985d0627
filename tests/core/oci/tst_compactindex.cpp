#include "core/base/imagepath.h"
#include "core/oci/arrivals.h"
#include "core/oci/compactbuilder.h"
#include "core/oci/indexbuilder.h"
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

/// What a tar may bring: entries in any order, some of them twice, links to what comes before and to what does not.
std::vector<LayerEntry> anyArrivals(Random& random) {
    std::vector<LayerEntry> out;
    std::vector<LayerEntry> entries = anyIndex(random, below(random, 2) == 0).entries;
    const bool plain = below(random, 2) == 0; // else it is too seldom that nothing is in the way of sorting alone
    std::vector<std::string> files;
    for (LayerEntry& entry : entries) {
        if (entry.path.empty() && entry.type != EntryType::Directory) {
            continue;
        }
        if (plain && entry.type != EntryType::Directory && std::ranges::any_of(entries, [&](const LayerEntry& one) {
                return one.path != entry.path && isWithin(one.path, entry.path);
            })) {
            entry = directory(entry.path).entry;
        }
        if (entry.type == EntryType::HardLink) {
            entry.link = cleanImagePath(plain && !files.empty() ? files[below(random, static_cast<std::uint32_t>(files.size()))] : entry.link);
        }
        entry.implied = false;
        entry.opaque = false;
        if (entry.type == EntryType::File) {
            files.push_back(entry.path);
        }
        if (entry.type == EntryType::Whiteout) {
            LayerEntry whiteout;
            whiteout.path = entry.path;
            whiteout.type = EntryType::Whiteout;
            whiteout.mtime = entry.mtime;
            whiteout.headerBytes = entry.headerBytes;
            entry = whiteout;
        }
        out.push_back(entry);
        if (!plain && below(random, 8) == 0) {
            out.push_back(entry);
        }
    }
    switch (below(random, 3)) {
    case 0: break;
    case 1: std::ranges::shuffle(out, random); break;
    default: // as one walks through folders, in which "a/b" comes before "a-b"
        std::ranges::sort(out, std::ranges::lexicographical_compare, [](const LayerEntry& entry) {
            std::vector<std::string> parts;
            for (const std::string_view part : splitPath(entry.path)) {
                parts.emplace_back(part);
            }
            return parts;
        });
    }
    return out;
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
                QCOMPARE(compact->files(), static_cast<std::uint32_t>(std::ranges::count_if(index.entries, [](const LayerEntry& entry) {
                             return entry.type != EntryType::Directory && entry.type != EntryType::Whiteout;
                         })));
                QCOMPARE(compact->removed(), static_cast<std::uint32_t>(std::ranges::count_if(index.entries, [](const LayerEntry& entry) {
                             return entry.type == EntryType::Whiteout || entry.opaque;
                         })));
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

    /// Entries that only have to be sorted, and those that need the rules of layers.
    void whatArrivesIsWhatTheRulesMake() {
        for (unsigned seed = 0; seed < 1000; ++seed) {
            Random random(seed);
            const std::vector<LayerEntry> arriving = anyArrivals(random);
            const std::size_t opaqueAt = below(random, 6) == 0 ? below(random, static_cast<std::uint32_t>(arriving.size()) + 1) : SIZE_MAX;
            const std::string opaquePath = below(random, 4) == 0 ? std::string() : anyPath(random);
            IndexBuilder rules;
            Arrivals arrivals;
            for (std::size_t i = 0; i <= arriving.size(); ++i) {
                if (i == opaqueAt) {
                    rules.markOpaque(opaquePath, 512);
                    arrivals.markOpaque(opaquePath, 512);
                }
                if (i < arriving.size()) {
                    rules.add(arriving[i]);
                    arrivals.add(arriving[i].path, CompactEntry(arriving[i]));
                }
            }
            rules.addHeaderBytes(1024);
            arrivals.addHeaderBytes(1024);
            const LayerIndex wanted = rules.finish(99, false);
            const auto made = std::move(arrivals).finish(99);
            QVERIFY(made);
            const auto listed = [](const auto& entries) {
                QStringList out;
                for (const LayerEntry& entry : entries) {
                    out.push_back(QString::fromStdString(entry.path + " " + std::to_string(static_cast<int>(entry.type)) + " " + entry.link));
                }
                return out;
            };
            std::vector<LayerEntry> entries;
            for (std::uint32_t i = 0; i < (*made)->size(); ++i) {
                entries.push_back(*(**made)[i]);
            }
            QCOMPARE(listed(entries), listed(wanted.entries));
            QVERIFY2(entries == wanted.entries, qPrintable(QString::number(seed)));
            QCOMPARE((*made)->tarBytes, wanted.tarBytes);
            QCOMPARE((*made)->contentBytes, wanted.contentBytes);
            QCOMPARE((*made)->headerBytes, wanted.headerBytes);
            const auto same = CompactIndex::of(wanted).value();
            QCOMPARE((*made)->files(), same->files());
            QCOMPARE((*made)->removed(), same->removed());
            for (std::uint32_t i = 0; i < same->size(); ++i) {
                QVERIFY((*made)->find(entries[i].path) == (**made)[i]);
                const auto children = [](const CompactIndex& index, std::uint32_t folder) {
                    std::vector<std::uint32_t> out;
                    if (folder != CompactIndex::kNone) {
                        index.eachChild(folder, [&](std::string_view, EntryRef child) { out.push_back(child.number()); });
                    }
                    return out;
                };
                QVERIFY(children(**made, (*made)->folderAt(entries[i].path)) == children(*same, same->folderAt(entries[i].path)));
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
