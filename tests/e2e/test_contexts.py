"""Contexts that are no directory, and what is fetched: archives and Dockerfiles on standard input or behind a URL, git repositories."""

import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import time
import unittest

from harness import STW, Case, Running, main, processes_with

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "conformance"))
from servers import Server  # noqa: E402  (found by the line above)

DOCKERFILE = "FROM scratch\nCOPY . /all/\nCOPY --chmod=600 one /one\n"


def archive(files, mode="w"):
    """A tar of name -> text, owned by 21:22."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.uid, member.gid = len(text), 0o644, 21, 22
            tar.addfile(member, io.BytesIO(text.encode()))
    return data.getvalue()


class Contexts(Case):
    """stw build with a CONTEXT of each kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        served = cls.path("served")
        served.mkdir()
        files = {"Dockerfile": DOCKERFILE, "other/File": "FROM scratch\nCOPY one /other\n", "one": "1\n", ".dockerignore": "one\n"}
        cls.project("work", files)
        cls.git("init", "-q", "-b", "main")
        cls.git("add", ".")
        cls.git("commit", "-qm", "first")
        cls.git("clone", "-q", "--mirror", ".", str(served / "r.git"))
        (served / "context.tar.gz").write_bytes(archive(files, "w:gz"))
        (served / "Dockerfile").write_text("FROM scratch\nCOPY context /text\n", encoding="utf-8")
        (served / "file").write_text("first\n", encoding="utf-8")
        cls.server = cls.enterClassContext(Server(served, {}))
        cls.served = served

    @classmethod
    def git(cls, *words):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a",
                       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a"}
        subprocess.run(["git", *words], cwd=cls.path("work"), env=environment, check=True, capture_output=True)

    def run_stw(self, *arguments, stdin=b"", status=0):
        done = subprocess.run([STW, *map(str, arguments)], input=stdin, capture_output=True, cwd=self.directory, check=False)
        self.assertEqual(done.returncode, status, done.stderr.decode()[-4000:])
        return done

    def built(self, *arguments, stdin=b""):
        """Builds; path -> (mode, owner, text) of the image's files."""
        target = self.path("root.tar")
        self.run_stw("build", *arguments, "-o", f"type=tar,dest={target}", stdin=stdin)
        with tarfile.open(target) as tar:
            return {member.name: (member.mode, member.uid, tar.extractfile(member).read().decode(errors="replace"))
                    for member in tar if member.isfile()}

    def test_archive_on_standard_input(self):
        """contexts: an archive on standard input is the context, owners kept, no ignore file"""
        for mode in ("w", "w:gz", "w:xz"):
            files = {"Dockerfile": DOCKERFILE, "one": "1\n", ".dockerignore": "one\n"}
            root = self.built("-", stdin=archive(files, mode))
            self.assertEqual(root["one"], (0o600, 21, "1\n"))
            self.assertEqual(root["all/one"], (0o644, 21, "1\n"))
            self.assertIn("all/Dockerfile", root)

    def test_dockerfile_in_an_archive_by_name(self):
        """contexts: -f names a file of the archive; a missing one is refused"""
        stdin = archive({"d/File": "FROM scratch\nCOPY one /other\n", "one": "1\n"})
        self.assertEqual(self.built("-", "-f", "d/File", stdin=stdin), {"other": (0o644, 21, "1\n")})
        done = self.run_stw("build", "-", stdin=stdin, status=1)
        self.assertIn("there is no Dockerfile in the context standard input", done.stderr.decode())

    def test_dockerfile_on_standard_input(self):
        """contexts: a text on standard input is the Dockerfile of an empty context"""
        self.assertEqual(self.built("-", stdin=b"FROM scratch\nCOPY <<E /e\nhere\nE\nCOPY . /all\n"), {"e": (0o644, 0, "here\n")})
        done = self.run_stw("build", "-", stdin=b"FROM scratch\n\nCOPY one /one\n", status=1)
        self.assertIn("Dockerfile (stdin):3: ", done.stderr.decode())
        self.run_stw("build", "-", "-f", "-", status=2)

    def test_dockerfile_on_standard_input_with_a_directory(self):
        """contexts: -f - with a directory as the context"""
        folder = self.project("plain", {"one": "1\n"})
        self.assertEqual(self.built(folder, "-f", "-", stdin=b"FROM scratch\nCOPY one /x\n"), {"x": (0o644, 0, "1\n")})

    def test_archive_behind_a_url(self):
        """contexts: an archive behind a URL"""
        root = self.built(self.server.url + "/context.tar.gz")
        self.assertEqual(root["one"], (0o600, 21, "1\n"))
        self.assertEqual(self.built(self.server.url + "/context.tar.gz", "-f", "other/File")["other"], (0o644, 21, "1\n"))

    def test_dockerfile_behind_a_url(self):
        """contexts: a text behind a URL is the Dockerfile, and the only file of the context"""
        self.assertEqual(self.built(self.server.url + "/Dockerfile"), {"text": (0o600, 0, "FROM scratch\nCOPY context /text\n")})
        self.run_stw("build", self.server.url + "/none", status=1)

    def test_git_repository(self):
        """contexts: a git repository with reference and subdirectory; no ignore file, no .git unless asked for"""
        root = self.built(self.server.url + "/r.git")
        self.assertEqual(root["one"], (0o600, 0, "1\n"))
        self.assertIn("all/one", root)
        self.assertFalse([name for name in root if ".git/" in name])
        self.assertEqual(self.built(self.server.url + "/r.git#main:", "-f", "other/File")["other"][2], "1\n")
        kept = self.built(self.server.url + "/r.git#main", "--build-arg", "BUILDKIT_CONTEXT_KEEP_GIT_DIR=1")
        self.assertIn("all/.git/HEAD", kept)
        done = self.run_stw("build", self.server.url + "/r.git#none", status=1)
        self.assertIn("does not contain ref none", done.stderr.decode())

    def forecast(self, folder):
        """Verdict and reason of the ADD step."""
        done = self.run_stw("forecast", folder, "--format", "json")
        step = next(step for step in json.loads(done.stdout)["steps"] if step["instruction"].startswith("ADD"))
        return step["verdict"], step["reason"]

    def add_step(self, folder, name):
        return self.build(folder, "-t", name).step("ADD")

    def test_cache_of_a_url(self):
        """fetched: a URL is forecast, hits while it is the same, and names itself as the reason when it changed"""
        url = self.server.url + "/file"
        folder = self.project("adds", {"Dockerfile": f"FROM scratch\nADD {url} /dir/\n"})
        verdict, reason = self.forecast(folder)
        self.assertEqual((verdict, reason["code"]), ("run", "first-build"))
        self.assertIn(url, reason["text"])
        self.assertEqual(self.add_step(folder, "adds")["verdict"], "ran")
        self.assertEqual(self.forecast(folder)[0], "hit")
        self.assertEqual(self.add_step(folder, "adds")["verdict"], "hit")
        (self.served / "file").write_text("second\n", encoding="utf-8")
        self.assertEqual(self.forecast(folder)[0], "hit")  # a forecast asks nobody
        step = self.add_step(folder, "adds")
        self.assertEqual((step["verdict"], step["reason"]["code"]), ("ran", "files-changed"))
        self.assertEqual(step["reason"]["evidence"], [f"modified {url}"])

    def test_cache_of_a_repository(self):
        """fetched: a commit that leaves the subdirectory as it was changes nothing, another names its files"""
        url = self.server.url + "/r.git#main:other"
        folder = self.project("clones", {"Dockerfile": f"FROM scratch\nADD {url} /dir/\n"})
        self.assertEqual(self.forecast(folder)[0], "run")
        self.assertEqual(self.add_step(folder, "clones")["verdict"], "ran")
        self.assertEqual(self.forecast(folder)[0], "hit")
        for file, verdict in (("elsewhere", "hit"), ("other/new", "ran")):
            (self.path("work") / file).write_text("new\n", encoding="utf-8")
            self.git("add", ".")
            self.git("commit", "-qm", file)
            self.git("push", "-q", "--mirror", str(self.served / "r.git"))
            step = self.add_step(folder, "clones")
            self.assertEqual(step["verdict"], verdict, step)
        self.assertEqual(step["reason"]["evidence"], [f"added {url}/new"])
        self.assertEqual(self.forecast(folder)[0], "hit")

    def test_what_cannot_be_fetched(self):
        """fetched: the failure stands at its line, with the address, the reason and advice"""
        folder = self.project("fails", {"Dockerfile": f"FROM scratch\n\nADD {self.server.url}/none /dir/\n"})
        done = self.run_stw("build", folder, status=1)
        text = done.stderr.decode()
        self.assertIn(f"Dockerfile:3: cannot fetch {self.server.url}/none: invalid response status 404", text)
        self.assertIn("check the address", text)


    def test_what_is_taken_of_any_context(self):
        """contexts: stw context tells of a repository, an archive and standard input what each COPY takes"""
        def told(*arguments, stdin=b""):
            done = self.run_stw("context", *arguments, "--format", "json", stdin=stdin)
            report = json.loads(done.stdout)
            self.assertIsNone(report["ignore_file"])
            self.assertEqual([file for file in report["files"] if file["ignored"]], [])
            return {file["path"] for file in report["files"]}, [(use["line"], sorted(use["files"])) for use in report["uses"]]

        files, uses = told(self.server.url + "/r.git")
        self.assertLessEqual({"Dockerfile", "other/File", "one", ".dockerignore"}, files)  # and what other tests commit
        self.assertEqual(uses, [(2, sorted(files)), (3, ["one"])])
        files, uses = told(self.server.url + "/r.git", "-f", "other/File")
        self.assertEqual(uses, [(2, ["one"])])
        files, uses = told(self.server.url + "/context.tar.gz")
        self.assertEqual(uses[1], (3, ["one"]))
        files, uses = told("-", stdin=archive({"Dockerfile": DOCKERFILE, "one": "12345"}))
        self.assertEqual((files, uses[1]), ({"Dockerfile", "one"}, (3, ["one"])))
        files, uses = told("-", stdin=b"FROM scratch\nCOPY x /\n")
        self.assertEqual((files, uses), (set(), [(2, [])]))
        self.run_stw("context", self.server.url + "/missing.git", status=1)


class Keys(Case):
    """RUN --mount=type=ssh with files that hold keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        missing = [name for name in ("ssh-keygen", "ssh-agent", "ssh-add", "ldd") if shutil.which(name) is None]
        if missing:
            raise unittest.SkipTest(f"not installed: {', '.join(missing)}")
        cls.folder = cls.project("keys", {"Dockerfile": (
            "FROM busybox\nCOPY tools /tools\n"
            "RUN --mount=type=ssh /tools/ld.so --library-path /tools /tools/ssh-add -L > /keys\n"
            "RUN --mount=type=ssh,id=other /tools/ld.so --library-path /tools /tools/ssh-add -L > /others\n")})
        # ssh-add with its libraries, since the base image has none.
        tools = cls.folder / "tools"
        tools.mkdir()
        program = shutil.which("ssh-add")
        shutil.copy(program, tools / "ssh-add")
        libraries = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        for word in libraries.split():
            if word.startswith("/"):
                name = pathlib.Path(word).name
                shutil.copy(word, tools / ("ld.so" if name.startswith("ld-") else name))
        for name, words in (("ed", ["-t", "ed25519"]), ("rsa", ["-t", "rsa", "-b", "2048", "-m", "PEM"]), ("ec", ["-t", "ecdsa"])):
            subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "", *words, "-f", cls.path(name)], check=True)
        subprocess.run(["ssh-keygen", "-q", "-N", "a phrase", "-t", "ed25519", "-f", cls.path("locked")], check=True)

    def public(self, *names):
        return sorted(" ".join(self.path(f"{name}.pub").read_text().split()[:2]) for name in names)

    def offered(self, image, path):
        return sorted(" ".join(line.split()[:2]) for line in self.stw("cat", image, path).stdout.splitlines())

    def agents(self):
        return [line for line in processes_with("stagewright-ssh-") if ": ssh-agent " in line]

    def test_keys_in_files(self):
        """keys: --ssh ID=FILE,.. offers these keys to steps that ask for this id, and leaves no agent behind"""
        self.path("ed").chmod(0o644)  # as files in a container often are
        self.stw("build", self.folder, "-t", "keys", "--no-cache", "--ssh", f"default={self.path('ed')},{self.path('rsa')}",
                 "--ssh", f"other={self.path('ec')}", environment={"SSH_AUTH_SOCK": ""})
        self.assertEqual(self.offered("keys", "/keys"), self.public("ed", "rsa"))
        self.assertEqual(self.offered("keys", "/others"), self.public("ec"))
        self.assertEqual(self.agents(), [])

    def test_what_is_no_key(self):
        """keys: a file that holds no key, one with a passphrase and one that is missing are refused with their name"""
        self.path("text").write_text("no key\n")
        for name in ("text", "locked", "missing"):
            with self.subTest(name=name):
                done = self.stw("build", self.folder, "--ssh", f"default={self.path(name)}", status=2)
                self.assertIn(str(self.path(name)), done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertEqual(self.agents(), [])

    def test_a_forecast_needs_no_agent(self):
        """keys: a forecast with key files starts nothing"""
        self.stw("forecast", self.folder, "--ssh", f"default={self.path('ed')}", "--ssh", f"other={self.path('locked')}")

    def test_a_killed_build_leaves_no_agent(self):
        """keys: the agent ends with a build that is killed"""
        folder = self.project("killed", {"Dockerfile": "FROM busybox\nRUN --mount=type=ssh echo asleep-now && sleep 600\n"})
        with Running("build", folder, "--progress", "plain", "--ssh", f"default={self.path('ed')}") as build:
            build.wait_for("asleep-now")
            self.assertEqual(len(self.agents()), 1)
            build.process.kill()
            build.process.wait(10)
        deadline = time.monotonic() + 10
        while self.agents():
            self.assertLess(time.monotonic(), deadline, self.agents())
            time.sleep(0.02)


if __name__ == "__main__":
    main()
