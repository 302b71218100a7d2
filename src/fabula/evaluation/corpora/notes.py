"""Passages annotated for content notes: what of them a reader may want to know of first, and what only looks like it.

A file is a TOML list of passages, or one whole text that it names; the README of ``evaluation/notes`` is the guideline
and says what each key means. The file's name begins with the half it is in. Places are given by words of the passage;
here they become offsets into it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.annotated import HALVES, read_toml
from fabula.schema import NOTE_KINDS, STANDINGS

_KEYS: dict[str, dict[str, Any]] = {
    "passage": {"text": str, "source": str, "note": list, "trap": list},
    "note": {"kind": NOTE_KINDS, "starts": str, "ends": str, "standing": STANDINGS, "by": str, "to": str},
    "trap": {"kind": NOTE_KINDS, "words": str},
}
_FLAGS = ("graphic",)
_REQUIRED = {"passage": ("text",), "note": ("kind", "starts", "ends", "standing"), "trap": ("kind", "words")}


@dataclass(frozen=True)
class GoldNote:
    """What a reader would want to pass over; ``by`` and ``to`` are words of the passage, None for nobody."""

    start: int
    end: int
    kind: str
    standing: str
    by: str | None
    to: str | None


@dataclass(frozen=True)
class GoldTrap:
    """Words that look like a note of the kind and are none."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class NotedPassage:
    """A passage and what is annotated in it; ``source`` is the file of the novel it is cut from, if it is."""

    name: str
    file: str
    half: str
    text: str
    source: str | None
    notes: tuple[GoldNote, ...]
    traps: tuple[GoldTrap, ...]


def notes_files(paths: Sequence[Path]) -> list[Path]:
    """The annotations at ``paths``: files, or all in a folder, in alphabetical order.

    Raises  BadCorpus (D01): a path without one
    """
    files: list[Path] = []
    for path in paths:
        found = [path] if path.suffix == ".toml" else sorted(path.glob("*.toml"))
        if not found:
            raise BadCorpus(f"{path}: no passages annotated for content notes here; give a folder with TOML files")
        files += [file for file in found if file not in files]
    return files


def read_notes(path: Path) -> list[NotedPassage]:
    """The annotated passages of the file at ``path``.

    Raises  BadCorpus (D01): no such file, not TOML, a name without its half, an unknown key or value, no such text,
            words that are not in the passage
    """
    content = read_toml(path)
    half = path.stem.split("_")[0]
    if half not in HALVES:
        raise BadCorpus(f"{path}: its name does not begin with its half; call it build_… or measure_…")
    if "file" in content:
        whole = {key: value for key, value in content.items() if key != "file"}
        return [_passage(path, half, path.stem, str(path), {**whole, "text": _text_of(path, content["file"])})]
    if set(content) != {"passage"}:
        raise BadCorpus(f"{path}: it is no list of passages; write [[passage]] above each")
    return [
        _passage(path, half, f"{path.stem} {number}", f"{path}, passage {number}", entry)
        for number, entry in enumerate(content["passage"], start=1)
    ]


def _text_of(path: Path, name: object) -> str:
    """The text that the file at ``path`` names, as seen from there."""
    try:
        return (path.parent / str(name)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path}: its text cannot be read: {name}; put it there, as UTF-8") from error


def _passage(path: Path, half: str, name: str, where: str, entry: Mapping[str, Any]) -> NotedPassage:
    _check(where, "passage", entry)
    text = entry["text"]
    return NotedPassage(
        name=name,
        file=path.stem,
        half=half,
        text=text,
        source=entry.get("source"),
        notes=tuple(_note(f"{where}, note {row}", text, note) for row, note in enumerate(entry.get("note", ()), 1)),
        traps=tuple(_trap(f"{where}, trap {row}", text, trap) for row, trap in enumerate(entry.get("trap", ()), 1)),
    )


def _note(where: str, text: str, entry: Mapping[str, Any]) -> GoldNote:
    _check(where, "note", entry)
    start, first_end = _found(where, text, entry["starts"])
    end = max(_found(where, text, entry["ends"], start)[1], first_end)
    return GoldNote(start, end, entry["kind"], entry["standing"], entry.get("by"), entry.get("to"))


def _trap(where: str, text: str, entry: Mapping[str, Any]) -> GoldTrap:
    _check(where, "trap", entry)
    return GoldTrap(*_found(where, text, entry["words"]), entry["kind"])


def _check(where: str, section: str, entry: object) -> None:
    if not isinstance(entry, dict):
        _refuse(where, "it is no table", f"write [[{section}]] above it")
    for key in _REQUIRED[section]:
        if key not in entry:
            _refuse(where, f"it has no {key!r}", "add it")
    for key, value in entry.items():
        expected = bool if key in _FLAGS and section == "note" else _KEYS[section].get(key)
        if expected is None:
            _refuse(where, f"no key is called {key!r}", f"there are {', '.join(_KEYS[section])}")
        elif isinstance(expected, tuple):
            if value not in expected:
                _refuse(where, f"{key} = {value!r}", f"write one of {', '.join(expected)}")
        elif not isinstance(value, expected):
            _refuse(where, f"{key} = {value!r}", "put it as the README says")


def _found(where: str, text: str, words: str, begin: int = 0) -> tuple[int, int]:
    """The first place of ``words`` at or after ``begin``; a line end counts as a space."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    match = re.compile(pattern).search(text, begin) if pattern else None
    if match is None:
        _refuse(where, f"not in the passage: {words[:40]!r}", "copy the words exactly")
    return match.span()


def _refuse(where: str, what: str, remedy: str) -> NoReturn:
    raise BadCorpus(f"{where}: {what}; {remedy}")
