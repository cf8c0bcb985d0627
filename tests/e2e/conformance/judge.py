"""Judges a case: builds it on both sides and says where the two, or ours and expected.yaml, differ."""

import contextlib
import fnmatch
import io
import os
import pathlib
import tarfile
import tempfile
import threading
from dataclasses import dataclass, field

import expected
import ours
import servers
from cases import Invalid
from compare import Tree, absolute, compare_trees, compare_values, decompressed, read_layer
from engine import EngineBuild, bring_together

# A proxy of the machine is not for the loopback servers of a case, and stw would hand it to its steps.
for variable in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[variable]


@dataclass
class Verdict:
    """What is wrong with a case, a line each, and who judged it."""

    differences: list = field(default_factory=list)
    by_engine: bool = False
    by_hand: bool = False


class Prepared:
    """A case set up in a folder: its context, its Dockerfile with the server's address in it."""

    def __init__(self, case, place, server):
        self.case, self.place, self.server = case, place, server
        self.context = case.prepare(place)
        self.dockerfile = None
        if case.dockerfile:
            self.dockerfile = self.context / case.dockerfile
        elif (case.folder / "Dockerfile").exists():
            self.dockerfile = place / "Dockerfile"
            self.dockerfile.write_bytes((case.folder / "Dockerfile").read_bytes())
            for beside in case.folder.glob("*.dockerignore"):
                (place / beside.name).write_bytes(beside.read_bytes())
        if server:
            for file in {self.dockerfile or self.context / "Dockerfile"}:
                file.write_bytes(file.read_bytes().replace(b"@SERVER@", server.url.encode()))

    def substitute(self, text):
        text = text.replace("@CONTEXT@", str(self.context)).replace("@CASE@", str(self.place))
        return text.replace("@SERVER@", self.server.url) if self.server else text

    def options(self, more=()):
        """The build options for both: the case's own, the file and the context."""
        arguments = [self.substitute(argument) for argument in (*self.case.arguments, *more)]
        # Nothing in a case reaches further than this machine unless it says how.
        network = [] if any(a.startswith("--network") for a in arguments) else ["--network", "none"]
        file = ["-f", self.dockerfile] if self.dockerfile else []
        context = [] if self.case.arguments[-1:] == ["-"] else [self.context]
        return [*network, *file, *arguments, *context]


@contextlib.contextmanager
def prepared(case, place):
    with contextlib.ExitStack() as stack:
        server = None
        if case.servers is not None or (case.folder / "server").is_dir():
            answers = (case.servers or {}).get("http", {})
            server = stack.enter_context(servers.Server(place / "server", answers))
        yield Prepared(case, place, server)


def at_once(*actions):
    """Runs the actions side by side; the first that failed is raised."""
    failures = []

    def guarded(action):
        try:
            action()
        except Exception as error:  # pylint: disable=broad-exception-caught
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def judge(case, place, frontend):
    verdict = Verdict()
    with_engine = case.engine_judges(frontend)
    if not with_engine and not case.fails and not case.expected:
        raise Invalid(f"the engine's frontend is {frontend}, older than {case.frontend}: the case needs an "
                      "expected.yaml (--draft writes one to review)")
    with prepared(case, place) as setting:
        mine = ours.OurBuild(setting.options(), case.output, place)
        theirs = EngineBuild(setting.options(), case.output, place, case.name) if with_engine else None
        at_once(mine.run, *([theirs.run] if theirs else []))
        own_again, beside_again = build_again(case, setting, place, with_engine) if case.again and mine.ok else ([], [])
        verdict.differences += own_again
        if with_engine:
            found = [*against_engine(case, mine, theirs), *beside_again]
            if case.differs:
                # Ours is right by hand; what is checked of the engine is that it still differs.
                if not found:
                    verdict.differences.append("`differs` says that the engine does otherwise, but it does the same")
            else:
                verdict.differences += found
                verdict.by_engine = True
        if case.fails:
            verdict.differences += refusal(case, mine)
            verdict.by_hand = not verdict.by_engine
        elif case.expected:
            if mine.image is None:
                verdict.differences.append(f"stw refused (line {mine.line}): {mine.message}")
            else:
                verdict.differences += case.expected.differences(mine.image, setting.substitute)
            verdict.by_hand = True
        if case.user and mine.ok:
            verdict.differences += by_the_user(case, setting, mine)
    return verdict


def refusal(case, mine):
    """What ours must do with a case that fails: its line, one clear sentence, exit status 1."""
    if mine.ok:
        yield "stw builds what must be refused"
        return
    if mine.status != 1:
        yield f"stw: exit status {mine.status}, expected 1"
    if mine.line != case.fails.line:
        yield f"stw: refused at line {mine.line}, expected {case.fails.line}: {mine.message}"
    if not mine.message or not any(mine.message in line for line in mine.said):
        yield f"stw: the reason in the report does not stand on stderr: {mine.message!r} in {mine.said[-3:]}"
    if case.fails.message and case.fails.message not in mine.message:
        yield f"stw: {mine.message!r} does not say {case.fails.message!r}"


def against_engine(case, mine, theirs):
    """Differences between the two builds."""
    if case.fails:
        if theirs.ok:
            yield "the engine builds what the case says is refused"
        elif theirs.line != case.fails.engine_line:
            yield f"the engine refuses at line {theirs.line}, the case says {case.fails.engine_line}: {theirs.message}"
        return
    if not theirs.ok:
        yield f"the engine refuses (line {theirs.line}): {theirs.message}"
    if not mine.ok:
        yield f"stw refuses (line {mine.line}, exit status {mine.status}): {mine.message}"
    if mine.ok and theirs.ok:
        if case.output == "image":
            yield from image_differences(case, mine.image, theirs.image)
        else:
            yield from output_differences(case, mine.target, theirs.folder / f"engine.{case.output}")


def image_differences(case, mine, theirs):
    """Differences between two images, stw's named first."""
    first, second = mine.comparable_config(), theirs.comparable_config()
    bring_together(first["history"], second["history"])
    if "history" not in case.compare:
        first.pop("history"), second.pop("history")
    if "config" not in case.compare:
        first, second = ({key: config[key] for key in ("history",) if key in config} for config in (first, second))
    for line in compare_values(first, second):
        yield f"{line} (stw / engine)"
    if "tree" not in case.compare:
        return
    layers = list(mine.layers()), list(theirs.layers())
    if len(layers[0]) != len(layers[1]):
        yield f"layers: {len(layers[0])} / {len(layers[1])} (stw / engine)"
    trees = Tree(), Tree()
    for number, pair in enumerate(zip(*layers)):
        for tree, layer in zip(trees, pair):
            layer.drop_what_changes_nothing(tree)
        yield from layer_differences(f"layer {number}: ", case, *pair)
        trees[0].apply(pair[0])
        trees[1].apply(pair[1])


def layer_differences(prefix, case, mine, theirs):
    for line in compare_trees(mine, theirs, times=case.times is True):
        yield f"{prefix}{line.replace('in the first', 'by stw').replace('in the second', 'by the engine')}"
    if isinstance(case.times, list):
        for path in sorted(mine.nodes.keys() & theirs.nodes.keys()):
            times = mine.nodes[path].mtime, theirs.nodes[path].mtime
            if times[0] != times[1] and any(fnmatch.fnmatchcase(path, glob) for glob in case.times):
                yield f"{prefix}{path}: mtime {times[0]} / {times[1]} (stw / engine)"
    for what in ("removed", "opaque"):
        for path in sorted(getattr(mine, what) ^ getattr(theirs, what)):
            yield f"{prefix}{path}: {what} only by {'stw' if path in getattr(mine, what) else 'the engine'}"


def output_differences(case, mine, theirs):
    """Differences between two flat results: tars, or folders."""
    layers = [read_layer(open(path, "rb")) if path.is_file() else layer_of_folder(path) for path in (mine, theirs)]
    yield from layer_differences("", case, *layers)


def layer_of_folder(folder):
    """A folder as a Layer, through the tar that Python makes of it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.add(folder, arcname="/")
    packed.seek(0)
    return read_layer(packed)


def build_again(case, setting, place, with_engine):
    """The second build of a case: what is wrong with ours by `runs`, and where the engine does otherwise,
    for the cache must answer for the same steps on both sides."""
    case.run_setup(case.again.setup, place)
    again = place / "again"
    again.mkdir()
    mine = ours.OurBuild(setting.options(case.again.arguments), "image", again)
    theirs = EngineBuild(setting.options(case.again.arguments), "image", again, case.name + "-again")
    at_once(mine.run, *([theirs.run] if with_engine else []))
    own, beside = [], []
    if not mine.ok:
        return [f"stw refuses the second build (line {mine.line}): {mine.message}"], []
    if case.again.runs is not None:
        ran = sorted(step["line"] for step in mine.steps if step["verdict"] == "ran")
        if ran != sorted(case.again.runs):
            own.append(f"second build: the steps of lines {ran} run again, expected {sorted(case.again.runs)}")
    if with_engine and not theirs.ok:
        beside.append(f"the engine refuses the second build: {theirs.message}")
    elif with_engine:
        beside += [f"second build: {line}" for line in image_differences(case, mine.image, theirs.image)]
        steps = cached_by_text(mine), cached_by_text(theirs)
        for step in sorted(steps[0].keys() | steps[1].keys()):
            found = [{True: "answered by the cache", False: "run", None: "absent"}[side.get(step)] for side in steps]
            if found[0] != found[1]:
                beside.append(f"second build: {step}: {found[0]} / {found[1]} (stw / engine)")
    return own, beside


def cached_by_text(build):
    """Instruction -> whether the cache answered. The numbers in front are those of whichever build the
    engine knows the step from; base images are named as written by the one and in full by the other."""
    steps = {name.partition("] ")[2]: cached for name, cached in build.cached.items()}
    return {name: cached for name, cached in steps.items() if not name.startswith("FROM ")}


def by_the_user(case, setting, mine):
    """The same build by an ordinary user: the image must be the one that root made."""
    user = ours.ordinary_user()
    if user is None:
        return
    with tempfile.TemporaryDirectory(dir=user.place / "cases") as place:
        folder = pathlib.Path(place)
        os.chmod(folder, 0o755)
        copy = Prepared(case, folder, setting.server)
        user.own(folder)
        theirs = ours.OurBuild(copy.options(), "image", folder, user).run()
        if not theirs.ok:
            yield f"an ordinary user's stw refuses (line {theirs.line}): {theirs.message}"
            return
        for line in image_differences(case, mine.image, theirs.image):
            yield "as root / as an ordinary user: " + line.removesuffix(" (stw / engine)")


def draft(case, place):
    """An expected.yaml from stw's result."""
    with prepared(case, place) as setting:
        mine = ours.OurBuild(setting.options(), "image", place).run()
        if not mine.ok:
            return f"# stw refuses it at line {mine.line}: {mine.message}"
        steps = sum(1 for entry in mine.image.config["history"] if entry.get("comment"))
        history = len(mine.image.config["history"]) - steps
        base = sum(1 for entry in mine.image.config["history"][:history] if not entry.get("empty_layer"))
        return expected.draft(mine.image, base, history, lambda number, path: text_in(mine.image, number, path))


def text_in(image, number, path):
    """The text of a file in layer N of an image; None where it is none, or is long."""
    with image.source.open(image._layer_names[number]) as file, decompressed(file) as plain:
        with tarfile.open(fileobj=plain, mode="r|") as archive:
            for member in archive:
                if absolute(member.name) == path and member.isreg():
                    data = archive.extractfile(member).read()
                    try:
                        return data.decode() if len(data) <= 2000 else None
                    except UnicodeDecodeError:
                        return None
    return None
