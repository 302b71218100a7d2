"""Exact-match scores of two sets, such as typed spans: an item counts only if it is in both."""

from __future__ import annotations

from collections.abc import Hashable, Set

from fabula.evaluation.score import Score


def exact_match(gold: Set[Hashable], guess: Set[Hashable]) -> Score:
    """How many items are in both.

    >>> exact_match({(0, 2, "PER"), (5, 6, "LOC")}, {(0, 2, "PER"), (5, 6, "PER")}).f1
    0.5
    """
    right = len(gold & guess)
    return Score(right, len(gold), right, len(guess))
