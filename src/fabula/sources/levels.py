"""Which headings of a marked-up book head its chapters.

The problem: ``<h1>`` is the title of one book, a part of another and each chapter of a third, and below the
chapters there may be sections that are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fabula.sources.headings import Heading
from fabula.sources.numerals import NUMERAL

_CHAPTER_NAME = re.compile(
    rf"(?:chapter|chap\.?|ch\.|letter|stave|canto|adventure|episode|part)\b.{{0,3}}(?:the )?{NUMERAL}|"
    rf"{NUMERAL}(?:[.:) –—-]|\Z)|prologue|epilogue",
    re.IGNORECASE,
)
_LEAST_PROSE = 150


def choose_level(text: str, headings: Sequence[Heading]) -> list[Heading]:
    """Those of ``headings`` that head chapters (level 1) and the parts and titles above them (level 0).

    >>> marked = [Heading(0, 4, "Book", 1), Heading(6, 9, "One", 2), Heading(300, 303, "Two", 2)]
    >>> [heading.level for heading in choose_level("x" * 600, marked)]
    [0, 1, 1]
    """
    if not headings:
        return []
    level = _chapter_level(text, headings)
    return [
        replace(heading, level=1 if heading.level == level else 0) for heading in headings if heading.level <= level
    ]


def _chapter_level(text: str, headings: Sequence[Heading]) -> int:
    levels = sorted({heading.level for heading in headings})
    named = {level: sum(_is_chapter_name(one) for one in headings if one.level == level) for level in levels}
    best = max(levels, key=lambda level: named[level])
    if named[best] >= 2:
        return best
    for level in levels:
        if _n_with_prose(text, [one for one in headings if one.level <= level], level) >= 2:
            return level
    return levels[-1]


def _is_chapter_name(heading: Heading) -> bool:
    return _CHAPTER_NAME.match(heading.title) is not None


def _n_with_prose(text: str, headings: Sequence[Heading], level: int) -> int:
    ends = [heading.start for heading in headings[1:]] + [len(text)]
    return sum(
        heading.level == level and end - heading.end > _LEAST_PROSE for heading, end in zip(headings, ends, strict=True)
    )
