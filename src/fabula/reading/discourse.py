"""The entities met so far, as reading goes on, and how a new mention stands to each of them.

The problem. To whom "she" refers depends on who was mentioned last, how often, by which words and where; a book has
thousands of entities, and only some can be meant:
    Anne looked at Marilla. "Well," said the old woman, and she sat down.
The candidates for a mention are the entities mentioned most recently and those called by the same words; how the
mention stands to each is a row of small numbers that the link scorer has learned to weigh. Training reads gold
entities through the same code. Source: incremental clustering with bounded memory, Toshniwal et al. 2020.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from fabula.lexicon.nouns import FIRST_PLURAL, FIRST_SINGULAR, HE, IT, SECOND, SHE, THEY
from fabula.lexicon.titles import nouns_of_titles
from fabula.reading.feature_table import offsets_of

RECENT = 24  # entities mentioned last that are candidates
SAME_WORDS = 4  # entities called by the same words, beyond the recent ones
FAR = 3000  # words after which a description no longer brings back an entity mentioned once; a name always does
OFTEN = 8  # mentions that make it so many words more
PROPER, COMMON, PRONOUN = 0, 1, 2
N_KINDS = 7  # PER FAC GPE LOC VEH ORG, unknown
WHO = frozenset("who whom whose which that".split())
CLASSES = (FIRST_SINGULAR, SECOND, HE, SHE, IT, FIRST_PLURAL, THEY, WHO)
HE_CLASS, SHE_CLASS = CLASSES.index(HE) + 1, CLASSES.index(SHE) + 1
N_CLASSES = len(CLASSES) + 2  # no pronoun first, any other pronoun last
TITLES = frozenset("mr mrs miss ms dr sir lady lord master madame madam m. mme mr. mrs. dr. st. saint the of".split())

# sizes of the features, in their order
SIZES = {
    "words since its last mention": 13,
    "entities mentioned since": 8,
    "mentions so far": 7,
    "form and last form": 9,
    "same words": 8,
    "quotations": 7,
    "pronoun and its usual pronoun": N_CLASSES * N_CLASSES,
    "pronoun and last pronoun": N_CLASSES * N_CLASSES,
    "nesting and sentences since": 12,
    "form and whether it is named": 6,
    "kinds": N_KINDS * N_KINDS,
    "plurals": 4,
}
OFFSETS = offsets_of(SIZES)
N_FEATURES = sum(SIZES.values())
DIGITS = np.array([number.bit_length() for number in range(1 << 12)], np.int64)


@dataclass(frozen=True)
class Reference:
    """A mention as the discourse sees it: words [first, last], and what can be said of it by itself."""

    first: int
    last: int
    sentence: int
    quote: int  # -1 outside quotations
    form: int
    kind: int
    pronoun: int
    is_plural: bool
    head: str  # its head word in lower case; "" for a pronoun
    words: str  # all of it in lower case without an article; "" for a pronoun
    names: frozenset[str]  # words of a proper name, titles left out


def pronoun_class(word: str) -> int:
    """1 to 8 for I, you, he, she, it, we, they, who and their forms, 9 for any other word."""
    for number, words in enumerate(CLASSES, start=1):
        if word in words:
            return number
    return N_CLASSES - 1


def reference(
    words: Sequence[str], first: int, last: int, head: int, sentence: int, quote: int, form: int, kind: int, tag: str
) -> Reference:
    """The mention of ``words`` [first, last], in lower case, with its head and the head's Penn tag."""
    if form == PRONOUN:
        pronoun = pronoun_class(words[head])
        plural = words[head] in FIRST_PLURAL or words[head] in THEY
        return Reference(first, last, sentence, quote, form, kind, pronoun, plural, "", "", frozenset())
    own = [word for word in words[first : last + 1] if word not in ("the", "a", "an")]
    names = (
        frozenset(word for word in own if word not in TITLES and word[:1].isalpha()) if form == PROPER else frozenset()
    )
    return Reference(
        first, last, sentence, quote, form, kind, 0, tag in ("NNS", "NNPS"), words[head], " ".join(own), names
    )


class Discourse:
    """Entities in order of appearance, each with what its mentions so far have shown."""

    def __init__(self, capacity: int = 256) -> None:
        self.count = 0
        self._state = np.zeros((capacity, 11), np.int64)  # columns below
        self._pronouns = np.zeros((capacity, N_CLASSES), np.float32)
        self._recent: OrderedDict[int, None] = OrderedDict()  # entities, latest last
        self._by_head: dict[str, list[int]] = defaultdict(list)
        self._heads: list[set[str]] = []
        self._wordings: list[set[str]] = []
        self._names: list[set[str]] = []

    LAST_FIRST, LAST_LAST, SENTENCE, QUOTE, FORM, PRONOUN, PLURAL, MENTIONS, KIND, USUAL, NAMED = range(11)

    def candidates(self, mention: Reference) -> list[int]:
        """Entities that the mention may refer to: the recent ones, latest first, then those called so."""
        found = list(islice(reversed(self._recent), RECENT))
        if mention.form == PRONOUN:
            return found
        keys = sorted(mention.names) if mention.form == PROPER else [mention.head]
        known = set(found)
        for key in keys:
            extra = [
                entity
                for entity in self._by_head[key][: -SAME_WORDS - 1 : -1]
                if entity not in known and (mention.form == PROPER or self._is_within_reach(mention, entity))
            ]
            found = found + extra
            known.update(extra)
        return found

    def _is_within_reach(self, mention: Reference, entity: int) -> bool:
        row = self._state[entity]
        return bool(mention.first - row[self.LAST_LAST] < FAR * (1 + row[self.MENTIONS] / OFTEN))

    def features(self, mention: Reference, candidates: Sequence[int]) -> NDArray[np.int64]:
        """How the mention stands to each candidate: rows of the scorer's feature table, int64 [n, n_features]."""
        columns = self._state.T[:, candidates]
        first, last, quote = columns[self.LAST_FIRST], columns[self.LAST_LAST], columns[self.QUOTE]
        is_quoted = quote >= 0
        if mention.quote >= 0:
            both = np.where(is_quoted, np.minimum(3 + np.abs(mention.quote - quote), 6), 1)
        else:
            both = 2 * is_quoted
        inside = (first <= mention.first) & (last >= mention.last)
        around = (first >= mention.first) & (last <= mention.last)
        nested = np.where(inside, 1, 2 * around)
        table = np.empty((len(SIZES), len(candidates)), np.int64)
        table[0] = _log(mention.first - last, 12)
        table[1] = _log(np.arange(len(candidates)), 7)
        table[2] = _log(columns[self.MENTIONS], 6)
        table[3] = mention.form * 3 + columns[self.FORM]
        table[4] = self._same_words(mention, candidates)
        table[5] = both
        table[6] = mention.pronoun * N_CLASSES + columns[self.USUAL]
        table[7] = mention.pronoun * N_CLASSES + columns[self.PRONOUN]
        table[8] = nested * 4 + np.minimum(mention.sentence - columns[self.SENTENCE], 3)
        table[9] = mention.form * 2 + columns[self.NAMED]
        table[10] = mention.kind * N_KINDS + columns[self.KIND]
        table[11] = mention.is_plural * 2 + columns[self.PLURAL]
        return np.ascontiguousarray(table.T) + OFFSETS

    def names_of(self, entity: int) -> set[str]:
        """The words of the proper names by which an entity was called."""
        return self._names[entity]

    def heads_of(self, entity: int) -> set[str]:
        """The head words of the descriptions by which an entity was called."""
        return self._heads[entity]

    def known_of(self, entity: int) -> tuple[int, bool, str]:
        """How often an entity was mentioned, whether by more than pronouns, and its gender by its pronouns."""
        he, she = self._pronouns[entity, [HE_CLASS, SHE_CLASS]].tolist()
        gender = "man" if he > 2 * she else "woman" if she > 2 * he else "unknown"
        return int(self._state[entity, self.MENTIONS]), bool(self._heads[entity]), gender

    def add(self, mention: Reference, entity: int | None = None) -> int:
        """The entity, given one more mention; a new one for None."""
        if entity is None:
            entity = self._new()
        self._recent[entity] = None
        self._recent.move_to_end(entity)
        row = self._state[entity]
        row[: self.MENTIONS] = (
            mention.first, mention.last, mention.sentence, mention.quote, mention.form, mention.pronoun,
            mention.is_plural,
        )  # fmt: skip
        row[self.MENTIONS] += 1
        if mention.kind != N_KINDS - 1:
            row[self.KIND] = mention.kind
        self._pronouns[entity, mention.pronoun] += 1
        if mention.pronoun:
            row[self.USUAL] = self._pronouns[entity, 1:].argmax() + 1
        if mention.form != PRONOUN:
            self._learn_words(mention, entity)
        return entity

    def _new(self) -> int:
        if self.count == len(self._state):
            self._state = np.concatenate([self._state, np.zeros_like(self._state)])
            self._pronouns = np.concatenate([self._pronouns, np.zeros_like(self._pronouns)])
        self._state[self.count, self.KIND] = N_KINDS - 1
        self._heads.append(set())
        self._wordings.append(set())
        self._names.append(set())
        self.count += 1
        return self.count - 1

    def _learn_words(self, mention: Reference, entity: int) -> None:
        self._wordings[entity].add(mention.words)
        heads = {mention.head, *nouns_of_titles(mention.words.split())} if mention.names else {mention.head}
        new = heads - self._heads[entity]
        self._heads[entity] |= heads
        if mention.names:
            new |= mention.names - self._names[entity]
            self._names[entity] |= mention.names
            self._state[entity, self.NAMED] = 1
        for word in sorted(new):
            self._by_head[word].append(entity)

    def _same_words(self, mention: Reference, candidates: Sequence[int]) -> NDArray[np.int64]:
        if mention.form == PRONOUN:
            return np.zeros(len(candidates), np.int64)
        base = 4 if mention.form == PROPER else 0
        return np.fromiter((base + self._alike(mention, entity) for entity in candidates), np.int64, len(candidates))

    def _alike(self, mention: Reference, entity: int) -> int:
        if mention.words in self._wordings[entity]:
            return 3
        if mention.head in self._heads[entity]:
            return 2
        return 1 if mention.names & self._names[entity] else 0


def _log(values: NDArray[np.int64], highest: int) -> NDArray[np.int64]:
    """0 up to 0, then the number of binary digits, at most ``highest``."""
    logs: NDArray[np.int64] = DIGITS[np.minimum(np.maximum(values, 0), (1 << highest) - 1)]
    return logs
