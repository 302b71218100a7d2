"""The chapters of the book: paragraphs with quotations marked by who says them, breaks, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.exports.epub.xhtml import Element, add, append_text, page, to_bytes
from fabula.exports.visible import visible
from fabula.story import Story

LINE_END = re.compile(r"\s*[\n\r]\s*")
SHORT = 0.78  # of the width of the book's lines; a paragraph of shorter ones is verse


@dataclass(frozen=True)
class Position:
    """Where something stands: the chapter's number, from 0, and the address of its paragraph."""

    chapter: int
    href: str


class Chapters:
    """The pages of the story's chapters, and where on them a position of the text is."""

    def __init__(self, story: Story, language: str) -> None:
        self.story, self.language = story, language
        names = ("start", "end", "chapter", "kind")
        columns = (story.column("paragraphs", name).tolist() for name in names)
        self.rows: list[tuple[int, int, int, str]] = list(zip(*columns, strict=True))
        self.titles: list[str] = story.column("chapters", "title").tolist()

    @property
    def numbers(self) -> list[int]:
        """The chapters that have a page: those with any paragraph."""
        return list(dict.fromkeys(chapter for _, _, chapter, _ in self.rows))

    def label(self, chapter: int) -> str:
        """What the chapter is called in lists."""
        return self.titles[chapter] or (self.story.title if len(self.numbers) == 1 else f"Chapter {chapter + 1}")

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each page."""
        met: set[int] = set()
        for chapter, numbered in groupby(enumerate(self.rows), key=lambda row: row[1][2]):
            root, body = page(self.label(chapter), "bodymatter", self.language)
            section = add(body, "section", id="chapter")
            self._fill(section, chapter, list(numbered), met)
            yield file_name(chapter), to_bytes(root)

    def position(self, offset: int) -> Position | None:
        """The paragraph of prose at ``offset``, or else the next one; None in a text without any."""
        if not self._prose:
            return None
        at = int(np.searchsorted([self.rows[row][1] for row in self._prose], offset, side="right"))
        row = self._prose[min(at, len(self._prose) - 1)]
        chapter = self.rows[row][2]
        return Position(chapter, f"{file_name(chapter)}#p{row}")

    @cached_property
    def _prose(self) -> list[int]:
        return [number for number, (_, _, _, kind) in enumerate(self.rows) if kind == "prose"]

    def _fill(
        self, section: Element, chapter: int, rows: list[tuple[int, tuple[int, int, int, str]]], met: set[int]
    ) -> None:
        text, heading_end = self.story.text, int(self.story.column("chapters", "heading_end")[chapter])
        headings = [text[start:end] for _, (start, end, _, kind) in rows if kind == "heading" and end <= heading_end]
        if headings:
            heading = add(section, "h1")
            self._lines(heading, "\n".join(headings), is_verse=True)
        for number, (start, end, _, kind) in rows:
            if kind == "break":
                add(section, "hr")
            elif kind == "prose" or end > heading_end:
                self._paragraph(add(section, "p", id=f"p{number}"), start, end, met)

    def _paragraph(self, paragraph: Element, start: int, end: int, met: set[int]) -> None:
        is_verse = self._is_verse(start, end)
        inner = self._borders[np.searchsorted(self._borders, start, "right") : np.searchsorted(self._borders, end)]
        pieces = list(pairwise([start, *inner.tolist(), end]))
        for quote, stretches in groupby(pieces, key=lambda piece: int(self._quote_at[piece[0]])):
            place = self._said(paragraph, quote, met) if quote >= 0 else paragraph
            for low, high in stretches:
                target = add(place, "em") if self._is_emphasised[low] else place
                self._lines(target, self.story.text[low:high], is_verse=is_verse)

    def _lines(self, element: Element, text: str, *, is_verse: bool) -> None:
        first, *others = LINE_END.split(text)
        append_text(element, first)
        for line in others:
            if is_verse:
                add(element, "br")
            append_text(element, line if is_verse else f" {line}")

    def _said(self, paragraph: Element, quote: int, met: set[int]) -> Element:
        speaker = int(self.story.column("quotes", "speaker")[quote])
        kind = str(self.story.column("quotes", "kind")[quote])
        classes = " ".join(["said", *[kind] * (kind != "speech"), *["again"] * (quote in met)])
        span = add(paragraph, "span", class_=classes, **({} if quote in met else {"id": f"q{quote}"}))
        met.add(quote)
        if speaker >= 0:
            span.set("data-entity", f"e{speaker}")
            span.set("data-speaker", visible(str(self.story.column("entities", "name")[speaker])))
        return span

    @cached_property
    def _quote_at(self) -> NDArray[Any]:
        return _painted(self.story, "quote_spans", "quote")

    @cached_property
    def _is_emphasised(self) -> NDArray[Any]:
        return _painted(self.story, "emphasis", None) >= 0

    @cached_property
    def _borders(self) -> NDArray[Any]:
        """Where a quotation or emphasis begins or ends."""
        changes = (self._quote_at[1:] != self._quote_at[:-1]) | (self._is_emphasised[1:] != self._is_emphasised[:-1])
        return np.flatnonzero(changes) + 1

    @cached_property
    def _width(self) -> int:
        lengths = sorted(len(line.strip()) for line in self.story.text.split("\n") if line.strip())
        return lengths[len(lengths) * 9 // 10] if lengths else 0

    def _is_verse(self, start: int, end: int) -> bool:
        lines = LINE_END.split(self.story.text[start:end])
        return len(lines) > 1 and max(map(len, lines)) < SHORT * self._width


def file_name(chapter: int) -> str:
    """The page of a chapter.

    >>> file_name(0)
    'chapter-1.xhtml'
    """
    return f"chapter-{chapter + 1}.xhtml"


def _painted(story: Story, table: str, column: str | None) -> NDArray[Any]:
    """For each character of the text the row around it, the inner of two, or -1; int32 [length]."""
    at = np.full(len(story.text), -1, np.int32)
    starts, ends = (story.column(table, name).tolist() for name in ("start", "end"))
    rows = story.column(table, column).tolist() if column else range(len(starts))
    for start, end, row in sorted(zip(starts, ends, rows, strict=True), key=lambda span: (span[0], -span[1])):
        at[start:end] = row
    return at
