"""Search: a form, and passages with where they stand and who says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from fabula.library import Found
from fabula.schema.kinds import LAYER_KINDS, NOTE_KINDS
from fabula.web.asked import FOUND, SearchPage
from fabula.web.deep_links import link_to_found
from fabula.web.state import Shared

router = APIRouter(include_in_schema=False)
LINE_END = re.compile(r"(?<!\n)[ \t]*\r?\n[ \t]*(?![\r\n])")
PARAGRAPH = re.compile(r"\n\s*\n\s*")
PARAGRAPH_END = re.compile(r"\s*\n\s*")
BEFORE, SHOWN = 130, 420  # characters of a passage that are shown before its first mark, and in all
SAID = {
    **{"said_by": "said by", "said_to": "said to", "about": "about", "with": "with", "at": "at"},
    **{"layer": "in a", "actual": "in the present", "note": "note:", "tie": "tie:", "person": "told in the"},
    **{"title": "title:", "author": "by", "fandom": "fandom:", "tag": "tag:"},
    **{"min_words": "words from", "max_words": "words to"},
}
"""Filter -> how the page says it, before its value."""


@dataclass(frozen=True)
class Result:
    """A passage as the page shows it: (text, whether it was sought) pieces of an excerpt, and where it leads."""

    found: Found
    pieces: tuple[tuple[str, bool], ...]
    link: str


@router.get("/search")
def search(state: Shared, asked: Annotated[SearchPage, Query()]) -> Response:
    """The form, and what is found."""
    filters = asked.filters()
    results: list[Result] = []
    has_more, counts, story = False, {}, None
    with state.library() as library:
        if asked.story is not None:
            story = library.entry(asked.story)
        if not asked.is_empty:
            found = library.search(asked.q, limit=FOUND + 1, offset=FOUND * (asked.page - 1), **filters)
            has_more = len(found) > FOUND
            results = [Result(one, tuple(excerpt(one)), link_to_found(one)) for one in found[:FOUND]]
            counts = library.count(asked.q, **filters) if asked.counts else {}
    given = asked.model_dump(exclude_none=True, exclude={"page", "counts"}, by_alias=True)
    narrowed = [(key, given[key]) for key in SAID if given.get(key)]
    return state.page(
        "search.html.j2",
        asked=given,
        results=results,
        counts=counts,
        story=story,
        has_more=has_more,
        page=asked.page,
        is_empty=asked.is_empty,
        chosen=[(key, f"{SAID[key]} {value}".strip() if value is not True else SAID[key]) for key, value in narrowed],
        layers=LAYER_KINDS,
        notes=NOTE_KINDS,
    )


def excerpt(found: Found) -> Iterator[tuple[str, bool]]:
    """The passage around what was found in it, in pieces of which some were sought."""
    text = found.passage
    first = found.marks[0][0] if found.marks else 0
    low = max(0, first - BEFORE)
    if low:
        paragraph = PARAGRAPH.search(text, low, first)
        low = paragraph.end() if paragraph else text.find(" ", low) + 1 or low
    high = min(len(text), low + SHOWN)
    if high < len(text):
        high = max(text.rfind(" ", low, high), first + 1)
    high = low + len(text[low:high].rstrip())
    edges = sorted({low, high, *(min(max(edge, low), high) for mark in found.marks for edge in mark)})
    if low:
        yield "… ", False
    for start, end in pairwise(edges):
        yield _flowing(text[start:end]), any(mark[0] <= start < mark[1] for mark in found.marks)
    if high < len(text.rstrip()):
        yield " …", False


def _flowing(text: str) -> str:
    """Text whose lines are ended by its paragraphs alone.

    >>> _flowing("The\\ngarden.\\n\\nMary")
    'The garden.\\nMary'
    """
    return PARAGRAPH_END.sub("\n", LINE_END.sub(" ", text))
