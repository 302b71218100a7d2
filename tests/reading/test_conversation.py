"""The chances of speakers are those of all sequences of speakers, counted one by one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from fabula.reading.conversation import IMPOSSIBLE, NOBODY, chances, relations


def counted(candidates: np.ndarray, scores: np.ndarray, by_relation: np.ndarray, follows: np.ndarray) -> np.ndarray:
    """The same as ``chances``, by going through every sequence."""
    found = np.zeros_like(scores)
    starts = [*np.flatnonzero(~follows).tolist(), len(scores)]
    for begin, end in pairwise(starts):
        totals = np.zeros_like(scores[begin:end])
        for places in product(range(scores.shape[1]), repeat=end - begin):
            score = 0.0
            for turn, place in enumerate(places):
                score += scores[begin + turn, place]
                if turn:
                    now, last = candidates[begin + turn, place], candidates[begin + turn - 1, places[turn - 1]]
                    before = candidates[begin + turn - 2, places[turn - 2]] if turn > 1 else None
                    relation = 0 if now == last else 1 if now == before else 2
                    score += by_relation[begin + turn, relation, places[turn - 1], place]
            for turn, place in enumerate(places):
                totals[turn, place] += np.exp(score)
        found[begin:end] = totals / totals.sum(axis=1, keepdims=True)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_chances_are_those_of_all_sequences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    candidates = np.array([rng.permutation(5)[:3] for _ in range(7)])
    scores = rng.normal(0, 2, (7, 3)).astype(np.float32)
    by_relation = rng.normal(0, 2, (7, 3, 3, 3)).astype(np.float32)
    follows = np.array([False, True, True, True, False, False, True])
    found = chances(candidates, scores, by_relation, follows)
    assert found == pytest.approx(counted(candidates, scores, by_relation, follows), abs=1e-4)


def test_nobody_has_no_chance_and_the_others_share_it() -> None:
    candidates = np.array([[3, NOBODY], [4, 3]])
    scores = np.array([[0.5, IMPOSSIBLE], [1.0, 0.0]], np.float32)
    by_relation = np.zeros((2, 3, 2, 2), np.float32)
    found = chances(candidates, scores, by_relation, np.array([False, True]))
    assert found[0].tolist() == [1.0, 0.0]
    assert found[1] == pytest.approx([0.731, 0.269], abs=1e-3)


def test_relations_tell_who_speaks_on_who_alternates_and_who_is_new() -> None:
    assert relations(np.array([1, 2, 3]), np.array([1]), np.array([2])).tolist() == [[[0, 1, 2]]]


def test_a_text_without_turns_has_no_chances() -> None:
    empty = np.zeros((0, 3), np.float32)
    none = np.zeros((0, 3), np.int64)
    assert chances(none, empty, np.zeros((0, 3, 3, 3), np.float32), np.zeros(0, bool)).shape == (0, 3)
