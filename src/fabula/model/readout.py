"""One pass of the encoder over a text, and what its heads read out of it: mentions, their states, events.

The text goes through in stretches of a few thousand words, so that the words' states, which are large, never stand
in memory for more than one stretch. Source of the span scores: biaffine, as in Yu, Bohnet and Poesio 2020.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fabula.model.heads import LINK_SIZE, WIDEST
from fabula.model.session import Networks
from fabula.model.windows import Windows, cut_windows, cut_words, mean_of_words

AT_ONCE = 4  # windows given to the encoder together
STRETCH = 1500  # words
LONGEST_SENTENCE = 1000  # words; a longer one is taken in parts
NO_CUE = -9.0  # of a sentence without words

NO_SPANS = np.zeros((0, 2), np.int64)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Readout:
    """What the model finds in a text, mentions in reading order, those that hold others first.

    ``first``, ``last`` int64 [n_mentions]: their words, the last included; ``sure`` float32: how probable each is;
    ``kind`` and ``form`` int64: places in ``KINDS`` and ``FORMS``; ``link`` float32 [n_mentions, LINK_SIZE]: states for
    linking; ``new`` float32: score of being the first of its entity; ``event`` float32 [n_words]: how probably a word
    names an event that happened; ``sentence`` float32 [n_sentences, size + cues]: the mean state of each sentence's
    words, and for each cue of layers the highest score that one of them has.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    sure: Floats
    kind: NDArray[np.int64]
    form: NDArray[np.int64]
    link: Floats
    new: Floats
    event: Floats
    sentence: Floats

    def rows(self, kept: NDArray[np.bool_]) -> Readout:
        """The same with only some of its mentions: bool [n_mentions]."""
        mentions = {name: column[kept] for name, column in vars(self).items() if name not in ("event", "sentence")}
        return Readout(**mentions, event=self.event, sentence=self.sentence)


def read_out(
    networks: Networks,
    words: Sequence[str],
    sentence: NDArray[np.int64],
    wanted: NDArray[np.int64] = NO_SPANS,
    threshold: float = 0.5,
) -> Readout:
    """The model's findings in ``words``, whose sentences are numbered in ``sentence`` int64 [n_words].

    Takes   wanted: int64 [n, 2], spans (first word, last word) that are mentions unless one that ends with the same
                word is found
            threshold: the probability from which a span is a mention
    """
    parts: list[Part] = []
    n_sentences = int(sentence[-1]) + 1 if len(sentence) else 0
    sums: list[tuple[int, Floats]] = []  # first sentence, and the summed states of the sentences from there on
    cues: list[tuple[int, Floats]] = []  # and their highest cues
    for begin, states in states_of_words(networks, words, sentence):
        own = sentence[begin : begin + len(states)]
        parts.append(_read_stretch(networks, states, own, begin, wanted, threshold))
        starts = np.flatnonzero(np.diff(own, prepend=-1))
        sums.append((int(own[0]), np.add.reduceat(states, starts, axis=0)))
        (scores,) = networks.cues(states)
        cues.append((int(own[0]), np.maximum.reduceat(scores, starts, axis=0)))
    if not parts:
        return _nothing()
    first, last, sure, kind, form, link, new, event = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    means = _joined(np.add, sums, 0.0, n_sentences) / np.maximum(np.bincount(sentence), 1)[:, None]
    state = np.concatenate([means, _joined(np.maximum, cues, NO_CUE, n_sentences)], axis=1).astype(np.float32)
    return Readout(first, last, sure, kind, form, link, new, event, state)


def _joined(join: np.ufunc, parts: Sequence[tuple[int, Floats]], none: float, count: int) -> Floats:
    """Rows of ``count`` sentences from those of stretches, of which two may share a very long sentence."""
    whole = np.full((count, parts[0][1].shape[1]), none, np.float32)
    for first, rows in parts:
        own = slice(first, first + len(rows))
        whole[own] = join(whole[own], rows)
    return whole


def _nothing() -> Readout:
    empty, whole = np.zeros(0, np.float32), np.zeros(0, np.int64)
    link = np.zeros((0, LINK_SIZE), np.float32)
    return Readout(whole, whole, empty, whole, whole, link, empty, empty, np.zeros((0, 0), np.float32))


def states_of_words(
    networks: Networks, words: Sequence[str], sentence: NDArray[np.int64]
) -> Iterator[tuple[int, Floats]]:
    """The words' states [n, size], a stretch of whole sentences at a time, each with the number of its first word."""
    tokenizer = networks.tokenizer
    pieces = cut_words(tokenizer, words)
    windows = cut_windows(pieces.ids, tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
    length = windows.ids.shape[1]
    borders = _borders(sentence)
    states = np.zeros((0, 0), np.float32)
    taken = 0  # pieces whose states are in ``states`` or were given out
    first_word = 0
    for row, found in _encoded(networks, windows):
        end = int(np.searchsorted(windows.place, (row + AT_ONCE) * length))
        new = found.reshape(-1, found.shape[2])[windows.place[taken:end] - row * length]
        states = np.concatenate([states, new]) if len(states) else new
        taken = end
        whole = int(np.searchsorted(pieces.first, taken, side="right")) - 1  # words all of whose pieces are known
        is_last = taken == len(pieces.ids)
        if whole - first_word < STRETCH and not is_last:
            continue
        end_word = whole if is_last else int(borders[np.searchsorted(borders, whole, side="right") - 1])
        if end_word > first_word:
            first_piece = int(pieces.first[first_word])
            local = pieces.first[first_word : end_word + 1] - first_piece
            yield first_word, mean_of_words(states[: local[-1]], local)
            states = states[local[-1] :]
            first_word = end_word


def _encoded(networks: Networks, windows: Windows) -> Iterator[tuple[int, Floats]]:
    """The encoder's states of ``AT_ONCE`` windows after the other, each with the number of its first window.

    As many threads as may be work ahead, each with a network of its own core, which wastes nothing where other programs
    need the cores as well.
    """

    def encode(row: int) -> Floats:
        rows = slice(row, row + AT_ONCE)
        (states,) = networks.encoder(*networks.embeddings(windows.ids[rows]))
        found: Floats = states
        return found

    with ThreadPoolExecutor(networks.threads) as pool:
        ahead: deque[tuple[int, Future[Floats]]] = deque()
        for row in range(0, len(windows.ids), AT_ONCE):
            ahead.append((row, pool.submit(encode, row)))
            if len(ahead) > networks.threads:
                first, states = ahead.popleft()
                yield first, states.result()
        while ahead:
            first, states = ahead.popleft()
            yield first, states.result()


def _borders(sentence: NDArray[np.int64]) -> NDArray[np.int64]:
    """The words with which a stretch may begin: those that begin a sentence, and some inside very long ones."""
    is_start = np.ones(len(sentence) + 1, bool)
    is_start[1:-1] = sentence[1:] != sentence[:-1]
    starts = np.flatnonzero(is_start)
    inside = [np.arange(low, high, LONGEST_SENTENCE) for low, high in pairwise(starts)]
    return np.concatenate([*inside, starts[-1:]]) if len(starts) > 1 else starts


Part = tuple[NDArray[np.int64], NDArray[np.int64], Floats, NDArray[np.int64], NDArray[np.int64], Floats, Floats, Floats]


def _read_stretch(
    networks: Networks,
    states: Floats,
    sentence: NDArray[np.int64],
    begin: int,
    wanted: NDArray[np.int64],
    threshold: float,
) -> Part:
    """The columns of a Readout for one stretch whose first word is ``begin``."""
    first_state, last_state, weight, event = networks.words(states)
    scores = _span_scores(first_state, last_state)
    found = (scores > np.log(threshold / (1 - threshold))) & spans_inside_sentences(sentence)
    _add_wanted(found, wanted - begin)
    first, width = np.nonzero(found)
    order = np.lexsort((-width, first))
    first, width = first[order], width[order]
    last = first + width
    middle = _weighed_middle(states, weight, first, last)
    kind, form, link = networks.spans(states[first], states[last], middle)
    (new,) = networks.new(link)
    sure = _probability(scores[first, width])
    return first + begin, last + begin, sure, kind.argmax(1), form.argmax(1), link, new, _probability(event)


def spans_inside_sentences(sentence: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Bool [n_words, WIDEST]: whether the span that begins at a word, by its width less one, ends in its sentence."""
    ends = np.arange(len(sentence))[:, None] + np.arange(WIDEST)
    inside: NDArray[np.bool_] = ends < len(sentence)
    inside &= sentence[np.minimum(ends, len(sentence) - 1)] == sentence[:, None]
    return inside


def _add_wanted(found: NDArray[np.bool_], wanted: NDArray[np.int64]) -> None:
    """Mark the wanted spans (first, last) in ``found`` [n_words, WIDEST] unless one that ends with the same word is."""
    count = len(found)
    rows, widths = np.nonzero(found)
    is_end = np.zeros(count + WIDEST, bool)
    is_end[rows + widths] = True
    for first, last in wanted[(wanted[:, 0] >= 0) & (wanted[:, 1] < count)].tolist():
        if last - first < WIDEST and not is_end[last]:
            found[first, last - first] = True


def _span_scores(first: Floats, last: Floats) -> Floats:
    """Scores [n_words, WIDEST] of the spans that begin at each word, by width less one.

    Takes   first: [n_words, edge + WIDEST], the scorer of each first word and the score of each width
            last: [n_words, edge]
    """
    size = last.shape[1]
    padded = np.concatenate([last, np.zeros((WIDEST - 1, size), np.float32)])
    ends = np.lib.stride_tricks.sliding_window_view(padded, WIDEST, axis=0)  # [n_words, edge, WIDEST]
    scores: Floats = np.matmul(first[:, None, :size], ends)[:, 0] + first[:, size:]
    return scores


def _weighed_middle(states: Floats, weight: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
    """The mean of each span's states weighed by the softmax of ``weight``, [n_spans, size]."""
    middle = np.empty((len(first), states.shape[1]), np.float32)
    for width in np.unique(last - first):
        rows = np.flatnonzero(last - first == width)
        places = first[rows, None] + np.arange(width + 1)
        shares = np.exp(weight[places] - weight[places].max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        middle[rows] = np.einsum("nw,nwd->nd", shares, states[places])
    return middle


def _probability(scores: Floats) -> Floats:
    shares: Floats = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)
    return shares
