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
    "one": (-2.40, -3.19, -2.65, -3.78, -3.70, -5.91, -2.64),
    "once beside": (0.98, 1.24, 0.75, 0.29, 0.26, 0.40, 1.03),
    "once stated": (2.37, 1.08, -0.04, -0.35, -0.00, 0.69, 2.56),
    "once called": (2.09, 1.67, 0.25, 0.00, -0.11, 0.00, 1.88),
    "once done": (0.00, 2.37, 0.39, 0.00, 1.07, 0.74, 1.30),
    "beside": (1.52, 0.97, 0.04, 0.21, -0.03, 0.27, 1.06),
    "stated": (-1.57, -2.01, -0.52, -0.31, 0.01, 0.56, -0.74),
    "claim": (1.20, 1.74, 1.21, 0.10, -0.20, 0.70, 0.52),
    "address": (0.25, -0.67, 0.52, 0.00, -0.05, 0.00, -0.02),
    "name": (-0.28, 1.93, 0.00, 0.00, 0.00, 0.00, 0.00),
    "deed": (0.27, 0.56, -0.23, 0.00, 0.38, 0.00, 0.32),
    "felt": (0.00, 1.39, -0.14, 0.00, -0.71, 0.64, 0.00),
    "follows": (2.79, 0.16, 0.00, 0.00, 0.00, 0.00, 0.00),
    "near": (1.77, 3.03, 1.18, 0.09, -0.15, 0.78, -0.41),
    "distinct": (0.40, -0.27, -0.35, -0.07, -0.66, 0.90, 0.72),
    "same surname": (1.97, 0.95, -1.23, -1.03, 0.20, -0.41, -0.83),
    "other surname": (-0.65, 0.15, 0.50, 0.03, -0.46, 0.68, 0.05),
    "title": (0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 1.46),
    "styled": (0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.18),
    "talk share": (0.12, 1.48, 1.61, 1.37, 0.10, 0.65, 1.79),
    "company share": (1.36, 0.55, 0.85, 0.19, 1.61, 1.71, 0.96),
    "rank": (-0.07, 0.54, 0.44, 0.74, 0.82, 2.17, 0.24),
    "warm": (-0.45, 0.95, 0.96, -1.11, -0.83, -0.43, -0.79),
    "cold": (0.33, 0.28, -0.98, 0.06, 1.80, 1.94, -0.41),
    "kind words": (0.24, -0.49, 0.74, 0.41, 0.25, 0.24, -0.34),
    "hard words": (-0.70, -0.18, 0.54, 1.39, -0.17, -0.75, 0.18),
    "length": (-0.12, -0.21, -0.11, -0.02, 0.15, 0.20, -0.15),
    "as family": (0.00, -0.94, -0.71, -0.60, -0.39, -0.25, -0.94),
    "as romance": (-0.41, 0.00, -1.34, -0.97, -0.61, -1.07, 0.25),
    "as authority": (-0.23, -0.81, -0.37, 0.18, 0.06, -0.18, 0.00),
}
"""What each sign weighs for each of ``KINDS``; 0 for those that kinds are not judged by."""
SAID_OUTRIGHT = {"once beside": 4.0, "once stated": 1.5}
OUTRIGHT = {"alliance": SAID_OUTRIGHT, "rivalry": SAID_OUTRIGHT, "enmity": {"once beside": 3.0, "once done": 1.0}}
"""What more plain words for the rarer kinds weigh ("they were rivals"), set by hand: few of the texts have any."""
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
    score += sum(weight * row[SIGNS.index(name)] for name, weight in OUTRIGHT.get(kind, {}).items())
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
