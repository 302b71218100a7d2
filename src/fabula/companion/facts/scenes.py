"""Where, when and with whom it plays: scenes, the layers around them, places, and the order of the world.

scenes   {"start": steps, "length", "place" (or -1), "layer" (row, or -1), "times": {scene: words},
          "present" and "distant": [[ids], ...], the surest first}
layers   {"start": steps, "length", "kind", "owner" (or -1)}
places   {id: {"name", "within": [ids]}}
order    what happened when, as far as the story tells: a scene as its row, a layer as -1 - its row
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fabula.companion.facts.steps import steps
from fabula.story import Scene, Story


def scenes_of(story: Story) -> dict[str, Any]:
    """All scenes, as they are told."""
    columns = ("start", "end", "place", "layer", "time_start", "time_end")
    starts, ends, places, layers, time_starts, time_ends = (story.column("scenes", name).tolist() for name in columns)
    times = enumerate(zip(time_starts, time_ends, strict=True))
    company = _company(story)
    return {
        "start": steps(starts),
        "length": _lengths(starts, ends),
        "place": places,
        "layer": layers,
        "times": {row: " ".join(story.text[start:end].split()) for row, (start, end) in times if start >= 0},
        **{kind: [company[kind, row] for row in range(len(starts))] for kind in ("present", "distant")},
    }


def _company(story: Story) -> dict[tuple[str, int], list[int]]:
    """The characters who are in a scene in one way, the surest first."""
    company: dict[tuple[str, int], list[int]] = defaultdict(list)
    is_character = story.column("entities", "is_character").tolist()
    columns = (story.column("presence", name).tolist() for name in ("scene", "entity", "kind", "confidence"))
    for scene, entity, kind, _ in sorted(zip(*columns, strict=True), key=lambda row: -row[3]):
        if is_character[entity]:
            company[kind, scene].append(entity)
    return company


def layers_of(story: Story) -> dict[str, Any]:
    """All layers, as they are told."""
    starts, ends, kinds, owners = (story.column("layers", name).tolist() for name in ("start", "end", "kind", "owner"))
    return {"start": steps(starts), "length": _lengths(starts, ends), "kind": kinds, "owner": owners}


def places_of(story: Story) -> dict[int, dict[str, Any]]:
    """The places where scenes play, and those that hold them."""
    within: dict[int, list[int]] = defaultdict(list)
    columns = (story.column("place_parts", name).tolist() for name in ("place", "within"))
    for place, holder in zip(*columns, strict=True):
        if holder not in within[place]:
            within[place].append(holder)
    names = story.column("entities", "name")
    wanted = {place for place in story.column("scenes", "place").tolist() if place >= 0}
    wanted |= {holder for place in wanted for holder in within[place]}
    return {place: {"name": str(names[place]), "within": within[place]} for place in sorted(wanted)}


def order_of(story: Story) -> list[int]:
    """The scenes, and the layers that are none, as they happened."""
    return [moment.id if isinstance(moment, Scene) else -1 - moment.id for moment in story.chronology]


def _lengths(starts: list[int], ends: list[int]) -> list[int]:
    return [end - start for start, end in zip(starts, ends, strict=True)]
