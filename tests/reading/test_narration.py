"""Narration: its tense, its focal character, and tales in quotation marks."""

from __future__ import annotations

import pytest
from read_until import read_until

from fabula import read_text
from fabula.language.syntax import Syntax
from fabula.reading.narration import _Stretch, _with_tales
from fabula.reading.tales import find_tales
from fabula.reading.tenses import tense_runs
from fabula.schema import empty_table

NOW = "I am waiting at the door. The rain is heavy. Nobody comes. I count the cars, and I listen. A dog barks. "
THEN = "We met on the coach. She had the window. I offered her a plum. She took two. It rained all night. "
ONCE = "I was born by the river, and I lived there. My father built boats, and I helped him. One day he did not come. "


def tenses(text: str) -> list[tuple[str, str]]:
    """The first word and the tense of each run."""
    tables = read_until(text, "quotes")
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    return [(syntax.text[token], tense) for token, tense in tense_runs(syntax, range(len(syntax)))]


def test_the_tense_changes_where_several_sentences_do() -> None:
    text = NOW + THEN + THEN + NOW + NOW
    assert tenses(text) == [("I", "present"), ("We", "past"), ("I", "present")]


@pytest.mark.parametrize("aside", ["I remember it well.", "He is dead now.", "There is a lamp there still."])
def test_a_sentence_in_another_tense_changes_nothing(aside: str) -> None:
    assert tenses(f"{THEN} {aside} {THEN}") == [("We", "past")]


def tales(text: str) -> list[str]:
    """The words of the pieces of all tales."""
    tables = read_until(text, "quotes")
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    found = find_tales(syntax, tables["quotes"], tables["paragraphs"], empty_table("letters"))
    return [text[piece.start : piece.end] for tale in found for piece in tale]


def test_a_long_speech_of_oneself_in_the_past_is_a_tale() -> None:
    tale = "“" + "\n\n“".join([ONCE * 8] * 4).strip() + "”"
    assert tales(f"He lit his pipe and began.\n\n{tale}\n\nWe said nothing.") == [tale]


@pytest.mark.parametrize("speech", [ONCE * 4, "I ask you to hear me. I want nothing, and I hope for nothing. " * 60])
def test_a_short_speech_is_no_tale_nor_is_one_in_the_present_tense(speech: str) -> None:
    assert tales(f"He began.\n\n“{speech.strip()}”\n\nWe said nothing.") == []


def test_the_rows_of_narration_tile_the_text_with_the_letter_cut_out() -> None:
    letter = "MY DEAR TOM,--" + "I am well, and I have work. I think of you and I hope that you think of me. " * 12
    story = "Tom went home. He walked by the river and looked at the boats and at the men in them. " * 20
    text = (
        f"{story}He found this letter from Anna Weiss.\n\n{letter}\n       Yours,\n              ANNA WEISS.\n\n{story}"
    )
    rows = list(read_text(text).narration)
    assert [row.person for row in rows] == ["third", "first", "third"]
    assert [rows[0].start, *(row.end for row in rows)] == [*(row.start for row in rows), len(text)]
    assert (rows[1].narrator.name, rows[1].focal.name, rows[1].tense) == ("Anna Weiss", "Anna Weiss", "present")


def test_a_story_is_told_through_whoever_feels_and_thinks() -> None:
    text = (
        "Anna looked at Tom. Tom frowned and shut the door. Anna wondered whether Tom had heard. She felt cold. Tom "
        "sat down, and Tom lit his pipe. Anna remembered the river, and she wished that Tom would speak."
    )
    (row,) = read_text(text).narration
    assert (row.person, row.narrator, row.focal.name) == ("third", None, "Anna")


def test_the_focus_stays_when_others_are_seen_from_outside() -> None:
    text = (
        "Anna looked at the letter. She felt cold, and she wondered who had sent it.\n\n"
        "Tom came in. Tom smiled and sat down. Tom lit his pipe and nodded at her.\n\n"
        "Anna hoped that he would go. She remembered the river."
    )
    assert [row.focal.name for row in read_text(text).narration] == ["Anna"]


def test_a_story_of_you_is_told_through_you() -> None:
    text = (
        "You open the door and you look out. Nobody is there. You go down to the street, and you wait for your bus. "
        * 4
    )
    (row,) = read_text(text).narration
    assert (row.person, row.narrator, row.focal.name) == ("second", None, "you")


def test_a_tale_that_goes_on_through_a_letter_leaves_no_stretch_inside_it() -> None:
    voices = [_Stretch(0, 50, "third", None), _Stretch(50, 60, "first", 1), _Stretch(60, 100, "third", None)]
    tale = _Stretch(40, 70, "first", 2, is_quoted=True)
    assert [(one.start, one.end) for one in _with_tales(voices, [tale])] == [(0, 40), (40, 70), (70, 100)]
