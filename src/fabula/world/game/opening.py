"""Opening a world: two processes of the engine, started, watched and ended by this one, without importing Evennia."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from select import select
from typing import IO

from fabula.errors import EngineFailed, PackageMissing, WorldBusy
from fabula.output import check_folder
from fabula.world.design import read_design
from fabula.world.invitations import guests, invite
from fabula.world.record import folder_of, opened

PATIENCE = 180.0  # seconds that the engine may take to answer
FAREWELL = 6.0  # seconds that it may take to end
PROCESSES = ("portal", "server")
LOCAL = ("127.0.0.1", "::1", "0.0.0.0", "::")
FIRST_GUESTS = 2  # invited when a world is opened for the first time


@dataclass(frozen=True)
class Doors:
    """Two sockets that listen, for browsers and for telnet, and further host names by which they are reached."""

    web: socket.socket
    telnet: socket.socket
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenWorld:
    """A world that answers; ``invitations`` are new ones, of a role and a code."""

    address: str
    telnet: tuple[str, int]
    invitations: tuple[tuple[str, str], ...]
    processes: tuple[subprocess.Popen[bytes], ...]

    def wait(self) -> None:
        """Wait until one of the processes ends by itself.

        Raises  EngineFailed (Y05)
        """
        while all(process.poll() is None for process in self.processes):
            time.sleep(0.2)
        raise EngineFailed("the engine stopped; what was said and done is kept: open the world again")


@contextmanager
def open_world(
    design: Path, doors: Doors, *, data: Path | None = None, guest_count: int | None = None
) -> Iterator[OpenWorld]:
    """The world of a design, answering at its doors, until the block ends.

    Takes   guest_count: invitations to make; without, a designer's and two guests', the first time
    Raises  PackageMissing (P01), DesignUnreadable (Y01), DesignBroken (Y02), DesignOfOtherVersion (Y03),
            WorldBusy (Y04), EngineFailed (Y05), CannotWrite (O01)
    """
    check_engine()
    read_design(design)
    folder = folder_of(design, data)
    check_folder(folder)
    (folder / "logs").mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _locked(folder) as lock, _running(folder, design.absolute(), doors, lock) as processes:
        address, port = doors.web.getsockname()[:2]
        yield OpenWorld(
            f"http://{_shown(address)}:{port}/",
            doors.telnet.getsockname()[:2],
            _invite(folder, guest_count),
            processes,
        )


def check_engine() -> None:
    """Find out before the work whether the engine is installed.

    Raises  PackageMissing (P01)
    """
    for package in ("evennia", "tomlkit"):
        if find_spec(package) is None:
            raise PackageMissing(f"{package} is not installed, which opens worlds: pip install 'fabula[world]'")


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """The lock on a world's folder, as a descriptor that the processes hold too: it lasts as long as any of them."""
    with (folder / "lock").open("w") as file:
        until = time.monotonic() + FAREWELL  # processes whose opener was killed are about to end
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise WorldBusy(f"{folder} is open already: enter it there, or close it with Ctrl-C") from error
                time.sleep(0.2)
        yield file.fileno()


@contextmanager
def _running(folder: Path, design: Path, doors: Doors, lock: int) -> Iterator[tuple[subprocess.Popen[bytes], ...]]:
    rooms = tempfile.mkdtemp(prefix="fabula-")  # for the local socket: its path must be short
    ready, tell = os.pipe()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        environment = _environment(folder, design, doors, rooms, tell)
        for name in PROCESSES:
            sockets = (doors.web.fileno(), doors.telnet.fileno()) if name == "portal" else ()
            processes.append(_start(name, folder, environment, (tell, lock, *sockets)))
        os.close(tell)
        _await(ready, processes, folder)
        yield tuple(processes)
    finally:
        os.close(ready)
        _end(processes)
        shutil.rmtree(rooms, ignore_errors=True)


def _environment(folder: Path, design: Path, doors: Doors, rooms: str, tell: int) -> dict[str, str]:
    given = {
        "folder": str(folder),
        "design": str(design),
        "socket": f"{rooms}/portal",
        "web": (doors.web.fileno(), int(doors.web.family)),
        "telnet": (doors.telnet.fileno(), int(doors.telnet.family)),
        "origins": _origins(doors),
        "ready": tell,
        "secret": secrets.token_urlsafe(32),
    }
    path = [str(Path(__file__).resolve().parents[3]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "FABULA_WORLD": json.dumps(given),
        "PYTHONPATH": os.pathsep.join(part for part in path if part),
    }


def _origins(doors: Doors) -> list[str]:
    """Of which addresses a page may be that connects: this machine's, and those of the names, also behind a proxy."""
    address, port = doors.web.getsockname()[:2]
    here = {str(address), *(("127.0.0.1", "localhost") if address in LOCAL else ())}
    behind = [f"{scheme}://{name}:{at}" for name in doors.names for scheme, at in (("http", 80), ("https", 443))]
    return sorted({f"http://{name}:{port}" for name in (*here, *doors.names)} | set(behind))


def _start(name: str, folder: Path, environment: dict[str, str], fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
    with (folder / "logs" / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "fabula.world.game.process", name],
            cwd=folder,
            env=environment,
            pass_fds=fds,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _await(ready: int, processes: list[subprocess.Popen[bytes]], folder: Path) -> None:
    """Wait until both processes have said that they answer."""
    said = b""
    until = time.monotonic() + PATIENCE
    while len(said.split()) < len(PROCESSES):
        for name, process in zip(PROCESSES, processes, strict=True):
            if process.poll() is not None:
                raise EngineFailed(f"the engine does not start ({_last_line(folder / 'logs' / f'{name}.log')})")
        if time.monotonic() > until:
            raise EngineFailed(f"the engine does not answer after {PATIENCE:.0f} seconds; see {folder / 'logs'}")
        if select([ready], [], [], 0.2)[0]:
            said += os.read(ready, 100)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End them: the server first, so that the portal still brings guests the last word."""
    for process in reversed(processes):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _close(process.stdin)


def _close(file: IO[bytes] | None) -> None:
    if file is not None:
        file.close()


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return f"{lines[-1].strip()[:200]}; see {log}" if lines else f"see {log}"


def _invite(folder: Path, guest_count: int | None) -> tuple[tuple[str, str], ...]:
    """New invitations, made before anybody is told of them."""
    with opened(folder) as connection:
        is_new = not guests(connection)
        roles = ["guest"] * (FIRST_GUESTS if guest_count is None and is_new else guest_count or 0)
        roles = ["designer", *roles] if is_new else roles
        return tuple((role, invite(connection, role)) for role in roles)


def _shown(address: str) -> str:
    return f"[{address}]" if ":" in address else address
