"""Split a text into paragraphs, however its lines are broken.

The problem. The same story comes hard-wrapped at seventy columns (Project Gutenberg), with one line to a
paragraph (a copied web page), with blank lines between paragraphs or without. A line end is the end of a
paragraph in one file and nothing at all in the next. What tells them apart: in a wrapped text the first word of
a line would not have fitted on the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from fabula.schema import table_of
from fabula.sources.document import Document

LINE = re.compile(r"[^\r\n]+")
BREAK = re.compile(r"^[\s*#~=_\-–—•·.+oO0xX◇◆❦§⁂<>|/\\]{1,80}$")
NARROWEST_WRAP, WIDEST_WRAP = 40, 110
LONGEST_BLOCK_LINES = 40
LONGEST_VERSE = 12  # lines of a block that may be a stanza with indented lines
LONGEST_PARAGRAPH = 1500
FEWEST_TURNS = 6
BETWEEN_QUOTES = re.compile(r"(?<=[.,!?…—-][\"”])(\s[^\"“”]*)(?=[\"“]\w)")
SENTENCE_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)[.!?…]\s+(?=[A-Z])")


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    indent: int
    follows_blank: bool


def split_paragraphs(document: Document) -> pa.Table:
    """The ``paragraphs`` table: story paragraphs in order, furniture left out.

    Gives   start, end int32 (code points, white space at both ends left out), chapter, kind
    """
    rows: list[tuple[int, int, int, str]] = []
    for number, chapter in enumerate(document.chapters):
        headings = _stretches(document, chapter.start, chapter.heading_end)
        rows += [(start, end, number, "heading") for start, end in headings]
        rows += [
            (start, end, number, "break" if _is_break(document.text[start:end]) else "prose")
            for start, end in _stretches(document, chapter.heading_end, chapter.end)
        ]
    starts, ends, chapters, kinds = zip(*rows, strict=True) if rows else ((), (), (), ())
    return table_of("paragraphs", {"start": starts, "end": ends, "chapter": chapters, "kind": kinds})


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """The paragraphs of ``text`` as (start, end), in order.

    >>> paragraph_spans("One.\\nTwo is here.\\n\\nThree.")
    [(0, 4), (5, 17), (19, 25)]
    """
    lines = _lines(text)
    width = _wrap_width(lines, text)
    spans: list[tuple[int, int]] = []
    block: list[_Line] = []
    for line in lines:
        if block and (line.follows_blank or width is None):
            spans += _block_spans(block, text, width)
            block = []
        block.append(line)
    return spans + (_block_spans(block, text, width) if block else [])


def _stretches(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Paragraphs of the story between two offsets, with furniture cut out."""
    cuts = [(f.start, f.end) for f in document.furniture if f.end > start and f.start < end]
    spans: list[tuple[int, int]] = []
    position = start
    for cut_start, cut_end in [*cuts, (end, end)]:
        if cut_start > position:
            spans += [(position + s, position + e) for s, e in paragraph_spans(document.text[position:cut_start])]
        position = max(position, cut_end)
    return spans


def _lines(text: str) -> list[_Line]:
    lines = []
    previous_end = -1
    for match in LINE.finditer(text):
        content = match.group().strip()
        if not content:
            continue
        start = match.start() + match.group().index(content[0])
        between = text[previous_end : match.start()] if previous_end >= 0 else ""
        blank = len(re.findall(r"\r\n|\r|\n", between)) > 1
        lines.append(_Line(start, start + len(content), start - match.start(), blank))
        previous_end = match.start() + len(match.group().rstrip())
    return lines


def _wrap_width(lines: list[_Line], text: str) -> int | None:
    """The column at which the text is wrapped, or None when each line is a paragraph of its own."""
    if len(lines) < 2:
        return None
    lengths = np.array([line.end - line.start + line.indent for line in lines])
    width = int(np.percentile(lengths, 95))
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return None
    followed = [(line, after) for line, after in pairwise(lines) if not after.follows_blank]
    if not followed:
        return None
    full = sum(_would_not_fit(line, after, text, width) for line, after in followed)
    return width if full / len(followed) > 0.6 else None


def _would_not_fit(line: _Line, after: _Line, text: str, width: int) -> bool:
    first_word = text[after.start : after.end].split(None, 1)[0]
    return line.indent + (line.end - line.start) + 1 + len(first_word) > width - 8


def _block_spans(block: list[_Line], text: str, width: int | None) -> list[tuple[int, int]]:
    """One block of lines as paragraphs: one, unless indents or short lines inside it mark more."""
    starts = [0]
    if width is not None:
        margin = min(line.indent for line in block)
        indented = [i for i, line in enumerate(block) if i and line.indent >= margin + 2]
        is_verse = len(indented) >= len(block) / 2 and len(block) <= LONGEST_VERSE
        if indented and not is_verse:
            starts += indented
        elif len(block) > LONGEST_BLOCK_LINES:
            starts += [
                i
                for i in range(1, len(block))
                if not _would_not_fit(block[i - 1], block[i], text, width)
                and text[block[i - 1].end - 1] in ".!?\"'”’…*—-"
            ]
    ends = [*starts[1:], len(block)]
    spans = [(block[s].start, block[e - 1].end) for s, e in zip(starts, ends, strict=True)]
    return [turn for start, end in spans for turn in _turns(text, start, end)]


def _turns(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A whole chapter on one line, parted where its dialogue changes hands; any other paragraph as it is.

    Two quotations side by side are two voices; narration between two quotations goes with the one before up to the
    end of its first sentence ("said Tom."), and the rest with the one after.
    """
    if end - start < LONGEST_PARAGRAPH:
        return [(start, end)]
    cuts = []
    for gap in BETWEEN_QUOTES.finditer(text, start, end):
        first_sentence = SENTENCE_END.search(text, gap.start(1), gap.end(1))
        if not gap.group(1).strip():
            cuts.append(gap.end(1))
        elif first_sentence is not None:
            cuts.append(first_sentence.end())
    bounds = [start, *cuts, end] if len(cuts) >= FEWEST_TURNS else [start, end]
    return [(low, low + len(text[low:high].rstrip())) for low, high in pairwise(bounds)]


def _is_break(paragraph: str) -> bool:
    return len(paragraph) <= 80 and BREAK.match(paragraph) is not None and not re.search(r"[A-Za-z]{2}", paragraph)
