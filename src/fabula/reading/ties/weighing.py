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
        "one": -2.42,
        "claim": 0.99,
        "beside": 1.12,
        "name": 0.96,
        "address": 0.91,
        "follows": 1.19,
        "near": 0.83,
        "same surname": 1.05,
        "other surname": -1.16,
        "company share": 1.44,
        "as authority": -0.39,
        "as romance": -0.43,
    },
    "romance": {
        "one": -2.21,
        "near": -0.19,
        "beside": 1.36,
        "distinct": 0.11,
        "deed": 1.75,
        "felt": 1.25,
        "address": -0.09,
        "warm": 1.29,
        "other surname": 0.56,
        "as family": -0.65,
        "length": -0.29,
    },
    "friendship": {
        "one": -3.44,
        "near": 0.49,
        "beside": 0.77,
        "distinct": 1.62,
        "address": 0.36,
        "talk share": 1.62,
        "company share": 2.00,
        "kind words": 0.70,
        "cold": -0.05,
        "as family": -1.22,
        "as romance": -0.49,
    },
    "alliance": {"one": -3.94, "talk share": 1.67, "rank": 1.93, "length": -0.19},
    "enmity": {
        "one": -1.34,
        "deed": -0.07,
        "felt": -0.75,
        "address": -0.19,
        "talk": 0.37,
        "cold": 1.08,
        "hard words": -0.38,
        "length": -0.48,
    },
    "rivalry": {
        "one": -4.56,
        "felt": -0.00,
        "company share": 1.79,
        "rank": 1.20,
        "as family": 0.18,
        "as romance": -0.84,
    },
    "authority": {
        "one": -2.70,
        "title": 1.51,
        "styled": 0.30,
        "near": 0.14,
        "beside": 0.92,
        "distinct": 1.14,
        "address": 1.27,
        "deed": -0.38,
        "company share": 2.00,
        "as family": -0.42,
        "length": -0.26,
    },
}
RARE = ("alliance", "enmity", "rivalry")
OUTRIGHT = {"beside": 3.0, "stated": 1.5}
"""What statements of the rare kinds weigh ("they were rivals"), set by hand: the texts to learn from have too few."""
LEAST_WARMTH = 0.1  # of all signs together, from which on warmth or coldness alone may show friendship or enmity
LIKELY_BY_TALK = 0.3  # chance from which on a friendship is told that only talk shows
LIKELY = 0.2  # chance from which on a tie is told


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
        shown = _shown(evidence, pair, kind)
        if shown is not None:
            likely = chance(evidence, pair, kind)
            if likely >= shown:
                found.append(Tie(pair, kind, likely, evidence.best_role(pair, kind)[0]))
    return found


def chance(evidence: Evidence, pair: Pair, kind: str) -> float:
    """How likely a pair has a tie of a kind, 0 to 1."""
    row = evidence.row(pair, kind)
    score = sum(weight * row[SIGNS.index(name)] for name, weight in WEIGHTS[kind].items())
    if kind in RARE:
        score += sum(weight * row[SIGNS.index(name)] for name, weight in OUTRIGHT.items())
    return 1 / (1 + exp(-score))


def _shown(evidence: Evidence, pair: Pair, kind: str) -> float | None:
    """From which chance on a kind is told, by what shows it; None where nothing does.

    Its own signs show it, warmth shows friendship and coldness enmity; mere talk shows friendship, but less.
    """
    signs = evidence.signs.get(pair, ())
    if any(sign.kind == kind and sign.strength > 0 for sign in signs):
        return LIKELY
    warmth = sum(sign.valence * abs(sign.strength) for sign in signs)
    if kind == "friendship" and warmth >= 0:
        return LIKELY if warmth > LEAST_WARMTH else LIKELY_BY_TALK
    if kind == "enmity" and warmth < -LEAST_WARMTH:
        return LIKELY
    is_titled = kind == "authority" and evidence.best_role(pair, kind)[0][3] is not None
    return LIKELY if is_titled else None
