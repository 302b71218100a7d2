"""Learn where scenes begin, who is there and where they play, from the texts annotated for levels.

python -m training.scenes evaluation/levels              writes borders.onnx, presence.onnx, scenes.json to the weights
python -m training.scenes evaluation/levels --folds 5    judges borders and presence by texts left out, writes nothing

Every text counts twice, with the layers of its annotation and with those that fabula finds, for both are met; it is
judged as fabula finds it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from fabula.evaluation.corpora.levels import read_half
from fabula.model.weights import BORDERS, PRESENCE
from fabula.reading import presence_signs, scene_borders
from fabula.reading.states import POOLED_SIZE
from training import borders, presence
from training.places import learn_places
from training.scene_texts import Text, texts_of, with_scenes
from training.small_networks import write_network

Floats = NDArray[np.float32]


def judge_folds(texts: Sequence[Sequence[Text]], folds: int) -> None:
    """Print the best F1 over thresholds, texts judged by networks of the others."""
    sentences = [[borders.sentences_of(text) for text in both] for both in texts]
    companies = [[list(presence.companies_of(with_scenes(text))) for text in both] for both in texts]
    pairs: dict[str, list[tuple[Floats, Floats]]] = {"borders": [], **{kind: [] for kind in presence.KINDS}}
    for fold in range(folds):
        held = [both[0].is_in_fold(fold, folds) for both in texts]
        kept = [number for number, is_held in enumerate(held) if not is_held]
        where = borders.learned(
            [one for number in kept for one in sentences[number]], replace(borders.COURSE, models=1)
        )
        there = presence.learned(
            [one for number in kept for each in companies[number] for one in each], replace(presence.COURSE, models=1)
        )
        for number in np.flatnonzero(held).tolist():
            own = sentences[number][0]
            is_open = own.is_open.bool()
            pairs["borders"].append((_said(where, own.signs, own.states)[is_open], own.begins[is_open].numpy()))
            for company in companies[number][0]:
                said = _said(there, company.signs, company.states)
                for row, kind in enumerate(presence.KINDS):
                    pairs[kind].append((said[:, row], company.there[:, row].numpy()))
    for name, found in pairs.items():
        best, threshold = _best(np.concatenate([said for said, _ in found]), np.concatenate([so for _, so in found]))
        print(f"{name}: F1 {best:.3f} from {threshold:.2f} on, of texts left out", flush=True)


@torch.no_grad()
def _said(network: nn.Module, signs: Tensor, states: Tensor) -> Floats:
    said: Floats = network(signs, states).numpy()
    return said


def _best(chances: Floats, so: Floats) -> tuple[float, float]:
    """The best F1 over thresholds, and its threshold."""
    order = np.argsort(-chances, kind="stable")
    scores = 2 * np.cumsum(so[order]) / (np.arange(1, len(so) + 1) + so.sum())
    best = int(scores.argmax())
    return float(scores[best]), float(chances[order][best])


def main() -> None:
    """Learn and write: first the borders, for by them the scenes are parted for the others; or judge by folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="texts annotated for levels")
    parser.add_argument("--folds", type=int, default=0, help="judge by so many folds, write nothing")
    options = parser.parse_args()
    texts = [texts_of(gold) for gold in read_half([options.data], "build")]
    print(f"{len(texts)} texts", flush=True)
    if options.folds:
        judge_folds(texts, options.folds)
        return
    sentences = [borders.sentences_of(text) for both in texts for text in both]
    n_states = sentences[0].states.shape[1]
    given = torch.zeros(40, len(scene_borders.SIGNS)), torch.zeros(40, n_states)
    write_network(BORDERS, borders.learned(sentences), given, ("signs", "states"), "chances")
    parted = [[with_scenes(text) for text in both] for both in texts]
    companies = [company for both in parted for text in both for company in presence.companies_of(text)]
    given = torch.zeros(3, len(presence_signs.SIGNS)), torch.zeros(3, POOLED_SIZE)
    write_network(PRESENCE, presence.learned(companies), given, ("signs", "mentions"), "chances")
    learn_places(parted)


if __name__ == "__main__":
    main()
