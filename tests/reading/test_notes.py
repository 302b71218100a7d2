"""What a reader may want to know of first: kinds, standings, who and whom, and figures of speech that are none."""

from __future__ import annotations

import numpy as np
import pytest

from fabula import Story, read_text
from fabula.reading.notes import LEAST_OF_KINDS, found_in
from fabula.schema import NOTE_KINDS
from fabula.ties import Note


def notes(text: str) -> tuple[Story, list[Note]]:
    story = read_text(text)
    return story, list(story.notes)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("violence", "The sergeant struck Tom Bell across the face with his belt, and struck him again as he fell."),
        ("sexual violence", "The soldiers dragged the girl into the barn and raped her."),
        ("abuse", "His stepfather beat him every night with a strap, and locked him in the cupboard without supper."),
        ("captivity", "They locked Anne Grey in the cellar and chained her to the wall. She was their prisoner."),
        ("torture", "They tortured him for two days with the irons, and asked for the names. He told them everything."),
        ("death", "They found old Mr. Grant dead in the morning. He had died in the night."),
        ("suicide and self-harm", "She had tried to kill herself with her father's razor."),
        ("grief", "Mary Grant wept for her father. She could not bear to look at his empty chair in her grief."),
        ("injury", "Blood ran down his leg from the wound. The bone was broken, and he fainted."),
        ("sedation and drugs", "The surgeon gave him morphine, and then chloroform."),
        ("alcohol", "He was drunk again. He had been drinking whisky since the morning, and he staggered."),
        ("animal harm", "He kicked the dog until it whimpered and lay still."),
        ("slurs", '"Get back to where you came from, you filthy Paki," the man shouted at Amir Khan.'),
        ("pregnancy loss", "She lost the baby in March. It was her second miscarriage."),
        ("eating disorder", "She ate an apple, no more, and was proud of her hipbones: 40 kilos."),
    ],
)  # fmt: skip
def test_a_passage_of_each_kind_is_noted(kind: str, text: str) -> None:
    _, found = notes(text)
    assert kind in [note.kind for note in found]


@pytest.mark.parametrize(
    "text",
    [
        "A stab of guilt went through Anne Grey.",
        '"You\'re killing me," laughed Anne Grey. "Stop, I beg you."',
        "He shot her a look over the teacups.",
        "Anne Grey was dying to know what was in the parcel.",
        "I was bored to death by the sermon.",
        "A sudden thought struck him.",
        "He struck a match and lit the lamp.",
        "She was dead tired.",
        "The sound of the wheels died away in the lane.",
        "He was seized with remorse.",
        "There was a dead silence in the room.",
    ],
)
def test_a_figure_of_speech_is_no_note(text: str) -> None:
    assert notes(text)[1] == []


@pytest.mark.parametrize(
    ("standing", "text"),
    [
        ("actual", "The sergeant struck Tom Bell across the face with his belt, and struck him again as he fell."),
        ("dreamt", "That night Anne Grey dreamed that soldiers came and stabbed her brother. She dreamed that he lay "
                   "dead in the snow, and blood ran over the ice. Then she woke."),
        ("feared", "She was afraid that he would die. She imagined him lying dead upon the moor."),
        ("threatened", '"If you touch her again, I\'ll kill you," said Tom Bell to Mr. Grant.'),
    ],
)  # fmt: skip
def test_a_note_says_how_it_stands_to_the_present(standing: str, text: str) -> None:
    _, found = notes(text)
    assert standing in [note.standing for note in found]
    assert [note.is_actual for note in found] == [note.standing == "actual" for note in found]


def test_who_does_it_to_whom_is_known_with_the_word_that_shows_it() -> None:
    story, found = notes(
        "The sergeant struck Tom Bell across the face with his belt, and struck him again as he fell against the wall."
    )
    (note,) = (one for one in found if one.kind == "violence")
    assert note.by is not None
    assert note.to is not None
    assert (note.by.name, note.to.name) == ("The sergeant", "Tom Bell")
    assert story.text[slice(*note.evidence)] == "struck"
    assert note.text == story.text
    assert 0.5 < note.confidence < 1


def test_whoever_tells_of_an_assault_has_suffered_it() -> None:
    _, found = notes(
        '"It was Mr. Edmund," said Tamsin Pell. "He locked the door. I said no, and he put his hand over my mouth and '
        'raped me."'
    )
    assert {note.to.name for note in found if note.kind == "sexual violence" and note.to} == {"Tamsin Pell"}
    assert "Tamsin Pell" not in {note.by.name for note in found if note.by}


def test_an_empty_page_of_talk_has_no_notes() -> None:
    assert notes('"Good morning," said Anne Grey. "It is a fine day for the washing." The kettle sang.')[1] == []


def test_what_is_rare_must_be_surer_to_be_told() -> None:
    chances = np.full((1, len(NOTE_KINDS)), 0.4, np.float32)
    told = {NOTE_KINDS[one.kind] for one in found_in(chances, LEAST_OF_KINDS)}
    assert set(NOTE_KINDS) - told == {"eating disorder"}
