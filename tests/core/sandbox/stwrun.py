#!/usr/bin/env python3
"""`stw run`: exit codes, arguments, users, forwarded ports, and that nothing stays when it is stopped or killed."""
import hashlib
import io
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time

STW = os.environ["STW"]


def busybox():
    for place in ("/usr/bin/busybox", "/bin/busybox"):
        if os.path.exists(place):
            return place
    print("skipped: busybox-static is not installed")
    sys.exit(77)


def layer():
    """A root file system: busybox, its applets as links, accounts."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in ("bin", "etc", "tmp"):
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        data = pathlib.Path(busybox()).read_bytes()
        entry = tarfile.TarInfo("bin/busybox")
        entry.size, entry.mode = len(data), 0o755
        tar.addfile(entry, io.BytesIO(data))
        for applet in ("sh", "id", "nc", "sleep", "echo", "cat", "env", "httpd", "hostname"):
            entry = tarfile.TarInfo("bin/" + applet)
            entry.type, entry.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(entry)
        for name, text in (("etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/srv:/bin/sh\n"), ("etc/group", "extra:x:77:web\n")):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def layout(folder, config):
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def put(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": "sha256:" + digest, "size": len(data)}

    tar = put(layer(), "layer.v1.tar")
    image = {"architecture": {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine], "os": "linux", "config": config,
             "rootfs": {"type": "layers", "diff_ids": [tar["digest"]]}}
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": put(json.dumps(image).encode(), "config.v1+json"), "layers": [tar]}
    index = {"schemaVersion": 2, "manifests": [put(json.dumps(manifest).encode(), "manifest.v1+json")]}
    (folder / "index.json").write_text(json.dumps(index))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return str(folder)


def freePort():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(port):
    """What the server sends, once it listens."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
                peer.sendall(b"GET / HTTP/1.0\r\n\r\n")
                answer = b""
                while piece := peer.recv(4096):
                    answer += piece
                if answer:
                    return answer
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("no answer from the forwarded port")


def alive(mark):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(entry.name) != os.getpid() and mark in (entry / "cmdline").read_bytes():
                found.append(entry.name)
        except OSError:
            pass
    return found


def gone(mark):
    deadline = time.monotonic() + 5
    while alive(mark) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(mark), f"still running: {alive(mark)}"


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    os.environ["STAGEWRIGHT_STORE"] = str(folder / "store")
    if subprocess.run([STW, "doctor"], capture_output=True).returncode == 3:
        print("skipped: this machine cannot run anything; stw doctor says why")
        sys.exit(77)
    run = lambda *words: subprocess.run([STW, "run", *words], capture_output=True, text=True, timeout=60)
    try:
        plain = layout(folder / "plain", {"Entrypoint": ["/bin/echo", "entry"], "Cmd": ["point"], "Env": ["PATH=/bin", "A=b"]})
        shell = layout(folder / "shell", {"Cmd": ["/bin/sh"], "User": "web", "WorkingDir": "/tmp", "Env": ["PATH=/bin", "A=b"]})

        assert run(plain).stdout == "entry point\n"
        assert run(plain, "--", "other", "words").stdout == "entry other words\n"
        assert run(shell, "--", "sh", "-c", "exit 7").returncode == 7
        out = run(shell, "-e", "A=c", "-e", "N=1", "--", "sh", "-c", "echo $A $N $HOME; pwd").stdout
        assert out == "c 1 /srv\n/tmp\n", out
        result = run("no-such-image")
        assert result.returncode != 0 and "no-such-image" in result.stderr, result
        result = run(shell, "-p", "eighty")
        assert result.returncode == 2 and "HOST:PORT" in result.stderr, result

        # A server inside, reached through a port of this machine; Ctrl-C ends it.
        mark = f"mark-{os.getpid()}"
        serve = ["sh", "-c", "while true; do echo hello $0 | nc -l -p 8080; done", mark]
        for number in (signal.SIGINT, signal.SIGKILL):
            port = freePort()
            process = subprocess.Popen([STW, "run", "-u", "0", "-p", f"{port}:8080", shell, "--", *serve],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            assert fetch(port) == b"hello " + mark.encode() + b"\n"
            started = time.monotonic()
            process.send_signal(number)
            code = process.wait(timeout=10)
            assert time.monotonic() - started < 2, "stopping took too long"
            assert code == (130 if number == signal.SIGINT else -number), code
            gone(mark.encode())

        taken = socket.create_server(("127.0.0.1", 0))
        result = run(shell, "-p", f"{taken.getsockname()[1]}:80")
        assert result.returncode == 3 and "cannot listen on port" in result.stderr, result
        print("stw run: all as expected")
    finally:
        subprocess.run([STW, "store", "prune", "--all"], capture_output=True)
        subprocess.run(["chmod", "-R", "u+rwX", folder], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
