"""What the end-to-end tests share: running stw, reading its reports, asking servers for pages."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

from compare import Image

E2E = pathlib.Path(__file__).resolve().parent
RESOURCES = E2E.parent.parent / "resources"
STW = os.environ.get("STW", "stw")

# A step that a cache answered for, or that never had work to do.
AT_REST = {"hit", "shared", "metadata", "skipped"}


class Report:
    """The file that `stw build --report` wrote."""

    def __init__(self, path):
        self.json = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        self.steps = self.json["steps"]
        self.error = self.json["error"]

    @property
    def digest(self):
        return self.json["image"]["digest"]

    def step(self, start):
        """The only step whose instruction begins with `start`."""
        found = [step for step in self.steps if step["instruction"].startswith(start)]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} steps begin with {start!r}: {self.summary()}")
        return found[0]

    def verdict(self, start):
        return self.step(start)["verdict"]

    def ran(self):
        return [step["instruction"] for step in self.steps if step["verdict"] == "ran"]

    def summary(self):
        lines = [f"{step['verdict']:9} {step['instruction']}" for step in self.steps]
        return "\n" + "\n".join(lines)


class Case(unittest.TestCase):
    """A test with a directory of its own. Each says on its first line what it checks."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp(prefix=cls.__name__ + "."))
        cls.addClassCleanup(shutil.rmtree, cls.directory, ignore_errors=True)

    @classmethod
    def path(cls, name):
        return cls.directory / name

    @classmethod
    def stw(cls, *arguments, status=0, timeout=300, cwd=None, environment=None, text=True):
        """Runs stw and checks its exit status; gives what it printed."""
        command = [STW, *map(str, arguments)]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=text,
            timeout=timeout,
            cwd=cwd or cls.directory,
            env={**os.environ, **(environment or {})},
            check=False,
        )
        if done.returncode != status:
            raise AssertionError(
                f"{' '.join(command)}: exit status {done.returncode}, expected {status}\n"
                f"{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
            )
        return done

    @classmethod
    def build(cls, context, *options, **named):
        """Builds with the host's CA bundle in reach of RUN; gives the report."""
        file, name = tempfile.mkstemp(suffix=".json", prefix="report-", dir=cls.directory)
        os.close(file)
        cls.stw("build", context, "--host-ca", "--progress", "plain", "--report", name, *options,
                **named)
        return Report(name)

    @classmethod
    def layout(cls, image, name):
        """Exports an image of the store as an OCI layout and opens it."""
        target = cls.path(name)
        cls.stw("export", image, "-o", f"type=oci,tar=false,dest={target}")
        return Image(str(target))

    @classmethod
    def project(cls, name, files):
        """Writes a project folder: name -> text, for small cases."""
        folder = cls.path(name)
        for file, text in files.items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return folder

    @classmethod
    def example(cls, name):
        """A copy of an example that the test may edit."""
        folder = cls.path(name)
        shutil.copytree(RESOURCES / "examples" / name, folder)
        return folder


def replace_in(file, old, new):
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise AssertionError(f"{file} does not contain {old!r}")
    file.write_text(text.replace(old, new), encoding="utf-8")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, seconds=30, alive=lambda: True):
    """Asks for a page until a server answers, for as long as `alive` says that one may come."""
    deadline = time.monotonic() + seconds
    # Loopback is never to be reached through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with opener.open(url, timeout=5) as response:
                return response.status, response.read().decode()
        except OSError as error:
            if time.monotonic() > deadline or not alive():
                raise AssertionError(f"{url}: {error}") from None
            time.sleep(0.05)


class Running:
    """A program in the background, such as `stw run`; stopped by the signal that Ctrl-C sends."""

    def __init__(self, *arguments, cwd=None):
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [STW, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            start_new_session=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.alive():
            self.process.kill()
            self.process.wait()
        self.output.close()

    def alive(self):
        return self.process.poll() is None

    def text(self):
        self.output.seek(0)
        return self.output.read().decode(errors="replace")

    def wait_for(self, text, seconds=60):
        deadline = time.monotonic() + seconds
        while text not in self.text():
            if time.monotonic() > deadline or not self.alive():
                raise AssertionError(f"never printed {text!r}:\n{self.text()[-4000:]}")
            time.sleep(0.02)

    def interrupt(self, seconds=15):
        """Sends Ctrl-C; gives exit status and the seconds until the program had ended."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(seconds)
        return status, time.monotonic() - begun


def processes_with(marker):
    """The command lines of running programs that contain `marker`."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if marker in line:
                found.append(f"{entry.name}: {line}")
    return found


def main():
    unittest.main(verbosity=2)
