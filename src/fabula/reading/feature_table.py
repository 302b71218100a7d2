"""The table of features of a small model: one embedding for each value of each feature, feature after feature."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def offsets_of(sizes: Mapping[str, int]) -> NDArray[np.int64]:
    """Where in the table the values of each feature begin, int64 [n_features]; ``sizes``: how many it has."""
    ends = np.cumsum(list(sizes.values()), dtype=np.int64)
    return np.concatenate([[0], ends[:-1]])
