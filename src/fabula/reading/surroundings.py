"""The narration around each quotation: what leads in, what parts it, what follows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise

import pyarrow as pa

from fabula.schema import zip_columns

Stretch = tuple[int, int]  # start, end of a stretch of the text
SENTENCE_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[.!?…]+(?=[\s”\"’')\]*_]|$)")


class Surroundings:
    """By quotation, the narration of its paragraph that touches it."""

    def __init__(self, source: str, paragraphs: pa.Table, quote_spans: pa.Table) -> None:
        self.source = source
        self.bounds: list[Stretch] = list(zip_columns(paragraphs, "start", "end"))
        self.kinds: list[str] = paragraphs["kind"].to_pylist()
        self._starts = [start for start, _ in self.bounds]
        self.spans: dict[int, list[Stretch]] = defaultdict(list)
        for quote, start, end in zip_columns(quote_spans, "quote", "start", "end"):
            self.spans[quote].append((start, end))
        self._ordered = sorted(span for spans in self.spans.values() for span in spans)
        self._quotes = {span: quote for quote, spans in self.spans.items() for span in spans}
        self._before = {after: before[1] for before, after in pairwise(self._ordered)}
        self._after = {before: after[0] for before, after in pairwise(self._ordered)}

    def paragraph(self, position: int) -> int:
        """The paragraph that holds a position of the text."""
        return max(bisect_right(self._starts, position) - 1, 0)

    def lead(self, quote: int) -> Stretch:
        """The narration before a quotation, from the start of its paragraph or the quotation before."""
        span = self.spans[quote][0]
        start, _ = self.bounds[self.paragraph(span[0])]
        return min(max(start, self._before.get(span, 0)), span[0]), span[0]

    def trail(self, quote: int) -> Stretch:
        """The narration after a quotation, to the end of its paragraph or the quotation after."""
        span = self.spans[quote][-1]
        _, end = self.bounds[self.paragraph(max(span[1] - 1, 0))]
        return span[1], max(min(end, self._after.get(span, end)), span[1])

    def inside(self, quote: int) -> Stretch:
        """The narration that parts the first two stretches of a quotation; empty where nothing does."""
        first, second = (self.spans[quote] * 2)[:2]
        return first[1], max(second[0], first[1])

    def text(self, stretch: Stretch) -> str:
        """The words of a stretch."""
        return self.source[stretch[0] : stretch[1]]

    def segments(self, paragraph: int) -> Iterator[tuple[int, int, int]]:
        """Quotation (-1 for narration), start and end of the stretches that make up a paragraph."""
        position, end = self.bounds[paragraph]
        place = bisect_left(self._ordered, (position, position))
        for span in islice(self._ordered, place, None):
            if span[0] >= end:
                break
            if position < span[0]:
                yield -1, position, span[0]
            yield self._quotes[span], *span
            position = max(position, span[1])
        if position < end:
            yield -1, position, end

    def opens_paragraph(self, quote: int) -> bool:
        """Whether nothing stands before a quotation in its paragraph."""
        start, end = self.lead(quote)
        return self.bounds[self.paragraph(end)][0] == start and not self.source[start:end].strip()

    def earlier(self, quote: int) -> Stretch:
        """The narration that ends the paragraph before a quotation's; empty where a quotation or a break ends it."""
        number = self.paragraph(self.spans[quote][0][0])
        if number == 0 or self.kinds[number - 1] != "prose":
            return 0, 0
        start, end = self.bounds[number - 1]
        place = bisect_right(self._ordered, (end, end)) - 1
        return (max(start, min(self._ordered[place][1], end)) if place >= 0 else start), end


def last_sentence(narration: str) -> str:
    """The last sentence of a stretch of narration, whether it has ended or not.

    >>> last_sentence("He sat. He remembered her words: ")
    ' He remembered her words: '
    """
    ends = [match.end() for match in SENTENCE_END.finditer(narration.rstrip())]
    ends = [end for end in ends if end < len(narration.rstrip())]
    return narration[ends[-1] :] if ends else narration


def first_sentence(narration: str) -> str:
    """The first sentence of a stretch of narration.

    >>> first_sentence(" she said. He sat.")
    ' she said.'
    """
    end = SENTENCE_END.search(narration)
    return narration[: end.end()] if end else narration
