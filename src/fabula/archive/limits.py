"""What one story may take of memory and of time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fabula.archive.item import Item

PORTION = 100_000
"""Bytes of a story that may take ``seconds``; a longer story may take that for each such portion, even in part."""
_BYTES_A_SECOND = 2_000_000
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True)
class Limits:
    """``seconds`` for each 100 kB of a story, and ``memory`` in bytes beyond what the model takes."""

    seconds: float = 120.0
    memory: int = 4_000_000_000

    def time_to_read(self, size: int) -> float:
        """Seconds that a story of ``size`` bytes may take.

        >>> Limits(seconds=120.0).time_to_read(250_000)
        360.0
        """
        return self.seconds * max(1, -(-size // PORTION))

    def time_to_fetch(self, item: Item) -> float:
        """Seconds that it may take to come by a story's bytes, with all that lies before them in a packed file."""
        return self.seconds + (item.at * (item.kind in ("stretch", "line")) + item.size) / _BYTES_A_SECOND


def too_greedy(source: str, memory: int) -> str:
    """What is said of a story that takes more than ``memory`` bytes."""
    return f"{source} takes more memory than it may ({memory / 1_000_000:,.0f} MB): raise --memory-limit to read it"


def resident_memory() -> int:
    """Bytes that this process has in memory; 0 where the system does not say."""
    try:
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


@contextmanager
def limited_memory(limit: int) -> Iterator[None]:
    """Let this process take ``limit`` more bytes of address space than it has, and no more, while the block runs.

    What asks for more meets a MemoryError, or ends the process where it is no Python. Nothing is limited where the
    system does not say how much there is (it does on Linux).
    """
    try:
        import resource

        pages = int(_STATM.read_text().split()[0])
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * os.sysconf("SC_PAGE_SIZE") + limit
    with suppress(ValueError):  # a lower limit is in force
        resource.setrlimit(resource.RLIMIT_AS, (min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
