"""Where a build goes and what goes with it: attributes of outputs, several at once, attestations, metadata, times."""

import base64
import functools
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import tarfile
import threading

from compare import Image
from harness import Case, main

SCRATCH = """\
FROM scratch AS files
ARG TARGETARCH
ARG NOTE=none
COPY data.txt /data/
COPY <<EOF /data/platform
$TARGETARCH
EOF
FROM scratch
COPY --from=files /data /out
LABEL kind=test
CMD ["/out/nothing"]
"""


class Layout:
    """An OCI layout in a folder, read by digest, each blob checked against its descriptor."""

    def __init__(self, path):
        self.path = path
        self.top = json.loads((path / "index.json").read_text(encoding="utf-8"))["manifests"]

    def bytes(self, descriptor):
        data = (self.path / "blobs" / descriptor["digest"].replace(":", "/")).read_bytes()
        assert "sha256:" + hashlib.sha256(data).hexdigest() == descriptor["digest"], descriptor
        assert len(data) == descriptor["size"], descriptor
        return data

    def json(self, descriptor):
        return json.loads(self.bytes(descriptor))

    def manifests(self):
        """What the first name stands for: the index's entries, or the single manifest."""
        root = self.top[0]
        return self.json(root)["manifests"] if "index" in root["mediaType"] or "list" in root["mediaType"] else [root]

    def statements(self):
        """Predicate type -> statement, of all attestations."""
        found = {}
        for entry in self.manifests():
            if entry.get("annotations", {}).get("vnd.docker.reference.type") == "attestation-manifest":
                for layer in self.json(entry)["layers"]:
                    found.setdefault(layer["annotations"]["in-toto.io/predicate-type"], []).append(self.json(layer))
        return found


class Delivery(Case):
    """Images from scratch: no step runs, so all of this works on any machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.project("plain", {"Dockerfile": SCRATCH, "data.txt": "some data\n"})

    def layout(self, name, *options, attributes=(), **named):
        target = self.path(name)
        self.stw("build", self.folder, "-o", ",".join(["type=oci", "tar=false", f"dest={target}", *attributes]), *options, **named)
        return Layout(target)

    def test_compression(self):
        """delivery: compression=, compression-level= and force-compression= say how layers are written"""
        for attributes, suffix in [((), "tar"), (("compression=gzip",), "+gzip"), (("compression=zstd", "compression-level=19"), "+zstd"),
                                   (("compression=uncompressed", "force-compression=true"), "tar"), (("force-compression=true",), "+gzip")]:
            with self.subTest(attributes=attributes):
                layout = self.layout("compression-" + "-".join(attributes), attributes=attributes)
                for layer in layout.json(layout.manifests()[0])["layers"]:
                    self.assertTrue(layer["mediaType"].endswith(suffix), layer)
                    layout.bytes(layer)
        refused = self.stw("build", self.folder, "-o", f"type=oci,dest={self.path('x')},compression=estargz", status=2)
        self.assertIn("uncompressed, gzip or zstd", refused.stderr)

    def test_media_types(self):
        """delivery: oci-mediatypes= chooses between OCI's and Docker's words"""
        layout = self.layout("docker-types", attributes=("oci-mediatypes=false", "compression=gzip"))
        self.assertEqual(layout.top[0]["mediaType"], "application/vnd.docker.distribution.manifest.v2+json")
        manifest = layout.json(layout.top[0])
        self.assertEqual(manifest["config"]["mediaType"], "application/vnd.docker.container.image.v1+json")
        self.assertEqual({layer["mediaType"] for layer in manifest["layers"]}, {"application/vnd.docker.image.rootfs.diff.tar.gzip"})

    def test_names(self):
        """delivery: an archive carries each name of -t, or those of name= instead"""
        layout = self.layout("names", "-t", "delivery:1", "-t", "delivery:2")
        self.assertEqual([entry["annotations"]["io.containerd.image.name"] for entry in layout.top],
                         ["docker.io/library/delivery:1", "docker.io/library/delivery:2"])
        layout = self.layout("named", "-t", "delivery:1", attributes=('"name=example.org/a:9,b"',))
        self.assertEqual([entry["annotations"]["io.containerd.image.name"] for entry in layout.top],
                         ["example.org/a:9", "docker.io/library/b:latest"])

    def test_several(self):
        """delivery: several outputs of one build, one of them on standard output"""
        out = self.stw("build", self.folder, "--progress", "quiet", "-o", f"type=oci,dest={self.path('several.oci')}", "-o", self.path("several.tree"),
                       "-o", f"type=docker,dest={self.path('several.docker')}", "-o", "-", text=False).stdout
        self.path("several.tar").write_bytes(out)
        with tarfile.open(self.path("several.tar")) as archive:
            self.assertEqual(archive.extractfile("out/data.txt").read(), b"some data\n")
        self.assertEqual((self.path("several.tree") / "out" / "data.txt").read_text(encoding="utf-8"), "some data\n")
        self.assertEqual(Image(str(self.path("several.oci"))).tree().nodes.keys(), Image(str(self.path("several.docker"))).tree().nodes.keys())

    def test_files_to_delete(self):
        """delivery: a folder keeps what was in it, and with mode=delete holds the export alone"""
        target = self.path("joined")
        (target / "old").mkdir(parents=True)
        self.stw("build", self.folder, "-o", target)
        self.assertTrue((target / "old").is_dir() and (target / "out").is_dir())
        self.stw("build", self.folder, "-o", f"type=local,dest={target},mode=delete")
        self.assertEqual(sorted(entry.name for entry in target.iterdir()), ["out"])

    def test_metadata(self):
        """delivery: --metadata-file and --iidfile say what buildx says"""
        layout = self.layout("metadata", "-t", "delivery:meta", "--label", "a=b", "--build-arg", "NOTE=x", "--metadata-file", self.path("meta.json"),
                             "--iidfile", self.path("iid"))
        meta = json.loads(self.path("meta.json").read_text(encoding="utf-8"))
        manifest = layout.json(layout.top[0])
        self.assertEqual(meta["containerimage.digest"], layout.top[0]["digest"])
        self.assertEqual(meta["containerimage.config.digest"], manifest["config"]["digest"])
        self.assertEqual(self.path("iid").read_text(encoding="utf-8"), manifest["config"]["digest"])
        self.assertEqual(meta["image.name"], "docker.io/library/delivery:meta")
        self.assertEqual(meta["containerimage.descriptor"]["mediaType"], "application/vnd.oci.image.manifest.v1+json")
        self.assertEqual(meta["containerimage.descriptor"]["platform"]["os"], "linux")
        self.assertEqual(meta["buildx.build.provenance"]["invocation"]["parameters"]["frontend"], "dockerfile.v0")
        self.assertTrue(meta["buildx.build.ref"])

    def test_platforms(self):
        """delivery: several platforms are an index, in layouts, folders, tars, and back in the store"""
        platforms = "linux/amd64,linux/arm64"
        layout = self.layout("platforms", "--platform", platforms, "-t", "delivery:many", "--annotation", "index:note=all", "--annotation",
                             "manifest[linux/arm64]:note=arm", "--metadata-file", self.path("many.json"), "--iidfile", self.path("many.iid"))
        entries = layout.manifests()
        self.assertEqual([entry["platform"]["architecture"] for entry in entries], ["amd64", "arm64"])
        self.assertEqual(layout.json(layout.top[0])["annotations"], {"note": "all"})
        self.assertEqual(layout.json(entries[1])["annotations"], {"note": "arm"})
        self.assertNotIn("annotations", layout.json(entries[0]))
        meta = json.loads(self.path("many.json").read_text(encoding="utf-8"))
        self.assertEqual(meta["containerimage.digest"], layout.top[0]["digest"])
        self.assertNotIn("containerimage.config.digest", meta)
        self.assertEqual(self.path("many.iid").read_text(encoding="utf-8"), layout.top[0]["digest"])
        self.stw("build", self.folder, "--platform", platforms, "-o", self.path("many.tree"), "-o", f"type=tar,dest={self.path('many.tar')}")
        for name in ("amd64", "arm64"):
            self.assertEqual((self.path("many.tree") / f"linux_{name}" / "out" / "platform").read_text(encoding="utf-8"), name + "\n")
        with tarfile.open(self.path("many.tar")) as archive:
            self.assertEqual(archive.extractfile("linux_arm64/out/platform").read(), b"arm64\n")
        refused = self.stw("build", self.folder, "--platform", platforms, "-o", f"type=docker,dest={self.path('many.docker')}", status=1)
        self.assertIn("type=oci", refused.stderr)
        exported = self.path("many.again")
        self.stw("export", "delivery:many", "-o", f"type=oci,tar=false,dest={exported}")
        self.assertEqual(Layout(exported).top[0]["digest"], layout.top[0]["digest"])
        if subprocess.run(["sh", "-c", "command -v skopeo"], capture_output=True, check=False).returncode == 0:
            shown = subprocess.run(["skopeo", "--override-arch", "arm64", "inspect", "--config", f"oci:{self.path('platforms')}:many"],
                                   capture_output=True, text=True, check=True)
            self.assertEqual(json.loads(shown.stdout)["architecture"], "arm64")

    def test_push_index(self):
        """delivery: --push puts an index with its attestations into a registry, by tag and by digest"""
        registry = os.environ["STAGEWRIGHT_TEST_REGISTRY"]
        name = f"{registry}/team/many:{os.getpid()}"
        self.stw("build", self.folder, "--platform", "linux/amd64,linux/arm64", "-t", name, "--provenance=mode=max", "--push",
                 "--metadata-file", self.path("pushed.json"))
        meta = json.loads(self.path("pushed.json").read_text(encoding="utf-8"))
        raw = subprocess.run(["skopeo", "inspect", "--raw", "--tls-verify=false", f"docker://{name}"], capture_output=True, check=True).stdout
        self.assertEqual("sha256:" + hashlib.sha256(raw).hexdigest(), meta["containerimage.digest"])
        self.assertEqual([entry["platform"]["architecture"] for entry in json.loads(raw)["manifests"]], ["amd64", "arm64", "unknown", "unknown"])
        self.stw("build", self.folder, "-o", f"type=image,push=true,push-by-digest=true,name={registry}/team/digest", "--metadata-file",
                 self.path("digest.json"))
        digest = json.loads(self.path("digest.json").read_text(encoding="utf-8"))["containerimage.digest"]
        subprocess.run(["skopeo", "inspect", "--raw", "--tls-verify=false", f"docker://{registry}/team/digest@{digest}"],
                       capture_output=True, check=True)

    def test_no_attestations_by_default(self):
        """delivery: a single image stays a manifest unless attestations are asked for"""
        layout = self.layout("bare")
        self.assertEqual(layout.top[0]["mediaType"], "application/vnd.oci.image.manifest.v1+json")
        self.assertEqual(self.layout("disabled", "--attest", "type=provenance,disabled=true").top[0]["mediaType"], layout.top[0]["mediaType"])

    def test_provenance_max(self):
        """delivery: provenance of mode=max has the steps, their lines, the layers they made and the Dockerfile"""
        layout = self.layout("max", "--provenance=mode=max", "--build-arg", "NOTE=said", "-t", "delivery:max", attributes=("compression=gzip",))
        image, attestation = layout.manifests()
        self.assertEqual(attestation["platform"], {"architecture": "unknown", "os": "unknown"})
        self.assertEqual(attestation["annotations"]["vnd.docker.reference.digest"], image["digest"])
        statement = layout.statements()["https://slsa.dev/provenance/v0.2"][0]
        self.assertEqual(statement["subject"], [{"name": "pkg:docker/delivery@max?platform=" + "linux%2F" + image["platform"]["architecture"],
                                                 "digest": {"sha256": image["digest"].removeprefix("sha256:")}}])
        predicate = statement["predicate"]
        self.assertEqual(predicate["invocation"]["configSource"], {"entryPoint": "Dockerfile"})
        self.assertEqual(predicate["invocation"]["parameters"]["args"], {"build-arg:NOTE": "said"})
        steps = {step["id"]: step for step in predicate["buildConfig"]["llbDefinition"]}
        metadata = predicate["metadata"]["https://mobyproject.org/buildkit@v1#metadata"]
        self.assertEqual(base64.b64decode(metadata["source"]["infos"][0]["data"]).decode(), SCRATCH)
        lines = {step: place["locations"][0]["ranges"][0]["start"]["line"] for step, place in metadata["source"]["locations"].items() if place}
        self.assertEqual(sorted(lines.values()), [4, 5, 9])
        last = next(step for step, line in lines.items() if line == 9)
        self.assertEqual(steps[last]["op"]["Op"]["file"]["actions"][0]["Action"]["copy"]["dest"], "/out")
        made = metadata["layers"][last + ":0"][0]
        self.assertEqual([layer["digest"] for layer in made], [layer["digest"] for layer in layout.json(image)["layers"]])
        for step in steps.values():
            for needed in step.get("inputs", []):
                self.assertIn(needed.partition(":")[0], steps)

    def test_provenance_min(self):
        """delivery: provenance of mode=min leaves out arguments, steps and sources, and says so"""
        layout = self.layout("min", "--attest", "type=provenance,mode=min", "--build-arg", "NOTE=hidden-word")
        text = json.dumps(layout.statements())
        self.assertNotIn("hidden-word", text)
        predicate = layout.statements()["https://slsa.dev/provenance/v0.2"][0]["predicate"]
        self.assertNotIn("buildConfig", predicate)
        self.assertFalse(predicate["metadata"]["completeness"]["parameters"])

    def test_provenance_v1(self):
        """delivery: provenance in the shape of SLSA v1 on request"""
        layout = self.layout("v1", "--provenance=mode=max,version=v1,builder-id=here")
        predicate = layout.statements()["https://slsa.dev/provenance/v1"][0]["predicate"]
        self.assertEqual(predicate["runDetails"]["builder"]["id"], "here")
        self.assertEqual(predicate["buildDefinition"]["externalParameters"]["configSource"], {"path": "Dockerfile"})
        self.assertIn("llbDefinition", predicate["buildDefinition"]["internalParameters"]["buildConfig"])
        self.assertIn("layers", predicate["runDetails"]["metadata"]["buildkit_metadata"])

    def test_provenance_of_a_repository(self):
        """delivery: provenance tells the repository of a local context: remote, commit, and where in it"""
        folder = self.project("repository", {"sub/Dockerfile": "FROM scratch\nCOPY Dockerfile /\n"})
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a",
                       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a"}

        def git(*words):
            done = subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True, text=True)
            return done.stdout.strip()

        git("init", "-q", "-b", "main")
        git("add", ".")
        git("commit", "-qm", "first")
        git("remote", "add", "origin", "https://somebody:word@example.com/team/r.git")

        def details(*options, **environment):
            target = self.path("repository-out")
            shutil.rmtree(target, ignore_errors=True)
            self.stw("build", folder / "sub", *options, "-o", f"type=oci,tar=false,dest={target}", environment=environment)
            (predicate,) = [one[0]["predicate"] for one in Layout(target).statements().values()]
            return predicate

        commit = git("rev-parse", "HEAD")
        known = {"source": "https://example.com/team/r.git", "revision": commit, "localdir:context": "sub", "localdir:dockerfile": "sub"}
        metadata = details("--provenance=mode=min")["metadata"]["https://mobyproject.org/buildkit@v1#metadata"]
        self.assertEqual(metadata, {"vcs": known})
        newer = details("--provenance=mode=max,version=v1")["runDetails"]["metadata"]["buildkit_metadata"]
        self.assertEqual(newer["vcs"], known)
        (folder / "sub" / "more").write_text("changed\n", encoding="utf-8")
        dirty = details("--provenance=true", BUILDX_GIT_CHECK_DIRTY="1")["metadata"]["https://mobyproject.org/buildkit@v1#metadata"]
        self.assertEqual(dirty["vcs"]["revision"], commit + "-dirty")
        off = details("--provenance=true", BUILDX_GIT_INFO="false")["metadata"]["https://mobyproject.org/buildkit@v1#metadata"]
        self.assertNotIn("vcs", off)

    def test_wrong_words(self):
        """delivery: wrong attestations, annotations and outputs are refused with the option's name, before a build"""
        for option in (("--attest", "type=nothing"), ("--provenance=mode=most",), ("--sbom=generator=x",), ("--annotation", "layer:a=b"),
                       ("--annotation", "novalue"), ("--attest", "mode=max"), ("--attest", "type=sbom,disabled=perhaps"),
                       ("--provenance=bogus=1",), ("-o", "type=oci,bogus=1"), ("-o", "type=oci,push=perhaps"), ("-o", 'type=oci,"dest=x'), ("-o", "type=registry"), ("--push",)):
            with self.subTest(option=option):
                refused = self.stw("build", self.folder, *option, status=2)
                self.assertEqual(refused.stderr.count("\n"), 1, refused.stderr)

    def test_epoch(self):
        """delivery: SOURCE_DATE_EPOCH makes equal archives of equal builds, and rewrite-timestamp=false keeps the files' own times"""
        epoch = {"SOURCE_DATE_EPOCH": "1000000000"}
        digests = set()
        for number in range(2):
            os.utime(self.folder / "data.txt", (1_600_000_000 + number, 1_600_000_000 + number))
            layout = self.layout(f"epoch-{number}", "--no-cache", environment=epoch)
            digests.add(layout.top[0]["digest"])
            self.assertEqual(layout.top[0]["annotations"]["org.opencontainers.image.created"], "2001-09-09T01:46:40Z")
        self.assertEqual(len(digests), 1)
        # A copied file that is older gets the time too: equal builds do not depend on when the sources were written.
        os.utime(self.folder / "data.txt", (900_000_000, 900_000_000))
        self.layout("older", "--no-cache", environment=epoch)
        self.assertEqual(Image(str(self.path("older"))).tree().nodes["/out/data.txt"].mtime, 1_000_000_000)
        os.utime(self.folder / "data.txt", (1_600_000_001, 1_600_000_001))
        kept = Image(str(self.path("kept")) if self.layout("kept", "--no-cache", attributes=("rewrite-timestamp=false",), environment=epoch) else "")
        self.assertEqual(kept.tree().nodes["/out/data.txt"].mtime, 1_600_000_001)
        self.assertEqual(kept.config["created"], "2001-09-09T01:46:40Z")
        refused = self.stw("build", self.folder, environment={"SOURCE_DATE_EPOCH": "soon"}, status=2)
        self.assertIn("SOURCE_DATE_EPOCH", refused.stderr)

    def test_epoch_of_a_source(self):
        """delivery: SOURCE_DATE_EPOCH may be a stage that holds one ADD of a URL, also as a global ARG of the file; its time counts"""
        files = self.project("served", {"file": "served\n"})
        os.utime(files / "file", (1_300_000_000, 1_300_000_000))
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(files))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            direct = {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
            text = (f"ARG SOURCE_DATE_EPOCH=when\nFROM scratch AS when\nARG port={server.server_port}\nADD http://127.0.0.1:$port/file /\n"
                    "FROM scratch AS wrong\nCOPY data.txt /\nFROM scratch\nARG SOURCE_DATE_EPOCH\nCOPY <<EOF /seen\n$SOURCE_DATE_EPOCH\nEOF\n")
            folder = self.project("epoch-of-a-source", {"Dockerfile": text, "data.txt": "x\n"})
            target = self.path("epoch-of-a-source.oci")
            self.stw("build", folder, "-t", "epoch:source", "-o", f"type=oci,tar=false,dest={target}", environment=direct)
            self.assertEqual(Image(str(target)).config["created"], "2011-03-13T07:06:40Z")
            self.assertEqual(self.stw("cat", "epoch:source", "/seen").stdout, "1300000000\n")
            refused = self.stw("build", folder, "--build-arg", "SOURCE_DATE_EPOCH=wrong", status=2, environment=direct)
            self.assertIn("SOURCE_DATE_EPOCH=wrong", refused.stderr)
            server.shutdown()
        # A folder on this computer has no time of its own.
        self.stw("build", self.folder, "-t", "epoch:context", "--build-arg", "SOURCE_DATE_EPOCH=context")


class Sbom(Case):
    """The software of an image, as package managers recorded it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.project("packages", {
            "Dockerfile": "ARG BUILDKIT_SBOM_SCAN_STAGE=tools\nFROM scratch AS tools\nCOPY tools /\n\nFROM scratch\nARG BUILDKIT_SBOM_SCAN_CONTEXT=true\n"
                          "COPY image /\nCOPY --from=tools /bin/tool /bin/\n",
            "image/etc/os-release": "ID=debian\nVERSION_ID=12\n",
            "image/var/lib/dpkg/status": "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9\nSource: glibc\n",
            "image/var/lib/dpkg/info/libc6:amd64.list": "/.\n/lib\n/lib/libc.so.6\n",
            "image/lib/libc.so.6": "library\n",
            "image/app/node_modules/left/package.json": '{"name": "left", "version": "1.3.0", "license": "WTFPL"}',
            "tools/lib/apk/db/installed": "P:make\nV:4.4-r2\nA:x86_64\nL:GPL-3.0-or-later\n",
            "tools/bin/tool": "tool\n",
        })

    def test_sbom(self):
        """sbom: target, named stages and context are listed as SPDX, with files, licences and package URLs"""
        target = self.path("sbom")
        self.stw("build", self.folder, "--sbom", "-t", "packages", "-o", f"type=oci,tar=false,dest={target}")
        layout = Layout(target)
        documents = [statement["predicate"] for statement in layout.statements()["https://spdx.dev/Document"]]
        self.assertEqual([document["name"] for document in documents], ["packages", "tools", "context"])
        shipped, tools, context = documents
        self.assertEqual(shipped["spdxVersion"], "SPDX-2.3")
        urls = {package["name"]: package["externalRefs"][0]["referenceLocator"] for package in shipped["packages"] if "externalRefs" in package}
        self.assertEqual(urls, {"libc6": "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc", "left": "pkg:npm/left@1.3.0"})
        licences = {package["name"]: package["licenseDeclared"] for package in shipped["packages"]}
        self.assertEqual(licences["left"], "WTFPL")
        files = {file["fileName"]: file for file in shipped["files"]}
        self.assertEqual(files["/lib/libc.so.6"]["checksums"][1]["checksumValue"], hashlib.sha256(b"library\n").hexdigest())
        self.assertIn("make", [package["name"] for package in tools["packages"]])
        self.assertIn("left", [package["name"] for package in context["packages"]])

    def test_both(self):
        """sbom: a plain folder gets both attestations as files that name each file's digest"""
        target = self.path("tree")
        self.stw("build", self.folder, "--sbom", "--provenance=true", "-o", target)
        statement = json.loads((target / "sbom.spdx.json").read_text(encoding="utf-8"))
        self.assertEqual(statement["predicateType"], "https://spdx.dev/Document")
        subjects = {subject["name"]: subject["digest"]["sha256"] for subject in statement["subject"]}
        self.assertEqual(subjects["bin/tool"], hashlib.sha256(b"tool\n").hexdigest())
        self.assertTrue((target / "provenance.json").is_file())


class Secrets(Case):
    """Needs RUN."""

    def test_secrets_stay_out(self):
        """provenance: the value of a secret is nowhere, its name is in mode=max"""
        folder = self.project("secret", {"Dockerfile": "FROM busybox\nRUN --mount=type=secret,id=token,env=TOKEN --mount=type=secret,id=other "
                                                       "test ${#TOKEN} = 18 && test -s /run/secrets/other && echo done > /done\n"})
        (self.path("word")).write_text("a-very-secret-word", encoding="utf-8")
        target = self.path("layout")
        self.stw("build", folder, "--provenance=mode=max", "--secret", f"id=token,src={self.path('word')}", "--secret", "id=other,env=HIDDEN",
                 "-o", f"type=oci,tar=false,dest={target}", environment={"HIDDEN": "another-secret-word"})
        for root, _, names in os.walk(target):
            for name in names:
                with open(os.path.join(root, name), "rb") as file:
                    data = file.read()
                self.assertNotIn(b"another-secret-word", data)
                self.assertNotIn(b"a-very-secret-word", data)
        predicate = Layout(target).statements()["https://slsa.dev/provenance/v0.2"][0]["predicate"]
        self.assertEqual(predicate["invocation"]["parameters"]["secrets"], [{"id": "other", "optional": True}, {"id": "token", "optional": True}])
        self.assertTrue(any(material["uri"].startswith("pkg:docker/busybox@latest") for material in predicate["materials"]), predicate["materials"])


if __name__ == "__main__":
    main()
