"""Which of two things happens first: pairs of places in the text, against what the story says of them.

all             ours has the same one first; no answer is wrong
told in order   the same, of the pairs that are told in the order in which they happen
told otherwise  and of the others: who always says the one, or always the other, is right in only one of the two
answered        the pairs that ours answers
"""

from __future__ import annotations

from typing import Any

from fabula.chronology import happens_before
from fabula.evaluation.levels.reading import Reading
from fabula.evaluation.score import Accuracy, Score


def score_order(reading: Reading) -> tuple[dict[str, Score | Accuracy], list[dict[str, Any]]]:
    """The figures by name, and one item for each pair of the gold."""
    items: list[dict[str, Any]] = [
        {
            "item": "order",
            "earlier": pair.earlier,
            "later": pair.later,
            "is_told_otherwise": pair.later < pair.earlier,
            "ours": happens_before(reading.story, pair.earlier[0], pair.later[0]),
        }
        for pair in reading.gold.order
    ]
    return {
        "order: all": Accuracy.of(item["ours"] is True for item in items),
        "order: told in order": Accuracy.of(item["ours"] is True for item in items if not item["is_told_otherwise"]),
        "order: told otherwise": Accuracy.of(item["ours"] is True for item in items if item["is_told_otherwise"]),
        "order: answered": Accuracy.of(item["ours"] is not None for item in items),
    }, items
