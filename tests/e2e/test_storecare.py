"""Looking after the store: what is in it piece by piece, cache mounts by the line that uses them, pruning by kind, a size limit."""

import json

from harness import Case, main

MOUNTS = """\
FROM busybox AS builder
RUN --network=none --mount=type=cache,id=packages,target=/var/pkg head -c 300000 /dev/zero > /var/pkg/big && echo x > /var/pkg/small
FROM busybox
RUN --network=none --mount=type=cache,target=/root/.cache echo y > /root/.cache/y
COPY --from=builder /bin/busybox /bin/again
"""
STEPS = """\
FROM busybox
RUN --network=none head -c 4000000 /dev/urandom > /one-{n}
RUN --network=none head -c 4000000 /dev/urandom > /two-{n}
"""


class StoreCare(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = {"STAGEWRIGHT_STORE": str(cls.path("store"))}

    def care(self, *arguments, **named):
        return self.stw(*arguments, environment=self.store, **named)

    def asked(self, *arguments):
        return json.loads(self.care(*arguments, "--format", "json").stdout)

    def test_mounts(self):
        """store: cache mounts are listed, sized, browsed and cleared by the RUN line that they belong to"""
        folder = self.project("mounts", {"Dockerfile": MOUNTS})
        self.build(folder, environment=self.store)
        mounts = {mount["id"]: mount for mount in self.asked("store", "mounts")["mounts"]}
        self.assertEqual(sorted(mounts), ["/root/.cache", "packages"])
        packages = mounts["packages"]
        self.assertEqual((packages["target"], packages["files"]), ("/var/pkg", 2))
        self.assertGreaterEqual(packages["bytes"], 300000)
        self.assertEqual([(step["line"], step["dockerfile"]) for step in packages["steps"]], [(2, str(folder / "Dockerfile"))])
        self.assertIn("RUN --network=none --mount=type=cache,id=packages", packages["steps"][0]["step"])
        files = self.asked("store", "mounts", "--files", "packages")["files"]
        self.assertEqual(files, [{"path": "/var/pkg/big", "bytes": 300000}, {"path": "/var/pkg/small", "bytes": 2}])
        self.assertIn("RUN", self.care("store", "mounts").stdout)
        self.care("store", "mounts", "--clear", "Dockerfile:2")
        self.assertEqual([mount["id"] for mount in self.asked("store", "mounts")["mounts"]], ["/root/.cache"])
        self.care("store", "mounts", "--clear", "packages", status=2)
        # The step runs again from an empty one.
        self.build(folder, "--no-cache", environment=self.store)
        self.assertEqual(len(self.asked("store", "mounts")["mounts"]), 2)
        self.care("store", "prune", "--kind", "caches")
        self.assertEqual(self.asked("store", "mounts")["mounts"], [])

    def test_pieces_and_kinds(self):
        """store: df -v says what needs each layer; prune --kind=trees takes folders that a RUN makes again, and nothing else"""
        folder = self.project("pieces", {"Dockerfile": STEPS.replace("{n}", "p")})
        self.build(folder, "-t", "pieces:1", environment=self.store)
        layers = self.asked("store", "df", "--verbose")["layers"]
        mine = [layer for layer in layers if any("/one-p" in step["step"] for step in layer["steps"])]
        self.assertEqual(len(mine), 1)
        self.assertEqual(mine[0]["images"], ["docker.io/library/pieces:1"])
        self.assertGreaterEqual(mine[0]["packed"], 4000000)
        self.assertIn("pieces:1", self.care("store", "df", "-v").stdout)
        count = len(layers)
        self.care("store", "prune", "--kind", "trees")
        after = self.asked("store", "df", "-v")["layers"]
        self.assertEqual((len(after), sum(layer["tree"] for layer in after)), (count, 0))
        report = self.build(folder, environment=self.store)
        self.assertEqual(report.ran(), [], report.summary())
        changed = self.project("pieces", {"Dockerfile": STEPS.replace("{n}", "p") + "RUN --network=none ls /one-p /two-p\n"})
        report = self.build(changed, environment=self.store)
        self.assertEqual(len(report.ran()), 1, report.summary())

    def test_shared_files(self):
        """store: the folder form of a layer shares unchanged files with that of the layer before it, and each counts once"""
        text = "FROM busybox\nCOPY files /files\nRUN --network=none head -c 20 /files/7 > /sum\n"
        folder = self.project("shared", {"Dockerfile": text, **{f"files/{n}": f"{n}" * 20000 for n in range(30)}})
        self.build(folder, "-t", "shared:1", environment=self.store)
        before = self.asked("store", "df")["trees"]
        (folder / "files" / "7").write_text("seven" * 20000, encoding="utf-8")
        report = self.build(folder, "-t", "shared:2", environment=self.store)
        self.assertEqual(len(report.ran()), 2, report.summary())
        trees = [path for path in self.path("store").glob("trees/*/files/8")]
        self.assertEqual((len(trees), len({path.stat().st_ino for path in trees})), (2, 1))
        changed = [path for path in self.path("store").glob("trees/*/files/7")]
        self.assertEqual(len({path.stat().st_ino for path in changed}), 2)
        self.assertLess(self.asked("store", "df")["trees"] - before, 300000)  # not thirty files again
        self.assertEqual(self.care("cat", "shared:1", "/sum").stdout == self.care("cat", "shared:2", "/sum").stdout, False)
        self.build(folder, "-t", "shared:3", "--no-cache", environment=self.store)
        self.assertEqual(self.care("cat", "shared:3", "/sum").stdout, self.care("cat", "shared:2", "/sum").stdout)
        self.care("store", "verify")

    def test_limit(self):
        """store: within its limit after a build; what was not used for longest goes, what a name needs stays"""
        named = self.project("named", {"Dockerfile": STEPS.replace("{n}", "n")})
        self.build(named, "-t", "named:1", environment=self.store)
        self.assertEqual(self.asked("store", "limit", "25MB")["limit"], 25000000)
        for n in range(4):
            self.build(self.project(f"limit-{n}", {"Dockerfile": STEPS.replace("{n}", str(n))}), environment=self.store)
        use = self.asked("store", "df")
        self.assertLess(use["packed"] + use["blobs"] + use["trees"], 40000000, use)
        self.assertEqual(self.build(named, environment=self.store).ran(), [])
        self.assertEqual(len(self.care("cat", "named:1", "/one-n", text=False).stdout), 4000000)
        self.care("store", "verify")
        self.assertEqual(self.asked("store", "limit", "none")["limit"], None)
        self.care("store", "limit", "many", status=2)
        # A step whose layer went runs again, and says why.
        again = self.build(self.path("limit-0"), environment=self.store)
        self.assertEqual(again.step("RUN --network=none head -c 4000000 /dev/urandom > /one")["reason"]["code"], "cache-pruned", again.summary())


if __name__ == "__main__":
    main()
