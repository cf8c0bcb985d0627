"""stw's build of a case."""

import json
import os
import pathlib
import pwd
import subprocess
from dataclasses import dataclass

from compare import Image
from engine import cached_steps, split_stream

STW = os.environ.get("STW", "stw")


def ordinary_user():
    """The ordinary user that tests/e2e/run --and-user has set up: a command prefix, an environment, a
    folder for cases; None without one."""
    name = os.environ.get("STAGEWRIGHT_E2E_USER")
    if not name:
        return None
    entry = pwd.getpwnam(name)
    place = pathlib.Path(os.environ["STAGEWRIGHT_E2E_USER_DIR"])
    prefix = ["setpriv", "--reuid", name, "--regid", str(entry.pw_gid), "--init-groups"]
    home = place / "home"
    environment = {**os.environ, "HOME": home, "USER": name, "LOGNAME": name, "TMPDIR": home,
                   "XDG_RUNTIME_DIR": place / "run", "STAGEWRIGHT_STORE": home / "store"}
    for kind in ("data", "config", "state", "cache"):
        environment[f"XDG_{kind.upper()}_HOME"] = home / kind
    return User(entry.pw_uid, entry.pw_gid, prefix, {key: str(value) for key, value in environment.items()}, place)


@dataclass
class User:
    """An ordinary user who may build."""

    uid: int
    gid: int
    prefix: list
    environment: dict
    place: pathlib.Path

    def own(self, folder):
        """Gives a folder and all in it to the user."""
        for root, folders, files in os.walk(folder):
            for name in (".", *folders, *files):
                os.chown(os.path.join(root, name), self.uid, self.gid, follow_symlinks=False)


class OurBuild:
    """One build by stw: its image, or how it refused."""

    def __init__(self, options, output, folder, user=None):
        self.options, self.output, self.folder, self.user = options, output, folder, user
        self.image = None
        self.error = None
        self.steps = []

    def run(self):
        self.target = {"image": self.folder / "stw.oci", "tar": self.folder / "stw.tar",
                       "local": self.folder / "stw.local"}[self.output]
        kind = {"image": "type=oci,tar=false,compression=uncompressed", "tar": "type=tar",
                "local": "type=local"}[self.output]
        report = self.folder / "stw.report.json"
        program = [*self.user.prefix, self.user.place / "bin" / "stw"] if self.user else [STW]
        command = [*program, "build", "--progress", "rawjson", "--report", report,
                   "-o", f"{kind},dest={self.target}", *self.options]
        done = subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, errors="replace", timeout=300, env=self.user.environment if self.user else None)
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
