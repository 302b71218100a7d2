"""Learn what the signs of focal characters weigh, from the texts annotated for levels that may be learned from.

python -m training.focus evaluation/levels     writes src/fabula/model/weights/scenes.json, prints how good it is

A conditional random field (Lafferty et al. 2001) over the paragraphs of each text that nobody in it tells. Paragraphs
for which the annotation has nobody that we know are left open. Figures are of texts left out, in folds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from fabula.evaluation.corpora.levels import LevelsText, read_half
from fabula.evaluation.halves import read_as_it_stands
from fabula.evaluation.levels.characters import match_characters
from fabula.language.syntax import Syntax
from fabula.reading.focus import COSTS, Insides, best_path
from fabula.reading.focus_signs import SIGNS
from fabula.schema import zip_columns
from fabula.story import Story
from training.scenes import store

PENALTY = 4.0  # of squared weights
STEPS = 150  # of the quasi-Newton method, at most
FOLDS = 10
START = (5.0, 3.0)  # of the costs
OPEN = -1  # a paragraph for which we know nobody

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Chain:
    """The paragraphs of a stretch: what they show, what they are long, and who is focal among the people in view."""

    text: str
    signs: Floats  # [paragraphs, people, signs]
    breaks: NDArray[np.bool_]
    words: Integers
    right: Integers


def chains_of(gold: LevelsText) -> Iterator[Chain]:
    """The stretches of a text that nobody in it tells, as fabula reads it."""
    story = read_as_it_stands(gold.path, gold.text)
    tables = story.tables
    syntax = Syntax.of(story.text, tables["tokens"], tables["sentences"])
    quote_of = syntax.rows_of_tokens(tables["quote_spans"], "quote")
    insides = Insides(syntax, tables["quotes"], quote_of, tables["entities"], tables["mentions"])
    entity_of = {name: entity for entity, name in match_characters(gold, story).items()}
    for pieces in _pieces(story, syntax):
        units, people = insides.units(pieces), insides.signs.candidates(pieces)
        breaks = [unit.is_after_break for unit in units]
        signs, _ = insides.signs.signs([unit.tokens for unit in units], breaks, people)
        focal = [entity_of.get(_focal_of(gold, syntax, unit.tokens) or "") for unit in units]
        right = np.array([people.index(one) if one in people else OPEN for one in focal], dtype=np.int64)
        if (right != OPEN).any():
            words = np.array([len(unit.tokens) for unit in units], dtype=np.int64)
            yield Chain(gold.name, signs, np.array(breaks), words, right)


def _focal_of(gold: LevelsText, syntax: Syntax, tokens: range) -> str | None:
    """Who is focal in most of a paragraph by the annotation; nobody where somebody tells it."""
    start, end = int(syntax.start[tokens.start]), int(syntax.end[tokens[-1]])
    most = max(gold.stretches, key=lambda stretch: min(end, stretch.end) - max(start, stretch.start))
    return most.focal if most.person == "third" else None


def _pieces(story: Story, syntax: Syntax) -> Iterator[list[range]]:
    """The stretches in the third person, each in the pieces between its headings and breaks."""
    rows = zip_columns(story.tables["narration"], "start", "end", "person")
    third = [(start, end) for start, end, person in rows if person == "third"]
    paragraphs = list(zip_columns(story.tables["paragraphs"], "start", "end", "kind"))
    for low, high in _joined(third):
        inside = [row for row in paragraphs if low <= row[0] < high]
        groups = (list(group) for kind, group in groupby(inside, key=lambda row: row[2]) if kind == "prose")
        if pieces := [syntax.tokens_in(group[0][0], group[-1][1]) for group in groups]:
            yield pieces


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with those joined that touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


class Batch:
    """Chains beside one another, filled up: [chains, paragraphs, people, ...]."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        shape = (len(chains), max(len(c.words) for c in chains), max(c.signs.shape[1] for c in chains))
        self.signs = np.zeros((*shape, len(SIGNS)))
        self.allowed = np.ones(shape)
        self.is_after_break = np.zeros(shape[:2], dtype=bool)
        self.is_there = np.zeros(shape[:2], dtype=bool)
        self.somebody = np.zeros((shape[0], shape[2]))
        for row, chain in enumerate(chains):
            n, people, _ = chain.signs.shape
            self.signs[row, :n, :people] = chain.signs
            self.is_after_break[row, :n] = chain.breaks
            self.is_there[row, :n] = True
            self.somebody[row, :people] = 1
            for unit in np.flatnonzero(chain.right != OPEN):
                self.allowed[row, unit] = 0
                self.allowed[row, unit, chain.right[unit]] = 1
        self.weight = 1 / np.sqrt([len(chain.words) for chain in chains])  # paragraphs of one text are much alike

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """How unlikely the annotation is, and the slope of that."""
        scores = self.signs @ weights[: len(SIGNS)]
        scores -= scores.max(2, keepdims=True)
        stays = np.exp(-np.where(self.is_after_break, weights[-1], weights[-2])) * self.is_there
        shown = np.exp(scores) * self.somebody[:, None]
        of_all, who, changes = self._chances(shown, stays)
        of_right, who_right, changes_right = self._chances(shown * self.allowed, stays)
        weight = self.weight[:, None]
        excess = ((who - who_right) * weight[:, :, None] * self.is_there[:, :, None])[..., None]
        fewer = (changes_right - changes) * weight * self.is_there
        slope_of_costs = [(fewer * ~self.is_after_break).sum(), (fewer * self.is_after_break).sum()]
        slope = np.concatenate([(self.signs * excess).sum((0, 1, 2)), slope_of_costs])
        return float(((of_all - of_right) * self.weight).sum()), slope

    def _chances(self, shown: Floats, change: Floats) -> tuple[Floats, Floats, Floats]:
        """The logarithm of the sum over paths, who is focal where, and where the focus changes; all as chances."""
        n = shown.shape[1]
        ahead, total = np.zeros_like(shown), np.zeros(len(shown))
        for unit in range(n):
            came = self.somebody
            if unit:
                e = change[:, unit, None]
                came = (1 - e) * ahead[:, unit - 1] + e * ahead[:, unit - 1].sum(1, keepdims=True)
            ahead[:, unit] = came * shown[:, unit]
            size = ahead[:, unit].sum(1)
            total += np.log(size)
            ahead[:, unit] /= size[:, None]
        after = np.ones_like(shown)
        changes = np.zeros(shown.shape[:2])
        for unit in range(n - 2, -1, -1):
            e = change[:, unit + 1, None]
            next_one = after[:, unit + 1] * shown[:, unit + 1]
            after[:, unit] = (1 - e) * next_one + e * next_one.sum(1, keepdims=True)
            stayed = (ahead[:, unit] * next_one).sum(1)
            changes[:, unit + 1] = 1 - stayed / (ahead[:, unit] * after[:, unit]).sum(1)
            after[:, unit] /= after[:, unit].max(1, keepdims=True)
        who = ahead * after
        return total, who / who.sum(2, keepdims=True), changes


def fitted(chains: Sequence[Chain], penalty: float = PENALTY) -> Floats:
    """The weights of the signs and the costs of a change."""
    batch = Batch(chains)
    start = np.array([*np.zeros(len(SIGNS)), *START])

    def objective(weights: Floats) -> tuple[float, Floats]:
        loss, slope = batch.loss(weights)
        kept = np.array([penalty] * len(SIGNS) + [penalty / 10] * 2) * weights
        return loss + float(kept @ weights) / 2, slope + kept

    bounds = [(None, None)] * len(SIGNS) + [(0.0, None)] * 2
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS})
    return np.asarray(found.x, dtype=np.float64)


def words_right(chain: Chain, weights: Floats) -> tuple[int, int]:
    """How many words have the right focal character, and how many the annotation has one for."""
    costs = np.where(chain.breaks, weights[-1], weights[-2])
    path = np.array(best_path(chain.signs @ weights[: len(SIGNS)], costs))
    known = chain.right != OPEN
    return int(chain.words[known & (path == chain.right)].sum()), int(chain.words[known].sum())


def left_out(chains: Sequence[Chain], penalty: float = PENALTY) -> float:
    """The share of words that are right, each text judged by weights of the others."""
    totals = np.zeros(2)
    for fold in range(FOLDS):
        inside = [crc32(chain.text.encode()) % FOLDS == fold for chain in chains]
        weights = fitted([chain for chain, held in zip(chains, inside, strict=True) if not held], penalty)
        for chain, held in zip(chains, inside, strict=True):
            if held:
                totals += words_right(chain, weights)
    return float(totals[0] / totals[1])


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="texts annotated for levels")
    golds = read_half([parser.parse_args().data], "build")
    chains = [chain for gold in golds for chain in chains_of(gold)]
    store("focus", (*SIGNS, *COSTS), fitted(chains))
    print(f"focal character: {left_out(chains):.3f} of the words of texts left out")


if __name__ == "__main__":
    main()
