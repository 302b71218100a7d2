"""The stretches of a row of weights that weigh most."""

from __future__ import annotations

from collections.abc import Sequence


def best_stretches(weights: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """The maximal stretches of a row of weights: no stretch next to or within one would weigh more.

    Takes   weights: of each item, and (0 or less) of the gap before it, which counts within a stretch only
    Source  Ruzzo and Tompa 1999, "A linear time algorithm for finding all maximal scoring subsequences"

    >>> best_stretches([(1, 0), (-2, 0), (1, 0), (-1, 0), (2, -0.5), (1, -9)])
    [(0, 1), (2, 3), (4, 5), (5, 6)]
    """
    found: list[tuple[int, int, float, float]] = []  # first, after last, weight before it, weight up to its end
    total = 0.0
    for at, (weight, pause) in enumerate(weights):
        total += pause
        before, total = total, total + weight
        if weight <= 0:
            continue
        low, left = at, before
        while True:
            place = len(found) - 1
            while place >= 0 and found[place][2] >= left:
                place -= 1
            if place < 0 or found[place][3] >= total:
                break
            low, left = found[place][0], found[place][2]
            del found[place:]
        found.append((low, at + 1, left, total))
    return [(low, high) for low, high, _, _ in found]
