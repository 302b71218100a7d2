"""Who tells the story: the grammatical person of each chapter, and the narrator where somebody in the story tells it.

The problem. A third-person novel is full of "I", but inside quotation marks. What counts is the narration:
    I had called upon my friend. "I am glad," said he.
Not tried: several narrators, a narrator inside the story's narrator, whose senses a third-person chapter follows.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.schema import table_of, zip_columns

SHARE_OF_FIRST = 0.008
SHARE_OF_SECOND = 0.02


def find_narration(
    chapters: pa.Table, syntax: Syntax, quote_spans: pa.Table, profiles: pa.Table
) -> dict[str, pa.Table]:
    """One row for each run of chapters told in the same person.

    Gives   narration: start, end, kind and person, narrator with confidence and evidence, focal
    """
    quoted = syntax.flags(quote_spans)
    narrators = [entity for entity, flag in enumerate(profiles["is_narrator"].to_pylist()) if flag]
    narrator = narrators[0] if narrators else -1
    runs: list[tuple[int, int, str, int]] = []
    for start, end in zip_columns(chapters, "start", "end"):
        person, example = _person(syntax, [t for t in syntax.tokens_in(start, end) if not quoted[t]], narrator >= 0)
        if runs and runs[-1][2] == person:
            runs[-1] = (runs[-1][0], end, person, runs[-1][3])
        else:
            runs.append((start, end, person, example))
    told = [narrator if person == "first" else -1 for _, _, person, _ in runs]
    evidence = [
        (int(syntax.start[e]), int(syntax.end[e])) if n >= 0 else (-1, -1)
        for (*_, e), n in zip(runs, told, strict=True)
    ]
    return {
        "narration": table_of(
            "narration",
            {
                "start": [start for start, *_ in runs],
                "end": [end for _, end, *_ in runs],
                "kind": [person for _, _, person, _ in runs],
                "person": [person for _, _, person, _ in runs],
                "narrator": told,
                "narrator_confidence": [0.9 if n >= 0 else None for n in told],
                "narrator_by": ["rule" if n >= 0 else None for n in told],
                "narrator_evidence_start": [start for start, _ in evidence],
                "narrator_evidence_end": [end for _, end in evidence],
                "focal": told,
                "focal_confidence": [0.9 if n >= 0 else None for n in told],
                "focal_by": ["rule" if n >= 0 else None for n in told],
                "focal_evidence_start": [start for start, _ in evidence],
                "focal_evidence_end": [end for _, end in evidence],
                "tense": ["past"] * len(runs),
            },
        )
    }


def _person(syntax: Syntax, narration: list[int], has_narrator: bool) -> tuple[str, int]:
    """The person of a stretch of narration, and the first token that shows it."""
    first = [t for t in narration if syntax.lower[t] in FIRST_SINGULAR]
    second = [t for t in narration if syntax.lower[t] in SECOND]
    if has_narrator and len(first) > SHARE_OF_FIRST / 2 * len(narration):
        return "first", first[0] if first else -1
    if len(second) > SHARE_OF_SECOND * len(narration) and len(second) > len(first):
        return "second", second[0]
    return "third", -1
