"""The builders that are compared, each with a state directory of its own and the same few verbs."""

import os
import pathlib
import shutil
import signal
import subprocess
import time

from . import measure


def aside(path, trash):
    """Out of the way at once, deleted when the benchmark has ended: deleting files slows down who makes some afterwards."""
    path = pathlib.Path(path)
    if path.exists():
        trash.mkdir(parents=True, exist_ok=True)
        path.rename(trash / f"{path.name}-{time.monotonic_ns()}")


class Stw:
    """This project's engine, through its program."""

    name = "stw"

    def __init__(self, directory, trash):
        self.directory = pathlib.Path(directory) / self.name
        self.trash = trash
        self.log = self.directory / "log"
        self.command = shutil.which(os.environ.get("STW", "stw"))

    def missing(self):
        return None if self.command else "stw is not on PATH"

    def start(self):
        self.directory.mkdir(parents=True, exist_ok=True)

    def stop(self):
        pass

    def _stw(self, *arguments):
        return [self.command, "--store", self.directory / "store", *arguments]

    def load(self, archive, name):
        return self._stw("import", f"docker-archive:{archive}", name)

    def build(self, context, dockerfile, tag, network=None):
        options = ["--network", network] if network else []
        return self._stw("build", context, "-f", dockerfile, "-t", tag, "--progress", "plain", *options)

    def save(self, tag, target):
        return self._stw("export", tag, "-o", f"type=docker,dest={target}")

    def save_compressed(self, tag, target):
        return self._stw("export", tag, "-o", f"type=oci,dest={target},compression=gzip,force-compression=true")

    def forget(self):
        """Everything, so that the next build is the first."""
        aside(self.directory / "store", self.trash)

    def environment(self):
        return {}

    def daemons(self):
        return []


class BuildKit:
    """dockerd with its BuildKit and the default bridge, in a network namespace of its own."""

    name = "buildkit"

    def __init__(self, directory, trash):
        self.directory = pathlib.Path(directory) / self.name
        self.trash = trash
        self.log = self.directory / "log"
        self.process = None
        os.environ["PATH"] += ":/usr/sbin:/sbin"

    def missing(self):
        if os.geteuid() != 0:
            return "dockerd needs root"
        path = self.environment().get("PATH")
        return None if shutil.which("dockerd", path=path) and shutil.which("docker", path=path) else "dockerd is not installed"

    def environment(self):
        return {
            "DOCKER_HOST": f"unix://{self.directory}/socket",
            "DOCKER_CONFIG": str(self.directory / "config"),
            "DOCKER_BUILDKIT": "1",
        }

    def start(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        (self.directory / "config").mkdir(exist_ok=True)
        (self.directory / "daemon.json").write_text("{}", encoding="utf-8")
        engine = [
            "dockerd",
            "--config-file", self.directory / "daemon.json",
            "--data-root", self.directory / "data",
            "--exec-root", self.directory / "exec",
            "--pidfile", self.directory / "pid",
            "--host", f"unix://{self.directory}/socket",
            "--group", "0",
        ]
        with open(self.directory / "dockerd.log", "ab") as log:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--net", "--propagation", "private", "--", "sh", "-c",
                 'ip link set lo up; exec "$@"', "sh", *map(str, engine)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env={**os.environ, **self.environment()},
            )
        for _ in range(300):
            if subprocess.run(["docker", "version"], env={**os.environ, **self.environment()},
                              capture_output=True, check=False).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        tail = (self.directory / "dockerd.log").read_text(encoding="utf-8", errors="replace")[-2000:]
        raise measure.Failed(f"dockerd did not start:\n{tail}")

    def stop(self):
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def load(self, archive, name):
        del name  # the archive says it
        return ["docker", "load", "-q", "-i", archive]

    def build(self, context, dockerfile, tag, network=None):
        options = ["--network", network] if network else []
        return ["docker", "build", "-f", dockerfile, "-t", tag, "--progress", "plain", *options, context]

    def save(self, tag, target):
        return ["docker", "save", "-o", target, tag]

    def save_compressed(self, tag, target):
        return None  # the engine's own BuildKit has no such exporter with its usual image store

    def forget(self):
        environment = self.environment()
        images = measure.output(["docker", "images", "-q"], environment).split()
        if images:
            measure.run(["docker", "rmi", "-f", *sorted(set(images))], environment)
        measure.run(["docker", "builder", "prune", "-af"], environment)

    def daemons(self):
        return measure.descendants(self.process.pid) if self.process else []


class HostBuildKit(BuildKit):
    """The same of the distribution outside of the build environment, where that is an older one: packages unpacked by
    packaging/env/peers.sh. The older client starts sooner, which makes it the harder peer where little is to be done."""

    name = "buildkit-old"

    def root(self):
        return pathlib.Path(os.environ.get("STAGEWRIGHT_OLD_PEERS", ""))

    def missing(self):
        if not (self.root() / "usr/sbin/dockerd").exists():
            return "this machine offers no other version of it"
        return super().missing()

    def environment(self):
        root = self.root()
        libraries = [str(path) for pattern in ("lib/*-linux-gnu", "usr/lib/*-linux-gnu") for path in root.glob(pattern)]
        return {
            **super().environment(),
            "PATH": f"{root}/usr/bin:{root}/usr/sbin:{os.environ['PATH']}",
            "LD_LIBRARY_PATH": ":".join(libraries),
        }


class Buildah:
    """buildah with overlay, its layers cached."""

    name = "buildah"
    helpers = ("/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/libexec/podman", "/usr/lib/podman")
    bridge = True

    def __init__(self, directory, trash):
        self.directory = pathlib.Path(directory) / self.name
        self.trash = trash
        self.log = self.directory / "log"

    def missing(self):
        if os.geteuid() != 0:
            return "here it is run by root"
        return None if shutil.which("buildah") else "buildah is not installed"

    def environment(self):
        return {"CONTAINERS_CONF": str(self.directory / "containers.conf"), "TMPDIR": str(self.directory)}

    def start(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        # It would raise limits that not every root may raise.
        files = os.sysconf("SC_OPEN_MAX")
        text = f'[containers]\ndefault_ulimits = ["nofile={files}:{files}", "nproc=4096:4096"]\n'
        self.bridge = any((pathlib.Path(folder) / "netavark").exists() for folder in self.helpers)
        if not self.bridge:
            # It looks for the program that makes bridges even when none is wanted. Its steps have the host's network then.
            helper = self.directory / "helpers" / "netavark"
            helper.parent.mkdir(exist_ok=True)
            helper.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
            helper.chmod(0o755)
            text += f'[engine]\nhelper_binaries_dir = ["{helper.parent}"]\n'
        (self.directory / "containers.conf").write_text(text, encoding="utf-8")

    def stop(self):
        pass

    def _buildah(self, *arguments):
        # Its runtime refuses machines that have both kinds of control groups mounted.
        return [
            "unshare", "--mount", "--propagation", "private", "--", "sh", "-c",
            'umount /sys/fs/cgroup/unified 2>/dev/null; exec buildah "$@"', "sh",
            "--root", self.directory / "root", "--runroot", self.directory / "run", "--storage-driver", "overlay",
            *arguments,
        ]

    def load(self, archive, name):
        return self._buildah("pull", "-q", f"docker-archive:{archive}:{name}")

    def build(self, context, dockerfile, tag, network=None):
        network = network or (None if self.bridge else "host")
        options = ["--network", network] if network else []
        return self._buildah("build", "--layers", "--jobs", "4", "--pull=never", "-f", dockerfile, "-t", tag, *options, context)

    def save(self, tag, target):
        return self._buildah("push", "-q", tag, f"docker-archive:{target}:{tag}")

    def save_compressed(self, tag, target):
        return self._buildah("push", "-q", tag, f"oci-archive:{target}:{tag}")

    def forget(self):
        measure.run(self._buildah("rmi", "-af"), self.environment(), self.log)

    def daemons(self):
        return []


ALL = [Stw, BuildKit, HostBuildKit, Buildah]
