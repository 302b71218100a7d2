"""Ways between places: by whom the book lets go them, and those added so that every place can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fabula.story import Story
from fabula.world.design.model import Place, Region, Way
from fabula.world.design.places import Places
from fabula.world.design.sentences import Sentences

NEAR = 3  # scenes that may lie between leaving one place and being in the next
MOST_FROM_ONE = 9


def join(story: Story, places: Places, sentences: Sentences, people: Iterable[int]) -> None:
    """Give the places the ways that somebody goes from one scene to a next."""
    gone: dict[tuple[str, str], list[int]] = {}
    scene_places = story.column("scenes", "place").tolist()
    starts = story.column("presence", "start").tolist()
    scenes, kinds = story.column("presence", "scene").tolist(), story.column("presence", "kind").tolist()
    for person in people:
        last: tuple[int, str] | None = None
        rows = [row for row in story.rows_where("presence", "entity", person) if kinds[row] == "present"]
        for row in sorted(rows, key=lambda row: scenes[row]):
            key = places.keys.get(scene_places[scenes[row]])
            if key is None:
                continue
            if last and last[1] != key and scenes[row] - last[0] <= NEAR:
                gone.setdefault((last[1], key), []).append(starts[row])
            last = (scenes[row], key)
    support = {pair: len(found) + len(gone.get((pair[1], pair[0]), ())) for pair, found in gone.items()}
    degree: Counter[str] = Counter()
    joined: set[frozenset[str]] = set()
    for pair in sorted(gone, key=lambda pair: (-support[pair], min(gone[pair]))):
        here, there = pair
        if frozenset(pair) in joined or max(degree[here], degree[there]) >= MOST_FROM_ONE:
            continue
        joined.add(frozenset(pair))
        degree.update(pair)
        places.parts[here].ways.append(Way(to=there, span=sentences.span(min(gone[pair]))))


def add_missing(parts: dict[str, Place], regions: dict[str, Region], scenes: Counter[str]) -> None:
    """Add ways, marked as added, until every place can be reached from where its region is entered."""
    near: dict[str, set[str]] = {key: set() for key in parts}
    for key, place in parts.items():
        for way in place.ways:
            near[key].add(way.to)
            near[way.to].add(key)
    for region, part in regions.items():
        reached = _reached(near, part.enter)
        inside = [key for key in parts if parts[key].region == region]
        for key in sorted(inside, key=lambda key: -scenes[key]):
            if key in reached:
                continue
            within = parts[key].within
            hub = within if within in reached and within else part.enter
            parts[hub].ways.append(Way(to=key, added=True))
            reached |= _reached(near, key)


def _reached(near: dict[str, set[str]], start: str) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for key in near[waiting.pop()] - reached:
            reached.add(key)
            waiting.append(key)
    return reached
