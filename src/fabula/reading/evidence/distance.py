"""How far somebody's nearest paragraph of a kind is from a turn, in binary digits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from fabula.reading.evidence.buckets import digits
from fabula.reading.scene import Scene


def last_of(paragraphs: Sequence[int], here: int) -> int:
    """The last of the paragraphs up to ``here``; -1 for none."""
    place = bisect_right(paragraphs, here) - 1
    return paragraphs[place] if place >= 0 else -1


def since(scene: Scene, at: Mapping[int, Sequence[int]], entity: int, here: int, highest: int) -> int:
    """Binary digits of the distance from the last of somebody's paragraphs up to ``here``; highest + 1 for none."""
    last = last_of(at.get(entity, ()), here)
    return highest + 1 if last < 0 else digits(scene.places[here] - scene.places[last], highest)


def until(scene: Scene, at: Mapping[int, Sequence[int]], entity: int, here: int, highest: int) -> int:
    """The same to the first one after."""
    paragraphs = at.get(entity, ())
    place = bisect_right(paragraphs, here)
    if place == len(paragraphs):
        return highest + 1
    return digits(scene.places[paragraphs[place]] - scene.places[here], highest)
