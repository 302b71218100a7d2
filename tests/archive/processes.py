"""Processes of this machine, found as anybody finds them: in ``/proc``."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def readers(pid: int) -> list[int]:
    """The reader processes under a process."""
    return [child for child in descendants(pid) if is_reader(child)]


def is_reader(pid: int) -> bool:
    """Whether a process is a reader; not if it is gone."""
    try:
        return b"fabula.archive.reader" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def strike(pid: int, number: int = signal.SIGKILL) -> bool:
    """Send a signal; whether the process was still there."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def started_by(test: str) -> list[int]:
    """The processes that a test has started and that still run, whoever is their parent now: they say in which test."""
    mark, found = f"PYTEST_CURRENT_TEST={test} ".encode(), []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if mark in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found
