"""A really started ``fabula serve``, and the stories in its library."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from fabula.schema import with_columns
from fabula.story import Story
from fabula.testing import tiny_story

HOSTILE = '"><script>document.title="pwned"</script><img src=x onerror=alert(1)>{{7*7}}'


@dataclass(frozen=True)
class Served:
    """A running server: its address without the token, the token, and the library's file."""

    address: str
    token: str | None
    path: Path

    def client(self, **options: Any) -> httpx.Client:
        """A program that asks the server."""
        return httpx.Client(base_url=self.address, timeout=30, trust_env=False, **options)


def hostile_story() -> Story:
    """The tiny story, with names that try to run."""
    tiny = tiny_story()
    names = [f"{name}{HOSTILE}" for name in tiny.tables["entities"]["name"].to_pylist()]
    tables = {**tiny.tables, "entities": with_columns("entities", tiny.tables["entities"], {"name": names})}
    metadata = replace(
        tiny.metadata, title=HOSTILE, author=HOSTILE, tags=(HOSTILE,), summary=HOSTILE, url="javascript:alert(1)"
    )
    return Story(tiny.text, tables, metadata, {"name": f"{HOSTILE}.txt"})


def other_story() -> Story:
    """The tiny story under another title, of a fandom."""
    tiny = tiny_story()
    metadata = replace(tiny.metadata, title="Other Point", author="Wren Morrow", fandoms=("Ships",), tags=("Fluff",))
    return Story(tiny.text, tiny.tables, metadata, {"name": "other.txt"})


@contextmanager
def serving(path: Path, *arguments: str) -> Iterator[Served]:
    """Start ``fabula serve`` on a free port, and stop it at the end."""
    command = [sys.executable, "-m", "fabula", "serve", "--library", str(path), "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"})
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        assert first.startswith("http://"), first + process.stderr.read()
        address, _, token = first.split()[0].partition("?token=")
        yield Served(address, token or None, path)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def is_ours(url: str, served: Served) -> bool:
    """Whether an address is the server's."""
    return url.startswith((served.address, "data:"))
