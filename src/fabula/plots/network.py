"""A network of characters: who is with whom, speaks to whom, or speaks of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fabula.networks import Kind, measures, undirected
from fabula.networks import network as network_of
from fabula.plots.paper import INK, SOFT, cast_of, colour_of, paper, say_nothing, shorten
from fabula.story import Story

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 24  # characters
FARTHEST = 2.4  # how far apart the weakest tie holds two, the strongest being 1
MEANING: dict[Kind, str] = {
    "company": "lines: scenes together",
    "dialogue": "lines: what one says to the other",
    "mention": "lines: how often one speaks of the other",
}


def network(story: Story, kind: Kind = "company", chapter: int | None = None) -> Figure:
    """The characters with the strongest ties; a line's width is its weight, a dot's size the sum of its lines.

    Takes   kind, chapter: as in ``Story.network``
    Raises  ValueError: a kind that is none; IndexError: no such chapter; PackageMissing (P01): no matplotlib
    """
    graph = undirected(network_of(story, kind, chapter))
    strongest = [row for row in measures(graph) if row.degree][:MOST]
    shown = graph.subgraph([row.character for row in strongest])
    with paper(5.2) as figure:
        axes = figure.subplots()
        if not strongest:
            say_nothing(axes, "nobody is tied to anybody")
            return figure
        cast = {who.id: who for who in cast_of(story)}
        places = _places(shown)
        highest = max(row.weight for row in strongest)
        _draw_lines(axes, shown, places)
        for row in reversed(strongest):
            x, y = places[row.character]
            size = 18 + 320 * row.weight / highest
            axes.scatter(
                x, y, s=size, color=colour_of(cast[row.character]), edgecolors="white", linewidths=0.8, zorder=2
            )
            axes.annotate(
                shorten(row.name, 22),
                (x, y),
                (0, -np.sqrt(size) / 2 - 2),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=8,
                zorder=3,
                bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
            )
        axes.set_axis_off()
        axes.margins(0.1)
        axes.text(1, 0, MEANING[kind], ha="right", color=SOFT, style="italic", fontsize=8, transform=axes.transAxes)
    return figure


def _places(graph: Any) -> dict[int, tuple[float, float]]:
    """Where each stands: the stronger their tie, the nearer two are, by the algorithm of Kamada and Kawai (1989)."""
    import networkx as nx

    heaviest = max(weight for *_, weight in graph.edges(data="weight"))
    drawn = nx.Graph()
    drawn.add_nodes_from(sorted(graph))
    for one, other, weight in sorted(graph.edges(data="weight")):
        drawn.add_edge(one, other, length=FARTHEST - (FARTHEST - 1) * float(np.sqrt(weight / heaviest)))
    found = nx.kamada_kawai_layout(drawn, weight="length")
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _draw_lines(axes: Axes, graph: Any, places: dict[int, tuple[float, float]]) -> None:
    heaviest = max(weight for *_, weight in graph.edges(data="weight"))
    for one, other, weight in sorted(graph.edges(data="weight"), key=lambda edge: edge[2]):
        share = weight / heaviest
        (x, y), (to_x, to_y) = places[one], places[other]
        axes.plot([x, to_x], [y, to_y], color=INK, alpha=0.12 + 0.5 * share, linewidth=0.4 + 4.5 * share, zorder=1)
