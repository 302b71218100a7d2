"""Split a chapter's heading into its number and its name, so that each can be set in its own manner."""

from __future__ import annotations

import re

_NUMBERED = re.compile(
    r"^((?:chapter|book|part|letter|stave|volume|canto|act|scene|section|episode)\s+[\w-]+"
    r"|[ivxlc]+(?=[.:]|$)|\d{1,4}(?=[.:]|$))\s*[.:—–-]*\s*(.*)$",
    re.I,
)


def split_heading(heading: str) -> tuple[str, str]:
    """The number and the name of a heading; either may be empty.

    >>> split_heading("CHAPTER IX. There Is Nobody Left")
    ('CHAPTER IX', 'There Is Nobody Left')
    >>> split_heading("The End")
    ('', 'The End')
    """
    numbered = _NUMBERED.match(heading)
    return (numbered[1], numbered[2]) if numbered else ("", heading)
