"""Title and author at the head of a plain text, where they are surely that.

THE LOST KEY                    Title: The Lost Key             The Lost Key
by Tess Morrow                  Author: Tess Morrow
                                                                It rained on the day that they came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fabula.sources.document import Furniture, Metadata
from fabula.sources.heading_lines import is_chapter, one_line
from fabula.sources.headings import Heading
from fabula.sources.lines import blank_lines_after, next_line

_BY = re.compile(r"[_*]*(?:written |a \w+ )?by:? +([^\d\W][^\n]{1,60}?)[_*]*\Z", re.IGNORECASE)
_FIELD = re.compile(r"^ *(title|author): *(\S[^\n]{0,150}?) *$", re.IGNORECASE | re.MULTILINE)
_SENTENCE_END = (".", ",", ";", ":", "!", "?", "”", '"', "—")
_LONGEST = 80
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_TITLE_ALONE = re.compile(rf"{_WORD}(?: (?:& )?{_WORD}){{1,7}}\Z")
_IN_CAPITALS = re.compile(r"\n\n(?:[A-Z'’-]+ )+[A-Z'’-]+\n\n")
_SMALL = frozenset("a an and as at but by for from in into nor of on or the to with".split())
_TO_SOMEBODY = ("dear ", "to ", "from ", "my dear")
_HEAD = 3_000


@dataclass(frozen=True)
class TitlePage:
    """What a text says of itself at its head; ``heading`` is the line of the title."""

    title: str
    author: str | None
    heading: Heading


def find_title_page(flat_text: str, furniture: Sequence[Furniture]) -> TitlePage | None:
    """The first line as a title, if it looks like one, or the author or a line of counters stands right under it.

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
    if by is None and not is_counted and not _is_title_alone(flat_text, title, first.end):
        return None
    return TitlePage(title, one_line(by[1]) if by else None, Heading(first.start, first.end, title, 0))


def _is_title_alone(flat_text: str, title: str, end: int) -> bool:
    """Several words in the manner of titles, over a blank line, that are no chapter's title or teller's name.

    Those stand on other lines as well, or are in capitals as others are: THE SISTERS, and later AN ENCOUNTER.
    """
    words, rest = title.split(), flat_text[end:]
    return (
        _TITLE_ALONE.match(title) is not None
        and all(word[0].isupper() or (place and word in _SMALL) for place, word in enumerate(words))
        and not title.casefold().startswith(_TO_SOMEBODY)
        and not is_chapter(title)
        and blank_lines_after(flat_text, end) > 0
        and re.search(rf"^\W*{re.escape(title)}\W*$", rest, re.MULTILINE) is None
        and not (title.isupper() and _IN_CAPITALS.search(rest))
    )


def with_title_page(flat_text: str, known: Metadata, page: TitlePage | None) -> Metadata:
    """``known`` with title and author from the head of the text, where nothing else gave them."""
    fields = {name.lower(): value for name, value in reversed(_FIELD.findall(flat_text, 0, _HEAD))}
    title = fields.get("title") or (page.title if page else None)
    author = fields.get("author") or (page.author if page else None)
    return replace(known, title=known.title or title, author=known.author or author)
