"""The conformance cases themselves, and the code that reads and judges them: needs no engine."""

import hashlib
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import cases
import engine
import expected
from compare import Layer, Node

FULL = 250  # cases in the whole set, at least
IN_PART = 80  # and in CI's part

class Set(unittest.TestCase):
    """tests/data/conformance."""

    @classmethod
    def setUpClass(cls):
        cls.cases, cls.complaints = cases.load()

    def test_valid(self):
        """conformance: every case is valid"""
        self.assertEqual(self.complaints, [])

    def test_sizes(self):
        """conformance: the whole set and CI's part of it are as large as they should be"""
        part = [case for case in self.cases if case.in_part()]
        self.assertGreaterEqual(len(self.cases), FULL)
        self.assertGreaterEqual(len(part), IN_PART)
        self.assertLess(len(part), len(self.cases) / 2)

    def test_topics(self):
        """conformance: every topic is in the README beside the cases"""
        text = (cases.CASES / "README.md").read_text(encoding="utf-8")
        for topic in sorted({case.topic for case in self.cases}):
            self.assertIn(f"`{topic}`", text)

    def test_subtle_rules(self):
        """conformance: each rule that is easily got wrong has a case, by rules.yaml"""
        names = {case.name for case in self.cases}
        for rule, covering in cases.read_yaml(cases.CASES / "rules.yaml").items():
            self.assertTrue(covering, f"{rule}: no case")
            for name in covering:
                self.assertIn(name, names, f"{rule}: there is no such case")


class Reading(unittest.TestCase):
    """What makes a case valid."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name)

    def case(self, yaml="rule: a rule\nfrontend: '1.4'\n", name="a-claim", files=None):
        folder = self.root / "topic" / name
        folder.mkdir(parents=True)
        for file, text in {"Dockerfile": "FROM scratch\n", "case.yaml": yaml, **(files or {})}.items():
            (folder / file).write_text(text, encoding="utf-8")
        return cases.read_case(folder, self.root)

    def refused(self, part, *arguments, **named):
        with self.assertRaisesRegex(cases.Invalid, part):
            self.case(*arguments, **named)

    def test_minimal(self):
        """cases: a rule and a frontend are enough, for the engine judges"""
        case = self.case()
        self.assertEqual((case.name, case.rule, case.topic), ("topic/a-claim", "a rule", "topic"))
        self.assertTrue(case.engine_judges("1.4"))
        self.assertFalse(case.engine_judges("1.3"))

    def test_rule_is_required(self):
        """cases: no rule, no case"""
        self.refused("rule: a text is expected", "frontend: '1.4'\n")

    def test_frontend_is_required(self):
        """cases: every case names the frontend that its rule needs"""
        self.refused("frontend: a version", "rule: a\n")

    def test_unknown_key(self):
        """cases: a misspelt key is refused"""
        self.refused("unknown key 'argument'", "rule: a\nfrontend: '1.4'\nargument: [x]\n")

    def test_unknown_file(self):
        """cases: a file that nothing reads is refused"""
        self.refused("expect.yaml is no part", files={"expect.yaml": ""})

    def test_name(self):
        """cases: a name is a claim in small letters"""
        self.refused("named by its claim", name="A_Claim")

    def test_differs_needs_expectation(self):
        """cases: where the engine is not believed, there must be another word"""
        self.refused("needs an expected.yaml", "rule: a\nfrontend: '1.4'\ndiffers: because\n")

    def test_by_hand_needs_expectation(self):
        """cases: where the engine cannot judge, there must be another word"""
        self.refused("needs an expected.yaml", "rule: a\nfrontend: '1.4'\nby-hand: no registry\n")

    def test_empty_expectation(self):
        """cases: an expected.yaml that says nothing is refused"""
        self.refused("a mapping with layers", files={"expected.yaml": "{}\n"})

    def test_failure_has_no_result(self):
        """cases: a case that fails has no tree to expect"""
        self.refused("no result to compare", "rule: a\nfrontend: '1.4'\nfails: {line: 1}\n",
                     files={"expected.yaml": "layers: [{}]\n"})

    def test_failure_needs_line(self):
        """cases: a case that fails says where"""
        self.refused("`line` is required", "rule: a\nfrontend: '1.4'\nfails: {}\n")

    def test_subset_needs_reason(self):
        """cases: leaving something out of the comparison needs a reason"""
        self.refused("reason: a text", "rule: a\nfrontend: '1.4'\ncompare: {only: [tree]}\n")

    def test_texts_stay_texts(self):
        """cases: YAML makes no number of an owner"""
        case = self.case("rule: a\nfrontend: '1.4'\narguments: [5:6, 010, yes]\n")
        self.assertEqual(case.arguments, ["5:6", "010", "yes"])

    def test_versions(self):
        """cases: versions compare as numbers, and labs comes after stable"""
        order = ["1.4", "1.7", "1.7-labs", "1.10", "1.20"]
        self.assertEqual(sorted(order, key=cases.version_key), order)


class FakeImage:
    """An image in memory, for expected.py."""

    def __init__(self, layers, history=(), config=None):
        self._layers = layers
        self.config = {"config": config or {}, "history": [{"created_by": text} for text in history],
                       "os": "linux", "architecture": "amd64"}

    def layers(self):
        for nodes, removed in self._layers:
            layer = Layer()
            layer.nodes = dict(nodes)
            layer.removed = set(removed)
            yield layer


def file(text="", mode=0o644, owner=0):
    return Node("file", mode, owner, owner, len(text), hashlib.sha256(text.encode()).hexdigest())


class Expecting(unittest.TestCase):
    """expected.yaml against an image."""

    base = ({"/etc": Node("directory", 0o755, 0, 0), "/etc/old": file("old")}, ())

    def differences(self, data, *layers, **named):
        return list(expected.Expected(data).differences(FakeImage([self.base, *layers], **named)))

    def test_equal(self):
        """expected: a tree as written has no difference"""
        data = {"layers": [{"/a": {"file": "x"}, "/etc/old": {"removed": "true"}}]}
        self.assertEqual(self.differences(data, ({"/a": file("x")}, ["/etc/old"])), [])

    def test_way_to_a_change(self):
        """expected: a folder that says nothing new may be named or not"""
        data = {"layers": [{"/etc/a": {"file": "x"}}]}
        layer = ({"/etc": Node("directory", 0o755, 0, 0), "/etc/a": file("x")}, ())
        self.assertEqual(self.differences(data, layer), [])

    def test_each_difference(self):
        """expected: mode, owner, content, missing, added and removed paths are seen"""
        data = {"layers": [{"/a": {"file": "x"}}]}
        for nodes, removed, part in (
            ({"/a": file("x", 0o600)}, (), "mode"),
            ({"/a": file("x", owner=1)}, (), "uid"),
            ({"/a": file("y")}, (), "digest"),
            ({}, (), "only in the second"),
            ({"/a": file("x"), "/b": file("x")}, (), "only in the first"),
            ({"/a": file("x")}, ("/etc/old",), "removed only in stw"),
        ):
            found = self.differences(data, (nodes, removed))
            self.assertTrue(found and part in found[0], found)

    def test_hard_links(self):
        """expected: two names of one file are not two files"""
        data = {"layers": [{"/a": {"file": "x"}, "/b": {"hardlink": "/a"}}]}
        one = file("x")
        self.assertEqual(self.differences(data, ({"/a": one, "/b": one}, ())), [])
        self.assertTrue(self.differences(data, ({"/a": file("x"), "/b": file("x")}, ())))

    def test_history_and_config(self):
        """expected: the last entries of the history, and the members that are named"""
        layer = ({"/a": file("x")}, ())
        data = {"history": ["CMD x"], "config": {"User": "5", "Retries": "3", "Cmd": "null"}}
        config = {"User": "5", "Retries": 3, "Env": ["A=1"]}
        self.assertEqual(self.differences(data, layer, history=["base", "CMD x"], config=config), [])
        self.assertTrue(self.differences(data, layer, history=["CMD x", "CMD y"], config=config))
        self.assertTrue(self.differences(data, layer, history=["CMD x"], config={"User": "6", "Retries": 3}))

    def test_malformed(self):
        """expected: an entry that is no entry is refused"""
        for entries in ({"a": {"file": ""}}, {"/a": {"fil": ""}}, {"/a": {"file": "", "link": ""}},
                        {"/a": {"file": "", "mode": "9"}}, {"/a": {"hardlink": "/b"}}):
            with self.assertRaises(expected.Malformed):
                expected.Expected({"layers": [entries]})


class Engine(unittest.TestCase):
    """What is read from the engine's output."""

    def test_line(self):
        """engine: the line of a refusal is the one above the excerpt"""
        build = engine.EngineBuild([], "image", pathlib.Path("."), "a/b")
        build.said = "------\n > [2/2] RUN false:\n------\nDockerfile:12\n--------------------\n  12 | >>> RUN\n".splitlines()
        self.assertEqual(build.line, 12)
        build.said = ["ERROR: failed to solve: invalid stage index 5"]
        self.assertIsNone(build.line)

    def test_cached(self):
        """engine: steps and whether the cache answered, of a rawjson stream"""
        stream = "\n".join((
            '{"vertexes":[{"name":"[internal] load x","completed":"t"},{"name":"[1/2] FROM a","completed":"t","cached":true}]}',
            '{"vertexes":[{"name":"[2/2] RUN b","started":"t"}]}', "some text",
            '{\n  "vertexes": [\n    {"name": "[2/2] RUN b",\n "completed":"t"}]\n}', "{ERROR: no JSON"))
        statuses, said = engine.split_stream(stream)
        self.assertEqual(engine.cached_steps(statuses), {"[1/2] FROM a": True, "[2/2] RUN b": False})
        self.assertEqual(said, ["some text", "{ERROR: no JSON"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
