#pragma once

#include "core/analysis/filetree.h"

#include <vector>

/// Bytes as areas: squarified tiles (Bruls, Huizing, van Wijk), folders around what is in them.
namespace sw::analysis {

struct TreemapTile {
    FileTree::Id id = 0;
    double x = 0, y = 0, width = 0, height = 0;
    int depth = 0;          ///< 0: the root of the map
    bool folder = false;    ///< tiles of its content lie on it
    bool joined = false;    ///< a folder with one folder alone in it, whose tile takes all of its room: see TreemapOptions::joinChains
};

struct TreemapOptions {
    double smallest = 12;   ///< area in square pixels under which nothing is drawn; what is so small stays part of its folder's tile
    double title = 15;      ///< height of a folder's name, where there is room for one
    bool rootTitle = true;  ///< the root of the map has a title as well
    bool joinChains = false; ///< usr, lib and x86_64-linux-gnu with nothing else in them want one title, not three
    double gap = 1;         ///< between a folder's edge and its content
    const std::vector<std::uint64_t>* bytes = nullptr; ///< by node, instead of what the tree says; what has none is left out
};

/// Folders before what is in them. At most width * height / smallest tiles and their folders, however many files there are; ghosts
/// of deleted files take no room.
std::vector<TreemapTile> layoutTreemap(const FileTree& tree, FileTree::Id root, double width, double height, const TreemapOptions& options = {});

} // namespace sw::analysis
