"""A second look at the layers that rules find, by a trained model that has read the sentences around them.

The problem. Rules know the usual words ("she dreamed that", "years ago"); much of what is remembered, dreamed or
planned has none of them, and some of what has them is none. The model gives each sentence a chance of each kind, from
what the rules found, the signs of the sentence and of those around it, and the encoder's mean state of it
(training/layers.py). Of the rules' stretches those fall away that it does not believe at all; sentences are added that
no rule has, where it is sure. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.model.session import load_layer_network
from fabula.reading.layers.dream import WOKEN
from fabula.reading.layers.page import Candidate, Page
from fabula.reading.layers.signs import sentence_signs
from fabula.schema import LAYER_KINDS

Floats = NDArray[np.float32]

BELIEVED = 0.03  # mean chance of its sentences from which a stretch that a rule finds is kept
CALLING = (
    0.15  # chance of a sentence from which on it is likelier in the call that a rule finds than before or after it
)
SURE = {"memory": 0.6, "dream": 0.3, "letter": 0.6, "call": 0.5, "hypothetical": 0.5, "told": 0.5}  # to be added
JOINED = ("memory", "dream", "hypothetical", "told")  # kinds of which two that adjoin are one
GOES_ON = re.compile(
    r"\W*(?:the (?:next|following) \w+|\w+ (?:minutes?|hours?|days?|weeks?|months?) later|later that \w+)\b",
    re.IGNORECASE,
)  # words that begin what happens next in the story, and no memory
CHANGE = 1.0  # what the beginning and the end of a stretch cost, in logarithms of odds
FEWEST_WORDS = 8  # of a stretch that is added


def judged(page: Page, candidates: Sequence[Candidate], states: Floats) -> list[Candidate]:
    """The candidates that the model believes, and those that only it sees.

    Takes   states: float32 [n_sentences, size + cues], the encoder's
    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    if not page.starts:
        return list(candidates)
    signs = sentence_signs(page, candidates)
    (chances,) = load_layer_network()(signs, states)
    kept = [
        _trimmed(page, one, chances) if one.kind == "call" else one
        for one in candidates
        if _chance(page, one, chances) >= BELIEVED
    ]
    return _joined(page, kept, _added(page, kept, chances))


def _chance(page: Page, one: Candidate, chances: Floats) -> float:
    """The mean chance of a candidate's sentences to be of its kind."""
    rows = page.sentences_of(one.start, one.end)
    return float(chances[rows, LAYER_KINDS.index(one.kind)].mean())


def _trimmed(page: Page, call: Candidate, chances: Floats) -> Candidate:
    """A call from the first to the last that is likely to be said over it; where it ends is seldom told."""
    rows = page.sentences_of(call.start, call.end)
    likely = chances[rows, LAYER_KINDS.index(call.kind)]
    parts = list(stretches(likely, CALLING, np.ones(len(rows), bool)))
    if not parts:
        return call
    first, last = rows[parts[0][0]], rows[parts[-1][1] - 1]
    return replace(call, start=max(call.start, page.starts[first]), end=min(call.end, page.ends[last]))


def _joined(page: Page, kept: Sequence[Candidate], added: Iterable[Candidate]) -> list[Candidate]:
    """All of them; what goes on where one of the same kind ends, or ends where one begins, is of that one."""
    found = list(kept)
    for one in added:
        beside = (
            row
            for row, other in enumerate(found)
            if other.kind == one.kind
            and one.kind in JOINED
            and (_follows(page, other, one) or _follows(page, one, other))
        )
        row = next(beside, None)
        if row is None:
            found.append(one)
        else:
            start, end = min(found[row].start, one.start), max(found[row].end, one.end)
            found[row] = replace(found[row], start=start, end=end)
    return found


def _follows(page: Page, one: Candidate, other: Candidate) -> bool:
    """Whether the second begins with the sentence after the last of the first."""
    return page.sentences_in(one.start, one.end).stop == page.sentence_at(other.start) and one.end <= other.start


def _added(page: Page, kept: Sequence[Candidate], chances: Floats) -> Iterator[Candidate]:
    """What the model is sure of and no candidate of that kind has; rules know where memories begin, dreamers wake."""
    for kind, sure in SURE.items():
        column = chances[:, LAYER_KINDS.index(kind)]
        is_free = np.ones(len(column), bool)
        for one in kept:
            if one.kind == kind:
                is_free[page.sentences_of(one.start, one.end)] = False
        for first, last in stretches(column, sure, is_free):
            if kind == "memory" and last < len(column) and not is_free[last]:
                continue
            if kind == "memory" and GOES_ON.match(page.flat, page.starts[first]):
                continue
            if kind == "dream" and first and not is_free[first - 1] and _is_waking(page, first):
                continue
            start, end = page.starts[first], page.ends[last - 1]
            if len(page.syntax.tokens_in(start, end)) >= FEWEST_WORDS:
                shown = first + int(column[first:last].argmax())
                yield _candidate(page, kind, first, last, shown, float(column[first:last].mean()))


def _is_waking(page: Page, sentence: int) -> bool:
    return WOKEN.search(page.flat, page.starts[sentence], page.ends[sentence]) is not None


def stretches(chances: Floats, sure: float, is_free: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First row and the row after the last of each stretch that is likely as a whole (Viterbi 1967).

    Takes   chances: of each row, from ``sure`` on likelier in than out; is_free: rows that may be in a stretch

    >>> [*stretches(np.array([0.1, 0.9, 0.4, 0.9, 0.1]), 0.5, np.ones(5, bool))]
    [(1, 4)]
    """
    odds = np.log(np.clip(chances, 1e-6, 1 - 1e-6) / (1 - np.clip(chances, 1e-6, 1 - 1e-6))) - np.log(sure / (1 - sure))
    outside, inside = 0.0, -np.inf
    came: list[tuple[bool, bool]] = []  # for each row whether the one before was in a stretch, if it is out, and in
    for gain, free in zip(odds.tolist(), is_free.tolist(), strict=True):
        goes_out, goes_on = inside - CHANGE > outside, inside > outside - CHANGE
        came.append((goes_out, goes_on))
        outside, inside = max(outside, inside - CHANGE), max(inside, outside - CHANGE) + (gain if free else -np.inf)
    is_in, within = inside - CHANGE > outside, []
    for goes_out, goes_on in reversed(came):
        within.append(is_in)
        is_in = goes_on if is_in else goes_out
    edges = np.flatnonzero(np.diff([False, *within[::-1], False]))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _candidate(page: Page, kind: str, first: int, last: int, shown: int, confidence: float) -> Candidate:
    start, end = page.starts[first], page.ends[last - 1]
    speaker = _speaker(page, start, end)
    owner = speaker if speaker is not None or kind in ("letter", "call") else page.mind_at(start)
    narrator = owner if kind == "told" and _says_i(page, start, end) else None
    return Candidate(start, end, kind, confidence, (page.starts[shown], page.ends[shown]), owner, narrator)


def _speaker(page: Page, start: int, end: int) -> int | None:
    """Who says most of a stretch that is spoken for the greater part."""
    words = Counter[int | None]()
    for utterance in page.utterances_in(start, end):
        words[utterance.speaker] += sum(high - low for low, high in utterance.spans)
    around = page.utterance_at(start)
    if around is not None and around.start < start:
        words[around.speaker] += min(around.end, end) - start
    return words.most_common(1)[0][0] if 2 * words.total() > end - start else None


def _says_i(page: Page, start: int, end: int) -> bool:
    return any(page.syntax.lower[token] in FIRST_SINGULAR for token in page.syntax.tokens_in(start, end))
