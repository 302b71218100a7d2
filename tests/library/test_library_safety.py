"""Killed at any moment, with two writers at once, on a full disk: a story is in whole, or not at all."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fabula import Library
from fabula.errors import DiskFull
from fabula.testing import tiny_story

ADD_FOREVER = """
import sys
from fabula import Library
from fabula.testing import tiny_story

story = tiny_story()
library = Library(sys.argv[1])
start = len(library)
print("ready", flush=True)
for number in range(start, start + 100000):
    library.add_story(story, f"story {number}")
    if number % 3 == 2:
        library.remove(library.stories()[0].id)
    print(number, flush=True)
"""
ADD_WITH_LIMIT = """
import resource
import sys
from fabula import Library
from fabula.errors import OutputError
from fabula.testing import tiny_story

story = tiny_story()
with Library(sys.argv[1]) as library:
    library.add_story(story, "first")
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    for number in range(100000):
        try:
            library.add_story(story, f"story {number}")
        except OutputError as error:
            print(error.code)
            sys.exit(3)
"""


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy())


def add_many(library: Library, n: int) -> None:
    for number in range(n):
        library.add_story(tiny_story(), f"story {number}")


def check_whole(path: Path) -> int:
    """How many stories there are; all of them are whole and can be given back."""
    with Library(path, create=False) as library:
        assert library.check() == []
        for entry in library.stories():
            assert library.story(entry.id).text == tiny_story().text
        found = library.search("ship", limit=100_000)
        assert {one.story for one in found} == {entry.id for entry in library.stories()}
        return len(library)


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_killed_at_any_moment_every_story_is_whole_or_not_there(path: Path) -> None:
    chance = random.Random(5)
    numbers = []
    for _ in range(5):
        adding = python(ADD_FOREVER, path)
        assert adding.stdout is not None
        assert adding.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.6))
        adding.send_signal(signal.SIGKILL)
        said, complaints = adding.communicate()
        assert (adding.returncode, complaints) == (-signal.SIGKILL, "")
        numbers.append(len(said.split()))
        check_whole(path)
    assert max(numbers) > 0


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_killed_while_the_library_is_made_it_is_one_or_none(tmp_path: Path) -> None:
    chance = random.Random(6)
    code = "import sys; from fabula import Library; print('ready', flush=True); Library(sys.argv[1])"
    for number in range(4):
        path = tmp_path / f"{number}.db"
        making = python(code, path)
        assert making.stdout is not None
        making.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        making.kill()
        making.communicate()
        with Library(path) as library:
            assert library.check() == []


def test_what_a_failed_transaction_wrote_is_gone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fabula.library import adding

    with Library(path) as library:
        library.add_story(tiny_story(), "first")
        inserted = adding.insert_story

        def insert_and_fail(*arguments: object) -> int:
            inserted(*arguments)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        monkeypatch.setattr(adding, "insert_story", insert_and_fail)
        with pytest.raises(KeyboardInterrupt):
            library.add_story(tiny_story(), "second")
    assert check_whole(path) == 1


def test_two_writers_at_once_add_everything_once(path: Path, folder: Path) -> None:
    add = "import sys; from fabula import Library; print(len(Library(sys.argv[1]).add(sys.argv[2]).added))"
    writers = [python(add, path, folder) for _ in range(2)]
    answers = [writer.communicate(timeout=120) for writer in writers]
    assert [(writer.returncode, complaints) for writer, (_, complaints) in zip(writers, answers, strict=True)] == [
        (0, ""),
        (0, ""),
    ]
    assert sum(int(said) for said, _ in answers) == 6
    assert check_whole(path) == 6


def test_two_writers_of_different_stories_wait_for_each_other(path: Path) -> None:
    code = """
import sys
from fabula import Library
from fabula.testing import tiny_story
library = Library(sys.argv[1])
for number in range(15):
    library.add_story(tiny_story(), f"{sys.argv[2]} {number}")
"""
    writers = [python(code, path, name) for name in ("first", "second")]
    assert [writer.communicate(timeout=120) for writer in writers] == [("", ""), ("", "")]
    assert check_whole(path) == 30


def test_a_reader_sees_whole_stories_while_another_writes(path: Path) -> None:
    with Library(path) as writer, Library(path) as reader:
        writer.add_story(tiny_story(), "first")
        writer._connection.execute("PRAGMA foreign_keys = OFF")
        writer._connection.execute("BEGIN IMMEDIATE")
        writer._connection.execute("DELETE FROM passages")
        assert len(reader.search("ship")) == 1
        writer._connection.execute("ROLLBACK")
    assert check_whole(path) == 1


def test_a_full_disk_keeps_what_is_whole(path: Path) -> None:
    with Library(path) as library:
        library.add_story(tiny_story(), "first")
        (pages,) = library._connection.execute("PRAGMA page_count").fetchone()
        library._connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(DiskFull, match="no space left"):
            add_many(library, 100)
        there = len(library)
        assert library.search("ship")
    assert 1 <= check_whole(path) == there < 100


@pytest.mark.skipif(os.name == "nt", reason="needs limits on the size of files")
def test_a_file_that_may_not_grow_keeps_what_is_whole(path: Path) -> None:
    adding = python(ADD_WITH_LIMIT, path, 600_000)
    said, complaints = adding.communicate(timeout=120)
    assert (adding.returncode, complaints) == (3, "")
    assert said.strip() in ("O01", "O02")
    assert check_whole(path) >= 1
    with Library(path) as library:
        library.add_story(tiny_story(), "after")
    check_whole(path)


def test_deleting_looks_up_foreign_keys_again_afterwards(shelf: Library) -> None:
    shelf.remove(1)
    with pytest.raises(sqlite3.IntegrityError):
        shelf._connection.execute("INSERT INTO labels VALUES ('tag', 'x', 99, 'x')")
