"""stw format: streams, files, exit codes and JSON (app/stw/README.md)."""
import json
import os
import stat
import subprocess
import tempfile
import unittest

STW = os.environ.get("STW", "stw")


def stw(*arguments, text=""):
    done = subprocess.run([STW, *arguments], input=text.encode(), capture_output=True, timeout=30)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Format(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(text.encode())
        return path

    def read(self, path):
        with open(path, "rb") as file:
            return file.read().decode()

    def test_stdin_to_stdout(self):
        self.assertEqual(stw("format", "-", text="from a\ncopy  x\ty  \n"), (0, "FROM a\nCOPY x y\n", ""))

    def test_a_file_is_printed_and_left_as_it_is(self):
        path = self.write("Dockerfile", "from a\r\n")
        self.assertEqual(stw("format", path), (0, "FROM a\n".replace("\n", "\r\n"), ""))
        self.assertEqual(self.read(path), "from a\r\n")

    def test_write_changes_the_file_and_keeps_mode_and_link(self):
        path = self.write("real", "from a\n")
        os.chmod(path, 0o640)
        link = os.path.join(self.folder.name, "Dockerfile")
        os.symlink("real", link)
        self.assertEqual(stw("format", link, "--write"), (0, "", link + ": formatted\n"))
        self.assertEqual(self.read(path), "FROM a\n")
        self.assertTrue(os.path.islink(link))
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)

    def test_write_leaves_a_formatted_file_alone(self):
        path = self.write("Dockerfile", "FROM a\n")
        before = os.stat(path)
        self.assertEqual(stw("format", "--write", path), (0, "", ""))
        after = os.stat(path)
        self.assertEqual((before.st_mtime_ns, before.st_ino), (after.st_mtime_ns, after.st_ino))

    def test_check(self):
        good, bad = self.write("good", "FROM a\n"), self.write("bad", "FROM a\n\nrun x \n")
        self.assertEqual(stw("format", "--check", good), (0, "", ""))
        code, out, err = stw("format", "--check", good, bad)
        self.assertEqual((code, out), (1, ""))
        self.assertIn(bad + ":3: not formatted", err)
        self.assertEqual(self.read(bad), "FROM a\n\nrun x \n")

    def test_json(self):
        code, out, err = stw("format", "-", "--format", "json", text="FROM a\ncopy x y\nrum z\n")
        answer = json.loads(out)
        self.assertEqual(code, 0)
        self.assertEqual((answer["schema"], answer["changed"], answer["text"], answer["error"]),
                         ("stagewright.format/1", True, "FROM a\nCOPY x y\nrum z\n", None))
        self.assertEqual([(edit["range"]["start"], edit["replacement"]) for edit in answer["edits"]],
                         [({"line": 2, "column": 0, "offset": 7}, "COPY")])
        self.assertEqual([item["line"] for item in answer["untouched"]], [3])
        self.assertIn("unknown instruction", err)

    def test_what_is_sound_is_formatted_beside_a_mistake(self):
        code, out, err = stw("format", "-", text="from a\nrum  x\nuser  b\n")
        self.assertEqual((code, out), (0, "FROM a\nrum  x\nUSER b\n"))
        self.assertIn("-:2: unknown instruction", err)

    def test_usage(self):
        path = self.write("Dockerfile", "FROM a\n")
        self.assertEqual(stw("format", "-", "--write")[0], 2)
        self.assertEqual(stw("format", path, path)[0], 2)
        self.assertEqual(stw("format", path, "--write", "--check")[0], 2)
        self.assertEqual(stw("format")[0], 2)
        code, out, err = stw("format", path + "-missing")
        self.assertNotEqual(code, 0)
        self.assertIn("cannot read", err)

    def test_parse_reads_the_same_before_and_after(self):
        text = "from a as b\nrun  x && \\\n   y\ncopy <<E /x\nz\nE\nhealthcheck cmd [\"a\",\"b\"]\nexpose 1/TCP\n"

        def instructions(source):
            found = json.loads(stw("parse", "-", "--format", "json", text=source)[1])["instructions"]
            return [(one["cmd"].upper(), one["flags"], [arg.upper() for arg in one["args"]], one["json"], one["heredocs"]) for one in found]

        self.assertEqual(instructions(text), instructions(stw("format", "-", text=text)[1]))


if __name__ == "__main__":
    unittest.main()
