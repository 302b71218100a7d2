"""The places of a story for a design: which there are, what holds them, how the book describes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from fabula.rows import Character as StoryCharacter
from fabula.story import Story
from fabula.world.design.model import Place
from fabula.world.design.naming import Keys, likened, shown_name
from fabula.world.design.sentences import Sentences

MOST = 80
FEWEST_MENTIONS = 4  # of a place in which no scene plays
MANY_SCENES = 4  # from which places of one name are kept apart
VAGUE = frozenset(
    "it its he she they here there home place world earth sky air ground floor soil way side end top bottom edge "
    "middle corner step somewhere everywhere anywhere sort kind land part front back spot one another hell heaven "
    "country window door fire foot head rest state neighbourhood vicinity door-step direction distance".split()
)
OTHERS = frozenset("my your our another other any some every what which pretty".split())


@dataclass(frozen=True)
class Places:
    """``parts`` are those of the design, ``keys`` says which of them each place of the story became."""

    parts: dict[str, Place]
    keys: dict[int, str]
    scenes: Counter[str]


def places_of(story: Story, sentences: Sentences) -> Places:
    """The places in which scenes play or that are often mentioned, those of one name and few scenes taken together."""
    scenes = Counter(place for place in story.column("scenes", "place").tolist() if place >= 0)
    groups = _groups(story, scenes)
    names = Keys()
    parts: dict[str, Place] = {}
    keys: dict[int, str] = {}
    counted: Counter[str] = Counter()
    for name, members in groups:
        key = names.of(name, "place")
        rows = [row for member in members for row in story.rows_where("mentions", "entity", member)]
        where = sentences.at(story.column("mentions", "start")[rows]) if rows else np.array([], dtype=np.int64)
        parts[key] = Place(name=name, sentences=sentences.telling(where.tolist(), most=4))
        keys |= dict.fromkeys(members, key)
        counted[key] = sum(scenes[member] for member in members)
    _contain(story, parts, keys)
    return Places(parts, keys, counted)


def _groups(story: Story, scenes: Counter[int]) -> list[tuple[str, list[int]]]:
    kinds, names = story.column("entities", "kind"), story.column("entities", "name")
    counts = story.column("entities", "n_mentions")
    alike: dict[str, list[int]] = {}
    for entity in np.flatnonzero(np.isin(kinds, ["place", "vehicle"])).tolist():
        name = shown_name(str(names[entity]))
        if name is None or _is_vague(name) or (not scenes[entity] and counts[entity] < FEWEST_MENTIONS):
            continue
        alike.setdefault(likened(name), []).append(entity)
    groups: list[tuple[str, list[int]]] = []
    for members in alike.values():
        members.sort(key=lambda entity: (-scenes[entity], -counts[entity]))
        large = [entity for entity in members if scenes[entity] >= MANY_SCENES] or members[:1]
        labels = _labels(story, large) if len(large) > 1 else [""]
        for entity, label in zip(large, labels, strict=True):
            small = members[len(large) :] if entity == large[0] else []
            name = shown_name(str(names[entity])) or "a place"
            groups.append((shown_name(f"{name}{label}") or name, [entity, *small]))
    groups.sort(key=lambda group: (-sum(scenes[e] for e in group[1]), -sum(counts[e] for e in group[1])))
    return groups[:MOST]


def _labels(story: Story, places: list[int]) -> list[str]:
    """What tells places of one name apart: who is there most, or a number."""
    labels: list[str] = []
    for number, place in enumerate(places):
        company: Counter[str] = Counter()
        for scene in story.rows_where("scenes", "place", place):
            for row in story.rows_where("presence", "scene", scene):
                if story.column("presence", "kind")[row] == "present":
                    company[StoryCharacter(story, int(story.column("presence", "entity")[row])).name] += 1
        free = [name for name, _ in company.most_common(4) if f" ({name})" not in labels and shown_name(name)]
        labels.append(f" ({free[0]})" if free else f" ({number + 1})")
    return labels


def _contain(story: Story, parts: dict[str, Place], keys: dict[int, str]) -> None:
    for inner, outer in zip(
        story.column("place_parts", "place").tolist(), story.column("place_parts", "within").tolist(), strict=True
    ):
        key, within = keys.get(inner), keys.get(outer)
        if key and within and parts[key].within is None and not _holds(parts, key, within):
            parts[key].within = within


def _holds(parts: dict[str, Place], key: str, within: str | None) -> bool:
    """Whether ``key`` is, or holds, ``within``: it cannot be put into it."""
    while within:
        if within == key:
            return True
        within = parts[within].within
    return False


def _is_vague(name: str) -> bool:
    words = likened(name).split()
    return not words or words[-1] in VAGUE or words[0] in OTHERS or len(words) > 6
