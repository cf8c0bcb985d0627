#!/usr/bin/env python3
"""Every sentence that core says (core/base/sentence.h) has a Spanish translation with the same places."""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(os.environ["SW_SOURCE_DIR"])
sys.path.insert(0, str(ROOT / "resources/translations"))
import coresentences  # noqa: E402

PLACE = re.compile(r"%[1-9]")
SAID = re.compile(r"\bsay(?:Later)?\(")


def translations(file):
    for context in ElementTree.parse(file).getroot().iter("context"):
        if context.findtext("name") == "core":
            return {m.findtext("source"): m.find("translation") for m in context.iter("message")}
    return {}


def withoutLiteral():
    """Places that say something other than a literal, which nobody could translate."""
    for file in sorted((ROOT / "core").rglob("*.[hc]*")):
        if file.name.startswith("sentence."):
            continue
        text = coresentences.without_comments(file.read_text(encoding="utf-8"))
        for call in SAID.finditer(text):
            if not re.match(r'\s*R?"', text[call.end():]):
                yield f"{file.relative_to(ROOT)}: {text[call.start():call.start() + 60].splitlines()[0]}"


def main():
    said = coresentences.collect(ROOT / "core")
    spanish = translations(ROOT / "resources/translations/stagewright_es.ts")
    wrong = [f"not a literal: {place}" for place in withoutLiteral()]
    for pattern in said:
        translation = spanish.get(pattern)
        if translation is None or translation.get("type") or not translation.text:
            wrong.append(f"no Spanish for: {pattern}")
        elif set(PLACE.findall(pattern)) != set(PLACE.findall(translation.text)):
            wrong.append(f"other places in: {translation.text}")
    if len(said) < 500:
        wrong.append(f"only {len(said)} sentences found: is coresentences.py blind?")
    for line in wrong:
        print(line)
    print(f"{len(said)} sentences, {len(wrong)} findings")
    if wrong:
        print("Run resources/translations/update in the build environment and translate what is unfinished.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
