"""Who means what to whom, and since when the text has shown it.

ties    [{"source", "target", "kind", "role", "sure" (percent), "place" and "length" of the best passage,
          "begins" (-1: before the story), "ends" (-1: after it), "shown": steps of the words that say it}, ...]
pairs   [[one, other, steps of scenes, valences in percent], ...]
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fabula.companion.facts.steps import steps
from fabula.story import Story

TELLING = ("statement", "name", "address", "action", "feeling")
"""Signs that say what a tie is; talk and company go with any."""


def ties_of(story: Story) -> list[dict[str, Any]]:
    """All ties, those of whom most is told first."""
    shown: dict[int, list[int]] = defaultdict(list)
    columns = (story.column("relationship_signs", name).tolist() for name in ("relationship", "start", "kind"))
    for tie, start, kind in zip(*columns, strict=True):
        if kind in TELLING:
            shown[tie].append(start)
    names = ("start", "end", "kind", "role", "source", "target", "begins", "ends", "confidence")
    rows = zip(*(story.column("relationships", name).tolist() for name in names), strict=True)
    return [
        {
            "source": source,
            "target": target,
            "kind": kind,
            "role": role or "",
            "sure": round(100 * sure),
            "place": start,
            "length": end - start,
            "begins": begins,
            "ends": ends,
            "shown": steps(sorted(shown[row])),
        }
        for row, (start, end, kind, role, source, target, begins, ends, sure) in enumerate(rows)
    ]


def pairs_of(story: Story) -> list[list[Any]]:
    """How warm two are to each other, scene by scene."""
    courses: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    columns = (story.column("valences", name).tolist() for name in ("first", "second", "scene", "valence"))
    for first, second, scene, valence in zip(*columns, strict=True):
        courses[first, second].append((scene, round(100 * valence)))
    return [
        [*pair, steps(scene for scene, _ in sorted(course)), [valence for _, valence in sorted(course)]]
        for pair, course in courses.items()
    ]
