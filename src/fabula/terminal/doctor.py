"""How an examination of the installation looks in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from fabula.doctor import Check, State
from fabula.terminal import console_for

_SHOWN: dict[State, tuple[str, str]] = {
    "ok": ("ok", "green"),
    "note": ("note", "yellow"),
    "fault": ("FAULT", "bold red"),
}
_INDENT = 24


def print_check(check: Check, console: Console | None = None) -> None:
    """Print one check as soon as it is done: its state, what was found, and what mends it."""
    console = console or console_for()
    word, style = _SHOWN[check.state]
    line = Text(f"{word:<7}", style)
    line.append(f"{check.name:<{_INDENT - 7}}", "bold")
    line.append(check.found)
    console.print(line, soft_wrap=True)
    if check.remedy:
        console.print(Text(f"{'':<{_INDENT}}-> {check.remedy}"), soft_wrap=True)
