"""Whether two people are tied, and how: a few signs of each kind, weighed by logistic regressions.

The weights are learned by ``training/ties.py`` from the texts annotated for ties that may be learned from; it prints
them to be put here.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from fabula.reading.ties.evidence import SIGNS, Evidence, Pair, RoleKey

WEIGHTS: dict[str, dict[str, float]] = {
    "family": {"one": -2.35, "claim": 0.90, "beside": 1.12, "name": 0.97, "address": 0.68, "follows": 1.47, "near": 0.73, "same surname": 1.14, "other surname": -1.07, "company share": 1.36, "as authority": -0.43, "as romance": -0.42},
    "romance": {"one": -2.19, "near": 0.16, "beside": 1.17, "distinct": -0.03, "deed": 1.78, "felt": 1.04, "address": -0.23, "warm": 1.57, "other surname": 0.64, "as family": -0.47, "length": -0.33},
    "friendship": {"one": -3.54, "near": 0.49, "beside": 0.92, "distinct": 1.44, "address": 0.60, "talk share": 1.76, "company share": 2.06, "kind words": 0.78, "cold": 0.25, "as family": -1.25, "as romance": -0.84},
    "alliance": {"one": -4.05, "beside": -0.03, "stated": 0.06, "talk share": 1.65, "rank": 2.06, "length": -0.13},
    "enmity": {"one": -1.33, "beside": 0.00, "stated": -0.01, "deed": 0.11, "felt": -0.13, "address": -0.23, "talk": 0.36, "cold": 1.05, "hard words": -0.31, "length": -0.48},
    "rivalry": {"one": -4.58, "beside": 0.00, "stated": -0.00, "felt": 0.00, "company share": 1.70, "rank": 1.29, "as family": 0.12, "as romance": -0.94},
    "authority": {"one": -2.76, "title": 1.55, "styled": 0.43, "near": 0.14, "beside": 0.72, "distinct": 0.96, "address": 1.11, "deed": -0.15, "company share": 2.08, "as family": -0.38, "length": -0.27},
}
LIKELY = 0.22  # chance from which on a tie is told


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
