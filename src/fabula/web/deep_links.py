"""Where in a story's page a passage stands; the one place that knows how that page is addressed (docs/companion.md)."""

from __future__ import annotations

from fabula.library import Found


def page_of(story: int) -> str:
    """The address of a story's page."""
    return f"/stories/{story}/read"


def link_to_found(found: Found) -> str:
    """The address of what a search has found, its first mark shown."""
    start, end = found.marks[0] if found.marks else (0, 0)
    stretch = f"{found.start + start}-{found.start + end}" if end else f"{found.start}"
    return f"{page_of(found.story)}#o{stretch}"


def link_to_place(story: int, start: int) -> str:
    """The address of an offset in a story."""
    return f"{page_of(story)}#o{start}"
