"""A small stack of convolutions over sentences that says where scenes begin.

A sentence comes as its signs (fabula.reading.scene_borders) and as the encoder's mean state of it in its main
directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fabula.reading.scene_borders import SIGNS, Borders, BorderSigns
from fabula.reading.states import states_of_sentences
from training.scene_texts import Text
from training.small_networks import Course, Directions, Mean, trained

NEAREST = 400  # code points from an annotated beginning to the sentence taken for it
WIDTH, DILATIONS, DROPOUT, HIDDEN_SIGNS, HIDDEN_STATES = 48, (1, 2, 4), 0.4, 0.2, 0.3
COURSE = Course(epochs=16, at_once=4, rate=2e-3)
SENTENCES = 40.0  # of a usual text; by them the loss of each text is divided


@dataclass(frozen=True)
class Sentences:
    """The sentences of a text: ``signs`` [n, n_signs], ``states`` [n, size + cues], whether a scene ``begins`` [n].

    ``is_open`` [n]: where nothing but what is learned decides; headings and breaks need no learning.
    """

    signs: Tensor
    states: Tensor
    begins: Tensor
    is_open: Tensor


def sentences_of(text: Text) -> Sentences:
    """The sentences of a text and where its scenes begin by the annotation."""
    borders = text.signs_of(BorderSigns).borders()  # type: ignore[attr-defined]
    states = states_of_sentences(text.tables["sentence_states"])
    begins, is_open = np.zeros(len(states), np.float32), np.zeros(len(states), np.float32)
    is_open[[row for start, row in _open(text, borders)]] = 1
    starts = np.array(borders.starts)
    for scene in text.gold.scenes[1:]:
        nearest = int(np.argmin(np.abs(starts - scene.start)))
        if abs(borders.starts[nearest] - scene.start) < NEAREST:
            begins[borders.sentences[nearest]] = 1
    signs = borders.signs_of_sentences(len(states))
    return Sentences(*(torch.from_numpy(column) for column in (signs, states.copy(), begins, is_open)))


def _open(text: Text, borders: Borders) -> list[tuple[int, int]]:
    """Starts and sentences of the borders that no heading or break marks."""
    paragraphs = text.tables["paragraphs"]
    kinds, starts = paragraphs["kind"].to_pylist(), paragraphs["start"].to_pylist()
    marked = {start for row, start in enumerate(starts) if row == 0 or kinds[row - 1] != "prose"}
    pairs = zip(borders.starts, borders.sentences, strict=True)
    return [(start, sentence) for start, sentence in pairs if start not in marked]


class SceneBorders(nn.Module):
    """The chance of each sentence of a text to begin a scene, [n]."""

    def __init__(self, directions: Directions) -> None:
        super().__init__()
        self.directions = directions
        self.plain = nn.Linear(len(SIGNS), 1)
        self.enter = nn.Linear(len(SIGNS) + directions.count, WIDTH)
        self.drop, self.hide, self.hide_states = (nn.Dropout(share) for share in (DROPOUT, HIDDEN_SIGNS, HIDDEN_STATES))
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.leave = nn.Linear(2 * WIDTH, 1)

    def scores(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], states [n, size + cues], of which the cues are left"""
        seen = torch.cat([self.hide(signs), self.hide_states(self.directions(states))], dim=1)
        own = self.drop(functional.relu(self.enter(seen)))
        around = own
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            around = around + self.drop(functional.relu(convolution(norm(around).T[None])[0].T))
        scores: Tensor = self.leave(torch.cat([around, own], dim=1)) + self.plain(signs)
        return scores[:, 0]

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   as ``scores``"""
        return torch.sigmoid(self.scores(signs, states))


def loss(network: nn.Module, text: Sentences) -> Tensor:
    """The cross-entropy of the sentences that are open."""
    scores = network.scores(text.signs, text.states)
    losses = functional.binary_cross_entropy_with_logits(scores, text.begins, reduction="none")
    return (losses * text.is_open).sum() / SENTENCES


def learned(texts: Sequence[Sentences], course: Course = COURSE) -> Mean:
    """Networks that learned from the texts."""
    directions = Directions.of(torch.cat([text.states for text in texts]))
    return trained(lambda: SceneBorders(directions), texts, loss, course)
