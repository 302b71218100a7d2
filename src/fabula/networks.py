"""Who keeps company with whom, who speaks to whom, who speaks of whom: a story as networks of its characters.

    company   undirected; weight: the scenes in which both are there
    dialogue  directed from speaker to hearer; weight: the lines that one says to the other
    mention   directed from speaker to whom they speak of; weight: the lines in which the one names or means the other

Thoughts and writing are no lines. Pure: tables in, a NetworkX graph out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from fabula.story import Story

Kind = Literal["company", "dialogue", "mention"]
KINDS: tuple[Kind, ...] = ("company", "dialogue", "mention")
SEED = 0  # of the search for communities, which would differ from call to call
THERE = "present"


@dataclass(frozen=True)
class Measures:
    """How somebody stands in a network.

    Directions are left out, what goes both ways is added up. ``degree`` counts the others they are tied to, ``weight``
    adds up those ties. ``betweenness`` is the share of shortest ways that lead over them, a tie's length being one by
    its weight (Freeman 1977; Brandes 2001); ``closeness`` is how near they are to all, as a share of the nearest's (in
    the form of Wasserman and Faust 1994 for networks in several parts). ``community`` numbers the groups that Louvain's
    search finds (Blondel and others 2008), the largest being 0.
    """

    character: int
    name: str
    degree: int
    weight: float
    betweenness: float
    closeness: float
    community: int


def network(story: Story, kind: Kind = "company", chapter: int | None = None, minimum: int = 1) -> Any:
    """The network of a story's characters, or of one of its chapters.

    Gives   networkx.Graph (company) or DiGraph (dialogue, mention): nodes are ids of characters with ``name``,
            ``pronouns`` (None: unknown), ``lines`` and ``mentions``, counted in that chapter if one is given; those
            without a tie are left out unless they speak; edges have ``weight``
    Takes   chapter: its number, from 0
            minimum: the least weight of an edge
    Raises  ValueError: a kind that is none; IndexError: no such chapter
    """
    import networkx as nx

    if kind not in KINDS:
        raise ValueError(f"network of kind {kind!r}: it is one of {', '.join(KINDS)}")
    bounds = _bounds(story, chapter)
    weights = _ties(story, kind, bounds)
    graph = nx.Graph() if kind == "company" else nx.DiGraph()
    lines, mentions = _lines(story, bounds), _mentions(story, bounds)
    tied = {entity for pair, weight in weights.items() if weight >= minimum for entity in pair}
    for character in story.characters:
        if character.id in tied or lines[character.id]:
            graph.add_node(
                character.id,
                name=character.name,
                pronouns=character.pronouns,
                lines=lines[character.id],
                mentions=mentions[character.id],
            )
    for (first, second), weight in sorted(weights.items()):
        if weight >= minimum:
            graph.add_edge(first, second, weight=weight)
    return graph


def networks_by_chapter(story: Story, kind: Kind = "company") -> list[Any]:
    """A network for each chapter, in order; see ``network``."""
    return [network(story, kind, chapter) for chapter in range(len(story.chapters))]


def measures(graph: Any) -> list[Measures]:
    """How each character stands in a network that ``network`` has made, those with the strongest ties first."""
    import networkx as nx

    if not len(graph):
        return []
    ways = undirected(graph)
    for *_, edge in ways.edges(data=True):
        edge["length"] = 1 / edge["weight"]
    degree, weight = dict(ways.degree()), dict(ways.degree(weight="weight"))
    betweenness = nx.betweenness_centrality(ways, weight="length")
    closeness = _shares(nx.closeness_centrality(ways, distance="length"))
    groups = communities(graph)
    rows = [
        Measures(node, name, degree[node], weight[node], betweenness[node], closeness[node], groups[node])
        for node, name in graph.nodes(data="name")
    ]
    return sorted(rows, key=lambda row: (-row.weight, -row.degree, row.character))


def communities(graph: Any) -> dict[int, int]:
    """The group of each node, by Louvain's search; the largest is 0. Who has no tie is a group of their own."""
    import networkx as nx

    if not graph.number_of_edges():
        return {node: number for number, node in enumerate(graph)}
    groups = nx.community.louvain_communities(undirected(graph), weight="weight", seed=SEED)
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {node: number for number, group in enumerate(ordered) for node in group}


def undirected(graph: Any) -> Any:
    """The network without directions, what goes both ways added up."""
    import networkx as nx

    both = nx.Graph()
    both.add_nodes_from(graph.nodes(data=True))
    for first, second, weight in graph.edges(data="weight"):
        known = both.get_edge_data(first, second, {"weight": 0})["weight"]  # of the other direction
        both.add_edge(first, second, weight=known + weight)
    return both


def _shares(values: dict[int, float]) -> dict[int, float]:
    """The values as shares of the highest."""
    highest = max(values.values(), default=0) or 1
    return {node: value / highest for node, value in values.items()}


def _bounds(story: Story, chapter: int | None) -> tuple[int, int]:
    if chapter is None:
        return 0, len(story.text) + 1
    if not 0 <= chapter < len(story.chapters):
        raise IndexError(f"chapter {chapter}: the story has {len(story.chapters)}, from 0")
    return story.chapters[chapter].start, story.chapters[chapter].end


def _ties(story: Story, kind: Kind, bounds: tuple[int, int]) -> dict[tuple[int, int], int]:
    pairs = {"company": _company, "dialogue": _dialogue, "mention": _spoken_of}[kind](story, bounds)
    is_character = story.column("entities", "is_character")
    return Counter(
        (first, second) for first, second in pairs if first != second and is_character[first] and is_character[second]
    )


def _company(story: Story, bounds: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Each pair of those who are in a scene."""
    inside = _inside(story, "scenes", bounds)
    there: dict[int, set[int]] = defaultdict(set)
    columns = (story.column("presence", name).tolist() for name in ("scene", "entity", "kind"))
    for scene, entity, kind in zip(*columns, strict=True):
        if kind == THERE and inside[scene]:
            there[scene].add(entity)
    for people in there.values():
        yield from combinations(sorted(people), 2)


def _dialogue(story: Story, bounds: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The speaker of each line, and each of those spoken to."""
    speakers = _speakers(story, bounds)
    columns = (story.column("quote_addressees", name).tolist() for name in ("quote", "entity"))
    for quote, hearer in zip(*columns, strict=True):
        if quote in speakers and hearer >= 0:
            yield speakers[quote], hearer


def _spoken_of(story: Story, bounds: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The speaker of each line, and each of those whom it means and who are not spoken to in it."""
    speakers, hearers = _speakers(story, bounds), defaultdict[int, set[int]](set)
    columns = (story.column("quote_addressees", name).tolist() for name in ("quote", "entity"))
    for quote, hearer in zip(*columns, strict=True):
        hearers[quote].add(hearer)
    meant: set[tuple[int, int]] = set()  # quotation and who is meant in it
    starts, entities = story.column("mentions", "start"), story.column("mentions", "entity")
    spans = (story.column("quote_spans", name).tolist() for name in ("quote", "start", "end"))
    for quote, start, end in zip(*spans, strict=True):
        low, high = np.searchsorted(starts, (start, end))
        meant.update((quote, entity) for entity in entities[low:high].tolist() if entity >= 0)
    for quote, entity in sorted(meant):
        if quote in speakers and entity not in hearers[quote]:
            yield speakers[quote], entity


def _speakers(story: Story, bounds: tuple[int, int]) -> dict[int, int]:
    """The speakers of the spoken lines within bounds, by quotation."""
    inside = _inside(story, "quotes", bounds)
    columns = (story.column("quotes", name).tolist() for name in ("speaker", "kind"))
    rows = enumerate(zip(*columns, strict=True))
    return {row: speaker for row, (speaker, kind) in rows if speaker >= 0 and kind == "speech" and inside[row]}


def _lines(story: Story, bounds: tuple[int, int]) -> Counter[int]:
    return Counter(_speakers(story, bounds).values())


def _mentions(story: Story, bounds: tuple[int, int]) -> Counter[int]:
    return Counter(story.column("mentions", "entity")[_inside(story, "mentions", bounds)].tolist())


def _inside(story: Story, table: str, bounds: tuple[int, int]) -> Any:
    """For each row of a table whether it begins within bounds."""
    starts = story.column(table, "start")
    return (starts >= bounds[0]) & (starts < bounds[1])
