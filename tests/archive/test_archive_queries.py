"""The questions in the documentation run, and answer what the stories themselves say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fabula
from fabula.archive import Archive
from fabula.archive.columns import OWN_TABLES
from fabula.errors import ArchiveDamaged, NotAnArchive
from fabula.testing import assert_tables_equal

pytest.importorskip("duckdb", reason="DuckDB is not installed: fabula[archive] has it")

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "archive.md").read_text("utf-8")
QUESTIONS = dict(re.findall(r"^### (.+?)\n\n```sql\n(.+?)```", PAGE, re.M | re.S))


@pytest.fixture(scope="module")
def archive(undisturbed: Path) -> Archive:
    return Archive(str(undisturbed))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_the_documentation_has_an_answer(archive: Archive, question: str) -> None:
    answer = archive.connect().sql(QUESTIONS[question]).fetchall()
    may_be_empty = ("could not be read", "named women", "Where do scenes")
    assert answer or any(part in question for part in may_be_empty)


def test_there_are_at_least_ten_questions() -> None:
    assert len(QUESTIONS) >= 10


def test_dialogue_by_author_is_what_the_stories_say(archive: Archive) -> None:
    stories = [archive.story(number) for number in range(len(archive))]
    spoken = sum(end - start for story in stories for q in story.quotes if q.kind == "speech" for start, end in q.spans)
    prose = 0
    for story in stories:
        rows = story.tables["paragraphs"].to_pylist()
        prose += sum(row["end"] - row["start"] for row in rows if row["kind"] == "prose")
    (row,) = archive.connect().sql(QUESTIONS["How much of each author's prose is dialogue?"]).fetchall()
    assert row == (None, len(stories), round(spoken / prose, 3))


def test_lines_by_pronouns_are_what_the_stories_say(archive: Archive) -> None:
    lines: dict[str | None, int] = {}
    for number in range(len(archive)):
        for quote in archive.story(number).quotes:
            if quote.kind == "speech" and quote.speaker is not None:
                lines[quote.speaker.pronouns] = lines.get(quote.speaker.pronouns, 0) + 1
    rows = archive.connect().sql(QUESTIONS["How many lines do characters have, by their pronouns?"]).fetchall()
    assert {row[0]: row[2] for row in rows} == lines


def test_a_story_comes_back_whole(archive: Archive) -> None:
    source = archive.table("stories", ["source"])["source"].to_pylist()[0]
    read = fabula.read(source)
    again = archive.story(0)
    assert again.text == read.text
    assert again.metadata == read.metadata
    assert again.title == read.title
    for name, table in read.tables.items():
        assert_tables_equal(again.tables[name], table)
    with pytest.raises(IndexError):
        archive.story(99)


def test_every_column_of_the_archive_is_in_the_documentation() -> None:
    described = PAGE.split("<!-- columns -->")[1].split("<!-- end of columns -->")[0]
    columns = [column.name for name in ("stories", "failures") for column in OWN_TABLES[name]]
    assert [column for column in columns if f"`{column}`" not in described] == []


def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(NotAnArchive, match="is not an archive"):
            Archive(str(place))
    (tmp_path / "archive.json").write_text("{")
    with pytest.raises(ArchiveDamaged, match=r"archive\.json"):
        Archive(str(tmp_path))
