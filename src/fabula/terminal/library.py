"""How the library's answers look in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from fabula.errors import FabulaError
from fabula.library import Added, Count, Entry, Found
from fabula.terminal import WIDTH, console_for, shorten

AROUND = 160  # characters of a passage that are shown before the first word found
SHOWN = 480  # characters of a passage that are shown in all
FAILURES_SHOWN = 50


def print_json(facts: Any) -> None:
    """Print facts as JSON on standard output."""
    sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2, default=str) + "\n")


def print_added(added: Added, n_stories: int, console: Console | None = None) -> None:
    """Print what came of adding: how many, and at the end the books that could not be read, each with its reason."""
    console = console or console_for()
    parts = [f"{len(added.added)} added"]
    parts += [f"{len(added.known)} in the library already"] if added.known else []
    parts += [f"{added.no_books} files that are no books"] if added.no_books else []
    parts += [f"{len(added.failed)} that cannot be read"] if added.failed else []
    console.print(f"{', '.join(parts)}; the library has {n_stories} stories", soft_wrap=True)
    for path, error in added.failed[:FAILURES_SHOWN]:
        console.print(Text(f"  {path.name}: {_reason(error)}"), soft_wrap=True)
    if len(added.failed) > FAILURES_SHOWN:
        console.print(f"  and {len(added.failed) - FAILURES_SHOWN} more")


def print_entries(entries: Sequence[Entry], console: Console | None = None) -> None:
    """Print a line for each story."""
    console = console or console_for()
    for entry in entries:
        title = f"{entry.title} by {entry.author}" if entry.author else entry.title
        figures = f"{entry.words:,} words"
        line = Text(f"{entry.id:>5}  ")
        line.append(shorten(title, WIDTH - 9 - len(figures)), "bold")
        line.append(f"  {figures}")
        console.print(line, soft_wrap=True)
    if not entries:
        console.print("no story here")


def print_found(found: Sequence[Found], console: Console | None = None) -> None:
    """Print passages: where each stands and who says it, and its words with those found in bold."""
    console = console or console_for()
    for one in found:
        where = [one.title, one.chapter_title, one.place or ""]
        console.print(Text(shorten(" · ".join(filter(None, where)), WIDTH - 1), "dim"))
        if one.speaker:
            to = f" to {', '.join(one.addressees)}" if one.addressees else ""
            console.print(Text(shorten(f"{one.speaker}{to}:", WIDTH - 1), "italic"))
        console.print(_excerpt(one))
        console.print()
    if not found:
        console.print("nothing found")


def print_counts(counts: Mapping[str, Sequence[Count]], console: Console | None = None) -> None:
    """Print how many there are of each kind."""
    console = console or console_for()
    for facet, of_facet in counts.items():
        if of_facet:
            console.print(Text(f"by {facet}", "bold"))
            for one in of_facet:
                console.print(f"{one.count:>7}  {shorten(one.name, WIDTH - 10)}")


def print_check(faults: Sequence[str], n_stories: int, console: Console | None = None) -> None:
    """Print what is wrong with a library, or that nothing is."""
    console = console or console_for()
    for fault in faults:
        console.print(Text(fault), soft_wrap=True)
    console.print(f"{n_stories} stories, {len(faults) or 'no'} faults")


def _reason(error: Exception) -> str:
    if isinstance(error, FabulaError):
        return f"{error} ({error.code})"
    return f"this is a bug, please report it ({type(error).__name__}: {error})"


def _excerpt(one: Found) -> Text:
    """A passage on one line, as much as is shown of it, with what was found in bold."""
    first = one.marks[0][0] if one.marks else 0
    low = max(0, first - AROUND)
    high = min(len(one.passage), low + SHOWN)
    text = Text("... " if low else "")
    position = low
    for start, end in one.marks:
        if start >= position and end <= high:
            text.append(_one_line(one.passage[position:start]))
            text.append(_one_line(one.passage[start:end]), "bold")
            position = end
    text.append(_one_line(one.passage[position:high]).rstrip())
    return text.append(" ...") if high < len(one.passage.rstrip()) else text


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
