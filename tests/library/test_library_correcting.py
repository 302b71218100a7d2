"""Corrections made in the library: kept in it, and applied from its own text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import fabula
from fabula import Library
from fabula.errors import CorrectionsUnknown, NotInLibrary
from fabula.library.correcting import toml_of
from fabula.reading import read_again
from fabula.testing import assert_tables_equal

TEXT = '"Leave the lamp," said Ada Finch.\n\n"I will not," said Tom Finch.\n\nAda laughed at Tom, and went out.\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = tmp_path / "lamp.txt"
    book.write_text(TEXT)
    return book


def names(library: Library, story: int) -> set[str]:
    return {character.name for character in library.story(story).characters}


def test_a_story_read_again_from_its_own_text_is_the_same(example_story: fabula.Story) -> None:
    again = read_again(example_story)
    assert (again.text, again.metadata) == (example_story.text, example_story.metadata)
    for name in example_story.tables:
        assert_tables_equal(again.tables[name], example_story.tables[name])


def test_a_correction_is_applied_without_the_file_and_the_story_keeps_its_id(library: Library, book: Path) -> None:
    (story,) = library.add(book).added
    book.with_name("lamp.corrections.toml").write_text('[[rename]]\ncharacter = "Tom Finch"\nto = "Thomas"\n')
    library.add_story(fabula.testing.tiny_story())
    book.unlink()
    correction = library.correct(story, "rename", character="Ada Finch", to="Eve Finch")
    steps: list[str] = []
    library.read_again(story, progress=lambda _done, _of, step: steps.append(step))
    assert names(library, story) == {"Eve Finch", "Thomas"}
    assert steps[-1] == "done"
    assert library.check() == []
    library.take_back(story, correction)
    library.read_again(story)
    assert names(library, story) == {"Ada Finch", "Thomas"}
    assert library.story(story).provenance["corrections"]["file"] == "lamp.corrections.toml"


def test_corrections_outlive_the_story_and_a_reading_anew(library: Library, book: Path) -> None:
    (story,) = library.add(book).added
    library.correct(story, "rename", character="Ada Finch", to="Eve Finch")
    library.remove(story)
    (again,) = library.add(book).added
    assert "Eve Finch" in names(library, again)


def test_a_story_file_is_corrected_as_well(library: Library, book: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.fabula"
    fabula.read(book).save(saved)
    story, is_new = library.add_upload(saved, "a name of its own.fabula")
    assert (is_new, library.add_upload(saved, "other.fabula")) == (True, (story, False))
    assert library.entry(story).name == "a name of its own.fabula"
    library.correct(story, "rename", character="Ada Finch", to="Eve Finch")
    library.remove(story)
    story, _ = library.add_upload(saved, "saved.fabula")
    assert "Eve Finch" in names(library, story)


def test_another_word_about_the_same_line_takes_the_place_of_the_first(library: Library) -> None:
    story = library.add_story(fabula.testing.tiny_story())
    library.correct(story, "speaker", quote="The lamp is out", speaker="Ada")
    library.correct(story, "speaker", quote="Must I", speaker="Ada")
    library.correct(story, "speaker", quote="The lamp is out", speaker={"name": "Tom", "at": "Tom said"}, new=False)
    made = library.corrections(story)
    assert [one.keys["quote"] for one in made] == ["Must I", "The lamp is out"]
    assert tomllib.loads(toml_of(made))["speaker"][1]["speaker"] == {"name": "Tom", "at": "Tom said"}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("kill", {"character": "Tom"}),
        ("rename", {"character": "Tom"}),
        ("merge", {"characters": ["Tom"]}),
        ("rename", {"character": 'Tom"\n[[merge]]', "to": 7}),
    ],
)
def test_what_is_no_correction_is_not_kept(library: Library, kind: str, keys: dict[str, object]) -> None:
    story = library.add_story(fabula.testing.tiny_story())
    with pytest.raises(CorrectionsUnknown):
        library.correct(story, kind, **keys)
    assert library.corrections(story) == []


def test_a_name_cannot_add_a_section_of_its_own(library: Library) -> None:
    story = library.add_story(fabula.testing.tiny_story())
    library.correct(story, "rename", character='Tom"\n[[merge]]\ncharacters = ["a", "b"]', to="]]\x7f'")
    assert set(tomllib.loads(toml_of(library.corrections(story)))) == {"rename"}


def test_only_stories_that_are_there_are_corrected(library: Library) -> None:
    story = library.add_story(fabula.testing.tiny_story())
    for action in (
        lambda: library.correct(9, "rename", character="Tom", to="Thomas"),
        lambda: library.take_back(story, 1),
        lambda: library.read_again(9),
        lambda: library.outline(9),
        lambda: library.entry(9),
    ):
        with pytest.raises(NotInLibrary):
            action()
