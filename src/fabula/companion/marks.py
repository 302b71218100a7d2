"""Turn spans over a paragraph into marks that always nest.

The problem. Quotes, names and italics are found by different steps and may cross one another: a name that
begins before a quotation mark, an italic stretch that leaves it. HTML cannot cross. So each kind of mark is a
layer with a fixed depth (quotes outside, italics, names inside); within a layer the first and longest span
wins, and a span that crosses a deeper one is cut, never the other way round.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int, int]
"""start, end, and the row it stands for."""


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """The spans that do not overlap an earlier one, outermost first, in order.

    >>> disjoint([(3, 5, 1), (0, 9, 0), (8, 12, 2), (12, 14, 3)])
    [(0, 9, 0), (12, 14, 3)]
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[0] < span[1] and (not kept or span[0] >= kept[-1][1]):
            kept.append(span)
    return kept


def innermost(spans: Iterable[Span]) -> list[Span]:
    """Spans that may lie in one another, cut so that everywhere the shortest one holds; disjoint, in order.

    >>> innermost([(0, 9, 0), (3, 5, 1)])
    [(0, 3, 0), (3, 5, 1), (5, 9, 0)]
    """
    rest = sorted((span for span in spans if span[0] < span[1]), key=lambda span: span[1] - span[0])
    free: list[Span] = []
    for start, end, row in rest:
        position = start
        for low, high, _ in sorted(span for span in free if span[0] < end and span[1] > start):
            if position < low:
                free.append((position, low, row))
            position = max(position, high)
        if position < end:
            free.append((position, end, row))
    return sorted(free)


def segments(start: int, end: int, layers: Sequence[Sequence[Span]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """[start, end) cut wherever a mark begins or ends, with the row of each layer there, or -1.

    Takes   layers: disjoint spans in order, outermost layer first; they may reach over start and end

    >>> list(segments(0, 6, [[(0, 4, 7)], [(3, 5, 1)]]))
    [(0, 3, (7, -1)), (3, 4, (7, 1)), (4, 5, (-1, 1)), (5, 6, (-1, -1))]
    """
    cuts = {start, end}
    for layer in layers:
        for low, high, _ in layer:
            cuts.update((min(max(low, start), end), min(max(high, start), end)))
    places = [0] * len(layers)
    ordered = sorted(cuts)
    for low, high in itertools.pairwise(ordered):
        rows = []
        for depth, layer in enumerate(layers):
            while places[depth] < len(layer) and layer[places[depth]][1] <= low:
                places[depth] += 1
            here = layer[places[depth]] if places[depth] < len(layer) else None
            rows.append(here[2] if here is not None and here[0] <= low else -1)
        yield low, high, tuple(rows)


def clip(spans: Sequence[Span], first: int, start: int, end: int) -> tuple[list[Span], int]:
    """The disjoint, ordered spans that touch [start, end), and where to look from next time."""
    while first < len(spans) and spans[first][1] <= start:
        first += 1
    last = first
    while last < len(spans) and spans[last][0] < end:
        last += 1
    return list(spans[first:last]), first
