"""stw graph: shapes, refusals and exit codes (app/stw/README.md)."""
import json
import os
import subprocess
import unittest

STW = os.environ.get("STW", "stw")


def graph(text, *arguments):
    done = subprocess.run([STW, "graph", "-", "--format", "json", *arguments], input=text.encode(), capture_output=True, timeout=30)
    return done.returncode, json.loads(done.stdout), done.stderr.decode()


class Graph(unittest.TestCase):
    def test_stages_and_uses(self):
        code, out, err = graph("FROM a AS Builder\nFROM b\nCOPY --from=builder /x /\nRUN --mount=from=c,target=/c ls\n")
        self.assertEqual((code, err), (0, ""))
        builder, final = out["stages"]
        self.assertEqual((builder["name"], builder["base"], builder["base_stage"], builder["needed"]), ("builder", "a", None, True))
        self.assertEqual(final["uses"], [{"how": "copy", "ref": "builder", "stage": 0, "line": 3},
                                         {"how": "mount", "ref": "c", "stage": None, "line": 4}])

    def test_target_and_arguments(self):
        code, out, _ = graph("ARG V=1\nFROM a:$V AS x\nFROM b AS y\n", "--target", "X", "--build-arg", "V=2")
        self.assertEqual(code, 0)
        self.assertEqual([stage["needed"] for stage in out["stages"]], [True, False])
        self.assertEqual(out["stages"][0]["base"], "a:2")

    def refused(self, text, line, words, *arguments):
        code, out, err = graph(text, *arguments)
        self.assertEqual(code, 1, err)
        self.assertEqual(len(err.splitlines()), 1)
        self.assertIn(words, err)
        if line:
            self.assertIn(f":{line}: ", err)
        self.assertIn("stages", out)
        return out

    def test_what_a_build_refuses_is_refused(self):
        self.refused("FROM a AS x\nCOPY --from=x /1 /\n", 2, "circular dependency")
        self.refused("FROM a\nCOPY --from=y /1 /\nFROM b AS y\nFROM a\nCOPY --from=0 / /\n", 2, "needs to be defined before")
        self.refused("FROM $X\n", 1, "expands to nothing")
        self.refused("FROM a\nSTOPSIGNAL NOPE\n", 2, "not a signal")
        self.refused("FROM a\nFOO x\n", 2, "FOO")
        self.refused("FROM a AS build\n", 0, "Did you mean 'build'?", "--target", "biuld")
        self.refused("ARG x=1\n", 0, "")
        self.refused("# check=error=maybe\nFROM a\n", 1, "error")
        self.refused("", 0, "")

    def test_a_refusal_names_the_first_line_of_its_instruction(self):
        self.refused("FROM a\nENV a=b \\\n  c=d \\\n  e\n", 2, "can't find =")
        self.refused("FROM a\n\\\nFOO x\n", 2, "unknown instruction: FOO")
        out = self.refused("FROM a\nCOPY x \\\n  ${y!} /\n", 2, "unsupported modifier")
        self.assertEqual((out["diagnostics"][0]["line"], out["diagnostics"][0]["range"]["start"]["line"]), (2, 3))

    def test_a_message_is_one_line_whatever_it_quotes(self):
        self.refused("FROM a\nCOPY <<E /x\n1 ${n[e}\n2\nE\n", 2, "1 ${n[e}\\n2")

    def test_nothing_to_run_is_found_last(self):
        self.refused("FROM a\nRUN []\nFOO x\n", 3, "unknown instruction")
        self.refused("FROM a AS unused\nRUN []\nFROM a\nRUN []\n", 4, "at least one argument")

    def test_stages_upon_stages(self):
        text = "FROM scratch AS s0\n" + "".join(f"FROM s{i - 1} AS s{i}\nCOPY --from=s{i - 1} a b\n" for i in range(1, 1500))
        code, out, err = graph(text)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out["stages"][-1]["base_stage"], 1498)
        self.assertTrue(all(stage["needed"] for stage in out["stages"]))

    def test_dot_and_plan(self):
        for extra, words in ((["--format", "dot"], b"digraph"), (["--plan"], b"RUN /bin/sh -c x # buildkit")):
            done = subprocess.run([STW, "graph", "-", *extra], input=b"FROM a\nRUN x\n", capture_output=True, timeout=30)
            self.assertEqual(done.returncode, 0)
            self.assertIn(words, done.stdout)


if __name__ == "__main__":
    unittest.main()
