"""Words cut into word pieces, and the pieces into overlapping windows that the encoder sees one at a time.

The problem. The encoder sees a few hundred pieces at once, and sees a word best in the middle of a window:
    | margin |        core        | margin |
                         | margin |        core        | margin |
Each piece is taken from the one window in whose core it lies, so every word is seen with at least a margin on both
sides, and cost grows linearly with length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LENGTH = 256  # pieces of a window, its two marks included
MARGIN = 24
CORE = LENGTH - 2 - 2 * MARGIN
LONGEST_WORD = 48  # characters; of a longer word only these are read


@dataclass(frozen=True)
class Pieces:
    """The word pieces of a text: ``ids`` int32 [n_pieces], and where each word's begin, int64 [n_words + 1]."""

    ids: NDArray[np.int32]
    first: NDArray[np.int64]


def cut_words(tokenizer: Any, words: Sequence[str]) -> Pieces:
    """Each word's pieces, at least one; every distinct word is cut once."""
    distinct = list(dict.fromkeys(words))
    coded = tokenizer.encode_batch([_readable(word[:LONGEST_WORD]) for word in distinct], add_special_tokens=False)
    unknown = tokenizer.token_to_id("[UNK]")
    ids_of = {word: code.ids or [unknown] for word, code in zip(distinct, coded, strict=True)}
    lengths = np.fromiter((len(ids_of[word]) for word in words), np.int64, len(words))
    first = np.concatenate([[0], np.cumsum(lengths)])
    ids = np.fromiter((piece for word in words for piece in ids_of[word]), np.int32, int(first[-1]))
    return Pieces(ids, first)


def _readable(word: str) -> str:
    """The word with a question mark for every lone surrogate, which no tokenizer takes."""
    return word.translate(STRAIGHT).encode("utf-8", "replace").decode("utf-8")


STRAIGHT = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'"))
"""Curly marks as straight ones: a story reads the same with either."""


@dataclass(frozen=True)
class Windows:
    """Input of the encoder.

    ``ids`` int64 [n_windows, length], each row full; ``place`` int64 [n_pieces]: where in the flattened windows each
    piece's state is to be taken.
    """

    ids: NDArray[np.int64]
    place: NDArray[np.int64]


def cut_windows(ids: NDArray[np.int32], begin: int, end: int, shift: int = 0) -> Windows:
    """The windows that hold the pieces [n_pieces] in their cores; ``begin`` and ``end`` are the marks' ids.

    Takes   shift: the first core is shorter by so many pieces
    """
    count = len(ids)
    n_windows = max(1, -(-(count + shift) // CORE))
    length = min(LENGTH, count + 2)
    windows = np.empty((n_windows, length), np.int64)
    place = np.zeros(count, np.int64)
    for row in range(n_windows):
        first, last = max(row * CORE - shift, 0), min((row + 1) * CORE - shift, count)
        low = max(min(first - MARGIN, count - (LENGTH - 2)), 0)
        high = min(low + LENGTH - 2, count)
        windows[row] = [begin, *ids[low:high], end]
        place[first:last] = row * length + 1 + np.arange(first - low, last - low)
    return Windows(windows, place)


def mean_of_words(states: NDArray[np.float32], first: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean state of each word's pieces, float32 [n_words, size], from the pieces' [n_pieces, size]."""
    if len(first) == 1:
        return np.zeros((0, states.shape[1]), np.float32)
    sums = np.add.reduceat(states, first[:-1], axis=0)
    means: NDArray[np.float32] = (sums / np.diff(first)[:, None]).astype(np.float32)
    return means
