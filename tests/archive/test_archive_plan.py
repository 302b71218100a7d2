"""The plan and the folder: units depend on the inputs alone, and only what the manifest names counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.archive.columns import SCHEMAS
from fabula.archive.fetching import Fetched
from fabula.archive.folder import Folder
from fabula.archive.item import Item
from fabula.archive.manifest import commit, named_in, read_manifest, write_parts
from fabula.archive.outcome import Failure, Read, read_fetched
from fabula.archive.parts import Numbered, parts_of
from fabula.archive.plan import MOST_STORIES, divide, extend_plan, read_plan
from fabula.errors import ArchiveBusy, ArchiveDamaged
from fabula.sources.document import Metadata
from fabula.testing import tiny_story

HOLD = """
import sys
from fabula.archive.folder import Folder

with Folder(sys.argv[1]).locked():
    print(1, flush=True)
    input()
"""


def items(*sizes: int) -> list[Item]:
    return [Item(f"{number}.txt", f"/books/{number}.txt", size=size) for number, size in enumerate(sizes)]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Numbered]:
    """A story that was read, one that was not, and another."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.fabula"
    tiny_story().save(path)
    fetched = Fetched(path.read_bytes(), "tiny.fabula", Metadata(author="A. N. Author", published="May 1899"))
    first, second, third = items(1, 1, 1)
    return [
        (0, first, read_fetched(first, fetched, 1)),
        (1, second, Failure("S05", "it is a PDF")),
        (2, third, read_fetched(third, fetched, 1)),
    ]


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=1200), st.none() | st.integers(1, 1_000_000))
def test_units_hold_all_stories_in_their_order(sizes: list[int], unit_size: int | None) -> None:
    units = list(divide(items(*sizes), unit_size))
    assert [item for unit in units for item in unit] == items(*sizes)
    assert all(1 <= len(unit) <= MOST_STORIES for unit in units)


def test_a_plan_comes_back_as_it_was_written_and_grows_at_its_end(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    odd = Item("caf\\xe9.txt", "/books/caf\udce9.txt", "row", 7, 100, 3, Metadata(title="Odd", tags=("a", "b")))
    plan = extend_plan(folder, read_plan(folder), [*items(10, 20, 30), odd], unit_size=50)
    assert [plan.size(unit) for unit in range(plan.n_units)] == [2, 1, 1]
    longer = extend_plan(folder, read_plan(folder), [*items(10, 20, 30, 40), odd], unit_size=50)
    again = read_plan(folder)
    assert [again.unit(number) for number in range(again.n_units)] == [longer.unit(n) for n in range(longer.n_units)]
    assert again.unit(2).items == (odd,)
    assert (again.unit(3).first, [item.source for item in again.unit(3).items]) == (4, ["3.txt"])
    assert extend_plan(folder, again, items(10, 20)) is again


def test_the_same_stories_give_the_same_bytes_and_every_table(outcomes: list[Numbered]) -> None:
    parts = {name: (n_rows, data) for name, n_rows, data in parts_of(outcomes)}
    assert parts == {name: (n_rows, data) for name, n_rows, data in parts_of(outcomes)}
    assert parts.keys() == SCHEMAS.keys()
    assert (parts["stories"][0], parts["failures"][0]) == (2, 1)
    read = outcomes[0][2]
    assert isinstance(read, Read)
    assert parts["quotes"][0] == 2 * len(read.tables["quotes"])
    assert (read.row["author"], read.row["year"]) == ("A. N. Author", 1899)


def test_a_part_counts_only_when_the_manifest_names_it(tmp_path: Path, outcomes: list[Numbered]) -> None:
    folder = Folder(str(tmp_path))
    commit(folder, write_parts(folder, 0, outcomes))
    write_parts(folder, 1, outcomes)  # and is killed
    (tmp_path / "quotes" / ".fabula.abc.part").write_bytes(b"half")
    (tmp_path / "manifest" / ".fabula.abc.part").write_bytes(b"half")
    entries = read_manifest(folder)
    assert list(entries) == [0]
    assert (entries[0].stories, entries[0].failures, entries[0].words) == (2, 1, 2 * tiny_story().n_words)
    assert folder.sweep(tuple(SCHEMAS), named_in(entries)) == len(SCHEMAS) + 2
    assert {f"{path.parent.name}/{path.name}" for path in tmp_path.rglob("*.parquet")} == named_in(entries)
    assert parquet.read_table(tmp_path / "failures" / entries[0].parts["failures"].file).to_pylist() == [
        {"story": 1, "source": "1.txt", "code": "S05", "reason": "it is a PDF"}
    ]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"unit": 0}', b'{"unit": 0, "parts": {"quotes": 1}}'])
def test_a_damaged_manifest_is_said_to_be_so(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "manifest").mkdir()
    (tmp_path / "manifest" / "000000.json").write_bytes(damage)
    with pytest.raises(ArchiveDamaged, match=r"000000\.json"):
        read_manifest(Folder(str(tmp_path)))


def test_a_damaged_plan_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "000000.parquet").write_bytes(b"PAR1")
    with pytest.raises(ArchiveDamaged, match=r"000000\.parquet"):
        read_plan(Folder(str(tmp_path)))


@pytest.mark.skipif(sys.platform == "win32", reason="no lock there")
def test_two_programs_do_not_read_into_one_archive(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "1\n"
    with pytest.raises(ArchiveBusy, match="another program"), Folder(str(tmp_path)).locked():
        pass
    other.kill()
    other.communicate()
    with Folder(str(tmp_path)).locked():
        pass
