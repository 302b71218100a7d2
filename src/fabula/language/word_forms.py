"""Part of speech and lemma of tagged words, found once for every distinct word with its tag.

spaCy's attribute ruler and lemmatizer look at each token of a text, though what they find depends on the word, its tag
and a few dependencies, or on two words that stand together ("gon na", "there is"). Here they are shown each kind of
token once, and each such pair: the same answers in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEPARATOR = ("\u241e", ".", "punct")  # between words that do not stand together
PLAIN = "dep"  # for a dependency that the ruler does not ask for

Kind = tuple[int, int, int]  # word, tag and dependency, as keys of strings


def parts_and_lemmas(nlp: Any, words: NDArray[np.uint64], is_followed: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Part of speech and lemma of each token, uint64 [n, 2], as spaCy numbers them.

    Takes   words: uint64 [n, 3], the keys of the token's word, tag and dependency
            is_followed: bool [n], whether the next row is the next token of the same text
    """
    asked, plain = _dependencies(nlp), nlp.vocab.strings.add(PLAIN)
    kinds: dict[Kind, int] = {}
    rows = np.array(
        [
            kinds.setdefault((word, tag, dependency if dependency in asked else plain), len(kinds))
            for word, tag, dependency in words.tolist()
        ],
        np.int64,
    )
    known = list(kinds)
    begins, goes_on = _pairing(nlp, known)
    pair = is_followed[:-1] & (begins[rows[:-1]] & goes_on[rows[1:]]).any(axis=1)
    shown: list[Kind | None] = []
    for row, kind in enumerate(known):
        shown += [kind, None] if begins[row].any() else [kind]
    places = np.flatnonzero([kind is not None for kind in shown])
    pairs: dict[tuple[int, int], list[int]] = {}
    for at in np.flatnonzero(pair):
        first, second = int(rows[at]), int(rows[at + 1])
        if (first, second) not in pairs:
            pairs[first, second] = [len(shown) + 1, len(shown) + 2]
            shown += [None, known[first], known[second]]
    found = _annotated(nlp, shown)
    result = found[places[rows]]
    for at in np.flatnonzero(pair):
        result[at : at + 2] = found[pairs[int(rows[at]), int(rows[at + 1])]]
    return result


def _annotated(nlp: Any, kinds: Iterable[Kind | None]) -> NDArray[np.uint64]:
    """What the ruler and the lemmatizer say of tokens in a row, None for a separator: part of speech and lemma."""
    doc = nlp.get_pipe("lemmatizer")(nlp.get_pipe("attribute_ruler")(_row_of(nlp, kinds)))
    found: NDArray[np.uint64] = doc.to_array(["POS", "LEMMA"]).astype(np.uint64).reshape(-1, 2)
    return found


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
