"""Whether two people are tied, and how: a few signs of each kind, weighed by logistic regressions.

The weights are learned by ``training/ties.py`` from the texts annotated for ties that may be learned from; it prints
them to be put here.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from fabula.reading.ties.evidence import SIGNS, Evidence, Pair, RoleKey

WEIGHTS: dict[str, dict[str, float]] = {
    "family": {"one": 0.0, "claim": 0.0, "beside": 0.0, "name": 0.0, "address": 0.0, "follows": 0.0, "same surname": 0.0, "other surname": 0.0, "company share": 0.0, "as authority": 0.0, "as romance": 0.0},
    "romance": {"one": 0.0, "beside": 0.0, "distinct": 0.0, "deed": 0.0, "felt": 0.0, "address": 0.0, "warm": 0.0, "other surname": 0.0, "as family": 0.0, "length": 0.0},
    "friendship": {"one": 0.0, "beside": 0.0, "distinct": 0.0, "address": 0.0, "talk share": 0.0, "company share": 0.0, "kind words": 0.0, "cold": 0.0, "as family": 0.0, "as romance": 0.0},
    "alliance": {"one": 0.0, "beside": 0.0, "stated": 0.0, "talk share": 0.0, "rank": 0.0, "length": 0.0},
    "enmity": {"one": 0.0, "beside": 0.0, "stated": 0.0, "deed": 0.0, "felt": 0.0, "address": 0.0, "talk": 0.0, "cold": 0.0, "hard words": 0.0, "length": 0.0},
    "rivalry": {"one": 0.0, "beside": 0.0, "stated": 0.0, "felt": 0.0, "company share": 0.0, "rank": 0.0, "as family": 0.0, "as romance": 0.0},
    "authority": {"one": 0.0, "beside": 0.0, "distinct": 0.0, "address": 0.0, "deed": 0.0, "company share": 0.0, "as family": 0.0, "length": 0.0},
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
