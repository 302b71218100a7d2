"""The shelf: all stories, page by page, with covers and facets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from fabula.library.shelf import ORDERS
from fabula.web.asked import PAGE, ShelfPage
from fabula.web.state import Shared

router = APIRouter(include_in_schema=False)
FACETS = (
    ("author", "Author"),
    ("fandom", "Fandom"),
    ("person", "Told in the"),
    ("length", "Length"),
    ("tag", "Tag"),
    ("note", "Content note"),
    ("layer", "With a"),
)
IMMUTABLE = "private, max-age=31536000, immutable"


@router.get("/")
def shelf(state: Shared, asked: Annotated[ShelfPage, Query()]) -> Response:
    """A page of the shelf."""
    filters = asked.filters()
    with state.library() as library:
        facets = state.facets_of(library, filters)
        n_stories = library.count_stories(**filters)
        stories = library.stories(order=asked.order, limit=PAGE, offset=PAGE * (asked.page - 1), **filters)
    chosen = asked.model_dump(exclude_none=True, exclude={"page"})
    return state.page(
        "shelf.html.j2",
        stories=stories,
        n_stories=n_stories,
        n_pages=-(-n_stories // PAGE),
        page=asked.page,
        asked=chosen,
        is_narrowed=bool(filters),
        facets=[(key, title, facets[key]) for key, title in FACETS if facets[key]],
        orders=[order for order in ORDERS if order != "added"],
    )


@router.get("/stories/{story}/cover.svg")
def cover(state: Shared, story: int) -> Response:
    """A story's cover; its address holds when the story was read, so that it may be kept for good."""
    with state.library() as library:
        drawn = state.opened.cover(library, story)
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(
        drawn, headers={"cache-control": IMMUTABLE, "content-security-policy": policy}, media_type="image/svg+xml"
    )
