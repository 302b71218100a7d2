"""The weights of signs: small logistic regressions in ``weights/scenes.json``, learned by ``training/scenes.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fabula.errors import WeightsDamaged, WeightsMissing

FILE = Path(__file__).parent / "weights" / "scenes.json"


def chance(model: str, names: Sequence[str], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each row is what the model tells, 0 to 1: float [n].

    Takes   names: what the columns of ``signs``, float [n, n_signs], say
    Raises  WeightsMissing (M01), WeightsDamaged (M02): no file, or one that knows other signs
    """
    weights = _weights().get(model, {})
    if set(weights) != set(names):
        raise WeightsDamaged(f"{FILE}: it weighs other signs than this fabula reads; install fabula again")
    found: NDArray[np.float64] = 1 / (1 + np.exp(-signs @ np.array([weights[name] for name in names])))
    return found


@cache
def _weights() -> dict[str, dict[str, float]]:
    try:
        return {model: dict(weights) for model, weights in json.loads(FILE.read_text("utf-8")).items()}
    except OSError as error:
        raise WeightsMissing(f"{FILE}: a file of the model cannot be read; install fabula again") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise WeightsDamaged(f"{FILE}: this file of the model is damaged; install fabula again") from error
