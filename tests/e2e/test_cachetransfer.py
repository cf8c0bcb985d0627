"""The build cache between machines: what one store leaves in a folder or a registry, another begins with."""

import json
import os
import shutil

from harness import Case, main

DOCKERFILE = """\
FROM busybox AS builder
WORKDIR /app
COPY src/ src/
RUN --network=none cat src/*.txt > built && cat /proc/sys/kernel/random/uuid > stamp
FROM busybox
COPY --from=builder /app/built /app/stamp /srv/
RUN --network=none ls /srv > /list
"""


class CacheTransfer(Case):
    def setUp(self):
        self.folder = self.project(f"{self._testMethodName}", {"Dockerfile": DOCKERFILE, "src/a.txt": self._testMethodName + "\n", "src/b.txt": "b\n"})
        self.second = self.path(f"{self._testMethodName}-second")

    def build_here(self, *options):
        return self.build(self.folder, *options)

    def build_there(self, *options, folder=None):
        """The same on a machine that has built nothing: a store of its own, and the files at another place."""
        there = self.path(f"{self._testMethodName}-there")
        if not there.exists():
            shutil.copytree(folder or self.folder, there)
        return self.build(there, *options, environment={"STAGEWRIGHT_STORE": str(self.second)})

    def stamp(self, image, store=None):
        environment = {"STAGEWRIGHT_STORE": str(store)} if store else None
        return self.stw("cat", image, "/srv/stamp", environment=environment).stdout

    def round(self, to, source):
        first = self.build_here("-t", "one", "--cache-to", to)
        self.assertEqual(first.verdict("RUN --network=none cat"), "ran", first.summary())
        cold = self.build_there("-t", "two", "--cache-from", source)
        # The base is pulled, and nothing runs.
        self.assertEqual([line for line in cold.ran() if not line.startswith("FROM")], [], cold.summary())
        # The stamp of the first machine is the proof: a second run would have made another one.
        self.assertEqual(self.stamp("two", self.second), self.stamp("one"))
        return first

    def test_folder(self):
        """cache: type=local carries every step to a store that has built nothing"""
        place = self.path("folder-cache")
        self.round(f"type=local,dest={place},compression=zstd", f"type=local,src={place}")
        self.stw("store", "verify", environment={"STAGEWRIGHT_STORE": str(self.second)})
        # A change there runs what depends on it, and no more.
        there = self.path(f"{self._testMethodName}-there")
        (there / "src/b.txt").write_text("changed\n", encoding="utf-8")
        changed = self.build_there("-t", "two", "--cache-from", f"type=local,src={place}")
        self.assertEqual(changed.verdict("WORKDIR"), "hit", changed.summary())
        self.assertEqual(changed.verdict("COPY src/"), "ran", changed.summary())
        self.assertEqual(changed.verdict("RUN --network=none cat"), "ran", changed.summary())

    def test_forecast(self):
        """cache: a forecast counts what a folder holds, as the build after it does, and says that it asks no registry"""
        place = self.path("forecast-cache")
        self.build_here("--cache-to", f"type=local,dest={place}")
        self.build_there("--target", "builder")  # the base alone would do
        there = self.path(f"{self._testMethodName}-there")
        empty = {"STAGEWRIGHT_STORE": str(self.path("forecast-store"))}
        self.stw("import", "busybox", environment=empty)

        def words(*options):
            steps = json.loads(self.stw("forecast", there, "--format", "json", *options, environment=empty).stdout)["steps"]
            return [step["verdict"] for step in steps if step["instruction"].startswith(("COPY", "RUN", "WORKDIR"))]

        self.assertNotIn("hit", words())
        self.assertEqual(set(words("--cache-from", f"type=local,src={place}")), {"hit"})
        told = self.stw("forecast", there, "--cache-from", "localhost:1/cache", environment=empty).stderr
        self.assertIn("localhost:1/cache", told)

    def test_registry(self):
        """cache: type=registry, and a bare reference, carry it through a registry"""
        registry = os.environ["STAGEWRIGHT_TEST_REGISTRY"]
        self.round(f"type=registry,ref={registry}/team/cache:main", f"{registry}/team/cache:main")

    def test_min(self):
        """cache: mode=min leaves the steps of other stages out"""
        place = self.path("min-cache")
        self.build_here("--cache-to", f"type=local,dest={place},mode=min")
        there = self.build_there("--cache-from", f"type=local,src={place}")
        self.assertEqual(there.verdict("RUN --network=none cat"), "ran", there.summary())

    def test_trouble(self):
        """cache: one that is not there, or is something else, is told, and the build goes on; a place that cannot be written fails"""
        report = self.build_here("--cache-from", f"type=local,src={self.path('nothing')}", "--cache-from", f"type=local,src={self.folder}")
        self.assertEqual(report.error, None)
        layout = self.path("an-image")
        self.stw("build", self.folder, "-o", f"type=oci,tar=false,dest={layout}")
        told = self.stw("build", self.folder, "--cache-from", f"type=local,src={layout}", "--progress", "plain").stderr
        self.assertIn("is an image, and no build cache", told)
        full = self.path("full")
        full.mkdir()
        (full / "mine.txt").write_text("mine\n", encoding="utf-8")
        self.stw("build", self.folder, "--cache-to", f"type=local,dest={full}", status=1)
        self.assertEqual((full / "mine.txt").read_text(encoding="utf-8"), "mine\n")
        self.stw("build", self.folder, "--cache-to", f"type=local,dest={full},ignore-error=true")
        for wrong in ("type=s3,bucket=x", "type=local", "type=local,dest=x,mode=all", "type=registry,ref=UPPER", "type=registry", "type=local,dest=x,bogus=1"):
            self.stw("build", self.folder, "--cache-to", wrong, status=2)


if __name__ == "__main__":
    main()
