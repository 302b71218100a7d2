"""Small real files, changed in ways that their format knows: a tag left open, a member gone, a key that points nowhere.

Noise is refused at the first byte and finds little. Every function takes bytes and a source of chance, so that the same
seed gives the same input to atheris and to the tests.
"""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

Mutate = Callable[[bytes, Random], bytes]

_MARKUP = re.compile(rb"<[^<>]{0,400}>|&\w{1,10};|[^<&\s]+|\s+|[<&]")
_WORDS = re.compile(rb"\w+|\s+|[^\w\s]")
_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
ODD_TEXT = (
    "\0", "\r", "\n", "\n\n", "\u2028", "\x85", "\x0c", "\ufeff", "\u200b", "\xa0", "\ufffd", "\ufffe",
    "A\u0301\u0316", "\u202e\u2066", "👩‍👩‍👧‍👦🏽", "🇪🇺", "ǅ", "ß", "İ", "ﬁ", "٣", "Ⅻ", "\U0010ffff", "— " * 40,
    "“", "”", "'", '"', "\u00ab", "‘", "[", "]]", "{", "CHAPTER I", "Chapter 99999999999999999999", "THE END",
    "* * *", "\n---\n", "I", "Mr.", "9" * 5000, "1,234.5K", "9.9.9M", "2 3K", "a" * 3000, " " * 3000,
    "\n" * 500, "“" * 300, "said Ada", "Dear Tom,", "1815", "12:61", "February 30",
)  # fmt: skip
ODD_BYTES = (
    *(text.encode("utf-8") for text in ODD_TEXT),
    b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\xfe\xff", b"\x1b[31m", b"\x92",
    b"\xd5",
)  # fmt: skip
ODD_MARKUP = (
    b"<p>", b"</p>", b"<div>", b"</div>", b"<div>" * 700, b"<b>" * 700, b"<br>", b"<hr/>", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<template>", b"<table><tr><td>", b"<svg><title>", b"<math><mi>",
    b"<select><option>", b"<frameset>", b"<plaintext>", b"<script>", b"<style>", b"<noscript>", b"<p hidden>",
    b"<p style='display:none'>", b"<h1>", b"<h6>", b"<title/>", b"<base href='//x'>", b"<a id='' name='x'>",
    b"&#xD800;", b"&#0;", b"&#x110000;", b"&nbsp;", b"&x;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;",
    b"<x:y z:w='1'>", b"<?xml version='1.0' encoding='utf-16'?>", b"<ol><li>", b"<ruby>a<rt>b</rt></ruby>",
    b"<pre>\n\n a</pre>", b"<body>", b"</body>", b"</html>", b"<meta charset='utf-7'>",
    b"<meta charset='x-none'>", b"<w:p>", b"<w:r>", b"<w:tbl>", b"<w:hyperlink r:id='no'>",
    b"<w:footnoteReference w:id='9'/>",
)  # fmt: skip
ODD_WORDS = (
    b"[[speaker]]", b"[rename]", b"[[merge]]\n", b"=", b"true", b"-1", b"1e999", b"nan", b"1979-05-27T07:32:00",
    b"{}", b"[]", b'"""', b"'''", b"\\u0000", b'"\\uD800"', b"null", b'{"text": ', b"[" * 2000,
    b"99999999999999999999", b",", b",,,", b'""', b"__class__", b"at", b"name", b"\r\n", b"who", b"what", b"?",
    b"#",
)  # fmt: skip


def mutated_bytes(data: bytes, chance: Random) -> bytes:
    """``data`` with bytes flipped, cut out, repeated, or cut short."""
    if not data:
        return bytes(chance.randrange(256) for _ in range(8))
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((1, 1, 4, 50, len(data))))
    way = chance.randrange(6)
    if way == 0:
        return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]
    if way == 1:
        return data[:start] + data[end:]
    if way == 2:
        return data[:end] + data[start:end] * chance.choice((1, 3)) + data[end:]
    if way == 3:
        return data[:start]
    if way == 4:
        return data[:start] + chance.choice(ODD_BYTES) + data[start:]
    return data[:start] + bytes([data[start] ^ (1 << chance.randrange(8))]) + data[start + 1 :]


def mutated_text(data: bytes, chance: Random) -> bytes:
    """A text or a table in text, with words moved, repeated, left out and odd ones put in."""
    tokens = _WORDS if chance.random() < 0.6 else _LINES
    return _shuffled(tokens.findall(data), (*ODD_BYTES, *ODD_WORDS), chance)


def mutated_markup(data: bytes, chance: Random) -> bytes:
    """HTML or XML with tags moved, repeated, left open and odd ones put in."""
    return _shuffled(_MARKUP.findall(data), (*ODD_MARKUP, *ODD_BYTES), chance)


def mutated_zip(data: bytes, chance: Random) -> bytes:
    """A zip archive with a member changed, left out, doubled or renamed, or a lie in its directory."""
    if chance.random() < 0.15:
        return mutated_bytes(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # it was broken before
        return mutated_bytes(data, chance)
    if not members:
        return mutated_bytes(data, chance)
    at = chance.randrange(len(members))
    name, content = members[at]
    way = chance.randrange(10)
    if way <= 5:
        members[at] = (name, mutated_member(name, content, chance))
    elif way == 6:
        del members[at]
    elif way == 7:
        members.append((name, chance.choice(members)[1]))
    elif way == 8:
        members[at] = (
            chance.choice(("../../x.xhtml", name.upper(), "", "a\\b", name + "/", "🎉", *_names(members))),
            content,
        )
    changed = _zipped(members, chance)
    return _lie(changed, chance) if way == 9 else changed


def mutated_member(name: str, content: bytes, chance: Random) -> bytes:
    """A member of an archive, changed as its name says it may be."""
    lower = name.lower()
    if chance.random() < 0.1:
        return mutated_bytes(content, chance)
    if lower.endswith(".parquet"):
        return mutated_parquet(content, chance)
    if lower.endswith((".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx", ".rels")):
        return mutated_markup(content, chance)
    return mutated_text(content, chance)


def mutated_tar(data: bytes, chance: Random) -> bytes:
    """A tar with a member changed, left out, doubled, or of another kind."""
    if chance.random() < 0.3:
        return mutated_bytes(data, chance)
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            members = [(one, (archive.extractfile(one) or io.BytesIO()).read()) for one in archive if one.isreg()]
    except Exception:  # it was broken before
        return mutated_bytes(data, chance)
    if not members:
        return mutated_bytes(data, chance)
    at = chance.randrange(len(members))
    info, content = members[at]
    way = chance.randrange(4)
    if way == 0:
        members[at] = (info, mutated_member(info.name, content, chance))
    elif way == 1:
        members.append(members[at])
    elif way == 2:
        info.type = chance.choice((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, b"S", b"Z"))
    else:
        info.name = chance.choice(("../" * 40 + info.name, "/" + info.name, "\udc80.txt", "é" * 200 + ".txt"))
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", errors="surrogateescape") as made:
        for one, held in members:
            one.size = len(held)
            made.addfile(one, io.BytesIO(held))
    return file.getvalue()


def mutated_parquet(data: bytes, chance: Random) -> bytes:
    """A Parquet file whose columns hold other values, are of other types, or are gone."""
    if chance.random() < 0.1:
        return mutated_bytes(data, chance)
    try:
        table = parquet.read_table(io.BytesIO(data))
        changed = _other_table(table, chance)
        file = io.BytesIO()
        parquet.write_table(changed, file)
    except Exception:  # it was broken before, or cannot be broken in this way
        return mutated_bytes(data, chance)
    return file.getvalue()


def _shuffled(tokens: list[bytes], odd: Sequence[bytes], chance: Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 5))):
        if not tokens:
            return chance.choice(odd)
        start = chance.randrange(len(tokens))
        end = start + chance.choice((1, 1, 2, 8, 40))
        way = chance.randrange(6)
        if way == 0:
            del tokens[start:end]
        elif way == 1:
            tokens[start:start] = tokens[start:end] * chance.choice((1, 2, 30))
        elif way == 2:
            other = chance.randrange(len(tokens))
            tokens[start], tokens[other] = tokens[other], tokens[start]
        elif way == 3:
            tokens[start] = mutated_bytes(tokens[start], chance)
        elif way == 4:
            tokens[start] = chance.choice(odd)
        else:
            tokens.insert(start, chance.choice(odd))
    return b"".join(tokens)


def _zipped(members: Sequence[tuple[str, bytes]], chance: Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


def _lie(data: bytes, chance: Random) -> bytes:
    """An archive whose directory lies of one member: its flags, method, sum, or sizes."""
    at = data.find(b"PK\x01\x02")
    if at < 0:
        return data
    field, width = chance.choice(((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (42, 4)))
    value = chance.choice((0, 1, 9, 99, 2**15, 2 ** (8 * width) - 1)) % 2 ** (8 * width)
    return data[: at + field] + value.to_bytes(width, "little") + data[at + field + width :]


def _names(members: Sequence[tuple[str, bytes]]) -> list[str]:
    return [name for name, _ in members]


def _other_table(table: pa.Table, chance: Random) -> pa.Table:
    if not table.num_columns:
        return table
    at = chance.randrange(table.num_columns)
    name, column = table.column_names[at], table.column(at)
    way = chance.randrange(7)
    if way == 0:
        return table.remove_column(at)
    if way == 1:
        return table.rename_columns([*table.column_names[:at], "odd", *table.column_names[at + 1 :]])
    if way == 2:
        return table.slice(0, chance.randrange(table.num_rows + 1))
    if way == 3:
        return pa.concat_tables([table, table])
    if way == 4:
        return (
            table.take([chance.randrange(table.num_rows) for _ in range(table.num_rows)]) if table.num_rows else table
        )
    values = column.to_pylist()
    for _ in range(chance.choice((1, 3, len(values)))):
        if values:
            values[chance.randrange(len(values))] = _odd_value(column.type, values, chance)
    kind = column.type if way == 5 else chance.choice((pa.string(), pa.int64(), pa.float64(), pa.binary(), None))
    return table.set_column(at, name, pa.array(values, type=kind))


def _odd_value(kind: Any, values: Sequence[Any], chance: Random) -> Any:
    if pa.types.is_integer(kind):
        return chance.choice((None, 0, 1, -1, 7, 2**31 - 1, -(2**31), chance.choice(values)))
    if pa.types.is_floating(kind):
        return chance.choice((None, 0.0, 1.0, -1.0, 2.0, float("nan"), float("inf")))
    if pa.types.is_boolean(kind):
        return chance.choice((None, True, False))
    if pa.types.is_string(kind) or pa.types.is_dictionary(kind):
        return chance.choice((None, "", "odd", *ODD_TEXT, chance.choice(values)))
    return None
