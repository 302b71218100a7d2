"""How pleasant each scene is, for the telling and for main characters, and what these are told to feel.

moods      [[id (-1: the telling), steps of scenes, valences in percent, numbers of rated words], ...]
feelings   {id: {kind of feeling: steps}}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fabula.companion.facts.steps import steps
from fabula.story import Story

THE_TELLING, MOST_CURVES = -1, 7


def moods_of(story: Story, main: Sequence[int]) -> list[list[Any]]:
    """The telling first, then those of the cast of whom something is known."""
    rows: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    columns = (story.column("moods", name).tolist() for name in ("entity", "scene", "valence", "n_words"))
    for entity, scene, valence, n_words in zip(*columns, strict=True):
        rows[entity].append((scene, round(100 * valence), n_words))
    known = [who for who in (THE_TELLING, *main) if who in rows][: 1 + MOST_CURVES]
    return [
        [who, steps(scene for scene, _, _ in course), [v for _, v, _ in course], [n for _, _, n in course]]
        for who, course in ((who, sorted(rows[who])) for who in known)
    ]


def feelings_of(story: Story, main: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    """Where words tell that somebody feels something, by who feels it."""
    felt: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    columns = (story.column("emotions", name).tolist() for name in ("holder", "kind", "start", "is_felt"))
    cast = set(main)
    for holder, kind, start, is_felt in zip(*columns, strict=True):
        if is_felt and holder in cast:
            felt[holder][kind].append(start)
    return {who: {kind: steps(sorted(places)) for kind, places in kinds.items()} for who, kinds in felt.items()}
