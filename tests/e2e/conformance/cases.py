"""Conformance cases: the folders of tests/data/conformance, read and validated.

A case is `<topic>/<the-rule-as-a-claim>/` with `case.yaml`; README.md beside this file has the keys.
Whatever is unknown, misspelt or checks nothing is an error: a case that cannot fail is none.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import yaml

import expected

CASES = pathlib.Path(__file__).resolve().parents[2] / "data" / "conformance"

# CI's part: the cases whose name hashes into the first PART of 256. It depends on the name alone,
# so the list is the same everywhere, and a new case moves no other one in or out.
PART = 32

KEYS = {
    "rule", "frontend", "arguments", "setup", "dockerfile", "fails", "differs", "by-hand", "servers",
    "compare", "times", "user", "again", "output",
}
COMPARED = ("tree", "config", "history")
OUTPUTS = ("image", "tar", "local")


class Invalid(Exception):
    """A case that is not written as it must be; the text says what to change."""


def only_keys(where, value, known):
    if not isinstance(value, dict):
        raise Invalid(f"{where}: a mapping is expected")
    for key in value:
        if key not in known:
            raise Invalid(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}")


def strings(where, value):
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Invalid(f"{where}: a list of texts is expected")
    return value


def text(where, value):
    if not isinstance(value, str) or not value.strip():
        raise Invalid(f"{where}: a text is expected")
    return value.strip()


def flag(where, value):
    if value not in ("true", "false"):
        raise Invalid(f"{where}: true or false is expected")
    return value == "true"


def number(where, value):
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]*", value):
        raise Invalid(f"{where}: a number from 1 is expected")
    return int(value)


def version(where, value):
    if not isinstance(value, str) or not re.fullmatch(r"1\.[0-9]+(-labs)?", value):
        raise Invalid(f"{where}: a version such as \"1.7\" is expected")
    return value


def version_key(value):
    """Orders frontend versions; a labs feature is newer than every stable one of its number."""
    plain, _, labs = value.partition("-")
    return (int(plain.split(".")[1]), bool(labs))


@dataclass
class Failure:
    """What `fails` says: the line of the refusal, and whether the engine names one too."""

    line: int | None
    engine_line: int | None  # None: the engine refuses without naming a line
    message: str = ""  # a part of our sentence


@dataclass
class Again:
    """A second build in the same context, after `setup`: which steps are answered by the cache."""

    setup: str = ""
    arguments: list = field(default_factory=list)
    runs: list | None = None  # the lines whose steps run again; None: the engine alone says


@dataclass
class Case:
    name: str  # topic/claim
    folder: pathlib.Path
    rule: str
    frontend: str
    arguments: list = field(default_factory=list)
    setup: str = ""
    dockerfile: str = ""  # relative to the context; empty: the case's own, beside the context
    fails: Failure | None = None
    differs: str = ""
    by_hand: str = ""  # why the engine cannot judge the case, whatever its version
    servers: dict | None = None
    compare: tuple = COMPARED
    compare_reason: str = ""
    times: bool | list = False
    user: bool = False
    again: Again | None = None
    output: str = "image"
    expected: "expected.Expected | None" = None

    @property
    def topic(self):
        return self.name.split("/")[0]

    def in_part(self):
        return hashlib.sha256(self.name.encode()).digest()[0] < PART

    def engine_judges(self, engine_version):
        return not self.by_hand and version_key(self.frontend) <= version_key(engine_version)

    def prepare(self, folder):
        """Makes the case's context in `folder`/context, with equal modes whatever umask the checkout
        was made with; gives the path of the context."""
        context, served = folder / "context", folder / "server"
        for source, target in ((self.folder / "context", context), (self.folder / "server", served)):
            if source.is_dir():
                shutil.copytree(source, target, symlinks=True)
            else:
                target.mkdir(parents=True)
        for root, folders, files in os.walk(folder):
            for name in folders + files:
                path = os.path.join(root, name)
                if not os.path.islink(path):
                    os.chmod(path, 0o755 if os.path.isdir(path) else 0o644)
        self.run_setup(self.setup, folder)
        return context

    def run_setup(self, script, folder):
        if not script:
            return
        done = subprocess.run(
            ["bash", "-euc", "umask 022\n" + script],
            cwd=folder / "context",
            env={**os.environ, "SERVER": str(folder / "server"), "GIT_CONFIG_GLOBAL": "/dev/null",
                 "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
                 "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
                 "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Invalid(f"{self.name}: setup ended with {done.returncode}: {done.stderr.strip()}")


def read_yaml(path):
    try:
        # Every scalar stays the text that it is: `5:6` is an owner, not a number of minutes.
        value = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Invalid(f"{path}: {error}") from None
    return value


def read_failure(name, value):
    where = f"{name}: fails"
    only_keys(where, value, {"line", "engine-line", "message"})
    if "line" not in value:
        raise Invalid(f"{where}: `line` is required; `none` where nothing in the file is at fault")
    line = None if value["line"] == "none" else number(f"{where}.line", value["line"])
    engine_line = value.get("engine-line", value["line"])
    engine_line = None if engine_line == "none" else number(f"{where}.engine-line", engine_line)
    return Failure(line, engine_line, value.get("message", ""))


def read_compare(name, value):
    where = f"{name}: compare"
    only_keys(where, value, {"only", "reason"})
    only = strings(f"{where}.only", value.get("only"))
    for part in only:
        if part not in COMPARED:
            raise Invalid(f"{where}.only: {part!r} is none of {', '.join(COMPARED)}")
    if not only:
        raise Invalid(f"{where}.only: at least one of {', '.join(COMPARED)}")
    return tuple(only), text(f"{where}.reason", value.get("reason"))


def read_again(name, value):
    where = f"{name}: again"
    only_keys(where, value, {"setup", "arguments", "runs"})
    again = Again(value.get("setup", ""), strings(f"{where}.arguments", value.get("arguments", [])))
    if "runs" in value:
        again.runs = [number(f"{where}.runs", line) for line in strings(f"{where}.runs", value["runs"])]
    return again


def read_case(folder, root=CASES):
    name = folder.relative_to(root).as_posix()
    claim = folder.name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", claim):
        raise Invalid(f"{name}: a case is named by its claim, in small letters, digits and hyphens")
    known = {"case.yaml", "expected.yaml", "Dockerfile", "context", "server"}
    known |= {entry.name for entry in folder.iterdir() if entry.name.endswith(".dockerignore")}
    for entry in folder.iterdir():
        if entry.name not in known:
            raise Invalid(f"{name}: {entry.name} is no part of a case")
    data = read_yaml(folder / "case.yaml")
    only_keys(name, data, KEYS)
    case = Case(name, folder, text(f"{name}: rule", data.get("rule")),
                version(f"{name}: frontend", data.get("frontend")))
    case.arguments = strings(f"{name}: arguments", data.get("arguments", []))
    for key in ("setup", "dockerfile", "differs"):
        if key in data:
            setattr(case, key, text(f"{name}: {key}", data[key]))
    if "by-hand" in data:
        case.by_hand = text(f"{name}: by-hand", data["by-hand"])
    if "fails" in data:
        case.fails = read_failure(name, data["fails"])
    if "servers" in data:
        only_keys(f"{name}: servers", data["servers"], {"http"})
        case.servers = data["servers"]
        only_keys(f"{name}: servers.http", case.servers["http"], case.servers["http"].keys())
        for path, answer in case.servers["http"].items():
            only_keys(f"{name}: servers.http.{path}", answer, {"headers", "redirect", "status", "file"})
    if "compare" in data:
        case.compare, case.compare_reason = read_compare(name, data["compare"])
    if "times" in data:
        value = data["times"]
        case.times = strings(f"{name}: times", value) if isinstance(value, list) else flag(
            f"{name}: times", value)
    if "user" in data:
        case.user = flag(f"{name}: user", data["user"])
    if "again" in data:
        case.again = read_again(name, data["again"])
    if "output" in data:
        case.output = text(f"{name}: output", data["output"])
        if case.output not in OUTPUTS:
            raise Invalid(f"{name}: output: one of {', '.join(OUTPUTS)}")
    if (folder / "expected.yaml").exists():
        try:
            case.expected = expected.Expected(read_yaml(folder / "expected.yaml"))
        except expected.Malformed as error:
            raise Invalid(f"{name}/expected.yaml: {error}") from None
    check_sense(case)
    return case


def check_sense(case):
    """What a case says must be enough to fail by."""
    own = (case.folder / "Dockerfile").exists()
    if case.dockerfile and own:
        raise Invalid(f"{case.name}: `dockerfile` names one in the context; remove the Dockerfile beside it")
    if case.fails and (case.expected or case.again or case.times or case.output != "image"):
        raise Invalid(f"{case.name}: a case that fails has no result to compare")
    if (case.differs or case.by_hand) and not case.fails and not case.expected:
        raise Invalid(f"{case.name}: without the engine's word it needs an expected.yaml (--draft writes one)")
    if (case.differs or case.by_hand) and case.again and case.again.runs is None:
        raise Invalid(f"{case.name}: again: without the engine's word it needs `runs`, the lines that run again")
    if case.differs and case.by_hand:
        raise Invalid(f"{case.name}: `differs` is about what the engine does; with `by-hand` it is not asked")
    if case.fails and case.compare_reason:
        raise Invalid(f"{case.name}: `compare` means nothing for a case that fails")
    if case.output != "image" and case.compare != ("tree",):
        raise Invalid(f"{case.name}: a {case.output} output has only a tree: compare: {{only: [tree], reason: ..}}")


def load(root=CASES):
    """All cases in order of their names, and the complaints about those that cannot be read."""
    cases, complaints = [], []
    for path in sorted(root.glob("*/*/")):
        if not (path / "case.yaml").exists():
            complaints.append(f"{path.relative_to(root)}: there is no case.yaml")
            continue
        try:
            cases.append(read_case(path, root))
        except Invalid as error:
            complaints.append(str(error))
    return cases, complaints
