"""How well a story knows what is real in it, who tells it, where and when it plays: against texts annotated for levels.

    reading.py      a gold text beside the story read in it
    characters.py   which of our characters is which of the gold's
    layers.py       memories, dreams, letters and the like: word by word, and one by one
    narration.py    who tells it, through whose senses, in which tense, word by word
    scenes.py       where scenes begin, where they play, who is there
    order.py        which of two things happens first
    claims.py       what is claimed of the world, and whether it is true

Everything is counted over words (runs of letters and digits) or over entries of the gold, as sums, so that texts add
up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fabula.evaluation.corpora.levels import LevelsText
from fabula.evaluation.levels.claims import score_claims
from fabula.evaluation.levels.layers import score_layers
from fabula.evaluation.levels.narration import score_narration
from fabula.evaluation.levels.order import score_order
from fabula.evaluation.levels.reading import Reading
from fabula.evaluation.levels.scenes import score_scenes
from fabula.evaluation.score import Accuracy, Score
from fabula.story import Story

Figures = Mapping[str, Score | Accuracy]


def score_levels(gold: LevelsText, story: Story) -> tuple[Figures, list[dict[str, Any]]]:
    """Every figure by name, and for each entry of the gold what the story says of it, to be looked at.

    Takes   story: read from the text of ``gold``
    """
    reading = Reading(gold, story)
    figures: dict[str, Score | Accuracy] = {}
    items: list[dict[str, Any]] = [
        {"item": "cast", "characters": {name: entity for entity, name in reading.cast.items()}}
    ]
    for score in (score_layers, score_narration, score_scenes, score_order, score_claims):
        some_figures, some_items = score(reading)
        figures |= some_figures
        items += some_items
    return figures, items
