"""Rising numbers as steps from one to the next, which are shorter to write."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise


def steps(places: Iterable[int]) -> list[int]:
    """The first number, and how far each of the others is from the one before it.

    >>> steps([5, 9, 9, 20])
    [5, 4, 0, 11]
    """
    known = list(places)
    return known[:1] + [after - before for before, after in pairwise(known)]
