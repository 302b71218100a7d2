"""A sheet gathers what the tables say of one character, and every item has its passages."""

from __future__ import annotations

import json

import pytest

from fabula import Story, read_text
from fabula.sheets import Sheet, sheet_of
from fabula.story import Character
from fabula.testing import tiny_story

TEXT = """CHAPTER I

Anne Weiss, a tall woman of forty with green eyes, was a doctor. She opened the gate and whistled. Tom Bell followed \
Anne Weiss into the kitchen. Anne Weiss slapped Tom Bell.

"Bother the goose," said Anne Weiss to Tom Bell. "The goose is out, and a goose is a goose. Bother!"

"You are very tall, Anne," said Tom Bell. "I have always said so. I like it here well enough."

"Bother you and bother the goose," said Anne Weiss. "That goose has bitten Mary."

Tom Bell laughed. Anne Weiss whistled again. Her green eyes shone, and her bicycle stood in the yard.

"It was a fine day," said Tom Bell. "We went to the mill, Dr. Weiss, and we came home again."

CHAPTER II

Anne Weiss whistled in the yard. Tom Bell slept.
"""


@pytest.fixture(scope="module")
def story() -> Story:
    """A page on which a doctor whistles, slaps and speaks of a goose."""
    return read_text(TEXT)


@pytest.fixture(scope="module")
def sheet(story: Story) -> Sheet:
    """The doctor's sheet."""
    return story.sheet(named(story, "Anne Weiss"))


def named(story: Story, name: str) -> Character:
    """The character of a name."""
    return next(character for character in story.characters if name in character.names)


def test_what_they_do_is_counted_by_the_verb(story: Story, sheet: Sheet) -> None:
    does = {deed.verb: deed for deed in sheet.does}
    assert does["whistle"].count == 3
    assert [story.text[start:end] for start, end in does["whistle"].spans] == ["whistled"] * 3
    assert [other.name for other in does["slap"].others] == ["Tom Bell"]


def test_what_is_done_to_them_says_by_whom(story: Story) -> None:
    undergoes = {deed.verb: deed for deed in story.sheet(named(story, "Tom Bell")).undergoes}
    assert [other.name for other in undergoes["slap"].others] == ["Anne Weiss"]


def test_descriptions_of_one_value_are_one_trait_with_all_its_passages(story: Story, sheet: Sheet) -> None:
    (eyes,) = sheet.described["eyes"]
    assert (eyes.value, eyes.said_by) == ("green", (None,))
    assert [story.text[start:end] for start, end in eyes.spans] == ["with green eyes", "Her green eyes"]
    assert [role.value for role in sheet.roles] == ["doctor"]
    assert [age.value for age in sheet.ages] == ["forty"]
    assert [thing.value for thing in sheet.owns] == ["bicycle"]


def test_who_says_a_trait_is_told_apart_from_the_narration(sheet: Sheet) -> None:
    (tall,) = sheet.described["build"]
    assert [by.name if by else None for by in tall.said_by] == [None, "Tom Bell"]


def test_lines_words_and_listeners(story: Story, sheet: Sheet) -> None:
    assert sheet.n_lines == len(named(story, "Anne Weiss").quotes)
    assert sheet.n_words == len("Bother the goose The goose is out and a goose is a goose Bother".split()) + len(
        "Bother you and bother the goose That goose has bitten Mary".split()
    )
    assert [listener.character.name for listener in sheet.talks_to] == ["Tom Bell"]


def test_favourite_words_are_theirs_alone_and_no_names(sheet: Sheet) -> None:
    words = [word.word for word in sheet.favourite_words]
    assert words == ["goose"]
    assert sheet.favourite_words[0].count == len(sheet.favourite_words[0].spans) == 6


def test_who_calls_them_what(sheet: Sheet) -> None:
    names = {(naming.by.name if naming.by else None, naming.name) for naming in sheet.known_as}
    assert (None, "Anne Weiss") in names
    assert ("Tom Bell", "Anne") in names


def test_first_and_last_seen_are_in_the_right_chapters(sheet: Sheet) -> None:
    assert sheet.first_seen is not None
    assert sheet.last_seen is not None
    assert (sheet.first_seen.chapter, sheet.last_seen.chapter) == ("CHAPTER I", "CHAPTER II")
    assert sheet.first_seen.span < sheet.last_seen.span


def test_who_is_in_the_story_s_present_occurs_not_only_in_layers(sheet: Sheet) -> None:
    assert sheet.only_in_layers == ()


def test_a_sheet_is_json_with_people_by_id_and_name(sheet: Sheet) -> None:
    found = json.loads(json.dumps(sheet.to_json()))
    assert found["character"] == {"id": sheet.character.id, "name": "Anne Weiss"}
    assert found["described"]["eyes"][0]["value"] == "green"
    assert found["described"]["eyes"][0]["said_by"] == [None]
    assert found["talks_to"][0]["character"]["name"] == "Tom Bell"


def test_every_span_lies_in_the_text() -> None:
    story = tiny_story()
    for character in story.characters:
        for start, end in spans_in(sheet_of(story, character).to_json()):
            assert 0 <= start < end <= len(story.text)


def test_a_character_of_another_story_has_no_sheet_here(story: Story) -> None:
    with pytest.raises(ValueError, match="another story"):
        story.sheet(tiny_story().characters[0])


def spans_in(value: object) -> list[tuple[int, int]]:
    """All pairs of numbers under ``span`` and ``spans``."""
    if isinstance(value, dict):
        own = [tuple(span) for span in value.get("spans", ())] + ([tuple(value["span"])] if "span" in value else [])
        return own + [span for key, inner in value.items() if "span" not in key for span in spans_in(inner)]
    return [span for inner in value for span in spans_in(inner)] if isinstance(value, list) else []
