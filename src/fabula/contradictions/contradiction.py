"""What a contradiction is."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.rows import Character

KINDS = ("attribute", "name", "dead", "place", "pronoun", "tense", "point of view", "object")


@dataclass(frozen=True)
class Contradiction:
    """Two passages of a story that do not fit each other.

    ``kind`` is one of KINDS; ``about`` the person, None where it is about the telling or nobody is known; ``what`` says
    of what of them, such as ``eyes``; ``first`` and ``second`` are spans of the text, as (start, end), in its order: of
    tense and point of view the stretch told in the usual way and the one that slips; ``values`` are what they say;
    ``confidence`` is how sure it is, 0 to 1; ``explanation`` one line for a person.
    """

    kind: str
    about: Character | None
    what: str
    first: tuple[int, int]
    second: tuple[int, int]
    values: tuple[str, str]
    confidence: float
    explanation: str
