"""Through whose senses and thoughts a third-person story is told.

The problem. Many people act on a page, but only one is seen from within:
    Anne looked at the old man. He frowned. She wondered whether he had heard.
It is whoever feels, sees, thinks and remembers there. One paragraph shows little, so that the focus stays where it is
until others' insides show clearly and for long; it may change more easily at a break (the most probable path of a chain
of paragraphs, Viterbi 1967). Source: focalization, Genette 1972.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.schema import zip_columns

INNER_VERB, INNER_NOUN, OWN_THOUGHT, ACTING, MENTIONED = 3.0, 2.0, 3.0, 0.2, 0.1  # what each shows of somebody
CHANGE, CHANGE_AT_BREAK = 20.0, 10.0  # what a change of focus costs
MOST_CANDIDATES = 8
LEAST_SHOWN, LEAST_SHARE = 2.0, 0.2  # of a focal character; of what is shown of anybody
SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True)
class Focus:
    """Whose it is from token ``first`` on, how sure that is, and the token that shows it."""

    first: int
    entity: int | None
    sure: float
    shown_at: int


class Insides:
    """What the narration shows of the senses and thoughts of each person."""

    def __init__(
        self, syntax: Syntax, quotes: pa.Table, quote_of: Sequence[int], entities: pa.Table, mentions: pa.Table
    ) -> None:
        self.syntax = syntax
        self.quote_of = quote_of
        self.verbs, self.nouns = word_list("inner_life", "verbs"), word_list("inner_life", "nouns")
        people = [kind == "person" for kind in entities["kind"].to_pylist()]
        self.entity_of: dict[int, int] = {
            head: entity
            for head, entity in zip_columns(mentions, "head_token", "entity")
            if entity is not None and people[entity]
        }
        self.thoughts: dict[int, int] = {
            syntax.token_at(start): entity
            for start, kind, entity in zip_columns(quotes, "start", "kind", "speaker")
            if kind == "thought" and entity is not None and people[entity]
        }

    def runs(self, pieces: Sequence[range]) -> list[Focus]:
        """The focus of a stretch in pieces divided by breaks: one row for each run of paragraphs."""
        units: list[tuple[int, bool, dict[int, float]]] = []  # first token, whether a break is before, what shows
        for piece in pieces:
            is_first = True
            for low, high in self._paragraphs(piece):
                units.append((low, is_first, self._shown(range(low, high))))
                is_first = False
        totals = Counter[int]()
        for _, _, shown in units:
            totals.update(shown)
        candidates = [entity for entity, _ in totals.most_common(MOST_CANDIDATES)]
        if not candidates or totals[candidates[0]] < LEAST_SHOWN:
            return [Focus(units[0][0], None, 0.0, units[0][0])] if units else []
        path = _best_path(units, candidates)
        return self._as_runs(units, path)

    def _paragraphs(self, piece: range) -> list[tuple[int, int]]:
        paragraph = self.syntax.paragraph
        starts = [token for token in piece if token == piece.start or paragraph[token] != paragraph[token - 1]]
        return list(zip(starts, [*starts[1:], piece.stop][: len(starts)], strict=True))

    def _shown(self, tokens: range) -> dict[int, float]:
        shown: dict[int, float] = defaultdict(float)
        for token in tokens:
            if token in self.thoughts:
                shown[self.thoughts[token]] += OWN_THOUGHT
            entity = self.entity_of.get(token)
            if entity is not None and self.quote_of[token] < 0:
                shown[entity] += self._weight(token)
        return shown

    def _weight(self, token: int) -> float:
        syntax = self.syntax
        lemma = syntax.lemma[syntax.head[token]].lower()
        if syntax.dep[token] in SUBJECTS:
            return INNER_VERB if lemma in self.verbs else ACTING
        if syntax.dep[token] == "poss" and lemma in self.nouns:
            return INNER_NOUN
        return MENTIONED

    def _as_runs(self, units: Sequence[tuple[int, bool, dict[int, float]]], path: Sequence[int]) -> list[Focus]:
        runs: list[Focus] = []
        first = 0
        for number in range(1, len(units) + 1):
            if number < len(units) and path[number] == path[first]:
                continue
            totals = Counter[int]()
            for _, _, shown in units[first:number]:
                totals.update(shown)
            share = totals[path[first]] / (sum(totals.values()) or 1.0)
            is_clear = share >= LEAST_SHARE
            stop = units[number][0] if number < len(units) else None
            at = self._first_inside(path[first], units[first][0], stop)
            runs.append(Focus(units[first][0], path[first] if is_clear else None, round(min(share, 0.95), 3), at))
            first = number
        return runs

    def _first_inside(self, entity: int, start: int, stop: int | None) -> int:
        """The first token that shows the inside of somebody."""
        for token in range(start, len(self.syntax) if stop is None else stop):
            is_it = self.entity_of.get(token) == entity and self.quote_of[token] < 0
            if is_it and self._weight(token) >= INNER_NOUN:
                return token
        return start


def _best_path(units: Sequence[tuple[int, bool, dict[int, float]]], candidates: Sequence[int]) -> list[int]:
    """The focal character of each paragraph."""
    best = [0.0] * len(candidates)
    back: list[list[int]] = []
    for _, is_after_break, shown in units:
        cost = CHANGE_AT_BREAK if is_after_break else CHANGE
        top = max(range(len(best)), key=best.__getitem__)
        came = [here if best[here] >= best[top] - cost else top for here in range(len(best))]
        best = [
            (best[here] if came[here] == here else best[top] - cost) + shown.get(candidates[here], 0.0)
            for here in range(len(best))
        ]
        back.append(came)
    state = max(range(len(best)), key=best.__getitem__)
    path: list[int] = []
    for came in reversed(back):
        path.append(candidates[state])
        state = came[state]
    return path[::-1]
