"""The small story and the comparison that users test with."""

import pytest

from fabula.schema import TABLES, table_of
from fabula.testing import assert_tables_equal, tiny_story


def furniture(kinds: list[str]) -> object:
    return table_of("furniture", {"start": [0] * len(kinds), "end": [4] * len(kinds), "kind": kinds})


def test_the_tiny_story_fills_every_table_that_today_has_a_step() -> None:
    story = tiny_story()
    later = {
        "layers", "layer_addressees", "presence", "place_parts", "claims", "claim_characters", "order",
        "descriptions", "relationships", "relationship_signs", "valences", "emotions", "moods", "notes", "problems",
    }  # fmt: skip
    assert {name for name in TABLES if len(story.tables[name]) == 0} == later


def test_every_quote_of_the_tiny_story_is_where_its_speaker_is_shown() -> None:
    for quote in tiny_story().quotes:
        assert quote.speaker is not None
        assert quote.evidence is not None
        assert quote.start <= quote.evidence[0] <= quote.end + 40


def test_tokens_of_the_tiny_story_tile_its_sentences_but_for_white_space() -> None:
    story = tiny_story()
    for row, sentence in enumerate(story.tables["sentences"].to_pylist()):
        tokens = [t for t in story.tables["tokens"].to_pylist() if t["sentence"] == row]
        joined = "".join(story.text[token["start"] : token["end"]] for token in tokens)
        assert joined == "".join(story.text[sentence["start"] : sentence["end"]].split())


def test_equal_tables_pass_in_silence() -> None:
    assert_tables_equal(furniture(["note"]), furniture(["note"]))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (["note", "credit"], "row 1, kind: 'note' and 'credit'"),
        (["note"], "row 1, only in the first: {'start': 0, 'end': 4, 'kind': 'note'}"),
        (["note", "note", "slogan"], "2 rows and 3 rows"),
    ],
)
def test_a_difference_is_told_by_row_and_column(other: list[str], said: str) -> None:
    with pytest.raises(AssertionError) as error:
        assert_tables_equal(furniture(["note", "note"]), furniture(other))
    assert said in str(error.value)


def test_a_missing_column_is_told_by_name() -> None:
    with pytest.raises(AssertionError, match="only the first has column kind"):
        assert_tables_equal(furniture(["note"]), furniture(["note"]).select(["start", "end"]))


def test_many_differences_are_counted_not_listed() -> None:
    with pytest.raises(AssertionError, match="and 15 more differences"):
        assert_tables_equal(furniture(["note"] * 20), furniture(["credit"] * 20))
