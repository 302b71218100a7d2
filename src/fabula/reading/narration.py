"""Who tells each stretch of the story, and through whose senses and thoughts it is told.

The problem. Who tells a stretch is known before its mentions are linked (see ``tellers``). Through whom a third-person
story is told is known only after:
    Anne looked at the old man. He frowned. She wondered whether he had heard.
It is whoever feels, sees, thinks and remembers there; a narrator of their own story is so by right.
Source: focalization, Genette 1972. Not tried: changes of focus in running text. Score: docs/results.md,
`fabula evaluate levels`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.schema import table_of, zip_columns

INNER_VERB, INNER_NOUN, OWN_THOUGHT, ACTING, MENTIONED = 3.0, 2.0, 3.0, 0.5, 0.1  # what each shows of somebody
LEAST_SHOWN, LEAST_SHARE = 2.0, 0.35  # of a focal character; of what is shown of anybody
SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True)
class _Decided:
    """Somebody, how sure, and the words that show it."""

    entity: int | None = None
    sure: float | None = None
    start: int | None = None
    end: int | None = None


NOBODY = _Decided()


def find_narration(
    tellers: pa.Table, syntax: Syntax, quotes: pa.Table, quote_spans: pa.Table, entities: pa.Table, mentions: pa.Table
) -> dict[str, pa.Table]:
    """One row for each run of stretches in the same voice and focus; the rows tile the text.

    Gives   narration: start, end, kind and person, tense, narrator and focal with confidence and evidence
    """
    insides = _Insides(syntax, quotes, quote_spans, entities, mentions)
    rows: list[tuple[int, str, str, _Decided, _Decided]] = []
    for start, end, person, tense, narrator in zip_columns(tellers, "start", "end", "person", "tense", "narrator"):
        told_by = NOBODY if narrator is None else insides.says_i(start, end, narrator)
        focal = insides.focal(start, end) if narrator is None else told_by
        row = (start if rows else 0, person, tense, told_by, focal)
        if not rows or _voice(rows[-1]) != _voice(row):
            rows.append(row)
    return {"narration": _table(rows, len(syntax.source))}


def _voice(row: tuple[int, str, str, _Decided, _Decided]) -> tuple[str, str, int | None, int | None]:
    _, person, tense, told_by, focal = row
    return person, tense, told_by.entity, focal.entity


class _Insides:
    """What the narration shows of the senses and thoughts of each person."""

    def __init__(
        self, syntax: Syntax, quotes: pa.Table, quote_spans: pa.Table, entities: pa.Table, mentions: pa.Table
    ) -> None:
        self.syntax = syntax
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")
        self.verbs, self.nouns = word_list("inner_life", "verbs"), word_list("inner_life", "nouns")
        people = [kind == "person" for kind in entities["kind"].to_pylist()]
        self.entity_of = {
            head: entity
            for head, entity in zip_columns(mentions, "head_token", "entity")
            if entity is not None and people[entity]
        }
        self.thoughts = [
            (start, entity)
            for start, kind, entity in zip_columns(quotes, "start", "kind", "speaker")
            if kind == "thought" and entity is not None and people[entity]
        ]

    def says_i(self, start: int, end: int, narrator: int) -> _Decided:
        """The narrator, shown by the first "I" of a stretch."""
        for token in self.syntax.tokens_in(start, end):
            if self.quote_of[token] < 0 and self.syntax.lower[token] in FIRST_SINGULAR:
                return _Decided(narrator, 0.9, int(self.syntax.start[token]), int(self.syntax.end[token]))
        return _Decided(narrator, 0.7, start, start)

    def focal(self, start: int, end: int) -> _Decided:
        """Whose inside a stretch shows most, shown by the first word that does."""
        shown: dict[int, float] = defaultdict(float)
        first: dict[int, int] = {}
        for token in self.syntax.tokens_in(start, end):
            entity = self.entity_of.get(token)
            if entity is None or self.quote_of[token] >= 0:
                continue
            weight = self._weight(token)
            shown[entity] += weight
            if weight >= INNER_NOUN:
                first.setdefault(entity, token)
        for at, entity in self.thoughts:
            if start <= at < end:
                shown[entity] += OWN_THOUGHT
        if not shown:
            return NOBODY
        entity, most = max(shown.items(), key=lambda item: item[1])
        share = most / sum(shown.values())
        if most < LEAST_SHOWN or share < LEAST_SHARE:
            return NOBODY
        token = first.get(entity, self.syntax.tokens_in(start, end)[0])
        return _Decided(entity, round(min(share, 0.95), 3), int(self.syntax.start[token]), int(self.syntax.end[token]))

    def _weight(self, token: int) -> float:
        syntax = self.syntax
        head = syntax.head[token]
        lemma = syntax.lemma[head].lower()
        if syntax.dep[token] in SUBJECTS:
            return INNER_VERB if lemma in self.verbs else ACTING
        if syntax.dep[token] == "poss" and lemma in self.nouns:
            return INNER_NOUN
        return MENTIONED


def _table(rows: list[tuple[int, str, str, _Decided, _Decided]], length: int) -> pa.Table:
    starts = [start for start, *_ in rows]
    columns: dict[str, list[Any]] = {
        "start": starts,
        "end": [*starts[1:], length][: len(starts)],
        "kind": [person for _, person, *_ in rows],
        "person": [person for _, person, *_ in rows],
        "tense": [tense for _, _, tense, *_ in rows],
    }
    for place, name in ((3, "narrator"), (4, "focal")):
        decided: list[_Decided] = [row[place] for row in rows]  # type: ignore[misc]
        columns |= {
            name: [one.entity for one in decided],
            f"{name}_confidence": [one.sure for one in decided],
            f"{name}_by": [None if one.entity is None else "rule" for one in decided],
            f"{name}_evidence_start": [one.start for one in decided],
            f"{name}_evidence_end": [one.end for one in decided],
        }
    return table_of("narration", columns)
