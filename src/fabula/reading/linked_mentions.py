"""The tables of linked mentions: whom each refers to, and the entities that have no name.

An entity without a name becomes a row if it is mentioned more than once, or speaks; its gender is that of its pronouns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import noun_gender, pronoun_gender
from fabula.reading.discourse import Reference
from fabula.reading.wordings import with_article, wordings
from fabula.schema import table_of, with_columns

SEEN_OFTEN, CLEARLY = 3, 0.75  # pronouns that show a gender, and the share of them that must agree


@dataclass
class Decision:
    """The entity of a mention, how sure that is, who decided, and the row of the mention that shows it."""

    entity: int
    sure: float
    by: str
    shown_by: int
    guesses: list[tuple[int, float]] = field(default_factory=list)  # entities the model holds possible, with shares


@dataclass
class LinkedMentions:
    """Mentions with their decisions, whose entities are numbers in order of appearance."""

    syntax: Syntax
    mentions: pa.Table
    references: Sequence[Reference]
    decisions: Sequence[Decision]
    is_left_open: Sequence[bool]
    row_of: list[int | None]  # the row in ``entities`` of each of the decisions' entities; None as long as it has none

    def with_unnamed(
        self, entities: pa.Table, entity_names: pa.Table, profiles: pa.Table, speaking: set[int]
    ) -> dict[str, pa.Table]:
        """The tables of entities with those without a name; ``speaking`` are the subjects of speech tags."""
        heads, kinds = self.mentions["head_token"].to_pylist(), self.mentions["kind"].to_pylist()
        found: dict[int, list[int]] = defaultdict(list)
        for number, decision in enumerate(self.decisions):
            if not self.is_left_open[number]:
                found[decision.entity].append(number)
        rows = {name: entities[name].to_pylist() for name in entities.column_names}
        names = {name: entity_names[name].to_pylist() for name in entity_names.column_names}
        known = {name: profiles[name].to_pylist() for name in profiles.column_names}
        for own, numbers in found.items():
            if self.row_of[own] is None and (len(numbers) > 1 or heads[numbers[0]] in speaking):
                row = len(rows["kind"])
                self.row_of[own] = row
                phrases = wordings(self.syntax, [(self.references[number], heads[number]) for number in numbers])
                kind = Counter(kinds[number] for number in numbers).most_common(1)[0][0]
                _append(rows, kind=kind, name=with_article(phrases[0][0]), is_named=False)
                _append(known, gender="unknown", confidence=0.0, is_narrator=False)
                for phrase, count in phrases:
                    _append(names, entity=row, name=phrase, count=count)
        for own, numbers in found.items():
            known_row = self.row_of[own]
            if known_row is None:
                continue
            if known["gender"][known_row] == "unknown":
                gender = self._gender([heads[number] for number in numbers])
                known["gender"][known_row], known["confidence"][known_row] = gender
        return {
            "entities": table_of("entities", rows),
            "entity_names": table_of("entity_names", names),
            "profiles": table_of("profiles", known),
        }

    def _gender(self, heads: Sequence[int]) -> tuple[str, float]:
        """The gender that pronouns, and nouns such as "wife", show, and how sure it is."""
        votes = Counter(pronoun_gender(self.syntax.lower[head]) for head in heads)
        votes.update(noun_gender(self.syntax.lemma[head].lower()) for head in heads)
        total = votes["man"] + votes["woman"]
        gender = "man" if votes["man"] >= votes["woman"] else "woman"
        if total >= SEEN_OFTEN and votes[gender] >= CLEARLY * total:
            return gender, votes[gender] / (total + 2)
        return "unknown", 0.0

    def decided(self) -> pa.Table:
        """The mentions with their entities, once all of these have a row."""
        starts, ends = self.mentions["start"].to_pylist(), self.mentions["end"].to_pylist()
        rows: list[tuple[int | None, float | None, str | None, int | None, int | None]] = []
        for number, decision in enumerate(self.decisions):
            row = None if self.is_left_open[number] else self.row_of[decision.entity]
            if row is None:
                rows.append((None, None, None, None, None))
                continue
            shown = decision.shown_by if decision.shown_by >= 0 else number
            rows.append((row, round(decision.sure, 3), decision.by, starts[shown], ends[shown]))
        names = ("entity", "entity_confidence", "entity_by", "entity_evidence_start", "entity_evidence_end")
        columns = list(zip(*rows, strict=True)) or [()] * 5
        return with_columns("mentions", self.mentions, dict(zip(names, columns, strict=True)))

    def guesses(self) -> pa.Table:
        """Whom the model holds possible for nouns and pronouns, without knowing who speaks; the likeliest first."""
        found = [
            (number, row, share)
            for number, decision in enumerate(self.decisions)
            for own, share in decision.guesses
            if (row := self.row_of[own]) is not None
        ]
        columns = list(zip(*found, strict=True)) or [()] * 3
        return table_of("guesses", dict(zip(("mention", "entity", "confidence"), columns, strict=True)))


def _append(columns: dict[str, list[Any]], **values: Any) -> None:
    for name, value in values.items():
        columns[name].append(value)
