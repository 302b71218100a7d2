"""The order of the telling against the order of the world."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from fabula.companion.colours import SLOTS
from fabula.plots.paper import LINE, SOFT, mark_chapters, paper, say_nothing
from fabula.story import Layer, Scene, Story

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STRAY = SLOTS[1].light


def timeline(story: Story) -> Figure:
    """A dot for each scene and each layer that is none: where it is told, and when it happened as far as is known.

    Told out of order are those that stand outside the longest run of moments told as they happened.

    Raises  PackageMissing (P01): matplotlib is not installed
    """
    happened = story.chronology
    told = sorted(happened, key=lambda moment: (moment.start, -moment.end))
    place = {moment: number for number, moment in enumerate(told)}
    order = [place[moment] for moment in happened]
    strays = out_of_order(order)
    with paper(4.6) as figure:
        axes = figure.subplots()
        if not order:
            say_nothing(axes, "no scene is found")
            return figure
        in_order = [row for row in range(len(order)) if row not in strays]
        groups = (
            ("scenes", SOFT, SOFT, [row for row in in_order if not _is_layered(happened[row])]),
            (
                "in memories, letters and the like",
                "white",
                SOFT,
                [row for row in in_order if _is_layered(happened[row])],
            ),
            ("told out of order", STRAY, STRAY, sorted(strays)),
        )
        for name, face, edge, rows in groups:
            at, when = [1 + order[row] for row in rows], [1 + row for row in rows]
            label = f"{name} ({len(rows)})"
            axes.scatter(at, when, s=13, facecolors=face, edgecolors=edge, linewidths=0.7, label=label)
        axes.plot([1, len(order)], [1, len(order)], color=LINE, linewidth=0.8, zorder=0)
        starts = [moment.start for moment in told]
        mark_chapters(axes, [1 + bisect_left(starts, chapter.start) for chapter in story.chapters])
        axes.set_xlabel("as it is told: chapter")
        axes.set_ylabel("as it happened: number of the scene")
        axes.locator_params(axis="y", integer=True)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=8)
    return figure


def out_of_order(order: list[int]) -> set[int]:
    """The rows that stand outside the longest rising run.

    >>> out_of_order([0, 4, 1, 2, 3])
    {1}
    """
    tails: list[int] = []  # the row that ends the run of each length, its number as low as can be
    before: list[int] = []
    for row, number in enumerate(order):
        length = bisect_left([order[tail] for tail in tails], number)
        before.append(tails[length - 1] if length else -1)
        tails[length : length + 1] = [row]
    straight = set()
    row = tails[-1] if tails else -1
    while row >= 0:
        straight.add(row)
        row = before[row]
    return set(range(len(order))) - straight


def _is_layered(moment: Scene | Layer) -> bool:
    return isinstance(moment, Layer) or moment.layer is not None
