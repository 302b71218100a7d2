"""How the learning rate goes: up in a straight line, then down along half a cosine."""

from __future__ import annotations

import math

WARM_UP = 0.06  # share of the steps


def share_of_highest_rate(done: float) -> float:
    """The share of the highest learning rate when ``done``, from 0 to 1, of the training is over."""
    return done / WARM_UP if done < WARM_UP else 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP)))
