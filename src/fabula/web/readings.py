"""Books being read: one at a time, each in a process of its own, and how far each is."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fabula.sources.finding import SUFFIXES
from fabula.web.faults import Fault
from fabula.web.settings import Settings

PATIENCE = 0.5  # seconds after which it is looked whether a process is still there
KEPT = 200  # readings that are remembered when they have ended
LONGEST_NAME = 120
WRONG = "Reading it failed. What happened stands where fabula serve was started."
TOO_MUCH = "Reading it took more time or memory than a book may have here."


@dataclass
class Reading:
    """A book that waits, is being read, or was read; ``story`` is its id when it is done, ``message`` why it failed."""

    id: str
    name: str
    state: str = "waiting"
    done: int = 0
    of: int = 0
    step: str = ""
    story: int | None = None
    is_new: bool = False
    message: str | None = None
    order: dict[str, Any] = field(default_factory=dict, repr=False)
    changed: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")

    def tell(self, **facts: Any) -> None:
        """Change what is known, and wake those who wait for it."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.changed.set()
        self.changed = asyncio.Event()


class Readings:
    """The line of books to be read. It lives in the server's event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._all: dict[str, Reading] = {}
        self._line: asyncio.Queue[Reading] = asyncio.Queue()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Read while the block runs; what is being read when it ends is stopped, and nothing of it is kept."""
        with tempfile.TemporaryDirectory(prefix="fabula-") as folder:
            self.folder = Path(folder)
            worker = asyncio.create_task(self._work())
            try:
                yield
            finally:
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)

    def get(self, id: str) -> Reading:
        """A reading.

        Raises  Fault: there is none, or no longer
        """
        if id not in self._all:
            raise Fault(404, "Not here", "Nothing is being read under this address; the shelf shows what was.")
        return self._all[id]

    def place_for(self, name: str) -> Path:
        """A new file for an upload: the name that it came with says only of what format it is."""
        suffix = Path(name).suffix.lower()
        return self.folder / (secrets.token_hex(8) + (suffix if suffix in SUFFIXES else ""))

    def upload(self, file: Path, name: str) -> Reading:
        """Have a file read into the library.

        Raises  Fault: too many are waiting
        """
        return self._add(shown_name(name), {"file": str(file), "name": shown_name(name)})

    def again(self, story: int, title: str) -> Reading:
        """Have a story read again; where it waits for that already, it waits once.

        Raises  Fault: too many are waiting
        """
        for reading in self._all.values():
            if reading.state == "waiting" and reading.order.get("story") == story:
                return reading
        return self._add(title, {"story": story})

    async def watch(self, reading: Reading) -> AsyncIterator[Reading]:
        """The reading, now and whenever something has changed, until it is over."""
        while True:
            changed = reading.changed
            yield reading
            if reading.is_over:
                return
            await changed.wait()

    def _add(self, name: str, order: dict[str, Any]) -> Reading:
        waiting = sum(not reading.is_over for reading in self._all.values())
        if waiting >= self.settings.limits.waiting:
            raise Fault(503, "Busy", f"{waiting} books are waiting to be read: try again when some of them are.")
        reading = Reading(secrets.token_urlsafe(9), name, order=order)
        over = [id for id, one in self._all.items() if one.is_over]
        for id in over[: max(0, len(over) - KEPT)]:
            del self._all[id]
        self._all[reading.id] = reading
        self._line.put_nowait(reading)
        return reading

    async def _work(self) -> None:
        while True:
            reading = await self._line.get()
            reading.tell(state="reading")
            try:
                await asyncio.wait_for(self._read(reading), self.settings.limits.seconds)
            except TimeoutError:
                reading.tell(state="failed", message=TOO_MUCH)
            except OSError as error:
                reading.tell(state="failed", message=f"It cannot be read now: {error.strerror or error}.")
            finally:
                if "file" in reading.order:
                    Path(reading.order["file"]).unlink(missing_ok=True)

    async def _read(self, reading: Reading) -> None:
        """Start a process, hand it the order, and pass on what it says."""
        limits = self.settings.limits
        order = {"library": str(self.settings.library), "memory": limits.memory, "seconds": limits.seconds}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "fabula.web.reader"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=self.folder,
            start_new_session=True,
        )
        following = asyncio.create_task(_follow(reading, process, {**order, **reading.order}))
        try:
            while process.returncode is None and not reading.is_over:  # its own workers may outlive it
                await asyncio.wait([following], timeout=PATIENCE)
        finally:
            _kill(process)
            await process.wait()
            await asyncio.gather(following, return_exceptions=True)
        if not reading.is_over:
            reading.tell(state="failed", message=TOO_MUCH if (process.returncode or 0) < 0 else WRONG)


def shown_name(name: str) -> str:
    """A file's name as its owner knows it: without folders, and nothing in it but what can be seen.

    >>> shown_name("../../etc/pass\\x00wd.txt"), shown_name("C:\\\\books\\\\emma.epub"), shown_name("..")
    ('passwd.txt', 'emma.epub', 'an upload')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = " ".join("".join(mark for mark in last if mark.isprintable()).split())
    stem, dot, suffix = seen.rpartition(".")
    short = f"{stem[:LONGEST_NAME]}{dot}{suffix[:10]}" if dot else seen[:LONGEST_NAME]
    return short if short.strip(". ") else "an upload"


async def _follow(reading: Reading, process: asyncio.subprocess.Process, order: dict[str, Any]) -> None:
    """Hand a process its order, and pass on what it says until it ends."""
    if process.stdin is None or process.stdout is None:
        return
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.close()
    async for line in process.stdout:
        _take(reading, json.loads(line))


def _take(reading: Reading, facts: dict[str, Any]) -> None:
    if "story" in facts:
        reading.tell(
            state="done",
            done=reading.of or 1,
            of=reading.of or 1,
            step="",
            story=facts["story"],
            is_new=facts["is_new"],
        )
    elif "error" in facts:
        reading.tell(state="failed", message=facts["error"])
    else:
        reading.tell(done=facts["done"], of=facts["of"], step=facts["step"])


def _kill(process: asyncio.subprocess.Process) -> None:
    """End a process and those that it has started."""
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
