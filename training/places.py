"""What shows where a scene plays: a choice of one place, or of none, learned by logistic regression."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from fabula.evaluation.levels.scenes import head_word
from fabula.model.signs import stored_weights
from fabula.model.weights import FOLDER
from fabula.model.weights import SIGNS as SIGNS_FILE
from fabula.reading.place_signs import SIGNS, PlaceSigns
from training.export import write_weights
from training.scene_texts import Text, matched_scenes

PENALTY = 3.0  # of squared weights
STEPS = 60  # of Newton's method, at most
ENOUGH = 1e-4  # change of the weights below which they are good
FOLDS = 10

Floats = NDArray[np.float64]
Rows = tuple[Floats, Floats]  # signs [n, n_signs], and whether it is so [n]


def learn_places(texts: Sequence[Sequence[Text]]) -> None:
    """Learn, store and judge; of each annotated text what it is with layers of each origin."""
    groups = [[group for text in both for group in place_rows(text)] for both in texts]
    store("places", SIGNS, fitted_choice([group for text in groups for group in text], PENALTY))
    print(f"places: {left_out_choice(groups, PENALTY):.3f} right of texts left out", flush=True)


def place_rows(text: Text) -> list[Rows]:
    """For each annotated scene that has a place: those where it may play, and which of them it is, if any."""
    signs = text.signs_of(PlaceSigns)
    scenes = list(matched_scenes(text))
    found: list[Rows] = []
    candidates = signs.candidates([scene for scene, _ in scenes])  # type: ignore[attr-defined]
    for (_, golds), (places, rows) in zip(scenes, candidates, strict=True):
        words = [signs.word(place) for place in places]  # type: ignore[attr-defined]
        for scene in golds:
            if scene.place and words:
                found.append((rows, np.array([word == head_word(scene.place) for word in words], float)))
    return found


def fitted_choice(groups: Sequence[Rows], penalty: float) -> Floats:
    """The weights of a choice of one row of each group, or of none.

    Where several rows of a group are right they are weighed by what is known so far.
    """
    width = groups[0][0].shape[1]

    def bend(weights: Floats) -> tuple[Floats, Floats]:
        slope, curve = np.zeros(width), np.zeros((width, width))
        for signs, right in groups:
            grown = np.exp(signs @ weights)
            chance = grown / (1 + grown.sum())
            target = right * grown / max((right * grown).sum(), 1e-12)
            mean = chance @ signs
            slope += mean - target @ signs
            curve += (signs * chance[:, None]).T @ signs - np.outer(mean, mean)
        return slope, curve

    return _by_newton(bend, width, penalty)


def _by_newton(bend: Callable[[Floats], tuple[Floats, Floats]], n_signs: int, penalty: float) -> Floats:
    """The weights of least loss by Newton's method.

    Takes   bend: slope [n_signs] and curve [n_signs, n_signs] of the loss at some weights, without the penalty
    """
    weights = np.zeros(n_signs)
    for _ in range(STEPS):
        slope, curve = bend(weights)
        change = np.linalg.solve(curve + penalty * np.eye(n_signs), slope + penalty * weights)
        weights -= change
        if np.abs(change).max() < ENOUGH:
            break
    return weights


def left_out_choice(texts: Sequence[Sequence[Rows]], penalty: float) -> float:
    """The share of groups whose best row is right, each tenth of the texts judged by weights of the others."""
    hits: list[bool] = []
    for tenth in range(FOLDS):
        weights = fitted_choice(
            [group for row, text in enumerate(texts) if row % FOLDS != tenth for group in text], penalty
        )
        hits += [bool(right[np.argmax(signs @ weights)]) for text in texts[tenth::FOLDS] for signs, right in text]
    return float(np.mean(hits))


def store(name: str, signs: Sequence[str], weights: Floats) -> None:
    """Write the weights of one model beside those of the others, and let fabula read by them."""
    learned = {
        **stored_weights(),
        name: {sign: round(float(weight), 3) for sign, weight in zip(signs, weights, strict=True)},
    }
    write_weights({SIGNS_FILE: (json.dumps(learned, indent=1) + "\n").encode()}, FOLDER)
    stored_weights.cache_clear()
