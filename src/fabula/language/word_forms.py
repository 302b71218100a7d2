"""Part of speech and lemma of tagged words, found once for every distinct word with its tag.

spaCy's attribute ruler and lemmatizer look at each token of a text, though what they find depends on the word, its tag
and a few dependencies, or on two words that stand together ("gon na", "there is"). Here they are shown each kind of
token once, and each such pair, and what they say is kept for the texts that follow: the same answers in a tenth of
the time, but for one mistake, that "hated" and "hoping" are forms of "hat" and "hop".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEPARATOR = ("\u241e", ".", "punct")  # between words that do not stand together
MOST_KINDS = 50_000  # that are kept; a novel has some 12,000
ONE_TEXT = Lock()  # at a time adds to what is kept
VOWELS, HISSING = "aeiou", ("s", "x", "z", "ch", "sh", "o")
PLAIN = "dep"  # for a dependency that the ruler does not ask for

Kind = tuple[int, int, int]  # word, tag and dependency, as keys of strings


def parts_and_lemmas(nlp: Any, words: NDArray[np.uint64], is_followed: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Part of speech and lemma of each token, uint64 [n, 2], as spaCy numbers them.

    Takes   words: uint64 [n, 3], the keys of the token's word, tag and dependency
            is_followed: bool [n], whether the next row is the next token of the same text
    """
    with ONE_TEXT:
        if len(_known(nlp).rows) > MOST_KINDS:
            _known.cache_clear()
        known = _known(nlp)
        rows = known.rows_of(words)
        result = known.forms[rows]
        is_pair = is_followed[:-1] & (known.begins[rows[:-1]] & known.goes_on[rows[1:]]).any(axis=1)
        places = np.flatnonzero(is_pair)
        together = known.together(list(zip(rows[places].tolist(), rows[places + 1].tolist(), strict=True)))
    for place, forms in zip(places, together, strict=True):
        result[place : place + 2] = forms
    return result


class _Known:
    """What was found of kinds of tokens, in texts before this one too.

    Each kind has a row: ``forms`` uint64 [n, 2], its part of speech and lemma; ``begins`` and ``goes_on`` bool
    [n, n_pairs], whether it may be the first, and the second, of each pair that the ruler asks for. ``pairs`` has the
    forms of two rows that stand together, uint64 [2, 2].
    """

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._asked, self._plain = _dependencies(nlp), nlp.vocab.strings.add(PLAIN)
        self.rows: dict[Kind, int] = {}
        self.forms = np.zeros((0, 2), np.uint64)
        self.begins, self.goes_on = _pairing(nlp, [])
        self.pairs: dict[tuple[int, int], NDArray[np.uint64]] = {}

    def rows_of(self, words: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The row of each token, int64 [n]; of kinds not met before the forms are found."""
        rows, asked, plain, n_before = self.rows, self._asked, self._plain, len(self.rows)
        found = [
            rows.setdefault((word, tag, dependency if dependency in asked else plain), len(rows))
            for word, tag, dependency in words.tolist()
        ]
        new = list(islice(rows, n_before, None))
        if new:
            begins, goes_on = _pairing(self._nlp, new)
            self.begins, self.goes_on = np.vstack([self.begins, begins]), np.vstack([self.goes_on, goes_on])
            shown = [[kind, None] if begin.any() else [kind] for kind, begin in zip(new, begins, strict=True)]
            self.forms = np.vstack([self.forms, _annotated(self._nlp, chain.from_iterable(shown))])
        return np.array(found, np.int64)

    def together(self, pairs: Sequence[tuple[int, int]]) -> list[NDArray[np.uint64]]:
        """The forms of two rows that stand together, for each pair uint64 [2, 2]."""
        new = list(dict.fromkeys(pair for pair in pairs if pair not in self.pairs))
        if new:
            kinds = list(self.rows)
            shown = ((None, kinds[first], kinds[second]) for first, second in new)
            forms = _annotated(self._nlp, chain.from_iterable(shown))
            self.pairs.update(zip(new, forms.reshape(-1, 2, 2), strict=True))
        return [self.pairs[pair] for pair in pairs]


_known = lru_cache(maxsize=1)(_Known)


def _annotated(nlp: Any, kinds: Iterable[Kind | None]) -> NDArray[np.uint64]:
    """What the ruler and the lemmatizer say of tokens in a row, but for separators, None: part of speech and lemma."""
    row = list(kinds)
    doc = nlp.get_pipe("lemmatizer")(nlp.get_pipe("attribute_ruler")(_row_of(nlp, row)))
    of_verbs = _of_verbs_in_e(nlp)
    for token in doc:
        if token.pos_ == "VERB" and token.lower_ in of_verbs:
            token.lemma_ = of_verbs[token.lower_]
    found: NDArray[np.uint64] = doc.to_array(["POS", "LEMMA"]).astype(np.uint64).reshape(-1, 2)
    return found[[kind is not None for kind in row]]


@lru_cache(maxsize=1)
def _of_verbs_in_e(nlp: Any) -> dict[str, str]:
    return dict(forms_in_e(nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")["verb"]))


def forms_in_e(verbs: Collection[str]) -> Iterator[tuple[str, str]]:
    """Forms of verbs in -e that are like those of a shorter verb, with their verb: of "hat" they would be "hatted".

    >>> sorted(forms_in_e(["hat", "hate", "bath", "bathe"]))
    [('bathes', 'bathe'), ('hated', 'hate'), ('hates', 'hate'), ('hating', 'hate')]
    """
    for verb in verbs:
        short = verb[:-1]
        if not verb.endswith("e") or short not in verbs:
            continue
        if not short.endswith(HISSING):
            yield verb + "s", verb
        if short[-1] not in VOWELS + "wxy" and short[-2:-1] in VOWELS and short[-3:-2] not in VOWELS:
            yield verb + "d", verb
            yield short + "ing", verb


def _row_of(nlp: Any, kinds: Iterable[Kind | None]) -> Any:
    """A document of such tokens, each its own head."""
    from spacy.tokens import Doc

    strings = nlp.vocab.strings
    tokens = [SEPARATOR if kind is None else tuple(strings[key] for key in kind) for kind in kinds]
    words, tags, dependencies = (list(column) for column in zip(*tokens, strict=True)) if tokens else ([], [], [])
    return Doc(nlp.vocab, words=words, tags=tags, deps=dependencies, heads=list(range(len(words))))


def _pairing(nlp: Any, kinds: Sequence[Kind]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which kinds may be the first, and the second, of each pair that the ruler asks for: bool [n_kinds, n_pairs]."""
    matcher, n_pairs = _matcher(nlp)
    sides = np.zeros((2, len(kinds), n_pairs), bool)
    for key, start, _ in matcher(_row_of(nlp, kinds)):
        side, pair = nlp.vocab.strings[key].split()
        sides[int(side), start, int(pair)] = True
    return sides[0], sides[1]


@lru_cache(maxsize=1)
def _matcher(nlp: Any) -> tuple[Any, int]:
    """Finds tokens that fit either half of the ruler's pairs, named "0 N" and "1 N", and how many pairs there are."""
    from spacy.matcher import Matcher

    matcher = Matcher(nlp.vocab)
    pairs = [pattern for pattern in _patterns(nlp) if len(pattern) == 2]
    for number, pattern in enumerate(pairs):
        for side, token in enumerate(pattern):
            matcher.add(f"{side} {number}", [[token]])
    return matcher, len(pairs)


@lru_cache(maxsize=1)
def _dependencies(nlp: Any) -> frozenset[int]:
    """The dependencies that the ruler asks for."""
    asked = [token["DEP"] for pattern in _patterns(nlp) for token in pattern if "DEP" in token]
    names = [name for one in asked for few in ([[one]] if isinstance(one, str) else one.values()) for name in few]
    return frozenset(nlp.vocab.strings[name] for name in names)


def _patterns(nlp: Any) -> list[list[dict[str, Any]]]:
    """All that the ruler looks for.

    Raises  ValueError: more than two tokens in a row, for which this module is not made
    """
    patterns = [pattern for rule in nlp.get_pipe("attribute_ruler").patterns for pattern in rule["patterns"]]
    if any(len(pattern) > 2 for pattern in patterns):
        raise ValueError("the attribute ruler looks for more than two tokens in a row")
    return patterns
