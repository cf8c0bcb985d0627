"""stw's build of a case."""

import json
import os
import subprocess

from compare import Image
from engine import cached_steps, split_stream

STW = os.environ.get("STW", "stw")


class OurBuild:
    """One build by stw: its image, or how it refused."""

    def __init__(self, options, output, folder, prefix=(), environment=None):
        self.options, self.output, self.folder = options, output, folder
        self.prefix, self.environment = list(prefix), environment
        self.image = None
        self.error = None
        self.steps = []

    def run(self):
        self.target = {"image": self.folder / "stw.oci", "tar": self.folder / "stw.tar",
                       "local": self.folder / "stw.local"}[self.output]
        kind = {"image": "type=oci,tar=false,compression=uncompressed", "tar": "type=tar",
                "local": "type=local"}[self.output]
        report = self.folder / "stw.report.json"
        command = [*self.prefix, STW, "build", "--progress", "rawjson", "--report", report,
                   "-o", f"{kind},dest={self.target}", *self.options]
        done = subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, errors="replace", timeout=300, env=self.environment)
        self.status = done.returncode
        statuses, said = split_stream(done.stderr)
        self.said = [line for line in said if line.strip()]  # for a person
        self.ok = self.status == 0
        self.cached = cached_steps(statuses)
        if report.exists():
            said = json.loads(report.read_text(encoding="utf-8"))
            self.error, self.steps = said["error"], said["steps"]
        if self.ok and self.output == "image":
            self.image = Image(str(self.target))
        return self

    @property
    def line(self):
        return self.error["line"] if self.error else None

    @property
    def message(self):
        return self.error["message"] if self.error else "\n".join(self.said[-3:])
