"""The scenes of a story in the order of the telling and of its world: what ``fabula show --timeline`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.story import Character, Layer, Scene, Story

MOST_PEOPLE = 3


@dataclass(frozen=True)
class Moment:
    """A scene, or a layer that is none: its number in the telling, from 1, and what to call it."""

    number: int
    label: str


@dataclass(frozen=True)
class Timeline:
    """The same moments twice; ``is_known_otherwise`` says whether the world's order differs from the telling's."""

    title: str
    told: tuple[Moment, ...]
    happened: tuple[Moment, ...]

    @property
    def is_known_otherwise(self) -> bool:
        """Whether anything happened in another order than it is told."""
        return self.told != self.happened


def timeline_of(story: Story) -> Timeline:
    """The timeline of ``story``; what nothing orders stands among what happened as it is told."""
    happened = story.chronology
    told = sorted(happened, key=lambda moment: (moment.start, -moment.end))
    moments = {moment: Moment(number, _label(moment)) for number, moment in enumerate(told, start=1)}
    return Timeline(
        story.title, tuple(moments[moment] for moment in told), tuple(moments[moment] for moment in happened)
    )


def _label(moment: Scene | Layer) -> str:
    """One line: its layer, place, time and people; its first words where nothing is known of it."""
    layer = moment if isinstance(moment, Layer) else moment.layer
    kind = "" if layer is None else f"({layer.kind}) "
    if isinstance(moment, Layer):
        return f"{kind}{_people([layer.owner] if layer and layer.owner else []) or _first_words(moment)}"
    where = ", ".join(part for part in (moment.place.name if moment.place else "", moment.time or "") if part)
    people = _people(moment.present)
    return kind + (": ".join(part for part in (where, people) if part) or _first_words(moment))


def _people(characters: Sequence[Character]) -> str:
    names = [character.name for character in characters[:MOST_PEOPLE]]
    return ", ".join(names) + (" …" if len(characters) > MOST_PEOPLE else "")


def _first_words(moment: Scene | Layer) -> str:
    return " ".join(moment.text[:80].split())
