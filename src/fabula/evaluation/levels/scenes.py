"""Scenes: where they begin, where they play and who is there.

boundaries   beginnings but the text's first, matched one to one within one paragraph of prose
place        of the gold scenes with a place: ours has one that is called by the same head word
present      pairs of a gold scene and somebody bodily there; distant: on the wire or seen from afar

What ours says of a gold scene is what our scene that covers most of it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from fabula.evaluation.exact import exact_match
from fabula.evaluation.levels.reading import Reading
from fabula.evaluation.score import Accuracy, Score
from fabula.story import Character

KINDS = ("present", "distant")
_AFTER_HEAD = re.compile(
    r",| (?:of|in|at|on|out|by|near|with|behind|beside|under|above|over|from|to|into|between|where|that|which)\b"
)


def score_scenes(reading: Reading) -> tuple[dict[str, Score | Accuracy], list[dict[str, Any]]]:
    """The figures by name, and one item for each gold scene and one for our boundaries."""
    golds = [scene.start for scene in reading.gold.scenes[1:]]
    ours = reading.story.column("scenes", "start").tolist()[1:]
    paragraphs, our_paragraphs = paragraphs_of(reading, golds), paragraphs_of(reading, ours)
    n_matched = matched(paragraphs, our_paragraphs)
    items = [_item(reading, number) for number in range(len(reading.gold.scenes))]
    figures: dict[str, Score | Accuracy] = {
        "scenes: boundaries": Score(n_matched, len(golds), n_matched, len(ours)),
        "scenes: place": Accuracy.of(item["is_place_right"] for item in items if item["place"] is not None),
    }
    for kind in KINDS:
        gold_pairs, our_pairs = (
            {(number, name) for number, item in enumerate(items) for name in item[side]}
            for side in (kind, f"our_{kind}")
        )
        figures[f"scenes: {kind}"] = exact_match(gold_pairs, our_pairs)
    return figures, [*items, {"item": "boundaries", "gold": golds, "ours": ours}]


def paragraphs_of(reading: Reading, positions: Sequence[int]) -> list[int]:
    """For each position the number of its paragraph of prose; that of the next one in a heading or at a break."""
    is_prose = reading.story.column("paragraphs", "kind") == "prose"
    ends = reading.story.column("paragraphs", "end")[is_prose]
    return [int(number) for number in np.searchsorted(ends, positions, side="right")]


def matched(golds: Sequence[int], ours: Sequence[int]) -> int:
    """How many of two sorted lists of paragraphs can be matched one to one, each at most one from its partner.

    >>> matched([3, 7], [4, 4, 9]), matched([3, 4], [2, 3])
    (1, 2)
    """
    count, waiting = 0, list(ours)
    for gold in golds:
        while waiting and waiting[0] < gold - 1:
            waiting.pop(0)
        if waiting and waiting[0] <= gold + 1:
            waiting.pop(0)
            count += 1
    return count


def head_word(place: str) -> str:
    """The word that says what a place is: the last before a comma or a preposition.

    >>> head_word("the Night Coach out of Zenica"), head_word("Lia"), head_word("my mother’s room")
    ('coach', 'lia', 'room')
    """
    words = re.findall(r"\w+(?:['’-]\w+)*", _AFTER_HEAD.split(place)[0]) or re.findall(r"\w+", place) or [""]
    return str(words[-1]).casefold()


def _item(reading: Reading, number: int) -> dict[str, Any]:
    """A gold scene, and what our scene that covers most of it says."""
    scene, story = reading.gold.scenes[number], reading.story
    row = _main_scene(reading, scene.start, scene.end)
    place = int(story.column("scenes", "place")[row]) if row >= 0 else -1
    entities, kinds = story.column("presence", "entity"), story.column("presence", "kind")
    there = story.rows_where("presence", "scene", row)
    return {
        "item": "scene",
        "gold": [scene.start, scene.end],
        "ours": [int(story.column("scenes", side)[row]) for side in ("start", "end")] if row >= 0 else None,
        "place": scene.place,
        "our_place": Character(story, place).name if place >= 0 else None,
        "is_place_right": scene.place is not None and head_word(scene.place) in _heads_of_place(reading, place),
        "present": list(scene.present),
        "distant": list(scene.distant),
        **{f"our_{kind}": [reading.who(entities[at]) for at in there if kinds[at] == kind] for kind in KINDS},
    }


def _main_scene(reading: Reading, start: int, end: int) -> int:
    """Our scene that has the most words of [start, end), -1 if none has any."""
    rows = reading.rows("scenes")[reading.words_in(start, end)]
    rows = rows[rows >= 0]
    return int(np.bincount(rows).argmax()) if len(rows) else -1


def _heads_of_place(reading: Reading, place: int) -> set[str]:
    """The head words of all that a place of ours is called."""
    if place < 0:
        return set()
    story, view = reading.story, Character(reading.story, place)
    heads = story.column("mentions", "head_token")[story.rows_where("mentions", "entity", place)]
    starts, ends = story.column("tokens", "start")[heads], story.column("tokens", "end")[heads]
    words = {story.text[start:end].casefold() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)}
    return words | {head_word(name) for name in (view.name, *view.names)}
