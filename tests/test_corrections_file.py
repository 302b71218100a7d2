"""The file of corrections is understood as a whole, or refused in one line that says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula import errors
from fabula.corrections import read_corrections
from fabula.destinations import corrections_path

WRONG = {
    "not TOML": ('[[rename]]\ncharacter = "Ada\n', "C02", "line 2"),
    "cut short": ('[[rename]]\ncharacter = ["Ada"', "C02", "line 2"),
    "a key twice": ('[[speaker]]\nquote = "a"\nquote = "b"\n', "C02", "line 3"),
    "an unknown section": ('\n[[renam]]\ncharacter = "Ada"\nto = "Eve"\n', "C03", "line 2"),
    "a key outside of a section": ('# mine\nspeaker = "Ada"\n', "C03", "line 2"),
    "single brackets": ('[rename]\ncharacter = "Ada"\nto = "Eve"\n', "C03", "[[rename]]"),
    "an unknown key": ('[[rename]]\ncharacter = "Ada"\nto = "Eve"\nbefor = "x"\n', "C03", "line 4"),
    "a misspelled key": ('[[speaker]]\nquot = "Ada"\nspeaker = "Eve"\n', "C03", "did you mean 'quote'?"),
    "a key left out": ('[[rename]]\ncharacter = "Ada"\n\n[[merge]]\n', "C03", "lacks 'to'"),
    "an empty name": ('[[speaker]]\nquote = "Ada"\nspeaker = ""\n', "C03", "line 3"),
    "a number for a name": ('[[rename]]\ncharacter = 7\nto = "Eve"\n', "C03", "line 2"),
    "one to merge": ('[[merge]]\ncharacters = ["Ada"]\n', "C03", "two or more"),
    "text for a list": ('[[split]]\ncharacter = "Ada"\nto = "Eve"\nnames = "Eve"\n', "C03", "list of texts"),
    "nothing to split off": ('[[split]]\ncharacter = "Ada"\nto = "Eve"\n', "C03", "names or passages"),
    "the nought occurrence": ('[[speaker]]\nquote = "a"\nspeaker = "Ada"\noccurrence = 0\n', "C03", "from 1"),
    "half a mention": ('[[rename]]\ncharacter = { name = "Ada" }\nto = "Eve"\n', "C03", "at ="),
    "in UTF-16": ('[[rename]]\ncharacter = "Ada"\nto = "Eve"\n'.encode("utf-16"), "C01", "UTF-8"),
}
ALL = """\
[[speaker]]
quote = "Come in"
after = "at the door"
occurrence = 2
speaker = { name = "the man", at = "the man at the door" }
new = true

[[merge]]
characters = ["Ada", { name = "the girl", at = "the girl sat" }]

[[split]]
character = "Tom"
names = ["Thomas"]
passages = ["he came … he went"]
to = "Thomas"

[[rename]]
character = "Ada"
to = "Ada Finch"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "book.corrections.toml"


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_not_understood_is_refused_in_one_line(name: str, file: Path) -> None:
    content, code, part = WRONG[name]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(errors.CorrectionsError) as raised:
        read_corrections(file)
    assert raised.value.code == code
    assert str(raised.value).startswith(str(file))
    assert part in str(raised.value)
    assert "\n" not in str(raised.value)


def test_each_error_of_the_file_has_its_class() -> None:
    kinds = (errors.CorrectionsUnreadable, errors.CorrectionsBroken, errors.CorrectionsUnknown)
    assert [kind.code for kind in kinds] == ["C01", "C02", "C03"]


def test_a_folder_of_that_name_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(errors.CorrectionsUnreadable):
        read_corrections(file)


def test_no_file_is_no_corrections(file: Path) -> None:
    assert read_corrections(file) is None
    assert read_corrections(file / "below") is None


def test_every_key_is_read_and_characters_come_before_speakers(file: Path) -> None:
    file.write_text(ALL, encoding="utf-8-sig")
    known = read_corrections(file)
    assert known is not None
    assert known.name == "book.corrections.toml"
    rows = known.table.to_pylist()
    assert [(row["kind"], row["line"]) for row in rows] == [("rename", 17), ("split", 11), ("merge", 8), ("speaker", 1)]
    assert rows[1]["names"] == ["Thomas"]
    assert rows[1]["passages"] == ["he came … he went"]
    assert rows[2]["characters"] == [{"name": "Ada", "at": ""}, {"name": "the girl", "at": "the girl sat"}]
    speaker = {key: rows[3][key] for key in ("quote", "after", "occurrence", "is_new")}
    assert speaker == {"quote": "Come in", "after": "at the door", "occurrence": 2, "is_new": True}


@pytest.mark.parametrize("content", ["", "# nothing yet\n#[[speaker]]\n"])
def test_a_file_of_comments_corrects_nothing(content: str, file: Path) -> None:
    file.write_text(content)
    known = read_corrections(file)
    assert known is not None
    assert len(known.table) == 0


@pytest.mark.parametrize("book", ["a/emma.epub", "a/emma.txt", "a/emma", Path("a/emma.fabula")])
def test_the_file_is_named_after_the_book_and_stands_beside_it(book: str | Path) -> None:
    assert corrections_path(book) == Path("a/emma.corrections.toml")
