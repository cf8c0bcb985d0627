#!/usr/bin/env python3
"""stagetable.py REPORT: prints the stages of `stw build --report` as a table, and what ships."""

import json
import sys


def size(count):
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return ""


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    rows = [("STAGE", "BASE", "STATE", "FILES", "SIZE")]
    for stage in report["stages"]:
        name = stage.get("name") or str(stage.get("index", ""))
        rows.append((name, stage.get("base") or "", stage.get("state") or "", str(stage.get("files") or 0),
                     size(stage.get("bytes") or 0)))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        left = "  ".join(cell.ljust(width) for cell, width in zip(row[:3], widths))
        right = "  ".join(cell.rjust(width) for cell, width in zip(row[3:], widths[3:]))
        print(f"{left}  {right}")
    verdicts = [step["verdict"] for step in report["steps"]]
    print(f"\n{len(verdicts)} steps: " + ", ".join(
        f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts)))
    if image := report.get("image"):
        print(f"image {image['digest']}")


if __name__ == "__main__":
    main()
