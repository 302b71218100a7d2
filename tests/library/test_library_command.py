"""``fabula library``: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fabula
from fabula.cli import run
from fabula.testing import tiny_story


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABULA_LIBRARY", str(tmp_path / "shelf.db"))


def printed(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert run(["library", *map(str, arguments)]) == code
    return capsys.readouterr().out


def test_books_are_added_listed_and_searched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "6 added; the library has 6 stories" in printed(capsys, "add", folder)
    assert "Book 3" in printed(capsys, "list")
    out = printed(capsys, "search", "ship", "--said-by", "Mrs. Bell", "--limit", 2, "--counts")
    assert "Mrs. Bell to Captain Morrow:" in out
    assert "by story" in out
    assert "nothing found" in printed(capsys, "search", "spaceship")


def test_json_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "add", folder)
    stories = json.loads(printed(capsys, "list", "--json", "--person", "third"))
    assert [story["title"] for story in stories] == [f"Book {number}" for number in range(6)]
    answer = json.loads(printed(capsys, "search", "the lamp", "--about", "Tom", "--json", "--counts", "--limit", 1))
    (found,) = answer["found"]
    marked = [found["passage"][start:end] for start, end in found["marks"]]
    assert set(marked) == {"the lamp"}
    assert [count["name"] for count in answer["counts"]["story"]] == [f"Book {number}" for number in range(6)]


def test_the_exit_code_is_2_only_if_nothing_could_be_added(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "add", folder / "gone.epub", code=2)
    assert "0 added, 1 that cannot be read" in out
    assert "gone.epub: " in out
    assert "(S01)" in out
    printed(capsys, "add", folder / "gone.epub", folder, code=0)


def test_a_story_is_exported_whole(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "add", folder / "0.fabula")
    out = tmp_path / "out.fabula"
    printed(capsys, "export", 1, "-o", out)
    assert out.read_bytes() == (folder / "0.fabula").read_bytes()
    assert fabula.load(out).text == tiny_story().text
    printed(capsys, "export", 1, "-o", out, code=2)
    printed(capsys, "export", 1, "-o", out, "--force")


def test_a_removed_story_is_gone_and_the_library_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "add", folder)
    printed(capsys, "remove", 1, 2)
    assert "4 stories, no faults" in printed(capsys, "check")
    printed(capsys, "remove", 1, code=2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list"], "no library here"),
        (["search", "lamp"], "no library here"),
        (["check"], "no library here"),
    ],
)
def test_without_a_library_there_is_one_line(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["library", *arguments]) == 2
    assert code in capsys.readouterr().err


def test_a_faulty_library_has_exit_code_2(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "add", folder)
    with fabula.Library(tmp_path / "shelf.db") as library:
        library._connection.execute("DELETE FROM quote_spans")
    assert "quote_words" in printed(capsys, "check", code=2)


def test_signs_of_the_index_are_plain_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "add", folder / "0.fabula")
    for words in ("lamp OR", "NEAR(", '"unbalanced', "text:lamp", "lamp*", "-lamp ^", "'; DROP TABLE stories; --"):
        printed(capsys, "search", "--", words)
    printed(capsys, "search", "***", code=2)
    assert "Book 0" in printed(capsys, "list")
