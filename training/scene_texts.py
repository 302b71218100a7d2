"""Texts annotated for levels as the networks of scenes learn from them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import pyarrow as pa

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.levels import GoldScene, LevelsText
from fabula.evaluation.levels.characters import match_characters
from fabula.language.syntax import Syntax
from fabula.reading import STEPS
from fabula.reading.presence_signs import SceneSpan
from fabula.reading.scenes import find_scenes
from fabula.schema import TABLES, empty_table, table_of, zip_columns
from fabula.sources import open_document
from fabula.story import Story
from training.dialogue import tables_before


@dataclass(frozen=True)
class Text:
    """An annotated text as fabula reads it, with layers of one origin; ``cast``: the gold character of an entity."""

    gold: LevelsText
    tables: Mapping[str, pa.Table]
    syntax: Syntax
    cast: Mapping[int, str]

    def signs_of(self, view: Callable[..., object]) -> object:
        """A view of the text that takes its syntax and tables by name."""
        names = list(inspect.signature(view).parameters)[1:]
        return view(self.syntax, *(self.tables[name] for name in names))

    def is_in_fold(self, fold: int, folds: int) -> bool:
        """Whether it is judged in a fold; texts of one origin all are in the same."""
        return crc32(re.sub(r"_\d+$", "", self.gold.name).encode()) % folds == fold


def text_before(step: str, gold: LevelsText) -> Text:
    """The text as it is before the step of this name.

    Raises  BadCorpus (D01): it is read as another text than the file holds
    """
    document = open_document(gold.path)
    if document.text != gold.text:
        raise BadCorpus(f"{gold.path}: read as another text than the file holds; its spans would not fit")
    tables = tables_before([one.name for one in STEPS].index(step), document)
    known = {name: tables[name] if _is_whole(name, tables) else empty_table(name) for name in TABLES}
    syntax = Syntax.of(document.text, tables["tokens"], tables["sentences"])
    return Text(gold, tables, syntax, match_characters(gold, Story(document.text, known)))


def _is_whole(name: str, tables: Mapping[str, pa.Table]) -> bool:
    """Whether a table is there with all its columns; later steps fill some in."""
    return name in tables and tables[name].column_names == [column.name for column in TABLES[name]]


def texts_of(gold: LevelsText) -> list[Text]:
    """The text with the layers that fabula finds, and with those of the annotation; both without scenes."""
    text = text_before("scenes", gold)
    entity_of = {name: entity for entity, name in text.cast.items()}
    return [text, replace(text, tables={**text.tables, **_gold_layers(gold, entity_of)})]


def with_scenes(text: Text) -> Text:
    """The text parted into scenes by what has been learned of their borders."""
    needs = list(inspect.signature(find_scenes).parameters)[1:]
    return replace(text, tables={**text.tables, **find_scenes(text.syntax, *(text.tables[name] for name in needs))})


def matched_scenes(text: Text) -> Iterator[tuple[SceneSpan, list[GoldScene]]]:
    """Our scenes, each with the annotated ones of which it covers most, or else the one that covers it most."""
    ours = list(zip_columns(text.tables["scenes"], "start", "end", "kind", "layer", "time_start", "focal"))
    golds = text.gold.scenes
    shared = np.array([[max(0, min(g.end, o[1]) - max(g.start, o[0])) for g in golds] for o in ours])
    for row, scene in enumerate(ours):
        met = np.flatnonzero(shared.argmax(axis=0) == row).tolist() or [int(shared[row].argmax())]
        yield scene, [golds[number] for number in met]


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
