"""States of mentions are put together by whom they mean."""

from __future__ import annotations

import numpy as np

from fabula.model.heads import LINK_SIZE
from fabula.reading.states import POOLED_SIZE, pooled


def test_a_group_has_the_mean_and_the_highest_of_its_states() -> None:
    states = np.stack([np.full(LINK_SIZE, value, np.float32) for value in (-1.0, 3.0, 7.0)])
    found = pooled(states, [[0, 1], [], [2]])
    assert found.shape == (3, POOLED_SIZE)
    assert found[:, 0].tolist() == [1.0, 0.0, 7.0]
    assert found[:, -1].tolist() == [3.0, 0.0, 7.0]


def test_of_nobody_nothing_is_known() -> None:
    assert not pooled(np.zeros((0, LINK_SIZE), np.float32), [[], []]).any()
    assert pooled(np.zeros((0, LINK_SIZE), np.float32), []).shape == (0, POOLED_SIZE)
