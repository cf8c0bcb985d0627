"""What is taken from the cache, what is not, and why: the traps that others fell into, and one change at a time."""

import json
import os

from harness import Case, Report, main

DOCKERFILE = """\
ARG BASE=busybox
FROM ${BASE} AS build
ARG VERSION=1
ENV MODE=development
WORKDIR /app
COPY package.json ./
RUN echo "$VERSION $MODE" > /built
COPY src ./src
RUN --mount=type=bind,source=conf,target=/conf cat /conf/* > /conf.txt
RUN --mount=type=cache,target=/kept echo kept > /kept/file; echo cached > /cached.txt
FROM busybox
COPY --from=build /built /built
COPY --from=build /app /app
"""

FILES = {
    "Dockerfile": DOCKERFILE,
    "package.json": "{}",
    "src/index.js": "1",
    "src/other.js": "2",
    "conf/one": "1",
}


def line(report, number):
    return [step for step in report.steps if step["line"] == number][0]


class Reasons(Case):
    """One change of one input: the root cause that is named is that input."""

    def changed(self, name, change, *options, code, root, evidence=(), files=None):
        """Builds, changes one thing, forecasts and builds again. Gives the report."""
        folder = self.project(name, {**FILES, "package.json": name, **(files or {})})
        self.build(folder)
        change(folder)
        forecast = json.loads(self.stw("forecast", folder, *options, "--format", "json").stdout)
        report = self.build(folder, *options)
        ran = [step for step in report.steps if step["verdict"] == "ran"]
        self.assertTrue(ran, report.summary())
        foreseen = {step["line"]: step for step in forecast["steps"]}
        for step in ran:
            reason = step["reason"]
            self.assertEqual(reason["root"], root, (step["instruction"], reason))
            self.assertTrue(reason["text"])
            if step is not ran[0]:
                self.assertIn(reason["code"], {"knock-on", code}, step)
            verdict = foreseen[step["line"]]["verdict"]
            self.assertIn(verdict, {"run", "unknown"}, foreseen[step["line"]])
            self.assertEqual(foreseen[step["line"]]["reason"]["root"], root)
        first = ran[0]["reason"]
        self.assertEqual(first["code"], code, first)
        self.assertEqual(foreseen[ran[0]["line"]]["reason"]["code"], code)
        for wanted in evidence:
            self.assertTrue(any(wanted in one for one in first["evidence"]), (wanted, first))
        explained = self.stw("explain", folder).stdout
        self.assertIn(first["text"], explained)
        for wanted in evidence:
            self.assertIn(wanted, explained)
        return report

    def edit(self, old, new):
        def change(folder):
            text = (folder / "Dockerfile").read_text(encoding="utf-8")
            self.assertIn(old, text)
            (folder / "Dockerfile").write_text(text.replace(old, new, 1), encoding="utf-8")
        return change

    def write(self, file, text):
        return lambda folder: (folder / file).write_text(text, encoding="utf-8")

    def test_first_build(self):
        """reasons: a first build says so, each step for itself"""
        folder = self.project("first", {**FILES, "Dockerfile": DOCKERFILE.replace("/built", "/built-first")})
        forecast = json.loads(self.stw("forecast", folder, "--format", "json").stdout)
        runs = [step for step in forecast["steps"] if step["verdict"] == "run"]
        self.assertEqual({step["reason"]["code"] for step in runs if step["line"] >= 7}, {"first-build"})
        self.assertTrue(all(step["reason"]["root"] == step["line"] for step in runs))

    def test_command(self):
        """reasons: a changed command, with the old and the new text"""
        report = self.changed("command", self.edit('echo "$VERSION $MODE"', 'echo "now $VERSION"'),
                              code="command-changed", root=7, evidence=["$VERSION $MODE", "now $VERSION"])
        self.assertEqual(line(report, 8)["reason"]["code"], "knock-on")

    def test_destination(self):
        """reasons: a changed flag or destination is a change of the instruction"""
        self.changed("flag", self.edit("COPY package.json", "COPY --chown=1:2 package.json"),
                     code="command-changed", root=6, evidence=["chown: (not set) -> 1:2"])

    def test_argument(self):
        """reasons: another value of a build argument, old and new"""
        self.changed("argument", lambda folder: None, "--build-arg", "VERSION=2", code="argument-changed", root=7,
                     evidence=["VERSION: 1 -> 2"])

    def test_argument_in_a_path(self):
        """reasons: an argument that stands in a COPY"""
        files = {"Dockerfile": "FROM busybox\nARG WHERE=one\nCOPY src /$WHERE/\nRUN true\n"}
        self.changed("path", lambda folder: None, "--build-arg", "WHERE=two", code="argument-changed", root=3,
                     evidence=["/one/ -> /two/"], files=files)

    def test_environment(self):
        """reasons: another value of an environment variable"""
        self.changed("environment", self.edit("MODE=development", "MODE=production"), code="environment-changed", root=7,
                     evidence=["MODE: development -> production"])

    def test_user(self):
        """reasons: another user is another environment"""
        self.changed("user", self.edit("WORKDIR /app\nCOPY package.json ./", "WORKDIR /app\nCOPY package.json ./\nUSER 7"),
                     code="environment-changed", root=8, evidence=["user: "],
                     files={"Dockerfile": DOCKERFILE.replace("> /built", "> /tmp/built").replace("build /built", "build /tmp/built")
                            .replace("/conf.txt", "/tmp/conf.txt").replace("/kept/file; ", "/dev/null; ").replace("> /cached.txt", "> /tmp/c")})

    def test_base_image(self):
        """reasons: another base image"""
        self.build(self.project("fetched", {"Dockerfile": "FROM node:18-slim\n"}))
        self.changed("base", lambda folder: None, "--build-arg", "BASE=node:18-slim", code="base-image-changed", root=2,
                     evidence=["busybox -> node:18-slim"])

    def test_file_content(self):
        """reasons: a changed file, by name"""
        report = self.changed("content", self.write("src/index.js", "changed"), code="files-changed", root=8,
                              evidence=["modified src/index.js"])
        self.assertEqual(line(report, 13)["reason"]["code"], "knock-on")

    def test_new_file(self):
        """reasons: a new file, by name"""
        self.changed("added", self.write("src/new.js", "3"), code="files-changed", root=8, evidence=["added src/new.js"])

    def test_file_gone(self):
        """reasons: a file that is gone, by name"""
        self.changed("removed", lambda folder: (folder / "src/other.js").unlink(), code="files-changed", root=8,
                     evidence=["removed src/other.js"])

    def test_ignored_file(self):
        """reasons: a file that is ignored from now on is gone"""
        self.changed("ignored", self.write(".dockerignore", "src/other.js\n"), code="files-changed", root=8,
                     evidence=["removed src/other.js"])

    def test_file_mode(self):
        """reasons: another mode is another file"""
        self.changed("mode", lambda folder: (folder / "src/index.js").chmod(0o755), code="files-changed", root=8,
                     evidence=["modified src/index.js"])

    def test_many_files(self):
        """reasons: twenty files are named, the rest is counted"""
        def change(folder):
            for number in range(30):
                (folder / f"src/n{number}").write_text("n", encoding="utf-8")
        report = self.changed("many", change, code="files-changed", root=8, evidence=["added src/n0", "and 10 more"])
        self.assertEqual(len(line(report, 8)["reason"]["evidence"]), 21)

    def test_mounted_file(self):
        """reasons: a file that a bind mount shows"""
        self.changed("mounted", self.write("conf/one", "2"), code="files-changed", root=9, evidence=["modified conf/one"])

    def test_mount(self):
        """reasons: another mount"""
        self.changed("mount", self.edit("type=cache,target=/kept", "type=tmpfs,target=/kept"), code="mount-changed", root=10,
                     evidence=["mount:/kept: type=cache,", "-> type=tmpfs"])

    def test_no_cache(self):
        """reasons: --no-cache, for every step"""
        folder = self.project("nocache", FILES)
        self.build(folder)
        report = self.build(folder, "--no-cache")
        self.assertEqual({step["reason"]["code"] for step in report.steps if step["verdict"] == "ran"}, {"no-cache"})

    def test_pruned(self):
        """reasons: a result that was removed from the store"""
        folder = self.project("pruned", FILES)
        store = ["--store", str(self.path("pruned-store"))]
        self.stw(*store, "build", folder, "--host-ca")
        self.stw(*store, "store", "prune", "--all")
        name = self.path("pruned.json")
        self.stw(*store, "build", folder, "--host-ca", "--report", name)
        report = Report(name)
        self.assertEqual(line(report, 6)["verdict"], "ran", report.summary())
        self.assertEqual(line(report, 6)["reason"]["code"], "cache-pruned")

    def test_secret(self):
        """reasons: a secret is in no evidence, no record and no report"""
        folder = self.project("secret", {"Dockerfile": "FROM busybox\nRUN --mount=type=secret,id=s,env=S test -n \"$S\"\n"})
        options = ["--secret", "id=s,env=HUSH"]
        for value in ("hush-one-8812", "hush-two-8812"):
            self.build(folder, *options, environment={"HUSH": value})
        self.edit("test -n", "test  -n")(folder)
        report = self.build(folder, *options, environment={"HUSH": "hush-two-8812"})
        said = json.dumps(report.json) + self.stw("explain", folder).stdout
        self.assertNotIn("8812", said)

    def test_history(self):
        """reasons: show gives those of an earlier build, explain those of the last"""
        folder = self.project("history", {**FILES, "package.json": "history"})
        self.build(folder)
        (folder / "src/index.js").write_text("changed", encoding="utf-8")
        changed = self.build(folder)
        self.build(folder)
        self.assertIn("everything was taken from the cache", self.stw("explain", folder).stdout)
        shown = self.stw("show", changed.json["build"]).stdout
        self.assertIn("src/index.js changed", shown)
        builds = json.loads(self.stw("history", "-f", folder / "Dockerfile", "--format", "json").stdout)["builds"]
        self.assertEqual(len(builds), 3)
        self.assertEqual(builds[1]["build"], changed.json["build"])


class Hits(Case):
    """Hits where others miss."""

    def test_times_do_not_count(self):
        """hits: another modification time is no change"""
        folder = self.project("touched", FILES)
        self.build(folder)
        for name in FILES:
            os.utime(folder / name, (5, 5))
        self.assertEqual(self.build(folder).ran(), [])

    def test_cutoff(self):
        """hits: a step that ran again and gave the same lets the rest hit, and the explanation says so"""
        folder = self.project("cutoff", {"Dockerfile": "FROM busybox\nRUN echo same > /x\nRUN cp /x /y\nCOPY a /a\n", "a": "A"})
        self.build(folder)
        (folder / "Dockerfile").write_text("FROM busybox\nRUN printf 'same\\n' > /x\nRUN cp /x /y\nCOPY a /a\n", encoding="utf-8")
        report = self.build(folder)
        self.assertEqual([step["verdict"] for step in report.steps], ["hit", "ran", "hit", "hit"])
        for number in (3, 4):
            self.assertEqual(line(report, number)["reason"]["code"], "early-cutoff")
            self.assertEqual(line(report, number)["reason"]["root"], 2)
        self.assertIn("line 2 ran again and gave the same files", self.stw("explain", folder).stdout)

    def test_cutoff_looks_at_the_whole_root(self):
        """hits: an equal change of a step is no hit when the step before it made something else"""
        text = "FROM busybox\nRUN echo {} > /x\nRUN echo same > /y\nRUN cp /x /z\n"
        folder = self.project("whole", {"Dockerfile": text.format("one")})
        self.build(folder)
        (folder / "Dockerfile").write_text(text.format("two"), encoding="utf-8")
        report = self.build(folder, "-t", "whole:1")
        self.assertEqual([step["verdict"] for step in report.steps], ["hit", "ran", "ran", "ran"])
        self.assertEqual(self.stw("cat", "whole:1", "/z").stdout, "two\n")

    def test_copy_from_hits_by_content(self):
        """hits: a stage was made anew, and what is copied from it is as it was"""
        text = "FROM busybox AS made\nRUN echo {} > /log; echo same > /result\nFROM busybox\nCOPY --from=made /result /r\nRUN cp /r /s\n"
        folder = self.project("content", {"Dockerfile": text.format("one")})
        self.build(folder)
        (folder / "Dockerfile").write_text(text.format("two"), encoding="utf-8")
        report = self.build(folder)
        self.assertEqual([step["verdict"] for step in report.steps], ["hit", "ran", "shared", "hit", "hit"])
        self.assertEqual(line(report, 4)["reason"]["code"], "early-cutoff")

    def test_mount_hits_by_content(self):
        """hits: what a bind mount of a stage shows is as it was"""
        text = ("FROM busybox AS made\nRUN echo {} > /log; mkdir /d; echo same > /d/f\nFROM busybox\n"
                "RUN --mount=from=made,source=/d,target=/m cat /m/f > /out\n")
        folder = self.project("mounted", {"Dockerfile": text.format("one")})
        self.build(folder)
        (folder / "Dockerfile").write_text(text.format("two"), encoding="utf-8")
        self.assertEqual(line(self.build(folder), 4)["verdict"], "hit")

    def test_link_does_not_look_below(self):
        """hits: COPY --link hits on another base"""
        folder = self.project("linked", {"Dockerfile": "FROM busybox\nRUN echo linked-one > /x\nCOPY --link a /a\n", "a": "A"})
        self.build(folder)
        (folder / "Dockerfile").write_text("FROM busybox\nRUN echo linked-two > /x\nCOPY --link a /a\n", encoding="utf-8")
        report = self.build(folder)
        self.assertEqual([step["verdict"] for step in report.steps], ["hit", "ran", "hit"])

    def test_equal_steps_run_once(self):
        """hits: a step of two stages is made once, also where only the result shows that it is the same"""
        text = ("FROM busybox AS one\nRUN : 1\nRUN --mount=type=cache,id=count,target=/n echo x >> /n/log; sleep 0.2\n"
                "FROM busybox AS two\nRUN : 2\nRUN --mount=type=cache,id=count,target=/n echo x >> /n/log; sleep 0.2\n"
                "FROM busybox\nCOPY --from=one /bin/busybox /1\nCOPY --from=two /bin/busybox /2\n"
                "RUN --mount=type=cache,id=count,target=/n cp /n/log /log\n")
        folder = self.project("once", {"Dockerfile": text})
        report = self.build(folder, "-t", "once:1")
        self.assertEqual(line(report, 3)["verdict"], "ran", report.summary())
        self.assertEqual(line(report, 6)["verdict"], "shared", report.summary())
        self.assertEqual(self.stw("cat", "once:1", "/log").stdout, "x\n")
        again = self.project("once-more", {"Dockerfile": text.replace(": 1", ": 3").replace(": 2", ": 4").replace("0.2", "0.3")})
        told = self.stw("build", again, "--progress", "plain").stderr
        self.assertEqual(told.count(" SHARED\n"), 1, told)
        self.assertIn(" CACHED\n", told)  # the base
        words = self.stw("forecast", folder).stdout
        self.assertIn("shared", words)


class Traps(Case):
    """Wrong results that other builders gave."""

    def twice(self, name, first, second, dockerfile, path="/out"):
        """Builds with `first` as the file `a`, then with `second`, then with `first`; what each image has at `path`."""
        folder = self.project(name, {"Dockerfile": dockerfile, "a": first, "b": "B"})
        seen = []
        for text in (first, second, first):
            (folder / "a").write_text(text, encoding="utf-8")
            self.build(folder, "-t", f"{name}:1")
            seen.append(self.stw("cat", f"{name}:1", path).stdout)
        self.assertEqual(seen, [first, second, first])

    def test_copy_from_a_stage_that_changed(self):
        """traps: COPY --from of a stage whose contents changed (kaniko 1262, buildah 1134)"""
        self.twice("stage", "one", "two", "FROM busybox AS made\nCOPY a /a\nRUN cp /a /made\nFROM busybox\nCOPY --from=made /made /out\n")

    def test_copy_from_with_a_pattern(self):
        """traps: COPY --from with a pattern, of a stage whose contents changed (kaniko 589)"""
        self.twice("pattern", "one", "two", "FROM busybox AS made\nCOPY a /dir/file.txt\nFROM busybox\nCOPY --from=made /dir/*.txt /d/\n", "/d/file.txt")

    def test_bind_mount_there_and_back(self):
        """traps: a bind mount of a stage, A then B then A (buildah 6845)"""
        self.twice("back", "one", "two", "FROM busybox AS made\nCOPY a /a\nFROM busybox\nRUN --mount=type=bind,from=made,target=/m cp /m/a /out\n")

    def test_useless_copy(self):
        """traps: a file that is there already is copied, then another (moby 37965)"""
        dockerfile = "FROM busybox AS first\nCOPY a /a\nFROM first\nCOPY a /a\nCOPY a /a\nCOPY b /b\nRUN cat /a > /out\n"
        self.twice("useless", "one", "two", dockerfile)
        self.assertEqual(self.stw("cat", "useless:1", "/b").stdout, "B")

    def test_skipped_is_not_cached(self):
        """traps: a stage that is not needed is skipped, not cached (buildkit 5644)"""
        folder = self.project("skipped", {"Dockerfile": "FROM busybox AS unused\nRUN echo unused\nFROM busybox\nRUN echo used\n"})
        self.build(folder)
        report = self.build(folder)
        self.assertEqual(report.verdict("RUN echo unused"), "skipped")
        self.assertEqual(report.verdict("RUN echo used"), "hit")
        plain = self.stw("build", folder, "--progress", "plain")
        self.assertNotIn("echo unused", plain.stdout + plain.stderr)
        forecast = json.loads(self.stw("forecast", folder, "--format", "json").stdout)
        self.assertEqual([step["verdict"] for step in forecast["steps"]], ["not-needed", "not-needed", "hit", "hit"])
        self.assertEqual(forecast["summary"]["hit"], 2)

    def test_cache_mount_of_another_owner(self):
        """traps: a cache mount of another owner is another cache (buildkit 1673)"""
        text = "FROM busybox\nRUN --mount=type=cache,id=k,target=/k{} echo {} >> /k/log; cat /k/log > /out\n"
        folder = self.project("owner", {"Dockerfile": text.format("", "root")})
        self.build(folder, "-t", "owner:1")
        (folder / "Dockerfile").write_text(text.format(",uid=7,mode=0777", "seven"), encoding="utf-8")
        self.build(folder, "-t", "owner:2")
        self.assertEqual(self.stw("cat", "owner:2", "/out").stdout, "seven\n")

    def test_no_cache_of_one_stage(self):
        """traps: what a build without the cache made is what later builds hit (buildkit 3412)"""
        folder = self.project("fresh", {"Dockerfile": "FROM busybox AS a\nRUN cat /proc/uptime > /t\nFROM busybox\nCOPY --from=a /t /t\nRUN cp /t /u\n"})
        first = self.build(folder)
        fresh = self.build(folder, "--no-cache-filter", "a")
        self.assertEqual([step["verdict"] for step in fresh.steps], ["hit", "ran", "shared", "ran", "ran"])
        self.assertNotEqual(fresh.step("RUN cat")["diff_id"], first.step("RUN cat")["diff_id"])
        later = self.build(folder)
        self.assertEqual(later.ran(), [])
        for start in ("RUN cat", "COPY", "RUN cp"):
            self.assertEqual(later.step(start)["diff_id"], fresh.step(start)["diff_id"])


if __name__ == "__main__":
    main()
