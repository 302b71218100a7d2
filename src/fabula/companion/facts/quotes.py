"""Who says what to whom, and why that is thought: columns over the quotations, in the order of the text.

{"start": steps, "speaker", "kind" and "mode" and "by" (letters or numbers, see below), "sure" (percent), "words",
 "evidence": [steps from the quotation's start, length, ...] flat, 0 length: none,
 "hearers": {quotation: [ids]}, "spans": {"start": steps, "length", "quote": steps}}
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from fabula.companion.cast import words_in
from fabula.companion.facts.steps import steps
from fabula.story import Story

KINDS = ("speech", "thought", "writing")
MODES = ("in person", "call", "message", "remembered", "imagined")
DECIDERS = ("rule", "model", "correction")


def quotes_of(story: Story) -> dict[str, Any]:
    """All quotations."""
    columns = ("start", "speaker", "kind", "mode", "speaker_confidence", "speaker_by")
    starts, speakers, kinds, modes, sure, by = (story.column("quotes", name).tolist() for name in columns)
    return {
        "start": steps(starts),
        "speaker": speakers,
        "kind": [KINDS.index(kind) for kind in kinds],
        "mode": [MODES.index(mode) for mode in modes],
        "sure": [0 if np.isnan(share) else round(100 * share) for share in sure],
        "by": [DECIDERS.index(decider) if decider else -1 for decider in by],
        "words": _words(story),
        "evidence": _evidence(story, starts),
        "hearers": _hearers(story),
        "spans": _spans(story),
    }


def _words(story: Story) -> list[int]:
    spans = (story.column("quote_spans", name) for name in ("start", "end"))
    words = words_in(story, *spans)
    counts = np.bincount(story.column("quote_spans", "quote"), weights=words, minlength=len(story.quotes))
    return [int(count) for count in counts]


def _evidence(story: Story, starts: list[int]) -> list[int]:
    edges = (story.column("quotes", f"speaker_evidence_{edge}").tolist() for edge in ("start", "end"))
    flat: list[int] = []
    for quote, start, end in zip(starts, *edges, strict=True):
        flat += (start - quote, end - start) if 0 <= start < end else (0, 0)
    return flat


def _hearers(story: Story) -> dict[int, list[int]]:
    hearers: dict[int, list[int]] = defaultdict(list)
    keys = (story.column("quote_addressees", name).tolist() for name in ("quote", "entity"))
    for quote, entity in zip(*keys, strict=True):
        if entity >= 0:
            hearers[quote].append(entity)
    return hearers


def _spans(story: Story) -> dict[str, list[int]]:
    starts, ends, quotes = (story.column("quote_spans", name).tolist() for name in ("start", "end", "quote"))
    rows = sorted(zip(starts, ends, quotes, strict=True))
    return {
        "start": steps([start for start, _, _ in rows]),
        "length": [end - start for start, end, _ in rows],
        "quote": steps([quote for _, _, quote in rows]),
    }
