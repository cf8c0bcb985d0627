"""`stw test IMAGE FILE`: commands in the real sandbox, their exit codes, output, users and time; JSON and JUnit."""

import json
import time
import xml.etree.ElementTree

from harness import Case, Running, main, processes_with

DOCKERFILE = """FROM busybox
RUN echo worker:x:1234:1234::/work:/bin/sh >> /etc/passwd && echo worker:x:1234: >> /etc/group && mkdir -p /work && chown 1234:1234 /work
ENV GREETING="good day" LEVEL=3
WORKDIR /work
USER worker
COPY --chmod=755 tool /usr/bin/tool
ENTRYPOINT ["tool"]
"""
TOOL = """#!/bin/sh
echo "to stdout: $*"
echo "to stderr: $GREETING" >&2
exit 7
"""


class Assertions(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.project("image", {"Dockerfile": DOCKERFILE, "tool": TOOL})
        cls.build(cls.folder, "-t", "assert:1")

    def run_test(self, yaml, status=0, image="assert:1"):
        """Results by their names."""
        file = self.path("assertions.yaml")
        file.write_text(yaml, encoding="utf-8")
        out = json.loads(self.stw("test", image, file, "--format", "json", status=status).stdout)
        return {result["name"]: result for result in out["results"]}

    def assert_holds(self, yaml, **more):
        for name, result in self.run_test(yaml, **more).items():
            self.assertTrue(result["passed"], (name, result["message"]))

    def test_exit_code_and_both_streams(self):
        """assertions: exit code, stdout and stderr apart and together"""
        self.assert_holds("""
commands:
  - run: [tool, a, "b c"]
    exit: 7
    stdout: {equals: "to stdout: a b c"}
    stderr: {contains: good day, excludes: stdout}
    output: {contains: [to stdout, to stderr]}
  - {name: silent, run: "true", output: {equals: ""}}
  - {name: a shell, run: "echo one; echo two | tr t T", output: {matches: "^one\\nTwo"}}
  - {name: not there, run: [no-such-program], exit: 127}
  - {name: killed, run: "sh -c 'kill -9 $$'; exit $?", exit: 137}
""")

    def test_what_does_not_hold(self):
        """assertions: what differs is told, with what the command printed, and the exit status is 1"""
        results = self.run_test("""
commands:
  - {name: code, run: tool, exit: 0}
  - {name: out, run: tool, exit: 7, stdout: to stderr}
  - {name: err, run: tool, exit: 7, stderr: to stdout}
  - {name: good, run: tool, exit: 7}
""", status=1)
        self.assertEqual([results[name]["passed"] for name in ("code", "out", "err", "good")], [False, False, False, True])
        self.assertIn("it ended with 7, not 0", results["code"]["message"])
        self.assertIn("to stderr: good day", results["code"]["message"])
        self.assertEqual(results["out"]["message"], "stdout does not contain 'to stderr'")
        self.assertEqual([results[name]["line"] for name in ("code", "out")], [3, 4])

    def test_user_folder_and_environment(self):
        """assertions: commands run as the image says, or as another user, with variables of their own"""
        self.assert_holds("""
user: worker
workdir: /work
commands:
  - {name: as the image says, run: 'id -u; pwd; echo "$GREETING $LEVEL"', output: {equals: "1234\\n/work\\ngood day 3"}}
  - {name: root, run: id -un, user: root, output: {equals: root}}
  - {name: by number, run: 'id -u; id -g', user: "7:8", output: {equals: "7\\n8"}}
  - {name: variables, run: 'echo "$LEVEL$MORE"', env: {LEVEL: 4, MORE: " and more"}, output: {equals: 4 and more}}
  - {name: no input, run: cat, output: {equals: ""}}
""")

    def test_each_has_a_fresh_root(self):
        """assertions: nothing of one command is there for the next, and nothing stays in the image"""
        self.assert_holds("""
files: [{path: /work/mark, exists: false}]
commands:
  - {name: writes, run: 'echo x > /work/mark && cat /work/mark', output: x}
  - {name: sees nothing, run: 'ls -A /work', output: {equals: ""}}
  - {name: no network, run: 'ls /sys/class/net', output: {excludes: eth}}
""")
        self.assertNotIn("/work/mark", self.stw("files", "assert:1").stdout)

    def test_a_command_that_hangs(self):
        """assertions: a command that hangs is stopped in time, with all that it started, and the others run on"""
        begun = time.monotonic()
        results = self.run_test("""
commands:
  - {name: hangs, run: 'echo begun; sleep 98765 & sleep 98765', timeout: 1s}
  - {name: next, run: echo fine, output: fine}
""", status=1)
        self.assertLess(time.monotonic() - begun, 60)
        self.assertIn("still running after 1 s", results["hangs"]["message"])
        self.assertIn("begun", results["hangs"]["message"])
        self.assertTrue(results["next"]["passed"], results["next"]["message"])
        self.assertEqual(processes_with("sleep 98765"), [])

    def test_a_command_that_never_stops_printing(self):
        """assertions: endless output is cut off"""
        results = self.run_test("commands: [{name: endless, run: 'yes', timeout: 5m}]\n", status=1)
        self.assertIn("it printed more than 16", results["endless"]["message"])

    def test_stopped_by_the_user(self):
        """assertions: Ctrl-C ends the test"""
        file = self.path("long.yaml")
        file.write_text("commands: [{run: sleep 87654}]\n", encoding="utf-8")
        with Running("test", "assert:1", file) as running:
            while not processes_with("sleep 87654") and running.alive():
                time.sleep(0.02)
            status, _ = running.interrupt()
        self.assertEqual(status, 130)

    def test_junit(self):
        """assertions: JUnit's document holds what was printed, also where that is no text"""
        file = self.path("junit.yaml")
        file.write_text("""
user: worker
commands:
  - {name: bytes & <more>, run: 'printf "\\377\\001<x>&\\033"; exit 1'}
  - {name: good, run: "true"}
""", encoding="utf-8")
        text = self.stw("test", "assert:1", file, "--format", "junit", status=1).stdout
        junit = xml.etree.ElementTree.fromstring(text)
        self.assertEqual((junit.get("tests"), junit.get("failures")), ("3", "1"))
        cases = {case.get("name"): case for case in junit.iter("testcase")}
        self.assertIn("it ended with 1, not 0", cases["bytes & <more>"].find("failure").get("message"))
        self.assertIsNone(cases["good"].find("failure"))
        self.assertGreater(float(cases["good"].get("time")), 0)

    def test_structure_tests(self):
        """assertions: commandTests of container-structure-test with setup and teardown"""
        self.assert_holds("""
schemaVersion: 2.0.0
commandTests:
  - name: prepared
    setup: [[sh, -c, "echo ready > /tmp/state"]]
    teardown: [[rm, /tmp/state]]
    command: cat
    args: [/tmp/state]
    expectedOutput: ["^ready"]
    exitCode: 0
  - name: environment
    envVars: [{key: WHO, value: me}]
    command: sh
    args: [-c, 'echo $WHO; echo bad >&2; exit 3']
    expectedOutput: [me]
    expectedError: [bad]
    excludedError: [me]
    exitCode: 3
""")

    def test_images_from_elsewhere(self):
        """assertions: an archive, a layout and a stage are tested as an image of the store is"""
        archive, layout = self.path("a.tar"), self.path("layout")
        self.stw("export", "assert:1", "-o", f"type=docker,dest={archive}")
        self.stw("export", "assert:1", "-o", f"type=oci,tar=false,dest={layout}")
        yaml = "files: [{path: /usr/bin/tool, mode: '0755'}]\ncommands: [{run: tool, exit: 7, stdout: to stdout}]\n"
        for image in (archive, layout, "@0"):
            self.assert_holds(yaml, image=image)

    def test_a_wrong_file(self):
        """assertions: a wrong time or user is told before, or with, the command"""
        file = self.path("wrong.yaml")
        file.write_text("commands: [{run: 'true', timeout: soon}]\n", encoding="utf-8")
        done = self.stw("test", "assert:1", file, status=2)
        self.assertIn("line 1: a time such as 30s or 2m is expected here", done.stderr)


if __name__ == "__main__":
    main()
