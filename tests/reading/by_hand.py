"""Stories whose mentions are marked by hand, linked by a scorer that a test makes up; no language model is loaded.

Linked("{Anne} met {Tom}. {She} laughed.", people=[Person("Anne", "woman"), Person("Tom", "man")], scores=eager)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import IT, PERSONAL
from fabula.model.heads import LINK_SIZE
from fabula.reading import Step
from fabula.reading.coreference import link_mentions
from fabula.schema import PLACE_KINDS, table_of, zip_columns

Scores = Callable[[int], NDArray[np.float32]]  # number of candidates, the latest first -> their scores
TOKEN = re.compile(r"(?:Mrs?|Dr|St)\.|\w+(?:['’]\w+)*|[^\w\s]")


def eager(count: int) -> NDArray[np.float32]:
    """Everybody is whoever was mentioned last, or else the one before."""
    return np.linspace(9, 8, count, dtype=np.float32)


def shy(count: int) -> NDArray[np.float32]:
    """Everybody is new."""
    return np.full(count, -9, np.float32)


def moody(seed: int) -> Scores:
    """Nobody can tell."""
    rng = np.random.default_rng(seed)
    return lambda count: rng.normal(0, 3, count).astype(np.float32)


@dataclass(frozen=True)
class Person:
    """Somebody whom the cast knows by these names, the longest first, divided by commas."""

    names: str
    gender: str = "unknown"
    sure: float = 0.9
    is_narrator: bool = False


class Linked:
    """What ``link_mentions`` makes of a text with marked mentions: {Anne}, {the inn:facility}, {{his} wife}.

    A mention is a proper name if one of ``people`` bears it or it begins with a capital and is no pronoun;
    ``speaking`` are words that are subjects of speech tags.
    """

    def __init__(
        self, marked: str, people: Sequence[Person] = (), scores: Scores = eager, speaking: Sequence[str] = ()
    ) -> None:
        self.people = list(people)
        self.text, marks = _read_marks(marked)
        self.syntax = syntax_of(self.text)
        self.mentions = _mentions(self.syntax, marks, {name for person in people for name in person.names.split(", ")})
        tables = self._tables(speaking)
        self.quotes = tables["quote_spans"]
        networks = SimpleNamespace(links=lambda _mention, means, _last, _features: [scores(len(means))])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("fabula.reading.coreference.load_networks", lambda _threads: networks)
            self.tables = dict(Step("references", link_mentions, ()).run(self.syntax, 1, tables))

    @property
    def entities(self) -> list[int | None]:
        """The entity of each mention, in reading order."""
        found: list[int | None] = self.tables["mentions"]["entity"].to_pylist()
        return found

    @property
    def found(self) -> list[tuple[str, str | None]]:
        """Each mention and the name of its entity."""
        names = self.tables["entities"]["name"].to_pylist()
        spans = zip_columns(self.tables["mentions"], "start", "end")
        return [
            (self.text[start:end], None if entity is None else names[entity])
            for (start, end), entity in zip(spans, self.entities, strict=True)
        ]

    def _tables(self, speaking: Sequence[str]) -> dict[str, pa.Table]:
        bearers = {name: row for row, person in enumerate(self.people) for name in person.names.split(", ")}
        names = [
            (*self._place(first, last), first, last, bearers.get(self.syntax.phrase(first, last)))
            for first, last, form, *_ in self.mentions
            if form == "proper"
        ]
        quotes = [(row, *mark.span()) for row, mark in enumerate(re.finditer("“[^”]*”?", self.text))]
        tags = [(0, 0, self.syntax.lower.index(word), "after", True) for word in speaking]
        narrator = next((row for row, person in enumerate(self.people) if person.is_narrator), None)
        told = [(0, len(self.text), None, "first" if narrator is not None else "third", narrator)]
        forms = [(row, name, 1) for row, person in enumerate(self.people) for name in person.names.split(", ")]
        return {
            "quote_spans": _table("quote_spans", "quote start end", quotes),
            "tags": _table("tags", "quote verb_token subject_token place is_strong", tags),
            "names": _table("names", "start end first_token last_token entity", names),
            "entities": _table(
                "entities", "kind name is_named", [("person", p.names.split(", ")[0], True) for p in self.people]
            ),
            "entity_names": _table("entity_names", "entity name count", forms),
            "profiles": _table(
                "profiles", "gender confidence is_narrator", [(p.gender, p.sure, p.is_narrator) for p in self.people]
            ),
            "tellers": _table("tellers", "start end letter person narrator", told),
            "mentions": _table(
                "mentions",
                "start end head_token form kind place_kind",
                [
                    (*self._place(first, last), last, form, "place" if kind in PLACE_KINDS else kind,
                     kind if kind in PLACE_KINDS else None)
                    for first, last, form, kind in self.mentions
                ],
            ),
            "mention_states": _table(
                "mention_states",
                "first_token last_token link new",
                [(first, last, [0.0] * LINK_SIZE, 0.0) for first, last, *_ in self.mentions],
            ),
        }  # fmt: skip

    def _place(self, first: int, last: int) -> tuple[int, int]:
        return int(self.syntax.start[first]), int(self.syntax.end[last])


def _read_marks(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its marks, and the spans they marked with their kinds, those that hold others first."""
    text, opened, marks = "", list[int](), list[tuple[int, int, str]]()
    for piece in re.findall(r":\w+\}|[{}]|[^{}:]+|:", marked):
        if piece == "{":
            opened.append(len(text))
        elif piece.endswith("}"):
            marks.append((opened.pop(), len(text), piece[1:-1] or "person"))
        else:
            text += piece
    return text, sorted(marks, key=lambda mark: (mark[0], -mark[1]))


def syntax_of(text: str) -> Syntax:
    """Words of sentences that end with a full stop; every word is a root."""
    words = list(TOKEN.finditer(text))
    after = np.cumsum([word[0] in ".!?" for word in words])
    sentences = [0, *after[:-1].tolist()] if words else []
    n, lower = len(words), [word[0].lower() for word in words]
    return Syntax(
        source=text,
        start=np.array([word.start() for word in words], np.int32),
        end=np.array([word.end() for word in words], np.int32),
        head=list(range(n)),
        sentence=sentences,
        paragraph=[0] * n,
        lemma=lower,
        pos=["X"] * n,
        tag=["NNS" if word.endswith("s") and len(word) > 3 else "NN" for word in lower],
        dep=["dep"] * n,
    )


def _mentions(
    syntax: Syntax, marks: Sequence[tuple[int, int, str]], names: set[str]
) -> list[tuple[int, int, str, str]]:
    """First and last token, form and kind of each mention."""
    starts, ends = syntax.start.tolist(), syntax.end.tolist()
    found = []
    for start, end, kind in marks:
        first, last = starts.index(start), ends.index(end)
        if first == last and syntax.lower[first] in PERSONAL | IT:
            form = "pronoun"
        elif syntax.phrase(first, last) in names or (syntax.text[last][0].isupper() and syntax.lower[first] != "the"):
            form = "proper"
        else:
            form = "common"
        found.append((first, last, form, kind))
    return found


def _table(name: str, columns: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    keys = columns.split()
    values = list(zip(*rows, strict=True)) or [()] * len(keys)
    return table_of(name, dict(zip(keys, values, strict=True)))
