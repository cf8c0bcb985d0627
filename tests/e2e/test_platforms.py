"""Images of other platforms: what is built once, what is emulated, and what is said where nothing can be."""

import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys

from harness import STW, Case, main

HERE = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
FOREIGN = "arm64" if HERE != "arm64" else "riscv64"
QEMU = {"arm64": "qemu-aarch64", "riscv64": "qemu-riscv64"}[FOREIGN]


def program(text):
    """A static program for FOREIGN that prints a text and ends: two system calls."""
    message = text.encode()
    if FOREIGN == "arm64":
        machine = 183
        code = [
            0xD2800020,  # mov x0, #1
            0x100000E1,  # adr x1, .+28
            0xD2800002 | len(message) << 5,  # mov x2, #length
            0xD2800808,  # mov x8, #64 (write)
            0xD4000001,  # svc #0
            0xD2800000,  # mov x0, #0
            0xD2800BA8,  # mov x8, #93 (exit)
            0xD4000001,  # svc #0
        ]
    else:
        machine = 243
        code = [
            0x00100513,  # li a0, 1
            0x00000597,  # auipc a1, 0
            0x02058593,  # addi a1, a1, 32: the text stands behind the code
            0x00000613 | len(message) << 20,  # li a2, length
            0x04000893,  # li a7, 64 (write)
            0x00000073,  # ecall
            0x00000513,  # li a0, 0
            0x05D00893,  # li a7, 93 (exit)
            0x00000073,  # ecall
        ]
    body = b"".join(struct.pack("<I", word) for word in code) + message
    base, offset = 0x400000, 64 + 56
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 2, machine, 1, base + offset, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    size = offset + len(body)
    return header + struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, size, size, 0x1000) + body


MULTI = """FROM --platform=$BUILDPLATFORM busybox AS tools
RUN echo once > /once
FROM tools AS cross
ARG TARGETARCH
RUN echo for $TARGETARCH > /made
FROM scratch
ARG TARGETPLATFORM
LABEL platform=$TARGETPLATFORM
COPY --from=cross /once /made /
"""


class SeveralPlatforms(Case):
    """stw build --platform a,b"""

    def test_an_index_over_all(self):
        """platforms: one build gives an index, native stages run once, each image is for its platform"""
        folder = self.project("multi", {"Dockerfile": MULTI})
        report = self.build(folder, "-t", "multi:1", "--platform", f"linux/{HERE},linux/{FOREIGN}").json
        self.assertRegex(report["index"]["digest"], "^sha256:")
        first, second = report["platforms"]
        self.assertEqual([first["platform"], second["platform"]], [f"linux/{HERE}", f"linux/{FOREIGN}"])
        self.assertNotEqual(first["image"]["digest"], second["image"]["digest"])
        self.assertEqual(first["image"], report["image"])
        once = [step for part in (first, second) for step in part["steps"] if "once >" in step["instruction"]]
        self.assertEqual(len({step["vertex"] for step in once}), 1, "the same step of the build")
        listed = json.loads(self.stw("images", "--format", "json").stdout)["images"]
        self.assertIn(report["index"]["digest"], [image["digest"] for image in listed])
        for part, arch in ((first, HERE), (second, FOREIGN)):
            made = self.stw("cat", part["image"]["digest"], "/made").stdout
            self.assertEqual(made, f"for {arch}\n")

    def test_steps_say_their_platform(self):
        """platforms: names of steps begin with the platform, and with the target's where a stage looks at it"""
        folder = self.project("names", {"Dockerfile": MULTI})
        done = self.stw("build", folder, "--progress", "rawjson", "--platform", f"linux/{HERE},linux/{FOREIGN}")
        names = {vertex["name"] for line in done.stderr.splitlines() if line.startswith("{")
                 for vertex in json.loads(line).get("vertexes", [])}
        self.assertIn(f"[linux/{HERE} tools 2/2] RUN echo once > /once", names)
        self.assertIn(f"[linux/{HERE}->{FOREIGN} cross 1/1] RUN echo for {FOREIGN} > /made", names)
        self.assertIn(f"[linux/{FOREIGN} stage-2 1/1] COPY --from=cross /once /made /", names)

    def test_a_second_build_hits(self):
        """platforms: a second build for the same platforms runs nothing and gives the same index"""
        folder = self.project("again", {"Dockerfile": MULTI.replace("once", "again")})
        reports = [self.build(folder, "--platform", f"linux/{HERE},linux/{FOREIGN}") for _ in range(2)]
        self.assertEqual(reports[0].json["index"], reports[1].json["index"])
        for part in reports[1].json["platforms"]:
            self.assertEqual([step for step in part["steps"] if step["verdict"] == "ran"], [])

    def test_a_platform_that_the_base_lacks(self):
        """platforms: a base without the platform is refused at its FROM, naming what there is"""
        layout = self.path("base")
        folder = self.project("lacking", {"Dockerfile": "FROM scratch\nCOPY Dockerfile /\n"})
        self.stw("build", folder, "-t", "lacking:1", "--platform", f"linux/{HERE}")
        self.stw("export", "lacking:1", "-o", f"type=oci,tar=false,dest={layout}")
        index = json.loads((layout / "index.json").read_text())
        for manifest in index["manifests"]:
            manifest["platform"] = {"os": "linux", "architecture": HERE}
        (layout / "index.json").write_text(json.dumps(index))
        child = self.project("child", {"Dockerfile": "# a comment\nFROM base\nCOPY Dockerfile /x\n"})
        done = self.stw("build", child, "--build-context", f"base=oci-layout://{layout}", "--platform", "linux/s390x", status=1)
        self.assertIn("Dockerfile:2: ", done.stderr)
        self.assertIn(f"no variant for the platform linux/s390x, but for linux/{HERE}", done.stderr)

    def test_a_failure_of_one_platform_names_it(self):
        """platforms: what fails for one of several platforms says for which; what all need, says nothing of them"""
        text = "FROM scratch AS made\nARG TARGETARCH\nCOPY file-for-$TARGETARCH /f\nFROM scratch\nCOPY --from=made /f /\n"
        folder = self.project("one-fails", {"Dockerfile": text, f"file-for-{HERE}": "here\n"})
        report = self.path("one-fails.json")
        both = ("--platform", f"linux/{HERE},linux/{FOREIGN}", "--report", report)
        self.stw("build", folder, *both, status=1)
        error = json.loads(report.read_text())["error"]
        self.assertEqual(error["line"], 3)
        self.assertIn(f"(for the platform linux/{FOREIGN})", error["message"])
        folder = self.project("all-fail", {
            "Dockerfile": "FROM --platform=$BUILDPLATFORM busybox AS made\nCOPY nothing /f\nFROM scratch\nCOPY --from=made /f /\n"})
        self.stw("build", folder, *both, status=1)
        self.assertNotIn("for the platform", json.loads(report.read_text())["error"]["message"])

    def test_a_base_that_one_platform_lacks(self):
        """platforms: a base that cannot be had for one of several platforms is told with it"""
        folder = self.project("no-base", {"Dockerfile": "FROM no/such-image:1\n"})
        done = self.stw("build", folder, "--platform", f"linux/{HERE},linux/{FOREIGN}", status=1)
        self.assertIn("(for the platform linux/", done.stderr)


class Emulation(Case):
    """RUN of programs that are not this machine's."""

    @classmethod
    def foreign(cls, name):
        folder = cls.project(name, {"Dockerfile": """FROM scratch
COPY --chmod=755 hello /hello
RUN ["/hello"]
"""})
        (folder / "hello").write_bytes(program("hello from elsewhere\n"))
        return folder

    def test_without_an_emulator_it_is_said(self):
        """platforms: a RUN that cannot be emulated is refused at its line with the remedy"""
        if pathlib.Path("/proc/sys/fs/binfmt_misc", QEMU).exists():
            self.skipTest("an emulator is registered on this machine")
        done = self.stw("build", self.foreign("refused"), "--network", "none", "--platform", f"linux/{FOREIGN}", status=3)
        self.assertIn("Dockerfile:3: this RUN needs programs for linux/" + FOREIGN, done.stderr)
        self.assertIn("qemu-user", done.stderr)
        probes = json.loads(self.stw("doctor", "--format", "json").stdout)["probes"]
        probe = next(probe for probe in probes if probe["name"] == "Other platforms")
        self.assertFalse(probe["ok"] or probe["essential"])
        self.assertIn("qemu-user", probe["remedy"])

    def test_with_an_emulator_it_runs(self):
        """platforms: a RUN for another platform runs by a registered emulator"""
        emulator = shutil.which(QEMU)
        if emulator is None:
            self.skipTest(f"{QEMU} is not installed")
        # A user namespace has handlers of its own (Linux 6.7), so nothing of the machine is changed.
        magic = program("")[:20]
        mask = b"\xff" * 7 + b"\x00" + b"\xff" * 8 + b"\xfe\xff\xff\xff"
        escaped = ["".join(f"\\x{byte:02x}" for byte in text) for text in (magic, mask)]
        script = self.path("inside.py")
        script.write_text(f"""import os, subprocess, sys
mounted = subprocess.run(["mount", "-t", "binfmt_misc", "none", "/proc/sys/fs/binfmt_misc"], capture_output=True, text=True)
if mounted.returncode != 0:
    print("binfmt_misc cannot be mounted in a user namespace:", mounted.stderr)
    sys.exit(77)
with open("/proc/sys/fs/binfmt_misc/register", "wb", buffering=0) as register:
    register.write(rb":{QEMU}:M::{escaped[0]}:{escaped[1]}:{emulator}:F")
doctor = subprocess.run([{STW!r}, "--store", {str(self.path("inside"))!r}, "doctor"], capture_output=True, text=True)
print(doctor.stdout)
sys.exit(subprocess.run([{STW!r}, "--store", {str(self.path("inside"))!r}, "build", {str(self.foreign("emulated"))!r},
                         "--network", "none", "--platform", "linux/{FOREIGN}", "--progress", "plain"]).returncode)
""")
        done = subprocess.run(["unshare", "--user", "--map-root-user", "--map-auto", "--mount", "--", sys.executable, script],
                              capture_output=True, text=True, timeout=120, check=False)
        # What lies in that store belongs to ids of that namespace.
        subprocess.run(["unshare", "--user", "--map-root-user", "--map-auto", "rm", "-rf", self.path("inside")], check=False)
        if done.returncode == 77 or "unshare" in done.stderr:
            self.skipTest(done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("hello from elsewhere", done.stderr)
        self.assertIn(f"emulated, for linux/{FOREIGN}", done.stdout)


if __name__ == "__main__":
    main()
