"""Results are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.errors import CannotWrite
from fabula.output import atomic_write, check_writable, write_together


def test_a_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a") as file:
        file.write(b"all")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_bytes() == b"all"


def test_of_files_written_together_all_appear_or_none(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        path.write_text("whole")

    def fail(path: Path) -> None:
        raise CannotWrite(f"cannot write {path}: for a reason")

    with pytest.raises(CannotWrite, match=r"two\.html"):
        write_together({tmp_path / "one.fabula": write, tmp_path / "two.html": fail})
    assert list(tmp_path.iterdir()) == []
    write_together({tmp_path / "one.fabula": write, tmp_path / "two.html": write})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.fabula", "two.html"]


def test_checking_leaves_nothing_behind_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before")
    check_writable(tmp_path / "a")
    check_writable(tmp_path / "b")
    assert (tmp_path / "a").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("place", ["absent/b", "a/b", ".", "x" * 300])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "a").write_text("in the way")
    with pytest.raises(CannotWrite, match="cannot write"):
        check_writable(tmp_path / place)


def test_a_written_file_may_be_read_by_those_whom_the_umask_lets(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with atomic_write(tmp_path / "a") as file:
        file.write(b"all")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode
