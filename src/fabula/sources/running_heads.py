"""Page numbers and page heads that a scan has left between the lines of the story.

The problem: a line "42" may be a page number, a chapter or a section. A page number comes every page, one
after the other, and cuts sentences in two; what stands with it, the same each time, is the page's head:
    ... and she turned the
    THE LOST KEY                                   43
    handle of the door.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from fabula.sources.document import Furniture
from fabula.sources.lines import Line, short_lines

_NUMBER = re.compile(r"[-–—\[( ]*(?:(?:page|pg\.?|p\.) ?)?(\d{1,4})[-–—\]) ]*\Z", re.IGNORECASE)
_HEAD_LEFT = re.compile(r"(\d{1,4})[ |·•]{2,}(\S.{2,60})\Z")
_HEAD_RIGHT = re.compile(r"(\S.{2,60}?)[ |·•]{2,}(\d{1,4})\Z")
_BRACKETED = re.compile(r"\[\[?(?:Pg|Page|p\.) ?\d{1,4}\]\]?|\{(?:Pg )?\d{1,4}\}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:…\"”’'*_)\]—-]\s*\Z")
_LEAST = 5
_SHORTEST_PAGE = 150
_LONGEST_PAGE = 6_000
_LEAST_CUT = 0.3


def find_running_heads(flat_text: str) -> list[Furniture]:
    """Page numbers with the heads around them, and bracketed ones such as "[Pg 12]" anywhere."""
    bracketed = [Furniture(match.start(), match.end(), "running-head") for match in _BRACKETED.finditer(flat_text)]
    pages = _ascending([found for line in short_lines(flat_text, longest=80) if (found := _number_of(line))])
    return [*bracketed, *_with_heads(flat_text, pages)] if _are_pages(flat_text, pages) else bracketed


def _are_pages(flat_text: str, pages: list[tuple[Line, int]]) -> bool:
    """Whether these numbers come as often as pages do, and cut sentences in two."""
    if len(pages) < _LEAST:
        return False
    gaps = sorted(after[0].start - before[0].end for before, after in pairwise(pages))
    if not _SHORTEST_PAGE <= gaps[len(gaps) // 2] <= _LONGEST_PAGE:
        return False
    n_cut = sum(_cuts_sentence(flat_text, line) for line, _ in pages)
    return n_cut >= _LEAST_CUT * len(pages)


def _number_of(line: Line) -> tuple[Line, int] | None:
    if match := _NUMBER.match(line.text):
        return line, int(match[1])
    if match := _HEAD_LEFT.match(line.text):
        return line, int(match[1])
    if match := _HEAD_RIGHT.match(line.text):
        return line, int(match[2])
    return None


def _ascending(numbers: list[tuple[Line, int]]) -> list[tuple[Line, int]]:
    """Those that count up, by steps of at most three."""
    chain: list[tuple[Line, int]] = []
    for line, number in numbers:
        if not chain or chain[-1][1] < number <= chain[-1][1] + 3:
            chain.append((line, number))
        elif len(chain) < 3:
            chain = [(line, number)]
    return chain


def _cuts_sentence(flat_text: str, line: Line) -> bool:
    before = flat_text[max(0, line.start - 200) : line.start].rstrip()
    last = before.rsplit("\n", 1)[-1]
    return bool(last) and _SENTENCE_END.search(last) is None


def _with_heads(flat_text: str, pages: list[tuple[Line, int]]) -> list[Furniture]:
    """Page numbers, and the lines next to them that come back at least three times."""
    neighbours = [_neighbours(flat_text, line) for line, _ in pages]
    counts = Counter(line.text for lines in neighbours for line in lines)
    heads = [line for lines in neighbours for line in lines if counts[line.text] >= 3]
    return [Furniture(line.start, line.end, "running-head") for line in [*(line for line, _ in pages), *heads]]


def _neighbours(flat_text: str, page: Line) -> list[Line]:
    """The nearest line before and after ``page``, if short."""
    before = list(short_lines(flat_text, *_window(flat_text, page.start - 160, page.start), longest=70))[-1:]
    after = list(short_lines(flat_text, *_window(flat_text, page.end, page.end + 160), longest=70))[:1]
    return [*before, *after]


def _window(flat_text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` to ``end``, cut to whole lines."""
    begin = flat_text.find("\n", max(0, start), end)
    stop = flat_text.rfind("\n", start if start > 0 else 0, min(end, len(flat_text)))
    begin = begin + 1 if begin >= 0 else max(0, start)
    return begin, stop if stop > begin else begin
