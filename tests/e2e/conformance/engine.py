"""The real engine: `docker buildx build` of a case, and what its frontend knows."""

import json
import pathlib
import re
import subprocess
import tempfile

from compare import Image

# A feature for each version of the Dockerfile frontend, as a file that older ones refuse. The engine
# does not tell the version of the frontend inside it, so it is asked for these, newest first.
MARKS = (
    ("1.20", "FROM scratch\nCOPY --parents f /\n"),
    ("1.19", "FROM scratch\nCOPY --exclude=g f /\n"),
    ("1.17", "FROM scratch\nADD --unpack=false f /\n"),
    ("1.10", "FROM busybox\nRUN --mount=type=secret,id=x,env=X true\n"),
    ("1.7", "FROM scratch\nARG A=b.c\nCOPY f /${A%.c}\n"),
    ("1.6", "FROM scratch\nCOPY f /\nHEALTHCHECK --start-interval=5s CMD x\n"),
    ("1.4", "FROM scratch\nCOPY <<f /\nf\n"),
)


class Failed(Exception):
    """The engine itself does not work; not a build that it refuses."""


def docker(*arguments, check=True):
    done = subprocess.run(["docker", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False, errors="replace")
    if "Cannot connect to the Docker daemon" in done.stderr or "error reading from server: EOF" in done.stderr:
        raise Failed("the engine is gone: this case, or one of those beside it, ended it")
    if check and done.returncode != 0:
        raise Failed(f"docker {' '.join(map(str, arguments))}: {done.stderr[-3000:]}")
    return done


def frontend_version():
    """The newest version of MARKS that the engine's frontend understands."""
    with tempfile.TemporaryDirectory() as folder:
        context = pathlib.Path(folder)
        (context / "f").write_text("f", encoding="utf-8")
        for version, text in MARKS:
            (context / "Dockerfile").write_text(text, encoding="utf-8")
            done = docker("buildx", "build", "--provenance=false", "--network", "none", context, check=False)
            if done.returncode == 0:
                return version
    raise Failed(f"the engine builds none of the probes: {done.stderr[-2000:]}")


def version_text():
    described = json.loads(docker("version", "--format", "{{json .Server}}").stdout)
    return f"dockerd {described['Version']}"


class EngineBuild:
    """One build by the engine: its image, or where it refused."""

    def __init__(self, options, output, folder, name):
        self.options, self.output, self.folder, self.name = options, output, folder, name
        self.tag = "conformance/" + re.sub(r"[^a-z0-9/]+", "-", name)
        self.image = None
        self.tree_archive = None

    def run(self):
        command = ["buildx", "build", "--provenance=false", "--progress", "rawjson"]
        if self.output == "image":
            command += ["-t", self.tag]
        else:
            command += ["-o", f"type=tar,dest={self.folder / 'engine.tar'}" if self.output == "tar"
                        else f"type=local,dest={self.folder / 'engine.local'}"]
        done = docker(*command, *self.options, check=False)
        self.ok = done.returncode == 0
        statuses, self.said = split_stream(done.stderr)
        self.cached = cached_steps(statuses)
        if self.ok and self.output == "image":
            archive = self.folder / "engine.image.tar"
            docker("save", "-o", archive, self.tag)
            self.image = Image(str(archive))
        return self

    @property
    def message(self):
        return next((line for line in reversed(self.said) if line.strip()), "")

    @property
    def line(self):
        """The line that the engine names as the place of its refusal."""
        found = re.search(r"^[^\s:{]+:(\d+)\n-{8,}$", "\n".join(self.said), re.MULTILINE)
        return int(found.group(1)) if found else None


def split_stream(text):
    """What a program printed with --progress rawjson: the JSON values, and the lines of text between."""
    values, lines, at = [], [], 0
    decoder = json.JSONDecoder()
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.startswith("{", at):
            try:
                value, end = decoder.raw_decode(text, at)  # older clients write one over many lines
                values.append(value)
                at = end + text.startswith("\n", end)
                continue
            except ValueError:
                pass
        lines.append(text[at:end])
        at = end + 1
    return values, lines


def cached_steps(statuses):
    """Step -> whether the cache answered for it, of a rawjson stream; the last word counts."""
    steps = {}
    for status in statuses:
        for vertex in status.get("vertexes") or []:
            name = vertex.get("name", "")
            if vertex.get("completed") and not vertex.get("error") and re.match(r"\[(?!internal)", name):
                steps[name] = bool(vertex.get("cached"))
    return steps


def bring_together(ours, engines):
    """Makes one text of two history entries that say the same: an older frontend shows the ports of
    EXPOSE as a Go map, and the default of an ARG instead of the value that was used."""
    for mine, theirs in zip(ours, engines):
        first, second = mine.get("created_by", ""), theirs.get("created_by", "")
        if second.startswith("EXPOSE map[") and first.startswith("EXPOSE ["):
            ports = second.removeprefix("EXPOSE map[").removesuffix("]").replace(":{}", "").split()
            if sorted(ports) == sorted(first.removeprefix("EXPOSE [").removesuffix("]").split()):
                theirs["created_by"] = first
        elif first.startswith("ARG ") and second.startswith("ARG "):
            names = [[word.partition("=")[0] for word in text.split()] for text in (first, second)]
            if names[0] == names[1]:
                theirs["created_by"] = first
