"""Character sheets: what somebody does, owns, says and is, from the tables, each item with its passages."""

from __future__ import annotations

from collections import defaultdict

from fabula.sheets.company import layers_of, listeners, namings, sightings, stays
from fabula.sheets.deeds import Deeds
from fabula.sheets.sheet import Deed, Listener, Naming, Sheet, Sighting, Stay, Trait, Word
from fabula.sheets.words import Dialogue
from fabula.story import Character, Story

__all__ = ["Deed", "Listener", "Naming", "Sheet", "Sighting", "Stay", "Trait", "Word", "sheet_of"]


def sheet_of(story: Story, character: Character) -> Sheet:
    """The sheet of one character; an empty part means that the story says nothing of it.

    Raises  ValueError: the character is of another story
    """
    if character._story is not story:
        raise ValueError(f"{character.name} is a character of another story")
    first, last = sightings(story, character.id)
    dialogue = Dialogue(story)
    return Sheet(
        character=character,
        pronouns=character.pronouns,
        does=Deeds(story, "agent").of(character.id),
        undergoes=Deeds(story, "patient").of(character.id),
        described=described(story, character.id),
        places=stays(story, character.id),
        n_lines=len(character.quotes),
        n_words=dialogue.n_words(character.id),
        talks_to=listeners(story, character.id),
        favourite_words=dialogue.favourites(character.id),
        first_seen=first,
        last_seen=last,
        known_as=namings(story, character.id),
        only_in_layers=layers_of(story, character.id),
    )


def described(story: Story, character: int) -> dict[str, tuple[Trait, ...]]:
    """How they are described, by kind; what is said most often and most surely comes first."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    kinds, values = story.column("descriptions", "kind"), story.column("descriptions", "value")
    for row in story.rows_where("descriptions", "entity", character):
        rows[str(kinds[row]), str(values[row])].append(row)
    starts, ends = story.column("descriptions", "start"), story.column("descriptions", "end")
    sure = story.column("descriptions", "confidence")
    found: dict[str, list[Trait]] = defaultdict(list)
    for (kind, value), places in rows.items():
        spans = tuple((int(starts[row]), int(ends[row])) for row in places)
        found[kind].append(Trait(kind, value, float(max(sure[row] for row in places)), _sayers(story, places), spans))
    return {
        kind: tuple(sorted(traits, key=lambda trait: (-len(trait.spans) * trait.confidence, trait.spans)))
        for kind, traits in found.items()
    }


def _sayers(story: Story, rows: list[int]) -> tuple[Character | None, ...]:
    """Who says it, in the order of the text; None is the narration; those unknown are left out."""
    quotes, speakers = story.column("descriptions", "quote"), story.column("quotes", "speaker")
    said_by = [-2 if quotes[row] < 0 else int(speakers[quotes[row]]) for row in rows]
    return tuple(Character(story, by) if by >= 0 else None for by in dict.fromkeys(said_by) if by != -1)
