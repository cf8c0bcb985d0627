"""The same Dockerfiles by a real Docker engine's BuildKit: same files, same configuration."""

import json
import subprocess

from compare import Image, compare_images
from harness import Case, main

# Where stw follows a newer BuildKit than the one in Debian 13 (0.13), the two are brought together:
# - `ArgsEscaped` was written for Docker's old Windows code and says nothing on Linux;
# - the history of EXPOSE was a Go map, and is a list in the order of the file;
# - the history of ARG had the default, and has the value that was used; stages inherit their base's.
def brought_together(image):
    config = image.config
    config["config"].pop("ArgsEscaped", None)
    for entry in config["history"]:
        text = entry.get("created_by", "")
        if text.startswith("EXPOSE "):
            ports = text.removeprefix("EXPOSE ").removeprefix("map").strip("[]").replace(":{}", "")
            entry["created_by"] = "EXPOSE " + " ".join(sorted(ports.split()))
        elif text.startswith("ARG "):
            entry["created_by"] = "ARG"
        elif text.startswith("RUN |"):
            entry["created_by"] = "RUN " + text[text.index("/bin/sh") :]
    return image


def docker(*arguments, **named):
    done = subprocess.run(["docker", *map(str, arguments)], capture_output=True, text=True, check=False,
                          **named)
    if done.returncode != 0:
        raise AssertionError(f"docker {' '.join(map(str, arguments))}: {done.stderr[-4000:]}")
    return done.stdout.strip()


class Example(Case):
    """One of the examples, built by both."""

    @classmethod
    def make(cls, name):
        cls.name = name
        cls.folder = cls.example(name)
        cls.build(cls.folder, "-t", name)
        # BuildKit has the host's network here, and the CA bundle by tests/e2e/runc-with-ca.
        docker("buildx", "build", "--network", "host", "--provenance=false", "-t", f"by-buildkit/{name}",
               cls.folder)

    def saved(self, reference, name):
        target = self.path(name)
        docker("save", "-o", target, reference)
        return Image(str(target))

    def check_same_image(self):
        theirs = brought_together(self.saved(f"by-buildkit/{self.name}", "theirs.tar"))
        ours = brought_together(self.layout(self.name, "ours.oci"))
        differences = list(compare_images(ours, theirs, layers=True))
        self.assertEqual(differences, [], "\n" + "\n".join(differences[:60]))

    def check_loads_and_answers(self, port, path, expected):
        archive = self.path("ours.docker.tar")
        self.stw("export", self.name, "-o", f"type=docker,dest={archive}")
        loaded = docker("load", "-i", archive)
        self.assertIn(self.name, loaded)
        container = docker("run", "-d", "--network", "none", f"{self.name}:latest")
        try:
            pid = docker("inspect", "-f", "{{.State.Pid}}", container)
            answer = subprocess.run(
                ["nsenter", "--target", pid, "--net", "curl", "--silent", "--show-error", "--fail",
                 "--noproxy", "*", "--retry", "20", "--retry-connrefused", "--retry-delay", "1",
                 f"http://127.0.0.1:{port}{path}"],
                capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(answer.returncode, 0, answer.stderr + docker("logs", container))
            self.assertIn(expected, answer.stdout)
        finally:
            docker("rm", "-f", container)


class React(Example):
    """resources/examples/react-nginx."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make("react-nginx")

    def test_same_image(self):
        """docker: BuildKit builds the same React image, layer by layer and in its configuration"""
        self.check_same_image()

    def test_loads_and_runs(self):
        """docker: our archive of the React image loads into the engine and serves the page"""
        self.check_loads_and_answers(80, "/", '<div id="root">')


class Express(Example):
    """resources/examples/express-api."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make("express-api")

    def test_same_image(self):
        """docker: BuildKit builds the same Express image, layer by layer and in its configuration"""
        self.check_same_image()

    def test_loads_and_runs(self):
        """docker: our archive of the Express image loads into the engine and answers"""
        self.check_loads_and_answers(3000, "/health", '"status":"ok"')


class Sources(Case):
    """Images that come from the Docker engine."""

    def test_daemon_as_source(self):
        """docker: an image of the engine can be imported, as a base too"""
        docker("pull", "busybox:latest")
        docker("tag", "busybox:latest", "only-here:1")
        self.stw("import", "docker-daemon:only-here:1", "from-daemon:1")
        self.assertEqual(self.stw("run", "from-daemon:1", "--", "echo", "hi").stdout, "hi\n")

    def test_browse_daemon(self):
        """docker: an image of the engine is browsed, compared and tested where it is, as what `docker save` writes of it"""
        folder = self.project("browsed", {
            "Dockerfile": "FROM busybox\nCOPY big /data/\nRUN rm /data/big && echo small > /data/small && chmod 600 /data/small\nENV A=1\nUSER 5\n",
            "big": "x" * 100_000})
        docker("buildx", "build", "--network", "host", "--provenance=false", "-t", "browsed:1", folder)
        docker("pull", "busybox:latest")
        archive = self.path("browsed.tar")
        docker("save", "-o", archive, "browsed:1")

        def read(*arguments, **more):
            return json.loads(self.stw(*arguments, "--format", "json", **more).stdout)

        image = "docker-daemon:browsed:1"
        layers = read("layers", image)
        self.assertEqual(layers["waste"], [{"path": "/data/big", "bytes": 100_000, "stored_by": 1, "hidden_by": 2}])
        saved = read("layers", archive)
        for key in ("layers", "stored", "visible", "wasted", "waste", "duplicates", "findings"):
            self.assertEqual(layers[key], saved[key], key)
        described = json.loads(docker("image", "inspect", "browsed:1"))[0]
        self.assertEqual([layer["diff_id"] for layer in layers["layers"]], described["RootFS"]["Layers"])
        self.assertEqual(read("files", image)["files"], read("files", archive)["files"])
        self.assertEqual(self.stw("cat", image, "/data/small").stdout, "small\n")
        self.assertTrue(read("diff", image, archive)["equal"])
        changes = read("diff", "docker-daemon:busybox:latest", image)
        self.assertEqual([(one["path"], one["change"]) for one in changes["files"] if one["path"].startswith("/data")], [("/data", "added"), ("/data/small", "added")])
        self.assertIn({"name": "A", "change": "added", "before": None, "after": "1"}, changes["env"])
        self.assertEqual(read("points", image)["points"][-1]["user"], "5")
        self.assertEqual(read("provenance", image, "/data/small")["path"], "/data/small")
        tests = self.path("daemon.yaml")
        tests.write_text("user: '5'\nfiles: [{path: /data/big, exists: false}]\ncommands: [{run: id -u, output: {equals: '5'}}]\n", encoding="utf-8")
        out = read("test", image, tests)
        self.assertEqual((out["passed"], out["failed"]), (3, 0), out)

    def test_what_the_engine_does_not_have(self):
        """docker: an image that the engine does not have, and an engine that is not there, are told in one sentence"""
        done = self.stw("layers", "docker-daemon:no-such-image:1", status=2)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("no-such-image", done.stderr)
        done = self.stw("layers", "docker-daemon:busybox:latest", status=3, environment={"DOCKER_HOST": "unix:///nowhere/docker.sock"})
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("Docker", done.stderr)

    def test_load(self):
        """docker: `stw build --load` puts the image into the engine"""
        folder = self.project("load", {"Dockerfile": 'FROM busybox\nRUN echo 5 > /five\nCMD ["cat", "/five"]\n'})
        self.stw("build", folder, "-t", "loaded:1", "--load")
        self.assertEqual(docker("run", "--rm", "--network", "none", "loaded:1"), "5")
        described = json.loads(docker("image", "inspect", "loaded:1"))
        self.assertEqual(described[0]["Config"]["Cmd"], ["cat", "/five"])

    def test_archives_load(self):
        """docker: `docker load` takes our archives, compressed, with attestations, and an index's own platform of --load"""
        folder = self.project("archives", {"Dockerfile": "FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /\nLABEL of=$TARGETARCH\n"})
        host = docker("version", "--format", "{{.Server.Arch}}")
        for number, options in enumerate([[], ["compression=gzip"], ["compression=zstd"], ["oci-mediatypes=true"]]):
            target, name = self.path(f"archive-{number}.tar"), f"archive:{number}"
            self.stw("build", folder, "-t", name, "--provenance", "-o", ",".join(["type=docker", f"dest={target}", *options]))
            docker("load", "-i", target)
            self.assertEqual(json.loads(docker("image", "inspect", name))[0]["Config"]["Labels"], {"of": host})
        self.stw("build", folder, "-t", "both:1", "-t", "both:2", "--platform", "linux/amd64,linux/arm64", "--load")
        for name in ("both:1", "both:2"):
            self.assertEqual(json.loads(docker("image", "inspect", name))[0]["Config"]["Labels"], {"of": host})


if __name__ == "__main__":
    main()
