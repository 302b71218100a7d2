"""One example as tensors: the encoder's windows and what is to be learned from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fabula.model.heads import WIDEST
from fabula.model.readout import spans_inside_sentences
from fabula.model.windows import cut_windows, cut_words
from training.corpora import Example


@dataclass
class Batch:
    """Windows of one example, and its targets where it has them."""

    ids: Tensor
    place: Tensor
    word_of_piece: Tensor
    n_words: int
    valid: Tensor  # bool [n_words, WIDEST]: the span ends in the sentence where it begins
    is_mention: Tensor  # float [n_words, WIDEST, 2]: how likely in the layers of coreference and of entities
    counts: Tensor  # bool [n_words, WIDEST, 2]: what is known of the span's being a mention
    events: Tensor | None  # float [n_words]

    def to(self, device: str) -> Batch:
        """The same on a device."""
        moved = {k: v.to(device) if isinstance(v, Tensor) else v for k, v in vars(self).items()}
        return Batch(**moved)


def batch_of(example: Example, tokenizer: Any, shift: int = 0) -> Batch:
    """The example's windows, the first of them shorter by ``shift`` pieces, and its targets."""
    pieces = cut_words(tokenizer, example.words)
    begin, end = tokenizer.encode("").ids  # the marks that this encoder puts around a text
    windows = cut_windows(pieces.ids, begin, end, shift)
    n_words = len(example.words)
    valid = spans_inside_sentences(example.sentence)
    is_mention, counts = _judged(example, valid) if example.judgement else _annotated(example, valid)
    events = example.judgement.events if example.judgement else example.events
    return Batch(
        ids=torch.from_numpy(windows.ids),
        place=torch.from_numpy(windows.place),
        word_of_piece=torch.from_numpy(np.repeat(np.arange(n_words), np.diff(pieces.first))),
        n_words=n_words,
        valid=torch.from_numpy(valid),
        is_mention=torch.from_numpy(is_mention),
        counts=torch.from_numpy(counts),
        events=None if events is None else torch.from_numpy(events.astype(np.float32)),
    )


def _annotated(example: Example, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``is_mention`` and ``counts`` of a Batch, by the annotation."""
    is_mention = np.zeros((*valid.shape, 2), np.float32)
    _mark(is_mention, example.spans.tolist(), 0, 1.0)
    counts = np.repeat(valid[:, :, None], 2, axis=2)
    if example.entities is not None:
        _mark(is_mention, example.entities, 1, 1.0)
    else:
        counts[:, :, 1] = False
    if not example.has_all_mentions:
        counts[:] = False
    _mark(counts, example.undecided, 0, False)
    return is_mention, counts


def _judged(example: Example, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``is_mention`` and ``counts`` of a Batch, by the teacher's judgement."""
    chances = np.zeros((*valid.shape, 2), np.float32)
    first, end = example.judgement.spans.T
    chances[first, end - first - 1] = example.judgement.chances
    return chances, np.repeat(valid[:, :, None], 2, axis=2)


def _mark(table: np.ndarray, spans: list, layer: int, value: float) -> None:
    for first, end in spans:
        if end - first <= WIDEST:
            table[first, end - first - 1, layer] = value
