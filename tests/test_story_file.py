"""A story file gives back exactly what was saved, or one clear error."""

import contextlib
import io
import json
import random
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fabula.errors import CannotWrite, StoryFileDamaged, StoryFileOfOtherVersion
from fabula.output import atomic_write
from fabula.story import Story
from fabula.story_file import FORMAT_VERSION, is_story_file, load_story
from fabula.testing import assert_tables_equal, tiny_story


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.fabula"
    tiny_story().save(path)
    return path


def replace_member(path: Path, name: str, data: bytes | None) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    members.pop(name)
    if data is not None:
        members[name] = data
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)


def parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def test_save_and_load_give_back_text_tables_metadata_and_provenance(saved: Path) -> None:
    story, loaded = tiny_story(), load_story(saved)
    assert loaded.text == story.text
    assert loaded.metadata == story.metadata
    assert dict(loaded.provenance) == dict(story.provenance)
    for name, table in story.tables.items():
        assert_tables_equal(loaded.tables[name], table)


def test_the_same_story_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.fabula"
    load_story(saved).save(again)
    assert again.read_bytes() == saved.read_bytes()


def test_odd_unicode_survives(tmp_path: Path) -> None:
    story = tiny_story()
    strange = "e\u0301 \u202e \U0001f600 \x00 \ud800 \r\n\u2028"
    odd = Story(strange + story.text[len(strange) :], story.tables)
    odd.save(tmp_path / "odd.fabula")
    assert load_story(tmp_path / "odd.fabula").text == odd.text


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_damaged(saved: Path, share: float) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(StoryFileDamaged) as error:
        load_story(saved)
    assert error.value.code == "F01"
    assert "\n" not in str(error.value)


def test_random_bytes_in_a_file_never_give_anything_but_a_story_or_a_clear_error(saved: Path) -> None:
    data = saved.read_bytes()
    dice = random.Random(1)
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(dice.choice([1, 3, 30])):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        saved.write_bytes(changed)
        with contextlib.suppress(StoryFileDamaged, StoryFileOfOtherVersion):
            load_story(saved)


@pytest.mark.parametrize("name", ["story.json", "text.txt", "tables/quotes.parquet"])
def test_a_file_with_a_part_missing_is_damaged(saved: Path, name: str) -> None:
    replace_member(saved, name, None)
    with pytest.raises(StoryFileDamaged):
        load_story(saved)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("story.json", b"[1]"),
        ("story.json", b"{"),
        ("story.json", b"\xff\xfe"),
        ("story.json", b'{"format":"fabula-story","version":"one","metadata":{},"provenance":{}}'),
        ("story.json", b'{"format":"fabula-story","version":4}'),
        ("story.json", b'{"format":"fabula-story","version":4,"metadata":[],"provenance":5}'),
        ("text.txt", b"\xff\xff"),
        ("text.txt", b"short"),
        ("tables/quotes.parquet", b"not parquet"),
        ("tables/quotes.parquet", parquet(pa.table({"start": [1]}))),
        ("tables/quotes.parquet", parquet(tiny_story().tables["chapters"])),
        ("tables/furniture.parquet", parquet(tiny_story().tables["furniture"].set_column(
            2, "kind", pa.array(["advert", "advert"])))),
    ],
)  # fmt: skip
def test_a_tampered_part_is_damage(saved: Path, name: str, data: bytes) -> None:
    replace_member(saved, name, data)
    with pytest.raises(StoryFileDamaged) as error:
        load_story(saved)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("version", "advice"), [(99, "upgrade fabula"), (FORMAT_VERSION - 1, "read the book again")])
def test_a_file_of_another_version_says_so(saved: Path, version: int, advice: str) -> None:
    head = {"format": "fabula-story", "version": version, "metadata": {}, "provenance": {}}
    replace_member(saved, "story.json", json.dumps(head).encode())
    with pytest.raises(StoryFileOfOtherVersion, match=advice) as error:
        load_story(saved)
    assert error.value.code == "F02"


def test_another_zip_file_is_not_a_story(tmp_path: Path) -> None:
    path = tmp_path / "other.fabula"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("story.json", "{}")
    with pytest.raises(StoryFileDamaged, match="not a story file"):
        load_story(path)


def test_a_story_file_is_known_by_its_name() -> None:
    assert is_story_file(Path("A.FABULA"))
    assert not is_story_file(Path("fabula.txt"))


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    def write_halfway() -> None:
        with atomic_write(tmp_path / "out") as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_halfway()
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "tiny.fabula"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic_write(path) as file:
        file.write(bytes(1 // 0))
    assert path.read_text() == "old"


@pytest.mark.parametrize("where", ["missing/x.fabula", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, where: str) -> None:
    with pytest.raises(CannotWrite, match="-o") as error:
        tiny_story().save(tmp_path / where)
    assert error.value.code == "O01"
    assert list(tmp_path.iterdir()) == []
