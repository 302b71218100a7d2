"""A character's sheet in lines for a person, each item with the passage that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fabula.sheets import Deed, Sheet, Trait
from fabula.story import Character, Story
from fabula.web.deep_links import link_to_place

MOST = 12
TRAITS = {
    "owns": "Owns",
    "wears": "Wears",
    "kin": "Kin",
    "name": "Named",
    "role": "Is",
    "trait": "Nature",
    "hand": "Hand",
}


@dataclass(frozen=True)
class Item:
    """Some words, how often they hold, and where; ``link`` is empty where no passage is."""

    text: str
    count: int
    link: str


@dataclass(frozen=True)
class Line:
    """A label, and what stands behind it."""

    label: str
    items: tuple[Item, ...]


def sheet_rows(story_id: int, story: Story, character: int) -> list[Line]:
    """The sheet, without the parts of which the story says nothing."""
    sheet = story.sheet(Character(story, character))

    def item(text: str, count: int, spans: Iterable[tuple[int, int]]) -> Item:
        first = next(iter(spans), None)
        return Item(text, count, link_to_place(story_id, first[0]) if first else "")

    lines = [
        *(
            Line(label, tuple(item(each.value, len(each.spans), each.spans) for each in traits))
            for label, traits in _described(sheet)
        ),
        Line("Does", tuple(item(_deed(deed), deed.count, deed.spans) for deed in _outside(sheet.does))),
        Line("Is done to them", tuple(item(_deed(deed), deed.count, deed.spans) for deed in _outside(sheet.undergoes))),
        Line("Talks to", tuple(item(one.character.name, one.count, one.spans) for one in sheet.talks_to)),
        Line("Words of their own", tuple(item(word.word, word.count, word.spans) for word in sheet.favourite_words)),
        Line("Called", tuple(item(f"{one.name} {_by(one.by)}", one.count, one.spans) for one in sheet.known_as)),
        Line("Is at", tuple(item(stay.place.name, stay.count, stay.spans) for stay in sheet.places)),
        Line("First seen", tuple(item(one.chapter, 1, [one.span]) for one in [sheet.first_seen] if one)),
        Line("Last seen", tuple(item(one.chapter, 1, [one.span]) for one in [sheet.last_seen] if one)),
    ]
    return [Line(line.label, line.items[:MOST]) for line in lines if line.items]


def _described(sheet: Sheet) -> Iterator[tuple[str, tuple[Trait, ...]]]:
    for kind, traits in sheet.described.items():
        yield TRAITS.get(kind, kind.capitalize()), traits


def _outside(deeds: tuple[Deed, ...]) -> list[Deed]:
    """Those outside memories, dreams and the like."""
    return [deed for deed in deeds if deed.layer is None]


def _deed(deed: Deed) -> str:
    others = ", ".join(other.name for other in deed.others[:2])
    return f"{deed.verb} ({others})" if others else deed.verb


def _by(somebody: Character | None) -> str:
    return f"by {somebody.name}" if somebody else "by the narration"
