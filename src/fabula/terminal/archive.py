"""How the archive's answers look in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from fabula.archive import Summary
from fabula.terminal import console_for


def print_read(summary: Summary, place: str, console: Console | None = None) -> None:
    """Print what came of reading, and the newest stories that could not be read, each with its reason."""
    console = console or console_for()
    parts = [f"{_many(summary.read, 'story', 'stories')} read"]
    parts += [f"{summary.failed:,} that cannot be read"] if summary.failed else []
    parts += [f"{summary.known:,} in the archive already"] if summary.known else []
    parts += [_many(summary.no_books, "file that is no book", "files that are no books")] if summary.no_books else []
    rate = f"{summary.words:,} words in {summary.seconds:,.0f} seconds; " if summary.read else ""
    failures = f" and {_many(summary.failures, 'failure', 'failures')}" if summary.failures else ""
    stories = _many(summary.stories, "story", "stories")
    console.print(f"{', '.join(parts)}; {rate}{place} has {stories}{failures}", soft_wrap=True)
    for reason in summary.reasons:
        console.print(Text(f"  {reason}"), soft_wrap=True)
    if summary.failed > len(summary.reasons):
        console.print(f"  and {summary.failed - len(summary.reasons):,} more, in the table failures")


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
