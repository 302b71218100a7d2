"""How each possible addressee of a turn stands to it, once the speakers are known.

Besides all that says who may speak (see ``evidence``): whether they spoke just before or speak just after, and whether
the tag has them spoken to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fabula.reading.conversation import Conversations
from fabula.reading.evidence import SIZES as EVIDENCE_SIZES
from fabula.reading.feature_table import offsets_of
from fabula.reading.scene import Turn

SIZES = {
    **EVIDENCE_SIZES, "spoke last": 5, "speaks next": 5, "spoke before the last": 2, "speaks after the next": 2,
    "told by the tag": 2,
}  # fmt: skip
N_FEATURES = sum(SIZES.values())
_OFFSETS = offsets_of(SIZES)[len(EVIDENCE_SIZES) :]


def addressee_rows(turns: list[Turn], talk: Conversations, speakers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of the addressee model's table of features, int64 [n_turns, MOST, len(SIZES)], one for each candidate.

    Takes   speakers: entity that speaks each turn, -1 where unknown
    """
    extra = np.zeros((*talk.candidates.shape, len(SIZES) - len(EVIDENCE_SIZES)), np.int64)
    count = len(turns)
    for number, turn in enumerate(turns):
        here = talk.candidates[number]
        goes_on = bool(talk.follows[number])
        is_followed = number + 1 < count and bool(talk.follows[number + 1])
        if goes_on:
            extra[number, :, 0] = (here == speakers[number - 1]) * (1 + talk.gap[number])
            if number > 1 and talk.follows[number - 1]:
                extra[number, :, 2] = here == speakers[number - 2]
        if is_followed:
            extra[number, :, 1] = (here == speakers[number + 1]) * (1 + talk.gap[number + 1])
            if number + 2 < count and talk.follows[number + 2]:
                extra[number, :, 3] = here == speakers[number + 2]
        extra[number, :, 4] = np.isin(here, list(turn.told))
    return np.concatenate([talk.features, extra + _OFFSETS], axis=2)
