"""The command applies the corrections beside a book, says what does not fit, and lists what is unsure."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fabula

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "old_patience.txt"
PAGE = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")
CORRECTIONS = re.findall(r"```toml\n(\[\[.*?)```", PAGE, re.DOTALL)[0]
Answer = subprocess.CompletedProcess[str]


def command(*arguments: str | Path, stdin: str | None = None) -> Answer:
    line = [sys.executable, "-m", "fabula", *(str(argument) for argument in arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, input=stdin, timeout=120)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "old_patience.txt"))


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The example, and what the command says of it when asked for a review."""
    book = Path(shutil.copy(EXAMPLE, tmp_path_factory.mktemp("reviewed")))
    return book, command("read", book, "--review")


def test_a_review_lists_what_is_unsure_and_writes_it_beside_the_book(reviewed: tuple[Path, Answer]) -> None:
    book, answer = reviewed
    assert answer.returncode == 0, answer.stderr
    written = {path.name for path in book.parent.iterdir()}
    assert written == {"old_patience.txt", *(f"old_patience.{kind}" for kind in ("fabula", "html", "review.toml"))}
    assert str(book.with_suffix(".review.toml")) in answer.stdout
    review = book.with_suffix(".review.toml").read_text(encoding="utf-8")
    n_unsure = review.count("#[[speaker]]")
    assert n_unsure > 0
    assert f" {n_unsure} of {len(fabula.load(book.with_suffix('.fabula')).quotes)} quotations" in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines() if "old_patience." not in line) < 80


def test_the_example_in_the_documentation_does_what_is_said_there(book: Path) -> None:
    (said,) = re.findall(r"```text\n( \d of \d corrections .*?)```", PAGE, re.DOTALL)
    book.with_suffix(".corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    assert said in command("read", book).stdout


def test_a_story_file_can_be_reviewed_too(reviewed: tuple[Path, Answer], tmp_path: Path) -> None:
    book, answer = reviewed
    again = command("read", book.with_suffix(".fabula"), "--review", "-o", tmp_path / "again")
    assert again.stdout.split("wrote")[0] == answer.stdout.split("wrote")[0]
    assert (tmp_path / "again.review.toml").read_bytes() == book.with_suffix(".review.toml").read_bytes()


def test_confirming_all_that_is_unsure_empties_the_list(reviewed: tuple[Path, Answer], book: Path) -> None:
    review = reviewed[0].with_suffix(".review.toml").read_text(encoding="utf-8")
    blocks = re.findall(r"(#\[\[speaker\]\]\n(?:#(?:quote|after|occurrence) .*\n)+#speaker .*\n)", review)
    confirmed = "".join(re.sub("^#", "", block, flags=re.MULTILINE) for block in blocks)
    book.with_suffix(".corrections.toml").write_text(confirmed, encoding="utf-8")
    answer = command("read", book, "--review", "--json")
    facts = json.loads(answer.stdout)
    assert facts["corrections"] == {"file": "old_patience.corrections.toml", "given": len(blocks), "misfits": []}
    settled = {re.sub(r"\W", "", quote) for quote in re.findall('quote = "(.*)"', confirmed)}
    left = [one for one in facts["review"] if re.sub(r"\W", "", str(one["anchor"]["quote"])) in settled]
    assert left == []


def test_json_has_the_list_and_quiet_prints_nothing(reviewed: tuple[Path, Answer], tmp_path: Path) -> None:
    story = reviewed[0].with_suffix(".fabula")
    facts = json.loads(command("read", story, "--review", "--json", "-o", tmp_path / "a").stdout)
    assert facts["corrections"] is None
    assert facts["outputs"]["review"] == str(tmp_path / "a.review.toml")
    assert set(facts["review"][0]) == {"chapter", "before", "text", "candidates", "anchor"}
    quiet = command("read", story, "--review", "--quiet", "-o", tmp_path / "b")
    assert (quiet.stdout, quiet.stderr) == ("", "")
    assert (tmp_path / "b.review.toml").exists()
    assert "review" not in json.loads(command("read", story, "--json", "-o", tmp_path / "c").stdout)


@pytest.mark.parametrize(
    ("corrections", "part"),
    [('[[rename]\ncharacter = "Mina"', "line 1"), ('[[speaker]]\nquote = "x"\nspeeker = "Mina"\n', "'speaker'?")],
)
def test_a_file_that_is_not_understood_stops_the_reading_in_one_line(corrections: str, part: str, book: Path) -> None:
    book.with_suffix(".corrections.toml").write_text(corrections, encoding="utf-8")
    answer = command("read", book, "--review")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"fabula: {book.with_suffix('.corrections.toml')}, line ")
    assert answer.stderr.count("\n") == 1
    assert part in answer.stderr
    assert len(list(book.parent.iterdir())) == 2


def test_the_file_of_corrections_is_never_written(book: Path) -> None:
    corrections = book.with_suffix(".corrections.toml")
    corrections.write_text(CORRECTIONS, encoding="utf-8")
    before = corrections.stat().st_mtime_ns
    command("read", book, "--review", "--quiet")
    assert corrections.stat().st_mtime_ns == before


def test_corrections_newer_than_a_story_file_are_spoken_of(reviewed: tuple[Path, Answer], tmp_path: Path) -> None:
    story = Path(shutil.copy(reviewed[0].with_suffix(".fabula"), tmp_path))
    assert command("read", story).stderr == ""
    story.with_suffix(".corrections.toml").write_text("# not yet\n", encoding="utf-8")
    answer = command("read", story)
    assert answer.returncode == 0
    assert "read the book itself" in answer.stderr
    assert "read the book itself" in command("export", story, "--to", "json").stderr
    assert command("read", story, "--quiet").stderr == ""


def test_standard_input_has_no_corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("-.corrections.toml", "story.corrections.toml"):
        (tmp_path / name).write_text("this is no TOML", encoding="utf-8")
    answer = command("read", "-", stdin='"Come in," said Ada. She opened the door for him and went back to bed.')
    assert answer.returncode == 0, answer.stderr
    assert "correction" not in answer.stdout


def test_a_book_that_is_not_there_comes_before_its_corrections(tmp_path: Path) -> None:
    (tmp_path / "emma.corrections.toml").write_text("this is no TOML", encoding="utf-8")
    assert "no such file" in command("read", tmp_path / "emma.epub").stderr
