#!/usr/bin/env python3
"""Sentences of core: what say("...") and sayLater("...") are given, for lupdate and for the test of the translations.

    coresentences.py core > sentences.h     a header that lupdate reads, context "core"
    coresentences.py --list core            one JSON list of patterns

A pattern is one or several literals behind each other, as the compiler reads them."""

import json
import pathlib
import re
import sys

CALL = re.compile(r'\bsay(?:Later)?\(\s*(?=R?")')
LITERAL = re.compile(r'\s*(?:R"([^(\s]*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)")', re.S)
COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/', re.S)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def without_comments(text: str) -> str:
    return COMMENT.sub(lambda m: m.group(0) if m.group(0).startswith('"') else " ", text)


def unescaped(literal: str) -> str:
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m.group(1), m.group(1)), literal)


def sentences(text: str) -> list[str]:
    found = []
    text = without_comments(text)
    for call in CALL.finditer(text):
        pattern, at = "", call.end()
        while literal := LITERAL.match(text, at):
            pattern += literal.group(2) if literal.group(3) is None else unescaped(literal.group(3))
            at = literal.end()
        found.append(pattern)
    return found


def collect(folder: pathlib.Path) -> list[str]:
    files = sorted(f for f in folder.rglob("*") if f.suffix in (".h", ".cpp"))
    patterns = {}
    for file in files:
        for pattern in sentences(file.read_text(encoding="utf-8")):
            patterns[pattern] = None
    return list(patterns)


def main() -> int:
    listing = sys.argv[1] == "--list"
    patterns = collect(pathlib.Path(sys.argv[-1]))
    if listing:
        print(json.dumps(patterns, ensure_ascii=False, indent=0))
        return 0
    for pattern in patterns:
        print(f'QT_TRANSLATE_NOOP("core", {json.dumps(pattern, ensure_ascii=False)})')
    return 0


if __name__ == "__main__":
    sys.exit(main())
