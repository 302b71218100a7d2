"""Ties and tags in a terminal: the main characters first, each tie with how it changes and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from fabula.archive_tags import archive_tags
from fabula.story import Story
from fabula.terminal import GAP, PASSAGE_WIDTH, WIDTH, console_for, printable, shorten
from fabula.ties import Relationship

LIKELY = 0.45  # confidence from which a tie is shown
SHOWN = 20  # ties, those that matter most
NAMES_WIDTH = 46
MOST_OF_PASSAGE = 240  # code points


def print_ties(story: Story, console: Console | None = None, *, most: int = SHOWN, passages: bool = False) -> None:
    """Print who means what to whom, the ties of the main characters first, and the tags of the story.

    Takes   most: how many ties; passages: with one passage for each
    """
    console = console or console_for()
    console.print()
    known = list(story.relationships)
    ties = [tie for tie in known if tie.confidence >= LIKELY]
    if not ties:
        console.print(_line("The story shows no tie clearly.", "dim"))
    for tie in ties[:most]:
        names = shorten(f"{tie.source.name} {_arrow(tie)} {tie.target.name}", NAMES_WIDTH)
        line = _line(names, "bold").append(" " * max(GAP, NAMES_WIDTH + GAP - len(names)))
        what = f"{tie.kind}, {tie.role}" if tie.role else tie.kind
        console.print(line.append(shorten(f"{what} {tie.confidence:.2f}", WIDTH - NAMES_WIDTH - GAP - 1), "not bold"))
        course = ", ".join(_course(story, tie))
        if course:
            console.print(_line(shorten(f"  {course}", WIDTH - 1), "dim"))
        if passages:
            for wrapped in Text(_passage(story, tie)).wrap(console, PASSAGE_WIDTH):
                console.print(Text("   ").append_text(wrapped))
    if len(ties) > most:
        console.print(_line(f"and {len(ties) - most:,} more", "dim"))
    if len(known) > len(ties):
        console.print(
            _line(f"{len(known) - len(ties):,} are less likely than {LIKELY} and not shown; --json has them", "dim")
        )
    tags = archive_tags(story)
    if tags:
        console.print()
        console.print(_line("tags", "dim"))
        for tag in tags:
            console.print(_line(shorten(tag.text, WIDTH - 1)))


def _line(text: str, style: str = "") -> Text:
    return Text(" ").append(text, style=style)


def _arrow(tie: Relationship) -> str:
    """An arrow where the tie has a direction."""
    is_directed = tie.kind == "authority" or tie.role in ("parent", "grandparent", "aunt or uncle", "guardian", "step")
    return "→" if is_directed or tie.role == "wish" else "–"


def _course(story: Story, tie: Relationship) -> Iterator[str]:
    """Where it begins and ends, by chapter."""
    for word, position in (("from", tie.begins), ("until", tie.ends)):
        if position is not None:
            number, title = next(
                (number, chapter.title)
                for number, chapter in enumerate(story.chapters, start=1)
                if position < chapter.end or number == len(story.chapters)
            )
            share = round(100 * position / max(len(story.text), 1))
            yield f"{word} {title or f'chapter {number}'} ({share}%)"


def _passage(story: Story, tie: Relationship) -> str:
    """The sentence around the words that show it, cut where it is long."""
    starts, ends = story.column("sentences", "start"), story.column("sentences", "end")
    row = max(int(starts.searchsorted(tie.start, side="right")) - 1, 0)
    low = max(int(starts[row]), tie.start - MOST_OF_PASSAGE // 2)
    high = min(max(int(ends[row]), tie.end), low + MOST_OF_PASSAGE)
    return printable(story.text[low:high])
