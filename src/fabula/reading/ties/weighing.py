"""Whether two people are tied, and how: a few signs of each kind, weighed by logistic regressions.

The weights are learned by ``training/ties.py`` from the texts annotated for ties that may be learned from; it prints
them to be put here.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from fabula.reading.ties.evidence import SIGNS, Evidence, Pair, RoleKey

WEIGHTS: dict[str, dict[str, float]] = {
    "family": {"one": -1.7, "distinct": 1.27, "other surname": -2.0, "beside": 1.53},
    "romance": {"one": -2.4, "distinct": 1.78, "length": -0.3, "deed": 1.3, "talk share": 1.36, "beside": 1.43},
    "friendship": {"one": -3.2, "talk share": 2.03, "company share": 1.92, "address": 1.03, "as family": -0.95},
    "alliance": {"one": -4.0, "beside": 2.0, "stated": 1.0},
    "enmity": {"one": -1.3, "length": -0.4, "cold": 1.67},
    "rivalry": {"one": -3.4, "beside": 2.0, "stated": 1.0, "company share": 1.0},
    "authority": {"one": -2.4, "company share": 1.76, "distinct": 0.96, "length": -0.23},
}
LIKELY = 0.3  # chance from which on a tie is told


class Tie(NamedTuple):
    """A tie of a pair: its kind with how likely it is, and the role that most signs show, from whom to whom."""

    pair: Pair
    kind: str
    chance: float
    key: RoleKey


def ties_of(evidence: Evidence, pair: Pair) -> list[Tie]:
    """The ties of a pair that are likely."""
    found = []
    for kind in WEIGHTS:
        likely = chance(evidence, pair, kind)
        if likely >= LIKELY:
            found.append(Tie(pair, kind, likely, evidence.best_role(pair, kind)[0]))
    return found


def chance(evidence: Evidence, pair: Pair, kind: str) -> float:
    """How likely a pair has a tie of a kind, 0 to 1."""
    row = evidence.row(pair, kind)
    return 1 / (1 + exp(-sum(weight * row[SIGNS.index(name)] for name, weight in WEIGHTS[kind].items())))
