"""Part the story into scenes: continuous action in one place and time.

The problem. A scene ends at a chapter or a break, and often in the middle of a page:
    He went to bed. The next morning he was at the station.
A heading or break always begins one. Elsewhere the likeliest beginnings are taken, by a network that reads the signs of
each sentence (see ``scene_borders``) and the model's state of it among those around it; none next to
another: walking into the next room in one action begins none. A layer that holds a whole scene is the scene's.
Not tried: scenes that go on after another has come between. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.language.times import TimeExpression
from fabula.model.session import load_scene_network
from fabula.model.weights import BORDERS
from fabula.reading.scene_borders import BorderSigns
from fabula.reading.states import states_of_sentences
from fabula.schema import table_of, with_columns, zip_columns

LIKELY, SURE = 0.2, 0.35
APART, APART_SURE = 400, 150  # code points that two beginnings are apart, and where one is sure
HELD = 0.5  # share of a scene's words, from which on a layer holds it
TIME_WORDS = 40  # first words of a scene, in which it says when it plays


def find_scenes(
    syntax: Syntax,
    paragraphs: pa.Table,
    quote_spans: pa.Table,
    mentions: pa.Table,
    narration: pa.Table,
    layers: pa.Table,
    events: pa.Table,
    sentence_states: pa.Table,
) -> dict[str, pa.Table]:
    """The scenes, which tile the prose from the first paragraph to the last.

    Gives   scenes: start, end, kind, layer, focal, time_start, time_end
            events: scene and layer filled in
    """
    marked = _marked(paragraphs)
    signs = BorderSigns(syntax, paragraphs, quote_spans, mentions, layers)
    unmarked = _unmarked(signs, states_of_sentences(sentence_states), sorted(marked))
    kinds = {**dict.fromkeys(unmarked, "unmarked"), **marked}
    starts = sorted(kinds)
    end = max(paragraphs["end"].to_pylist(), default=0)
    ends = [*starts[1:], end][: len(starts)]
    inside = [_layer_of(syntax, layers, start, end) for start, end in zip(starts, ends, strict=True)]
    times = _times(signs, starts, ends, inside)
    scenes = table_of(
        "scenes",
        {
            "start": starts,
            "end": ends,
            "kind": [kinds[start] for start in starts],
            "layer": inside,
            "time_start": [None if time is None else time.start for time in times],
            "time_end": [None if time is None else time.end for time in times],
            "focal": _focal(narration, layers, starts, ends, inside),
        },
    )
    return {"scenes": scenes, "events": with_columns("events", events, _where(events, scenes, layers))}


def _marked(paragraphs: pa.Table) -> dict[int, str]:
    """Where a heading or a break says that a scene begins, and which of them does."""
    starts: dict[int, str] = {}
    mark = "chapter"
    for start, kind in zip_columns(paragraphs, "start", "kind"):
        if kind != "prose":
            mark = "chapter" if kind == "heading" else mark or "break"
        elif mark:
            starts[start], mark = mark, ""
    if not starts and len(paragraphs):  # a text of headings alone: events need a scene
        starts[paragraphs["start"][0].as_py()] = "chapter"
    return starts


def _unmarked(signs: BorderSigns, states: NDArray[np.float32], marked: list[int]) -> list[int]:
    """Where else scenes begin: the likeliest first, each apart from those before."""
    borders = signs.borders()
    if not borders.starts:
        return []
    (of_sentences,) = load_scene_network(BORDERS)(borders.signs_of_sentences(len(states)), states)
    chances = of_sentences[borders.sentences]
    taken = list(marked)
    found = []
    for number in np.argsort(-chances, kind="stable").tolist():
        start, sure = borders.starts[number], chances[number]
        if sure < LIKELY:
            break
        at = bisect_left(taken, start)
        near = [abs(start - other) for other in taken[max(at - 1, 0) : at + 1]]
        if marked and start > marked[0] and min(near, default=APART) >= (APART_SURE if sure > SURE else APART):
            taken.insert(at, start)
            found.append(start)
    return found


def _layer_of(syntax: Syntax, layers: pa.Table, start: int, end: int) -> int | None:
    """The innermost layer that holds most of a scene."""
    held = None
    length = len(syntax.tokens_in(start, end))
    for row, (begin, finish) in enumerate(zip_columns(layers, "start", "end")):
        if begin < end and finish > start:
            shared = len(syntax.tokens_in(max(start, begin), min(end, finish)))
            if shared > HELD * length:
                held = row
    return held


def _times(
    signs: BorderSigns, starts: list[int], ends: list[int], layers: list[int | None]
) -> list[TimeExpression | None]:
    """The first words of each scene that say when it plays, near its beginning."""
    syntax, found = signs.syntax, signs.times
    positions = [time.start for time in found]
    times: list[TimeExpression | None] = []
    for start, end, layer in zip(starts, ends, layers, strict=True):
        words = syntax.tokens_in(start, end)[:TIME_WORDS]
        near = found[bisect_left(positions, start) : bisect_left(positions, end)]
        fit = (
            time
            for time in near
            if time.kind != "soon"
            and syntax.token_at(time.start) in words
            and (layer is not None or not signs.is_quoted[syntax.token_at(time.start)])
        )
        times.append(next(fit, None))
    return times


def _focal(
    narration: pa.Table, layers: pa.Table, starts: list[int], ends: list[int], inside: list[int | None]
) -> list[int | None]:
    """Through whose senses each scene is told: the layer's owner or narrator, else that of the narration there."""
    owners = list(zip_columns(layers, "narrator", "owner"))
    told = list(zip_columns(narration, "start", "end", "focal"))
    firsts = [start for start, *_ in told]
    found: list[int | None] = []
    for start, end, layer in zip(starts, ends, inside, strict=True):
        own = None if layer is None else next((entity for entity in owners[layer] if entity is not None), None)
        at = max(bisect_left(firsts, (start + end) // 2) - 1, 0)
        found.append(own if own is not None or not told else told[at][2])
    return found


def _where(events: pa.Table, scenes: pa.Table, layers: pa.Table) -> dict[str, np.ndarray]:
    """The scene of each event, and the innermost layer around it: the last that begins before and ends after it."""
    at = events["start"].to_numpy()
    scene = np.searchsorted(scenes["start"].to_numpy(), at, side="right") - 1
    layer = np.full(len(at), -1)
    for row, (start, end) in enumerate(zip_columns(layers, "start", "end")):
        layer[(at >= start) & (at < end)] = row
    return {"scene": np.maximum(scene, 0), "layer": layer}
