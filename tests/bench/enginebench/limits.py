"""What the machine allows: measured once each by the program engine_limits."""

import functools
import os
import pathlib
import shutil
import subprocess


class Limits:
    """All in seconds."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.seen = {}
        stw = shutil.which(os.environ.get("STW", "stw"))
        beside = pathlib.Path(stw).resolve().parent.parent / "bench" / "engine_limits" if stw else None
        self.program = beside if beside and beside.exists() else shutil.which("engine_limits")

    def _ask(self, *words):
        if not self.program:
            return float("nan")
        done = subprocess.run([str(self.program), *map(str, words)], capture_output=True, text=True, check=False)
        seconds = float(done.stdout) if done.returncode == 0 else float("nan")
        self.seen[" ".join(str(word).rsplit("/", 1)[-1] for word in words)] = seconds
        return seconds

    @functools.cache
    def walk(self, directory):
        return self._ask("walk", directory)

    @functools.cache
    def read(self, directory):
        return self._ask("read", directory)

    @functools.cache
    def hash(self, megabytes):
        return self._ask("hash", megabytes)

    @functools.cache
    def write(self, megabytes, directory=None):
        return self._ask("write", pathlib.Path(directory or self.directory) / "written", megabytes)

    @functools.cache
    def copy(self, megabytes):
        source = self.directory / "copied"
        with open(source, "wb") as file:
            for _ in range(megabytes):
                file.write(os.urandom(1000) * 1000)
        seconds = self._ask("copy", source, self.directory / "copy")
        source.unlink()
        return seconds

    @functools.cache
    def exec(self):
        return self._ask("exec")

    @functools.cache
    def step(self):
        return self._ask("step", self.directory / "step")
