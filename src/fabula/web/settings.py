"""What a server is told when it starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Limits:
    """What an upload, and the process that reads it, may use: bytes, seconds, and how many may wait."""

    upload: int = 50 * 1024 * 1024
    body: int = 256 * 1024  # of every other request
    memory: int = 6 * 1024**3
    seconds: int = 20 * 60
    waiting: int = 20


@dataclass(frozen=True)
class Settings:
    """Where the library is and where the server listens.

    ``names`` are further host names by which it is reached; ``token`` is what the address must hold once, None where
    only this machine can reach it; ``form_token`` stands in every form.
    """

    library: Path
    host: str = LOCAL
    port: int = 8000
    names: tuple[str, ...] = ()
    token: str | None = None
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    limits: Limits = Limits()

    @property
    def is_local(self) -> bool:
        """Whether no other machine can reach it."""
        return is_loopback(self.host)

    @property
    def address(self) -> str:
        """What to open in a browser, with the token where one is needed."""
        host = LOCAL if self.host in ("0.0.0.0", "::") else self.host
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.port}/" + (f"?token={self.token}" if self.token else "")


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's alone.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("192.168.1.2"), is_loopback("books.example")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
