"""What is claimed of the story's world, and whether it is true.

found   ours of the same kind overlaps the first words of the gold's; those of the kind "other" are left out, for the
        table has none such
truth   of those found: ours says the same of it
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fabula.evaluation.corpora.levels import OTHER_CLAIM, GoldClaim
from fabula.evaluation.levels.reading import Reading
from fabula.evaluation.score import Accuracy, Score
from fabula.spans import overlap_length


def score_claims(reading: Reading) -> tuple[dict[str, Score | Accuracy], list[dict[str, Any]]]:
    """The figures by name, and one item for each claim of the gold that could be found."""
    items = [_item(reading, claim) for claim in reading.gold.claims if claim.kind != OTHER_CLAIM]
    return {
        "claims: found": Accuracy.of(item["ours"] is not None for item in items),
        "claims: truth": Accuracy.of(item["our_truth"] == item["truth"] for item in items if item["ours"] is not None),
    }, items


def _item(reading: Reading, claim: GoldClaim) -> dict[str, Any]:
    story = reading.story
    overlaps = overlap_length(story.column("claims", "start"), story.column("claims", "end"), claim.start, claim.end)
    overlaps = np.where(story.column("claims", "kind") == claim.kind, overlaps, 0)
    row = int(overlaps.argmax()) if overlaps.any() else None
    return {
        "item": "claim",
        "kind": claim.kind,
        "gold": [claim.start, claim.end],
        "truth": claim.truth,
        "ours": None if row is None else [int(story.column("claims", side)[row]) for side in ("start", "end")],
        "our_truth": None if row is None else str(story.column("claims", "truth")[row]),
    }
