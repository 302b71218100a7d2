"""All tables of a story as one small piece of bytes, and back.

A ``.fabula`` file holds about six times the bytes of its text, four of them for the tokens. Here a number is written
as its distance from the one that is expected (the row above, the start of its own span), and a word's lemma, tag and
dependency only where they differ from those that the same word had the last time; the tables then take about as many
bytes as the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from fabula.schema import TABLES, table_of

LEVEL = 12  # of Zstandard: from here on packing takes longer than reading the file, for a hundredth less
FROM_ROW_ABOVE = ("sentence", "paragraph", "quote", "scene", "chapter", "token", "claim", "relationship", "layer")
NEAR_START = frozenset(("head_token", "trigger_token", "token"))  # no further than a phrase from where the row starts
WORD = re.compile(r"\w+|\s+")
Numbers = np.ndarray[Any, np.dtype[np.int32]]


def pack(text: str, tables: Mapping[str, pa.Table]) -> bytes:
    """The tables of a story whose text is ``text``."""
    head: dict[str, Any] = dict.fromkeys(tables)
    parts: list[bytes] = []
    token_starts = _integers(_plain(tables["tokens"]["start"]))
    for name in _tokens_first(tables):
        table = tables[name]
        columns = {column: _plain(table[column]) for column in table.column_names}
        numbers = {column: _integers(array) for column, array in columns.items() if _is_counted(array.type)}
        packed = _distances(text, name, numbers, token_starts)
        described = {}
        for column, array in columns.items():
            data = _bytes_of(array, packed.get(column))
            described[column] = {"bytes": len(data), **_beside(array)}
            parts.append(data)
        head[name] = {"rows": len(table), "columns": described}
    start = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    whole = b"".join((len(start).to_bytes(8, "little"), start, *parts))
    squeezed: bytes = pa.Codec("zstd", compression_level=LEVEL).compress(whole, asbytes=True)
    return len(whole).to_bytes(8, "little") + squeezed


def unpack(text: str, data: bytes) -> dict[str, pa.Table]:
    """The tables that ``pack`` was given.

    Raises  ValueError, KeyError, OSError, BadTable (T01): these are not such bytes
    """
    whole: bytes = pa.Codec("zstd").decompress(data[8:], int.from_bytes(data[:8], "little"), asbytes=True)
    place = 8 + int.from_bytes(whole[:8], "little")
    head = json.loads(whole[8:place].decode("utf-8", "surrogatepass"))
    tables: dict[str, pa.Table] = {}
    for name in _tokens_first(head):
        token_starts = _integers(_plain(tables["tokens"]["start"])) if tables else _rows(0)
        rows, described = head[name]["rows"], head[name]["columns"]
        pieces = {}
        for column, about in described.items():
            pieces[column] = whole[place : place + about["bytes"]]
            place += about["bytes"]
        tables[name] = _table(text, name, rows, described, pieces, token_starts)
    return {name: tables[name] for name in head}


def _tokens_first(tables: Iterable[str]) -> list[str]:
    """The names of the tables with the tokens before all that point to them."""
    return sorted(tables, key=lambda name: name != "tokens")


def _table(
    text: str,
    name: str,
    rows: int,
    described: Mapping[str, Any],
    pieces: Mapping[str, bytes],
    token_starts: Numbers,
) -> pa.Table:
    types = {column.name: column.dtype for column in TABLES[name]}
    distances = {c: _numbers_in(piece, rows) for c, piece in pieces.items() if _is_counted(types[c])}
    numbers = _from_distances(text, name, distances, token_starts)
    columns = {}
    for column, about in described.items():
        is_null = _nulls_in(pieces[column], rows) if about.get("nulls") else None
        columns[column] = _array(types[column], about, pieces[column], numbers.get(column), rows, is_null)
    return table_of(name, columns)


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    unified = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column
    chunks = unified.chunks
    return pa.concat_arrays(chunks) if chunks else pa.array([], type=column.type)


def _is_counted(dtype: pa.DataType) -> bool:
    return bool(pa.types.is_integer(dtype) or pa.types.is_dictionary(dtype))


def _integers(array: pa.Array) -> Numbers:
    """The numbers of a column, or of its dictionary; a null is as the row above, so that it costs nothing."""
    array = array.indices if pa.types.is_dictionary(array.type) else array
    values: Numbers = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int32)
    if array.null_count:
        rows = np.where(array.is_valid().to_numpy(zero_copy_only=False), np.arange(len(values)), 0)
        values = values[np.maximum.accumulate(rows)]
    return values


def _beside(array: pa.Array) -> dict[str, Any]:
    """What of a column is not in its bytes: strings, and whether there are nulls."""
    if pa.types.is_dictionary(array.type):
        return {"strings": array.dictionary.to_pylist(), **({"nulls": True} if array.null_count else {})}
    if pa.types.is_string(array.type):
        return {"strings": array.to_pylist()}
    return {"nulls": True} if array.null_count else {}


def _bytes_of(array: pa.Array, numbers: Numbers | None) -> bytes:
    """Numbers byte by byte of their zigzag code, the lowest bytes of all first; then which rows are null."""
    nulls = np.packbits(array.is_null().to_numpy(zero_copy_only=False)).tobytes() if array.null_count else b""
    if numbers is not None:
        return _by_byte((numbers.view(np.uint32) << np.uint32(1)) ^ (numbers >> 31).view(np.uint32)) + nulls
    if pa.types.is_boolean(array.type):
        return np.packbits(array.to_numpy(zero_copy_only=False)).tobytes()
    if pa.types.is_floating(array.type):
        return _by_byte(array.fill_null(0).to_numpy(zero_copy_only=False).view(np.uint32)) + nulls
    return b""


def _by_byte(values: np.ndarray[Any, Any]) -> bytes:
    return np.ascontiguousarray(values.astype("<u4")).view(np.uint8).reshape(-1, 4).T.tobytes()


def _words_in(data: bytes, rows: int) -> np.ndarray[Any, Any]:
    parts = np.frombuffer(data, np.uint8, 4 * rows).reshape(4, rows)
    return np.ascontiguousarray(parts.T).view("<u4").reshape(rows).astype(np.uint32)


def _numbers_in(data: bytes, rows: int) -> Numbers:
    words = _words_in(data, rows)
    return ((words >> np.uint32(1)) ^ (np.uint32(0) - (words & np.uint32(1)))).view(np.int32)


def _nulls_in(data: bytes, rows: int) -> np.ndarray[Any, Any]:
    return np.unpackbits(np.frombuffer(data[4 * rows :], np.uint8), count=rows).astype(bool)


def _array(
    dtype: pa.DataType,
    about: Mapping[str, Any],
    data: bytes,
    numbers: Numbers | None,
    rows: int,
    is_null: np.ndarray[Any, Any] | None,
) -> pa.Array:
    if pa.types.is_dictionary(dtype):
        indices = pa.array(numbers, type=pa.int32(), mask=is_null)
        return pa.DictionaryArray.from_arrays(indices, pa.array(about["strings"], pa.string()))
    if numbers is not None:
        return pa.array(numbers, type=dtype, mask=is_null)
    if pa.types.is_boolean(dtype):
        return pa.array(np.unpackbits(np.frombuffer(data, np.uint8), count=rows).astype(bool))
    if pa.types.is_floating(dtype):
        return pa.array(_words_in(data, rows).view(np.float32), type=dtype, mask=is_null)
    return pa.array(about["strings"], type=dtype)


def _distances(text: str, name: str, numbers: Mapping[str, Numbers], token_starts: Numbers) -> dict[str, Numbers]:
    """What is written of each column of whole numbers."""
    packed = {column: _above(column, values) for column, values in numbers.items()}
    if "start" in numbers:
        packed["start"] = _steps(numbers["start"])
        packed["end"] = numbers["end"] - numbers["start"]
        for column in NEAR_START & numbers.keys():
            packed[column] = numbers[column] - _tokens_at(numbers["start"], token_starts)
    if name == "tokens" and len(numbers["start"]):
        packed["start"][1:] = numbers["start"][1:] - numbers["end"][:-1]
        packed["end"] = numbers["end"] - np.array([_word_end(text, at) for at in numbers["start"].tolist()], np.int32)
        packed["head_token"] = numbers["head_token"] - _rows(len(numbers["head_token"]))
        words = _words(text, numbers["start"], numbers["end"])
        tags = numbers["tag"].tolist()
        for column, keys in _contexts(words, tags, numbers["head_token"]).items():
            packed[column] = _surprises(numbers[column].tolist(), keys)
    return packed


def _from_distances(text: str, name: str, packed: Mapping[str, Numbers], token_starts: Numbers) -> dict[str, Numbers]:
    """The columns of whole numbers of which ``packed`` is what was written."""
    numbers = {column: _from_above(column, values) for column, values in packed.items()}
    if "start" in packed:
        numbers["start"] = _sums(packed["start"])
        numbers["end"] = numbers["start"] + packed["end"]
        for column in NEAR_START & packed.keys():
            numbers[column] = packed[column] + _tokens_at(numbers["start"], token_starts)
    if name == "tokens" and len(packed["start"]):
        numbers["start"], ends = _token_spans(text, packed["start"].tolist(), packed["end"].tolist())
        numbers["end"] = ends
        numbers["head_token"] = packed["head_token"] + _rows(len(ends))
        words = _words(text, numbers["start"], ends)
        tags = _expected(packed["tag"].tolist(), words)
        numbers["tag"] = np.array(tags, np.int32)
        for column, keys in _contexts(words, tags, numbers["head_token"]).items():
            numbers[column] = np.array(_expected(packed[column].tolist(), keys), np.int32)
    return numbers


def _tokens_at(starts: Numbers, token_starts: Numbers) -> Numbers:
    return np.searchsorted(token_starts, starts).astype(np.int32)


def _rows(n: int) -> Numbers:
    return np.arange(n).astype(np.int32)


def _steps(values: Numbers) -> Numbers:
    return np.diff(values, prepend=np.int32(0)).astype(np.int32)


def _sums(steps: Numbers) -> Numbers:
    return np.cumsum(steps, dtype=np.int32)


def _above(column: str, values: Numbers) -> Numbers:
    return _steps(values) if _grows(column) else values


def _from_above(column: str, values: Numbers) -> Numbers:
    return _sums(values) if _grows(column) else values


def _grows(column: str) -> bool:
    """Whether a column follows the text, so that a row is near the one above."""
    return column in FROM_ROW_ABOVE or column.endswith(("_token", "_start", "_end"))


def _words(text: str, starts: Numbers, ends: Numbers) -> list[str]:
    return [text[start:end].lower() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _word_end(text: str, start: int) -> int:
    """Where a token that begins at ``start`` may be expected to end."""
    found = WORD.match(text, start)
    return found.end() if found else start + 1


def _token_spans(text: str, gaps: Iterable[int], overs: Iterable[int]) -> tuple[Numbers, Numbers]:
    """Starts and ends, given how far each token is from the one before and how far it ends from where expected."""
    starts, ends, end = [], [], 0
    for gap, over in zip(gaps, overs, strict=True):
        start = end + gap
        end = _word_end(text, start) + over
        starts.append(start)
        ends.append(end)
    return np.array(starts, np.int32), np.array(ends, np.int32)


def _contexts(words: Sequence[str], tags: Sequence[int], heads: Numbers) -> dict[str, Sequence[Hashable]]:
    """By what the columns of a token are guessed: its word and tag, and for the dependency those of its head."""
    tagged = list(zip(words, tags, strict=True))
    offsets = (heads - _rows(len(heads))).tolist()
    led = [(tag, tags[head], offset) for tag, head, offset in zip(tags, heads.tolist(), offsets, strict=True)]
    return {"tag": words, "lemma": tagged, "pos": tagged, "dep": led}


def _surprises(values: Iterable[int], keys: Iterable[Hashable]) -> Numbers:
    """0 where a value is that which its key had the last time, otherwise the value and 1."""
    last: dict[Hashable, int] = {}
    found = []
    for value, key in zip(values, keys, strict=True):
        found.append(0 if last.get(key) == value else value + 1)
        last[key] = value
    return np.array(found, np.int32)


def _expected(surprises: Iterable[int], keys: Iterable[Hashable]) -> list[int]:
    """The values of which ``surprises`` are what was not expected."""
    last: dict[Hashable, int] = {}
    values = []
    for surprise, key in zip(surprises, keys, strict=True):
        value = surprise - 1 if surprise else last[key]
        last[key] = value
        values.append(value)
    return values
