"""The lesson's two Dockerfiles, as written, from an empty store to a server that answers."""

import os
import re

from harness import AT_REST, Case, Running, fetch, free_port, main, replace_in

HEADING = "Dos etapas, una imagen ligera"


class ReactExample(Case):
    """resources/examples/react-nginx. The tests are numbered: each builds on the one before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.example("react-nginx")
        cls.first = cls.build(cls.folder, "-t", "react")

    def edges(self, report):
        return {step: report.verdict(step) for step in (
            "COPY package*.json", "RUN npm install", "COPY . .", "RUN npm run build",
            "COPY --from=builder")}

    def test_1_first_build_runs_every_step(self):
        """react: the first build runs every step that makes files"""
        self.assertEqual(set(self.edges(self.first).values()), {"ran"}, self.first.summary())
        self.assertIsNone(self.first.error)

    def test_2_final_image_holds_the_built_page_and_nothing_of_the_builder(self):
        """react: the final image has nginx and the built page; no node, npm, node_modules, sources"""
        tree = self.layout("react", "react-first").tree()
        paths = tree.nodes.keys()
        self.assertIn("/usr/sbin/nginx", paths)
        self.assertIn("/usr/share/nginx/html/index.html", paths)
        self.assertIn("/usr/share/nginx/html/favicon.svg", paths)
        script = [p for p in paths if re.fullmatch(r"/usr/share/nginx/html/assets/index-.*\.js", p)]
        self.assertEqual(len(script), 1)
        for path in paths:
            self.assertNotRegex(path, r"(^|/)(node_modules|npm|App\.jsx|package\.json)(/|$)")
            self.assertNotRegex(path, r"^/(app|usr/bin/node)(/|$)")
        page = self.stw("cat", "react", "/usr/share/nginx/html/index.html").stdout
        self.assertIn(script[0].removeprefix("/usr/share/nginx/html"), page)
        self.assertIn(HEADING, self.stw("cat", "react", script[0]).stdout)

    def test_3_configuration_is_the_dockerfile_s(self):
        """react: CMD, EXPOSE and what the base image configured are in the image"""
        config = self.layout("react", "react-config").config["config"]
        self.assertEqual(config["Cmd"], ["nginx", "-g", "daemon off;"])
        self.assertEqual(config["ExposedPorts"], {"80/tcp": {}})
        self.assertEqual(config["Entrypoint"], ["/docker-entrypoint.sh"])
        self.assertEqual(config["StopSignal"], "SIGQUIT")
        self.assertEqual(config["Labels"]["org.stagewright.stand-in"], "true")

    def test_4_the_page_is_served(self):
        """react: `stw run -p` serves the page; Ctrl-C ends it"""
        port = free_port()
        with Running("run", "react", "-p", f"127.0.0.1:{port}:80") as server:
            status, page = fetch(f"http://127.0.0.1:{port}/", alive=server.alive)
            self.assertEqual(status, 200)
            self.assertEqual(page, self.stw("cat", "react", "/usr/share/nginx/html/index.html").stdout)
            script = re.search(r'src="(/assets/[^"]+)"', page).group(1)
            self.assertIn(HEADING, fetch(f"http://127.0.0.1:{port}{script}")[1])
            _, seconds = server.interrupt()
            self.assertLess(seconds, 10)

    def test_5_second_build_is_all_hits(self):
        """react: building again runs nothing and gives the same image"""
        again = self.build(self.folder, "-t", "react")
        self.assertEqual(again.ran(), [], again.summary())
        self.assertEqual(again.digest, self.first.digest)

    def test_6_times_of_files_do_not_count(self):
        """react: new modification times alone run nothing"""
        for root, _, files in os.walk(self.folder):
            for name in files:
                os.utime(os.path.join(root, name))
        again = self.build(self.folder, "-t", "react")
        self.assertEqual(again.ran(), [], again.summary())

    def test_7_ignored_files_do_not_count(self):
        """react: editing what .dockerignore names runs nothing"""
        with open(self.folder / "Dockerfile", "a", encoding="utf-8") as file:
            file.write("# a comment more\n")
        (self.folder / "node_modules").mkdir()
        (self.folder / "node_modules" / "stray.js").write_text("stray\n", encoding="utf-8")
        again = self.build(self.folder, "-t", "react")
        self.assertEqual(again.ran(), [], again.summary())

    def test_8_a_changed_text_runs_what_depends_on_it(self):
        """react: a changed text in src/App.jsx runs COPY . ., the build and the final COPY only"""
        replace_in(self.folder / "src" / "App.jsx", HEADING, "Una frase nueva")
        report = self.build(self.folder, "-t", "react")
        self.assertEqual(
            self.edges(report),
            {
                "COPY package*.json": "hit",
                "RUN npm install": "hit",
                "COPY . .": "ran",
                "RUN npm run build": "ran",
                "COPY --from=builder": "ran",
            },
            report.summary(),
        )
        evidence = str(report.step("COPY . .")["reason"])
        self.assertIn("App.jsx", evidence)
        self.assertNotEqual(report.digest, self.first.digest)
        with_text = [
            path for path in self.layout("react", "react-edited").tree().nodes
            if path.endswith(".js") and "Una frase nueva" in self.stw("cat", "react", path).stdout
        ]
        self.assertEqual(len(with_text), 1)

    def test_9_the_old_text_is_still_in_the_cache(self):
        """react: going back to the old text runs nothing and gives the first image again"""
        replace_in(self.folder / "src" / "App.jsx", "Una frase nueva", HEADING)
        report = self.build(self.folder, "-t", "react")
        self.assertEqual(report.ran(), [], report.summary())
        self.assertEqual(report.digest, self.first.digest)

    def test_a_an_edited_package_json_runs_from_its_copy_on(self):
        """react: editing package.json runs from COPY package*.json on"""
        replace_in(self.folder / "package.json", '"version": "1.0.0"', '"version": "1.0.1"')
        report = self.build(self.folder, "-t", "react")
        for step in ("COPY package*.json", "RUN npm install", "COPY . .", "RUN npm run build"):
            self.assertEqual(report.verdict(step), "ran", report.summary())
        self.assertIn(report.verdict("WORKDIR"), AT_REST, report.summary())

    def test_b_a_stage_can_be_built_alone(self):
        """react: --target builder builds that stage only, with its node_modules"""
        report = self.build(self.folder, "-t", "react-builder", "--target", "builder")
        self.assertEqual(report.ran(), [], report.summary())
        self.assertEqual(report.verdict("COPY --from=builder"), "skipped", report.summary())
        paths = self.layout("react-builder", "react-builder").tree().nodes
        self.assertIn("/app/node_modules/vite/package.json", paths)
        self.assertIn("/app/build/index.html", paths)


class ExpressExample(Case):
    """resources/examples/express-api."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.example("express-api")
        cls.first = cls.build(cls.folder, "-t", "api")

    def test_1_final_image(self):
        """express: the final image has the program and its packages; no npm, no development packages"""
        image = self.layout("api", "api-first")
        paths = image.tree().nodes
        self.assertIn("/app/index.js", paths)
        self.assertIn("/app/node_modules/express/package.json", paths)
        self.assertNotIn("/app/node_modules/supertest/package.json", paths)
        self.assertNotIn("/usr/bin/npm", paths)
        self.assertNotIn("/app/Dockerfile", paths)
        self.assertNotIn("/app/.dockerignore", paths)
        self.assertEqual(image.config["config"]["Cmd"], ["node", "index.js"])
        self.assertEqual(image.config["config"]["WorkingDir"], "/app")

    def test_2_the_api_answers(self):
        """express: `stw run` starts the API and it answers"""
        port = free_port()
        with Running("run", "api", "-p", f"127.0.0.1:{port}:3000") as server:
            status, answer = fetch(f"http://127.0.0.1:{port}/health", alive=server.alive)
            self.assertEqual(status, 200)
            self.assertIn('"status":"ok"', answer)
            _, seconds = server.interrupt()
            self.assertLess(seconds, 10)

    def test_3_second_build_is_all_hits(self):
        """express: building again runs nothing and gives the same image"""
        again = self.build(self.folder, "-t", "api")
        self.assertEqual(again.ran(), [], again.summary())
        self.assertEqual(again.digest, self.first.digest)

    def test_4_a_changed_source_runs_what_depends_on_it(self):
        """express: a changed source runs COPY . . and the final COPY, not npm install"""
        replace_in(self.folder / "src" / "stages.js", "Solo Node.js", "Nada más que Node.js")
        report = self.build(self.folder, "-t", "api")
        self.assertEqual(report.verdict("RUN npm install"), "hit", report.summary())
        self.assertEqual(report.verdict("COPY . ."), "ran", report.summary())
        self.assertEqual(report.verdict("COPY --from=build"), "ran", report.summary())


class Templates(Case):
    """resources/templates: starting points that are read without complaint."""

    def test_each_is_a_multi_stage_build(self):
        """templates: each is read without complaint and ships its last of two or more stages"""
        import json

        from harness import RESOURCES

        folders = sorted(p for p in (RESOURCES / "templates").iterdir() if p.is_dir())
        self.assertGreaterEqual(len(folders), 7)
        for folder in folders:
            with self.subTest(folder.name):
                about = json.loads((folder / "template.json").read_text(encoding="utf-8"))
                self.assertEqual(set(about["description"]), {"en", "es"})
                self.assertTrue((folder / ".dockerignore").is_file())
                graph = json.loads(
                    self.stw("graph", folder / "Dockerfile", "--format", "json").stdout)
                self.assertGreaterEqual(len(graph["stages"]), 2)
                self.assertTrue(all(stage["needed"] for stage in graph["stages"]))
                self.assertEqual(graph["diagnostics"], [])


if __name__ == "__main__":
    main()
