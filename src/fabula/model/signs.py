"""The weights of signs in ``weights/scenes.json``, learned by ``training/places.py`` and ``training/focus.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from fabula.errors import WeightsDamaged
from fabula.model.weights import RESTORE, SIGNS, checked_weights


def choice(model: str, names: Sequence[str], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each row is the one that is so, of rows of which one is or none: float [n].

    Takes   names: what the columns of ``signs``, float [n, n_signs], say
    Raises  WeightsMissing (M01), WeightsDamaged (M02): also a file that knows other signs; WeightsOfOtherVersion (M03)
    """
    grown = np.exp(signs @ np.array(weights_of(model, names)))
    found: NDArray[np.float64] = grown / (1 + grown.sum())
    return found


def weights_of(model: str, names: Sequence[str]) -> list[float]:
    """What some signs weigh.

    Raises  WeightsMissing (M01), WeightsDamaged (M02): also a file that knows other signs; WeightsOfOtherVersion (M03)
    """
    weights = stored_weights().get(model, {})
    if set(weights) != set(names):
        raise WeightsDamaged(f"{SIGNS}: it weighs other signs than this fabula reads; {RESTORE}")
    return [weights[name] for name in names]


@cache
def stored_weights() -> dict[str, dict[str, float]]:
    """The weights of each model by sign; cached, for they are asked for once for each scene.

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    (data,) = checked_weights((SIGNS,)).values()
    return {model: dict(weights) for model, weights in json.loads(data).items()}
