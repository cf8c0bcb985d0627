"""stw check beside BuildKit's rules: sets, configuration, exit codes, SARIF (app/stw/README.md)."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

STW = os.environ.get("STW", "stw")
DIRTY = """FROM debian:13 AS build
RUN apt-get update && apt-get install -y gcc
FROM debian
RUN sudo make && \\
    echo $X
COPY --from=build / /
USER root
"""


class Check(unittest.TestCase):
    def run_check(self, files, *arguments, environment=None):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
            environment = dict({"STAGEWRIGHT_STORE": os.path.join(folder, "no-store")}, **(os.environ if environment is None else environment))
            done = subprocess.run([STW, "check", folder, *arguments], capture_output=True, text=True, timeout=60,
                                  env=environment, cwd=folder)
        return done.returncode, done.stdout, done.stderr

    def found(self, files, *arguments, **more):
        code, out, err = self.run_check(files, "--format", "json", *arguments, **more)
        return code, [(w["line"], w["rule"]) for w in json.loads(out)["warnings"]], err

    def test_rule_sets_are_a_choice(self):
        code, rules, err = self.found({"Dockerfile": DIRTY}, "--rules", "hadolint")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(rules, [(3, "DL3006"), (4, "DL3004"), (6, "DL3067"), (7, "DL3002")])
        self.assertEqual(self.found({"Dockerfile": DIRTY}, "--rules", "stages")[1], [(6, "WholeRootCopied")])
        self.assertEqual(self.found({"Dockerfile": DIRTY}, "--rules", "buildkit")[1], [])
        both = self.found({"Dockerfile": DIRTY}, "--rules", "hadolint,stages")[1]
        self.assertEqual([rule for line, rule in both if line == 6], ["WholeRootCopied"])

    def test_shellcheck_speaks_when_it_is_there(self):
        for path in os.environ["PATH"].split(os.pathsep):
            if os.access(os.path.join(path, "shellcheck"), os.X_OK):
                break
        else:
            self.skipTest("shellcheck is not installed")
        self.assertEqual(self.found({"Dockerfile": DIRTY}, "--rules", "shell")[1], [(5, "SC2086")])

    def test_bases_in_the_store_count(self):
        with tempfile.TemporaryDirectory() as store:
            for dockerfile in ("FROM scratch\nENV HERE=/x\nSHELL [\"/bin/x\"]\n", "FROM based\nCOPY a $HERE\nCMD x\n"):
                with tempfile.TemporaryDirectory() as folder:
                    pathlib.Path(folder, "Dockerfile").write_text(dockerfile)
                    if "scratch" in dockerfile:
                        self.assertEqual(subprocess.run([STW, "--store", store, "build", "-t", "based", folder], capture_output=True, check=False).returncode, 0)
                        continue
                    for where, lines in ((store, []), (os.path.join(store, "none"), [2, 3])):
                        done = subprocess.run([STW, "--store", where, "check", "--rules", "buildkit", "--format", "json", folder], capture_output=True, text=True, check=False)
                        self.assertEqual([w["line"] for w in json.loads(done.stdout)["warnings"]], lines)
                    self.assertFalse(os.path.exists(os.path.join(store, "none")))

    def test_a_violation_is_an_error(self):
        code, out, err = self.run_check({"Dockerfile": "# check=error=true\nFROM a:1\nMAINTAINER x\n"}, "--format", "json")
        self.assertEqual((code, json.loads(out)["error"]), (1, {"message": "lint violation found for rules: MaintainerDeprecated", "line": 1}))
        self.assertEqual(err.count("\n"), 1)

    def test_only_buildkits_rules_fail_unless_asked(self):
        self.assertEqual(self.run_check({"Dockerfile": DIRTY})[0], 0)
        self.assertEqual(self.run_check({"Dockerfile": DIRTY}, "--fail-on", "error")[0], 1)
        self.assertEqual(self.run_check({"Dockerfile": DIRTY}, "--fail-on", "error", "--ignore", "DL3004")[0], 0)
        self.assertEqual(self.run_check({"Dockerfile": "FROM a:1\nMAINTAINER x\n"})[0], 1)
        self.assertEqual(self.run_check({"Dockerfile": "FROM a:1\nMAINTAINER x\n"}, "--fail-on", "none")[0], 0)
        self.assertEqual(self.run_check({"Dockerfile": "FROM a:1\nFOO x\n"}, "--fail-on", "none")[0], 1)
        self.assertEqual(self.run_check({"Dockerfile": DIRTY}, "--fail-on", "loud")[0], 2)

    def test_the_configuration_of_the_project_counts(self):
        config = "ignored: [DL3004]\noverride:\n  error: [DL3002]\nfailure-threshold: error\n"
        code, rules, _ = self.found({"Dockerfile": DIRTY, ".hadolint.yaml": config}, "--rules", "hadolint")
        self.assertEqual((code, [r for _, r in rules]), (1, ["DL3006", "DL3067", "DL3002"]))
        elsewhere = {"Dockerfile": DIRTY, "ci/lint.yaml": config}
        self.assertNotIn("DL3004", [r for _, r in self.found(elsewhere, "--config", "ci/lint.yaml")[1]])
        self.assertIn("DL3004", [r for _, r in self.found(elsewhere)[1]])
        code, out, err = self.run_check({"Dockerfile": DIRTY, ".hadolint.yaml": "ignored:\n  x: &y\n"})
        self.assertNotEqual(code, 0)
        self.assertIn(".hadolint.yaml", err)
        self.assertIn("line 2", err)
        labels = self.found({"Dockerfile": "FROM a:1\n"}, "--require-label", "author:text", "--trusted-registry", "example.org")[1]
        self.assertEqual(labels, [(1, "DL3049"), (1, "DL3026")])

    def test_text_has_places_and_a_summary(self):
        code, out, err = self.run_check({"Dockerfile": "FROM a:1\nRUN x && sudo y\n"}, "--rules", "hadolint")
        self.assertIn("Dockerfile:2:10: error: Remove sudo: steps run as the USER in force. [DL3004]", out)
        self.assertTrue(out.endswith("1 error.\n"), out)

    def test_rules_are_listed(self):
        code, out, err = self.run_check({}, "--list-rules", "--format", "json")
        rules = {rule["rule"]: rule for rule in json.loads(out)["rules"]}
        self.assertEqual(len([r for r in rules.values() if r["set"] == "buildkit"]), 22)
        self.assertTrue(rules["DL3057"]["off"])
        self.assertTrue(rules["DL3002"]["final_image"])
        self.assertTrue(all(rule["description"] for rule in rules.values()))

    def test_sarif_has_what_the_schema_requires(self):
        code, out, err = self.run_check({"Dockerfile": "FROM a:1\nRUN echo '\u00e9' && sudo x\nMAINTAINER y\n"}, "--rules",
                                        "buildkit,hadolint", "--format", "sarif")
        log = json.loads(out)
        self.assertEqual(code, 1)
        self.assertEqual(log["version"], "2.1.0")
        self.assertIn("sarif", log["$schema"])
        (run,) = log["runs"]
        driver = run["tool"]["driver"]
        self.assertTrue(driver["name"] and driver["version"])
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        results = {result["ruleId"]: result for result in run["results"]}
        self.assertEqual(set(results), {"DL3004", "MaintainerDeprecated"})
        for result in run["results"]:
            rule = driver["rules"][result["ruleIndex"]]
            self.assertEqual((rule["id"], rule["name"]), (result["ruleId"], result["ruleId"]))
            for member in ("shortDescription", "fullDescription", "help"): # what code scanning asks for
                self.assertTrue(rule[member]["text"])
            self.assertIn(result["level"], ("none", "note", "warning", "error"))
            self.assertTrue(result["message"]["text"])
            self.assertEqual(len(result["partialFingerprints"]["stagewrightFinding/v1"]), 64)
            for location in result["locations"]:
                self.assertTrue(location["physicalLocation"]["artifactLocation"]["uri"].endswith("/Dockerfile"))
            for fix in result["fixes"]:
                self.assertTrue(fix["description"]["text"])
                for change in fix["artifactChanges"]:
                    self.assertIn("artifactLocation", change)
                    self.assertTrue(all("deletedRegion" in r for r in change["replacements"]))
        region = results["DL3004"]["locations"][0]["physicalLocation"]["region"]
        self.assertEqual((region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]), (2, 17, 2, 21))
        self.assertEqual((region["byteOffset"], region["byteLength"]), (26, 4))

    def test_sarif_fingerprints_survive_new_lines(self):
        def prints(text):
            out = self.run_check({"Dockerfile": text}, "--rules", "hadolint", "--format", "sarif")[1]
            return [r["partialFingerprints"] for r in json.loads(out)["runs"][0]["results"]]
        before = prints("FROM a:1\nRUN sudo x\nENV a=b\nRUN sudo x\n")
        self.assertEqual(before, prints("# new\n\nFROM a:1\nENV c=d\nRUN sudo x\nENV a=b\nRUN sudo x\n"))
        self.assertNotEqual(before[0], before[1])

    def test_a_refused_file_is_a_result(self):
        code, out, err = self.run_check({"Dockerfile": "FROM a:1\nFOO x\n"}, "--format", "sarif")
        results = json.loads(out)["runs"][0]["results"]
        self.assertEqual((code, results[0]["ruleId"], results[0]["level"]), (1, "build-error", "error"))
        self.assertEqual(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 2)


if __name__ == "__main__":
    unittest.main()
