"""Scenes: where they begin, where and when they play, who is there, and what happened first."""

from functools import cache

import pytest

import fabula
from fabula.chronology import happens_before
from fabula.story import Story
from fabula.timeline import timeline_of

DAY = """\
Anna sat in the kitchen and peeled potatoes. Her brother Tom came in and put the letters on the table. "There is \
nothing from Paul," said Tom. "Paul has forgotten us," said Anna. She went on with the potatoes, and he read the paper \
to her until it was dark. They ate, and they washed the plates, and they said no more about the letters that night.

The next morning Anna stood on the platform of the station at Leeds. The train was late, and it rained. She had packed \
her bag three days before. A porter looked at her, and she looked at the clock.

On Saturday Tom walked into the harbour office and asked for her. Nobody had seen Anna there. He sat down on the bench \
and waited, and he wrote her name upon his hat.
"""


@cache
def day() -> Story:
    """The story, read once."""
    return fabula.read_text(DAY)


def beginnings(text: str) -> list[str]:
    """The first two words of each scene."""
    return [" ".join(scene.text.split()[:2]) for scene in fabula.read_text(text).scenes]


def test_a_leap_of_time_at_the_start_of_a_paragraph_begins_a_scene() -> None:
    assert [" ".join(scene.text.split()[:2]) for scene in day().scenes] == ["Anna sat", "The next", "On Saturday"]
    assert [scene.kind for scene in day().scenes] == ["chapter", "unmarked", "unmarked"]


def test_walking_into_the_next_room_begins_none() -> None:
    text = (
        "Anna washed the cups in the kitchen and sang. She dried them one by one, and the cat looked on. "
        "Then she walked into the parlour and put them in the cupboard. She sang there too.\n\n"
        '"You are happy," said Tom, who had come after her. "I am," said Anna, and she laughed at him.\n'
    )
    assert beginnings(text) == ["Anna washed"]


def test_a_break_begins_a_scene_whatever_follows() -> None:
    assert beginnings("Anna laughed.\n\n***\n\nAnd she laughed again.\n") == ["Anna laughed.", "And she"]


def test_scenes_tile_the_prose() -> None:
    scenes = list(day().scenes)
    assert [scene.start for scene in scenes[1:]] == [scene.end for scene in scenes[:-1]]


def test_a_scene_says_when_it_plays() -> None:
    assert [scene.time for scene in day().scenes][1:] == ["The next morning", "On Saturday"]


def test_a_scene_plays_where_somebody_acts() -> None:
    places = [scene.place.name if scene.place else None for scene in day().scenes]
    assert places[0] == "the kitchen"
    assert places[2] == "the harbour office"


def test_a_scene_plays_at_furniture_that_is_no_mention_of_a_place_where_nothing_else_is_named() -> None:
    story = fabula.read_text(
        "Anna sat at her desk. She wrote all morning, and she thought of nothing else. Tom snored."
    )
    place = story.scenes[0].place
    assert place is not None
    assert place.name == "her desk"


def test_a_scene_without_a_place_of_its_own_keeps_the_one_before() -> None:
    text = (
        "Anna stood in the kitchen of the inn and cut the bread. The kitchen was cold. She sang.\n\n***\n\n"
        "The next morning she cut the bread again, and she did not sing. Tom asked her why, and she did not say."
    )
    places = [scene.place.name if scene.place else None for scene in fabula.read_text(text).scenes]
    assert places == ["the kitchen", "the kitchen"]


def test_a_place_called_by_the_same_word_again_is_the_same() -> None:
    text = (
        "Anna sat in the office and wrote.\n\n***\n\nTom stood in the kitchen and washed the plates.\n\n***\n\n"
        "Anna was still sitting in the office when he came. She looked up at him, and he sat down.\n"
    )
    places = [scene.place for scene in fabula.read_text(text).scenes]
    assert places[0] == places[2] != places[1]


def test_a_place_of_another_is_within_it() -> None:
    story = fabula.read_text("Anna slept in the kitchen of the inn. The kitchen was cold, and Anna did not sleep long.")
    names, pairs = story.column("entities", "name"), story.tables["place_parts"].to_pylist()
    assert [(names[pair["place"]], names[pair["within"]]) for pair in pairs] == [("the kitchen", "the inn")]
    assert story.text[pairs[0]["start"] : pairs[0]["end"]] == "the kitchen of the inn"
    assert [within.name for within in story.scenes[0].place.within] == ["the inn"]  # type: ignore[union-attr]


def test_who_acts_and_speaks_is_there_and_who_is_spoken_of_is_not() -> None:
    first = day().scenes[0]
    assert {character.name for character in first.present} == {"Anna", "Tom"}
    assert "Paul" in {character.name for character in first.spoken_of}


def test_who_is_there_is_shown_by_words_of_the_scene() -> None:
    story = day()
    for scene, start, end in zip(
        *(story.column("presence", name).tolist() for name in ("scene", "start", "end")), strict=True
    ):
        assert story.scenes[scene].start <= start <= end <= story.scenes[scene].end


def test_every_event_has_its_scene() -> None:
    assert all(event.scene.start <= event.start < event.scene.end for event in day().events)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("sat in the kitchen", "stood on the platform"),  # the next morning
        ("had packed", "The train was late"),  # told back
        ("has forgotten us", "went on with the potatoes"),  # told back in speech
        ("looked at her", "looked at the clock"),
    ],
)
def test_what_happens_first(earlier: str, later: str) -> None:
    story = day()
    one, other = (story.text.index(words) for words in (earlier, later))
    assert happens_before(story, one, other) is True
    assert happens_before(story, other, one) is False


def test_the_timeline_numbers_the_scenes_as_they_are_told() -> None:
    timeline = timeline_of(day())
    assert [moment.number for moment in timeline.told] == [1, 2, 3]
    assert not timeline.is_known_otherwise


def test_a_leap_back_puts_a_scene_before_the_one_it_follows() -> None:
    text = DAY.replace("On Saturday Tom walked", "Seven years earlier Tom had walked")
    story = fabula.read_text(text)
    assert [scene.id for scene in story.chronology][-1] == 1
    assert [moment.number for moment in timeline_of(story).happened][-1] == 2


def test_one_pluperfect_that_opens_a_scene_does_not_take_it_back() -> None:
    story = fabula.read_text(
        "Anna sat by the fire and read the letter to Tom. It was long, and he did not like it.\n\n***\n\n"
        "Anna had got to her feet. She looked out of the window, and Tom put the letter into the fire.\n"
    )
    assert happens_before(story, story.text.index("sat by"), story.text.index("looked out")) is True


def test_a_text_that_is_a_heading_alone_is_one_scene() -> None:
    story = fabula.read_text("CHAPTER IV. HOW TOM BELL STRUCK THE SERGEANT")
    assert [(scene.start, scene.end) for scene in story.scenes] == [(0, len(story.text))]
    assert set(story.tables["events"]["scene"].to_pylist()) == {0}
