"""Who is where in the book: how often each character is mentioned or speaks in each chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fabula.plots.paper import LINE, cast_of, colour_of, mark_chapters, paper, say_nothing, shorten
from fabula.story import Story

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 16  # characters
FEW_CHAPTERS, MANY_CHAPTERS = 8, 120
STRETCHES = 40


def presence(story: Story) -> Figure:
    """A row of bars for each main character, one for each chapter; the height is the root of mentions and lines.

    In a story of few chapters, or of very many, a bar stands for a stretch of the text, all of one length.

    Raises  PackageMissing (P01): matplotlib is not installed
    """
    shown = cast_of(story)[:MOST]
    edges = _edges(story)
    with paper(0.7 + 0.34 * max(len(shown), 2)) as figure:
        axes = figure.subplots()
        if not shown:
            say_nothing(axes, "nobody is named")
            return figure
        for row, who in enumerate(shown):
            counts = np.histogram(_places(story, who.id), edges)[0]
            heights = 0.82 * np.sqrt(counts / max(counts.max(), 1))
            axes.axhline(row, color=LINE, linewidth=0.5, zorder=0)
            axes.bar(np.arange(len(counts)) + 0.5, -heights, width=0.84, bottom=row, color=colour_of(who))
        axes.set_yticks(np.arange(len(shown)) - 0.3, [shorten(who.name) for who in shown])
        axes.set_ylim(len(shown) - 0.85, -1)
        axes.set_xlim(0, len(edges) - 1)
        _mark(axes, story, edges)
        axes.tick_params(length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    return figure


def _edges(story: Story) -> NDArray[np.float64]:
    """Where the stretches of the bars begin, and the end of the last."""
    n_chapters, length = len(story.chapters), max(len(story.text), 1)
    if FEW_CHAPTERS <= n_chapters <= MANY_CHAPTERS:
        return np.append(story.column("chapters", "start").astype(float), length)
    return np.linspace(0, length, 1 + (STRETCHES if n_chapters < FEW_CHAPTERS else MANY_CHAPTERS))


def _places(story: Story, who: int) -> Any:
    """Where they are mentioned and where they speak."""
    of = (("mentions", "entity"), ("quotes", "speaker"))
    return np.concatenate([story.column(table, "start")[story.column(table, key) == who] for table, key in of])


def _mark(axes: Any, story: Story, edges: NDArray[np.float64]) -> None:
    """Number the chapters, under the middle of their bars where each has one; a single one has shares of the text."""
    n_bars, starts = len(edges) - 1, story.column("chapters", "start")
    if len(starts) == n_bars:
        mark_chapters(axes, (np.arange(n_bars) + 0.5).tolist())
    elif len(starts) > 1:
        mark_chapters(axes, (starts / edges[-1] * n_bars).tolist())
    else:
        axes.set_xticks([0, n_bars / 2, n_bars], ["beginning", "middle", "end"])
