"""Who tells it, word by word: the grammatical person, the narrator, through whose senses, and the tense.

narrator   right also where both say that nobody in the story tells it
focal      over the words for which the gold names somebody
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fabula.evaluation.levels.reading import Reading
from fabula.evaluation.score import Accuracy, Score


def score_narration(reading: Reading) -> tuple[dict[str, Score | Accuracy], list[dict[str, Any]]]:
    """The figures by name, and one item for each gold stretch and each of our stretches that it meets."""
    story, rows = reading.story, reading.rows("narration")
    people = {name: story.column("narration", name) for name in ("narrator", "focal")}
    right = dict.fromkeys(("person", "narrator", "focal", "tense"), Accuracy())
    items: list[dict[str, Any]] = []
    for stretch in reading.gold.stretches:
        gold = {"person": stretch.person, "narrator": stretch.narrator, "focal": stretch.focal, "tense": stretch.tense}
        met, counts = np.unique(rows[reading.words_in(stretch.start, stretch.end)], return_counts=True)
        for row, n in zip(met.tolist(), counts.tolist(), strict=True):
            ours: dict[str, str | None] = dict.fromkeys(gold)
            if row >= 0:
                ours = {name: str(story.column("narration", name)[row]) for name in ("person", "tense")}
                ours |= {name: reading.who(column[row]) for name, column in people.items()}
            for name in right:
                if name != "focal" or stretch.focal is not None:
                    right[name] += Accuracy(n * (row >= 0 and ours[name] == gold[name]), n)
            items.append({"item": "stretch", "gold": [stretch.start, stretch.end], "words": n, **gold, "ours": ours})
    return {f"narration: {name}": accuracy for name, accuracy in right.items()}, items
