"""Overlap, cover and containment of spans, on integer arrays. Pure: no text, no tables.

A span is a half-open pair [start, end). Arrays called ``starts`` and ``ends`` are int, shape [n].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int_ | np.int32 | np.int64]


def containing(starts: Integers, ends: Integers, positions: Integers) -> Integers:
    """For each position, the span that holds it, or -1.

    Takes   starts, ends: sorted spans that do not overlap, shape [n]; positions: shape [m]
    Gives   int64, shape [m]: index of the span

    >>> containing(np.array([0, 10]), np.array([5, 20]), np.array([3, 7, 10])).tolist()
    [0, -1, 1]
    """
    if len(starts) == 0:
        return np.full(len(positions), -1, dtype=np.int64)
    index = np.searchsorted(starts, positions, side="right") - 1
    inside = (index >= 0) & (positions < ends[np.maximum(index, 0)])
    return np.where(inside, index, -1).astype(np.int64)


def overlap_length(starts: Integers, ends: Integers, start: int, end: int) -> Integers:
    """For each span, how much of it lies in [start, end).

    >>> overlap_length(np.array([0, 10]), np.array([5, 20]), 3, 12).tolist()
    [2, 2]
    """
    overlap: Integers = np.maximum(np.minimum(ends, end) - np.maximum(starts, start), 0)
    return overlap


def merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans with those that overlap or touch joined into one.

    >>> merge([(5, 8), (0, 3), (2, 4)])
    [(0, 4), (5, 8)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
