"""The stories in ``tests/stories``, each in another manner, against what a reader says of them."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import fabula

STORIES = Path(__file__).resolve().parent / "stories"
FACTS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(STORIES.glob("*.toml"))}
APART = [name for name, facts in FACTS.items() if facts.get("apart", False)]  # only their figure is looked at
NAMES = [name for name in FACTS if name not in APART]
SPEAKER_FLOOR = 0.72  # share of the stretches with a known speaker, over all of NAMES; 0.74 when set
APART_SPEAKER_FLOOR = 0.61  # the same over all of APART; 0.64 when set
ADDRESSEE_FLOOR = 0.73  # share of the stretches with known addressees one of whom is found; 0.75 when set
APART_ADDRESSEE_FLOOR = 0.56  # the same over all of APART; 0.58 when set
MODES = {None, "call", "message", "remembered", "imagined"}
MARKS = "\"“”'‘’«»*_—–- \t\n"


@dataclass(frozen=True)
class Stretch:
    """One marked stretch of direct speech, as a reader sees it; ``position`` is after its opening mark."""

    position: int
    starts: str
    kind: str
    speaker: str | None
    addressees: tuple[str, ...]
    mode: str | None
    continues: bool


@dataclass(frozen=True)
class Gold:
    """What a reader says of a story."""

    text: str
    narrator: str | None
    names: dict[str, list[str]]
    stretches: tuple[Stretch, ...]

    def character_called(self, name: str) -> str | None:
        """The gold character one of whose forms is ``name``."""
        folded = name.casefold().removeprefix("the ")
        return next(
            (
                character
                for character, forms in self.names.items()
                if folded in {form.casefold().removeprefix("the ") for form in [character, *forms]}
            ),
            None,
        )


@cache
def gold_of(name: str) -> Gold:
    """The gold of the story ``name``."""
    facts = FACTS[name]
    text = (STORIES / f"{name}.txt").read_text(encoding="utf-8")
    return Gold(text, facts.get("narrator"), facts["characters"], tuple(_stretches(text, facts["quote"])))


@cache
def story_of(name: str) -> fabula.Story:
    """The story ``name``, as fabula reads it."""
    return fabula.read(STORIES / f"{name}.txt")


@pytest.mark.parametrize("name", FACTS)
def test_whoever_speaks_or_is_spoken_to_is_a_character_of_the_gold(name: str) -> None:
    gold = gold_of(name)
    spoken = {who for stretch in gold.stretches for who in (stretch.speaker, *stretch.addressees) if who is not None}
    assert spoken - set(gold.names) == set()
    assert {stretch.mode for stretch in gold.stretches} - MODES == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_stretch_of_direct_speech_is_found(name: str) -> None:
    found = _found(story_of(name))
    assert [stretch.starts for stretch in gold_of(name).stretches if stretch.position not in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_taken_for_direct_speech(name: str) -> None:
    expected = {stretch.position for stretch in gold_of(name).stretches}
    text = gold_of(name).text
    assert [text[position : position + 30] for position in _found(story_of(name)) if position not in expected] == []


@pytest.mark.parametrize("name", NAMES)
def test_speech_thought_and_writing_are_told_apart(name: str) -> None:
    story, found = story_of(name), _found(story_of(name))
    wrong = [
        f"{stretch.starts}: {found[stretch.position].kind}, not {stretch.kind}"
        for stretch in gold_of(name).stretches
        if stretch.position in found and found[stretch.position].kind != stretch.kind
    ]
    assert story.quotes
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_an_utterance_that_narration_splits_is_one_quote(name: str) -> None:
    found, stretches = _found(story_of(name)), gold_of(name).stretches
    apart = [
        stretch.starts
        for before, stretch in itertools.pairwise(stretches)
        if stretch.continues and found.get(stretch.position) != found.get(before.position)
    ]
    assert apart == []


@pytest.mark.parametrize(
    ("names", "floor"), [(NAMES, SPEAKER_FLOOR), (APART, APART_SPEAKER_FLOOR)], ids=["names", "apart"]
)
def test_enough_speakers_are_right(names: list[str], floor: float) -> None:
    right = {name: _right_speakers(name) for name in names}
    assert _share(right) >= floor, {name: f"{n}/{of}" for name, (n, of) in right.items()}


def test_enough_addressees_are_right() -> None:
    right = {name: _right_addressees(name) for name in NAMES}
    assert _share(right) >= ADDRESSEE_FLOOR, {name: f"{n}/{of}" for name, (n, of) in right.items()}


def test_enough_addressees_of_the_stories_kept_apart_are_right() -> None:
    share = _share({name: _right_addressees(name) for name in APART})
    assert share >= APART_ADDRESSEE_FLOOR


@pytest.mark.parametrize("name", ["lamp_room", "night_desk"])
def test_the_narrator_is_the_character_whom_others_call_by_name(name: str) -> None:
    gold, story = gold_of(name), story_of(name)
    assert [_gold_character(gold, narrator) for narrator in story.narrators] == [gold.narrator]


def _stretches(text: str, entries: list[dict[str, Any]]) -> list[Stretch]:
    """The entries with the places they stand at: each is looked for after the one before."""
    squeezed = [position for position, char in enumerate(text) if not _is_spare(text, position, char)]
    line = "".join(" " if text[position].isspace() else text[position] for position in squeezed)
    stretches, after = [], 0
    for entry in entries:
        at = line.index(entry["starts"], after)
        while line[at - 1] not in MARKS.strip():
            at = line.index(entry["starts"], at + 1)
        after = at + len(entry["starts"])
        addressee = entry.get("addressee", [])
        stretches.append(
            Stretch(
                position=squeezed[at],
                starts=entry["starts"],
                kind=entry["kind"],
                speaker=entry.get("speaker"),
                addressees=(addressee,) if isinstance(addressee, str) else tuple(addressee),
                mode=entry.get("mode"),
                continues=entry.get("continues", False),
            )
        )
    return stretches


def _is_spare(text: str, position: int, char: str) -> bool:
    return char.isspace() and position > 0 and text[position - 1].isspace()


def _found(story: fabula.Story) -> dict[int, fabula.Quote]:
    """Where each marked stretch begins, after its opening mark -> its quote; nested ones left out."""
    found: dict[int, fabula.Quote] = {}
    end = 0
    for start, stop, quote in sorted((a, b, q.id) for q in story.quotes for a, b in q.spans):
        if start < end or story.text[start] not in MARKS:
            continue
        inner = start
        while inner < stop and story.text[inner] in MARKS:
            inner += 1
        found[inner] = story.quotes[quote]
        end = stop
    return found


def _right_speakers(name: str) -> tuple[int, int]:
    """How many stretches have the right speaker, of how many whose speaker a reader can tell."""
    gold, found = gold_of(name), _found(story_of(name))
    known = [stretch for stretch in gold.stretches if stretch.speaker]
    right = 0
    for stretch in known:
        speaker = found[stretch.position].speaker if stretch.position in found else None
        right += speaker is not None and _gold_character(gold, speaker) == stretch.speaker
    return right, len(known)


def _right_addressees(name: str) -> tuple[int, int]:
    """Of how many stretches one of the addressees is right, of how many whose addressees a reader can tell."""
    gold, found = gold_of(name), _found(story_of(name))
    known = [stretch for stretch in gold.stretches if stretch.addressees]
    right = 0
    for stretch in known:
        addressees = found[stretch.position].addressees if stretch.position in found else ()
        right += any(_gold_character(gold, addressee) in stretch.addressees for addressee in addressees)
    return right, len(known)


def _share(right: dict[str, tuple[int, int]]) -> float:
    return sum(n for n, _ in right.values()) / sum(of for _, of in right.values())


def _gold_character(gold: Gold, character: fabula.Character) -> str | None:
    """The gold character that most of the character's name occurrences belong to."""
    counts: dict[str, int] = {}
    for name, count in {character.name: 1, **character.names}.items():
        owner = gold.character_called(name)
        if owner is not None:
            counts[owner] = counts.get(owner, 0) + count
    return max(counts, key=lambda owner: counts[owner], default=None)
