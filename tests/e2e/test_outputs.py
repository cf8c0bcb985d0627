"""What comes out of a build, and the store's own commands, on small images made from busybox."""

import json
import os
import subprocess
import tarfile

from compare import Image, compare_images
from harness import Case, main

DOCKERFILE = """\
FROM busybox AS builder
WORKDIR /work
COPY data.txt ./
RUN echo made > made.txt && ln -s made.txt link && ln made.txt twin && \\
    chown 33:33 made.txt && chmod 4755 made.txt && rm /etc/nsswitch.conf

FROM busybox
COPY --from=builder /work /out
RUN echo someone:x:4321:4321::/home/someone:/bin/sh >> /etc/passwd && \\
    mkdir -p /home/someone && chown 4321:4321 /home/someone
ENV GREETING="hello world"
LABEL kind=test
USER someone
WORKDIR /out
EXPOSE 8080/tcp 53/udp
CMD ["cat", "made.txt"]
"""


class Outputs(Case):
    """Exports of one image in each format."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.project("small", {"Dockerfile": DOCKERFILE, "data.txt": "some data\n"})
        cls.report = cls.build(cls.folder, "-t", "small", "-t", "small:two")

    def check_tree(self, tree):
        made = tree.nodes["/out/made.txt"]
        self.assertEqual((made.kind, made.mode, made.uid, made.gid), ("file", 0o4755, 33, 33))
        self.assertIs(tree.nodes["/out/twin"], made)
        self.assertEqual(tree.nodes["/out/link"].target, "made.txt")
        self.assertEqual(tree.nodes["/out/data.txt"].uid, 0)
        self.assertIn("/etc/nsswitch.conf", tree.nodes)
        self.assertEqual(tree.nodes["/home/someone"].uid, 4321)
        self.assertEqual(tree.nodes["/tmp"].mode, 0o1777)

    def exported(self, kind, name, *more):
        target = self.path(name)
        self.stw("build", self.folder, "-o", ",".join([f"type={kind}", f"dest={target}", *more]))
        return target

    def test_oci_archive(self):
        """outputs: type=oci is an OCI archive with the image's digest"""
        image = Image(str(self.exported("oci", "small.oci.tar")))
        self.check_tree(image.tree())
        self.assertEqual(image.digest, self.report.digest)

    def test_oci_directory(self):
        """outputs: type=oci,tar=false is an OCI layout that skopeo reads"""
        target = self.exported("oci", "small.oci", "tar=false")
        self.check_tree(Image(str(target)).tree())
        shown = subprocess.run(
            ["skopeo", "inspect", "--config", f"oci:{target}"], capture_output=True, text=True, check=True)
        config = json.loads(shown.stdout)["config"]
        self.assertIn("GREETING=hello world", config["Env"])
        self.assertEqual(config["User"], "someone")
        self.assertEqual(config["WorkingDir"], "/out")
        self.assertEqual(config["Labels"]["kind"], "test")
        self.assertEqual(set(config["ExposedPorts"]), {"8080/tcp", "53/udp"})

    def test_docker_archive(self):
        """outputs: type=docker is what `docker load` and skopeo read, with the name in it"""
        target = self.path("small.docker.tar")
        self.stw("build", self.folder, "-t", "small", "-o", f"type=docker,dest={target}")
        self.check_tree(Image(str(target)).tree())
        with tarfile.open(target) as archive:
            manifest = json.load(archive.extractfile("manifest.json"))
        self.assertEqual(len(manifest), 1)
        self.assertTrue(manifest[0]["RepoTags"][0].endswith("small:latest"), manifest)
        subprocess.run(["skopeo", "inspect", f"docker-archive:{target}"], check=True,
                       stdout=subprocess.DEVNULL)

    def test_formats_agree(self):
        """outputs: the OCI and the docker archive hold the same image"""
        oci = Image(str(self.exported("oci", "agree.oci.tar")))
        docker = Image(str(self.exported("docker", "agree.docker.tar")))
        self.assertEqual(list(compare_images(oci, docker, times=True, layers=True)), [])

    def test_tar(self):
        """outputs: type=tar is the final file tree as one tar"""
        with tarfile.open(self.exported("tar", "small.tar")) as archive:
            members = {"/" + m.name.strip("./"): m for m in archive}
        self.assertEqual(members["/out/made.txt"].uid, 33)
        self.assertIn("/bin/busybox", members)
        self.assertFalse([name for name in members if "/.wh." in name])

    def test_local(self):
        """outputs: type=local is the final file tree as a plain directory"""
        target = self.exported("local", "tree")
        self.assertEqual((target / "out" / "data.txt").read_text(encoding="utf-8"), "some data\n")
        self.assertEqual(os.readlink(target / "out" / "link"), "made.txt")
        self.assertTrue((target / "bin" / "busybox").is_file())

    def test_exports_are_copies(self):
        """outputs: writing into an export changes nothing in the store"""
        target = self.exported("local", "copy")
        layout = self.exported("oci", "copy.oci", "tar=false")
        (target / "out" / "data.txt").write_text("overwritten\n", encoding="utf-8")
        for root, _, files in os.walk(layout):
            for name in files:
                path = os.path.join(root, name)
                self.assertEqual(os.stat(path).st_nlink, 1, path)
                os.chmod(path, 0o644)
                with open(path, "ab") as file:
                    file.write(b"x")
        self.stw("store", "verify")
        self.assertEqual(self.stw("cat", "small", "/out/data.txt").stdout, "some data\n")

    def test_reproducible(self):
        """outputs: with SOURCE_DATE_EPOCH two builds with --no-cache give the same digest"""
        digests = []
        for _ in range(2):
            report = self.build(self.folder, "--no-cache", environment={"SOURCE_DATE_EPOCH": "1700000000"})
            self.assertIn("ran", {step["verdict"] for step in report.steps}, report.summary())
            digests.append(report.digest)
        self.assertEqual(digests[0], digests[1])

    def test_reproducible_times(self):
        """outputs: SOURCE_DATE_EPOCH is the newest time in image, history and new files"""
        target = self.path("epoch.oci")
        self.stw("build", self.folder, "--no-cache", "-o", f"type=oci,tar=false,dest={target}",
                 environment={"SOURCE_DATE_EPOCH": "1700000000"})
        image = Image(str(target))
        stamp = "2023-11-14T22:13:20"
        self.assertTrue(image.config["created"].startswith(stamp), image.config["created"])
        own = image.config["history"][1:]  # the first is the base image's layer
        base_entries = 3  # layer, and what busybox's recipe configures
        for entry in own[base_entries:]:
            self.assertTrue(entry["created"].startswith(stamp), entry)
        newest = max(node.mtime for layer in list(image.layers())[1:] for node in layer.nodes.values())
        self.assertLessEqual(newest, 1700000000)

    def test_run(self):
        """outputs: `stw run` runs CMD as the image's USER, and another command after --"""
        self.assertEqual(self.stw("run", "small").stdout, "made\n")
        self.assertEqual(self.stw("run", "small", "--", "id", "-u").stdout, "4321\n")
        self.assertEqual(self.stw("run", "small", "--", "sh", "-c", "echo $GREETING; pwd").stdout,
                         "hello world\n/out\n")
        self.stw("run", "small", "--", "sh", "-c", "exit 7", status=7)


class Store(Case):
    """images, tag, rm, import, export, push, layers, files, cat, store df|prune|verify."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.project("kept", {
            "Dockerfile": "FROM busybox\nCOPY . /data\nRUN echo 1 > /data/one\n",
            ".dockerignore": "Dockerfile\n.dockerignore\n",
            "file": "content\n",
        })
        cls.report = cls.build(cls.folder, "-t", "kept:1")

    def names(self):
        text = self.stw("images", "--format", "json").stdout
        json.loads(text)
        return text

    def test_tag_and_rm(self):
        """store: tag gives a second name, rm takes one name only, files stay readable by the other"""
        self.stw("tag", "kept:1", "other:2")
        self.assertIn("other:2", self.names())
        self.stw("rm", "other:2")
        self.assertNotIn("other:2", self.names())
        self.assertIn("kept:1", self.names())
        self.assertEqual(self.stw("cat", "kept:1", "/data/file").stdout, "content\n")

    def test_import_what_was_exported(self):
        """store: an exported OCI layout, OCI archive and docker archive come back as the same image"""
        original = self.layout("kept:1", "original")
        for number, (kind, more, source) in enumerate([
            ("oci", ",tar=false", "oci-layout://{}"),
            ("oci", ",tar=false", "{}"),
            ("oci", "", "{}"),
            ("docker", "", "{}"),
        ]):
            with self.subTest(kind=kind, source=source):
                target = self.path(f"export-{number}")
                self.stw("export", "kept:1", "-o", f"type={kind},dest={target}{more}")
                self.stw("import", source.format(target), f"back:{number}")
                back = self.layout(f"back:{number}", f"back-{number}")
                self.assertEqual(list(compare_images(original, back, times=True, layers=True)), [])
                if kind == "oci":
                    self.assertEqual(back.digest, original.digest)

    def test_import_from_registry(self):
        """store: an image comes from a registry by its name, through the user's registries configuration"""
        self.stw("import", "docker-image://busybox:latest", "mine:busybox")
        self.assertEqual(self.stw("run", "mine:busybox", "--", "echo", "hi").stdout, "hi\n")

    def test_push(self):
        """store: a pushed image is in the registry with the same files"""
        reference = os.environ["STAGEWRIGHT_TEST_REGISTRY"] + f"/team/kept:{os.getpid()}"
        self.stw("push", "kept:1", reference)
        target = self.path("pulled")
        subprocess.run(
            ["skopeo", "copy", "--quiet", "--insecure-policy", "--src-tls-verify=false",
             f"docker://{reference}", f"oci:{target}:pulled"], check=True)
        self.assertEqual(
            list(compare_images(self.layout("kept:1", "pushed"), Image(str(target)), times=True)), [])

    def test_layers(self):
        """store: `stw layers` accounts for every layer, and its numbers add up"""
        account = json.loads(self.stw("layers", "kept:1", "--format", "json").stdout)
        self.assertEqual(len(account["layers"]), 3)
        copied = account["layers"][1]
        self.assertEqual(copied["at_rest"], len("content\n"))
        self.assertEqual(account["stored"], sum(layer["at_rest"] for layer in account["layers"]))
        self.assertEqual(account["wasted"], account["stored"] - account["visible"])
        self.assertIn("COPY", copied["created_by"])

    def test_files_and_cat(self):
        """store: `stw files` lists what the image holds, `stw cat` prints it"""
        listed = self.stw("files", "kept:1", "--format", "json").stdout
        for path in self.layout("kept:1", "listed").tree().nodes:
            self.assertIn(json.dumps(path), listed)
        self.assertEqual(self.stw("cat", "kept:1", "/data/one").stdout, "1\n")
        missing = self.stw("cat", "kept:1", "/data/missing", status=2)
        self.assertIn("/data/missing", missing.stderr)

    def test_bytes_of_cat(self):
        """store: `stw cat` gives a binary file's very bytes"""
        out = self.stw("cat", "kept:1", "/bin/busybox", text=False).stdout
        target = self.path("whole.tar")
        self.stw("export", "kept:1", "-o", f"type=tar,dest={target}")
        with tarfile.open(target) as archive:
            names = {"/" + m.name.strip("./"): m for m in archive}
            self.assertEqual(out, archive.extractfile(names["/bin/busybox"]).read())

    def test_df_prune_verify(self):
        """store: df, prune and verify work, and pruning keeps what has a name"""
        self.stw("store", "df")
        self.stw("store", "verify")
        self.stw("store", "prune")
        self.stw("store", "verify")
        self.assertEqual(self.stw("cat", "kept:1", "/data/file").stdout, "content\n")


if __name__ == "__main__":
    main()
