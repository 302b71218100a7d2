"""Learn through whom a story is told that nobody in it tells, from the texts annotated for levels.

python -m training.focus evaluation/levels              writes src/fabula/model/weights/focus.onnx and scenes.json
python -m training.focus evaluation/levels --folds 5    judges texts left out, writes nothing

A conditional random field (Lafferty et al. 2001) over the paragraphs of each text; what a paragraph speaks for is the
score of a small network, of signs and of the states of mentions (fabula.reading.focus_signs). Paragraphs for which the
annotation has nobody that we know are left open.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from fabula.evaluation.corpora.levels import LevelsText, read_half
from fabula.language.syntax import Syntax
from fabula.model.weights import FOCUS
from fabula.reading.focus import COSTS, Insides, best_path
from fabula.reading.focus_signs import SIGNS, FocusSigns
from fabula.reading.narration import pieces_told_from_outside
from fabula.reading.states import POOLED_SIZE
from training.places import store
from training.scene_texts import Text, text_before
from training.small_networks import Course, Mean, Scale, trained, write_network

WIDTH, DROPOUT, HIDDEN_STATES = 48, 0.4, 0.5
COURSE = Course(epochs=16)
START = (5.0, 3.0)  # of the costs
LEAST_COST = 0.01
IMPOSSIBLE = -30.0
OPEN = -1  # a paragraph for which we know nobody


@dataclass(frozen=True)
class Chain:
    """The paragraphs of a stretch: what they show, where breaks are, and who is focal among the people in view.

    ``signs`` [paragraphs, people, n_signs], ``states`` [paragraphs, people, POOLED_SIZE], ``breaks``, ``words`` and
    ``right`` [paragraphs].
    """

    text: Text
    signs: Tensor
    states: Tensor
    breaks: Tensor
    words: NDArray[np.int64]
    right: NDArray[np.int64]


def chains_of(gold: LevelsText) -> Iterator[Chain]:
    """The stretches of a text that nobody in it tells, as fabula reads it."""
    text = text_before("narration", gold)
    syntax, tables = text.syntax, text.tables
    quote_of = syntax.rows_of_tokens(tables["quote_spans"], "quote")
    shown = (tables[name] for name in ("entities", "mentions", "mention_states"))
    insides = Insides(FocusSigns(syntax, tables["quotes"], quote_of, *shown))
    entity_of = {name: entity for entity, name in text.cast.items()}
    for pieces in pieces_told_from_outside(tables["tellers"], tables["tales"], syntax, tables["quotes"]):
        units, people = insides.units(pieces), insides.signs.candidates(pieces)
        tokens, breaks = [unit.tokens for unit in units], [unit.is_after_break for unit in units]
        focal = [entity_of.get(_focal_of(gold, syntax, unit.tokens) or "") for unit in units]
        right = np.array([people.index(one) if one in people else OPEN for one in focal], dtype=np.int64)
        if (right != OPEN).any():
            signs, _ = insides.signs.signs(tokens, breaks, people)
            states = torch.from_numpy(insides.signs.states(tokens, people))
            words = np.array([len(unit) for unit in tokens], dtype=np.int64)
            yield Chain(text, torch.from_numpy(signs).float(), states, torch.tensor(breaks), words, right)


def _focal_of(gold: LevelsText, syntax: Syntax, tokens: range) -> str | None:
    """Who is focal in most of a paragraph by the annotation; nobody where somebody tells it."""
    start, end = int(syntax.start[tokens.start]), int(syntax.end[tokens[-1]])
    most = max(gold.stretches, key=lambda stretch: min(end, stretch.end) - max(start, stretch.start))
    return most.focal if most.person == "third" else None


class Focus(nn.Module):
    """The score of a person to be focal in a paragraph, [n], and the costs of a change."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.scale = scale
        self.plain = nn.Linear(len(SIGNS), 1, bias=False)
        self.enter, self.leave = nn.Linear(len(SIGNS) + POOLED_SIZE, WIDTH), nn.Linear(WIDTH, 1, bias=False)
        self.drop, self.hide = nn.Dropout(DROPOUT), nn.Dropout(HIDDEN_STATES)
        self.costs = nn.Parameter(torch.tensor(START))

    def forward(self, signs: Tensor, mentions: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], mentions [n, POOLED_SIZE]"""
        seen = torch.cat([signs, self.hide(self.scale(mentions))], dim=-1)
        scores: Tensor = self.plain(signs) + self.leave(self.drop(functional.relu(self.enter(seen))))
        return scores[..., 0]


def loss(network: nn.Module, chain: Chain) -> Tensor:
    """How unlikely the annotation is; paragraphs of one text are alike, so that each of a long one counts less."""
    scores = network(chain.signs, chain.states)
    costs = torch.where(chain.breaks, network.costs[1], network.costs[0]).clamp(min=LEAST_COST)
    barred = torch.zeros_like(scores)
    for unit in np.flatnonzero(chain.right != OPEN).tolist():
        barred[unit] = IMPOSSIBLE
        barred[unit, chain.right[unit]] = 0.0
    return (_of_all_paths(scores, costs) - _of_all_paths(scores + barred, costs)) / len(scores) ** 0.5


def _of_all_paths(scores: Tensor, costs: Tensor) -> Tensor:
    """The logarithm of the sum over paths through [paragraphs, people]; a change costs, to stay what that leaves."""
    stays = torch.log1p(-torch.exp(-costs))
    ahead = scores[0]
    for unit in range(1, len(scores)):
        changed = torch.logsumexp(ahead, 0) - costs[unit]
        ahead = torch.logaddexp(ahead + stays[unit], changed) + scores[unit]
    return torch.logsumexp(ahead, 0)


def learned(chains: Sequence[Chain], course: Course) -> tuple[Mean, list[float]]:
    """Networks that learned from the chains, and the mean of their costs."""
    scale = Scale.of(torch.cat([chain.states.flatten(0, 1) for chain in chains]))
    found = trained(lambda: Focus(scale), chains, loss, course)
    return found, torch.stack([network.costs for network in found.networks]).mean(dim=0).tolist()


@torch.no_grad()
def words_right(chain: Chain, network: Mean, costs: Sequence[float]) -> tuple[int, int]:
    """How many words have the right focal character, and how many the annotation has one for."""
    scores = network(chain.signs, chain.states).double().numpy()
    path = np.array(best_path(scores, np.where(chain.breaks.numpy(), costs[1], costs[0])))
    known = chain.right != OPEN
    return int(chain.words[known & (path == chain.right)].sum()), int(chain.words[known].sum())


def judge_folds(chains: Sequence[Chain], folds: int) -> None:
    """Print the share of words that are right, each text judged by a network of the others."""
    totals = np.zeros(2)
    for fold in range(folds):
        inside = [chain.text.is_in_fold(fold, folds) for chain in chains]
        others = [chain for chain, held in zip(chains, inside, strict=True) if not held]
        network, costs = learned(others, replace(COURSE, models=1))
        for chain, held in zip(chains, inside, strict=True):
            if held:
                totals += words_right(chain, network, costs)
    print(f"focal character: {totals[0] / totals[1]:.3f} of the words of texts left out")


def main() -> None:
    """Learn and write, or judge by folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="texts annotated for levels")
    parser.add_argument("--folds", type=int, default=0, help="judge by so many folds, write nothing")
    options = parser.parse_args()
    chains = [chain for gold in read_half([options.data], "build") for chain in chains_of(gold)]
    print(f"{len(chains)} chains of paragraphs", flush=True)
    if options.folds:
        judge_folds(chains, options.folds)
        return
    network, costs = learned(chains, COURSE)
    store("focus", COSTS, np.array(costs))
    given = torch.zeros(3, len(SIGNS)), torch.zeros(3, POOLED_SIZE)
    write_network(FOCUS, network, given, ("signs", "mentions"), "scores")


if __name__ == "__main__":
    main()
