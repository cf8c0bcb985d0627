"""Builds that fail, are stopped, are killed, or meet each other: what is said and what stays good."""

import json
import os
import shutil
import signal
import time

from harness import AT_REST, Case, Report, Running, main, processes_with


def sleeper(marker):
    """A build whose second RUN sleeps; the marker finds its process from outside."""
    return (
        "FROM busybox\n"
        f"RUN echo first-{marker}\n"
        f"RUN echo asleep-now && sleep {marker}\n"
    )


# What the runtime makes where a base lacks it; it stays in the layer, as with BuildKit.
RUNTIME_FOLDERS = {"/proc", "/sys"}


class Failures(Case):
    """A build that cannot succeed says why, where, and what to do."""

    def failed(self, name, dockerfile, *options, status=1):
        folder = self.project(name, {"Dockerfile": dockerfile})
        report = self.path(f"{name}.json")
        done = self.stw("build", folder, "--progress", "plain", "--report", report, *options,
                        status=status)
        return Report(report), done

    def test_failing_step(self):
        """failures: a failing RUN names its line and exit code and shows its output"""
        report, done = self.failed("exit", "FROM busybox\nRUN true\nRUN echo before; exit 9\nRUN true\n")
        self.assertEqual(report.step("RUN echo before")["verdict"], "failed")
        self.assertEqual(report.step("RUN echo before")["exit_code"], 9)
        self.assertEqual(report.error["line"], 3)
        self.assertIsNone(report.json["image"])
        self.assertIn("before", done.stdout + done.stderr)

    def test_steps_before_a_failure_are_kept(self):
        """failures: what ran before the failing step hits in the next build"""
        folder = self.project("retry", {
            "Dockerfile": "FROM busybox\nRUN echo costly > /costly\nRUN test -e /wanted\n"})
        self.stw("build", folder, status=1)
        (folder / "Dockerfile").write_text(
            "FROM busybox\nRUN echo costly > /costly\nRUN test -e /costly\n", encoding="utf-8")
        report = self.build(folder)
        self.assertEqual(report.verdict("RUN echo costly"), "hit", report.summary())

    def test_missing_base(self):
        """failures: a base image that cannot be had is named at the line of its FROM"""
        report, done = self.failed("base", "# comment\nFROM no/such-image:1 AS x\nRUN true\n")
        self.assertEqual(report.error["line"], 2)
        self.assertIn("no/such-image:1", report.error["message"])
        self.assertIn("no/such-image:1", done.stderr)

    def test_missing_file(self):
        """failures: COPY of a file that the context lacks names file and line"""
        report, _ = self.failed("copy", "FROM busybox\nCOPY missing.txt /\n")
        self.assertEqual(report.error["line"], 2)
        self.assertIn("missing.txt", report.error["message"])

    def test_broken_file(self):
        """failures: an unknown instruction is refused with its line before anything runs"""
        report, _ = self.failed("parse", "FROM busybox\nRUN true\nRUM true\n")
        self.assertEqual(report.error["line"], 3)
        self.assertEqual(report.ran(), [])

    def test_usage(self):
        """failures: an unknown option is a usage error"""
        self.stw("build", "--no-such-option", status=2)


class Interrupted(Case):
    """Ctrl-C and kill in the middle of a step."""

    def assert_gone(self, marker, seconds=5):
        deadline = time.monotonic() + seconds
        while found := processes_with(f"sleep {marker}"):
            self.assertLess(time.monotonic(), deadline, found)
            time.sleep(0.05)

    def start(self, name, marker):
        folder = self.project(name, {"Dockerfile": sleeper(marker)})
        return folder, Running("build", folder, "--progress", "plain")

    def assert_good_afterwards(self, folder, marker):
        self.assert_gone(marker)
        self.stw("store", "verify")
        dockerfile = folder / "Dockerfile"
        dockerfile.write_text(sleeper(marker).replace(f"sleep {marker}", f"echo {marker}"), encoding="utf-8")
        report = self.build(folder)
        self.assertEqual(report.verdict("RUN echo first"), "hit", report.summary())
        self.assertEqual(report.verdict("RUN echo asleep"), "ran", report.summary())

    def test_interrupt(self):
        """stopping: Ctrl-C ends the build within 2 s with status 130; store and cache stay good"""
        marker = f"7{os.getpid()}1"
        folder, build = self.start("interrupt", marker)
        with build:
            build.wait_for("asleep-now")
            self.wait_until_asleep(marker)
            status, seconds = build.interrupt()
        self.assertEqual(status, 130)
        self.assertLess(seconds, 2)
        self.assert_good_afterwards(folder, marker)

    def test_kill(self):
        """stopping: after kill -9 nothing is left running, the store opens and the cache is used"""
        marker = f"7{os.getpid()}2"
        folder, build = self.start("kill", marker)
        with build:
            self.wait_until_asleep(marker)
            build.process.send_signal(signal.SIGKILL)
            build.process.wait(10)
        self.assert_good_afterwards(folder, marker)

    def test_kill_while_writing(self):
        """stopping: kill -9 while a step writes much leaves a store that opens and verifies"""
        marker = f"7{os.getpid()}3"
        text = ("FROM busybox\n"
                f"RUN mkdir /many && for i in $(seq 1 3000); do echo $i-{marker} > /many/$i; done\n"
                "RUN dd if=/dev/urandom of=/big bs=1M count=64\n")
        folder = self.project("writing", {"Dockerfile": text})
        # Ever later moments: in the steps, in the commits of their layers, in the export.
        for moment in (0.3, 0.6, 0.9, 1.2, 1.5):
            with self.subTest(moment=moment), Running("build", folder, "-t", "writing") as build:
                time.sleep(moment)
                build.process.kill()
                build.process.wait(10)
            self.stw("store", "verify")
        self.build(folder, "-t", "writing")
        self.assertEqual(self.stw("cat", "writing", "/many/3000").stdout, f"3000-{marker}\n")

    def wait_until_asleep(self, marker, seconds=60):
        deadline = time.monotonic() + seconds
        while not processes_with(f"sleep {marker}"):
            self.assertLess(time.monotonic(), deadline, "the step never began")
            time.sleep(0.02)


class SideBySide(Case):
    """Two builds at once in one store."""

    def test_two_builds(self):
        """side by side: two builds of one file at once both succeed and give the same image"""
        text = "FROM busybox AS a\nRUN echo a > /a && sleep 1\nFROM busybox\nCOPY --from=a /a /\n"
        folder = self.project("both", {"Dockerfile": text})
        reports = [self.path("one.json"), self.path("two.json")]
        builds = [Running("build", folder, "--report", report) for report in reports]
        for build in builds:
            with build:
                self.assertEqual(build.process.wait(120), 0, build.text())
        digests = {Report(report).digest for report in reports}
        self.assertEqual(len(digests), 1)
        self.stw("store", "verify")

    def test_builds_in_a_fresh_store(self):
        """side by side: builds that are the first in one store all open it and all get their base"""
        folder = self.project("fresh", {"Dockerfile": "FROM busybox\nCOPY Dockerfile /\n"})
        shut = self.path("layout")
        self.stw("build", folder, "-o", f"type=oci,tar=false,dest={shut}")
        for origin, options in (("registry", []), ("layout", ["--build-context", f"busybox=oci-layout://{shut}"])):
            for number in range(6):
                with self.subTest(origin=origin, round=number):
                    self.together(folder, self.path(f"store-{origin}-{number}"), options)

    def together(self, folder, store, options, count=4):
        builds = [Running("--store", store, "build", folder, *options) for _ in range(count)]
        try:
            for build in builds:
                self.assertEqual(build.process.wait(120), 0, build.text())
            self.assertEqual(self.stw("--store", store, "store", "verify").returncode, 0)
        finally:
            for build in builds:
                with build:
                    pass
            shutil.rmtree(store, ignore_errors=True)

    def test_stages_run_in_parallel(self):
        """side by side: two stages that need nothing of each other run at the same time"""
        text = ("FROM busybox AS a\nRUN sleep 2 && echo a > /a\n"
                "FROM busybox AS b\nRUN sleep 2 && echo b > /b\n"
                "FROM busybox\nCOPY --from=a /a /\nCOPY --from=b /b /\n")
        report = self.build(self.project("parallel", {"Dockerfile": text}))
        first, second = report.step("RUN sleep 2 && echo a"), report.step("RUN sleep 2 && echo b")
        # Which of the two starts first is open; that one starts before the other has ended is not.
        self.assertLess(first["start"], second["end"])
        self.assertLess(second["start"], first["end"])


class Secrets(Case):
    """What must not reach an image."""

    def test_host_ca_and_secrets_leave_no_trace(self):
        """secrets: neither the CA bundle nor a secret is in image, log or report"""
        secret = f"hush-{os.getpid()}-{time.monotonic_ns()}"
        file = self.path("secret.txt")
        file.write_text(secret, encoding="utf-8")
        folder = self.project("secret", {"Dockerfile": (
            "FROM busybox\n"
            "RUN --mount=type=secret,id=key wc -c < /run/secrets/key > /length && test -n \"$SSL_CERT_FILE\" "
            "&& test -r \"$SSL_CERT_FILE\"\n")})
        report = self.path("secret.json")
        done = self.stw("build", folder, "--host-ca", "--secret", f"id=key,src={file}", "-t", "secret",
                        "--progress", "plain", "--report", report)
        self.assertEqual(self.stw("cat", "secret", "/length").stdout.strip(), str(len(secret)))
        self.assertNotIn(secret, done.stdout + done.stderr + report.read_text(encoding="utf-8"))
        image = self.layout("secret", "secret-layout")
        self.assertNotIn("SSL_CERT_FILE", json.dumps(image.config["config"]))
        layers = list(image.layers())
        self.assertEqual(set(layers[-1].nodes) - RUNTIME_FOLDERS, {"/length"})
        again = self.build(folder, "--secret", f"id=key,src={file}")
        self.assertEqual([s for s in again.steps if s["verdict"] not in AT_REST], [], again.summary())


if __name__ == "__main__":
    main()
