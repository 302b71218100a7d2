"""Learn what the signs of scenes weigh, from the texts annotated for levels that may be learned from.

python -m training.scenes evaluation/levels     writes src/fabula/model/weights/scenes.json, prints how good it is

Three logistic regressions: where scenes begin, where they play, who is there. Every text counts twice, with the layers
of its annotation and with those that fabula finds, for both are met. Figures are of texts left out one by one.
"""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.evaluation.corpora.levels import GoldScene, LevelsText, levels_files, read_levels
from fabula.evaluation.levels.characters import match_characters
from fabula.evaluation.levels.scenes import head_word
from fabula.evaluation.tasks.levels import read_story
from fabula.language.syntax import Syntax
from fabula.model.weights import FOLDER, SCENES
from fabula.reading import place_signs, presence_signs, scene_borders
from fabula.reading.place_signs import PlaceSigns, inherited
from fabula.reading.presence_signs import PresenceSigns
from fabula.reading.scene_borders import BorderSigns
from fabula.reading.scenes import find_scenes
from fabula.schema import table_of, zip_columns
from training.export import write_weights

PENALTY = {"borders": 4.0, "places": 3.0, "presence": 3.0}  # of squared weights
STEPS = 60  # of Newton's method, at most
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


def texts_of(gold: LevelsText) -> Iterator[Text]:
    """The text with the layers that fabula finds, and with those of the annotation."""
    story = read_story(gold)
    syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
    cast = match_characters(gold, story)
    entity_of = {name: entity for entity, name in cast.items()}
    for layers in ({}, _gold_layers(gold, entity_of)):
        tables = {**story.tables, **layers}
        needs = list(inspect.signature(find_scenes).parameters)[1:]
        tables |= {"scenes": find_scenes(syntax, *(tables[name] for name in needs))["scenes"]}
        yield Text(gold, tables, syntax, cast)


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


def place_rows(text: Text) -> Rows:
    """The places that a scene may play at and whether the annotation says so, of scenes that have one."""
    signs = text.signs_of(PlaceSigns)
    found: list[Rows] = []
    before: dict[int | None, str] = {}
    last: int | None = None
    for (start, end, kind, layer, time), golds in _scenes(text):
        heads = {head_word(scene.place) for scene in golds if scene.place}
        known = before.get(layer)
        places, rows = signs.signs(start, end, layer, known)  # type: ignore[attr-defined]
        words = [signs.word(place) for place in places]  # type: ignore[attr-defined]
        if known is not None:
            same = inherited(last != layer, kind == "chapter", time is not None, len(places))
            rows, words = np.vstack([rows, same]), [*words, known]
        right = np.array([word in heads for word in words], float)
        if heads and len(words):
            found.append((rows, right))
        if right.any():
            before[layer] = words[int(right.argmax())]
        last = layer
    return _joined(found, len(place_signs.SIGNS))


def presence_rows(text: Text) -> Rows:
    """Those whom a scene names and whether they are there."""
    signs = text.signs_of(PresenceSigns)
    found: list[Rows] = []
    at_level: dict[int | None, list[int]] = {}
    for (start, end, kind, layer, _), golds in _scenes(text):
        there = {name for scene in golds for name in scene.present}
        before = [] if kind == "chapter" and layer is None else at_level.get(layer, [])
        company = signs.company(start, end, layer, before)  # type: ignore[attr-defined]
        right = np.array([text.cast.get(entity) in there for entity in company], float)
        found.append((signs.signs(company, layer, before), right))  # type: ignore[attr-defined]
        at_level[layer] = [entity for entity, is_there in zip(company, right, strict=True) if is_there]
    return _joined(found, len(presence_signs.SIGNS))


def _scenes(text: Text) -> Iterator[tuple[tuple[int, int, str, int | None, int | None], list[GoldScene]]]:
    """Our scenes, each with the annotated ones that it covers or that cover it most."""
    ours = list(zip_columns(text.tables["scenes"], "start", "end", "kind", "layer", "time_start"))
    golds = text.gold.scenes
    shared = np.array([[max(0, min(g.end, o[1]) - max(g.start, o[0])) for g in golds] for o in ours])
    for row, scene in enumerate(ours):
        met = {int(shared[row].argmax()), *np.flatnonzero(shared.argmax(axis=0) == row).tolist()}
        yield scene, [golds[number] for number in sorted(met)]


def _joined(found: Sequence[Rows], width: int) -> Rows:
    return (
        np.concatenate([np.zeros((0, width)), *(rows for rows, _ in found)]),
        np.concatenate([np.zeros(0), *(right for _, right in found)]),
    )


def fitted(rows: Rows, penalty: float) -> Floats:
    """The weights of a logistic regression, by Newton's method."""
    signs, right = rows
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (chance - right) + penalty * weights
        curve = (signs * (chance * (1 - chance))[:, None]).T @ signs + penalty * np.eye(len(weights))
        change = np.linalg.solve(curve, slope)
        weights -= change
        if np.abs(change).max() < 1e-6:
            break
    return weights


def left_out(rows: Mapping[str, Rows], penalty: float) -> float:
    """The best F1 over thresholds, each text judged by weights of the others."""
    chances, truths = [], []
    for name, (signs, right) in rows.items():
        others = _joined([pair for other, pair in rows.items() if other != name], signs.shape[1])
        chances.append(1 / (1 + np.exp(-signs @ fitted(others, penalty))))
        truths.append(right)
    chance, truth = np.concatenate(chances), np.concatenate(truths)
    scores = [
        2 * (truth * (chance >= t)).sum() / (truth.sum() + (chance >= t).sum()) for t in np.arange(0.1, 0.7, 0.05)
    ]
    return float(max(scores))


MODELS = {
    "borders": (scene_borders.SIGNS, border_rows),
    "places": (place_signs.SIGNS, place_rows),
    "presence": (presence_signs.SIGNS, presence_rows),
}


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="texts annotated for levels")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder of the weights")
    arguments = parser.parse_args()
    golds = [gold for gold in map(read_levels, levels_files([arguments.data])) if gold.half == "build"]
    found: dict[str, dict[str, Rows]] = {name: {} for name in MODELS}
    for gold in golds:
        texts = list(texts_of(gold))
        for name, (signs, rows_of) in MODELS.items():
            found[name][gold.name] = _joined([rows_of(text) for text in texts], len(signs))
    weights = json.loads((arguments.output / SCENES[0]).read_text())
    for name, (signs, _) in MODELS.items():
        best = fitted(_joined(list(found[name].values()), len(signs)), PENALTY[name])
        weights[name] = {sign: round(float(weight), 3) for sign, weight in zip(signs, best, strict=True)}
        print(f"{name}: F1 {left_out(found[name], PENALTY[name]):.3f} of texts left out")
    write_weights({SCENES[0]: (json.dumps(weights, indent=1) + "\n").encode()}, arguments.output)


if __name__ == "__main__":
    main()
