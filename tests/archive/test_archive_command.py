"""``fabula archive`` as a person meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from short_stories import SHORT, contents

from fabula.archive import Archive, Settings, read_archive
from fabula.archive.report import render_report
from fabula.cli import run
from fabula.errors import ArchiveOfOtherVersion, NotAnArchive


def test_a_bad_story_stops_nothing_and_what_is_there_is_not_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good, archive = tmp_path / "bad.txt", tmp_path / "good.txt", tmp_path / "archive"
    bad.write_bytes(b"%PDF-1.4")
    good.write_bytes(Path(SHORT[2]).read_bytes())
    (tmp_path / "good.corrections.toml").write_text('[[rename]]\ncharacter = "Tamsin"\nto = "Tamsin Wray"\n')
    assert run(["archive", "read", str(bad), "--to", str(archive)]) == 2
    said = capsys.readouterr().out
    assert "0 stories read, 1 that cannot be read; " in said
    assert "bad.txt is a PDF" in said
    assert run(["archive", "read", str(bad), str(good), "--to", str(archive)]) == 0
    said = capsys.readouterr().out
    assert "1 story read, 1 in the archive already; " in said
    assert "has 1 story and 1 failure" in said
    assert "Tamsin Wray" in [character.name for character in Archive(str(archive)).story(1).characters]
    before = contents(archive)
    assert run(["archive", "read", str(bad), str(good), "--to", str(archive), "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert contents(archive) == before


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["archive", "read", "nothing.txt", "--to", "{}/new"], "nothing.txt: there is nothing there"),
        (["archive", "read", SHORT[0], "--to", "{}"], "{} holds something else"),
        (["archive", "read", SHORT[0], "--to", "{}/new", "--address", "auto"], "--address goes with --engine ray"),
        (["archive", "report", "{}"], "{} is not an archive"),
    ],
)
def test_what_cannot_be_is_said_on_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert run([argument.format(tmp_path) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert complaint.format(tmp_path) in said
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_archive_is_read_in_one_way_only(tmp_path: Path, undisturbed: Path) -> None:
    with pytest.raises(ArchiveOfOtherVersion, match="begun with text column text"):
        read_archive(SHORT[:1], Settings(str(undisturbed), text_column="body"))
    head = json.loads((undisturbed / "archive.json").read_text())
    (tmp_path / "archive.json").write_text(json.dumps({**head, "weights": 0}))
    with pytest.raises(ArchiveOfOtherVersion, match="begun with weights 0"):
        read_archive(SHORT[:1], Settings(str(tmp_path)))
    (tmp_path / "archive.json").write_text("[]")
    with pytest.raises(NotAnArchive):
        read_archive(SHORT[:1], Settings(str(tmp_path)))


def test_the_report_is_one_page_in_which_nothing_runs(
    tmp_path: Path, undisturbed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("duckdb", reason="DuckDB is not installed: fabula[archive] has it")
    page = tmp_path / "report.html"
    assert run(["archive", "report", str(undisturbed), "-o", str(page)]) == 0
    assert capsys.readouterr().err == f"wrote {page}\n"
    written = page.read_text("utf-8")
    for heading in ("Dialogue", "Points of view", "Who speaks", "Networks", "The stories"):
        assert f"<h2>{heading}</h2>" in written
    assert "default-src 'none'; style-src 'sha256-" in written
    assert not re.search(r"<script|https?://|\sstyle=|\son\w+=", written)
    assert run(["archive", "report", str(undisturbed), "-o", str(page)]) == 2
    assert render_report(Archive(str(undisturbed)), "<script>") != written
    assert "<script>" not in render_report(Archive(str(undisturbed)), "<script>")


def test_an_empty_archive_has_a_report(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="DuckDB is not installed: fabula[archive] has it")
    (tmp_path / "archive.json").write_text('{"format": "fabula-archive"}')
    assert "No story could be read." in render_report(Archive(str(tmp_path)), "empty")
