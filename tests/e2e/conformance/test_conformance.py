#!/usr/bin/env python3
"""Builds the cases of tests/data/conformance with a real BuildKit and with stw, and compares.

    tests/e2e/run --docker --and-user conformance/test_conformance.py [--draft|--keep DIR|--list] [CASE...]

CASE is `topic/claim`, a topic, or a glob of either. Without one: CI's part of the cases, or all of them
with STAGEWRIGHT_CONFORMANCE=all. --draft prints an expected.yaml of what stw made, to be reviewed
against the rule. --keep leaves both results in DIR. See README.md.
"""

import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import shutil
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import cases
import engine
import judge

JOBS = 3
SHOWN = 25  # differences of one case


class Run:
    """The cases of one run, and what came of them."""

    def __init__(self, keep, frontend):
        self.keep, self.frontend = keep, frontend
        self.lock = threading.Lock()
        self.failed = []
        self.by_engine = self.by_hand = self.passed = 0

    def run(self, case):
        begun = time.monotonic()
        place = pathlib.Path(tempfile.mkdtemp(prefix="case.", dir=os.environ.get("TMPDIR")))
        try:
            verdict = judge.judge(case, place, self.frontend)
        except (cases.Invalid, engine.Failed, OSError, KeyError, ValueError) as error:
            verdict = judge.Verdict([f"{type(error).__name__}: {error}"])
        seconds = time.monotonic() - begun
        if self.keep:
            shutil.copytree(place, self.keep / case.name, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        self.tell(case, verdict, seconds)

    def tell(self, case, verdict, seconds):
        with self.lock:
            self.by_engine += verdict.by_engine
            self.by_hand += verdict.by_hand
            judges = [name for name, said in (("engine", verdict.by_engine), ("hand", verdict.by_hand)) if said]
            lines = verdict.differences
            if lines:
                self.failed.append(case.name)
            else:
                self.passed += 1
            print(f"{'FAIL' if lines else 'ok':4} {seconds:5.1f} s  {case.name} ({', '.join(judges) or 'not judged'})")
            for line in lines[:SHOWN]:
                print(f"       {line}")
            if len(lines) > SHOWN:
                print(f"       and {len(lines) - SHOWN} more")
            sys.stdout.flush()


def selected(every, patterns):
    if patterns:
        for pattern in patterns:
            chosen = [case for case in every if matches(case, pattern)]
            if not chosen:
                raise cases.Invalid(f"there is no case {pattern}")
        return [case for case in every if any(matches(case, pattern) for pattern in patterns)]
    if os.environ.get("STAGEWRIGHT_CONFORMANCE") == "all":
        return every
    return [case for case in every if case.in_part()]


def matches(case, pattern):
    pattern = pattern.rstrip("/")
    return any(fnmatch.fnmatchcase(name, pattern) for name in (case.name, case.topic, case.name.split("/")[1]))


def draft(chosen):
    for case in chosen:
        with tempfile.TemporaryDirectory() as place:
            print(f"# {case.name}: drafted from stw's result. Check every line against the rule:")
            print("# " + case.rule.replace("\n", "\n# "))
            print(judge.draft(case, pathlib.Path(place)))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--draft", action="store_true", help="print an expected.yaml from stw's result")
    parser.add_argument("--keep", type=pathlib.Path, metavar="DIR", help="leave both results there")
    parser.add_argument("--list", action="store_true", help="print the names of the cases and end")
    options = parser.parse_args()
    every, complaints = cases.load()
    for complaint in complaints:
        print(f"INVALID {complaint}")
    try:
        chosen = selected(every, options.cases)
    except cases.Invalid as error:
        print(f"test_conformance.py: {error}", file=sys.stderr)
        return 2
    if options.list:
        print("\n".join(case.name for case in chosen))
        return 0
    if options.draft:
        return draft(chosen)
    begun = time.monotonic()
    engine.docker("pull", "-q", "busybox")
    frontend = engine.frontend_version()
    print(f"{engine.version_text()}, Dockerfile frontend {frontend}; {len(chosen)} of {len(every)} cases")
    run = Run(options.keep, frontend)
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for done in [pool.submit(run.run, case) for case in chosen]:
            done.result()
    for name in run.failed:
        print(f"failed: {name}")
    print(f"{len(chosen)} cases in {time.monotonic() - begun:.0f} s: {run.passed} passed, {len(run.failed)} failed, "
          f"{len(complaints)} invalid; judged by the engine: {run.by_engine}, by hand: {run.by_hand}")
    return 1 if run.failed or complaints or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
