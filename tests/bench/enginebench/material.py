"""What is built: contexts, Dockerfiles and base images, the same bytes on every machine."""

import io
import json
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import tarfile

WORDS = [f"word{n:03}" for n in range(512)]


def text(chance, size):
    """Text of exactly `size` bytes that compresses about as source code does."""
    words = []
    length = 0
    while length < size:
        word = chance.choice(WORDS)
        words.append(word)
        length += len(word) + 1
    return "\n".join(words).encode()[:size].ljust(size, b"\n")


def tree(root, files, size, per_directory=100):
    """`files` files of `size` bytes in three parts a, b and c."""
    root = pathlib.Path(root)
    if (root / "done").exists():
        return root
    chance = random.Random(4)
    block = text(chance, 1 << 20)
    for number in range(files):
        part = "abc"[number % 3]
        folder = root / part / f"d{number // 3 // per_directory:04}"
        if number // 3 % per_directory == 0:
            folder.mkdir(parents=True, exist_ok=True)
        at = chance.randrange(len(block) - size) if size < len(block) else 0
        content = f"{number}\n".encode() + block[at : at + size]
        (folder / f"file{number:06}.txt").write_bytes(content[:size])
    (root / "done").touch()
    return root


def big_tree(root, megabytes):
    """2,000 files: half of the bytes incompressible, a quarter text, a quarter nearly empty."""
    root = pathlib.Path(root)
    if (root / "done").exists():
        return root
    chance = random.Random(7)
    size = megabytes * 1_000_000 // 2000
    block = text(chance, 4 << 20)
    for number in range(2000):
        folder = root / f"d{number // 50:02}"
        folder.mkdir(parents=True, exist_ok=True)
        kind = number % 4
        if kind < 2:
            content = chance.randbytes(size)
        elif kind == 2:
            at = chance.randrange(len(block) - size)
            content = block[at : at + size]
        else:
            content = bytearray(size)
            for at in range(0, size, 16384):
                content[at : at + 16] = chance.randbytes(len(content[at : at + 16]))
        (folder / f"file{number:04}").write_bytes(content)
    (root / "done").touch()
    return root


def _add(archive, name, content=b"", kind=tarfile.REGTYPE, mode=0o755, link=""):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.mode = mode
    info.size = len(content)
    info.linkname = link
    archive.addfile(info, io.BytesIO(content) if content else None)


def busybox():
    """The static busybox of the build environment."""
    program = shutil.which("busybox")
    if program is None:
        raise FileNotFoundError("busybox is not installed: install busybox-static")
    return pathlib.Path(program).read_bytes(), subprocess.run(
        [program, "--list"], capture_output=True, text=True, check=True
    ).stdout.split()


def base_image(file, name, megabytes=0, entries=0):
    """A docker archive: busybox under all its names, and so much more in so many files."""
    file = pathlib.Path(file)
    if file.exists():
        return file
    layer = io.BytesIO()
    chance = random.Random(11)
    with tarfile.open(fileobj=layer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for folder in ("bin", "dev", "etc", "proc", "root", "sys", "usr", "usr/lib", "tmp"):
            _add(archive, folder + "/", kind=tarfile.DIRTYPE)
        program, applets = busybox()
        _add(archive, "bin/busybox", program)
        for applet in applets:
            if applet != "busybox":
                _add(archive, f"bin/{applet}", kind=tarfile.LNKTYPE, link="bin/busybox")
        _add(archive, "etc/passwd", b"root:x:0:0:root:/root:/bin/sh\n", mode=0o644)
        _add(archive, "etc/group", b"root:x:0:\n", mode=0o644)
        block = text(chance, 8 << 20)
        sizes = [chance.paretovariate(0.9) for _ in range(entries)]
        scale = megabytes * 1_000_000 / sum(min(size, 400) for size in sizes) if sizes else 0
        for number, size in enumerate(sizes):
            if number % 20 == 0:
                folder = f"usr/lib/package{number // 20:03}"
                _add(archive, folder + "/", kind=tarfile.DIRTYPE)
            length = min(int(min(size, 400) * scale), len(block) // 2)
            at = chance.randrange(len(block) // 2)
            _add(archive, f"{folder}/file{number:05}", block[at : at + length], mode=0o644)
    content = layer.getvalue()
    diff_id = "sha256:" + hashlib.sha256(content).hexdigest()
    config = json.dumps(
        {
            "architecture": {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, "amd64"),
            "os": "linux",
            "config": {"Env": ["PATH=/bin"], "Cmd": ["/bin/sh"]},
            "rootfs": {"type": "layers", "diff_ids": [diff_id]},
            "history": [{"created": "2025-08-09T00:00:00Z", "created_by": "tests/bench/engine"}],
            "created": "2025-08-09T00:00:00Z",
        }
    ).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = json.dumps([{"Config": config_name, "RepoTags": [name], "Layers": ["layer.tar"]}]).encode()
    aside = file.with_suffix(".new")
    with tarfile.open(aside, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        _add(archive, config_name, config, mode=0o644)
        _add(archive, "layer.tar", content, mode=0o644)
        _add(archive, "manifest.json", manifest, mode=0o644)
    aside.rename(file)
    return file


# Three stages and twenty instructions over a context in three parts; the middle one builds what it copied.
THREE_STAGES = """\
FROM bench-base:1 AS deps
WORKDIR /deps
COPY a ./a
RUN ls a | wc -l > listing
ENV STAGE=deps
LABEL part=a
FROM bench-base:1 AS build
WORKDIR /build
COPY b ./b
COPY --from=deps /deps/listing .
RUN ls b | wc -l >> listing
ENV STAGE=build
LABEL part=b
FROM bench-base:1
WORKDIR /srv
COPY c ./c
COPY --from=build /build/listing .
ENV STAGE=final
LABEL part=c
CMD ["cat", "/srv/listing"]
"""

COPY_ON = """\
FROM scratch AS first
COPY . /files/
FROM scratch
COPY --from=first /files /files
"""


def long_file(instructions):
    """One stage of very many instructions, most of which make no layer."""
    lines = ["FROM bench-base:1"]
    for number in range(instructions - 1):
        lines.append(f"COPY a/d0000/file{number % 99 * 3:06}.txt /copied/{number}" if number % 20 == 0 else f"ENV NAME{number}=value{number}")
    return "\n".join(lines) + "\n"


def many_stages(stages):
    """Stages in a row of threes, each taking a file of those before it."""
    lines = ["FROM bench-base:1 AS s0", "COPY a/d0000/file000000.txt /s0"]
    for number in range(1, stages):
        lines.append(f"FROM bench-base:1 AS s{number}")
        for before in range(max(0, number - 3), number):
            lines.append(f"COPY --from=s{before} /s{before} /s{before}")
        lines.append(f"COPY a/d0000/file{number % 99 * 3:06}.txt /s{number}")
    return "\n".join(lines) + "\n"


def thirty_runs(mark):
    """Thirty commands that do nothing, never seen before."""
    return "FROM bench-base:1\n" + "".join(f"RUN true {mark}-{n}\n" for n in range(30))


def four_sleeps(mark):
    """Four stages that sleep at the same time."""
    stages = "".join(
        f"FROM bench-base:1 AS s{n}\nRUN sleep 2 && echo {mark} > /s{n}\n" for n in range(4)
    )
    return stages + "FROM bench-base:1\n" + "".join(f"COPY --from=s{n} /s{n} /\n" for n in range(4))


def unused_stage(mark):
    """A stage that sleeps and that nobody needs."""
    return f"FROM bench-base:1 AS unused\nRUN sleep 5 && echo {mark}\nFROM bench-base:1\nRUN echo {mark} > /x\n"


def one_run(mark):
    """A single command on the large base."""
    return f"FROM bench-large:1\nRUN true {mark}\n"
