"""The same book gives the same bytes: on one thread or two, in whatever order Python keeps its sets."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fabula.language.workers import SHORTEST_FOR_TWO

ROOT = Path(__file__).resolve().parents[1]
READ_AND_WRITE = """
import sys
from pathlib import Path

import fabula
from fabula.companion.page import write_page
from fabula.exports import FORMATS, export

book, out = Path(sys.argv[1]), Path(sys.argv[2])
story = fabula.read(book, threads=int(sys.argv[3]))
story.save(out / "story.fabula")
write_page(story, out / "story.html")
for name in FORMATS:
    export(story, name, out / name, book="story")
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders with all that can be made of a book, which is long enough for two threads to share it."""
    folder = tmp_path_factory.mktemp("twice")
    told = Path(ROOT, "examples", "old_patience.txt").read_text(encoding="utf-8")
    book = folder / "book.txt"
    book.write_text((told + "\n\n") * (2 + SHORTEST_FOR_TWO // len(told)), encoding="utf-8")
    runs = []
    for threads, seed in ((1, "1"), (2, "77")):
        out = folder / str(threads)
        out.mkdir()
        line = [sys.executable, "-c", READ_AND_WRITE, str(book), str(out), str(threads)]
        runs.append((out, subprocess.Popen(line, env={**os.environ, "PYTHONHASHSEED": seed})))
    assert [process.wait(timeout=300) for _, process in runs] == [0, 0]
    return runs[0][0], runs[1][0]


def files_in(folder: Path) -> list[str]:
    """Every file in a folder, at any depth."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_book_read_on_one_thread_and_on_two_gives_the_same_files(written: tuple[Path, Path]) -> None:
    first, second = written
    names = files_in(first)
    assert len(names) > 50
    assert files_in(second) == names
    _, different, unreadable = filecmp.cmpfiles(first, second, names, shallow=False)
    assert different == []
    assert unreadable == []
