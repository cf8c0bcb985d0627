"""The real window under Xvfb through the story of the first example: open, build, select, browse, edit. Pictures are kept in
the build directory's `screenshots`."""

import os
import pathlib
import shutil
import subprocess
import unittest

from harness import Case, main

BUILD = pathlib.Path(os.environ.get("SW_BUILD_DIR", "build/dev"))
PROGRAM = BUILD / "tests" / "tst_window"


class Window(Case):
    """tst_window with the example's folder, on an X server of its own."""

    def test_react_example(self):
        """window: the React example opens, builds, and shows what ships and what stays behind"""
        if not PROGRAM.exists() or shutil.which("Xvfb") is None:
            raise unittest.SkipTest("tst_window or Xvfb is not there")
        folder = self.example("react-nginx")
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        try:
            with os.fdopen(read) as display:
                number = display.readline().strip()
            done = subprocess.run(
                [PROGRAM, "reactExample"], capture_output=True, text=True, timeout=400, check=False,
                env={**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "SW_BUILD_DIR": str(BUILD),
                     "SW_WINDOW_EXAMPLE": str(folder)})
        finally:
            server.terminate()
            server.wait()
        self.assertEqual(done.returncode, 0, done.stdout[-4000:] + done.stderr[-2000:])
        self.assertNotIn("SKIP", done.stdout)


if __name__ == "__main__":
    main()
