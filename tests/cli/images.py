"""stw layers, files, cat, diff, provenance, test: images of every kind, their figures, rules and documents (app/stw/README.md)."""
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest
import xml.etree.ElementTree

from imagefiles import *

STW = os.environ.get("STW", "stw")
MB = 1_000_000


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="stw-images."))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def stw(self, *arguments, status=0, stdin=b""):
        done = subprocess.run([STW, *map(str, arguments)], input=stdin, capture_output=True, timeout=120, cwd=self.directory,
                              env={**os.environ, "STAGEWRIGHT_STORE": str(self.directory / "store")})
        self.assertEqual(done.returncode, status, done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")[:2000])
        self.error = done.stderr.decode()
        return done.stdout

    def refused(self, *arguments):
        """Not zero, with one message on stderr."""
        done = subprocess.run([STW, *map(str, arguments)], capture_output=True, timeout=120, cwd=self.directory,
                              env={**os.environ, "STAGEWRIGHT_STORE": str(self.directory / "store")})
        self.error = done.stderr.decode(errors="replace")
        self.assertIn(done.returncode, (1, 2, 3), self.error)
        self.assertEqual(len(self.error.splitlines()), 1, self.error)

    def json(self, *arguments, **more):
        return json.loads(self.stw(*arguments, "--format", "json", **more))

    def write(self, name, data):
        path = self.directory / name
        path.write_bytes(data)
        return path

    def layers_of(self, *layers, **more):
        return self.json("layers", self.write("image.tar", docker_archive(layers, **more)))


EXAMPLE = (tar(folder("app"), entry("app/a", b"first\n"), entry("app/b", b"b" * 5000), entry("app/same", b"s" * 100)),
           tar(folder("app"), entry("app/.wh.a"), entry("app/c", b"third"), hardlink("app/h", "app/c"), entry("app/again", b"s" * 100)))


class Kinds(Case):
    def check(self, image):
        out = self.json("layers", image)
        self.assertEqual((out["stored"], out["visible"], out["wasted"]), (5211, 5205, 6))
        self.assertEqual(out["efficiency"], 5205 / 5211)
        self.assertEqual(out["waste"], [{"path": "/app/a", "bytes": 6, "stored_by": 0, "hidden_by": 1}])
        self.assertEqual([one["paths"] for one in out["duplicates"]], [["/app/again", "/app/same"]])
        first, second = out["layers"]
        self.assertEqual([first[key] for key in ("index", "at_rest", "contribution", "running_total", "files", "created_by")],
                         [0, 5106, 5106, 5106, 3, "RUN step 0"])
        self.assertEqual([second[key] for key in ("at_rest", "contribution", "running_total", "removed")], [105, 99, 5205, 1])
        for layer, data in zip(out["layers"], EXAMPLE):
            self.assertEqual(layer["tar"], len(data))
            self.assertEqual(layer["at_rest"] + layer["headers"] + layer["padding"], layer["tar"])
            self.assertEqual(layer["diff_id"], digest(data))
        self.assertEqual(self.stw("cat", image, "/app/h"), b"third")
        paths = [one["path"] for one in self.json("files", image)["files"]]
        self.assertEqual(paths, ["/app", "/app/again", "/app/b", "/app/c", "/app/h", "/app/same"])
        return out

    def test_docker_archive(self):
        data = docker_archive(EXAMPLE)
        self.check(self.write("a.tar", data))
        self.check(self.write("a.tar.gz", gzipped(data)))
        self.check(self.write("b.tar", docker_archive(EXAMPLE, gzipped)))

    def test_oci_layout(self):
        write_layout(self.directory / "plain", EXAMPLE)
        out = self.check(self.directory / "plain")
        self.assertEqual([layer["compressed"] for layer in out["layers"]], [None, None])
        write_layout(self.directory / "packed", EXAMPLE, (gzipped, "+gzip"))
        out = self.check(self.directory / "packed")
        self.assertEqual([layer["compressed"] for layer in out["layers"]], [len(gzipped(layer)) for layer in EXAMPLE])
        self.assertEqual([layer["digest"] for layer in out["layers"]], [digest(gzipped(layer)) for layer in EXAMPLE])

    def test_oci_archive(self):
        self.check(self.write("a.tar", oci_archive(EXAMPLE, (gzipped, "+gzip"))))
        self.check(self.write("a.tgz", gzipped(oci_archive(EXAMPLE))))

    @unittest.skipUnless(shutil.which("zstd"), "there is no zstd program")
    def test_zstd(self):
        self.check(self.write("a.tar.zst", zstd(docker_archive(EXAMPLE))))
        write_layout(self.directory / "layout", EXAMPLE, (zstd, "+zstd"))
        self.check(self.directory / "layout")

    def test_names_in_the_store(self):
        archive = self.write("a.tar", docker_archive(EXAMPLE))
        self.stw("import", archive, "kept:1")
        self.check("kept:1")

    def test_what_is_no_image(self):
        self.refused("layers", self.write("x", b"nothing of the kind"))
        self.refused("layers", "no-such-image")


class OneStage(Case):
    """The size that the same program would have as an image of one stage, on every shape of project: by hand from the formula."""

    def setUp(self):
        super().setUp()
        for name, layers in (("base:1", [tar(folder("usr"), entry("usr/lib", b"b" * 1000)), tar(entry("usr/second", b"c" * 50))]),
                             ("other:1", [tar(entry("tool", b"t" * 300), entry("rest", b"r" * 700))])):
            self.stw("import", self.write("image.tar", docker_archive(layers)), name)
        for name, size in (("a", 10), ("b", 20), ("c", 40)):
            self.write(name, name.encode() * size)

    def check(self, text, **wanted):
        self.write("Dockerfile", text.replace("; ", "\n").encode() + b"\n")
        self.stw("build", ".", "-t", "x:1", "--progress", "quiet")
        out = self.json("layers", "x:1")["single_stage"]
        self.assertEqual({key: out[key] for key in wanted}, wanted, text)
        self.assertEqual(out["bytes"], out["roots"] + out["own_steps"], text)
        return out["sources"]

    def test_two_sources_share_a_base(self):
        sources = self.check("FROM base:1 AS one; COPY a /; FROM base:1 AS two; COPY b /; FROM scratch; COPY --from=one /a /x; COPY --from=two /b /y",
                             roots=1050 + 10 + 20, own_steps=30, shipped=30, own_base=0, copied=30)
        self.assertEqual([(one["stage"], one["bytes"], one["counted"]) for one in sources], [("one", 1060, 1060), ("two", 1070, 20)])

    def test_a_source_is_based_on_another(self):
        self.check("FROM base:1 AS one; COPY a /; FROM one AS two; COPY b /; FROM scratch; COPY --from=one /a /x; COPY --from=two /b /y", roots=1080, own_steps=30)

    def test_a_source_copies_from_another(self):
        self.check("FROM base:1 AS one; COPY a /; FROM base:1 AS two; COPY --from=one /a /2; COPY b /; FROM scratch; COPY --from=two /b /", roots=1080, own_steps=20)

    def test_the_last_stage_has_a_base(self):
        self.check("FROM base:1 AS one; COPY a /; FROM other:1; COPY --from=one /a /x; COPY c /", roots=1060, own_steps=50, own_base=1000, shipped=1050, copied=10)

    def test_the_last_stage_is_based_on_a_stage(self):
        self.check("FROM base:1 AS one; COPY a /; FROM other:1 AS mid; COPY b /; FROM mid; COPY --from=one /a /x", roots=1060, own_steps=30, own_base=1000)

    def test_it_copies_from_the_stage_that_it_is_based_on(self):
        self.check("FROM base:1 AS one; COPY a /; FROM one; COPY --from=one /a /z", roots=1060, own_steps=10, copied=10)

    def test_external_images_are_no_stages(self):
        self.check("FROM base:1 AS one; COPY a /; FROM scratch; COPY --from=one /a /; COPY --from=other:1 /tool /", roots=1060, own_steps=310)
        for text in (b"FROM scratch\nCOPY --from=other:1 /tool /\n", b"FROM base:1\nCOPY a /\n"):
            self.write("Dockerfile", text)
            self.stw("build", ".", "-t", "x:1", "--progress", "quiet")
            self.assertIsNone(self.json("layers", "x:1")["single_stage"])


class Builds(Case):
    """Images of our own builds: @STAGE, build ids, names; what the record says."""

    def setUp(self):
        super().setUp()
        (self.directory / "src").mkdir()
        self.write("src/a.txt", b"hello\n")
        self.write("package.json", b"{}\n")
        self.write("Dockerfile", b"FROM scratch AS base\nWORKDIR /app\nCOPY package.json ./\n"
                                 b"FROM base AS Builder\nENV X=1\nCOPY src ./src/\nCOPY package.json /app/src/\n"
                                 b"FROM scratch\nARG TO=/out\nWORKDIR /srv\nCOPY --from=builder /app/src ${TO}/html\nCOPY --from=builder --chmod=700 /app/*.json .\n"
                                 b"USER 1000\n")
        self.stw("build", ".", "-t", "t:1", "--report", "report.json", "--progress", "quiet")
        self.report = json.loads((self.directory / "report.json").read_text())

    def test_every_way_to_name_one(self):
        by_name = self.json("layers", "t:1")
        for name in (self.report["build"], "@2"):
            out = self.json("layers", name)
            for key in ("layers", "stored", "visible", "findings", "ships", "single_stage"):
                self.assertEqual(out[key], by_name[key], (name, key))
        self.assertEqual([(layer["stage"], layer["line"]) for layer in by_name["layers"]], [("2", 10), ("2", 11), ("2", 12)])
        out = self.json("layers", "@builder")
        self.assertEqual([(layer["stage"], layer["line"]) for layer in out["layers"]], [("base", 2), ("base", 3), ("Builder", 6), ("Builder", 7)])
        self.refused("layers", "@nothing")
        self.assertIn("it has: base, Builder, 2", self.error)

    def test_names_of_one_file_are_one_on_their_way(self):
        (self.directory / "links").mkdir()
        self.write("links/a", b"x" * 1000)
        os.link(self.directory / "links/a", self.directory / "links/b")
        self.write("Dockerfile.links", b"FROM scratch AS one\nCOPY links /from\nFROM scratch\nCOPY --from=one /from /to\n")
        foreseen = {step["line"]: step["bytes"] for step in self.json("forecast", ".", "-f", "Dockerfile.links")["steps"]}
        self.stw("build", ".", "-f", "Dockerfile.links", "-t", "links:1", "--report", "links.json", "--progress", "quiet")
        report = json.loads((self.directory / "links.json").read_text())
        self.assertEqual([layer["at_rest"] for layer in self.json("layers", "links:1")["layers"]], [1000])
        self.assertEqual([(edge["bytes"], edge["files"], edge["of_bytes"]) for edge in report["edges"]], [(1000, 2, 1000)])
        for step in report["steps"]:
            self.assertEqual(step["bytes"], 1000 if step["line"] in (2, 4) else 0)
        self.assertEqual((foreseen[2], foreseen[4]), (1000, 1000))

    def test_what_ships_and_what_one_stage_would_be(self):
        out = self.json("layers", "t:1")
        self.assertEqual(out["ships"]["shipped"], 12)
        self.assertEqual(out["ships"]["built"], 12 + 12)
        self.assertEqual([(edge["from"], edge["to_line"], edge["bytes"]) for edge in out["ships"]["edges"]],
                         [("base", 4, 3), ("builder", 11, 9), ("builder", 12, 3)])
        single = out["single_stage"]
        self.assertEqual((single["roots"], single["own_steps"], single["bytes"], single["shipped"]), (12, 12, 24, 12))
        self.assertIsNone(self.json("layers", "@base")["single_stage"])

    def way(self, image, path, *more):
        out = self.json("provenance", image, path, *more)
        return [(step["how"], step["stage"], step["line"], (step["from"] or {}).get("path")) for step in out["steps"]]

    def test_provenance(self):
        self.assertEqual(self.way("t:1", "/out/html/a.txt"), [("copied", "Builder", 6, "src/a.txt"), ("copied", "2", 11, "/app/src/a.txt")])
        self.assertEqual(self.way("t:1", "/srv/package.json"), [("copied", "base", 3, "package.json"), ("copied", "2", 12, "/app/package.json")])
        self.assertEqual(self.way("@builder", "app/src/package.json"), [("copied", "Builder", 7, "package.json")])
        out = self.json("provenance", "t:1", "/out/html/a.txt")
        self.assertEqual(out["steps"][0]["from"], {"kind": "context", "name": None, "path": "src/a.txt", "now": "same"})
        self.write("src/a.txt", b"other\n")
        self.assertEqual(self.json("provenance", "t:1", "/out/html/a.txt")["steps"][0]["from"]["now"], "changed")
        self.refused("provenance", "t:1", "/nothing")

    def test_everything_from_a_stage(self):
        out = self.json("provenance", "t:1", "--from", "builder")
        self.assertEqual([file["path"] for file in out["files"]], ["/out/html/a.txt", "/out/html/package.json", "/srv/package.json"])
        self.assertEqual([(origin["kind"], origin["files"], origin["bytes"]) for origin in out["origins"]], [("context", 3, 12)])
        self.assertEqual(out["stages"], [{"stage": "Builder", "files": 3, "bytes": 12}])
        self.assertEqual(len(self.json("provenance", "t:1", "--from", "context")["files"]), 3)
        self.assertEqual(self.json("provenance", "t:1", "--from", "base:nothing")["files"], [])

    def test_origins_name_the_step(self):
        self.write("Dockerfile", b"FROM scratch AS one\nCOPY <<EOF /made\ntext\nEOF\nFROM scratch\nCOPY --from=one /made /here\nCOPY src /src/\n")
        self.stw("build", ".", "-t", "t:2", "--progress", "quiet")
        out = self.json("provenance", "t:2", "--from", "one")
        self.assertEqual([{key: origin[key] for key in ("kind", "name", "stage", "line")} for origin in out["origins"]],
                         [{"kind": "context", "name": "context", "stage": None, "line": None},
                          {"kind": "inline", "name": "line 2 in one", "stage": "one", "line": 2}])
        self.assertEqual([(file["path"], file["kind"], file["stage"], file["line"]) for file in out["files"]], [("/here", "inline", "one", 2)])

    def test_a_build_for_several_platforms(self):
        self.write("amd64", b"a")
        self.write("arm64", b"arm")
        self.write("Dockerfile", b"FROM scratch AS files\nARG TARGETARCH\nCOPY $TARGETARCH /file\nFROM scratch\nCOPY --from=files /file /shipped\n")
        self.stw("build", ".", "-t", "many:1", "--platform", "linux/arm64,linux/amd64", "--report", "report.json", "--progress", "quiet")
        build = json.loads((self.directory / "report.json").read_text())["build"]
        for image in ("@files", "@1", build, "many:1"):
            for platform, size in (("linux/amd64", 1), ("linux/arm64", 3), ("linux/arm64/v8", 3)):
                out = self.json("layers", image, "--platform", platform)
                self.assertEqual((out["visible"], [layer["line"] for layer in out["layers"]]), (size, [3 if image == "@files" else 5]), (image, platform))
        for platform, size in (("linux/amd64", 1), ("linux/arm64", 3)):
            out = self.json("provenance", "@1", "--from", "files", "--platform", platform)
            self.assertEqual([(file["path"], file["bytes"], file["source"]) for file in out["files"]], [("/shipped", size, platform[6:])])
            self.assertEqual(self.json("layers", "@1", "--platform", platform)["ships"]["shipped"], size)
            self.assertEqual(len(self.json("points", "@1", "--platform", platform)["points"]), 2)
        for image in ("@files", build):
            self.refused("layers", image, "--platform", "linux/s390x")
            self.assertIn("it is for linux/arm64, linux/amd64", self.error)

    def test_diff_of_builds_and_stages(self):
        first = self.report["build"]
        self.assertTrue(self.json("diff", "t:1", first)["equal"])
        self.write("src/a.txt", b"hello world\n")
        self.write("src/new.txt", b"n")
        self.stw("build", ".", "-t", "t:1", "--progress", "quiet")
        out = self.json("diff", first, "t:1")
        self.assertEqual([(file["path"], file["change"], file["differs"], file["bytes"], file["by"]["line"]) for file in out["files"]],
                         [("/out/html/a.txt", "modified", ["content"], 6, 11), ("/out/html/new.txt", "added", [], 1, 11)])
        self.assertEqual(out["layers"], {"shared": 1, "shared_bytes": 0, "only_before": 2, "only_after": 2})
        stages = self.json("diff", "@base", "@builder")
        self.assertEqual([file["path"] for file in stages["files"]], ["/app/src", "/app/src/a.txt", "/app/src/new.txt", "/app/src/package.json"])
        self.assertEqual(stages["env"], [{"name": "X", "change": "added", "before": None, "after": "1"}])
        self.assertEqual(stages["values_by"], [{"of": "env", "name": "X", "image": "after", "stage": "Builder", "line": 5, "created_by": "ENV X=1"}])
        self.stw("diff", "--exit-code", first, "t:1", status=1)
        self.stw("diff", "--exit-code", "t:1", "t:1")


class Figures(Case):
    """The five cases of features.md 3.1 as archives, and what else must be counted right."""

    def check(self, stored, visible, *layers):
        out = self.layers_of(*layers)
        self.assertEqual((out["stored"], out["visible"], out["wasted"]), (stored, visible, stored - visible))
        self.assertEqual(out["efficiency"], visible / stored)
        self.assertEqual(sum(one["bytes"] for one in out["waste"]), out["wasted"])
        for layer in out["layers"]:
            self.assertEqual(layer["at_rest"] + layer["headers"] + layer["padding"], layer["tar"])
        return out

    def test_a_directory_removed(self):
        base = entry("base", b"0" * MB)
        out = self.check(2 * MB, MB, tar(base, folder("d"), *(entry(f"d/{i}", bytes([i]) * (MB // 10)) for i in range(10))), tar(entry(".wh.d")))
        self.assertEqual(out["waste_sums"][0]["bytes"], MB)
        self.assertIn("join the two steps", out["waste_sums"][0]["advice"])

    def test_b_file_removed(self):
        self.check(2 * MB, MB, tar(entry("base", b"0" * MB), entry("f", b"1" * MB)), tar(entry(".wh.f")))

    def test_c_everything_copied_up(self):
        files = [(f"f{i}", bytes([i]) * (MB // 10)) for i in range(10)]
        self.check(2 * MB, MB, tar(*(entry(*file) for file in files)), tar(*(entry(*file, uid=5) for file in files)))

    def test_d_small_replaced_by_large(self):
        self.check(MB, 9 * MB // 10, tar(entry("f", b"1" * (MB // 10))), tar(entry("f", b"2" * (9 * MB // 10))))

    def test_e_opaque_directory(self):
        self.check(2 * MB, MB, tar(folder("d"), entry("d/old", b"1" * MB)), tar(folder("d"), entry("d/.wh..wh..opq"), entry("d/new", b"2" * MB)))

    def test_hard_links_and_replaced_types(self):
        self.check(10, 10, tar(entry("a", b"0123456789"), hardlink("b", "a")), tar(entry(".wh.a")))
        self.check(16, 1, tar(folder("d"), entry("d/x", b"1" * 5), entry("d/y", b"2" * 10)), tar(entry("d", b"3")))
        self.check(15, 5, tar(entry("d", b"1" * 10)), tar(folder("d"), entry("d/x", b"2" * 5)))
        self.check(20, 10, tar(entry("f", b"1" * 10)), tar(entry(".wh.f")), tar(entry("f", b"1" * 10)))
        # A file that is stored again under its name has its first bytes under its other names still.
        self.check(15, 15, tar(entry("a", b"1" * 10), hardlink("b", "a"), hardlink("c", "a"), entry("a", b"2" * 5)))
        self.check(15, 15, tar(folder("d"), entry("d/a", b"1" * 10), hardlink("b", "d/a"), entry("d", b"2" * 5)))
        image = self.write("image.tar", docker_archive([tar(entry("a", b"old"), hardlink("b", "a"), entry("a", b"new"))]))
        self.assertEqual([self.stw("cat", image, path) for path in ("/a", "/b")], [b"new", b"old"])

    @unittest.skipUnless(shutil.which("tar"), "there is no tar program")
    def test_sparse_files_have_their_logical_size(self):
        with open(self.directory / "holes", "wb") as file:
            file.write(b"start")
            file.seek(5 * MB)
            file.write(b"end")
        for style in ("gnu", "posix"):
            data = subprocess.run(["tar", f"--format={style}", "-cS", "--sparse-version=1.0", "holes"] if style == "posix" else ["tar", f"--format={style}", "-cS", "holes"],
                                  cwd=self.directory, capture_output=True, check=True).stdout
            self.assertLess(len(data), MB)
            image = self.write("image.tar", docker_archive([data]))
            layer = self.json("layers", image)["layers"][0]
            self.assertEqual(layer["at_rest"], 5 * MB + 3)
            self.assertEqual(layer["at_rest"] + layer["headers"] + layer["padding"], layer["tar"])
            self.assertEqual(self.stw("cat", image, "/holes"), b"start" + bytes(5 * MB - 5) + b"end")

    def test_files_mark_changes(self):
        image = self.write("image.tar", docker_archive(EXAMPLE))
        marks = {one["path"]: one["change"] for one in self.json("files", image, "--layer", "1", "--stacked")["files"]}
        self.assertEqual(marks, {"/app": "unchanged", "/app/a": "removed", "/app/again": "added", "/app/b": "unchanged", "/app/c": "added", "/app/h": "added", "/app/same": "unchanged"})
        alone = [one["path"] for one in self.json("files", image, "--layer", "1")["files"]]
        self.assertEqual(alone, ["/app", "/app/a", "/app/again", "/app/c", "/app/h"])


class Gates(Case):
    def test_rules(self):
        image = self.write("image.tar", docker_archive([tar(entry("f", b"1" * 1000)), tar(entry("f", b"2" * 3000))]))
        out = self.json("layers", image, "--fail-if", "waste>1kB", "--fail-if", "size>2kB", status=1)
        self.assertEqual([(rule["rule"], rule["failed"], rule["actual"]) for rule in out["rules"]], [("waste>1kB", False, 1000), ("size>2kB", True, 3000)])
        self.assertIn("size>2kB", self.error)
        self.stw("layers", image, "--fail-if", "waste>1kB")
        self.stw("layers", image, "--fail-if", "waste>999B", status=1)
        for wrong in ("waste", "size>5%", "sizes>1", "growth>5%"):
            self.stw("layers", image, "--fail-if", wrong, status=2)

    def test_growth_against_a_baseline(self):
        image = self.write("image.tar", docker_archive([tar(entry("f", b"1" * 1000))]))
        self.write("baseline.json", self.stw("layers", image, "--format", "json"))
        larger = self.write("larger.tar", docker_archive([tar(entry("f", b"1" * 1060))]))
        self.stw("layers", larger, "--fail-if", "growth>6%", "--baseline", "baseline.json")
        self.stw("layers", larger, "--fail-if", "growth>5%", "--baseline", "baseline.json", status=1)
        self.stw("layers", larger, "--fail-if", "growth>59B", "--baseline", "baseline.json", status=1)
        self.stw("layers", image, "--fail-if", "growth>0", "--baseline", "baseline.json")
        self.stw("layers", image, "--fail-if", "growth>0", "--baseline", "missing.json", status=2)

    def test_findings(self):
        layers = [tar(folder("app"), entry("app/id_rsa", b"-----BEGIN RSA PRIVATE KEY-----\n")), tar(folder("app"), entry("app/.wh.id_rsa"), entry("su", b"x", mode=0o4755))]
        out = self.layers_of(*layers)
        self.assertEqual([(one["rule"], one["path"], one["layer"]) for one in out["findings"]], [("PrivateKey", "/app/id_rsa", 0), ("SetuidProgram", "/su", 1)])
        self.assertTrue(all(one["advice"] for one in out["findings"]))
        self.assertEqual(self.layers_of(EXAMPLE[0])["findings"], [])


class Assertions(Case):
    def setUp(self):
        super().setUp()
        layer = tar(folder("app"), entry("app/run", b"#!/bin/sh\n", mode=0o755, uid=1000, gid=1000), folder("etc"), entry("etc/passwd", b"node:x:1000:1000::/:/bin/sh\n"))
        self.image = self.write("image.tar", docker_archive([layer], Env=["MODE=production"], User="node", ExposedPorts={"80/tcp": {}}, WorkingDir="/app"))

    def test_all_hold(self):
        self.write("a.yaml", b"files:\n  - {path: /app/run, mode: '0755', owner: node, contains: '#!/bin/sh'}\n  - {path: /bin/sh, exists: false}\n"
                             b"env: {MODE: production, SECRET: null}\nuser: node\nworkdir: /app\nports: [80/tcp]\n")
        out = self.json("test", self.image, "a.yaml")
        self.assertEqual((out["schema"], out["passed"], out["failed"]), ("stagewright.test/1", 7, 0))

    def test_some_fail(self):
        self.write("a.yaml", b"files:\n  - {path: /app/run, mode: '0644'}\nuser: node\n")
        out = self.json("test", self.image, "a.yaml", status=1)
        self.assertEqual((out["passed"], out["failed"]), (1, 1))
        self.assertEqual((out["results"][0]["message"], out["results"][0]["line"]), ("the mode is 0755, not 0644", 2))
        junit = xml.etree.ElementTree.fromstring(self.stw("test", self.image, "a.yaml", "--format", "junit", status=1))
        self.assertEqual((junit.get("tests"), junit.get("failures")), ("2", "1"))
        self.assertEqual(junit.find("testsuite/testcase/failure").get("message"), "the mode is 0755, not 0644")
        self.assertIn(b"FAIL  file /app/run", self.stw("test", self.image, "a.yaml", status=1))

    def test_what_is_no_file_of_assertions(self):
        self.write("a.yaml", b"files:\n  - {path: /x, exist: true}\n")
        self.stw("test", self.image, "a.yaml", status=2)
        self.assertIn("line 2: the key 'exist' is not known", self.error)
        self.stw("test", self.image, "missing.yaml", status=2)


class Compared(Case):
    def test_two_archives(self):
        a = self.write("a.tar", docker_archive([tar(entry("f", b"one\ntwo\n", mtime=1), symlink("l", "x"))], Env=["A=1"], Labels={"v": "1"}))
        b = self.write("b.tar", docker_archive([tar(entry("f", b"one\n2\n", mtime=2, mode=0o600), symlink("l", "y"), entry("n", b"new"))], Env=["A=2"], User="x"))
        out = self.json("diff", a, b)
        self.assertEqual([(file["path"], file["change"], file["differs"]) for file in out["files"]],
                         [("/f", "modified", ["content", "mode"]), ("/l", "modified", ["link"]), ("/n", "added", [])])
        self.assertEqual(out["env"][0], {"name": "A", "change": "modified", "before": "1", "after": "2"})
        self.assertEqual(out["labels"], [{"name": "v", "change": "removed", "before": "1", "after": None}])
        self.assertEqual(out["config"], [{"name": "user", "change": "added", "before": None, "after": "x"}])
        self.assertEqual(self.stw("diff", a, b, "/f").decode(), f"--- {a}:/f\n+++ {b}:/f\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n")
        self.refused("diff", a, b, "/nothing")

    def test_times_count_only_when_asked(self):
        a = self.write("a.tar", docker_archive([tar(entry("f", b"x", mtime=1))]))
        b = self.write("b.tar", docker_archive([tar(entry("f", b"x", mtime=2))]))
        self.assertTrue(self.json("diff", a, b)["equal"])
        self.assertEqual([file["differs"] for file in self.json("diff", a, b, "--strict")["files"]], [["time"]])


class Hostile(Case):
    """An archive that means harm gives an error or is shown safely, and nothing of it is unpacked to the disk."""

    def setUp(self):
        super().setUp()
        self.outside = self.directory / "outside"
        self.outside.write_bytes(b"untouched")

    def browse(self, image, status=0):
        before = sorted(str(path) for path in self.directory.rglob("*"))
        outs = [self.stw(command, image, "--format", "json", status=status) for command in ("layers", "files")]
        self.assertEqual(sorted(str(path) for path in self.directory.rglob("*")), before, "something was written")
        self.assertEqual(self.outside.read_bytes(), b"untouched")
        return [json.loads(out) if out else None for out in outs]

    def archive(self, *layers):
        return self.write("image.tar", docker_archive(layers))

    def test_names_that_lead_out(self):
        image = self.archive(tar(entry("../../outside", b"1"), entry("/etc/absolute", b"2"), entry("a/../../b", b"3"), entry("./c", b"4")))
        _, files = self.browse(image)
        self.assertEqual([one["path"] for one in files["files"]], ["/b", "/c", "/etc", "/etc/absolute", "/outside"])

    def test_links_that_lead_out(self):
        image = self.archive(tar(symlink("up", "../../../../etc"), symlink("abs", "/etc/passwd"), hardlink("hard", "../../../etc/passwd"), entry("up/x", b"1")))
        self.browse(image)
        self.refused("cat", image, "/abs")
        self.refused("cat", image, "/hard")

    def test_links_in_circles(self):
        image = self.archive(tar(symlink("a", "b"), symlink("b", "a"), symlink("self", "self"), hardlink("h1", "h2"), hardlink("h2", "h1"), entry("a/x", b"1")))
        self.browse(image)
        self.refused("cat", image, "/a")
        self.refused("cat", image, "/self/x")

    def test_broken_headers(self):
        good = tar(entry("f", b"x" * 1000))
        for name, data in {"sum": good[:100] + b"9999999" + good[107:], "cut": good[:700], "size": good[:124] + b"77777777777\0" + good[136:],
                           "negative": good[:124] + b"\xff" * 12 + good[136:], "noise": bytes(range(256)) * 4}.items():
            with self.subTest(name):
                self.refused("layers", self.archive(data))
                self.refused("layers", self.write("image.tar", data))

    def test_configurations_that_are_none(self):
        layer = tar(entry("f", b"x"))
        for name, text in {"no json": b"{", "an array": b"[]", "deep": b"[" * 100_000, "no layers": b'{"rootfs":{}}', "too many": config([layer, layer])}.items():
            with self.subTest(name):
                manifest = json.dumps([{"Config": "c", "Layers": ["l"]}]).encode()
                self.refused("layers", self.write("image.tar", tar(entry("c", text), entry("l", layer), entry("manifest.json", manifest))))
        for manifest in (b"{}", b"[]", b'[{"Config":"../../etc/passwd","Layers":[]}]', b'[{"Config":"c","Layers":["../../../etc/passwd"]}]', b"[" * 50_000):
            with self.subTest(manifest[:40]):
                self.refused("layers", self.write("image.tar", tar(entry("c", config([layer])), entry("manifest.json", manifest))))

    def test_ten_gigabytes_of_zeros(self):
        """Compressed twice to a few kilobytes, as a layer of 10 GB and as an archive of them; here of 256 MB, which the same code reads."""
        size = 256 << 20
        info = tarfile.TarInfo("zeros")
        info.size = size
        raw = info.tobuf(tarfile.PAX_FORMAT) + bytes(size) + bytes(1024)
        packed = gzipped(raw)
        self.assertLess(len(packed), 1 << 20)
        out, _ = self.browse(self.write("image.tar", docker_archive([raw], lambda data: packed)))
        self.assertEqual(out["visible"], size)

    def test_a_file_that_says_it_is_huge(self):
        info = tarfile.TarInfo("huge")
        info.size = 10 << 40
        self.refused("layers", self.archive(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)))

    def test_one_name_again_and_again(self):
        block = tar(entry("same", b"x"))[:1024]
        out, files = self.browse(self.archive(block * 200_000 + bytes(1024)))
        self.assertEqual([one["path"] for one in files["files"]], ["/same"])
        self.assertEqual(out["visible"], 1)

    def test_a_very_deep_path(self):
        deep = "/".join(["d"] * 100_000)
        self.refused("files", self.archive(tar(entry(deep, b"x"))))
        shallow = "/".join(["d"] * 2000)
        _, files = self.browse(self.archive(tar(entry(shallow, b"x"))))
        self.assertEqual(len(files["files"]), 2000)

    def test_whiteouts_of_everything(self):
        _, files = self.browse(self.archive(tar(entry("a", b"1")), tar(entry(".wh."), entry(".wh.."), entry(".wh...") , entry(".wh..wh..opq"), entry("d/.wh.../x", b"2"))))
        self.assertNotIn("/..", [one["path"] for one in files["files"]])

    def test_many_whiteouts_in_linear_time(self):
        count = 20_000
        lower = tar(*(member for i in range(count) for member in (folder(f"d{i}"), entry(f"d{i}/f", b"x"))))
        upper = tar(*(entry(f".wh.d{i}") for i in range(count)))
        out = self.layers_of(lower, upper)
        self.assertEqual((out["stored"], out["visible"], len(out["waste"])), (count, 0, count))


if __name__ == "__main__":
    unittest.main()
