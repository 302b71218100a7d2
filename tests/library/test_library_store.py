"""What the library keeps of a story, and that the story comes back whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import fabula
from fabula import Library
from fabula.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryNotFound,
    LibraryOfOtherVersion,
    NotALibrary,
    NotInLibrary,
    StoryFileOfOtherVersion,
)
from fabula.library import connection as connecting
from fabula.library.packing import pack, unpack
from fabula.library.passages import passages_of
from fabula.schema import table_of
from fabula.story import Story
from fabula.testing import assert_tables_equal, tiny_story

FOOT = "The Lamp at Gull PointStories told by the sea"
FILLED = ("stories", "story_tables", "passages", "quotes", "quote_spans", "entities", "names", "labels")
VIEWS = ("shelf", "lines", "scene_list", "tie_list", "note_counts")


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def with_rows(story: Story, **changes: dict[str, list[object]]) -> Story:
    tables = {**story.tables, **{name: table_of(name, columns) for name, columns in changes.items()}}
    return Story(story.text, tables, story.metadata, story.provenance)


def test_a_story_comes_back_whole(library: Library) -> None:
    story = tiny_story()
    back = library.story(library.add_story(story))
    assert back.text == story.text
    assert list(back.tables) == list(story.tables)
    for name in story.tables:
        assert_tables_equal(back.tables[name], story.tables[name])
    assert (back.metadata, dict(back.provenance)) == (story.metadata, dict(story.provenance))


@pytest.mark.parametrize("odd", ["\x00", "\x02\x03", "\ud800", "\U0001f600\r\n", "\x1a"])
def test_characters_that_sqlite_does_not_take_come_back(library: Library, odd: str) -> None:
    tiny = tiny_story()
    story = Story(tiny.text + odd, tiny.tables, tiny.metadata)
    assert library.story(library.add_story(story)).text == story.text
    assert library.check() == []


def test_packed_tables_are_the_same_with_and_without_nulls() -> None:
    story = tiny_story()
    assert story.tables["quotes"]["speaker"].null_count or story.tables["scenes"]["place"].null_count
    tables = unpack(story.text, pack(story.text, story.tables))
    assert all(tables[name].equals(story.tables[name]) for name in story.tables)


def test_packed_tables_of_no_rows_are_tables() -> None:
    empty = {name: table.slice(0, 0) for name, table in tiny_story().tables.items()}
    tables = unpack("", pack("", empty))
    assert {name: len(table) for name, table in tables.items()} == dict.fromkeys(empty, 0)


def test_passages_tile_the_text_and_keep_furniture_apart() -> None:
    story = tiny_story()
    passages = passages_of(story)
    assert "".join(story.text[passage.start : passage.end] for passage in passages) == story.text
    assert [story.text[p.start : p.end].strip() for p in passages if p.kind == "furniture"] == [
        "412 39 7",
        FOOT,
    ]


def test_furniture_is_not_found_by_its_words(library: Library) -> None:
    library.add_story(tiny_story())
    assert library.search("412") == []


def test_the_same_story_is_there_once(library: Library) -> None:
    assert library.add_story(tiny_story()) == library.add_story(tiny_story())
    assert len(library) == 1


def test_a_removed_story_leaves_nothing(path: Path, library: Library) -> None:
    library.add_story(tiny_story())
    assert [name for name, count in counts(path) if not count and name in FILLED] == []
    library.remove(1)
    assert [name for name, count in counts(path) if count] == []
    assert library.search("lamp") == []
    assert library.check() == []


def counts(path: Path) -> list[tuple[str, int]]:
    tables = rows(
        path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\'"
    )
    return [(str(name), int(rows(path, f"SELECT count(*) FROM {name}")[0][0])) for (name,) in tables]  # type: ignore[call-overload]


def test_what_is_not_in_the_library_cannot_be_taken_out_of_it(library: Library) -> None:
    with pytest.raises(NotInLibrary, match="no story 3"):
        library.remove(3)
    with pytest.raises(NotInLibrary, match="no story 3"):
        library.story(3)


def test_removing_one_story_leaves_the_other_as_it_was(shelf: Library) -> None:
    shelf.remove(1)
    assert shelf.story(2).text == tiny_story().text
    assert {found.story for found in shelf.search("lamp")} == {2}
    assert shelf.check() == []


@pytest.mark.usefixtures("shelf")
def test_the_views_say_who_speaks_to_whom(path: Path) -> None:
    lines = rows(path, "SELECT speaker, addressees, text FROM lines WHERE story = 'Gull Point' AND text LIKE '%ship%'")
    assert lines == [("Mrs. Bell", "Captain Morrow", '"The Finches are right, Captain," "There is a ship."')]
    assert len(rows(path, "SELECT * FROM lines")) == 2 * len(tiny_story().quotes)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_can_be_read(path: Path, shelf: Library, view: str) -> None:
    assert shelf.check() == []
    connection = sqlite3.connect(path)
    assert connection.execute(f"SELECT * FROM {view}").description
    connection.close()


def test_scenes_and_ties_and_notes_are_there_by_name(path: Path, library: Library) -> None:
    library.add_story(tiny_story())
    story = tiny_story()
    assert len(rows(path, "SELECT * FROM scene_list")) == len(story.scenes)
    assert rows(path, "SELECT source, kind, target FROM tie_list ORDER BY id") == [
        (tie.source.name, tie.kind, tie.target.name) for tie in story.relationships
    ]
    total = rows(path, "SELECT coalesce(sum(passages), 0) FROM note_counts")[0][0]
    assert total == len(story.notes)


def test_the_header_says_what_the_file_is(path: Path, library: Library) -> None:
    assert library.check() == []
    assert rows(path, "PRAGMA application_id") == [(connecting.APPLICATION_ID,)]
    assert rows(path, "PRAGMA user_version") == [(connecting.SCHEMA_VERSION,)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_a_library_that_is_not_there_is_made_only_when_asked(path: Path) -> None:
    with pytest.raises(LibraryNotFound, match="no library here"):
        Library(path, create=False)
    assert not path.exists()


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.touch()
    with Library(path) as library:
        assert len(library) == 0


def test_another_file_is_left_alone(path: Path) -> None:
    path.write_text("once upon a time, there was no database here, only words and words" * 20)
    with pytest.raises(NotALibrary):
        Library(path)
    assert path.read_text().startswith("once upon a time")


def test_another_database_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    with pytest.raises(NotALibrary):
        Library(path)
    assert rows(path, "SELECT name FROM sqlite_schema") == [("recipes",)]


@pytest.mark.parametrize(("version", "what"), [(99, "newer"), (0, "older")])
def test_a_library_of_another_version_is_refused(path: Path, library: Library, version: int, what: str) -> None:
    library.close()
    rows(path, f"PRAGMA user_version = {version}")
    with pytest.raises(LibraryOfOtherVersion, match=what):
        Library(path)


def test_a_story_of_other_tables_is_searched_and_not_given_back(library: Library) -> None:
    library.add_story(tiny_story())
    library._connection.execute("UPDATE stories SET format = 1")
    assert library.search("lamp")
    with pytest.raises(StoryFileOfOtherVersion, match="--refresh"):
        library.story(1)


def test_a_damaged_file_is_said_to_be_damaged(path: Path, shelf: Library) -> None:
    shelf.close()
    data = bytearray(path.read_bytes())
    data[9000:] = b"\xff" * (len(data) - 9000)
    path.write_bytes(data)
    with pytest.raises(LibraryDamaged), Library(path) as library:
        library.search("lamp")


def test_check_finds_what_is_missing(shelf: Library) -> None:
    shelf._connection.execute("PRAGMA foreign_keys = OFF")
    shelf._connection.execute("DELETE FROM passages WHERE id = 3")
    faults = " ".join(shelf.check())
    assert "passages" in faults
    assert "passage_words" in faults
    assert "story 1" in faults
    assert "story 2" not in faults


def test_check_finds_tables_that_cannot_be_read(shelf: Library) -> None:
    shelf._connection.execute("UPDATE story_tables SET tables = zeroblob(40) WHERE story = 2")
    assert [fault for fault in shelf.check() if "story 2" in fault and "damaged" in fault]


@pytest.mark.usefixtures("library")
def test_who_waits_too_long_is_told_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "WAIT", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Library(path) as other, pytest.raises(LibraryBusy):
        other.add_story(tiny_story())
    holder.execute("ROLLBACK")
    holder.close()


def test_the_file_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABULA_LIBRARY", str(tmp_path / "deep" / "shelf.db"))
    with Library() as library:
        assert library.path == tmp_path / "deep" / "shelf.db"
    monkeypatch.delenv("FABULA_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert connecting.default_path() == tmp_path / "fabula" / "library.db"
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert connecting.default_path() == tmp_path / ".local" / "share" / "fabula" / "library.db"


def test_the_library_is_a_public_name() -> None:
    assert fabula.Library is Library
