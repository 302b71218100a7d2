"""Whether two people are tied, and how: a few signs of each kind, weighed by logistic regressions.

The weights are learned by ``training/ties.py`` from the texts annotated for ties that may be learned from; it prints
them to be put here.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from fabula.reading.ties.evidence import SIGNS, Evidence, Pair, RoleKey

WEIGHTS: dict[str, dict[str, float]] = {
    "family": {
        "one": -2.40,
        "claim": 0.95,
        "beside": 1.13,
        "name": 0.99,
        "address": 0.70,
        "follows": 1.50,
        "near": 0.75,
        "same surname": 1.14,
        "other surname": -1.10,
        "company share": 1.41,
        "as authority": -0.45,
        "as romance": -0.46,
    },
    "romance": {
        "one": -2.20,
        "near": 0.16,
        "beside": 1.56,
        "distinct": -0.11,
        "deed": 2.08,
        "felt": 1.36,
        "address": -0.18,
        "warm": 1.33,
        "other surname": 0.56,
        "as family": -0.46,
        "length": -0.31,
    },
    "friendship": {
        "one": -3.40,
        "near": 0.49,
        "beside": 0.65,
        "distinct": 1.54,
        "address": 0.36,
        "talk share": 1.66,
        "company share": 1.95,
        "kind words": 0.65,
        "cold": 0.17,
        "as family": -1.17,
        "as romance": -0.47,
    },
    "alliance": {"one": -3.96, "talk share": 1.69, "rank": 1.91, "length": -0.17},
    "enmity": {
        "one": -1.35,
        "deed": 0.04,
        "felt": -0.14,
        "address": -0.25,
        "talk": 0.35,
        "cold": 1.26,
        "hard words": -0.45,
        "length": -0.46,
    },
    "rivalry": {
        "one": -4.65,
        "felt": 0.00,
        "company share": 1.77,
        "rank": 1.22,
        "as family": 0.13,
        "as romance": -1.00,
    },
    "authority": {
        "one": -2.74,
        "title": 1.48,
        "styled": 0.28,
        "near": 0.14,
        "beside": 0.87,
        "distinct": 1.20,
        "address": 1.18,
        "deed": -0.26,
        "company share": 2.03,
        "as family": -0.40,
        "length": -0.24,
    },
}
RARE = ("alliance", "enmity", "rivalry")
OUTRIGHT = {"beside": 3.0, "stated": 1.5}
"""What statements of the rare kinds weigh ("they were rivals"), set by hand: the texts to learn from have too few."""
LEAST_WARMTH = 0.3  # of all signs together, from which on warmth or coldness alone may show friendship or enmity
LIKELY = 0.22  # chance from which on a tie is told


class Tie(NamedTuple):
    """A tie of a pair: its kind with how likely it is, and the role that most signs show, from whom to whom."""

    pair: Pair
    kind: str
    chance: float
    key: RoleKey


def ties_of(evidence: Evidence, pair: Pair) -> list[Tie]:
    """The ties of a pair that are likely, and of which some words are a sign."""
    found = []
    for kind in WEIGHTS:
        if _is_shown(evidence, pair, kind):
            likely = chance(evidence, pair, kind)
            if likely >= LIKELY:
                found.append(Tie(pair, kind, likely, evidence.best_role(pair, kind)[0]))
    return found


def chance(evidence: Evidence, pair: Pair, kind: str) -> float:
    """How likely a pair has a tie of a kind, 0 to 1."""
    row = evidence.row(pair, kind)
    score = sum(weight * row[SIGNS.index(name)] for name, weight in WEIGHTS[kind].items())
    if kind in RARE:
        score += sum(weight * row[SIGNS.index(name)] for name, weight in OUTRIGHT.items())
    return 1 / (1 + exp(-score))


def _is_shown(evidence: Evidence, pair: Pair, kind: str) -> bool:
    """Whether any words show a kind: its own signs, or warmth for friendship, coldness for enmity."""
    signs = evidence.signs.get(pair, ())
    if any(sign.kind == kind and sign.strength > 0 for sign in signs):
        return True
    if kind == "friendship":
        return sum(sign.valence * abs(sign.strength) for sign in signs) > LEAST_WARMTH
    if kind == "enmity":
        return sum(sign.valence * abs(sign.strength) for sign in signs) < -LEAST_WARMTH
    return kind == "authority" and evidence.best_role(pair, kind)[0][3] is not None
