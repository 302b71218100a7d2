"""Passages that a reader may want to know of first: no word of theirs, only where they stand and what they are about.

{"start": steps, "length", "kind", "standing", "by" and "to" (or -1), "sure" (percent)}
"""

from __future__ import annotations

from typing import Any

from fabula.companion.facts.steps import steps
from fabula.story import Story


def notes_of(story: Story) -> dict[str, list[Any]]:
    """All content notes, in the order of the text."""
    columns = ("start", "end", "kind", "standing", "by", "to", "confidence")
    rows = sorted(zip(*(story.column("notes", name).tolist() for name in columns), strict=True))
    starts, ends, kinds, standings, by, to, sure = ([row[column] for row in rows] for column in range(len(columns)))
    return {
        "start": steps(starts),
        "length": [end - start for start, end in zip(starts, ends, strict=True)],
        "kind": kinds,
        "standing": standings,
        "by": by,
        "to": to,
        "sure": [round(100 * share) for share in sure],
    }
