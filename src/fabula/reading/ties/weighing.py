"""Whether two people are tied, and how: a few signs of each kind, weighed by logistic regressions.

The weights are learned by ``training/ties.py`` from the texts annotated for ties that may be learned from; it prints
them to be put here.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from fabula.reading.ties.evidence import SIGNS, Evidence, Pair, RoleKey

KINDS = ("family", "romance", "friendship", "alliance", "enmity", "rivalry", "authority")
WEIGHTS: dict[str, tuple[float, ...]] = {
    "one": (-1.93, -2.59, -2.84, -4.06, -2.52, -5.14, -2.55),
    "once beside": (1.27, 1.74, 0.11, -0.08, -0.71, -0.09, 0.22),
    "once stated": (0.29, -0.10, 0.32, 0.04, -0.01, -0.00, 0.68),
    "once called": (1.12, 1.65, 0.01, 0.00, -0.42, 0.00, 0.76),
    "once done": (-0.16, 1.56, 0.45, 0.00, 0.07, -0.02, 0.82),
    "beside": (1.11, 1.11, 0.27, -0.06, -0.56, -0.07, 0.24),
    "stated": (-0.58, -1.13, 0.29, 0.04, -0.01, -0.00, -0.27),
    "claim": (0.96, 0.75, 0.63, 0.01, -0.36, -0.05, -0.20),
    "address": (0.58, -0.28, 0.24, 0.00, -0.33, 0.00, 0.67),
    "name": (1.13, 1.57, 0.00, 0.00, 0.00, 0.00, 0.00),
    "deed": (-0.08, 1.08, 0.24, 0.00, 0.08, 0.00, 0.14),
    "felt": (0.00, 0.65, 0.75, 0.00, -0.38, -0.02, 0.00),
    "follows": (1.46, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
    "near": (1.00, 1.07, 0.47, 0.00, 0.00, 0.00, 0.11),
    "distinct": (0.87, 0.30, 0.93, 0.02, -0.47, -0.05, 0.79),
    "same surname": (1.18, 1.13, -0.88, -0.46, 0.20, -0.34, -0.31),
    "other surname": (-1.07, 0.62, 0.30, -0.94, -0.55, 0.92, -0.09),
    "title": (0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 1.38),
    "styled": (0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.49),
    "talk share": (0.48, 1.60, 1.79, 1.68, 0.87, 0.24, 1.27),
    "company share": (0.93, 0.13, 1.29, 0.00, 0.63, 1.65, 1.17),
    "rank": (-0.30, 0.48, -0.34, 1.61, 0.63, 1.16, -0.04),
    "warm": (-0.22, 1.11, 0.62, -0.12, -0.05, -0.65, -0.48),
    "cold": (0.12, 0.43, -0.42, 0.01, 1.35, 1.09, 0.50),
    "kind words": (0.37, -0.23, 0.54, 0.10, 0.49, 0.25, 0.50),
    "hard words": (0.21, -0.25, 0.71, 0.82, 0.05, 0.26, -0.54),
    "length": (-0.20, -0.36, -0.14, -0.18, -0.14, 0.02, -0.27),
    "as family": (0.00, -0.92, -1.24, -0.07, -0.70, 0.15, -0.54),
    "as romance": (-0.62, 0.00, -0.99, -0.07, -0.64, -0.86, -0.46),
    "as authority": (-0.85, -0.20, -0.44, 0.30, -0.53, -0.31, 0.00),
}
"""What each sign weighs for each of ``KINDS``; 0 for those that kinds are not judged by."""
RARE = ("alliance", "rivalry")
OUTRIGHT = {"once beside": 4.0, "once stated": 1.5}
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
    for kind in KINDS:
        shown = _shown(evidence, pair, kind)
        if shown is not None:
            likely = chance(evidence, pair, kind)
            if likely >= shown:
                found.append(Tie(pair, kind, likely, evidence.best_role(pair, kind)[0]))
    return found


def chance(evidence: Evidence, pair: Pair, kind: str) -> float:
    """How likely a pair has a tie of a kind, 0 to 1."""
    row = evidence.row(pair, kind)
    score = sum(weights[KINDS.index(kind)] * row[SIGNS.index(name)] for name, weights in WEIGHTS.items())
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
