"""What a character sheet holds: items with the passages that show them, as code points of the text."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from fabula.story import Character, Place

Spans = tuple[tuple[int, int], ...]  # (start, end), half-open, in the order of the text


@dataclass(frozen=True)
class Deed:
    """What they do or what is done to them, by the verb; ``others`` are those whom it is done to or by, most first.

    ``layer`` is None in the story's present, or else the kind of layer in which it is told: a memory, a dream.
    ``weight`` says how much it tells of them: how far above the rest of the cast, in standard deviations.
    """

    verb: str
    count: int
    weight: float
    layer: str | None
    others: tuple[Character, ...]
    spans: Spans


@dataclass(frozen=True)
class Trait:
    """How they are described; ``said_by`` are those who say so, None the narration."""

    kind: str
    value: str
    confidence: float
    said_by: tuple[Character | None, ...]
    spans: Spans


@dataclass(frozen=True)
class Stay:
    """A place, and in how many scenes they are present there; the spans are the mentions that show them present."""

    place: Place
    count: int
    spans: Spans


@dataclass(frozen=True)
class Listener:
    """Whom they talk to, and in how many quotations."""

    character: Character
    count: int
    spans: Spans


@dataclass(frozen=True)
class Word:
    """A favourite word; ``weight`` is the log-odds ratio against the rest of the dialogue, in standard deviations."""

    word: str
    count: int
    weight: float
    spans: Spans


@dataclass(frozen=True)
class Sighting:
    """Where they are first or last seen; without a presence, where they are first or last mentioned."""

    chapter: str
    scene: int
    is_present: bool
    span: tuple[int, int]


@dataclass(frozen=True)
class Naming:
    """What somebody calls them, in what they say; ``by`` is None for the narration."""

    by: Character | None
    name: str
    count: int
    spans: Spans


@dataclass(frozen=True)
class Sheet:
    """All that the tables say of one character, the most telling things first."""

    character: Character
    pronouns: str | None
    does: tuple[Deed, ...]
    undergoes: tuple[Deed, ...]
    described: dict[str, tuple[Trait, ...]]
    places: tuple[Stay, ...]
    n_lines: int
    n_words: int
    talks_to: tuple[Listener, ...]
    favourite_words: tuple[Word, ...]
    first_seen: Sighting | None
    last_seen: Sighting | None
    known_as: tuple[Naming, ...]
    only_in_layers: tuple[str, ...]

    @property
    def roles(self) -> tuple[Trait, ...]:
        """What they are by trade or office."""
        return self.described.get("role", ())

    @property
    def ages(self) -> tuple[Trait, ...]:
        """What is said of their age."""
        return self.described.get("age", ())

    @property
    def owns(self) -> tuple[Trait, ...]:
        """What they own."""
        return self.described.get("owns", ())

    def to_json(self) -> dict[str, Any]:
        """The sheet as a JSON object; people and places by id and name, spans as pairs of code points."""
        found: dict[str, Any] = _plain(self)
        return found


def _plain(value: Any) -> Any:
    """Dataclasses, tuples and views as dictionaries, lists and names."""
    if isinstance(value, Character | Place):
        return {"id": value.id, "name": value.name}
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return round(value, 3) if isinstance(value, float) else value
