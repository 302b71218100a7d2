"""Chapters from headings: stretches that tile the text.

The problem: what stands before the first heading is a title page in one book and a prologue in another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.sources.document import Chapter, Furniture
from fabula.sources.headings import Heading

_BLANK_LINE = re.compile(r"\n *\n")
_LEAST_OPENING = 300  # characters before the first heading, for them to be a chapter of their own


def tile(text: str, headings: Sequence[Heading], furniture: Sequence[Furniture] = ()) -> tuple[Chapter, ...]:
    """The chapters of ``text``: from 0 to its end without a gap; one without a title where nothing heads one.

    A title page before the first heading is taken into that heading; prose before it is a chapter of its own.

    >>> [(chapter.start, chapter.end) for chapter in tile("One\\n\\nA.\\n\\nTwo\\n\\nB.", [])]
    [(0, 16)]
    """
    if not headings:
        return (Chapter(0, len(text), "", 0),)
    starts = [heading.start for heading in headings]
    opening = []
    if _is_prose(text, headings[0].start, furniture):
        opening.append(Chapter(0, starts[0], "", 0))
    else:
        starts[0] = 0
    ends = [*starts[1:], len(text)]
    body = [
        Chapter(start, end, heading.title, heading.end)
        for start, end, heading in zip(starts, ends, headings, strict=True)
    ]
    return (*opening, *body)


def _is_prose(text: str, end: int, furniture: Sequence[Furniture]) -> bool:
    """Whether ``text[:end]`` holds prose that is not furniture."""
    position, length = 0, 0
    for piece in furniture:
        if piece.start >= end:
            break
        length += _prose_length(text[position : piece.start])
        position = piece.end
    return length + _prose_length(text[position:end]) >= _LEAST_OPENING


def _prose_length(stretch: str) -> int:
    """Characters in blocks that are long enough to be a paragraph."""
    return sum(len(block) for block in _BLANK_LINE.split(stretch) if len(block) > 100)
