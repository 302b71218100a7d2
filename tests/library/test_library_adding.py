"""Adding: files, folders and Calibre libraries; what is there is skipped, what is bad is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula import Library
from fabula.errors import SourceBinary, SourceNotFound, StoryFileDamaged
from fabula.library import adding
from fabula.sources.finding import books_in
from fabula.story import Story
from fabula.testing import tiny_story

TEXT = """CHAPTER ONE

"The kettle is cold," said Anna Bright. She put it on the stove and looked at her brother.

"I forgot it," said Martin. "I forgot everything today." He sat down at the kitchen table and laughed.
"""
MakeStory = Callable[..., Story]


def test_a_book_is_read_and_found(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "kettle.txt"
    book.write_text(TEXT)
    added = library.add(book, threads=1)
    assert (added.added, added.failed) == ((1,), ())
    assert [found.speaker for found in library.search("forgot", said_by="Martin")] == ["Martin"]
    (entry,) = library.stories()
    assert (entry.title, entry.name, entry.weights) == ("Kettle", "kettle.txt", adding.WEIGHTS)
    assert library.story(1).text == TEXT
    assert library.check() == []


def test_what_is_there_is_skipped_by_its_bytes_whatever_its_name(library: Library, folder: Path) -> None:
    assert len(library.add(folder).added) == 6
    shutil.copy(folder / "0.fabula", folder / "copy.fabula")
    again = library.add([folder])
    assert (again.added, len(again.known)) == ((), 7)


def test_bad_books_stop_nothing_and_are_named(library: Library, folder: Path) -> None:
    (folder / "1.fabula").write_bytes(b"PK no story")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cover.jpg").write_bytes(b"\xff\xd8")
    added = library.add([folder, folder / "gone.txt"])
    assert len(added.added) == 5
    assert added.no_books == 1
    assert {path.name: type(error) for path, error in added.failed} == {
        "1.fabula": StoryFileDamaged,
        "noise.txt": SourceBinary,
        "gone.txt": SourceNotFound,
    }
    assert library.check() == []


def test_a_bug_with_one_book_does_not_stop_the_others(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, threads: int | None, **_: object) -> Story:
        if path.name == "2.fabula":
            raise IndexError("a bug")
        return reading(path, threads=threads)

    reading = adding.read
    monkeypatch.setattr(adding, "read", read)
    added = library.add(folder)
    assert (len(added.added), [path.name for path, _ in added.failed]) == (5, ["2.fabula"])


def test_what_an_older_version_read_is_read_again_when_asked(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "kettle.txt"
    book.write_text(TEXT)
    times = []

    def read(path: Path, threads: int | None, **_: object) -> Story:
        times.append((path, threads))
        return Story(tiny_story().text, tiny_story().tables, provenance={"fabula": adding.fabula.__version__})

    monkeypatch.setattr(adding, "read", read)
    library.add(book)
    assert library.add(book, refresh=True).added == ()
    monkeypatch.setattr(adding, "WEIGHTS", adding.WEIGHTS + 1)
    assert library.add(book).added == ()
    assert len(library.add(book, refresh=True).added) == 1
    assert (len(times), len(library)) == (2, 1)
    assert library.add(book, refresh=True).added == ()
    book.with_name("kettle.corrections.toml").write_text('[[rename]]\ncharacter = "Tom"\nto = "Thomas"\n')
    assert len(library.add(book, refresh=True).added) == 1
    assert library.check() == []


def test_folders_are_searched_at_any_depth_and_results_are_no_books(tmp_path: Path) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("a.epub", "a.fabula", "a.html", "b.fabula", "b.html", "deep/deeper/c.TXT", "d.html", "cover.png"):
        (tmp_path / name).touch()
    (tmp_path / ".hidden" / "e.txt").touch()
    found = list(books_in(tmp_path))
    assert [book.path.relative_to(tmp_path).as_posix() for book in found if book] == [
        "a.epub",
        "b.fabula",
        "d.html",
        "deep/deeper/c.TXT",
    ]
    assert found.count(None) == 4


@pytest.fixture
def calibre(tmp_path: Path, make_story: MakeStory) -> Path:
    """A Calibre library: one book in two formats, one that has only a format that fabula does not know."""
    root = tmp_path / "Calibre"
    place = root / "Ann Author" / "The Book (1)"
    place.mkdir(parents=True)
    make_story("inside").save(place / "The Book - Ann Author.fabula")
    (place / "The Book - Ann Author.epub").write_bytes(b"no zip")
    connection = sqlite3.connect(root / "metadata.db")
    connection.executescript(
        """
        CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, path TEXT);
        CREATE TABLE data (id INTEGER PRIMARY KEY, book INTEGER, format TEXT, name TEXT);
        CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE books_authors_link (id INTEGER PRIMARY KEY, book INTEGER, author INTEGER);
        CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE books_series_link (id INTEGER PRIMARY KEY, book INTEGER, series INTEGER);
        CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE books_tags_link (id INTEGER PRIMARY KEY, book INTEGER, tag INTEGER);
        INSERT INTO books VALUES (1, 'The Book', 'Ann Author/The Book (1)'), (2, 'A Comic', 'Ann Author/A Comic (2)');
        INSERT INTO data VALUES (1, 1, 'EPUB', 'The Book - Ann Author'), (2, 1, 'FABULA', 'The Book - Ann Author'),
            (3, 2, 'CBZ', 'A Comic - Ann Author');
        INSERT INTO authors VALUES (1, 'Author| Ann'), (2, 'Bob Second');
        INSERT INTO books_authors_link VALUES (1, 1, 1), (2, 1, 2);
        INSERT INTO series VALUES (1, 'The Cycle');
        INSERT INTO books_series_link VALUES (1, 1, 1);
        INSERT INTO tags VALUES (1, 'Sea');
        INSERT INTO books_tags_link VALUES (1, 1, 1);
        """
    )
    connection.close()
    return root


def test_a_calibre_library_gives_its_titles_authors_series_and_tags(library: Library, calibre: Path) -> None:
    added = library.add(calibre)
    assert (len(added.added), added.failed, added.no_books) == (1, (), 1)
    (entry,) = library.stories()
    assert (entry.title, entry.author) == ("The Book", "Author, Ann, Bob Second")
    assert (entry.series, entry.tags) == (("The Cycle",), ("Sea",))
    assert library.story(1).metadata.title == "The Book"


def test_a_broken_catalogue_is_named(library: Library, calibre: Path) -> None:
    (calibre / "metadata.db").write_bytes(b"not a database at all" * 100)
    added = library.add(calibre)
    assert [path.name for path, _ in added.failed] == ["metadata.db"]
