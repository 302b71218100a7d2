"""A Story and the rows through which people look at it."""

import numpy as np
import pytest

from fabula.companion.cast import words_before
from fabula.schema import empty_table, with_columns
from fabula.sources.document import Metadata
from fabula.story import Character, Story
from fabula.testing import tiny_story


def test_characters_come_most_mentioned_first_and_places_are_none() -> None:
    story = tiny_story()
    assert [character.name for character in story.characters][:2] == ["Captain Morrow", "Ada Finch"]
    assert "Gull Point" not in {character.name for character in story.characters}


def test_a_character_knows_names_pronouns_kind_mentions_and_quotes() -> None:
    ada = tiny_story().characters[1]
    assert ada.names == {"Ada": 3, "Ada Finch": 1}
    assert list(ada.names) == ["Ada", "Ada Finch"]
    assert (ada.pronouns, ada.kind, ada.is_narrator) == ("she/her", "person", False)
    assert len(ada.mentions) == 11
    assert [quote.kind for quote in ada.quotes] == ["speech", "speech", "thought", "speech"]


def test_pronouns_the_text_does_not_show_are_none() -> None:
    assert tiny_story().characters[-1].pronouns is None


def test_a_quote_in_two_stretches_is_one_quote() -> None:
    story = tiny_story()
    quote = story.quotes[0]
    assert [story.text[start:end] for start, end in quote.spans] == [
        '"Tom, the lamp is out,"',
        '"Go and wake the Captain."',
    ]
    assert quote.text == '"Tom, the lamp is out," "Go and wake the Captain."'
    assert quote.speaker is not None
    assert quote.speaker.name == "Ada Finch"
    assert [hearer.name for hearer in quote.addressees] == ["Tom"]
    assert quote.confidence == pytest.approx(0.9)
    assert quote.evidence is not None
    assert story.text[slice(*quote.evidence)] == "she said"


def test_a_quote_without_a_speaker_has_none_no_confidence_and_no_evidence() -> None:
    story = tiny_story()
    quotes = story.tables["quotes"]
    nobody = {name: [None] * len(quotes) for name in quotes.column_names if name.startswith("speaker")}
    tables = {**story.tables, "quotes": with_columns("quotes", quotes, nobody)}
    quote = Story(story.text, tables).quotes[0]
    assert quote.speaker is None
    assert quote.confidence == 0.0
    assert quote.evidence is None


def test_mentions_lead_to_their_character() -> None:
    story = tiny_story()
    mention = story.mentions[0]
    assert (mention.text, mention.form) == ("Ada Finch", "proper")
    assert mention.entity == story.characters[1]
    assert mention.confidence == pytest.approx(0.9)


def test_narration_tells_person_narrator_and_focal_character() -> None:
    first, _, last = tiny_story().narration
    assert (first.kind, first.person, first.tense, first.narrator) == ("third", "third", "past", None)
    assert first.focal is not None
    assert first.focal.name == "Ada Finch"
    assert last.focal is None


def test_events_have_agents() -> None:
    assert [(event.lemma, event.agent and event.agent.name) for event in tiny_story().events][1] == (
        "took",
        "Ada Finch",
    )


def test_furniture_rows_have_start_end_kind_and_text() -> None:
    counter = tiny_story().furniture[0]
    assert (counter.kind, counter.text) == ("counter", "412 39 7")
    assert tiny_story().text[counter.start : counter.end] == counter.text
    with pytest.raises(AttributeError):
        _ = counter.colour


def test_rows_slice_index_from_the_end_and_compare_by_row() -> None:
    story = tiny_story()
    assert story.quotes[-1].id == len(story.quotes) - 1
    assert [quote.id for quote in story.quotes[2:4]] == [2, 3]
    assert story.quotes[2] == story.quotes[2]
    assert story.quotes[2] != story.quotes[3]
    assert story.quotes[2] != tiny_story().quotes[2]
    assert len({story.quotes[2], story.quotes[2]}) == 1
    with pytest.raises(IndexError):
        _ = story.quotes[99]


def test_reprs_show_what_a_row_is() -> None:
    story = tiny_story()
    assert repr(story) == "<Story 'The Lamp at Gull Point': 6 characters, 14 quotes>"
    assert repr(story.characters[0]) == "<Character 2: 'Captain Morrow'>"
    assert repr(story.quotes).endswith("(14)")
    assert repr(story.chapters[0]) == "<Chapter 0: 'CHAPTER ONE. The Dark Lamp'>"


def test_columns_are_read_only_and_cached() -> None:
    story = tiny_story()
    starts = story.column("quotes", "start")
    assert starts is story.column("quotes", "start")
    with pytest.raises(ValueError, match="read-only"):
        starts[0] = 7
    with pytest.raises(TypeError):
        story.tables["quotes"] = empty_table("quotes")  # type: ignore[index]
    with pytest.raises(TypeError):
        story.provenance["name"] = "other"  # type: ignore[index]


def test_nulls_in_columns_are_minus_one_nan_or_none() -> None:
    story = tiny_story()
    assert story.column("narration", "focal").tolist()[-1] == -1
    assert np.isnan(story.column("narration", "narrator_confidence")).all()
    assert story.column("entities", "pronouns").tolist()[-1] is None


def test_a_story_without_a_title_takes_it_from_its_file() -> None:
    story = tiny_story()
    assert "untitled" in Story(story.text, story.tables).title.casefold()
    assert Story(story.text, story.tables, Metadata(title="A")).title == "A"


def test_rows_where_finds_rows_by_key() -> None:
    story = tiny_story()
    assert story.rows_where("quote_spans", "quote", 0) == [0, 1]
    assert story.rows_where("quote_spans", "quote", 999) == []


def test_the_page_counts_words_as_the_story_does() -> None:
    story = tiny_story()
    assert words_before(story)[-1] == story.n_words


def test_narrators_come_by_how_much_they_tell() -> None:
    assert tiny_story().narrators == []
    assert isinstance(tiny_story().characters[0], Character)


def test_a_quote_names_who_else_may_say_it() -> None:
    quotes = tiny_story().quotes
    assert quotes[0].alternatives == []
    ((other, share),) = quotes[2].alternatives
    assert (other.name, round(share, 2)) == ("Tom", 0.1)
