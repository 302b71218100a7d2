"""The characters of a story for a design: looks, ties, where they are scene by scene, and their lines."""

from __future__ import annotations

from collections import Counter

from fabula.story import Character as StoryCharacter
from fabula.story import Story
from fabula.world.design.model import Character, Line, Passage, Sighting, Tie
from fabula.world.design.naming import Keys, shown_name, shown_text
from fabula.world.design.places import Places
from fabula.world.design.sentences import Sentences
from fabula.world.wording import likeness

MOST = 40
FEWEST_MENTIONS = 8  # of somebody with a name who says nothing
FEWEST_LINES = 2  # of somebody without a name
LONGEST_NAME = 5  # words; longer ones are descriptions
MOST_LINES = 250
LONGEST_LINE = 600
SURE = 0.5  # that a line is theirs, and that a description is of them
LOOKS = ("eyes", "hair", "skin", "face", "build", "looks", "voice", "age", "wears", "hand")
PRONOUNS = frozenset(
    "i me you he she it they we us them him her one somebody everybody nobody all both others people".split()
)
OF_SOMEBODY = frozenset("my your his her its our their other another any some those these".split())


def keys_of_people(story: Story) -> dict[int, str]:
    """The characters that a design has, most mentioned first, and their keys; one for each name."""
    keys = Keys()
    seen: set[str] = set()
    found: dict[int, str] = {}
    for character in story.characters:
        name = shown_name(character.name)
        lines = len(story.rows_where("quotes", "speaker", character.id))
        if name is None or _is_no_name(name) or likeness(name) in seen or len(found) == MOST:
            continue
        is_named = bool(story.column("entities", "is_named")[character.id])
        if lines >= FEWEST_LINES or (is_named and (lines or len(character.mentions) >= FEWEST_MENTIONS)):
            seen.add(likeness(name))
            found[character.id] = keys.of(name, "character")
    return found


def _is_no_name(name: str) -> bool:
    words = name.casefold().split()
    return words[0] in OF_SOMEBODY or words[-1] in PRONOUNS or len(words) > LONGEST_NAME


def people_of(
    story: Story, keys: dict[int, str], places: Places, scenes: dict[int, str], sentences: Sentences
) -> dict[str, Character]:
    """The characters by key."""
    return {key: _character(story, entity, keys, places, scenes, sentences) for entity, key in keys.items()}


def _character(
    story: Story,
    entity: int,
    keys: dict[int, str],
    places: Places,
    scenes: dict[int, str],
    sentences: Sentences,
) -> Character:
    character = StoryCharacter(story, entity)
    at = _sightings(story, entity, places, scenes)
    homes = Counter(sighting.place for sighting in at)
    name = shown_name(character.name) or "somebody"
    shown = [shown_name(other) for other in list(character.names)[:12]]
    return Character(
        name=name,
        names=[other for other in dict.fromkeys(shown) if other and other != name and other.lower() not in PRONOUNS][
            :6
        ],
        pronouns=character.pronouns,
        place=homes.most_common(1)[0][0] if homes else None,
        looks=_looks(story, entity, sentences),
        ties=_ties(story, entity, keys),
        at=at,
        lines=_lines(story, entity, keys),
    )


def _sightings(story: Story, entity: int, places: Places, scenes: dict[int, str]) -> list[Sighting]:
    found: dict[str, Sighting] = {}
    for row in story.rows_where("presence", "entity", entity):
        scene = int(story.column("presence", "scene")[row])
        place = places.keys.get(int(story.column("scenes", "place")[scene]))
        if place and scene in scenes and story.column("presence", "kind")[row] == "present":
            span = [int(story.column("presence", name)[row]) for name in ("start", "end")]
            shown = span if span[0] < span[1] else None  # they are there, and no mention shows it
            found.setdefault(scenes[scene], Sighting(scene=scenes[scene], place=place, span=shown))
    return [found[key] for key in sorted(found)]


def _looks(story: Story, entity: int, sentences: Sentences) -> list[Passage]:
    columns = {name: story.column("descriptions", name) for name in ("kind", "start", "confidence", "value", "quote")}
    rows = [
        row
        for row in story.rows_where("descriptions", "entity", entity)
        if columns["kind"][row] in LOOKS and columns["confidence"][row] >= SURE and columns["quote"][row] < 0
    ]
    first: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=lambda row: -columns["confidence"][row]):
        first.setdefault((columns["kind"][row], columns["value"][row]), row)
    starts = columns["start"][list(first.values())]
    return sentences.telling(sentences.at(starts).tolist(), most=5) if len(starts) else []


def _ties(story: Story, entity: int, keys: dict[int, str]) -> list[Tie]:
    found: list[Tie] = []
    for row in story.rows_where("relationships", "source", entity):
        target = int(story.column("relationships", "target")[row])
        if target in keys and target != entity:
            found.append(
                Tie(
                    to=keys[target],
                    kind=str(story.column("relationships", "kind")[row]),
                    role=story.column("relationships", "role")[row],
                    span=[int(story.column("relationships", name)[row]) for name in ("start", "end")],
                )
            )
    return found


def _lines(story: Story, entity: int, keys: dict[int, str]) -> list[Line]:
    """What they say, surely theirs; of very many the longer ones, in the order of the book."""
    quotes = [
        quote
        for quote in StoryCharacter(story, entity).quotes
        if quote.kind == "speech" and quote.confidence >= SURE and len(quote.text) <= LONGEST_LINE
    ]
    kept = sorted(quotes, key=lambda quote: -len(quote.text))[:MOST_LINES]
    lines: list[Line] = []
    for quote in sorted(kept, key=lambda quote: quote.start):
        said = shown_text(" ".join(story.text[start:end].strip("“”\"‘’' \n") for start, end in quote.spans))
        to = [keys[other.id] for other in quote.addressees if other.id in keys and other.id != entity]
        if said:
            lines.append(Line(text=said, span=[quote.start, quote.end], to=to))
    return lines
