"""Random images against a second opinion: the same figures by plain Python over tarfile, written from image-spec's layer.md alone.

SW_RANDOM_IMAGES=N asks for more of them."""
import io
import json
import os
import pathlib
import random
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from imagefiles import *

STW = os.environ.get("STW", "stw")
COUNT = int(os.environ.get("SW_RANDOM_IMAGES", "60"))


class Node:
    """`hides`: nothing of the layers below is seen through it."""

    def __init__(self, kind, content=None, size=0, hides=False):
        self.kind, self.content, self.size, self.hides, self.children = kind, content, size, hides, {}


class Tree:
    def __init__(self):
        self.root = Node("directory")

    def find(self, path):
        node = self.root
        for part in path.split("/"):
            if node.kind != "directory" or part not in node.children:
                return None
            node = node.children[part]
        return node

    def parent(self, path):
        """Made where it is not: also for a whiteout, as who unpacks makes the folder before he looks at the name."""
        node = self.root
        for part in path.split("/")[:-1]:
            node = self.put(node, part, Node("directory"))
        return node

    @staticmethod
    def put(parent, name, node):
        old = parent.children.get(name)
        if old is not None and old.kind == node.kind == "directory":
            return old
        node.hides = node.hides or (old is not None and (old.kind == "gone" or node.kind == "directory"))
        parent.children[name] = node
        return node

    def walk(self, node=None, path=""):
        for name, below in sorted((node or self.root).children.items()):
            yield path + name, below
            if below.kind == "directory":
                yield from self.walk(below, path + name + "/")


class Root(Tree):
    """A root file system that layers are unpacked upon, each first on its own, as an overlay has them."""

    def __init__(self):
        super().__init__()
        self.sizes = {}    # content -> bytes, of everything that was ever stored
        self.hidden = {}   # content -> layer that took its last name

    def visible(self):
        return {node.content for _, node in self.walk() if node.content is not None}

    def layer(self, number, data):
        tree = Tree()
        for index, member in enumerate(tarfile.open(fileobj=io.BytesIO(data))):
            name = member.name.rpartition("/")[2]
            parent = tree.parent(member.name)
            if name == ".wh..wh..opq":
                parent.hides = True
            elif name.startswith(".wh."):
                parent.children.setdefault(name[4:], Node("gone")).hides = True
            elif member.isdir():
                tree.put(parent, name, Node("directory"))
            elif member.isreg():
                self.sizes[number, index] = member.size
                tree.put(parent, name, Node("file", (number, index), member.size))
            elif member.islnk():
                target = tree.find(member.linkname)
                tree.put(parent, name, Node("file", target.content, target.size))
            else:
                tree.put(parent, name, Node("symlink"))
        return tree

    def merge(self, lower, upper):
        if upper.hides:
            lower.children.clear()
        for name, node in upper.children.items():
            if node.kind == "gone":
                lower.children.pop(name, None)
            elif node.kind == "directory":
                self.merge(self.put(lower, name, Node("directory")), node)
            else:
                lower.children[name] = node

    def unpack(self, number, data):
        self.merge(self.root, self.layer(number, data).root)
        after = self.visible()
        for content in self.sizes:
            if content not in after:
                self.hidden.setdefault(content, number)
        return sum(self.sizes[content] for content in after)


def random_layer(rng, root, number):
    """Members that unpack: links lead to files that are there, in this layer or below."""
    names = ["a", "b", "c", "dir", "x.y", "x"]

    def path():
        return "/".join(rng.choice(names) for _ in range(rng.randint(1, 3)))

    members, files, touched = [], set(), set()
    for _ in range(rng.randint(1, 12)):
        where, what = path(), rng.random()
        prefix = where.rpartition("/")[0]
        if what < 0.40:
            members.append(entry(where, bytes([rng.randrange(256)]) * rng.choice([0, 1, 7, 511, 512, 513, 3000])))
        elif what < 0.55:
            members.append(folder(where))
        elif what < 0.65:
            members.append(symlink(where, rng.choice(["nowhere", "/a", "../b"])))
        elif what < 0.80:
            members.append(entry((prefix + "/" if prefix else "") + ".wh." + where.rpartition("/")[2]))
        elif what < 0.88:
            members.append(entry(where + "/.wh..wh..opq"))
        else:
            members.append(None)  # a hard link to what is there by then
    return settled(rng, root, members)


def settled(rng, root, members):
    """Puts hard links to files of this layer, and drops what would go through a symbolic link."""
    kinds, out = {}, []
    for member in members:
        if member is None:
            files = sorted(name for name, kind in kinds.items() if kind == "file")
            if not files:
                continue
            member = hardlink(rng.choice(["h1", "h2", "dir/h3", "a"]), rng.choice(files))
            if member[0].name == member[0].linkname:
                continue
        name = member[0].name
        parents = ["/".join(name.split("/")[:i]) for i in range(1, name.count("/") + 1)]
        if any(kinds.get(parent) == "symlink" for parent in parents):
            continue
        base = name.rpartition("/")[2]
        if not any(kinds.get(parent) == "file" for parent in parents):
            kinds.update(dict.fromkeys(parents, "directory"))
            if not base.startswith(".wh."):
                if kinds.get(name) == "directory" and not member[0].isdir():
                    kinds = {other: kind for other, kind in kinds.items() if not other.startswith(name + "/")}
                kinds[name] = "directory" if member[0].isdir() else "symlink" if member[0].issym() else "file"
            out.append(member)
    return tar(*out)


class Random(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="stw-random."))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def stw(self, *arguments):
        done = subprocess.run([STW, *map(str, arguments), "--format", "json"], capture_output=True, check=False, timeout=120,
                              env={**os.environ, "STAGEWRIGHT_STORE": str(self.directory / "store")})
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def check(self, seed):
        rng, root, layers, totals = random.Random(seed), Root(), [], []
        for number in range(rng.randint(1, 6)):
            layers.append(random_layer(rng, root, number))
            totals.append(root.unpack(number, layers[-1]))
        image = self.directory / "image.tar"
        image.write_bytes(docker_archive(layers))
        out = self.stw("layers", image)
        stored = [sum(member.size for member in tarfile.open(fileobj=io.BytesIO(layer))) for layer in layers]
        self.assertEqual([layer["at_rest"] for layer in out["layers"]], stored)
        self.assertEqual([layer["running_total"] for layer in out["layers"]], totals)
        self.assertEqual([layer["contribution"] for layer in out["layers"]], [after - before for before, after in zip([0] + totals, totals)])
        self.assertEqual((out["stored"], out["visible"], out["wasted"]), (sum(stored), totals[-1], sum(stored) - totals[-1]))
        for layer, data in zip(out["layers"], layers):
            self.assertEqual((layer["tar"], layer["at_rest"] + layer["headers"] + layer["padding"]), (len(data), len(data)))
        sums = {}
        for content, hidden_by in root.hidden.items():
            if root.sizes[content]:
                sums[content[0], hidden_by] = sums.get((content[0], hidden_by), 0) + root.sizes[content]
        found = {}
        for one in out["waste"]:
            found[one["stored_by"], one["hidden_by"]] = found.get((one["stored_by"], one["hidden_by"]), 0) + one["bytes"]
        self.assertEqual(found, sums)
        counted, files = set(), []
        for path, node in root.walk():
            if node.kind != "directory":
                files.append(("/" + path, node.size if node.content is not None and node.content not in counted else 0))
                counted.add(node.content)
        listed = self.stw("files", image)["files"]
        order = lambda one: one[0].split("/")
        self.assertEqual(sorted([(one["path"], one["bytes"]) for one in listed if one["type"] != "directory"], key=order), sorted(files, key=order))
        self.assertEqual(sorted(one["path"] for one in listed if one["type"] == "directory"),
                         sorted("/" + path for path, node in root.walk() if node.kind == "directory"))

    def test_second_opinion(self):
        for seed in range(COUNT):
            with self.subTest(seed=seed):
                self.check(seed)


if __name__ == "__main__":
    unittest.main()
