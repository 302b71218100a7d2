"""Whether a pronoun or a noun of one gender may mean somebody."""

from __future__ import annotations

from fabula.reading.scene import Scene, Turn

AGREES, CLASHES, UNKNOWN = 1, 2, 3


def agreement(scene: Scene, turn: Turn, gender: str, entity: int) -> int:
    """Whether a gender ("man", "woman", "group"), or "i", beside a turn may be somebody's: AGREES, CLASHES, UNKNOWN."""
    if gender == "i" or entity == turn.narrator:
        return AGREES if gender == "i" and entity == turn.narrator else CLASHES
    own = "group" if scene.kinds[entity] == "group" else scene.genders[entity]
    if own in ("unknown", "neutral"):
        return UNKNOWN
    return AGREES if own == gender else CLASHES
