"""The stories in ``tests/stories``, each in another manner, against what a reader says of them."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import pytest

import fabula
from fabula.evaluation.corpora.stories import MARKS, GoldStory, read_gold_story

STORIES = Path(__file__).resolve().parent / "stories"
ALL = {path.stem: read_gold_story(path) for path in sorted(STORIES.glob("*.toml"))}
APART = [name for name, gold in ALL.items() if gold.is_apart]  # only their figure is looked at
NAMES = [name for name in ALL if name not in APART]
SPEAKER_FLOOR = 0.77  # share of the stretches with a known speaker, over all of NAMES; 0.794 when set
APART_SPEAKER_FLOOR = 0.55  # the same over all of APART; 0.567 when set
ADDRESSEE_FLOOR = 0.695  # share of the stretches with known addressees one of whom is found; 0.718 when set
APART_ADDRESSEE_FLOOR = 0.465  # the same over all of APART; 0.484 when set
MODES = {None, "call", "message", "remembered", "imagined"}


@cache
def story_of(name: str) -> fabula.Story:
    """The story ``name``, as fabula reads it."""
    return fabula.read(STORIES / f"{name}.txt")


@pytest.mark.parametrize("name", ALL)
def test_whoever_speaks_or_is_spoken_to_is_a_character_of_the_gold(name: str) -> None:
    gold = ALL[name]
    spoken = {who for stretch in gold.stretches for who in (stretch.speaker, *stretch.addressees) if who is not None}
    assert spoken - set(gold.names) == set()
    assert {stretch.mode for stretch in gold.stretches} - MODES == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_stretch_of_direct_speech_is_found(name: str) -> None:
    found = _found(story_of(name))
    assert [stretch.starts for stretch in ALL[name].stretches if stretch.position not in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_taken_for_direct_speech(name: str) -> None:
    expected = {stretch.position for stretch in ALL[name].stretches}
    text = ALL[name].text
    assert [text[position : position + 30] for position in _found(story_of(name)) if position not in expected] == []


@pytest.mark.parametrize("name", NAMES)
def test_speech_thought_and_writing_are_told_apart(name: str) -> None:
    story, found = story_of(name), _found(story_of(name))
    wrong = [
        f"{stretch.starts}: {found[stretch.position].kind}, not {stretch.kind}"
        for stretch in ALL[name].stretches
        if stretch.position in found and found[stretch.position].kind != stretch.kind
    ]
    assert story.quotes
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_an_utterance_that_narration_splits_is_one_quote(name: str) -> None:
    found, stretches = _found(story_of(name)), ALL[name].stretches
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
    gold, story = ALL[name], story_of(name)
    assert [_gold_character(gold, narrator) for narrator in story.narrators] == [gold.narrator]


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
    gold, found = ALL[name], _found(story_of(name))
    known = [stretch for stretch in gold.stretches if stretch.speaker]
    right = 0
    for stretch in known:
        speaker = found[stretch.position].speaker if stretch.position in found else None
        right += speaker is not None and _gold_character(gold, speaker) == stretch.speaker
    return right, len(known)


def _right_addressees(name: str) -> tuple[int, int]:
    """Of how many stretches one of the addressees is right, of how many whose addressees a reader can tell."""
    gold, found = ALL[name], _found(story_of(name))
    known = [stretch for stretch in gold.stretches if stretch.addressees]
    right = 0
    for stretch in known:
        addressees = found[stretch.position].addressees if stretch.position in found else ()
        right += any(_gold_character(gold, addressee) in stretch.addressees for addressee in addressees)
    return right, len(known)


def _share(right: dict[str, tuple[int, int]]) -> float:
    return sum(n for n, _ in right.values()) / sum(of for _, of in right.values())


def _gold_character(gold: GoldStory, character: fabula.Character) -> str | None:
    """The gold character that most of the character's name occurrences belong to; a nameless narrator is the gold's."""
    if not character.names and character.is_narrator:
        return gold.narrator
    counts: dict[str, int] = {}
    for name, count in {character.name: 1, **character.names}.items():
        owner = gold.character_called(name)
        if owner is not None:
            counts[owner] = counts.get(owner, 0) + count
    return max(counts, key=lambda owner: counts[owner], default=None)
