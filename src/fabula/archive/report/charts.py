"""Drawings of the report, as SVG made here: the page has no script, and no style of its own on any element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

WIDTH, HEIGHT = 640, 300
LEFT, BOTTOM, TOP, RIGHT = 44, 34, 12, 12


@dataclass(frozen=True)
class Dot:
    """A point of a scatter: where it is in the drawing, and what it is."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it is, and its number."""

    at: float
    label: str


@dataclass(frozen=True)
class Scatter:
    """Points over a logarithmic axis from 2, against shares from 0 to 1."""

    dots: Sequence[Dot]
    across: Sequence[Tick]
    up: Sequence[Tick]


def scatter(points: Sequence[tuple[float, float, str]]) -> Scatter:
    """The scatter of points: how many (2 or more), a share, a name.

    >>> scatter([(2, 1.0, "Emma"), (20, 0.5, "Persuasion")]).dots[0]
    Dot(x=44.0, y=12.0, name='Emma')
    """
    most = max([10.0, *(x for x, _, _ in points)])

    def across(x: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * log10(max(x, 2) / 2) / log10(most / 2), 1)

    def up(share: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(max(share, 0), 1), 1)

    steps = [step for step in (2, 5, 10, 20, 50, 100, 200, 500, 1000) if step <= most]
    return Scatter(
        dots=[Dot(across(x), up(y), name) for x, y, name in points],
        across=[Tick(across(step), str(step)) for step in steps],
        up=[Tick(up(share), f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)],
    )
