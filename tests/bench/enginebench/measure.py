"""Running commands: how long they took, and how much memory all their processes had at the same time."""

import os
import subprocess
import time


class Failed(Exception):
    """A command that had to succeed did not."""


def run(command, environment=None, log=None):
    """Runs a command to its end; its wall time in seconds."""
    with open(log or os.devnull, "ab") as out:
        begin = time.monotonic()
        done = subprocess.run(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, **(environment or {})},
            check=False,
        )
        seconds = time.monotonic() - begin
    if done.returncode != 0:
        tail = ""
        if log:
            with open(log, encoding="utf-8", errors="replace") as text:
                tail = text.read()[-3000:]
        raise Failed(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{tail}")
    return seconds


def output(command, environment=None):
    """What a command printed."""
    return subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        check=True,
    ).stdout


def _children():
    """parent -> children of all processes there are."""
    tree = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        tree.setdefault(parent, []).append(int(name))
    return tree


def _memory(pid, word):
    """VmRSS or VmHWM of a process, in bytes; 0 for one that is gone, or is still this program before it becomes another."""
    try:
        if os.readlink(f"/proc/{pid}/exe") == os.readlink("/proc/self/exe"):
            return 0
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith(word):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def peak_memory(command, environment=None):
    """Runs a command; the most that it and all it started had in memory at one time, in bytes.

    Sampled, so a process of a millisecond may be missed; that a process was larger between two samples is seen.
    """
    with subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    ) as process:
        most = 0
        while process.poll() is None:
            tree = _children()
            pending, together = [process.pid], 0
            while pending:
                pid = pending.pop()
                together += _memory(pid, "VmRSS:")
                most = max(most, _memory(pid, "VmHWM:"))
                pending += tree.get(pid, [])
            most = max(most, together)
    return most


def forget_peak(pid):
    """Begins a new high-water mark of a process that is running."""
    try:
        with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass


def peak_of(pid):
    """The high-water mark of a running process, in bytes."""
    return _memory(pid, "VmHWM:")


def descendants(pid):
    """A process and all below it."""
    tree, pending, found = _children(), [pid], []
    while pending:
        found.append(pending.pop())
        pending += tree.get(found[-1], [])
    return found
