"""Layers: which words are remembered, dreamed, written, heard over a wire, imagined or told, and by whom.

words    a word counts for a kind if any layer of this kind covers it, however layers nest
found    gold layers of which one of ours of the same kind covers at least half, and the reverse
owner    of the gold layers found that have one: the owner is right. Ours is the one that overlaps best.
parent   of the gold layers found: ours stands in none either, or in one that is found for the gold's parent
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.evaluation.corpora.levels import Span
from fabula.evaluation.levels.reading import Reading
from fabula.evaluation.score import Accuracy, Score
from fabula.schema import LAYER_KINDS

Flags = NDArray[np.bool_]


def score_layers(reading: Reading) -> tuple[dict[str, Score | Accuracy], list[dict[str, Any]]]:
    """The figures by name, and one item for each layer of the gold and each of ours that is in none."""
    kinds, spans = _ours(reading)
    words = [reading.covered([(layer.start, layer.end)]) for layer in reading.gold.layers]
    our_words = [reading.covered([span]) for span in spans]
    same = np.array([[layer.kind == kind for kind in kinds] for layer in reading.gold.layers], dtype=bool)
    same = same.reshape(len(words), len(our_words))
    finds = same & _covers_half(words, our_words)  # whether ours, in the columns, finds the gold's, in the rows
    is_right: Flags = np.any(same & _covers_half(our_words, words).T, axis=0)
    partners = [_partner(words[row], our_words, finds[row]) for row in range(len(words))]
    items = [*_items(reading, partners, finds), *_spurious(reading, is_right)]
    figures: dict[str, Score | Accuracy] = {
        **_with_all("layer words", {kind: _words(reading, kind) for kind in LAYER_KINDS}),
        **_with_all("layers found", {kind: _found(reading, kind, finds, is_right) for kind in LAYER_KINDS}),
    }
    for name in ("owner", "parent"):
        judged = (item.get(f"is_{name}_right") for item in items)
        figures[f"layers: {name}"] = Accuracy.of(is_right for is_right in judged if is_right is not None)
    return figures, items


def _ours(reading: Reading) -> tuple[list[str], list[Span]]:
    """The kinds and the spans of our layers."""
    kinds, *sides = (reading.story.column("layers", name).tolist() for name in ("kind", "start", "end"))
    return kinds, list(zip(*sides, strict=True))


def _words(reading: Reading, kind: str) -> Score:
    """The words in layers of this kind."""
    in_gold = reading.covered([(layer.start, layer.end) for layer in reading.gold.layers if layer.kind == kind])
    in_ours = reading.covered([span for of, span in zip(*_ours(reading), strict=True) if of == kind])
    right = float((in_gold & in_ours).sum())
    return Score(right, float(in_gold.sum()), right, float(in_ours.sum()))


def _found(reading: Reading, kind: str, finds: Flags, is_right: Flags) -> Score:
    """The layers of this kind."""
    golds = [row for row, layer in enumerate(reading.gold.layers) if layer.kind == kind]
    ours = [row for row, of in enumerate(_ours(reading)[0]) if of == kind]
    return Score(float(finds[golds].any(axis=1).sum()), len(golds), float(is_right[ours].sum()), len(ours))


def _with_all(what: str, scores: Mapping[str, Score]) -> dict[str, Score]:
    """The scores by the names of their figures, and added up over the kinds."""
    by_kind = {f"{what}: {kind}": score for kind, score in scores.items()}
    return {**by_kind, f"{what}: all": sum(scores.values(), Score())}


def _covers_half(covered: Sequence[Flags], covering: Sequence[Flags]) -> Flags:
    """Whether each of the second, in the columns, covers half of each of the first, in the rows."""
    halves = [[bool(one.any() and 2 * (one & other).sum() >= one.sum()) for other in covering] for one in covered]
    return np.array(halves, dtype=bool).reshape(len(covered), len(covering))


def _partner(words: Flags, ours: Sequence[Flags], finds: Flags) -> int | None:
    """Of our layers that find a gold layer, the one that overlaps it best, as a share of both together."""
    found = np.flatnonzero(finds).tolist()
    return max(found, key=lambda row: (words & ours[row]).sum() / (words | ours[row]).sum(), default=None)


def _items(reading: Reading, partners: Sequence[int | None], finds: Flags) -> list[dict[str, Any]]:
    story, items = reading.story, []
    for layer, partner in zip(reading.gold.layers, partners, strict=True):
        item: dict[str, Any] = {"item": "layer", "kind": layer.kind, "gold": [layer.start, layer.end]}
        item |= {"owner": layer.owner, "ours": None, "is_owner_right": None, "is_parent_right": None}
        if partner is not None:
            parent = int(story.column("layers", "parent")[partner])
            owner = reading.who(story.column("layers", "owner")[partner])
            item["ours"] = [int(story.column("layers", side)[partner]) for side in ("start", "end")]
            item["our_owner"] = owner
            item["is_owner_right"] = None if layer.owner is None else owner == layer.owner
            is_root = layer.parent is None
            item["is_parent_right"] = (parent < 0) == is_root and (is_root or bool(finds[layer.parent, parent]))
        items.append(item)
    return items


def _spurious(reading: Reading, is_right: Flags) -> list[dict[str, Any]]:
    columns = (reading.story.column("layers", name)[~is_right].tolist() for name in ("start", "end", "kind"))
    return [
        {"item": "layer", "kind": kind, "gold": None, "ours": [start, end]}
        for start, end, kind in zip(*columns, strict=True)
    ]
