"""Which of two places in a story tells of what happens first in its world.

The problem. A story is told in another order than it happens: a memory after the day on which it comes back, and in the
midst of a day what had been before it:
    She took the train. She had sold the house. "I saw your brother yesterday," said the man. "He will come."
A place stands in a scene, in the layers around it, and in a clause with a tense. The tables ``order``, ``scenes`` and
``layers`` say what is known of the first two; a pluperfect, or a past tense in speech and letters, tells back, a future
ahead. What was told needs not be told back: what is told back happened before the whole action that goes on without a
leap of time. Pure: tables in, an answer out. Not tried: how far back; dates in the midst of a scene.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fabula.clause_times import AHEAD, BACK, NOW, TELLING, clause_time
from fabula.language.times import is_long
from fabula.story import Layer, Scene, Story

Node = tuple[str, int]  # "scenes" or "layers", and the row
Edges = dict[Node, list[Node]]

TOLD_BEFORE, TOLD_AFTER = ("memory", "told"), ("hypothetical",)


@dataclass(frozen=True)
class Moment:
    """When a place is: its scene and innermost layer (-1: none), and how its clause stands to their now.

    ``tense`` is negative for what is told back, positive for what is told ahead.
    """

    position: int
    scene: int
    layer: int
    tense: int


def happens_before(story: Story, position: int, other: int) -> bool | None:
    """Whether what is told at ``position`` happens before what is told at ``other``; None if nothing says so.

    Takes   position, other: code points of ``story.text``
    """
    one, two = _moment(story, position), _moment(story, other)
    if one.layer == two.layer:
        return _in_one_layer(story, one, two)
    is_before = _nodes_order(story, one, two)
    level = _common_layer(story, one.layer, two.layer)
    one, two = _lifted(story, one, level), _lifted(story, two, level)
    if (one.tense < NOW) != (two.tense < NOW):
        return _in_one_layer(story, one, two)
    if is_before is None and one.tense >= NOW:
        return _in_one_layer(story, one, two)
    return is_before


def _in_one_layer(story: Story, one: Moment, two: Moment) -> bool | None:
    """Whether the one happens before the other, both seen from one layer: by their clauses, and by their scenes."""
    if one.scene == two.scene:
        return one.tense < two.tense if one.tense != two.tense else one.position < two.position
    if TELLING in (one.tense, two.tense):
        return one.tense < two.tense if one.tense != two.tense else None
    is_before = _nodes_order(story, one, two)
    if one.tense != two.tense and _kind(story, one.layer) == "letter":
        return one.tense < two.tense  # all that is past to the writer comes before the writing
    if is_before is None:
        return None
    earlier, later = (one, two) if is_before else (two, one)
    if later.tense >= NOW:
        return None if earlier.tense > NOW else is_before
    if earlier.tense < NOW:
        return None if earlier.tense == later.tense else one.tense < two.tense
    return None if _leaps_between(story, earlier.scene, later.scene) else not is_before


def _common_layer(story: Story, layer: int, other: int) -> int:
    """The innermost layer around both, -1 for the story's present."""
    around = {layer, *_layers_around(story, layer)}
    return next((outer for outer in (other, *_layers_around(story, other)) if outer in around), -1)


def _layers_around(story: Story, layer: int) -> Iterator[int]:
    while layer >= 0:
        layer = int(story.column("layers", "parent")[layer])
        yield layer


def _lifted(story: Story, moment: Moment, level: int) -> Moment:
    """A moment as it stands to the now of a layer around its own: what is remembered or told is told back there.

    What is now in a call or a dream happens there; what is past in it, or in a letter, is told back as well.
    """
    while moment.layer != level:
        layer = moment.layer
        kind, parent = _kind(story, layer), int(story.column("layers", "parent")[layer])
        position = int(story.column("layers", "start")[layer])
        tense = BACK if kind in TOLD_BEFORE or moment.tense < NOW else moment.tense
        if kind in TOLD_AFTER and tense >= NOW:
            tense = AHEAD
        moment = Moment(position, _scene_at(story, position, parent), parent, tense)
    return moment


def chronology(story: Story) -> list[Scene | Layer]:
    """The scenes, and the layers that are no scene of their own, in an order of the world that fits all that is known.

    What has no order in the world stands as it is told; whether two have one says ``happens_before``. Where what is
    known contradicts itself, the first told comes first.
    """
    edges = _edges(story)
    own = set(story.column("scenes", "layer").tolist())
    starts: dict[Node, int] = {
        ("scenes", row): start for row, start in enumerate(story.column("scenes", "start").tolist())
    }
    starts |= {
        ("layers", row): start for row, start in enumerate(story.column("layers", "start").tolist()) if row not in own
    }
    return [Scene(story, row) if kind == "scenes" else Layer(story, row) for kind, row in _sorted(starts, edges)]


def _sorted(starts: dict[Node, int], edges: Edges) -> Iterator[Node]:
    """The nodes as they are told, but before each of them all that is known to come before it.

    So what is remembered late in the story stands before the opening, and all that is told after the opening after it.
    """
    before: dict[Node, list[Node]] = defaultdict(list)
    for node, followers in edges.items():
        for follower in followers:
            if node in starts:
                before[follower].append(node)
    seen: set[Node] = set()
    for first in sorted(starts, key=lambda node: starts[node]):
        waiting = [] if first in seen else [(first, iter(_as_told(before[first], starts)))]
        seen.add(first)
        while waiting:
            node, earlier = waiting[-1]
            nearest = next((other for other in earlier if other not in seen), None)
            if nearest is None:
                waiting.pop()
                yield node
            else:
                seen.add(nearest)
                waiting.append((nearest, iter(_as_told(before[nearest], starts))))


def _as_told(nodes: list[Node], starts: dict[Node, int]) -> list[Node]:
    return sorted(nodes, key=lambda node: starts[node])


def _moment(story: Story, position: int) -> Moment:
    layer = _layer_at(story, position)
    starts = story.column("scenes", "start")
    scene = max(int(np.searchsorted(starts, position, side="right")) - 1, 0) if len(starts) else -1
    return Moment(position, scene, layer, clause_time(story, position, _kind(story, layer)))


def _scene_at(story: Story, position: int, layer: int) -> int:
    """The last scene of a layer that begins at or before ``position``, else its first; -1 if it has none."""
    level = np.flatnonzero(story.column("scenes", "layer") == layer)
    if not len(level):
        return -1
    at = int(np.searchsorted(story.column("scenes", "start")[level], position, side="right")) - 1
    return int(level[max(at, 0)])


def _layer_at(story: Story, position: int) -> int:
    """The innermost layer around ``position``, -1 for the story's present."""
    starts, ends = story.column("layers", "start"), story.column("layers", "end")
    around = np.flatnonzero((starts <= position) & (position < ends))
    return int(around[np.argmin((ends - starts)[around])]) if len(around) else -1


def _nodes_order(story: Story, one: Moment, two: Moment) -> bool | None:
    """Whether the scene and layer of the one come before those of the other; None if nothing says so."""
    edges = _edges(story)
    nodes, others = _nodes(story, one), _nodes(story, two)
    is_before, is_after = _leads(edges, nodes, others), _leads(edges, others, nodes)
    if is_before != is_after:
        return is_before
    is_same_level = one.scene != two.scene and one.layer == two.layer
    return one.position < two.position if is_same_level and not is_before else None


def _nodes(story: Story, moment: Moment) -> list[Node]:
    """The rows whose time a moment has: its layer, and its scene; the last of its level where this plays at another.

    A layer in the midst of a scene has no scene of its own.
    """
    level = np.flatnonzero(story.column("scenes", "layer") == moment.layer)
    layer: list[Node] = [("layers", moment.layer)] * (moment.layer >= 0)
    if not len(level):
        return layer
    at = int(np.searchsorted(level, moment.scene, side="right")) - 1
    return [("scenes", int(level[max(at, 0)])), *layer]


def _leads(edges: Edges, from_nodes: list[Node], to_nodes: list[Node]) -> bool:
    """Whether a chain leads from one of the first to one of the second."""
    seen: set[Node] = set()
    waiting = list(from_nodes)
    while waiting:
        for node in edges.get(waiting.pop(), ()):
            if node in to_nodes:
                return True
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return False


@lru_cache(maxsize=2)
def _edges(story: Story) -> Edges:
    """What follows what: the rows of ``order``, and each layer in a scene's midst before or after that scene."""
    edges: Edges = defaultdict(list)
    columns = (story.column("order", name).tolist() for name in ("kind", "earlier", "later"))
    for kind, earlier, later in zip(*columns, strict=True):
        edges[kind, earlier].append((kind, later))
    columns = (story.column("layers", name).tolist() for name in ("start", "kind", "parent"))
    for row, (start, kind, parent) in enumerate(zip(*columns, strict=True)):
        for earlier, later in _around(story, row, start, kind, parent):
            edges[earlier].append(later)
    return edges


def _around(story: Story, layer: int, start: int, kind: str, parent: int) -> Iterator[tuple[Node, Node]]:
    """How a layer stands to the scenes of the level around it: pairs of which the first is earlier."""
    level = np.flatnonzero(story.column("scenes", "layer") == parent)
    if not len(level):
        return
    at = max(int(np.searchsorted(story.column("scenes", "start")[level], start, side="right")) - 1, 0)
    node, holder = ("layers", layer), ("scenes", int(level[at]))
    if kind == "letter":
        yield node, holder
    elif kind in TOLD_BEFORE:
        yield node, holder
        while at > 0 and not _leaps_between(story, int(level[at - 1]), int(level[at])):
            at -= 1
        yield node, ("scenes", int(level[at]))
    elif kind in TOLD_AFTER:
        yield holder, node
    else:
        if at > 0:
            yield ("scenes", int(level[at - 1])), node
        if at + 1 < len(level):
            yield node, ("scenes", int(level[at + 1]))


def _leaps_between(story: Story, scene: int, later: int) -> bool:
    """Whether weeks or years pass between two scenes, so that there is room for something untold."""
    low, high = sorted((scene, later))
    starts, ends = (story.column("scenes", f"time_{side}")[low + 1 : high + 1].tolist() for side in ("start", "end"))
    return any(is_long(story.text[start:end]) for start, end in zip(starts, ends, strict=True) if start >= 0)


def _kind(story: Story, layer: int) -> str:
    """The kind of a layer, empty for the story's present."""
    return str(story.column("layers", "kind")[layer]) if layer >= 0 else ""
