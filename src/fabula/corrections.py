"""The corrections a reader has written beside a book, ``BOOK.corrections.toml``, checked and as a table.

Four sections, each as often as needed:

    [[rename]]  character, to
    [[split]]   character, to, and names or passages: what goes to the new one
    [[merge]]   characters: the first keeps its name
    [[speaker]] quote: its first words, speaker; after, occurrence where these words are not the only ones

A character is a name, or ``{ name = "the man", at = "words beside a mention" }`` where several are called so.
Whether a correction fits the text is for the reading to say; here it is about the file.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa

from fabula.destinations import corrections_path
from fabula.errors import CorrectionsBroken, CorrectionsUnknown, CorrectionsUnreadable
from fabula.schema import WORKING_TABLES, empty_table, table_of

SECTIONS: dict[str, dict[str, str]] = {
    "rename": {"character": "a name", "to": "text"},
    "split": {"character": "a name", "to": "text", "names": "texts", "passages": "texts"},
    "merge": {"characters": "names"},
    "speaker": {"quote": "text", "speaker": "a name", "after": "text", "occurrence": "a number", "new": "true"},
}
"""Section -> its keys, and what each holds."""
MOST = 1_000_000
OPTIONAL = frozenset("names passages after occurrence new".split())
_EXPECTED = {
    "a name": 'a name, or { name = "the man", at = "words beside a mention of this one" }',
    "names": "a list of two or more names",
    "text": "some text in quotation marks",
    "texts": "a list of texts in quotation marks",
    "a number": "a whole number from 1",
    "true": "true or false",
}
_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*([\w-]+)", re.MULTILINE)
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Corrections:
    """The file's name, the SHA-256 of its bytes, and its corrections, one in a row."""

    name: str
    digest: str
    table: pa.Table


def read_corrections(path: Path) -> Corrections | None:
    """The corrections in the file at ``path``, None if there is no such file.

    Raises  CorrectionsUnreadable (C01), CorrectionsBroken (C02), CorrectionsUnknown (C03)
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError as error:
        raise CorrectionsUnreadable(f"{path} is not in UTF-8: save it again with that encoding") from error
    except OSError as error:
        raise CorrectionsUnreadable(f"{path} cannot be read ({error.strerror}): move it away or permit it") from error
    return Corrections(path.name, _digest(data), _Reader(path, text).table())


def corrections_from_text(text: str, name: str) -> Corrections:
    """The corrections in a TOML text that errors call ``name``.

    Raises  CorrectionsBroken (C02), CorrectionsUnknown (C03)
    """
    return Corrections(name, _digest(text.encode("utf-8", "surrogatepass")), _Reader(Path(name), text).table())


def join_corrections(first: Corrections | None, second: Corrections | None) -> Corrections | None:
    """Both, under the name and the hash of the first; one of them where the other is None."""
    if first is None or second is None:
        return first or second
    return Corrections(
        first.name, first.digest, pa.concat_tables([first.table, second.table], promote_options="default")
    )


def as_toml(value: Any) -> str:
    """A text, number, truth value, list or mapping as TOML, on one line.

    >>> print(as_toml({"name": '"No" \x7f', "at": ["a", 2, True]}))
    { name = "\\"No\\" \\u007f", at = ["a", 2, true] }
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {as_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def is_out_of_date(provenance: Mapping[str, Any], book: str) -> bool:
    """Whether the corrections beside the story file ``book`` are others than those it was made with."""
    path = corrections_path(book)
    try:
        data = path.read_bytes() if path else b""
    except OSError:
        return False
    return bool(path) and _digest(data) != provenance.get("corrections", {}).get("sha256")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Reader:
    """Reads one file; knows its lines, for ``tomllib`` does not keep them."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.replace("\r\n", "\n").split("\n")
        self.headers: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines, start=1):
            if header := _HEADER.match(line):
                self.headers.setdefault(header[1], []).append(number)
        try:
            self.content = tomllib.loads(text)
        except RecursionError as error:
            raise CorrectionsBroken(f"{path}: brackets within brackets without end; take them out") from error
        except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
            place = _PLACE.search(str(error))
            number = int(place[1]) if place and place[1] else len(self.lines)
            reason = _PLACE.sub("", str(error))
            raise CorrectionsBroken(f"{path}, line {number}: this is not TOML ({reason}); put it right") from error

    def table(self) -> pa.Table:
        """One row for each correction, in the order of the sections and of the file."""
        for section in self.content:
            if section not in SECTIONS:
                line = next(iter(self.headers.get(section, [])), 0) or self._line_of_key(section, 1)
                known = ", ".join(f"[[{name}]]" for name in SECTIONS)
                self._refuse(line, f"no correction is called {section!r}; there are {known}")
        rows = [row for section in SECTIONS for row in self._rows(section)]
        if not rows:
            return empty_table("corrections")
        columns = [column.name for column in WORKING_TABLES["corrections"]]
        return table_of("corrections", {name: [row[name] for row in rows] for name in columns})

    def _rows(self, section: str) -> Iterator[dict[str, Any]]:
        found = self.content.get(section, [])
        lines = self.headers.get(section, [])
        if not isinstance(found, list) or not all(isinstance(block, dict) for block in found):
            line = lines[0] if lines else self._line_of_key(section, 1)
            self._refuse(line, f"write [[{section}]], with two brackets on each side, above each {section}")
        for number, block in enumerate(found):
            line = lines[number] if len(lines) == len(found) else self._line_of_key(section, 1)
            yield self._row(section, block, line)

    def _row(self, section: str, block: dict[str, Any], line: int) -> dict[str, Any]:
        keys = SECTIONS[section]
        for key in block:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(keys)}"
                self._refuse(self._line_of_key(key, line), f"[[{section}]] has no {key!r}; {hint}")
        missing = [key for key in keys if key not in block and key not in OPTIONAL]
        if missing:
            self._refuse(line, f"[[{section}]] lacks {missing[0]!r}: add it, or take the correction out")
        if section == "split" and not (block.get("names") or block.get("passages")):
            self._refuse(line, "[[split]] needs names or passages, to say what goes to the new character")
        for key, value in block.items():
            if not _is_a(keys[key], value):
                self._refuse(self._line_of_key(key, line), f"{key} is to be {_EXPECTED[keys[key]]}")
        people = block.get("characters") or [block.get("character") or block.get("speaker")]
        return {
            "kind": section,
            "line": line,
            "characters": [{"name": p, "at": ""} if isinstance(p, str) else {"at": "", **p} for p in people],
            **{key: block.get(key) for key in ("to", "quote", "after", "occurrence")},
            **{key: block.get(key, []) for key in ("names", "passages")},
            "is_new": block.get("new", False),
        }

    def _line_of_key(self, key: str, line: int) -> int:
        """The first line from ``line`` on that sets ``key``; ``line`` itself if none does."""
        sets = re.compile(rf"""[ \t]*["']?{re.escape(key)}["']?[ \t]*[=.]""")
        return next((n for n in range(line, len(self.lines) + 1) if sets.match(self.lines[n - 1])), line)

    def _refuse(self, line: int, what: str) -> NoReturn:
        raise CorrectionsUnknown(f"{self.path}, line {line}: {what}")


def _is_a(kind: str, value: Any) -> bool:
    """Whether a value is what its key should hold."""
    if kind == "a name":
        return _is_text(value) or (isinstance(value, dict) and _is_person(value))
    if kind == "names":
        return isinstance(value, list) and len(value) >= 2 and all(_is_a("a name", one) for one in value)
    if kind == "texts":
        return isinstance(value, list) and len(value) >= 1 and all(map(_is_text, value))
    if kind == "a number":
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST
    return isinstance(value, bool) if kind == "true" else _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_person(value: dict[str, Any]) -> bool:
    return value.keys() == {"name", "at"} and all(map(_is_text, value.values()))
