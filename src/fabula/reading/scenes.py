"""Part the story into scenes: continuous action in one place and time.

The problem. A scene ends at a chapter or a break, and often in the middle of a page: "The next morning ...".
Not tried yet: scenes that nothing marks, places, times, who is there. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fabula.schema import empty_table, table_of, with_columns, zip_columns


def find_scenes(paragraphs: pa.Table, layers: pa.Table, events: pa.Table) -> dict[str, pa.Table]:
    """The scenes, which tile the prose from the first paragraph to the last.

    Gives   scenes; presence; place_parts
            events: scene and layer filled in
    """
    starts: list[tuple[int, str]] = []
    marked = "chapter"
    for start, kind in zip_columns(paragraphs, "start", "kind"):
        if kind != "prose":
            marked = "chapter" if kind == "heading" else "break"
        elif marked:
            starts.append((start, marked))
            marked = ""
    end = max(paragraphs["end"].to_pylist(), default=0)
    ends = [start for start, _ in starts[1:]] + [end] * bool(starts)
    nobody = [None] * len(starts)
    scenes = table_of(
        "scenes",
        {
            "start": [start for start, _ in starts],
            "end": ends,
            "kind": [kind for _, kind in starts],
            "layer": nobody,
            **{f"place{part}": nobody for part in ("", "_confidence", "_by", "_evidence_start", "_evidence_end")},
            "time_start": nobody,
            "time_end": nobody,
            "focal": nobody,
        },
    )
    return {
        "scenes": scenes,
        "presence": empty_table("presence"),
        "place_parts": empty_table("place_parts"),
        "events": with_columns("events", events, _where(events, scenes, layers)),
    }


def _where(events: pa.Table, scenes: pa.Table, layers: pa.Table) -> dict[str, np.ndarray]:
    """The scene of each event, and the innermost layer around it: the last that begins before and ends after it."""
    at = events["start"].to_numpy()
    scene = np.searchsorted(scenes["start"].to_numpy(), at, side="right") - 1
    layer = np.full(len(at), -1)
    for row, (start, end) in enumerate(zip_columns(layers, "start", "end")):
        layer[(at >= start) & (at < end)] = row
    return {"scene": np.maximum(scene, 0), "layer": layer}
