"""A really opened world, and guests in it by telnet."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0  # seconds; a machine that does other things too may stand still for a while
DESIGN = Path(__file__).with_name("garden.toml")
COMMAND = [sys.executable, "-m", "fabula", "world"]
NEGOTIATION = re.compile(rb"\xff\xfa.*?\xff\xf0|\xff[\xfb-\xfe].|\xff.", re.DOTALL)


@dataclass
class Opened:
    """A world that runs: where it answers, and the invitations that are left, by role."""

    process: subprocess.Popen[str]
    address: str
    telnet: tuple[str, int]
    invitations: dict[str, list[str]]
    design: Path

    @property
    def data(self) -> Path:
        """Its folder."""
        return self.design.with_suffix(".world")

    def invitation(self, role: str = "guest") -> str:
        """One of the invitations that were printed."""
        return self.invitations[role].pop(0)

    def kill(self) -> None:
        """End everything of it at once, as a power cut would."""
        for pid in _children(self.process.pid):
            os.kill(pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


def open_world(design: Path, *arguments: str) -> Opened:
    """Open a world with the command, on free ports."""
    process = subprocess.Popen(
        [*COMMAND, "open", str(design), "--port", "0", "--telnet-port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C"):
            break
    said = "".join(lines)
    address = re.search(r"http://\S+/$", said, re.M)
    telnet = re.search(r"telnet +(\S+) (\d+)", said)
    assert address, said
    assert telnet, said
    invitations: dict[str, list[str]] = {}
    for role, code in re.findall(r"^(\w+) +http://\S+#(\S+)$", said, re.M):
        invitations.setdefault(role, []).append(code)
    return Opened(process, address[0], (telnet[1], int(telnet[2])), invitations, design)


@contextmanager
def opened(design: Path, *arguments: str) -> Iterator[Opened]:
    """A world for the length of a block, closed with Ctrl-C."""
    world = open_world(design, *arguments)
    try:
        yield world
    finally:
        close(world)


def close(world: Opened) -> int:
    """Close a world as Ctrl-C does; its exit code."""
    if world.process.poll() is None:
        world.process.send_signal(signal.SIGINT)
    code = world.process.wait(30)
    if world.process.stdout:
        world.process.stdout.close()
    return code


class Guest:
    """Somebody at a telnet client."""

    def __init__(self, world: Opened) -> None:
        self.socket = socket.create_connection(world.telnet, timeout=PATIENCE)
        self.seen = ""
        self.key = self.name = ""
        self._bytes = b""

    def send(self, line: str) -> None:
        """Type a line."""
        self.socket.sendall(line.encode() + b"\r\n")

    def expect(self, *wanted: str, within: float = PATIENCE) -> str:
        """Read until all of this was shown, and give what was shown up to then; it is not looked at again."""
        until = time.monotonic() + within
        while not all(part in self.seen for part in wanted):
            self._read(until - time.monotonic(), wanted)
        end = max(self.seen.index(part) + len(part) for part in wanted)
        shown, self.seen = self.seen[:end], self.seen[end:]
        return shown

    def do(self, line: str, *wanted: str) -> str:
        """Type a line and wait for what it shows."""
        self.send(line)
        return self.expect(*wanted)

    def rest(self, quiet: float = 0.4) -> str:
        """What is shown until nothing more comes for a while."""
        try:
            while True:
                self._read(quiet, ())
        except TimeoutError:
            pass
        shown, self.seen = self.seen, ""
        return shown

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _read(self, seconds: float, wanted: tuple[str, ...]) -> None:
        try:
            self.socket.settimeout(max(seconds, 0.001))
            read = self.socket.recv(65536)
        except TimeoutError as error:
            raise TimeoutError(f"waited for {wanted}, and saw {self.seen!r}") from error
        if not read:
            raise ConnectionError(f"hung up; saw {self.seen!r}")
        self._bytes += NEGOTIATION.sub(b"", read)
        whole = self._bytes[: self._bytes.rfind(b"\n") + 1]  # a letter of several bytes may still be on its way
        self._bytes = self._bytes[len(whole) :]
        self.seen += whole.decode("utf-8").replace("\r", "")


def come_in(world: Opened, name: str, role: str = "guest", code: str | None = None) -> Guest:
    """A new guest, invited and in the world."""
    guest = Guest(world)
    guest.expect("Paste your invitation")
    guest.do(code or world.invitation(role), "What shall the others call you?")
    shown = guest.do(name, "To come in: yes")
    found = re.search(r"shown: (\S+)", shown)
    assert found, shown
    guest.key, guest.name = found[1], name
    guest.do("yes", "Ways:")
    guest.rest(0.2)
    return guest


def come_back(world: Opened, key: str) -> Guest:
    """A guest who was here before."""
    guest = Guest(world)
    guest.expect("Paste your invitation")
    guest.do(key, "To come in: yes")
    guest.key = key
    guest.send("yes")
    return guest


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]
