"""The tables in files: CSV, Parquet and JSON Lines, with a dictionary beside them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from odd_story import ODD_NAMES, odd_story

from fabula import cli
from fabula.errors import AlreadyThere, CannotWrite
from fabula.exports import FORMATS, check_target, export
from fabula.exports.tables import rows_of
from fabula.schema import TABLES
from fabula.testing import tiny_story


def test_every_table_is_a_parquet_file_with_the_same_rows(tmp_path: Path) -> None:
    story = odd_story()
    export(story, "parquet", tmp_path / "a", book="a")
    for name in TABLES:
        assert parquet.read_table(tmp_path / "a" / f"{name}.parquet").to_pylist() == story.tables[name].to_pylist()
    assert (tmp_path / "a" / "text.txt").read_bytes().decode("utf-8") == story.text


def test_every_table_is_a_csv_file_with_the_id_first_and_odd_names_whole(tmp_path: Path) -> None:
    story = odd_story()
    export(story, "csv", tmp_path, book="a")
    with (tmp_path / "entities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [str(number) for number in range(len(rows))]
    assert [row["name"] for row in rows] == ODD_NAMES
    for name in TABLES:
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) == len(story.tables[name]) + 1


def test_the_dictionary_says_what_every_column_means(tmp_path: Path) -> None:
    export(tiny_story(), "csv", tmp_path, book="a")
    with (tmp_path / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    assert set(told) == {(name, column.name) for name, columns in TABLES.items() for column in columns}
    assert told["quotes", "speaker"]["row_of"] == "entities"
    assert json.loads((tmp_path / "story.json").read_text("utf-8"))["title"] == tiny_story().title


def test_json_lines_have_every_row_and_name_its_table(tmp_path: Path) -> None:
    export(tiny_story(), "jsonl", tmp_path / "a.jsonl", book="a")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").rstrip("\n").split("\n")]
    assert len(lines) == 1 + sum(len(tiny_story().tables[name]) for name in TABLES) == len(list(rows_of(tiny_story())))
    assert lines[0]["text"] == tiny_story().text
    first = next(line for line in lines if line["table"] == "entities")
    assert (first["id"], first["name"]) == (0, "Ada Finch")


@pytest.mark.parametrize("to", FORMATS)
def test_what_is_there_is_not_replaced_unless_asked_for(to: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    export(tiny_story(), to, target, book="a")
    before = {path: path.read_bytes() for path in ([target] if target.is_file() else target.iterdir())}
    with pytest.raises(AlreadyThere, match="--force"):
        export(odd_story(), to, target, book="a")
    assert {path: path.read_bytes() for path in before} == before
    export(odd_story(), to, target, book="a", replace=True)
    assert {path: path.read_bytes() for path in before} != before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("to", FORMATS)
def test_a_place_where_nothing_can_be_is_refused_before_the_work(to: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        check_target(to, tmp_path / "file" / "x", replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_story_gives_the_same_bytes(to: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(tiny_story(), to, tmp_path / name, book="a")
    one, two = (sorted((tmp_path / name).rglob("*")) or [tmp_path / name] for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_the_command_writes_a_folder_and_refuses_to_write_it_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_story().save(tmp_path / "book.fabula")
    line = ["export", str(tmp_path / "book.fabula"), "--to", "booknlp", "-o", str(tmp_path / "out")]
    assert cli.run(line) == 0
    assert (tmp_path / "out" / "book.quotes").exists()
    assert cli.run(line) == 2
    assert "--force" in capsys.readouterr().err
    assert cli.run([*line, "--force"]) == 0
    assert cli.run(["export", str(tmp_path / "book.fabula"), "--to", "csv", "-o", "-"]) == 2
    assert "folder" in capsys.readouterr().err
