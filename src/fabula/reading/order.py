"""Put scenes, and layers, in the order of the world, as far as the text gives one.

The problem. What is told later need not happen later:
    He opened the letter. "Last Monday we were nearly surrounded by ice." Seven years earlier they had parted.
Scenes of one level follow each other as they are told, unless the later one leaps back. A memory, a tale or a letter
happened before the scene that holds it, and a plan comes after; a dream or a call has its place where it is told. Two
memories have no order, unless their dates say so. Rows are few: what follows from two of them has none of its own.
Not tried: dates of which one is not told in full. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.language.times import TimeExpression, is_long, time_expressions
from fabula.schema import table_of, zip_columns

BEFORE, AFTER = ("memory", "told", "letter"), ("hypothetical",)  # kinds of layers before and after what holds them
FOLLOWS, LEAPS_FORWARD, LEAPS_BACK, TOLD_BACK = 0.85, 0.97, 0.7, 0.6
NESTED, UNTOLD, PLANNED, DATED = 0.9, 0.7, 0.6, 0.95
OPENING = 25  # words of a scene in which a leap of time is looked for
MONTHS = "january february march april may june july august september october november december".split()
DATE = re.compile(
    rf"\b(?:(?P<month>{'|'.join(MONTHS)})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?"
    rf"|(?P<day_first>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month_after>{'|'.join(MONTHS)}))\b"
    r"(?:,? (?P<year>1\d\d\d|20\d\d))?",
    re.IGNORECASE,
)
DATE_WITHIN = 160  # code points of a letter's or diary's beginning, where its date stands

Row = tuple[str, int, int, float, int, int]  # kind, earlier, later, confidence, evidence


@dataclass(frozen=True)
class _Scene:
    """A scene's row, span and layer, and the words that say when it plays."""

    row: int
    start: int
    end: int
    layer: int | None
    leap: TimeExpression | None
    is_told_back: bool


def find_order(syntax: Syntax, quote_spans: pa.Table, layers: pa.Table, scenes: pa.Table) -> dict[str, pa.Table]:
    """What is known of the order of scenes, and of layers, each among themselves.

    Gives   order: kind, earlier, later, confidence, start and end of the words that show it
    """
    kinds, parents = layers["kind"].to_pylist(), layers["parent"].to_pylist()
    known = _scenes(syntax, quote_spans, scenes)
    rows = [*_among_scenes(syntax, known, kinds, parents), *_among_layers(syntax, layers)]
    names = ("kind", "earlier", "later", "confidence", "start", "end")
    return {"order": table_of("order", {name: [row[at] for row in rows] for at, name in enumerate(names)})}


def _scenes(syntax: Syntax, quote_spans: pa.Table, scenes: pa.Table) -> list[_Scene]:
    quoted = syntax.flags(quote_spans)
    leaps: dict[int, TimeExpression] = {}
    starts = scenes["start"].to_pylist()
    found = time_expressions(syntax)
    known = []
    at = 0
    for row, (start, end, layer) in enumerate(zip_columns(scenes, "start", "end", "layer")):
        opening = syntax.tokens_in(start, end)[:OPENING]
        while at < len(found) and found[at].start < start:
            at += 1
        for time in found[at:]:
            token = syntax.token_at(time.start)
            if token not in opening:
                break
            if layer is not None or not quoted[token]:
                leaps.setdefault(row, time)
        known.append(_Scene(row, start, end, layer, leaps.get(row), _is_told_back(syntax, opening, quoted)))
    return known if starts else []


def _is_told_back(syntax: Syntax, opening: range, quoted: list[bool]) -> bool:
    """Whether a scene opens in the pluperfect, and no main verb beside the first says that it only looks back."""
    told = [
        any(syntax.lower[child] == "had" and syntax.dep[child] == "aux" for child in syntax.children[token])
        for token in opening
        if syntax.dep[token] == "ROOT" and syntax.pos[token] in ("VERB", "AUX") and not quoted[token]
    ]
    return bool(told) and all(told[:2])


def _among_scenes(syntax: Syntax, scenes: list[_Scene], kinds: list[str], parents: list[int | None]) -> list[Row]:
    """Each scene after the last one of its level; a layer's scenes beside those of the level around it."""
    rows: list[Row] = []
    last: dict[int | None, _Scene] = {}
    since: dict[int | None, _Scene] = {}  # by level: the first scene after which no weeks or years pass untold
    for number, scene in enumerate(scenes):
        before = last.get(scene.layer)
        if before is not None:
            rows.append(_successive(before, scene))
        is_far = scene.leap is not None and is_long(syntax.source[scene.leap.start : scene.leap.end])
        if before is None or is_far:
            since[scene.layer] = scene
        if scene.layer is not None and before is None:
            kind, around = kinds[scene.layer], parents[scene.layer]
            is_recent = scene.leap is not None and not is_far
            untold = None if is_recent else since.get(around)
            rows += _nested(scene, kind, last.get(around), untold, is_told_first=True)
        inner = scenes[number - 1] if number else scene
        if inner.layer is not None and inner.layer != scene.layer and parents[inner.layer] == scene.layer:
            rows += _nested(inner, kinds[inner.layer], scene, None, is_told_first=False)
        last[scene.layer] = scene
    return rows


def _successive(before: _Scene, scene: _Scene) -> Row:
    """Two scenes of one level, the second told after the first."""
    leap, end = scene.leap, min(scene.end, scene.start + 1)
    if leap is not None and leap.kind == "earlier" and (scene.is_told_back or leap.start < scene.start + 40):
        return "scenes", scene.row, before.row, LEAPS_BACK, leap.start, leap.end
    if scene.is_told_back and (leap is None or leap.kind != "later"):
        return "scenes", scene.row, before.row, TOLD_BACK, scene.start, end
    if leap is not None and leap.kind == "later":
        return "scenes", before.row, scene.row, LEAPS_FORWARD, leap.start, leap.end
    return "scenes", before.row, scene.row, FOLLOWS, scene.start, end


def _nested(inner: _Scene, kind: str, outer: _Scene | None, since: _Scene | None, is_told_first: bool) -> list[Row]:
    """A scene in a layer of this kind, and one of the level around it, told before (or after) it.

    What was told needs not be told back: a memory or a tale is of what was before ``since`` as well, but for one that
    says it is of yesterday.
    """
    if outer is None:
        return []
    shown = inner.start, min(inner.start + 1, inner.end)
    if kind in BEFORE:
        rows: list[Row] = [("scenes", inner.row, outer.row, NESTED, *shown)]
        if since is not None and since.row != outer.row and kind != "letter":
            rows.append(("scenes", inner.row, since.row, UNTOLD, *shown))
        return rows
    if kind in AFTER:
        return [("scenes", outer.row, inner.row, PLANNED, *shown)]
    pair = (outer.row, inner.row) if is_told_first else (inner.row, outer.row)
    return [("scenes", *pair, FOLLOWS, *shown)]


def _among_layers(syntax: Syntax, layers: pa.Table) -> list[Row]:
    """A memory in a memory is earlier; letters side by side go by their dates, else as they stand."""
    rows: list[Row] = []
    columns = list(zip_columns(layers, "start", "end", "kind", "parent", "evidence_start", "evidence_end"))
    last: dict[int | None, tuple[int, date | None]] = {}
    for row, (start, end, kind, parent, shown, shown_end) in enumerate(columns):
        if parent is not None and kind in BEFORE:
            rows.append(("layers", row, parent, NESTED, shown, shown_end))
        elif parent is not None and kind in AFTER:
            rows.append(("layers", parent, row, PLANNED, shown, shown_end))
        if kind != "letter":
            continue
        written = _date(syntax.source[start : min(end, start + DATE_WITHIN)])
        if parent in last:
            before, other = last[parent]
            if written is not None and other is not None:
                pair = (before, row) if other <= written else (row, before)
                rows.append(("layers", *pair, DATED, start, min(end, start + DATE_WITHIN)))
            else:
                rows.append(("layers", before, row, FOLLOWS, shown, shown_end))
        last[parent] = row, written
    return rows


def _date(text: str) -> date | None:
    """The first date in a text; without a year that of the year 4, which leaps.

    >>> _date("Monday, 3 February"), _date("March 18th, 1798")
    (datetime.date(4, 2, 3), datetime.date(1798, 3, 18))
    """
    found = DATE.search(" ".join(text.split()))
    if found is None:
        return None
    month = MONTHS.index((found["month"] or found["month_after"]).lower()) + 1
    try:
        return date(int(found["year"] or 4), month, int(found["day"] or found["day_first"]))
    except ValueError:
        return None
