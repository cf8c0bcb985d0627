"""The real window under Xvfb through the story of the first example: open, build, select, browse, edit. Pictures are kept in
the build directory's `screenshots`."""

import os
import pathlib
import shutil
import subprocess
import unittest

from compare import Image
from harness import STW, Case, main

BUILD = pathlib.Path(os.environ.get("SW_BUILD_DIR", "build/dev"))
PROGRAM = BUILD / "tests" / "tst_window"


def show(function, **environment):
    """Runs one function of tst_window in a real window on an X server of its own."""
    if not PROGRAM.exists() or shutil.which("Xvfb") is None:
        raise unittest.SkipTest("tst_window or Xvfb is not there")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as display:
            number = display.readline().strip()
        done = subprocess.run(
            [PROGRAM, function], capture_output=True, text=True, timeout=400, check=False,
            env={**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "SW_BUILD_DIR": str(BUILD),
                 "PATH": f"{pathlib.Path(STW).parent}:{os.environ['PATH']}", **environment})
    finally:
        server.terminate()
        server.wait()
    if done.returncode != 0 or "SKIP" in done.stdout:
        raise AssertionError(done.stdout[-4000:] + done.stderr[-2000:])


class Window(Case):
    """Stories in the real window."""

    def test_react_example(self):
        """window: the React example opens, builds, and shows what ships and what stays behind"""
        show("reactExample", SW_WINDOW_EXAMPLE=str(self.example("react-nginx")))

    def test_stop_and_trust(self):
        """window: Stop ends a step; a certificate that is not trusted is answered with the switch that helps"""
        show("stopAndTrust", SW_WINDOW_PUSH="none")

    def test_cache_mounts(self):
        """window: cache mounts are listed by the line that uses them, and emptied"""
        show("cacheMounts", SW_WINDOW_PUSH="none")


class Results(Case):
    """What can be done with a built image, by mouse and keys."""

    def test_result_actions(self):
        """window: an image is pushed, exported and run by clicking, and loaded into Docker where there is one"""
        reference = os.environ["STAGEWRIGHT_TEST_REGISTRY"] + f"/team/window:{os.getpid()}"
        archive = self.path("window.tar")
        environment = {"SW_WINDOW_PUSH": reference, "SW_WINDOW_EXPORT": str(archive)}
        if "STAGEWRIGHT_E2E_DOCKERD" in os.environ:
            environment["SW_WINDOW_DOCKER"] = "1"
        show("resultActions", **environment)
        pulled = self.path("pulled")
        subprocess.run(
            ["skopeo", "copy", "--quiet", "--insecure-policy", "--src-tls-verify=false",
             f"docker://{reference}", f"oci:{pulled}:pulled"], check=True)
        for image in (Image(str(pulled)), Image(str(archive))):
            self.assertIn("/www/index.html", image.tree().nodes)
        if "SW_WINDOW_DOCKER" in environment:
            names = subprocess.run(["docker", "images", "--format", "{{.Repository}}"], capture_output=True,
                                   text=True, check=True).stdout.split()
            self.assertIn("site", names)


if __name__ == "__main__":
    main()
