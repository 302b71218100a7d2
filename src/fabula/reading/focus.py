"""Through whose senses and thoughts a third-person story is told.

The problem. Many people act on a page, but only one is seen from within:
    Anne looked at the old man. He frowned. She wondered whether he had heard.
It is whoever feels, sees, thinks and remembers there (``focus_signs``); a small network scores each person in each
paragraph. One paragraph shows little, so that the focus stays where it is until others' insides show clearly and for
long; it may change more easily at a break: the most probable path of a chain of paragraphs (Viterbi 1967; conditional
random fields, Lafferty et al. 2001), as ``training/focus.py`` learns it. Source: focalization, Genette 1972.
Tried: a state in which nobody is focal; it was not found better than by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from fabula.model.session import load_scene_network
from fabula.model.signs import weights_of
from fabula.model.weights import FOCUS
from fabula.reading.focus_signs import Floats, FocusSigns

COSTS = ("change", "change at a break")  # of the focus from one paragraph to the next
LEAST_SHOWN = 1.0  # of the inside of a focal character in all that is told so
MOST_SURE = 0.95
AT_ONCE = 256  # paragraphs that are scored


@dataclass(frozen=True)
class Focus:
    """Whose it is from token ``first`` on, how sure that is, and the token that shows it."""

    first: int
    entity: int | None
    sure: float
    shown_at: int


@dataclass(frozen=True)
class Unit:
    """A paragraph, and whether a heading or break stands before it."""

    tokens: range
    is_after_break: bool


@dataclass(frozen=True)
class Insides:
    """What the narration shows of the senses and thoughts of each person."""

    signs: FocusSigns

    def units(self, pieces: Sequence[range]) -> list[Unit]:
        """The paragraphs of pieces divided by breaks."""
        return [
            Unit(tokens, number == 0)
            for piece in pieces
            if piece
            for number, tokens in enumerate(self.signs.paragraphs(piece))
        ]

    def runs(self, pieces: Sequence[range]) -> list[Focus]:
        """The focus of a stretch in pieces divided by breaks: one row for each run of paragraphs."""
        units, people = self.units(pieces), self.signs.candidates(pieces)
        if not units:
            return []
        tokens, breaks = [unit.tokens for unit in units], [unit.is_after_break for unit in units]
        signs, inside = self.signs.signs(tokens, breaks, people)
        if inside.sum() < LEAST_SHOWN:
            return [Focus(tokens[0].start, None, 0.0, tokens[0].start)]
        change, change_at_break = weights_of("focus", COSTS)
        path = best_path(self._scores(tokens, people, signs), np.where(breaks, change_at_break, change))
        return [
            self._run([tokens[unit] for unit in own], people[row], inside[own, row].sum(), inside[own].sum())
            for row, own in ((row, list(group)) for row, group in groupby(range(len(path)), key=path.__getitem__))
        ]

    def _scores(self, paragraphs: Sequence[range], people: Sequence[int], signs: Floats) -> Floats:
        """How much each paragraph is told as through each person, float [paragraphs, people]."""
        found = []
        for first in range(0, len(paragraphs), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            states = self.signs.states(paragraphs[part], people)
            rows = (each.reshape(-1, each.shape[2]).astype(np.float32) for each in (signs[part], states))
            (scores,) = load_scene_network(FOCUS)(*rows)
            found.append(scores.reshape(-1, len(people)))
        return np.concatenate(found).astype(np.float64)

    def _run(self, paragraphs: Sequence[range], entity: int, inside: float, of_all: float) -> Focus:
        first = paragraphs[0].start
        sure = (inside + 1) / (of_all + 2)  # by Laplace's rule
        shown_at = self.signs.first_inside(entity, range(first, paragraphs[-1].stop))
        return Focus(first, entity, round(min(float(sure), MOST_SURE), 3), shown_at)


def best_path(scores: Floats, costs: Floats) -> list[int]:
    """Who is focal in each paragraph.

    Takes   scores: of each person in each paragraph, float [n, people]
            costs: of a change before each paragraph, float [n]
    """
    best = scores[0]
    everybody: NDArray[np.int64] = np.arange(scores.shape[1])
    back: list[NDArray[np.int64]] = []
    for shown, cost in zip(scores[1:], costs[1:], strict=True):
        changed = best.max() - cost
        back.append(np.where(best >= changed, everybody, best.argmax()))
        best = np.maximum(best, changed) + shown
    path = [int(best.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]
