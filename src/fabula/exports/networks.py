"""Who is with whom, speaks to whom and speaks of whom, as one network for Gephi and the like: GraphML or GEXF.

A node is a character with ``label``, ``pronouns``, ``lines`` and ``mentions``; an edge has ``kind`` (company, dialogue,
mention) and ``weight``. Company has no direction: its edges go from the lower id. Control characters are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fabula.exports.visible import without_controls
from fabula.networks import KINDS, network
from fabula.output import atomic_write
from fabula.story import Story


def write_graphml(story: Story, path: str | Path) -> None:
    """Write the network as GraphML to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    import networkx as nx

    with atomic_write(Path(path)) as file:
        nx.write_graphml(whole_network(story), file)


def write_gexf(story: Story, path: str | Path) -> None:
    """Write the network as GEXF 1.2 to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    import networkx as nx

    with atomic_write(Path(path)) as file:
        nx.write_gexf(whole_network(story), file)


def whole_network(story: Story) -> Any:
    """The three networks in one networkx.MultiDiGraph, whose edges have the kind as their key."""
    import networkx as nx

    whole = nx.MultiDiGraph()
    for kind in KINDS:
        graph = network(story, kind)
        for node, about in graph.nodes(data=True):
            label, pronouns = without_controls(about["name"]), without_controls(about["pronouns"] or "")
            whole.add_node(node, label=label, pronouns=pronouns, lines=about["lines"], mentions=about["mentions"])
        for first, second, weight in graph.edges(data="weight"):
            whole.add_edge(first, second, key=f"{kind}-{first}-{second}", kind=kind, weight=weight)
    return whole
