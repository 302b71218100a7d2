"""Reading the Project Dialogism Novel Corpus, whole and broken."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pdnc_folder import write_novel

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.pdnc import novel_folders, read_novel
from fabula.testing import tiny_story


@pytest.fixture
def novel(tmp_path: Path) -> Path:
    return write_novel(tmp_path / "novel", tiny_story())


@pytest.mark.parametrize("name", ["dev/TheAwakening", "train/DaisyMiller", "train/AlicesAdventuresInWonderland"])
def test_every_span_holds_the_quoted_words_of_the_real_novel(shared: Path, name: str) -> None:
    novel = read_novel(shared / "data" / "pdnc" / name)
    with (shared / "data" / "pdnc" / name / "quotation_info.csv").open(encoding="utf-8", newline="") as file:
        quoted = [row["quoteText"].split() for row in csv.DictReader(file)]
    assert [" ".join(novel.text[s:e] for s, e in quote.spans).split() for quote in novel.quotes] == quoted


def test_one_character_written_by_two_names_is_one_character(shared: Path) -> None:
    said = {quote.speaker for quote in read_novel(shared / "data" / "pdnc" / "train" / "ARoomWithAView").quotes}
    assert "Mr. Vyse" in said
    assert "Cecil" not in said


def test_a_folder_of_novels_gives_each_of_them_once(novel: Path) -> None:
    write_novel(novel.parent / "another", tiny_story())
    folders = novel_folders([novel.parent, novel])
    assert [folder.name for folder in folders] == ["another", "novel"]


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("quotation_info.csv", "quoteByteSpans", "spans", "no column quoteByteSpans"),
        ("quotation_info.csv", "[[", "[[999999, ", "quoteByteSpans is not a list"),
        ("quotation_info.csv", "[[", "[[-", "a span outside the text"),
        ("quotation_info.csv", "[[", "open([[", "cannot be read"),
        ("character_info.csv", "{'", "('", "cannot be read"),
        ("character_info.csv", "Main Name", "Name", "no column Main Name"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(novel: Path, file: str, before: str, after: str, message: str) -> None:
    path = novel / file
    path.write_text(path.read_text("utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(BadCorpus, match=rf"{file}, line \d+: .*{message}"):
        read_novel(novel)


def test_a_missing_file_is_named(novel: Path) -> None:
    (novel / "character_info.csv").unlink()
    with pytest.raises(BadCorpus, match=r"character_info\.csv: No such file"):
        read_novel(novel)


def test_a_file_in_another_encoding_is_named(novel: Path) -> None:
    (novel / "novel_text.txt").write_bytes("“Oui”, dit-il, à côté".encode("cp1252"))
    with pytest.raises(BadCorpus, match=r"novel_text\.txt: not UTF-8"):
        read_novel(novel)


def test_a_folder_without_a_novel_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="no novel of the corpus here"):
        novel_folders([tmp_path])
