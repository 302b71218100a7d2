"""Stories are found in files, folders, patterns and collections, and nothing in them leads elsewhere."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fabula.archive import collections, fetching
from fabula.archive.fetching import Fetcher
from fabula.archive.inputs import items_of
from fabula.archive.item import Item
from fabula.errors import (
    NoTextColumn,
    SourceBroken,
    SourceEncrypted,
    SourceNotFound,
    SourceTooLarge,
    SourceUnreadable,
)

TEXTS = ["The first story.", "The second\nstory.", "The third — “story”."]


def found(*inputs: object, text_column: str = "text") -> list[Item]:
    """The stories at inputs."""
    return [item for item in items_of([str(one) for one in inputs], text_column) if item is not None]


def texts(items: list[Item]) -> list[str]:
    """What the sources of stories hold, fetched in their order."""
    fetcher = Fetcher("text")
    return [fetcher.fetch(item).data.decode() for item in items]


def names(items: list[Item], folder: Path) -> list[str]:
    """The sources of stories, without the folder."""
    return [item.source.removeprefix(f"{folder}/") for item in items]


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for number, text in enumerate(TEXTS):
            file.writestr(f"texts/{number}.txt", text)


def write_tar(path: Path, mode: str = "w") -> None:
    with tarfile.open(path, mode) as file:  # type: ignore[call-overload]
        for number, text in enumerate(TEXTS):
            member = tarfile.TarInfo(f"texts/{number}.txt")
            member.size = len(text.encode())
            file.addfile(member, io.BytesIO(text.encode()))


def lines() -> bytes:
    rows = [
        {"text": text, "title": f"Story {n}", "tags": ["short"], "published": 1900 + n} for n, text in enumerate(TEXTS)
    ]
    return "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def write_zstd(path: Path) -> None:
    with pa.CompressedOutputStream(str(path), "zstd") as file:
        file.write(lines())


def write_parquet(path: Path) -> None:
    titles, years = [f"Story {n}" for n in range(3)], [1900, 1901, 1902]
    columns = {"text": TEXTS, "title": titles, "tags": [["short"]] * 3, "published": years}
    parquet.write_table(pa.table(columns), path, row_group_size=2)


COLLECTIONS: dict[str, Callable[[Path], object]] = {
    "all.zip": write_zip,
    "all.tar": write_tar,
    "all.tar.gz": lambda path: write_tar(path, "w:gz"),
    "all.tgz": lambda path: write_tar(path, "w:gz"),
    "all.tar.bz2": lambda path: write_tar(path, "w:bz2"),
    "all.jsonl": lambda path: path.write_bytes(lines()),
    "all.jsonl.gz": lambda path: path.write_bytes(gzip.compress(lines())),
    "all.ndjson.zst": write_zstd,
    "all.parquet": write_parquet,
}


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_gives_its_stories_in_their_order(tmp_path: Path, name: str) -> None:
    COLLECTIONS[name](tmp_path / name)
    items = found(tmp_path / name)
    assert texts(items) == TEXTS
    assert texts(items[::-1]) == TEXTS[::-1]
    assert len({item.source for item in items}) == 3
    assert all(item.source.startswith(f"{tmp_path / name}::") for item in items)


@pytest.mark.parametrize("name", ["all.jsonl", "all.parquet"])
def test_rows_say_what_they_know_of_their_story(tmp_path: Path, name: str) -> None:
    COLLECTIONS[name](tmp_path / name)
    fetched = Fetcher("text").fetch(found(tmp_path / name)[1])
    assert fetched.is_text
    assert (fetched.name, fetched.metadata.title) == ("Story 1", "Story 1")
    assert (fetched.metadata.published, fetched.metadata.tags) == ("1901", ("short",))


def test_a_folder_gives_books_and_collections_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text(TEXTS[0])
    (tmp_path / "deep" / "b.txt.gz").write_bytes(gzip.compress(TEXTS[1].encode()))
    (tmp_path / ".hidden.txt").write_text("hidden")
    (tmp_path / "cover.png").write_bytes(b"\x89PNG")
    write_zip(tmp_path / "deep" / "c.zip")
    items = found(tmp_path)
    assert names(items, tmp_path) == ["a.txt", "deep/b.txt.gz", *(f"deep/c.zip::texts/{n}.txt" for n in range(3))]
    assert texts(items) == [TEXTS[0], TEXTS[1], *TEXTS]
    assert list(items_of([str(tmp_path)], "text")).count(None) == 1


def test_the_archive_is_not_read_into_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0])
    (tmp_path / "out" / "texts").mkdir(parents=True)
    write_parquet(tmp_path / "out" / "texts" / "000000-1a2b3c4d.parquet")
    for place, out in ((str(tmp_path), str(tmp_path / "out")), (tmp_path.as_uri(), f"{tmp_path.as_uri()}/out/")):
        assert len([item for item in items_of([place], "text") if item]) == 4
        assert len([item for item in items_of([place], "text", out) if item]) == 1


def test_a_pattern_gives_what_fits_it_and_a_source_comes_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(name)
    items = found(tmp_path / "*.txt", tmp_path / "a.txt", tmp_path)
    assert names(items, tmp_path) == ["a.txt", "b.txt", "c.md"]


def test_what_arrow_has_a_file_system_for_is_read_through_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(TEXTS[0])
    write_zip(tmp_path / "b.zip")
    (tmp_path / "c.bin").write_bytes(b"c")
    uri = tmp_path.as_uri()
    assert names(found(uri), Path(uri)) != []
    assert texts(found(uri)) == [*TEXTS, TEXTS[0]]
    assert texts(found(f"{uri}/*.zip")) == TEXTS
    assert texts(found(f"{uri}/**.txt", f"{uri}/deep/a.txt")) == [TEXTS[0]]
    with pytest.raises(SourceNotFound):
        found(f"{uri}/*.epub")
    with pytest.raises(SourceUnreadable):
        found("nowhere://a/b")


def test_nothing_at_an_input_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    for missing in ("nothing.txt", "*.txt"):
        with pytest.raises(SourceNotFound, match="there is nothing there"):
            found(tmp_path / missing)


def test_a_column_that_is_not_there_is_an_error_that_names_the_others(tmp_path: Path) -> None:
    write_parquet(tmp_path / "all.parquet")
    with pytest.raises(NoTextColumn, match="only text, title"):
        found(tmp_path / "all.parquet", text_column="body")


def test_a_member_may_be_called_anything_and_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with tarfile.open(tmp_path / "evil.tar", "w") as file:
        for name in ("../../etc/evil.txt", "/etc/evil.txt"):
            member = tarfile.TarInfo(name)
            member.size = 4
            file.addfile(member, io.BytesIO(b"evil"))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            link = tarfile.TarInfo("link.txt")
            link.type, link.linkname = kind, str(secret)
            file.addfile(link)
        device = tarfile.TarInfo("zero.txt")
        device.type = tarfile.CHRTYPE
        file.addfile(device)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(tmp_path / "evil.zip", "w") as file:
        for name in ("../up.txt", "../up.txt", "a/../../up.txt", "inner.zip", ".DS_Store", "deep/.txt"):
            file.writestr(name, name)
    before = sorted(tmp_path.rglob("*"))
    items = found(tmp_path / "evil.tar", tmp_path / "evil.zip")
    assert texts(items) == ["evil", "evil", "../up.txt", "../up.txt", "a/../../up.txt"]
    assert len({item.source for item in items}) == 5
    assert sorted(tmp_path.rglob("*")) == before


def test_what_unpacks_to_more_than_a_story_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (collections, fetching):
        monkeypatch.setattr(module, "LARGEST", 50_000)
    much = b"a" * 1_000_000
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.txt", much)
        file.writestr("liar.txt", much)
        file.writestr("fine.txt", "fine")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.rindex(b"liar.txt") - 46  # its entry in the catalogue, which is made to say that it is small
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(much))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + much + b'"}\n{"text": "fine"}'))
    items = found(tmp_path)
    fetcher, answers = Fetcher("text"), []
    for item in items:
        try:
            answers.append(item.code or fetcher.fetch(item).data.decode())
        except (SourceTooLarge, SourceBroken) as error:
            answers.append(error.code)
    assert answers == ["S08", "S06", "fine", "S08", "S08", "fine"]


def test_a_collection_that_is_cut_short_gives_what_is_before_the_damage(tmp_path: Path) -> None:
    for name, write in COLLECTIONS.items():
        whole = tmp_path / name
        write(whole)
        data = whole.read_bytes()
        (tmp_path / f"cut.{name}").write_bytes(data[: 1_600 if name == "all.tar" else len(data) * 2 // 3])
        items = found(tmp_path / f"cut.{name}")
        faults = [item for item in items if item.kind == "fault"]
        fetcher = Fetcher("text")
        for item in (item for item in items if item.kind != "fault"):
            try:
                assert fetcher.fetch(item).data.decode() in TEXTS
            except SourceBroken:
                faults.append(item)
        assert len(faults) == 1, name


def test_a_line_that_is_no_story_says_so(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text('not JSON\n["a list"]\n{"body": "elsewhere"}\n{"text": "fine"}\n')
    items, fetcher = found(tmp_path / "all.jsonl"), Fetcher("text")
    for item in items[:3]:
        with pytest.raises(SourceBroken, match=r"all.jsonl::\d"):
            fetcher.fetch(item)
    assert fetcher.fetch(items[3]).data == b"fine"


def test_a_locked_member_says_so(tmp_path: Path) -> None:
    write_zip(tmp_path / "all.zip")
    data = bytearray((tmp_path / "all.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "all.zip").write_bytes(data)
    with pytest.raises(SourceEncrypted, match="password"):
        Fetcher("text").fetch(found(tmp_path / "all.zip")[0])


def test_a_book_called_zip_is_a_book(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as file:
        file.writestr("META-INF/container.xml", "<container/>")
        file.writestr("one.txt", "one")
    (item,) = found(tmp_path / "download.zip")
    assert item.kind == "file"


@pytest.mark.skipif(os.name == "nt", reason="names of files are Unicode there")
def test_a_name_that_is_no_utf8_is_spelled_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("coffee")
    (item,) = found(tmp_path)
    assert item.source.endswith("caf\\xe9.txt")
    assert Fetcher("text").fetch(item).data == b"coffee"
