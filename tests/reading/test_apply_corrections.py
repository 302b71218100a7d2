"""What a reader has corrected holds, and what no longer fits is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

import fabula
from fabula.corrections import read_corrections
from fabula.language.syntax import Syntax
from fabula.reading import Step
from fabula.reading.corrections import apply_corrections
from fabula.schema import PROBLEMS, empty_table, table_of
from fabula.story import Story
from fabula.testing import tiny_story

BOOK = """\
Anne Shirley met Tom at the gate. Tom was late, and he knew it. The porter watched them.

"Are you there?" asked Anne.

"I am," said Tom.

"Good."

"Why?"

"I was afraid," said the porter.

An old man went by. "Good," said Anne Shirley. Mrs. Lynde had come out, and she took her hat. Mrs. Lynde was cold.

"Good day, Tom," said Mrs. Lynde. "Are you well?"

Later a young man came. The young man sat down by Tom Brown. "No," Tom Brown said.
"""
BELL, WREN, FINCHES, POINT = range(3, 7)  # rows of the tiny story
Read = Callable[..., Story]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a book with these corrections beside it."""

    def read_corrected(corrections: str, text: str = BOOK) -> Story:
        (tmp_path / "book.txt").write_text(text, encoding="utf-8")
        (tmp_path / "book.corrections.toml").write_text(corrections, encoding="utf-8")
        return fabula.read(tmp_path / "book.txt")

    return read_corrected


def speakers_of(story: Story) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in story.quotes]


def misfits_of(story: Story) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in story.problems if problem.step == "corrections"]


def names_of(story: Story) -> set[str]:
    return {character.name for character in story.characters}


def test_without_corrections_nothing_is_said_of_them(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text(BOOK, encoding="utf-8")
    story = fabula.read(tmp_path / "book.txt")
    assert "corrections" not in story.provenance
    assert misfits_of(story) == []
    assert speakers_of(story)[:4] == ["Anne Shirley", "Tom Brown", "Anne Shirley", "Tom Brown"]


def test_a_renamed_character_is_shown_by_the_new_name_and_keeps_the_old_ones(read: Read) -> None:
    story = read('[[rename]]\ncharacter = "anne"\nto = "Anne of Green Gables"\n')
    renamed = next(character for character in story.characters if character.name == "Anne of Green Gables")
    assert set(renamed.names) == {"Anne", "Anne Shirley"}
    assert speakers_of(story)[0] == "Anne of Green Gables"
    assert misfits_of(story) == []


def test_merged_characters_are_one_and_no_row_is_left_over(read: Read) -> None:
    plain = read("")
    story = read('[[merge]]\ncharacters = ["Mrs. Lynde", "the porter"]\n')
    assert len(story.tables["entities"]) == len(plain.tables["entities"]) - 1
    merged = next(character for character in story.characters if character.name == "Mrs. Lynde")
    assert any("porter" in name for name in merged.names)
    assert {quote.text for quote in merged.quotes} >= {'"I was afraid,"', '"Good day, Tom," "Are you well?"'}
    assert "the porter" not in names_of(story)


def test_a_form_of_a_name_is_split_off_with_the_pronouns_after_it(read: Read) -> None:
    story = read('[[split]]\ncharacter = "Tom Brown"\nnames = ["Tom"]\nto = "Little Tom"\n')
    by_name = {character.name: character for character in story.characters}
    assert set(by_name["Little Tom"].names) == {"Tom"}
    assert set(by_name["Tom Brown"].names) == {"Tom Brown"}
    assert "he" in {mention.text for mention in by_name["Little Tom"].mentions}
    assert speakers_of(story)[1] == "Little Tom"
    assert speakers_of(story)[-1] == "Tom Brown"
    told = story.column("mentions", "entity_by") == "correction"
    assert set(story.column("mentions", "entity")[told]) == {by_name["Little Tom"].id}


def test_a_passage_is_split_off(read: Read) -> None:
    story = read('[[split]]\ncharacter = "Tom Brown"\npassages = ["Tom at the gate … knew it"]\nto = "Little Tom"\n')
    little = next(character for character in story.characters if character.name == "Little Tom")
    end = story.text.index("The porter")
    assert {mention.text for mention in little.mentions if mention.form == "proper"} == {"Tom"}
    assert all(mention.start < end for mention in little.mentions if mention.form == "proper")


def test_what_is_split_off_may_go_to_somebody_who_is_there(read: Read) -> None:
    story = read('[[split]]\ncharacter = "Anne Shirley"\nnames = ["Anne"]\nto = "Mrs. Lynde"\n')
    assert [character.name for character in story.characters].count("Mrs. Lynde") == 1
    assert speakers_of(story)[0] == "Mrs. Lynde"


def test_a_speaker_that_is_set_is_certain(read: Read) -> None:
    story = read('[[speaker]]\nquote = "Good"\nafter = "said Tom"\nspeaker = "Mrs. Lynde"\n')
    quote = story.quotes[2]
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.confidence, quote.alternatives) == ("Mrs. Lynde", 1.0, [])
    assert story.column("quotes", "speaker_by").tolist() == ["model"] * 2 + ["correction"] + ["model"] * 5


def test_the_lines_around_follow_a_speaker_that_is_set(read: Read) -> None:
    text = '"Are you there?" asked Anne.\n\n"I am," said Tom.\n\n"Good."\n\n"Why?"\n\n"I was afraid."\n'
    assert speakers_of(read("", text)) == ["Anne", "Tom", "Anne", "Tom", "Anne"]
    story = read('[[speaker]]\nquote = "Good"\nspeaker = "Tom"\n', text)
    assert speakers_of(story) == ["Anne", "Tom", "Tom", "Anne", "Tom"]


def test_one_line_may_be_set_apart_from_its_paragraph(read: Read) -> None:
    text = 'Tom met Anne.\n\n"Come in." Tom waited. Nobody came. "Now," said Tom.\n\n"I will," said Anne.\n'
    assert speakers_of(read("", text)) == ["Tom", "Tom", "Anne"]
    story = read('[[speaker]]\nquote = "Come in"\nspeaker = "Anne"\n', text)
    assert speakers_of(story) == ["Anne", "Tom", "Anne"]


def test_a_speaker_whom_nobody_knows_is_made_and_may_answer_again(read: Read) -> None:
    story = read('[[speaker]]\nquote = "Why"\nspeaker = "Gilbert"\n[[speaker]]\nquote = "No"\nspeaker = "gilbert"\n')
    gilbert = next(character for character in story.characters if character.name == "Gilbert")
    assert [quote.text for quote in gilbert.quotes] == ['"Why?"', '"No,"']
    assert len(gilbert.mentions) == 0


def test_a_name_that_is_nearly_anothers_is_new_only_if_it_is_said(read: Read) -> None:
    slip = '[[speaker]]\nquote = "Why"\nspeaker = "Anne Shirly"\n'
    ((code, message),) = misfits_of(read(slip))
    assert code == "K01"
    assert "did you mean “Anne Shirley”? If it is somebody new" in message
    assert "Anne Shirly" in names_of(read(slip + "new = true\n"))


@pytest.mark.parametrize(
    ("speaker", "entity", "codes"),
    [
        ('"Wren"', None, ["K03"]),
        ('{ name = "Wren", at = "Wren looked up from their knitting" }', WREN, []),
        ('{ name = "wren", at = "with Mrs. Bell" }', BELL, []),
        ('{ name = "Wren", at = "Mrs. Bell … with Wren" }', None, ["K03"]),
        ('{ name = "Wren", at = "Under the dead lamp" }', None, ["K01"]),
        ('{ name = "Wren", at = "under the sea" }', None, ["K02"]),
        ('"the finches"', FINCHES, []),
        ('"Gull Point"', POINT, []),
    ],
)
def test_of_two_of_one_name_the_words_beside_a_mention_tell_which(
    speaker: str, entity: int | None, codes: list[str], tmp_path: Path
) -> None:
    made = corrected_tiny(f'[[speaker]]\nquote = "It burns"\nspeaker = {speaker}\n', tmp_path)
    assert made["misfits"]["code"].to_pylist() == codes
    assert made["corrected_speakers"]["entity"].to_pylist() == ([] if entity is None else [entity])
    if entity == POINT:
        assert made["entities"]["kind"][POINT].as_py() == "person"  # who speaks is no place


def corrected_tiny(corrections: str, folder: Path) -> Mapping[str, pa.Table]:
    """What corrections make of the tiny story, in which Mrs. Bell is shown as Wren too; no model is loaded."""
    story = tiny_story()
    entities = {name: story.tables["entities"][name].to_pylist() for name in ("kind", "name", "is_named")}
    entities["name"][BELL] = "Wren"
    count = len(entities["name"])
    profiles = {"gender": ["unknown"] * count, "confidence": [0.0] * count, "is_narrator": [False] * count}
    (folder / "tiny.toml").write_text(corrections, encoding="utf-8")
    known = read_corrections(folder / "tiny.toml")
    assert known is not None
    tables = {
        **story.tables,
        "entities": table_of("entities", entities),
        "profiles": table_of("profiles", profiles),
        "names": empty_table("names"),
        **{name: empty_table(name) for name in ("letters", "letter_readers", "tellers", "guesses", "tales")},
        "corrections": known.table,
    }
    syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
    return Step("corrections", apply_corrections, ()).run(syntax, 1, tables)


MISFITS = {
    "nobody of the name": ('[[rename]]\ncharacter = "Zeb"\nto = "Jim"\n', "K01", "nobody is called “Zeb”"),
    "one to merge is not there": ('[[merge]]\ncharacters = ["Anne", "Zeb"]\n', "K01", "“Zeb”"),
    "a form that is not theirs": (
        '[[split]]\ncharacter = "Anne"\nnames = ["Cordelia"]\nto = "C"\n',
        "K01",
        "never called “Cordelia”",
    ),
    "no such quotation": ('[[speaker]]\nquote = "Sit down"\nspeaker = "Tom"\n', "K02", "“Sit down”"),
    "nearly a quotation": ('[[speaker]]\nquote = "I was afrayd"\nspeaker = "Tom"\n', "K02", "“I was afraid”?"),
    "not after these words": (
        '[[speaker]]\nquote = "Why"\nafter = "he asked"\nspeaker = "Tom"\n',
        "K02",
        "stands after “he asked”",
    ),
    "not so many": ('[[speaker]]\nquote = "Why"\noccurrence = 3\nspeaker = "Tom"\n', "K02", "only 1"),
    "no such passage": ('[[split]]\ncharacter = "Tom"\npassages = ["by the sea"]\nto = "T"\n', "K02", "by the sea"),
    "several quotations": ('[[speaker]]\nquote = "Good"\nspeaker = "Tom"\n', "K03", "add after or occurrence"),
    "several passages": ('[[split]]\ncharacter = "Tom"\npassages = ["Tom"]\nto = "T"\n', "K03", "times in the text"),
    "one character already": ('[[merge]]\ncharacters = ["Anne", "Anne Shirley"]\n', "K04", "one character already"),
    "nothing left": (
        '[[split]]\ncharacter = "Mrs. Lynde"\nnames = ["Mrs. Lynde"]\nto = "Rachel"\n',
        "K04",
        "leaves nothing",
    ),
    "not mentioned there": (
        '[[split]]\ncharacter = "Mrs. Lynde"\npassages = ["Tom was late"]\nto = "Rachel"\n',
        "K04",
        "not mentioned",
    ),
    "a name that is taken": ('[[rename]]\ncharacter = "Anne"\nto = "Mrs. Lynde"\n', "K04", "use [[merge]]"),
    "two speakers": (
        '[[speaker]]\nquote = "Why"\nspeaker = "Tom"\n[[speaker]]\nquote = "Why?"\nspeaker = "Anne"\n',
        "K04",
        "line 4: line 1 gives",
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_a_problem_and_the_reading_goes_on(name: str, read: Read) -> None:
    corrections, code, part = MISFITS[name]
    story = read(corrections)
    ((found, message),) = misfits_of(story)
    assert (found, part in message) == (code, True), message
    assert code in PROBLEMS
    assert re.match(r"line \d+: ", message)
    assert len(story.quotes) == 8
    assert story.provenance["corrections"]["given"] == corrections.count("[[")


def test_misfits_come_in_the_order_of_the_file(read: Read) -> None:
    story = read('[[speaker]]\nquote = "x"\nspeaker = "Tom"\n[[rename]]\ncharacter = "Zeb"\nto = "Jim"\n')
    assert [message.split(":")[0] for _, message in misfits_of(story)] == ["line 1", "line 4"]


def test_corrections_outlive_a_text_whose_marks_and_edges_have_changed(read: Read) -> None:
    corrections = '[[speaker]]\nquote = "Are you there"\nspeaker = "Mrs. Lynde"\n'
    changed = BOOK.replace('"Are you there?"', "“Are — you there...?”").replace("gate. Tom", "gate; a new line. Tom")
    story = read(corrections, changed)
    assert misfits_of(story) == []
    assert speakers_of(story)[0] == "Mrs. Lynde"


def test_a_story_file_keeps_what_was_corrected(read: Read, tmp_path: Path) -> None:
    story = read('[[rename]]\ncharacter = "Anne"\nto = "Cordelia"\n[[rename]]\ncharacter = "Zeb"\nto = "Jim"\n')
    story.save(tmp_path / "book.fabula")
    (tmp_path / "book.corrections.toml").unlink()
    kept = fabula.read(tmp_path / "book.fabula")
    assert "Cordelia" in names_of(kept)
    assert misfits_of(kept) == misfits_of(story)
    assert kept.provenance["corrections"]["file"] == "book.corrections.toml"
