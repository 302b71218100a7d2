"""A reader process under watch: it is ended when a story takes too long, and replaced when it has died.

The problem. A story that hangs in native code, or that the system kills for its memory, cannot be stopped from within
the process that reads it, and takes that process with it. So whoever decides what comes of a story is another process.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from fabula.archive.item import Item
from fabula.archive.limits import Limits, too_greedy
from fabula.archive.messages import Begun, Done, Setting
from fabula.archive.outcome import Failure, Outcome, failure_of
from fabula.errors import ReadersLost, StoryKillsReader, StoryTooGreedy, StoryTooSlow

TRIES = 3
"""How often a story is tried whose reader dies; it may have been killed for another's sake."""
START_SECONDS = 300.0
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")  # or NumPy takes a thread for each core
STARTS = 10


_CRASHES = tuple(getattr(signal, name, None) for name in ("SIGABRT", "SIGSEGV", "SIGBUS"))


class _Died(Exception):
    """The process ended without an answer."""


@dataclass(frozen=True)
class _Ending:
    """How a process ended: its exit code, below 0 the signal, and the most bytes that it had in memory."""

    code: int = 0
    peak: int = 0

    def __str__(self) -> str:
        if self.code < 0:
            with suppress(ValueError):
                return f"by signal {-self.code}, {signal.Signals(-self.code).name}"
        return f"with exit code {self.code}"


class Reader:
    """Reads stories one at a time in a process of its own, which lives from story to story."""

    def __init__(self, text_column: str, threads: int, limits: Limits) -> None:
        self._setting = Setting(text_column, threads, limits.memory)
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._resident = 0  # bytes in memory when the story was begun
        self._is_closed = False

    def read(self, item: Item) -> Outcome:
        """What comes of a story, always: a story that ends its process or does not end is a failure.

        Raises  ReadersLost (R06): no process can be started
        """
        if item.kind == "fault":
            return Failure(item.code, item.reason)
        ending = _Ending()
        for _ in range(TRIES):
            self._start()
            try:
                return self._ask(item)
            except StoryTooSlow as error:
                return failure_of(error)
            except _Died:
                ending = self._end()
            if self._is_closed:
                raise ReadersLost("reading was stopped")
            if self._ran_out_of_memory(ending):
                return Failure(StoryTooGreedy.code, too_greedy(item.source, self._limits.memory))
        return Failure(
            StoryKillsReader.code,
            f"{item.source}: {TRIES} processes ended while they read it ({ending}): read it alone to see why",
        )

    def close(self) -> None:
        """End the process; a call of ``read`` that is waiting for it ends with ReadersLost."""
        self._is_closed = True
        self._end()

    def _start(self) -> None:
        """Have a process that is ready."""
        for _ in range(STARTS):
            if self._process is not None:
                return
            if self._is_closed:
                break
            self._process = _reader_process(self._setting.threads)
            with suppress(_Died, StoryTooSlow), self._deadline(START_SECONDS, "the model"):
                self._send(self._setting)
                ready = self._receive()
                if ready.fault is None:
                    return
                self._end()
                raise ReadersLost(f"the reader cannot start: {ready.fault.reason} ({ready.fault.code})")
            self._end()
        raise ReadersLost("no process that reads could be started: is there memory for it? fabula doctor says more")

    def _ran_out_of_memory(self, ending: _Ending) -> bool:
        """Whether a process crashed, as native code does that is refused memory, with much of what it may have."""
        is_crash = -ending.code in _CRASHES
        return is_crash and ending.peak - self._resident > self._limits.memory / 2

    def _ask(self, item: Item) -> Outcome:
        with self._deadline(self._limits.time_to_fetch(item), item.source):
            self._send(item)
            answer = self._receive()
        if isinstance(answer, Begun):
            self._resident = answer.resident
            with self._deadline(self._limits.time_to_read(answer.size), item.source):
                answer = self._receive()
        done: Done = answer
        if done.is_exhausted:
            self._end()
        return done.outcome

    def _send(self, request: object) -> None:
        if self._process is None or self._process.stdin is None:
            raise _Died
        try:
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise _Died from error

    def _receive(self) -> Any:
        if self._process is None or self._process.stdout is None:
            raise _Died
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise _Died from error

    @contextmanager
    def _deadline(self, seconds: float, source: str) -> Iterator[None]:
        """End the process when ``seconds`` have passed before the block has ended; StoryTooSlow (R07) then."""
        process, is_late = self._process, threading.Event()

        def end() -> None:
            is_late.set()
            if process is not None:
                _kill(process)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except _Died:
            if not is_late.is_set():
                raise
        finally:
            timer.cancel()
        if is_late.is_set():
            self._end()
            raise StoryTooSlow(
                f"{source} took longer than {seconds:,.1f} seconds: raise --time-limit to read this story"
            )

    def _end(self) -> _Ending:
        """End the process; how it ended, which may have been before."""
        process, self._process = self._process, None
        if process is None:
            return _Ending()
        _kill(process)
        ending = _waited(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return ending


def _reader_process(threads: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "fabula.archive.reader",
            ],  # -P: no module of the working folder takes another's place
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **dict.fromkeys(_THREAD_VARIABLES, str(threads))},
            start_new_session=True,
            stderr=None if os.environ.get("FABULA_DEBUG") else subprocess.DEVNULL,
        )
    except OSError as error:
        raise ReadersLost(f"no process can be started to read with ({error.strerror})") from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a reader, and what it has started to help it."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _waited(process: subprocess.Popen[bytes]) -> _Ending:
    """How a process ended, once it has."""
    if not hasattr(os, "wait4"):
        return _Ending(process.wait())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return _Ending(process.returncode, used.ru_maxrss * unit)
