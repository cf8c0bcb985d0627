#!/usr/bin/env python3
"""Checks the sources against the layering table of core/README.md.

- every #include of a project header is of the same folder or of one the table allows;
- every sw_* target on a CMake link line, likewise;
- core includes no Qt header (nor another window library's);
- every folder with sources is in the table;
- sources stay under 800 lines (tests: 1000), headers under 300.

`--self-test` makes small trees that break each rule and expects each to be found.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

ROW = re.compile(r"^\|\s*`((?:core|ui|app)[\w/]*)`\s*\|([^|]*)\|")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
WINDOW_HEADER = re.compile(r"^(Q[A-Z]|Qt|Qsci|KSyntax|KF6|graphviz/|qtermwidget)")
CALL = re.compile(r"\b(sw_add_library|target_link_libraries)\s*\(\s*(\w+)([^)]*)\)", re.DOTALL)
SOURCE_LIMIT, TEST_LIMIT, HEADER_LIMIT = 800, 1000, 300


def readTable(root):
    """Folder -> folders it may use, itself included."""
    written = {}
    for line in (root / "core/README.md").read_text().splitlines():
        if row := ROW.match(line):
            written[row[1]] = re.findall(r"`([\w/]+)`", row[2])
    table = {}
    for folder, names in written.items():
        allowed = {folder}
        for name in names:
            if name in ("core", "ui"):
                allowed.update(f for f in written if f.startswith(name + "/"))
            else:
                allowed.add(name if "/" in name else "core/" + name)
        table[folder] = allowed
    return table


def folderOf(path):
    """The layer a file belongs to: two parts deep in core and ui, one in app."""
    parts = path.split("/")
    if parts[0] in ("core", "ui") and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def targetFolder(target):
    """sw_plan -> core/plan, sw_ui_graph -> ui/graph; None for what is not a layer of ours."""
    if target.startswith("sw_ui_"):
        return "ui/" + target[len("sw_ui_"):]
    if target.startswith("sw_") and target not in ("sw_options",) and not target.startswith("sw_pch_"):
        return "core/" + target[len("sw_"):]
    return None


def checkIncludes(path, text, table, problems):
    folder = folderOf(path)
    for match in INCLUDE.finditer(text):
        kind, included = match[1], match[2]
        line = text.count("\n", 0, match.start()) + 1
        if folder.startswith("core/") and kind == "<" and WINDOW_HEADER.match(included):
            problems.append(f"{path}:{line}: core includes the window header <{included}>")
        if kind == '"' and included.split("/")[0] in ("core", "ui", "app"):
            used = folderOf(included)
            if used not in table[folder]:
                problems.append(f"{path}:{line}: {folder} may not use {used} ({included})")


def checkLinks(path, text, table, problems):
    text = re.sub(r"#.*", "", text)
    for match in CALL.finditer(text):
        folder = targetFolder(match[2])
        if folder is None or folder not in table:
            continue
        for name in re.findall(r"\bsw_\w+", match[3]):
            used = targetFolder(name)
            if used and used not in table[folder]:
                problems.append(f"{path}: {match[2]} may not link {name}")
        if folder.startswith("core/") and re.search(r"\b(Qt6|KF6|QScintilla)::", match[3]):
            problems.append(f"{path}: {match[2]} links a window library")


def checkSize(path, text, problems):
    lines = text.count("\n")
    limit = HEADER_LIMIT if path.endswith(".h") else TEST_LIMIT if path.startswith("tests/") else SOURCE_LIMIT
    if lines > limit:
        problems.append(f"{path}: {lines} lines; the limit is {limit}: split it by concept")


def check(root):
    table = readTable(root)
    problems = [] if table else ["core/README.md: no layering table found"]
    files = 0
    for top in ("core", "ui", "app", "tests"):
        for directory, _, names in sorted(os.walk(root / top)):
            for name in sorted(names):
                file = Path(directory, name)
                path = file.relative_to(root).as_posix()
                if name == "CMakeLists.txt" and top != "tests":
                    checkLinks(path, file.read_text(), table, problems)
                if file.suffix not in (".h", ".cpp") or path.startswith("tests/data/"):
                    continue
                files += 1
                text = file.read_text()
                checkSize(path, text, problems)
                if top == "tests":
                    continue
                if folderOf(path) not in table:
                    problems.append(f"{path}: {folderOf(path)} is not in the table of core/README.md")
                else:
                    checkIncludes(path, text, table, problems)
    return files, problems


SELF_TEST_TABLE = """
| folder | may use | what |
|---|---|---|
| `core/base` | | values |
| `core/io` | `base` | files |
| `ui/session` | `core` | threads |
| `ui/graph` | `core` `ui/session` | graph |
| `app` | `core` `ui` | programs |
"""

SELF_TESTS = [
    ("nothing wrong", {"core/io/a.cpp": '#include "core/base/b.h"\n#include <vector>\n', "app/main.cpp":
                       '#include "ui/graph/g.h"\n#include <QApplication>\n'}, None),
    ("an upward include", {"core/base/a.cpp": '#include "core/io/b.h"\n'}, "core/base may not use core/io"),
    ("an include of a neighbour", {"ui/session/a.h": '#include "ui/graph/g.h"\n'}, "ui/session may not use ui/graph"),
    ("Qt in core", {"core/io/a.h": "#pragma once\n#include <QString>\n"}, "window header <QString>"),
    ("Qt module in core", {"core/io/a.h": "#include <QtCore/qstring.h>\n"}, "window header"),
    ("an upward link", {"core/base/CMakeLists.txt": "sw_add_library(sw_base\n SOURCES a.cpp\n LINK sw_io)\n"},
     "sw_base may not link sw_io"),
    ("Qt linked by core", {"core/io/CMakeLists.txt": "sw_add_library(sw_io LINK sw_base Qt6::Core)\n"},
     "links a window library"),
    ("a folder that is not in the table", {"core/misc/a.cpp": "\n"}, "core/misc is not in the table"),
    ("a long source", {"core/io/a.cpp": "//\n" * 801}, "801 lines"),
    ("a long header", {"ui/session/a.h": "//\n" * 301}, "301 lines"),
]


def selfTest():
    failed = 0
    for name, files, expected in SELF_TESTS:
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            for path, text in {"core/README.md": SELF_TEST_TABLE, **files}.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            problems = check(root)[1]
            good = (not problems) if expected is None else (len(problems) == 1 and expected in problems[0])
            if not good:
                failed += 1
                print(f"{name}: expected {expected!r}, got {problems}")
    print(f"{len(SELF_TESTS) - failed} of {len(SELF_TESTS)} rules found as expected")
    return 1 if failed else 0


def main():
    if "--self-test" in sys.argv:
        return selfTest()
    root = Path(os.environ.get("SW_SOURCE_DIR", Path(__file__).resolve().parents[2]))
    files, problems = check(root)
    for problem in problems:
        print(problem)
    print(f"{files} files checked, {len(problems)} problems")
    return 1 if problems or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
