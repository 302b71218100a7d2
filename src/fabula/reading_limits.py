"""What one reading may take of time and memory, for a process that reads a single book.

The problem. A book of unheard-of length, or one made to do harm, can fill the memory of a machine until it stands
still. Time is kept by an alarm, which only the main thread of a process can have (not on Windows); memory by the
system, where it knows such a limit (Linux). Archives and the server have processes of their own that they can end.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from fabula.errors import StoryTooGreedy, StoryTooSlow

PORTION = 100_000
"""Bytes of a book that may take ``seconds``; a longer one may take that for each such portion, even in part."""
SECONDS = 120.0
MODEL = 700_000_000
"""Bytes that the models and the libraries around them take, about, before a book takes any."""
_UNKNOWN = 10_000_000  # bytes, of a book whose size is not known before it is read
_MEMORY = Path("/proc/meminfo")
_OWN = Path("/proc/self/status")
_SIGNS_OF_EXHAUSTION = ("bad_alloc", "bad allocation", "allocate memory", "start new thread")


@contextmanager
def limited(book: str, seconds: float = SECONDS, memory: int | None = None) -> Iterator[None]:
    """Stop the block when reading ``book`` takes too long or too much memory.

    Takes   seconds: for each 100 kB of the book; memory: bytes beyond the model, by default all that is free
    Raises  StoryTooSlow (R07), StoryTooGreedy (R08)
    """
    bound = free_memory() if memory is None else memory + MODEL
    try:
        with _alarm(book, seconds * max(1, -(-_size(book) // PORTION))), _bounded(bound):
            yield
    except Exception as error:
        if not is_of_memory(error):
            raise
        most = (bound or 0) / 1_000_000 if memory is None else memory / 1_000_000
        raise StoryTooGreedy(
            f"{book} takes more memory than it may ({most:,.0f} MB): close other programs, give it more with "
            "fabula read --memory-limit, or read its parts by themselves"
        ) from error


def free_memory() -> int | None:
    """Bytes that programs can still have on this machine; None where the system does not say."""
    return _told(_MEMORY, "MemAvailable")


def is_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, came of too little memory."""
    while error is not None:
        if isinstance(error, MemoryError) or any(sign in str(error) for sign in _SIGNS_OF_EXHAUSTION):
            return True
        error = error.__cause__ or error.__context__
    return False


def _size(book: str) -> int:
    try:
        return Path(book).stat().st_size if book != "-" else _UNKNOWN
    except OSError:  # reading it will say what is wrong
        return 0


def _told(path: Path, name: str) -> int | None:
    """A number of kB that the system tells under a name, in bytes."""
    try:
        lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
        return int(lines[name].split()[0]) * 1024
    except (OSError, KeyError, ValueError, IndexError):
        return None


@contextmanager
def _alarm(book: str, seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise StoryTooSlow(
            f"{book} takes longer than it may ({seconds:,.1f} seconds): fabula read --time-limit gives it more"
        )

    before: Any = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _bounded(memory: int | None) -> Iterator[None]:
    used = _told(_OWN, "VmData")
    if memory is None or used is None:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = min([used + memory, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
