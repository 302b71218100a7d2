"""How many take part in a conversation: the more, the harder it is to tell whose turn it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from fabula.evaluation.corpora.pdnc import GoldQuote
from fabula.reading.scene import CONVERSATION_GAP


def n_speakers(quotes: Sequence[GoldQuote], paragraphs: pa.Table) -> list[int]:
    """How many different gold speakers the conversation of each quotation has, crowds and unknown voices left out.

    A conversation goes on over as many paragraphs of narration as in reading (CONVERSATION_GAP); a heading or a break
    between scenes ends it. Quotations are given in reading order.
    """
    if not quotes:
        return []
    kinds = np.array(paragraphs["kind"].to_pylist())
    places = np.cumsum(np.where(kinds == "prose", 1, CONVERSATION_GAP + 2)).tolist()
    starts = paragraphs["start"].to_pylist()
    first, last = (
        [places[max(bisect_right(starts, position) - 1, 0)] for position in positions]
        for positions in ([quote.start for quote in quotes], [quote.end - 1 for quote in quotes])
    )
    ends = [number for number in range(1, len(quotes)) if first[number] - last[number - 1] - 1 > CONVERSATION_GAP]
    counts: list[int] = []
    for begin, end in pairwise([0, *ends, len(quotes)]):
        speakers = {quote.speaker for quote in quotes[begin:end]} - {None}
        counts += [len(speakers)] * (end - begin)
    return counts
