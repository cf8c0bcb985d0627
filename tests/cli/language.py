"""stw parse, expand, context --match and check: shapes, streams and exit codes (app/stw/README.md)."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

STW = os.environ.get("STW", "stw")


def stw(*arguments, stdin=""):
    done = subprocess.run([STW, *arguments], input=stdin.encode(), capture_output=True, timeout=30)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


class Parse(unittest.TestCase):
    def parse(self, text):
        code, out, err = stw("parse", "-", "--format", "json", stdin=text)
        return code, json.loads(out), err

    def test_instructions_have_the_documented_members(self):
        code, json_, err = self.parse("FROM a AS b\nRUN --network=none <<-E\n\tx\nE\nONBUILD CMD [\"c\"]\n")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json_["schema"], "stagewright.parse/1")
        run = json_["instructions"][1]
        self.assertEqual(run["flags"], ["--network=none"])
        self.assertEqual(run["args"], ["<<-E"])
        self.assertEqual((run["start"], run["end"]), (2, 4))
        self.assertEqual(run["heredocs"], [{"name": "E", "content": "\tx\n", "expand": True, "chomp": True, "fd": 0}])
        onbuild = json_["instructions"][2]
        self.assertEqual(onbuild["args"], [])
        self.assertEqual((onbuild["sub"]["cmd"], onbuild["sub"]["args"], onbuild["sub"]["json"]), ("CMD", ["c"], True))
        self.assertEqual(json_["stages"][0]["name"], "b")

    def test_syntax_is_refused_with_one_message_and_still_printed(self):
        code, json_, err = self.parse("FROM a\nENV b\nENV c\n")
        self.assertEqual(code, 1)
        self.assertEqual(len(err.splitlines()), 1)
        self.assertIn(":2: ENV must have two arguments", err)
        self.assertEqual(len(json_["diagnostics"]), 2)
        self.assertEqual(json_["diagnostics"][0]["line"], 2)

    def test_a_wrong_instruction_is_told_but_parses(self):
        code, json_, err = self.parse("FROM a\nFOO b\n")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json_["diagnostics"][0]["rule"], "instruction")
        self.assertEqual(json_["instructions"][1]["args"], [""])

    def test_bytes_that_are_no_text_do_not_stop_it(self):
        done = subprocess.run([STW, "parse", "-", "--format", "json"], input=b"FROM \xff\xfe\x00\n", capture_output=True)
        self.assertEqual(done.returncode, 0)
        json.loads(done.stdout)

    def test_each_byte_that_is_no_text_is_one_mark(self):
        done = subprocess.run([STW, "parse", "-", "--format", "json"], input=b"FROM a\nRUN \xe2\x82 \xf0\x9f\x92 \xed\xa0\x80 \xc3\xa9\n", capture_output=True)
        self.assertEqual(json.loads(done.stdout)["instructions"][1]["args"], ["\ufffd\ufffd \ufffd\ufffd\ufffd \ufffd\ufffd\ufffd \u00e9"])

    def test_an_error_is_told_at_the_first_line_of_its_instruction(self):
        code, json_, err = self.parse("FROM a\nENV a=b \\\n  c\n")
        self.assertEqual(code, 1)
        self.assertIn(":2: Syntax error - can't find =", err)
        error = json_["diagnostics"][0]
        self.assertEqual((error["line"], error["range"]["start"]["line"], error["range"]["start"]["column"]), (2, 3, 2))

    def test_a_directory_is_a_usage_error(self):
        with tempfile.TemporaryDirectory() as folder:
            for command in (["parse"], ["graph"], ["check", "-f"], ["format"]):
                code, out, err = stw(*command, folder)
                self.assertEqual((code, out, len(err.splitlines())), (2, "", 1), err)
                self.assertIn("it is a directory", err)

    def test_a_missing_file_is_a_usage_error(self):
        code, out, err = stw("parse", "/nowhere/Dockerfile")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("/nowhere/Dockerfile", err)


class Expand(unittest.TestCase):
    def test_one_answer_per_line(self):
        questions = [{"word": "${a:-$b}", "env": ["b=x y"]},
                     {"word": "${a:-$b}", "env": ["b=x y"], "mode": "words"},
                     {"word": "a`b", "escape": "`"}]
        code, out, err = stw("expand", "--format", "json", stdin="\n".join(map(json.dumps, questions)))
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(lines(out), [{"result": "x y", "matched": ["b"], "unmatched": ["a"]}, {"words": ["x", "y"]},
                                      {"result": "ab", "matched": [], "unmatched": []}])

    def test_a_refused_word_keeps_its_place(self):
        code, out, err = stw("expand", "--format", "json", stdin='{"word":"${"}\n{"word":"b"}\n')
        self.assertEqual(code, 1)
        self.assertEqual(len(err.splitlines()), 1)
        self.assertIn("error", lines(out)[0])
        self.assertEqual(lines(out)[1]["result"], "b")


class Context(unittest.TestCase):
    def test_paths_and_files(self):
        questions = [{"patterns": ["*", "!src"], "paths": ["a", "src/x"]}, {"file": "# c\n/a/\n! b\n"}]
        code, out, err = stw("context", "--match", "--format", "json", stdin="\n".join(map(json.dumps, questions)))
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(lines(out), [{"ignored": [True, False]}, {"patterns": ["a", "!b"]}])

    def test_a_malformed_pattern_is_refused(self):
        code, out, err = stw("context", "--match", "--format", "json", stdin='{"patterns":["[a"],"paths":["b"]}')
        self.assertEqual(code, 1)
        self.assertIn("syntax error in pattern", err)


class Check(unittest.TestCase):
    def check(self, files, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                pathlib.Path(folder, name).write_text(text)
            code, out, err = stw("check", folder, "--format", "json", *arguments)
            return code, json.loads(out), err

    def test_findings_have_the_documented_members(self):
        code, found, err = self.check({"Dockerfile": "FROM a AS B\n"})
        self.assertEqual((code, err, found["error"]), (1, "", None))
        warning = found["warnings"][0]
        self.assertEqual((warning["rule"], warning["line"], warning["severity"]), ("StageNameCasing", 1, "warning"))
        self.assertEqual(warning["fix"]["edits"][0]["replacement"], "b")
        self.assertIn("range", warning)

    def test_a_good_file_is_good(self):
        self.assertEqual(self.check({"Dockerfile": "FROM a:1\n"})[:2], (0, {"schema": "stagewright.check/1", "warnings": [], "error": None}))

    def test_the_ignore_file_beside_the_dockerfile_wins(self):
        files = {"Dockerfile": "FROM a:1\nCOPY x y /\n", ".dockerignore": "x\n", "Dockerfile.dockerignore": "y\n"}
        code, found, err = self.check(files)
        self.assertEqual([w["message"] for w in found["warnings"]],
                         ['Attempting to Copy file "y" that is excluded by .dockerignore'])

    def test_an_error_has_its_line(self):
        code, found, err = self.check({"Dockerfile": "FROM a:1\nFOO b\n"})
        self.assertEqual((code, found["error"]["line"]), (1, 2))
        self.assertEqual(len(err.splitlines()), 1)

    def test_error_true_names_the_rules(self):
        code, found, err = self.check({"Dockerfile": "# check=error=true\nFROM a AS B\n"})
        self.assertEqual((code, found["error"]), (1, {"message": "lint violation found for rules: StageNameCasing", "line": 1}))
        self.assertIn("lint violation found for rules: StageNameCasing", err)

    def test_build_arguments_count(self):
        files = {"Dockerfile": "FROM a:1\nARG d=rel\nWORKDIR $d\n"}
        self.assertEqual(self.check(files)[0], 1)
        self.assertEqual(self.check(files, "--build-arg", "d=/abs")[0], 0)


if __name__ == "__main__":
    unittest.main()
