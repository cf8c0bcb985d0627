#!/usr/bin/env python3
"""countresults.py BROKEN JUNIT_FILE...: lists what failed and ends with "N passed, N failed[, N skipped]".

A Qt Test program counts as many tests as its "Totals:" line says, any other program as one. BROKEN presets (that did not build)
count as failures, and so does a run in which nothing was tested. The exit code is 1 when anything failed.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)


def count(case):
    """(passed, failed, skipped) of one <testcase>."""
    status = case.get("status")
    output = case.findtext("system-out") or ""
    totals = [tuple(map(int, numbers)) for numbers in TOTALS.findall(output)]
    if status in ("disabled", "notrun"):
        return 0, 0, 1
    passed, failed, skipped = (sum(column) for column in zip(*totals)) if totals else (0, 0, 0)
    if status == "fail":
        return passed, max(failed, 1), skipped
    return (passed, failed, skipped) if totals else (1, 0, 0)


def main():
    passed, failed, skipped = 0, int(sys.argv[1]), 0
    bad, left = [], []
    for path in sys.argv[2:]:
        preset = path.rsplit("/", 1)[-1].removesuffix(".xml")
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            numbers = count(case)
            passed, failed, skipped = passed + numbers[0], failed + numbers[1], skipped + numbers[2]
            if numbers[1]:
                bad.append(f"{preset}: {case.get('name')}")
            elif numbers[2]:
                left.append(f"{preset}: {case.get('name')} ({numbers[2]})")
    print()
    if left:
        print("Skipped in: " + ", ".join(left))
    for name in bad:
        print(f"FAILED {name}")
    if passed + failed + skipped == 0:
        print("nothing was tested")
        failed = 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
