"""Archives that mean harm, and broken ones: each is refused in one clear sentence with exit status 1, or shown safely; memory stays bounded.

SW_HOSTILE_PART=N makes the large ones N times smaller, for programs that are slow on purpose."""
import gzip
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zlib

from imagefiles import *

STW = os.environ.get("STW", "stw")
GB = 1 << 30
PART = int(os.environ.get("SW_HOSTILE_PART", "1"))
SANITIZED = "asan" in STW  # where memory is shadowed, its amount says nothing


MEASURED = """
import json, os, resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL).returncode
os.write(3, json.dumps([status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]).encode())
"""


class Run:
    """stw with the memory that it had at most; a small program between, since what forks hands its own amount on."""

    def __init__(self, directory, *arguments):
        self.directory = directory
        read, write = os.pipe()
        with open(directory / "out", "wb") as out, open(directory / "err", "wb") as err:
            subprocess.run(["sh", "-c", f'exec 3>&{write} "$@"', "sh", sys.executable, "-c", MEASURED, STW, *map(str, arguments)], stdout=out, stderr=err,
                           cwd=directory, pass_fds=[write], env={**os.environ, "STAGEWRIGHT_STORE": str(directory / "store")}, check=True)
        os.close(write)
        with open(read, encoding="utf-8") as results:
            self.status, kilobytes = json.load(results)
        self.megabytes = kilobytes / 1024
        self.error = (directory / "err").read_text(errors="replace")

    @property
    def json(self):
        return json.loads((self.directory / "out").read_text())


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="stw-hostile."))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def write(self, name, data):
        path = self.directory / name
        path.write_bytes(data)
        return path

    def shown(self, command, image, *more, megabytes=200):
        run = Run(self.directory, command, image, *more, "--format", "json")
        self.assertEqual(run.status, 0, run.error)
        if not SANITIZED:
            self.assertLess(run.megabytes, megabytes)
        return run.json

    def refused(self, image, *words):
        """By every command that reads images, with the same sentence that tells what is wrong."""
        for arguments in (["layers", image], ["files", image], ["cat", image, "/f"], ["diff", image, image], ["points", image], ["provenance", image, "/f"], ["import", image, "x:1"]):
            run = Run(self.directory, *arguments)
            self.assertEqual(run.status, 1, f"{arguments}: {run.error}")
            self.assertEqual(len(run.error.splitlines()), 1, run.error)
            for word in words:
                self.assertIn(word, run.error, arguments)


def tar_header(name, size):
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT)


def gzip_of_zeros(before, size, after):
    """A gzip stream of much nothing: one compressed piece of it, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    block = bytes(1 << 24)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    tail = packer.compress(after) + packer.flush()
    check = zlib.crc32(before)
    for _ in range(size // len(block)):
        check = zlib.crc32(block, check)
    check = zlib.crc32(after, check)
    length = (len(before) + size + len(after)) % (1 << 32)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + head + piece * (size // len(block)) + tail + check.to_bytes(4, "little") + length.to_bytes(4, "little")


class Zeros(Case):
    """10 GB of nothing in a few megabytes."""

    size = 10 * GB // PART >> 24 << 24  # whole pieces of gzip_of_zeros

    def layer(self):
        return tar_header("zeros", self.size), bytes(1024)

    def configuration(self):
        return json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": ["sha256:" + "0" * 64]}}).encode()

    def check(self, image, files=True):
        out = self.shown("layers", image)
        self.assertEqual((out["visible"], out["layers"][0]["at_rest"]), (self.size, self.size))
        self.assertEqual(out["layers"][0]["tar"], self.size + 512 + 1024)
        if files:
            self.assertEqual([(one["path"], one["bytes"]) for one in self.shown("files", image)["files"]], [("/zeros", self.size)])

    def test_as_a_compressed_layer(self):
        packed = gzip_of_zeros(self.layer()[0], self.size, self.layer()[1])
        self.assertLess(len(packed), 12_000_000)
        manifest = json.dumps([{"Config": "config", "RepoTags": ["t:1"], "Layers": ["layer"]}]).encode()
        self.check(self.write("image.tar", tar(entry("config", self.configuration()), entry("layer", packed), entry("manifest.json", manifest))), files=False)

    def test_as_an_archive_that_is_compressed(self):
        head, tail = self.layer()
        manifest = json.dumps([{"Config": "config", "RepoTags": ["t:1"], "Layers": ["layer"]}]).encode()
        before = tar(entry("config", self.configuration()), entry("manifest.json", manifest)).rstrip(b"\0")
        before += bytes(-len(before) % 512)
        whole = gzip_of_zeros(before + tar_header("layer", self.size + len(head) + len(tail)) + head, self.size, tail + bytes(1024))
        self.check(self.write("image.tar.gz", whole), files=False)

    def test_as_a_file_of_holes(self):
        head, tail = self.layer()
        layout = self.directory / "layout"
        blobs = layout / "blobs" / "sha256"
        blobs.mkdir(parents=True)
        with open(blobs / ("0" * 64), "wb") as file:
            file.write(head)
            file.seek(self.size, os.SEEK_CUR)
            file.write(tail)
            size = file.tell()

        def blob(data):
            (blobs / digest(data)[7:]).write_bytes(data)
            return {"digest": digest(data), "size": len(data)}

        kind = "application/vnd.oci.image."
        manifest = blob(json.dumps({"schemaVersion": 2, "config": {"mediaType": kind + "config.v1+json", **blob(self.configuration())},
                                    "layers": [{"mediaType": kind + "layer.v1.tar", "digest": "sha256:" + "0" * 64, "size": size}]}).encode())
        (layout / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
        (layout / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [{"mediaType": kind + "manifest.v1+json", **manifest}]}))
        self.check(layout)


class Many(Case):
    """A million entries."""

    count = 1_000_000 // PART

    def image(self, layer):
        packed = gzip.compress(layer, 1)
        del layer
        manifest = json.dumps([{"Config": "config", "RepoTags": ["t:1"], "Layers": ["layer"]}]).encode()
        configuration = json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": ["sha256:" + "0" * 64]}}).encode()
        return self.write("image.tar", tar(entry("config", configuration), entry("layer", packed), entry("manifest.json", manifest)))

    def test_of_one_name(self):
        image = self.image(tar(entry("same", b"x"))[:1024] * self.count + bytes(1024))
        out = self.shown("layers", image)
        self.assertEqual((out["stored"], out["visible"], out["wasted"], out["layers"][0]["files"]), (self.count, 1, self.count - 1, 1))
        self.assertEqual([one["path"] for one in self.shown("files", image)["files"]], ["/same"])

    def test_of_names_of_their_own(self):
        header = bytearray(tar_header("a000000", 0))
        start = sum(header[:148]) + 8 * 32 + sum(header[156:]) - sum(header[1:7])
        parts = []
        for i in range(self.count):
            name = b"%06d" % i
            header[1:7] = name
            header[148:156] = b"%06o\0 " % (start + sum(name))
            parts.append(bytes(header))
        image = self.image(b"".join(parts) + bytes(1024))
        out = self.shown("layers", image, megabytes=600)
        self.assertEqual((out["stored"], out["layers"][0]["files"]), (0, self.count))
        self.assertEqual([one["path"] for one in self.shown("files", image, "--path", "/a000007", megabytes=600)["files"]], ["/a000007"])

    def test_whiteouts_of_directories(self):
        """2,000 and 200,000 of them: a hundred times the work, and not ten thousand times."""
        for count in (2_000, max(2_000, 200_000 // PART)):
            lower = tar(*(member for i in range(count) for member in (folder(f"d{i}"), entry(f"d{i}/f", b"x"))))
            upper = tar(*(entry(f".wh.d{i}") for i in range(count)))
            image = self.write("image.tar", docker_archive([lower, upper]))
            out = self.shown("layers", image, megabytes=600)
            self.assertEqual((out["stored"], out["visible"], len(out["waste"])), (count, 0, count))


class Broken(Case):
    """What is not an image, or was one: exit status 1, for the file is refused and this machine can do nothing about it."""

    good = tar(entry("f", b"x" * 3000), entry("g", b"y" * 5000))

    def test_nothing_of_the_kind(self):
        self.refused(self.write("image.tar", b"nothing of the kind" * 100), "image.tar", "wrong checksum")
        self.refused(self.write("image.tar", self.good), "neither a manifest.json")
        self.refused(self.write("image.tar", b""), "neither a manifest.json")

    def test_headers(self):
        good = self.good
        for name, data in {"sum": good[:100] + b"9999999" + good[107:], "cut": good[:700], "size": good[:124] + b"77777777777\0" + good[136:],
                           "noise": os.urandom(4096)}.items():
            with self.subTest(name):
                self.refused(self.write("image.tar", docker_archive([data])), "Broken tar archive")

    def test_compressed_layers_that_end_early(self):
        random = tar(entry("f", os.urandom(100_000)))
        self.refused(self.write("image.tar", docker_archive([random], lambda data: gzipped(data)[:50_000])), "image.tar", " ends ")
        self.refused(self.write("image.tar.gz", gzipped(docker_archive([random]))[:50_000]), "gzip stream ends too early")
        damaged = bytearray(gzipped(random))
        damaged[5000:5100] = bytes(100)
        self.refused(self.write("image.tar", docker_archive([random], lambda data: bytes(damaged))), "damaged")

    @unittest.skipUnless(shutil.which("zstd"), "there is no zstd program")
    def test_zstd_layers_that_end_early(self):
        random = tar(entry("f", os.urandom(100_000)))
        self.refused(self.write("image.tar", docker_archive([random], lambda data: zstd(data)[:50_000])), "image.tar", " ends ")

    @unittest.skipUnless(shutil.which("xz"), "there is no xz program")
    def test_compressed_in_other_ways(self):
        def xz(data):
            return subprocess.run(["xz", "-c"], input=data, capture_output=True, check=True).stdout
        self.refused(self.write("image.tar", docker_archive([self.good], xz)), "decompress it first")
        self.refused(self.write("image.tar.xz", xz(docker_archive([self.good]))), "decompress it first")

    def test_blobs_that_are_not_there(self):
        for gone in range(3):
            layout = self.directory / f"layout{gone}"
            write_layout(layout, [self.good])
            manifest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]
            description = json.loads((layout / "blobs" / "sha256" / manifest[7:]).read_text())
            name = [manifest, description["config"]["digest"], description["layers"][0]["digest"]][gone][7:]
            (layout / "blobs" / "sha256" / name).unlink()
            self.refused(layout, "The image lacks the file 'blobs/sha256/" + name, "make it again")
        members = tarfile.open(fileobj=io.BytesIO(docker_archive([self.good])))
        kept = [(info, members.extractfile(info).read()) for info in members if info.name != "0/layer.tar"]
        self.refused(self.write("image.tar", tar(*kept)), "The image lacks the file '0/layer.tar'")

    def test_digests_that_do_not_match(self):
        for changed, said in ((0, "manifest"), (1, "configuration")):
            layout = self.directory / f"layout{changed}"
            write_layout(layout, [self.good])
            manifest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]
            description = json.loads((layout / "blobs" / "sha256" / manifest[7:]).read_text())
            path = layout / "blobs" / "sha256" / [manifest, description["config"]["digest"]][changed][7:]
            path.write_bytes(path.read_bytes() + b" ")
            self.refused(layout, f"The {said} sha256:{path.name} does not have the bytes of its digest")

    def test_a_layer_of_another_size(self):
        layout = self.directory / "layout"
        write_layout(layout, [self.good])
        path = layout / "blobs" / "sha256" / digest(self.good)[7:]
        path.write_bytes(path.read_bytes()[:-512])
        self.refused(layout, f"has {len(self.good) - 512} bytes, and its manifest says {len(self.good)}")

    def test_a_layer_of_other_bytes_is_not_imported(self):
        """Browsing reads headers alone; what goes into the store has the bytes of its digest."""
        layout = self.directory / "layout"
        write_layout(layout, [self.good])
        (layout / "blobs" / "sha256" / digest(self.good)[7:]).write_bytes(self.good.replace(b"y", b"z"))
        run = Run(self.directory, "import", layout, "x:1")
        self.assertEqual(run.status, 1)
        self.assertIn("does not hold what the image says", run.error)

    def test_a_name_that_is_none_is_wrong_usage(self):
        for image in ("no-such-image", "missing.tar", "@nothing"):
            run = Run(self.directory, "layers", image)
            self.assertEqual(run.status, 2, run.error)


if __name__ == "__main__":
    unittest.main()
