#include "core/analysis/treemap.h"

#include <algorithm>
#include <cmath>

namespace sw::analysis {

namespace {

using Id = FileTree::Id;

struct Rect {
    double x, y, width, height;
    double area() const { return width * height; }
};

class Layout {
public:
    Layout(const FileTree& tree, const TreemapOptions& options, std::vector<TreemapTile>& out) : m_tree(tree), m_options(options), m_out(out) {}

    void place(Id root, const Rect& whole) {
        std::vector<std::size_t> open = {m_out.size()};
        m_out.push_back({root, whole.x, whole.y, whole.width, whole.height, 0, m_tree.directory(root), isJoined(root)});
        while (!open.empty()) {
            const TreemapTile tile = m_out[open.back()];
            open.pop_back();
            const std::size_t first = m_out.size();
            fill(tile);
            for (std::size_t i = first; i < m_out.size(); ++i) {
                if (m_out[i].folder) {
                    open.push_back(i);
                }
            }
        }
    }

private:
    double bytesOf(Id id) const { return static_cast<double>(m_options.bytes != nullptr ? (*m_options.bytes)[id] : m_tree.bytes(id)); }

    /// Room for the content of a folder.
    Rect inside(const TreemapTile& tile) const {
        if (tile.joined) {
            return {tile.x, tile.y, tile.width, tile.height};
        }
        const double gap = m_options.gap;
        const bool named = (tile.depth > 0 || m_options.rootTitle) && tile.height > 2.5 * m_options.title && tile.width > 3 * m_options.title;
        const double top = named ? m_options.title : gap;
        return {tile.x + gap, tile.y + top, tile.width - 2 * gap, tile.height - top - gap};
    }

    /// A folder whose only content with bytes is a folder.
    bool isJoined(Id folder) const {
        Id only = FileTree::kNone;
        for (Id id = m_tree.firstChild(folder); id != FileTree::kNone && m_options.joinChains; id = m_tree.nextSibling(id)) {
            if (m_tree.change(id) != Change::Removed && bytesOf(id) > 0) {
                if (only != FileTree::kNone) {
                    return false;
                }
                only = id;
            }
        }
        return only != FileTree::kNone && m_tree.directory(only);
    }

    void fill(const TreemapTile& folder) {
        Rect room = inside(folder);
        const double total = bytesOf(folder.id);
        if (room.width <= 1 || room.height <= 1 || total <= 0) {
            return;
        }
        const double scale = room.area() / total; // square pixels of a byte
        struct Child {
            Id id;
            double area;
        };
        std::vector<Child> children;
        for (Id id = m_tree.firstChild(folder.id); id != FileTree::kNone; id = m_tree.nextSibling(id)) {
            const double area = bytesOf(id) * scale;
            if (m_tree.change(id) != Change::Removed && area > 0 && area >= m_options.smallest) {
                children.push_back({id, area});
            }
        }
        std::ranges::stable_sort(children, std::greater{}, &Child::area);
        // Rows along the shorter side, each as long as its tiles become squarer by it.
        for (std::size_t from = 0; from < children.size();) {
            const double side = std::min(room.width, room.height);
            double sum = children[from].area;
            std::size_t to = from + 1;
            while (to < children.size() && worst(children[from].area, children[to].area, sum + children[to].area, side) <=
                                               worst(children[from].area, children[to - 1].area, sum, side)) {
                sum += children[to++].area;
            }
            const double depth = std::min(sum / side, std::max(room.width, room.height));
            double at = 0;
            for (; from < to; ++from) {
                const double length = children[from].area / sum * side;
                const Rect tile = room.width >= room.height ? Rect{room.x, room.y + at, depth, length} : Rect{room.x + at, room.y, length, depth};
                m_out.push_back({children[from].id, tile.x, tile.y, tile.width, tile.height, folder.depth + 1, m_tree.directory(children[from].id),
                                 isJoined(children[from].id)});
                at += length;
            }
            if (room.width >= room.height) {
                room.x += depth;
                room.width -= depth;
            } else {
                room.y += depth;
                room.height -= depth;
            }
        }
    }

    /// Largest ratio of sides of a row of tiles, of which the largest and the smallest decide.
    static double worst(double largest, double smallest, double sum, double side) {
        const double square = side * side;
        return std::max(square * largest / (sum * sum), sum * sum / (square * smallest));
    }

    const FileTree& m_tree;
    const TreemapOptions& m_options;
    std::vector<TreemapTile>& m_out;
};

} // namespace

std::vector<TreemapTile> layoutTreemap(const FileTree& tree, Id root, double width, double height, const TreemapOptions& options) {
    std::vector<TreemapTile> out;
    if (width > 0 && height > 0 && root < tree.size()) {
        Layout(tree, options, out).place(root, {0, 0, width, height});
    }
    return out;
}

} // namespace sw::analysis
