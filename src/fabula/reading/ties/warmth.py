"""How warm two people are: over a tie, and scene by scene, smoothed."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np

from fabula.reading.ties.people import People
from fabula.reading.ties.sign import Sign

PRIOR = {"family": 0.3, "romance": 0.5, "friendship": 0.5, "alliance": 0.3, "enmity": -0.5, "rivalry": -0.3}
PRIOR_SIGNS = 2.0  # how many signs the warmth that a kind leads one to expect counts as
ENOUGH_SIGNS, ENOUGH_SCENES = 6, 3  # of a pair with a curve
BANDWIDTH = 2.0  # scenes: the width of the kernel
NEUTRAL = 1.0  # how many signs of no warmth are added to each scene, so that one word makes no curve


def valence_of(kind: str, signs: Sequence[Sign]) -> float:
    """From -1, hatred, to 1, love: the mean of the signs, with what their kind leads one to expect."""
    telling = [sign for sign in signs if sign.valence]
    total = sum(abs(sign.strength) * sign.valence for sign in telling) + PRIOR_SIGNS * PRIOR.get(kind, 0.0)
    return float(np.clip(total / (sum(abs(sign.strength) for sign in telling) + PRIOR_SIGNS), -1, 1))


def curve(people: People, signs: Sequence[Sign]) -> list[tuple[int, float, int]]:
    """Scene, how warm the two are there, how many signs it has; empty without enough.

    The mean valence of the signs, each weighed by its strength and by a normal kernel over the distance in scenes
    (Nadaraya-Watson regression).
    """
    by_scene: dict[int, list[Sign]] = {}
    for sign in signs:
        if sign.valence and sign.strength:
            scene = people.scene_of[people.syntax.token_at(sign.start)]
            if scene >= 0:
                by_scene.setdefault(scene, []).append(sign)
    if sum(map(len, by_scene.values())) < ENOUGH_SIGNS or len(by_scene) < ENOUGH_SCENES:
        return []
    sums = {scene: (sum(abs(s.strength) for s in some), sum(abs(s.strength) * s.valence for s in some))
            for scene, some in by_scene.items()}  # fmt: skip
    found = []
    for scene, some in sorted(by_scene.items()):
        kernel = {other: exp(-(((other - scene) / BANDWIDTH) ** 2) / 2) for other in sums}
        weight = sum(share * sums[other][0] for other, share in kernel.items()) + NEUTRAL
        found.append((scene, sum(share * sums[other][1] for other, share in kernel.items()) / weight, len(some)))
    return found
