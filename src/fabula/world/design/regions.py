"""The regions of a design: the world, and the dreams and memories that are entered and left."""

from __future__ import annotations

from collections import Counter

import numpy as np

from fabula.note_summary import summarize_notes
from fabula.rows import Layer
from fabula.story import Story
from fabula.world.design.model import WORLD, Passage, Place, Region
from fabula.world.design.naming import Keys, shown_name
from fabula.world.design.sentences import LONGEST, Sentences

MOST_DREAMS, MOST_MEMORIES = 10, 8
SHORTEST_DREAM, SHORTEST_MEMORY = 100, 400  # code points
MOST_SENTENCES = 12
DREAM_CLOCK = 12.0  # hours in a dream while one passes outside
SURE = 0.5  # of a content note
LEFT_OPEN = "The book tells of no dream. This one is left open for those who meet in it."


def regions_of(
    story: Story, people: dict[int, str], sentences: Sentences, start: str
) -> tuple[dict[str, Region], dict[str, Place]]:
    """The regions, the world first, and the places that the dreams and memories bring with them."""
    regions = {WORLD: Region(name="the world", kind="world", enter=start, notes=_world_notes(story))}
    places: dict[str, Place] = {}
    keys = Keys()
    keys.of(WORLD, WORLD)
    named: Counter[str] = Counter()
    for layer in (*_longest(story, "dream"), *_longest(story, "memory")):
        owner = layer.owner
        name = shown_name(f"a {layer.kind} of {owner.name}" if owner else f"a {layer.kind}") or f"a {layer.kind}"
        named[name] += 1
        key = keys.of(name, layer.kind)
        place = f"in-{key}"
        told = _told(layer, sentences)
        regions[key] = Region(
            name=name if named[name] == 1 else shown_name(f"{name} ({named[name]})") or name,
            kind="dream" if layer.kind == "dream" else "memory",
            enter=place,
            owner=people.get(owner.id) if owner else None,
            clock=DREAM_CLOCK if layer.kind == "dream" else 1.0,
            notes=_notes_within(story, layer),
            span=[layer.start, layer.end],
        )
        places[place] = Place(name=regions[key].name, region=key, sentences=told)
    if not any(region.kind == "dream" for region in regions.values()):
        regions["dream"] = Region(name="a dream", kind="dream", enter="in-dream", clock=DREAM_CLOCK)
        places["in-dream"] = Place(name="a dream", region="dream", description=LEFT_OPEN)
    return regions, places


def _longest(story: Story, kind: str) -> list[Layer]:
    shortest, most = (SHORTEST_DREAM, MOST_DREAMS) if kind == "dream" else (SHORTEST_MEMORY, MOST_MEMORIES)
    layers = [layer for layer in story.layers if layer.kind == kind and layer.end - layer.start >= shortest]
    kept = sorted(layers, key=lambda layer: -(layer.end - layer.start))[:most]
    return sorted(kept, key=lambda layer: layer.start)


def _told(layer: Layer, sentences: Sentences) -> list[Passage]:
    """The first sentences of a layer, with their spans."""
    first, last = np.searchsorted(sentences.starts, [layer.start, layer.end])
    return [sentences.passage(row, LONGEST) for row in range(int(first), min(int(last), int(first) + MOST_SENTENCES))]


def _world_notes(story: Story) -> list[str]:
    kinds = [kind for kind in summarize_notes(story).kinds if kind.confidence >= SURE]
    return [f"{kind.kind}, {kind.passages} passage{'s' * (kind.passages > 1)} of the book" for kind in kinds]


def _notes_within(story: Story, layer: Layer) -> list[str]:
    kinds = [note.kind for note in story.notes if layer.start <= note.start < layer.end and note.confidence >= SURE]
    return list(dict.fromkeys(kinds))
