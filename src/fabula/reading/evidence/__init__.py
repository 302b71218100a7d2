"""How the text around a turn stands to each possible speaker: rows of small numbers that the speaker model weighs.

What counts, a group of features to a file:

    tag.py               the tag ("said Anne", "he said"), and how sure its link is
    narration.py         who acts in the paragraph, before and after it
    speech.py            who is called upon or spoken of inside; whom the reader model takes "I" and "you" for
    history.py           who was mentioned, acted, spoke by a tag or was called how long ago, how often; who they are
    forms_of_address.py  whether a form of address ("sir") is theirs
    turn.py              the turn itself
    antecedents.py       how likely each is meant by the tag's subject and by the words beside the turn
    presence.py          who is there for sure

Source: He et al. 2013, Muzny et al. 2017, and the mistakes of docs/errors/speakers.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fabula.reading.evidence.antecedents import AntecedentFeatures
from fabula.reading.evidence.forms_of_address import FormOfAddressFeatures
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.evidence.history import HistoryFeatures
from fabula.reading.evidence.narration import NarrationFeatures
from fabula.reading.evidence.presence import PresenceFeatures
from fabula.reading.evidence.speech import SpeechFeatures
from fabula.reading.evidence.tag import TagFeatures
from fabula.reading.evidence.turn import TurnFeatures
from fabula.reading.feature_table import offsets_of
from fabula.reading.scene import OTHER, Scene, Turn

BEFORE, AFTER = 14, 3  # paragraphs around a turn in which somebody mentioned may be the speaker
TAGGED_AFTER = 8  # and those after it, in which somebody speaks by a tag
MOST = 12  # candidates

GROUPS: tuple[type[FeatureGroup], ...] = (
    TagFeatures,
    NarrationFeatures,
    SpeechFeatures,
    HistoryFeatures,
    FormOfAddressFeatures,
    TurnFeatures,
    AntecedentFeatures,
    PresenceFeatures,
)
"""In the order of a row; trained models know the features by their places."""

SIZES = {name: size for group in GROUPS for name, size in group.SIZES.items()}
OFFSETS = offsets_of(SIZES)
N_FEATURES = sum(SIZES.values())


class Evidence:
    """The candidates of each turn, and how they stand to it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tagged_paragraphs = [paragraph for paragraph, _ in scene.tagged]
        self.groups = [group(scene) for group in GROUPS]

    def candidates(self, turn: Turn) -> list[int]:
        """Everybody who may speak or listen, at most MOST: who is certain to speak, then the nearest first."""
        scene = self.scene
        place = scene.places[turn.first_paragraph]
        first = max(turn.first_paragraph - BEFORE, 0)
        last = min(turn.last_paragraph + AFTER, len(scene.paragraph_ends) - 1)
        far: dict[int, float] = {}
        for mention in scene.mentioned_in(scene.paragraph_starts[first], scene.paragraph_ends[last]):
            distance: float = abs(scene.places[mention.paragraph] - place)
            distance += 3 * (mention.quote >= 0) + 0.5 * (mention.role == OTHER)
            distance += 2 * (mention.paragraph > turn.last_paragraph) + 3 * (scene.kinds[mention.entity] == "group")
            far[mention.entity] = min(distance, far.get(mention.entity, distance))
        low = bisect_left(self.tagged_paragraphs, turn.first_paragraph - BEFORE)
        high = bisect_right(self.tagged_paragraphs, turn.last_paragraph + TAGGED_AFTER)
        for paragraph, entity in scene.tagged[low:high]:
            distance = abs(scene.places[paragraph] - place) / 2
            far[entity] = min(distance, far.get(entity, distance))
        if turn.narrator >= 0:
            far[turn.narrator] = min(far.get(turn.narrator, 6), 6)
        far.update(dict.fromkeys(scene.certain_of(turn), -1))
        return sorted(far, key=lambda entity: (far[entity], entity))[:MOST]

    def rows(self, turn: Turn, candidates: Sequence[int]) -> NDArray[np.int64]:
        """How each candidate stands to the turn: places in the model's table of features, int64 [n, len(SIZES)]."""
        if not candidates:
            return np.zeros((0, len(SIZES)), np.int64)
        parts = (group.rows(turn, candidates) for group in self.groups)
        rows = [[value for part in own for value in part] for own in zip(*parts, strict=True)]
        return np.array(rows, np.int64) + OFFSETS

    def shown_by(self, turn: Turn, entity: int) -> tuple[int, int]:
        """The span that shows best that somebody speaks: the tag, or the nearest mention; else the turn itself."""
        scene, syntax = self.scene, self.scene.syntax
        for quote in [turn.tag, *turn.quotes]:
            if quote in scene.tags and scene.tag_entity(quote) == entity:
                verb, subject, _ = scene.tags[quote]
                return int(syntax.start[min(verb, subject)]), int(syntax.end[max(verb, subject)])
        first, last = max(turn.first_paragraph - BEFORE, 0), turn.last_paragraph
        last = min(last + AFTER, len(scene.paragraph_ends) - 1)
        near = [
            m for m in scene.told_in(scene.paragraph_starts[first], scene.paragraph_ends[last]) if m.entity == entity
        ]
        if not near:
            return turn.start, turn.end
        best = min(near, key=lambda m: (abs(m.paragraph - turn.first_paragraph), abs(m.start - turn.start)))
        return best.start, best.end
