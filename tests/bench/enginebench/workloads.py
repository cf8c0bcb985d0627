"""The workloads. Each prepares every builder without being timed, then gives the commands to time, builder after builder."""

import pathlib

from . import material, measure


class Workload:
    """name, title and goal (times faster than the best peer, or a bound in seconds) are of the class."""

    goal = None
    bound = None
    place = "disk"
    repetitions = 5
    memory = False
    alone = False  # how our cost grows; no peer takes part, and it is run only when asked for by name

    def __init__(self, bench):
        self.bench = bench

    def setup(self, builder):
        """Once per builder."""

    def before(self, builder, mark):
        """Before each timed command; not timed."""

    def command(self, builder, mark):
        """What is timed. None: this builder cannot."""
        raise NotImplementedError

    def after(self, builder, mark):
        """After it; not timed."""

    def limit(self):
        """What the machine needs at least, in seconds, or None."""
        return None

    def dockerfile(self, builder, text):
        file = builder.directory / f"Dockerfile.{self.name}"
        file.write_text(text, encoding="utf-8")
        return file

    def load(self, builder, archive, name):
        measure.run(builder.load(archive, name), builder.environment(), builder.log)

    def build(self, builder, context, dockerfile, tag, network=None):
        measure.run(builder.build(context, dockerfile, tag, network), builder.environment(), builder.log)


class NoChange(Workload):
    files, size = 1000, 50_000
    memory = True
    repetitions = 7

    def setup(self, builder):
        builder.forget()
        self.load(builder, self.bench.base(), "bench-base:1")
        self.context = self.bench.tree(self.files, self.size)
        self.file = self.dockerfile(builder, self.text())
        self.build(builder, self.context, self.file, "bench-result:1")

    def text(self):
        return material.THREE_STAGES

    def command(self, builder, mark):
        return builder.build(self.context, builder.directory / f"Dockerfile.{self.name}", "bench-result:1")

    def limit(self):
        return self.bench.limits.walk(self.context)


class W1(NoChange):
    name, title, goal = "W1", "nothing changed, 1,000 files of 50 MB", 8


class W2(NoChange):
    name, title, goal = "W2", "nothing changed, 50,000 files of 200 MB", 6
    files, size = 50_000, 4000
    repetitions = 5


class W2b(W2):
    name, title, goal = "W2b", "one file of 50,000 changed", 6
    memory = False
    repetitions = 3

    def setup(self, builder):
        super().setup(builder)
        self.changed = None

    def before(self, builder, mark):
        if self.changed != mark:  # once for all builders
            self.changed = mark
            (self.context / "b" / "d0000" / "file000001.txt").write_text(f"changed {mark}\n".ljust(4000), encoding="utf-8")

    def limit(self):
        limits = self.bench.limits
        part = limits.read(self.context) - limits.walk(self.context)
        return limits.walk(self.context) + part / 3 + limits.write(67) + limits.step()


class W3(Workload):
    name, title, goal = "W3", "COPY of 50,000 files and COPY --from of them, cold, store in memory", 10
    place = "memory"
    repetitions = 3

    def setup(self, builder):
        self.context = self.bench.tree(50_000, 4000)
        self.dockerfile(builder, material.COPY_ON)

    def before(self, builder, mark):
        builder.forget()

    def command(self, builder, mark):
        return builder.build(self.context, builder.directory / f"Dockerfile.{self.name}", "bench-copied:1")

    def after(self, builder, mark):
        builder.forget()

    def limit(self):
        limits = self.bench.limits
        return limits.read(self.context) + 2 * max(limits.hash(230), limits.write(230, self.bench.memory))


class Runs(Workload):
    """Something small on the small base that was never built before."""

    network = "none"

    def setup(self, builder):
        self.load(builder, self.bench.base(), "bench-base:1")
        self.build(builder, self.bench.empty(), self.dockerfile(builder, self.text("warm up")), "bench-runs:1", self.network)

    def text(self, mark):
        raise NotImplementedError

    def before(self, builder, mark):
        self.dockerfile(builder, self.text(f"{self.name}-{builder.name}-{mark}-{self.bench.mark}"))

    def command(self, builder, mark):
        return builder.build(self.bench.empty(), builder.directory / f"Dockerfile.{self.name}", "bench-runs:1", self.network)


class W4(Runs):
    name, title, goal = "W4", "thirty RUNs, no network", 6

    def text(self, mark):
        return material.thirty_runs(mark)

    def limit(self):
        return 30 * self.bench.limits.step()


class W4Default(W4):
    name, title, goal = "W4d", "thirty RUNs, each builder's usual network", 10
    network = None
    repetitions = 3


class W5(Runs):
    name, title, bound = "W5", "four stages that sleep for 2 s", 2.05
    network = None
    repetitions = 3

    def text(self, mark):
        return material.four_sleeps(mark)

    def limit(self):
        return 2.0


class W6(Runs):
    name, title = "W6", "one RUN beside a stage that nobody needs"

    def text(self, mark):
        return material.unused_stage(mark)

    def limit(self):
        return self.bench.limits.step()


class W7(Workload):
    name, title, goal = "W7", "docker archive of 525 MB, uncompressed", 2.5
    repetitions = 5

    def setup(self, builder):
        self.context = self.bench.big_tree()
        self.file = self.dockerfile(builder, "FROM scratch\nCOPY . /\n")
        self.prepare(builder)

    def prepare(self, builder):
        self.build(builder, self.context, self.file, "bench-large-result:1")

    def target(self, builder):
        return builder.directory / f"{self.name}.tar"

    def before(self, builder, mark):
        self.target(builder).unlink(missing_ok=True)

    def command(self, builder, mark):
        return builder.save("bench-large-result:1", self.target(builder))

    def after(self, builder, mark):
        self.bench.sizes.setdefault(self.name, {})[builder.name] = self.target(builder).stat().st_size
        self.target(builder).unlink()

    def limit(self):
        return self.bench.limits.copy(525)


class W7Gzip(W7):
    name, title, goal = "W7gz", "OCI archive of the same, gzip", 2
    repetitions = 3

    def setup(self, builder):
        if builder.save_compressed("", ""):
            super().setup(builder)

    def before(self, builder, mark):
        super().before(builder, mark)
        if mark > 0 and builder.save_compressed("", ""):  # whoever remembers what it compressed begins anew
            builder.forget()
            self.prepare(builder)

    def command(self, builder, mark):
        return builder.save_compressed("bench-large-result:1", self.target(builder))

    def limit(self):
        return None


class W8Import(Workload):
    name, title, goal = "W8", "import of a base of 173 MB", 3
    repetitions = 3

    def setup(self, builder):
        self.archive = self.bench.large_base()

    def before(self, builder, mark):
        builder.forget()

    def command(self, builder, mark):
        return builder.load(self.archive, "bench-large:1")

    def limit(self):
        limits = self.bench.limits
        return limits.hash(173) + limits.write(173)


class W8Run(Runs):
    name, title, goal = "W8r", "first RUN on that base, no network", 8
    repetitions = 3

    def setup(self, builder):
        self.archive = self.bench.large_base()

    def text(self, mark):
        return material.one_run(mark)

    def before(self, builder, mark):
        builder.forget()
        self.load(builder, self.archive, "bench-large:1")
        super().before(builder, mark)

    def limit(self):
        return self.bench.limits.step()


class W8Default(W8Run):
    name, title, goal = "W8d", "first RUN on that base, each builder's usual network", 4
    network = None


class Growing(NoChange):
    alone = True
    repetitions = 3
    files, size = 1000, 4000


class Files500k(Growing):
    name, title = "files500k", "nothing changed, 500,000 files (ten times W2)"
    files = 500_000


class Lines2000(Growing):
    name, title = "lines2000", "nothing changed, a file of 2,000 instructions"

    def text(self):
        return material.long_file(2000)


class Stages300(Growing):
    name, title = "stages300", "nothing changed, 300 stages"

    def text(self):
        return material.many_stages(300)


ALL = [W1, W2, W2b, W3, W4, W4Default, W5, W6, W7, W7Gzip, W8Import, W8Run, W8Default, Files500k, Lines2000, Stages300]
