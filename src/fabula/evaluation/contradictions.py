"""Which of the contradictions in a text are found, and what is found beside them.

One of ours is right if it has the kind of a gold contradiction and its two places meet the sentences of the gold's two
places, or sentences next to these, in either order. No two of ours find the same one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fabula.contradictions.contradiction import KINDS, Contradiction
from fabula.evaluation.corpora.contradictions import ContradictionsText, GoldContradiction, Span
from fabula.evaluation.score import Score
from fabula.story import Story

ALL = "all"
NEIGHBOURS = 1  # sentences on either side of the gold's that count as well


def score_contradictions(
    gold: ContradictionsText, story: Story, ours: list[Contradiction]
) -> tuple[dict[str, Score], list[dict[str, Any]]]:
    """The score of each kind and of all, and one item for each gold contradiction and each of ours that is wrong."""
    left = list(ours)
    finders: list[Contradiction | None] = []
    for planted in gold.contradictions:
        finder = next((one for one in left if _finds(story, one, planted)), None)
        if finder is not None:
            left.remove(finder)
        finders.append(finder)
    scores = dict.fromkeys((ALL, *KINDS), Score())
    for planted, finder in zip(gold.contradictions, finders, strict=True):
        for name in (ALL, planted.kind):
            scores[name] += Score(finder is not None, 1, finder is not None, finder is not None)
    for wrong in left:
        for name in (ALL, wrong.kind):
            scores[name] += Score(n_guess=1)
    items = [
        {"item": "gold", "found": finder is not None, **_said(story, planted)}
        for planted, finder in zip(gold.contradictions, finders, strict=True)
    ]
    items += [{"item": "wrong", "confidence": wrong.confidence, **_said(story, wrong)} for wrong in left]
    return scores, items


def _finds(story: Story, one: Contradiction, planted: GoldContradiction) -> bool:
    if one.kind != planted.kind:
        return False
    places = [(planted.first, planted.second), (planted.second, planted.first)]
    return any(_meets(story, one.first, first) and _meets(story, one.second, second) for first, second in places)


def _meets(story: Story, span: Span, gold: Span) -> bool:
    """Whether a span overlaps the sentences around a gold one."""
    starts, ends = (story.column("sentences", side) for side in ("start", "end"))
    if not len(starts):
        return False
    low = max(int(np.searchsorted(starts, gold[0], side="right")) - 1 - NEIGHBOURS, 0)
    high = min(int(np.searchsorted(starts, gold[1], side="left")) - 1 + NEIGHBOURS, len(starts) - 1)
    return bool(span[0] < ends[high] and starts[low] < span[1])


def _said(story: Story, one: Contradiction | GoldContradiction) -> dict[str, Any]:
    about = one.about if isinstance(one, GoldContradiction) else (one.about.name if one.about else None)
    first, second = (" ".join(story.text[start:end].split())[:120] for start, end in (one.first, one.second))
    return {"kind": one.kind, "about": about, "what": one.what, "first": first, "second": second}
