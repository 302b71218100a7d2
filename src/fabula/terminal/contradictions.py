"""How the contradictions of a story look in a terminal: both passages, where they stand, and how sure it is."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from fabula.contradictions.contradiction import Contradiction
from fabula.story import Story
from fabula.terminal import PASSAGE_WIDTH, WIDTH, console_for, counted, printable, shorten

SURE, LIKELY = 0.75, 0.65


def print_contradictions(story: Story, console: Console | None = None) -> None:
    """Print the contradictions of a story, the surest first, each with its two passages and their chapters."""
    console = console or console_for()
    console.print()
    for one in story.contradictions:
        console.print(Text(f" {shorten(_heading(one), WIDTH - 1)}", style="bold"))
        for span in (one.first, one.second):
            chapter = _chapter(story, span[0])
            if chapter:
                console.print(Text(f"   {shorten(chapter, PASSAGE_WIDTH)}", style="dim"))
            console.print(Text(f"   {_passage(story, span, is_last=span == one.first and _is_long(one))}"))
        console.print(Text(f"   {shorten(f'{one.explanation} · {sureness(one)}', PASSAGE_WIDTH)}", style="dim"))
        console.print()
    if story.contradictions:
        console.print(Text(f" {counted(len(story.contradictions), 'place')} to look at"))
    else:
        console.print(Text(" Nothing found that does not fit."))


def sureness(one: Contradiction) -> str:
    """How sure a contradiction is, in words.

    >>> sureness(Contradiction("tense", None, "tense", (0, 1), (2, 3), ("past", "present"), 0.8, ""))
    'sure'
    """
    return "sure" if one.confidence >= SURE else "likely" if one.confidence >= LIKELY else "perhaps"


def _heading(one: Contradiction) -> str:
    name = f"{one.about.name}: " if one.about is not None else ""
    what = "" if one.what == one.kind else f", {one.what}"
    return f"{name}{one.kind}{what}"


def _is_long(one: Contradiction) -> bool:
    """Whether the first place is the whole stretch before a slip, of which its end says most."""
    return one.kind in ("tense", "point of view")


def _passage(story: Story, span: tuple[int, int], is_last: bool) -> str:
    """The words of a passage on one line, cut at its end, or at its beginning."""
    words = printable(story.text[span[0] : span[1]])
    if not is_last or len(words) <= PASSAGE_WIDTH:
        return shorten(words, PASSAGE_WIDTH)
    return "…" + words[-PASSAGE_WIDTH + 1 :].partition(" ")[2]


def _chapter(story: Story, position: int) -> str:
    """The heading of the chapter around a place; empty in a story of one chapter."""
    if len(story.chapters) < 2:
        return ""
    chapter = next(chapter for chapter in story.chapters if position < chapter.end)
    return chapter.title or f"chapter {chapter.id + 1}"
