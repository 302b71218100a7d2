"""Texts annotated for levels: who tells what, what is remembered, dreamed or written, scenes, order, claims.

A text is ``NAME.toml`` with ``NAME.txt`` beside it; the README of ``evaluation/levels`` is the guideline and says what
each key means. Every place is given by words of the text, copied exactly; here they become offsets into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.annotated import HALVES, read_toml
from fabula.evaluation.corpora.text import read_corpus_text
from fabula.schema import CLAIM_KINDS, LAYER_KINDS, TRUTHS

Span = tuple[int, int]

OTHER_CLAIM = "other"  # a kind of claim that the annotation has and the table does not
_KEYS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "stretch": {
        "starts": "text",
        "person": ("first", "second", "third"),
        "tense": ("past", "present"),
        "narrator": "character",
        "focal": "character",
        "occurrence": "number",
    },
    "layer": {
        "starts": "text",
        "ends": "text",
        "kind": LAYER_KINDS,
        "id": "text",
        "in": "text",
        "owner": "character",
        "narrator": "character",
        "addressee": "characters",
        "occurrence": "number",
    },
    "scene": {
        "starts": "text",
        "layer": "text",
        "place": "text",
        "within": "texts",
        "time": "text",
        "present": "characters",
        "distant": "characters",
        "occurrence": "number",
    },
    "order": {"earlier": "text", "later": "text"},
    "claim": {
        "starts": "text",
        "by": "character",
        "kind": (*CLAIM_KINDS, OTHER_CLAIM),
        "about": "characters",
        "truth": TRUTHS,
        "shown": "text",
        "occurrence": "number",
    },
}
"""Section -> its keys, and what each holds: one of a few words, or what ``_EXPECTED`` says."""
_REQUIRED = frozenset("starts ends person tense kind earlier later by about truth".split())
_EXPECTED = {
    "text": "some text in quotation marks",
    "texts": "a list of texts in quotation marks",
    "number": "a whole number from 1",
    "character": "a key of [characters]",
    "characters": "a list of keys of [characters]",
}


@dataclass(frozen=True)
class GoldStretch:
    """A stretch of narration, up to the next one; ``narrator`` and ``focal`` are characters, None for nobody."""

    start: int
    end: int
    person: str
    tense: str
    narrator: str | None
    focal: str | None


@dataclass(frozen=True)
class GoldLayer:
    """A stretch at another level; ``parent`` is the index of the layer around it."""

    start: int
    end: int
    kind: str
    parent: int | None
    owner: str | None
    narrator: str | None
    addressees: tuple[str, ...]


@dataclass(frozen=True)
class GoldScene:
    """A scene, up to the next one; ``layer`` is the index of the layer it plays in, ``within`` goes outward."""

    start: int
    end: int
    layer: int | None
    place: str | None
    within: tuple[str, ...]
    time: str | None
    present: tuple[str, ...]
    distant: tuple[str, ...]


@dataclass(frozen=True)
class GoldOrder:
    """Words that tell of two things, the earlier one in the story's world first."""

    earlier: Span
    later: Span


@dataclass(frozen=True)
class GoldClaim:
    """A statement about the story's world; the span is that of its first words, ``shown`` decides its truth."""

    start: int
    end: int
    kind: str
    by: str
    about: tuple[str, ...]
    truth: str
    shown: Span | None


@dataclass(frozen=True)
class LevelsText:
    """A text and what a careful reader says of it; ``characters`` maps each to all it is called by.

    ``source`` is the file of the novel that a passage is cut from, without its ending.
    """

    name: str
    path: Path  # of the text
    text: str
    half: str
    source: str | None
    characters: Mapping[str, tuple[str, ...]]
    stretches: tuple[GoldStretch, ...]
    layers: tuple[GoldLayer, ...]
    scenes: tuple[GoldScene, ...]
    order: tuple[GoldOrder, ...]
    claims: tuple[GoldClaim, ...]


def levels_files(paths: Sequence[Path]) -> list[Path]:
    """The annotations at ``paths``: files, or all in a folder and in the folders in it, in alphabetical order.

    Raises  BadCorpus (D01): a path without one
    """
    files: list[Path] = []
    for path in paths:
        found = [path] if path.suffix == ".toml" else sorted(path.glob("**/*.toml"))
        if not found:
            raise BadCorpus(f"{path}: no text annotated for levels here; give a folder with NAME.toml and NAME.txt")
        files += [file for file in found if file not in files]
    return files


def read_half(paths: Sequence[Path], half: str) -> list[LevelsText]:
    """The texts at ``paths`` that are of one half, ``build`` or ``measure``, in alphabetical order.

    Raises  BadCorpus (D01): as ``levels_files`` and ``read_levels``
    """
    return [gold for gold in map(read_levels, levels_files(paths)) if gold.half == half]


def read_levels(path: Path) -> LevelsText:
    """The text annotated in the file at ``path``, with its text from the ``.txt`` beside it.

    Raises  BadCorpus (D01): a missing file, not TOML, an unknown section, key, value, character or layer, words that
            are not in the text or are there more than once
    """
    return _Reader(path).text_with_levels()


class _Reader:
    """Reads one file and says of each fault in which entry it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = read_corpus_text(path.with_suffix(".txt"))
        self.content = read_toml(path)
        self.characters = self._characters()
        self.layer_ids: dict[str, int] = {}

    def text_with_levels(self) -> LevelsText:
        known = {"manner", "half", "source", "offset", "characters", *_KEYS}
        if unknown := [key for key in self.content if key not in known]:
            self._refuse("", f"no section or key is called {unknown[0]!r}", f"there are {', '.join(sorted(known))}")
        if self.content.get("half") not in HALVES:
            self._refuse("", "half does not say which half it is in", f"write one of {', '.join(HALVES)}")
        return LevelsText(
            name=self.path.stem,
            path=self.path.with_suffix(".txt"),
            text=self.text,
            half=self.content["half"],
            source=self.content.get("source"),
            characters=self.characters,
            stretches=self._stretches(),
            layers=self._layers(),
            scenes=self._scenes(),
            order=tuple(
                GoldOrder(self._found(where, entry["earlier"]), self._found(where, entry["later"]))
                for where, entry in self._entries("order")
            ),
            claims=self._claims(),
        )

    def _characters(self) -> dict[str, tuple[str, ...]]:
        found = self.content.get("characters")
        if not isinstance(found, dict) or not all(_is_of(forms, "texts") for forms in found.values()):
            self._refuse("", "[characters] does not map names to lists of forms", 'write "Anna Weiss" = ["Anna"]')
        return {name: tuple(forms) for name, forms in found.items()}

    def _stretches(self) -> tuple[GoldStretch, ...]:
        return tuple(
            GoldStretch(*span, entry["person"], entry["tense"], entry.get("narrator"), entry.get("focal"))
            for entry, span in self._tiling("stretch")
        )

    def _layers(self) -> tuple[GoldLayer, ...]:
        layers: list[GoldLayer] = []
        for where, entry in self._entries("layer"):
            start, _ = self._starts(where, entry)
            last = self.text.find(entry["ends"], start)
            if last < 0:
                self._refuse(where, f"its last words do not come after its first: {_cut(entry['ends'])}", _COPY)
            end = last + len(entry["ends"])
            parent = self._layer(where, entry.get("in"))
            if parent is not None and not layers[parent].start <= start <= end <= layers[parent].end:
                self._refuse(where, f"it is not inside the layer {entry['in']!r}", "correct the words of either")
            if "id" in entry:
                self.layer_ids[entry["id"]] = len(layers)
            layers.append(
                GoldLayer(
                    start=start,
                    end=end,
                    kind=entry["kind"],
                    parent=parent,
                    owner=entry.get("owner"),
                    narrator=entry.get("narrator"),
                    addressees=tuple(entry.get("addressee", ())),
                )
            )
        return tuple(layers)

    def _scenes(self) -> tuple[GoldScene, ...]:
        return tuple(
            GoldScene(
                *span,
                layer=self._layer("scene", entry.get("layer")),
                place=entry.get("place"),
                within=tuple(entry.get("within", ())),
                time=entry.get("time"),
                present=tuple(entry.get("present", ())),
                distant=tuple(entry.get("distant", ())),
            )
            for entry, span in self._tiling("scene")
        )

    def _claims(self) -> tuple[GoldClaim, ...]:
        return tuple(
            GoldClaim(
                *self._starts(where, entry),
                kind=entry["kind"],
                by=entry["by"],
                about=tuple(entry["about"]),
                truth=entry["truth"],
                shown=self._found(where, entry["shown"]) if "shown" in entry else None,
            )
            for where, entry in self._entries("claim")
        )

    def _tiling(self, section: str) -> list[tuple[dict[str, Any], Span]]:
        """The entries of a section that tile the text, with where each begins and ends."""
        entries = list(self._entries(section))
        starts = [self._starts(where, entry)[0] for where, entry in entries]
        if not entries or self.text[: starts[0]].strip():
            self._refuse(section, "the first one does not start the text", "let it start with the text's first words")
        for (where, _), (one, other) in zip(entries[1:], pairwise(starts), strict=True):
            if other <= one:
                self._refuse(where, "it starts before the one that it follows", "put them in the order of the text")
        bounds = pairwise([0, *starts[1:], len(self.text)])
        return [(entry, span) for (_, entry), span in zip(entries, bounds, strict=True)]

    def _entries(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each entry of a section, checked, with what to call it."""
        found = self.content.get(section, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self._refuse("", f"{section} is no list of entries", f"write [[{section}]] above each")
        for number, entry in enumerate(found, start=1):
            where = f"{section} {number}"
            self._check(where, _KEYS[section], entry)
            yield where, entry

    def _check(self, where: str, keys: Mapping[str, str | tuple[str, ...]], entry: Mapping[str, Any]) -> None:
        for key in keys:
            if key in _REQUIRED and key not in entry:
                self._refuse(where, f"it has no {key!r}", "add it")
        for key, value in entry.items():
            if key not in keys:
                self._refuse(where, f"no key is called {key!r}", f"there are {', '.join(keys)}")
            expected = keys[key]
            if isinstance(expected, tuple):
                if value not in expected:
                    self._refuse(where, f"{key} = {value!r}", f"write one of {', '.join(expected)}")
            elif not _is_of(value, expected):
                self._refuse(where, f"{key} = {value!r}", f"write {_EXPECTED[expected]}")
            elif expected.startswith("character"):
                unknown = [
                    name for name in ([value] if expected == "character" else value) if name not in self.characters
                ]
                if unknown:
                    self._refuse(where, f"{key}: there is no character {unknown[0]!r}", "add it to [characters]")

    def _layer(self, where: str, id: str | None) -> int | None:
        if id is not None and id not in self.layer_ids:
            self._refuse(where, f"there is no layer {id!r} before it", "give that layer this id, and put it first")
        return None if id is None else self.layer_ids[id]

    def _starts(self, where: str, entry: Mapping[str, Any]) -> Span:
        return self._found(where, entry["starts"], entry.get("occurrence"))

    def _found(self, where: str, words: str, occurrence: int | None = None) -> Span:
        """Where ``words`` stand in the text: the one place that has them, or the one that ``occurrence`` says."""
        places = list(_places(self.text, words))
        if len(places) < (occurrence or 1):
            self._refuse(where, f"not in the text{' so often' if places else ''}: {_cut(words)}", _COPY)
        if len(places) > 1 and occurrence is None:
            self._refuse(where, f"{len(places)} times in the text: {_cut(words)}", "give more words, or occurrence")
        start = places[(occurrence or 1) - 1]
        return start, start + len(words)

    def _refuse(self, where: str, what: str, remedy: str) -> NoReturn:
        raise BadCorpus(f"{self.path}{', ' if where else ''}{where}: {what}; {remedy}")


_COPY = "copy them from the text exactly, marks and line ends too"


def _is_of(value: object, expected: str) -> bool:
    """Whether ``value`` has the type that ``expected``, a key of ``_EXPECTED``, asks for."""
    if expected == "number":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if expected in ("text", "character"):
        return isinstance(value, str) and bool(value)
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _places(text: str, words: str) -> Iterator[int]:
    """Where ``words`` begin in ``text``.

    >>> list(_places("ho, ho, ho", "ho, ho"))
    [0, 4]
    """
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _cut(words: str) -> str:
    return repr(words if len(words) <= 40 else words[:39] + "…")
