"""Put candidate layers into one another: no layer crosses the border of another, each has the innermost around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fabula.reading.layers.page import Candidate

SAME = 0.9  # what two stretches have in common, as a share of both together, from which on they are the same
LEAST_LEFT = 0.5  # of a stretch that another cuts, to be kept


def nest(candidates: Sequence[Candidate], text: str) -> tuple[list[Candidate], list[int | None]]:
    """The candidates that can stand together, outer before inner, and the row of the layer around each.

    Of two that cross the surer keeps its borders and the other is cut at them, or dropped if less than half is left.
    Of two of one kind that are the same or of which one lies in the other with the same owner, the surer is kept.
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (-one.confidence, one.start - one.end, one.start)):
        fitted = _fitted(candidate, kept, text)
        if fitted is not None:
            kept.append(fitted)
    kept.sort(key=lambda one: (one.start, -one.end, -one.confidence))
    parents: list[int | None] = []
    open_rows: list[int] = []
    for row, one in enumerate(kept):
        while open_rows and kept[open_rows[-1]].end <= one.start:
            open_rows.pop()
        parents.append(open_rows[-1] if open_rows else None)
        open_rows.append(row)
    return kept, parents


def _fitted(one: Candidate, kept: Sequence[Candidate], text: str) -> Candidate | None:
    """The candidate cut so that it crosses none of those kept; None if too little of it is left."""
    start, end = one.start, one.end
    for other in kept:
        if end <= other.start or other.end <= start:
            continue
        if other.kind == one.kind and _is_within(other, start, end) and other.owner == one.owner:
            return None
        if _share(one, other) > SAME:
            return None
        if other.start < start < other.end < end:
            start = other.end
        elif start < other.start < end < other.end:
            end = other.start
    if end - start < LEAST_LEFT * (one.end - one.start):
        return None
    start, end = _without_space(text, start, end)
    if end <= start:
        return None
    return one if (start, end) == (one.start, one.end) else replace(one, start=start, end=end)


def _share(one: Candidate, other: Candidate) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start))


def _is_within(other: Candidate, start: int, end: int) -> bool:
    """Whether one of both lies in the other."""
    return (other.start <= start and end <= other.end) or (start <= other.start and other.end <= end)


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
