"""What stands in the margin: at which level a stretch is told, and where and when each scene plays.

A level is one of the layers; where they lie in one another, the innermost. A stretch has its label only where it
begins. Who is in a scene is not written here: the page adds it as far as the reader has read.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from html import escape

from fabula.companion.marks import Span, innermost
from fabula.story import Story

_LABELS = {"hypothetical": "imagined"}


@dataclass
class Levels:
    """The layers and scenes of a story, and which of them have their label or head already."""

    layers: list[Span]
    kinds: list[str]
    owners: list[int]
    scene_starts: list[int]
    heads: list[str]
    labelled: set[int] = field(default_factory=set)
    last_headed: int = -1

    def mark(self, row: int, classes: list[str]) -> tuple[str, str]:
        """The classes, as a value of HTML, and the attribute for a stretch of a layer; the label with the first one."""
        labels, label = self._label(row)
        names = " ".join([*classes, "y", *labels])
        return (f'"{names}"' if " " in names else names), label

    def head_before(self, start: int, layer: int) -> str:
        """The head of the scene whose first paragraph begins here; empty otherwise, or if nothing is known of it.

        Takes   layer: the one at the paragraph's beginning, or -1; a head has its label too, if that is new
        """
        scene = bisect_right(self.scene_starts, start) - 1
        if scene <= self.last_headed:
            return ""
        self.last_headed = scene
        if not self.heads[scene]:
            return ""
        labels, label = self._label(layer) if layer >= 0 else ([], "")
        return f'<div class="{" ".join(["s", *labels])}"{label} id=s{scene}>{self.heads[scene]}</div>'

    def _label(self, row: int) -> tuple[list[str], str]:
        if row in self.labelled:
            return [], ""
        self.labelled.add(row)
        owner = [f"o{self.owners[row]}"] if self.owners[row] >= 0 else []
        return ["yl", *owner], f" data-y={_LABELS.get(self.kinds[row], self.kinds[row])}"


def levels_of(story: Story) -> Levels:
    """The levels of a whole story."""
    starts, ends, kinds, owners = (story.column("layers", name).tolist() for name in ("start", "end", "kind", "owner"))
    return Levels(
        layers=innermost(zip(starts, ends, range(len(starts)), strict=True)),
        kinds=kinds,
        owners=owners,
        scene_starts=story.column("scenes", "start").tolist(),
        heads=_heads(story),
    )


def _heads(story: Story) -> list[str]:
    """Place and time of each scene, as HTML; empty where they are as in the scene before."""
    names = story.column("entities", "name")
    columns = ("start", "place", "time_start", "time_end")
    rows = zip(*(story.column("scenes", name).tolist() for name in columns), strict=True)
    chapter_starts = set(story.column("chapters", "start").tolist())
    heads, last_place = [], -1
    for start, place, time_start, time_end in rows:
        is_new = place >= 0 and (place != last_place or start in chapter_starts)
        where = str(names[place]) if is_new else ""
        when = " ".join(story.text[time_start:time_end].split()) if time_start >= 0 else ""
        heads.append(" · ".join(f"<bdi>{escape(part)}</bdi>" for part in (where, when) if part))
        last_place = place if place >= 0 else last_place
    return heads
