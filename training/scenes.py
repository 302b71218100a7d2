"""Learn what the signs of scenes weigh, from the texts annotated for levels that may be learned from.

python -m training.scenes evaluation/levels     writes src/fabula/model/weights/scenes.json, prints how good it is

Four logistic regressions: where scenes begin, where they play (a choice of one place), who is there, who at a distance.
Every text counts twice, with the layers of its annotation and with those that fabula finds, for both are met. Figures
are of texts left out by tenths.
"""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula import reading
from fabula.evaluation.corpora.levels import GoldScene, LevelsText, read_half
from fabula.evaluation.levels.characters import match_characters
from fabula.evaluation.levels.scenes import head_word
from fabula.language.syntax import Syntax
from fabula.model.signs import stored_weights
from fabula.model.weights import FOLDER, SCENES
from fabula.reading import place_signs, presence_signs, scene_borders
from fabula.reading.place_signs import PlaceSigns, SceneSpan
from fabula.reading.presence_signs import PresenceSigns
from fabula.reading.scene_borders import BorderSigns
from fabula.reading.scenes import find_scenes
from fabula.schema import table_of, with_columns, zip_columns
from fabula.sources import open_document
from training.export import write_weights

PENALTY = {"borders": 4.0, "places": 3.0, "presence": 8.0, "distance": 3.0}  # of squared weights
STEPS = 60  # of Newton's method, at most
FOLDS = 10
NEAREST = 400  # code points from an annotated beginning to the sentence taken for it

Floats = NDArray[np.float64]
Rows = tuple[Floats, Floats]  # signs [n, n_signs], and whether it is so [n]


@dataclass(frozen=True)
class Text:
    """An annotated text as fabula reads it, with layers of one origin."""

    gold: LevelsText
    tables: Mapping[str, pa.Table]
    syntax: Syntax
    cast: Mapping[int, str]

    def signs_of(self, view: Callable[..., object]) -> object:
        """A view of the text that takes its syntax and tables by name."""
        names = list(inspect.signature(view).parameters)[1:]
        return view(self.syntax, *(self.tables[name] for name in names))


def unparted(paragraphs: pa.Table, events: pa.Table) -> dict[str, pa.Table]:
    """One scene, without the steps whose weights are still to be learned."""
    nothing = ("layer", "time_start", "time_end", "focal")
    place = [f"place{part}" for part in ("", "_confidence", "_by", "_evidence_start", "_evidence_end")]
    end = max(paragraphs["end"].to_pylist(), default=0)
    one = {"start": [0], "end": [end], "kind": ["chapter"], **{name: [None] for name in (*nothing, *place)}}
    count = len(events)
    return {
        "scenes": table_of("scenes", one),
        "events": with_columns("events", events, {"scene": [0] * count, "layer": [None] * count}),
    }


def texts_of(gold: LevelsText) -> list[Text]:
    """The text with the layers that fabula finds, and with those of the annotation; both without scenes."""
    before = reading.STEPS[: [step.name for step in reading.STEPS].index("scenes")]
    steps = (*before, reading.Step("scenes", unparted, makes=("scenes", "events")))
    story = reading.read_document(open_document(gold.path), steps=steps, threads=1)
    syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
    cast = match_characters(gold, story)
    entity_of = {name: entity for entity, name in cast.items()}
    return [Text(gold, {**story.tables, **layers}, syntax, cast) for layers in ({}, _gold_layers(gold, entity_of))]


def with_scenes(text: Text) -> Text:
    """The text parted into scenes by what has been learned of their borders."""
    needs = list(inspect.signature(find_scenes).parameters)[1:]
    scenes = find_scenes(text.syntax, *(text.tables[name] for name in needs))["scenes"]
    return replace(text, tables={**text.tables, "scenes": scenes})


def _gold_layers(gold: LevelsText, entity_of: Mapping[str, int]) -> dict[str, pa.Table]:
    layers = gold.layers
    owners = [None if layer.owner is None else entity_of.get(layer.owner) for layer in layers]
    nothing = [None] * len(layers)
    columns = {
        "start": [layer.start for layer in layers],
        "end": [layer.end for layer in layers],
        "kind": [layer.kind for layer in layers],
        "confidence": [1.0] * len(layers),
        "evidence_start": [layer.start for layer in layers],
        "evidence_end": [layer.start for layer in layers],
        "owner": owners,
        **{f"owner{part}": nothing for part in ("_confidence", "_by", "_evidence_start", "_evidence_end")},
        "narrator": [None if layer.narrator is None else entity_of.get(layer.narrator) for layer in layers],
        "parent": [layer.parent for layer in layers],
    }
    meant = [
        (row, entity_of[name]) for row, layer in enumerate(layers) for name in layer.addressees if name in entity_of
    ]
    readers = {"layer": [row for row, _ in meant], "entity": [entity for _, entity in meant]}
    return {"layers": table_of("layers", columns), "layer_addressees": table_of("layer_addressees", readers)}


def border_rows(text: Text) -> Rows:
    """Where scenes may begin and whether they do; what follows a heading or a break needs no learning."""
    signs = text.signs_of(BorderSigns)
    borders = signs.borders()  # type: ignore[attr-defined]
    starts = np.array(borders.starts)
    begins = np.zeros(len(starts))
    for scene in text.gold.scenes[1:]:
        nearest = int(np.argmin(np.abs(starts - scene.start)))
        begins[nearest] = abs(int(starts[nearest]) - scene.start) < NEAREST or begins[nearest]
    marked = set()
    kinds = text.tables["paragraphs"]["kind"].to_pylist()
    for row, start in enumerate(text.tables["paragraphs"]["start"].to_pylist()):
        if row == 0 or kinds[row - 1] != "prose":
            marked.add(start)
    learned = np.array([start not in marked for start in borders.starts], bool)
    return borders.signs[learned], begins[learned]


def place_rows(text: Text) -> list[Rows]:
    """For each annotated scene that has a place: those where it may play, and which of them it is, if any."""
    signs = text.signs_of(PlaceSigns)
    scenes = list(_scenes(text))
    found: list[Rows] = []
    candidates = signs.candidates([scene for scene, _ in scenes])  # type: ignore[attr-defined]
    for (_, golds), (places, rows) in zip(scenes, candidates, strict=True):
        words = [signs.word(place) for place in places]  # type: ignore[attr-defined]
        for scene in golds:
            if scene.place and words:
                found.append((rows, np.array([word == head_word(scene.place) for word in words], float)))
    return found


def company_rows(text: Text, kind: str) -> Rows:
    """Those whom a scene names and whether they are there as ``kind`` says, present or distant."""
    signs = text.signs_of(PresenceSigns)
    scenes = list(_scenes(text))
    found: list[Rows] = []
    companies = signs.companies([scene[:4] for scene, _ in scenes])  # type: ignore[attr-defined]
    for (_, golds), (company, rows) in zip(scenes, companies, strict=True):
        for scene in golds:
            there = getattr(scene, kind)
            found.append((rows, np.array([text.cast.get(entity) in there for entity in company], float)))
    return _joined(found, len(presence_signs.SIGNS))


def _scenes(text: Text) -> Iterator[tuple[SceneSpan, list[GoldScene]]]:
    """Our scenes, each with the annotated ones of which it covers most, or else the one that covers it most."""
    ours = list(zip_columns(text.tables["scenes"], "start", "end", "kind", "layer", "time_start", "focal"))
    golds = text.gold.scenes
    shared = np.array([[max(0, min(g.end, o[1]) - max(g.start, o[0])) for g in golds] for o in ours])
    for row, scene in enumerate(ours):
        met = np.flatnonzero(shared.argmax(axis=0) == row).tolist() or [int(shared[row].argmax())]
        yield scene, [golds[number] for number in met]


def _joined(found: Sequence[Rows], width: int) -> Rows:
    return (
        np.concatenate([np.zeros((0, width)), *(rows for rows, _ in found)]),
        np.concatenate([np.zeros(0), *(right for _, right in found)]),
    )


def fitted(rows: Rows, penalty: float) -> Floats:
    """The weights of a logistic regression."""
    signs, right = rows

    def bend(weights: Floats) -> tuple[Floats, Floats]:
        chance = 1 / (1 + np.exp(-signs @ weights))
        return signs.T @ (chance - right), (signs * (chance * (1 - chance))[:, None]).T @ signs

    return _by_newton(bend, signs.shape[1], penalty, 1e-6)


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

    return _by_newton(bend, width, penalty, 1e-4)


def _by_newton(bend: Callable[[Floats], tuple[Floats, Floats]], n_signs: int, penalty: float, enough: float) -> Floats:
    """The weights of least loss by Newton's method.

    Takes   bend: slope [n_signs] and curve [n_signs, n_signs] of the loss at some weights, without the penalty
            enough: change of the weights below which they are good
    """
    weights = np.zeros(n_signs)
    for _ in range(STEPS):
        slope, curve = bend(weights)
        change = np.linalg.solve(curve + penalty * np.eye(n_signs), slope + penalty * weights)
        weights -= change
        if np.abs(change).max() < enough:
            break
    return weights


def left_out(groups: Sequence[Rows], penalty: float) -> float:
    """The best F1 over thresholds, each tenth of the texts judged by weights of the others."""
    chances, truths = [], []
    for (signs, right), others in _tenths(groups):
        weights = fitted(_joined(others, signs.shape[1]), penalty)
        chances.append(1 / (1 + np.exp(-signs @ weights)))
        truths.append(right)
    chance, truth = np.concatenate(chances), np.concatenate(truths)
    scores = [
        2 * (truth * (chance >= t)).sum() / (truth.sum() + (chance >= t).sum()) for t in np.arange(0.1, 0.7, 0.05)
    ]
    return float(max(scores))


def left_out_choice(texts: Sequence[Sequence[Rows]], penalty: float) -> float:
    """The share of groups whose best row is right, each tenth of the texts judged by weights of the others."""
    hits: list[bool] = []
    for tenth in range(FOLDS):
        weights = fitted_choice(
            [group for row, text in enumerate(texts) if row % FOLDS != tenth for group in text], penalty
        )
        hits += [bool(right[np.argmax(signs @ weights)]) for text in texts[tenth::FOLDS] for signs, right in text]
    return float(np.mean(hits))


def _tenths(rows: Sequence[Rows]) -> Iterator[tuple[Rows, list[Rows]]]:
    """Each tenth of the texts and all others."""
    width = rows[0][0].shape[1]
    for tenth in range(FOLDS):
        yield _joined(rows[tenth::FOLDS], width), [one for row, one in enumerate(rows) if row % FOLDS != tenth]


def learn(name: str, signs: Sequence[str], texts: Sequence[Rows]) -> None:
    """Learn, store and judge a regression of rows that are so or not."""
    weights = fitted(_joined(texts, len(signs)), PENALTY[name])
    store(name, signs, weights)
    print(f"{name}: F1 {left_out(texts, PENALTY[name]):.3f} of texts left out", flush=True)


def store(name: str, signs: Sequence[str], weights: Floats) -> None:
    """Write the weights of one model beside those of the others, and let fabula read by them."""
    learned = {
        **stored_weights(),
        name: {sign: round(float(weight), 3) for sign, weight in zip(signs, weights, strict=True)},
    }
    write_weights({SCENES[0]: (json.dumps(learned, indent=1) + "\n").encode()}, FOLDER)
    stored_weights.cache_clear()


def main() -> None:
    """Learn and write: first the borders, for by them the scenes are parted for the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="texts annotated for levels")
    texts = [texts_of(gold) for gold in read_half([parser.parse_args().data], "build")]
    signs = scene_borders.SIGNS
    learn("borders", signs, [_joined([border_rows(text) for text in both], len(signs)) for both in texts])
    parted = [[with_scenes(text) for text in both] for both in texts]
    signs = presence_signs.SIGNS
    for name, kind in (("presence", "present"), ("distance", "distant")):
        learn(name, signs, [_joined([company_rows(text, kind) for text in both], len(signs)) for both in parted])
    groups = [[group for text in both for group in place_rows(text)] for both in parted]
    store("places", place_signs.SIGNS, fitted_choice([group for text in groups for group in text], PENALTY["places"]))
    print(f"places: {left_out_choice(groups, PENALTY['places']):.3f} right of texts left out")


if __name__ == "__main__":
    main()
