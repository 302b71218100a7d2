"""BookNLP's files: the columns, numbers and quirks that programs written for them count on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from odd_story import odd_story

import fabula
from fabula.compat.booknlp import BookNLP
from fabula.exports.booknlp import contents
from fabula.story import Story
from fabula.testing import tiny_story

FIRST_PERSON = """\
I was born in Leith.

"You were not," said my sister Nan. "I was there, and it was Perth."

I laughed at her. Nan threw her cup at me.

"Perth it is," I said. She took my coat, and I was sorry.

The cup was broken by Nan. I kept its handle.
"""
ENDINGS = ["tokens", "entities", "quotes", "supersense", "book", "book.html"]


def rows(content: str) -> list[dict[str, str]]:
    """The lines of a file with its heading, as a program for BookNLP would read them."""
    heading, *lines = content.rstrip("\n").split("\n")
    return [dict(zip(heading.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module")
def read() -> Story:
    return fabula.read_text(FIRST_PERSON)


@pytest.mark.parametrize("story", [tiny_story(), odd_story()])
def test_tokens_entities_and_quotes_agree_with_the_story(story: Story) -> None:
    files = contents(story)
    tokens, entities, quotes = (rows(files[name]) for name in ("tokens", "entities", "quotes"))
    assert len(tokens) == len(story.tables["tokens"])
    assert len(entities) == len(story.tables["mentions"])
    assert len(quotes) == len(story.tables["quote_spans"])
    for number, (row, start, end) in enumerate(
        zip(tokens, story.column("tokens", "start"), story.column("tokens", "end"), strict=True)
    ):
        assert (row["token_ID_within_document"], row["byte_onset"], row["byte_offset"]) == (
            str(number),
            str(start),
            str(end),
        )
    for row, mention in zip(entities, sorted(story.mentions, key=lambda m: (m.start, m.end)), strict=True):
        first, last = tokens[int(row["start_token"])], tokens[int(row["end_token"])]
        assert int(first["byte_onset"]) <= mention.start < int(first["byte_offset"])
        assert int(last["byte_onset"]) < mention.end <= int(last["byte_offset"])


def test_the_numbers_of_people_are_the_same_in_all_files() -> None:
    files = contents(tiny_story())
    people = {row["COREF"]: row["text"] for row in rows(files["entities"]) if row["prop"] == "PROP"}
    spoken = rows(files["quotes"])
    assert people[spoken[0]["char_id"]].startswith("Ada")
    assert [row["mention_phrase"] for row in spoken[:3]] == ["she", "she", "Tom"]
    book = {row["id"]: row for row in json.loads(files["book"])["characters"]}
    ada = book[int(spoken[0]["char_id"])]
    assert ada["count"] == sum(row["COREF"] == spoken[0]["char_id"] for row in rows(files["entities"]))
    assert {name["n"] for name in ada["mentions"]["proper"]} == {"Ada", "Ada Finch"}


def test_the_narrator_is_number_0(read: Story) -> None:
    files = contents(read)
    said = {row["quote"]: row["char_id"] for row in rows(files["quotes"])}
    assert said['" Perth it is , "'] == "0"
    assert said['" You were not , "'] != "0"
    assert all(
        row["COREF"] == "0" for row in rows(files["entities"]) if row["text"] == "I" and int(row["start_token"]) < 3
    )
    assert "[NARRATOR]" in files["book.html"]


def test_deeds_possessions_and_pronouns_are_counted_as_booknlp_counts_them(read: Story) -> None:
    characters = json.loads(contents(read)["book"])["characters"]
    nan = next(one for one in characters if any(name["n"] == "Nan" for name in one["mentions"]["proper"]))
    narrator = next(one for one in characters if one["id"] == 0)
    assert {"threw", "took", "broken"} <= {deed["w"] for deed in nan["agent"]}
    assert "cup" in {thing["w"] for thing in nan["poss"]}
    assert nan["g"]["argmax"] == "she/her"
    assert "sorry" in {word["w"] for word in narrator["mod"]}


def test_words_with_white_space_and_markup_break_neither_lines_nor_the_page() -> None:
    files = contents(odd_story())
    assert {line.count("\t") for line in files["tokens"].rstrip("\n").split("\n")} == {12}
    assert {line.count("\t") for line in files["quotes"].rstrip("\n").split("\n")} == {6}
    assert "<b>" not in files["book.html"]


def test_a_story_without_a_word_of_dialogue_gives_files_with_headings() -> None:
    files = contents(fabula.read_text("The rain fell on the empty square, and nobody came to look at it.\n"))
    assert files["quotes"] == "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote\n"
    assert files["supersense"] == "start_token\tend_token\tsupersense_category\ttext\n"


def test_booknlps_own_call_writes_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST_PERSON, encoding="utf-8")
    reader = BookNLP("en", {"pipeline": "entity,quote,supersense,event,coref", "model": "big"})
    seconds = reader.process(str(tmp_path / "a.txt"), str(tmp_path / "out" / "a"), "leith")
    assert seconds > 0
    assert sorted(path.name for path in (tmp_path / "out" / "a").iterdir()) == sorted(f"leith.{e}" for e in ENDINGS)
    reader.process(tmp_path / "a.txt", tmp_path / "out" / "a", "leith")


def test_a_part_of_the_pipeline_writes_its_part(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST_PERSON, encoding="utf-8")
    BookNLP("en", {"pipeline": "entity,event", "model": "small"}).process(tmp_path / "a.txt", tmp_path / "b", "x")
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["x.entities", "x.tokens"]


def test_another_language_or_pipe_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        BookNLP("fr", {"pipeline": "entity"})
    with pytest.raises(ValueError, match="'ner'"):
        BookNLP("en", {"pipeline": "entity,ner"})
