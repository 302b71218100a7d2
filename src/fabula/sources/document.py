"""What every source format is turned into before it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

COUNTS = ("reads", "votes", "comments")
"""The fields of ``Metadata`` that are whole numbers."""
MOST = 10**15
"""They are below this: nothing has been read more often, and a column of 64 bits can hold it."""


@dataclass(frozen=True)
class Chapter:
    """A chapter: its stretch of the text and its title.

    ``start`` is where the heading begins (or the first paragraph, where there is none),
    ``heading_end`` where the heading ends and the prose begins; equal to ``start`` without a heading.
    Offsets are code points of ``Document.text``, half-open.
    """

    start: int
    end: int
    title: str
    heading_end: int


@dataclass(frozen=True)
class Furniture:
    """A stretch of the page that is not story, with its kind (see ``schema.FURNITURE_KINDS``)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Metadata:
    """What the source itself says about the work; an absent value is ``None`` or an empty tuple."""

    title: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    summary: str | None = None
    rating: str | None = None
    status: str | None = None
    published: str | None = None
    fandoms: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    reads: int | None = None
    votes: int | None = None
    comments: int | None = None


@dataclass(frozen=True)
class Document:
    """A source file, decoded: its text and what the file format itself tells about it.

    ``text`` is never cleaned: furniture is marked and later steps leave it out. ``emphasis`` holds the
    stretches set in italics or bold. Chapters tile the text: each ends where the next begins.
    """

    text: str
    format: str
    name: str
    metadata: Metadata = Metadata()
    chapters: tuple[Chapter, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    emphasis: tuple[tuple[int, int], ...] = field(default=())
