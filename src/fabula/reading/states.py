"""The model's states of mentions and sentences, as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.model.heads import LINK_SIZE

POOLED_SIZE = 2 * LINK_SIZE

Floats = NDArray[np.float32]


def states_of_mentions(mention_states: pa.Table) -> Floats:
    """The states by which mentions are linked, float32 [n_mentions, LINK_SIZE]."""
    states: Floats = mention_states["link"].combine_chunks().flatten().to_numpy().reshape(-1, LINK_SIZE)
    return states


def states_of_sentences(sentence_states: pa.Table) -> Floats:
    """The encoder's mean states of the sentences and their highest cues, float32 [n_sentences, size + cues]."""
    column = sentence_states["state"].combine_chunks()
    states: Floats = column.flatten().to_numpy().reshape(len(column), -1)
    return states


def pooled(states: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """The mean state of each group of mentions and the highest of each number; zeros for a group of none.

    Takes   states: float32 [n_mentions, LINK_SIZE]; groups: rows of them
    Gives   float32 [n_groups, POOLED_SIZE]
    """
    found = np.zeros((len(groups), POOLED_SIZE), np.float32)
    there = [number for number, rows in enumerate(groups) if rows]
    if there:
        sizes = np.array([len(groups[number]) for number in there])
        own = states[np.concatenate([groups[number] for number in there])]
        firsts = np.cumsum(sizes) - sizes
        found[there, :LINK_SIZE] = np.add.reduceat(own, firsts) / sizes[:, None]
        found[there, LINK_SIZE:] = np.maximum.reduceat(own, firsts)
    return found
