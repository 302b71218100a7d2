"""Reading a novel whose quotations, or whose characters too, are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pdnc_folder import write_novel

from fabula.errors import UnknownTask
from fabula.evaluation import run_task
from fabula.evaluation.corpora.pdnc import GoldQuote, PdncNovel
from fabula.evaluation.given import gold_quotes, steps_given
from fabula.reading import STEPS, read_document
from fabula.schema import zip_columns
from fabula.sources import document_from_text
from fabula.story import Character, Story
from fabula.testing import tiny_story

Aliases = Mapping[str, Sequence[str]]


def novel_of(
    text: str,
    quoted: Sequence[Sequence[str]] = (),
    aliases: Aliases | None = None,
    genders: Mapping[str, str] | None = None,
) -> PdncNovel:
    """A novel with these quotations, each of one stretch or more, and these characters."""
    quotes = []
    for number, stretches in enumerate(quoted):
        spans = tuple((text.index(words), text.index(words) + len(words)) for words in stretches)
        quotes.append(GoldQuote(f"Q{number}", "", spans, "Anne", (), ""))
    names = {main: frozenset(name.casefold() for name in (main, *others)) for main, others in (aliases or {}).items()}
    return PdncNovel("novel", Path(), text, names, genders or {}, tuple(quotes))


def read_given(novel: PdncNovel, given: str = "characters") -> Story:
    return read_document(document_from_text(novel.text), steps=steps_given(novel, given))


def names_given(text: str, aliases: Aliases, genders: Mapping[str, str] | None = None) -> dict[str, dict[str, int]]:
    """By character of the list, the names that are theirs in the text, with counts; those without any left out."""
    story = read_given(novel_of(text, aliases=aliases, genders=genders))
    names = {main: dict(Character(story, entity).names) for entity, main in enumerate(aliases)}
    return {main: counts for main, counts in names.items() if counts}


def test_given_quotations_are_read_as_they_are_and_no_others() -> None:
    text = '"Come," said Anne, "and see." He called it "home." "It is not," she said.'
    novel = novel_of(text, [("It is not,",), ("Come,", "and see.")])
    story = read_given(novel, "quotations")
    assert [[text[start:end] for start, end in quote.spans] for quote in story.quotes] == [
        ['"Come,"', '"and see."'],
        ['"It is not,"'],
    ]
    assert {quote.kind for quote in story.quotes} == {"speech"}


def test_a_mark_between_two_quotations_belongs_to_the_first() -> None:
    novel = novel_of('"Yes"No"', [("Yes",), ("No",)])
    assert list(zip_columns(gold_quotes(novel)["quotes"], "start", "end")) == [(0, 5), (5, 8)]


def test_only_the_steps_that_find_what_is_given_are_others() -> None:
    novel = novel_of("Anne came.")
    for given, answered in (("quotations", {"quotes"}), ("characters", {"quotes", "cast", "tellers"})):
        steps = steps_given(novel, given)
        assert [(step.name, step.makes) for step in steps] == [(step.name, step.makes) for step in STEPS]
        assert {
            step.name for step, usual in zip(steps, STEPS, strict=True) if step.function != usual.function
        } == answered


@pytest.mark.parametrize(
    ("text", "aliases", "names"),
    [
        pytest.param(
            "Mr. Tom Bell spoke to Tom. Bell was his cat.",
            {"Mr. Tom Bell": (), "Bell": (), "Tom": ()},
            {"Mr. Tom Bell": {"Mr. Tom Bell": 1}, "Bell": {"Bell": 1}, "Tom": {"Tom": 1}},
            id="longer names come first",
        ),
        pytest.param(
            "Anne waved to the cabman. The cabman stopped, and another cabman passed.",
            {"The Cabman": (), "Anne": ()},
            {"The Cabman": {"the cabman": 1, "The cabman": 1}, "Anne": {"Anne": 1}},
            id="a description is a name, however it is written",
        ),
        pytest.param(
            "Small took the butler's small hat. The butler laughed at Small. No butler wept.",
            {"Small": (), "Butler": ()},
            {"Small": {"Small": 2}, "Butler": {"the butler": 1, "The butler": 1}},
            id="one word is a name with a capital, or as a noun after the",
        ),
        pytest.param(
            "A tall man saw a girl. He left. A tall man came. Anne knew him.",
            {"A Tall Man": (), "A Girl": (), "Anne": ()},
            {"A Girl": {"girl": 1}, "Anne": {"Anne": 1}},
            id="whoever is brought in more than once is somebody new each time",
        ),
        pytest.param(
            "John Otway met Henry Otway. Otway laughed, and Henry Otway frowned at John.",
            {"John Otway": ("Otway",), "Henry Otway": ("Otway",)},
            {"John Otway": {"John Otway": 1, "John": 1}, "Henry Otway": {"Henry Otway": 2}},
            id="a name of several is nobody's for certain",
        ),
        pytest.param(
            "William Rodney wrote. Rodney was tired. London was dark, and William Rodney sighed.",
            {"William Rodney": ("William",)},
            {"William Rodney": {"William Rodney": 2, "Rodney": 1}},
            id="a name that the list does not have is whose the cast makes it",
        ),
        pytest.param(
            "Lucy’s brother saw Lucy. “Narr,” she said.",
            {"Freddy": ("Lucy'S Brother", "Narr"), "Lucy": ()},
            {"Freddy": {"Lucy’s brother": 1}, "Lucy": {"Lucy": 1}},
            id="curly apostrophes are straight ones, and the mark of the narrator is no name",
        ),
    ],
)
def test_names_in_the_text_are_whose_the_list_says(
    text: str, aliases: Aliases, names: dict[str, dict[str, int]]
) -> None:
    assert names_given(text, aliases) == names


def test_a_part_of_another_name_is_no_name() -> None:
    text = "Madame Roche sang. Roche was tired. Monsieur Roche came. He smiled at her. Monsieur Roche slept."
    aliases, genders = {"Madame Roche": ("Roche",)}, {"Madame Roche": "woman"}
    assert names_given(text, aliases, genders) == {"Madame Roche": {"Madame Roche": 1, "Roche": 1}}


def test_the_first_entities_are_the_characters_of_the_list_in_its_order() -> None:
    text = "Celeste saw Tom. Tom saw Anne. Tom saw the cabman. Celeste laughed at Tom, and Celeste left."
    novel = novel_of(text, aliases={"_group": (), "Anne": (), "The Cabman": (), "Tom": (), "Nobody At All": ()})
    story = read_given(novel)
    assert novel.characters == ("Anne", "The Cabman", "Tom", "Nobody At All")
    assert story.column("entities", "name")[:4].tolist() == list(novel.characters)
    assert story.column("entities", "is_named")[:4].tolist() == [True, False, True, False]
    assert "Celeste" in story.column("entities", "name")[4:].tolist()


def test_gender_and_narrator_are_those_of_the_list() -> None:
    text = 'I saw Alex and Sam. "Well, Kit?" said Alex to me. I laughed. "Come, Kit," said Sam. I went with them.'
    aliases = {"Alex": (), "Sam": (), "Kit": ("_narr",)}
    novel = novel_of(text, [("Well, Kit?",), ("Come, Kit,",)], aliases, {"Alex": "woman", "Sam": "man"})
    story = read_given(novel)
    assert [character.pronouns for character in (Character(story, 0), Character(story, 1))] == ["she/her", "he/him"]
    assert [narrator.name for narrator in story.narrators] == ["Kit"] == [novel.narrator]
    assert novel.person == "first"


@pytest.mark.parametrize("given", ["quotations", "characters"])
def test_the_task_finds_every_quotation_that_is_given(tmp_path: Path, given: str) -> None:
    write_novel(tmp_path / "One", tiny_story(), genders={"Ada Finch": "F"})
    figures = run_task("speakers", [tmp_path / "One"], given=given).figures
    assert (figures["given"], figures["micro"]["quotes"], figures["micro"]["found"]) == (given, 14, 1.0)
    assert figures["micro"]["cast"]["all"] > 0.5


@pytest.mark.parametrize(("task", "given"), [("speakers", "everything"), ("coref", "quotations")])
def test_what_cannot_be_given_is_refused(tmp_path: Path, task: str, given: str) -> None:
    with pytest.raises(UnknownTask, match=f"{task} cannot be given '{given}'; only speakers: quotations or characters"):
        run_task(task, [tmp_path], given=given)
