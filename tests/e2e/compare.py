#!/usr/bin/env python3
"""Compares two container images: the files a container would see, and the configuration.

    compare.py [--layers] [--times] [--ignore GLOB]... A B

A and B are each an OCI layout directory, an OCI archive or a docker archive (`docker save`). With
several images in one, the first is taken, or the one named by `PATH@TAG`. Exit status: 0 equal,
1 different (a line for each difference), 2 not readable.

Compared are, for each path: type, permission bits, owner and group, content, link target, device
numbers, extended attributes, and which names are hard links of each other. Modification times only
with --times. Of the configuration: everything but identifiers and times. With --layers, also what
each layer by itself adds, changes and removes.
"""

import argparse
import contextlib
import fnmatch
import gzip
import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field

WHITEOUT = ".wh."
OPAQUE = ".wh..wh..opq"


@dataclass
class Node:
    """An inode of an image: what a path stands for. Hard-linked paths share one Node."""

    kind: str
    mode: int
    uid: int
    gid: int
    size: int = 0
    digest: str = ""
    target: str = ""
    device: tuple = ()
    xattrs: dict = field(default_factory=dict)
    mtime: int = 0

    def differences(self, other, times):
        names = ["kind", "mode", "uid", "gid", "size", "digest", "target", "device", "xattrs"]
        if times:
            names.append("mtime")
        for name in names:
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                shown = (oct(mine), oct(theirs)) if name == "mode" else (mine, theirs)
                yield f"{name} {shown[0]} / {shown[1]}"


class Tree:
    """A file tree: absolute path in the image -> Node."""

    def __init__(self):
        self.nodes = {}

    def remove(self, path):
        self.nodes.pop(path, None)
        self.remove_below(path)

    def remove_below(self, path):
        prefix = path.rstrip("/") + "/"
        for name in [name for name in self.nodes if name.startswith(prefix)]:
            del self.nodes[name]

    def apply(self, layer):
        """Stacks a layer on this tree as the OCI layer specification says."""
        for path in layer.opaque:
            self.remove_below(path)
        for path in layer.removed:
            self.remove(path)
        for path, node in layer.nodes.items():
            old = self.nodes.get(path)
            if old and old.kind == "directory" and node.kind != "directory":
                self.remove(path)
            self.nodes[path] = node

    def links(self):
        """The sets of paths that are one file."""
        groups = {}
        for path, node in self.nodes.items():
            if node.kind != "directory":
                groups.setdefault(id(node), set()).add(path)
        return {frozenset(paths) for paths in groups.values() if len(paths) > 1}


class Layer(Tree):
    """What one layer adds, and which paths of the layers below it hides."""

    def __init__(self):
        super().__init__()
        self.removed = set()
        self.opaque = set()

    def drop_what_changes_nothing(self, below):
        """Drops entries that repeat what the layers below say: builders differ in which folders on
        the way to a change they name, and in whether a new folder is marked as hiding nothing, or
        as hiding all instead of naming what is gone."""
        for path in list(self.opaque):
            prefix = path.rstrip("/") + "/"
            for name in sorted(name for name in below.nodes if name.startswith(prefix)):
                folder = os.path.dirname(name)
                if name not in self.nodes and (folder == path or folder in self.nodes):
                    self.removed.add(name)
            self.opaque.discard(path)
        for path in [p for p, node in self.nodes.items() if node.kind == "directory"]:
            old = below.nodes.get(path)
            if old and not list(old.differences(self.nodes[path], False)):
                del self.nodes[path]
        self.removed = {path for path in self.removed if path in below.nodes}


def absolute(name):
    name = name.strip("/").removeprefix("./")
    return "/" if name == "." else "/" + name


def node_of(member, archive):
    kinds = {
        tarfile.DIRTYPE: "directory",
        tarfile.SYMTYPE: "symlink",
        tarfile.CHRTYPE: "character device",
        tarfile.BLKTYPE: "block device",
        tarfile.FIFOTYPE: "fifo",
    }
    node = Node(kinds.get(member.type, "file"), stat.S_IMODE(member.mode), member.uid, member.gid)
    node.mtime = int(member.mtime)
    prefix = "SCHILY.xattr."
    node.xattrs = {
        key.removeprefix(prefix): value
        for key, value in member.pax_headers.items()
        if key.startswith(prefix)
    }
    if node.kind == "symlink":
        node.target = member.linkname
        node.mode = 0o777  # has no meaning, and writers differ
    elif node.kind.endswith("device"):
        node.device = (member.devmajor, member.devminor)
    elif node.kind == "file":
        node.size = member.size
        sha = hashlib.sha256()
        source = archive.extractfile(member)
        while chunk := source.read(1 << 20):
            sha.update(chunk)
        node.digest = sha.hexdigest()
    return node


def read_layer(stream):
    layer = Layer()
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            path = absolute(member.name)
            folder, name = os.path.split(path)
            if name == OPAQUE:
                layer.opaque.add(folder)
            elif name.startswith(WHITEOUT):
                layer.removed.add(os.path.join(folder, name.removeprefix(WHITEOUT)))
            elif member.islnk():
                layer.nodes[path] = layer.nodes[absolute(member.linkname)]
            else:
                layer.nodes[path] = node_of(member, archive)
    # Writers differ in whether they name the root directory, and in its mode; no build sets it.
    layer.nodes.pop("/", None)
    return layer


@contextlib.contextmanager
def decompressed(stream):
    magic = stream.read(4)
    stream.seek(0)
    if magic[:2] == b"\x1f\x8b":
        yield gzip.GzipFile(fileobj=stream)
    elif magic == b"\x28\xb5\x2f\xfd":
        plain = subprocess.run(["zstd", "-dc"], stdin=stream, stdout=subprocess.PIPE, check=True)
        yield io.BytesIO(plain.stdout)
    else:
        yield stream


class Folder:
    """Files of an image layout in a directory."""

    def __init__(self, path):
        self.path = path

    def open(self, name):
        return open(os.path.join(self.path, name), "rb")


class Archive:
    """Files of an image archive, compressed or not."""

    def __init__(self, path):
        with open(path, "rb") as file, decompressed(file) as plain:
            # A plain file of its own, for members are read in any order.
            self.file = tarfile.open(fileobj=io.BytesIO(plain.read()), mode="r:")

    def open(self, name):
        try:
            member = self.file.extractfile(name)
        except KeyError:
            try:
                member = self.file.extractfile("./" + name)
            except KeyError:
                member = None
        if member is None:
            raise FileNotFoundError(name)
        return member


class Image:
    """An image's configuration and layers, wherever they are stored."""

    def __init__(self, where):
        path, tag = where, ""
        if not os.path.exists(path):
            path, _, tag = where.rpartition("@")
        self.source = Folder(path) if os.path.isdir(path) else Archive(path)
        try:
            self._open_docker(tag)
        except FileNotFoundError:
            self._open_oci(tag)

    def _json(self, name):
        with self.source.open(name) as file:
            return json.load(file)

    @staticmethod
    def _blob(digest):
        algorithm, _, value = digest.partition(":")
        return f"blobs/{algorithm}/{value}"

    def _open_docker(self, tag):
        images = self._json("manifest.json")
        entry = next((i for i in images if any(tag in t for t in i["RepoTags"] or [])), images[0])
        self.digest = ""
        self.config = self._json(entry["Config"])
        self._layer_names = entry["Layers"]

    def _open_oci(self, tag):
        descriptors = self._json("index.json")["manifests"]
        name = "org.opencontainers.image.ref.name"
        chosen = descriptors[0]
        for descriptor in descriptors:
            if tag and descriptor.get("annotations", {}).get(name, "").endswith(tag):
                chosen = descriptor
        self.digest = chosen["digest"]
        manifest = self._json(self._blob(chosen["digest"]))
        if "manifests" in manifest:
            chosen = next(m for m in manifest["manifests"] if "platform" in m)
            manifest = self._json(self._blob(chosen["digest"]))
        self.config = self._json(self._blob(manifest["config"]["digest"]))
        self._layer_names = [self._blob(layer["digest"]) for layer in manifest["layers"]]

    def layers(self):
        for name in self._layer_names:
            with self.source.open(name) as file, decompressed(file) as plain:
                yield read_layer(plain)

    def tree(self):
        tree = Tree()
        for layer in self.layers():
            tree.apply(layer)
        return tree

    def comparable_config(self):
        """The configuration without times, identifiers and fields that say nothing."""
        history = [
            {key: value for key, value in entry.items() if key != "created" and value}
            for entry in self.config.get("history", [])
        ]
        return {
            "architecture": self.config.get("architecture"),
            "os": self.config.get("os"),
            "variant": self.config.get("variant", ""),
            "config": {k: v for k, v in self.config.get("config", {}).items() if v},
            "history": history,
            "layers": len(self.config["rootfs"]["diff_ids"]),
        }


def compare_trees(first, second, ignore=(), times=False):
    """Yields a line for each difference between two trees."""

    def ignored(path):
        return any(fnmatch.fnmatchcase(path, pattern) for pattern in ignore)

    for path in sorted(first.nodes.keys() | second.nodes.keys()):
        if ignored(path):
            continue
        mine, theirs = first.nodes.get(path), second.nodes.get(path)
        if mine is None or theirs is None:
            yield f"{path}: only in the {'second' if mine is None else 'first'}"
            continue
        for difference in mine.differences(theirs, times):
            yield f"{path}: {difference}"
    for group in sorted(map(sorted, first.links() ^ second.links())):
        if not all(ignored(path) for path in group):
            where = "first" if frozenset(group) in first.links() else "second"
            yield f"{' = '.join(group)}: one file in the {where} only"


def compare_values(first, second, path=""):
    """Yields a line for each difference between two JSON values."""
    if isinstance(first, dict) and isinstance(second, dict):
        for key in sorted(first.keys() | second.keys()):
            yield from compare_values(first.get(key), second.get(key), f"{path}.{key}")
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for index, (mine, theirs) in enumerate(zip(first, second)):
            yield from compare_values(mine, theirs, f"{path}[{index}]")
    elif first != second:
        yield f"{path.lstrip('.')}: {json.dumps(first)} / {json.dumps(second)}"


def compare_images(first, second, ignore=(), times=False, layers=False, config=True):
    """Yields a line for each difference between two Images."""
    if config:
        yield from compare_values(first.comparable_config(), second.comparable_config())
    trees = Tree(), Tree()
    pairs = list(zip(first.layers(), second.layers())) if layers else []
    for number, (mine, theirs) in enumerate(pairs):
        for tree, layer in zip(trees, (mine, theirs)):
            layer.drop_what_changes_nothing(tree)
        for line in compare_trees(mine, theirs, ignore, times):
            yield f"layer {number}: {line}"
        for what in ("removed", "opaque"):
            for path in sorted(getattr(mine, what) ^ getattr(theirs, what)):
                yield f"layer {number}: {path}: {what} in one of the two only"
        trees[0].apply(mine)
        trees[1].apply(theirs)
    if not pairs:
        trees = first.tree(), second.tree()
    yield from compare_trees(*trees, ignore, times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--layers", action="store_true", help="compare layer by layer too")
    parser.add_argument("--times", action="store_true", help="compare modification times too")
    parser.add_argument("--ignore", action="append", default=[], metavar="GLOB")
    options = parser.parse_args()
    try:
        first, second = Image(options.first), Image(options.second)
        count = 0
        for line in compare_images(
            first, second, options.ignore, times=options.times, layers=options.layers
        ):
            print(line)
            count += 1
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        print(f"compare.py: {error}", file=sys.stderr)
        return 2
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
