"""Things that people of a story own, carry, give or leave, for a design, and what they write to each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from fabula.lexicon.lists import word_list
from fabula.rows import Character as StoryCharacter
from fabula.story import Story
from fabula.world.design.model import LONGEST_LETTER, Character, Letter, Thing
from fabula.world.design.naming import Keys, likened, shown_name
from fabula.world.design.places import Places
from fabula.world.design.sentences import Sentences
from fabula.world.wording import cleaned

MOST_THINGS = 60
MOST_LETTERS = 60
SHORTEST_LETTER = 40
SURE = 0.55  # that a thing is theirs


@dataclass
class _Found:
    """What is said of one thing: its fullest name, who has it, and where it is told."""

    name: str
    owners: Counter[str] = field(default_factory=Counter)
    hands: Counter[str] = field(default_factory=Counter)
    positions: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Writing:
    """Something written in the story, by whom and to whom."""

    start: int
    end: int
    by: StoryCharacter | None
    to: list[StoryCharacter]
    text: str


def things_of(
    story: Story, people: dict[int, str], places: Places, characters: dict[str, Character], sentences: Sentences
) -> dict[str, Thing]:
    """The things told of most; each is with who has it most, or else where it is first told of."""
    found = _owned(story, people)
    _handled(story, people, found)
    keys = Keys()
    parts: dict[str, Thing] = {}
    for thing in sorted(found.values(), key=lambda thing: (-len(thing.positions), thing.positions[0]))[:MOST_THINGS]:
        owner = next(iter(thing.owners), None)
        carrier = next((key for key, _ in thing.hands.most_common() if characters[key].place), None)
        carrier = owner if owner and characters[owner].place else carrier
        place = None if carrier else _place_at(story, places, thing.positions[0])
        if carrier or place:
            rows = sentences.at(np.array(thing.positions))
            parts[keys.of(thing.name, "thing")] = Thing(
                name=thing.name,
                owner=owner,
                carrier=carrier,
                place=place,
                sentences=sentences.telling(rows.tolist(), most=2),
            )
    return parts


def _owned(story: Story, people: dict[int, str]) -> dict[str, _Found]:
    things = word_list("things", "things")
    found: dict[str, _Found] = {}
    columns = {name: story.column("descriptions", name).tolist() for name in ("kind", "entity", "value", "start")}
    sure = story.column("descriptions", "confidence").tolist()
    for row, kind in enumerate(columns["kind"]):
        noun = columns["value"][row].split()[-1] if columns["value"][row] else ""
        if kind not in ("owns", "wears") or columns["entity"][row] not in people or sure[row] < SURE:
            continue
        name = shown_name(columns["value"][row])
        if name and noun in things:
            owner = people[columns["entity"][row]]
            thing = found.setdefault(f"{owner} {likened(noun)}", _Found(name))
            thing.name = max(thing.name, name, key=len)
            thing.owners[owner] += 1
            thing.positions.append(columns["start"][row])
    return found


def _handled(story: Story, people: dict[int, str], found: dict[str, _Found]) -> None:
    """Things that a verb of handling has as its object, in what is told to happen."""
    lemma, dep, head = (story.column("tokens", name) for name in ("lemma", "dep", "head_token"))
    starts = story.column("tokens", "start")
    things, handling = word_list("things", "things"), word_list("things", "handling")
    agents = dict(
        zip(story.column("events", "trigger_token").tolist(), story.column("events", "agent").tolist(), strict=True)
    )
    objects = np.flatnonzero((dep == "dobj") & np.isin(lemma, list(things)) & np.isin(lemma[head], list(handling)))
    for token in objects.tolist():
        agent = agents.get(int(head[token]), -1)
        if agent in people:
            noun, hand = str(lemma[token]), people[agent]
            owned = found.get(f"{hand} {likened(noun)}")
            thing = owned or found.setdefault(likened(noun), _Found(f"the {noun}"))
            thing.hands[hand] += 1
            thing.positions.append(int(starts[token]))


def letters_of(story: Story, people: dict[int, str], places: Places) -> dict[str, Letter]:
    """Letters, notes and entries of diaries that can be read; the longest ones of very many."""
    kept = sorted(_writings(story), key=lambda writing: writing.start - writing.end)[:MOST_LETTERS]
    keys = Keys()
    parts: dict[str, Letter] = {}
    for writing in sorted(kept, key=lambda writing: writing.start):
        by = people.get(writing.by.id) if writing.by else None
        to = [people[other.id] for other in writing.to if other.id in people]
        place = _place_at(story, places, writing.start)
        carrier = None if place else (to[0] if to else by)
        if place or carrier:
            name = _name_of(writing, people)
            parts[keys.of(name, "letter")] = Letter(
                name=name,
                text=_written(writing.text),
                span=[writing.start, writing.end],
                by=by,
                to=to,
                place=place,
                carrier=carrier,
            )
    return parts


def _writings(story: Story) -> list[_Writing]:
    """Letters told as such, and what is quoted as written outside them."""
    found = [
        _Writing(layer.start, layer.end, layer.owner, layer.addressees, layer.text)
        for layer in story.layers
        if layer.kind == "letter"
    ]
    letters = [(writing.start, writing.end) for writing in found]
    for quote in story.quotes:
        if quote.kind == "writing" and not any(start < quote.end and quote.start < end for start, end in letters):
            found.append(
                _Writing(quote.start, quote.end, quote.speaker, quote.addressees, quote.text.strip("“”\"‘’' "))
            )
    return [writing for writing in found if writing.end - writing.start >= SHORTEST_LETTER]


def _name_of(writing: _Writing, people: dict[int, str]) -> str:
    by = f" of {writing.by.name}" if writing.by and writing.by.id in people else ""
    to = next((f" to {other.name}" for other in writing.to if other.id in people), "")
    return shown_name(f"a letter{by}{to}") or "a letter"


def _written(text: str) -> str:
    text = cleaned("\n".join(" ".join(line.split()) for line in text.splitlines()))
    return text if len(text) <= LONGEST_LETTER else text[: LONGEST_LETTER - 1].rsplit(" ", 1)[0] + "…"


def _place_at(story: Story, places: Places, position: int) -> str | None:
    """The place of the scene in which a position stands, or of the nearest before it that has one."""
    scene = int(np.searchsorted(story.column("scenes", "start"), position, side="right")) - 1
    known = story.column("scenes", "place")
    while scene >= 0:
        if key := places.keys.get(int(known[scene])):
            return key
        scene -= 1
    return next(iter(places.parts), None)
