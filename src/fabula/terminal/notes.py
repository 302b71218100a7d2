"""How content notes look in a terminal: counts and places, the story's words only where they are asked for."""

from __future__ import annotations

from rich.console import Console

from fabula.note_summary import KindOfNote, NoteSummary, Warned, chapter_at, summarize_notes
from fabula.story import Story
from fabula.terminal import WIDTH, console_for, shorten

KIND_WIDTH = 22
FIRST_WIDTH = 24
NAMES_WIDTH = 18
PEOPLE_SHOWN = 3
PASSAGE_WIDTH = 74
UNKNOWN = "somebody"


def print_notes(story: Story, passages: bool = False, console: Console | None = None) -> None:
    """Print what a reader may want to know of first, by kind, and the archive warnings that it suggests.

    Takes   passages: True lists every passage with its words, its place and its standing
    """
    console = console or console_for()
    summary = summarize_notes(story)
    console.print()
    if not summary.kinds:
        console.print("No passages found that a reader may want to know of first.")
        return
    console.print(
        f"{'what it is about':{KIND_WIDTH}}{'passages':>9}{'actual':>8}{'words':>8}{'sure':>6}  first in", style="bold"
    )
    for kind in summary.kinds:
        _print_kind(kind, console)
    _print_warnings(summary, console)
    if passages:
        _print_passages(story, console)


def _print_kind(kind: KindOfNote, console: Console) -> None:
    first = shorten(kind.first, FIRST_WIDTH)
    console.print(
        f"{kind.kind:{KIND_WIDTH}}{kind.passages:>9}{kind.actual:>8}{kind.share:>8.2%}{kind.confidence:>6.2f}  {first}"
    )
    pairs = [
        f"{shorten(by or UNKNOWN, NAMES_WIDTH)} to {shorten(to, NAMES_WIDTH)}" if to else shorten(by or "", NAMES_WIDTH)
        for by, to in kind.people[:PEOPLE_SHOWN]
    ]
    if pairs:
        console.print(shorten(f"  {'; '.join(pairs)}", WIDTH - 1), style="dim")


def _print_warnings(summary: NoteSummary, console: Console) -> None:
    console.print()
    console.print("Archive warnings to consider" if summary.warnings else "No archive warning suggests itself.")
    for warned in summary.warnings:
        console.print(f"  {warned.warning}: {_numbers(warned)} (sure {warned.confidence:.2f})")
    console.print(shorten(summary.left_out, WIDTH * 2), style="dim")


def _numbers(warned: Warned) -> str:
    shown = ", ".join(str(number) for number in warned.notes[:8])
    rest = len(warned.notes) - 8
    return f"notes {shown}{f' and {rest} more' if rest > 0 else ''}"


def _print_passages(story: Story, console: Console) -> None:
    for note in story.notes:
        console.print()
        place = shorten(chapter_at(story, note.start), FIRST_WIDTH)
        console.print(f"{note.id} {note.kind}, {note.standing}, sure {note.confidence:.2f}, {place}", style="bold")
        console.print(f"  {shorten(' '.join(note.text.split()), PASSAGE_WIDTH)}")
