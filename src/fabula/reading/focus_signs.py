"""What the narration shows of each person, paragraph by paragraph, that tells through whom a story is told.

One row for each paragraph and each of those who may be its focal character: how often they feel, see, act, are seen.
Pronouns are often taken for another person of their kind, so that names count apart, and so does what is shown of
any "she" for all women. With them go the model's states of those mentions, which have read what stands around them.
``training/focus.py`` learns what both weigh from the texts annotated for levels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import HE, SHE, THEY
from fabula.reading.states import POOLED_SIZE, pooled, states_of_mentions
from fabula.schema import zip_columns

MOST_CANDIDATES = 12
AROUND = 8  # paragraphs on either side
BEGINNING = 40  # paragraphs
LOOKS = ("look", "gaze", "stare", "glance")
(THINKS, SEES, FEELS, MOVED, INSIDE, SHOWN, SEEN, ACTS, DONE_TO, OWNS, SELF, OTHER, OWN_WORDS, SPEAKS) = range(14)
SIGNS = (
    "thinks",
    "sees",
    "feels so",
    "is moved",
    "owns what is inside",
    "shows outside",
    "is seen",
    "acts",
    "is done to",
    "owns",
    "themselves",
    "is told of otherwise",
    "thinks in words",
    "speaks",
    "is told of",
    "opens it, named",
    "inside, named",
    "inside of their kind",
    "share of inside around",
    "share of names around",
    "share around",
    "mostly by noun around",
    "named first, at the beginning",
    "without a name",
    "of another",
    "a pronoun only",
)
TOLD, OPENS, INSIDE_NAMED, INSIDE_OF_KIND, INSIDE_AROUND, NAMES_AROUND, SHARE_AROUND, BY_NOUN_AROUND = range(14, 22)
NAMED_FIRST, NO_NAME, OF_ANOTHER, PRONOUN = range(22, 26)
ALL, NAMES, NOUNS = range(3)  # mentions
KINDS = (("he/him", HE), ("she/her", SHE))

Floats = NDArray[np.float64]


class FocusSigns:
    """A text as those see it who look for its focal characters."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        quote_of: Sequence[int],
        entities: pa.Table,
        mentions: pa.Table,
        mention_states: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.mention_states = states_of_mentions(mention_states)
        self.words = {
            name: word_list("inner_life", name) for name in ("verbs", "nouns", "senses", "moves", "states", "shown")
        }
        is_person = [kind == "person" for kind in entities["kind"].to_pylist()]
        self.named: list[bool] = entities["is_named"].to_pylist()
        self.names: list[str] = entities["name"].to_pylist()
        self.pronouns: list[str | None] = entities["pronouns"].to_pylist()
        self.told: dict[int, tuple[int, str]] = {}
        self.row_at: dict[int, int] = {}  # of the mention with this head
        for row, (head, form, entity) in enumerate(zip_columns(mentions, "head_token", "form", "entity")):
            if entity is not None and is_person[entity] and quote_of[head] < 0:
                self.told[head], self.row_at[head] = (entity, form), row
        self.quoted: dict[int, tuple[int, int]] = {
            syntax.token_at(start): (entity, OWN_WORDS if kind == "thought" else SPEAKS)
            for start, kind, entity in zip_columns(quotes, "start", "kind", "speaker")
            if entity is not None and is_person[entity]
        }

    def paragraphs(self, piece: range) -> list[range]:
        """The tokens of each paragraph of a piece."""
        paragraph = self.syntax.paragraph
        starts = [token for token in piece if token == piece.start or paragraph[token] != paragraph[token - 1]]
        return [range(*pair) for pair in pairwise([*starts, piece.stop])]

    def candidates(self, pieces: Sequence[range]) -> list[int]:
        """Those whom some pieces mention most."""
        times = Counter(self.told[token][0] for piece in pieces for token in piece if token in self.told)
        return [entity for entity, _ in times.most_common(MOST_CANDIDATES)]

    def signs(self, units: Sequence[range], breaks: Sequence[bool], people: Sequence[int]) -> tuple[Floats, Floats]:
        """What shows in each paragraph that it is told through each of some people.

        Takes   units: the tokens of each paragraph
                breaks: whether a heading or break stands before it
        Gives   signs: float [units, people, signs]
                shown: how much it shows of the inside of each, float [units, people]
        """
        row_of = {entity: row for row, entity in enumerate(people)}
        signs = np.zeros((len(units), len(people), len(SIGNS)))
        told = np.zeros((len(units), len(people), 3))
        by_kind = np.zeros((len(units), len(KINDS)))
        for unit, tokens in enumerate(units):
            self._count(tokens, row_of, signs[unit], told[unit], by_kind[unit])
        inside = signs[:, :, : INSIDE + 1].sum(2) + signs[:, :, OWN_WORDS]
        for number, (kind, _) in enumerate(KINDS):
            signs[:, :, INSIDE_OF_KIND] += by_kind[:, number, None] * [
                self.pronouns[entity] == kind for entity in people
            ]
        signs[:, :, TOLD] = np.minimum(signs[:, :, :OWN_WORDS].sum(2), 1)
        counted = [*range(TOLD), INSIDE_NAMED, INSIDE_OF_KIND]
        signs[:, :, counted] = np.log1p(signs[:, :, counted])
        around = _around(told, breaks)
        signs[:, :, INSIDE_AROUND] = _share(_around(inside, breaks))
        signs[:, :, NAMES_AROUND] = _share(around[:, :, NAMES])
        signs[:, :, SHARE_AROUND] = _share(around[:, :, ALL])
        signs[:, :, BY_NOUN_AROUND] = 2 * around[:, :, NOUNS] > around[:, :, ALL]
        signs[:, :, NAMED_FIRST] = self._named_first(units, row_of)
        signs[:, :, NO_NAME] = [not self.named[entity] for entity in people]
        signs[:, :, OF_ANOTHER] = [_is_of_another(self.names[entity]) for entity in people]
        signs[:, :, PRONOUN] = [self.names[entity].lower() in HE | SHE | THEY for entity in people]
        return signs, inside

    def states(self, units: Sequence[range], people: Sequence[int]) -> NDArray[np.float32]:
        """The pooled states of the mentions of each person in each paragraph, [units, people, POOLED_SIZE]."""
        row_of = {entity: row for row, entity in enumerate(people)}
        groups: list[list[int]] = [[] for _ in range(len(units) * len(people))]
        for unit, tokens in enumerate(units):
            for token in tokens:
                if token in self.told and self.told[token][0] in row_of:
                    groups[unit * len(people) + row_of[self.told[token][0]]].append(self.row_at[token])
        return pooled(self.mention_states, groups).reshape(len(units), len(people), POOLED_SIZE)

    def first_inside(self, entity: int, tokens: range) -> int:
        """The first token that shows the inside of somebody."""
        inside = (t for t in tokens if t in self.told and self.told[t][0] == entity and self._sign(t) <= INSIDE)
        return next(inside, tokens.start)

    def _count(self, tokens: range, row_of: dict[int, int], signs: Floats, told: Floats, by_kind: Floats) -> None:
        """Count the mentions and quotations of a paragraph."""
        is_first = True
        for token in tokens:
            if token in self.quoted and self.quoted[token][0] in row_of:
                speaker, sign = self.quoted[token]
                signs[row_of[speaker], sign] += 1
            if token not in self.told:
                continue
            entity, form = self.told[token]
            sign = self._sign(token)
            if sign <= INSIDE:
                by_kind += [self.syntax.lower[token] in pronouns for _, pronouns in KINDS]
            if entity not in row_of:
                continue
            row = row_of[entity]
            signs[row, sign] += 1
            told[row] += 1, form == "proper", form == "common"
            if form == "proper":
                signs[row, INSIDE_NAMED] += sign <= INSIDE
                signs[row, OPENS] += is_first and self.syntax.dep[token] in SUBJECTS
            is_first = False

    def _named_first(self, units: Sequence[range], row_of: dict[int, int]) -> Floats:
        """Whether each person is the first that is named, where the telling has just begun: float [units, people]."""
        found = np.zeros((len(units), len(row_of)))
        tokens = (token for unit in units[:BEGINNING] for token in unit if token in self.told)
        named = (self.told[token][0] for token in tokens if self.told[token][1] == "proper")
        first = next((entity for entity in named if entity in row_of), None)
        if first is not None:
            found[:BEGINNING, row_of[first]] = 1
        return found

    def _sign(self, token: int) -> int:
        """What a mention in the narration shows."""
        syntax, words = self.syntax, self.words
        first = token
        while syntax.dep[first] == "conj" and syntax.head[first] in self.told:
            first = syntax.head[first]
        dep, head = syntax.dep[first], syntax.head[first]
        lemma = syntax.lemma[head].lower()
        if syntax.lower[token].endswith("self"):
            return SELF
        if dep in SUBJECTS:
            return self._of_subject(head, lemma)
        if dep == "poss":
            return INSIDE if lemma in words["nouns"] else OWNS
        if dep in ("dobj", "dative"):
            if lemma in words["moves"]:
                return MOVED
            return SEEN if lemma in words["senses"] else DONE_TO
        if dep == "pobj":
            is_looked_at = lemma == "at" and syntax.lemma[syntax.head[head]].lower() in LOOKS
            return SEEN if is_looked_at else DONE_TO
        return OTHER

    def _of_subject(self, verb: int, lemma: str) -> int:
        syntax, words = self.syntax, self.words
        if lemma in words["senses"]:
            return SEES
        if lemma in words["verbs"]:
            return THINKS
        told = [child for child in syntax.children[verb] if syntax.dep[child] in ("acomp", "oprd", "attr")]
        if any(syntax.lower[word] in words["states"] for word in (verb, *told)):
            return FEELS
        return SHOWN if lemma in words["shown"] else ACTS


def _is_of_another(name: str) -> bool:
    """Whether somebody is called after another: her mother, Anne's husband."""
    first, *rest = name.lower().replace("’", "'").split() or [""]
    return bool(rest) and (first in ("her", "his", "my", "your", "their") or first.endswith("'s"))


def _around(counts: Floats, breaks: Sequence[bool]) -> Floats:
    """For each paragraph the sum over those around it, as far as the next breaks: as ``counts``, [units, ...]."""
    sums = np.concatenate([np.zeros((1, *counts.shape[1:])), np.cumsum(counts, axis=0)])
    here, piece = np.arange(len(counts)), np.cumsum(breaks)
    first, last = np.searchsorted(piece, piece), np.searchsorted(piece, piece, side="right")
    around: Floats = sums[np.minimum(here + AROUND + 1, last)] - sums[np.maximum(here - AROUND, first)]
    return around


def _share(counts: Floats) -> Floats:
    """The share of each person in a paragraph."""
    shares: Floats = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    return shares
