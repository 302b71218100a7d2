"""Project Gutenberg: the header and licence around a book, in its text, HTML and EPUB alike.

    *** START OF THE PROJECT GUTENBERG EBOOK THE SECRET GARDEN ***
The header names title and author; older books end the header with "*END*THE SMALL PRINT!" and have no
mark but "End of Project Gutenberg's The Secret Garden, by Frances Hodgson Burnett" at their end.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.sources.document import Furniture, Metadata

_START = re.compile(r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*(?:\n[^\n*]{1,120}\*{3}[^\n]*)?")
_SMALL_PRINT = re.compile(r"\*END\*? ?THE SMALL PRINT[^\n]*")
_END = re.compile(r"\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG")
_END_LINE = re.compile(r"^ *(?:\*{3} )?End of (?:the |this )?Project Gutenberg", re.MULTILINE | re.IGNORECASE)
_FIELD = re.compile(
    r"^ {0,20}(Title|Author|Language|Release date|Illustrator|Translator): +(\S[^\n]*(?:\n {4,}\S[^\n]*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_HEADER = 40_000
_LICENCE = 60_000


def find_licence(flat_text: str) -> list[Furniture]:
    """The header, up to and with its last line, and the licence, from its first."""
    found = []
    header = _header_end(flat_text)
    if header:
        found.append(Furniture(0, header, "licence"))
    licence = _END.search(flat_text, header)
    tail = max(header, len(flat_text) - _LICENCE)
    line = _END_LINE.search(flat_text, tail)
    starts = [match.start() for match in (licence, line) if match is not None]
    if starts:
        found.append(Furniture(min(starts), len(flat_text.rstrip()), "licence"))
    return found


def read_header(flat_text: str, known: Metadata) -> Metadata:
    """``known`` with what the header of a Gutenberg book says and nothing else said."""
    end = _header_end(flat_text)
    if not end:
        return known
    fields = {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(flat_text[:end])}
    return replace(
        known,
        title=known.title or fields.get("title"),
        author=known.author or fields.get("author"),
        language=known.language or fields.get("language"),
        published=known.published or (fields.get("release date") or "").split(" [")[0] or None,
    )


def _header_end(flat_text: str) -> int:
    """Where the header ends; 0 without one."""
    match = _START.search(flat_text, 0, _HEADER) or _SMALL_PRINT.search(flat_text, 0, _HEADER)
    if match:
        return match.end()
    return 0
