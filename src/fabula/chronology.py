"""Which of two places in a story tells of what happens first in its world.

The problem. A story is told in another order than it happens: a memory after the day on which it comes back, two
towns one after the other though it is the same evening. The table ``order`` holds what the text says of that, between
scenes and between layers; here it is put to use. Pure: tables in, an answer out.

Not tried: that a memory is earlier than the scene in whose midst it stands, where it is no scene of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from fabula.story import Story

Node = tuple[str, int]  # "scenes" or "layers", and the row


def happens_before(story: Story, position: int, other: int) -> bool | None:
    """Whether what is told at ``position`` happens before what is told at ``other``; None if nothing says so.

    Both in one scene and one layer: the order of the text. Otherwise a chain of rows of ``order`` decides; without
    one, scenes happen in the order in which they are told.

    Takes   position, other: code points of ``story.text``
    """
    scene, other_scene = _scene_at(story, position), _scene_at(story, other)
    layer, other_layer = _layer_at(story, position), _layer_at(story, other)
    if (scene, layer) == (other_scene, other_layer):
        return position < other
    one, two = _nodes(story, scene, layer), _nodes(story, other_scene, other_layer)
    followers = _followers(story)
    is_before, is_after = _leads(followers, one, two), _leads(followers, two, one)
    if is_before != is_after:
        return is_before
    return position < other if scene != other_scene and not is_before else None


def _scene_at(story: Story, position: int) -> int:
    """The scene that holds ``position``, or the one before it; -1 without scenes."""
    starts = story.column("scenes", "start")
    row = int(np.searchsorted(starts, position, side="right")) - 1
    return max(row, 0) if len(starts) else -1


def _layer_at(story: Story, position: int) -> int:
    """The innermost layer around ``position``, -1 for the story's present."""
    starts, ends = story.column("layers", "start"), story.column("layers", "end")
    around = np.flatnonzero((starts <= position) & (position < ends))
    return int(around[np.argmin((ends - starts)[around])]) if len(around) else -1


def _nodes(story: Story, scene: int, layer: int) -> list[Node]:
    """The rows whose time a place has: its layer, and its scene unless the layer stands in the scene's midst."""
    is_scenes_own = scene >= 0 and int(story.column("scenes", "layer")[scene]) == layer
    return [("scenes", scene)] * is_scenes_own + [("layers", layer)] * (layer >= 0)


def _followers(story: Story) -> dict[Node, list[Node]]:
    columns = (story.column("order", name) for name in ("kind", "earlier", "later"))
    followers: dict[Node, list[Node]] = defaultdict(list)
    for kind, earlier, later in zip(*columns, strict=True):
        followers[kind, int(earlier)].append((kind, int(later)))
    return followers


def _leads(followers: Mapping[Node, Sequence[Node]], from_nodes: Sequence[Node], to_nodes: Sequence[Node]) -> bool:
    """Whether a chain of rows leads from one of the first to one of the second."""
    seen: set[Node] = set()
    waiting = list(from_nodes)
    while waiting:
        for node in followers.get(waiting.pop(), ()):
            if node in to_nodes:
                return True
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return False
