"""Put a Document together from a text, whatever format it came from, and refuse what is no story."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from fabula.errors import SourceEmpty, SourceOnlyFurniture, SourceWithoutText
from fabula.sources.chapters import tile
from fabula.sources.counters import with_counts
from fabula.sources.document import Document, Furniture, Metadata
from fabula.sources.flow import Flow
from fabula.sources.furniture import find_chapter_furniture, find_page_furniture, merged, united
from fabula.sources.headings import Heading, find_headings, join_headings
from fabula.sources.language_check import check_english
from fabula.sources.levels import choose_level
from fabula.sources.lines import flat
from fabula.sources.sites.gutenberg import read_header
from fabula.sources.title_page import find_title_page, with_title_page

_LEAST_PROSE = 300
_LETTER = re.compile(r"[^\W\d_]")


def document_of_text(text: str, name: str, metadata: Metadata) -> Document:
    """The document in plain ``text``, which is kept as it is.

    Raises  SourceEmpty (S03), SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    if not text.strip("\x00 \t\r\n\x0b\x0c\ufeff\u200b\x1a") or text.isspace():
        raise SourceEmpty(f"{name} has no text in it: give a file with a story")
    return _document(text, "txt", name, metadata, [], (), ())


def document_of_flow(
    flow: Flow, format: str, name: str, metadata: Metadata, contents: Sequence[Heading] = ()
) -> Document:
    """The document in a flow of pages.

    Takes   contents: headings from the source's own table of contents, if it has a good one
    Raises  SourceWithoutText (S09), SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    text = flow.text
    if not text.strip():
        raise SourceWithoutText(f"{name} has no text in it: give a file with a story")
    headings = list(contents) or choose_level(text, flow.headings)
    return _document(text, format, name, metadata, headings, flow.furniture, tuple(flow.emphasis))


def _document(
    text: str,
    format: str,
    name: str,
    metadata: Metadata,
    headings: list[Heading],
    marked: Sequence[Furniture],
    emphasis: tuple[tuple[int, int], ...],
) -> Document:
    flat_text = flat(text)
    metadata = read_header(flat_text, metadata)
    titles = tuple(title for title in (metadata.title, *(heading.title for heading in headings)) if title)
    furniture = merged([*marked, *_before_headings(find_page_furniture(flat_text, titles), headings, flat_text)])
    headings = _outside(headings, furniture) or find_headings(flat_text, _inside(furniture))
    page = find_title_page(flat_text, furniture)
    metadata = with_title_page(flat_text, metadata, page)
    if page is not None and not any(heading.start <= page.heading.start for heading in headings):
        headings = [page.heading, *headings]
    headings = _without_title(join_headings(flat_text, headings, furniture), metadata.title)
    notes = find_chapter_furniture(flat_text, headings, furniture)
    furniture = united(flat_text, merged([*furniture, *notes]))
    _check_story(flat_text, name, headings, furniture)
    check_english(text, name, [(piece.start, piece.end) for piece in furniture])
    metadata = with_counts(flat_text, metadata, furniture)
    chapters = tile(flat_text, headings, furniture)
    return Document(text, format, name, metadata, chapters, tuple(furniture), emphasis)


def _before_headings(pieces: Sequence[Furniture], headings: Sequence[Heading], flat_text: str) -> list[Furniture]:
    """``pieces`` with each table of contents cut before the first marked heading that has prose under it."""
    ends = [heading.start for heading in headings[1:]] + [len(flat_text)] * bool(headings)
    chapters = [one for one, end in zip(headings, ends, strict=True) if end - one.end > _LEAST_PROSE]
    cut = []
    for piece in pieces:
        inner = next((one.start for one in chapters if piece.start < one.start < piece.end), None)
        if piece.kind == "contents" and inner is not None:
            stretch = flat_text[piece.start : inner]
            piece = replace(piece, end=piece.start + len(stretch.rstrip()))
        cut.append(piece)
    return cut


def _inside(furniture: Sequence[Furniture]) -> Callable[[int], bool]:
    """Whether an offset lies in one of the sorted pieces."""
    starts = [piece.start for piece in furniture]

    def is_inside(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < furniture[at].end

    return is_inside


def _outside(headings: Sequence[Heading], furniture: Sequence[Furniture]) -> list[Heading]:
    is_inside = _inside(furniture)
    return [heading for heading in headings if not is_inside(heading.start)]


def _without_title(headings: Sequence[Heading], title: str | None) -> list[Heading]:
    """Headings without the work's own title, which stands above the first of them: "The Lost Key / Chapter 1"."""
    if not headings or not title:
        return list(headings)
    first = headings[0].title
    for between in (" / ", ": "):
        if first.casefold().startswith((title + between).casefold()):
            return [replace(headings[0], title=first[len(title) + len(between) :]), *headings[1:]]
    return list(headings)


def _check_story(text: str, name: str, headings: Sequence[Heading], furniture: Sequence[Furniture]) -> None:
    """Raise SourceOnlyFurniture (S04) if nothing but headings is left when furniture is taken away."""
    if not furniture:
        return
    spans = sorted([(piece.start, piece.end) for piece in furniture] + [(one.start, one.end) for one in headings])
    position = 0
    for start, end in spans:
        if start > position and _LETTER.search(text, position, start):
            return
        position = max(position, end)
    if not _LETTER.search(text, position):
        raise SourceOnlyFurniture(f"{name} holds no story, only what surrounds one (notes, licence, contents)")
