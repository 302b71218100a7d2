"""The text with ``[voice:NAME]...[/voice]`` around what is spoken, thought or written, for ebook2audiobook.

What is not story (licences, site counters) is left out. Square brackets of the text that would be read as a mark become
round ones; a line whose speaker is not known has no mark and is read by the narrator's voice.
"""

from __future__ import annotations

import re
from pathlib import Path

from fabula.exports.voices import NARRATION, pieces_of
from fabula.output import atomic_write
from fabula.story import Story

MARKS = re.compile(r"\[(/?\s*(?:voice|pause|break)\b[^\]]*)\]", re.IGNORECASE)
UNFIT = re.compile(r"[\[\]:\r\n\t]+")  # in a name, within a mark


def write_sml(story: Story, path: str | Path) -> None:
    """Write the marked text to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        file.write(to_sml(story).encode("utf-8", errors="replace"))


def to_sml(story: Story) -> str:
    """The marked text.

    >>> from fabula.testing import tiny_story
    >>> print(to_sml(tiny_story()).splitlines()[4])
    [voice:Ada Finch]"Tom, the lamp is out,"[/voice] she said. [voice:Ada Finch]"Go and wake the Captain."[/voice]
    """
    names = [voice_name(name) for name in story.column("entities", "name").tolist()]
    parts = []
    for piece in pieces_of(story):
        if not piece.is_story:
            continue
        text = MARKS.sub(r"(\1)", story.text[piece.start : piece.end])
        spoken = text.rstrip()
        if piece.kind == NARRATION or piece.speaker < 0:
            parts.append(text)
        else:
            parts.append(f"[voice:{names[piece.speaker]}]{spoken}[/voice]{text[len(spoken) :]}")
    return "".join(parts)


def voice_name(name: str) -> str:
    """The name as it can stand in a mark.

    >>> voice_name("Anne [the\\nelder]: Weiss")
    'Anne the elder Weiss'
    """
    return " ".join(UNFIT.sub(" ", name).split())
