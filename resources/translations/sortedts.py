#!/usr/bin/env python3
"""Brings a .ts file into an order that does not depend on where in the program a sentence stands: contexts by name, messages by
their sentence. So two people who add sentences change different places of the file.

    sortedts.py FILE              sorts it
    sortedts.py FILE OTHER...     the same, and takes what is translated in the OTHERs and is not in FILE: after a conflict
                                  `git show :2:FILE` and `git show :3:FILE` are the two sides"""

import pathlib
import re
import sys

CONTEXT = re.compile(r"<context>\s*<name>(.*?)</name>(.*?)</context>", re.S)
MESSAGE = re.compile(r"<message[ >].*?</message>", re.S)
FIELD = {name: re.compile(f"<{name}>(.*?)</{name}>", re.S) for name in ("source", "comment")}
LINE = re.compile(r"^[ \t]*(?=</?(\w+)[ >])", re.M)
DEPTH = {"message": 1, "source": 2, "comment": 2, "translation": 2, "numerusform": 3}


def laid_out(message):
    """Indented as lupdate does it, whatever it was before."""
    return LINE.sub(lambda match: "    " * DEPTH.get(match.group(1), 2), message) + "\n"


def key(message):
    found = (pattern.search(message) for pattern in FIELD.values())
    return tuple(match.group(1) if match else "" for match in found)


def contexts_of(text):
    """Name -> key -> message."""
    return {name: {key(m): laid_out(m) for m in MESSAGE.findall(body)} for name, body in CONTEXT.findall(text)}


def is_finished(message):
    return message is not None and 'type="unfinished"' not in message and 'type="vanished"' not in message


def take(contexts, other):
    for name, messages in contexts_of(other).items():
        mine = contexts.setdefault(name, {})
        for sentence, message in messages.items():
            if is_finished(message) and not is_finished(mine.get(sentence)):
                mine[sentence] = message


def main():
    file = pathlib.Path(sys.argv[1])
    text = file.read_text(encoding="utf-8")
    contexts = contexts_of(text)
    for other in sys.argv[2:]:
        take(contexts, pathlib.Path(other).read_text(encoding="utf-8"))
    parts = [text[: text.find("<context>")].rstrip() + "\n"]
    for name, messages in sorted(contexts.items()):
        body = "".join(messages[sentence] for sentence in sorted(messages))
        parts.append(f"<context>\n    <name>{name}</name>\n{body}</context>\n")
    file.write_text("".join(parts) + "</TS>\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
