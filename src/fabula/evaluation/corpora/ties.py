"""Texts annotated for ties: who means what to whom, from where to where in the text, and how warm it is.

A text is ``NAME.toml`` with its own ``NAME.txt`` beside it, or with the novel that its ``source`` names; the README of
``evaluation/ties`` is the guideline. Places are words of the text, copied exactly but for its line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.annotated import HALVES, annotation_files, novel_called, read_toml
from fabula.evaluation.corpora.text import read_corpus_text
from fabula.schema import TIE_ROLES

KEYS = frozenset("of to kind role shown begins ends valence".split())
ROLES = {kind: {*roles, "child"} if kind == "family" else set(roles) for kind, roles in TIE_ROLES.items()}


@dataclass(frozen=True)
class GoldTie:
    """A tie from one character to another, the elder, the wishing or the one with power first.

    ``begins`` and ``ends`` are where in the text, None for from the start and to the end; ``valence`` is -2 to 2.
    """

    of: str
    to: str
    kind: str
    role: str | None
    begins: int | None
    ends: int | None
    valence: int | None


@dataclass(frozen=True)
class TiesText:
    """A text and who means what to whom in it; ``characters`` maps each to all it is called by."""

    name: str
    path: Path  # of the text
    text: str
    half: str
    characters: Mapping[str, tuple[str, ...]]
    ties: tuple[GoldTie, ...]


def ties_files(paths: Sequence[Path]) -> list[Path]:
    """The annotations at ``paths``: files, or all in a folder, in alphabetical order; folders of novels have none.

    Raises  BadCorpus (D01): none at all
    """
    found = annotation_files(paths)
    if not found:
        raise BadCorpus(f"{paths[0]}: no text annotated for ties here; give a folder with NAME.toml")
    return found


def read_ties(path: Path, folders: Sequence[Path] = ()) -> TiesText | None:
    """The text annotated in the file at ``path``; None where it is of a novel that is in none of the folders.

    Raises  BadCorpus (D01): not TOML, an unknown half, key, kind, role or character, words that are not in the text
    """
    content = read_toml(path)
    text_path = _text_path(path, content.get("source"), folders)
    return None if text_path is None else _Reader(path, content, text_path).text_with_ties()


def _text_path(path: Path, source: str | None, folders: Sequence[Path]) -> Path | None:
    if source is None:
        return path.with_suffix(".txt")
    return novel_called(source, folders)


class _Reader:
    """Reads one file and says of each fault in which entry it is."""

    def __init__(self, path: Path, content: Mapping[str, Any], text_path: Path) -> None:
        self.path, self.content, self.text_path = path, content, text_path
        self.text = read_corpus_text(text_path)

    def text_with_ties(self) -> TiesText:
        if self.content.get("half") not in HALVES:
            self._refuse("half", "it does not say which half it is in", f"write one of {', '.join(HALVES)}")
        characters = self.content.get("characters", {})
        if not characters or not all(isinstance(forms, list) for forms in characters.values()):
            self._refuse("characters", "they do not map names to lists of forms", 'write "Anna Weiss" = ["Anna"]')
        return TiesText(
            name=self.path.stem,
            path=self.text_path,
            text=self.text,
            half=self.content["half"],
            characters={name: tuple(forms) for name, forms in characters.items()},
            ties=tuple(
                self._tie(f"tie {number}", entry) for number, entry in enumerate(self.content.get("tie", ()), start=1)
            ),
        )

    def _tie(self, where: str, entry: Mapping[str, Any]) -> GoldTie:
        if unknown := sorted(set(entry) - KEYS):
            self._refuse(where, f"no key is called {unknown[0]!r}", f"there are {', '.join(sorted(KEYS))}")
        for key in ("of", "to"):
            if entry.get(key) not in self.content["characters"]:
                self._refuse(where, f"{key}: there is no character {entry.get(key)!r}", "add it to [characters]")
        kind, role = entry.get("kind"), entry.get("role")
        if kind not in ROLES:
            self._refuse(where, f"kind = {kind!r}", f"write one of {', '.join(ROLES)}")
        if role is not None and role not in ROLES[kind]:
            self._refuse(where, f"role = {role!r}", f"of {kind} there are {', '.join(sorted(ROLES[kind])) or 'none'}")
        of, to = entry["of"], entry["to"]
        if role == "child":
            of, to, role = to, of, "parent"
        begins, ends = (self._place(where, entry[key]) if key in entry else None for key in ("begins", "ends"))
        return GoldTie(of, to, kind, role, begins, ends, entry.get("valence"))

    def _place(self, where: str, words: str) -> int:
        """Where words first stand in the text, however it breaks its lines."""
        found = re.search(r"\s+".join(map(re.escape, words.split())), self.text)
        if found is None:
            self._refuse(where, f"not in the text: {words[:40]!r}", "copy them from the text exactly")
        return found.start()

    def _refuse(self, where: str, what: str, remedy: str) -> NoReturn:
        raise BadCorpus(f"{self.path}, {where}: {what}; {remedy}")
