"""Search: a form, and passages with where they stand and who says them."""

from __future__ import annotations

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
BEFORE, SHOWN = 130, 420  # characters of a passage that are shown before its first mark, and in all
MORE = {"with_": "with"}


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
    return state.page(
        "search.html.j2",
        asked=given,
        results=results,
        counts=counts,
        story=story,
        has_more=has_more,
        page=asked.page,
        is_empty=asked.is_empty,
        is_narrowed=bool(set(filters) - {"story"}),
        layers=LAYER_KINDS,
        notes=NOTE_KINDS,
    )


def excerpt(found: Found) -> Iterator[tuple[str, bool]]:
    """The passage around what was found in it, in pieces of which some were sought."""
    text = found.passage
    first = found.marks[0][0] if found.marks else 0
    low = max(0, first - BEFORE)
    if low:
        low = text.find(" ", low) + 1 or low
    high = min(len(text), low + SHOWN)
    if high < len(text):
        high = max(text.rfind(" ", low, high), first + 1)
    edges = sorted({low, high, *(min(max(edge, low), high) for mark in found.marks for edge in mark)})
    if low:
        yield "… ", False
    for start, end in pairwise(edges):
        yield text[start:end], any(mark[0] <= start < mark[1] for mark in found.marks)
    if high < len(text.rstrip()):
        yield " …", False
