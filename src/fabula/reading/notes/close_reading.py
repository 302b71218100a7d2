"""A closer reading of the sentences that may be noted, by an encoder of their own that has learned from such passages.

The problem. What has no plain word ("They found him with the belt and the banister") lies in how the words of a
sentence and of those beside it stand together. The reader's encoder has learned names and mentions; one that was tuned
on passages of violence, grief and the like sees more, but costs as much again. So it reads only where a first glance
(``signs.py``) holds a note possible, with a few sentences around. Source: fine-tuning, Devlin et al. 2019; learned by
``training/note_encoder.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from fabula.model.session import Networks, NoteNetworks
from fabula.model.windows import LENGTH, cut_words
from fabula.reading.notes.signs import Words
from fabula.schema import NOTE_KINDS

AROUND = 2  # sentences read before and after one that is asked about
MOST_PIECES = LENGTH - 2  # read together, without their two marks

Floats = NDArray[np.float32]


def read_closely(
    reader: Networks, networks: NoteNetworks, words: Words, signs: Floats, asked: NDArray[np.bool_]
) -> Floats:
    """Each sentence's chance of each kind, float32 [n_sentences, kinds]; 0 for those that are not read.

    Takes   signs: float32 [n_sentences, n_signs]; asked: bool [n_sentences]
    """
    is_read = np.repeat(is_near(asked), np.diff(words.first))
    pieces = cut_words(reader.tokenizer, list(compress(words.read, is_read)))
    starts = pieces.first[np.append(0, np.cumsum(is_read))[words.first]]
    begin, end = (reader.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))

    def chances(rows: range) -> Floats:
        own = pieces.ids[starts[rows.start] : starts[rows.stop]][:MOST_PIECES]
        (states,) = networks.note_encoder(*reader.embeddings(np.array([[begin, *own, end]], np.int64)))
        states = of_sentences(states[0, 1:-1], starts[rows.start : rows.stop] - starts[rows.start])
        (found,) = networks.notes(signs[rows.start : rows.stop], states)
        read: Floats = found
        return read

    passages = list(passages_around(asked, np.diff(starts).tolist()))
    with ThreadPoolExecutor(reader.threads) as pool:
        found = list(pool.map(chances, passages))
    whole = np.zeros((len(signs), len(NOTE_KINDS)), np.float32)
    for rows, read in zip(passages, found, strict=True):
        whole[rows.start : rows.stop] = read
    return whole


def of_sentences(states: Floats, starts: NDArray[np.int64]) -> Floats:
    """The mean and the highest of each sentence's states: float32 [n_sentences, 2 * size].

    Takes   states: of the pieces [n, size]; starts: the first piece of each sentence
    """
    own = np.minimum(starts, len(states) - 1)
    counts = np.diff(np.append(own, len(states)))
    mean = np.add.reduceat(states, own) / np.maximum(counts, 1)[:, None].astype(np.float32)
    return np.concatenate([mean, np.maximum.reduceat(states, own)], axis=1)


def passages_around(asked: NDArray[np.bool_], n_pieces: Sequence[int]) -> Iterator[range]:
    """The sentences to be read together, all those asked about among them, in order and none of them twice.

    Takes   asked: bool [n_sentences]; n_pieces: of each sentence

    >>> [*passages_around(np.array([0, 0, 0, 1, 0, 0, 0, 0, 1], bool), [100] * 9)]
    [range(1, 3), range(3, 5), range(5, 7), range(7, 9)]
    """
    first, last, taken = -1, -1, 0
    for row in np.flatnonzero(is_near(asked)).tolist():
        if first >= 0 and (row > last + 1 or taken + n_pieces[row] > MOST_PIECES):
            yield range(first, last + 1)
            first = -1
        if first < 0:
            first, taken = row, 0
        last, taken = row, taken + n_pieces[row]
    if first >= 0:
        yield range(first, last + 1)


def is_near(asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which sentences are asked about, or stand close to one that is."""
    near: NDArray[np.bool_] = asked.copy()
    for distance in range(1, AROUND + 1):
        near[distance:] |= asked[:-distance]
        near[:-distance] |= asked[distance:]
    return near
