"""Texts annotated for contradictions: short stories with planted ones, and clean texts for false alarms.

A text is ``NAME.toml`` with ``NAME.txt`` beside it, or the opening of a novel that lies in another folder; the README
of ``evaluation/contradictions`` is the guideline. Places are given by words of the text; here they become offsets into
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from fabula.contradictions.contradiction import KINDS
from fabula.errors import BadCorpus
from fabula.evaluation.corpora.annotated import HALVES, annotation_files, novel_called, read_toml
from fabula.evaluation.corpora.text import read_corpus_text

Span = tuple[int, int]

_KEYS = ("kind", "about", "what", "first", "second")


@dataclass(frozen=True)
class GoldContradiction:
    """Two places of a text that do not fit each other."""

    kind: str
    about: str
    what: str
    first: Span
    second: Span


@dataclass(frozen=True)
class ContradictionsText:
    """A text and what a writer's reader marks in it; nothing in a clean text."""

    name: str
    text: str
    half: str
    contradictions: tuple[GoldContradiction, ...]


def contradictions_files(paths: Sequence[Path]) -> list[Path]:
    """The annotations at ``paths``: files, or all in a folder, in alphabetical order; folders of novels have none.

    Raises  BadCorpus (D01): there are none at all
    """
    found = annotation_files(paths)
    if not found:
        raise BadCorpus(
            f"{', '.join(map(str, paths))}: no text annotated for contradictions here; "
            "give a folder with NAME.toml and NAME.txt"
        )
    return found


def read_contradictions(path: Path, novels: Sequence[Path] = ()) -> ContradictionsText | None:
    """The text annotated in the file at ``path``; None for the opening of a novel that is in none of the folders.

    Takes   novels: folders in which novels may lie
    Raises  BadCorpus (D01): a missing file, not TOML, an unknown key, kind or half, words that are not in the text or
            are there more than once
    """
    content = read_toml(path)
    if unknown := [key for key in content if key not in ("half", "source", "length", "contradiction")]:
        _refuse(path, "", f"no key is called {unknown[0]!r}", "there are half, source, length and contradiction")
    if content.get("half") not in HALVES:
        _refuse(path, "", "half does not say which half it is in", f"write one of {', '.join(HALVES)}")
    text = _text(path, content, novels)
    if text is None:
        return None
    entries = content.get("contradiction", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        _refuse(path, "", "contradiction is no list of entries", "write [[contradiction]] above each")
    found = tuple(_contradiction(path, text, number, entry) for number, entry in enumerate(entries, start=1))
    return ContradictionsText(path.stem, text, content["half"], found)


def _text(path: Path, content: dict[str, Any], novels: Sequence[Path]) -> str | None:
    """The text beside the annotation, or the opening of the novel that it names."""
    if "source" not in content:
        return read_corpus_text(path.with_suffix(".txt"))
    if not isinstance(content["source"], str) or not isinstance(content.get("length"), int):
        _refuse(path, "", "source and length do not say which novel and how much of it", "write a name and a number")
    novel = novel_called(content["source"], novels)
    return None if novel is None else read_corpus_text(novel)[: content["length"]]


def _contradiction(path: Path, text: str, number: int, entry: dict[str, Any]) -> GoldContradiction:
    where = f"contradiction {number}"
    if missing := [key for key in _KEYS if not isinstance(entry.get(key), str)]:
        _refuse(path, where, f"it has no {missing[0]!r}", "add it, in quotation marks")
    if unknown := [key for key in entry if key not in _KEYS]:
        _refuse(path, where, f"no key is called {unknown[0]!r}", f"there are {', '.join(_KEYS)}")
    if entry["kind"] not in KINDS:
        _refuse(path, where, f"kind = {entry['kind']!r}", f"write one of {', '.join(KINDS)}")
    first, second = (_found(path, where, text, entry[key]) for key in ("first", "second"))
    return GoldContradiction(entry["kind"], entry["about"], entry["what"], first, second)


def _found(path: Path, where: str, text: str, words: str) -> Span:
    """Where ``words`` stand in the text: the one place that has them."""
    count = text.count(words)
    if count != 1:
        shown = repr(words if len(words) <= 40 else words[:39] + "…")
        _refuse(path, where, f"{count} times in the text: {shown}", "copy as many words as it takes to be there once")
    start = text.index(words)
    return start, start + len(words)


def _refuse(path: Path, where: str, what: str, remedy: str) -> NoReturn:
    raise BadCorpus(f"{path}{', ' if where else ''}{where}: {what}; {remedy}")
