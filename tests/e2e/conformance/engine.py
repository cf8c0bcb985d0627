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
    ("1.10", "FROM scratch AS a\nRUN --mount=type=secret,id=x,env=X true\nFROM scratch\nCOPY f /\n"),
    ("1.7", "FROM scratch\nARG A=b.c\nCOPY f /${A%.c}\n"),
    ("1.6", "FROM scratch\nCOPY f /\nHEALTHCHECK --start-interval=5s CMD x\n"),
    ("1.4", "FROM scratch\nCOPY <<f /\nf\n"),
)


class Failed(Exception):
    """The engine itself does not work; not a build that it refuses."""


def docker(*arguments, check=True):
    done = subprocess.run(["docker", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False, errors="replace")
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
        self.stderr = done.stderr
        self.cached = cached_steps(self.stderr)
        if self.ok and self.output == "image":
            archive = self.folder / "engine.image.tar"
            docker("save", "-o", archive, self.tag)
            self.image = brought_up(Image(str(archive)))
        return self

    @property
    def message(self):
        lines = [line for line in self.stderr.splitlines() if line and not line.startswith("{")]
        return lines[-1] if lines else self.stderr[-500:]

    @property
    def line(self):
        """The line that the engine names as the place of its refusal."""
        found = re.search(r"^[^\s:{]+:(\d+)\n-{8,}$", self.stderr, re.MULTILINE)
        return int(found.group(1)) if found else None


def cached_steps(stream):
    """Step -> whether the cache answered for it, of a rawjson stream; the last word counts."""
    steps = {}
    for line in stream.splitlines():
        if not line.startswith("{"):
            continue
        try:
            status = json.loads(line)
        except ValueError:
            continue
        for vertex in status.get("vertexes") or []:
            name = vertex.get("name", "")
            if vertex.get("completed") and not vertex.get("error") and re.match(r"\[(?!internal)", name):
                steps[name] = bool(vertex.get("cached"))
    return steps


def brought_up(image):
    """Brings what an older frontend writes into the form of the newer one that stw follows, where the
    two say the same: a set member of Windows, and the history of EXPOSE as a Go map."""
    image.config.get("config", {}).pop("ArgsEscaped", None)
    for entry in image.config.get("history", []):
        text = entry.get("created_by", "")
        if text.startswith("EXPOSE map["):
            ports = text.removeprefix("EXPOSE map[").removesuffix("]").replace(":{}", "").split()
            entry["created_by"] = f"EXPOSE [{' '.join(ports)}]"
    return image
