"""What the page's script knows: one compact JSON document, read when a reader first asks who somebody is.

{"characters": {id: [name, mark, kind, pronouns, narrator, names, lines, thoughts, words, mentions, strip,
                     first chapter, number of chapters]},
 "quotes": [[speaker, kind, confidence in percent, addressees, mode, evidence, decider], ...],
 "chapters": [title, ...]}
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from fabula.companion.cast import Portrait, strip_path
from fabula.companion.prose import safe_text
from fabula.story import Story

_MOST_NAMES = 12
_LONGEST_EVIDENCE = 90
_UNSAFE_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def page_data(story: Story, portraits: Sequence[Portrait], chapters: Sequence[str]) -> str:
    """The JSON document, safe to stand inside a script element."""
    data = {
        "characters": {str(portrait.id): _character(portrait) for portrait in portraits},
        "quotes": _quotes(story),
        "chapters": chapters,
        "bars": max((len(portrait.strip) for portrait in portraits), default=0),
    }
    return safe_text(json.dumps(data, ensure_ascii=False, separators=(",", ":"))).translate(_UNSAFE_IN_SCRIPT)


def _character(portrait: Portrait) -> list[Any]:
    names = [[name, count] for name, count in portrait.names[:_MOST_NAMES]]
    return [
        portrait.name,
        portrait.mark,
        portrait.kind,
        portrait.pronouns or "",
        int(portrait.is_narrator),
        names,
        portrait.n_lines,
        portrait.n_thoughts,
        portrait.n_words,
        portrait.n_mentions,
        strip_path(portrait.strip),
        -1 if portrait.first_chapter is None else portrait.first_chapter,
        portrait.n_chapters,
    ]


def _quotes(story: Story) -> list[list[Any]]:
    names = ("speaker", "kind", "speaker_confidence", "mode", "speaker_by")
    columns = [story.column("quotes", name).tolist() for name in names]
    evidence = [story.column("quotes", f"speaker_evidence_{edge}").tolist() for edge in ("start", "end")]
    addressees: dict[int, list[int]] = {}
    keys = (story.column("quote_addressees", name).tolist() for name in ("quote", "entity"))
    for quote, entity in zip(*keys, strict=True):
        if entity >= 0:
            addressees.setdefault(quote, []).append(entity)
    return [
        [
            speaker,
            kind,
            _percent(confidence),
            addressees.get(row, []),
            mode,
            _excerpt(story.text, start, end),
            by or "",
        ]
        for row, (speaker, kind, confidence, mode, by, start, end) in enumerate(zip(*columns, *evidence, strict=True))
    ]


def _percent(confidence: float | None) -> int:
    return 0 if confidence is None or np.isnan(confidence) else round(100 * confidence)


def _excerpt(text: str, start: int, end: int) -> str:
    if start < 0 or end <= start:
        return ""
    excerpt = " ".join(text[start : min(end, start + _LONGEST_EVIDENCE)].split())
    return excerpt + "…" if end - start > _LONGEST_EVIDENCE else excerpt
