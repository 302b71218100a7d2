"""Shares of the dialogue: how many of the words that are spoken each speaker has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.plots.paper import MINOR, SOFT, cast_of, colour_of, paper, say_nothing, shorten
from fabula.story import Story

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 12  # speakers with a bar of their own


def dialogue(story: Story) -> Figure:
    """Bars of the speakers with most words, and one for all others; thoughts are left out.

    Raises  PackageMissing (P01): matplotlib is not installed
    """
    speakers = sorted((who for who in cast_of(story) if who.n_words), key=lambda who: -who.n_words)
    bars = [(shorten(who.name), who.n_words, colour_of(who)) for who in speakers[:MOST]]
    if others := speakers[MOST:]:
        bars.append((f"{len(others)} others", sum(who.n_words for who in others), MINOR))
    total = sum(n_words for _, n_words, _ in bars)
    with paper(0.6 + 0.28 * max(len(bars), 2)) as figure:
        axes = figure.subplots()
        if not bars:
            say_nothing(axes, "nobody speaks")
            return figure
        names, counts, colours = zip(*bars, strict=True)
        places = range(len(bars))
        axes.barh(places, counts, height=0.62, color=colours)
        for place, n_words in zip(places, counts, strict=True):
            axes.annotate(
                f"{n_words:,}  ({n_words / total:.0%})",
                (n_words, place),
                (4, 0),
                textcoords="offset points",
                va="center",
                color=SOFT,
                fontsize=8,
            )
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.margins(x=0.14, y=0.01)
        axes.set_xlabel("words spoken")
        axes.locator_params(axis="x", integer=True)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    return figure
