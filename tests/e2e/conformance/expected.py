"""Results written by hand: expected.yaml, for rules that the engine at hand is too old to judge.

    layers:                                  of this Dockerfile, above its base; each complete
      - /file: {file: "text\\n"}              mode 644 and owner 0:0 unless said
        /tool: {sha256: 9f86.., mode: 4755, owner: 5:6, xattrs: {user.note: x}}
        /dir: {directory: true}              mode 755 unless said
        /name: {link: target}
        /twin: {hardlink: /file}
        /dev: {char: "1,3"}                  likewise block, and {fifo: true}
        /gone: {removed: true}               a whiteout
        /new: {directory: true, opaque: true}
        /when: {file: "", mtime: 0}          times only where they are said
    history: ["COPY f /f # buildkit"]        created_by of this Dockerfile's entries, in order
    config: {Env: [..], User: null}          these members and no others are compared; null: absent
    platform: linux/arm64                    architecture of the image, with its variant

Each part may be left out, but not all. Directories on the way that say nothing new are left out of
a layer on both sides, as in the comparison with the engine.
"""

import json

import yaml

from compare import Layer, Node, Tree, compare_trees

import hashlib

KINDS = {"file", "sha256", "directory", "link", "hardlink", "char", "block", "fifo", "removed"}
EXTRA = {"mode", "owner", "xattrs", "opaque", "mtime"}


class Malformed(Exception):
    """The text says what is wrong with an expected.yaml."""


def node_of(path, entry):
    kinds = KINDS & entry.keys()
    if len(kinds) != 1 or entry.keys() - KINDS - EXTRA:
        raise Malformed(f"{path}: one of {', '.join(sorted(KINDS))}, and of {', '.join(sorted(EXTRA))}")
    kind = kinds.pop()
    value = entry[kind]
    default = "755" if kind == "directory" else "644"
    owner = entry.get("owner", "0:0").split(":")
    names = {"sha256": "file", "link": "symlink", "char": "character device", "block": "block device"}
    try:
        node = Node(names.get(kind, kind), int(entry.get("mode", default), 8), int(owner[0]), int(owner[1]))
        if kind in ("char", "block"):
            major, _, minor = value.partition(",")
            node.device = (int(major), int(minor))
        if "mtime" in entry:
            node.mtime = int(entry["mtime"])
    except (ValueError, IndexError):
        raise Malformed(f"{path}: mode is octal, owner is UID:GID, a device is MAJOR,MINOR") from None
    if kind == "file":
        node.size = len(value.encode())
        node.digest = hashlib.sha256(value.encode()).hexdigest()
    elif kind == "sha256":
        node.digest = value
        node.size = -1
    elif kind == "link":
        node.target = value
        node.mode = 0o777
    node.xattrs = entry.get("xattrs", {})
    return node


def layer_of(entries):
    layer = Layer()
    if not isinstance(entries, dict):
        raise Malformed("layers: a list of mappings from path to entry; {} is an empty layer")
    links, times = {}, set()
    for path, entry in entries.items():
        if not path.startswith("/") or not isinstance(entry, dict):
            raise Malformed(f"{path}: an absolute path with a mapping is expected")
        if "hardlink" in entry:
            links[path] = entry["hardlink"]
        elif "removed" in entry:
            layer.removed.add(path)
        else:
            layer.nodes[path] = node_of(path, entry)
            if "opaque" in entry:
                layer.opaque.add(path)
            if "mtime" in entry:
                times.add(path)
    for path, target in links.items():
        if target not in layer.nodes:
            raise Malformed(f"{path}: {target} is not in this layer")
        layer.nodes[path] = layer.nodes[target]
    return layer, times


class Expected:
    """What expected.yaml says of an image."""

    def __init__(self, data):
        if not isinstance(data, dict) or not data or data.keys() - {"layers", "history", "config", "platform"}:
            raise Malformed("a mapping with layers, history, config or platform is expected")
        self.data = data
        if not isinstance(data.get("layers", []), list):
            raise Malformed("layers: a list is expected")
        self.layers()

    def layers(self):
        """Fresh Layers, for comparing changes them, each with the paths whose times count."""
        return [layer_of(entries) for entries in self.data.get("layers", [])]

    def differences(self, image, substitute=lambda text: text):
        """Yields a line for each point in which an image is not as written."""
        if "layers" in self.data:
            yield from self._layer_differences(image)
        history = [entry.get("created_by", "") for entry in image.config.get("history", [])]
        if "history" in self.data:
            wanted = [substitute(line) for line in self.data["history"]]
            mine = history[len(history) - len(wanted):] if len(wanted) <= len(history) else history
            for number in range(max(len(wanted), len(mine))):
                pair = [texts[number] if number < len(texts) else None for texts in (mine, wanted)]
                if pair[0] != pair[1]:
                    yield f"history {number}: {pair[0]!r}, expected {pair[1]!r}"
        for key, value in self.data.get("config", {}).items():
            # YAML's scalars are texts here: numbers and truth values are compared as they are written.
            mine = as_texts(image.config.get("config", {}).get(key))
            wanted = None if value in ("null", "") else value
            if mine != wanted:
                yield f"config.{key}: {json.dumps(mine)}, expected {json.dumps(wanted)}"
        if "platform" in self.data:
            parts = [image.config.get(key, "") for key in ("os", "architecture", "variant")]
            mine = "/".join(part for part in parts if part)
            if mine != self.data["platform"]:
                yield f"platform: {mine}, expected {self.data['platform']}"

    def _layer_differences(self, image):
        wanted, found = self.layers(), list(image.layers())
        if len(found) < len(wanted):
            yield f"layers: {len(found)}, expected {len(wanted)} or more with those of the base"
            return
        below = Tree()
        for layer in found[: len(found) - len(wanted)]:
            below.apply(layer)
        beside = Tree()
        beside.nodes = dict(below.nodes)
        for number, (mine, (theirs, times)) in enumerate(zip(found[len(found) - len(wanted):], wanted)):
            for path, node in theirs.nodes.items():
                if node.size == -1 and path in mine.nodes:
                    node.size = mine.nodes[path].size  # a digest alone says enough
            mine.drop_what_changes_nothing(below)
            theirs.drop_what_changes_nothing(beside)
            for line in compare_trees(mine, theirs):
                yield f"layer {number}: {line} (first: stw, second: expected)"
            for path in times & mine.nodes.keys():
                if mine.nodes[path].mtime != theirs.nodes[path].mtime:
                    yield f"layer {number}: {path}: mtime {mine.nodes[path].mtime}, expected {theirs.nodes[path].mtime}"
            for what in ("removed", "opaque"):
                for path in sorted(getattr(mine, what) ^ getattr(theirs, what)):
                    who = "stw" if path in getattr(mine, what) else "expected.yaml"
                    yield f"layer {number}: {path}: {what} only in {who}"
            below.apply(mine)
            beside.apply(theirs)


def as_texts(value):
    """A JSON value as YAML's base loader would read it."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def draft(image, base_layers, base_history, texts):
    """The text of an expected.yaml that says what `image` is above its base: for review, not for use
    as it stands. `texts` gives the bytes of a file of layer N by its path, None where not text."""
    layers, below = [], Tree()
    for number, layer in enumerate(image.layers()):
        if number >= base_layers:
            layer.drop_what_changes_nothing(below)
            layers.append(draft_layer(layer, lambda path, number=number: texts(number, path)))
        below.apply(layer)
    history = [entry.get("created_by", "") for entry in image.config.get("history", [])][base_history:]
    config = {key: value for key, value in image.config.get("config", {}).items() if value}
    return yaml.dump({"layers": layers, "history": history, "config": config}, sort_keys=False, width=1000,
                     allow_unicode=True)


def draft_layer(layer, text_of):
    entries, first = {}, {}
    for path in sorted(layer.nodes):
        node = layer.nodes[path]
        if node.kind != "directory" and id(node) in first:
            entries[path] = {"hardlink": first[id(node)]}
            continue
        first[id(node)] = path
        entry = {}
        if node.kind == "file":
            content = text_of(path)
            entry = {"sha256": node.digest} if content is None else {"file": content}
        elif node.kind == "symlink":
            entry = {"link": node.target}
        elif node.kind.endswith("device"):
            entry = {"char" if node.kind.startswith("char") else "block": "%d,%d" % node.device}
        else:
            entry = {node.kind: "true"}
        if node.kind != "symlink" and node.mode != (0o755 if node.kind == "directory" else 0o644):
            entry["mode"] = format(node.mode, "o")
        if (node.uid, node.gid) != (0, 0):
            entry["owner"] = f"{node.uid}:{node.gid}"
        if node.xattrs:
            entry["xattrs"] = dict(node.xattrs)
        if path in layer.opaque:
            entry["opaque"] = "true"
        entries[path] = entry
    for path in sorted(layer.removed):
        entries[path] = {"removed": "true"}
    return entries
