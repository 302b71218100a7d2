"""Cut a chapter into the blocks of a page: headings, paragraphs, breaks, and what is not story.

Every visible character of the text is in exactly one block. What no paragraph covers is shown too: as
furniture where the reader found furniture, else as plain text, so that a flaw in reading never hides a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fabula.spans import merge
from fabula.story import Story

_NON_BLANK = re.compile(r"\S(?:.*\S)?", re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that is set as one block. ``kind``: heading, prose, break, plain or furniture."""

    start: int
    end: int
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter as it stands on the page."""

    number: int
    start: int
    end: int
    title: str
    blocks: tuple[Block, ...]


def sections(story: Story) -> list[Section]:
    """The chapters with their blocks; they cover the whole text, whatever the tables say."""
    bounds = _chapter_bounds(story)
    placed = sorted(_placed(story), key=lambda block: (block.start, -block.end))
    found: list[Section] = []
    first = 0
    for number, (start, end, heading_end, title) in enumerate(bounds):
        while first < len(placed) and placed[first].end <= start:
            first += 1
        last = first
        while last < len(placed) and placed[last].start < end:
            last += 1
        blocks = _fill(story.text, placed[first:last], start, end)
        shown = (block for block in blocks if not _is_title(story.text, block, heading_end, title))
        found.append(Section(number, start, end, title, tuple(shown)))
    return found


def _chapter_bounds(story: Story) -> list[tuple[int, int, int, str]]:
    """start, end, heading_end, title of each chapter, stretched where needed to tile the text."""
    starts, heading_ends = (story.column("chapters", name).tolist() for name in ("start", "heading_end"))
    titles = story.column("chapters", "title").tolist()
    rows = sorted(zip(starts, heading_ends, titles, strict=True))
    if not rows:
        return [(0, len(story.text), 0, "")]
    if rows[0][0] > 0 and story.text[: rows[0][0]].strip():
        rows.insert(0, (0, 0, ""))
    ends = [*(row[0] for row in rows[1:]), len(story.text)]
    return [
        (start, end, min(max(heading_end, start), end), " ".join(title.split()))
        for (start, heading_end, title), end in zip(rows, ends, strict=True)
    ]


def _placed(story: Story) -> Iterator[Block]:
    """Furniture, and paragraphs with the furniture cut out of them."""
    kinds = story.column("furniture", "kind").tolist()
    rows = list(zip(*(story.column("furniture", name).tolist() for name in ("start", "end")), kinds, strict=True))
    covered = merge([(start, end) for start, end, _ in rows])
    for start, end in covered:
        yield Block(start, end, "furniture", next(kind for low, _, kind in rows if start <= low < max(end, start + 1)))
    columns = (story.column("paragraphs", name).tolist() for name in ("start", "end", "kind"))
    next_covered = 0
    for start, end, kind in sorted(zip(*columns, strict=True)):
        while next_covered < len(covered) and covered[next_covered][1] <= start:
            next_covered += 1
        position, row = start, next_covered
        while row < len(covered) and covered[row][0] < end:
            if position < covered[row][0]:
                yield Block(position, covered[row][0], kind)
            position, row = covered[row][1], row + 1
        if position < end:
            yield Block(position, end, kind)


def _fill(text: str, placed: list[Block], start: int, end: int) -> Iterator[Block]:
    """The blocks of [start, end) without overlap, and plain blocks for the text between them."""
    position = start
    for block in placed:
        low, high = max(block.start, position), min(block.end, end)
        if low >= high:
            continue
        yield from _plain(text, position, low)
        yield from _trimmed(text, Block(low, high, block.kind, block.detail))
        position = high
    yield from _plain(text, position, end)


def _is_title(text: str, block: Block, heading_end: int, title: str) -> bool:
    """Whether the block stands in the chapter's heading and says nothing that its title does not."""
    if block.start >= heading_end or block.kind == "furniture":
        return False
    return _letters(text[block.start : min(block.end, heading_end)]) in _letters(title)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _plain(text: str, start: int, end: int) -> Iterator[Block]:
    yield from _trimmed(text, Block(start, end, "plain"))


def _trimmed(text: str, block: Block) -> Iterator[Block]:
    stretch = _NON_BLANK.search(text, block.start, block.end)
    if stretch:
        yield Block(stretch.start(), stretch.end(), block.kind, block.detail)
