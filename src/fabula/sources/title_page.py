"""Title and author at the head of a plain text, where they are surely that.

THE LOST KEY                    Title: The Lost Key
by Tess Morrow                  Author: Tess Morrow
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fabula.sources.document import Furniture, Metadata
from fabula.sources.heading_lines import one_line
from fabula.sources.headings import Heading
from fabula.sources.lines import next_line

_BY = re.compile(r"[_*]*(?:written |a \w+ )?by:? +([^\d\W][^\n]{1,60}?)[_*]*\Z", re.IGNORECASE)
_FIELD = re.compile(r"^ *(title|author): *(\S[^\n]{0,150}?) *$", re.IGNORECASE | re.MULTILINE)
_SENTENCE_END = (".", ",", ";", ":", "!", "?", "”", '"', "—")
_LONGEST = 80
_HEAD = 3_000


@dataclass(frozen=True)
class TitlePage:
    """What a text says of itself at its head; ``heading`` is the line of the title."""

    title: str
    author: str | None
    heading: Heading


def find_title_page(flat_text: str, furniture: Sequence[Furniture]) -> TitlePage | None:
    """The first line as a title, if the author's name or a line of counters stands right under it.

    >>> page = find_title_page("THE LOST KEY\\n\\nby Tess Morrow\\n\\nIt rained.", [])
    >>> page.title, page.author
    ('THE LOST KEY', 'Tess Morrow')
    """
    first = next_line(flat_text, 0)
    for piece in furniture:
        if first is not None and piece.start <= first.start < piece.end:
            first = next_line(flat_text, piece.end)
    if first is None or len(first.text) > _LONGEST or first.text.endswith(_SENTENCE_END):
        return None
    second = next_line(flat_text, first.end)
    title = one_line(first.text)
    if second is None or not any(letter.isalpha() for letter in title):
        return None
    by = _BY.match(second.text)
    is_counted = any(piece.start == second.start and piece.kind == "counter" for piece in furniture)
    if by is None and not is_counted:
        return None
    return TitlePage(title, one_line(by[1]) if by else None, Heading(first.start, first.end, title, 0))


def with_title_page(flat_text: str, known: Metadata, page: TitlePage | None) -> Metadata:
    """``known`` with title and author from the head of the text, where nothing else gave them."""
    fields = {name.lower(): value for name, value in reversed(_FIELD.findall(flat_text, 0, _HEAD))}
    title = fields.get("title") or (page.title if page else None)
    author = fields.get("author") or (page.author if page else None)
    return replace(known, title=known.title or title, author=known.author or author)
